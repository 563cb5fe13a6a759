//! Removing a snapshot whose disks went on in images of their own: each of these images is merged into the one
//! below it, and its file goes.

use super::super::QemuDriver;
use super::super::blocks::Commit;
use crate::block::{image, lookup};
use crate::chain;
use crate::error::{QemuError, Result};
use crate::guest::{Guest, Live};
use crate::moment::{Moment, Tree};
use ferrovirt_schema::common::format::StorageFormat;
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::devices::disk::{Disk, SnapshotLocation};
use ferrovirt_schema::snapshot::{SavedDomain, Snapshot};
use ferrovirt_types::consts::DomainBlockCommitFlags as CommitFlags;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// How long the merging of one image may take.
const MERGE: Duration = Duration::from_secs(3600);

/// One image and the one below it, which takes it in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Merge {
    /// Target of the disk.
    disk: String,
    top: PathBuf,
    base: PathBuf,
    base_format: StorageFormat,
    /// The image that stands on it, if it is not the uppermost.
    above: Option<PathBuf>,
}

/// What has to be merged where for a snapshot to go, in the chains of these disks.
fn merges(snapshot: &Snapshot, disks: &[Disk]) -> Result<Vec<Merge>> {
    let external = snapshot
        .disks
        .iter()
        .filter(|d| d.snapshot == Some(SnapshotLocation::External));
    let merge = |d: &ferrovirt_schema::snapshot::SnapshotDisk| {
        let wanted = d.source.0.as_ref().and_then(|s| s.path());
        let gone = || {
            QemuError::Failed(format!(
                "image '{}' of snapshot '{}' is not in use by disk '{}'; --metadata forgets the snapshot and leaves its images",
                wanted.unwrap_or_default(),
                snapshot.name(),
                d.name
            ))
        };
        let disk = disks.iter().find(|x| x.target.dev == d.name).ok_or_else(gone)?;
        let links = lookup::links(disk);
        let path = |at: usize| links.get(at)?.path.as_deref().map(PathBuf::from);
        let at = links
            .iter()
            .position(|l| l.path.as_deref() == wanted && wanted.is_some());
        let at = at.ok_or_else(gone)?;
        Ok(Merge {
            disk: d.name.clone(),
            top: path(at).ok_or_else(gone)?,
            base: path(at + 1).ok_or_else(gone)?,
            base_format: links[at + 1].format,
            above: at.checked_sub(1).and_then(path),
        })
    };
    external.map(merge).collect()
}

/// What other snapshots remember of an image that is merged is in the one below it now.
fn forget_image(tree: &mut Tree<Snapshot>, merge: &Merge) {
    let follow = |doc: &mut Domain| {
        let mut changed = false;
        for disk in doc.devices.iter_mut().flat_map(|d| &mut d.disks) {
            if disk.target.dev == merge.disk && disk.source.path().map(Path::new) == Some(&*merge.top) {
                disk.source = chain::source_at(&merge.base);
                disk.driver.get_or_insert_with(Default::default).format = Some(merge.base_format);
                disk.backing_store = None;
                changed = true;
            }
        }
        changed
    };
    let names: Vec<String> = tree.below(None).into_iter().map(str::to_owned).collect();
    for name in names {
        let Ok(kept) = tree.get(&name) else { continue };
        let mut kept = Snapshot::clone(&kept);
        let mut changed = false;
        if let Some(SavedDomain::Full(doc)) = &mut kept.domain {
            changed |= follow(doc);
        }
        if let Some(doc) = &mut kept.inactive_domain {
            changed |= follow(doc);
        }
        if changed {
            tree.put(kept, false);
        }
    }
}

impl QemuDriver {
    /// Merges what a snapshot's images hold into those below.
    pub(super) async fn merge_snapshot(&self, guest: &Arc<Guest>, snapshot: &Snapshot) -> Result<()> {
        let merges = match guest.live() {
            Some(live) => self.merge_live(guest, &live, snapshot).await?,
            None => self.merge_offline(guest, snapshot).await?,
        };
        self.core
            .snapshots
            .change(guest, |tree| {
                for merge in &merges {
                    forget_image(tree, merge);
                }
            })
            .await?;
        for merge in merges {
            let regular = std::fs::symlink_metadata(&merge.top).is_ok_and(|m| m.is_file());
            if regular && let Err(error) = std::fs::remove_file(&merge.top) {
                tracing::warn!(guest = %guest.name, path = %merge.top.display(), %error, "an image that was merged is left");
            }
        }
        Ok(())
    }

    async fn merge_live(&self, guest: &Arc<Guest>, live: &Live, snapshot: &Snapshot) -> Result<Vec<Merge>> {
        let disks = live.doc.devices.as_ref().map_or(&[][..], |d| &d.disks);
        let merges = merges(snapshot, disks)?;
        for merge in &merges {
            let flags = match merge.above {
                None => CommitFlags::ACTIVE,
                Some(_) => CommitFlags::empty(),
            };
            let (top, base) = (merge.top.display().to_string(), merge.base.display().to_string());
            let live = guest.running()?;
            let wanted = Commit {
                disk: &merge.disk,
                base: Some(&base),
                top: Some(&top),
                speed: 0,
                flags,
            };
            self.begin_commit(guest, &live, wanted).await?;
            if merge.above.is_none() && live.block_jobs.wait_ready(&merge.disk, MERGE).await {
                self.end_job_of(guest, &live, &merge.disk, true, false).await?;
            }
            let over = live.block_jobs.wait_gone(&merge.disk, MERGE).await;
            let now = guest.running()?;
            let disk = lookup::disk(&now.doc, &merge.disk)?;
            if !over || chain::paths(disk).contains(&merge.top) {
                return Err(QemuError::Failed(format!(
                    "image '{top}' of snapshot '{}' was not merged into '{base}'; the guest's log may say why",
                    snapshot.name()
                )));
            }
        }
        Ok(merges)
    }

    async fn merge_offline(&self, guest: &Arc<Guest>, snapshot: &Snapshot) -> Result<Vec<Merge>> {
        let mut doc = Domain::clone(&*self.core.definition(guest).await?);
        let mut disks = doc.devices.as_ref().map(|d| d.disks.clone()).unwrap_or_default();
        for disk in &mut disks {
            chain::resolve(&self.core, disk).await?;
            chain::fill(disk)?;
        }
        let merges = merges(snapshot, &disks)?;
        for merge in &merges {
            image::commit(&merge.top, &merge.base).await?;
            match &merge.above {
                Some(above) => image::rebase(above, &merge.base, merge.base_format).await?,
                None => {
                    for disk in doc.devices.iter_mut().flat_map(|d| &mut d.disks) {
                        if disk.target.dev != merge.disk {
                            continue;
                        }
                        disk.source = chain::source_at(&merge.base);
                        disk.source.common_mut().index = None;
                        let driver = disk.driver.get_or_insert_with(Default::default);
                        driver.format = Some(merge.base_format);
                        disk.backing_store = None;
                    }
                    self.core.write_definition(guest, &doc).await?;
                }
            }
        }
        Ok(merges)
    }
}
