//! What the guest's balloon driver tells of its memory.

use super::bulk::{Patience, ask};
use crate::error::{QemuError, Result};
use crate::guest::Live;
use ferrovirt_qmp::{Command, RawCommand};
use ferrovirt_schema::domain::Domain;
use ferrovirt_types::consts::DomainMemoryStatTags as Tag;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::time::Duration;

const COMMAND: Duration = Duration::from_secs(30);

/// A figure: QEMU's name, the name in bulk statistics, the tag, and by how much it is divided.
struct Figure(&'static str, &'static str, Tag, u64);

/// In the order in which they are told; memory is in KiB.
const FIGURES: [Figure; 7] = [
    Figure("stat-swap-in", "swap_in", Tag::SwapIn, 1024),
    Figure("stat-swap-out", "swap_out", Tag::SwapOut, 1024),
    Figure("stat-major-faults", "major_fault", Tag::MajorFault, 1),
    Figure("stat-minor-faults", "minor_fault", Tag::MinorFault, 1),
    Figure("stat-free-memory", "unused", Tag::Unused, 1024),
    Figure("stat-total-memory", "available", Tag::Available, 1024),
    Figure("stat-available-memory", "usable", Tag::Usable, 1024),
];
/// Those that follow the time of the last update.
const LATER: [Figure; 3] = [
    Figure("stat-disk-caches", "disk_caches", Tag::DiskCaches, 1024),
    Figure("stat-htlb-pgalloc", "hugetlb_pgalloc", Tag::HugetlbPgalloc, 1),
    Figure("stat-htlb-pgfail", "hugetlb_pgfail", Tag::HugetlbPgfail, 1),
];

/// `qom-get` of the balloon's `guest-stats`.
#[derive(Debug, Serialize)]
struct GuestStats {
    path: String,
    property: &'static str,
}

#[derive(Debug, Default, Deserialize)]
struct Told {
    #[serde(rename = "last-update", default)]
    last_update: u64,
    #[serde(default)]
    stats: HashMap<String, u64>,
}

impl Command for GuestStats {
    const NAME: &'static str = "qom-get";
    type Return = Told;
}

fn path(doc: &Domain) -> Option<String> {
    let balloon = doc.devices.as_ref()?.memballoon.as_ref()?;
    let alias = balloon.info.alias.as_deref()?;
    crate::tuning::has_balloon(doc).then(|| format!("/machine/peripheral/{alias}"))
}

/// The figures that the guest tells, each with its name and tag, in order. Without a driver in the guest there
/// is only the time of the last update, which is 0.
pub(super) async fn guest_stats(
    live: &Live,
    name: &str,
    patience: Patience,
) -> Vec<(&'static str, Tag, u64)> {
    let told = match path(&live.doc) {
        Some(path) => {
            let question = GuestStats {
                path,
                property: "guest-stats",
            };
            ask(live, name, &question, patience).await.unwrap_or_default()
        }
        None => Told::default(),
    };
    figures(&told)
}

fn figures(told: &Told) -> Vec<(&'static str, Tag, u64)> {
    let pick = |figures: &'static [Figure]| {
        figures.iter().filter_map(|Figure(key, word, tag, unit)| {
            // What the guest does not tell has all bits set.
            let value = *told.stats.get(*key).filter(|v| **v != u64::MAX)?;
            Some((*word, *tag, value / unit))
        })
    };
    let mut list: Vec<_> = pick(&FIGURES).collect();
    list.push(("last-update", Tag::LastUpdate, told.last_update));
    list.extend(pick(&LATER));
    list
}

/// Has the guest tell its figures every so many seconds; 0 ends that.
pub(super) async fn set_period(live: &Live, name: &str, seconds: i32) -> Result<()> {
    let Some(path) = path(&live.doc) else {
        let text = "Memory balloon model must be virtio to set the collection period";
        return Err(QemuError::OperationInvalid(text.to_owned()));
    };
    let arguments = serde_json::json!({
        "path": path, "property": "guest-stats-polling-interval", "value": seconds,
    });
    live.monitor(name)?
        .run(RawCommand::new("qom-set").json(&arguments), COMMAND)
        .await
        .map_err(QemuError::monitor(name))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_told_is_left_out() {
        let told: Told = serde_json::from_str(
            r#"{"stats":{"stat-swap-in":0,"stat-free-memory":2048,"stat-total-memory":18446744073709551615,
                "stat-disk-caches":4096},"last-update":7}"#,
        )
        .unwrap();
        assert_eq!(
            figures(&told),
            [
                ("swap_in", Tag::SwapIn, 0),
                ("unused", Tag::Unused, 2),
                ("last-update", Tag::LastUpdate, 7),
                ("disk_caches", Tag::DiskCaches, 4)
            ]
        );
    }
}
