//! Jobs of disks: what is in backing files is pulled up or committed down, a disk is copied to another
//! place.

use super::MIB;
use super::progress::Progress;
use crate::TestDriver;
use crate::domain::{Guest, News, devices};
use crate::error::{Result, TestError};
use ferrovirt_protocol::remote;
use ferrovirt_schema::common::source::{FileSource, StorageSource};
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::devices::disk::{
    BackingStore, Disk, ImageFormat, Mirror, MirrorJob, MirrorReady,
};
use ferrovirt_types::Error;
use ferrovirt_types::consts::{
    ConnectDomainEventBlockJobStatus as Status, DomainBlockJobType as Kind, ErrorDomain, ErrorNumber,
};
use ferrovirt_types::event::DomainEvent;
use ferrovirt_types::object::DomainRef;
use std::sync::Arc;
use std::time::Duration;

/// Bytes of a disk that nobody gave a size.
const SIZE: u64 = 1 << 30;
/// Bytes a second when nothing limits a job.
const SPEED: u64 = 256 * MIB;

/// A job of a disk.
#[derive(Debug, Clone)]
pub(crate) struct BlockJob {
    pub(crate) kind: Kind,
    pub(crate) progress: Progress,
    /// Bytes a second that were asked for, 0 for no limit.
    pub(crate) bandwidth: u64,
    /// Both sides are the same and stay so until somebody decides.
    pub(crate) ready: bool,
    /// What the disk is on when the job is pivoted.
    target: Option<StorageSource>,
    /// Whether the files below the disk are no longer needed at the end.
    flattens: bool,
}

/// Bytes a second of a limit.
fn rate(bandwidth: u64) -> u64 {
    if bandwidth == 0 { SPEED } else { bandwidth }
}

fn invalid(why: String) -> TestError {
    TestError::Api(Error::new(ErrorNumber::InvalidArg, ErrorDomain::Test, why))
}

/// Target name of the disk that a caller names.
fn target(doc: &Domain, path: &str) -> Result<String> {
    let disk = devices::disk(doc, path)
        .ok_or_else(|| invalid(format!("disk '{path}' was not found in the domain config")))?;
    if disk.source.path().is_none() {
        let why = format!(
            "disk '{}' has no file or device, so it has no job",
            disk.target.dev
        );
        return Err(TestError::OperationUnsupported(why));
    }
    Ok(disk.target.dev.clone())
}

impl Guest {
    /// Bytes of a disk.
    pub(crate) fn disk_size(&self, dev: &str) -> u64 {
        self.extra.sizes.get(dev).copied().unwrap_or(SIZE)
    }
}

/// What a caller asks for.
pub(crate) struct Wanted {
    pub(crate) kind: Kind,
    /// Bytes a second, 0 for no limit.
    pub(crate) bandwidth: u64,
    pub(crate) target: Option<StorageSource>,
    pub(crate) flattens: bool,
}

impl TestDriver {
    /// Begins a job of a disk.
    pub(crate) fn begin_block_job(&self, dom: &DomainRef, path: &str, wanted: Wanted) -> Result<()> {
        let now = self.world.clock.now();
        self.world.change_guest(dom, |guest, _, _| {
            let doc = guest.running()?;
            let dev = target(doc, path)?;
            if guest.jobs.disks.contains_key(&dev) {
                let why = format!("disk '{dev}' already in active block job");
                return Err(TestError::Api(Error::new(
                    ErrorNumber::OperationUnsupported,
                    ErrorDomain::Test,
                    why,
                )));
            }
            let progress = Progress::new(guest.disk_size(&dev), rate(wanted.bandwidth), now);
            let job = BlockJob {
                kind: wanted.kind,
                progress,
                bandwidth: wanted.bandwidth,
                ready: false,
                target: wanted.target,
                flattens: wanted.flattens,
            };
            show(guest, &dev, &job)?;
            guest.jobs.disks.insert(dev, job);
            Ok(())
        })
    }

    /// Ends a job: cancels it, or has the disk be where the job brought it.
    pub(crate) fn end_block_job(&self, dom: &DomainRef, path: &str, pivot: bool) -> Result<()> {
        let now = self.world.clock.now();
        self.world.change_guest(dom, |guest, news, me| {
            guest.settle(now, news, &me);
            let dev = target(guest.running()?, path)?;
            let job = guest
                .jobs
                .disks
                .get(&dev)
                .cloned()
                .ok_or_else(|| invalid(format!("disk {dev} does not have an active block job")))?;
            if !pivot {
                guest.jobs.disks.remove(&dev);
                finish(guest, news, &me, &dev, &job, Status::Canceled)?;
                return Ok(());
            }
            let Some(target) = job.target.clone() else {
                let why = format!("pivot of disk '{dev}' requires an active copy job");
                return Err(TestError::InvalidState(why));
            };
            if !job.ready {
                let why = format!("block job on disk '{dev}' is not ready for pivot yet");
                return Err(TestError::Api(Error::new(
                    ErrorNumber::BlockCopyActive,
                    ErrorDomain::Test,
                    why,
                )));
            }
            guest.jobs.disks.remove(&dev);
            for doc in [&mut guest.live, &mut guest.config].into_iter().flatten() {
                if let Some(disk) = devices::disk_mut(Arc::make_mut(doc), &dev) {
                    disk.source = target.clone();
                    if job.kind == Kind::ActiveCommit {
                        let below = disk.backing_store.take();
                        disk.backing_store = below.and_then(|b| b.backing_store);
                    }
                }
            }
            finish(guest, news, &me, &dev, &job, Status::Completed)
        })
    }

