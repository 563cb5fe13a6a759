//! What takes a guest a while: jobs of its disks, and one job at a time of the guest as a whole. A job
//! moves with the clock of the host and ends when that says so.

pub(crate) mod backup;
pub(crate) mod block;
pub(crate) mod progress;

use crate::TestDriver;
use crate::domain::statistics::figures;
use crate::domain::{Guest, News, devices, tuning};
use crate::error::{Result, TestError};
use crate::world::World;
use block::BlockJob;
use ferrovirt_protocol::remote;
use ferrovirt_schema::backup::Backup;
use ferrovirt_types::Error;
use ferrovirt_types::consts::{DomainJobOperation, DomainJobType, ErrorDomain, ErrorNumber};
use ferrovirt_types::event::DomainEvent;
use ferrovirt_types::object::DomainRef;
use ferrovirt_types::param::TypedParam;
use progress::Progress;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

/// Bytes a second at which memory is moved when nothing limits it.
const FULL_SPEED: u64 = 4 << 30;
/// Bytes of a MiB.
pub(crate) const MIB: u64 = 1 << 20;

/// Everything that takes a while.
#[derive(Debug, Clone, Default)]
pub(crate) struct Jobs {
    /// Jobs of disks, by target name.
    pub(crate) disks: BTreeMap<String, BlockJob>,
    /// Of the guest.
    pub(crate) guest: Option<Job>,
    /// The last one that ended.
    last: Option<Ended>,
    /// Speed and downtime of migrations.
    pub(crate) migration: Migrating,
    /// When it wakes up by itself.
    pub(crate) wakes: Option<Duration>,
    /// When it is looked again at what was written to its disks.
    pub(crate) looks: Option<Duration>,
}

/// How a guest is to be migrated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Migrating {
    /// MiB a second.
    pub(crate) speed: u64,
    /// MiB a second after the switch to post-copy.
    pub(crate) postcopy_speed: u64,
    /// Milliseconds.
    pub(crate) downtime: u64,
    /// Bytes.
    pub(crate) cache: u64,
    /// The guest already runs at the other end.
    pub(crate) postcopy: bool,
}

/// MiB a second that mean "as fast as it goes".
pub(crate) const UNLIMITED: u64 = 8_796_093_022_207;

impl Default for Migrating {
    fn default() -> Self {
        Migrating {
            speed: UNLIMITED,
            postcopy_speed: UNLIMITED,
            downtime: 300,
            cache: 64 * MIB,
            postcopy: false,
        }
    }
}

impl Migrating {
    pub(crate) fn rate(&self) -> u64 {
        if self.speed == 0 {
            return FULL_SPEED;
        }
        self.speed.saturating_mul(MIB).min(FULL_SPEED)
    }
}

/// A job of a guest.
#[derive(Debug, Clone)]
pub(crate) struct Job {
    pub(crate) operation: DomainJobOperation,
    pub(crate) started: Duration,
    pub(crate) progress: Progress,
    /// What it is about, if it is a backup.
    pub(crate) backup: Option<Arc<Backup>>,
    /// Who began it ends it, as with a migration; others end when they are done.
    pub(crate) attended: bool,
}

/// A job that has ended.
#[derive(Debug, Clone)]
struct Ended {
    operation: DomainJobOperation,
    how: End,
    took: Duration,
    total: u64,
    done: u64,
}

/// How a job ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    Completed,
    Cancelled,
}

impl Guest {
    /// Begins a job of the guest.
    pub(crate) fn begin(&mut self, job: Job) -> Result<()> {
        self.running()?;
        if let Some(other) = &self.jobs.guest {
            return Err(TestError::Api(Error::new(
                ErrorNumber::OperationTimeout,
                ErrorDomain::Test,
                format!(
                    "another job of the guest goes on ({}): wait for it or abort it",
                    word(other.operation)
                ),
            )));
        }
        self.jobs.guest = Some(job);
        Ok(())
    }

    /// Ends the job of the guest, and tells so.
    pub(crate) fn end_job(
        &mut self,
        how: End,
        now: Duration,
        news: &mut News,
        me: &DomainRef,
    ) -> Option<Job> {
        let job = self.jobs.guest.take()?;
        let ended = Ended {
            operation: job.operation,
            how,
            took: now.saturating_sub(job.started),
            total: job.progress.total,
            done: job.progress.done(now),
        };
        self.jobs.migration.postcopy = false;
        let params = ended.params();
        self.jobs.last = Some(ended);
        news.push((me.clone(), DomainEvent::JobCompleted { params }));
        Some(job)
    }

