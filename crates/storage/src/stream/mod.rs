//! The data of volumes as streams. No thread is held while the other side is slow: a piece is read or
//! written on a thread for it, at most a few pieces are in memory, and bytes are not copied between.

mod buffer;
mod download;
mod upload;

pub(crate) use download::download;
pub(crate) use upload::upload;

/// Bytes moved by one operation on a file: so few that they are still in the processor's cache when they go on.
const BLOCK: usize = 512 << 10;
