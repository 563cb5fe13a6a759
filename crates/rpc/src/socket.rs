//! A connected socket: Unix, with descriptor passing, or TCP.

use crate::sys;
use bytes::BytesMut;
use std::io::{self, IoSlice};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::task::{Context, Poll, ready};
use tokio::io::Interest;
use tokio::net::{TcpStream, UnixStream};

/// A connected socket.
#[derive(Debug)]
pub enum Socket {
    /// Local, with descriptors.
    Unix(UnixStream),
    /// Over the network.
    Tcp(TcpStream),
}

/// Who is at the other end of a Unix socket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PeerCredentials {
    /// Process, when the kernel knows it.
    pub pid: Option<i32>,
    /// User.
    pub uid: u32,
    /// Group.
    pub gid: u32,
}

impl AsFd for Socket {
    fn as_fd(&self) -> BorrowedFd<'_> {
        match self {
            Socket::Unix(s) => s.as_fd(),
            Socket::Tcp(s) => s.as_fd(),
        }
    }
}

impl Socket {
    /// Who is at the other end; none for TCP.
    pub fn peer(&self) -> Option<PeerCredentials> {
        match self {
            Socket::Unix(s) => s.peer_cred().ok().map(|c| PeerCredentials {
                pid: c.pid(),
                uid: c.uid(),
                gid: c.gid(),
            }),
            Socket::Tcp(_) => None,
        }
    }

    /// Reads what is there into the free room of `buffer`, at least `room` bytes of it. 0 is the end.
    ///
    /// # Errors
    /// Those of the system call.
    pub fn poll_receive(
        &self,
        cx: &mut Context<'_>,
        buffer: &mut BytesMut,
        room: usize,
        files: &mut Vec<OwnedFd>,
    ) -> Poll<io::Result<usize>> {
        buffer.reserve(room);
        loop {
            match self {
                Socket::Unix(s) => ready!(s.poll_read_ready(cx))?,
                Socket::Tcp(s) => ready!(s.poll_read_ready(cx))?,
            }
            let spare = buffer.spare_capacity_mut();
            let (room, files_before) = (spare.len(), files.len());
            let mut received = None;
            let mut read = |fd: BorrowedFd<'_>| {
                let n = sys::receive(fd, spare, files)?;
                received = Some(n);
                // A short read emptied the socket: saying so to tokio spares the next read, which would
                // find nothing. A read with descriptors ends early without being short.
                if n > 0 && n < room && files.len() == files_before {
                    return Err(io::ErrorKind::WouldBlock.into());
                }
                Ok(())
            };
            let result = match self {
                Socket::Unix(s) => s.try_io(Interest::READABLE, || read(s.as_fd())),
                Socket::Tcp(s) => s.try_io(Interest::READABLE, || read(s.as_fd())),
            };
            match (received, result) {
                (Some(n), _) => {
                    // SAFETY: the kernel initialised the first n bytes of the spare room.
                    unsafe { buffer.set_len(buffer.len() + n) };
                    return Poll::Ready(Ok(n));
                }
                (None, Err(e))
                    if !matches!(e.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted) =>
                {
                    return Poll::Ready(Err(e));
                }
                _ => {}
            }
        }
    }

    /// Writes as much as goes. The caller comes again with the rest.
    ///
    /// # Errors
    /// Those of the system call.
    pub fn poll_send(&self, cx: &mut Context<'_>, parts: &[IoSlice<'_>]) -> Poll<io::Result<usize>> {
        self.poll_write(cx, |fd| sys::send(fd, parts))
    }

    /// Sends one descriptor with one byte of data. Only on Unix sockets.
    ///
    /// # Errors
    /// Those of the system call.
    pub fn poll_send_file(&self, cx: &mut Context<'_>, file: BorrowedFd<'_>) -> Poll<io::Result<()>> {
        self.poll_write(cx, |fd| sys::send_file(fd, file))
    }

    fn poll_write<T>(
        &self,
        cx: &mut Context<'_>,
        mut write: impl FnMut(BorrowedFd<'_>) -> io::Result<T>,
    ) -> Poll<io::Result<T>> {
        loop {
            match self {
                Socket::Unix(s) => ready!(s.poll_write_ready(cx))?,
                Socket::Tcp(s) => ready!(s.poll_write_ready(cx))?,
            }
            let result = match self {
                Socket::Unix(s) => s.try_io(Interest::WRITABLE, || write(s.as_fd())),
                Socket::Tcp(s) => s.try_io(Interest::WRITABLE, || write(s.as_fd())),
            };
            match result {
                Err(e) if matches!(e.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted) => {}
                other => return Poll::Ready(other),
            }
        }
    }
}
