//! What every device has: boot order, alias, ROM, address.

use ferrovirt_xml::{OnOff, Xml, YesNo};

use crate::common::address::Address;

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct DeviceInfo {
    #[xml(child)]
    pub boot: Option<BootOrder>,
    #[xml(attr = "name", of = "alias")]
    pub alias: Option<String>,
    #[xml(attr = "startport", of = "master")]
    pub usb_master: Option<u32>,
    #[xml(child)]
    pub rom: Option<Rom>,
    #[xml(attr = "index", of = "acpi")]
    pub acpi_index: Option<u32>,
    #[xml(child)]
    pub address: Option<Address>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct BootOrder {
    /// From one.
    #[xml(attr)]
    pub order: u32,
    #[xml(attr)]
    pub loadparm: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Rom {
    #[xml(attr)]
    pub enabled: Option<YesNo>,
    #[xml(attr)]
    pub bar: Option<OnOff>,
    #[xml(attr)]
    pub file: Option<String>,
}
