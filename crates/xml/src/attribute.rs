//! Splits the inside of a start tag into attributes.

/// One `name="value"`: the raw value and the offsets of both in the tag.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct RawAttr<'i> {
    pub name: &'i str,
    pub value: &'i str,
    pub at: usize,
    pub value_at: usize,
}

/// Goes through the part of a start tag after its name, in one pass.
pub(crate) struct RawAttrs<'i> {
    tag: &'i str,
    at: usize,
}

impl<'i> RawAttrs<'i> {
    /// `from` is the length of the element's name.
    pub(crate) fn new(tag: &'i str, from: usize) -> Self {
        RawAttrs { tag, at: from }
    }

    fn skip_blank(&mut self) -> usize {
        let start = self.at;
        let bytes = self.tag.as_bytes();
        while bytes.get(self.at).is_some_and(u8::is_ascii_whitespace) {
            self.at += 1;
        }
        self.at - start
    }

    fn fail(&mut self, why: &'static str) -> Option<Result<RawAttr<'i>, (usize, &'static str)>> {
        let at = self.at;
        self.at = self.tag.len();
        Some(Err((at, why)))
    }
}

impl<'i> Iterator for RawAttrs<'i> {
    type Item = Result<RawAttr<'i>, (usize, &'static str)>;

    fn next(&mut self) -> Option<Self::Item> {
        let blank = self.skip_blank();
        let bytes = self.tag.as_bytes();
        if self.at >= bytes.len() {
            return None;
        }
        if blank == 0 {
            return self.fail("white space expected before an attribute");
        }
        let start = self.at;
        while bytes
            .get(self.at)
            .is_some_and(|b| *b != b'=' && !b.is_ascii_whitespace())
        {
            self.at += 1;
        }
        let name = &self.tag[start..self.at];
        if !is_name(name) {
            return self.fail("an attribute's name expected");
        }
        self.skip_blank();
        if bytes.get(self.at) != Some(&b'=') {
            return self.fail("'=' expected after an attribute's name");
        }
        self.at += 1;
        self.skip_blank();
        let quote = match bytes.get(self.at) {
            Some(q @ (b'"' | b'\'')) => *q,
            _ => return self.fail("a quote expected before an attribute's value"),
        };
        self.at += 1;
        let from = self.at;
        while let Some(b) = bytes.get(self.at) {
            if *b == quote {
                let value = &self.tag[from..self.at];
                self.at += 1;
                return Some(Ok(RawAttr {
                    name,
                    value,
                    at: start,
                    value_at: from,
                }));
            }
            if *b == b'<' {
                return self.fail("'<' in an attribute's value");
            }
            self.at += 1;
        }
        self.fail("an attribute's value does not end")
    }
}

/// Whether a text can be a name: what could not be printed and read again is refused, the finer
/// rules about letters beyond ASCII are not checked.
pub(crate) fn is_name(name: &str) -> bool {
    let mut bytes = name.bytes();
    let Some(first) = bytes.next() else { return false };
    let start = |b: u8| b.is_ascii_alphabetic() || b == b'_' || b == b':' || b >= 0x80;
    start(first) && bytes.all(|b| start(b) || b.is_ascii_digit() || b == b'-' || b == b'.')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(tag: &str) -> Result<Vec<(&str, &str)>, &'static str> {
        RawAttrs::new(tag, 1)
            .map(|a| a.map(|a| (a.name, a.value)).map_err(|e| e.1))
            .collect()
    }

    #[test]
    fn attributes() {
        assert_eq!(all("a b='c' d = \"e'f\" "), Ok(vec![("b", "c"), ("d", "e'f")]));
        assert_eq!(all("a"), Ok(vec![]));
        for bad in [
            "a b",
            "a b=",
            "a b=c",
            "a b='c",
            "a b='c'd='e'",
            "a ='x'",
            "a b='<'",
            "a 1='x'",
        ] {
            assert!(all(bad).is_err(), "{bad}");
        }
    }
}
