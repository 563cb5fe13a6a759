//! The guest's processor.

use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_xml::{OnOff, Xml, YesNo, words};

use crate::domain::numa::Numa;

words! {
    /// Where the model comes from.
    pub enum CpuMode: unsupported {
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
    /// Where the model comes from. Default: custom. Since 0.9.10.
    #[xml(attr)]
    pub mode: Option<CpuMode>,
    /// How the host's processor has to compare. Default: exact.
    #[xml(attr = "match")]
    pub cpu_match: Option<CpuMatch>,
    /// What is checked before the guest starts. Default: partial. Since 3.2.
    #[xml(attr)]
    pub check: Option<CpuCheck>,
    /// Whether features that cannot migrate are left out. Default: on. Since 6.5.
    #[xml(attr)]
    pub migratable: Option<OnOff>,
    /// Whether features that processors will lose are kept. Default: on. Since 10.10.
    #[xml(attr)]
    pub deprecated_features: Option<OnOff>,
    /// Architecture, of a host's processor. Default: that of the host.
    #[xml(leaf)]
    pub arch: Option<String>,
    /// Model.
    #[xml(child)]
    pub model: Option<CpuModel>,
    /// Maker that the host's processor has to be of. Default: any. Since 0.8.3.
    #[xml(leaf)]
    pub vendor: Option<String>,
    /// Version of the microcode, of a host's processor. Unit: none. Default: reported.
    #[xml(attr = "version", of = "microcode")]
    pub microcode: Option<u32>,
    /// What a host's processor says it is.
    #[xml(child)]
    pub signature: Option<CpuSignature>,
    /// Time stamp counter, of a host's processor.
    #[xml(child)]
    pub counter: Option<CpuCounter>,
    /// How processors are arranged.
    #[xml(child)]
    pub topology: Option<CpuTopology>,
    /// What the guest sees of caches. Default: chosen by the hypervisor. Since 3.3.
    #[xml(child, once = ErrorNumber::XmlError)]
    pub cache: Option<CpuCache>,
    /// Bits of physical addresses. Default: chosen by the hypervisor. Since 8.7.
    #[xml(child)]
    pub maxphysaddr: Option<MaxPhysAddr>,
    /// Features that are asked for or denied.
    #[xml(child = "feature", key = "@name")]
    pub features: Vec<CpuFeature>,
    /// Sizes of memory pages, of a host's processor.
    #[xml(child)]
    pub pages: Vec<PageSize>,
    /// Memory nodes of the guest. Since 0.9.8.
    #[xml(child)]
    pub numa: Option<Numa>,
}

crate::document!(Cpu, "cpu");

/// Processors to find what several have in common.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct CpuList {
    /// The processors.
    #[xml(child = "cpu")]
    pub cpus: Vec<Cpu>,
}

crate::document!(CpuList, "cpuTest");

/// What a host's processor says it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct CpuSignature {
    /// Family. Unit: none.
    #[xml(attr)]
    pub family: u32,
    /// Model. Unit: none.
    #[xml(attr)]
    pub model: u32,
    /// Stepping. Unit: none.
    #[xml(attr)]
    pub stepping: u32,
}

/// The time stamp counter of a host.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct CpuCounter {
    /// Which counter: tsc.
    #[xml(attr)]
    pub name: String,
    /// How fast it runs. Unit: Hz.
    #[xml(attr)]
    pub frequency: u64,
    /// Whether the hardware can scale it for guests. Default: reported.
    #[xml(attr)]
    pub scaling: Option<YesNo>,
}

/// A size of memory pages that a host has.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct PageSize {
    /// Unit of the size. Default: KiB.
    #[xml(attr)]
    pub unit: Option<String>,
    /// The size. Unit: as its unit says.
    #[xml(attr)]
    pub size: u64,
}

words! {
    /// Whether a lesser model will do.
    pub enum Fallback: unsupported {
        Allow = "allow",
        Forbid = "forbid",
    }
}

/// A processor model.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct CpuModel {
    /// Whether a lesser model will do. Default: allow. Since 0.9.10.
    #[xml(attr, blank)]
    pub fallback: Option<Fallback>,
    /// Maker that the guest sees, twelve characters. Default: the host's. Since 0.10.0.
    #[xml(attr)]
    pub vendor_id: Option<String>,
    /// Name of the model. Default: none.
    #[xml(text)]
    pub name: Option<String>,
}

/// How processors are arranged.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct CpuTopology {
    /// Sockets. Unit: sockets.
    #[xml(attr, nonzero)]
    pub sockets: u32,
    /// Dies of a socket. Unit: dies. Default: 1. Since 6.1.
    #[xml(attr, nonzero)]
    pub dies: Option<u32>,
    /// Clusters of a die. Unit: clusters. Default: 1. Since 10.1.
    #[xml(attr, nonzero)]
    pub clusters: Option<u32>,
    /// Cores of a cluster. Unit: cores.
    #[xml(attr, nonzero)]
    pub cores: u32,
    /// Threads of a core. Unit: threads.
    #[xml(attr, nonzero)]
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

/// What the guest sees of caches.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct CpuCache {
    /// Level that it is about. Unit: none. Default: all.
    #[xml(attr)]
    pub level: Option<u32>,
    /// What the guest sees of it.
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

/// Bits of physical addresses.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct MaxPhysAddr {
    /// Who decides.
    #[xml(attr)]
    pub mode: MaxPhysAddrMode,
    /// The number, for an emulated one. Unit: bits. Default: chosen by the hypervisor.
    #[xml(attr)]
    pub bits: Option<u32>,
    /// Most of the host's that are passed on. Unit: bits. Default: no limit. Since 9.3.
    #[xml(attr)]
    pub limit: Option<u32>,
}

words! {
    /// What is asked of a feature.
    pub enum FeaturePolicy: unsupported {
        Force = "force",
        Require = "require",
        Optional = "optional",
        Disable = "disable",
        Forbid = "forbid",
    }
}

/// A feature of a processor.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct CpuFeature {
    /// What is asked of it. Default: require.
    #[xml(attr)]
    pub policy: Option<FeaturePolicy>,
    /// Name of the feature.
    #[xml(attr)]
    pub name: String,
}
