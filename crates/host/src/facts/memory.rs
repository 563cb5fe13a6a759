//! Memory of the machine or of one NUMA cell.

use super::parse::{kib, text};
use crate::error::{Error, Result};
use std::path::Path;

/// Memory in KiB.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MemoryFacts {
    /// All that the kernel manages.
    pub total_kib: u64,
    /// Not used for anything.
    pub free_kib: u64,
    /// Used for file buffers; not known for a cell.
    pub buffers_kib: Option<u64>,
    /// Used for file contents; not known for a cell.
    pub cached_kib: Option<u64>,
}

pub(super) fn read(root: &Path) -> Result<MemoryFacts> {
    let path = root.join("proc/meminfo");
    let text = text(&path)?;
    let get = |name| kib(&text, name);
    match (get("MemTotal"), get("MemFree")) {
        (Some(total_kib), Some(free_kib)) => Ok(MemoryFacts {
            total_kib,
            free_kib,
            buffers_kib: get("Buffers"),
            cached_kib: get("Cached"),
        }),
        _ => Err(Error::Malformed {
            path,
            expected: "MemTotal and MemFree",
        }),
    }
}

pub(super) fn read_cell(root: &Path, cell: u32) -> Result<Option<MemoryFacts>> {
    let path = root.join(format!("sys/devices/system/node/node{cell}/meminfo"));
    let text = match text(&path) {
        Ok(text) => text,
        Err(e) if e.is_not_found() => return Ok(None),
        Err(e) => return Err(e),
    };
    match (kib(&text, "MemTotal"), kib(&text, "MemFree")) {
        (Some(total_kib), Some(free_kib)) => Ok(Some(MemoryFacts {
            total_kib,
            free_kib,
            buffers_kib: None,
            cached_kib: None,
        })),
        _ => Err(Error::Malformed {
            path,
            expected: "MemTotal and MemFree",
        }),
    }
}
