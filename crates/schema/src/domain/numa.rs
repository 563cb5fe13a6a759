//! Memory nodes: the guest's own, and those of the host that they are put on.

use crate::common::idset::IdSet;
use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_xml::{Xml, YesNo, words};

use crate::common::size::{MemoryKib, ValueBytes, ValueKib};
use crate::domain::memory::MemoryAccess;
use crate::domain::vcpu::Placement;

/// Memory nodes of the host that memory is put on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct NumaTune {
    /// For all memory.
    #[xml(child)]
    pub memory: Option<NumaMemory>,
    /// For memory nodes of the guest. Default: as for all memory. Since 1.2.7.
    #[xml(child = "memnode", key = "@cellid")]
    pub memnodes: Vec<MemNode>,
}

words! {
    /// How strictly nodes are kept to.
    pub enum NumaMode: unsupported {
        Strict = "strict",
        Preferred = "preferred",
        Interleave = "interleave",
        Restrictive = "restrictive",
    }
}

/// The host's nodes for all memory.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct NumaMemory {
    /// How strictly. Default: strict.
    #[xml(attr, default)]
    pub mode: NumaMode,
    /// Nodes of the host. Default: needed, for static placement. Live.
    #[xml(attr)]
    pub nodeset: Option<IdSet>,
    /// Who chooses them. Default: static with nodes, else that of `<vcpu>`. Since 0.9.12.
    #[xml(attr, invalid = ErrorNumber::ConfigUnsupported)]
    pub placement: Option<Placement>,
}

/// The host's nodes for one node of the guest.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct MemNode {
    /// Memory node of the guest. Unit: none.
    #[xml(attr)]
    pub cellid: u32,
    /// How strictly. Default: strict.
    #[xml(attr, default, invalid = ErrorNumber::XmlError)]
    pub mode: NumaMode,
    /// Nodes of the host.
    #[xml(attr)]
    pub nodeset: IdSet,
}

/// `<numa>` of the guest's processor.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Numa {
    /// The nodes.
    #[xml(child = "cell", key = "@id", required)]
    pub cells: Vec<NumaCell>,
    /// Latency and bandwidth between them. Since 6.6.
    #[xml(child)]
    pub interconnects: Option<Interconnects>,
}

/// A memory node of the guest.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct NumaCell {
    /// Number of the node. Unit: none. Default: its place. Since 1.2.7.
    #[xml(attr)]
    pub id: Option<u32>,
    /// Processors of the guest. Default: none.
    #[xml(attr)]
    pub cpus: Option<IdSet>,
    /// Memory of the node.
    #[xml(flatten)]
    pub memory: MemoryKib,
    /// Whether other processes see its memory. Default: as for all memory. Since 1.2.9.
    #[xml(attr = "memAccess")]
    pub mem_access: Option<MemoryAccess>,
    /// Whether its content is thrown away at the guest's end. Default: as for all memory. Since 4.4.
    #[xml(attr)]
    pub discard: Option<YesNo>,
    /// Relative distances to the nodes. Default: 10 to itself, 20 to others. Since 3.10.
    #[xml(child = "sibling", of = "distances", key = "@id")]
    pub distances: Vec<Sibling>,
    /// Caches on the memory's side. Since 6.6.
    #[xml(child = "cache")]
    pub caches: Vec<NumaCache>,
}

/// The distance to another node.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Sibling {
    /// The other node. Unit: none.
    #[xml(attr)]
    pub id: u32,
    /// Distance; 10 is the node itself. Unit: tenths of the distance to the node itself.
    #[xml(attr)]
    pub value: u32,
}

/// A cache on the memory's side.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct NumaCache {
    /// Level. Unit: none.
    #[xml(attr)]
    pub level: u32,
    /// How it places lines.
    #[xml(attr)]
    pub associativity: CacheAssociativity,
    /// When it writes.
    #[xml(attr)]
    pub policy: CachePolicy,
    /// Its size.
    #[xml(child, required)]
    pub size: Option<ValueKib>,
    /// Size of a line.
    #[xml(child, required)]
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

/// Latency and bandwidth between nodes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Interconnects {
    /// Latencies.
    #[xml(child = "latency")]
    pub latencies: Vec<Interconnect>,
    /// Bandwidths.
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
    /// Node that accesses. Unit: none.
    #[xml(attr)]
    pub initiator: u32,
    /// Node that is accessed. Unit: none.
    #[xml(attr)]
    pub target: u32,
    /// Cache that is accessed. Unit: none. Default: none.
    #[xml(attr)]
    pub cache: Option<u32>,
    /// Kind of access.
    #[xml(attr = "type")]
    pub access: InterconnectType,
    /// The figure. Unit: nanoseconds.
    #[xml(attr)]
    pub value: u64,
}

/// Bandwidth in KiB a second.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct InterconnectBandwidth {
    /// Node that accesses. Unit: none.
    #[xml(attr)]
    pub initiator: u32,
    /// Node that is accessed. Unit: none.
    #[xml(attr)]
    pub target: u32,
    /// Cache that is accessed. Unit: none. Default: none.
    #[xml(attr)]
    pub cache: Option<u32>,
    /// Kind of access.
    #[xml(attr = "type")]
    pub access: InterconnectType,
    /// The figure. Unit: KiB/s.
    #[xml(flatten)]
    pub value: ValueKib,
}
