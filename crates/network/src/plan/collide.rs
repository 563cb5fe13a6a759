//! Whether a subnet is free on this host, and else who has it. Pure.
//!
//! A subnet is taken when an address of another link lies in it, or a route to it or to a part of it
//! leads elsewhere. A route to more than it (a default route, a VPN's 10.0.0.0/8) does no harm: the
//! narrower subnet wins, as everywhere in IP.

use ferrovirt_netlink::{Address, Link, Route};
use ferrovirt_types::ifname::IfName;
use ipnet::{IpNet, Ipv4Net};
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

/// Private IPv4 subnets that are looked through for a free one, by RFC 1918.
const PRIVATE: [([u8; 4], u8); 2] = [([192, 168, 0, 0], 16), ([10, 0, 0, 0], 8)];
/// Subnets that are looked at before giving up.
const TRIES: usize = 4096;

/// A subnet of the same size as `wanted` that nobody has and that is not one of `reserved`, with the
/// host's address at the same place in it. For IPv4 only: of IPv6 subnets everybody can make one.
pub fn alternative(
    wanted: IpNet,
    addresses: &[Address],
    routes: &[Route],
    reserved: &[IpNet],
) -> Option<IpNet> {
    let IpNet::V4(wanted) = wanted else { return None };
    let meets = |a: &IpNet, b: &IpNet| a.contains(&b.network()) || b.contains(&a.network());
    let is_free = |net: &IpNet| {
        let held = addresses.iter().map(|a| &a.net).chain(reserved);
        let routed = routes
            .iter()
            .map(|r| &r.destination)
            .filter(|d| d.prefix_len() > 8);
        !held.chain(routed).any(|other| meets(net, &other.trunc()))
    };
    let place = wanted.addr().to_bits() - wanted.network().to_bits();
    PRIVATE.iter().find_map(|(address, prefix)| {
        let range = Ipv4Net::new((*address).into(), *prefix).ok()?;
        if wanted.prefix_len() < *prefix {
            return None;
        }
        let mut subnets: Vec<Ipv4Net> = range.subnets(wanted.prefix_len()).ok()?.take(TRIES).collect();
        // Those after the wanted one come first, so that the answer looks like the question.
        let after = subnets.iter().position(|net| net.network() > wanted.network());
        subnets.rotate_left(after.unwrap_or(0));
        let free = subnets.into_iter().find(|net| is_free(&IpNet::V4(*net)))?;
        let host = free.network().to_bits().checked_add(place)?;
        Ipv4Net::new(host.into(), free.prefix_len()).ok().map(IpNet::V4)
    })
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
            filters_vlans: false,
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

    #[test]
    fn a_free_subnet_looks_like_the_wanted_one() {
        let address = |link, net: &str| Address {
            link,
            net: net.parse().unwrap(),
        };
        let held = [address(2, "192.168.122.7/24"), address(2, "192.168.123.0/25")];
        let wanted = "192.168.122.1/24".parse().unwrap();
        let reserved = ["192.168.124.1/24".parse().unwrap()];
        let free = alternative(wanted, &held, &[], &reserved).unwrap();
        assert_eq!(free.to_string(), "192.168.125.1/24");
        let wide = alternative(
            "10.0.0.1/8".parse().unwrap(),
            &[address(2, "10.2.3.4/24")],
            &[],
            &[],
        );
        assert_eq!(wide, None, "there is no other");
    }
}
