//! Memory: how much, from where, within which limits.

use ferrovirt_xml::{OnOff, Xml, words};

use crate::common::size::{Kib, SizeKib};

/// `<memory>` in KiB.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Memory {
    #[xml(attr = "dumpCore")]
    pub dump_core: Option<OnOff>,
    #[xml(flatten)]
    pub size: Kib,
}

/// `<maxMemory>`: up to where memory can be plugged in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct MaxMemory {
    #[xml(attr)]
    pub slots: Option<u32>,
    #[xml(flatten)]
    pub size: Kib,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct MemoryTune {
    #[xml(child)]
    pub hard_limit: Option<Kib>,
    #[xml(child)]
    pub soft_limit: Option<Kib>,
    #[xml(child)]
    pub min_guarantee: Option<Kib>,
    #[xml(child)]
    pub swap_hard_limit: Option<Kib>,
}

words! {
    /// Kind of memory of the host.
    pub enum MemorySource {
        File = "file",
        Anonymous = "anonymous",
        Memfd = "memfd",
    }
}

words! {
    /// Whether other processes see the memory.
    pub enum MemoryAccess {
        Shared = "shared",
        Private = "private",
    }
}

words! {
    /// When memory of the host is taken.
    pub enum MemoryAllocation {
        Immediate = "immediate",
        OnDemand = "ondemand",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct MemoryBacking {
    #[xml(child)]
    pub hugepages: Option<HugePages>,
    #[xml(flag)]
    pub nosharepages: bool,
    #[xml(flag)]
    pub locked: bool,
    #[xml(attr = "type", of = "source")]
    pub source: Option<MemorySource>,
    #[xml(attr = "mode", of = "access")]
    pub access: Option<MemoryAccess>,
    #[xml(child)]
    pub allocation: Option<Allocation>,
    #[xml(flag)]
    pub discard: bool,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct HugePages {
    #[xml(child = "page")]
    pub pages: Vec<HugePage>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct HugePage {
    #[xml(flatten)]
    pub size: SizeKib,
    #[xml(attr)]
    pub nodeset: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Allocation {
    #[xml(attr)]
    pub mode: Option<MemoryAllocation>,
    #[xml(attr)]
    pub threads: Option<u32>,
}

/// Weights and limits of block I/O.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct BlkioTune {
    #[xml(leaf)]
    pub weight: Option<u32>,
    #[xml(child = "device")]
    pub devices: Vec<BlkioDevice>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct BlkioDevice {
    #[xml(leaf)]
    pub path: String,
    #[xml(leaf)]
    pub weight: Option<u32>,
    #[xml(leaf)]
    pub read_iops_sec: Option<u32>,
    #[xml(leaf)]
    pub write_iops_sec: Option<u32>,
    #[xml(leaf)]
    pub read_bytes_sec: Option<u64>,
    #[xml(leaf)]
    pub write_bytes_sec: Option<u64>,
}
