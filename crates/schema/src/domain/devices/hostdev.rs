//! Devices of the host given to the guest.

use ferrovirt_xml::{Hex, OnOff, Xml, YesNo, words};
use uuid::Uuid;

use crate::common::address::ZpciAddress;
use crate::common::ip::{InterfaceIp, Route};
use crate::common::secret::Auth;
use crate::common::source::{BarePci, Initiator, NetworkHost, StartupPolicy};
use crate::domain::devices::disk::Sgio;
use crate::domain::devices::info::DeviceInfo;
use crate::domain::devices::interface::Teaming;

words! {
    /// Whether a device or a part of the host's abilities.
    pub enum HostDevMode {
        Subsystem = "subsystem",
        Capabilities = "capabilities",
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Xml)]
pub struct HostDev {
    #[xml(attr, default)]
    pub mode: HostDevMode,
    #[xml(child)]
    pub driver: Option<HostDevDriver>,
    #[xml(flatten)]
    pub source: HostDevSource,
    #[xml(attr)]
    pub managed: Option<YesNo>,
    #[xml(attr)]
    pub sgio: Option<Sgio>,
    #[xml(attr)]
    pub rawio: Option<YesNo>,
    #[xml(attr)]
    pub model: Option<String>,
    #[xml(attr)]
    pub display: Option<OnOff>,
    #[xml(attr)]
    pub ramfb: Option<OnOff>,
    /// Of an interface given to a container.
    #[xml(child = "ip")]
    pub ips: Vec<InterfaceIp>,
    #[xml(child = "route")]
    pub routes: Vec<Route>,
    #[xml(child)]
    pub teaming: Option<Teaming>,
    #[xml(flag)]
    pub readonly: bool,
    #[xml(flag)]
    pub shareable: bool,
    #[xml(flatten)]
    pub info: DeviceInfo,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct HostDevDriver {
    #[xml(attr)]
    pub name: Option<HostDevDriverName>,
    /// Module of the host that serves the device.
    #[xml(attr)]
    pub model: Option<String>,
    #[xml(attr)]
    pub iommufd: Option<YesNo>,
}

words! {
    /// Who hands the device over.
    pub enum HostDevDriverName {
        Kvm = "kvm",
        Vfio = "vfio",
        Xen = "xen",
    }
}

/// The attribute `type` with the element `<source>`.
#[derive(Debug, Clone, PartialEq, Eq, Xml)]
#[xml(tag = "type", child = "source")]
pub enum HostDevSource {
    Usb(UsbSource),
    Pci(PciSource),
    Scsi(Box<ScsiSource>),
    #[xml("scsi_host")]
    ScsiHost(ScsiHostSource),
    Mdev(MdevSource),
    Storage(StorageCaps),
    Misc(MiscCaps),
    Net(NetCaps),
}

words! {
    /// Whether QEMU resets a USB device.
    pub enum GuestReset {
        Off = "off",
        Uninitialized = "uninitialized",
        On = "on",
    }
}

words! {
    /// What a missing device means.
    pub enum Missing {
        Yes = "yes",
        No = "no",
    }
}

/// By maker and product, or by where it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct UsbSource {
    #[xml(attr = "startupPolicy")]
    pub startup_policy: Option<StartupPolicy>,
    #[xml(attr = "guestReset")]
    pub guest_reset: Option<GuestReset>,
    #[xml(attr)]
    pub missing: Option<Missing>,
    #[xml(attr = "id", of = "vendor")]
    pub vendor: Option<Hex<u32, 4>>,
    #[xml(attr = "id", of = "product")]
    pub product: Option<Hex<u32, 4>>,
    #[xml(child)]
    pub address: Option<HostUsbSource>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct HostUsbSource {
    #[xml(attr, default)]
    pub bus: u32,
    #[xml(attr)]
    pub port: Option<String>,
    #[xml(attr)]
    pub device: Option<u32>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct PciSource {
    #[xml(attr = "startupPolicy")]
    pub startup_policy: Option<StartupPolicy>,
    #[xml(attr = "writeFiltering")]
    pub write_filtering: Option<YesNo>,
    #[xml(child)]
    pub address: BarePci,
}

/// A PCI address of the host, with what identifies it on s390.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct HostPciSource {
    #[xml(attr, default)]
    pub domain: Hex<u32, 4>,
    #[xml(attr, default)]
    pub bus: Hex<u8, 2>,
    #[xml(attr, default)]
    pub slot: Hex<u8, 2>,
    #[xml(attr, default)]
    pub function: Hex<u8, 1>,
    #[xml(child)]
    pub zpci: Option<ZpciAddress>,
}

/// A SCSI unit of the host, or one behind iSCSI.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct ScsiSource {
    #[xml(attr)]
    pub protocol: Option<String>,
    #[xml(attr)]
    pub name: Option<String>,
    #[xml(child = "host")]
    pub hosts: Vec<NetworkHost>,
    #[xml(child)]
    pub auth: Option<Auth>,
    #[xml(child)]
    pub initiator: Option<Initiator>,
    #[xml(attr = "name", of = "adapter")]
    pub adapter: Option<String>,
    #[xml(child)]
    pub address: Option<ScsiUnit>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct ScsiUnit {
    #[xml(attr)]
    pub bus: u32,
    #[xml(attr)]
    pub target: u32,
    #[xml(attr)]
    pub unit: u64,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct ScsiHostSource {
    #[xml(attr)]
    pub protocol: Option<String>,
    #[xml(attr)]
    pub wwpn: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct MdevSource {
    #[xml(attr = "uuid", of = "address")]
    pub uuid: Uuid,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct StorageCaps {
    #[xml(leaf)]
    pub block: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct MiscCaps {
    #[xml(leaf)]
    pub char: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct NetCaps {
    #[xml(leaf)]
    pub interface: Option<String>,
}
