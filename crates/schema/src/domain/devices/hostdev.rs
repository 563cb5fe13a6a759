//! Devices of the host given to the guest.

use ferrovirt_types::consts::ErrorNumber;
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
    pub enum HostDevMode: unsupported {
        Subsystem = "subsystem",
        Capabilities = "capabilities",
    }
}

/// A device of the host that the guest gets.
#[derive(Debug, Clone, PartialEq, Eq, Xml)]
pub struct HostDev {
    /// Whether the device or a facility of the host is meant. Default: subsystem.
    #[xml(attr, default)]
    pub mode: HostDevMode,
    /// Driver of the host that passes it on. Since 1.0.5.
    #[xml(child)]
    pub driver: Option<HostDevDriver>,
    /// The device.
    #[xml(flatten)]
    pub source: HostDevSource,
    /// Whether the host takes it from its own driver and gives it back. Default: no.
    #[xml(attr, with = YesNo::loosely)]
    pub managed: Option<YesNo>,
    /// Filtering of SCSI commands. Default: filtered. Since 1.0.6.
    #[xml(attr)]
    pub sgio: Option<Sgio>,
    /// Whether raw SCSI commands are allowed. Default: no. Since 1.2.9.
    #[xml(attr)]
    pub rawio: Option<YesNo>,
    /// Interface of a mediated or vhost device. Default: vfio-pci for mediated devices of PCI, chosen by the
    /// hypervisor for others. Since 3.2.
    #[xml(attr)]
    pub model: Option<HostDevModel>,
    /// Whether the device's picture is shown. Default: off. Since 4.6.
    #[xml(attr)]
    pub display: Option<OnOff>,
    /// Whether a boot screen is shown until the device has its own. Default: off. Since 5.10.
    #[xml(attr)]
    pub ramfb: Option<OnOff>,
    /// Of an interface given to a container. Since 1.2.12.
    #[xml(child = "ip")]
    pub ips: Vec<InterfaceIp>,
    /// Routes, of a container's interface. Since 1.2.12.
    #[xml(child = "route")]
    pub routes: Vec<Route>,
    /// Pairing with another interface. Since 7.1.
    #[xml(child)]
    pub teaming: Option<Teaming>,
    /// Whether the guest can only read. Since 1.0.6.
    #[xml(flag)]
    pub readonly: bool,
    /// Whether several guests may use it. Since 1.0.6.
    #[xml(flag)]
    pub shareable: bool,
    /// Boot order, alias, ROM, address.
    #[xml(flatten)]
    pub info: DeviceInfo,
}

/// Who passes a host device on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct HostDevDriver {
    /// Name: vfio, xen. Default: vfio where the host has it, kvm otherwise.
    #[xml(attr, required)]
    pub name: Option<HostDevDriverName>,
    /// Module of the host that serves the device. Default: chosen by the host. Since 10.0.
    #[xml(attr)]
    pub model: Option<String>,
    /// Whether it is reached through iommufd. Default: no. Since 12.1.
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
#[xml(tag = "type", child = "source", needed, invalid = ErrorNumber::ConfigUnsupported)]
pub enum HostDevSource {
    /// `usb`
    Usb(UsbSource),
    /// `pci`
    Pci(PciSource),
    /// `scsi`
    Scsi(Box<ScsiSource>),
    /// `scsi_host`
    #[xml("scsi_host")]
    ScsiHost(ScsiHostSource),
    /// `mdev`
    Mdev(MdevSource),
    /// `storage`
    Storage(StorageCaps),
    /// `misc`
    Misc(MiscCaps),
    /// `net`
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
    /// What a missing device means when the guest starts. Default: mandatory. Since 1.0.0.
    #[xml(attr = "startupPolicy")]
    pub startup_policy: Option<StartupPolicy>,
    /// Whether the guest can reset it. Default: chosen by the hypervisor. Since 8.6.
    #[xml(attr = "guestReset")]
    pub guest_reset: Option<GuestReset>,
    /// Whether it was missing when the guest started. Default: reported.
    #[xml(attr)]
    pub missing: Option<Missing>,
    /// Number of the maker. Default: none.
    #[xml(attr = "id", of = "vendor")]
    pub vendor: Option<Hex<u32, 4>>,
    /// Number of the product. Default: none.
    #[xml(attr = "id", of = "product")]
    pub product: Option<Hex<u32, 4>>,
    /// Where it is plugged in.
    #[xml(child)]
    pub address: Option<HostUsbSource>,
}

