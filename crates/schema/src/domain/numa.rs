//! Memory nodes: the guest's own, and those of the host that they are put on.

use ferrovirt_xml::{Xml, YesNo, words};

use crate::common::size::{MemoryKib, ValueBytes, ValueKib};
use crate::domain::memory::MemoryAccess;
use crate::domain::vcpu::Placement;

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct NumaTune {
    #[xml(child)]
    pub memory: Option<NumaMemory>,
    #[xml(child = "memnode")]
    pub memnodes: Vec<MemNode>,
}

words! {
    /// How strictly nodes are kept to.
    pub enum NumaMode {
        Strict = "strict",
        Preferred = "preferred",
        Interleave = "interleave",
        Restrictive = "restrictive",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct NumaMemory {
    #[xml(attr, default)]
    pub mode: NumaMode,
    #[xml(attr)]
    pub nodeset: Option<String>,
    #[xml(attr)]
    pub placement: Option<Placement>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct MemNode {
    #[xml(attr)]
    pub cellid: u32,
    #[xml(attr, default)]
    pub mode: NumaMode,
    #[xml(attr)]
    pub nodeset: String,
}

/// `<numa>` of the guest's processor.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Numa {
    #[xml(child = "cell")]
    pub cells: Vec<NumaCell>,
    #[xml(child)]
    pub interconnects: Option<Interconnects>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct NumaCell {
    #[xml(attr)]
    pub id: Option<u32>,
    #[xml(attr)]
    pub cpus: Option<String>,
    #[xml(flatten)]
    pub memory: MemoryKib,
    #[xml(attr = "memAccess")]
    pub mem_access: Option<MemoryAccess>,
    #[xml(attr)]
    pub discard: Option<YesNo>,
    #[xml(child = "sibling", of = "distances")]
    pub distances: Vec<Sibling>,
    #[xml(child = "cache")]
    pub caches: Vec<NumaCache>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Sibling {
    #[xml(attr)]
    pub id: u32,
    #[xml(attr)]
    pub value: u32,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct NumaCache {
    #[xml(attr)]
    pub level: u32,
    #[xml(attr)]
    pub associativity: CacheAssociativity,
    #[xml(attr)]
    pub policy: CachePolicy,
    #[xml(child)]
    pub size: Option<ValueKib>,
    #[xml(child)]
    pub line: Option<ValueBytes>,
}

words! {
    /// How a cache places lines.
    pub enum CacheAssociativity {
        None = "none",
        Direct = "direct",
        Full = "full",
    }
}

words! {
    /// When a cache writes.
    pub enum CachePolicy {
        None = "none",
        WriteBack = "writeback",
        WriteThrough = "writethrough",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Interconnects {
    #[xml(child = "latency")]
    pub latencies: Vec<Interconnect>,
    #[xml(child = "bandwidth")]
    pub bandwidths: Vec<InterconnectBandwidth>,
}

words! {
    /// What an interconnect's figure is about.
    pub enum InterconnectType {
        Access = "access",
        Read = "read",
        Write = "write",
    }
}

/// Latency in nanoseconds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Interconnect {
    #[xml(attr)]
    pub initiator: u32,
    #[xml(attr)]
    pub target: u32,
    #[xml(attr)]
    pub cache: Option<u32>,
    #[xml(attr = "type")]
    pub access: InterconnectType,
    #[xml(attr)]
    pub value: u64,
}

/// Bandwidth in KiB a second.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct InterconnectBandwidth {
    #[xml(attr)]
    pub initiator: u32,
    #[xml(attr)]
    pub target: u32,
    #[xml(attr)]
    pub cache: Option<u32>,
    #[xml(attr = "type")]
    pub access: InterconnectType,
    #[xml(flatten)]
    pub value: ValueKib,
}
