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

words! {
    /// Device that an emulator has for a PCI controller.
    pub enum PciDevice {
        PciBridge = "pci-bridge",
        I82801b11Bridge = "i82801b11-bridge",
        PciePciBridge = "pcie-pci-bridge",
        Ioh3420 = "ioh3420",
        X3130Upstream = "x3130-upstream",
        Xio3130Downstream = "xio3130-downstream",
        Pxb = "pxb",
        PxbPcie = "pxb-pcie",
        PcieRootPort = "pcie-root-port",
        SpaprPciHostBridge = "spapr-pci-host-bridge",
    }
}

words! {
    /// Model of a controller. Which of them a controller can have depends on its type.
    pub enum ControllerModel: unsupported {
        None = "none",
        Piix3Uhci = "piix3-uhci",
        Piix4Uhci = "piix4-uhci",
        Ehci = "ehci",
        Ich9Ehci1 = "ich9-ehci1",
        Ich9Uhci1 = "ich9-uhci1",
        Ich9Uhci2 = "ich9-uhci2",
        Ich9Uhci3 = "ich9-uhci3",
        Vt82c686bUhci = "vt82c686b-uhci",
        PciOhci = "pci-ohci",
        NecXhci = "nec-xhci",
        Qusb1 = "qusb1",
        Qusb2 = "qusb2",
        QemuXhci = "qemu-xhci",
        Auto = "auto",
        Buslogic = "buslogic",
        Lsilogic = "lsilogic",
        Lsisas1068 = "lsisas1068",
        Vmpvscsi = "vmpvscsi",
        Ibmvscsi = "ibmvscsi",
        VirtioScsi = "virtio-scsi",
        Lsisas1078 = "lsisas1078",
        VirtioTransitional = "virtio-transitional",
        VirtioNonTransitional = "virtio-non-transitional",
        Ncr53c90 = "ncr53c90",
        Dc390 = "dc390",
        Am53c974 = "am53c974",
        PciRoot = "pci-root",
        PcieRoot = "pcie-root",
        PciBridge = "pci-bridge",
        DmiToPciBridge = "dmi-to-pci-bridge",
        PcieToPciBridge = "pcie-to-pci-bridge",
        PcieRootPort = "pcie-root-port",
        PcieSwitchUpstreamPort = "pcie-switch-upstream-port",
        PcieSwitchDownstreamPort = "pcie-switch-downstream-port",
        PciExpanderBus = "pci-expander-bus",
        PcieExpanderBus = "pcie-expander-bus",
        Piix3 = "piix3",
        Piix4 = "piix4",
        Ich6 = "ich6",
        Virtio = "virtio",
    }
}

impl ControllerModel {
    /// Whether it is a part of the USB 2 controller of an ICH9.
    pub fn is_ich9(self) -> bool {
        matches!(
            self,
            ControllerModel::Ich9Ehci1
                | ControllerModel::Ich9Uhci1
                | ControllerModel::Ich9Uhci2
                | ControllerModel::Ich9Uhci3
        )
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
    pub model: Option<ControllerModel>,
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
    #[xml(attr = "name", of = "model", once = ErrorNumber::XmlError)]
    pub model_name: Option<PciDevice>,
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
