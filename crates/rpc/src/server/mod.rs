//! The server's side of a connection.

mod connection;
mod gather;
mod handle;
mod outgoing;
mod streams;

pub use connection::{End, Limits, serve};
pub use handle::ClientHandle;

use bytes::Bytes;
use ferrovirt_protocol::WireError;
use ferrovirt_protocol::frame::{self, Header, MessageType, Status};
use ferrovirt_protocol::wire::Wire as _;
use ferrovirt_types::Error;
use ferrovirt_xdr::Encoder;
use futures_util::future::BoxFuture;
use std::os::fd::OwnedFd;
use std::sync::Arc;

/// A call of the client.
#[derive(Debug)]
pub struct Request {
    /// Program, procedure and serial.
    pub header: Header,
    /// Arguments.
    pub body: Bytes,
    /// Descriptors that came along.
    pub files: Vec<OwnedFd>,
}

/// The answer to a call: a sealed frame and what goes with it.
#[derive(Default)]
pub struct Response {
    /// The frame.
    pub frame: Vec<u8>,
    /// Descriptors that follow it.
    pub files: Vec<OwnedFd>,
    /// The stream that the call opened.
    pub stream: Option<crate::stream::Stream>,
    /// Close the connection once the frame is sent.
    pub close: bool,
}

/// What a connection does for its client. One for each connection.
pub trait Session: Send + Sync + 'static {
    /// Serves one call. Calls run side by side; the future is polled on the connection's thread and must
    /// not block it. When the client goes, calls that were begun are still driven to their end.
    fn call(self: Arc<Self>, request: Request) -> BoxFuture<'static, Response>;
    /// The connection is gone.
    fn closed(&self) {}
}

/// Starts the frame of a good reply; the result is appended, then [`finish_reply`] seals it.
pub fn begin_reply(to: &Header) -> Encoder {
    frame::begin(&Header {
        kind: MessageType::Reply,
        status: Status::Ok,
        ..*to
    })
}

/// Starts the frame of a good reply that `count` descriptors follow.
pub fn begin_reply_with_files(to: &Header, count: usize) -> Encoder {
    let mut out = frame::begin(&Header {
        kind: MessageType::ReplyWithFds,
        status: Status::Ok,
        ..*to
    });
    out.u32(u32::try_from(count).unwrap_or(u32::MAX));
    out
}

/// Seals a reply, or makes an error reply of it when the result is larger than a message may be.
pub fn finish_reply(to: &Header, out: Encoder) -> Vec<u8> {
    use ferrovirt_types::consts::{ErrorDomain, ErrorNumber};
    let why = match out.finish() {
        Ok(frame) if frame.len() > frame::MAX + frame::LENGTH => "the message".to_owned(),
        Ok(mut frame) => {
            frame::seal(&mut frame);
            return frame;
        }
        Err(e) => e.to_string(),
    };
    let text = format!("the result is larger than the protocol allows: {why}");
    error_reply(to, &Error::new(ErrorNumber::Rpc, ErrorDomain::Rpc, text))
}

/// The frame of an error reply.
pub fn error_reply(to: &Header, error: &Error) -> Vec<u8> {
    error_frame(to, MessageType::Reply, error)
}

fn error_frame(to: &Header, kind: MessageType, error: &Error) -> Vec<u8> {
    let mut out = frame::begin(&Header {
        kind,
        status: Status::Error,
        ..*to
    });
    WireError::from(error).encode(&mut out);
    // WireError bounds its own texts, so that this always fits.
    let mut frame = out.finish().unwrap_or_default();
    frame::seal(&mut frame);
    frame
}

/// A sealed event frame of `program`.
pub fn event_frame(program: u32, version: u32, procedure: u32, body: impl FnOnce(&mut Encoder)) -> Vec<u8> {
    let header = Header {
        program,
        version,
        procedure,
        kind: MessageType::Message,
        serial: 0,
        status: Status::Ok,
    };
    let mut out = frame::begin(&header);
    body(&mut out);
    let mut frame = out.finish().unwrap_or_default();
    frame::seal(&mut frame);
    frame
}
