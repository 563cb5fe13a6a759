//! Sizes with units. In memory they are plain numbers of KiB or bytes.

use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_xml::{
    About, Body, Content, Count, FromXml, Invalid, Node, Part, Role, Shape, Shaped, Sink, ToXml, Value,
    ValueShape, Writer, XmlError, XmlErrorKind,
};

/// A size in KiB: `<memory unit='KiB'>1024</memory>`. Other units are read and rounded up.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Kib(pub u64);

/// A size in bytes: `<capacity unit='bytes'>1024</capacity>`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Bytes(pub u64);

/// A size in bytes that prints in the largest unit in which it is whole.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PrettyBytes(pub u64);

/// The same, where a number without a unit is one of MiB.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PrettyMib(pub u64);

/// A size in bytes that prints in MiB under libvirt's old name of that unit, `M`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Mib(pub u64);

impl Kib {
    /// The size in bytes.
    pub fn bytes(self) -> u64 {
        self.0.saturating_mul(1024)
    }
}

const KIB: u64 = 1024;

/// Bytes in one of a unit, as libvirt names them: `KiB` and `K` are 1024, `KB` is 1000.
pub fn unit_bytes(unit: &str) -> Option<u64> {
    let lower = unit.to_ascii_lowercase();
    if matches!(lower.as_str(), "b" | "byte" | "bytes") {
        return Some(1);
    }
    let mut letters = lower.chars();
    let power = "kmgtpe".find(letters.next()?)? as u32 + 1;
    match letters.as_str() {
        "" | "ib" => Some(1024u64.pow(power)),
        "b" => Some(1000u64.pow(power)),
        _ => None,
    }
}

/// The name of a unit of memory; the shape of the attribute `unit`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit(pub String);

impl Value for Unit {
    fn parse(text: &str) -> Result<Self, Invalid> {
        match unit_bytes(text) {
            Some(_) => Ok(Unit(text.to_owned())),
            None => Err(unknown_unit(text)),
        }
    }
    fn print(&self, out: &mut Sink<'_>) {
        out.text(&self.0);
    }
    fn shape() -> ValueShape {
        ValueShape::Form {
            name: "unit of memory",
            pattern: "^([bB]|bytes?|[kKmMgGtTpPeE]([iI]?[bB])?)$",
            samples: &["bytes", "KiB", "MiB", "K"],
        }
    }
}

fn unknown_unit(unit: &str) -> Invalid {
    let mut why = Invalid::expected("a unit: bytes, KiB, MiB, GiB, TiB, PiB, EiB or KB, MB, …")
        .coded(ErrorNumber::InvalidArg);
    why.nearest = ferrovirt_xml::nearest(unit, ["bytes", "KiB", "MiB", "GiB", "TiB"].into_iter());
    why
}

/// The parts of a number with a unit, which is `unit` where none is given.
const fn size_parts(unit: &'static str) -> [Part; 2] {
    [
        Part::new(Role::Attr, "unit", Count::Optional, Content::value::<Unit>())
            .doc("Unit of the number.")
            .default(unit),
        Part::new(Role::Text, "text", Count::Required, Content::value::<u64>())
            .doc("The number of units.")
            .unit(About::UNIT_BESIDE),
    ]
}

static IN_BYTES: [Part; 2] = size_parts("bytes");
static IN_KIB: [Part; 2] = size_parts("KiB");
static IN_MIB: [Part; 2] = size_parts("MiB");

/// The shape of a number with a unit.
const fn size_shape(name: &'static str, parts: &'static [Part]) -> Shape {
    Shape {
        name,
        doc: "A size with its unit.",
        body: Body::Parts(parts),
    }
}

/// The shape of a number that is in bytes where no unit is given.
pub(crate) const fn bytes_shape(name: &'static str) -> Shape {
    size_shape(name, &IN_BYTES)
}

/// Reads a number with a unit into bytes. `default` is bytes of the unit that is meant without one.
pub(crate) fn scaled(node: Node<'_>, text: &str, unit: Option<&str>, default: u64) -> Result<u64, XmlError> {
    let invalid = |found: &str, what: &'static str| {
        node.error(XmlErrorKind::Invalid {
            found: found.to_owned(),
            why: Invalid::expected(what),
        })
    };
    let number = u64::parse(text).map_err(|_| invalid(text, "a size"))?;
    let scale = match unit {
        None | Some("") => default,
        Some(unit) => unit_bytes(unit).ok_or_else(|| {
            let (found, why) = (unit.to_owned(), unknown_unit(unit));
            node.attr_error("unit", XmlErrorKind::Invalid { found, why })
        })?,
    };
    number
        .checked_mul(scale)
        .ok_or_else(|| invalid(text, "a size below 16 EiB"))
}

fn element(node: Node<'_>, default: u64) -> Result<u64, XmlError> {
    scaled(node, &node.text(), node.attr("unit"), default)
}

