//! The driver against a peer in memory that speaks the protocol by hand.
#![allow(clippy::unwrap_used, reason = "a test")]

use ferrovirt_driver::events::Received;
use ferrovirt_driver::session::{Closed, EventKind, EventObject, Interest, Losses, Session};
use ferrovirt_driver::stream::StreamItem;
use ferrovirt_driver::{Console, DomainConfig, DomainLifecycle, HostDriver, StorageVolDriver};
use ferrovirt_protocol::WireError;
use ferrovirt_protocol::frame::{Header, MessageType, Status, begin, seal};
use ferrovirt_protocol::remote::{self, proc};
use ferrovirt_protocol::wire::{Wire, decode_all};
use ferrovirt_remote::{Keepalive, OpenOptions, Reconnect, RemoteDriver};
use ferrovirt_types::Error;
use ferrovirt_types::consts::{ErrorDomain, ErrorNumber};
use ferrovirt_types::event::{DomainEvent, Event};
use ferrovirt_types::object::{DomainRef, StorageVolRef};
use ferrovirt_types::uri::ConnectUri;
use ferrovirt_xdr::{Decoder, Encoder};
use nix::sys::socket::{ControlMessage, MsgFlags, sendmsg};
use std::io::IoSlice;
use std::os::fd::AsRawFd;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::UnixStream;

/// The far end of a connection.
struct Peer(UnixStream);

impl Peer {
    async fn receive(&mut self) -> (Header, Vec<u8>) {
        let length = self.0.read_u32().await.expect("a message");
        let mut body = vec![0; length as usize - 4];
        self.0.read_exact(&mut body).await.unwrap();
        let header = Header::decode(&mut Decoder::new(&body)).unwrap();
        (header, body.split_off(24))
    }

    async fn send(&mut self, header: Header, body: &[u8]) {
        let mut frame = begin(&header).finish().unwrap();
        frame.extend_from_slice(body);
        seal(&mut frame);
        self.0.write_all(&frame).await.unwrap();
    }

    async fn reply(&mut self, to: Header, result: impl Wire) {
        self.send(
            Header {
                kind: MessageType::Reply,
                ..to
            },
            &encode(&result),
        )
        .await;
    }

    async fn fail(&mut self, to: Header, error: &Error) {
        let header = Header {
            kind: MessageType::Reply,
            status: Status::Error,
            ..to
        };
        self.send(header, &encode(&WireError::from(error))).await;
    }

    async fn greet(&mut self) {
        let (call, _) = self.receive().await;
        assert_eq!(call.procedure, proc::AUTH_LIST);
        self.reply(call, remote::AuthListRet { types: vec![0] }).await;
        let (mut call, mut body) = self.receive().await;
        if call.procedure == proc::CONNECT_SUPPORTS_FEATURE {
            self.reply(call, remote::ConnectSupportsFeatureRet { supported: true })
                .await;
            (call, body) = self.receive().await;
        }
        assert_eq!(call.procedure, proc::CONNECT_OPEN);
        let args: remote::ConnectOpenArgs = decode_all(&body).unwrap();
        assert_eq!((args.name.as_deref(), args.flags), (Some("test:///default"), 0));
        self.reply(call, ()).await;
    }
}

fn encode(value: &impl Wire) -> Vec<u8> {
    let mut out = Encoder::new();
    value.encode(&mut out);
    out.finish().unwrap()
}

async fn connect_with(options: OpenOptions) -> (Arc<RemoteDriver>, Peer) {
    let (near, far) = UnixStream::pair().unwrap();
    let mut peer = Peer(far);
    let uri = ConnectUri::parse("test+unix:///default?socket=/none").unwrap();
    let (driver, ()) = tokio::join!(RemoteDriver::open_on(near, &uri, &options), peer.greet());
    (driver.unwrap(), peer)
}

async fn connect() -> (Arc<RemoteDriver>, Peer) {
    connect_with(OpenOptions::default()).await
}

