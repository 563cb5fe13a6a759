//! USB devices of whoever looks at the guest's display.

use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_xml::{
    Invalid, Node, Sink, UpperHex, Value, ValueShape, Xml, XmlError, XmlErrorKind, YesNo, words,
};

use crate::common::chardev::{CharLog, CharSource};
use crate::domain::devices::info::DeviceInfo;

words! {
    /// What a redirected device is attached to.
    pub enum RedirBus: unsupported {
        Usb = "usb",
    }
}

/// A USB device of whoever looks at the display.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
#[xml(whole = redirdev_whole)]
pub struct RedirDev {
    /// Bus: usb. Default: needed.
    #[xml(attr, required)]
    pub bus: Option<RedirBus>,
    /// What it is connected to.
    #[xml(flatten)]
    pub source: CharSource,
    /// Copy of what passes.
    #[xml(child, once = ErrorNumber::XmlError)]
    pub log: Option<CharLog>,
    /// Boot order, alias, address.
    #[xml(flatten)]
    pub info: DeviceInfo,
}

fn redirdev_whole(_: &RedirDev, node: Node<'_>) -> Result<(), XmlError> {
    match node.attr("type") {
        None => Err(node.error(XmlErrorKind::Missing {
            what: "attribute",
            name: "type".into(),
            code: Some(ErrorNumber::InternalError),
        })),
        Some(_) => Ok(()),
    }
}

/// Which redirected devices are allowed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct RedirFilter {
    /// Rules in order; the first that matches decides.
    #[xml(child = "usbdev")]
    pub rules: Vec<RedirRule>,
}

/// A rule; what is not given matches any.
#[derive(Debug, Clone, PartialEq, Eq, Xml)]
pub struct RedirRule {
    /// Class of the device. Default: any.
    #[xml(attr)]
    pub class: Option<UpperHex<u8, 2>>,
    /// Number of the maker. Default: any.
    #[xml(attr)]
    pub vendor: Option<UpperHex<u16, 4>>,
    /// Number of the product. Default: any.
    #[xml(attr)]
    pub product: Option<UpperHex<u16, 4>>,
    /// Version of the device. Default: any.
    #[xml(attr)]
    pub version: Option<UsbVersion>,
    /// Whether it is let in.
    #[xml(attr)]
    pub allow: YesNo,
}

/// A version as USB has them, in BCD: 0x0110 is `1.10`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct UsbVersion(pub u16);

impl Value for UsbVersion {
    fn parse(text: &str) -> Result<Self, Invalid> {
        let expected = || Invalid::expected("a version such as 1.10");
        let digit = |text: &str| -> Option<u16> {
            (1..=2)
                .contains(&text.len())
                .then(|| u16::from_str_radix(text, 16).ok())?
        };
        let (major, minor) = text.split_once('.').ok_or_else(expected)?;
        let major = digit(major).ok_or_else(expected)?;
        let minor = match minor.len() {
            1 => digit(minor).map(|m| m << 4),
            _ => digit(minor),
        };
        Ok(UsbVersion(major << 8 | minor.ok_or_else(expected)?))
    }
    fn print(&self, out: &mut Sink<'_>) {
        out.display(format_args!("{:x}.{:02x}", self.0 >> 8, self.0 & 0xff));
    }
    fn shape() -> ValueShape {
        ValueShape::Form {
            name: "version of USB",
            pattern: "^[0-9a-f]{1,2}\\.[0-9a-f]{2}$",
            samples: &["1.10", "2.00"],
        }
    }
}
