//! Building frames and reading answers.

use crate::error::RemoteError;
use bytes::Bytes;
use ferrovirt_protocol::WireError;
use ferrovirt_protocol::frame::{FDS_MAX, HEADER, Header, LENGTH, MAX, MessageType, Status, begin, seal};
use ferrovirt_protocol::wire::{Wire, decode_all};
use ferrovirt_types::{Error, Result as ApiResult};
use ferrovirt_xdr::{Decoder, EncodeError, Encoder};
use std::os::fd::OwnedFd;

/// Every program that is spoken here has this version.
const VERSION: u32 = 1;

/// An encoder for the arguments of a call, with room for length and header in front.
pub(crate) fn arguments() -> Encoder {
    let mut room = Vec::with_capacity(128);
    room.resize(LENGTH + HEADER, 0);
    Encoder::with_buffer(room)
}

/// The frame of a call, from an encoder that [`arguments`] gave.
pub(super) fn call(
    program: u32,
    procedure: u32,
    serial: u32,
    args: Encoder,
    files: usize,
) -> Result<Bytes, RemoteError> {
    let mut frame = args.finish().map_err(RemoteError::Encode)?;
    let kind = if files == 0 {
        MessageType::Call
    } else {
        MessageType::CallWithFds
    };
    let header = begin(&Header {
        program,
        version: VERSION,
        procedure,
        kind,
        serial,
        status: Status::Ok,
    });
    let header = header.finish().map_err(RemoteError::Encode)?;
    let (room, body) = frame.split_at_mut(LENGTH + HEADER);
    room.copy_from_slice(&header);
    let too_large = |len| {
        RemoteError::Encode(EncodeError {
            what: "message",
            len,
            max: u32::try_from(MAX).unwrap_or(0),
        })
    };
    if body.len() > MAX - HEADER - 4 {
        return Err(too_large(body.len()));
    }
    if files > 0 {
        let count = u32::try_from(files).ok().filter(|n| *n <= FDS_MAX);
        let count = count.ok_or(RemoteError::Encode(EncodeError {
            what: "file descriptors",
            len: files,
            max: FDS_MAX,
        }))?;
        let at = LENGTH + HEADER;
        frame.splice(at..at, count.to_be_bytes());
    }
    seal(&mut frame);
    Ok(frame.into())
}

/// The frame of a stream packet or of a message without arguments.
pub(super) fn packet(header: &Header, body: &[u8]) -> Bytes {
    // The header alone is within every limit.
    let mut frame = begin(header).finish().unwrap_or_default();
    frame.extend_from_slice(body);
    seal(&mut frame);
    frame.into()
}

/// An answer to a call.
#[derive(Debug)]
pub(crate) struct Answer {
    pub status: Status,
    pub body: Bytes,
    pub files: Vec<OwnedFd>,
}

impl Answer {
    /// The error that the daemon answered, if it did.
    pub fn succeeded(&self) -> ApiResult<()> {
        match self.status {
            Status::Error => Err(read_error(&self.body)),
            _ => Ok(()),
        }
    }

    /// The number that a result begins with.
    pub fn first_number(&self) -> Option<i32> {
        self.succeeded().ok()?;
        Decoder::new(&self.body).i32().ok()
    }

    /// The result, or the error that the daemon answered.
    pub fn decode<R: Wire>(&self) -> ApiResult<R> {
        self.succeeded()?;
        decode_all(&self.body).map_err(|source| {
            RemoteError::Decode {
                what: "answer",
                source,
            }
            .into()
        })
    }
}

/// The error in the body of a message.
pub(crate) fn read_error(body: &[u8]) -> Error {
    match decode_all::<WireError>(body) {
        Ok(e) => e.into(),
        Err(source) => RemoteError::Decode {
            what: "error",
            source,
        }
        .into(),
    }
}
