//! What `rbd` and `ceph` answer, in JSON.

use ferrovirt_storage::{StorageError, Usage};
use serde::Deserialize;

/// A row of `rbd ls --long`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct Image {
    /// Its name.
    pub(crate) image: String,
    /// The snapshot that the row is about; none for the image itself.
    #[serde(default)]
    pub(crate) snapshot: Option<String>,
    /// Bytes that a guest sees.
    pub(crate) size: u64,
}

/// What `rbd du` says of an image.
#[derive(Debug, Deserialize)]
struct Usages {
    images: Vec<Used>,
}

#[derive(Debug, Deserialize)]
struct Used {
    used_size: u64,
}

/// What `ceph df` says.
#[derive(Debug, Deserialize)]
struct Df {
    stats: DfAll,
    #[serde(default)]
    pools: Vec<DfPool>,
}

#[derive(Debug, Deserialize)]
struct DfAll {
    total_bytes: u64,
    total_avail_bytes: u64,
}

#[derive(Debug, Deserialize)]
struct DfPool {
    name: String,
    stats: DfPoolStats,
}

#[derive(Debug, Deserialize)]
struct DfPoolStats {
    #[serde(default)]
    stored: u64,
    #[serde(default)]
    max_avail: u64,
}

fn strange(program: &'static str) -> impl Fn(serde_json::Error) -> StorageError {
    move |e| StorageError::ToolAnswer {
        program,
        what: e.to_string(),
    }
}

/// The images of a pool, without their snapshots.
pub(crate) fn images(answer: &[u8]) -> Result<Vec<Image>, StorageError> {
    let rows: Vec<Image> = serde_json::from_slice(answer).map_err(strange("rbd"))?;
    Ok(rows.into_iter().filter(|row| row.snapshot.is_none()).collect())
}

/// Bytes that an image takes with its snapshots.
pub(crate) fn used(answer: &[u8]) -> Result<u64, StorageError> {
    let usages: Usages = serde_json::from_slice(answer).map_err(strange("rbd"))?;
    Ok(usages.images.iter().map(|image| image.used_size).sum())
}

/// Space of a pool: what it holds, and what it can still take.
pub(crate) fn usage(answer: &[u8], pool: &str) -> Result<Usage, StorageError> {
    let df: Df = serde_json::from_slice(answer).map_err(strange("ceph"))?;
    Ok(match df.pools.iter().find(|found| found.name == pool) {
        Some(found) => Usage {
            capacity: found.stats.stored.saturating_add(found.stats.max_avail),
            allocation: found.stats.stored,
            available: found.stats.max_avail,
        },
        None => Usage {
            capacity: df.stats.total_bytes,
            allocation: df.stats.total_bytes.saturating_sub(df.stats.total_avail_bytes),
            available: df.stats.total_avail_bytes,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_read() {
        let ls = br#"[{"image":"a","id":"1","size":1048576,"format":2},
            {"image":"a","snapshot":"s","id":"1","size":1048576,"format":2}]"#;
        let found = images(ls).unwrap();
        assert_eq!((found.len(), found[0].size), (1, 1 << 20));
        let du = br#"{"images":[{"name":"a","provisioned_size":1048576,"used_size":4096}],"total_used_size":4096}"#;
        assert_eq!(used(du).unwrap(), 4096);
        let df = br#"{"stats":{"total_bytes":1000,"total_avail_bytes":400},
            "pools":[{"name":"p","id":1,"stats":{"stored":100,"max_avail":300}}]}"#;
        assert_eq!(usage(df, "p").unwrap().capacity, 400);
        assert_eq!(usage(df, "q").unwrap().allocation, 600);
        assert!(images(b"no").is_err());
    }
}
