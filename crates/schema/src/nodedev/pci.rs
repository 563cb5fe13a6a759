//! PCI devices.

use ferrovirt_xml::{Xml, words};

use crate::common::source::BarePci;
use crate::nodedev::{Identified, MdevTypes};

/// A PCI device.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct PciDevice {
    /// Class code, hexadecimal. Default: reported. Since 5.2.0.
    #[xml(leaf)]
    pub class: Option<String>,
    /// Domain of buses. Unit: none.
    #[xml(leaf)]
    pub domain: u32,
    /// Bus. Unit: none.
    #[xml(leaf)]
    pub bus: u32,
    /// Slot. Unit: none.
    #[xml(leaf)]
    pub slot: u32,
    /// Function. Unit: none.
    #[xml(leaf)]
    pub function: u32,
    /// Product.
    #[xml(child)]
    pub product: Option<Identified>,
    /// Maker.
    #[xml(child)]
    pub vendor: Option<Identified>,
    /// What it can do.
    #[xml(child = "capability")]
    pub capabilities: Vec<PciCapability>,
    /// Group of the IOMMU.
    #[xml(child = "iommuGroup")]
    pub iommu_group: Option<IommuGroup>,
    /// Memory node that it is near. Unit: none. Default: reported.
    #[xml(attr = "node", of = "numa")]
    pub numa_node: Option<i32>,
    /// PCI Express.
    #[xml(child = "pci-express")]
    pub pci_express: Option<PciExpress>,
}

/// What a PCI device can do.
#[derive(Debug, Clone, PartialEq, Eq, Xml)]
#[xml(tag = "type")]
pub enum PciCapability {
    /// `phys_function`
    #[xml("phys_function")]
    PhysFunction(PciAddressCapability),
    /// `virt_functions`
    #[xml("virt_functions")]
    VirtFunctions(VirtualFunctions),
    /// `pci-bridge`
    #[xml("pci-bridge")]
    PciBridge,
    /// `cardbus-bridge`
    #[xml("cardbus-bridge")]
    CardbusBridge,
    /// `mdev_types`
    #[xml("mdev_types")]
    MdevTypes(MdevTypes),
    /// `vpd`
    Vpd(Vpd),
}

/// The physical function of a virtual one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct PciAddressCapability {
    /// Address of the physical function.
    #[xml(child)]
    pub address: Option<BarePci>,
}

/// The virtual functions of a device.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct VirtualFunctions {
    /// Most there can be. Unit: functions. Default: reported. Since 1.3.0.
    #[xml(attr = "maxCount")]
    pub max_count: Option<u32>,
    /// Addresses of those there are.
    #[xml(child = "address")]
    pub addresses: Vec<BarePci>,
}

/// Vital product data.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Vpd {
    /// Name of the product. Default: reported. Since 7.9.0.
    #[xml(leaf)]
    pub name: Option<String>,
    /// Its fields. Since 7.9.0.
    #[xml(child)]
    pub fields: Vec<VpdFields>,
}

/// Fields of a device's vital product data.
#[derive(Debug, Clone, PartialEq, Eq, Xml)]
#[xml(tag = "access")]
pub enum VpdFields {
    /// `readonly`
    Readonly(ReadonlyFields),
    /// `readwrite`
    Readwrite(ReadwriteFields),
}

/// Fields that cannot be changed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct ReadonlyFields {
    /// Level of engineering change. Default: reported.
    #[xml(leaf)]
    pub change_level: Option<String>,
    /// Number of the maker. Default: reported.
    #[xml(leaf)]
    pub manufacture_id: Option<String>,
    /// Part number. Default: reported.
    #[xml(leaf)]
    pub part_number: Option<String>,
    /// Serial number. Default: reported.
    #[xml(leaf)]
    pub serial_number: Option<String>,
    /// Fields of the maker.
    #[xml(child = "vendor_field")]
    pub vendor_fields: Vec<VpdField>,
}

/// Fields that can be changed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct ReadwriteFields {
    /// Tag of the owner. Default: reported.
    #[xml(leaf)]
    pub asset_tag: Option<String>,
    /// Fields of the maker.
    #[xml(child = "vendor_field")]
    pub vendor_fields: Vec<VpdField>,
    /// Fields of the system.
    #[xml(child = "system_field")]
    pub system_fields: Vec<VpdField>,
}

/// A field by its index.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct VpdField {
    /// Which field.
    #[xml(attr)]
    pub index: String,
    /// Value. Default: reported.
    #[xml(text, default)]
    pub value: String,
}

/// Devices that can only be given away together.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct IommuGroup {
    /// Number. Unit: none.
    #[xml(attr)]
    pub number: u32,
    /// Devices in it.
    #[xml(child = "address")]
    pub addresses: Vec<BarePci>,
}

/// PCI Express of a device.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct PciExpress {
    /// Links: what it can do, and what it does.
    #[xml(child = "link")]
    pub links: Vec<PciLink>,
}

words! {
    /// Whether a link could do it or does it.
    pub enum LinkValidity {
        Cap = "cap",
        Sta = "sta",
    }
}

/// A link of PCI Express.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct PciLink {
    /// `cap`: what it could do; `sta`: what it does.
    #[xml(attr)]
    pub validity: LinkValidity,
    /// Number of the port. Unit: none. Default: reported.
    #[xml(attr)]
    pub port: Option<u32>,
    /// Speed of a lane. Unit: GT/s. Default: reported.
    #[xml(attr)]
    pub speed: Option<String>,
    /// Lanes. Unit: lanes.
    #[xml(attr)]
    pub width: u32,
}
