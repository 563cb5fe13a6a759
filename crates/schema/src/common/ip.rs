//! Addresses and routes given to an interface.

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
    #[xml(attr)]
    pub address: Ip,
    #[xml(attr)]
    pub family: Option<Family>,
    #[xml(attr)]
    pub prefix: Option<u32>,
    #[xml(attr)]
    pub peer: Option<Ip>,
}

/// `<route>`
#[derive(Debug, Clone, PartialEq, Eq, Xml)]
pub struct Route {
    #[xml(attr)]
    pub family: Option<Family>,
    #[xml(attr)]
    pub address: Option<Ip>,
    #[xml(attr)]
    pub netmask: Option<Ip>,
    #[xml(attr)]
    pub prefix: Option<u32>,
    #[xml(attr)]
    pub gateway: Option<Ip>,
    #[xml(attr)]
    pub metric: Option<u32>,
}
