//! What guests can be run.

use ferrovirt_xml::{OnOff, Xml, YesNo};

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Guest {
    #[xml(leaf)]
    pub os_type: String,
    #[xml(child, default)]
    pub arch: GuestArch,
    #[xml(child)]
    pub features: Option<GuestFeatures>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct GuestArch {
    #[xml(attr)]
    pub name: String,
    /// Bits
    #[xml(leaf)]
    pub wordsize: Option<u32>,
    #[xml(leaf)]
    pub emulator: Option<String>,
    #[xml(leaf)]
    pub loader: Option<String>,
    #[xml(child = "machine")]
    pub machines: Vec<GuestMachine>,
    #[xml(child = "domain")]
    pub domains: Vec<GuestDomain>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct GuestMachine {
    /// What an alias stands for.
    #[xml(attr)]
    pub canonical: Option<String>,
    #[xml(attr = "maxCpus")]
    pub max_cpus: Option<u32>,
    #[xml(attr)]
    pub deprecated: Option<YesNo>,
    #[xml(text)]
    pub name: String,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct GuestDomain {
    #[xml(attr = "type")]
    pub domain_type: String,
    #[xml(leaf)]
    pub emulator: Option<String>,
    #[xml(leaf)]
    pub loader: Option<String>,
    #[xml(child = "machine")]
    pub machines: Vec<GuestMachine>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct GuestFeatures {
    #[xml(flag)]
    pub pae: bool,
    #[xml(flag)]
    pub nonpae: bool,
    #[xml(flag)]
    pub ia64_be: bool,
    #[xml(child)]
    pub acpi: Option<Toggle>,
    #[xml(child)]
    pub apic: Option<Toggle>,
    #[xml(flag)]
    pub cpuselection: bool,
    #[xml(flag)]
    pub deviceboot: bool,
    #[xml(child)]
    pub disksnapshot: Option<Toggle>,
    #[xml(child)]
    pub hap: Option<Toggle>,
    #[xml(flag = "externalSnapshot")]
    pub external_snapshot: bool,
}

/// Whether a feature is on, and can be switched.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Toggle {
    #[xml(attr)]
    pub default: Option<OnOff>,
    #[xml(attr)]
    pub toggle: Option<YesNo>,
}
