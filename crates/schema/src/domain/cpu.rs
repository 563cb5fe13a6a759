//! The guest's processor.

use ferrovirt_xml::{OnOff, Xml, YesNo, words};

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

/// A processor: the guest's, or the host's as capabilities describe it.
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
    #[xml(attr = "version", of = "microcode")]
    pub microcode: Option<u32>,
    #[xml(child)]
    pub signature: Option<CpuSignature>,
    #[xml(child)]
    pub counter: Option<CpuCounter>,
    #[xml(child)]
    pub topology: Option<CpuTopology>,
    #[xml(child)]
    pub cache: Option<CpuCache>,
    #[xml(child)]
    pub maxphysaddr: Option<MaxPhysAddr>,
    #[xml(child = "feature")]
    pub features: Vec<CpuFeature>,
    #[xml(child)]
    pub pages: Vec<PageSize>,
    #[xml(child)]
    pub numa: Option<Numa>,
}

crate::document!(Cpu, "cpu");

/// What a host's processor says it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct CpuSignature {
    #[xml(attr)]
    pub family: u32,
    #[xml(attr)]
    pub model: u32,
    #[xml(attr)]
    pub stepping: u32,
}

/// The time stamp counter of a host.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct CpuCounter {
    #[xml(attr)]
    pub name: String,
    /// Hertz
    #[xml(attr)]
    pub frequency: u64,
    #[xml(attr)]
    pub scaling: Option<YesNo>,
}

/// A size of memory pages that a host has.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct PageSize {
    #[xml(attr)]
    pub unit: Option<String>,
    #[xml(attr)]
    pub size: u64,
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