/// Where a USB device is plugged in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct HostUsbSource {
    /// Bus of the host. Unit: none. Default: 0.
    #[xml(attr, default, any_base)]
    pub bus: u32,
    /// Port, by numbers from the root with dots. Default: none.
    #[xml(attr)]
    pub port: Option<String>,
    /// Number of the device on the bus. Unit: none. Default: none.
    #[xml(attr, any_base)]
    pub device: Option<u32>,
}

/// A PCI device of the host.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct PciSource {
    /// What a missing device means when the guest starts. Default: mandatory.
    #[xml(attr = "startupPolicy")]
    pub startup_policy: Option<StartupPolicy>,
    /// Whether writes to the configuration are filtered, Xen. Default: yes. Since 6.8.
    #[xml(attr = "writeFiltering")]
    pub write_filtering: Option<YesNo>,
    /// Address on the host.
    #[xml(child)]
    pub address: BarePci,
}

/// A PCI address of the host, with what identifies it on s390.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct HostPciSource {
    /// Domain of buses. Default: 0x0000.
    #[xml(attr, default)]
    pub domain: Hex<u32, 4>,
    /// Bus. Default: 0x00.
    #[xml(attr, default)]
    pub bus: Hex<u8, 2>,
    /// Slot. Default: 0x00.
    #[xml(attr, default)]
    pub slot: Hex<u8, 2>,
    /// Function. Default: 0x0.
    #[xml(attr, default)]
    pub function: Hex<u8, 1>,
    /// Identifiers of the device on s390. Since 4.10.
    #[xml(child)]
    pub zpci: Option<ZpciAddress>,
}

words! {
    /// How a SCSI unit is found.
    pub enum ScsiProtocol: unsupported {
        Adapter = "adapter",
        Iscsi = "iscsi",
    }
}

words! {
    /// How a target of SCSI is reached.
    pub enum ScsiHostProtocol: unsupported {
        Vhost = "vhost",
    }
}

words! {
    /// Interface of a mediated or vhost device.
    pub enum HostDevModel {
        VfioPci = "vfio-pci",
        VfioCcw = "vfio-ccw",
        VfioAp = "vfio-ap",
        Virtio = "virtio",
        VirtioTransitional = "virtio-transitional",
        VirtioNonTransitional = "virtio-non-transitional",
    }
}

/// A SCSI unit of the host, or one behind iSCSI.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct ScsiSource {
    /// How it is found: adapter, iscsi. Default: adapter. Since 1.2.8.
    #[xml(attr)]
    pub protocol: Option<ScsiProtocol>,
    /// Name of the iSCSI target. Default: needed, for iSCSI. Since 1.2.8.
    #[xml(attr)]
    pub name: Option<String>,
    /// Servers of iSCSI. Since 1.2.8.
    #[xml(child = "host")]
    pub hosts: Vec<NetworkHost>,
    /// Credentials of iSCSI. Since 1.2.8.
    #[xml(child)]
    pub auth: Option<Auth>,
    /// Name of this host in iSCSI. Since 6.7.
    #[xml(child)]
    pub initiator: Option<Initiator>,
    /// Adapter of the host. Default: needed, for an adapter of the host. Since 1.0.6.
    #[xml(attr = "name", of = "adapter")]
    pub adapter: Option<String>,
    /// Unit on the adapter. Since 1.0.6.
    #[xml(child)]
    pub address: Option<ScsiUnit>,
}

/// A SCSI unit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct ScsiUnit {
    /// Bus. Unit: none.
    #[xml(attr, any_base)]
    pub bus: u32,
    /// Target. Unit: none.
    #[xml(attr, any_base)]
    pub target: u32,
    /// Unit. Unit: none.
    #[xml(attr, any_base)]
    pub unit: u64,
}

/// A vhost target of SCSI.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct ScsiHostSource {
    /// How it is reached: vhost. Default: needed. Since 2.5.
    #[xml(attr)]
    pub protocol: Option<ScsiHostProtocol>,
    /// Name of the vhost target. Default: needed. Since 2.5.
    #[xml(attr)]
    pub wwpn: Option<String>,
}

/// A mediated device.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct MdevSource {
    /// Identity of the mediated device. Since 3.2.
    #[xml(attr = "uuid", of = "address", missing = ErrorNumber::ConfigUnsupported, invalid = ErrorNumber::InternalError)]
    pub uuid: Uuid,
}

/// A block device for a container.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct StorageCaps {
    /// Block device of the host, for a container. Default: needed.
    #[xml(leaf)]
    pub block: Option<String>,
}

/// A character device for a container.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct MiscCaps {
    /// Character device of the host, for a container. Default: needed.
    #[xml(leaf)]
    pub char: Option<String>,
}

/// An interface for a container.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct NetCaps {
    /// Interface of the host that moves into the container. Default: needed.
    #[xml(leaf)]
    pub interface: Option<String>,
}
