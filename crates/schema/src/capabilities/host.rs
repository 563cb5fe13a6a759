//! The host.

use ferrovirt_xml::{Xml, YesNo};
use uuid::Uuid;

use crate::capabilities::{HostCache, HostTopology, MemoryBandwidth};
use crate::domain::cpu::Cpu;

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Host {
    #[xml(leaf)]
    pub uuid: Option<Uuid>,
    #[xml(child)]
    pub cpu: Option<Cpu>,
    #[xml(child)]
    pub power_management: Option<PowerManagement>,
    #[xml(child)]
    pub iommu: Option<HostIommu>,
    #[xml(child)]
    pub migration_features: Option<MigrationFeatures>,
    #[xml(child)]
    pub topology: Option<HostTopology>,
    #[xml(child)]
    pub cache: Option<HostCache>,
    #[xml(child)]
    pub memory_bandwidth: Option<MemoryBandwidth>,
    #[xml(child = "secmodel")]
    pub secmodels: Vec<SecModel>,
}

/// How the host can sleep.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct PowerManagement {
    #[xml(flag)]
    pub suspend_mem: bool,
    #[xml(flag)]
    pub suspend_disk: bool,
    #[xml(flag)]
    pub suspend_hybrid: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Xml)]
pub struct HostIommu {
    #[xml(attr)]
    pub support: YesNo,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct MigrationFeatures {
    #[xml(flag)]
    pub live: bool,
    #[xml(leaf = "uri_transport", of = "uri_transports")]
    pub uri_transports: Vec<String>,
}

/// A security driver.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct SecModel {
    #[xml(leaf)]
    pub model: String,
    #[xml(leaf, default)]
    pub doi: String,
    #[xml(child = "baselabel")]
    pub baselabels: Vec<BaseLabel>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct BaseLabel {
    #[xml(attr = "type")]
    pub virt_type: String,
    #[xml(text, default)]
    pub label: String,
}
