//! Streams of bytes between a caller and a driver: console, volume data, screenshots.
//!
//! Both halves are pulled or pushed one item at a time, so that a slow side holds the other back.

use async_trait::async_trait;
use bytes::Bytes;
use ferrovirt_types::Result;

/// One piece of a stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StreamItem {
    /// Bytes; never empty.
    Data(Bytes),
    /// So many zero bytes that take no room.
    Hole(u64),
}

/// What a driver gives to read.
#[async_trait]
pub trait StreamRead: Send {
    /// The next piece, of at most [`CHUNK`] bytes; `None` at the end. Safe to drop and call again.
    async fn next(&mut self) -> Result<Option<StreamItem>>;
}

/// What a driver takes.
#[async_trait]
pub trait StreamWrite: Send {
    /// Takes a piece, waiting while the driver is busy.
    async fn write(&mut self, item: StreamItem) -> Result<()>;
    /// The caller is done: what was written is complete and kept. Dropping without this aborts.
    async fn finish(&mut self) -> Result<()>;
}

/// Largest piece that a reader gives: the body that every peer takes in one packet.
pub const CHUNK: usize = ferrovirt_protocol::frame::STREAM_CHUNK;

/// A stream as a driver returns it: readable, writable or both. Dropping it aborts.
#[derive(Default)]
pub struct DriverStream {
    /// From the driver to the caller.
    pub read: Option<Box<dyn StreamRead>>,
    /// From the caller to the driver.
    pub write: Option<Box<dyn StreamWrite>>,
}

impl std::fmt::Debug for DriverStream {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DriverStream")
            .field("read", &self.read.is_some())
            .field("write", &self.write.is_some())
            .finish()
    }
}

impl DriverStream {
    /// A stream that the caller reads.
    pub fn reader(read: impl StreamRead + 'static) -> Self {
        Self {
            read: Some(Box::new(read)),
            write: None,
        }
    }

    /// A stream that the caller writes.
    pub fn writer(write: impl StreamWrite + 'static) -> Self {
        Self {
            read: None,
            write: Some(Box::new(write)),
        }
    }
}

/// A reader over bytes in memory.
pub struct BytesReader(Bytes);

impl BytesReader {
    /// Reads `data` once.
    pub fn new(data: impl Into<Bytes>) -> Self {
        Self(data.into())
    }
}

#[async_trait]
impl StreamRead for BytesReader {
    async fn next(&mut self) -> Result<Option<StreamItem>> {
        if self.0.is_empty() {
            return Ok(None);
        }
        let len = self.0.len().min(CHUNK);
        Ok(Some(StreamItem::Data(self.0.split_to(len))))
    }
}
