//! Control groups of guests that no daemon is left to remove.

use std::path::{Path, PathBuf};
use std::time::Duration;

use super::wait;

/// The kernel may take a moment for the last threads.
const GONE: Duration = Duration::from_secs(5);

/// Removes the groups that a daemon recorded with its guests; their processes have ended.
pub fn remove_recorded(root: &Path) {
    let records = std::fs::read_dir(root.join("run/qemu"))
        .into_iter()
        .flatten()
        .flatten();
    for record in records {
        let text = std::fs::read_to_string(record.path()).unwrap_or_default();
        let group = text
            .split_once("<cgroup>")
            .and_then(|(_, rest)| rest.split_once("</cgroup>"));
        let Some(group) = group.map(|(path, _)| PathBuf::from(path)) else {
            continue;
        };
        // What stays is seen by whoever looks at the hierarchy; no case depends on it.
        let _ = wait::until_true("the end of a control group", GONE, || {
            let parts = std::fs::read_dir(&group).into_iter().flatten().flatten();
            for part in parts.filter(|e| e.path().is_dir()) {
                let _ = std::fs::remove_dir(part.path());
            }
            let _ = std::fs::remove_dir(&group);
            !group.exists()
        });
        // Shared by the guests of this daemon: gone with the last.
        let _ = group.parent().map(std::fs::remove_dir);
    }
}
