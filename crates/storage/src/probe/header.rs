//! Numbers and texts in a piece of a file, none of which need be there.

use super::ReadAt;
use std::io::{self, ErrorKind};

/// A piece of a file.
#[derive(Debug)]
pub(super) struct Head {
    bytes: Vec<u8>,
}

impl Head {
    /// Reads up to `len` bytes at `offset`.
    pub(super) fn read(file: &(impl ReadAt + ?Sized), offset: u64, len: usize) -> io::Result<Self> {
        let mut bytes = vec![0; len];
        let mut have = 0;
        while have < len {
            let Some(at) = offset
                .checked_add(have as u64)
                .filter(|at| *at <= i64::MAX as u64)
            else {
                break;
            };
            match file.read_at(at, &mut bytes[have..]) {
                Ok(0) => break,
                Ok(n) => have += n,
                Err(e) if e.kind() == ErrorKind::Interrupted => {}
                Err(e) => return Err(e),
            }
        }
        bytes.truncate(have);
        Ok(Head { bytes })
    }

    pub(super) fn starts_with_at(&self, offset: usize, magic: &[u8]) -> bool {
        self.slice(offset, magic.len()) == Some(magic)
    }

    pub(super) fn slice(&self, offset: usize, len: usize) -> Option<&[u8]> {
        self.bytes.get(offset..offset.checked_add(len)?)
    }

    /// What follows `offset`.
    pub(super) fn rest(&self, offset: usize) -> &[u8] {
        self.bytes.get(offset..).unwrap_or_default()
    }

    /// A text without control characters.
    pub(super) fn text(&self, offset: usize, len: usize) -> Option<String> {
        let text = std::str::from_utf8(self.slice(offset, len)?).ok()?;
        let usable = !text.is_empty() && !text.chars().any(char::is_control);
        usable.then(|| text.to_owned())
    }

    pub(super) fn be16(&self, offset: usize) -> Option<u16> {
        self.array(offset).map(u16::from_be_bytes)
    }

    pub(super) fn be32(&self, offset: usize) -> Option<u32> {
        self.array(offset).map(u32::from_be_bytes)
    }

    pub(super) fn be64(&self, offset: usize) -> Option<u64> {
        self.array(offset).map(u64::from_be_bytes)
    }

    pub(super) fn le32(&self, offset: usize) -> Option<u32> {
        self.array(offset).map(u32::from_le_bytes)
    }

    pub(super) fn le64(&self, offset: usize) -> Option<u64> {
        self.array(offset).map(u64::from_le_bytes)
    }

    fn array<const N: usize>(&self, offset: usize) -> Option<[u8; N]> {
        self.slice(offset, N)?.try_into().ok()
    }
}
