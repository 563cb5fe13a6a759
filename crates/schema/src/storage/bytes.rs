//! Sizes, read in any unit and printed in bytes.

use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_xml::{FromXml, Node, Shape, Shaped, ToXml, Writer, XmlError, XmlErrorKind};

/// A number of bytes: `<capacity unit='GiB'>1</capacity>`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Bytes(pub u64);

impl FromXml for Bytes {
    fn from_xml(node: Node<'_>) -> Result<Self, XmlError> {
        let number: u64 = node.text_value()?;
        let unit = node.attr("unit").unwrap_or("bytes");
        let scale = scale_of(unit).ok_or_else(|| {
            let why = ferrovirt_xml::Invalid::expected("a unit such as 'bytes', 'KiB', 'MB' or 'G'")
                .coded(ErrorNumber::InvalidArg);
            node.attr_error(
                "unit",
                XmlErrorKind::Invalid {
                    found: unit.to_owned(),
                    why,
                },
            )
        })?;
        number.checked_mul(scale).map(Bytes).ok_or_else(|| {
            node.error(XmlErrorKind::Coded {
                code: ErrorNumber::Overflow,
                message: format!("{number} {unit} is more than a size can be"),
            })
        })
    }
}

impl ToXml for Bytes {
    fn write_attrs(&self, out: &mut Writer) {
        out.attr_str("unit", "bytes");
    }

    fn write_children(&self, out: &mut Writer) {
        out.text(&self.0);
    }
}

/// Bytes in a unit: a letter alone and `…iB` count by 1024, `…B` by 1000.
pub(crate) fn scale_of(unit: &str) -> Option<u64> {
    let lower = unit.to_ascii_lowercase();
    if matches!(lower.as_str(), "" | "b" | "byte" | "bytes") {
        return Some(1);
    }
    let power = 1 + "kmgtpe".find(lower.chars().next()?)? as u32;
    match lower.get(1..)? {
        "" | "ib" => 1024u64.checked_pow(power),
        "b" => 1000u64.checked_pow(power),
        _ => None,
    }
}

impl Shaped for Bytes {
    fn shape() -> &'static Shape {
        static SHAPE: Shape = crate::common::size::bytes_shape("Bytes");
        &SHAPE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units() {
        for (unit, scale) in [
            ("bytes", 1),
            ("k", 1024),
            ("KiB", 1024),
            ("KB", 1000),
            ("G", 1 << 30),
            ("GB", 1_000_000_000),
            ("EiB", 1 << 60),
        ] {
            assert_eq!(scale_of(unit), Some(scale), "{unit}");
        }
        for unit in ["x", "kk", "iB", "é", "Kibi"] {
            assert_eq!(scale_of(unit), None, "{unit}");
        }
    }
}
