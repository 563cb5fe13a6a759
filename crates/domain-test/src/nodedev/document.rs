//! `<device>`, as far as the host has such devices.

use ferrovirt_xml::Xml;

/// A device.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub(crate) struct Device {
    #[xml(leaf)]
    pub(crate) name: Option<String>,
    #[xml(leaf)]
    pub(crate) parent: Option<String>,
    #[xml(child)]
    pub(crate) capability: Option<Capability>,
}

impl Device {
    pub(crate) const ROOT: &'static str = "device";

    pub(crate) fn parse(text: &str) -> Result<Self, ferrovirt_xml::XmlError> {
        ferrovirt_xml::parse_document(text, Self::ROOT)
    }

    pub(crate) fn to_xml(&self) -> String {
        ferrovirt_xml::print_document(self, Self::ROOT)
    }
}

/// What it is.
#[derive(Debug, Clone, PartialEq, Eq, Xml)]
#[xml(tag = "type")]
pub(crate) enum Capability {
    System(Box<System>),
    #[xml("scsi_host")]
    ScsiHost(Adapter),
    Pci,
    #[xml("usb_device")]
    UsbDevice,
    Usb,
    Net,
    #[xml("scsi_target")]
    ScsiTarget,
    Scsi,
    Storage,
    #[xml("fc_host")]
    FcHost,
    Vports,
    #[xml("scsi_generic")]
    ScsiGeneric,
    Drm,
    #[xml("mdev_types")]
    MdevTypes,
    Mdev,
    Ccw,
    Css,
    Vdpa,
    #[xml("ap_card")]
    ApCard,
    #[xml("ap_queue")]
    ApQueue,
    #[xml("ap_matrix")]
    ApMatrix,
    Vpd,
}

/// The machine.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub(crate) struct System {
    #[xml(leaf)]
    pub(crate) product: Option<String>,
    #[xml(child)]
    pub(crate) hardware: Option<Hardware>,
    #[xml(child)]
    pub(crate) firmware: Option<Firmware>,
}

/// What the machine is called.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub(crate) struct Hardware {
    #[xml(leaf)]
    pub(crate) vendor: Option<String>,
    #[xml(leaf)]
    pub(crate) version: Option<String>,
    #[xml(leaf)]
    pub(crate) serial: Option<String>,
    #[xml(leaf)]
    pub(crate) uuid: Option<String>,
}

/// What its firmware is called.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub(crate) struct Firmware {
    #[xml(leaf)]
    pub(crate) vendor: Option<String>,
    #[xml(leaf)]
    pub(crate) version: Option<String>,
    #[xml(leaf = "release_date")]
    pub(crate) release_date: Option<String>,
}

/// A SCSI adapter.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub(crate) struct Adapter {
    #[xml(leaf)]
    pub(crate) host: Option<u32>,
    #[xml(leaf)]
    pub(crate) unique_id: Option<u32>,
    #[xml(child = "capability")]
    pub(crate) capabilities: Vec<AdapterCapability>,
}

/// What an adapter can do beside.
#[derive(Debug, Clone, PartialEq, Eq, Xml)]
#[xml(tag = "type")]
pub(crate) enum AdapterCapability {
    #[xml("fc_host")]
    FcHost(FcHost),
    #[xml("vport_ops")]
    VportOps(VportOps),
}

/// It speaks fibre channel.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub(crate) struct FcHost {
    #[xml(leaf)]
    pub(crate) wwnn: Option<String>,
    #[xml(leaf)]
    pub(crate) wwpn: Option<String>,
    #[xml(leaf)]
    pub(crate) fabric_wwn: Option<String>,
}

/// It can have virtual ports.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub(crate) struct VportOps {
    #[xml(leaf)]
    pub(crate) max_vports: Option<u32>,
    #[xml(leaf)]
    pub(crate) vports: Option<u32>,
}
