//! Disks: bus by name, driver, place on the drive buses.

use crate::address::target;
use crate::error::{QemuError, Result};
use ferrovirt_schema::common::address::{Address, DriveAddress};
use ferrovirt_schema::common::format::StorageFormat;
use ferrovirt_schema::common::secret::EncryptionEngine;
use ferrovirt_schema::common::source::StorageSource;
use ferrovirt_schema::domain::devices::Devices;
use ferrovirt_schema::domain::devices::disk::{Disk, DiskBus, DiskDevice, DiskDriver};
use ferrovirt_schema::domain::devices::hostdev::{HostDev, HostDevSource};
use ferrovirt_schema::domain::devices::info::DeviceInfo;
use std::collections::HashSet;

/// Units on one SCSI bus of the usual controllers; the adapter itself has number 7 on narrow ones.
const SCSI_UNITS: u32 = 7;
const SATA_UNITS: u32 = 6;
const IDE_UNITS: u32 = 4;
const FDC_UNITS: u32 = 2;
/// No guest has more controllers of one kind.
pub(super) const MAX_CONTROLLERS: u32 = 256;

pub(super) fn fill(devices: &mut Devices, q35: bool) -> Result<()> {
    let mut names = HashSet::new();
    for disk in &mut devices.disks {
        one(disk, q35)?;
        if !names.insert(disk.target.dev.clone()) {
            return Err(QemuError::ConfigUnsupported(format!(
                "target '{}' duplicated for disk sources",
                disk.target.dev
            )));
        }
    }
    sort(&mut devices.disks);
    place_units(devices)
}

/// Disks of one bus stand together, by their names; buses in the order of their first disk.
fn sort(disks: &mut [Disk]) {
    let buses: Vec<Option<DiskBus>> = disks.iter().map(|d| d.target.bus).collect();
    disks.sort_by_cached_key(|d| {
        let turn = buses.iter().position(|b| *b == d.target.bus);
        (turn, target::index(&d.target.dev))
    });
}

fn one(disk: &mut Disk, q35: bool) -> Result<()> {
    disk.settle_encryption(EncryptionEngine::Qemu);
    let dev = disk.target.dev.as_str();
    let Some(index) = target::index(dev) else {
        return Err(QemuError::InvalidArg(format!(
            "invalid disk target name '{dev}'; it must be like 'vda', 'sdb' or 'hdc'"
        )));
    };
    let bus = *disk
        .target
        .bus
        .get_or_insert_with(|| default_bus(disk.device, dev, q35));
    let driver = disk.driver.get_or_insert_with(DiskDriver::default);
    driver.name.get_or_insert_with(|| "qemu".to_owned());
    // The pool knows the format of its volumes.
    if !matches!(disk.source, StorageSource::Volume(_)) {
        driver.format.get_or_insert(StorageFormat::Raw);
    }
    if disk.info.address.is_none() {
        disk.info.address = drive_address(bus, index)?.map(Address::Drive);
    }
    if let Some(Address::Drive(at)) = &disk.info.address
        && at.controller >= MAX_CONTROLLERS
    {
        return Err(QemuError::ConfigUnsupported(format!(
            "disk '{dev}' is on controller {}, at most {MAX_CONTROLLERS} are supported",
            at.controller
        )));
    }
    Ok(())
}

/// Gives SCSI units of the host a free place on a SCSI controller.
fn place_units(devices: &mut Devices) -> Result<()> {
    let is_unit = |h: &&mut HostDev| matches!(h.source, HostDevSource::Scsi(_));
    let on_scsi = devices
        .disks
        .iter()
        .filter(|d| d.target.bus == Some(DiskBus::Scsi));
    let mut taken: HashSet<(u32, u64)> = on_scsi.filter_map(|d| drive_of(&d.info)).collect();
    taken.extend(devices.hostdevs.iter().filter_map(|h| drive_of(&h.info)));
    for unit in devices.hostdevs.iter_mut().filter(is_unit) {
        if unit.info.address.is_some() {
            continue;
        }
        let places = (0..MAX_CONTROLLERS).flat_map(|c| (0..u64::from(SCSI_UNITS)).map(move |n| (c, n)));
        let free = places.into_iter().find(|place| !taken.contains(place));
        let (controller, n) = free.ok_or_else(|| {
            QemuError::ConfigUnsupported(format!("more than {MAX_CONTROLLERS} disk controllers are needed"))
        })?;
        taken.insert((controller, n));
        unit.info.address = Some(Address::Drive(DriveAddress {
            controller,
            bus: 0,
            target: 0,
            unit: n,
        }));
    }
    Ok(())
}

/// Controller and unit of a drive.
fn drive_of(info: &DeviceInfo) -> Option<(u32, u64)> {
    match &info.address {
        Some(Address::Drive(at)) => Some((at.controller, at.unit)),
        _ => None,
    }
}

fn default_bus(device: DiskDevice, dev: &str, q35: bool) -> DiskBus {
    match device {
        DiskDevice::Floppy => DiskBus::Fdc,
        _ if dev.starts_with("hd") && q35 => DiskBus::Sata,
        _ if dev.starts_with("sd") => DiskBus::Scsi,
        _ if dev.starts_with("vd") => DiskBus::Virtio,
        _ if dev.starts_with("xvd") => DiskBus::Xen,
        _ => DiskBus::Ide,
    }
}

/// Where the disk of this number is on a bus of drives; none on the others.
fn drive_address(bus: DiskBus, index: u32) -> Result<Option<DriveAddress>> {
    let at = |controller, bus, unit: u32| {
        Some(DriveAddress {
            controller,
            bus,
            target: 0,
            unit: u64::from(unit),
        })
    };
    let address = match bus {
        DiskBus::Scsi => at(index / SCSI_UNITS, 0, index % SCSI_UNITS),
        DiskBus::Ide => at(index / IDE_UNITS, index % IDE_UNITS / 2, index % 2),
        DiskBus::Sata => at(index / SATA_UNITS, 0, index % SATA_UNITS),
        DiskBus::Fdc => at(index / FDC_UNITS, 0, index % FDC_UNITS),
        _ => None,
    };
    if address.is_some_and(|a| a.controller >= MAX_CONTROLLERS) {
        return Err(QemuError::ConfigUnsupported(format!(
            "more than {MAX_CONTROLLERS} disk controllers are needed"
        )));
    }
    Ok(address)
}
