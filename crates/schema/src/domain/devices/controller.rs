//! Controllers: what other devices are attached to.

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

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Controller {
    #[xml(attr = "type", default)]
    pub controller_type: ControllerType,
    /// Numbered for each type; `None`: the next free one.
    #[xml(attr)]
    pub index: Option<u32>,
    /// Its vocabulary depends on the type.
    #[xml(attr)]
    pub model: Option<String>,
    #[xml(attr)]
    pub ports: Option<u32>,
    #[xml(attr)]
    pub vectors: Option<u32>,
    #[xml(attr = "maxGrantFrames")]
    pub max_grant_frames: Option<u32>,
    #[xml(attr = "maxEventChannels")]
    pub max_event_channels: Option<u32>,
    #[xml(attr = "name", of = "model")]
    pub model_name: Option<String>,
    #[xml(child, sparse)]
    pub target: Option<PciTarget>,
    #[xml(leaf)]
    pub serial: Option<String>,
    #[xml(child, sparse)]
    pub driver: Option<ControllerDriver>,
    #[xml(flatten)]
    pub info: DeviceInfo,
    #[xml(child)]
    pub pcihole64: Option<Kib>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct PciTarget {
    #[xml(attr = "chassisNr")]
    pub chassis_nr: Option<u8>,
    #[xml(attr)]
    pub chassis: Option<u8>,
    #[xml(attr)]
    pub port: Option<Hex<u8, 1>>,
    #[xml(attr = "busNr")]
    pub bus_nr: Option<u8>,
    #[xml(attr)]
    pub index: Option<u32>,
    #[xml(attr)]
    pub hotplug: Option<OnOff>,
    #[xml(attr = "memReserve")]
    pub mem_reserve: Option<u64>,
    #[xml(leaf)]
    pub node: Option<u32>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct ControllerDriver {
    #[xml(attr)]
    pub queues: Option<u32>,
    #[xml(attr)]
    pub cmd_per_lun: Option<u32>,
    #[xml(attr)]
    pub max_sectors: Option<u32>,
    #[xml(attr)]
    pub ioeventfd: Option<OnOff>,
    #[xml(attr)]
    pub iothread: Option<u32>,
    #[xml(flatten)]
    pub virtio: VirtioOptions,
}
