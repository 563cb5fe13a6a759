//! What guests can be run.

use ferrovirt_xml::{OnOff, Xml, YesNo};

use crate::domain::os::OsName;

/// A kind of guest that the host can run.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Guest {
    /// How such guests are virtualised: hvm, xen, exe.
    #[xml(leaf)]
    pub os_type: OsName,
    /// The processor that they see.
    #[xml(child, default)]
    pub arch: GuestArch,
    /// What such a guest can be given or denied.
    #[xml(child)]
    pub features: Option<GuestFeatures>,
}

/// The processor of such guests, and what runs them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct GuestArch {
    /// Architecture: x86_64, aarch64.
    #[xml(attr)]
    pub name: String,
    /// Length of a word. Unit: bits.
    #[xml(leaf)]
    pub wordsize: Option<u32>,
    /// Program that runs such guests.
    #[xml(leaf)]
    pub emulator: Option<String>,
    /// Program that boots such guests.
    #[xml(leaf)]
    pub loader: Option<String>,
    /// Machines that the emulator knows.
    #[xml(child = "machine")]
    pub machines: Vec<GuestMachine>,
    /// Domain types for this architecture.
    #[xml(child = "domain")]
    pub domains: Vec<GuestDomain>,
}

/// A machine that the emulator knows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct GuestMachine {
    /// What an alias stands for.
    #[xml(attr)]
    pub canonical: Option<String>,
    /// Most processors of a guest on this machine. Unit: processors.
    #[xml(attr = "maxCpus")]
    pub max_cpus: Option<u32>,
    /// Whether the machine will go in a later version of the emulator. Default: no.
    #[xml(attr)]
    pub deprecated: Option<YesNo>,
    /// Name of the machine.
    #[xml(text)]
    pub name: String,
}

/// A domain type for an architecture.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct GuestDomain {
    /// The domain type.
    #[xml(attr = "type")]
    pub domain_type: String,
    /// Program, when it is another than for the architecture.
    #[xml(leaf)]
    pub emulator: Option<String>,
    /// Boot program, when it is another than for the architecture.
    #[xml(leaf)]
    pub loader: Option<String>,
    /// Machines, when they are others than for the architecture.
    #[xml(child = "machine")]
    pub machines: Vec<GuestMachine>,
}

/// What a kind of guest can be given or denied.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct GuestFeatures {
    /// Whether guests can have physical address extension. Since 0.4.1.
    #[xml(flag)]
    pub pae: bool,
    /// Whether guests can go without physical address extension. Since 0.4.1.
    #[xml(flag)]
    pub nonpae: bool,
    /// Whether guests can be big-endian on ia64. Since 0.4.1.
    #[xml(flag)]
    pub ia64_be: bool,
    /// Whether ACPI can be switched. Since 0.4.1.
    #[xml(child)]
    pub acpi: Option<Toggle>,
    /// Whether the APIC can be switched. Since 0.4.1.
    #[xml(child)]
    pub apic: Option<Toggle>,
    /// Whether a processor model can be chosen. Since 0.7.5.
    #[xml(flag)]
    pub cpuselection: bool,
    /// Whether devices can have an order of booting. Since 0.8.8.
    #[xml(flag)]
    pub deviceboot: bool,
    /// Whether disks can be snapshotted while the guest runs. Since 1.2.3.
    #[xml(child)]
    pub disksnapshot: Option<Toggle>,
    /// Whether the host's hardware can translate guest addresses.
    #[xml(child)]
    pub hap: Option<Toggle>,
    /// Whether external snapshots can be reverted and deleted. Since 9.9.
    #[xml(flag = "externalSnapshot")]
    pub external_snapshot: bool,
}

/// Whether a feature is on, and can be switched.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Toggle {
    /// Whether it is on when a definition says nothing.
    #[xml(attr)]
    pub default: Option<OnOff>,
    /// Whether a definition may change it.
    #[xml(attr)]
    pub toggle: Option<YesNo>,
}
