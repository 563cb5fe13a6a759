//! Memory nodes and processors of the host.

use ferrovirt_xml::Xml;

use crate::common::size::Kib;
use crate::domain::numa::{Interconnects, NumaCache, Sibling};

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct HostTopology {
    #[xml(child)]
    pub cells: Option<Cells>,
    #[xml(child)]
    pub interconnects: Option<Interconnects>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Cells {
    #[xml(attr, default)]
    pub num: u32,
    #[xml(child = "cell")]
    pub cells: Vec<HostCell>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct HostCell {
    #[xml(attr)]
    pub id: u32,
    #[xml(child)]
    pub memory: Option<Kib>,
    #[xml(child)]
    pub pages: Vec<CellPages>,
    #[xml(child = "sibling", of = "distances")]
    pub distances: Vec<Sibling>,
    #[xml(child = "cache")]
    pub caches: Vec<NumaCache>,
    #[xml(child)]
    pub cpus: Option<CellCpus>,
}

/// How many pages of a size a node has.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct CellPages {
    #[xml(attr)]
    pub unit: Option<String>,
    #[xml(attr)]
    pub size: u64,
    #[xml(text)]
    pub count: u64,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct CellCpus {
    #[xml(attr)]
    pub num: u32,
    #[xml(child = "cpu")]
    pub cpus: Vec<CellCpu>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct CellCpu {
    #[xml(attr)]
    pub id: u32,
    #[xml(attr)]
    pub socket_id: Option<u32>,
    #[xml(attr)]
    pub die_id: Option<u32>,
    #[xml(attr)]
    pub cluster_id: Option<u32>,
    #[xml(attr)]
    pub core_id: Option<u32>,
    /// Set of processors that share the core: `0-1`.
    #[xml(attr)]
    pub siblings: Option<String>,
}
