//! A connected socket: Unix, with descriptor passing, TCP, or what something else carries over one.

use crate::sys;
use bytes::BytesMut;
use std::io::{self, IoSlice};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use tokio::io::{AsyncRead, AsyncWrite, Interest, ReadBuf};
use tokio::net::{TcpStream, UnixStream};

/// A connected socket.
pub enum Socket {
    /// Local, with descriptors.
    Unix(UnixStream),
    /// Over the network.
    Tcp(TcpStream),
    /// Through a layer between here and the network, such as TLS.
    Layered(Box<dyn Layer>),
}

/// What carries bytes both ways. It may hold back what was written until it is flushed.
pub trait Layer: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Layer for T {}

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

impl Socket {
    /// Reads what is there into the free room of `buffer`, at least `room` bytes of it. 0 is the end.
    ///
    /// # Errors
    /// Those of the system call.
    pub fn poll_receive(
        &mut self,
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
                Socket::Layered(layer) => return poll_layer(layer, cx, buffer),
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
                // Was read above.
                Socket::Layered(_) => Ok(()),
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

    /// Writes as much as goes. The caller comes again with the rest, and flushes when there is none.
    ///
    /// # Errors
    /// Those of the system call.
    pub fn poll_send(&mut self, cx: &mut Context<'_>, parts: &[IoSlice<'_>]) -> Poll<io::Result<usize>> {
        match self {
            Socket::Layered(layer) => Pin::new(layer).poll_write_vectored(cx, parts),
            _ => self.poll_write(cx, |fd| sys::send(fd, parts)),
        }
    }

    /// Lets go of what a layer holds back.
    ///
    /// # Errors
    /// Those of the system call.
    pub fn poll_flush(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self {
            Socket::Layered(layer) => Pin::new(layer).poll_flush(cx),
            Socket::Unix(_) | Socket::Tcp(_) => Poll::Ready(Ok(())),
        }
    }

    /// Sends one descriptor with one byte of data. Only on Unix sockets.
    ///
    /// # Errors
    /// Those of the system call.
    pub fn poll_send_file(&mut self, cx: &mut Context<'_>, file: BorrowedFd<'_>) -> Poll<io::Result<()>> {
        self.poll_write(cx, |fd| sys::send_file(fd, file))
    }

    fn poll_write<T>(
        &self,
        cx: &mut Context<'_>,
        mut write: impl FnMut(BorrowedFd<'_>) -> io::Result<T>,
    ) -> Poll<io::Result<T>> {
        loop {
            let result = match self {
                Socket::Unix(s) => {
                    ready!(s.poll_write_ready(cx))?;
                    s.try_io(Interest::WRITABLE, || write(s.as_fd()))
                }
                Socket::Tcp(s) => {
                    ready!(s.poll_write_ready(cx))?;
                    s.try_io(Interest::WRITABLE, || write(s.as_fd()))
                }
                Socket::Layered(_) => Err(io::ErrorKind::Unsupported.into()),
            };
            match result {
                Err(e) if matches!(e.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted) => {}
                other => return Poll::Ready(other),
            }
        }
    }
}

/// Reads what a layer has into the free room of `buffer`.
fn poll_layer(
    layer: &mut Box<dyn Layer>,
    cx: &mut Context<'_>,
    buffer: &mut BytesMut,
) -> Poll<io::Result<usize>> {
    let mut free = ReadBuf::uninit(buffer.spare_capacity_mut());
    ready!(Pin::new(layer).poll_read(cx, &mut free))?;
    let n = free.filled().len();
    // SAFETY: a `ReadBuf` counts as filled only what was initialised, from the beginning of the spare room.
    unsafe { buffer.set_len(buffer.len() + n) };
    Poll::Ready(Ok(n))
}
