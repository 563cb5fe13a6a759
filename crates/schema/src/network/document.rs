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
    /// Guest interfaces that are plugged in; only of a running network. Unit: interfaces. Default: reported.
    /// Since 0.10.0.
    #[xml(attr)]
    pub connections: Option<u32>,
    /// Whether guests may use IPv6 among each other where the host has no IPv6 address. Default: no.
    /// Since 1.0.1.
    #[xml(attr, blank)]
    pub ipv6: Option<YesNo>,
    /// Whether guests may choose what their device receives. Default: no. Since 1.2.10.
    #[xml(attr = "trustGuestRxFilters")]
    pub trust_guest_rx_filters: Option<YesNo>,
    /// Unique name.
    #[xml(leaf, missing = ErrorNumber::NoName)]
    pub name: String,
    /// Unique identity. Default: made up.
    #[xml(leaf, invalid = ErrorNumber::InternalError)]
    pub uuid: Option<Uuid>,
    /// A short text for people. Default: none. Since 9.7.
    #[xml(leaf)]
    pub title: Option<String>,
    /// A long text for people. Default: none. Since 9.7.
    #[xml(leaf)]
    pub description: Option<String>,
    /// What applications keep here. Since 2.1.0.
    #[xml(raw)]
    pub metadata: Option<RawElement>,
    /// How guests reach beyond the bridge. Default: not at all.
    #[xml(child)]
    pub forward: Option<Forward>,
    /// The bridge.
    #[xml(child)]
    pub bridge: Option<Bridge>,
    /// Largest packet. Default: that of the kind of device, mostly 1500. Since 3.1.0.
    #[xml(child, when = has_mtu)]
    pub mtu: Option<Mtu>,
    /// MAC address of the bridge. Default: made up. Since 0.8.8.
    #[xml(child, when = has_mac)]
    pub mac: Option<MacAddress>,
    /// DNS domain of the guests. Since 0.4.5.
    #[xml(child, when = has_domain)]
    pub domain: Option<Domain>,
    /// Names. Since 0.9.3.
    #[xml(child, sparse)]
    pub dns: Option<Dns>,
    /// VLAN of the guests. Since 0.10.0.
    #[xml(child)]
    pub vlan: Option<Vlan>,
    /// Limits of the whole network. Since 0.9.4.
    #[xml(child, open, when = has_rates)]
    pub bandwidth: Option<Bandwidth>,
    /// Behaviour of all ports. Since 6.1.0.
    #[xml(child, sparse)]
    pub port: Option<Port>,
    /// Addresses of the host and what is served in their subnets.
    #[xml(child = "ip", key = "@address")]
    pub ips: Vec<Ip>,
    /// Routes that lead over guests. Since 1.0.6.
    #[xml(child = "route")]
    pub routes: Vec<Route>,
    /// Registration with a switch.
    #[xml(child = "virtualport")]
    pub virtual_port: Option<VirtualPort>,
    /// Kinds of ports that guests choose from. Since 0.9.4. Live.
    #[xml(child = "portgroup", key = "@name")]
    pub portgroups: Vec<PortGroup>,
    /// Lines for dnsmasq. Since 5.6.0.
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
