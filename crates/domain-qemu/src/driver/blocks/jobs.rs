//! Jobs that merge images, and what can be asked and done of any job.

use super::super::QemuDriver;
use super::block;
use crate::argv::format_node;
use crate::block::lookup::{self, Link};
use crate::chain;
use crate::error::{QemuError, Result};
use crate::guest::{BlockJob, Guest, Live, Plan, Request, Resources};
use ferrovirt_protocol::remote;
use ferrovirt_qmp::commands::{BlockJobCancel, JobComplete, QueryBlockJobs};
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::devices::disk::{Disk, Mirror, MirrorJob, MirrorReady};
use ferrovirt_types::consts::{
    DomainBlockCommitFlags as CommitFlags, DomainBlockJobAbortFlags as AbortFlags,
    DomainBlockJobInfoFlags as InfoFlags, ErrorNumber,
};
use ferrovirt_types::object::DomainRef;
use std::path::Path;
use std::time::Duration;

/// How long a call waits for the end that it asked for.
const END: Duration = Duration::from_secs(60);
const MIB: u64 = 1 << 20;

/// Which images of a disk are to be merged.
pub(in crate::driver) struct Commit<'a> {
    /// Target or source of the disk.
    pub disk: &'a str,
    /// The image that takes in what those above it hold; the lowest, or the next, when not said.
    pub base: Option<&'a str>,
    /// The uppermost image that is merged; that of the disk when not said.
    pub top: Option<&'a str>,
    /// Bytes a second; 0 is without limit.
    pub speed: u64,
    pub flags: CommitFlags,
}

/// A disk has one job at a time.
pub(in crate::driver) fn busy(disk: &Disk) -> QemuError {
    let code = if disk.mirror.is_some() {
        ErrorNumber::BlockCopyActive
    } else {
        ErrorNumber::OperationUnsupported
    };
    QemuError::coded(
        code,
        format!("disk '{}' already in active block job", disk.target.dev),
    )
}

fn no_image(name: &str, disk: &Disk) -> QemuError {
    let path = disk.source.path().unwrap_or_default();
    QemuError::InvalidArg(format!(
        "could not find image '{name}' in chain for '{path}'; 'virsh dumpxml' shows the chain in <backingStore>"
    ))
}

impl QemuDriver {
    /// Notes a job and begins it; `begin` gives the command. What fails leaves no trace.
    pub(super) async fn begin_block_job(
        &self,
        guest: &Guest,
        live: &Live,
        job: BlockJob,
        command: &'static str,
        arguments: serde_json::Value,
    ) -> Result<()> {
        let disk = job.disk.clone();
        if !live.block_jobs.add(job) {
            return Err(busy(lookup::disk(&live.doc, &disk)?));
        }
        let begun = block(live, guest)?.run(command, arguments).await;
        if begun.is_err() {
            live.block_jobs.remove(&disk);
        }
        begun
    }

    pub(super) async fn pull(
        &self,
        dom: &DomainRef,
        path: &str,
        base: Option<&str>,
        speed: u64,
    ) -> Result<()> {
        let guest = self.core.guest(dom)?;
        let _job = guest.begin("pull a disk").await?;
        let live = guest.running()?;
        let disk = lookup::disk_with_medium(&live.doc, path)?;
        if live.block_jobs.of_disk(&disk.target.dev).is_some() {
            return Err(busy(disk));
        }
        let links = lookup::links(disk);
        let base = match base {
            None => None,
            Some(name) => {
                let at = lookup::link(&links, name).filter(|at| *at > 0);
                Some(&links[at.ok_or_else(|| no_image(name, disk))?])
            }
        };
        let job = BlockJob::new(
            &disk.target.dev,
            Plan::Pull {
                base: base.map(|l| l.index),
            },
        );
        let mut arguments = serde_json::json!({
            "job-id": job.id(),
            "device": format_node(links[0].index),
            "auto-dismiss": false,
        });
        if let Some(base) = base {
            arguments["base-node"] = format_node(base.index).into();
        }
        if speed > 0 {
            arguments["speed"] = speed.into();
        }
        if self.core.checkpoints.any(&guest) {
            crate::block::carry_up(&block(&live, &guest)?, disk, base.map(|l| l.index)).await?;
        }
        self.begin_block_job(&guest, &live, job, "block-stream", arguments)
            .await
    }

