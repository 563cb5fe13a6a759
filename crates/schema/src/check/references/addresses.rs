//! Devices that claim one place.

use std::collections::HashMap;

use ferrovirt_xml::OnOff;

use super::Finding;
use crate::common::address::Address;
use crate::domain::Domain;

/// Every device with its address, and its path.
fn all(domain: &Domain) -> Vec<(String, &Address)> {
    let Some(devices) = &domain.devices else {
        return Vec::new();
    };
    let mut found = Vec::new();
    macro_rules! take {
        ($($list:ident $name:literal;)*) => {$(
            for (i, device) in devices.$list.iter().enumerate() {
                if let Some(address) = &device.info.address {
                    found.push((format!("domain/devices/{}[{}]/address", $name, i + 1), address));
                }
            }
        )*};
    }
    take! {
        disks "disk"; controllers "controller"; filesystems "filesystem"; interfaces "interface";
        smartcards "smartcard"; serials "serial"; parallels "parallel"; consoles "console";
        channels "channel"; inputs "input"; sounds "sound"; videos "video"; hostdevs "hostdev";
        redirdevs "redirdev"; hubs "hub"; watchdogs "watchdog"; rngs "rng"; panics "panic";
        shmems "shmem"; memories "memory"; cryptos "crypto";
    }
    found
}

pub(super) fn findings(domain: &Domain) -> Vec<Finding> {
    let mut taken: HashMap<String, String> = HashMap::new();
    let mut found = Vec::new();
    for (path, address) in all(domain) {
        let Some(place) = place(&path, address) else {
            continue;
        };
        match taken.get(&place) {
            Some(other) if !alike(&path, other) => {
                found.push((
                    path,
                    format!("{place} is taken by {}", other.trim_end_matches("/address")),
                ));
            }
            _ => {
                taken.insert(place, path);
            }
        }
    }
    found
}

/// The first serial device and the first console are often two views of one device.
fn alike(a: &str, b: &str) -> bool {
    let is = |path: &str| path.contains("/serial[") || path.contains("/console[");
    is(a) && is(b)
}

/// The place, when a device has it alone.
fn place(path: &str, address: &Address) -> Option<String> {
    match address {
        Address::Pci(pci) if !pci.is_unset() || pci.function != 0 => Some(format!("PCI address {pci}")),
        Address::Drive(drive) => {
            // Which controller is meant depends on the bus of the disk; only equal paths compare.
            let kind = path.split('[').next()?;
            Some(format!(
                "the drive address {}:{}:{}:{} of {}",
                drive.controller,
                drive.bus,
                drive.target,
                drive.unit,
                kind.rsplit('/').next()?
            ))
        }
        Address::VirtioSerial(port) if port.port != 0 => Some(format!(
            "virtio-serial port {}:{}:{}",
            port.controller, port.bus, port.port
        )),
        Address::Usb(usb) => usb
            .port
            .as_ref()
            .map(|port| format!("USB port {} of bus {}", port, usb.bus)),
        Address::Ccid(slot) => Some(format!("CCID slot {}:{}", slot.controller, slot.slot)),
        _ => None,
    }
}

/// Functions of a slot whose first function does not say that there are others.
pub(super) fn multifunction(domain: &Domain) -> Vec<Finding> {
    let addresses = all(domain);
    let pci = |a: &Address| match a {
        Address::Pci(pci) if !pci.is_unset() => Some(*pci),
        _ => None,
    };
    addresses
        .iter()
        .filter_map(|(path, address)| Some((path, pci(address)?)))
        .filter(|(_, own)| own.function != 0)
        .filter(|(_, own)| {
            addresses.iter().filter_map(|(_, a)| pci(a)).any(|first| {
                (first.domain, first.bus, first.slot, first.function) == (own.domain, own.bus, own.slot, 0)
                    && first.multifunction == Some(OnOff::Off)
            })
        })
        .map(|(path, own)| {
            let message = format!("function 0 of the slot of {own} says that it is the only one");
            (path.clone(), message)
        })
        .collect()
}
