//! Reading.

use thiserror::Error;

/// The input is not what the type says.
#[derive(Debug, Error, Clone, PartialEq, Eq)]
pub enum DecodeError {
    /// The input ends inside a value.
    #[error("input ends at byte {at}, {missing} more expected")]
    Truncated {
        /// Offset of the value.
        at: usize,
        /// Bytes that are missing.
        missing: usize,
    },
    /// A length over its limit.
    #[error("length {len} at byte {at} is over the limit of {max}")]
    TooLong {
        /// Offset of the length.
        at: usize,
        /// The length announced.
        len: u32,
        /// What the interface allows.
        max: u32,
    },
    /// A string that is not UTF-8 or holds a NUL.
    #[error("string at byte {at} is not valid text")]
    BadText {
        /// Offset of the string.
        at: usize,
    },
    /// A number that names no member of an enumeration, union or truth value.
    #[error("value {value} at byte {at} is not one of {of}")]
    BadTag {
        /// Offset of the number.
        at: usize,
        /// The number.
        value: u32,
        /// Name of the enumeration.
        of: &'static str,
    },
    /// Bytes after the end of the message.
    #[error("{len} bytes left over after the message")]
    Trailing {
        /// How many.
        len: usize,
    },
}

type Result<T> = std::result::Result<T, DecodeError>;

/// Reads XDR from a slice.
#[derive(Debug, Clone)]
pub struct Decoder<'a> {
    input: &'a [u8],
    at: usize,
}

impl<'a> Decoder<'a> {
    /// Reads from the start of `input`.
    pub fn new(input: &'a [u8]) -> Self {
        Self { input, at: 0 }
    }

    /// Offset of the next byte.
    pub fn position(&self) -> usize {
        self.at
    }

