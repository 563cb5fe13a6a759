//! A subnet and a bridge name that nobody on this machine uses.

use std::net::Ipv4Addr;

use crate::failure::{Failure, Outcome};

/// A /24 of our own, with its bridge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subnet {
    /// The first three numbers, such as `192.168.122`.
    pub prefix: String,
    pub bridge: String,
    /// What the usual subnet was refused for.
    pub passed_over: bool,
}

/// Looks for one, the usual one first.
pub fn free() -> Outcome<Subnet> {
    let routes = std::fs::read_to_string("/proc/net/route").unwrap_or_default();
    let taken = parse_routes(&routes);
    let thirds = (122..=199).chain(1..=121).collect::<Vec<u8>>();
    let third = thirds
        .iter()
        .copied()
        .find(|third| !overlaps(&taken, Ipv4Addr::new(192, 168, *third, 0)))
        .ok_or_else(|| {
            Failure::new("every subnet of 192.168.0.0/16 has a route on this machine")
                .remedy("run with --user for user-mode networking")
        })?;
    let bridge = (0..100)
        .map(|number| format!("fvdemo{number}"))
        .find(|name| !std::path::Path::new("/sys/class/net").join(name).exists())
        .ok_or_else(|| Failure::new("a hundred bridges of earlier demos exist"))?;
    Ok(Subnet {
        prefix: format!("192.168.{third}"),
        bridge,
        passed_over: third != 122,
    })
}

/// Destination and mask of each route but the default one.
fn parse_routes(table: &str) -> Vec<(u32, u32)> {
    table
        .lines()
        .skip(1)
        .filter_map(|line| {
            let words: Vec<&str> = line.split_whitespace().collect();
            // The kernel prints addresses as little-endian numbers.
            let number = |word: &str| u32::from_str_radix(word, 16).ok().map(u32::swap_bytes);
            Some((number(words.get(1)?)?, number(words.get(7)?)?))
        })
        .filter(|(_, mask)| *mask != 0)
        .collect()
}

fn overlaps(taken: &[(u32, u32)], subnet: Ipv4Addr) -> bool {
    const MASK: u32 = 0xffff_ff00;

    let subnet = u32::from(subnet);
    taken
        .iter()
        .any(|(address, mask)| (address ^ subnet) & mask & MASK == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "Iface Destination Gateway Flags RefCnt Use Metric Mask MTU Window IRTT\n\
        eth0 00000000 0102A8C0 0003 0 0 0 00000000 0 0 0\n\
        virbr0 007AA8C0 00000000 0001 0 0 0 00FFFFFF 0 0 0\n";

    #[test]
    fn an_occupied_subnet_is_seen() {
        let routes = parse_routes(TABLE);
        assert_eq!(routes.len(), 1);
        assert!(overlaps(&routes, Ipv4Addr::new(192, 168, 122, 0)));
        assert!(!overlaps(&routes, Ipv4Addr::new(192, 168, 123, 0)));
    }

    #[test]
    fn a_wide_route_covers_all() {
        assert!(overlaps(
            &[(0xc0a8_0000, 0xffff_0000)],
            Ipv4Addr::new(192, 168, 7, 0)
        ));
    }
}