    pub(super) async fn commit(&self, dom: &DomainRef, wanted: Commit<'_>) -> Result<()> {
        let guest = self.core.guest(dom)?;
        let _job = guest.begin("commit a disk").await?;
        let live = guest.running()?;
        self.begin_commit(&guest, &live, wanted).await
    }

    /// Begins to merge images of a disk; whoever calls holds the guest's turn.
    pub(in crate::driver) async fn begin_commit(
        &self,
        guest: &Guest,
        live: &Live,
        wanted: Commit<'_>,
    ) -> Result<()> {
        let disk = lookup::disk_with_medium(&live.doc, wanted.disk)?;
        if live.block_jobs.of_disk(&disk.target.dev).is_some() {
            return Err(busy(disk));
        }
        let links = lookup::links(disk);
        let (at, below) = commit_range(disk, &links, wanted.base, wanted.top, wanted.flags)?;
        let (top, base) = (&links[at], &links[below]);
        // What the images hold goes into those below, which QEMU opens for writing then.
        let mut held = Resources::default();
        let above_base = at.checked_sub(1).map(|n| &links[n]);
        for link in std::iter::once(base).chain(above_base.filter(|_| at > 1)) {
            if let Some(path) = &link.path {
                chain::claim(&self.core, Path::new(path), true, &mut held.grants)?;
            }
        }
        live.hold(&self.core, held).await?;
        let plan = if at == 0 {
            Plan::ActiveCommit { base: base.index }
        } else {
            Plan::Commit {
                top: top.index,
                base: base.index,
            }
        };
        let job = BlockJob::new(&disk.target.dev, plan);
        let mut arguments = serde_json::json!({
            "job-id": job.id(),
            "device": format_node(links[0].index),
            "top-node": format_node(top.index),
            "base-node": format_node(base.index),
            // What the images count is carried over before the lower one is closed for writing.
            "auto-finalize": at == 0,
            "auto-dismiss": false,
        });
        if wanted.speed > 0 {
            arguments["speed"] = wanted.speed.into();
        }
        if at == 0 {
            let target = disk.target.dev.clone();
            let mut source = base.path.as_deref().map(|p| chain::source_at(Path::new(p)));
            if let Some(source) = &mut source {
                source.common_mut().index = Some(base.index);
            }
            let mirror = Mirror {
                job: Some(MirrorJob::ActiveCommit),
                source,
                image_format: Some(ferrovirt_schema::domain::devices::disk::ImageFormat {
                    name: base.format,
                    metadata_cache: None,
                }),
                ..Mirror::default()
            };
            set_mirror(live, &target, Some(mirror)).await?;
        }
        let target = job.disk.clone();
        let begun = self
            .begin_block_job(guest, live, job, "block-commit", arguments)
            .await;
        if begun.is_err() && at == 0 {
            set_mirror(live, &target, None).await?;
        }
        begun
    }

    pub(super) async fn block_job_info(
        &self,
        dom: &DomainRef,
        path: &str,
        flags: u32,
    ) -> Result<remote::DomainGetBlockJobInfoRet> {
        let guest = self.core.guest(dom)?;
        let live = guest.running()?;
        let disk = lookup::disk(&live.doc, path)?;
        let mut info = remote::DomainGetBlockJobInfoRet {
            found: 0,
            kind: 0,
            bandwidth: 0,
            cur: 0,
            end: 0,
        };
        let Some(job) = live.block_jobs.of_disk(&disk.target.dev) else {
            return Ok(info);
        };
        let block = block(&live, &guest)?;
        let id = job.id();
        let Some(progress) = block.job(&id).await? else {
            return Ok(info);
        };
        let of_device = block.execute(&QueryBlockJobs {}).await?;
        let speed = of_device.iter().find(|j| j.device == id).map_or(0, |j| j.speed);
        info.found = 1;
        info.kind = job.kind().raw();
        info.bandwidth = if flags & InfoFlags::BANDWIDTH_BYTES.bits() != 0 {
            speed
        } else {
            speed.div_ceil(MIB)
        };
        (info.cur, info.end) = shown_progress(
            progress.current_progress,
            progress.total_progress,
            !job.is_mirror() || job.ready,
        );
        Ok(info)
    }

