//! Disks: order, buses, places on their controllers.

use ferrovirt_schema::common::address::{Address, DriveAddress};
use ferrovirt_schema::common::source::{FileSource, NetworkProtocol, StorageSource};
use ferrovirt_schema::domain::devices::Devices;
use ferrovirt_schema::domain::devices::disk::{Disk, DiskBus, DiskDevice, SnapshotLocation};

/// Where gluster listens.
const GLUSTER_PORT: u32 = 24007;

/// Units of a SCSI controller; the next is the controller itself.
pub(super) const SCSI_UNITS: u64 = 7;

pub(super) fn fill(devices: &mut Devices) {
    for disk in &mut devices.disks {
        disk.readonly |= disk.device == DiskDevice::Cdrom;
        source(disk);
        let bus = usual_bus(disk);
        disk.target.bus.get_or_insert(bus);
    }
    devices.disks = ordered(std::mem::take(&mut devices.disks));
    for disk in &mut devices.disks {
        if disk.info.address.is_none()
            && let Some(place) = place(disk)
        {
            disk.info.address = Some(Address::Drive(place));
        }
    }
}

/// A drive may be empty; gluster has a port; what QEMU does not hold cannot be kept by it.
fn source(disk: &mut Disk) {
    let removable = matches!(disk.device, DiskDevice::Cdrom | DiskDevice::Floppy);
    let empty = match &mut disk.source {
        StorageSource::Volume(volume) => volume.pool.is_empty() || volume.volume.is_empty(),
        StorageSource::Network(network) => {
            if network.protocol == NetworkProtocol::Gluster {
                for host in network.hosts.iter_mut().filter(|host| host.socket.is_none()) {
                    host.port.get_or_insert(GLUSTER_PORT);
                }
            }
            network.name.is_none() && network.hosts.is_empty()
        }
        StorageSource::VhostUser(_) => {
            disk.snapshot = Some(SnapshotLocation::No);
            false
        }
        _ => false,
    };
    if removable && empty {
        disk.source = StorageSource::File(FileSource::default());
    }
    if disk.readonly && disk.snapshot == Some(SnapshotLocation::No) {
        disk.snapshot = None;
    }
}

fn usual_bus(disk: &Disk) -> DiskBus {
    let is = |prefix: &str| disk.target.dev.starts_with(prefix);
    match disk.device {
        DiskDevice::Floppy => DiskBus::Fdc,
        _ if is("hd") => DiskBus::Ide,
        _ if is("sd") => DiskBus::Scsi,
        _ if is("vd") => DiskBus::Virtio,
        _ if is("xvd") => DiskBus::Xen,
        _ if is("ubd") => DiskBus::Uml,
        _ => DiskBus::Ide,
    }
}

/// Number of a disk by the letters of its name: `sda` is 0, `sdaa` is 26. A partition number is left out.
pub(super) fn number(name: &str) -> Option<u32> {
    let prefix = ["xvd", "ubd", "fd", "hd", "vd", "sd"]
        .into_iter()
        .find(|p| name.starts_with(p))?;
    let letters = name[prefix.len()..].trim_end_matches(|c: char| c.is_ascii_digit());
    let mut number: u32 = 0;
    for letter in letters.bytes() {
        let digit = u32::from(letter.checked_sub(b'a').filter(|d| *d < 26)?) + 1;
        number = number.checked_mul(26)?.checked_add(digit)?;
    }
    number.checked_sub(1)
}

/// Disks of a bus stand together, by number; buses stand as they first come.
fn ordered(disks: Vec<Disk>) -> Vec<Disk> {
    let mut list: Vec<Disk> = Vec::with_capacity(disks.len());
    for disk in disks {
        let own = number(&disk.target.dev);
        let alike = |other: &Disk| other.target.bus == disk.target.bus;
        let after = list
            .iter()
            .position(|other| alike(other) && number(&other.target.dev) > own);
        let last = list.iter().rposition(alike).map(|at| at + 1);
        let at = after.or(last).unwrap_or(list.len());
        list.insert(at, disk);
    }
    list
}

fn place(disk: &Disk) -> Option<DriveAddress> {
    let number = number(&disk.target.dev)?;
    let (controller, bus, unit) = match disk.target.bus? {
        DiskBus::Scsi => (number / SCSI_UNITS as u32, 0, number % SCSI_UNITS as u32),
        DiskBus::Ide => (number / 4, number % 4 / 2, number % 2),
        DiskBus::Sata => (number / 6, 0, number % 6),
        DiskBus::Fdc => (number / 2, 0, number % 2),
        _ => return None,
    };
    Some(DriveAddress {
        controller,
        bus,
        target: 0,
        unit: unit.into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(names: &[&str]) -> Vec<String> {
        let disk = |name: &&str| {
            let mut disk = Disk::default();
            disk.target.dev = (*name).into();
            disk
        };
        let mut devices = Devices {
            disks: names.iter().map(disk).collect(),
            ..Devices::default()
        };
        fill(&mut devices);
        devices.disks.into_iter().map(|d| d.target.dev).collect()
    }

    #[test]
    fn numbers() {
        for (name, n) in [("sda", 0), ("hdc", 2), ("vdz", 25), ("sdaa", 26), ("sdb3", 1)] {
            assert_eq!(number(name), Some(n), "{name}");
        }
        for name in ["", "sd", "x", "sdA", "vdzzzzzzzzzzzz"] {
            assert_eq!(number(name), None, "{name}");
        }
    }

    #[test]
    fn buses_stay_together() {
        assert_eq!(names(&["vda", "vdb", "hdc", "vdc"]), ["vda", "vdb", "vdc", "hdc"]);
        assert_eq!(names(&["sdb", "hda", "sda"]), ["sda", "sdb", "hda"]);
    }
}
