//! A packet as the filter sees it on its way, and the values that rules ask it for.

use super::ruleset::Field;
use ferrovirt_types::mac::MacAddr;
use std::net::IpAddr;

/// Where on its way a packet is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hook {
    /// It has come in.
    Prerouting,
    /// It is for this host.
    Input,
    /// It passes through.
    Forward,
    /// It comes from this host.
    Output,
    /// It is about to leave.
    Postrouting,
}

/// Whose rules see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// Those of IP, in tables of its version and of both.
    Ip,
    /// Those of bridges.
    Bridge,
}

/// Protocol above IP.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protocol {
    /// TCP, with ports of source and destination.
    Tcp(u16, u16),
    /// UDP, likewise.
    Udp(u16, u16),
    /// ICMP or ICMPv6 of that type.
    Icmp(u8),
}

/// What connection tracking says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// The first of a connection.
    New,
    /// An answer.
    Established,
}

/// Whom a packet is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PacketKind {
    /// This host.
    Local,
    /// One other.
    Unicast,
    /// All on the link.
    Broadcast,
    /// A group.
    Multicast,
}

/// A packet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packet {
    /// Interface that it came by.
    pub iif: Option<String>,
    /// Interface that it leaves by.
    pub oif: Option<String>,
    /// Port of a bridge that it came or leaves by, as far as it is known.
    pub port: Option<String>,
    /// Hardware address of its sender, as far as it is known.
    pub sender: Option<MacAddr>,
    /// Source.
    pub source: IpAddr,
    /// Destination.
    pub destination: IpAddr,
    /// What is in it.
    pub protocol: Protocol,
    /// What connection tracking says.
    pub state: State,
    /// Whom it is for.
    pub kind: PacketKind,
    /// Its mark.
    pub mark: u32,
}

/// A value of a packet: as a number, by its names, or as an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Have {
    /// A number and the names that it has.
    Number(u128, Vec<&'static str>),
    /// A name.
    Name(String),
    /// An address.
    Address(IpAddr),
}

/// What asking a packet gives.
pub(super) enum Asked {
    /// The value.
    Have(Have),
    /// Packets of this kind do not have it: the match fails.
    Absent,
    /// It cannot be told.
    Unknown,
}

impl Packet {
    pub(super) fn is_v6(&self) -> bool {
        self.source.is_ipv6()
    }

    fn ports(&self) -> Option<(u16, u16)> {
        match self.protocol {
            Protocol::Tcp(from, to) | Protocol::Udp(from, to) => Some((from, to)),
            Protocol::Icmp(_) => None,
        }
    }

    fn protocol_value(&self) -> Have {
        match (self.protocol, self.is_v6()) {
            (Protocol::Tcp(..), _) => Have::Number(6, vec!["tcp"]),
            (Protocol::Udp(..), _) => Have::Number(17, vec!["udp"]),
            (Protocol::Icmp(_), false) => Have::Number(1, vec!["icmp"]),
            (Protocol::Icmp(_), true) => Have::Number(58, vec!["ipv6-icmp", "icmpv6"]),
        }
    }

    /// The value that a rule asks for.
    pub(super) fn ask(&self, field: &Field, family: Family) -> Asked {
        let name = |name: &Option<String>| match (name, family) {
            (_, Family::Bridge) => self
                .port
                .clone()
                .map_or(Asked::Unknown, |p| Asked::Have(Have::Name(p))),
            (Some(name), Family::Ip) => Asked::Have(Have::Name(name.clone())),
            // The kernel compares an interface that is not there as the empty name.
            (None, Family::Ip) => Asked::Have(Have::Name(String::new())),
        };
        let have = |have: Have| Asked::Have(have);
        let names = |n: u128, names: &[&'static str]| Asked::Have(Have::Number(n, names.to_vec()));
        let port = |wanted: Option<&str>, source: bool| {
            let fits = match wanted {
                None => true,
                Some("tcp") => matches!(self.protocol, Protocol::Tcp(..)),
                Some(_) => matches!(self.protocol, Protocol::Udp(..)),
            };
            match self.ports().filter(|_| fits) {
                Some((from, to)) => have(Have::Number(u128::from(if source { from } else { to }), vec![])),
                None => Asked::Absent,
            }
        };
        match field {
            Field::Iif => name(&self.iif),
            Field::Oif => name(&self.oif),
            Field::Protocol => have(self.protocol_value()),
            Field::IpProtocol { v6 } if *v6 == self.is_v6() => have(self.protocol_value()),
            Field::Address { v6, source } if *v6 == self.is_v6() => have(Have::Address(if *source {
                self.source
            } else {
                self.destination
            })),
            Field::IpProtocol { .. } | Field::Address { .. } => Asked::Absent,
            Field::Port { of, source } => port(of.as_deref(), *source),
            Field::NfProto | Field::EtherType if self.is_v6() => names(
                if matches!(field, Field::NfProto) {
                    10
                } else {
                    0x86dd
                },
                &["ipv6", "ip6"],
            ),
            Field::NfProto => names(2, &["ipv4"]),
            Field::EtherType => names(0x0800, &["ip"]),
            Field::State => match self.state {
                State::New => names(8, &["new", "NEW"]),
                State::Established => names(2, &["established", "ESTABLISHED"]),
            },
            Field::Status => names(0, &[]),
            Field::Mark => names(u128::from(self.mark), &[]),
            Field::PacketType => match self.kind {
                PacketKind::Local | PacketKind::Unicast => names(0, &["host", "unicast"]),
                PacketKind::Broadcast => names(1, &["broadcast"]),
                PacketKind::Multicast => names(2, &["multicast"]),
            },
            Field::DestinationType => match self.kind {
                PacketKind::Local => names(2, &["local", "LOCAL"]),
                PacketKind::Unicast => names(1, &["unicast", "UNICAST"]),
                PacketKind::Broadcast => names(3, &["broadcast", "BROADCAST"]),
                PacketKind::Multicast => names(5, &["multicast", "MULTICAST"]),
            },
            Field::ReturnPath => names(u128::from(!self.source.is_unspecified()), &[]),
            Field::Sender => match self.sender {
                Some(mac) => have(Have::Name(mac.to_string())),
                None => Asked::Unknown,
            },
            Field::IcmpType { v6 } => match self.protocol {
                Protocol::Icmp(kind) if *v6 == self.is_v6() => match kind {
                    8 | 128 => names(kind.into(), &["echo-request"]),
                    0 | 129 => names(kind.into(), &["echo-reply"]),
                    kind => names(kind.into(), &[]),
                },
                _ => Asked::Absent,
            },
            Field::TcpFlags => match self.protocol {
                // The first of a connection has SYN, its answers ACK.
                Protocol::Tcp(..) if self.state == State::New => names(2, &["syn"]),
                Protocol::Tcp(..) => names(16, &["ack"]),
                _ => Asked::Absent,
            },
            Field::Other(_) => Asked::Unknown,
        }
    }
}