    pub(super) async fn set_block_job_speed(&self, dom: &DomainRef, path: &str, speed: u64) -> Result<()> {
        let guest = self.core.guest(dom)?;
        let live = guest.running()?;
        let job = active(&live, path)?;
        let arguments = serde_json::json!({ "device": job.id(), "speed": speed });
        block(&live, &guest)?.run("block-job-set-speed", arguments).await
    }

    pub(super) async fn end_block_job(&self, dom: &DomainRef, path: &str, flags: u32) -> Result<()> {
        let guest = self.core.guest(dom)?;
        let live = guest.running()?;
        let flags = AbortFlags::from_bits_truncate(flags);
        let (pivot, asynchronous) = (
            flags.contains(AbortFlags::PIVOT),
            flags.contains(AbortFlags::ASYNC),
        );
        self.end_job_of(&guest, &live, path, pivot, asynchronous).await
    }

    /// Ends the job on a disk; with `pivot` the copy takes the disk's place.
    pub(in crate::driver) async fn end_job_of(
        &self,
        guest: &Guest,
        live: &Live,
        path: &str,
        pivot: bool,
        asynchronous: bool,
    ) -> Result<()> {
        let job = active(live, path)?;
        if pivot && !job.is_mirror() {
            let text = format!("job '{}' on disk '{}' cannot be pivoted", job.id(), job.disk);
            return Err(QemuError::OperationInvalid(text));
        }
        if job.ending {
            let text = format!("block job on disk '{}' is still being ended", job.disk);
            return Err(QemuError::OperationInvalid(text));
        }
        if pivot && !job.ready {
            return Err(QemuError::coded(
                ErrorNumber::BlockCopyActive,
                format!("disk '{}' not ready for pivot yet", job.disk),
            ));
        }
        let block = block(live, guest)?;
        live.block_jobs.change(&job.disk, |j| {
            j.pivot = pivot;
            j.ending = true;
        });
        let word = if pivot {
            MirrorReady::Pivot
        } else {
            MirrorReady::Abort
        };
        note_ready(live, &job.disk, word).await?;
        let asked = if pivot {
            if self.core.checkpoints.any(guest) {
                crate::block::carry_to_mirror(&block, live, &job).await;
            }
            block.execute(&JobComplete { id: job.id() }).await
        } else {
            let cancel = BlockJobCancel {
                device: job.id(),
                force: false,
            };
            block.execute(&cancel).await
        };
        if let Err(e) = asked {
            live.block_jobs.change(&job.disk, |j| {
                j.pivot = false;
                j.ending = false;
            });
            if job.ready {
                note_ready(live, &job.disk, MirrorReady::Yes).await?;
            }
            return Err(e);
        }
        if asynchronous {
            return Ok(());
        }
        if !live.block_jobs.wait_gone(&job.disk, END).await {
            return Err(QemuError::coded(
                ErrorNumber::OperationTimeout,
                format!("the block job on disk '{}' did not end within {END:?}", job.disk),
            ));
        }
        Ok(())
    }
}

fn active(live: &Live, path: &str) -> Result<BlockJob> {
    let disk = lookup::disk(&live.doc, path)?;
    live.block_jobs.of_disk(&disk.target.dev).ok_or_else(|| {
        QemuError::InvalidArg(format!(
            "disk {} does not have an active block job",
            disk.target.dev
        ))
    })
}

async fn note_ready(live: &Live, disk: &str, word: MirrorReady) -> Result<()> {
    let target = disk.to_owned();
    let edit = move |doc: &mut Domain| {
        let disks = doc.devices.iter_mut().flat_map(|d| &mut d.disks);
        if let Some(mirror) = disks
            .into_iter()
            .find(|d| d.target.dev == target)
            .and_then(|d| d.mirror.as_mut())
        {
            mirror.ready = Some(word);
        }
    };
    live.ask(|reply| Request::edit(edit, reply)).await
}

