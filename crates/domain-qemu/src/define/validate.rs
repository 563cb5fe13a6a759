//! What no guest can have, told when it is defined rather than when it fails to start.

use super::MAX_DEVICES;
use crate::caps::EmulatorCaps;
use crate::error::{QemuError, Result};
use ferrovirt_schema::common::source::StorageSource;
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::devices::disk::{DiskBus, DiskDevice};
use std::collections::HashSet;

/// Before defaults are filled in.
pub(super) fn before(doc: &Domain) -> Result<()> {
    name(&doc.name)?;
    let Some(d) = &doc.devices else { return Ok(()) };
    let counts = [
        ("disk", d.disks.len()),
        ("controller", d.controllers.len()),
        ("interface", d.interfaces.len()),
        ("serial", d.serials.len()),
        ("channel", d.channels.len()),
        ("console", d.consoles.len()),
        ("input", d.inputs.len()),
        ("hostdev", d.hostdevs.len()),
        ("redirdev", d.redirdevs.len()),
        ("hub", d.hubs.len()),
        ("rng", d.rngs.len()),
        ("memory", d.memories.len()),
        ("filesystem", d.filesystems.len()),
        ("video", d.videos.len()),
        ("sound", d.sounds.len()),
        ("shmem", d.shmems.len()),
    ];
    for (what, n) in counts {
        if n > MAX_DEVICES {
            return Err(QemuError::ConfigUnsupported(format!("{n} <{what}> elements; at most {MAX_DEVICES} are supported")));
        }
    }
    Ok(())
}

fn name(name: &str) -> Result<()> {
    if name.is_empty() {
        return Err(QemuError::BadXml("name is empty".to_owned()));
    }
    if name.contains('/') {
        return Err(QemuError::BadXml(format!("name {name} cannot contain '/'")));
    }
    if name.contains('\n') {
        return Err(QemuError::BadXml("name cannot contain a line break".to_owned()));
    }
    if name.chars().all(char::is_whitespace) {
        return Err(QemuError::BadXml("name must contain at least one non-whitespace character".to_owned()));
    }
    Ok(())
}

/// After defaults are filled in.
pub(super) fn after(doc: &Domain, caps: &EmulatorCaps) -> Result<()> {
    let Some(d) = &doc.devices else { return Ok(()) };
    for disk in &d.disks {
        let dev = &disk.target.dev;
        let wrong = |what: &str| Err(QemuError::ConfigUnsupported(format!("disk '{dev}': {what}")));
        match (disk.device, disk.target.bus) {
            (DiskDevice::Cdrom, Some(DiskBus::Virtio)) => return wrong("'virtio' bus cannot hold a CD-ROM"),
            (DiskDevice::Floppy, bus) if bus != Some(DiskBus::Fdc) => return wrong("a floppy disk needs bus 'fdc'"),
            (_, Some(DiskBus::Xen | DiskBus::Uml)) => return wrong("its bus is none of QEMU's"),
            _ => {}
        }
        if disk.serial.as_ref().is_some_and(|s| !s.bytes().all(|b| b.is_ascii_alphanumeric() || b" _-.+".contains(&b))) {
            return wrong("serial has invalid characters");
        }
        if matches!(disk.source, StorageSource::Dir(_)) && disk.driver.as_ref().and_then(|d| d.format.as_deref()) != Some("fat") {
            return wrong("a directory as source needs format 'fat'");
        }
    }
    let mut orders = HashSet::new();
    let infos = d.disks.iter().map(|x| &x.info).chain(d.interfaces.iter().map(|x| &x.info));
    for boot in infos.filter_map(|i| i.boot.as_ref()) {
        if boot.order == 0 {
            return Err(QemuError::BadXml("incorrect boot order '0', expecting positive integer".to_owned()));
        }
        if !orders.insert(boot.order) {
            return Err(QemuError::BadXml(format!("boot order {} used for more than one device", boot.order)));
        }
        if !doc.os.boot.is_empty() {
            return Err(QemuError::ConfigUnsupported("per-device boot elements cannot be used together with os/boot elements".to_owned()));
        }
    }
    for rng in &d.rngs {
        let _ = rng;
        if !caps.has("virtio-rng-device") {
            return Err(QemuError::ConfigUnsupported("this emulator has no virtio-rng device".to_owned()));
        }
    }
    Ok(())
}
