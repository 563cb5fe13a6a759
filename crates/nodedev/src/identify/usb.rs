//! USB devices and their interfaces.

use super::{Identity, Raw};
use ferrovirt_schema::nodedev::{Capability, Identified, UsbDevice, UsbInterface};

pub(super) fn identify(raw: &Raw<'_>) -> Option<Identity> {
    match raw.var("DEVTYPE")? {
        "usb_device" => Some(Capability::UsbDevice(device(raw)?).into()),
        "usb_interface" => Some(Capability::Usb(interface(raw)?).into()),
        _ => None,
    }
}

fn device(raw: &Raw<'_>) -> Option<UsbDevice> {
    let identified = |id: &str, name: &str, database: &str| {
        Some(Identified {
            id: Some(format!("0x{:04x}", raw.hex(id)?)),
            // What the device says of itself, else what udev's table of names has.
            name: raw
                .attribute(name)
                .or_else(|| raw.property(database).map(str::to_owned)),
        })
    };
    Some(UsbDevice {
        bus: raw.number("busnum")?,
        device: raw.number("devnum")?,
        product: identified("idProduct", "product", "ID_MODEL_FROM_DATABASE"),
        vendor: identified("idVendor", "manufacturer", "ID_VENDOR_FROM_DATABASE"),
    })
}

fn interface(raw: &Raw<'_>) -> Option<UsbInterface> {
    Some(UsbInterface {
        number: raw.hex("bInterfaceNumber")?,
        class: raw.hex("bInterfaceClass")?,
        subclass: raw.hex("bInterfaceSubClass")?,
        protocol: raw.hex("bInterfaceProtocol")?,
        description: None,
    })
}
