//! Addresses by family.

use ferrovirt_xml::{Node, Xml, XmlError, YesNo};

use crate::common::ip::Family;

/// Addresses of a family.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
#[xml(whole = settle)]
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
    #[xml(child, when = has_gateway)]
    pub route: Option<HostRoute>,
}

fn has_gateway(node: Node<'_>) -> bool {
    let gateway = |route: Node<'_>| route.attr("gateway").is_some_and(|text| !text.is_empty());
    node.child("route").is_some_and(gateway)
}

#[allow(clippy::unnecessary_wraps, reason = "settling may fail")]
fn settle(protocol: &mut Protocol, _: Node<'_>) -> Result<(), XmlError> {
    protocol.ips.retain(|ip| !ip.address.is_empty());
    Ok(())
}

/// Addresses by DHCP.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Dhcp {
    /// Whether DNS servers are taken from DHCP. Default: chosen by the host.
    #[xml(attr)]
    pub peerdns: Option<YesNo>,
}

/// A fixed address.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct HostIp {
    /// The address; without one it is nothing. Default: none.
    #[xml(attr, default)]
    pub address: String,
    /// Length of the subnet's prefix. Unit: bits. Default: chosen by the host.
    #[xml(attr, any_base, drop_zero)]
    pub prefix: Option<u32>,
}

/// A default route.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct HostRoute {
    /// Address of the next hop.
    #[xml(attr)]
    pub gateway: String,
}
