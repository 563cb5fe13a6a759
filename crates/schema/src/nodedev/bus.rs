//! The machine, and what hangs on USB.

use ferrovirt_xml::Xml;
use uuid::Uuid;

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct System {
    #[xml(leaf)]
    pub product: Option<String>,
    #[xml(child)]
    pub hardware: Option<SystemHardware>,
    #[xml(child)]
    pub firmware: Option<SystemFirmware>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct SystemHardware {
    #[xml(leaf)]
    pub vendor: Option<String>,
    #[xml(leaf)]
    pub version: Option<String>,
    #[xml(leaf)]
    pub serial: Option<String>,
    #[xml(leaf)]
    pub uuid: Option<Uuid>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct SystemFirmware {
    #[xml(leaf)]
    pub vendor: Option<String>,
    #[xml(leaf)]
    pub version: Option<String>,
    #[xml(leaf)]
    pub release_date: Option<String>,
}

/// A maker or product: number and name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Identified {
    #[xml(attr)]
    pub id: Option<String>,
    #[xml(text)]
    pub name: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct UsbDevice {
    #[xml(leaf)]
    pub bus: u32,
    #[xml(leaf)]
    pub device: u32,
    #[xml(child)]
    pub product: Option<Identified>,
    #[xml(child)]
    pub vendor: Option<Identified>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct UsbInterface {
    #[xml(leaf)]
    pub number: u32,
    #[xml(leaf)]
    pub class: u32,
    #[xml(leaf)]
    pub subclass: u32,
    #[xml(leaf)]
    pub protocol: u32,
    #[xml(leaf)]
    pub description: Option<String>,
}

/// A device that is known by its kind or its file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Named {
    #[xml(leaf = "type")]
    pub kind: Option<String>,
    #[xml(leaf)]
    pub chardev: Option<String>,
}
