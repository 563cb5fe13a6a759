//! What a network needs of the packet filter, asked as packets.

use super::judge::{Verdict, judge};
use super::packet::{Family, Hook, Packet, PacketKind, Protocol, State};
use super::ruleset::Ruleset;
use ferrovirt_types::mac::MacAddr;
use ipnet::IpNet;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// A network on its host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Situation {
    /// The bridge.
    pub bridge: String,
    /// Addresses of the host on the bridge, with their prefixes.
    pub addresses: Vec<IpNet>,
    /// A guest's addresses; where there is none of a family, one of the subnet stands for any guest.
    pub guests: Vec<IpAddr>,
    /// Its hardware address.
    pub mac: Option<MacAddr>,
    /// The host's end of its interface.
    pub port: Option<String>,
    /// Interface of the host's default route, for IPv4 and IPv6.
    pub uplinks: [Option<String>; 2],
    /// Whether the host forwards packets, for IPv4 and IPv6.
    pub forwarding: [bool; 2],
    /// Whether the network has DHCP, for IPv4 and IPv6.
    pub dhcp: [bool; 2],
    /// Whether it has DNS.
    pub dns: bool,
}

/// Whether packets of a kind pass.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// What was asked: `dhcp`, `dns`, `outbound` or `inbound`, with `6` at its end for IPv6.
    pub question: String,
    /// Which part of it decides, such as `answer, output`.
    pub part: String,
    /// What becomes of them.
    pub verdict: Verdict,
}

/// Somebody far away, by RFC 5737 and RFC 3849.
const FAR: (IpAddr, IpAddr) = (
    IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1)),
    IpAddr::V6(Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 1)),
);
/// A port that clients of the kernel choose.
const CLIENT: u16 = 40_000;

/// One packet and the hooks that it meets.
struct Leg {
    name: &'static str,
    packet: Packet,
    way: &'static [(Family, Hook)],
}

use Family::{Bridge, Ip};
const TO_HOST: &[(Family, Hook)] = &[
    (Bridge, Hook::Prerouting),
    (Bridge, Hook::Input),
    (Ip, Hook::Prerouting),
    (Ip, Hook::Input),
];
const FROM_HOST: &[(Family, Hook)] = &[
    (Ip, Hook::Output),
    (Ip, Hook::Postrouting),
    (Bridge, Hook::Output),
    (Bridge, Hook::Postrouting),
];
const OUT: &[(Family, Hook)] = &[
    (Bridge, Hook::Prerouting),
    (Bridge, Hook::Input),
    (Ip, Hook::Prerouting),
    (Ip, Hook::Forward),
    (Ip, Hook::Postrouting),
];
const IN: &[(Family, Hook)] = &[
    (Ip, Hook::Prerouting),
    (Ip, Hook::Forward),
    (Ip, Hook::Postrouting),
    (Bridge, Hook::Output),
    (Bridge, Hook::Postrouting),
];

impl Situation {
    /// Asks everything that the network needs, of each family that it has.
    pub fn answers(&self, rules: &Ruleset) -> Vec<Answer> {
        let mut answers = Vec::new();
        for v6 in [false, true] {
            let net = self.addresses.iter().find(|net| net.addr().is_ipv6() == v6);
            let Some(net) = net else { continue };
            let family = usize::from(v6);
            let suffix = if v6 { "6" } else { "" };
            let guest = self.guests.iter().copied().find(|g| g.is_ipv6() == v6);
            let guest = guest.unwrap_or_else(|| some_guest(net));
            let mut ask = |question: &str, legs: Vec<Leg>| {
                answers.push(self.answer(format!("{question}{suffix}"), rules, legs));
            };
            if self.dhcp[family] {
                ask("dhcp", self.dhcp(net.addr(), guest));
            }
            if self.dns {
                ask("dns", self.dns(net.addr(), guest));
            }
            let blocked = if self.uplinks[family].is_none() {
                Some("the host has no default route")
            } else if !self.forwarding[family] {
                Some("the host does not forward packets (net.ipv4.ip_forward, net.ipv6.conf.all.forwarding)")
            } else {
                None
            };
            for (question, legs) in [
                ("outbound", self.passing(guest, family, true)),
                ("inbound", self.passing(guest, family, false)),
            ] {
                let question = format!("{question}{suffix}");
                answers.push(match blocked {
                    Some(why) => Answer {
                        question,
                        part: "routing".to_owned(),
                        verdict: Verdict::Drop(why.to_owned()),
                    },
                    None => self.answer(question, rules, legs),
                });
            }
        }
        answers
    }

    fn answer(&self, question: String, rules: &Ruleset, legs: Vec<Leg>) -> Answer {
        let mut by = None;
        for leg in legs {
            let mut packet = leg.packet;
            for (family, hook) in leg.way {
                let part = format!("{}, {hook:?}", leg.name).to_lowercase();
                match judge(rules, *family, *hook, &mut packet) {
                    Verdict::Pass(rule) => by = rule.or(by),
                    verdict => {
                        return Answer {
                            question,
                            part,
                            verdict,
                        };
                    }
                }
            }
        }
        let verdict = if rules.gaps.is_empty() {
            Verdict::Pass(by)
        } else {
            Verdict::Doubt(rules.gaps.clone())
        };
        Answer {
            question,
            part: String::new(),
            verdict,
        }
    }

