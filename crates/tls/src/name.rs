//! Distinguished names as text, in the form that GnuTLS gives them and lists of allowed names are written in
//! (`virt-pki-query-dn` shows it): in the order of the certificate, `C=GB,O=Example,CN=client`.

use crate::der::{Element, Reader, tag};
use std::fmt::Write as _;

/// Types that the text of an attribute may have; any other is shown as bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Text {
    Any,
    Printable,
    Ascii,
}

/// What attributes are called, by the bytes of their identifiers.
const ATTRIBUTES: &[(&[u8], &str, Text)] = &[
    (COMMON_NAME, "CN", Text::Any),
    (&[0x55, 4, 4], "surName", Text::Any),
    (&[0x55, 4, 5], "serialNumber", Text::Printable),
    (&[0x55, 4, 6], "C", Text::Printable),
    (&[0x55, 4, 7], "L", Text::Any),
    (&[0x55, 4, 8], "ST", Text::Any),
    (&[0x55, 4, 9], "street", Text::Any),
    (&[0x55, 4, 10], "O", Text::Any),
    (&[0x55, 4, 11], "OU", Text::Any),
    (&[0x55, 4, 12], "title", Text::Any),
    (&[0x55, 4, 13], "description", Text::Any),
    (&[0x55, 4, 15], "businessCategory", Text::Any),
    (&[0x55, 4, 17], "postalCode", Text::Any),
    (&[0x55, 4, 20], "telephoneNumber", Text::Printable),
    (&[0x55, 4, 41], "name", Text::Any),
    (&[0x55, 4, 42], "givenName", Text::Any),
    (&[0x55, 4, 43], "initials", Text::Any),
    (&[0x55, 4, 44], "generationQualifier", Text::Any),
    (&[0x55, 4, 46], "dnQualifier", Text::Printable),
    (&[0x55, 4, 65], "pseudonym", Text::Any),
    (&[0x2b, 6, 1, 5, 5, 7, 9, 2], "placeOfBirth", Text::Any),
    (&[0x2b, 6, 1, 5, 5, 7, 9, 3], "gender", Text::Printable),
    (
        &[0x2b, 6, 1, 5, 5, 7, 9, 4],
        "countryOfCitizenship",
        Text::Printable,
    ),
    (
        &[0x2b, 6, 1, 5, 5, 7, 9, 5],
        "countryOfResidence",
        Text::Printable,
    ),
    (
        &[0x2b, 6, 1, 4, 1, 0x82, 0x37, 60, 2, 1, 1],
        "jurisdictionOfIncorporationLocalityName",
        Text::Any,
    ),
    (
        &[0x2b, 6, 1, 4, 1, 0x82, 0x37, 60, 2, 1, 2],
        "jurisdictionOfIncorporationStateOrProvinceName",
        Text::Any,
    ),
    (
        &[0x2b, 6, 1, 4, 1, 0x82, 0x37, 60, 2, 1, 3],
        "jurisdictionOfIncorporationCountryName",
        Text::Printable,
    ),
    (
        &[0x09, 0x92, 0x26, 0x89, 0x93, 0xf2, 0x2c, 0x64, 1, 1],
        "UID",
        Text::Any,
    ),
    (
        &[0x09, 0x92, 0x26, 0x89, 0x93, 0xf2, 0x2c, 0x64, 1, 25],
        "DC",
        Text::Ascii,
    ),
    (
        &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 1],
        "EMAIL",
        Text::Ascii,
    ),
];

const COMMON_NAME: &[u8] = &[0x55, 4, 3];

/// A name: its text, and the common names in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Name {
    pub text: String,
    pub common_names: Vec<String>,
}

impl Name {
    /// Reads what is inside the sequence of a name.
    pub fn read(mut parts: Reader<'_>) -> Option<Self> {
        let mut name = Name::default();
        while !parts.is_empty() {
            let mut values = parts.inside(tag::SET)?;
            let mut separator = ',';
            while !values.is_empty() {
                let mut pair = values.inside(tag::SEQUENCE)?;
                let kind = pair.take(tag::OID)?;
                let value = pair.any()?;
                if !name.text.is_empty() {
                    name.text.push(separator);
                }
                separator = '+';
                name.add(kind, value);
            }
        }
        Some(name)
    }

