//! Network interfaces: addresses of hardware, model.

use crate::error::{QemuError, Result};
use ferrovirt_schema::domain::devices::Devices;
use ferrovirt_schema::domain::devices::interface::{InterfaceSource, Mac};
use ferrovirt_types::mac::MacAddr;
use uuid::Uuid;

/// Prefix of addresses made up for QEMU guests, the locally administered range of KVM.
const PREFIX: [u8; 3] = [0x52, 0x54, 0x00];

pub(super) fn fill(devices: &mut Devices) -> Result<()> {
    for nic in &mut devices.interfaces {
        let mac = nic.mac.get_or_insert_with(|| Mac {
            address: random_mac(),
            ..Mac::default()
        });
        if mac.address.0[0] & 1 != 0 {
            return Err(QemuError::BadXml(format!(
                "expected unicast mac address, found multicast '{}'",
                mac.address
            )));
        }
        if !matches!(nic.source, InterfaceSource::Hostdev(_)) {
            let model = nic.model.get_or_insert_with(|| "rtl8139".to_owned());
            model.make_ascii_lowercase();
        }
        // The name of a device that is made anew at each start is not part of the definition.
        if let Some(target) = &mut nic.target
            && target.dev.as_deref().is_some_and(|d| d.starts_with("vnet"))
        {
            nic.target = None;
        }
    }
    Ok(())
}

/// An address that hardly collides.
pub fn random_mac() -> MacAddr {
    let random = Uuid::new_v4();
    let bytes = random.as_bytes();
    MacAddr([PREFIX[0], PREFIX[1], PREFIX[2], bytes[0], bytes[1], bytes[2]])
}
