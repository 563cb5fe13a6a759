//! The host.

use ferrovirt_xml::{Xml, YesNo};
use uuid::Uuid;

use crate::capabilities::{HostCache, HostTopology, MemoryBandwidth};
use crate::domain::cpu::Cpu;

/// The host itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Host {
    /// Identity of the host.
    #[xml(leaf)]
    pub uuid: Option<Uuid>,
    /// Its processor.
    #[xml(child)]
    pub cpu: Option<Cpu>,
    /// How it can be put to sleep.
    #[xml(child)]
    pub power_management: Option<PowerManagement>,
    /// Its IOMMU. Since 4.5.0.
    #[xml(child)]
    pub iommu: Option<HostIommu>,
    /// How guests can be migrated from and to it.
    #[xml(child)]
    pub migration_features: Option<MigrationFeatures>,
    /// Its memory nodes and what belongs to each.
    #[xml(child)]
    pub topology: Option<HostTopology>,
    /// Its caches, as far as they can be divided. Since 3.4.0.
    #[xml(child)]
    pub cache: Option<HostCache>,
    /// Its memory bandwidth, as far as it can be divided.
    #[xml(child)]
    pub memory_bandwidth: Option<MemoryBandwidth>,
    /// Security drivers in use.
    #[xml(child = "secmodel")]
    pub secmodels: Vec<SecModel>,
}

/// How the host can sleep.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct PowerManagement {
    /// Suspending to memory.
    #[xml(flag)]
    pub suspend_mem: bool,
    /// Suspending to disk.
    #[xml(flag)]
    pub suspend_disk: bool,
    /// Suspending to both at once.
    #[xml(flag)]
    pub suspend_hybrid: bool,
}

/// The host's IOMMU.
#[derive(Debug, Clone, PartialEq, Eq, Xml)]
pub struct HostIommu {
    /// Whether there is one.
    #[xml(attr)]
    pub support: YesNo,
}

/// How guests can be migrated.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct MigrationFeatures {
    /// Whether guests can run while they are migrated.
    #[xml(flag)]
    pub live: bool,
    /// Transports that a migration can use.
    #[xml(leaf = "uri_transport", of = "uri_transports")]
    pub uri_transports: Vec<String>,
}

/// A security driver.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct SecModel {
    /// Name of the security driver.
    #[xml(leaf)]
    pub model: String,
    /// Its domain of interpretation.
    #[xml(leaf, default)]
    pub doi: String,
    /// Labels that guests' own labels are made from.
    #[xml(child = "baselabel")]
    pub baselabels: Vec<BaseLabel>,
}

/// A label that guests' own labels are made from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct BaseLabel {
    /// Domain type that it is for.
    #[xml(attr = "type")]
    pub virt_type: String,
    /// The label.
    #[xml(text, default)]
    pub label: String,
}
