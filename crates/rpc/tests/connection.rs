//! The server's side of a connection against a peer that speaks raw frames.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on ends")]

use async_trait::async_trait;
use bytes::Bytes;
use ferrovirt_protocol::frame::{Header, MessageType, Status, begin, seal};
use ferrovirt_protocol::keepalive;
use ferrovirt_rpc::frames::{Frame, FrameReader};
use ferrovirt_rpc::server::{
    ClientHandle, End, Limits, Request, Response, Session, begin_reply, event_frame, finish_reply, serve,
};
use ferrovirt_rpc::socket::Socket;
use ferrovirt_rpc::stream::{Item, Sink, Source, Stream};
use ferrovirt_types::Result;
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::UnixStream;
use tokio::task::JoinHandle;
use tokio::time::timeout;

const ECHO: u32 = 1;
const SLOW: u32 = 2;
const READ: u32 = 3;
const WRITE: u32 = 4;
const BIG: u32 = 5;
const LONG: u32 = 6;
const BOUND: Duration = Duration::from_secs(10);

#[derive(Default)]
struct Seen {
    running: AtomicUsize,
    most: AtomicUsize,
    finished: AtomicUsize,
    written: Mutex<Vec<u8>>,
    closed: AtomicUsize,
}

struct Fake(Arc<Seen>);

impl Session for Fake {
    fn call(self: Arc<Self>, request: Request) -> BoxFuture<'static, Response> {
        async move {
            let seen = &self.0;
            let mut out = begin_reply(&request.header);
            let mut stream = None;
            match request.header.procedure {
                ECHO => out.fixed(&request.body),
                BIG => out.fixed(&vec![7; 1 << 20]),
                SLOW => {
                    let now = seen.running.fetch_add(1, Ordering::SeqCst) + 1;
                    seen.most.fetch_max(now, Ordering::SeqCst);
                    tokio::time::sleep(Duration::from_millis(100)).await;
                    seen.running.fetch_sub(1, Ordering::SeqCst);
                    seen.finished.fetch_add(1, Ordering::SeqCst);
                }
                LONG => {
                    stream = Some(Stream {
                        source: Some(Box::new(Blocks(100))),
                        sink: None,
                    });
                }
                READ => {
                    stream = Some(Stream {
                        source: Some(Box::new(Count(3))),
                        sink: None,
                    })
                }
                WRITE => {
                    stream = Some(Stream {
                        source: None,
                        sink: Some(Box::new(Keep(seen.clone()))),
                    })
                }
                _ => {}
            }
            Response {
                frame: finish_reply(&request.header, out),
                stream,
                ..Response::default()
            }
        }
        .boxed()
    }

    fn closed(&self) {
        self.0.closed.fetch_add(1, Ordering::SeqCst);
    }
}

struct Count(u8);

#[async_trait]
impl Source for Count {
    async fn next(&mut self) -> Result<Option<Item>> {
        if self.0 == 0 {
            return Ok(None);
        }
        self.0 -= 1;
        Ok(Some(Item::Data(Bytes::from(vec![self.0; 4]))))
    }
}

/// Blocks of 256 KB, ready at once: more than socket and queue hold.
struct Blocks(u32);

#[async_trait]
impl Source for Blocks {
    async fn next(&mut self) -> Result<Option<Item>> {
        if self.0 == 0 {
            return Ok(None);
        }
        self.0 -= 1;
        Ok(Some(Item::Data(Bytes::from(vec![1; 256_000]))))
    }
}

struct Keep(Arc<Seen>);

#[async_trait]
impl Sink for Keep {
    async fn write(&mut self, item: Item) -> Result<()> {
        if let Item::Data(d) = item {
            self.0.written.lock().unwrap().extend_from_slice(&d);
        }
        Ok(())
    }
    async fn finish(&mut self) -> Result<()> {
        self.0.written.lock().unwrap().push(b'.');
        Ok(())
    }
}

