//! What QEMU is told to do at the point in time of a backup: pure functions.

use crate::block::nodes::{self, Kept, Nodes};
use crate::error::{QemuError, Result};
use crate::guest::{BlockJob, Plan};
use ferrovirt_schema::domain::devices::disk::Disk;
use ferrovirt_types::consts::ErrorNumber;
use serde_json::{Value, json};

/// The part of one disk.
#[derive(Debug)]
pub struct Part<'a> {
    /// The disk.
    pub disk: &'a Disk,
    /// Node of its uppermost image.
    pub source: String,
    /// Node of the copy, or of what holds what is overwritten.
    pub store: String,
    /// Whether others fetch the data.
    pub pull: bool,
    /// Name of the bitmap of the checkpoint since which changes count.
    pub since: Option<String>,
    /// Name of the bitmap that QEMU works with.
    pub bitmap: String,
}

/// Actions that begin a disk's part, to be carried out together with those of all others.
pub fn start_actions(part: &Part<'_>, nodes: &Nodes) -> Result<Vec<Value>> {
    let mut actions = Vec::new();
    let dev = &part.disk.target.dev;
    let mut job = json!({
        "job-id": BlockJob::new(dev, Plan::Backup).id(),
        "device": part.source,
        "target": part.store,
        "sync": if part.pull { "none" } else { "full" },
        "auto-finalize": true,
        "auto-dismiss": false,
    });
    if let Some(since) = &part.since {
        let holders = nodes.chain_of(part.disk, since).ok_or_else(|| {
            QemuError::coded(
                ErrorNumber::CheckpointInconsistent,
                format!("missing or broken bitmap '{since}' for disk '{dev}'"),
            )
        })?;
        let on = if part.pull { &part.store } else { &part.source };
        actions.push(nodes::add(on, &part.bitmap, 0, Kept::Aside));
        let sources: Vec<(&str, &str)> = holders.iter().map(|n| (n.as_str(), since.as_str())).collect();
        actions.push(nodes::merge(on, &part.bitmap, &sources));
        if !part.pull {
            job["sync"] = "incremental".into();
            job["bitmap"] = part.bitmap.as_str().into();
        }
    }
    actions.push(json!({ "type": "blockdev-backup", "data": job }));
    Ok(actions)
}
