//! What a network wants of the packet filter.

use ferrovirt_types::ifname::IfName;
use ipnet::IpNet;
use std::net::Ipv4Addr;

/// What one network lets through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    /// The bridge of the network.
    pub bridge: IfName,
    /// Addresses of the host on the bridge with their prefixes; the guests are in these subnets.
    pub subnets: Vec<IpNet>,
    /// Other subnets that are reached by way of guests.
    pub routed: Vec<IpNet>,
    /// How guests reach beyond the bridge.
    pub mode: Mode,
    /// Only by these interfaces; by any when empty.
    pub devices: Vec<IfName>,
}

/// How guests reach beyond the bridge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mode {
    /// Not at all.
    Isolated,
    /// As they are, and they can be reached.
    Routed,
    /// Under an address of the host.
    Nat(Nat),
}

/// How addresses are translated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nat {
    /// Ports that translated TCP and UDP connections come from.
    pub ports: PortRange,
    /// Addresses that translated connections come from; that of the outgoing interface without.
    pub addresses: Option<AddressRange>,
    /// Whether IPv6 is translated, too; otherwise it is routed.
    pub ipv6: bool,
}

/// Ports from first to last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PortRange {
    /// First port.
    pub first: u16,
    /// Last port, not below the first.
    pub last: u16,
}

impl Default for PortRange {
    /// All ports that need no privilege.
    fn default() -> Self {
        PortRange {
            first: 1024,
            last: 65535,
        }
    }
}

/// Addresses from first to last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AddressRange {
    /// First address.
    pub first: Ipv4Addr,
    /// Last address, not below the first.
    pub last: Ipv4Addr,
}