struct Peer {
    socket: UnixStream,
    reader: FrameReader,
    seen: Arc<Seen>,
    handle: ClientHandle,
    server: JoinHandle<End>,
}

impl Peer {
    async fn new(limits: Limits) -> Self {
        let (ours, theirs) = UnixStream::pair().unwrap();
        let seen = Arc::new(Seen::default());
        let (give, take) = tokio::sync::oneshot::channel();
        let fake = Arc::new(Fake(seen.clone()));
        let server = tokio::spawn(serve(Socket::Unix(theirs), limits, move |handle| {
            let _ = give.send(handle);
            fake
        }));
        Peer {
            socket: ours,
            reader: FrameReader::default(),
            seen,
            handle: take.await.unwrap(),
            server,
        }
    }

    async fn send(&mut self, procedure: u32, kind: MessageType, serial: u32, status: Status, body: &[u8]) {
        let header = Header {
            program: 9,
            version: 1,
            procedure,
            kind,
            serial,
            status,
        };
        self.send_header(&header, body).await;
    }

    async fn send_header(&mut self, header: &Header, body: &[u8]) {
        let mut frame = begin(header).finish().unwrap();
        frame.extend_from_slice(body);
        seal(&mut frame);
        self.socket.write_all(&frame).await.unwrap();
    }

    async fn call(&mut self, procedure: u32, serial: u32, body: &[u8]) {
        self.send(procedure, MessageType::Call, serial, Status::Ok, body)
            .await;
    }

    async fn next(&mut self) -> Frame {
        loop {
            if let Some(frame) = self.reader.take().unwrap() {
                return frame;
            }
            let n = timeout(BOUND, self.socket.read_buf(&mut self.reader.buffer))
                .await
                .unwrap()
                .unwrap();
            assert!(n > 0, "the server closed");
        }
    }
}

#[tokio::test]
async fn an_echo_comes_back_with_its_serial() {
    let mut p = Peer::new(Limits::default()).await;
    p.call(ECHO, 77, b"four").await;
    let f = p.next().await;
    assert_eq!(
        (f.header.serial, f.header.kind, &f.body[..]),
        (77, MessageType::Reply, &b"four"[..])
    );
}

#[tokio::test]
async fn slow_calls_run_side_by_side_up_to_the_limit_and_keepalive_does_not_wait() {
    let mut p = Peer::new(Limits {
        requests: 4,
        ..Limits::default()
    })
    .await;
    for serial in 0..7 {
        p.call(SLOW, serial, b"").await;
    }
    let ping = Header {
        program: keepalive::PROGRAM,
        version: 1,
        procedure: keepalive::PING,
        kind: MessageType::Message,
        serial: 0,
        status: Status::Ok,
    };
    p.send_header(&ping, b"").await;
    assert_eq!(p.next().await.header.procedure, keepalive::PONG);
    for _ in 0..7 {
        assert_eq!(p.next().await.header.procedure, SLOW);
    }
    assert_eq!(p.seen.most.load(Ordering::SeqCst), 4);
}

