//! The lease file that dnsmasq keeps: one line a lease, IPv6 after the line with the server's DUID.
//!
//! `EXPIRY MAC ADDRESS NAME CLIENT-ID`, or for IPv6 `EXPIRY IAID ADDRESS NAME DUID`; `*` stands for
//! nothing, an expiry of 0 for never.

use ferrovirt_types::mac::MacAddr;
use ipnet::IpNet;
use std::net::IpAddr;

/// An address that was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lease {
    /// When it ends, in seconds since 1970; 0 for never.
    pub expiry: u64,
    /// MAC address of whom it was given, as far as it is known.
    pub mac: Option<MacAddr>,
    /// Identity association, for IPv6.
    pub iaid: Option<String>,
    /// The address.
    pub ip: IpAddr,
    /// Name that the client gave.
    pub hostname: Option<String>,
    /// Client identifier or DUID.
    pub client_id: Option<String>,
}

/// Most leases that are believed in.
const MOST: usize = 1 << 20;

/// Reads a lease file. A line that is none, such as one that is just being written, is left out.
pub fn parse_leases(text: &str) -> Vec<Lease> {
    text.lines().filter_map(parse_line).take(MOST).collect()
}

/// The lines of a lease file whose addresses are in one of the subnets, and the server's DUID: what
/// can still be true after the network was changed.
pub fn prune_leases(text: &str, subnets: &[IpNet]) -> String {
    let kept = |line: &&str| match parse_line(line) {
        Some(lease) => subnets.iter().any(|net| net.contains(&lease.ip)),
        None => line.starts_with("duid "),
    };
    text.lines().filter(kept).flat_map(|line| [line, "\n"]).collect()
}

fn parse_line(line: &str) -> Option<Lease> {
    let mut words = line.split_ascii_whitespace();
    let mut next = || words.next();
    let (expiry, second, ip) = (next()?.parse().ok()?, next()?, next()?.parse::<IpAddr>().ok()?);
    let given = |word: Option<&str>| word.filter(|w| *w != "*").map(str::to_owned);
    // The last field is written last: without it the line is not whole.
    let (hostname, client_id) = (given(Some(next()?)), given(Some(next()?)));
    let (mac, iaid) = match ip {
        IpAddr::V4(_) => (mac_of_hardware(second), None),
        IpAddr::V6(_) => (
            client_id.as_deref().and_then(mac_of_duid),
            Some(second.to_owned()),
        ),
    };
    Some(Lease {
        expiry,
        mac,
        iaid,
        ip,
        hostname,
        client_id,
    })
}

/// `MAC`, or `TYPE-MAC` when the hardware is no Ethernet.
fn mac_of_hardware(text: &str) -> Option<MacAddr> {
    text.rsplit('-').next()?.parse().ok()
}

/// The address in a DUID that was made from one: type 1 (with time) or 3, hardware type 1, RFC 8415.
fn mac_of_duid(duid: &str) -> Option<MacAddr> {
    let bytes: Vec<u8> = duid
        .split(':')
        .take(32)
        .map(|b| u8::from_str_radix(b, 16))
        .collect::<Result<_, _>>()
        .ok()?;
    let mac = match bytes.as_slice() {
        [0, 1, 0, 1, _, _, _, _, mac @ ..] | [0, 3, 0, 1, mac @ ..] => mac,
        _ => return None,
    };
    mac.try_into().ok().map(MacAddr)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "\
1700000100 52:54:00:aa:bb:cc 192.168.122.57 guest1 ff:00:aa
0 52:54:00:aa:bb:cd 192.168.122.58 * *
duid 00:01:00:01:2c:aa:bb:cc:52:54:00:11:22:33
1700000200 11189196 fd00:122::57 guest1 00:01:00:01:18:aa:62:fe:52:54:00:aa:bb:cc
1700000300 T99 fd00:122::58 * 00:04:01:02
garbage
1700000300 52:54:00:aa:bb:ce 192.168.122.59 torn
";

    #[test]
    fn both_families() {
        let leases = parse_leases(FILE);
        assert_eq!(leases.len(), 4);
        assert_eq!(leases[0].hostname.as_deref(), Some("guest1"));
        assert_eq!(leases[0].mac.unwrap().to_string(), "52:54:00:aa:bb:cc");
        assert_eq!(
            (
                leases[1].expiry,
                leases[1].hostname.clone(),
                leases[1].client_id.clone()
            ),
            (0, None, None)
        );
        assert_eq!(leases[2].iaid.as_deref(), Some("11189196"));
        assert_eq!(leases[2].mac, leases[0].mac, "from the DUID");
        assert_eq!(leases[3].mac, None);
    }

    #[test]
    fn pruning_keeps_what_fits() {
        let kept = prune_leases(FILE, &["192.168.122.1/24".parse().unwrap()]);
        assert_eq!(kept.lines().count(), 3);
        assert!(kept.contains("\nduid "));
        assert_eq!(parse_leases(&kept).len(), 2);
    }
}
