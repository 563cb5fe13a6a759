//! Reading DER: tag, length, content. Only what certificates have: tags of one byte, definite lengths.

/// Tags.
pub(crate) mod tag {
    pub const BOOLEAN: u8 = 0x01;
    pub const INTEGER: u8 = 0x02;
    pub const BIT_STRING: u8 = 0x03;
    pub const OCTET_STRING: u8 = 0x04;
    pub const OID: u8 = 0x06;
    pub const UTF8_STRING: u8 = 0x0c;
    pub const SEQUENCE: u8 = 0x30;
    pub const SET: u8 = 0x31;
    pub const PRINTABLE_STRING: u8 = 0x13;
    pub const TELETEX_STRING: u8 = 0x14;
    pub const IA5_STRING: u8 = 0x16;
    pub const UTC_TIME: u8 = 0x17;
    pub const GENERALIZED_TIME: u8 = 0x18;
    pub const UNIVERSAL_STRING: u8 = 0x1c;
    pub const BMP_STRING: u8 = 0x1e;
    /// `[n]` with elements inside.
    pub const fn context(number: u8) -> u8 {
        0xa0 | number
    }
    /// `[n]` in place of a simple type's own tag.
    pub const fn context_simple(number: u8) -> u8 {
        0x80 | number
    }
}

/// One element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Element<'a> {
    pub tag: u8,
    pub content: &'a [u8],
    /// With tag and length.
    pub whole: &'a [u8],
}

/// Elements one after the other. Every method gives `None` where the bytes are not what is asked for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The next element.
    pub fn any(&mut self) -> Option<Element<'a>> {
        let (&tag, rest) = self.0.split_first()?;
        let (&first, rest) = rest.split_first()?;
        if tag & 0x1f == 0x1f {
            return None;
        }
        let (length, rest) = match first {
            0..=0x7f => (usize::from(first), rest),
            // The number of bytes that the length has.
            0x81..=0x84 => {
                let (digits, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
                let length = digits.iter().fold(0, |n, digit| n << 8 | usize::from(*digit));
                (length, rest)
            }
            _ => return None,
        };
        let (content, rest) = rest.split_at_checked(length)?;
        let whole = self.0.get(..self.0.len() - rest.len())?;
        self.0 = rest;
        Some(Element { tag, content, whole })
    }

    /// The content of the next element, which has this tag.
    pub fn take(&mut self, tag: u8) -> Option<&'a [u8]> {
        self.any().filter(|e| e.tag == tag).map(|e| e.content)
    }

    /// The same where the element may be missing.
    pub fn optional(&mut self, tag: u8) -> Option<&'a [u8]> {
        if self.0.first() == Some(&tag) {
            self.take(tag)
        } else {
            None
        }
    }

    /// What is inside the next element, which has this tag.
    pub fn inside(&mut self, tag: u8) -> Option<Reader<'a>> {
        self.take(tag).map(Reader)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_short_and_long() {
        let mut long = vec![0x04, 0x81, 0x80];
        long.extend([7; 0x80]);
        long.extend([0x02, 1, 5]);
        let mut reader = Reader::new(&long);
        assert_eq!(reader.take(tag::OCTET_STRING).map(<[u8]>::len), Some(0x80));
        assert_eq!(reader.optional(tag::BOOLEAN), None);
        assert_eq!(reader.optional(tag::INTEGER), Some(&[5][..]));
        assert!(reader.is_empty());
    }

    #[test]
    fn what_is_cut_off_or_has_no_end_is_nothing() {
        for bytes in [
            &[][..],
            &[0x30],
            &[0x30, 2, 1],
            &[0x30, 0x80, 0, 0],
            &[0x30, 0x85, 0, 0, 0, 0, 1, 0],
            &[0x30, 0x84, 0xff, 0xff, 0xff, 0xff],
            &[0x1f, 0x81, 0x01, 0],
        ] {
            assert_eq!(Reader::new(bytes).any(), None, "{bytes:?}");
        }
    }
}
