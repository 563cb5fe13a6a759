//! Disks: addresses that fit the bus, secrets that fit the source.

use std::collections::BTreeSet;

use ferrovirt_xml::XmlError;

use super::{Verdict, device_path, internal, sources, unsupported};
use crate::common::address::Address;
use crate::common::secret::{Auth, SecretUsage};
use crate::common::source::{NetworkProtocol, StorageSource};
use crate::domain::Domain;
use crate::domain::devices::disk::{Disk, DiskBus, DiskDevice};

/// No two have one name.
pub(super) fn names(domain: &Domain) -> Verdict {
    let mut targets = BTreeSet::new();
    let disks = domain.devices.iter().flat_map(|devices| &devices.disks);
    for (i, disk) in disks.enumerate() {
        if !targets.insert(&disk.target.dev) {
            let why = format!("target '{}' duplicated for disk sources", disk.target.dev);
            return Err(XmlError::rule(
                format!("{}/target/@dev", device_path("disk", i)),
                why,
            ));
        }
    }
    Ok(())
}

pub(super) fn check(domain: &Domain) -> Verdict {
    let Some(devices) = &domain.devices else {
        return Ok(());
    };
    for (i, disk) in devices.disks.iter().enumerate() {
        let path = device_path("disk", i);
        source(disk, &path)?;
        name(disk, &path)?;
        bus(disk, &path)?;
        limits(disk, &path)?;
        address(disk, &path)?;
        secrets(disk, &path)?;
    }
    Ok(())
}

/// A name tells the place, unless that is given, and what kind of disk it is.
fn name(disk: &Disk, path: &str) -> Verdict {
    let dev = disk.target.dev.as_str();
    let path = format!("{path}/target/@dev");
    if disk.info.address.is_none() && Disk::number(dev).is_none() {
        let why = format!(
            "unknown disk name '{dev}' and no address specified; names are like 'vda', 'sdb' or 'hdc'"
        );
        return Err(XmlError::rule(path, why));
    }
    let known: &[&str] = match disk.device {
        DiskDevice::Floppy => &["fd"],
        DiskDevice::Disk | DiskDevice::Lun => &["hd", "sd", "vd", "xvd", "ubd"],
        DiskDevice::Cdrom => return Ok(()),
    };
    match known.iter().any(|prefix| dev.starts_with(prefix)) {
        true => Ok(()),
        false => internal(
            path,
            format!(
                "invalid name of a {}: {dev}; it begins with {}",
                disk.device,
                known.join(" or ")
            ),
        ),
    }
}

/// Floppy disks have a bus of their own.
fn bus(disk: &Disk, path: &str) -> Verdict {
    let Some(bus) = disk.target.bus else {
        return Ok(());
    };
    if (disk.device == DiskDevice::Floppy) == (bus == DiskBus::Fdc) {
        return Ok(());
    }
    let why = format!(
        "invalid bus type '{bus}' for a {}; 'fdc' is for floppy disks alone",
        disk.device
    );
    internal(format!("{path}/target/@bus"), why)
}

/// A limit is for all or for reads and writes each.
fn limits(disk: &Disk, path: &str) -> Verdict {
    let Some(tune) = &disk.iotune else { return Ok(()) };
    let set = |limit: Option<u64>| limit.is_some_and(|n| n > 0);
    let both = [
        (
            "bytes_sec",
            tune.total_bytes_sec,
            tune.read_bytes_sec,
            tune.write_bytes_sec,
        ),
        (
            "iops_sec",
            tune.total_iops_sec,
            tune.read_iops_sec,
            tune.write_iops_sec,
        ),
        (
            "bytes_sec_max",
            tune.total_bytes_sec_max,
            tune.read_bytes_sec_max,
            tune.write_bytes_sec_max,
        ),
        (
            "iops_sec_max",
            tune.total_iops_sec_max,
            tune.read_iops_sec_max,
            tune.write_iops_sec_max,
        ),
    ];
    for (what, total, read, write) in both {
        if set(total) && (set(read) || set(write)) {
            let why = format!("total and read/write {what} cannot be set at the same time");
            return Err(XmlError::rule(format!("{path}/iotune"), why));
        }
    }
    Ok(())
}