fn guest() -> DomainRef {
    DomainRef {
        name: "g".into(),
        uuid: uuid::Uuid::from_u128(7),
        id: 3,
    }
}

fn volume() -> StorageVolRef {
    StorageVolRef {
        pool: "p".into(),
        name: "v".into(),
        key: "/p/v".into(),
    }
}

#[tokio::test]
async fn answers_find_their_calls_in_any_order() {
    let (driver, mut peer) = connect().await;
    let calls = async { tokio::join!(driver.connect_get_hostname(), driver.connect_get_version()) };
    let serve = async {
        let (first, _) = peer.receive().await;
        let (second, _) = peer.receive().await;
        peer.reply(second, remote::ConnectGetVersionRet { hv_ver: 2 })
            .await;
        peer.reply(first, remote::ConnectGetHostnameRet { hostname: "h".into() })
            .await;
    };
    let ((name, version), ()) = tokio::join!(calls, serve);
    assert_eq!((name.unwrap().as_str(), version.unwrap()), ("h", 2));
}

#[tokio::test]
async fn an_error_keeps_its_code_domain_and_message() {
    let (driver, mut peer) = connect().await;
    let serve = async {
        let (call, _) = peer.receive().await;
        peer.fail(
            call,
            &Error::new(ErrorNumber::NoDomain, ErrorDomain::Test, "no domain 'x'"),
        )
        .await;
    };
    let (result, ()) = tokio::join!(driver.domain_lookup_by_name("x"), serve);
    let e = result.unwrap_err();
    assert_eq!(
        (e.raw_code(), e.raw_domain()),
        (ErrorNumber::NoDomain.raw(), ErrorDomain::Test.raw())
    );
    assert_eq!(e.message(), "Domain not found: no domain 'x'");
}

#[tokio::test]
async fn a_cancelled_call_leaves_the_connection_usable() {
    let (driver, mut peer) = connect().await;
    tokio::time::timeout(Duration::from_millis(20), driver.connect_get_hostname())
        .await
        .unwrap_err();
    let (stale, _) = peer.receive().await;
    peer.reply(
        stale,
        remote::ConnectGetHostnameRet {
            hostname: "late".into(),
        },
    )
    .await;
    let serve = async {
        let (call, _) = peer.receive().await;
        peer.reply(call, remote::ConnectGetVersionRet { hv_ver: 9 }).await;
    };
    let (version, ()) = tokio::join!(driver.connect_get_version(), serve);
    assert_eq!(version.unwrap(), 9);
}

#[tokio::test]
async fn a_peer_that_goes_away_fails_every_call_at_once() {
    let (driver, mut peer) = connect().await;
    let gone = async {
        peer.receive().await;
        drop(peer);
    };
    let (result, ()) = tokio::join!(driver.connect_get_hostname(), gone);
    assert!(result.unwrap_err().message().contains("end of file"));
    assert_eq!(driver.wait_closed().await, Closed::Eof);
    assert!(driver.connect_get_hostname().await.is_err());
}

#[tokio::test]
async fn garbage_ends_the_connection_with_a_reason() {
    let (driver, mut peer) = connect().await;
    peer.0.write_all(&[0xff; 64]).await.unwrap();
    assert_eq!(driver.wait_closed().await, Closed::Error);
    assert!(
        driver
            .failure()
            .unwrap()
            .to_string()
            .contains("length out of bounds")
    );
}

#[tokio::test]
async fn pings_are_answered_and_silence_is_noticed() {
    use ferrovirt_protocol::keepalive::{PING, PONG, PROGRAM};
    let keepalive = Keepalive {
        interval: Duration::from_millis(40),
        count: 2,
    };
    let (driver, mut peer) = connect_with(OpenOptions {
        keepalive: Some(keepalive),
        ..Default::default()
    })
    .await;
    let ping = Header {
        program: PROGRAM,
        version: 1,
        procedure: PING,
        kind: MessageType::Message,
        serial: 0,
        status: Status::Ok,
    };
    peer.send(ping, &[]).await;
    let (pong, body) = peer.receive().await;
    assert_eq!((pong.program, pong.procedure, body.len()), (PROGRAM, PONG, 0));
    let (asked, _) = peer.receive().await;
    assert_eq!((asked.program, asked.procedure), (PROGRAM, PING));
    assert_eq!(driver.wait_closed().await, Closed::Keepalive);
}

