//! What `rbd` and `rados` answer, in JSON.

use ferrovirt_storage::{StorageError, Usage};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;

/// Sizes of an image, in bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Sizes {
    /// What a guest sees.
    pub(crate) capacity: u64,
    /// What it takes, with its snapshots; its capacity where that was not asked for.
    pub(crate) allocation: u64,
}

/// What `rbd du` says.
#[derive(Deserialize)]
struct Du {
    images: Vec<DuRow>,
}

#[derive(Deserialize)]
struct DuRow {
    name: String,
    /// The snapshot that the row is about; none for the image itself.
    snapshot: Option<String>,
    provisioned_size: u64,
    used_size: u64,
}

/// A row of `rbd ls --long`.
#[derive(Deserialize)]
struct LsRow {
    image: String,
    snapshot: Option<String>,
    size: u64,
}

/// What `rbd info` says of an image.
#[derive(Debug, Deserialize)]
pub(crate) struct Info {
    /// Bytes that a guest sees.
    pub(crate) size: u64,
    /// What it can; `layering` for clones.
    #[serde(default)]
    pub(crate) features: Vec<String>,
}

/// A row of `rbd snap ls`.
#[derive(Debug, Deserialize)]
pub(crate) struct Snapshot {
    /// Its name.
    pub(crate) name: String,
    /// Bytes of the image as it was.
    pub(crate) size: u64,
    /// `true` as a text where it may not be removed.
    #[serde(default)]
    protected: String,
}

impl Snapshot {
    pub(crate) fn is_protected(&self) -> bool {
        self.protected == "true"
    }
}

/// A row of `rbd children`.
#[derive(Deserialize)]
struct Child {
    pool: String,
    image: String,
}

/// What `rados df` says, in KiB where it does not say otherwise.
#[derive(Deserialize)]
struct Df {
    pools: Vec<DfPool>,
    total_avail: u64,
    total_space: u64,
}

#[derive(Deserialize)]
struct DfPool {
    name: String,
    size_bytes: u64,
}

fn read<T: DeserializeOwned>(program: &'static str, answer: &[u8]) -> Result<T, StorageError> {
    serde_json::from_slice(answer).map_err(|e| StorageError::ToolAnswer {
        program,
        what: e.to_string(),
    })
}

/// Sizes of the images that `rbd du` tells of.
pub(crate) fn used(answer: &[u8]) -> Result<BTreeMap<String, Sizes>, StorageError> {
    let du: Du = read("rbd", answer)?;
    let mut images: BTreeMap<String, Sizes> = BTreeMap::new();
    for row in du.images {
        let image = images.entry(row.name).or_default();
        image.allocation = image.allocation.saturating_add(row.used_size);
        if row.snapshot.is_none() {
            image.capacity = row.provisioned_size;
        }
    }
    Ok(images)
}

/// Sizes of the images that `rbd ls --long` tells of.
pub(crate) fn listed(answer: &[u8]) -> Result<BTreeMap<String, Sizes>, StorageError> {
    let rows: Vec<LsRow> = read("rbd", answer)?;
    let images = rows.into_iter().filter(|row| row.snapshot.is_none());
    let sizes = |size| Sizes {
        capacity: size,
        allocation: size,
    };
    Ok(images.map(|row| (row.image, sizes(row.size))).collect())
}

pub(crate) fn info(answer: &[u8]) -> Result<Info, StorageError> {
    read("rbd", answer)
}

/// The snapshots of an image, oldest first.
pub(crate) fn snapshots(answer: &[u8]) -> Result<Vec<Snapshot>, StorageError> {
    read("rbd", answer)
}

/// The images that share data with another, as `pool/image`.
pub(crate) fn children(answer: &[u8]) -> Result<Vec<String>, StorageError> {
    let rows: Vec<Child> = read("rbd", answer)?;
    let name = |row: Child| format!("{}/{}", row.pool, row.image);
    Ok(rows.into_iter().map(name).collect())
}

/// Whether `rbd diff` found nothing.
pub(crate) fn is_same(answer: &[u8]) -> Result<bool, StorageError> {
    let extents: Vec<serde::de::IgnoredAny> = read("rbd", answer)?;
    Ok(extents.is_empty())
}

/// Space of the cluster, and what the pool has of it, as libvirt tells it.
pub(crate) fn usage(answer: &[u8], pool: &str) -> Result<Usage, StorageError> {
    let df: Df = read("rados", answer)?;
    let ours = df.pools.iter().find(|found| found.name == pool);
    Ok(Usage {
        capacity: df.total_space.saturating_mul(1024),
        allocation: ours.map_or(0, |pool| pool.size_bytes),
        available: df.total_avail.saturating_mul(1024),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn images_are_read() {
        let ls = br#"[{"image":"a","id":"1","size":1048576,"format":2},
            {"image":"a","snapshot":"s","id":"1","size":1048576,"format":2}]"#;
        let found = listed(ls).unwrap();
        assert_eq!((found.len(), found["a"].capacity), (1, 1 << 20));
        let du = br#"{"images":[
            {"name":"z","id":"1","snapshot":"s","snapshot_id":13,"provisioned_size":4194304,"used_size":4096},
            {"name":"z","id":"1","provisioned_size":8388608,"used_size":8192}],"total_used_size":12288}"#;
        let z = used(du).unwrap()["z"];
        assert_eq!((z.capacity, z.allocation), (8 << 20, 12 << 10));
        assert!(listed(b"no").is_err() && used(b"[]").is_err());
        let seen = info(br#"{"name":"z","size":5,"features":["layering"]}"#).unwrap();
        assert_eq!((seen.size, seen.features.len()), (5, 1));
    }

    #[test]
    fn snapshots_and_clones_are_read() {
        let ls = br#"[{"id":13,"name":"s","size":8,"protected":"true","timestamp":"Sun"},
            {"id":14,"name":"t","size":9,"protected":"false","timestamp":"Sun"}]"#;
        let found = snapshots(ls).unwrap();
        assert!(found[0].is_protected() && !found[1].is_protected());
        let clones = children(br#"[{"pool":"rbd","pool_namespace":"","image":"k"}]"#).unwrap();
        assert_eq!(clones, ["rbd/k"]);
        assert!(is_same(b"[]").unwrap());
        assert!(!is_same(br#"[{"offset":0,"length":4,"exists":"true"}]"#).unwrap());
    }

    #[test]
    fn space_is_the_clusters() {
        let df = br#"{"pools":[{"name":"p","id":1,"size_bytes":100,"size_kb":1}],"total_used":1,"total_avail":3,"total_space":4}"#;
        let found = usage(df, "p").unwrap();
        assert_eq!(
            (found.capacity, found.allocation, found.available),
            (4096, 100, 3072)
        );
        assert_eq!(usage(df, "q").unwrap().allocation, 0);
    }
}