    /// What was not read yet.
    pub fn rest(&self) -> &'a [u8] {
        &self.input[self.at..]
    }

    /// Ends the reading.
    ///
    /// # Errors
    /// `Trailing` when bytes are left over.
    pub fn finish(self) -> Result<()> {
        match self.rest().len() {
            0 => Ok(()),
            len => Err(DecodeError::Trailing { len }),
        }
    }

    fn take(&mut self, len: usize) -> Result<&'a [u8]> {
        let rest = self.rest();
        let Some(head) = rest.get(..len) else {
            return Err(DecodeError::Truncated {
                at: self.at,
                missing: len - rest.len(),
            });
        };
        self.at += len;
        Ok(head)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N]> {
        let mut out = [0; N];
        out.copy_from_slice(self.take(N)?);
        Ok(out)
    }

    /// Reads an unsigned 32-bit number.
    pub fn u32(&mut self) -> Result<u32> {
        Ok(u32::from_be_bytes(self.array()?))
    }

    /// Reads a signed 32-bit number.
    pub fn i32(&mut self) -> Result<i32> {
        Ok(i32::from_be_bytes(self.array()?))
    }

    /// Reads an unsigned 64-bit number.
    pub fn u64(&mut self) -> Result<u64> {
        Ok(u64::from_be_bytes(self.array()?))
    }

    /// Reads a signed 64-bit number.
    pub fn i64(&mut self) -> Result<i64> {
        Ok(i64::from_be_bytes(self.array()?))
    }

    /// Reads a double.
    pub fn f64(&mut self) -> Result<f64> {
        Ok(f64::from_be_bytes(self.array()?))
    }

    /// Reads a truth value, which must be 0 or 1.
    pub fn bool(&mut self) -> Result<bool> {
        let at = self.at;
        match self.u32()? {
            0 => Ok(false),
            1 => Ok(true),
            value => Err(DecodeError::BadTag {
                at,
                value,
                of: "bool",
            }),
        }
    }

    /// Reads fixed-length opaque data of `len` bytes and its padding.
    pub fn fixed(&mut self, len: usize) -> Result<&'a [u8]> {
        let data = self.take(len)?;
        self.take(len.wrapping_neg() & 3)?;
        Ok(data)
    }

    /// Reads variable-length opaque data of at most `max` bytes.
    pub fn bytes(&mut self, max: u32) -> Result<&'a [u8]> {
        let len = self.length(max)?;
        self.fixed(len)
    }

    /// Reads a string of at most `max` bytes. A NUL would end it early for a C peer, so it is refused.
    pub fn string(&mut self, max: u32) -> Result<&'a str> {
        let at = self.at;
        let data = self.bytes(max)?;
        if data.contains(&0) {
            return Err(DecodeError::BadText { at });
        }
        std::str::from_utf8(data).map_err(|_| DecodeError::BadText { at })
    }

    /// Reads a list of at most `max` items. Each item takes at least 4 bytes, so memory is reserved
    /// only for as many as the input can hold.
    pub fn list<T>(&mut self, max: u32, mut item: impl FnMut(&mut Self) -> Result<T>) -> Result<Vec<T>> {
        let at = self.at;
        let len = self.length(max)?;
        let possible = self.rest().len() / 4;
        if len > possible {
            return Err(DecodeError::Truncated {
                at,
                missing: (len - possible).saturating_mul(4),
            });
        }
        let mut out = Vec::with_capacity(len);
        for _ in 0..len {
            out.push(item(self)?);
        }
        Ok(out)
    }

    /// Reads an optional value.
    pub fn option<T>(&mut self, some: impl FnOnce(&mut Self) -> Result<T>) -> Result<Option<T>> {
        if self.bool()? {
            some(self).map(Some)
        } else {
            Ok(None)
        }
    }

    fn length(&mut self, max: u32) -> Result<usize> {
        let at = self.at;
        let len = self.u32()?;
        if len > max {
            return Err(DecodeError::TooLong { at, len, max });
        }
        Ok(len as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Encoder;
    use proptest::prelude::*;

    #[test]
    fn a_length_is_not_believed() {
        let mut e = Encoder::new();
        e.u32(u32::MAX);
        let buf = e.finish().unwrap();
        assert!(matches!(
            Decoder::new(&buf).bytes(64),
            Err(DecodeError::TooLong { len: u32::MAX, .. })
        ));
        assert!(matches!(
            Decoder::new(&buf).list(u32::MAX, Decoder::u32),
            Err(DecodeError::Truncated { .. })
        ));
    }

    #[test]
    fn over_the_limit_is_reported_at_the_end() {
        let mut e = Encoder::new();
        e.string("abc", 2);
        e.u32(1);
        assert_eq!(
            e.finish(),
            Err(EncodeError {
                what: "string",
                len: 3,
                max: 2
            })
        );
    }

    use crate::EncodeError;

    proptest! {
        #[test]
        fn round_trip(a: u32, b: i64, s in "[^\0]{0,40}", l: Vec<u16>, d: Vec<u8>, o: Option<u64>) {
            let mut e = Encoder::new();
            e.u32(a);
            e.i64(b);
            e.string(&s, 4096);
            e.list(&l, 1000, |e, x| e.u32((*x).into()));
            e.bytes(&d, 1000);
            e.option(o, Encoder::u64);
            let buf = e.finish().unwrap();
            prop_assert_eq!(buf.len() % 4, 0);
            let mut r = Decoder::new(&buf);
            prop_assert_eq!(r.u32().unwrap(), a);
            prop_assert_eq!(r.i64().unwrap(), b);
            prop_assert_eq!(r.string(4096).unwrap(), &s);
            prop_assert_eq!(r.list(1000, Decoder::u32).unwrap(), l.iter().map(|&x| x.into()).collect::<Vec<u32>>());
            prop_assert_eq!(r.bytes(1000).unwrap(), &d[..]);
            prop_assert_eq!(r.option(Decoder::u64).unwrap(), o);
            r.finish().unwrap();
        }

        #[test]
        fn any_input_is_survived(input: Vec<u8>) {
            let mut r = Decoder::new(&input);
            let _ = r.list(100, |r| r.string(100).map(str::len));
            let _ = r.option(|r| r.bytes(100).map(<[u8]>::len));
            let _ = r.finish();
        }
    }
}
