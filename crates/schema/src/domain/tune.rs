//! Shares, quotas, pinning and scheduling of processors.

use crate::common::idset::IdSet;
use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_xml::{Xml, words};

use crate::common::size::SizePretty;

/// Shares, limits and placing of threads.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct CpuTune {
    /// Weight among guests. Unit: shares. Default: the host's. Live.
    #[xml(leaf)]
    pub shares: Option<u64>,
    /// Interval of a processor's quota. Unit: microseconds. Default: chosen by the host. Since 0.9.4. Live.
    #[xml(leaf, drop_zero)]
    pub period: Option<u64>,
    /// Time that a processor may run in it; negative is no limit. Unit: microseconds. Default: no limit.
    /// Since 0.9.4. Live.
    #[xml(leaf, drop_zero)]
    pub quota: Option<i64>,
    /// Interval of the whole guest's quota. Unit: microseconds. Default: chosen by the host. Since 1.3.3.
    /// Live.
    #[xml(leaf, drop_zero)]
    pub global_period: Option<u64>,
    /// Time that the whole guest may run in it. Unit: microseconds. Default: no limit. Since 1.3.3. Live.
    #[xml(leaf, drop_zero)]
    pub global_quota: Option<i64>,
    /// Interval of the emulator's quota. Unit: microseconds. Default: chosen by the host. Since 0.10.0. Live.
    #[xml(leaf, drop_zero)]
    pub emulator_period: Option<u64>,
    /// Time that the emulator may run in it. Unit: microseconds. Default: no limit. Since 0.10.0. Live.
    #[xml(leaf, drop_zero)]
    pub emulator_quota: Option<i64>,
    /// Interval of the I/O threads' quota. Unit: microseconds. Default: chosen by the host. Since 2.1. Live.
    #[xml(leaf, drop_zero)]
    pub iothread_period: Option<u64>,
    /// Time that the I/O threads may run in it. Unit: microseconds. Default: no limit. Since 2.1. Live.
    #[xml(leaf, drop_zero)]
    pub iothread_quota: Option<i64>,
    /// Host processors for each processor. Default: those of `<vcpu>`, else all. Live.
    #[xml(child, key = "@vcpu")]
    pub vcpupin: Vec<VcpuPin>,
    /// Host processors for the emulator. Default: those of `<vcpu>`, else all. Live.
    #[xml(attr = "cpuset", of = "emulatorpin", once = ErrorNumber::XmlError, missing = ErrorNumber::InternalError)]
    pub emulatorpin: Option<IdSet>,
    /// Host processors for I/O threads. Default: those of `<vcpu>`, else all. Since 1.2.9. Live.
    #[xml(child, key = "@iothread")]
    pub iothreadpin: Vec<IoThreadPin>,
    /// Scheduler of the emulator. Since 5.3.
    #[xml(child, once = ErrorNumber::XmlError)]
    pub emulatorsched: Option<EmulatorSched>,
    /// Schedulers of processors. Since 1.2.13.
    #[xml(child)]
    pub vcpusched: Vec<VcpuSched>,
    /// Schedulers of I/O threads. Since 1.2.13.
    #[xml(child)]
    pub iothreadsched: Vec<IoThreadSched>,
    /// Shares of caches. Since 4.1.
    #[xml(child)]
    pub cachetune: Vec<CacheTune>,
    /// Shares of memory bandwidth. Since 4.7.
    #[xml(child)]
    pub memorytune: Vec<MemoryBandwidthTune>,
}

/// Host processors for one processor.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct VcpuPin {
    /// Processor of the guest. Unit: none.
    #[xml(attr)]
    pub vcpu: u32,
    /// Processors of the host. Live.
    #[xml(attr, missing = ErrorNumber::InternalError)]
    pub cpuset: IdSet,
}

/// Host processors for one I/O thread.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct IoThreadPin {
    /// I/O thread. Unit: none.
    #[xml(attr, nonzero)]
    pub iothread: u32,
    /// Processors of the host. Live.
    #[xml(attr, missing = ErrorNumber::InternalError)]
    pub cpuset: IdSet,
}

words! {
    /// Scheduling policy of the host.
    pub enum Scheduler {
        Other = "other",
        Batch = "batch",
        Idle = "idle",
        Fifo = "fifo",
        Rr = "rr",
    }
}

/// The scheduler of the emulator.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct EmulatorSched {
    /// Scheduler.
    #[xml(attr)]
    pub scheduler: Scheduler,
    /// Priority, of real-time schedulers. Unit: none. Default: needed, for real-time schedulers.
    #[xml(attr)]
    pub priority: Option<i32>,
}

/// The scheduler of processors.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct VcpuSched {
    /// Processors of the guest. Default: all.
    #[xml(attr)]
    pub vcpus: IdSet,
    /// Scheduler.
    #[xml(attr)]
    pub scheduler: Scheduler,
    /// Priority, of real-time schedulers. Unit: none. Default: needed, for real-time schedulers.
    #[xml(attr)]
    pub priority: Option<i32>,
}

/// The scheduler of I/O threads.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct IoThreadSched {
    /// I/O threads. Default: all.
    #[xml(attr)]
    pub iothreads: IdSet,
    /// Scheduler.
    #[xml(attr)]
    pub scheduler: Scheduler,
    /// Priority, of real-time schedulers. Unit: none. Default: needed, for real-time schedulers.
    #[xml(attr)]
    pub priority: Option<i32>,
}

/// Shares of caches for some processors.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct CacheTune {
    /// Processors of the guest.
    #[xml(attr, invalid = ErrorNumber::XmlError)]
    pub vcpus: IdSet,
    /// Name that the host chose, in status files. Default: reported.
    #[xml(attr)]
    pub id: Option<String>,
    /// Shares.
    #[xml(child = "cache")]
    pub caches: Vec<Cache>,
    /// What is watched. Since 4.10.
    #[xml(child = "monitor")]
    pub monitors: Vec<CacheMonitor>,
}

words! {
    /// What a share of cache holds.
    pub enum CacheType {
        Both = "both",
        Code = "code",
        Data = "data",
    }
}

/// A share of a cache.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Cache {
    /// Number of the cache. Unit: none.
    #[xml(attr)]
    pub id: u32,
    /// Level. Unit: none.
    #[xml(attr)]
    pub level: u32,
    /// Whether code, data or both.
    #[xml(attr = "type")]
    pub cache_type: CacheType,
    /// The share.
    #[xml(flatten)]
    pub size: SizePretty,
}

/// What of a cache is watched.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct CacheMonitor {
    /// Level. Unit: none.
    #[xml(attr, nonzero)]
    pub level: u32,
    /// Processors of the guest.
    #[xml(attr, invalid = ErrorNumber::XmlError)]
    pub vcpus: IdSet,
}

/// Shares of memory bandwidth for some processors.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct MemoryBandwidthTune {
    /// Processors of the guest.
    #[xml(attr, invalid = ErrorNumber::XmlError)]
    pub vcpus: IdSet,
    /// Name that the host chose, in status files. Default: reported.
    #[xml(attr)]
    pub id: Option<String>,
    /// Shares by memory node.
    #[xml(child = "node")]
    pub nodes: Vec<BandwidthNode>,
    /// Processors that are watched.
    #[xml(attr = "vcpus", of = "monitor", invalid = ErrorNumber::XmlError)]
    pub monitors: Vec<IdSet>,
}

/// Share of the bandwidth of a node's memory, in percent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct BandwidthNode {
    /// Memory node of the host. Unit: none.
    #[xml(attr)]
    pub id: u32,
    /// The share. Unit: percent.
    #[xml(attr)]
    pub bandwidth: u32,
}