#[tokio::test]
async fn events_are_asked_for_once_and_published() {
    let (driver, mut peer) = connect().await;
    let mut events = driver.events().subscribe(8);
    let serve = async {
        // First, once: whether the daemon tells of events that it had to drop.
        let (call, _) = peer.receive().await;
        assert_eq!(call.procedure, proc::CONNECT_SUPPORTS_FEATURE);
        peer.reply(call, remote::ConnectSupportsFeatureRet { supported: false })
            .await;
        let (call, body) = peer.receive().await;
        assert_eq!(call.procedure, proc::CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY);
        let args: remote::ConnectDomainEventCallbackRegisterAnyArgs = decode_all(&body).unwrap();
        assert_eq!(args.event_id, 0);
        peer.reply(
            call,
            remote::ConnectDomainEventCallbackRegisterAnyRet { callback_id: 4 },
        )
        .await;
        let message = remote::DomainEventCallbackLifecycleMsg {
            callback_id: 4,
            msg: remote::DomainEventLifecycleMsg {
                dom: guest(),
                event: 2,
                detail: 1,
            },
        };
        let header = Header {
            procedure: proc::DOMAIN_EVENT_CALLBACK_LIFECYCLE,
            kind: MessageType::Message,
            ..call
        };
        peer.send(header, &encode(&message)).await;
    };
    let life = EventKind::Domain(0).into();
    let (result, ()) = tokio::join!(driver.listen(&life), serve);
    result.unwrap();
    driver.listen(&life).await.unwrap();
    let expected = Event::Domain(guest(), DomainEvent::Lifecycle { event: 2, detail: 1 });
    assert_eq!(events.next().await, Some(Received::Event(Arc::new(expected))));
}

/// Answers what a listener asks first: whether the daemon tells of events that it had to drop.
async fn introduced(peer: &mut Peer) {
    let (call, _) = peer.receive().await;
    assert_eq!(call.procedure, proc::CONNECT_SUPPORTS_FEATURE);
    peer.reply(call, remote::ConnectSupportsFeatureRet { supported: false })
        .await;
}

async fn registered(peer: &mut Peer, callback_id: i32) -> (Header, Option<DomainRef>) {
    let (call, body) = peer.receive().await;
    assert_eq!(call.procedure, proc::CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY);
    let args: remote::ConnectDomainEventCallbackRegisterAnyArgs = decode_all(&body).unwrap();
    peer.reply(
        call,
        remote::ConnectDomainEventCallbackRegisterAnyRet { callback_id },
    )
    .await;
    (call, args.dom)
}

async fn told(peer: &mut Peer, callback_id: i32, event: i32) {
    let msg = remote::DomainEventLifecycleMsg {
        dom: guest(),
        event,
        detail: 0,
    };
    let header = Header {
        program: remote::PROGRAM,
        version: 1,
        procedure: proc::DOMAIN_EVENT_CALLBACK_LIFECYCLE,
        kind: MessageType::Message,
        serial: 0,
        status: Status::Ok,
    };
    let message = remote::DomainEventCallbackLifecycleMsg { callback_id, msg };
    peer.send(header, &encode(&message)).await;
}

fn lifecycle(event: i32) -> Option<Received> {
    let event = DomainEvent::Lifecycle { event, detail: 0 };
    Some(Received::Event(Arc::new(Event::Domain(guest(), event))))
}