#[tokio::test]
async fn a_client_that_goes_is_noticed_and_its_calls_are_finished() {
    let mut p = Peer::new(Limits::default()).await;
    p.call(SLOW, 1, b"").await;
    tokio::time::sleep(Duration::from_millis(20)).await;
    drop(p.socket);
    let end = timeout(Duration::from_millis(100), p.server)
        .await
        .unwrap()
        .unwrap();
    assert!(matches!(end, End::Closed | End::Socket(_)), "{end:?}");
    assert_eq!(p.seen.closed.load(Ordering::SeqCst), 1);
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(p.seen.finished.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_read_stream_ends_with_an_empty_packet_and_a_handshake() {
    let mut p = Peer::new(Limits::default()).await;
    p.call(READ, 5, b"").await;
    assert_eq!(p.next().await.header.kind, MessageType::Reply);
    for value in [2_u8, 1, 0] {
        let f = p.next().await;
        assert_eq!(
            (f.header.kind, f.header.status, &f.body[..]),
            (MessageType::Stream, Status::Continue, &[value; 4][..])
        );
    }
    let end = p.next().await;
    assert_eq!((end.header.status, end.body.len()), (Status::Continue, 0));
    p.send(READ, MessageType::Stream, 5, Status::Ok, b"").await;
    let f = p.next().await;
    assert_eq!(
        (f.header.kind, f.header.status, f.header.serial),
        (MessageType::Stream, Status::Ok, 5)
    );
}

#[tokio::test]
async fn a_stream_longer_than_every_buffer_goes_on_when_the_queue_was_sent() {
    let mut p = Peer::new(Limits::default()).await;
    p.call(LONG, 5, b"").await;
    assert_eq!(p.next().await.header.kind, MessageType::Reply);
    let mut got = 0;
    loop {
        let f = p.next().await;
        if f.body.is_empty() {
            break;
        }
        got += f.body.len();
    }
    assert_eq!(got, 100 * 256_000);
}

#[tokio::test]
async fn a_written_stream_is_complete_when_its_end_is_confirmed() {
    let mut p = Peer::new(Limits::default()).await;
    p.call(WRITE, 6, b"").await;
    p.send(WRITE, MessageType::Stream, 6, Status::Continue, b"one")
        .await;
    p.send(WRITE, MessageType::Stream, 6, Status::Continue, b"two")
        .await;
    p.send(WRITE, MessageType::Stream, 6, Status::Ok, b"").await;
    assert_eq!(p.next().await.header.kind, MessageType::Reply);
    let f = p.next().await;
    assert_eq!(
        (f.header.kind, f.header.status),
        (MessageType::Stream, Status::Ok)
    );
    assert_eq!(&*p.seen.written.lock().unwrap(), b"onetwo.");
}

#[tokio::test]
async fn an_aborted_stream_is_never_finished() {
    let mut p = Peer::new(Limits::default()).await;
    p.call(WRITE, 6, b"").await;
    p.send(WRITE, MessageType::Stream, 6, Status::Continue, b"one")
        .await;
    p.send(WRITE, MessageType::Stream, 6, Status::Error, b"").await;
    assert_eq!(p.next().await.header.kind, MessageType::Reply);
    assert_eq!(p.next().await.header.status, Status::Ok);
    assert!(!p.seen.written.lock().unwrap().contains(&b'.'));
}

#[tokio::test]
async fn a_client_that_does_not_read_is_bounded() {
    let mut p = Peer::new(Limits {
        event_bytes: 64 * 1024,
        ..Limits::default()
    })
    .await;
    for serial in 0..60 {
        p.call(BIG, serial, b"").await;
    }
    let frame = event_frame(9, 1, 50, |out| out.fixed(&[0; 1000]));
    for _ in 0..1000 {
        p.handle.push_event(&[&frame]);
        tokio::task::yield_now().await;
    }
    assert!(p.handle.lost_events() > 0);
    let (mut replies, mut events) = (0, 0);
    while replies < 60 {
        match p.next().await.header.kind {
            MessageType::Reply => replies += 1,
            _ => events += 1,
        }
    }
    assert!(events < 1000);
}

#[tokio::test]
async fn nonsense_ends_the_connection() {
    let mut p = Peer::new(Limits::default()).await;
    p.socket.write_all(&[0, 0, 0, 3, 1, 2, 3, 4]).await.unwrap();
    let end = timeout(BOUND, &mut p.server).await.unwrap().unwrap();
    assert!(matches!(end, End::Protocol(_)), "{end:?}");
}

#[tokio::test(start_paused = true)]
async fn a_silent_client_is_asked_and_then_let_go() {
    let limits = Limits {
        keepalive_interval: Some(Duration::from_secs(5)),
        keepalive_count: 2,
        ..Limits::default()
    };
    let mut p = Peer::new(limits).await;
    p.handle.enable_keepalive();
    let end = timeout(Duration::from_secs(60), &mut p.server)
        .await
        .unwrap()
        .unwrap();
    assert!(matches!(end, End::Silent), "{end:?}");
}
