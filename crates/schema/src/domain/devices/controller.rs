//! Controllers: what other devices are attached to.

use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_xml::{Hex, OnOff, Xml, words};

use crate::common::size::Kib;
use crate::common::virtio::VirtioOptions;
use crate::domain::devices::info::DeviceInfo;

words! {
    /// Kind of bus.
    pub enum ControllerType {
        Ide = "ide",
        Fdc = "fdc",
        Scsi = "scsi",
        Sata = "sata",
        VirtioSerial = "virtio-serial",
        Ccid = "ccid",
        Usb = "usb",
        Pci = "pci",
        Xenbus = "xenbus",
        Isa = "isa",
        Nvme = "nvme",
    }
}

/// A bus and its controller.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Controller {
    /// Kind of bus. Default: ide.
    #[xml(attr = "type", default)]
    pub controller_type: ControllerType,
    /// Number among the controllers of its type. Unit: none. Default: the lowest free one.
    #[xml(attr)]
    pub index: Option<u32>,
    /// Its vocabulary depends on the type. Default: chosen by the hypervisor.
    #[xml(attr)]
    pub model: Option<String>,
    /// Ports of the controller. Unit: ports. Default: chosen by the hypervisor.
    #[xml(attr)]
    pub ports: Option<u32>,
    /// Interrupt vectors, virtio-serial. Unit: vectors. Default: chosen by the hypervisor.
    #[xml(attr)]
    pub vectors: Option<u32>,
    /// Most frames that a guest may share, xenbus. Unit: frames. Default: chosen by the hypervisor. Since
    /// 5.2.
    #[xml(attr = "maxGrantFrames")]
    pub max_grant_frames: Option<u32>,
    /// Most event channels, xenbus. Unit: channels. Default: chosen by the hypervisor. Since 6.3.
    #[xml(attr = "maxEventChannels")]
    pub max_event_channels: Option<u32>,
    /// Device that the emulator uses, PCI. Default: chosen by the hypervisor. Since 1.2.19.
    #[xml(
        attr = "name",
        of = "model",
        words = "pci-bridge i82801b11-bridge pcie-pci-bridge ioh3420 x3130-upstream xio3130-downstream pxb pxb-pcie pcie-root-port spapr-pci-host-bridge", once = ErrorNumber::XmlError, invalid = ErrorNumber::XmlError)]
    pub model_name: Option<String>,
    /// Place on the parent bus, PCI. Since 1.2.19.
    #[xml(child, sparse, once = ErrorNumber::XmlError)]
    pub target: Option<PciTarget>,
    /// Serial number, NVMe. Default: chosen by the hypervisor. Since 11.5.
    #[xml(leaf)]
    pub serial: Option<String>,
    /// Options of the device.
    #[xml(child, sparse)]
    pub driver: Option<ControllerDriver>,
    /// Alias and address.
    #[xml(flatten)]
    pub info: DeviceInfo,
    /// Size of the window for 64-bit PCI memory. Since 1.1.2.
    #[xml(child)]
    pub pcihole64: Option<Kib>,
}

/// The place of a PCI controller on its parent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct PciTarget {
    /// Number of the chassis, PCI bridges. Unit: none. Default: the controller's index.
    #[xml(attr = "chassisNr", any_base)]
    pub chassis_nr: Option<u8>,
    /// Number of the chassis, PCI Express ports. Unit: none. Default: the controller's index.
    #[xml(attr, any_base)]
    pub chassis: Option<u8>,
    /// Number of the port. Default: made from its address.
    #[xml(attr)]
    pub port: Option<Hex<u8, 1>>,
    /// Number of the bus, expander buses. Unit: none. Default: chosen by the host. Since 1.3.4.
    #[xml(attr = "busNr", any_base)]
    pub bus_nr: Option<u8>,
    /// Index among host bridges, pSeries. Unit: none. Default: the lowest free one. Since 3.6.
    #[xml(attr)]
    pub index: Option<u32>,
    /// Whether devices can be plugged in. Default: on. Since 6.3.
    #[xml(attr)]
    pub hotplug: Option<OnOff>,
    /// Memory that is kept free for devices. Unit: KiB. Default: chosen by the hypervisor. Since 10.3.
    #[xml(attr = "memReserve")]
    pub mem_reserve: Option<u64>,
    /// Memory node of the guest that the bus belongs to. Unit: none. Default: none. Since 1.3.4.
    #[xml(leaf)]
    pub node: Option<u32>,
}

/// Options of a controller.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct ControllerDriver {
    /// Queues. Unit: queues. Default: chosen by the hypervisor. Since 1.0.5.
    #[xml(attr)]
    pub queues: Option<u32>,
    /// Most commands of a unit that wait. Unit: commands. Default: chosen by the hypervisor. Since 1.2.7.
    #[xml(attr)]
    pub cmd_per_lun: Option<u32>,
    /// Most sectors of one request. Unit: 512 bytes. Default: chosen by the hypervisor. Since 1.2.7.
    #[xml(attr)]
    pub max_sectors: Option<u32>,
    /// Whether the guest's notifications are handled apart. Default: chosen by the hypervisor. Since 1.2.18.
    #[xml(attr)]
    pub ioeventfd: Option<OnOff>,
    /// I/O thread that serves it. Unit: none. Default: none. Since 1.3.5.
    #[xml(attr)]
    pub iothread: Option<u32>,
    /// Options of virtio.
    #[xml(flatten)]
    pub virtio: VirtioOptions,
}