#[tokio::test]
async fn an_event_of_two_registrations_is_published_once() {
    let (driver, mut peer) = connect().await;
    let mut events = driver.events().subscribe(8);
    let all = Interest::from(EventKind::Domain(0));
    let one = Interest {
        kind: EventKind::Domain(0),
        of: Some(EventObject::Domain(guest())),
    };
    let serve = async {
        introduced(&mut peer).await;
        let (_, dom) = registered(&mut peer, 1).await;
        assert_eq!(dom.map(|dom| (dom.uuid, dom.id)), Some((guest().uuid, -1)));
        told(&mut peer, 1, 2).await;
        let (_, dom) = registered(&mut peer, 2).await;
        assert_eq!(dom, None);
        told(&mut peer, 1, 3).await;
        told(&mut peer, 2, 3).await;
    };
    let listen = async {
        driver.listen(&one).await.unwrap();
        driver.listen(&all).await.unwrap();
        driver.listen(&all).await.unwrap();
    };
    tokio::join!(listen, serve);
    // Two listened to all: only the end of both is told.
    driver.unlisten(&all);
    driver.unlisten(&one);
    let (call, body) = peer.receive().await;
    assert_eq!(call.procedure, proc::CONNECT_DOMAIN_EVENT_CALLBACK_DEREGISTER_ANY);
    assert_eq!(body, 1i32.to_be_bytes());
    // What was sent before the end of the registration counts, what comes after it is the other's.
    told(&mut peer, 1, 4).await;
    told(&mut peer, 2, 4).await;
    peer.reply(call, ()).await;
    told(&mut peer, 2, 5).await;
    for event in [2, 3, 4, 5] {
        assert_eq!(events.next().await, lifecycle(event));
    }
}

#[tokio::test]
async fn an_old_daemon_is_asked_in_the_old_way() {
    let (driver, mut peer) = connect().await;
    let mut events = driver.events().subscribe(8);
    let one = Interest {
        kind: EventKind::Domain(12),
        of: Some(EventObject::Domain(guest())),
    };
    let serve = async {
        introduced(&mut peer).await;
        let (call, _) = peer.receive().await;
        let error = Error::new(ErrorNumber::Rpc, ErrorDomain::Rpc, "unknown procedure: 316");
        let header = Header {
            kind: MessageType::Reply,
            status: Status::Error,
            ..call
        };
        peer.send(header, &encode(&WireError::from(&error))).await;
        let (call, body) = peer.receive().await;
        assert_eq!(call.procedure, proc::CONNECT_DOMAIN_EVENT_REGISTER_ANY);
        assert_eq!(body, 12i32.to_be_bytes());
        peer.reply(call, ()).await;
        let header = Header {
            procedure: proc::DOMAIN_EVENT_PMSUSPEND,
            kind: MessageType::Message,
            ..call
        };
        peer.send(header, &encode(&remote::DomainEventPmsuspendMsg { dom: guest() }))
            .await;
    };
    let (result, ()) = tokio::join!(driver.listen(&one), serve);
    result.unwrap();
    let suspended = Event::Domain(guest(), DomainEvent::PmSuspend);
    assert_eq!(events.next().await, Some(Received::Event(Arc::new(suspended))));
    driver.unlisten(&one);
    let (call, body) = peer.receive().await;
    assert_eq!(call.procedure, proc::CONNECT_DOMAIN_EVENT_DEREGISTER_ANY);
    assert_eq!(body, 12i32.to_be_bytes());
}

#[tokio::test]
async fn the_end_of_the_far_side_ends_the_connection() {
    let (driver, mut peer) = connect().await;
    let serve = async {
        let (call, _) = peer.receive().await;
        assert_eq!(call.procedure, proc::CONNECT_SUPPORTS_FEATURE);
        peer.reply(call, remote::ConnectSupportsFeatureRet { supported: true })
            .await;
        let (call, _) = peer.receive().await;
        assert_eq!(call.procedure, proc::CONNECT_REGISTER_CLOSE_CALLBACK);
        peer.reply(call, ()).await;
        let header = Header {
            procedure: proc::CONNECT_EVENT_CONNECTION_CLOSED,
            kind: MessageType::Message,
            ..call
        };
        peer.send(header, &2i32.to_be_bytes()).await;
    };
    let (closed, ()) = tokio::join!(driver.wait_closed(), serve);
    assert_eq!(closed, Closed::Keepalive);
    let error = driver.connect_get_hostname().await.unwrap_err();
    assert!(error.message().contains("own connection"), "{error}");
}

