//! Jobs on the disks of a running guest.
//!
//! What a job does is in its id, so that a daemon that takes a guest up knows the jobs that its
//! predecessor began.

use ferrovirt_types::consts::DomainBlockJobType;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;

/// What a job does to the chain of a disk. Numbers are those of the images' nodes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plan {
    /// Content of the images between the uppermost and `base`, or of all below, comes into the uppermost.
    Pull {
        /// The image that stays below.
        base: Option<u32>,
    },
    /// A copy of a point in time is made, or read by others.
    Backup,
    /// The disk is copied to another image, which may take its place.
    Copy,
    /// Content of `top` and what is above `base` goes into `base`.
    Commit {
        /// The uppermost image that is merged.
        top: u32,
        /// The image that is merged into.
        base: u32,
    },
    /// The same from the image that the guest writes to; `base` then takes its place.
    ActiveCommit {
        /// The image that is merged into.
        base: u32,
    },
}

/// A job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlockJob {
    /// Target name of the disk.
    pub disk: String,
    /// What it does.
    pub plan: Plan,
    /// A copy that has caught up.
    pub ready: bool,
    /// The copy is to take the disk's place.
    pub pivot: bool,
    /// Somebody asked for its end.
    pub ending: bool,
}

const PREFIX: &str = "ferrovirt-";

impl BlockJob {
    /// A job that begins.
    pub fn new(disk: &str, plan: Plan) -> Self {
        BlockJob {
            disk: disk.to_owned(),
            plan,
            ready: false,
            pivot: false,
            ending: false,
        }
    }

    /// Its id within QEMU.
    pub fn id(&self) -> String {
        let disk = &self.disk;
        match self.plan {
            Plan::Pull { base } => format!("{PREFIX}pull-{}-0-{disk}", base.unwrap_or(0)),
            Plan::Backup => format!("{PREFIX}backup-0-0-{disk}"),
            Plan::Copy => format!("{PREFIX}copy-0-0-{disk}"),
            Plan::Commit { top, base } => format!("{PREFIX}commit-{base}-{top}-{disk}"),
            Plan::ActiveCommit { base } => format!("{PREFIX}active-{base}-0-{disk}"),
        }
    }

    /// The job of an id, if it is one of ours.
    pub fn of_id(id: &str) -> Option<Self> {
        let mut parts = id.strip_prefix(PREFIX)?.splitn(4, '-');
        let (kind, base, top) = (parts.next()?, parts.next()?, parts.next()?);
        let disk = parts.next()?;
        let base: u32 = base.parse().ok()?;
        let plan = match kind {
            "pull" => Plan::Pull {
                base: Some(base).filter(|n| *n > 0),
            },
            "backup" => Plan::Backup,
            "copy" => Plan::Copy,
            "commit" => Plan::Commit {
                top: top.parse().ok()?,
                base,
            },
            "active" => Plan::ActiveCommit { base },
            _ => return None,
        };
        Some(Self::new(disk, plan))
    }

    /// Its kind for clients.
    pub fn kind(&self) -> DomainBlockJobType {
        match self.plan {
            Plan::Pull { .. } => DomainBlockJobType::Pull,
            Plan::Backup => DomainBlockJobType::Backup,
            Plan::Copy => DomainBlockJobType::Copy,
            Plan::Commit { .. } => DomainBlockJobType::Commit,
            Plan::ActiveCommit { .. } => DomainBlockJobType::ActiveCommit,
        }
    }

    /// Whether it goes on until it is told to end.
    pub fn is_mirror(&self) -> bool {
        matches!(self.plan, Plan::Copy | Plan::ActiveCommit { .. })
    }
}

/// The jobs of one guest, at most one for each disk.
#[derive(Debug, Default)]
pub struct BlockJobs {
    jobs: Mutex<Vec<BlockJob>>,
    changed: Notify,
}

impl BlockJobs {
    fn with<R>(&self, act: impl FnOnce(&mut Vec<BlockJob>) -> R) -> R {
        act(&mut self.jobs.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The job on a disk.
    pub fn of_disk(&self, disk: &str) -> Option<BlockJob> {
        self.with(|jobs| jobs.iter().find(|j| j.disk == disk).cloned())
    }

    /// All of them.
    pub fn all(&self) -> Vec<BlockJob> {
        self.with(|jobs| jobs.clone())
    }

    /// Whether there is any.
    pub fn any(&self) -> bool {
        self.with(|jobs| !jobs.is_empty())
    }

    /// Notes a job; false if the disk has one already.
    pub fn add(&self, job: BlockJob) -> bool {
        self.with(|jobs| {
            let free = jobs.iter().all(|j| j.disk != job.disk);
            if free {
                jobs.push(job);
            }
            free
        })
    }

    /// Changes a job.
    pub fn change(&self, disk: &str, change: impl FnOnce(&mut BlockJob)) {
        self.with(|jobs| {
            if let Some(job) = jobs.iter_mut().find(|j| j.disk == disk) {
                change(job);
            }
        });
        self.changed.notify_waiters();
    }

    /// Forgets a job that is over.
    pub fn remove(&self, disk: &str) {
        self.with(|jobs| jobs.retain(|j| j.disk != disk));
        self.changed.notify_waiters();
    }

    /// Waits until a disk has no job; false after `limit`.
    pub async fn wait_gone(&self, disk: &str, limit: Duration) -> bool {
        self.wait(disk, limit, |job| job.is_none()).await
    }

    /// Waits until a disk's job has caught up; false if it ended instead, or after `limit`.
    pub async fn wait_ready(&self, disk: &str, limit: Duration) -> bool {
        let settled = |job: Option<&BlockJob>| job.is_none_or(|j| j.ready);
        self.wait(disk, limit, settled).await && self.of_disk(disk).is_some()
    }

    async fn wait(&self, disk: &str, limit: Duration, is: impl Fn(Option<&BlockJob>) -> bool) -> bool {
        let there = async {
            loop {
                let changed = self.changed.notified();
                tokio::pin!(changed);
                // Registered before looking, so that no change between is missed.
                changed.as_mut().enable();
                if is(self.of_disk(disk).as_ref()) {
                    return;
                }
                changed.await;
            }
        };
        tokio::time::timeout(limit, there).await.is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_tell_what_a_job_does() {
        for plan in [
            Plan::Pull { base: None },
            Plan::Pull { base: Some(4) },
            Plan::Backup,
            Plan::Copy,
            Plan::Commit { top: 3, base: 7 },
            Plan::ActiveCommit { base: 9 },
        ] {
            let job = BlockJob::new("vd-a", plan);
            assert_eq!(BlockJob::of_id(&job.id()), Some(job));
        }
        for foreign in [
            "",
            "ferrovirt-",
            "ferrovirt-copy-x-0-vda",
            "snapsave-1",
            "ferrovirt-pull-1-0",
        ] {
            assert_eq!(BlockJob::of_id(foreign), None, "{foreign}");
        }
    }

    #[tokio::test]
    async fn one_job_a_disk_and_its_end_is_noticed() {
        let jobs = BlockJobs::default();
        assert!(jobs.add(BlockJob::new("vda", Plan::Copy)));
        assert!(!jobs.add(BlockJob::new("vda", Plan::Pull { base: None })));
        assert!(!jobs.wait_gone("vda", Duration::from_millis(1)).await);
        let (gone, ()) = tokio::join!(jobs.wait_gone("vda", Duration::from_secs(5)), async {
            jobs.remove("vda");
        });
        assert!(gone && !jobs.any());
    }
}
