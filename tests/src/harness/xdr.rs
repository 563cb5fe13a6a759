//! As much of XDR (RFC 4506) as the lanes need, independent of our own codec.

/// Builds arguments.
#[derive(Default, Clone)]
pub struct Writer {
    pub bytes: Vec<u8>,
}

impl Writer {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn u32(mut self, value: u32) -> Self {
        self.bytes.extend_from_slice(&value.to_be_bytes());
        self
    }

    pub fn i32(self, value: i32) -> Self {
        self.u32(value.cast_unsigned())
    }

    pub fn u64(mut self, value: u64) -> Self {
        self.bytes.extend_from_slice(&value.to_be_bytes());
        self
    }

    /// Fixed opaque data, such as a UUID.
    pub fn fixed(mut self, data: &[u8]) -> Self {
        self.bytes.extend_from_slice(data);
        while !self.bytes.len().is_multiple_of(4) {
            self.bytes.push(0);
        }
        self
    }

    pub fn opaque(self, data: &[u8]) -> Self {
        let length = u32::try_from(data.len()).unwrap_or(u32::MAX);
        self.u32(length).fixed(data)
    }

    pub fn string(self, text: &str) -> Self {
        self.opaque(text.as_bytes())
    }

    /// An optional string that is there.
    pub fn some_string(self, text: &str) -> Self {
        self.u32(1).string(text)
    }
}

/// Takes results apart; what is missing reads as nothing.
pub struct Reader<'a> {
    bytes: &'a [u8],
}

impl<'a> Reader<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes }
    }

    pub fn u32(&mut self) -> Option<u32> {
        Some(u32::from_be_bytes(self.take(4)?.try_into().ok()?))
    }

    pub fn i32(&mut self) -> Option<i32> {
        self.u32().map(u32::cast_signed)
    }

    pub fn u64(&mut self) -> Option<u64> {
        Some(u64::from_be_bytes(self.take(8)?.try_into().ok()?))
    }

    pub fn fixed(&mut self, length: usize) -> Option<&'a [u8]> {
        let data = self.take(length)?;
        self.take(length.next_multiple_of(4) - length)?;
        Some(data)
    }

    pub fn opaque(&mut self) -> Option<&'a [u8]> {
        let length = usize::try_from(self.u32()?).ok()?;
        self.fixed(length)
    }

    pub fn string(&mut self) -> Option<String> {
        Some(String::from_utf8_lossy(self.opaque()?).into_owned())
    }

    pub fn optional_string(&mut self) -> Option<Option<String>> {
        if self.u32()? == 0 {
            Some(None)
        } else {
            self.string().map(Some)
        }
    }

    pub fn rest(&self) -> &'a [u8] {
        self.bytes
    }

    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (data, rest) = self.bytes.split_at_checked(length)?;
        self.bytes = rest;
        Some(data)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let bytes = Writer::new().u32(7).string("abc").some_string("x").u64(9).bytes;
        let mut reader = Reader::new(&bytes);
        assert_eq!(reader.u32(), Some(7));
        assert_eq!(reader.string().as_deref(), Some("abc"));
        assert_eq!(reader.optional_string(), Some(Some("x".to_owned())));
        assert_eq!(reader.u64(), Some(9));
        assert_eq!(reader.u32(), None);
    }
}
