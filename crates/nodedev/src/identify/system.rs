//! The machine itself, as its firmware describes it.

use crate::device::{COMPUTER, Device};
use crate::root::HostRoot;
use ferrovirt_schema::nodedev::{Capability, NodeDevice, System, SystemFirmware, SystemHardware};
use std::path::{Path, PathBuf};
use uuid::Uuid;

const DMI: &str = "/sys/devices/virtual/dmi/id";

/// The device that all others hang on.
pub fn computer(root: &HostRoot) -> Device {
    let text = |file: &str| {
        let text = root.text(&Path::new(DMI).join(file))?;
        (!text.trim().is_empty()).then_some(text)
    };
    let uuid = text("product_uuid").and_then(|text| Uuid::parse_str(text.trim()).ok());
    let hardware = SystemHardware {
        vendor: text("sys_vendor"),
        version: text("product_version"),
        serial: text("product_serial"),
        uuid: Some(uuid.unwrap_or_default()),
    };
    let firmware = SystemFirmware {
        vendor: text("bios_vendor"),
        version: text("bios_version"),
        release_date: text("bios_date"),
    };
    let system = System {
        product: text("product_name"),
        hardware: Some(hardware),
        firmware: Some(firmware),
    };
    let document = NodeDevice {
        name: Some(COMPUTER.to_owned()),
        capabilities: vec![Capability::System(Box::new(system))],
        ..NodeDevice::default()
    };
    Device::present(COMPUTER.to_owned(), PathBuf::new(), document)
}
