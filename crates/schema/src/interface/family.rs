//! Addresses by family.

use ferrovirt_xml::{Xml, YesNo};

use crate::common::ip::Family;

/// Addresses of a family.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Protocol {
    /// Family of addresses.
    #[xml(attr)]
    pub family: Family,
    /// Whether addresses configure themselves, IPv6.
    #[xml(flag)]
    pub autoconf: bool,
    /// Whether addresses come by DHCP.
    #[xml(child)]
    pub dhcp: Option<Dhcp>,
    /// Fixed addresses.
    #[xml(child = "ip")]
    pub ips: Vec<HostIp>,
    /// Default route.
    #[xml(child)]
    pub route: Option<HostRoute>,
}

/// Addresses by DHCP.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Dhcp {
    /// Whether DNS servers are taken from DHCP.
    #[xml(attr)]
    pub peerdns: Option<YesNo>,
}

/// A fixed address.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct HostIp {
    /// The address.
    #[xml(attr)]
    pub address: String,
    /// Length of the subnet's prefix. Unit: bits.
    #[xml(attr)]
    pub prefix: Option<u32>,
}

/// A default route.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct HostRoute {
    /// Address of the next hop.
    #[xml(attr)]
    pub gateway: String,
}
