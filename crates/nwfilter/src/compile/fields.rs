//! Where the fields of documents are in packets.
//!
//! Offsets are in bits: of Ethernet (with the tag of a VLAN behind the addresses, or LLC and a
//! spanning-tree message: IEEE 802.1Q and 802.1D), ARP (RFC 826), IP (RFC 791, 8200), TCP (RFC 9293).

use super::Asks;
use crate::NwFilterError;
use crate::resolve::Value;
use ferrovirt_firewall::guest::{Base, Field, LearnedField, Test};
use ferrovirt_schema::nwfilter::{Kind, ProtocolKind};
use ferrovirt_types::mac::MacAddr;
use std::net::{Ipv4Addr, Ipv6Addr};

/// A field of documents and its place.
struct Place {
    name: &'static str,
    /// The field that has its mask or the end of its range.
    with: With,
    base: Base,
    offset: u16,
    bits: u8,
}

enum With {
    Nothing,
    /// A mask of which the document has the bits themselves.
    Mask(&'static str),
    /// A mask of which the document has the number of leading ones.
    Prefix(&'static str),
    End(&'static str),
}

const fn place(name: &'static str, with: With, base: Base, offset: u16, bits: u8) -> Place {
    Place {
        name,
        with,
        base,
        offset,
        bits,
    }
}

use Base::{Link, Network, Transport};
use With::{End, Mask, Nothing, Prefix};

static MAC: &[Place] = &[
    place("srcmacaddr", Mask("srcmacmask"), Link, 48, 48),
    place("dstmacaddr", Mask("dstmacmask"), Link, 0, 48),
];
static VLAN: &[Place] = &[
    place("vlanid", Nothing, Link, 116, 12),
    place("encap-protocol", Nothing, Link, 128, 16),
];
static STP: &[Place] = &[
    place("type", Nothing, Link, 160, 8),
    place("flags", Nothing, Link, 168, 8),
    place("root-priority", End("root-priority-hi"), Link, 176, 16),
    place("root-address", Mask("root-address-mask"), Link, 192, 48),
    place("root-cost", End("root-cost-hi"), Link, 240, 32),
    place("sender-priority", End("sender-priority-hi"), Link, 272, 16),
    place("sender-address", Mask("sender-address-mask"), Link, 288, 48),
    place("port", End("port-hi"), Link, 336, 16),
    place("age", End("age-hi"), Link, 352, 16),
    place("max-age", End("max-age-hi"), Link, 368, 16),
    place("hello-time", End("hello-time-hi"), Link, 384, 16),
    place("forward-delay", End("forward-delay-hi"), Link, 400, 16),
];
static ARP: &[Place] = &[
    place("hwtype", Nothing, Network, 0, 16),
    place("protocoltype", Nothing, Network, 16, 16),
    place("opcode", Nothing, Network, 48, 16),
    place("arpsrcmacaddr", Nothing, Network, 64, 48),
    place("arpsrcipaddr", Prefix("arpsrcipmask"), Network, 112, 32),
    place("arpdstmacaddr", Nothing, Network, 144, 48),
    place("arpdstipaddr", Prefix("arpdstipmask"), Network, 192, 32),
];
static IPV4: &[Place] = &[
    place("dscp", Nothing, Network, 8, 6),
    place("srcipaddr", Prefix("srcipmask"), Network, 96, 32),
    place("dstipaddr", Prefix("dstipmask"), Network, 128, 32),
    place("srcipfrom", End("srcipto"), Network, 96, 32),
    place("dstipfrom", End("dstipto"), Network, 128, 32),
];
static IPV6: &[Place] = &[
    place("dscp", Nothing, Network, 4, 6),
    place("srcipaddr", Prefix("srcipmask"), Network, 64, 128),
    place("dstipaddr", Prefix("dstipmask"), Network, 192, 128),
    place("srcipfrom", End("srcipto"), Network, 64, 128),
    place("dstipfrom", End("dstipto"), Network, 192, 128),
];
static PORTS: &[Place] = &[
    place("srcportstart", End("srcportend"), Transport, 0, 16),
    place("dstportstart", End("dstportend"), Transport, 16, 16),
];
static ICMP: &[Place] = &[
    place("type", End("typeend"), Transport, 0, 8),
    place("code", End("codeend"), Transport, 8, 8),
];

/// Where a protocol is recognised: over Ethernet, and over IP.
fn numbers(kind: ProtocolKind) -> (Option<u16>, Option<u8>) {
    use ProtocolKind as P;
    const V4: Option<u16> = Some(0x800);
    const V6: Option<u16> = Some(0x86dd);
    match kind {
        P::Mac | P::Stp => (None, None),
        P::Vlan => (Some(0x8100), None),
        P::Arp => (Some(0x806), None),
        P::Rarp => (Some(0x8035), None),
        P::Ip | P::All => (V4, None),
        P::Ipv6 | P::AllIpv6 => (V6, None),
        P::Tcp => (V4, Some(6)),
        P::TcpIpv6 => (V6, Some(6)),
        P::Udp => (V4, Some(17)),
        P::UdpIpv6 => (V6, Some(17)),
        P::UdpLite => (V4, Some(136)),
        P::UdpLiteIpv6 => (V6, Some(136)),
        P::Esp => (V4, Some(50)),
        P::EspIpv6 => (V6, Some(50)),
        P::Ah => (V4, Some(51)),
        P::AhIpv6 => (V6, Some(51)),
        P::Sctp => (V4, Some(132)),
        P::SctpIpv6 => (V6, Some(132)),
        P::Icmp => (V4, Some(1)),
        P::Icmpv6 => (V6, Some(58)),
        P::Igmp => (V4, Some(2)),
    }
}

fn places(kind: ProtocolKind) -> impl Iterator<Item = &'static Place> {
    use ProtocolKind as P;
    let parts: [&'static [Place]; 3] = match kind {
        P::Mac => [MAC, &[], &[]],
        P::Vlan => [MAC, VLAN, &[]],
        P::Stp => [MAC, STP, &[]],
        P::Arp | P::Rarp => [MAC, ARP, &[]],
        P::Icmp => [MAC, IPV4, ICMP],
        P::Icmpv6 => [MAC, IPV6, ICMP],
        _ if numbers(kind).0 == Some(0x800) => [MAC, IPV4, PORTS],
        _ => [MAC, IPV6, PORTS],
    };
    // ICMP over IPv6 is asked for with the protocol.
    let icmp: &'static [Place] = if kind == P::Ipv6 { ICMP } else { &[] };
    parts.into_iter().flatten().chain(icmp)
}

/// Frames that bridges send each other (IEEE 802.1D).
pub(super) fn to_bridges() -> Test {
    equal(&MAC[1], 0x0180_c200_0000, None, false)
}

/// What a rule asks, with sender and receiver changed where it is `turned`.
pub(super) fn tests(asks: &Asks, turned: bool) -> Result<Vec<Test>, NwFilterError> {
    let (ether_type, protocol) = numbers(asks.kind);
    let mut tests = Vec::new();
    if let Some(value) = ether_type {
        tests.push(Test::EtherType {
            value,
            negated: false,
        });
    }
    if asks.kind == ProtocolKind::Stp {
        tests.push(to_bridges());
    }
    if let Some(value) = protocol {
        tests.push(Test::Protocol {
            value,
            negated: false,
        });
    }
    for (field, value) in &asks.values {
        tests.extend(special(asks, field.name, field.kind, value)?);
    }
    for place in places(asks.kind) {
        let Some(value) = asks.value(&side(place.name, turned)) else {
            continue;
        };
        tests.push(match value {
            Value::Learned => learned(asks, place)?,
            Value::Text(text) => compare(asks, place, text, turned)?,
        });
    }
    Ok(tests)
}

/// The limit of a sender's connections, counted in the set of this name.
pub(super) fn limit(asks: &Asks, set: &str) -> Option<Test> {
    let (field, value) = asks
        .values
        .iter()
        .find(|(field, _)| field.name == "connlimit-above")?;
    let Value::Text(text) = value else { return None };
    Some(Test::Connections {
        set: set.parse().ok()?,
        over: u16::try_from(number(field.kind, text)?).ok()?,
        negated: asks.negated,
        ipv6: numbers(asks.kind).0 == Some(0x86dd),
    })
}

impl Asks {
    fn value(&self, name: &str) -> Option<&Value> {
        let found = self.values.iter().find(|(field, _)| field.name == name);
        found.map(|(_, value)| value)
    }

    fn text(&self, name: &str) -> Option<&str> {
        match self.value(name) {
            Some(Value::Text(text)) => Some(text),
            _ => None,
        }
    }

    fn kind_of(&self, name: &str) -> Option<Kind> {
        let found = self.values.iter().find(|(field, _)| field.name == name);
        found.map(|(field, _)| field.kind)
    }
}

/// The name of a field for the other side.
fn side(name: &str, turned: bool) -> String {
    if turned {
        for (one, other) in [
            ("src", "dst"),
            ("dst", "src"),
            ("arpsrc", "arpdst"),
            ("arpdst", "arpsrc"),
        ] {
            if let Some(rest) = name.strip_prefix(one) {
                return format!("{other}{rest}");
            }
        }
    }
    name.to_owned()
}

/// Fields that are no bits of a packet, or bits that are not simply compared.
fn special(asks: &Asks, name: &str, kind: Kind, value: &Value) -> Result<Option<Test>, NwFilterError> {
    let Value::Text(text) = value else {
        return Ok(None);
    };
    let negated = asks.negated;
    let refused = |why: &str| {
        Err(NwFilterError::Unsupported(format!(
            "a rule for '{}' cannot be enforced: {why}",
            asks.kind.as_str()
        )))
    };
    match name {
        "protocolid" => {
            let value = number(kind, text).and_then(|n| u16::try_from(n).ok());
            Ok(value.map(|value| Test::EtherType { value, negated }))
        }
        "protocol" => {
            let value = number(kind, text).and_then(|n| u8::try_from(n).ok());
            Ok(value.map(|value| Test::Protocol { value, negated }))
        }
        "flags" if asks.kind != ProtocolKind::Stp => {
            let Some((looked_at, set)) = text.split_once('/') else {
                return Ok(None);
            };
            let place = place("flags", Nothing, Transport, 104, 8);
            let set = flags(set);
            Ok(Some(equal(&place, set, Some(flags(looked_at)), negated)))
        }
        "gratuitous" if text == "true" => refused(
            "nftables cannot compare sender and receiver of ARP; give arpsrcipaddr and arpdstipaddr instead of \
             gratuitous",
        ),
        "ipset" => refused(
            "nftables cannot look into sets of ipset, and a copy would not follow their changes; list the addresses \
             in a variable",
        ),
        "option" => {
            let option = number(kind, text).and_then(|n| u8::try_from(n).ok());
            Ok(option.map(|kind| Test::TcpOption { kind, negated }))
        }
        _ => Ok(None),
    }
}

/// Flags of TCP as bits.
fn flags(list: &str) -> u128 {
    let bit = |word| match word {
        "FIN" => 0x01,
        "SYN" => 0x02,
        "RST" => 0x04,
        "PSH" => 0x08,
        "ACK" => 0x10,
        "URG" => 0x20,
        "ALL" => 0x3f,
        _ => 0,
    };
    list.split(',').map(bit).fold(0, |all, bit| all | bit)
}

fn learned(asks: &Asks, place: &Place) -> Result<Test, NwFilterError> {
    let v4 = numbers(asks.kind).0 == Some(0x800);
    let field = match place.name {
        "srcipaddr" if v4 => LearnedField::IpSource,
        "dstipaddr" if v4 => LearnedField::IpDestination,
        "arpsrcipaddr" if asks.kind == ProtocolKind::Arp => LearnedField::ArpSource,
        "arpdstipaddr" if asks.kind == ProtocolKind::Arp => LearnedField::ArpDestination,
        _ => {
            return Err(NwFilterError::Unresolved {
                names: "IP".to_owned(),
            });
        }
    };
    Ok(Test::Learned {
        field,
        negated: asks.negated,
    })
}

fn compare(asks: &Asks, place: &Place, text: &str, turned: bool) -> Result<Test, NwFilterError> {
    let illegal = |value: &str| NwFilterError::Value {
        field: place.name,
        value: value.to_owned(),
    };
    let low = bits(asks, &side(place.name, turned), text).ok_or_else(|| illegal(text))?;
    let (mut mask, mut high) = (None, low);
    match place.with {
        Nothing => {}
        Mask(name) => {
            let name = side(name, turned);
            if let Some(text) = asks.text(&name) {
                mask = Some(bits(asks, &name, text).ok_or_else(|| illegal(text))?);
            }
        }
        Prefix(name) => {
            if let Some(text) = asks.text(&side(name, turned)) {
                let ones: u32 = text.parse().map_err(|_| illegal(text))?;
                mask = Some(leading(ones, place.bits)).filter(|mask| *mask != leading(128, place.bits));
            }
        }
        End(name) => {
            let name = side(name, turned);
            if let Some(text) = asks.text(&name) {
                high = bits(asks, &name, text).ok_or_else(|| illegal(text))?;
                if high < low {
                    return Err(illegal(text));
                }
            }
        }
    }
    match mask {
        Some(_) => Ok(equal(place, low, mask, asks.negated)),
        None => Ok(Test::Field(Field {
            high,
            ..field(place, low, asks.negated)
        })),
    }
}

fn equal(place: &Place, value: u128, mask: Option<u128>, negated: bool) -> Test {
    Test::Field(Field {
        mask,
        ..field(place, value & mask.unwrap_or(u128::MAX), negated)
    })
}

fn field(place: &Place, value: u128, negated: bool) -> Field {
    Field {
        base: place.base,
        offset: place.offset,
        bits: place.bits,
        mask: None,
        low: value,
        high: value,
        negated,
    }
}

/// So many leading ones of a number of `bits` bits.
fn leading(ones: u32, bits: u8) -> u128 {
    let bits = u32::from(bits).min(128);
    let ones = ones.min(bits);
    let all = u128::MAX >> (128 - bits.max(1));
    all & !all.checked_shr(ones).unwrap_or(0)
}

/// The value of a field as bits.
fn bits(asks: &Asks, name: &str, text: &str) -> Option<u128> {
    match asks.kind_of(name)? {
        Kind::Mac => {
            let [a, b, c, d, e, f] = text.parse::<MacAddr>().ok()?.0;
            Some(u128::from(u64::from_be_bytes([0, 0, a, b, c, d, e, f])))
        }
        Kind::Ipv4 => text.parse::<Ipv4Addr>().ok().map(|ip| u128::from(ip.to_bits())),
        Kind::Ipv6 => text.parse::<Ipv6Addr>().ok().map(Ipv6Addr::to_bits),
        kind => number(kind, text).map(u128::from),
    }
}

fn number(kind: Kind, text: &str) -> Option<u32> {
    kind.number(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks() {
        assert_eq!(leading(8, 32), 0xff00_0000);
        assert_eq!(leading(0, 32), 0);
        assert_eq!(leading(32, 32), 0xffff_ffff);
        assert_eq!(leading(10, 128), 0xffc0 << 112);
        assert_eq!(leading(128, 128), u128::MAX);
    }

    #[test]
    fn sides() {
        for (name, other) in [
            ("srcipaddr", "dstipaddr"),
            ("dstportend", "srcportend"),
            ("arpsrcmacaddr", "arpdstmacaddr"),
            ("protocol", "protocol"),
        ] {
            assert_eq!(side(name, true), other);
            assert_eq!(side(name, false), name);
        }
    }
}
