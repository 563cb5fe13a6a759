//! The document.

use super::{Bridge, Dns, Domain, Forward, Ip, MacAddress, Mtu, Port, PortGroup};
use crate::common::bandwidth::{Bandwidth, has_rates};
use crate::common::ip::Route;
use crate::common::virtualport::VirtualPort;
use crate::common::vlan::Vlan;
use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_xml::{Node, RawElement, Xml, YesNo};
use uuid::Uuid;

/// A network.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Network {
    /// Guest interfaces that are plugged in; only of a running network.
    #[xml(attr)]
    pub connections: Option<u32>,
    /// Whether guests may use IPv6 among each other where the host has no IPv6 address.
    #[xml(attr, blank)]
    pub ipv6: Option<YesNo>,
    /// Whether guests may choose what their device receives.
    #[xml(attr = "trustGuestRxFilters")]
    pub trust_guest_rx_filters: Option<YesNo>,
    /// Unique name.
    #[xml(leaf, missing = ErrorNumber::NoName)]
    pub name: String,
    /// Unique identity.
    #[xml(leaf, invalid = ErrorNumber::InternalError)]
    pub uuid: Option<Uuid>,
    /// A short text for people.
    #[xml(leaf)]
    pub title: Option<String>,
    /// A long text for people.
    #[xml(leaf)]
    pub description: Option<String>,
    /// What applications keep here.
    #[xml(raw)]
    pub metadata: Option<RawElement>,
    /// How guests reach beyond the bridge; not at all without.
    #[xml(child)]
    pub forward: Option<Forward>,
    /// The bridge.
    #[xml(child)]
    pub bridge: Option<Bridge>,
    /// Largest packet.
    #[xml(child, when = has_mtu)]
    pub mtu: Option<Mtu>,
    /// MAC address of the bridge.
    #[xml(child, when = has_mac)]
    pub mac: Option<MacAddress>,
    /// DNS domain of the guests.
    #[xml(child, when = has_domain)]
    pub domain: Option<Domain>,
    /// Names.
    #[xml(child, sparse)]
    pub dns: Option<Dns>,
    /// VLAN of the guests.
    #[xml(child)]
    pub vlan: Option<Vlan>,
    /// Limits of the whole network.
    #[xml(child, open, when = has_rates)]
    pub bandwidth: Option<Bandwidth>,
    /// Behaviour of all ports.
    #[xml(child, sparse)]
    pub port: Option<Port>,
    /// Addresses of the host and what is served in their subnets.
    #[xml(child = "ip", key = "@address")]
    pub ips: Vec<Ip>,
    /// Routes that lead over guests.
    #[xml(child = "route")]
    pub routes: Vec<Route>,
    /// Registration with a switch.
    #[xml(child = "virtualport")]
    pub virtual_port: Option<VirtualPort>,
    /// Kinds of ports that guests choose from.
    #[xml(child = "portgroup", key = "@name")]
    pub portgroups: Vec<PortGroup>,
    /// Lines for dnsmasq.
    #[xml(
        child = "option",
        of = "options",
        space = "http://libvirt.org/schemas/network/dnsmasq/1.0",
        prefix = "dnsmasq"
    )]
    pub dnsmasq_options: Vec<DnsmasqOption>,
}

/// A hardware address without an address is none.
fn has_mac(node: Node<'_>) -> bool {
    says(node, "mac", "address", &[""])
}

/// So is a domain without a name,
fn has_domain(node: Node<'_>) -> bool {
    says(node, "domain", "name", &[""])
}

/// and a size of nothing.
fn has_mtu(node: Node<'_>) -> bool {
    says(node, "mtu", "size", &["", "0"])
}

fn says(node: Node<'_>, child: &str, attr: &str, nothing: &[&str]) -> bool {
    let value = node.child(child).and_then(|child| child.attr(attr));
    value.is_some_and(|value| !nothing.contains(&value))
}

crate::document!(Network, "network");

/// A line for dnsmasq.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct DnsmasqOption {
    /// The line.
    #[xml(attr)]
    pub value: String,
}
