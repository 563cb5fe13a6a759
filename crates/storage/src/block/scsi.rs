//! Disks behind a SCSI host, as sysfs shows them.

use super::{Found, Shown, find_alias, volume};
use crate::{Definition, Listing, StorageError, Usage, VolumeName, Volumes};
use std::fs;
use std::path::{Path, PathBuf};

/// Where sysfs has the devices of all SCSI hosts.
const DEVICES: &str = "/sys/bus/scsi/devices";

/// A unit of a SCSI host: its four numbers, and the block device that it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unit {
    host: u32,
    bus: u32,
    target: u32,
    lun: u64,
    device: String,
    /// What the unit says that it is, worldwide.
    id: Option<String>,
}

/// The disks behind a host.
pub fn units(host: u32) -> Result<Vec<Unit>, StorageError> {
    units_in(Path::new(DEVICES), host)
}

fn units_in(devices: &Path, host: u32) -> Result<Vec<Unit>, StorageError> {
    let entries = match fs::read_dir(devices) {
        Ok(entries) => entries,
        // A kernel without SCSI has no disks behind it.
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(e) => return Err(StorageError::io("list", devices, e)),
    };
    let mut units: Vec<Unit> = entries
        .flatten()
        .filter_map(|entry| unit(&entry.path()))
        .filter(|unit| unit.host == host)
        .collect();
    units.sort();
    Ok(units)
}

fn unit(path: &Path) -> Option<Unit> {
    let name = path.file_name()?.to_str()?;
    let mut numbers = name.split(':');
    let (host, bus, target) = (numbers.next()?, numbers.next()?, numbers.next()?);
    let lun = numbers.next()?;
    let text = |file: &str| fs::read_to_string(path.join(file)).ok();
    // 0 is a disk, 5 a drive for discs, in the words of the SCSI standard.
    let kind = text("type")?;
    if !matches!(kind.trim(), "0" | "5") {
        return None;
    }
    let mut blocks = fs::read_dir(path.join("block")).ok()?.flatten();
    let device = blocks.next()?.file_name().into_string().ok()?;
    Some(Unit {
        host: host.parse().ok()?,
        bus: bus.parse().ok()?,
        target: target.parse().ok()?,
        lun: lun.parse().ok()?,
        device,
        id: text("wwid")
            .map(|id| id.trim().to_owned())
            .filter(|id| !id.is_empty()),
    })
}

/// Asks a host to look which units it has.
pub fn rescan(host: u32) -> Result<(), StorageError> {
    let path = PathBuf::from(format!("/sys/class/scsi_host/host{host}/scan"));
    // Three wildcards: bus, target and unit.
    fs::write(&path, "- - -").map_err(|e| StorageError::io("scan", path, e))
}

/// The units of hosts as the volumes of a pool. A unit that cannot be opened, such as a drive without a
/// disc, is left out.
pub fn listing(pool: &Definition, units: &[Unit], known: &Volumes) -> Result<Listing, StorageError> {
    let mut volumes = Volumes::new();
    let mut capacity = 0u64;
    for unit in units {
        // The number of the host is another at each boot and is left out.
        let name = VolumeName::new(&format!("unit:{}:{}:{}", unit.bus, unit.target, unit.lun))?;
        let device = Path::new("/dev").join(&unit.device);
        let path = find_alias(&device, pool.target());
        let found = Found {
            name: name.clone(),
            path: path.to_string_lossy().into_owned(),
            key: unit.id.clone(),
            shown: Shown::Table,
            allocation: None,
            extents: Vec::new(),
        };
        match volume(found, known.get(&name)) {
            Ok(volume) => {
                capacity = capacity.saturating_add(volume.capacity);
                volumes.insert(name, volume);
            }
            Err(error) => tracing::warn!(pool = pool.name(), %error, "a unit is left out"),
        }
    }
    Ok(Listing {
        volumes,
        usage: Usage {
            capacity,
            allocation: capacity,
            available: 0,
        },
        ..Listing::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn disks_are_told_from_other_units() {
        let dir = tempfile::tempdir().unwrap();
        for (name, kind, device) in [
            ("2:0:0:1", "0", Some("sdb")),
            ("2:0:0:0", "0", Some("sda")),
            ("2:0:1:0", "12", None),
            ("3:0:0:0", "0", Some("sdc")),
            ("2:0:2:0", "0", None),
        ] {
            let unit = dir.path().join(name);
            fs::create_dir_all(&unit).unwrap();
            fs::write(unit.join("type"), format!("{kind}\n")).unwrap();
            if let Some(device) = device {
                fs::create_dir_all(unit.join("block").join(device)).unwrap();
            }
        }
        fs::create_dir(dir.path().join("host2")).unwrap();
        let found = units_in(dir.path(), 2).unwrap();
        let devices: Vec<_> = found.iter().map(|unit| unit.device.as_str()).collect();
        assert_eq!(devices, ["sda", "sdb"]);
        assert!(units_in(&dir.path().join("none"), 2).unwrap().is_empty());
    }
}
