//! The document itself.

use ferrovirt_xml::{Xml, words};

use crate::nodedev::{
    ApCard, ApMatrix, ApQueue, CcwDevice, Css, Mdev, Named, Net, PciDevice, ScsiDevice, ScsiGeneric,
    ScsiHost, ScsiTarget, Storage, System, UsbDevice, UsbInterface,
};

/// A device of the host.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct NodeDevice {
    #[xml(leaf)]
    pub name: Option<String>,
    /// In sysfs.
    #[xml(leaf)]
    pub path: Option<String>,
    #[xml(child = "devnode")]
    pub devnodes: Vec<DevNode>,
    #[xml(child)]
    pub parent: Option<ParentDevice>,
    #[xml(child)]
    pub driver: Option<NodeDriver>,
    #[xml(child = "capability")]
    pub capabilities: Vec<Capability>,
}

crate::document!(NodeDevice, "device");

/// The device that it hangs on, by name or by the names of its port.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct ParentDevice {
    #[xml(attr)]
    pub wwnn: Option<String>,
    #[xml(attr)]
    pub wwpn: Option<String>,
    #[xml(attr)]
    pub fabric_wwn: Option<String>,
    #[xml(text)]
    pub name: Option<String>,
}

words! {
    /// Kind of a file in /dev.
    pub enum DevNodeType {
        Dev = "dev",
        Link = "link",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct DevNode {
    #[xml(attr = "type")]
    pub node_type: DevNodeType,
    #[xml(text)]
    pub path: String,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct NodeDriver {
    #[xml(leaf)]
    pub name: Option<String>,
}

/// What the device is, by the attribute `type`.
#[derive(Debug, Clone, PartialEq, Eq, Xml)]
#[xml(tag = "type")]
pub enum Capability {
    System(Box<System>),
    Pci(Box<PciDevice>),
    #[xml("usb_device")]
    UsbDevice(UsbDevice),
    Usb(UsbInterface),
    Net(Net),
    #[xml("scsi_host")]
    ScsiHost(ScsiHost),
    #[xml("scsi_target")]
    ScsiTarget(ScsiTarget),
    Scsi(ScsiDevice),
    Storage(Box<Storage>),
    #[xml("scsi_generic")]
    ScsiGeneric(ScsiGeneric),
    Drm(Named),
    Mdev(Mdev),
    Ccw(CcwDevice),
    Css(Css),
    #[xml("ccwgroup")]
    CcwGroup(CcwDevice),
    Vdpa(Named),
    #[xml("ap_card")]
    ApCard(ApCard),
    #[xml("ap_queue")]
    ApQueue(ApQueue),
    #[xml("ap_matrix")]
    ApMatrix(ApMatrix),
}
