//! Values of fields.

use std::net::{IpAddr, Ipv6Addr};

use ferrovirt_types::mac::MacAddr;
use ferrovirt_xml::{Hex, Value};

use crate::common::ip::address;

/// What values a field has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A hardware address or a mask of one.
    Mac,
    /// `ipv4`
    Ipv4,
    /// Bits, or an address of which they are set.
    Ipv4Mask,
    /// `ipv6`
    Ipv6,
    /// Bits, or an address of which they are set.
    Ipv6Mask,
    /// A number up to this.
    Number(u32),
    /// A number up to this, written in decimal digits.
    Decimal(u32),
    /// A protocol over Ethernet, by name or number.
    EtherType,
    /// A protocol over IP, by name or number.
    IpProtocol,
    /// What an ARP packet does, by name or number.
    ArpOpcode,
    /// `true` or `false`
    Boolean,
    /// States of connections, with commas.
    State,
    /// Flags of TCP: those looked at, a slash, those set.
    TcpFlags,
    /// Name of a set of addresses.
    IpSet,
    /// `src` and `dst`, up to six with commas.
    IpSetFlags,
    /// Any text up to 256 bytes.
    Text,
}

const ETHER_TYPES: &[(&str, u32)] = &[
    ("ipv4", 0x800),
    ("arp", 0x806),
    ("rarp", 0x8035),
    ("vlan", 0x8100),
    ("ipv6", 0x86dd),
];

const IP_PROTOCOLS: &[(&str, u32)] = &[
    ("icmp", 1),
    ("igmp", 2),
    ("tcp", 6),
    ("udp", 17),
    ("esp", 50),
    ("ah", 51),
    ("icmpv6", 58),
    ("sctp", 132),
    ("udplite", 136),
];

const ARP_OPCODES: &[(&str, u32)] = &[
    ("Request", 1),
    ("Reply", 2),
    ("Request_Reverse", 3),
    ("Reply_Reverse", 4),
    ("DRARP_Request", 5),
    ("DRARP_Reply", 6),
    ("DRARP_Error", 7),
    ("InARP_Request", 8),
    ("ARP_NAK", 9),
];

const STATES: &[&str] = &["NEW", "ESTABLISHED", "RELATED", "INVALID", "NONE"];

const TCP_FLAGS: &[&str] = &["SYN", "ACK", "URG", "PSH", "FIN", "RST", "ALL", "NONE"];

impl Kind {
    /// The value in its canonical form; `None` when it is none.
    pub fn canonical(self, text: &str) -> Option<String> {
        match self {
            Kind::Mac => MacAddr::parse(text).ok().map(|mac| mac.to_string()),
            Kind::Ipv4 => address(text).filter(IpAddr::is_ipv4).map(|ip| ip.to_string()),
            Kind::Ipv6 => text.parse::<Ipv6Addr>().ok().map(|ip| ip.to_string()),
            Kind::Ipv4Mask => mask(text, 32, |text| match address(text) {
                Some(IpAddr::V4(ip)) => Some(u128::from(ip.to_bits()) << 96),
                _ => None,
            }),
            Kind::Ipv6Mask => mask(text, 128, |text| {
                text.parse::<Ipv6Addr>().ok().map(Ipv6Addr::to_bits)
            }),
            Kind::Number(most) => number(text, most),
            Kind::Decimal(most) => u32::parse(text)
                .ok()
                .filter(|n| *n <= most)
                .map(|n| n.to_string()),
            Kind::EtherType => word(text, ETHER_TYPES, 0x600..=0xffff),
            Kind::IpProtocol => word(text, IP_PROTOCOLS, 0..=0xff),
            Kind::ArpOpcode => word(text, ARP_OPCODES, 0..=0xffff),
            Kind::Boolean => match text {
                "true" | "1" | "yes" => Some("true".to_owned()),
                "false" | "0" | "no" => Some("false".to_owned()),
                _ => None,
            },
            Kind::State if text.is_empty() => Some(String::new()),
            Kind::State => list(text, STATES),
            Kind::TcpFlags => {
                let (looked_at, set) = text.split_once('/')?;
                Some(format!(
                    "{}/{}",
                    list(looked_at, TCP_FLAGS)?,
                    list(set, TCP_FLAGS)?
                ))
            }
            Kind::IpSet => (text.len() <= 31).then(|| text.to_owned()),
            Kind::IpSetFlags => list(text, &["src", "dst"]).filter(|l| l.split(',').count() <= 6),
            Kind::Text => (text.len() <= 256).then(|| text.to_owned()),
        }
    }
}

impl Kind {
    /// The number that a value in its canonical form stands for; `None` for those that are no numbers.
    pub fn number(self, canonical: &str) -> Option<u32> {
        let words: &[(&str, u32)] = match self {
            Kind::EtherType => ETHER_TYPES,
            Kind::IpProtocol => IP_PROTOCOLS,
            Kind::ArpOpcode => ARP_OPCODES,
            Kind::Number(_) | Kind::Decimal(_) => &[],
            _ => return None,
        };
        match words.iter().find(|(word, _)| *word == canonical) {
            Some((_, number)) => Some(*number),
            None => any_base(canonical),
        }
    }
}

