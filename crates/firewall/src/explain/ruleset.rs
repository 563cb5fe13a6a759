//! Rules of a host's packet filter, whoever wrote them and by which tool.

use super::packet::Hook;
use ipnet::IpNet;
use std::collections::HashMap;
use std::net::IpAddr;

/// All rules of a host.
#[derive(Debug, Clone, Default)]
pub struct Ruleset {
    pub(super) chains: Vec<Chain>,
    pub(super) sets: HashMap<SetName, Set>,
    /// What could not be read, such as a tool that is missing.
    pub(super) gaps: Vec<String>,
}

/// Family, table and name.
pub(super) type SetName = (String, String, String);

/// Elements, each with its verdict in a map of those.
pub(super) type Set = Vec<(Pattern, Option<Action>)>;

/// A chain.
#[derive(Debug, Clone)]
pub(super) struct Chain {
    pub(super) family: String,
    pub(super) table: String,
    pub(super) name: String,
    pub(super) base: Option<Base>,
    pub(super) rules: Vec<Rule>,
}

/// What makes a chain one that packets meet.
#[derive(Debug, Clone)]
pub(super) struct Base {
    pub(super) hook: Hook,
    pub(super) priority: i64,
    /// Only the first packet of a connection meets it.
    pub(super) nat: bool,
    /// What becomes of packets that no rule decides.
    pub(super) drops: bool,
}

/// A rule: its parts in order, and how its owner sees it.
#[derive(Debug, Clone)]
pub(super) struct Rule {
    pub(super) parts: Vec<Part>,
    pub(super) text: String,
}

/// A part of a rule.
#[derive(Debug, Clone)]
pub(super) enum Part {
    /// It goes on if this holds.
    Match {
        /// All values that are asked for, side by side.
        fields: Vec<Ask>,
        pattern: Pattern,
        negated: bool,
    },
    /// It goes on or not, who knows.
    Doubt(String),
    /// It never goes on.
    Never,
    Do(Action),
    /// A verdict by value.
    Choose {
        fields: Vec<Ask>,
        from: Pattern,
    },
    Mark(u32),
}

/// A value of the packet, with a mask for numbers.
#[derive(Debug, Clone)]
pub(super) struct Ask {
    pub(super) field: Field,
    pub(super) mask: Option<u128>,
}

/// What becomes of a packet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Action {
    Accept,
    Drop,
    Return,
    Jump(String),
    Goto(String),
    /// Source translation, which accepts.
    Source,
    /// Destination translation, which accepts.
    Destination(Option<IpAddr>, Option<u16>),
    /// Somebody else decides.
    Unknown(String),
}

/// What a rule looks at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Field {
    Iif,
    Oif,
    Protocol,
    IpProtocol {
        v6: bool,
    },
    Address {
        v6: bool,
        source: bool,
    },
    Port {
        of: Option<String>,
        source: bool,
    },
    NfProto,
    EtherType,
    State,
    Status,
    Mark,
    PacketType,
    DestinationType,
    /// Whether there is a route back to the source.
    ReturnPath,
    Sender,
    IcmpType {
        v6: bool,
    },
    TcpFlags,
    Other(String),
}

/// What a value is compared with.
#[derive(Debug, Clone)]
pub(super) enum Pattern {
    Number(u128),
    /// A name; with `*` at its end all that begin so.
    Name(String),
    Address(IpAddr),
    Net(IpNet),
    Range(Box<Pattern>, Box<Pattern>),
    Any(Vec<(Pattern, Option<Action>)>),
    /// One for each of several values side by side.
    Each(Vec<Pattern>),
    Set(SetName),
    /// A kind that is not known here.
    Unknown(String),
}

impl Ruleset {
    pub(super) fn chain(&self, family: &str, table: &str, name: &str) -> Option<&Chain> {
        self.chains
            .iter()
            .find(|c| c.family == family && c.table == table && c.name == name)
    }
}

impl Chain {
    /// As `nft` and `iptables` users call it.
    pub(super) fn title(&self) -> String {
        format!("table {} {} chain {}", self.family, self.table, self.name)
    }
}
