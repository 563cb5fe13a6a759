//! Memory: how much, from where, within which limits.

use crate::common::idset::IdSet;
use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_xml::{OnOff, Xml, words};

use crate::common::size::{Kib, SizeKib};

/// `<memory>` in KiB.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Memory {
    /// Whether memory is part of dumps. Default: that of the host's configuration. Since 0.10.2.
    #[xml(attr = "dumpCore")]
    pub dump_core: Option<OnOff>,
    /// The size.
    #[xml(flatten)]
    pub size: Kib,
}

/// `<maxMemory>`: up to where memory can be plugged in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct MaxMemory {
    /// Slots for memory modules. Unit: slots. Default: needed.
    #[xml(attr)]
    pub slots: Option<u32>,
    /// The size.
    #[xml(flatten)]
    pub size: Kib,
}

/// Limits of memory.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct MemoryTune {
    /// Most that the guest can use. Live.
    #[xml(child, blank)]
    pub hard_limit: Option<Kib>,
    /// What it is pressed to when memory is short. Live.
    #[xml(child, blank)]
    pub soft_limit: Option<Kib>,
    /// Least that it keeps. Live.
    #[xml(child, blank)]
    pub min_guarantee: Option<Kib>,
    /// Most of memory and swap together. Live.
    #[xml(child, blank)]
    pub swap_hard_limit: Option<Kib>,
}

words! {
    /// Kind of memory of the host.
    pub enum MemorySource: unsupported {
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
    pub enum MemoryAllocation: unsupported {
        Immediate = "immediate",
        OnDemand = "ondemand",
    }
}

/// How the host provides memory.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct MemoryBacking {
    /// Whether huge pages are used.
    #[xml(child)]
    pub hugepages: Option<HugePages>,
    /// Whether equal pages are not merged. Since 1.0.6.
    #[xml(flag)]
    pub nosharepages: bool,
    /// Whether memory is never swapped out. Since 1.0.6.
    #[xml(flag)]
    pub locked: bool,
    /// Kind of memory. Default: anonymous. Since 3.1.
    #[xml(attr = "type", of = "source", blank)]
    pub source: Option<MemorySource>,
    /// Whether other processes see it. Default: private. Since 3.1.
    #[xml(attr = "mode", of = "access", blank, invalid = ErrorNumber::ConfigUnsupported)]
    pub access: Option<MemoryAccess>,
    /// When it is taken. Since 3.1.
    #[xml(child)]
    pub allocation: Option<Allocation>,
    /// Whether its content is thrown away at the guest's end. Since 4.4.
    #[xml(flag)]
    pub discard: bool,
}

/// Huge pages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct HugePages {
    /// Sizes, and nodes that each is for. Since 1.2.5.
    #[xml(child = "page")]
    pub pages: Vec<HugePage>,
}

/// Huge pages of a size.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct HugePage {
    /// The size.
    #[xml(flatten)]
    pub size: SizeKib,
    /// Memory nodes of the guest. Default: all.
    #[xml(attr)]
    pub nodeset: Option<IdSet>,
}

/// When and how memory is taken.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Allocation {
    /// When memory of the host is taken. Default: chosen by the hypervisor.
    #[xml(attr, blank)]
    pub mode: Option<MemoryAllocation>,
    /// Threads that take it. Unit: threads. Default: chosen by the hypervisor. Since 8.2.
    #[xml(attr, blank)]
    pub threads: Option<u32>,
}

/// Weights and limits of block I/O.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct BlkioTune {
    /// Share of the guest, 100 to 1000. Unit: shares. Default: chosen by the host. Live.
    #[xml(leaf)]
    pub weight: Option<u32>,
    /// Devices of the host. Since 0.9.8. Live.
    #[xml(child = "device", key = "path/$text")]
    pub devices: Vec<BlkioDevice>,
}

/// Weights and limits on one device.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct BlkioDevice {
    /// The device.
    #[xml(leaf, missing = ErrorNumber::ConfigUnsupported)]
    pub path: String,
    /// Share on this device, 100 to 1000. Unit: shares. Default: that of the guest. Live.
    #[xml(leaf, drop_zero, invalid = ErrorNumber::ConfigUnsupported)]
    pub weight: Option<u32>,
    /// Reads. Unit: operations/s. Default: no limit. Since 1.2.2. Live.
    #[xml(leaf, drop_zero, invalid = ErrorNumber::ConfigUnsupported)]
    pub read_iops_sec: Option<u32>,
    /// Writes. Unit: operations/s. Default: no limit. Since 1.2.2. Live.
    #[xml(leaf, drop_zero, invalid = ErrorNumber::ConfigUnsupported)]
    pub write_iops_sec: Option<u32>,
    /// Bytes read. Unit: bytes/s. Default: no limit. Since 1.2.2. Live.
    #[xml(leaf, drop_zero, invalid = ErrorNumber::ConfigUnsupported)]
    pub read_bytes_sec: Option<u64>,
    /// Bytes written. Unit: bytes/s. Default: no limit. Since 1.2.2. Live.
    #[xml(leaf, drop_zero, invalid = ErrorNumber::ConfigUnsupported)]
    pub write_bytes_sec: Option<u64>,
}
