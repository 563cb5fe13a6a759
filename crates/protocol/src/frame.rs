//! A message: length word, header, body.
//!
//! The length counts itself. At most 32 MiB follow the length word, so a whole frame has at most
//! [`MAX`] + 4 bytes.

use ferrovirt_xdr::{DecodeError, Decoder, Encoder};

/// Most bytes after the length word.
pub const MAX: usize = 32 * 1024 * 1024;
/// Bytes of the length word.
pub const LENGTH: usize = 4;
/// Bytes of the header.
pub const HEADER: usize = 24;
/// Most file descriptors that go with a message.
pub const FDS_MAX: u32 = 32;
/// Body of one stream packet that every peer takes.
pub const STREAM_CHUNK: usize = 262_120;

/// What a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub enum MessageType {
    /// A call.
    Call = 0,
    /// The answer of a call.
    Reply = 1,
    /// An event.
    Message = 2,
    /// Data of a stream.
    Stream = 3,
    /// A call with file descriptors.
    CallWithFds = 4,
    /// An answer with file descriptors.
    ReplyWithFds = 5,
    /// A hole in a stream.
    StreamHole = 6,
}

impl MessageType {
    /// The type with this number.
    pub fn from_raw(raw: u32) -> Option<Self> {
        Some(match raw {
            0 => Self::Call,
            1 => Self::Reply,
            2 => Self::Message,
            3 => Self::Stream,
            4 => Self::CallWithFds,
            5 => Self::ReplyWithFds,
            6 => Self::StreamHole,
            _ => return None,
        })
    }
}

/// How a message went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub enum Status {
    /// It went well; in a stream: the end.
    Ok = 0,
    /// The body is an error.
    Error = 1,
    /// In a stream: more follows.
    Continue = 2,
}

impl Status {
    /// The status with this number.
    pub fn from_raw(raw: u32) -> Option<Self> {
        Some(match raw {
            0 => Self::Ok,
            1 => Self::Error,
            2 => Self::Continue,
            _ => return None,
        })
    }
}

/// Header of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    /// Program.
    pub program: u32,
    /// Version of the program.
    pub version: u32,
    /// Procedure.
    pub procedure: u32,
    /// What it is.
    pub kind: MessageType,
    /// Number that an answer repeats.
    pub serial: u32,
    /// How it went.
    pub status: Status,
}

impl Header {
    /// Appends the header.
    pub fn encode(&self, out: &mut Encoder) {
        out.u32(self.program);
        out.u32(self.version);
        out.u32(self.procedure);
        out.u32(self.kind as u32);
        out.u32(self.serial);
        out.u32(self.status as u32);
    }

    /// Reads a header.
    ///
    /// # Errors
    /// When it is too short or its type or status is unknown.
    pub fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        let (program, version, procedure) = (input.u32()?, input.u32()?, input.u32()?);
        let at = input.position();
        let raw = input.u32()?;
        let kind = MessageType::from_raw(raw).ok_or(DecodeError::BadTag {
            at,
            value: raw,
            of: "message types",
        })?;
        let serial = input.u32()?;
        let at = input.position();
        let raw = input.u32()?;
        let status = Status::from_raw(raw).ok_or(DecodeError::BadTag {
            at,
            value: raw,
            of: "message states",
        })?;
        Ok(Self {
            program,
            version,
            procedure,
            kind,
            serial,
            status,
        })
    }
}

/// A frame in the making: starts with room for the length word, then the header.
pub fn begin(header: &Header) -> Encoder {
    let mut out = Encoder::with_buffer(Vec::with_capacity(128));
    out.u32(0);
    header.encode(&mut out);
    out
}

/// Writes the length into a finished frame.
pub fn seal(frame: &mut [u8]) {
    let len = u32::try_from(frame.len()).unwrap_or(u32::MAX);
    if let Some(word) = frame.get_mut(..LENGTH) {
        word.copy_from_slice(&len.to_be_bytes());
    }
}
