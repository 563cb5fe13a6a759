//! PCI devices.

use ferrovirt_xml::Xml;

use crate::common::source::BarePci;
use crate::nodedev::{Identified, MdevTypes};

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct PciDevice {
    /// Class code, hexadecimal.
    #[xml(leaf)]
    pub class: Option<String>,
    #[xml(leaf)]
    pub domain: u32,
    #[xml(leaf)]
    pub bus: u32,
    #[xml(leaf)]
    pub slot: u32,
    #[xml(leaf)]
    pub function: u32,
    #[xml(child)]
    pub product: Option<Identified>,
    #[xml(child)]
    pub vendor: Option<Identified>,
    #[xml(child = "capability")]
    pub capabilities: Vec<PciCapability>,
    #[xml(child = "iommuGroup")]
    pub iommu_group: Option<IommuGroup>,
    #[xml(attr = "node", of = "numa")]
    pub numa_node: Option<i32>,
    #[xml(child = "pci-express")]
    pub pci_express: Option<PciExpress>,
}

#[derive(Debug, Clone, PartialEq, Eq, Xml)]
#[xml(tag = "type")]
pub enum PciCapability {
    #[xml("phys_function")]
    PhysFunction(PciAddressCapability),
    #[xml("virt_functions")]
    VirtFunctions(VirtualFunctions),
    #[xml("pci-bridge")]
    PciBridge,
    #[xml("cardbus-bridge")]
    CardbusBridge,
    #[xml("mdev_types")]
    MdevTypes(MdevTypes),
    Vpd(Vpd),
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct PciAddressCapability {
    #[xml(child)]
    pub address: Option<BarePci>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct VirtualFunctions {
    #[xml(attr = "maxCount")]
    pub max_count: Option<u32>,
    #[xml(child = "address")]
    pub addresses: Vec<BarePci>,
}

/// Vital product data.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Vpd {
    #[xml(leaf)]
    pub name: Option<String>,
    #[xml(child)]
    pub fields: Vec<VpdFields>,
}

#[derive(Debug, Clone, PartialEq, Eq, Xml)]
#[xml(tag = "access")]
pub enum VpdFields {
    Readonly(ReadonlyFields),
    Readwrite(ReadwriteFields),
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct ReadonlyFields {
    #[xml(leaf)]
    pub change_level: Option<String>,
    #[xml(leaf)]
    pub manufacture_id: Option<String>,
    #[xml(leaf)]
    pub part_number: Option<String>,
    #[xml(leaf)]
    pub serial_number: Option<String>,
    #[xml(child = "vendor_field")]
    pub vendor_fields: Vec<VpdField>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct ReadwriteFields {
    #[xml(leaf)]
    pub asset_tag: Option<String>,
    #[xml(child = "vendor_field")]
    pub vendor_fields: Vec<VpdField>,
    #[xml(child = "system_field")]
    pub system_fields: Vec<VpdField>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct VpdField {
    #[xml(attr)]
    pub index: String,
    #[xml(text, default)]
    pub value: String,
}

/// Devices that can only be given away together.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct IommuGroup {
    #[xml(attr)]
    pub number: u32,
    #[xml(child = "address")]
    pub addresses: Vec<BarePci>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct PciExpress {
    #[xml(child = "link")]
    pub links: Vec<PciLink>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct PciLink {
    /// `cap`: what it could do; `sta`: what it does.
    #[xml(attr)]
    pub validity: String,
    #[xml(attr)]
    pub port: Option<u32>,
    /// Gigatransfers a second
    #[xml(attr)]
    pub speed: Option<String>,
    #[xml(attr)]
    pub width: u32,
}
