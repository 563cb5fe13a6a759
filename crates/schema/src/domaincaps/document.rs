//! The document itself.

use ferrovirt_xml::Xml;

use crate::domaincaps::{CapsPart, CpuModes, Sev, Sgx};

/// What one emulator offers to guests of one kind.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct DomainCaps {
    #[xml(leaf)]
    pub path: Option<String>,
    #[xml(leaf)]
    pub domain: String,
    #[xml(leaf)]
    pub machine: Option<String>,
    #[xml(leaf)]
    pub arch: String,
    #[xml(child)]
    pub vcpu: Option<VcpuMax>,
    #[xml(child)]
    pub iothreads: Option<CapsPart>,
    #[xml(child, default)]
    pub os: CapsOs,
    #[xml(child, default)]
    pub cpu: CpuModes,
    #[xml(child = "memoryBacking")]
    pub memory_backing: Option<CapsPart>,
    #[xml(child, default)]
    pub devices: CapsDevices,
    #[xml(child, default)]
    pub features: CapsFeatures,
}

crate::document!(DomainCaps, "domainCapabilities");

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct VcpuMax {
    #[xml(attr)]
    pub max: u32,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct CapsOs {
    #[xml(flatten)]
    pub part: CapsPart,
    #[xml(child)]
    pub loader: Option<CapsPart>,
    #[xml(child = "firmwareFeatures")]
    pub firmware_features: Option<CapsPart>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct CapsDevices {
    #[xml(child)]
    pub disk: Option<CapsPart>,
    #[xml(child)]
    pub graphics: Option<CapsPart>,
    #[xml(child)]
    pub video: Option<CapsPart>,
    #[xml(child)]
    pub hostdev: Option<CapsPart>,
    #[xml(child)]
    pub rng: Option<CapsPart>,
    #[xml(child)]
    pub filesystem: Option<CapsPart>,
    #[xml(child)]
    pub tpm: Option<CapsPart>,
    #[xml(child)]
    pub redirdev: Option<CapsPart>,
    #[xml(child)]
    pub channel: Option<CapsPart>,
    #[xml(child)]
    pub crypto: Option<CapsPart>,
    #[xml(child)]
    pub interface: Option<CapsPart>,
    #[xml(child)]
    pub panic: Option<CapsPart>,
    #[xml(child)]
    pub console: Option<CapsPart>,
    #[xml(child = "memory")]
    pub memory: Option<CapsPart>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct CapsFeatures {
    #[xml(child)]
    pub gic: Option<CapsPart>,
    #[xml(child)]
    pub vmcoreinfo: Option<CapsPart>,
    #[xml(child)]
    pub genid: Option<CapsPart>,
    #[xml(child = "backingStoreInput")]
    pub backing_store_input: Option<CapsPart>,
    #[xml(child)]
    pub backup: Option<CapsPart>,
    #[xml(child = "async-teardown")]
    pub async_teardown: Option<CapsPart>,
    #[xml(child = "s390-pv")]
    pub s390_pv: Option<CapsPart>,
    #[xml(child)]
    pub ps2: Option<CapsPart>,
    #[xml(child)]
    pub tdx: Option<CapsPart>,
    #[xml(child)]
    pub sev: Option<Sev>,
    #[xml(child)]
    pub sgx: Option<Sgx>,
    #[xml(child)]
    pub hyperv: Option<CapsPart>,
    #[xml(child = "launchSecurity")]
    pub launch_security: Option<CapsPart>,
}
