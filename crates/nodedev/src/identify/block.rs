//! Disks and drives. Partitions, loop devices and what the device mapper makes are none.

use super::{Identity, Raw, serial};
use ferrovirt_schema::nodedev::{Capability, RemovableMedia, Storage, StorageCapability};

/// Sizes in sysfs are in these units, whatever the device's own.
const SECTOR: u64 = 512;

pub(super) fn identify(raw: &Raw<'_>) -> Option<Identity> {
    if raw.var("DEVTYPE") != Some("disk") {
        return None;
    }
    let block = raw.devnode()?;
    let drive = drive_type(raw, &block)?;
    let serial = raw
        .property("ID_SERIAL")
        .map(str::to_owned)
        .or_else(|| serial::of(raw));
    let mut storage = Storage {
        bus: raw.property("ID_BUS").map(str::to_owned).or_else(|| bus(raw)),
        model: raw.attribute("device/model").map(|text| text.trim().to_owned()),
        vendor: raw.attribute("device/vendor").map(|text| text.trim().to_owned()),
        serial: serial.clone(),
        drive_type: Some(drive.to_owned()),
        block,
        ..Storage::default()
    };
    let size = raw.number::<u64>("size").unwrap_or(0).saturating_mul(SECTOR);
    let logical: u64 = raw.number("queue/logical_block_size").unwrap_or(SECTOR);
    let blocks = size / logical.max(1);
    if matches!(drive, "cdrom" | "floppy" | "sd") {
        let available = match drive {
            "cdrom" => match raw.property("ID_CDROM") {
                Some(_) => raw.property("ID_CDROM_MEDIA") == Some("1"),
                None => size > 0,
            },
            _ => size > 0,
        };
        let label = raw.property("ID_FS_LABEL").filter(|_| available);
        storage
            .capabilities
            .push(StorageCapability::Removable(RemovableMedia {
                media_available: u32::from(available),
                media_size: if available { size } else { 0 },
                media_label: label.map(str::to_owned),
                logical_block_size: available.then_some(logical),
                num_blocks: available.then_some(blocks),
            }));
    } else {
        storage.size = Some(size);
        storage.logical_block_size = Some(logical);
        storage.num_blocks = Some(blocks);
    }
    Some(Identity {
        capability: Capability::Storage(Box::new(storage)),
        suffix: serial,
    })
}

fn drive_type(raw: &Raw<'_>, block: &str) -> Option<&'static str> {
    let known = match raw.property("ID_TYPE") {
        Some("disk") => Some("disk"),
        Some("cd") => Some("cdrom"),
        Some("floppy") => Some("floppy"),
        Some("sd") => Some("sd"),
        Some("dasd") => Some("dasd"),
        _ if raw.property("ID_DRIVE_FLOPPY") == Some("1") => Some("floppy"),
        _ if raw.property("ID_DRIVE_FLASH_SD") == Some("1") => Some("sd"),
        _ => None,
    };
    known.or_else(|| by_name(block)).or_else(|| by_unit(raw))
}

fn by_name(block: &str) -> Option<&'static str> {
    const NAMES: &[(&str, &str)] = &[
        ("/dev/vd", "disk"),
        ("/dev/xvd", "disk"),
        ("/dev/nvme", "disk"),
        ("/dev/dasd", "dasd"),
        ("/dev/mmcblk", "sd"),
        ("/dev/sr", "cdrom"),
        ("/dev/fd", "floppy"),
    ];
    let (_, kind) = NAMES.iter().find(|(name, _)| block.starts_with(name))?;
    Some(kind)
}

fn by_unit(raw: &Raw<'_>) -> Option<&'static str> {
    match raw.number::<u32>("device/type")? {
        0x00 => Some("disk"),
        0x05 => Some("cdrom"),
        _ => None,
    }
}

/// Without udev: by what the device hangs on.
fn bus(raw: &Raw<'_>) -> Option<String> {
    let path = raw.path.to_str()?;
    let has = |part: &str| path.contains(part);
    let bus = if has("/usb") {
        "usb"
    } else if has("/ata") {
        "ata"
    } else if has("/target") {
        "scsi"
    } else {
        return None;
    };
    Some(bus.to_owned())
}