/// Serves one connection after another at a socket.
async fn accepted(listener: &tokio::net::UnixListener) -> Peer {
    let (socket, _) = listener.accept().await.unwrap();
    let mut peer = Peer(socket);
    peer.greet().await;
    peer
}

fn at_socket(folder: &tempfile::TempDir) -> (tokio::net::UnixListener, ConnectUri) {
    let path = folder.path().join("sock");
    let listener = tokio::net::UnixListener::bind(&path).unwrap();
    let uri = format!("test+unix:///default?socket={}", path.display());
    (listener, ConnectUri::parse(&uri).unwrap())
}

#[tokio::test]
async fn a_connection_that_is_opened_again_says_what_was_lost() {
    let folder = tempfile::tempdir().unwrap();
    let (listener, uri) = at_socket(&folder);
    let options = OpenOptions::default();
    let (driver, mut peer) = tokio::join!(RemoteDriver::open(&uri, &options), accepted(&listener));
    let driver = driver.unwrap();
    assert_eq!(driver.reconnect().await.unwrap(), Losses::default());
    let mut events = driver.events().subscribe(8);
    let life = Interest::from(EventKind::Domain(0));
    let serve = async {
        introduced(&mut peer).await;
        registered(&mut peer, 7).await;
    };
    let (result, ()) = tokio::join!(driver.listen(&life), serve);
    result.unwrap();
    let gone = async {
        peer.receive().await;
        drop(peer);
    };
    let (result, ()) = tokio::join!(driver.connect_get_hostname(), gone);
    result.unwrap_err();
    let serve = async {
        let mut peer = accepted(&listener).await;
        introduced(&mut peer).await;
        registered(&mut peer, 0).await;
        told(&mut peer, 0, 2).await;
        let (call, _) = peer.receive().await;
        peer.reply(call, remote::ConnectGetHostnameRet { hostname: "h".into() })
            .await;
        peer
    };
    let again = async {
        let losses = driver.reconnect().await.unwrap();
        (losses, driver.connect_get_hostname().await.unwrap())
    };
    let ((losses, name), _peer) = tokio::join!(again, serve);
    let expected = Losses {
        reason: Some(Closed::Eof),
        calls: 1,
        streams: 0,
        missed: vec![life],
        refused: Vec::new(),
    };
    assert_eq!((losses, name.as_str()), (expected, "h"));
    assert_eq!(events.next().await, lifecycle(2));
    assert_eq!(driver.closed(), None);
}

#[tokio::test]
async fn a_connection_opens_again_by_itself_until_it_is_closed() {
    let folder = tempfile::tempdir().unwrap();
    let (listener, uri) = at_socket(&folder);
    let options = OpenOptions {
        reconnect: Some(Reconnect {
            first: Duration::from_millis(1),
            ..Reconnect::default()
        }),
        ..OpenOptions::default()
    };
    let (driver, peer) = tokio::join!(RemoteDriver::open(&uri, &options), accepted(&listener));
    let driver = driver.unwrap();
    let mut events = driver.events().subscribe(8);
    drop(peer);
    let mut peer = accepted(&listener).await;
    match events.next().await {
        Some(Received::Reconnected(losses)) => assert_eq!(losses.reason, Some(Closed::Eof)),
        other => panic!("{other:?}"),
    }
    let serve = async {
        let (call, _) = peer.receive().await;
        assert_eq!(call.procedure, proc::CONNECT_CLOSE);
        peer.reply(call, ()).await;
    };
    let (result, ()) = tokio::join!(driver.close(), serve);
    result.unwrap();
    assert_eq!(driver.wait_closed().await, Closed::Client);
}

