//! What is asked of packets, and what becomes of them.

use ferrovirt_types::ifname::IfName;
use ferrovirt_types::mac::MacAddr;
use std::fmt;
use std::net::Ipv4Addr;
use std::str::FromStr;

/// The filter of one guest interface.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuestFilter {
    /// The host's device of the interface.
    pub device: IfName,
    /// Address of the guest's side.
    pub mac: MacAddr,
    /// How the guest's IPv4 addresses become known; without, no test asks for them.
    pub learn: Option<Learn>,
    /// Addresses that are known already.
    pub learned: Vec<Ipv4Addr>,
    /// Frames that the guest sends.
    pub frames_out: Stage,
    /// Frames that the guest is to receive.
    pub frames_in: Stage,
    /// Packets that the guest sends.
    pub packets_out: Stage,
    /// Packets that the guest is to receive.
    pub packets_in: Stage,
}

/// How the kernel learns a guest's IPv4 addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Learn {
    /// The first one that the guest uses, in ARP or IP.
    First,
    /// Those that a DHCP server gives it.
    Dhcp {
        /// Only this server.
        server: Option<Ipv4Addr>,
    },
}

/// The chains of one stage; a packet begins in the root.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stage {
    /// Where packets begin.
    pub root: Vec<Step>,
    /// What the root calls.
    pub chains: Vec<Chain>,
}

/// A chain that the root calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain {
    /// Its name, unique in the stage.
    pub label: Label,
    /// Its rules, in order.
    pub steps: Vec<Step>,
}

/// Name of a chain. **Invariant**: 1 to 31 bytes of letters, digits, `-` and `_`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Label(String);

impl FromStr for Label {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let letters = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
        let fits = (1..=31).contains(&text.len()) && text.bytes().all(letters);
        fits.then(|| Label(text.to_owned())).ok_or(())
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A rule: what becomes of packets for which all tests are true.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// All of them have to be true.
    pub tests: Vec<Test>,
    /// What becomes of the packet then.
    pub verdict: Verdict,
}

/// What becomes of a packet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It has passed the stage.
    Accept,
    /// It is gone.
    Drop,
    /// It is gone and its sender is told, where the kernel can; otherwise as [`Verdict::Drop`].
    Reject,
    /// The chain ends: the root goes on, and the end of the root accepts.
    Return,
    /// The next rule follows.
    Continue,
    /// A chain of the stage follows.
    Call(Label),
}

/// What is asked of a packet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Test {
    /// The protocol over Ethernet.
    EtherType {
        /// Its number.
        value: u16,
        /// Whether any other protocol is wanted.
        negated: bool,
    },
    /// The protocol over IP.
    Protocol {
        /// Its number.
        value: u8,
        /// Whether any other protocol is wanted.
        negated: bool,
    },
    /// Bits of the packet.
    Field(Field),
    /// The connection that the packet belongs to. Needs the kernel's connection tracking for bridges.
    Connection {
        /// States of it, of which one is enough.
        states: Vec<State>,
        /// Whether the packet is to be an answer, or not to be one.
        answer: Option<bool>,
    },
    /// The sender of the packet has more connections than so many, of those that come to this test; with
    /// `negated`, at most so many. Needs the kernel's connection tracking for bridges, and the ether type of IPv4
    /// or IPv6 among the tests before it.
    Connections {
        /// Name of the set in which they are counted, of this test alone.
        set: Label,
        /// So many.
        over: u16,
        /// Whether there are to be no more.
        negated: bool,
        /// Whether senders are known by IPv6 addresses.
        ipv6: bool,
    },
    /// An option of TCP is there. Needs the protocol of TCP among the tests before it.
    TcpOption {
        /// Its number.
        kind: u8,
        /// Whether it is to be missing.
        negated: bool,
    },
    /// The field has one of the guest's addresses.
    Learned {
        /// Which field.
        field: LearnedField,
        /// Whether it is to have another.
        negated: bool,
    },
}

/// Bits of a packet and what they are to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// Which header.
    pub base: Base,
    /// First bit in it.
    pub offset: u16,
    /// How many bits, at most 128.
    pub bits: u8,
    /// Only these bits count; excludes a range.
    pub mask: Option<u128>,
    /// The lowest value.
    pub low: u128,
    /// The highest value.
    pub high: u128,
    /// Whether any other value is wanted.
    pub negated: bool,
}

/// A header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Base {
    /// Ethernet.
    Link,
    /// IP or ARP.
    Network,
    /// What IP carries.
    Transport,
}

/// States of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Nothing was answered yet.
    New,
    /// It was answered.
    Established,
    /// It belongs to another connection.
    Related,
    /// None is known and none begins.
    Invalid,
    /// It is not looked after.
    Untracked,
}

/// A field that can be compared with the guest's addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LearnedField {
    /// Who sent an IPv4 packet.
    IpSource,
    /// Who is to receive it.
    IpDestination,
    /// Who sent an ARP packet.
    ArpSource,
    /// Whom it is about.
    ArpDestination,
}

impl GuestFilter {
    /// Whether nothing is asked of any packet.
    pub fn is_empty(&self) -> bool {
        self.stages().all(|(_, stage)| stage.root.is_empty())
    }

    /// Whether the connections of packets matter.
    pub fn asks_for_connections(&self) -> bool {
        let asks = |t: &Test| matches!(t, Test::Connection { .. } | Test::Connections { .. });
        self.any(|step| step.tests.iter().any(asks))
    }

    pub(crate) fn rejects(&self) -> bool {
        self.any(|step| step.verdict == Verdict::Reject)
    }

    fn any(&self, wanted: impl Fn(&Step) -> bool) -> bool {
        self.steps().any(wanted)
    }

    /// All rules.
    pub(crate) fn steps(&self) -> impl Iterator<Item = &Step> {
        self.stages().flat_map(|(_, stage)| {
            let chains = stage.chains.iter().flat_map(|chain| &chain.steps);
            stage.root.iter().chain(chains)
        })
    }

    /// The stages with the names of their roots.
    pub(crate) fn stages(&self) -> impl Iterator<Item = (&'static str, &Stage)> {
        [
            ("frames_out", &self.frames_out),
            ("frames_in", &self.frames_in),
            ("packets_out", &self.packets_out),
            ("packets_in", &self.packets_in),
        ]
        .into_iter()
    }
}
