//! New images, made by qemu-img.

use crate::error::{QemuError, Result};
use ferrovirt_host::process::Command;
use ferrovirt_schema::common::format::StorageFormat;
use ferrovirt_types::consts::ErrorNumber;
use nix::errno::Errno;
use std::path::Path;
use std::time::Duration;

/// Making an image that takes no space is quick; a busy host is not.
const CREATE: Duration = Duration::from_secs(60);
/// What an image holds is copied into another.
const MERGE: Duration = Duration::from_secs(3600);
/// Snapshots within an image copy tables of its size.
const SNAPSHOT: Duration = Duration::from_secs(600);

/// Makes an image of `size` bytes. What is below is noted, not looked at: a guest may have it open.
pub async fn create(
    path: &Path,
    format: StorageFormat,
    size: u64,
    backing: Option<(&Path, StorageFormat)>,
) -> Result<()> {
    let mut command = Command::new("qemu-img").args(["create", "-q", "-f", format.as_str()]);
    if let Some((below, below_format)) = backing {
        command = command.args(["-u", "-F", below_format.as_str(), "-b"]).arg(below);
    }
    command = command.arg(path).arg(size.to_string());
    command.timeout(CREATE).run().await.map_err(QemuError::Host)?;
    Ok(())
}

/// Makes an empty file where an image is to be, unless there is one: the error is the system's.
pub async fn may_create(path: &Path) -> Result<()> {
    let path = path.to_owned();
    let make = move || {
        let made = std::fs::OpenOptions::new().append(true).create(true).open(&path);
        made.map(drop).map_err(|source| {
            let why = source
                .raw_os_error()
                .map_or_else(|| source.to_string(), |n| Errno::from_raw(n).desc().to_owned());
            let text = format!("failed to create image file '{}': {why}", path.display());
            QemuError::coded(ErrorNumber::SystemError, text)
        })
    };
    let made = tokio::task::spawn_blocking(make).await;
    made.map_err(|e| QemuError::Failed(e.to_string()))?
}

/// Merges an image that nobody has open into the one below it.
pub async fn commit(top: &Path, base: &Path) -> Result<()> {
    // Not emptied afterwards: it is to go anyhow.
    let command = Command::new("qemu-img").args(["commit", "-q", "-d", "-b"]);
    let command = command.arg(base).arg(top);
    command.timeout(MERGE).run().await.map_err(QemuError::Host)?;
    Ok(())
}

/// Notes another image below one that nobody has open. What both hold has to be the same.
pub async fn rebase(image: &Path, below: &Path, below_format: StorageFormat) -> Result<()> {
    let command = Command::new("qemu-img").args(["rebase", "-q", "-u", "-F", below_format.as_str(), "-b"]);
    let command = command.arg(below).arg(image);
    command.timeout(CREATE).run().await.map_err(QemuError::Host)?;
    Ok(())
}

/// What to do with a snapshot within an image.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SnapshotAction {
    /// Make it.
    Create,
    /// Go back to it.
    Apply,
    /// Remove it.
    Delete,
}

/// Works on a snapshot within an image that nobody has open.
pub async fn snapshot(path: &Path, action: SnapshotAction, name: &str) -> Result<()> {
    let flag = match action {
        SnapshotAction::Create => "-c",
        SnapshotAction::Apply => "-a",
        SnapshotAction::Delete => "-d",
    };
    let command = Command::new("qemu-img")
        .args(["snapshot", "-q", flag, name])
        .arg(path);
    command.timeout(SNAPSHOT).run().await.map_err(QemuError::Host)?;
    Ok(())
}
