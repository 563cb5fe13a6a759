//! The document itself.

use ferrovirt_xml::{Xml, words};

use crate::nodedev::{
    ApCard, ApMatrix, ApQueue, CcwDevice, Css, Mdev, Named, Net, PciDevice, ScsiDevice, ScsiGeneric,
    ScsiHost, ScsiTarget, Storage, System, UsbDevice, UsbInterface,
};

/// A device of the host.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct NodeDevice {
    /// Unique name. Default: chosen by the host.
    #[xml(leaf, required)]
    pub name: Option<String>,
    /// In sysfs. Default: reported.
    #[xml(leaf)]
    pub path: Option<String>,
    /// Its files below /dev.
    #[xml(child = "devnode")]
    pub devnodes: Vec<DevNode>,
    /// Device that it is on.
    #[xml(child)]
    pub parent: Option<ParentDevice>,
    /// Driver that is bound to it.
    #[xml(child)]
    pub driver: Option<NodeDriver>,
    /// What it is.
    #[xml(child = "capability", key = "@type")]
    pub capabilities: Vec<Capability>,
}

crate::document!(NodeDevice, "device");

/// The device that it hangs on, by name or by the names of its port.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct ParentDevice {
    /// Node name of the parent. Default: reported. Since 3.0.0.
    #[xml(attr)]
    pub wwnn: Option<String>,
    /// Port name of the parent. Default: reported. Since 3.0.0.
    #[xml(attr)]
    pub wwpn: Option<String>,
    /// Fabric of the parent. Default: reported. Since 3.0.0.
    #[xml(attr)]
    pub fabric_wwn: Option<String>,
    /// Name of the parent. Default: chosen by the host.
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

/// A file below /dev.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct DevNode {
    /// Whether it is the device's own file or a link to it.
    #[xml(attr = "type")]
    pub node_type: DevNodeType,
    /// Path.
    #[xml(text)]
    pub path: String,
}

/// The driver of a device.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct NodeDriver {
    /// Name of the driver. Default: needed.
    #[xml(leaf, required)]
    pub name: Option<String>,
}

/// What the device is, by the attribute `type`.
#[derive(Debug, Clone, PartialEq, Eq, Xml)]
#[xml(tag = "type")]
pub enum Capability {
    /// `system`
    System(Box<System>),
    /// `pci`
    Pci(Box<PciDevice>),
    /// `usb_device`
    #[xml("usb_device")]
    UsbDevice(UsbDevice),
    /// `usb`
    Usb(UsbInterface),
    /// `net`
    Net(Net),
    /// `scsi_host`
    #[xml("scsi_host")]
    ScsiHost(ScsiHost),
    /// `scsi_target`
    #[xml("scsi_target")]
    ScsiTarget(ScsiTarget),
    /// `scsi`
    Scsi(ScsiDevice),
    /// `storage`
    Storage(Box<Storage>),
    /// `scsi_generic`
    #[xml("scsi_generic")]
    ScsiGeneric(ScsiGeneric),
    /// `drm`
    Drm(Named),
    /// `mdev`
    Mdev(Mdev),
    /// `ccw`
    Ccw(CcwDevice),
    /// `css`
    Css(Css),
    /// `ccwgroup`
    #[xml("ccwgroup")]
    CcwGroup(CcwDevice),
    /// `vdpa`
    Vdpa(Named),
    /// `ap_card`
    #[xml("ap_card")]
    ApCard(ApCard),
    /// `ap_queue`
    #[xml("ap_queue")]
    ApQueue(ApQueue),
    /// `ap_matrix`
    #[xml("ap_matrix")]
    ApMatrix(ApMatrix),
}
