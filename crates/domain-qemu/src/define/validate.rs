//! What no guest can have, told when it is defined rather than when it fails to start.

mod disks;
mod hardware;
mod machine;
mod parts;

use super::MAX_DEVICES;
use crate::caps::EmulatorCaps;
use crate::error::{QemuError, Result};
use ferrovirt_schema::common::address::Address;
use ferrovirt_schema::common::format::StorageFormat;
use ferrovirt_schema::common::source::StorageSource;
use ferrovirt_schema::domain::devices::Devices;
use ferrovirt_schema::domain::devices::controller::ControllerModel;
use ferrovirt_schema::domain::devices::controller::ControllerType;
use ferrovirt_schema::domain::devices::disk::{DiskBus, DiskDevice};
use ferrovirt_schema::domain::devices::graphics::Graphics;
use ferrovirt_schema::domain::devices::video::{Video, VideoType};
use ferrovirt_schema::domain::{Domain, DomainType};
use ferrovirt_types::consts::ErrorNumber;

/// Before defaults are filled in.
pub(super) fn before(doc: &Domain) -> Result<()> {
    name(&doc.name)?;
    let Some(d) = &doc.devices else {
        return Ok(doc.check()?);
    };
    hardware::before(doc, d)?;
    doc.check()?;
    parts::before(d)?;
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
            return Err(QemuError::ConfigUnsupported(format!(
                "{n} <{what}> elements; at most {MAX_DEVICES} are supported"
            )));
        }
    }
    Ok(())
}

fn name(name: &str) -> Result<()> {
    if name.is_empty() {
        return Err(QemuError::coded(
            ErrorNumber::NoName,
            "missing name information: <name> is empty",
        ));
    }
    if name.contains('/') {
        return Err(QemuError::BadXml(format!("name {name} cannot contain '/'")));
    }
    if name.contains('\n') {
        return Err(QemuError::BadXml("name cannot contain a line break".to_owned()));
    }
    if name.chars().all(char::is_whitespace) {
        return Err(QemuError::BadXml(
            "name must contain at least one non-whitespace character".to_owned(),
        ));
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
            (_, Some(DiskBus::Xen | DiskBus::Uml)) => return wrong("its bus is none of QEMU's"),
            _ => {}
        }
        if disk.serial.as_ref().is_some_and(|s| {
            !s.bytes()
                .all(|b| b.is_ascii_alphanumeric() || b" _-.+".contains(&b))
        }) {
            return wrong("serial has invalid characters");
        }
        if matches!(disk.source, StorageSource::Dir(_))
            && disk.driver.as_ref().and_then(|d| d.format) != Some(StorageFormat::Fat)
        {
            return wrong("a directory as source needs format 'fat'");
        }
    }
    if !d.rngs.is_empty() && !caps.has("virtio-rng-device") {
        return Err(QemuError::ConfigUnsupported(
            "this emulator has no virtio-rng device".to_owned(),
        ));
    }
    for shmem in &d.shmems {
        let model = shmem.model.unwrap_or_default().as_str();
        if !caps.has(model) {
            return Err(QemuError::ConfigUnsupported(format!(
                "{model} device is not supported with this QEMU binary"
            )));
        }
    }
    displays(d)?;
    parts::check(doc, d)?;
    buses(doc, d)?;
    hardware::check(doc, d)?;
    machine::check(doc, d)?;
    disks::check(doc, d)
}

fn displays(d: &Devices) -> Result<()> {
    let is_none = |v: &Video| v.model.as_ref().is_some_and(|m| m.model_type == VideoType::None);
    if d.videos.len() > 1 && d.videos.iter().any(is_none) {
        let text = "a 'none' video type must be the only video device defined for the domain";
        return Err(QemuError::ConfigUnsupported(text.to_owned()));
    }
    for video in d.videos.iter().skip(1) {
        let model = video.model.as_ref().map_or(VideoType::None, |m| m.model_type);
        if !matches!(model, VideoType::Qxl | VideoType::Virtio) {
            return Err(QemuError::ConfigUnsupported(format!(
                "video type '{model}' is only valid as the primary video device; use 'qxl' or 'virtio' for further ones"
            )));
        }
    }
    let served = |g: &Graphics| matches!(g, Graphics::Vnc(_) | Graphics::Spice(_));
    let headless = d.graphics.iter().any(|g| matches!(g, Graphics::EglHeadless(_)));
    if headless && d.graphics.len() > 1 && !d.graphics.iter().any(served) {
        let text =
            "graphics type 'egl-headless' is only supported with one of: 'vnc', 'spice' graphics types";
        return Err(QemuError::ConfigUnsupported(text.to_owned()));
    }
    for graphics in &d.graphics {
        match graphics {
            Graphics::Spice(s) if s.tls_port.is_some_and(|p| p > 0) => {
                return Err(QemuError::ConfigUnsupported(
                    "a spice TLS port is set, but there is no TLS for displays".to_owned(),
                ));
            }
            _ => {}
        }
    }
    Ok(())
}

fn buses(doc: &Domain, d: &Devices) -> Result<()> {
    for c in &d.controllers {
        if let Some(model @ (ControllerModel::QemuXhci | ControllerModel::NecXhci)) = c.model
            && c.ports.is_some_and(|p| p > 15)
        {
            return Err(QemuError::ConfigUnsupported(format!(
                "'{model}' controller only supports up to '15' ports"
            )));
        }
    }
    for disk in &d.disks {
        if let Some(Address::Drive(at)) = &disk.info.address
            && disk.target.bus == Some(DiskBus::Scsi)
            && at.target != 0
            && d.controllers.iter().any(|c| {
                c.controller_type == ControllerType::Scsi
                    && c.index == Some(at.controller)
                    && c.model == Some(ControllerModel::Lsilogic)
            })
        {
            return Err(QemuError::ConfigUnsupported(
                "target must be 0 for controller model 'lsilogic'".to_owned(),
            ));
        }
    }
    if let Some(queue) = d
        .interfaces
        .iter()
        .filter_map(|n| n.driver.as_ref())
        .find_map(|n| {
            [n.rx_queue_size, n.tx_queue_size]
                .into_iter()
                .flatten()
                .find(|size| !size.is_power_of_two())
        })
    {
        return Err(QemuError::ConfigUnsupported(format!(
            "queue sizes have to be powers of two, not {queue}"
        )));
    }
    if doc.launch_security.is_some() {
        return Err(QemuError::ConfigUnsupported(
            "SEV launch security is not supported with this QEMU binary".to_owned(),
        ));
    }
    if doc
        .cputune
        .as_ref()
        .is_some_and(|t| !t.cachetune.is_empty() || !t.memorytune.is_empty())
        && doc.domain_type == DomainType::Qemu
    {
        return Err(QemuError::ConfigUnsupported(
            "cachetune is only supported for KVM domains".to_owned(),
        ));
    }
    Ok(())
}