/// Only drives can be empty, and what they hold is whole.
fn source(disk: &Disk, path: &str) -> Verdict {
    let drive = matches!(disk.device, DiskDevice::Cdrom | DiskDevice::Floppy);
    if !drive && sources::is_empty(&disk.source) {
        return sources::missing(path, &disk.target.dev);
    }
    sources::check(&disk.source, path)?;
    if let Some(given) = &disk.auth {
        sources::auth(given, path)?;
    }
    if disk.vendor.as_ref().is_some_and(|v| v.len() > 8) {
        return unsupported(format!("{path}/vendor"), "disk vendor is more than 8 characters");
    }
    if disk.product.as_ref().is_some_and(|p| p.len() > 16) {
        return unsupported(
            format!("{path}/product"),
            "disk product is more than 16 characters",
        );
    }
    let mut below = disk.backing_store.as_deref();
    while let Some(image) = below {
        let at = format!("{path}/backingStore");
        let Some(source) = &image.source else {
            if image.format.is_some() {
                return Err(XmlError::rule(at, "missing disk backing store source"));
            }
            break;
        };
        if image.format.is_none() {
            return Err(XmlError::rule(at, "missing disk backing store format"));
        }
        sources::check(source, &at)?;
        below = image.backing_store.as_deref();
    }
    Ok(())
}

fn address(disk: &Disk, path: &str) -> Verdict {
    let (Some(bus), Some(address)) = (disk.target.bus, &disk.info.address) else {
        return Ok(());
    };
    let fits = match bus {
        DiskBus::Ide | DiskBus::Scsi | DiskBus::Fdc | DiskBus::Sata => matches!(address, Address::Drive(_)),
        DiskBus::Usb => matches!(address, Address::Usb(_)),
        DiskBus::Virtio => !matches!(address, Address::Drive(_) | Address::Usb(_)),
        _ => true,
    };
    if fits {
        return Ok(());
    }
    let (kind, dev) = (address.word(), &disk.target.dev);
    let why = format!("invalid address type '{kind}' for the disk '{dev}' with the bus type '{bus}'");
    unsupported(format!("{path}/address"), why)
}

fn secrets(disk: &Disk, path: &str) -> Verdict {
    let common = sources::common(&disk.source);
    let inner = common.and_then(|c| c.auth.as_ref());
    if inner.is_some() && disk.auth.is_some() {
        let why = "an <auth> definition already found for disk source".to_owned();
        return unsupported(format!("{path}/auth"), why);
    }
    if let (StorageSource::Network(source), Some(auth)) = (&disk.source, inner.or(disk.auth.as_ref())) {
        secret_type(source.protocol, auth, path)?;
    }
    let inner = common.and_then(|c| c.encryption.as_ref());
    match inner.or(disk.encryption.as_ref()) {
        Some(encryption) if encryption.cipher.is_some() => {
            let why = "supplying <cipher> for domain disk definition is unnecessary".to_owned();
            unsupported(format!("{path}/encryption/cipher"), why)
        }
        _ => Ok(()),
    }
}

fn secret_type(protocol: NetworkProtocol, auth: &Auth, path: &str) -> Verdict {
    let wanted = match protocol {
        NetworkProtocol::Iscsi => SecretUsage::Iscsi,
        NetworkProtocol::Rbd => SecretUsage::Ceph,
        _ => return Ok(()),
    };
    match auth.secret.as_ref().and_then(|s| s.secret_type) {
        Some(found) if found != wanted => {
            let why = format!("invalid secret type '{found}', expected '{wanted}'");
            unsupported(format!("{path}/auth/secret/@type"), why)
        }
        _ => Ok(()),
    }
}
