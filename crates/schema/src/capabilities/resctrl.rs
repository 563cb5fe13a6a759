//! Caches and memory bandwidth that can be shared out.

use crate::common::idset::IdSet;
use ferrovirt_xml::Xml;

use crate::domain::tune::CacheType;

/// The host's caches, as far as they can be divided.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct HostCache {
    /// The caches.
    #[xml(child = "bank")]
    pub banks: Vec<CacheBank>,
    /// What of them can be watched.
    #[xml(child)]
    pub monitor: Option<CacheMonitor>,
}

/// One cache of the host.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct CacheBank {
    /// Number among the caches of its level. Unit: none.
    #[xml(attr)]
    pub id: u32,
    /// Level of the cache. Unit: none.
    #[xml(attr)]
    pub level: u32,
    /// Whether it caches code, data or both.
    #[xml(attr = "type")]
    pub cache_type: CacheType,
    /// Its size, in the unit beside it. Unit: as its unit says.
    #[xml(attr)]
    pub size: u64,
    /// Unit of the size.
    #[xml(attr)]
    pub unit: String,
    /// Processors that share it.
    #[xml(attr)]
    pub cpus: IdSet,
    /// How it can be divided. Since 3.5.0.
    #[xml(child = "control")]
    pub controls: Vec<CacheControl>,
}

/// How a cache can be divided.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct CacheControl {
    /// Size of the smallest step, in the unit beside it. Unit: as its unit says.
    #[xml(attr)]
    pub granularity: u64,
    /// Smallest share, in the unit beside it. Unit: as its unit says.
    #[xml(attr)]
    pub min: Option<u64>,
    /// Unit of the sizes.
    #[xml(attr)]
    pub unit: Option<String>,
    /// Whether code, data or both can be given shares.
    #[xml(attr = "type")]
    pub cache_type: CacheType,
    /// Most shares at once. Unit: shares.
    #[xml(attr = "maxAllocs")]
    pub max_allocs: u32,
}

/// What of a cache is watched.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct CacheMonitor {
    /// Level of the caches that can be watched. Unit: none.
    #[xml(attr)]
    pub level: Option<u32>,
    /// Bytes below which a monitor's number may be used again. Unit: bytes.
    #[xml(attr = "reuseThreshold")]
    pub reuse_threshold: Option<u64>,
    /// Most monitors at once. Unit: monitors.
    #[xml(attr = "maxMonitors")]
    pub max_monitors: u32,
    /// What can be measured.
    #[xml(attr = "name", of = "feature")]
    pub features: Vec<String>,
}

/// The host's memory bandwidth, as far as it can be divided.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct MemoryBandwidth {
    /// Memory nodes whose bandwidth can be divided.
    #[xml(child = "node")]
    pub nodes: Vec<BandwidthNode>,
    /// What can be watched.
    #[xml(child)]
    pub monitor: Option<CacheMonitor>,
}

/// The bandwidth of one memory node.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct BandwidthNode {
    /// Number of the node. Unit: none.
    #[xml(attr)]
    pub id: u32,
    /// Processors of the node.
    #[xml(attr)]
    pub cpus: IdSet,
    /// How its bandwidth can be divided.
    #[xml(child)]
    pub control: Option<BandwidthControl>,
}

/// Percent
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct BandwidthControl {
    /// Smallest step. Unit: percent.
    #[xml(attr)]
    pub granularity: u32,
    /// Smallest share. Unit: percent.
    #[xml(attr)]
    pub min: u32,
    /// Most shares at once. Unit: shares.
    #[xml(attr = "maxAllocs")]
    pub max_allocs: u32,
}
