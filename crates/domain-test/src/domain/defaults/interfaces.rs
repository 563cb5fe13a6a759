//! Network interfaces have a MAC address, and a host device `testnetN`.

use crate::error::{Result, TestError};
use ferrovirt_schema::domain::devices::Devices;
use ferrovirt_schema::domain::devices::interface::{Interface, InterfaceSource, InterfaceTarget, Mac};
use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_types::mac::MacAddr;

/// Prefix of MAC addresses that are made up.
const PREFIX: [u8; 3] = [0x52, 0x54, 0x00];

pub(super) fn fill(devices: &mut Devices) {
    let mut number = 0;
    for at in 0..devices.interfaces.len() {
        let mac = devices.interfaces[at].mac.get_or_insert_with(Mac::default);
        if mac.address.0 == [0; 6] {
            mac.address = MacAddr::random(PREFIX);
        }
        let named = |name: &str| {
            let devs = devices
                .interfaces
                .iter()
                .filter_map(|i| i.target.as_ref()?.dev.as_deref());
            devs.into_iter().any(|dev| dev == name)
        };
        if devices.interfaces[at]
            .target
            .as_ref()
            .is_some_and(|t| t.dev.is_some())
        {
            continue;
        }
        let mut name = format!("testnet{number}");
        while named(&name) {
            number += 1;
            name = format!("testnet{number}");
        }
        devices.interfaces[at]
            .target
            .get_or_insert_with(InterfaceTarget::default)
            .dev = Some(name);
    }
}

/// An interface of a virtual network names it.
pub(in crate::domain) fn check(devices: &Devices) -> Result<()> {
    let nowhere = |i: &Interface| matches!(&i.source, InterfaceSource::Network(n) if n.network.is_empty());
    if devices.interfaces.iter().any(nowhere) {
        let why = "interface type='network' requires a 'source' element";
        return Err(TestError::of_guest(ErrorNumber::XmlError, why));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_not_used_twice() {
        let dev = |name: &str| InterfaceTarget {
            dev: Some(name.into()),
            ..InterfaceTarget::default()
        };
        let taken = Interface {
            target: Some(dev("testnet0")),
            ..Interface::default()
        };
        let interfaces = vec![Interface::default(), taken, Interface::default()];
        let mut devices = Devices {
            interfaces,
            ..Devices::default()
        };
        fill(&mut devices);
        let names: Vec<_> = devices
            .interfaces
            .iter()
            .map(|i| i.target.clone().unwrap().dev.unwrap())
            .collect();
        assert_eq!(names, ["testnet1", "testnet0", "testnet2"]);
        assert!(
            devices
                .interfaces
                .iter()
                .all(|i| i.mac.as_ref().unwrap().address.0[..3] == PREFIX)
        );
    }
}
