//! What a checkpoint does with each disk: pure rules.

use crate::error::{QemuError, Result};
use ferrovirt_schema::checkpoint::{Checkpoint, CheckpointDisk, CheckpointKind};
use ferrovirt_schema::common::source::StorageSource;
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::devices::disk::Disk;

fn can_count(disk: &Disk) -> bool {
    let empty = matches!(&disk.source, StorageSource::File(f) if f.file.is_none());
    !empty && !disk.readonly
}

/// Completes the list of disks. With `all`, disks that nobody mentioned are added: counted where none was
/// mentioned at all.
pub fn align(checkpoint: &mut Checkpoint, doc: &Domain, all: bool) -> Result<()> {
    let name = checkpoint.name.clone().unwrap_or_default();
    let disks: Vec<&Disk> = doc.devices.iter().flat_map(|d| &d.disks).collect();
    let none_named = checkpoint.disks.is_empty();
    for (n, asked) in checkpoint.disks.iter().enumerate() {
        if !disks.iter().any(|d| d.target.dev == asked.name) {
            return Err(QemuError::ConfigUnsupported(format!(
                "no disk named '{}'",
                asked.name
            )));
        }
        if checkpoint.disks[..n].iter().any(|d| d.name == asked.name) {
            return Err(QemuError::ConfigUnsupported(format!(
                "disk '{}' specified twice",
                asked.name
            )));
        }
    }
    if all {
        for disk in &disks {
            if checkpoint.disks.iter().any(|d| d.name == disk.target.dev) {
                continue;
            }
            let counted = none_named && can_count(disk);
            checkpoint.disks.push(CheckpointDisk {
                name: disk.target.dev.clone(),
                checkpoint: Some(if counted {
                    CheckpointKind::Bitmap
                } else {
                    CheckpointKind::No
                }),
                ..CheckpointDisk::default()
            });
        }
        let place = |d: &CheckpointDisk| disks.iter().position(|x| x.target.dev == d.name);
        checkpoint.disks.sort_by_key(place);
    }
    for disk in &mut checkpoint.disks {
        let kind = *disk.checkpoint.get_or_insert(CheckpointKind::Bitmap);
        if kind == CheckpointKind::Bitmap {
            if *disk.bitmap.get_or_insert_with(|| name.clone()) != name {
                return Err(QemuError::ConfigUnsupported(format!(
                    "bitmap for disk '{}' must match checkpoint name '{name}'",
                    disk.name
                )));
            }
        } else if disk.bitmap.is_some() {
            return Err(QemuError::BadXml(format!(
                "disk checkpoint bitmap '{}' requires type='bitmap'",
                disk.bitmap.as_deref().unwrap_or_default()
            )));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn doc() -> Domain {
        let mut doc = Domain::default();
        let devices = doc.devices.get_or_insert_with(Default::default);
        for dev in ["vda", "vdb"] {
            let mut disk = Disk {
                source: crate::chain::source_at(std::path::Path::new("/nonexistent/x")),
                ..Disk::default()
            };
            disk.target.dev = dev.to_owned();
            devices.disks.push(disk);
        }
        doc
    }

    #[test]
    fn bitmaps_are_named_for_the_checkpoint() {
        let parse = |xml: &str| Checkpoint::parse(xml).unwrap();
        let mut c = parse("<domaincheckpoint><name>c</name></domaincheckpoint>");
        align(&mut c, &doc(), true).unwrap();
        assert_eq!(c.disks.len(), 2);
        assert_eq!(c.disks[1].bitmap.as_deref(), Some("c"));
        let one = "<domaincheckpoint><name>c</name><disks><disk name='vda'/></disks></domaincheckpoint>";
        let mut c = parse(one);
        align(&mut c, &doc(), true).unwrap();
        assert_eq!(c.disks[1].checkpoint, Some(CheckpointKind::No));
        let mut c = parse(&one.replace("vda", "vdz"));
        assert!(align(&mut c, &doc(), true).is_err());
    }
}
