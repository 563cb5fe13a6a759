//! How bytes reach a daemon: a unix socket, TCP with TLS or without, or the standard streams of a command.

mod command;
mod files;
mod tls;

pub(crate) use command::{LastWords, external, ssh};
pub(crate) use files::{receive, send_file};
pub(crate) use tls::tls;

use crate::error::RemoteError;
use bytes::BytesMut;
use std::collections::VecDeque;
use std::io;
use std::os::fd::OwnedFd;
use std::path::Path;
use std::sync::Arc;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpStream, UnixStream};

/// An open transport, before it is split between reader and writer.
pub(crate) struct Transport {
    pub source: Source,
    pub sink: Sink,
    /// Whether nobody between here and the daemon can listen.
    pub secure: bool,
    /// Whether what goes over it is encrypted.
    pub encrypted: bool,
    /// Said of a peer that went away: the last words of a command.
    pub last_words: Option<LastWords>,
}

/// The reading half.
pub(crate) enum Source {
    Unix(Arc<UnixStream>),
    Stream(Box<dyn AsyncRead + Send + Unpin>),
}

/// The writing half.
pub(crate) enum Sink {
    Unix(Arc<UnixStream>),
    Stream(Box<dyn AsyncWrite + Send + Unpin>),
}

/// Least and most room that is made for one read.
const READ_ROOM: (usize, usize) = (16 * 1024, 256 * 1024);

impl Source {
    /// Appends what is there, waiting for at least one byte; 0 at the end. `expected` more bytes make a
    /// message whole, which sizes the read but is never believed.
    pub async fn read(
        &mut self,
        buf: &mut BytesMut,
        expected: usize,
        files: &mut VecDeque<OwnedFd>,
    ) -> io::Result<usize> {
        let room = expected.clamp(READ_ROOM.0, READ_ROOM.1);
        match self {
            Source::Stream(stream) => {
                buf.reserve(room);
                stream.read_buf(buf).await
            }
            Source::Unix(socket) => receive(socket, buf, room, files).await,
        }
    }
}

impl Sink {
    /// Writes all of `data`.
    pub async fn write(&mut self, data: &[u8]) -> io::Result<()> {
        match self {
            Sink::Stream(stream) => {
                stream.write_all(data).await?;
                stream.flush().await
            }
            Sink::Unix(socket) => {
                let mut rest = data;
                while !rest.is_empty() {
                    socket.writable().await?;
                    match socket.try_write(rest) {
                        Ok(n) => rest = &rest[n..],
                        Err(e) if e.kind() == io::ErrorKind::WouldBlock => {}
                        Err(e) => return Err(e),
                    }
                }
                Ok(())
            }
        }
    }

    /// The socket, where there is one that can be written to without waiting.
    pub fn direct(&self) -> Option<Arc<UnixStream>> {
        match self {
            Sink::Unix(socket) => Some(socket.clone()),
            Sink::Stream(_) => None,
        }
    }
}

impl Transport {
    pub async fn unix(path: &Path) -> Result<Self, RemoteError> {
        let socket = UnixStream::connect(path)
            .await
            .map_err(|e| RemoteError::Connect {
                address: format!("socket {}", path.display()),
                source: Arc::new(e),
            })?;
        Ok(Self::from_socket(socket))
    }

    pub fn from_socket(socket: UnixStream) -> Self {
        let socket = Arc::new(socket);
        Self {
            source: Source::Unix(socket.clone()),
            sink: Sink::Unix(socket),
            secure: true,
            encrypted: false,
            last_words: None,
        }
    }

    pub async fn tcp(host: &str, port: u16) -> Result<Self, RemoteError> {
        let (read, write) = connect(host, port).await?.into_split();
        Ok(Self {
            source: Source::Stream(Box::new(read)),
            sink: Sink::Stream(Box::new(write)),
            secure: false,
            encrypted: false,
            last_words: None,
        })
    }
}

/// A socket to a port of another host.
async fn connect(host: &str, port: u16) -> Result<TcpStream, RemoteError> {
    let failed = |e| RemoteError::Connect {
        address: format!("{host}:{port}"),
        source: Arc::new(e),
    };
    let socket = TcpStream::connect((host, port)).await.map_err(failed)?;
    socket.set_nodelay(true).map_err(failed)?;
    Ok(socket)
}
