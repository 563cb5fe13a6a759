//! Streams over a link, as the driver traits want them.
//!
//! ```text
//!  reading:  data* ─► EOF from the peer ─► finish from here ─► confirmed
//!  writing:  data* ─► finish from here ─► confirmed
//!  either:   error from the peer, or abort from here when dropped before the end
//! ```

use crate::driver::Direction;
use crate::error::RemoteError;
use crate::link::{Link, StreamEnd, StreamInbox};
use async_trait::async_trait;
use bytes::Bytes;
use ferrovirt_driver::stream::{CHUNK, DriverStream, StreamItem, StreamRead, StreamWrite};
use ferrovirt_protocol::frame::{Header, MessageType, Status};
use ferrovirt_protocol::remote;
use ferrovirt_types::Result;
use ferrovirt_xdr::Encoder;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::time::timeout;

/// How long the daemon may take to make what was written durable.
const FINISH: Duration = Duration::from_secs(300);

/// Calls whose stream goes both ways although the table names one.
const BOTH: [u32; 2] = [
    remote::proc::DOMAIN_OPEN_CONSOLE,
    remote::proc::DOMAIN_OPEN_CHANNEL,
];

pub(crate) fn open(
    link: &Arc<Link>,
    program: u32,
    procedure: u32,
    serial: u32,
    inbox: Arc<StreamInbox>,
    direction: Direction,
) -> DriverStream {
    let header = Header {
        program,
        version: 1,
        procedure,
        kind: MessageType::Stream,
        serial,
        status: Status::Continue,
    };
    let both = program == remote::PROGRAM && BOTH.contains(&procedure);
    let shared = Arc::new(Stream {
        link: link.clone(),
        header,
        inbox,
        ended: AtomicBool::new(false),
    });
    DriverStream {
        read: (both || direction == Direction::Read).then(|| Box::new(Reader(shared.clone())) as _),
        write: (both || direction == Direction::Write).then(|| Box::new(Writer(shared.clone())) as _),
    }
}

/// What the halves share. Dropping the last one aborts, unless the stream has ended.
struct Stream {
    link: Arc<Link>,
    header: Header,
    inbox: Arc<StreamInbox>,
    ended: AtomicBool,
}

impl Stream {
    fn ended(&self) -> bool {
        self.ended.load(Ordering::Relaxed)
    }

    fn end(&self) {
        self.ended.store(true, Ordering::Relaxed);
        self.link.forget_stream(self.header.serial);
    }

    /// Says that this side is done, and waits for the peer to agree.
    async fn finish(&self) -> Result<()> {
        if self.ended() {
            return Ok(());
        }
        self.link
            .send_packet(
                Header {
                    status: Status::Ok,
                    ..self.header
                },
                Bytes::new(),
            )
            .await?;
        // Data that still comes is dropped, so a full inbox must not hold the confirmation back.
        let confirmed = async {
            self.link.resume();
            self.inbox.confirmed().await
        };
        let result = timeout(FINISH, confirmed).await.unwrap_or_else(|_| {
            Err(RemoteError::Timeout {
                address: "the daemon".into(),
                seconds: FINISH.as_secs(),
                step: "finishing a stream",
            }
            .into())
        });
        self.end();
        result
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        if !*self.ended.get_mut() {
            self.link.abort_stream(self.header);
        }
    }
}

struct Reader(Arc<Stream>);

#[async_trait]
impl StreamRead for Reader {
    async fn next(&mut self) -> Result<Option<StreamItem>> {
        let item = self.0.inbox.next().await;
        self.0.link.resume();
        match item {
            Ok(item) => Ok(Some(item)),
            Err(StreamEnd::Eof) => self.0.finish().await.map(|()| None),
            Err(StreamEnd::Confirmed) => {
                self.0.end();
                Ok(None)
            }
            Err(StreamEnd::Failed(e)) => {
                self.0.end();
                Err(e)
            }
        }
    }
}

struct Writer(Arc<Stream>);

impl Writer {
    fn check(&self) -> Result<()> {
        if let Some(e) = self.0.inbox.failure() {
            self.0.end();
            return Err(e);
        }
        if self.0.ended() {
            Err(RemoteError::StreamEnded.into())
        } else {
            Ok(())
        }
    }

    /// Sends a packet. A peer that has refused the stream may not read any more, so its refusal ends
    /// the waiting.
    async fn send(&self, header: Header, body: Bytes) -> Result<()> {
        tokio::select! {
            biased;
            e = self.0.inbox.failed() => {
                self.0.end();
                Err(e)
            }
            sent = self.0.link.send_packet(header, body) => Ok(sent?),
        }
    }
}

#[async_trait]
impl StreamWrite for Writer {
    async fn write(&mut self, item: StreamItem) -> Result<()> {
        self.check()?;
        match item {
            StreamItem::Data(mut data) => {
                while !data.is_empty() {
                    let piece = data.split_to(data.len().min(CHUNK));
                    self.send(self.0.header, piece).await?;
                }
            }
            StreamItem::Hole(length) => {
                let mut body = Encoder::new();
                body.u64(length);
                body.u32(0);
                let body = body.finish().map_err(RemoteError::Encode)?;
                let header = Header {
                    kind: MessageType::StreamHole,
                    ..self.0.header
                };
                self.send(header, body.into()).await?;
            }
        }
        Ok(())
    }

    async fn finish(&mut self) -> Result<()> {
        self.check()?;
        self.0.finish().await
    }
}
