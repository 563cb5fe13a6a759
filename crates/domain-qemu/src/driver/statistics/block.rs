//! Counters and sizes of disks.

use super::super::QemuDriver;
use super::bulk::{Patience, ask};
use crate::error::{QemuError, Result};
use crate::guest::{DiskSummary, Live, Summary};
use crate::storage::{self, Sizes};
use ferrovirt_qmp::commands::{BlockDeviceStats, BlockInfo, BlockStatsEntry, QueryBlock, QueryBlockStats};
use ferrovirt_types::object::DomainRef;
use std::path::Path;

/// Whether what QEMU calls a device is this disk: its path in the object tree has the alias as a part.
fn is_disk(qdev: Option<&str>, disk: &DiskSummary) -> bool {
    let (Some(qdev), Some(alias)) = (qdev, disk.alias.as_deref()) else {
        return false;
    };
    qdev.split('/').any(|part| part == alias)
}

/// The counters of a disk.
pub(super) fn counters_of<'s>(
    stats: &'s [BlockStatsEntry],
    disk: &DiskSummary,
) -> Option<&'s BlockDeviceStats> {
    stats
        .iter()
        .find(|s| is_disk(s.qdev.as_deref(), disk))
        .map(|s| &s.stats)
}

/// The sizes of a disk that a guest has open.
pub(super) fn sizes_of(infos: &[BlockInfo], stats: &[BlockStatsEntry], disk: &DiskSummary) -> Option<Sizes> {
    let image = infos
        .iter()
        .find(|b| is_disk(Some(&b.qdev), disk))?
        .inserted
        .as_ref()?
        .image
        .as_ref()?;
    let on_host = disk
        .path
        .as_deref()
        .and_then(|p| storage::sizes(Path::new(p)).ok());
    let highest = stats
        .iter()
        .find(|s| is_disk(s.qdev.as_deref(), disk))
        .and_then(|s| s.parent.as_ref())
        .map(|p| p.stats.wr_highest_offset);
    let physical = on_host.map_or(image.virtual_size, |s| s.physical);
    let allocation = image
        .actual_size
        .or(on_host.map(|s| s.allocation))
        .or(highest)
        .unwrap_or(0);
    Some(Sizes {
        allocation,
        capacity: image.virtual_size,
        physical,
    })
}

fn find<'s>(summary: &'s Summary, path: &str) -> Result<&'s DiskSummary> {
    let found = summary
        .disks
        .iter()
        .find(|d| *d.target == *path || d.path.as_deref() == Some(path));
    found.ok_or_else(|| QemuError::InvalidArg(format!("invalid path {path} not assigned to domain")))
}

impl QemuDriver {
    /// Counters of one disk, or with an empty path of all together.
    pub(super) async fn block_stats(&self, dom: &DomainRef, path: &str) -> Result<BlockDeviceStats> {
        let guest = self.core.guest(dom)?;
        let live = guest.running()?;
        let summary = Summary::of(&live.doc);
        let disk = if path.is_empty() {
            None
        } else {
            Some(find(&summary, path)?)
        };
        let stats = stats_of(&live, &guest.name).await?;
        match disk {
            Some(disk) => counters_of(&stats, disk)
                .copied()
                .ok_or_else(|| QemuError::InvalidArg(format!("no counters of disk '{path}'"))),
            None => Ok(stats
                .iter()
                .filter(|s| s.qdev.is_some())
                .fold(BlockDeviceStats::default(), |sum, s| add(sum, &s.stats))),
        }
    }

    pub(super) async fn block_sizes(&self, dom: &DomainRef, path: &str) -> Result<Sizes> {
        let guest = self.core.guest(dom)?;
        let summary = self.core.summary(&guest).await?;
        let disk = find(&summary, path)?;
        if let Some(live) = guest.live() {
            let stats = stats_of(&live, &guest.name).await?;
            let infos = ask(&live, &guest.name, &QueryBlock {}, Patience::Normal).await?;
            if let Some(sizes) = sizes_of(&infos, &stats, disk) {
                return Ok(sizes);
            }
        }
        let Some(file) = disk.path.as_deref().map(Path::new) else {
            return Err(QemuError::InvalidArg(format!(
                "disk '{path}' does not currently have a source assigned"
            )));
        };
        storage::sizes(file).map_err(|source| QemuError::Image {
            path: file.to_owned(),
            who: self.core.run_as.ids(),
            source,
        })
    }
}

async fn stats_of(live: &Live, name: &str) -> Result<Vec<BlockStatsEntry>> {
    ask(live, name, &QueryBlockStats::default(), Patience::Normal).await
}

fn add(mut sum: BlockDeviceStats, s: &BlockDeviceStats) -> BlockDeviceStats {
    sum.rd_bytes += s.rd_bytes;
    sum.rd_operations += s.rd_operations;
    sum.rd_total_time_ns += s.rd_total_time_ns;
    sum.wr_bytes += s.wr_bytes;
    sum.wr_operations += s.wr_operations;
    sum.wr_total_time_ns += s.wr_total_time_ns;
    sum.flush_operations += s.flush_operations;
    sum.flush_total_time_ns += s.flush_total_time_ns;
    sum
}
