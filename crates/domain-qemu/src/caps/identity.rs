//! When a probed binary is still the same one.

use serde::{Deserialize, Serialize};
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

/// A file as it was when probed; any package upgrade changes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BinaryIdentity {
    /// Where it is.
    pub path: PathBuf,
    /// Bytes.
    pub size: u64,
    /// Last change of its content, in nanoseconds since the epoch.
    pub modified: i128,
    /// Number in its file system.
    pub inode: u64,
}

impl BinaryIdentity {
    /// The identity of the file that is there now.
    pub fn of(path: &Path) -> io::Result<Self> {
        let meta = std::fs::metadata(path)?;
        let modified = i128::from(meta.mtime()) * 1_000_000_000 + i128::from(meta.mtime_nsec());
        Ok(BinaryIdentity {
            path: path.to_owned(),
            size: meta.size(),
            modified,
            inode: meta.ino(),
        })
    }
}
