//! Addresses of the host on the bridge.

use super::{Dhcp, Tftp};
use crate::common::ip::{Family, Ip as Address};
use ferrovirt_xml::{FromXml, Node, Shape, Shaped, ToXml, Writer, Xml, XmlError, YesNo};

/// `<ip>`
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Ip {
    /// Family of the address. Default: ipv4. Since 0.8.7.
    #[xml(attr, blank)]
    pub family: Option<Family>,
    /// The host's address. Default: none.
    #[xml(attr)]
    pub address: Option<Address>,
    /// Mask of the subnet. Default: by the prefix, else by the class of the address.
    #[xml(attr, blank)]
    pub netmask: Option<Address>,
    /// Length of the subnet's prefix. Unit: bits. Default: by the netmask, else by the class of the address.
    /// Since 0.8.7.
    #[xml(attr, drop_zero)]
    pub prefix: Option<u32>,
    /// Whether reverse look-ups of the subnet stay here. Default: no. Since 3.0.0.
    #[xml(attr = "localPtr")]
    pub local_ptr: Option<YesNo>,
    /// It is printed open and close.
    #[xml(flatten)]
    pub body: Body,
    /// Files to boot from. Since 0.7.1.
    #[xml(child, sparse)]
    pub tftp: Option<Tftp>,
    /// Addresses for guests.
    #[xml(child, sparse)]
    pub dhcp: Option<Dhcp>,
}

/// Makes the element around it print as `<e>` and `</e>` although it may be empty, as this format does
/// for a few.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Body;

impl FromXml for Body {
    fn from_xml(_: Node<'_>) -> Result<Self, XmlError> {
        Ok(Body)
    }
}

impl ToXml for Body {
    fn write_attrs(&self, _: &mut Writer) {}
    fn write_children(&self, out: &mut Writer) {
        out.body();
    }
}

impl Shaped for Body {
    fn shape() -> &'static Shape {
        static SHAPE: Shape = Shape {
            name: "Body",
            doc: "",
            body: ferrovirt_xml::Body::Parts(&[]),
        };
        &SHAPE
    }
}
