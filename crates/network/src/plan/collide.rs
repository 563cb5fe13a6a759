//! Whether a subnet is free on this host, and else who has it. Pure.
//!
//! A subnet is taken when an address of another link lies in it, or a route to it or to a part of it
//! leads elsewhere. A route to more than it (a default route, a VPN's 10.0.0.0/8) does no harm: the
//! narrower subnet wins, as everywhere in IP.

use ferrovirt_netlink::{Address, Link, Route};
use ferrovirt_types::ifname::IfName;
use ipnet::IpNet;
use std::fmt;

/// Who has what a network wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The subnet that is wanted.
    pub wanted: IpNet,
    /// Who has it.
    pub holder: Holder,
}

/// Who has a subnet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Holder {
    /// An address of a link.
    Address {
        /// The link.
        link: String,
        /// Its address.
        address: IpNet,
    },
    /// A route.
    Route {
        /// The link that it leads over, if it is one.
        link: Option<String>,
        /// Where it leads.
        destination: IpNet,
    },
}

impl fmt::Display for Claim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is already in use by ", self.wanted.trunc())?;
        match &self.holder {
            Holder::Address { link, address } => write!(f, "interface '{link}' (address {address})"),
            Holder::Route {
                link: Some(link),
                destination,
            } => {
                write!(f, "interface '{link}' (route to {destination})")
            }
            Holder::Route {
                link: None,
                destination,
            } => write!(f, "a route to {destination}"),
        }
    }
}

/// The first of `wanted` that is taken. What the link `own` has is ours.
pub fn collision(
    wanted: &[IpNet],
    own: &IfName,
    links: &[Link],
    addresses: &[Address],
    routes: &[Route],
) -> Option<Claim> {
    let name = |index: u32| links.iter().find(|l| l.index == index).map(|l| l.name.as_str());
    let is_own = |index: u32| name(index) == Some(own.as_str());
    for net in wanted {
        let subnet = net.trunc();
        let address = addresses
            .iter()
            .find(|a| !is_own(a.link) && subnet.contains(&a.net.addr()));
        if let Some(found) = address {
            let link = name(found.link).unwrap_or("?").to_owned();
            return Some(Claim {
                wanted: *net,
                holder: Holder::Address {
                    link,
                    address: found.net,
                },
            });
        }
        let route = routes
            .iter()
            .find(|r| !r.link.is_some_and(is_own) && subnet.contains(&r.destination));
        if let Some(found) = route {
            let link = found.link.and_then(name).map(str::to_owned);
            return Some(Claim {
                wanted: *net,
                holder: Holder::Route {
                    link,
                    destination: found.destination,
                },
            });
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrovirt_netlink::{LinkKind, LinkStats};

    fn link(index: u32, name: &str) -> Link {
        Link {
            index,
            name: name.into(),
            kind: LinkKind::Other,
            up: true,
            mac: None,
            mtu: 1500,
            master: None,
            stats: LinkStats::default(),
        }
    }

    fn check(wanted: &str, addresses: &[(u32, &str)], routes: &[(u32, &str)]) -> Option<String> {
        let addresses: Vec<Address> = addresses
            .iter()
            .map(|(link, net)| Address {
                link: *link,
                net: net.parse().unwrap(),
            })
            .collect();
        let routes: Vec<Route> = routes
            .iter()
            .map(|(link, net)| Route {
                destination: net.parse().unwrap(),
                gateway: None,
                link: Some(*link),
            })
            .collect();
        let links = [link(2, "eth0"), link(3, "virbr0")];
        collision(
            &[wanted.parse().unwrap()],
            &"virbr0".parse().unwrap(),
            &links,
            &addresses,
            &routes,
        )
        .map(|c| c.to_string())
    }

    #[test]
    fn taken_by_an_address_or_a_route() {
        let by = check("192.168.122.1/24", &[(2, "192.168.122.7/24")], &[]).unwrap();
        assert_eq!(
            by,
            "192.168.122.0/24 is already in use by interface 'eth0' (address 192.168.122.7/24)"
        );
        let by = check("192.168.122.1/24", &[], &[(2, "192.168.122.128/25")]).unwrap();
        assert!(by.contains("eth0") && by.contains("192.168.122.128/25"), "{by}");
        assert!(check("10.1.0.1/16", &[(2, "10.1.2.3/8")], &[]).is_some());
        assert!(check("fd00::1/64", &[(2, "fd00::9/64")], &[]).is_some());
    }

    #[test]
    fn broader_routes_and_our_own_do_no_harm() {
        assert_eq!(
            check(
                "10.77.0.1/24",
                &[(2, "10.0.0.5/8")],
                &[(2, "10.0.0.0/8"), (2, "0.0.0.0/0")]
            ),
            None
        );
        assert_eq!(
            check("10.77.0.1/24", &[(3, "10.77.0.1/24")], &[(3, "10.77.0.0/24")]),
            None
        );
        assert_eq!(check("fd00::1/64", &[(2, "10.0.0.5/8")], &[(2, "::/0")]), None);
    }
}
