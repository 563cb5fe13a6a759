//! What the guest boots, and how.

use ferrovirt_xml::{Xml, YesNo, words};

use crate::common::source::StorageSource;

words! {
    /// Firmware chosen by its kind.
    pub enum Firmware {
        Efi = "efi",
        Bios = "bios",
    }
}

/// What the guest boots.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Os {
    /// Firmware chosen by its kind. Default: none. Since 5.2.
    #[xml(attr, blank)]
    pub firmware: Option<Firmware>,
    /// How the guest is virtualised.
    #[xml(child = "type")]
    pub os_type: OsType,
    /// What the firmware is asked to have or not. Since 7.2.
    #[xml(child = "feature", of = "firmware")]
    pub firmware_features: Vec<FirmwareFeature>,
    /// Program that a container begins with. Default: /sbin/init.
    #[xml(leaf)]
    pub init: Option<String>,
    /// Its arguments. Default: none.
    #[xml(leaf = "initarg")]
    pub initargs: Vec<String>,
    /// Its environment.
    #[xml(child = "initenv")]
    pub initenvs: Vec<InitEnv>,
    /// Its working directory. Default: none.
    #[xml(leaf)]
    pub initdir: Option<String>,
    /// User that it runs as. Default: root.
    #[xml(leaf)]
    pub inituser: Option<String>,
    /// Group that it runs as. Default: root.
    #[xml(leaf)]
    pub initgroup: Option<String>,
    /// Firmware, by its image. Since 0.1.0.
    #[xml(child)]
    pub loader: Option<Loader>,
    /// Variables of the firmware. Since 1.2.8.
    #[xml(child)]
    pub nvram: Option<Nvram>,
    /// Variables of the firmware, in a file of JSON. Since 12.1.
    #[xml(child)]
    pub varstore: Option<VarStore>,
    /// Kernel of the host to boot. Default: none.
    #[xml(leaf)]
    pub kernel: Option<String>,
    /// Initial file system for it. Default: none.
    #[xml(leaf)]
    pub initrd: Option<String>,
    /// Arguments for it. Default: none.
    #[xml(leaf)]
    pub cmdline: Option<String>,
    /// Device tree for it. Default: none. Since 1.0.4.
    #[xml(leaf)]
    pub dtb: Option<String>,
    /// Root device for it. Default: none.
    #[xml(leaf)]
    pub root: Option<String>,
    /// Loader that verifies it. Default: none. Since 11.2.
    #[xml(leaf)]
    pub shim: Option<String>,
    /// Further ACPI tables. Since 1.3.5.
    #[xml(child = "table", of = "acpi")]
    pub acpi_tables: Vec<AcpiTable>,
    /// Classes of devices to boot from, in order. Since 0.1.3.
    #[xml(attr = "dev", of = "boot")]
    pub boot: Vec<BootDevice>,
    /// Menu of devices. Default: chosen by the hypervisor. Since 0.8.3.
    #[xml(child)]
    pub bootmenu: Option<BootMenu>,
    /// Options of the BIOS. Since 0.9.4.
    #[xml(child)]
    pub bios: Option<Bios>,
    /// Where SMBIOS data come from. Default: emulate. Since 0.8.7.
    #[xml(attr = "mode", of = "smbios", blank)]
    pub smbios: Option<SmbiosMode>,
}

words! {
    /// How a guest is virtualised.
    pub enum OsName: unsupported {
        Hvm = "hvm",
        Linux = "linux",
        Exe = "exe",
        Xen = "xen",
        Xenpvh = "xenpvh",
        Uml = "uml",
    }
}

/// `<type>`: how the guest is virtualised.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct OsType {
    /// Architecture. Default: the host's.
    #[xml(attr)]
    pub arch: Option<String>,
    /// Machine. Default: the emulator's.
    #[xml(attr)]
    pub machine: Option<String>,
    /// `hvm`, `linux`, `exe`, `xen`, …. Default: needed.
    #[xml(text)]
    pub name: Option<OsName>,
}

