//! Which devices of the device mapper are multipath devices. The mapper's users begin the UUID of a
//! device with their own name.

use std::fs;
use std::path::Path;

/// A multipath device.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Map {
    /// Its name in `/dev/mapper`.
    pub(crate) name: String,
    /// What identifies the disk behind it.
    pub(crate) id: String,
}

/// All of this host. `block` is sysfs's directory of block devices.
pub(crate) fn maps(block: &Path) -> Vec<Map> {
    let entries = fs::read_dir(block).into_iter().flatten().flatten();
    let mut maps: Vec<Map> = entries
        .filter_map(|entry| map(&entry.path().join("dm")))
        .collect();
    maps.sort();
    maps
}

fn map(dm: &Path) -> Option<Map> {
    let text = |file: &str| fs::read_to_string(dm.join(file)).ok();
    let id = text("uuid")?.trim().strip_prefix("mpath-")?.to_owned();
    Some(Map {
        name: text("name")?.trim().to_owned(),
        id,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn multipath_devices_are_told_from_others() {
        let dir = tempfile::tempdir().unwrap();
        for (device, uuid, name) in [
            ("dm-0", "LVM-abc", "vg-lv"),
            ("dm-1", "mpath-3600a", "mpatha"),
            ("dm-2", "part1-mpath-3600a", "mpatha-part1"),
        ] {
            let dm = dir.path().join(device).join("dm");
            fs::create_dir_all(&dm).unwrap();
            fs::write(dm.join("uuid"), format!("{uuid}\n")).unwrap();
            fs::write(dm.join("name"), format!("{name}\n")).unwrap();
        }
        fs::create_dir(dir.path().join("sda")).unwrap();
        let found = maps(dir.path());
        assert_eq!(found.len(), 1);
        assert_eq!(
            (found[0].name.as_str(), found[0].id.as_str()),
            ("mpatha", "3600a")
        );
    }
}
