//! Console, channels, screen.

use super::Domain;
use crate::stream::{ByteReader, ByteWriter};
use ferrovirt_driver::stream::DriverStream;
use ferrovirt_types::consts::{DomainChannelFlags, DomainConsoleFlags, ErrorDomain, ErrorNumber};
use ferrovirt_types::{Error, Result};
use std::os::fd::OwnedFd;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

/// A console or channel of a guest. Dropping both halves closes it.
pub struct Console {
    /// What the guest writes.
    pub output: ByteReader,
    /// What the guest reads.
    pub input: ByteWriter,
}

impl Console {
    fn over(stream: DriverStream) -> Result<Self> {
        match (stream.read, stream.write) {
            (Some(read), Some(write)) => Ok(Self {
                output: ByteReader::new(read),
                input: ByteWriter::new(write),
            }),
            _ => Err(one_way()),
        }
    }

    /// Types text into the guest.
    ///
    /// # Errors
    /// When the stream has failed.
    pub async fn send(&mut self, text: &str) -> Result<()> {
        let sent = async {
            self.input.write_all(text.as_bytes()).await?;
            self.input.flush().await
        };
        sent.await
            .map_err(|e| Error::new(ErrorNumber::InvalidStream, ErrorDomain::Streams, e.to_string()))
    }

    /// Reads until `done` says so of all that was read so far, or until the end; gives what was read, of
    /// which the last MiB is kept. A caller sets the deadline, by `tokio::time::timeout`.
    ///
    /// # Errors
    /// When the stream fails.
    pub async fn read_until(&mut self, mut done: impl FnMut(&str) -> bool) -> Result<String> {
        const KEPT: usize = 1 << 20;
        let mut bytes = Vec::new();
        let mut chunk = [0; 4096];
        loop {
            let text = String::from_utf8_lossy(&bytes);
            if done(&text) {
                return Ok(text.into_owned());
            }
            let n = self.output.read(&mut chunk).await;
            let n =
                n.map_err(|e| Error::new(ErrorNumber::InvalidStream, ErrorDomain::Streams, e.to_string()))?;
            if n == 0 {
                return Ok(text.into_owned());
            }
            bytes.extend_from_slice(&chunk[..n]);
            let extra = bytes.len().saturating_sub(KEPT);
            bytes.drain(..extra);
        }
    }
}

/// A picture of a screen.
pub struct Screenshot {
    /// Its kind, such as `image/x-portable-pixmap`.
    pub mime: Option<String>,
    /// Its bytes.
    pub data: ByteReader,
}

fn one_way() -> Error {
    Error::new(
        ErrorNumber::InternalError,
        ErrorDomain::Streams,
        "the driver gave a stream that goes the wrong way",
    )
}

impl Domain {
    /// Opens a console: the first one, or the one of this device alias.
    pub async fn open_console(&self, device: Option<&str>, flags: DomainConsoleFlags) -> Result<Console> {
        let console = &self.connection.drivers().console;
        Console::over(
            console
                .domain_open_console(&self.dom, device, flags.bits())
                .await?,
        )
    }

    /// Opens a channel: the first one, or the one of this name.
    pub async fn open_channel(&self, name: Option<&str>, flags: DomainChannelFlags) -> Result<Console> {
        let console = &self.connection.drivers().console;
        Console::over(console.domain_open_channel(&self.dom, name, flags.bits()).await?)
    }

    /// Takes a picture of a screen; the first one is 0.
    pub async fn screenshot(&self, screen: u32) -> Result<Screenshot> {
        let (mime, stream) = self
            .connection
            .drivers()
            .console
            .domain_screenshot(&self.dom, screen, 0)
            .await?;
        let read = stream.read.ok_or_else(one_way)?;
        Ok(Screenshot {
            mime,
            data: ByteReader::new(read),
        })
    }

    /// A connection to a graphical display, as if by its network port, without its password if
    /// `skip_auth`.
    pub async fn open_graphics(&self, display: u32, skip_auth: bool) -> Result<OwnedFd> {
        let console = &self.connection.drivers().console;
        let mut files = console
            .domain_open_graphics_fd(&self.dom, display, u32::from(skip_auth))
            .await?;
        files.pop().ok_or_else(one_way)
    }
}
