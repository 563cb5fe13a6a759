//! What waits to be sent: small frames are joined, large ones are sent from where they are.

use crate::socket::Socket;
use bytes::{Buf as _, Bytes};
use std::collections::VecDeque;
use std::io::{self, IoSlice};
use std::os::fd::{AsFd as _, OwnedFd};
use std::task::{Context, Poll};

/// Frames up to this size are copied behind each other.
const JOIN: usize = 16 * 1024;
/// A joined buffer is not grown past this.
const JOINED: usize = 128 * 1024;

enum Part {
    Bytes(Bytes),
    File(OwnedFd),
}

/// The queue to the peer.
#[derive(Default)]
pub struct Outgoing {
    parts: VecDeque<Part>,
    tail: Vec<u8>,
    bytes: usize,
}

impl Outgoing {
    /// Bytes that wait.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// Queues bytes.
    pub fn push(&mut self, data: Vec<u8>) {
        self.bytes += data.len();
        if data.len() <= JOIN && self.tail.len() < JOINED {
            if self.tail.is_empty() {
                self.tail = data;
            } else {
                self.tail.extend_from_slice(&data);
            }
        } else {
            self.close_tail();
            self.parts.push_back(Part::Bytes(data.into()));
        }
    }

    /// Queues bytes that are shared.
    pub fn push_bytes(&mut self, data: Bytes) {
        self.bytes += data.len();
        self.close_tail();
        self.parts.push_back(Part::Bytes(data));
    }

    /// Queues a descriptor, to go behind what was queued before.
    pub fn push_file(&mut self, file: OwnedFd) {
        self.close_tail();
        self.parts.push_back(Part::File(file));
    }

    fn close_tail(&mut self) {
        if !self.tail.is_empty() {
            self.parts
                .push_back(Part::Bytes(std::mem::take(&mut self.tail).into()));
        }
    }

    /// Sends until nothing is left or the socket takes no more.
    pub fn poll_flush(&mut self, cx: &mut Context<'_>, socket: &mut Socket) -> Poll<io::Result<()>> {
        self.close_tail();
        while let Some(front) = self.parts.front() {
            if let Part::File(file) = front {
                match socket.poll_send_file(cx, file.as_fd()) {
                    Poll::Ready(Ok(())) => {
                        self.parts.pop_front();
                        continue;
                    }
                    Poll::Ready(Err(e)) => return Poll::Ready(Err(e)),
                    Poll::Pending => return Poll::Pending,
                }
            }
            let mut slices = [IoSlice::new(&[]); 16];
            let mut used = 0;
            for (slot, part) in slices.iter_mut().zip(&self.parts) {
                let Part::Bytes(b) = part else { break };
                *slot = IoSlice::new(b);
                used += 1;
            }
            match socket.poll_send(cx, &slices[..used]) {
                Poll::Ready(Ok(n)) => self.sent(n),
                Poll::Ready(Err(e)) => return Poll::Ready(Err(e)),
                Poll::Pending => return Poll::Pending,
            }
        }
        socket.poll_flush(cx)
    }

    fn sent(&mut self, mut n: usize) {
        self.bytes -= n.min(self.bytes);
        while let Some(Part::Bytes(b)) = self.parts.front_mut() {
            if b.len() > n {
                b.advance(n);
                return;
            }
            n -= b.len();
            self.parts.pop_front();
            if n == 0 {
                return;
            }
        }
    }
}
