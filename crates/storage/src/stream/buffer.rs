//! Buffers that are used again: fresh memory of this size costs more than the copy into it.

use bytes::Bytes;
use std::sync::{Arc, Mutex, PoisonError};

/// Keeps the buffers of one stream.
#[derive(Debug, Default)]
pub(super) struct Buffers {
    free: Mutex<Vec<Vec<u8>>>,
}

/// Most free buffers kept; more are in use only while the reader holds on to old pieces.
const KEPT: usize = 8;

impl Buffers {
    /// A buffer of `len` bytes with some content.
    pub(super) fn take(&self, len: usize) -> Vec<u8> {
        let free = self.free.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut buffer = free.unwrap_or_default();
        buffer.resize(len, 0);
        buffer
    }

    /// The first `len` bytes as a piece that gives the buffer back when the last of it is dropped.
    pub(super) fn lend(self: &Arc<Self>, buffer: Vec<u8>, len: usize) -> Bytes {
        Bytes::from_owner(Lent {
            buffer,
            home: Arc::clone(self),
        })
        .slice(..len)
    }
}

struct Lent {
    buffer: Vec<u8>,
    home: Arc<Buffers>,
}

impl AsRef<[u8]> for Lent {
    fn as_ref(&self) -> &[u8] {
        &self.buffer
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        let mut free = self.home.free.lock().unwrap_or_else(PoisonError::into_inner);
        if free.len() < KEPT {
            free.push(std::mem::take(&mut self.buffer));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_buffer_comes_back() {
        let buffers = Arc::new(Buffers::default());
        let buffer = buffers.take(100);
        let address = buffer.as_ptr();
        let piece = buffers.lend(buffer, 10);
        assert_eq!(piece.len(), 10);
        drop(piece);
        let again = buffers.take(100);
        assert_eq!(again.as_ptr(), address);
    }
}
