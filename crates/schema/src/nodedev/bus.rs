//! The machine, and what hangs on USB.

use ferrovirt_xml::Xml;
use uuid::Uuid;

/// The machine as a whole.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct System {
    /// Product.
    #[xml(leaf)]
    pub product: Option<String>,
    /// The hardware.
    #[xml(child)]
    pub hardware: Option<SystemHardware>,
    /// The firmware.
    #[xml(child)]
    pub firmware: Option<SystemFirmware>,
}

/// The machine's hardware.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct SystemHardware {
    /// Maker.
    #[xml(leaf)]
    pub vendor: Option<String>,
    /// Version.
    #[xml(leaf)]
    pub version: Option<String>,
    /// Serial number.
    #[xml(leaf)]
    pub serial: Option<String>,
    /// Identity.
    #[xml(leaf)]
    pub uuid: Option<Uuid>,
}

/// The machine's firmware.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct SystemFirmware {
    /// Maker.
    #[xml(leaf)]
    pub vendor: Option<String>,
    /// Version.
    #[xml(leaf)]
    pub version: Option<String>,
    /// Date of release.
    #[xml(leaf)]
    pub release_date: Option<String>,
}

/// A maker or product: number and name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Identified {
    /// Number.
    #[xml(attr)]
    pub id: Option<String>,
    /// Name.
    #[xml(text)]
    pub name: Option<String>,
}

/// A USB device.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct UsbDevice {
    /// Bus.
    #[xml(leaf)]
    pub bus: u32,
    /// Number on the bus.
    #[xml(leaf)]
    pub device: u32,
    /// Product.
    #[xml(child)]
    pub product: Option<Identified>,
    /// Maker.
    #[xml(child)]
    pub vendor: Option<Identified>,
}

/// An interface of a USB device.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct UsbInterface {
    /// Number of the interface.
    #[xml(leaf)]
    pub number: u32,
    /// Class.
    #[xml(leaf)]
    pub class: u32,
    /// Subclass.
    #[xml(leaf)]
    pub subclass: u32,
    /// Protocol.
    #[xml(leaf)]
    pub protocol: u32,
    /// Text.
    #[xml(leaf)]
    pub description: Option<String>,
}

/// A device that is known by its kind or its file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Named {
    /// Kind. Since 3.1.0.
    #[xml(leaf = "type")]
    pub kind: Option<String>,
    /// Character device. Since 6.9.0.
    #[xml(leaf)]
    pub chardev: Option<String>,
}
