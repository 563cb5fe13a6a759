//! Caches and memory bandwidth that can be shared out.

use ferrovirt_xml::Xml;

use crate::domain::tune::CacheType;

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct HostCache {
    #[xml(child = "bank")]
    pub banks: Vec<CacheBank>,
    #[xml(child)]
    pub monitor: Option<CacheMonitor>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct CacheBank {
    #[xml(attr)]
    pub id: u32,
    #[xml(attr)]
    pub level: u32,
    #[xml(attr = "type")]
    pub cache_type: CacheType,
    #[xml(attr)]
    pub size: u64,
    #[xml(attr)]
    pub unit: String,
    #[xml(attr)]
    pub cpus: String,
    #[xml(child = "control")]
    pub controls: Vec<CacheControl>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct CacheControl {
    #[xml(attr)]
    pub granularity: u64,
    #[xml(attr)]
    pub min: Option<u64>,
    #[xml(attr)]
    pub unit: Option<String>,
    #[xml(attr = "type")]
    pub cache_type: CacheType,
    #[xml(attr = "maxAllocs")]
    pub max_allocs: u32,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct CacheMonitor {
    #[xml(attr)]
    pub level: Option<u32>,
    #[xml(attr = "reuseThreshold")]
    pub reuse_threshold: Option<u64>,
    #[xml(attr = "maxMonitors")]
    pub max_monitors: u32,
    #[xml(attr = "name", of = "feature")]
    pub features: Vec<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct MemoryBandwidth {
    #[xml(child = "node")]
    pub nodes: Vec<BandwidthNode>,
    #[xml(child)]
    pub monitor: Option<CacheMonitor>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct BandwidthNode {
    #[xml(attr)]
    pub id: u32,
    #[xml(attr)]
    pub cpus: String,
    #[xml(child)]
    pub control: Option<BandwidthControl>,
}

/// Percent
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct BandwidthControl {
    #[xml(attr)]
    pub granularity: u32,
    #[xml(attr)]
    pub min: u32,
    #[xml(attr = "maxAllocs")]
    pub max_allocs: u32,
}
