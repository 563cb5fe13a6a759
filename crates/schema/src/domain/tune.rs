//! Shares, quotas, pinning and scheduling of processors.

use ferrovirt_xml::{Xml, words};

use crate::common::size::SizePretty;

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct CpuTune {
    #[xml(leaf)]
    pub shares: Option<u64>,
    #[xml(leaf)]
    pub period: Option<u64>,
    #[xml(leaf)]
    pub quota: Option<i64>,
    #[xml(leaf)]
    pub global_period: Option<u64>,
    #[xml(leaf)]
    pub global_quota: Option<i64>,
    #[xml(leaf)]
    pub emulator_period: Option<u64>,
    #[xml(leaf)]
    pub emulator_quota: Option<i64>,
    #[xml(leaf)]
    pub iothread_period: Option<u64>,
    #[xml(leaf)]
    pub iothread_quota: Option<i64>,
    #[xml(child)]
    pub vcpupin: Vec<VcpuPin>,
    #[xml(attr = "cpuset", of = "emulatorpin")]
    pub emulatorpin: Option<String>,
    #[xml(child)]
    pub iothreadpin: Vec<IoThreadPin>,
    #[xml(child)]
    pub emulatorsched: Option<EmulatorSched>,
    #[xml(child)]
    pub vcpusched: Vec<VcpuSched>,
    #[xml(child)]
    pub iothreadsched: Vec<IoThreadSched>,
    #[xml(child)]
    pub cachetune: Vec<CacheTune>,
    #[xml(child)]
    pub memorytune: Vec<MemoryBandwidthTune>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct VcpuPin {
    #[xml(attr)]
    pub vcpu: u32,
    #[xml(attr)]
    pub cpuset: String,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct IoThreadPin {
    #[xml(attr)]
    pub iothread: u32,
    #[xml(attr)]
    pub cpuset: String,
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

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct EmulatorSched {
    #[xml(attr)]
    pub scheduler: Scheduler,
    #[xml(attr)]
    pub priority: Option<i32>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct VcpuSched {
    #[xml(attr)]
    pub vcpus: String,
    #[xml(attr)]
    pub scheduler: Scheduler,
    #[xml(attr)]
    pub priority: Option<i32>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct IoThreadSched {
    #[xml(attr)]
    pub iothreads: String,
    #[xml(attr)]
    pub scheduler: Scheduler,
    #[xml(attr)]
    pub priority: Option<i32>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct CacheTune {
    #[xml(attr)]
    pub vcpus: String,
    #[xml(attr)]
    pub id: Option<String>,
    #[xml(child = "cache")]
    pub caches: Vec<Cache>,
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

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Cache {
    #[xml(attr)]
    pub id: u32,
    #[xml(attr)]
    pub level: u32,
    #[xml(attr = "type")]
    pub cache_type: CacheType,
    #[xml(flatten)]
    pub size: SizePretty,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct CacheMonitor {
    #[xml(attr)]
    pub level: u32,
    #[xml(attr)]
    pub vcpus: String,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct MemoryBandwidthTune {
    #[xml(attr)]
    pub vcpus: String,
    #[xml(attr)]
    pub id: Option<String>,
    #[xml(child = "node")]
    pub nodes: Vec<BandwidthNode>,
    #[xml(attr = "vcpus", of = "monitor")]
    pub monitors: Vec<String>,
}

/// Share of the bandwidth of a node's memory, in percent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct BandwidthNode {
    #[xml(attr)]
    pub id: u32,
    #[xml(attr)]
    pub bandwidth: u32,
}