/// A variable in its canonical form: `$NAME`, `$NAME[2]` for one of its values, or `$NAME[@1]` for each in
/// turn, where numbers other than 0 tell loops apart.
pub(super) fn variable(text: &str) -> Option<String> {
    let text = text.strip_prefix('$')?.trim_end();
    let (name, index) = match text.split_once('[') {
        Some((name, rest)) => (name.trim_end(), Some(rest.strip_suffix(']')?.trim())),
        None => (text, None),
    };
    let letters = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
    if name.is_empty() || !name.bytes().all(letters) {
        return None;
    }
    let Some(index) = index else {
        return Some(format!("${name}"));
    };
    match index.strip_prefix('@') {
        Some(each) => match u32::parse(each).ok()? {
            0 => Some(format!("${name}")),
            each => Some(format!("${name}[@{each}]")),
        },
        None => Some(format!("${name}[{}]", u32::parse(index).ok()?)),
    }
}

/// A number stays decimal or hexadecimal, as it was written.
fn number(text: &str, most: u32) -> Option<String> {
    let value = any_base(text).filter(|n| *n <= most)?;
    Some(match text.trim_start().get(..2) {
        Some("0x" | "0X") => format!("0x{value:x}"),
        _ => value.to_string(),
    })
}

fn mask(text: &str, most: u32, bits: impl Fn(&str) -> Option<u128>) -> Option<String> {
    if let Ok(ones) = u32::parse(text) {
        return (ones <= most).then(|| ones.to_string());
    }
    let bits = bits(text)?;
    let ones = bits.leading_ones();
    (bits.checked_shl(ones).unwrap_or(0) == 0).then(|| ones.to_string())
}

/// A decimal or hexadecimal number.
fn any_base(text: &str) -> Option<u32> {
    Hex::<u32, 1>::parse(text).ok().map(|n| n.0)
}

fn word(text: &str, words: &[(&str, u32)], numbers: std::ops::RangeInclusive<u32>) -> Option<String> {
    if let Some((word, _)) = words.iter().find(|(word, _)| word.eq_ignore_ascii_case(text)) {
        return Some((*word).to_owned());
    }
    let value = any_base(text).filter(|n| numbers.contains(n))?;
    match words.iter().find(|(_, n)| *n == value) {
        Some((word, _)) => Some((*word).to_owned()),
        None => number(text, *numbers.end()),
    }
}

fn list(text: &str, words: &[&str]) -> Option<String> {
    let parts = text.split(',').map(|part| {
        let part = part.trim();
        words.iter().find(|w| w.eq_ignore_ascii_case(part)).copied()
    });
    parts.collect::<Option<Vec<_>>>().map(|parts| parts.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables() {
        for (text, expected) in [
            ("$A", "$A"),
            ("$A[ 1 ] ", "$A[1]"),
            ("$B[  @0 ]", "$B"),
            ("$B[@2]", "$B[@2]"),
        ] {
            assert_eq!(variable(text).as_deref(), Some(expected));
        }
        for bad in ["$", "$A[", "$A[x]", "$A-B", "$A[1]x"] {
            assert_eq!(variable(bad), None, "{bad}");
        }
    }

    #[test]
    fn numbers() {
        for (kind, text, expected) in [
            (Kind::EtherType, "arp", Some(0x806)),
            (Kind::EtherType, "0x835", Some(0x835)),
            (Kind::IpProtocol, "udp", Some(17)),
            (Kind::ArpOpcode, "Reply", Some(2)),
            (Kind::Number(9), "7", Some(7)),
            (Kind::Mac, "7", None),
        ] {
            assert_eq!(kind.number(text), expected, "{kind:?} {text}");
        }
    }

    #[test]
    fn canonical_forms() {
        let table = [
            (Kind::Mac, "1:2:3:4:5:6", Some("01:02:03:04:05:06")),
            (Kind::Ipv4Mask, "255.255.128.0", Some("17")),
            (Kind::Ipv4Mask, "255.0.255.0", None),
            (Kind::Ipv4Mask, "33", None),
            (Kind::Ipv6Mask, "ffff::", Some("16")),
            (Kind::Ipv6Mask, "129", None),
            (Kind::Ipv6, "A:B:0::c", Some("a:b::c")),
            (Kind::Number(63), "0x32", Some("0x32")),
            (Kind::Number(63), "64", None),
            (Kind::EtherType, "2054", Some("arp")),
            (Kind::EtherType, "0x100", None),
            (Kind::IpProtocol, "17", Some("udp")),
            (Kind::IpProtocol, "255", Some("255")),
            (Kind::ArpOpcode, "reply", Some("Reply")),
            (Kind::State, "new,RELATED", Some("NEW,RELATED")),
            (Kind::TcpFlags, "SYN/ALL", Some("SYN/ALL")),
            (Kind::IpSetFlags, "src,up", None),
        ];
        for (kind, text, expected) in table {
            assert_eq!(kind.canonical(text).as_deref(), expected, "{kind:?} {text}");
        }
    }
}
