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

/// Joins the rows of a report to volumes.
pub(crate) fn join(rows: Vec<Lv>) -> Result<Vec<Logical>, StorageError> {
    let mut volumes: Vec<Logical> = Vec::new();
    for row in rows {
        let extents = extents(&row)?;
        match volumes.iter_mut().find(|volume| volume.id == row.lv_uuid) {
            Some(volume) => volume.extents.extend(extents),
            None => volumes.push(logical(row, extents)?),
        }
    }
    Ok(volumes)
}

fn logical(row: Lv, extents: Vec<DeviceExtent>) -> Result<Logical, StorageError> {
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
        name: row.lv_name,
        id: row.lv_uuid,
        allocation,
        kind,
        origin: Some(row.origin).filter(|origin| !origin.is_empty()),
        extents,
    })
}

/// Where a segment is. Those of mirrors and thin volumes are on other volumes, not on devices.
fn extents(row: &Lv) -> Result<Vec<DeviceExtent>, StorageError> {
    if !matches!(row.segtype.as_str(), "linear" | "striped") {
        return Ok(Vec::new());
    }
    let (size, unit) = (number(&row.seg_size)?, number(&row.vg_extent_size)?);
    let devices: Vec<&str> = row.devices.split(',').filter(|part| !part.is_empty()).collect();
    let each = size / devices.len().max(1) as u64;
    devices
        .into_iter()
        .map(|part| {
            let (device, first) = part
                .strip_suffix(')')
                .and_then(|part| part.rsplit_once('('))
                .ok_or_else(|| strange(part))?;
            let start = number(first)?.saturating_mul(unit);
            Ok(DeviceExtent {
                device: device.to_owned(),
                start,
                end: start.saturating_add(each),
            })
        })
        .collect()
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
        let volumes = join(rows.lv).unwrap();
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
    }
}
