//! What a snapshot does with each disk: pure rules.

use crate::error::{QemuError, Result};
use ferrovirt_schema::common::source::{FileSource, StorageSource};
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::devices::disk::{Disk, SnapshotLocation};
use ferrovirt_schema::snapshot::{OptionalSource, Snapshot, SnapshotDisk};
use std::path::Path;

fn unsupported(text: String) -> QemuError {
    QemuError::ConfigUnsupported(text)
}

fn is_empty(disk: &Disk) -> bool {
    matches!(&disk.source, StorageSource::File(f) if f.file.is_none())
}

/// Completes the list of disks: every disk of `doc` is in it, in its order, with the place where its content
/// is kept. `default` is for disks that say nothing; `only` refuses any other place.
pub fn align(
    snapshot: &mut Snapshot,
    doc: &Domain,
    default: SnapshotLocation,
    only: Option<SnapshotLocation>,
) -> Result<()> {
    let empty = Vec::new();
    let disks = doc.devices.as_ref().map_or(&empty, |d| &d.disks);
    if snapshot.disks.len() > disks.len() {
        return Err(unsupported(
            "too many disk snapshot requests for domain".to_owned(),
        ));
    }
    let mut listed: Vec<Option<SnapshotDisk>> = vec![None; disks.len()];
    for mut asked in std::mem::take(&mut snapshot.disks) {
        let at = disks
            .iter()
            .position(|d| d.target.dev == asked.name || d.source.path() == Some(asked.name.as_str()));
        let at = at.ok_or_else(|| unsupported(format!("no disk named '{}'", asked.name)))?;
        let disk = &disks[at];
        if listed[at].is_some() {
            return Err(unsupported(format!("disk '{}' specified twice", disk.target.dev)));
        }
        asked.name.clone_from(&disk.target.dev);
        let own = disk.snapshot.filter(|own| only.is_none_or(|only| *own == only));
        let place = match asked.snapshot {
            Some(place) => {
                if let Some(only) = only
                    && place != only
                    && place != SnapshotLocation::No
                {
                    return Err(unsupported(format!(
                        "disk '{}' must use snapshot mode '{}'",
                        asked.name,
                        only.as_str()
                    )));
                }
                place
            }
            None if asked.source.0.is_some() => SnapshotLocation::External,
            None => own.unwrap_or(default),
        };
        if let Some(path) = asked.source.0.as_ref().and_then(StorageSource::path)
            && place != SnapshotLocation::External
        {
            return Err(unsupported(format!(
                "file '{path}' for disk '{}' requires use of external snapshot mode",
                asked.name
            )));
        }
        asked.snapshot = Some(place);
        listed[at] = Some(asked);
    }
    snapshot.disks = disks
        .iter()
        .zip(listed)
        .map(|(disk, asked)| asked.unwrap_or_else(|| unlisted(disk, default)))
        .collect();
    Ok(())
}

/// A disk that nobody mentioned.
fn unlisted(disk: &Disk, default: SnapshotLocation) -> SnapshotDisk {
    let place = match disk.snapshot {
        Some(place) => place,
        None if is_empty(disk) || disk.readonly => SnapshotLocation::No,
        None => default,
    };
    SnapshotDisk {
        name: disk.target.dev.clone(),
        snapshot: Some(place),
        ..SnapshotDisk::default()
    }
}

/// Names the files of external disks that have none: that of the disk, with the snapshot's name in place
/// of its extension.
pub fn generated_names(snapshot: &mut Snapshot, doc: &Domain) -> Result<()> {
    let name = snapshot.name.clone().unwrap_or_default();
    for asked in &mut snapshot.disks {
        if asked.snapshot != Some(SnapshotLocation::External) {
            continue;
        }
        if asked.source.0.as_ref().is_some_and(|s| s.path().is_some()) {
            continue;
        }
        let mut disks = doc.devices.iter().flat_map(|d| &d.disks);
        let disk = disks.find(|d| d.target.dev == asked.name);
        let path = disk.and_then(|d| match &d.source {
            StorageSource::File(f) => f.file.as_deref(),
            _ => None,
        });
        let path = path.filter(|p| Path::new(p).is_file()).ok_or_else(|| {
            unsupported(format!(
                "source for disk '{}' is not a regular file; refusing to generate external snapshot name",
                asked.name
            ))
        })?;
        asked.source = OptionalSource(Some(StorageSource::File(FileSource {
            file: Some(named(path, &name)),
            ..FileSource::default()
        })));
    }
    Ok(())
}

fn named(path: &str, snapshot: &str) -> String {
    let (dir, file) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = match file.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem,
        _ => file,
    };
    format!("{dir}/{stem}.{snapshot}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chain::source_at;
    use SnapshotLocation as L;

    fn doc() -> Domain {
        let disk = |dev: &str, path: Option<&str>, readonly| {
            let mut disk = Disk {
                readonly,
                ..Disk::default()
            };
            disk.target.dev = dev.to_owned();
            if let Some(path) = path {
                disk.source = source_at(Path::new(path));
            }
            disk
        };
        let mut doc = Domain::default();
        doc.devices.get_or_insert_with(Default::default).disks = vec![
            disk("vda", Some("/nonexistent/a.qcow2"), false),
            disk("vdb", Some("/nonexistent/b"), false),
            disk("hdc", None, true),
        ];
        doc
    }

    fn snapshot(xml: &str) -> Snapshot {
        Snapshot::parse(&format!("<domainsnapshot><name>s</name>{xml}</domainsnapshot>")).unwrap()
    }

    fn places(s: &Snapshot) -> Vec<(&str, L)> {
        s.disks
            .iter()
            .map(|d| (d.name.as_str(), d.snapshot.unwrap_or_default()))
            .collect()
    }

    #[test]
    fn every_disk_is_listed_in_its_order() {
        let mut s = snapshot("<disks><disk name='vdb' snapshot='no'/></disks>");
        align(&mut s, &doc(), L::Internal, Some(L::Internal)).unwrap();
        assert_eq!(places(&s), [("vda", L::Internal), ("vdb", L::No), ("hdc", L::No)]);
        let mut s = snapshot("<disks><disk name='/nonexistent/a.qcow2'><source file='/x'/></disk></disks>");
        align(&mut s, &doc(), L::External, None).unwrap();
        assert_eq!(places(&s)[0], ("vda", L::External));
    }

    #[test]
    fn what_cannot_be_is_refused() {
        for (xml, text) in [
            ("<disks><disk name='vdz'/></disks>", "no disk named 'vdz'"),
            (
                "<disks><disk name='vda'/><disk name='vda'/></disks>",
                "specified twice",
            ),
            (
                "<disks><disk name='vda' snapshot='external'/></disks>",
                "must use snapshot mode 'internal'",
            ),
        ] {
            let mut s = snapshot(xml);
            let error = align(&mut s, &doc(), L::Internal, Some(L::Internal)).unwrap_err();
            assert!(error.to_string().contains(text), "{error}");
        }
    }

    #[test]
    fn names_of_new_files() {
        assert_eq!(named("/d/a.qcow2", "s1"), "/d/a.s1");
        assert_eq!(named("/d.x/a", "s1"), "/d.x/a.s1");
        assert_eq!(named("/d/.hidden", "s1"), "/d/.hidden.s1");
        let mut s = snapshot("<disks><disk name='vda' snapshot='external'/></disks>");
        assert!(generated_names(&mut s, &doc()).is_err());
    }
}
