//! What every device has: boot order, alias, ROM, address.

use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_xml::{Invalid, OnOff, Xml, YesNo};

use crate::common::address::Address;

/// What every device has.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct DeviceInfo {
    /// Order of booting. Since 0.8.8.
    #[xml(child)]
    pub boot: Option<BootOrder>,
    /// Name of the device; what begins with ua- was chosen by the user. Default: made by the host. Since 3.9.
    #[xml(attr = "name", of = "alias")]
    pub alias: Option<String>,
    /// First port of a USB companion on its master. Unit: none. Default: chosen by the hypervisor.
    #[xml(attr = "startport", of = "master")]
    pub usb_master: Option<u32>,
    /// Boot ROM of the device. Since 0.9.7.
    #[xml(child)]
    pub rom: Option<Rom>,
    /// Number by which the guest's system names the device. Unit: none. Default: none. Since 7.3.
    #[xml(attr = "index", of = "acpi")]
    pub acpi_index: Option<u32>,
    /// Where it sits.
    #[xml(child)]
    pub address: Option<Address>,
}

/// When a device is booted from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct BootOrder {
    /// From one. Unit: none.
    #[xml(attr, nonzero)]
    pub order: u32,
    /// What is passed to the boot loader on s390, up to 8 characters. Default: none. Since 3.5.
    #[xml(attr, held = loadparm)]
    pub loadparm: Option<String>,
}

/// Refuses what the boot loader does not take.
fn loadparm(text: &str) -> Result<(), Invalid> {
    let allowed = |b: u8| b.is_ascii_alphanumeric() || b == b'.' || b == b' ';
    match (1..=8).contains(&text.len()) && text.bytes().all(allowed) {
        true => Ok(()),
        false => {
            Err(Invalid::expected("at most 8 of [a-zA-Z0-9.] and blanks").coded(ErrorNumber::InternalError))
        }
    }
}

/// The boot ROM of a device.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Rom {
    /// Whether there is a ROM. Default: yes. Since 4.3.
    #[xml(attr)]
    pub enabled: Option<YesNo>,
    /// Whether the guest sees it. Default: chosen by the hypervisor.
    #[xml(attr)]
    pub bar: Option<OnOff>,
    /// File of the host with its content. Default: chosen by the hypervisor. Since 0.9.10.
    #[xml(attr)]
    pub file: Option<String>,
}
