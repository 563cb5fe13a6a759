//! Values of attributes and texts.

use std::borrow::Cow;

use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_types::mac::MacAddr;
use uuid::Uuid;

use crate::Hex;
use crate::error::{Invalid, XmlError, XmlErrorKind};
use crate::shape::ValueShape;
use crate::traits::FromXml;
use crate::tree::Node;
use crate::words;
use crate::writer::Sink;

/// A type that an attribute or the text of an element can have.
pub trait Value: Sized {
    /// Reads the text.
    fn parse(text: &str) -> Result<Self, Invalid>;
    /// Prints it in its canonical form.
    fn print(&self, out: &mut Sink<'_>);
    /// What its values look like.
    fn shape() -> ValueShape {
        ValueShape::Text
    }
}

impl Value for String {
    fn parse(text: &str) -> Result<Self, Invalid> {
        Ok(text.to_owned())
    }
    fn print(&self, out: &mut Sink<'_>) {
        out.text(self);
    }
}

impl Value for Uuid {
    fn parse(text: &str) -> Result<Self, Invalid> {
        // With or without hyphens, with blanks around: what libvirt takes.
        let digits: String = text
            .chars()
            .filter(|c| !c.is_ascii_whitespace() && *c != '-')
            .collect();
        Uuid::try_parse(&digits)
            .ok()
            .filter(|_| digits.len() == 32)
            .ok_or_else(|| Invalid::expected("a UUID of 32 hexadecimal digits"))
    }
    fn print(&self, out: &mut Sink<'_>) {
        out.plain(self.hyphenated().encode_lower(&mut Uuid::encode_buffer()));
    }
    fn shape() -> ValueShape {
        ValueShape::Form {
            name: "UUID",
            pattern: "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
            samples: &[
                "5be00000-0001-4000-8000-000000000001",
                "c7a5fdbd-edaf-9455-926a-d65c16db1809",
            ],
        }
    }
}

impl Value for MacAddr {
    fn parse(text: &str) -> Result<Self, Invalid> {
        let expected = || Invalid::expected("a hardware address: six hexadecimal bytes with colons");
        text.trim().parse().map_err(|_| expected())
    }
    fn print(&self, out: &mut Sink<'_>) {
        out.display(self);
    }
    fn shape() -> ValueShape {
        ValueShape::Form {
            name: "hardware address",
            pattern: "^([0-9a-f]{2}:){5}[0-9a-f]{2}$",
            samples: &["52:54:00:12:34:56", "00:16:3e:0a:0b:0c"],
        }
    }
}

/// Splits a decimal number as C does: blanks, sign, digits.
fn integer(text: &str) -> Option<(bool, u64)> {
    let text = text.trim();
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    if !digits.bytes().next()?.is_ascii_digit() {
        return None;
    }
    Some((negative, digits.parse().ok()?))
}

macro_rules! integers {
    ($($type:ty: $what:literal),+) => {$(
        impl Value for $type {
            fn parse(text: &str) -> Result<Self, Invalid> {
                integer(text)
                    .and_then(|(negative, n)| {
                        let n = i128::from(n);
                        <$type>::try_from(if negative { -n } else { n }).ok()
                    })
                    .ok_or_else(|| Invalid::expected($what))
            }
            fn print(&self, out: &mut Sink<'_>) {
                out.display(self);
            }
            fn shape() -> ValueShape {
                ValueShape::Integer {
                    least: <$type>::MIN as i64,
                    most: <$type>::MAX as u64,
                }
            }
        }
    )+};
}

integers!(
    u8: "a number from 0 to 255",
    u16: "a number from 0 to 65535",
    u32: "a non-negative number",
    u64: "a non-negative number",
    i32: "a number",
    i64: "a number"
);

impl Value for f64 {
    fn parse(text: &str) -> Result<Self, Invalid> {
        text.trim()
            .parse()
            .ok()
            .filter(|n: &f64| n.is_finite())
            .ok_or_else(|| Invalid::expected("a number"))
    }
    fn print(&self, out: &mut Sink<'_>) {
        out.display(self);
    }
    fn shape() -> ValueShape {
        ValueShape::Number
    }
}

words! {
    /// `yes` or `no`.
    pub enum YesNo: switch {
        Yes = "yes",
        No = "no",
    }
}

words! {
    /// `on` or `off`.
    pub enum OnOff: switch {
        On = "on",
        Off = "off",
    }
}

impl YesNo {
    /// An attribute that means no unless it says `yes`, as libvirt reads some. A tool reads it strictly.
    pub fn loosely(node: Node<'_>, name: &str) -> Result<Option<YesNo>, XmlError> {
        match node.is_lenient() {
            true => node.value(name),
            false => Ok(node.attr(name).map(|word| YesNo::from(word == "yes"))),
        }
    }

