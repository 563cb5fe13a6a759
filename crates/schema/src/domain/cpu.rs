//! The guest's processor.

use ferrovirt_xml::{OnOff, Xml, words};

use crate::domain::numa::Numa;

words! {
    /// Where the model comes from.
    pub enum CpuMode {
        Custom = "custom",
        HostModel = "host-model",
        HostPassthrough = "host-passthrough",
        Maximum = "maximum",
    }
}

words! {
    /// How the host's processor has to compare.
    pub enum CpuMatch {
        Minimum = "minimum",
        Exact = "exact",
        Strict = "strict",
    }
}

words! {
    /// What is checked before the guest starts.
    pub enum CpuCheck {
        None = "none",
        Partial = "partial",
        Full = "full",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Cpu {
    #[xml(attr)]
    pub mode: Option<CpuMode>,
    #[xml(attr = "match")]
    pub cpu_match: Option<CpuMatch>,
    #[xml(attr)]
    pub check: Option<CpuCheck>,
    #[xml(attr)]
    pub migratable: Option<OnOff>,
    #[xml(attr)]
    pub deprecated_features: Option<OnOff>,
    #[xml(leaf)]
    pub arch: Option<String>,
    #[xml(child)]
    pub model: Option<CpuModel>,
    #[xml(leaf)]
    pub vendor: Option<String>,
    #[xml(child)]
    pub topology: Option<CpuTopology>,
    #[xml(child)]
    pub cache: Option<CpuCache>,
    #[xml(child)]
    pub maxphysaddr: Option<MaxPhysAddr>,
    #[xml(child = "feature")]
    pub features: Vec<CpuFeature>,
    #[xml(child)]
    pub numa: Option<Numa>,
}

words! {
    /// Whether a lesser model will do.
    pub enum Fallback {
        Allow = "allow",
        Forbid = "forbid",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct CpuModel {
    #[xml(attr)]
    pub fallback: Option<Fallback>,
    #[xml(attr)]
    pub vendor_id: Option<String>,
    #[xml(text)]
    pub name: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct CpuTopology {
    #[xml(attr)]
    pub sockets: u32,
    #[xml(attr)]
    pub dies: Option<u32>,
    #[xml(attr)]
    pub clusters: Option<u32>,
    #[xml(attr)]
    pub cores: u32,
    #[xml(attr)]
    pub threads: u32,
}

words! {
    /// What the guest sees of caches.
    pub enum CpuCacheMode {
        Emulate = "emulate",
        Passthrough = "passthrough",
        Disable = "disable",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct CpuCache {
    #[xml(attr)]
    pub level: Option<u32>,
    #[xml(attr)]
    pub mode: CpuCacheMode,
}

words! {
    /// Who decides the bits of physical addresses.
    pub enum MaxPhysAddrMode {
        Emulate = "emulate",
        Passthrough = "passthrough",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct MaxPhysAddr {
    #[xml(attr)]
    pub mode: MaxPhysAddrMode,
    #[xml(attr)]
    pub bits: Option<u32>,
    #[xml(attr)]
    pub limit: Option<u32>,
}

words! {
    /// What is asked of a feature.
    pub enum FeaturePolicy {
        Force = "force",
        Require = "require",
        Optional = "optional",
        Disable = "disable",
        Forbid = "forbid",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct CpuFeature {
    #[xml(attr)]
    pub policy: Option<FeaturePolicy>,
    #[xml(attr)]
    pub name: String,
}
