//! Writing.

use thiserror::Error;

/// A value does not fit the limits of the interface.
#[derive(Debug, Error, Clone, PartialEq, Eq)]
#[error("{what} has {len} entries, the limit is {max}")]
pub struct EncodeError {
    /// What was written: `string`, `bytes` or `list`.
    pub what: &'static str,
    /// Its length.
    pub len: usize,
    /// What the interface allows.
    pub max: u32,
}

/// Appends XDR to a buffer. A value over its limit does not interrupt: it is remembered and
/// reported by [`Encoder::finish`], so that the code that writes a message stays linear.
#[derive(Debug, Default)]
pub struct Encoder {
    buf: Vec<u8>,
    error: Option<EncodeError>,
}

impl Encoder {
    /// Writes to a new buffer.
    pub fn new() -> Self {
        Self::default()
    }

    /// Appends to `buf`, keeping what it holds.
    pub fn with_buffer(buf: Vec<u8>) -> Self {
        Self { buf, error: None }
    }

    /// The buffer.
    ///
    /// # Errors
    /// The first value that was over its limit.
    pub fn finish(self) -> Result<Vec<u8>, EncodeError> {
        match self.error {
            None => Ok(self.buf),
            Some(e) => Err(e),
        }
    }

    /// Bytes written, with those that were in the buffer at the start.
    pub fn len(&self) -> usize {
        self.buf.len()
    }

    /// Whether nothing is in the buffer.
    pub fn is_empty(&self) -> bool {
        self.buf.is_empty()
    }

    /// Writes an unsigned 32-bit number.
    pub fn u32(&mut self, v: u32) {
        self.buf.extend_from_slice(&v.to_be_bytes());
    }

    /// Writes a signed 32-bit number.
    pub fn i32(&mut self, v: i32) {
        self.buf.extend_from_slice(&v.to_be_bytes());
    }

    /// Writes an unsigned 64-bit number.
    pub fn u64(&mut self, v: u64) {
        self.buf.extend_from_slice(&v.to_be_bytes());
    }

    /// Writes a signed 64-bit number.
    pub fn i64(&mut self, v: i64) {
        self.buf.extend_from_slice(&v.to_be_bytes());
    }

    /// Writes a double.
    pub fn f64(&mut self, v: f64) {
        self.buf.extend_from_slice(&v.to_be_bytes());
    }

    /// Writes a truth value as 0 or 1.
    pub fn bool(&mut self, v: bool) {
        self.u32(v.into());
    }

    /// Writes fixed-length opaque data with its padding.
    pub fn fixed(&mut self, v: &[u8]) {
        // Room for the number that follows, too: most values are short, and growth is looked for once.
        self.buf.reserve(v.len() + 12);
        self.buf.extend_from_slice(v);
        self.pad(v.len());
    }

    /// Writes variable-length opaque data of at most `max` bytes.
    pub fn bytes(&mut self, v: &[u8], max: u32) {
        if self.length("bytes", v.len(), max) {
            self.fixed(v);
        }
    }

    /// Writes a string of at most `max` bytes.
    pub fn string(&mut self, v: &str, max: u32) {
        if self.length("string", v.len(), max) {
            self.fixed(v.as_bytes());
        }
    }

    /// Writes a list of at most `max` items.
    pub fn list<T>(&mut self, items: &[T], max: u32, mut item: impl FnMut(&mut Self, &T)) {
        if self.length("list", items.len(), max) {
            // About what it will take, so that a long list does not grow many times.
            self.buf.reserve(size_of_val(items));
            for i in items {
                item(self, i);
            }
        }
    }

    /// Writes an optional value.
    pub fn option<T>(&mut self, v: Option<T>, some: impl FnOnce(&mut Self, T)) {
        self.bool(v.is_some());
        if let Some(v) = v {
            some(self, v);
        }
    }

    fn length(&mut self, what: &'static str, len: usize, max: u32) -> bool {
        match u32::try_from(len) {
            Ok(n) if n <= max => {
                self.u32(n);
                true
            }
            _ => {
                self.error.get_or_insert(EncodeError { what, len, max });
                false
            }
        }
    }

    fn pad(&mut self, len: usize) {
        self.buf.extend_from_slice(&[0; 3][..len.wrapping_neg() & 3]);
    }
}
