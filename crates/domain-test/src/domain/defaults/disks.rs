//! Disks: order, buses, places on their controllers.

use ferrovirt_schema::common::address::{Address, DriveAddress};
use ferrovirt_schema::domain::devices::Devices;
use ferrovirt_schema::domain::devices::disk::{Disk, DiskBus, DiskDevice};

/// Units of a SCSI controller; the next is the controller itself.
pub(super) const SCSI_UNITS: u64 = 7;

pub(super) fn fill(devices: &mut Devices) {
    for disk in &mut devices.disks {
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

/// Disks of a bus stand together, by number; buses stand as they first come.
fn ordered(disks: Vec<Disk>) -> Vec<Disk> {
    let mut list: Vec<Disk> = Vec::with_capacity(disks.len());
    for disk in disks {
        let own = Disk::number(&disk.target.dev);
        let alike = |other: &Disk| other.target.bus == disk.target.bus;
        let after = list
            .iter()
            .position(|other| alike(other) && Disk::number(&other.target.dev) > own);
        let last = list.iter().rposition(alike).map(|at| at + 1);
        let at = after.or(last).unwrap_or(list.len());
        list.insert(at, disk);
    }
    list
}

fn place(disk: &Disk) -> Option<DriveAddress> {
    let number = Disk::number(&disk.target.dev)?;
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
    fn buses_stay_together() {
        assert_eq!(names(&["vda", "vdb", "hdc", "vdc"]), ["vda", "vdb", "vdc", "hdc"]);
        assert_eq!(names(&["sdb", "hda", "sda"]), ["sda", "sdb", "hda"]);
    }
}
