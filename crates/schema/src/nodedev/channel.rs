//! Mediated devices, and the channels and crypto cards of s390.

use ferrovirt_xml::Xml;
use uuid::Uuid;

use crate::nodedev::IommuGroup;

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Mdev {
    #[xml(attr = "id", of = "type")]
    pub type_id: String,
    #[xml(leaf)]
    pub uuid: Option<Uuid>,
    #[xml(leaf)]
    pub parent_addr: Option<String>,
    #[xml(child = "iommuGroup", default)]
    pub iommu_group: IommuGroup,
    #[xml(child = "attr")]
    pub attrs: Vec<MdevAttr>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct MdevAttr {
    #[xml(attr)]
    pub name: String,
    #[xml(attr)]
    pub value: String,
}

/// What a device can be split into, or what it was split into.
#[derive(Debug, Clone, PartialEq, Eq, Xml)]
#[xml(tag = "type")]
pub enum MdevCapability {
    #[xml("mdev_types")]
    MdevTypes(MdevTypes),
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct MdevTypes {
    #[xml(child = "type")]
    pub types: Vec<MdevType>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct MdevType {
    #[xml(attr)]
    pub id: String,
    #[xml(leaf)]
    pub name: Option<String>,
    #[xml(leaf = "deviceAPI")]
    pub device_api: String,
    #[xml(leaf = "availableInstances")]
    pub available_instances: u32,
}

/// `<cssid>`, `<ssid>` and `<devno>`, hexadecimal.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct ChannelAddress {
    #[xml(leaf)]
    pub cssid: String,
    #[xml(leaf)]
    pub ssid: String,
    #[xml(leaf)]
    pub devno: String,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct CcwDevice {
    #[xml(flatten)]
    pub address: ChannelAddress,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Css {
    #[xml(flatten)]
    pub address: ChannelAddress,
    #[xml(child)]
    pub channel_dev_addr: Option<ChannelAddress>,
    #[xml(child = "capability")]
    pub capabilities: Vec<MdevCapability>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct ApCard {
    #[xml(leaf = "ap-adapter")]
    pub adapter: String,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct ApQueue {
    #[xml(leaf = "ap-adapter")]
    pub adapter: String,
    #[xml(leaf = "ap-domain")]
    pub domain: String,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct ApMatrix {
    #[xml(child = "capability")]
    pub capabilities: Vec<MdevCapability>,
}
