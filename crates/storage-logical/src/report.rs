//! What LVM reports, as it writes it: every value is text.

use serde::Deserialize;

/// A report with rows of one kind.
#[derive(Debug, Deserialize)]
pub(crate) struct Report<T> {
    report: Vec<T>,
}

impl<T> Report<T> {
    /// The only part of the report.
    pub(crate) fn into_rows(self) -> Option<T> {
        self.report.into_iter().next()
    }
}

/// Physical volumes.
#[derive(Debug, Deserialize)]
pub(crate) struct Pvs {
    pub(crate) pv: Vec<Pv>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Pv {
    pub(crate) pv_name: String,
    pub(crate) vg_name: String,
}

/// Volume groups.
#[derive(Debug, Deserialize)]
pub(crate) struct Vgs {
    pub(crate) vg: Vec<Vg>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Vg {
    pub(crate) vg_size: String,
    pub(crate) vg_free: String,
}

/// Logical volumes, a row for each of their segments.
#[derive(Debug, Deserialize)]
pub(crate) struct Lvs {
    pub(crate) lv: Vec<Lv>,
}

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Lv {
    pub(crate) lv_name: String,
    pub(crate) lv_uuid: String,
    pub(crate) lv_size: String,
    pub(crate) lv_attr: String,
    #[serde(default)]
    pub(crate) lv_tags: String,
    pub(crate) origin: String,
    pub(crate) data_percent: String,
    pub(crate) seg_size: String,
    pub(crate) vg_extent_size: String,
    /// `/dev/sda(0),/dev/sdb(12)`: each device with the number of its first extent. Mirrors, RAIDs and caches name the
    /// volumes that they are made of, as `data_rimage_0(0)`.
    pub(crate) devices: String,
}

/// The fields of [`Lv`].
pub(crate) const LV_FIELDS: &str =
    "lv_name,lv_uuid,lv_size,lv_attr,lv_tags,origin,data_percent,seg_size,vg_extent_size,devices";