    /// Has everything happen that is due; tells when something is next.
    pub(crate) fn settle(&mut self, now: Duration, news: &mut News, me: &DomainRef) {
        if self.live.is_none() {
            return;
        }
        block::settle(self, now, news, me);
        let over = |job: &Job| !job.attended && job.progress.ends() <= now;
        if self.jobs.guest.as_ref().is_some_and(over) {
            backup::completed(self, now, news, me);
        }
        if self.jobs.wakes.is_some_and(|at| at <= now) {
            self.wake(news, me);
        }
        self.pass_thresholds(now, news, me);
    }

    /// Disks that were written to beyond what was to be told.
    fn pass_thresholds(&mut self, now: Duration, news: &mut News, me: &DomainRef) {
        let thresholds = self.extra.thresholds.clone();
        for (dev, threshold) in thresholds {
            let written = figures::written(self, me.uuid, &dev, now);
            if written < threshold {
                self.jobs.looks = figures::written_at(self, me.uuid, &dev, threshold, now);
                continue;
            }
            self.extra.thresholds.remove(&dev);
            let path = self.live.as_ref().and_then(|doc| devices::disk(doc, &dev));
            let path = path.and_then(|disk| disk.source.path()).map(str::to_owned);
            news.push((
                me.clone(),
                DomainEvent::BlockThreshold {
                    dev,
                    path,
                    threshold,
                    excess: written - threshold,
                },
            ));
        }
        if self.extra.thresholds.is_empty() {
            self.jobs.looks = None;
        }
    }

    /// Moments at which something is due.
    pub(crate) fn due(&self) -> Vec<Duration> {
        let mut due: Vec<Duration> = self
            .jobs
            .disks
            .values()
            .filter(|job| !job.ready)
            .map(|job| job.progress.ends())
            .collect();
        due.extend(self.jobs.guest.as_ref().map(|job| job.progress.ends()));
        due.extend(self.jobs.wakes);
        due.extend(self.jobs.looks);
        due
    }
}

impl Ended {
    fn params(&self) -> Vec<TypedParam> {
        let mut params = vec![TypedParam::new("operation", self.operation.raw())];
        params.push(TypedParam::new("time_elapsed", millis(self.took)));
        params.extend(figures(self.operation, self.total, self.done));
        params.push(TypedParam::new("success", self.how == End::Completed));
        params
    }

    fn kind(&self) -> DomainJobType {
        match self.how {
            End::Completed => DomainJobType::Completed,
            End::Cancelled => DomainJobType::Cancelled,
        }
    }
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

/// Whether a job moves memory; others move what is on disks.
fn moves_memory(operation: DomainJobOperation) -> bool {
    operation != DomainJobOperation::Backup
}

fn figures(operation: DomainJobOperation, total: u64, done: u64) -> Vec<TypedParam> {
    let group = if moves_memory(operation) { "memory" } else { "disk" };
    let mut params = Vec::new();
    for group in ["data", group] {
        let figure = |name: &str, value: u64| TypedParam::new(format!("{group}_{name}"), value);
        params.push(figure("total", total));
        params.push(figure("processed", done));
        params.push(figure("remaining", total - done));
    }
    params
}

fn word(operation: DomainJobOperation) -> &'static str {
    match operation {
        DomainJobOperation::Start => "start",
        DomainJobOperation::Save => "save",
        DomainJobOperation::Restore => "restore",
        DomainJobOperation::MigrationIn => "migration in",
        DomainJobOperation::MigrationOut => "migration out",
        DomainJobOperation::Snapshot => "snapshot",
        DomainJobOperation::SnapshotRevert => "snapshot revert",
        DomainJobOperation::Dump => "dump",
        DomainJobOperation::Backup => "backup",
        _ => "unknown",
    }
}

/// Figures of the job that goes on, in the old form.
pub(crate) fn info(guest: &Guest, now: Duration) -> remote::DomainGetJobInfoRet {
    let mut ret = remote::DomainGetJobInfoRet {
        kind: DomainJobType::None.raw(),
        time_elapsed: 0,
        time_remaining: 0,
        data_total: 0,
        data_processed: 0,
        data_remaining: 0,
        mem_total: 0,
        mem_processed: 0,
        mem_remaining: 0,
        file_total: 0,
        file_processed: 0,
        file_remaining: 0,
    };
    let Some(job) = &guest.jobs.guest else { return ret };
    let (total, done) = (job.progress.total, job.progress.done(now));
    ret.kind = DomainJobType::Bounded.raw();
    ret.time_elapsed = millis(now.saturating_sub(job.started));
    ret.time_remaining = millis(job.progress.ends().saturating_sub(now));
    (ret.data_total, ret.data_processed, ret.data_remaining) = (total, done, total - done);
    if moves_memory(job.operation) {
        (ret.mem_total, ret.mem_processed, ret.mem_remaining) = (total, done, total - done);
    } else {
        (ret.file_total, ret.file_processed, ret.file_remaining) = (total, done, total - done);
    }
    ret
}