/// A feature of firmware.
#[derive(Debug, Clone, PartialEq, Eq, Xml)]
pub struct FirmwareFeature {
    /// Whether it is wanted.
    #[xml(attr)]
    pub enabled: YesNo,
    /// Which feature.
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

/// A variable of the environment.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct InitEnv {
    /// Variable.
    #[xml(attr)]
    pub name: String,
    /// Value. Default: none.
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

words! {
    /// Format of an image of firmware.
    pub enum FirmwareFormat: unsupported {
        Raw = "raw",
        Qcow2 = "qcow2",
    }
}

/// The image of the firmware.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Loader {
    /// Whether the image is only read. Default: chosen by the hypervisor. Since 1.2.8.
    #[xml(attr)]
    pub readonly: Option<YesNo>,
    /// Whether it is for secure boot. Default: no. Since 2.1.
    #[xml(attr)]
    pub secure: Option<YesNo>,
    /// How it is mapped. Default: chosen by the hypervisor. Since 1.2.8.
    #[xml(attr = "type")]
    pub loader_type: Option<LoaderType>,
    /// Whether it has no variables. Default: no. Since 8.6.
    #[xml(attr)]
    pub stateless: Option<YesNo>,
    /// Format of the image. Default: raw. Since 9.2.
    #[xml(attr)]
    pub format: Option<FirmwareFormat>,
    /// The image. Default: chosen by the firmware's kind.
    #[xml(text)]
    pub path: Option<String>,
}

/// Variables of the firmware.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Nvram {
    /// Image that a new one is made from. Default: that of the host's configuration for the loader.
    #[xml(attr)]
    pub template: Option<String>,
    /// Format of that image. Default: that of the file. Since 10.10.
    #[xml(attr = "templateFormat")]
    pub template_format: Option<FirmwareFormat>,
    /// Where it is, when it is no plain file. Since 8.5.
    #[xml(flatten = "type")]
    pub source: Option<StorageSource>,
    /// Format. Default: raw. Since 9.2.
    #[xml(attr)]
    pub format: Option<FirmwareFormat>,
    /// The file. Default: made by the host.
    #[xml(text)]
    pub path: Option<String>,
}

/// Variables of the firmware in a file of their own.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct VarStore {
    /// The file. Default: made by the host. Since 12.1.
    #[xml(attr)]
    pub path: Option<String>,
    /// File that a new one is made from. Default: that of the host's configuration for the loader. Since
    /// 12.1.
    #[xml(attr)]
    pub template: Option<String>,
}

words! {
    /// Kind of ACPI table.
    pub enum AcpiTableType {
        Slic = "slic",
        Raw = "raw",
        Rawset = "rawset",
        Msdm = "msdm",
    }
}

/// A further ACPI table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct AcpiTable {
    /// Kind of table: slic, raw, rawset.
    #[xml(attr = "type")]
    pub table_type: AcpiTableType,
    /// File of the table. Default: needed.
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

/// The menu of devices to boot from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct BootMenu {
    /// Whether there is a menu.
    #[xml(attr)]
    pub enable: YesNo,
    /// How long it waits, at most 65535. Unit: milliseconds. Default: chosen by the hypervisor. Since 1.2.8.
    #[xml(attr)]
    pub timeout: Option<u32>,
}

/// Options of the BIOS.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Bios {
    /// Whether the BIOS writes to the serial port. Default: no.
    #[xml(attr)]
    pub useserial: Option<YesNo>,
    /// How long after a failed boot the guest starts again, at most 65535; -1 is never. Unit: milliseconds.
    /// Default: chosen by the hypervisor. Since 0.10.2.
    #[xml(attr = "rebootTimeout")]
    pub reboot_timeout: Option<i32>,
}

words! {
    /// Where SMBIOS data come from.
    pub enum SmbiosMode: unsupported {
        Emulate = "emulate",
        Host = "host",
        Sysinfo = "sysinfo",
    }
}
