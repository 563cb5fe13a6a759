//! A logical volume, put together from the rows of its segments.

use crate::report::Lv;
use crate::volumes::UNFINISHED;
use ferrovirt_storage::{DeviceExtent, StorageError};

/// A logical volume.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Logical {
    pub(crate) name: String,
    pub(crate) id: String,
    /// Space that it takes, in bytes.
    pub(crate) allocation: u64,
    pub(crate) kind: Kind,
    /// The volume that it is a snapshot of.
    pub(crate) origin: Option<String>,
    pub(crate) extents: Vec<DeviceExtent>,
    /// Whether it has a device.
    pub(crate) active: bool,
    /// Whether it is being made.
    pub(crate) unfinished: bool,
}

/// What a logical volume is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// One with data of its own.
    Plain,
    /// One whose space is taken from a thin pool as it is written.
    Thin,
    /// The pool of thin ones.
    ThinPool,
}

/// How deep volumes are made of volumes: a cache over a RAID with integrity has four layers.
const DEEPEST: u8 = 8;

/// Joins the rows of a report to volumes. `all` has those, too, that others are made of, where there are such.
pub(crate) fn join(rows: &[Lv], all: &[Lv]) -> Result<Vec<Logical>, StorageError> {
    let mut volumes: Vec<Logical> = Vec::new();
    for row in rows {
        let extents = match is_thin_pool(row) {
            true => Vec::new(),
            false => extents(row, all, 0)?,
        };
        match volumes.iter_mut().find(|volume| volume.id == row.lv_uuid) {
            Some(volume) => volume.extents.extend(extents),
            None => volumes.push(logical(row, extents)?),
        }
    }
    Ok(volumes)
}

/// Whether only a report of all volumes of the group tells where this one is.
pub(crate) fn is_made_of_others(row: &Lv) -> bool {
    let mut parts = row.devices.split(',');
    !is_thin_pool(row) && parts.any(|part| !part.is_empty() && !part.starts_with('/'))
}

fn is_thin_pool(row: &Lv) -> bool {
    row.lv_attr.starts_with('t')
}

fn logical(row: &Lv, extents: Vec<DeviceExtent>) -> Result<Logical, StorageError> {
    let size = number(&row.lv_size)?;
    let mut attributes = row.lv_attr.chars();
    let kind = match attributes.next() {
        Some('V') => Kind::Thin,
        Some('t') => Kind::ThinPool,
        _ => Kind::Plain,
    };
    let used = row.data_percent.parse::<f64>().unwrap_or(100.0).clamp(0.0, 100.0);
    let allocation = match kind {
        Kind::Thin => (size as f64 * used / 100.0) as u64,
        _ => size,
    };
    Ok(Logical {
        unfinished: row.lv_tags.split(',').any(|tag| tag == UNFINISHED),
        active: attributes.nth(3) == Some('a'),
        name: row.lv_name.clone(),
        id: row.lv_uuid.clone(),
        allocation,
        kind,
        origin: Some(row.origin.clone()).filter(|origin| !origin.is_empty()),
        extents,
    })
}

/// Where a segment is on the group's devices. One that is made of other volumes is where these are; those of thin
/// volumes are taken from their pool as they are written, and are nowhere in particular.
fn extents(row: &Lv, all: &[Lv], depth: u8) -> Result<Vec<DeviceExtent>, StorageError> {
    let (size, unit) = (number(&row.seg_size)?, number(&row.vg_extent_size)?);
    let parts: Vec<&str> = row.devices.split(',').filter(|part| !part.is_empty()).collect();
    let each = size / parts.len().max(1) as u64;
    let mut found = Vec::new();
    for part in parts {
        let (on, first) = part
            .strip_suffix(')')
            .and_then(|part| part.rsplit_once('('))
            .ok_or_else(|| strange(part))?;
        if on.starts_with('/') {
            let start = number(first)?.saturating_mul(unit);
            found.push(DeviceExtent {
                device: on.to_owned(),
                start,
                end: start.saturating_add(each),
            });
        } else if depth < DEEPEST {
            // A device that is missing is named like a volume that is not there.
            for below in all.iter().filter(|lv| plain(&lv.lv_name) == plain(on)) {
                found.extend(extents(below, all, depth + 1)?);
            }
        }
    }
    Ok(found)
}

/// A name without the brackets that LVM puts around those of volumes that others are made of.
fn plain(name: &str) -> &str {
    name.strip_prefix('[')
        .and_then(|name| name.strip_suffix(']'))
        .unwrap_or(name)
}

pub(crate) fn number(text: &str) -> Result<u64, StorageError> {
    text.trim().parse().map_err(|_| strange(text))
}

fn strange(text: &str) -> StorageError {
    StorageError::ToolAnswer {
        program: "lvs",
        what: format!("'{text}' is not what was expected"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Lvs, Report};

    const ANSWER: &str = include_str!("../tests/lvs.json");

    #[test]
    fn rows_become_volumes() {
        let rows = serde_json::from_str::<Report<Lvs>>(ANSWER)
            .unwrap()
            .into_rows()
            .unwrap();
        let volumes = join(&rows.lv, &[]).unwrap();
        let names: Vec<_> = volumes.iter().map(|v| (v.name.as_str(), v.kind)).collect();
        assert_eq!(
            names,
            [
                ("data", Kind::Plain),
                ("snap", Kind::Plain),
                ("pool", Kind::ThinPool),
                ("thin", Kind::Thin),
            ]
        );
        assert_eq!(volumes[0].extents.len(), 2);
        assert_eq!(
            volumes[0].extents[1],
            DeviceExtent {
                device: "/dev/sdc".into(),
                start: 0,
                end: 8 << 20,
            }
        );
        assert_eq!(volumes[1].origin.as_deref(), Some("data"));
        assert_eq!(volumes[3].allocation, 16 << 20);
        assert!(volumes[3].active && !volumes[2].active);
        assert!(!rows.lv.iter().any(is_made_of_others));
    }

    #[test]
    fn volumes_made_of_others_are_where_these_are() {
        // What LVM itself says of a group that is not active, and of some that it was told of.
        let report: Report<Lvs> = serde_json::from_str(include_str!("../tests/lvs-raid.json")).unwrap();
        let all = report.into_rows().unwrap().lv;
        let names = ["mirr", "raid", "str", "cached", "broken", "endless"];
        let is_shown = |row: &&Lv| names.contains(&row.lv_name.as_str());
        let shown: Vec<Lv> = all.iter().filter(is_shown).cloned().collect();
        let place = |e: &DeviceExtent| format!("{} {}-{}", e.device, e.start >> 22, e.end >> 22);
        let found = join(&shown, &all).unwrap();
        let found: Vec<Vec<String>> = found
            .iter()
            .map(|lv| lv.extents.iter().map(place).collect())
            .collect();
        let expected = [
            vec!["/dev/loop0 20-24", "/dev/loop2 24-28"],
            vec!["/dev/loop0 11-15", "/dev/loop1 11-14", "/dev/loop2 20-21"],
            vec!["/dev/loop0 0-2", "/dev/loop1 0-2", "/dev/loop2 0-2"],
            vec!["/dev/sda 10-12"],
            vec!["/dev/sda 15-16"],
            vec![],
        ];
        assert_eq!(found, expected);
        let made: Vec<bool> = shown.iter().map(is_made_of_others).collect();
        assert_eq!(made, [true, true, false, true, true, true]);
    }
}