/// Notes the target of a copy in the document.
pub(super) async fn set_mirror(live: &Live, disk: &str, mirror: Option<Mirror>) -> Result<()> {
    let target = disk.to_owned();
    let edit = move |doc: &mut Domain| {
        let mut disks = doc.devices.iter_mut().flat_map(|d| &mut d.disks);
        if let Some(disk) = disks.find(|d| d.target.dev == target) {
            disk.mirror = mirror.map(Box::new);
        }
    };
    live.ask(|reply| Request::edit(edit, reply)).await
}

/// Places in the chain of what is merged and of what it is merged into.
fn commit_range(
    disk: &Disk,
    links: &[Link],
    base: Option<&str>,
    top: Option<&str>,
    flags: CommitFlags,
) -> Result<(usize, usize)> {
    let dev = &disk.target.dev;
    let at = match top {
        None => 0,
        Some(name) => lookup::link(links, name).ok_or_else(|| no_image(name, disk))?,
    };
    if at == 0 && !flags.contains(CommitFlags::ACTIVE) {
        return Err(QemuError::InvalidArg(format!(
            "commit of '{dev}' active layer requires active flag"
        )));
    }
    if at > 0 && flags.contains(CommitFlags::ACTIVE) {
        return Err(QemuError::InvalidArg(format!(
            "active commit requested but '{}' is not active",
            top.unwrap_or_default()
        )));
    }
    if at + 1 >= links.len() {
        return Err(QemuError::InvalidArg(format!(
            "top '{}' in chain for '{}' has no backing file",
            links[at].path.as_deref().unwrap_or_default(),
            disk.source.path().unwrap_or_default()
        )));
    }
    let shallow = flags.contains(CommitFlags::SHALLOW);
    let below = match base {
        None if shallow => at + 1,
        None => links.len() - 1,
        Some(name) => lookup::link(links, name)
            .filter(|b| *b > at)
            .ok_or_else(|| no_image(name, disk))?,
    };
    if shallow && below != at + 1 {
        return Err(QemuError::InvalidArg(format!(
            "base '{}' is not immediately below '{}' in chain for '{}'",
            base.unwrap_or_default(),
            top.unwrap_or_default(),
            disk.source.path().unwrap_or_default()
        )));
    }
    Ok((at, below))
}

/// Progress as clients understand it: equal figures mean that the job is done or has caught up.
fn shown_progress(cur: u64, end: u64, done_when_equal: bool) -> (u64, u64) {
    match (cur, end) {
        (0, 0) if done_when_equal => (0, 0),
        (0, 0) => (0, 1),
        (cur, end) if cur == end && !done_when_equal => (cur.saturating_sub(1), end),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_of_commits() {
        let disk = Disk::default();
        let links: Vec<Link> = (1..=3)
            .map(|n| Link {
                index: n,
                path: Some(format!("/{n}")),
                format: ferrovirt_schema::common::format::StorageFormat::Qcow2,
            })
            .collect();
        let range = |base, top, flags| commit_range(&disk, &links, base, top, flags).ok();
        let (none, active) = (CommitFlags::empty(), CommitFlags::ACTIVE);
        assert_eq!(range(None, None, none), None);
        assert_eq!(range(None, None, active), Some((0, 2)));
        assert_eq!(range(None, None, active | CommitFlags::SHALLOW), Some((0, 1)));
        assert_eq!(range(Some("/3"), Some("/2"), none), Some((1, 2)));
        assert_eq!(range(Some("vda[3]"), Some("vda[2]"), none), Some((1, 2)));
        assert_eq!(range(Some("/2"), Some("/3"), none), None);
        assert_eq!(range(None, Some("/3"), none), None);
        assert_eq!(range(None, Some("/2"), active), None);
    }

    #[test]
    fn progress_never_ends_early() {
        assert_eq!(shown_progress(0, 0, false), (0, 1));
        assert_eq!(shown_progress(5, 5, false), (4, 5));
        assert_eq!(shown_progress(5, 5, true), (5, 5));
    }
}