    fn packet(&self, source: IpAddr, destination: IpAddr, protocol: Protocol) -> Packet {
        Packet {
            iif: None,
            oif: None,
            port: self.port.clone(),
            sender: None,
            source,
            destination,
            protocol,
            state: State::New,
            kind: PacketKind::Unicast,
            mark: 0,
        }
    }

    fn coming(&self, packet: Packet, kind: PacketKind) -> Leg {
        Leg {
            name: "request",
            packet: Packet {
                iif: Some(self.bridge.clone()),
                sender: self.mac,
                kind,
                ..packet
            },
            way: TO_HOST,
        }
    }

    fn leaving(&self, packet: Packet, state: State) -> Leg {
        Leg {
            name: "answer",
            packet: Packet {
                oif: Some(self.bridge.clone()),
                state,
                ..packet
            },
            way: FROM_HOST,
        }
    }

    fn dhcp(&self, host: IpAddr, guest: IpAddr) -> Vec<Leg> {
        if host.is_ipv6() {
            let agents = IpAddr::V6(Ipv6Addr::new(0xff02, 0, 0, 0, 0, 0, 1, 2));
            let link_local = IpAddr::V6(Ipv6Addr::new(0xfe80, 0, 0, 0, 0x5054, 0xff, 0xfe00, 1));
            let asks = self.packet(link_local, agents, Protocol::Udp(546, 547));
            let answers = self.packet(link_local, link_local, Protocol::Udp(547, 546));
            return vec![
                self.coming(asks, PacketKind::Multicast),
                // The request was to a group, so that its answer belongs to no connection.
                self.leaving(answers, State::New),
            ];
        }
        let nobody = IpAddr::V4(Ipv4Addr::UNSPECIFIED);
        let all = IpAddr::V4(Ipv4Addr::BROADCAST);
        vec![
            self.coming(
                self.packet(nobody, all, Protocol::Udp(68, 67)),
                PacketKind::Broadcast,
            ),
            self.leaving(self.packet(host, guest, Protocol::Udp(67, 68)), State::New),
        ]
    }

    fn dns(&self, host: IpAddr, guest: IpAddr) -> Vec<Leg> {
        let asks = self.packet(guest, host, Protocol::Udp(CLIENT, 53));
        let answers = self.packet(host, guest, Protocol::Udp(53, CLIENT));
        vec![
            self.coming(asks, PacketKind::Local),
            self.leaving(answers, State::Established),
        ]
    }

    /// A connection through the host, and its answer.
    fn passing(&self, guest: IpAddr, family: usize, outbound: bool) -> Vec<Leg> {
        let far = if family == 1 { FAR.1 } else { FAR.0 };
        let uplink = self.uplinks[family].clone();
        let port = if outbound { 443 } else { 22 };
        let out = |protocol, state| Packet {
            iif: Some(self.bridge.clone()),
            oif: uplink.clone(),
            sender: self.mac,
            state,
            ..self.packet(guest, far, protocol)
        };
        let back = |protocol, state| Packet {
            iif: uplink.clone(),
            oif: Some(self.bridge.clone()),
            state,
            ..self.packet(far, guest, protocol)
        };
        let leg = |name, packet, way| Leg { name, packet, way };
        // The first packet, its answer, and one of those that follow: rules may tell them apart.
        if outbound {
            vec![
                leg("request", out(Protocol::Tcp(CLIENT, port), State::New), OUT),
                leg(
                    "answer",
                    back(Protocol::Tcp(port, CLIENT), State::Established),
                    IN,
                ),
                leg(
                    "the rest",
                    out(Protocol::Tcp(CLIENT, port), State::Established),
                    OUT,
                ),
            ]
        } else {
            vec![
                leg("request", back(Protocol::Tcp(CLIENT, port), State::New), IN),
                leg(
                    "answer",
                    out(Protocol::Tcp(port, CLIENT), State::Established),
                    OUT,
                ),
                leg(
                    "the rest",
                    back(Protocol::Tcp(CLIENT, port), State::Established),
                    IN,
                ),
            ]
        }
    }
}

/// Whether this host forwards packets, for IPv4 and IPv6, by its own switches.
pub fn forwarding() -> [bool; 2] {
    ["ipv4/ip_forward", "ipv6/conf/all/forwarding"].map(|switch| {
        std::fs::read_to_string(format!("/proc/sys/net/{switch}")).is_ok_and(|text| text.trim() != "0")
    })
}

/// An address of the subnet that is not the host's.
fn some_guest(net: &IpNet) -> IpAddr {
    net.hosts()
        .take(3)
        .find(|a| *a != net.addr())
        .unwrap_or(net.addr())
}