/// The largest unit in which a number of bytes is whole.
pub(crate) fn pretty(bytes: u64) -> (u64, &'static str) {
    let units = ["bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];
    let mut rest = bytes;
    let mut unit = 0;
    while rest != 0 && rest.is_multiple_of(1024) && unit + 1 < units.len() {
        rest /= 1024;
        unit += 1;
    }
    (rest, units[unit])
}

impl FromXml for Kib {
    fn from_xml(node: Node<'_>) -> Result<Self, XmlError> {
        element(node, KIB).map(|bytes| Kib(bytes.div_ceil(KIB)))
    }
}

impl ToXml for Kib {
    fn write_attrs(&self, out: &mut Writer) {
        out.attr_str("unit", "KiB");
    }
    fn write_children(&self, out: &mut Writer) {
        out.text(&self.0);
    }
}

impl FromXml for Bytes {
    fn from_xml(node: Node<'_>) -> Result<Self, XmlError> {
        element(node, 1).map(Bytes)
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

impl FromXml for PrettyBytes {
    fn from_xml(node: Node<'_>) -> Result<Self, XmlError> {
        element(node, 1).map(PrettyBytes)
    }
}

impl ToXml for PrettyBytes {
    fn write_attrs(&self, out: &mut Writer) {
        out.attr_str("unit", pretty(self.0).1);
    }
    fn write_children(&self, out: &mut Writer) {
        out.text(&pretty(self.0).0);
    }
}

impl FromXml for PrettyMib {
    fn from_xml(node: Node<'_>) -> Result<Self, XmlError> {
        element(node, KIB * KIB).map(PrettyMib)
    }
}

impl ToXml for PrettyMib {
    fn write_attrs(&self, out: &mut Writer) {
        out.attr_str("unit", pretty(self.0).1);
    }
    fn write_children(&self, out: &mut Writer) {
        out.text(&pretty(self.0).0);
    }
}

impl FromXml for Mib {
    fn from_xml(node: Node<'_>) -> Result<Self, XmlError> {
        element(node, 1).map(Mib)
    }
}

impl ToXml for Mib {
    fn write_attrs(&self, out: &mut Writer) {
        out.attr_str("unit", "M");
    }
    fn write_children(&self, out: &mut Writer) {
        out.text(&(self.0 >> 20));
    }
}

macro_rules! size_shaped {
    ($($name:ident $parts:ident),*) => {$(
        impl Shaped for $name {
            fn shape() -> &'static Shape {
                static SHAPE: Shape = size_shape(stringify!($name), &$parts);
                &SHAPE
            }
        }
    )*};
}
size_shaped!(Kib IN_KIB, Bytes IN_BYTES, PrettyBytes IN_BYTES, PrettyMib IN_MIB, Mib IN_MIB);

/// Defines a pair of attributes, a size and its unit.
macro_rules! size_attrs {
    ($(#[$meta:meta])* $name:ident, $attr:literal, $unit:literal, $scale:expr, $print:expr) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub u64);

        impl FromXml for $name {
            fn from_xml(node: Node<'_>) -> Result<Self, XmlError> {
                let text = node.attr($attr).ok_or_else(|| node.missing("attribute", $attr))?;
                let scale: u64 = $scale;
                scaled(node, text, node.attr("unit"), scale).map(|bytes| $name(bytes.div_ceil(scale)))
            }
        }

        impl ToXml for $name {
            fn write_attrs(&self, out: &mut Writer) {
                let (number, unit): (u64, &str) = $print(self.0);
                out.attr($attr, &number);
                out.attr_str("unit", unit);
            }
            fn write_children(&self, _: &mut Writer) {}
        }

        impl Shaped for $name {
            fn shape() -> &'static Shape {
                static SHAPE: Shape = Shape {
                    name: stringify!($name),
                    doc: "A size with its unit.",
                    body: Body::Parts(&[
                        Part::new(Role::Attr, $attr, Count::Required, Content::value::<u64>())
                            .doc("The number of units.")
                            .unit(About::UNIT_BESIDE),
                        Part::new(Role::Attr, "unit", Count::Optional, Content::value::<Unit>())
                            .doc("Unit of the number.")
                            .default($unit),
                    ]),
                };
                &SHAPE
            }
        }
    };
}

size_attrs!(
    /// `size='2048' unit='KiB'`, in KiB.
    SizeKib, "size", "KiB", KIB, |n| (n, "KiB")
);
size_attrs!(
    /// `memory='1048576' unit='KiB'`, in KiB.
    MemoryKib, "memory", "KiB", KIB, |n| (n, "KiB")
);
size_attrs!(
    /// `size='768' unit='KiB'`, in bytes, printed in the largest unit in which it is whole.
    SizePretty, "size", "bytes", 1, pretty
);
size_attrs!(
    /// `value='10' unit='KiB'`, in KiB.
    ValueKib, "value", "KiB", KIB, |n| (n, "KiB")
);
size_attrs!(
    /// `value='64' unit='B'`, in bytes.
    ValueBytes, "value", "bytes", 1, |n| (n, "B")
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units() {
        for (unit, bytes) in [
            ("b", 1),
            ("KiB", 1024),
            ("k", 1024),
            ("KB", 1000),
            ("MiB", 1 << 20),
            ("G", 1 << 30),
        ] {
            assert_eq!(unit_bytes(unit), Some(bytes), "{unit}");
        }
        assert_eq!(unit_bytes("KiBi"), None);
        assert_eq!(unit_bytes(""), None);
        assert_eq!(pretty(3 << 20), (3, "MiB"));
        assert_eq!(pretty(0), (0, "bytes"));
    }
}
