//! Devices in definitions: finding the one that a call names.

use crate::error::{Result, TestError};
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::devices::disk::Disk;
use ferrovirt_schema::domain::devices::interface::Interface;
use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_types::mac::MacAddr;

/// The disks of a guest.
pub(super) fn disks(doc: &Domain) -> &[Disk] {
    doc.devices.as_ref().map_or(&[], |d| &d.disks)
}

/// The interfaces of a guest.
pub(crate) fn interfaces(doc: &Domain) -> &[Interface] {
    doc.devices.as_ref().map_or(&[], |d| &d.interfaces)
}

/// Whether a disk is meant by a target name or the path of its source.
fn is_disk(disk: &Disk, path: &str) -> bool {
    disk.target.dev == path || disk.source.path() == Some(path)
}

/// The disk that a call names.
pub(super) fn disk<'d>(doc: &'d Domain, path: &str) -> Option<&'d Disk> {
    disks(doc).iter().find(|d| is_disk(d, path))
}

/// The same, to change it.
pub(super) fn disk_mut<'d>(doc: &'d mut Domain, path: &str) -> Option<&'d mut Disk> {
    doc.devices.as_mut()?.disks.iter_mut().find(|d| is_disk(d, path))
}

/// Whether an interface is meant by a MAC address or the name of its host device.
fn is_interface(interface: &Interface, name: &str) -> bool {
    let mac = interface.mac.as_ref().map(|m| m.address.0);
    match name.parse::<MacAddr>() {
        Ok(wanted) => mac == Some(wanted.0),
        Err(_) => target_of(interface) == Some(name),
    }
}

/// Name of the host device of an interface.
pub(super) fn target_of(interface: &Interface) -> Option<&str> {
    interface.target.as_ref()?.dev.as_deref()
}

fn unknown_interface(name: &str) -> TestError {
    let why = format!("'{name}' is not a known interface");
    TestError::of_guest(ErrorNumber::InvalidArg, why)
}

/// The interface that a call names.
pub(super) fn interface<'d>(doc: &'d Domain, name: &str) -> Result<&'d Interface> {
    interfaces(doc)
        .iter()
        .find(|i| is_interface(i, name))
        .ok_or_else(|| unknown_interface(name))
}

/// The same, to change it.
pub(super) fn interface_mut<'d>(doc: &'d mut Domain, name: &str) -> Result<&'d mut Interface> {
    let interfaces = doc.devices.iter_mut().flat_map(|d| &mut d.interfaces);
    interfaces
        .into_iter()
        .find(|i| is_interface(i, name))
        .ok_or_else(|| unknown_interface(name))
}
