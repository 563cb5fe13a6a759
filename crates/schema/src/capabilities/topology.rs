//! Memory nodes and processors of the host.

use crate::common::idset::IdSet;
use ferrovirt_xml::Xml;

use crate::common::size::Kib;
use crate::domain::numa::{Interconnects, NumaCache, Sibling};

/// The host's memory nodes and what belongs to each.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct HostTopology {
    /// Memory nodes.
    #[xml(child)]
    pub cells: Option<Cells>,
    /// Latency and bandwidth between them.
    #[xml(child)]
    pub interconnects: Option<Interconnects>,
}

/// The host's memory nodes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Cells {
    /// How many there are. Unit: nodes.
    #[xml(attr, default)]
    pub num: u32,
    /// The nodes.
    #[xml(child = "cell")]
    pub cells: Vec<HostCell>,
}

/// A memory node of the host.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct HostCell {
    /// Number of the node. Unit: none.
    #[xml(attr)]
    pub id: u32,
    /// Its memory.
    #[xml(child)]
    pub memory: Option<Kib>,
    /// Its memory pages by size.
    #[xml(child)]
    pub pages: Vec<CellPages>,
    /// Relative distances to the nodes.
    #[xml(child = "sibling", of = "distances")]
    pub distances: Vec<Sibling>,
    /// Caches on the memory's side.
    #[xml(child = "cache")]
    pub caches: Vec<NumaCache>,
    /// Its processors.
    #[xml(child)]
    pub cpus: Option<CellCpus>,
}

/// How many pages of a size a node has.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct CellPages {
    /// Unit of the size. Default: KiB.
    #[xml(attr)]
    pub unit: Option<String>,
    /// Size of these pages. Unit: as its unit says.
    #[xml(attr)]
    pub size: u64,
    /// How many there are. Unit: pages.
    #[xml(text)]
    pub count: u64,
}

/// The processors of a memory node.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct CellCpus {
    /// How many there are. Unit: processors.
    #[xml(attr)]
    pub num: u32,
    /// The processors.
    #[xml(child = "cpu")]
    pub cpus: Vec<CellCpu>,
}

/// A processor of the host.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct CellCpu {
    /// Number of the processor. Unit: none.
    #[xml(attr)]
    pub id: u32,
    /// Socket that it is on. Unit: none.
    #[xml(attr)]
    pub socket_id: Option<u32>,
    /// Die that it is on. Unit: none.
    #[xml(attr)]
    pub die_id: Option<u32>,
    /// Cluster that it is in. Unit: none.
    #[xml(attr)]
    pub cluster_id: Option<u32>,
    /// Core that it is of. Unit: none.
    #[xml(attr)]
    pub core_id: Option<u32>,
    /// Set of processors that share the core: `0-1`.
    #[xml(attr)]
    pub siblings: Option<IdSet>,
}