    /// How far a job is. None when there is none.
    pub(crate) fn block_job(
        &self,
        dom: &DomainRef,
        path: &str,
        bytes: bool,
    ) -> Result<remote::DomainGetBlockJobInfoRet> {
        let found = self.world.guest(dom)?;
        let dev = target(found.state.running()?, path)?;
        let Some(job) = found.state.jobs.disks.get(&dev) else {
            return Ok(remote::DomainGetBlockJobInfoRet {
                found: 0,
                kind: 0,
                bandwidth: 0,
                cur: 0,
                end: 0,
            });
        };
        let bandwidth = if bytes { job.bandwidth } else { job.bandwidth / MIB };
        Ok(remote::DomainGetBlockJobInfoRet {
            found: 1,
            kind: job.kind.raw(),
            bandwidth,
            cur: job.progress.done(self.world.clock.now()),
            end: job.progress.total,
        })
    }

    /// Limits the speed of a job, in bytes a second.
    pub(crate) fn set_block_job_speed(&self, dom: &DomainRef, path: &str, bandwidth: u64) -> Result<()> {
        let now = self.world.clock.now();
        self.world.change_guest(dom, |guest, _, _| {
            let dev = target(guest.running()?, path)?;
            let job = guest
                .jobs
                .disks
                .get_mut(&dev)
                .ok_or_else(|| invalid(format!("disk {dev} does not have an active block job")))?;
            job.bandwidth = bandwidth;
            job.progress.set_rate(rate(bandwidth), now);
            Ok(())
        })
    }

    /// The file below a disk that a name means, for a commit into it.
    pub(crate) fn commit_target(
        &self,
        dom: &DomainRef,
        path: &str,
        base: Option<&str>,
    ) -> Result<StorageSource> {
        let found = self.world.guest(dom)?;
        let doc = found.state.running()?;
        let disk = devices::disk(doc, path)
            .ok_or_else(|| invalid(format!("disk '{path}' was not found in the domain config")))?;
        let mut below = disk.backing_store.as_deref();
        let mut last = None;
        while let Some(store) = below {
            if let Some(source) = &store.source {
                if base.is_none() || source.path() == base {
                    last = Some(source.clone());
                }
                if base.is_some() && source.path() == base {
                    break;
                }
            }
            below = store.backing_store.as_deref();
        }
        let name = base.unwrap_or("a backing file");
        last.ok_or_else(|| invalid(format!("could not find image '{name}' beneath disk '{path}'")))
    }
}

/// Shows a job in the document of the running guest.
fn show(guest: &mut Guest, dev: &str, job: &BlockJob) -> Result<()> {
    let kind = match job.kind {
        Kind::Copy => MirrorJob::Copy,
        Kind::ActiveCommit => MirrorJob::ActiveCommit,
        _ => return Ok(()),
    };
    let live = guest.live.as_mut().ok_or(TestError::NotRunning)?;
    if let Some(disk) = devices::disk_mut(Arc::make_mut(live), dev) {
        disk.mirror = Some(Box::new(Mirror {
            source: job.target.clone(),
            job: Some(kind),
            image_format: format_of(disk),
            ready: job.ready.then_some(MirrorReady::Yes),
            ..Mirror::default()
        }));
    }
    Ok(())
}

fn format_of(disk: &Disk) -> Option<ImageFormat> {
    let name = disk.driver.as_ref()?.format?;
    Some(ImageFormat {
        name,
        ..ImageFormat::default()
    })
}

/// What a job that is over leaves behind.
fn finish(
    guest: &mut Guest,
    news: &mut News,
    me: &DomainRef,
    dev: &str,
    job: &BlockJob,
    status: Status,
) -> Result<()> {
    let live = guest.live.as_mut().ok_or(TestError::NotRunning)?;
    let mut path = String::new();
    if let Some(disk) = devices::disk_mut(Arc::make_mut(live), dev) {
        disk.mirror = None;
        if job.flattens && status == Status::Completed {
            disk.backing_store = Some(Box::<BackingStore>::default());
        }
        path = disk.source.path().unwrap_or_default().to_owned();
    }
    tell(news, me, dev, &path, job.kind, status);
    Ok(())
}

pub(super) fn tell(news: &mut News, me: &DomainRef, dev: &str, path: &str, kind: Kind, status: Status) {
    let event = DomainEvent::BlockJob {
        path: path.to_owned(),
        dev: dev.to_owned(),
        kind: kind.raw(),
        status: status.raw(),
    };
    news.push((me.clone(), event));
}

/// Jobs that came to their end.
pub(super) fn settle(guest: &mut Guest, now: Duration, news: &mut News, me: &DomainRef) {
    let over: Vec<(String, BlockJob)> = guest
        .jobs
        .disks
        .iter()
        .filter(|(_, job)| !job.ready && job.progress.ends() <= now)
        .map(|(dev, job)| (dev.clone(), job.clone()))
        .collect();
    for (dev, mut job) in over {
        if job.target.is_some() {
            job.ready = true;
            let path = guest
                .live
                .as_ref()
                .and_then(|doc| devices::disk(doc, &dev))
                .and_then(|disk| disk.source.path())
                .unwrap_or_default()
                .to_owned();
            // The guest runs: who is settled does.
            let _ = show(guest, &dev, &job);
            tell(news, me, &dev, &path, job.kind, Status::Ready);
            guest.jobs.disks.insert(dev, job);
        } else {
            guest.jobs.disks.remove(&dev);
            let _ = finish(guest, news, me, &dev, &job, Status::Completed);
        }
    }
}

/// A place on the file system of the host.
pub(crate) fn file(path: &str) -> StorageSource {
    StorageSource::File(FileSource {
        file: Some(path.to_owned()),
        ..FileSource::default()
    })
}
