//! What the guest boots, and how.

use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_xml::{RawElement, Xml, YesNo, words};

use crate::common::source::StorageSource;

words! {
    /// Firmware chosen by its kind.
    pub enum Firmware {
        Efi = "efi",
        Bios = "bios",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Os {
    #[xml(attr)]
    pub firmware: Option<Firmware>,
    #[xml(child = "type", missing = ErrorNumber::OsType)]
    pub os_type: OsType,
    #[xml(child = "feature", of = "firmware")]
    pub firmware_features: Vec<FirmwareFeature>,
    #[xml(leaf)]
    pub init: Option<String>,
    #[xml(leaf = "initarg")]
    pub initargs: Vec<String>,
    #[xml(child = "initenv")]
    pub initenvs: Vec<InitEnv>,
    #[xml(leaf)]
    pub initdir: Option<String>,
    #[xml(leaf)]
    pub inituser: Option<String>,
    #[xml(leaf)]
    pub initgroup: Option<String>,
    #[xml(child)]
    pub loader: Option<Loader>,
    #[xml(child)]
    pub nvram: Option<Nvram>,
    #[xml(raw)]
    pub varstore: Option<RawElement>,
    #[xml(leaf)]
    pub kernel: Option<String>,
    #[xml(leaf)]
    pub initrd: Option<String>,
    #[xml(leaf)]
    pub cmdline: Option<String>,
    #[xml(leaf)]
    pub dtb: Option<String>,
    #[xml(leaf)]
    pub root: Option<String>,
    #[xml(leaf)]
    pub shim: Option<String>,
    #[xml(child = "table", of = "acpi")]
    pub acpi_tables: Vec<AcpiTable>,
    #[xml(attr = "dev", of = "boot")]
    pub boot: Vec<BootDevice>,
    #[xml(child)]
    pub bootmenu: Option<BootMenu>,
    #[xml(child)]
    pub bios: Option<Bios>,
    #[xml(attr = "mode", of = "smbios")]
    pub smbios: Option<SmbiosMode>,
}

/// `<type>`: how the guest is virtualised.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct OsType {
    #[xml(attr)]
    pub arch: Option<String>,
    #[xml(attr)]
    pub machine: Option<String>,
    /// `hvm`, `linux`, `exe`, `xen`, …
    #[xml(text, default)]
    pub name: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Xml)]
pub struct FirmwareFeature {
    #[xml(attr)]
    pub enabled: YesNo,
    #[xml(attr)]
    pub name: FirmwareFeatureName,
}

words! {
    /// What firmware is asked to have or not.
    pub enum FirmwareFeatureName {
        SecureBoot = "secure-boot",
        EnrolledKeys = "enrolled-keys",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct InitEnv {
    #[xml(attr)]
    pub name: String,
    #[xml(text, default)]
    pub value: String,
}

words! {
    /// How the firmware is mapped.
    pub enum LoaderType {
        Rom = "rom",
        Pflash = "pflash",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Loader {
    #[xml(attr)]
    pub readonly: Option<YesNo>,
    #[xml(attr)]
    pub secure: Option<YesNo>,
    #[xml(attr = "type")]
    pub loader_type: Option<LoaderType>,
    #[xml(attr)]
    pub stateless: Option<YesNo>,
    #[xml(attr)]
    pub format: Option<String>,
    #[xml(text)]
    pub path: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Nvram {
    #[xml(attr)]
    pub template: Option<String>,
    #[xml(attr = "templateFormat")]
    pub template_format: Option<String>,
    #[xml(flatten = "type")]
    pub source: Option<StorageSource>,
    #[xml(attr)]
    pub format: Option<String>,
    #[xml(text)]
    pub path: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct AcpiTable {
    #[xml(attr = "type")]
    pub table_type: String,
    #[xml(text, default)]
    pub path: String,
}

words! {
    /// A class of devices to boot from.
    pub enum BootDevice {
        Hd = "hd",
        Fd = "fd",
        Cdrom = "cdrom",
        Network = "network",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct BootMenu {
    #[xml(attr)]
    pub enable: YesNo,
    /// Milliseconds
    #[xml(attr)]
    pub timeout: Option<u32>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Bios {
    #[xml(attr)]
    pub useserial: Option<YesNo>,
    /// Milliseconds; -1 never reboots.
    #[xml(attr = "rebootTimeout")]
    pub reboot_timeout: Option<i32>,
}

words! {
    /// Where SMBIOS data come from.
    pub enum SmbiosMode {
        Emulate = "emulate",
        Host = "host",
        Sysinfo = "sysinfo",
    }
}
