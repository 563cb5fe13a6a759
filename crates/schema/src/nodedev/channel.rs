//! Mediated devices, and the channels and crypto cards of s390.

use ferrovirt_xml::Xml;
use uuid::Uuid;

use crate::nodedev::IommuGroup;

/// A mediated device.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Mdev {
    /// Type of the mediated device. Since 3.4.0.
    #[xml(attr = "id", of = "type")]
    pub type_id: String,
    /// Identity. Default: made up.
    #[xml(leaf)]
    pub uuid: Option<Uuid>,
    /// Address of the parent device. Default: reported. Since 10.1.
    #[xml(leaf)]
    pub parent_addr: Option<String>,
    /// Group of the IOMMU. Since 3.4.0.
    #[xml(child = "iommuGroup", default)]
    pub iommu_group: IommuGroup,
    /// Attributes of the type's driver. Since 6.5.0.
    #[xml(child = "attr")]
    pub attrs: Vec<MdevAttr>,
}

/// An attribute of a mediated device.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct MdevAttr {
    /// Name.
    #[xml(attr)]
    pub name: String,
    /// Value.
    #[xml(attr)]
    pub value: String,
}

/// What a device can be split into, or what it was split into.
#[derive(Debug, Clone, PartialEq, Eq, Xml)]
#[xml(tag = "type")]
pub enum MdevCapability {
    /// `mdev_types`
    #[xml("mdev_types")]
    MdevTypes(MdevTypes),
}

/// Mediated devices that can be made.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct MdevTypes {
    /// Types that the device can provide. Since 3.4.0.
    #[xml(child = "type")]
    pub types: Vec<MdevType>,
}

/// A type of mediated devices.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct MdevType {
    /// Name of the type.
    #[xml(attr)]
    pub id: String,
    /// Text for people. Default: reported.
    #[xml(leaf)]
    pub name: Option<String>,
    /// Interface of such devices.
    #[xml(leaf = "deviceAPI")]
    pub device_api: String,
    /// How many more can be made. Unit: devices.
    #[xml(leaf = "availableInstances")]
    pub available_instances: u32,
}

/// `<cssid>`, `<ssid>` and `<devno>`, hexadecimal.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct ChannelAddress {
    /// Channel subsystem.
    #[xml(leaf)]
    pub cssid: String,
    /// Set of subchannels.
    #[xml(leaf)]
    pub ssid: String,
    /// Number of the device.
    #[xml(leaf)]
    pub devno: String,
}

/// A device of the channel subsystem.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct CcwDevice {
    /// Its address.
    #[xml(flatten)]
    pub address: ChannelAddress,
}

/// A subchannel.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Css {
    /// Its address.
    #[xml(flatten)]
    pub address: ChannelAddress,
    /// Address of the device behind it.
    #[xml(child)]
    pub channel_dev_addr: Option<ChannelAddress>,
    /// What it can provide. Since 6.10.0.
    #[xml(child = "capability")]
    pub capabilities: Vec<MdevCapability>,
}

/// A crypto card of s390.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct ApCard {
    /// Number of the adapter. Since 7.0.0.
    #[xml(leaf = "ap-adapter")]
    pub adapter: String,
}

/// A queue of a crypto card.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct ApQueue {
    /// Number of the adapter. Since 7.0.0.
    #[xml(leaf = "ap-adapter")]
    pub adapter: String,
    /// Number of the domain. Since 7.0.0.
    #[xml(leaf = "ap-domain")]
    pub domain: String,
}

/// The matrix of crypto queues.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct ApMatrix {
    /// What it can provide. Since 7.0.0.
    #[xml(child = "capability")]
    pub capabilities: Vec<MdevCapability>,
}
