//! Cuts a byte stream into lines of bounded length.
//!
//! Memory grows with what has arrived, never with what is announced, and shrinks again after a long
//! line.

use std::collections::VecDeque;

/// Kept capacity after a long line has been handed out.
const KEEP: usize = 64 * 1024;

/// A line was longer than allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TooLong {
    /// The limit in bytes.
    pub limit: usize,
}

/// Collects bytes and hands out complete lines without their end.
#[derive(Debug)]
pub(crate) struct LineBuffer {
    current: Vec<u8>,
    ready: VecDeque<Vec<u8>>,
    limit: usize,
}

impl LineBuffer {
    /// A buffer that refuses lines longer than `limit` bytes.
    pub fn new(limit: usize) -> Self {
        LineBuffer {
            current: Vec::new(),
            ready: VecDeque::new(),
            limit,
        }
    }

    /// Takes in what arrived. After an error the stream cannot be used any more.
    pub fn push(&mut self, mut bytes: &[u8]) -> Result<(), TooLong> {
        while let Some(end) = bytes.iter().position(|b| *b == b'\n') {
            self.append(&bytes[..end])?;
            bytes = &bytes[end + 1..];
            let mut line = std::mem::take(&mut self.current);
            if line.last() == Some(&b'\r') {
                line.pop();
            }
            if !line.is_empty() {
                self.ready.push_back(line);
            }
        }
        self.append(bytes)
    }

    /// Forgets an unfinished line.
    pub fn clear_partial(&mut self) {
        self.current.clear();
        self.current.shrink_to(KEEP);
    }

    fn append(&mut self, bytes: &[u8]) -> Result<(), TooLong> {
        if self.current.len() + bytes.len() > self.limit {
            return Err(TooLong { limit: self.limit });
        }
        self.current.extend_from_slice(bytes);
        Ok(())
    }

    /// The next complete line, empty ones left out.
    pub fn pop(&mut self) -> Option<Vec<u8>> {
        self.ready.pop_front()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn refuses_a_line_over_the_limit() {
        let mut b = LineBuffer::new(4);
        assert_eq!(b.push(b"abcd\nabcde"), Err(TooLong { limit: 4 }));
        assert_eq!(b.pop().as_deref(), Some(&b"abcd"[..]));
    }

    proptest! {
        #[test]
        fn cuts_do_not_matter(lines in prop::collection::vec("[a-z{}\"]{1,12}", 0..12), step in 1usize..7) {
            let all: String = lines.iter().map(|l| format!("{l}\r\n")).collect();
            let mut b = LineBuffer::new(64);
            for part in all.as_bytes().chunks(step) {
                b.push(part).unwrap();
            }
            let mut got = Vec::new();
            while let Some(l) = b.pop() {
                got.push(String::from_utf8(l).unwrap());
            }
            prop_assert_eq!(got, lines);
        }
    }
}