    /// Whether it is `yes`.
    pub fn is_yes(self) -> bool {
        self == YesNo::Yes
    }
}

impl From<bool> for YesNo {
    fn from(yes: bool) -> Self {
        if yes { YesNo::Yes } else { YesNo::No }
    }
}

impl OnOff {
    /// Whether it is `on`.
    pub fn is_on(self) -> bool {
        self == OnOff::On
    }
}

impl From<bool> for OnOff {
    fn from(on: bool) -> Self {
        if on { OnOff::On } else { OnOff::Off }
    }
}

/// A value that is more than its type's default: zero, say, may stand for none.
pub fn unless_default<T: Default + PartialEq>(value: Option<T>) -> Option<T> {
    value.filter(|value| *value != T::default())
}

impl<'t> Node<'t> {
    /// The value of an attribute that may be missing.
    pub fn value<T: Value>(self, name: &str) -> Result<Option<T>, XmlError> {
        let Some(text) = self.attr(name) else {
            return Ok(None);
        };
        T::parse(text).map(Some).map_err(|why| {
            self.attr_error(
                name,
                XmlErrorKind::Invalid {
                    found: text.to_owned(),
                    why,
                },
            )
        })
    }

    /// A number that may be missing and may be hexadecimal, with `0x` before it.
    pub fn any_base<T: Value + Copy + Into<u64>>(self, name: &str) -> Result<Option<T>, XmlError> {
        Ok(self.value::<Hex<T, 1>>(name)?.map(|n| n.0))
    }

    /// A number that may be missing but not be zero.
    pub fn nonzero<T: Value + Default + PartialEq>(self, name: &str) -> Result<Option<T>, XmlError> {
        let value: Option<T> = self.value(name)?;
        if !self.is_lenient() && value.as_ref().is_some_and(|n| *n == T::default()) {
            let (found, why) = ("0".to_owned(), Invalid::expected("a number above 0"));
            return Err(self.attr_error(name, XmlErrorKind::Invalid { found, why }));
        }
        Ok(value)
    }

    /// The value of an attribute that may be missing. Tools that only print take a word that is none of its vocabulary,
    /// or a text of another form, for missing, too; it stays in the document as what is not understood.
    pub fn known<T: Value>(self, name: &str) -> Result<Option<T>, XmlError> {
        match self.value(name) {
            Err(_) if self.is_lenient() && T::shape().is_textual() => {
                self.forget(name);
                Ok(None)
            }
            value => value,
        }
    }

    /// An attribute that may be missing, is kept as text and has to pass a check.
    pub fn held(
        self,
        name: &str,
        check: fn(&str) -> Result<(), Invalid>,
    ) -> Result<Option<String>, XmlError> {
        let Some(text) = self.attr(name) else {
            return Ok(None);
        };
        let found = text.to_owned();
        match check(text) {
            Err(why) if !self.is_lenient() => {
                Err(self.attr_error(name, XmlErrorKind::Invalid { found, why }))
            }
            _ => Ok(Some(found)),
        }
    }

    /// The element's own text, which has to pass a check.
    pub fn text_held(self, check: fn(&str) -> Result<(), Invalid>) -> Result<String, XmlError> {
        let found = self.text().into_owned();
        match check(&found) {
            Err(why) if !self.is_lenient() => Err(self.error(XmlErrorKind::Invalid { found, why })),
            _ => Ok(found),
        }
    }

    /// The child of that name, which may be missing but not be there twice.
    pub fn only(self, name: &'static str, code: ErrorNumber) -> Result<Option<Node<'t>>, XmlError> {
        let mut all = self.children_named(name);
        let first = all.next();
        match all.next().filter(|_| !self.is_lenient()) {
            None => Ok(first),
            Some(again) => Err(again.error(XmlErrorKind::Repeated {
                name: Cow::Borrowed(name),
                code,
            })),
        }
    }

    /// The value of an attribute that has to be there.
    pub fn required<T: Value>(self, name: &'static str) -> Result<T, XmlError> {
        self.value(name)?.ok_or_else(|| self.missing("attribute", name))
    }

    /// The value of the element's own text.
    pub fn text_value<T: Value>(self) -> Result<T, XmlError> {
        let text = self.text();
        T::parse(&text).map_err(|why| {
            self.error(XmlErrorKind::Invalid {
                found: text.into_owned(),
                why,
            })
        })
    }

    /// The value of the text of a child that may be missing.
    pub fn leaf<T: Value>(self, name: &str) -> Result<Option<T>, XmlError> {
        self.child(name).map(Node::text_value).transpose()
    }

    /// Reads the element as a part of a document.
    pub fn read<T: FromXml>(self) -> Result<T, XmlError> {
        T::from_xml(self)
    }

    /// The child of that name, which has to be there.
    pub fn required_child(self, name: &'static str) -> Result<Node<'t>, XmlError> {
        self.child(name).ok_or_else(|| self.missing("element", name))
    }

    /// The error that something is missing in this element.
    pub fn missing(self, what: &'static str, name: &'static str) -> XmlError {
        self.error(XmlErrorKind::Missing {
            what,
            name: Cow::Borrowed(name),
            code: None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers() {
        assert_eq!(u32::parse(" 10 "), Ok(10));
        assert_eq!(u16::parse("007"), Ok(7));
        assert_eq!(i32::parse("-1"), Ok(-1));
        for bad in [
            "",
            "-",
            "0x10",
            "-1",
            "1k",
            "4294967296",
            "18446744073709551616",
            "é",
        ] {
            assert!(u32::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn words() {
        assert_eq!(YesNo::parse("yes"), Ok(YesNo::Yes));
        let why = OnOff::parse("onn").expect_err("not a word");
        assert_eq!((why.nearest, &*why.expected), (Some("on"), "one of 'on', 'off'"));
    }
}
