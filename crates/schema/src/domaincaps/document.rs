//! The document itself.

use ferrovirt_xml::Xml;

use crate::domaincaps::{CapsPart, CpuModes, Sev, Sgx};

/// What one emulator offers to guests of one kind; libvirt has such documents since 1.2.7.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct DomainCaps {
    /// The emulator.
    #[xml(leaf)]
    pub path: Option<String>,
    /// Domain type.
    #[xml(leaf)]
    pub domain: String,
    /// Machine.
    #[xml(leaf)]
    pub machine: Option<String>,
    /// Architecture.
    #[xml(leaf)]
    pub arch: String,
    /// Processors.
    #[xml(child)]
    pub vcpu: Option<VcpuMax>,
    /// I/O threads.
    #[xml(child)]
    pub iothreads: Option<CapsPart>,
    /// What boots.
    #[xml(child, default)]
    pub os: CapsOs,
    /// Processor models.
    #[xml(child, default)]
    pub cpu: CpuModes,
    /// How memory can be provided.
    #[xml(child = "memoryBacking")]
    pub memory_backing: Option<CapsPart>,
    /// Devices.
    #[xml(child, default)]
    pub devices: CapsDevices,
    /// Features of the machine.
    #[xml(child, default)]
    pub features: CapsFeatures,
}

crate::document!(DomainCaps, "domainCapabilities");

/// How many processors there can be.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct VcpuMax {
    /// Most of a guest. Unit: processors.
    #[xml(attr)]
    pub max: u32,
}

/// What can be booted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct CapsOs {
    /// Kinds of firmware.
    #[xml(flatten)]
    pub part: CapsPart,
    /// Images of firmware.
    #[xml(child)]
    pub loader: Option<CapsPart>,
    /// Features of firmware. Since 12.1.
    #[xml(child = "firmwareFeatures")]
    pub firmware_features: Option<CapsPart>,
}

/// Devices that there can be.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct CapsDevices {
    /// Disks.
    #[xml(child)]
    pub disk: Option<CapsPart>,
    /// Displays.
    #[xml(child)]
    pub graphics: Option<CapsPart>,
    /// Graphics cards.
    #[xml(child)]
    pub video: Option<CapsPart>,
    /// Devices of the host.
    #[xml(child)]
    pub hostdev: Option<CapsPart>,
    /// Sources of randomness. Since 5.7.0.
    #[xml(child)]
    pub rng: Option<CapsPart>,
    /// Shared directories.
    #[xml(child)]
    pub filesystem: Option<CapsPart>,
    /// Trusted platform modules.
    #[xml(child)]
    pub tpm: Option<CapsPart>,
    /// Redirected USB devices. Since 8.9.0.
    #[xml(child)]
    pub redirdev: Option<CapsPart>,
    /// Channels. Since 8.9.0.
    #[xml(child)]
    pub channel: Option<CapsPart>,
    /// Crypto devices.
    #[xml(child)]
    pub crypto: Option<CapsPart>,
    /// Network interfaces. Since 10.6.
    #[xml(child)]
    pub interface: Option<CapsPart>,
    /// Panic devices. Since 10.10.
    #[xml(child)]
    pub panic: Option<CapsPart>,
    /// Consoles. Since 11.5.
    #[xml(child)]
    pub console: Option<CapsPart>,
    /// Memory modules.
    #[xml(child = "memory")]
    pub memory: Option<CapsPart>,
}

/// Features that there can be.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct CapsFeatures {
    /// Interrupt controller of ARM.
    #[xml(child)]
    pub gic: Option<CapsPart>,
    /// Details for dumps.
    #[xml(child)]
    pub vmcoreinfo: Option<CapsPart>,
    /// Identity of a generation. Since 4.4.0.
    #[xml(child)]
    pub genid: Option<CapsPart>,
    /// Whether chains of images are read from definitions. Since 5.10.
    #[xml(child = "backingStoreInput")]
    pub backing_store_input: Option<CapsPart>,
    /// Backup.
    #[xml(child)]
    pub backup: Option<CapsPart>,
    /// Giving memory back behind the guest's end. Since 9.6.
    #[xml(child = "async-teardown")]
    pub async_teardown: Option<CapsPart>,
    /// Protection on s390.
    #[xml(child = "s390-pv")]
    pub s390_pv: Option<CapsPart>,
    /// Controller of PS/2. Since 10.7.
    #[xml(child)]
    pub ps2: Option<CapsPart>,
    /// Protection by TDX. Since 11.6.
    #[xml(child)]
    pub tdx: Option<CapsPart>,
    /// Protection by SEV.
    #[xml(child)]
    pub sev: Option<Sev>,
    /// Enclaves.
    #[xml(child)]
    pub sgx: Option<Sgx>,
    /// Enlightenments of Hyper-V. Since 9.0.
    #[xml(child)]
    pub hyperv: Option<CapsPart>,
    /// Protections of the guest. Since 10.5.
    #[xml(child = "launchSecurity")]
    pub launch_security: Option<CapsPart>,
}