    fn add(&mut self, kind: &[u8], value: Element<'_>) {
        let known = ATTRIBUTES.iter().find(|(id, ..)| *id == kind);
        match known {
            Some((_, word, _)) => self.text.push_str(word),
            None => self.text.push_str(&dotted(kind)),
        }
        match known.and_then(|(.., form)| text(value, *form)) {
            Some(text) => {
                self.text.push('=');
                escape(&text, &mut self.text);
                if kind == COMMON_NAME {
                    self.common_names.push(text);
                }
            }
            None => {
                self.text.push_str("=#");
                for byte in value.whole {
                    // Writing to a text cannot fail.
                    let _ = write!(self.text, "{byte:02x}");
                }
            }
        }
    }
}

/// The text of a value, where it has one of the types that it may have.
fn text(value: Element<'_>, form: Text) -> Option<String> {
    let bytes = value.content;
    let wide = |size: usize| {
        let (units, rest) = (bytes.chunks_exact(size), bytes.len() % size);
        let characters = units.map(|u| char::from_u32(u.iter().fold(0, |n, b| n << 8 | u32::from(*b))));
        (rest == 0)
            .then(|| characters.collect::<Option<String>>())
            .flatten()
    };
    match (value.tag, form) {
        (tag::PRINTABLE_STRING, Text::Any | Text::Printable)
        | (tag::UTF8_STRING, Text::Any)
        | (tag::IA5_STRING, Text::Ascii) => std::str::from_utf8(bytes).ok().map(str::to_owned),
        // In practice Latin-1.
        (tag::TELETEX_STRING, Text::Any) => Some(bytes.iter().copied().map(char::from).collect()),
        (tag::BMP_STRING, Text::Any) => wide(2),
        (tag::UNIVERSAL_STRING, Text::Any) => wide(4),
        _ => None,
    }
}

/// Escapes by the rules of RFC 4514.
fn escape(value: &str, out: &mut String) {
    let last = value.chars().count().saturating_sub(1);
    for (index, c) in value.chars().enumerate() {
        let special = match c {
            ',' | '+' | '"' | '\\' | '<' | '>' | ';' => true,
            '#' => index == 0,
            ' ' => index == 0 || index == last,
            _ => false,
        };
        match c {
            '\0' => out.push_str("\\00"),
            _ if special => out.extend(['\\', c]),
            _ => out.push(c),
        }
    }
}

/// An object identifier in figures.
fn dotted(id: &[u8]) -> String {
    let mut numbers: Vec<u64> = Vec::new();
    let mut number = 0_u64;
    for byte in id {
        number = number << 7 | u64::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            if numbers.is_empty() {
                let first = (number / 40).min(2);
                numbers.extend([first, number - first * 40]);
            } else {
                numbers.push(number);
            }
            number = 0;
        }
    }
    numbers.iter().map(u64::to_string).collect::<Vec<_>>().join(".")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_in_figures() {
        assert_eq!(dotted(&[0x55, 4, 16]), "2.5.4.16");
        assert_eq!(
            dotted(&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 2]),
            "1.2.840.113549.1.9.2"
        );
        assert_eq!(dotted(&[0x88, 0x37, 3]), "2.999.3");
    }

    #[test]
    fn texts_of_all_types() {
        let shown = |tag, content, form| {
            let value = Element {
                tag,
                content,
                whole: content,
            };
            text(value, form)
        };
        assert_eq!(
            shown(tag::BMP_STRING, b"\0h\0\xe4", Text::Any).as_deref(),
            Some("hä")
        );
        assert_eq!(
            shown(tag::TELETEX_STRING, b"h\xe4", Text::Any).as_deref(),
            Some("hä")
        );
        assert_eq!(
            shown(tag::UNIVERSAL_STRING, b"\0\0\0a", Text::Any).as_deref(),
            Some("a")
        );
        assert_eq!(shown(tag::BMP_STRING, b"\0", Text::Any), None);
        assert_eq!(shown(tag::UTF8_STRING, b"\xff", Text::Any), None);
        assert_eq!(shown(tag::UTF8_STRING, b"DE", Text::Printable), None);
        assert_eq!(shown(tag::IA5_STRING, b"x", Text::Any), None);
    }
}
