//! The machine, and what hangs on USB.

use ferrovirt_xml::Xml;
use uuid::Uuid;

/// The machine as a whole.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct System {
    /// Product. Default: reported.
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
    /// Maker. Default: reported.
    #[xml(leaf)]
    pub vendor: Option<String>,
    /// Version. Default: reported.
    #[xml(leaf)]
    pub version: Option<String>,
    /// Serial number. Default: reported.
    #[xml(leaf)]
    pub serial: Option<String>,
    /// Identity. Default: reported.
    #[xml(leaf)]
    pub uuid: Option<Uuid>,
}

/// The machine's firmware.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct SystemFirmware {
    /// Maker. Default: reported.
    #[xml(leaf)]
    pub vendor: Option<String>,
    /// Version. Default: reported.
    #[xml(leaf)]
    pub version: Option<String>,
    /// Date of release. Default: reported.
    #[xml(leaf)]
    pub release_date: Option<String>,
}

/// A maker or product: number and name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Identified {
    /// Number. Default: reported.
    #[xml(attr)]
    pub id: Option<String>,
    /// Name. Default: reported.
    #[xml(text)]
    pub name: Option<String>,
}

/// A USB device.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct UsbDevice {
    /// Bus. Unit: none.
    #[xml(leaf)]
    pub bus: u32,
    /// Number on the bus. Unit: none.
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
    /// Number of the interface. Unit: none.
    #[xml(leaf)]
    pub number: u32,
    /// Class. Unit: none.
    #[xml(leaf)]
    pub class: u32,
    /// Subclass. Unit: none.
    #[xml(leaf)]
    pub subclass: u32,
    /// Protocol. Unit: none.
    #[xml(leaf)]
    pub protocol: u32,
    /// Text. Default: reported.
    #[xml(leaf)]
    pub description: Option<String>,
}

/// A device that is known by its kind or its file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Named {
    /// Kind. Default: reported. Since 3.1.0.
    #[xml(leaf = "type")]
    pub kind: Option<String>,
    /// Character device. Default: reported. Since 6.9.0.
    #[xml(leaf)]
    pub chardev: Option<String>,
}
