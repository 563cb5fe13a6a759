//! Addresses and routes given to an interface.

use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_xml::{Invalid, Sink, Value, ValueShape, Xml, words};
use std::net::{IpAddr, Ipv4Addr};

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
        address(text)
            .map(Ip)
            .ok_or_else(|| Invalid::expected("an IP address"))
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

/// An address as the C library reads it: one of IPv4 may have fewer than four numbers, of which the last fills
/// the rest, and they may be octal or hexadecimal.
pub(crate) fn address(text: &str) -> Option<IpAddr> {
    text.parse().ok().or_else(|| short_ipv4(text).map(IpAddr::V4))
}

fn short_ipv4(text: &str) -> Option<Ipv4Addr> {
    let number = |digits: &str| {
        let (digits, radix) = match digits.strip_prefix("0x").or(digits.strip_prefix("0X")) {
            Some(rest) => (rest, 16),
            None if digits.starts_with('0') => (digits, 8),
            None => (digits, 10),
        };
        let plain = !digits.starts_with('+');
        u32::from_str_radix(digits, radix).ok().filter(|_| plain)
    };
    let numbers: Vec<u32> = text.splitn(5, '.').map(number).collect::<Option<_>>()?;
    let (last, first) = numbers.split_last()?;
    let rest = 8 * (4 - u32::try_from(first.len()).ok().filter(|n| *n < 4)?);
    if first.iter().any(|n| *n > 255) || u64::from(*last) >> rest != 0 {
        return None;
    }
    let high = first.iter().fold(0_u64, |high, n| high << 8 | u64::from(*n));
    u32::try_from(high << rest | u64::from(*last))
        .ok()
        .map(Ipv4Addr::from)
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
    /// Length of the subnet's prefix. Unit: bits. Default: 64 for IPv6, by the class of the address for IPv4.
    #[xml(attr)]
    pub prefix: Option<u32>,
    /// Address of the other end of a point-to-point link. Default: none. Since 2.1.
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
    /// Mask of that network. Default: none.
    #[xml(attr)]
    pub netmask: Option<Ip>,
    /// Length of that network's prefix. Unit: bits. Default: 64 for IPv6, by the class of the address for
    /// IPv4.
    #[xml(attr)]
    pub prefix: Option<u32>,
    /// Address of the next hop. Default: needed.
    #[xml(attr, required)]
    pub gateway: Option<Ip>,
    /// Cost of the route; the least wins. Unit: hops. Default: 1.
    #[xml(attr)]
    pub metric: Option<u32>,
}