/// Figures of the job that goes on, or of the last one.
pub(crate) fn stats(
    guest: &mut Guest,
    now: Duration,
    completed: bool,
    keep: bool,
) -> remote::DomainGetJobStatsRet {
    let answer = |kind: DomainJobType, params| remote::DomainGetJobStatsRet {
        kind: kind.raw(),
        params,
    };
    if completed {
        let last = guest.jobs.last.clone();
        if !keep {
            guest.jobs.last = None;
        }
        return last.map_or_else(
            || answer(DomainJobType::None, Vec::new()),
            |ended| answer(ended.kind(), ended.params()),
        );
    }
    let Some(job) = &guest.jobs.guest else {
        return answer(DomainJobType::None, Vec::new());
    };
    let mut params = vec![
        TypedParam::new("operation", job.operation.raw()),
        TypedParam::new("time_elapsed", millis(now.saturating_sub(job.started))),
        TypedParam::new("time_remaining", millis(job.progress.ends().saturating_sub(now))),
    ];
    params.extend(figures(job.operation, job.progress.total, job.progress.done(now)));
    if moves_memory(job.operation) {
        params.push(TypedParam::new("memory_bps", guest.jobs.migration.rate()));
        params.push(TypedParam::new("memory_iteration", 1_u64));
        params.push(TypedParam::new("downtime", guest.jobs.migration.downtime));
    }
    answer(DomainJobType::Bounded, params)
}

impl World {
    /// Has happen what is due for a guest.
    pub(crate) fn settle_guest(&self, uuid: uuid::Uuid, now: Duration) {
        let dom = DomainRef {
            name: String::new(),
            uuid,
            id: -1,
        };
        // A guest that is gone has nothing left to do.
        let _ = self.change_guest(&dom, |guest, news, me| {
            guest.settle(now, news, &me);
            Ok(())
        });
    }
}

impl TestDriver {
    /// Moves the memory of a guest, which takes as long as its size and the speed say. Fails when the job
    /// is aborted or the guest goes away.
    pub(crate) async fn move_memory(&self, dom: &DomainRef, operation: DomainJobOperation) -> Result<()> {
        let now = self.world.clock.now();
        self.world.change_guest(dom, |guest, news, me| {
            let memory = tuning::current(guest.running()?).saturating_mul(1024);
            let rate = if operation == DomainJobOperation::MigrationOut {
                guest.jobs.migration.rate()
            } else {
                FULL_SPEED
            };
            guest.begin(Job {
                operation,
                started: now,
                progress: Progress::new(memory, rate, now),
                backup: None,
                attended: true,
            })?;
            if operation == DomainJobOperation::MigrationOut {
                news.push((me, DomainEvent::MigrationIteration { iteration: 1 }));
            }
            Ok(())
        })?;
        let mut attendant = Attendant {
            driver: self.clone(),
            dom: dom.clone(),
            done: false,
        };
        loop {
            let stirred = self.world.agenda.stirred();
            let found = self.world.guest(dom)?;
            let Some(job) = &found.state.jobs.guest else {
                let why = format!("{} job: canceled by client", word(operation));
                return Err(TestError::Api(Error::new(
                    ErrorNumber::OperationAborted,
                    ErrorDomain::Test,
                    why,
                )));
            };
            let ends = job.progress.ends();
            if ends <= self.world.clock.now() || found.state.jobs.migration.postcopy {
                break;
            }
            tokio::select! {
                () = self.world.clock.wait_for(ends) => {}
                () = stirred => {}
            }
        }
        attendant.done = true;
        Ok(())
    }

    /// The job that somebody attends has come to its end.
    pub(crate) fn finish_job(&self, dom: &DomainRef, how: End) -> Result<()> {
        let now = self.world.clock.now();
        self.world.change_guest(dom, |guest, news, me| {
            guest.end_job(how, now, news, &me);
            Ok(())
        })
    }
}

/// Takes a job away when nobody waits for it any more.
struct Attendant {
    driver: TestDriver,
    dom: DomainRef,
    done: bool,
}

impl Drop for Attendant {
    fn drop(&mut self) {
        if !self.done {
            // The guest may be gone, and the job with it.
            let _ = self.driver.finish_job(&self.dom, End::Cancelled);
        }
    }
}
