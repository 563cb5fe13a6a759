//! What it takes to run a network on the host: the pure middle between a document and its effects.

mod build;
mod check;
mod collide;
mod subnet;

pub use build::Means;
pub(crate) use build::{isolated, limits, vlans};
pub(crate) use check::check;
pub use collide::{Claim, Holder, alternative, collision};
pub use subnet::{Bootp, DhcpHost, DhcpRange, LeaseTime, Subnet};

use crate::dnsmasq::Service;
use ferrovirt_driver::attach::Limits;
use ferrovirt_firewall::Rules;
use ferrovirt_netlink::BridgeOptions;
use ferrovirt_types::ifname::IfName;
use ipnet::IpNet;
use std::net::IpAddr;

/// A network with a bridge of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Name of the network.
    pub name: String,
    /// The bridge.
    pub bridge: IfName,
    /// How the bridge is made.
    pub options: BridgeOptions,
    /// Addresses of the host on the bridge.
    pub addresses: Vec<IpNet>,
    /// Routes that lead over guests.
    pub routes: Vec<StaticRoute>,
    /// What the packet filter lets through; nothing is filtered without.
    pub rules: Option<Rules>,
    /// DHCP and DNS, where there is any.
    pub service: Option<Service>,
    /// Limits of what the host sends to and takes from the bridge.
    pub limits: Limits,
}

/// A route that leads over a guest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StaticRoute {
    /// Where it leads.
    pub destination: IpNet,
    /// The guest's address.
    pub gateway: IpAddr,
    /// Preference; lower is better.
    pub metric: Option<u32>,
}

impl Plan {
    /// Whether the host has to forward packets of this family between the bridge and its other links.
    pub fn forwards(&self, ipv6: bool) -> bool {
        let beyond = match &self.rules {
            Some(rules) => rules.mode != ferrovirt_firewall::Mode::Isolated,
            None => true,
        };
        beyond && self.addresses.iter().any(|a| a.addr().is_ipv6() == ipv6)
    }

    /// Whether the host has an IPv6 address on the bridge.
    pub fn has_ipv6(&self) -> bool {
        self.addresses.iter().any(|a| a.addr().is_ipv6())
    }
}