#[tokio::test]
async fn a_connection_over_a_given_socket_stays_ended() {
    let (driver, peer) = connect().await;
    drop(peer);
    driver.wait_closed().await;
    assert!(driver.reconnect().await.is_err());
}

#[tokio::test]
async fn a_download_ends_with_a_handshake() {
    let (driver, mut peer) = connect().await;
    let serve = async {
        let (call, _) = peer.receive().await;
        assert_eq!(call.procedure, proc::STORAGE_VOL_DOWNLOAD);
        // The data overtakes whoever waits for the reply.
        let packet = Header {
            kind: MessageType::Stream,
            status: Status::Continue,
            ..call
        };
        peer.reply(call, ()).await;
        peer.send(packet, b"abc").await;
        let mut hole = Encoder::new();
        hole.i64(4096);
        hole.u32(0);
        peer.send(
            Header {
                kind: MessageType::StreamHole,
                ..packet
            },
            &hole.finish().unwrap(),
        )
        .await;
        peer.send(packet, b"").await;
        let (finish, _) = peer.receive().await;
        assert_eq!(
            (finish.kind, finish.status, finish.serial),
            (MessageType::Stream, Status::Ok, call.serial)
        );
        peer.send(
            Header {
                status: Status::Ok,
                ..packet
            },
            &[],
        )
        .await;
    };
    let read = async {
        let mut stream = driver.storage_vol_download(&volume(), 0, 0, 1).await.unwrap();
        assert!(stream.write.is_none());
        let mut read = stream.read.take().unwrap();
        let mut items = Vec::new();
        while let Some(item) = read.next().await.unwrap() {
            items.push(item);
        }
        items
    };
    let (items, ()) = tokio::join!(read, serve);
    assert_eq!(items, [StreamItem::Data("abc".into()), StreamItem::Hole(4096)]);
}

#[tokio::test]
async fn an_upload_is_held_back_and_its_error_reaches_the_writer() {
    let (driver, mut peer) = connect().await;
    let serve = async {
        let (call, _) = peer.receive().await;
        peer.reply(call, ()).await;
        let mut seen = 0;
        while seen < 8 << 20 {
            let (packet, body) = peer.receive().await;
            assert_eq!(
                (packet.kind, packet.status),
                (MessageType::Stream, Status::Continue)
            );
            seen += body.len();
        }
        let error = Error::new(ErrorNumber::SystemError, ErrorDomain::Storage, "disk full");
        let header = Header {
            kind: MessageType::Stream,
            status: Status::Error,
            ..call
        };
        peer.send(header, &encode(&WireError::from(&error))).await;
        peer
    };
    let write = async {
        let stream = driver.storage_vol_upload(&volume(), 0, 0, 0).await.unwrap();
        let mut write = stream.write.unwrap();
        let mut sent: usize = 0;
        loop {
            match write.write(StreamItem::Data(vec![1; 1 << 20].into())).await {
                Ok(()) => sent += 1 << 20,
                Err(e) => return (sent, e),
            }
        }
    };
    let ((sent, error), _peer) = tokio::join!(write, serve);
    assert!(sent <= 16 << 20, "{sent} bytes went ahead of the peer");
    assert_eq!(error.message(), "disk full");
}

#[tokio::test]
async fn a_dropped_console_is_aborted() {
    let (driver, mut peer) = connect().await;
    let serve = async {
        let (call, _) = peer.receive().await;
        peer.reply(call, ()).await;
        let (data, body) = peer.receive().await;
        assert_eq!(
            (data.status, body.as_slice()),
            (Status::Continue, b"hi".as_slice())
        );
        let (abort, _) = peer.receive().await;
        assert_eq!(
            (abort.kind, abort.status, abort.serial),
            (MessageType::Stream, Status::Error, call.serial)
        );
    };
    let console = async {
        let dom = guest();
        let mut stream = driver.domain_open_console(&dom, None, 0).await.unwrap();
        assert!(stream.read.is_some());
        stream
            .write
            .as_mut()
            .unwrap()
            .write(StreamItem::Data("hi".into()))
            .await
            .unwrap();
    };
    tokio::join!(console, serve);
}

