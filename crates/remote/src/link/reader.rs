//! The task that reads, and hands each message to whom it is for.

use super::table::StreamEnd;
use super::{Answer, Shared, frame};
use crate::error::RemoteError;
use crate::transport::{LastWords, Source};
use bytes::{Buf, Bytes, BytesMut};
use ferrovirt_driver::session::Closed;
use ferrovirt_driver::stream::StreamItem;
use ferrovirt_protocol::frame::{FDS_MAX, HEADER, Header, LENGTH, MAX, MessageType, Status};
use ferrovirt_protocol::keepalive;
use ferrovirt_xdr::Decoder;
use std::collections::VecDeque;
use std::io::ErrorKind;
use std::os::fd::OwnedFd;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::time::timeout;

/// While paused for a slow reader of a stream, so often a little is read all the same: keepalive
/// messages must be answered.
const TRICKLE: Duration = Duration::from_secs(2);

/// Reads until the connection ends.
pub(super) async fn run(shared: Arc<Shared>, mut source: Source, words: Option<LastWords>) {
    let (reason, error) = match read(&shared, &mut source).await {
        Ok(()) => {
            let text = match words {
                Some(words) => words.take().await,
                None => String::new(),
            };
            let text = if text.is_empty() {
                text
            } else {
                format!(": {text}")
            };
            (Closed::Eof, RemoteError::Eof(text))
        }
        Err(e) => (Closed::Error, e),
    };
    shared.fail(reason, error);
}

async fn read(shared: &Shared, source: &mut Source) -> Result<(), RemoteError> {
    let mut input = Input::default();
    loop {
        while let Some(message) = input.message()? {
            dispatch(shared, message)?;
        }
        if shared.table.should_pause() {
            // Both outcomes are a reason to read on.
            let _ = timeout(TRICKLE, shared.table.wait_resume()).await;
        }
        let expected = input.expected();
        match source.read(&mut input.buf, expected, &mut input.files).await {
            Ok(0) => return Ok(()),
            Ok(_) => shared.heard.store(true, Ordering::Relaxed),
            // A peer that is gone; with TLS, without having said so.
            Err(e) if matches!(e.kind(), ErrorKind::ConnectionReset | ErrorKind::UnexpectedEof) => {
                return Ok(());
            }
            Err(e) => return Err(RemoteError::Io(Arc::new(e))),
        }
    }
}

/// Bytes and descriptors that were read and not yet used.
#[derive(Default)]
struct Input {
    buf: BytesMut,
    files: VecDeque<OwnedFd>,
    /// A message that waits for this many descriptors.
    held: Option<(Header, Bytes, usize)>,
}

struct Message {
    header: Header,
    body: Bytes,
    files: Vec<OwnedFd>,
}

impl Input {
    /// The length of the next message with its length word, as announced and checked.
    fn length(&self) -> Result<Option<usize>, RemoteError> {
        let Some(word) = self.buf.first_chunk::<LENGTH>() else {
            return Ok(None);
        };
        let length = usize::try_from(u32::from_be_bytes(*word)).unwrap_or(usize::MAX);
        if !(LENGTH + HEADER..=MAX + LENGTH).contains(&length) {
            return Err(RemoteError::Malformed("length out of bounds"));
        }
        Ok(Some(length))
    }

    /// How much makes the next message whole.
    fn expected(&self) -> usize {
        self.length()
            .ok()
            .flatten()
            .map_or(0, |l| l.saturating_sub(self.buf.len()))
    }

    /// The next whole message.
    fn message(&mut self) -> Result<Option<Message>, RemoteError> {
        if self.held.is_none() {
            match self.length()? {
                Some(length) if self.buf.len() >= length => self.split(length)?,
                _ => return Ok(None),
            }
        }
        match self.held.take() {
            Some((_, _, n)) if self.buf.len() >= n && self.files.len() < n => {
                Err(RemoteError::Malformed("file descriptors missing"))
            }
            Some((header, body, n)) if self.buf.len() >= n => {
                self.buf.advance(n);
                let files = self.files.drain(..n).collect();
                Ok(Some(Message { header, body, files }))
            }
            other => {
                self.held = other;
                Ok(None)
            }
        }
    }

    /// Takes a message of `length` out of the buffer.
    fn split(&mut self, length: usize) -> Result<(), RemoteError> {
        let mut frame = self.buf.split_to(length).freeze();
        frame.advance(LENGTH);
        let header = Header::decode(&mut Decoder::new(&frame)).map_err(|source| RemoteError::Decode {
            what: "header",
            source,
        })?;
        frame.advance(HEADER);
        let mut files = 0;
        if matches!(header.kind, MessageType::ReplyWithFds | MessageType::CallWithFds) {
            let count = frame
                .first_chunk::<4>()
                .map(|w| u32::from_be_bytes(*w))
                .filter(|n| *n <= FDS_MAX);
            let count = count.ok_or(RemoteError::Malformed("number of file descriptors"))?;
            files = usize::try_from(count).unwrap_or(0);
            frame.advance(4);
        }
        self.held = Some((header, frame, files));
        Ok(())
    }
}

fn dispatch(shared: &Shared, message: Message) -> Result<(), RemoteError> {
    let Message { header, body, files } = message;
    match header.kind {
        MessageType::Reply | MessageType::ReplyWithFds => {
            shared.table.answer(
                header.serial,
                Answer {
                    status: header.status,
                    body,
                    files,
                },
            );
        }
        MessageType::Message if header.program == keepalive::PROGRAM => {
            if header.procedure == keepalive::PING {
                let pong = Header {
                    procedure: keepalive::PONG,
                    ..header
                };
                shared.outbox.push(frame::packet(&pong, &[]), Vec::new());
            }
        }
        MessageType::Message => {
            if let Some(reason) = (shared.notices)(header.program, header.procedure, &body) {
                shared.fail(reason, RemoteError::FarEnd(reason));
            }
        }
        MessageType::Stream | MessageType::StreamHole => packet(shared, &header, body)?,
        MessageType::Call | MessageType::CallWithFds => {
            return Err(RemoteError::Malformed("call from a daemon"));
        }
    }
    Ok(())
}

/// A packet of a stream. One that nobody knows belongs to a stream that was given up.
fn packet(shared: &Shared, header: &Header, body: Bytes) -> Result<(), RemoteError> {
    let Some(inbox) = shared.table.stream(header.serial) else {
        return Ok(());
    };
    let item = match (header.status, header.kind) {
        (Status::Ok, _) => {
            inbox.end(StreamEnd::Confirmed);
            return Ok(());
        }
        (Status::Error, _) => {
            inbox.end(StreamEnd::Failed(frame::read_error(&body)));
            return Ok(());
        }
        (Status::Continue, MessageType::StreamHole) => StreamItem::Hole(hole(&body)?),
        (Status::Continue, _) if body.is_empty() => {
            inbox.end(StreamEnd::Eof);
            return Ok(());
        }
        (Status::Continue, _) => StreamItem::Data(body),
    };
    if !inbox.put(item) {
        let abort = Header {
            kind: MessageType::Stream,
            status: Status::Error,
            ..*header
        };
        shared.table.forget_stream(header.serial);
        shared.outbox.push(frame::packet(&abort, &[]), Vec::new());
    }
    Ok(())
}

/// Length of a hole: 64 bits signed, then flags of which there are none.
fn hole(body: &[u8]) -> Result<u64, RemoteError> {
    let length = Decoder::new(body)
        .i64()
        .map_err(|source| RemoteError::Decode { what: "hole", source })?;
    u64::try_from(length).map_err(|_| RemoteError::Malformed("hole of negative length"))
}
