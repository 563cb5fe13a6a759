//! Streams as a connection sees them: something to pull from, something to push to.

use async_trait::async_trait;
use bytes::Bytes;
use ferrovirt_types::Result;

/// One piece of a stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// Bytes.
    Data(Bytes),
    /// So many zero bytes that take no room.
    Hole(u64),
}

/// Where the connection pulls from.
#[async_trait]
pub trait Source: Send {
    /// The next piece; `None` at the end.
    async fn next(&mut self) -> Result<Option<Item>>;
}

/// Where the connection pushes to. Dropping it without `finish` aborts.
#[async_trait]
pub trait Sink: Send {
    /// Takes a piece, waiting while it is busy.
    async fn write(&mut self, item: Item) -> Result<()>;
    /// The peer is done.
    async fn finish(&mut self) -> Result<()>;
}

/// A stream that a call opened.
#[derive(Default)]
pub struct Stream {
    /// To the peer.
    pub source: Option<Box<dyn Source>>,
    /// From the peer.
    pub sink: Option<Box<dyn Sink>>,
}
