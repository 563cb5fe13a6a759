//! From a procedure to a driver method: the generated matches and what they need.

mod generated;

pub use generated::{lxc, qemu, remote};

use ferrovirt_driver::stream::DriverStream;
use ferrovirt_protocol::procedure;
use ferrovirt_protocol::wire::{Wire, decode_all};
use ferrovirt_types::consts::{ErrorDomain, ErrorNumber};
use ferrovirt_types::{Error, Result};
use std::os::fd::OwnedFd;

/// The arguments of one call, not yet looked at.
pub struct Arguments<'a> {
    body: &'a [u8],
    files: Vec<OwnedFd>,
    read_only: bool,
    function: &'static str,
}

/// What a call gives beside the bytes of its result.
pub enum Outcome {
    /// Nothing.
    Plain,
    /// Descriptors.
    Files(Vec<OwnedFd>),
    /// A stream.
    Stream(DriverStream),
}

impl<'a> Arguments<'a> {
    /// Arguments of `function`, called over a connection that may be read-only.
    pub fn new(body: &'a [u8], files: Vec<OwnedFd>, read_only: bool, function: &'static str) -> Self {
        Self {
            body,
            files,
            read_only,
            function,
        }
    }

    /// Reads the arguments.
    pub fn decode<T: Wire>(&self) -> Result<T> {
        decode_all(self.body).map_err(|e| {
            let text = format!("the arguments of {} cannot be read: {e}", self.function);
            Error::new(ErrorNumber::Rpc, ErrorDomain::Rpc, text)
        })
    }

    /// Checks that there are no arguments.
    pub fn none(&self) -> Result<()> {
        self.decode()
    }

    /// The descriptors that came along.
    pub fn take_files(&mut self) -> Vec<OwnedFd> {
        std::mem::take(&mut self.files)
    }

    /// Asks for a permission that only these arguments need.
    pub fn require_if(&self, condition: bool, _class: &str, permission: &str) -> Result<()> {
        if condition && self.read_only && !procedure::is_read_only(permission) {
            return Err(denied(self.function));
        }
        Ok(())
    }
}

/// A read-only connection was used for a change.
pub fn denied(function: &str) -> Error {
    let text = format!("read only access prevents {function}");
    Error::new(ErrorNumber::OperationDenied, ErrorDomain::None, text)
}

/// A list that is asked for with room for `room` entries; 0 asks for the number of entries alone.
pub fn counted<T>(mut list: Vec<T>, room: i32, max: usize) -> Result<(Vec<T>, i32)> {
    let room = usize::try_from(room).ok().filter(|r| *r <= max).ok_or_else(|| {
        let text = format!("room for {room} parameters was announced, from 0 to {max} is possible");
        Error::new(ErrorNumber::Rpc, ErrorDomain::Rpc, text)
    })?;
    if room == 0 {
        let count = i32::try_from(list.len()).unwrap_or(i32::MAX);
        return Ok((Vec::new(), count));
    }
    list.truncate(room);
    let count = i32::try_from(list.len()).unwrap_or(i32::MAX);
    Ok((list, count))
}