#[tokio::test]
async fn a_stalled_stream_does_not_stop_calls() {
    let (driver, mut peer) = connect().await;
    let open = async {
        let (call, _) = peer.receive().await;
        peer.reply(call, ()).await;
        call
    };
    let vol = volume();
    let (stream, call) = tokio::join!(driver.storage_vol_download(&vol, 0, 0, 0), open);
    let mut read = stream.unwrap().read.unwrap();
    let packet = Header {
        kind: MessageType::Stream,
        status: Status::Continue,
        ..call
    };
    let feeder = tokio::spawn(async move {
        for _ in 0..40 {
            peer.send(packet, &vec![7; 200_000]).await;
        }
        let (call, _) = peer.receive().await;
        peer.reply(call, remote::ConnectGetVersionRet { hv_ver: 1 }).await;
        peer
    });
    tokio::time::sleep(Duration::from_millis(100)).await;
    let asked = tokio::time::timeout(Duration::from_secs(1), driver.connect_get_version()).await;
    assert_eq!(asked.expect("the call waits behind the stream").unwrap(), 1);
    let mut total = 0;
    while total < 40 * 200_000 {
        match read.next().await.unwrap() {
            Some(StreamItem::Data(d)) => total += d.len(),
            other => panic!("{other:?}"),
        }
    }
    drop(feeder.await.unwrap());
}

#[tokio::test]
async fn descriptors_come_after_their_reply() {
    let (driver, mut peer) = connect().await;
    let (kept, given) = UnixStream::pair().unwrap();
    let serve = async {
        let (call, _) = peer.receive().await;
        assert_eq!(call.procedure, proc::DOMAIN_OPEN_GRAPHICS_FD);
        let header = Header {
            kind: MessageType::ReplyWithFds,
            ..call
        };
        peer.send(header, &1u32.to_be_bytes()).await;
        tokio::time::sleep(Duration::from_millis(10)).await;
        let fds = [given.as_raw_fd()];
        let rights = [ControlMessage::ScmRights(&fds)];
        sendmsg::<()>(
            peer.0.as_raw_fd(),
            &[IoSlice::new(&[0])],
            &rights,
            MsgFlags::empty(),
            None,
        )
        .unwrap();
        drop(given);
        let (call, _) = peer.receive().await;
        peer.reply(call, remote::DomainGetOsTypeRet { kind: "hvm".into() })
            .await;
    };
    let use_it = async {
        let dom = guest();
        let mut files = driver.domain_open_graphics_fd(&dom, 0, 0).await.unwrap();
        let file = std::os::unix::net::UnixStream::from(files.pop().unwrap());
        std::io::Write::write_all(&mut &file, b"x").unwrap();
        assert_eq!(driver.domain_get_os_type(&dom).await.unwrap(), "hvm");
    };
    tokio::join!(use_it, serve);
    let mut kept = kept;
    assert_eq!(kept.read_u8().await.unwrap(), b'x');
}

#[tokio::test]
async fn closing_says_goodbye() {
    let (driver, mut peer) = connect().await;
    let serve = async {
        let (call, _) = peer.receive().await;
        assert_eq!(call.procedure, proc::CONNECT_CLOSE);
        peer.reply(call, ()).await;
    };
    let (result, ()) = tokio::join!(driver.close(), serve);
    result.unwrap();
    assert_eq!(driver.closed(), Some(Closed::Client));
    assert!(
        driver
            .connect_get_version()
            .await
            .unwrap_err()
            .message()
            .contains("client socket is closed")
    );
}
