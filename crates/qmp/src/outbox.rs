//! What waits to be written: lines, some with file descriptors that go with their first byte.

use nix::sys::socket::{ControlMessage, MsgFlags, UnixAddr, sendmsg};
use std::collections::VecDeque;
use std::io::{self, IoSlice};
use std::os::fd::{AsRawFd, OwnedFd, RawFd};

/// Lines handed to one `sendmsg`.
const MAX_SLICES: usize = 16;

#[derive(Debug)]
struct Frame {
    bytes: Vec<u8>,
    written: usize,
    fds: Vec<OwnedFd>,
}

/// A queue of lines.
#[derive(Debug, Default)]
pub(crate) struct Outbox {
    frames: VecDeque<Frame>,
}

impl Outbox {
    /// Adds a line at the end.
    pub fn push(&mut self, bytes: Vec<u8>, fds: Vec<OwnedFd>) {
        self.frames.push_back(Frame {
            bytes,
            written: 0,
            fds,
        });
    }

    /// Whether nothing waits.
    pub fn is_empty(&self) -> bool {
        self.frames.is_empty()
    }

    /// Number of waiting lines.
    pub fn len(&self) -> usize {
        self.frames.len()
    }

    /// Writes once to a non-blocking socket. Lines without descriptors go together; one with
    /// descriptors goes alone, so that the peer gets them with it.
    pub fn write_to(&mut self, socket: RawFd) -> io::Result<()> {
        let Some(first) = self.frames.front() else {
            return Ok(());
        };
        let raw: Vec<RawFd> = first.fds.iter().map(AsRawFd::as_raw_fd).collect();
        let sent = if raw.is_empty() {
            let slices: Vec<IoSlice<'_>> = self
                .frames
                .iter()
                .take(MAX_SLICES)
                .take_while(|f| f.fds.is_empty())
                .map(|f| IoSlice::new(&f.bytes[f.written..]))
                .collect();
            send(socket, &slices, &[])?
        } else {
            send(
                socket,
                &[IoSlice::new(&first.bytes[first.written..])],
                &[ControlMessage::ScmRights(&raw)],
            )?
        };
        self.advance(sent);
        Ok(())
    }

    fn advance(&mut self, mut sent: usize) {
        while sent > 0 {
            let Some(first) = self.frames.front_mut() else {
                return;
            };
            first.fds.clear();
            let left = first.bytes.len() - first.written;
            if sent < left {
                first.written += sent;
                return;
            }
            sent -= left;
            self.frames.pop_front();
        }
    }
}

fn send(socket: RawFd, slices: &[IoSlice<'_>], control: &[ControlMessage<'_>]) -> io::Result<usize> {
    let flags = MsgFlags::MSG_NOSIGNAL | MsgFlags::MSG_DONTWAIT;
    sendmsg::<UnixAddr>(socket, slices, control, flags, None).map_err(io::Error::from)
}
