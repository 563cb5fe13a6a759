//! Addresses and routes given to an interface.

use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_xml::{Invalid, Sink, Value, ValueShape, Xml, words};
use std::net::IpAddr;

words! {
    /// Family of addresses.
    pub enum Family {
        Ipv4 = "ipv4",
        Ipv6 = "ipv6",
    }
}

/// An IP address; prints as it is usually written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ip(pub IpAddr);

impl Value for Ip {
    fn parse(text: &str) -> Result<Self, Invalid> {
        text.parse()
            .map(Ip)
            .map_err(|_| Invalid::expected("an IP address"))
    }
    fn print(&self, out: &mut Sink<'_>) {
        out.display(self.0);
    }
    fn shape() -> ValueShape {
        ValueShape::Form {
            name: "IP address",
            pattern: "^[0-9a-fA-F.:]+$",
            samples: &["192.168.122.1", "10.0.0.9", "2001:db8::1"],
        }
    }
}

/// `<ip>` of an interface.
#[derive(Debug, Clone, PartialEq, Eq, Xml)]
pub struct InterfaceIp {
    /// The address.
    #[xml(attr)]
    pub address: Ip,
    /// Its family. Default: ipv4.
    #[xml(attr)]
    pub family: Option<Family>,
    /// Length of the subnet's prefix. Unit: bits.
    #[xml(attr)]
    pub prefix: Option<u32>,
    /// Address of the other end of a point-to-point link.
    #[xml(attr, invalid = ErrorNumber::InvalidArg)]
    pub peer: Option<Ip>,
}

/// `<route>`
#[derive(Debug, Clone, PartialEq, Eq, Xml)]
pub struct Route {
    /// Family of the addresses. Default: ipv4.
    #[xml(attr)]
    pub family: Option<Family>,
    /// Network that is reached. Default: every address.
    #[xml(attr)]
    pub address: Option<Ip>,
    /// Mask of that network.
    #[xml(attr)]
    pub netmask: Option<Ip>,
    /// Length of that network's prefix. Unit: bits.
    #[xml(attr)]
    pub prefix: Option<u32>,
    /// Address of the next hop.
    #[xml(attr, required)]
    pub gateway: Option<Ip>,
    /// Cost of the route; the least wins.
    #[xml(attr)]
    pub metric: Option<u32>,
}
