//! What the driver keeps of each guest, running or not.

use crate::error::{QemuError, Result};
use crate::guest::state::Status;
use crate::guest::{JobFigures, Live, Summary};
use arc_swap::ArcSwapOption;
use ferrovirt_types::consts::DomainShutoffReason;
use ferrovirt_types::object::DomainRef;
use std::sync::atomic::{AtomicBool, AtomicI32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;
use tokio::time::{Instant, timeout_at};
use uuid::Uuid;

/// How long a change waits for the one before it.
const JOB_WAIT: Duration = Duration::from_secs(30);

/// A bandwidth that is no limit, as clients know it.
pub const UNLIMITED_MIB: u64 = (i64::MAX as u64) >> 20;

/// A guest. Small, because there may be tens of thousands: the definition itself is on disk.
#[derive(Debug)]
pub struct Guest {
    /// Unique name.
    pub name: Box<str>,
    /// Unique identity.
    pub uuid: Uuid,
    persistent: AtomicBool,
    autostart: AtomicBool,
    off_reason: AtomicI32,
    migration_speed: AtomicU64,
    agent_timeout: AtomicI32,
    live: ArcSwapOption<Live>,
    summary: ArcSwapOption<Summary>,
    last_job: ArcSwapOption<JobFigures>,
    turn: Arc<tokio::sync::Mutex<()>>,
    backup_over: Notify,
    holder: Mutex<&'static str>,
}

/// How long a guest's agent may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AgentTimeout {
    /// As long as it wants.
    Block,
    /// As long as is usual.
    Usual,
    /// So many seconds.
    Seconds(u32),
}

impl AgentTimeout {
    /// `VIR_DOMAIN_AGENT_RESPONSE_TIMEOUT_BLOCK`.
    const BLOCK: i32 = -2;
    /// `VIR_DOMAIN_AGENT_RESPONSE_TIMEOUT_DEFAULT`.
    const USUAL: i32 = -1;
}

/// The right to change a guest, until dropped.
#[derive(Debug)]
pub struct Job {
    _turn: tokio::sync::OwnedMutexGuard<()>,
}

impl Guest {
    /// A guest that is not running.
    pub fn new(name: &str, uuid: Uuid, persistent: bool, autostart: bool) -> Self {
        Guest {
            name: name.into(),
            uuid,
            persistent: AtomicBool::new(persistent),
            autostart: AtomicBool::new(autostart),
            off_reason: AtomicI32::new(DomainShutoffReason::Unknown.raw()),
            migration_speed: AtomicU64::new(UNLIMITED_MIB),
            agent_timeout: AtomicI32::new(AgentTimeout::USUAL),
            live: ArcSwapOption::empty(),
            summary: ArcSwapOption::empty(),
            last_job: ArcSwapOption::empty(),
            turn: Arc::default(),
            backup_over: Notify::new(),
            holder: Mutex::new(""),
        }
    }

    /// The running guest, if it runs.
    pub fn live(&self) -> Option<Arc<Live>> {
        self.live.load_full()
    }

    /// The running guest, or that it has to run.
    pub fn running(&self) -> Result<Arc<Live>> {
        self.live().ok_or(QemuError::NotRunning)
    }

    /// Publishes the running guest.
    pub fn set_live(&self, live: Arc<Live>) {
        self.live.store(Some(live));
    }

    /// Publishes that it is off.
    pub fn set_off(&self, reason: DomainShutoffReason) {
        self.off_reason.store(reason.raw(), Ordering::Release);
        self.live.store(None);
    }

    /// Number of the activation, or -1.
    pub fn id(&self) -> i32 {
        self.live.load().as_ref().map_or(-1, |l| l.id)
    }

    /// State and reason.
    pub fn status(&self) -> Status {
        match &*self.live.load() {
            Some(live) => live.status,
            None => self.off_status(),
        }
    }

    /// State and reason while it does not run.
    pub fn off_status(&self) -> Status {
        Status {
            state: ferrovirt_types::consts::DomainState::Shutoff,
            reason: self.off_reason.load(Ordering::Acquire),
        }
    }

    /// How it is named to callers.
    pub fn reference(&self) -> DomainRef {
        self.reference_as(self.id())
    }

    /// The same with what is known of its activation.
    pub fn reference_as(&self, id: i32) -> DomainRef {
        DomainRef {
            name: self.name.to_string(),
            uuid: self.uuid,
            id,
        }
    }

    /// Whether there is a definition.
    pub fn is_persistent(&self) -> bool {
        self.persistent.load(Ordering::Acquire)
    }

    /// Most MiB a second that a migration may send.
    pub fn migration_speed(&self) -> u64 {
        self.migration_speed.load(Ordering::Acquire)
    }

    /// Sets how many MiB a second a migration may send at most.
    pub fn set_migration_speed(&self, mib: u64) {
        self.migration_speed.store(mib, Ordering::Release);
    }

    /// How long its agent may take.
    pub fn agent_timeout(&self) -> AgentTimeout {
        match self.agent_timeout.load(Ordering::Acquire) {
            AgentTimeout::BLOCK => AgentTimeout::Block,
            other => u32::try_from(other).map_or(AgentTimeout::Usual, AgentTimeout::Seconds),
        }
    }

    /// Sets how long its agent may take, as the interface counts it; what is no such number is refused.
    pub fn set_agent_timeout(&self, timeout: i32) -> Result<()> {
        if timeout < AgentTimeout::BLOCK {
            return Err(QemuError::InvalidArg(format!(
                "guest agent timeout '{timeout}' is less than the minimum '{}'",
                AgentTimeout::BLOCK
            )));
        }
        self.agent_timeout.store(timeout, Ordering::Release);
        Ok(())
    }

    /// Notes whether there is a definition.
    pub fn set_persistent(&self, yes: bool) {
        self.persistent.store(yes, Ordering::Release);
    }

    /// Whether it starts with the daemon.
    pub fn autostart(&self) -> bool {
        self.autostart.load(Ordering::Acquire)
    }

    /// Notes whether it starts with the daemon.
    pub fn set_autostart(&self, yes: bool) {
        self.autostart.store(yes, Ordering::Release);
    }

    /// The figures of the definition, if they were asked for since it changed.
    pub fn summary(&self) -> Option<Arc<Summary>> {
        self.summary.load_full()
    }

    /// Keeps the figures of the definition.
    pub fn set_summary(&self, summary: Option<Arc<Summary>>) {
        self.summary.store(summary);
    }

    /// Takes the turn to change the guest, if nobody has it.
    pub fn begin_now(&self, what: &'static str) -> Option<Job> {
        let turn = Arc::clone(&self.turn).try_lock_owned().ok()?;
        *self.holder.lock().unwrap_or_else(PoisonError::into_inner) = what;
        Some(Job { _turn: turn })
    }

    /// Figures of the last job of the whole guest that ended.
    pub fn last_job(&self) -> Option<Arc<JobFigures>> {
        self.last_job.load_full()
    }

    /// Keeps the figures of a job that ended.
    pub fn set_last_job(&self, figures: JobFigures) {
        self.last_job.store(Some(Arc::new(figures)));
    }

    /// Forgets them: they are told once.
    pub fn forget_last_job(&self) {
        self.last_job.store(None);
    }

    /// A backup that was noted is not noted any more.
    pub fn backup_over(&self) {
        self.backup_over.notify_waiters();
    }

    /// Waits until no backup runs; false after `limit`.
    pub async fn wait_no_backup(&self, limit: Duration) -> bool {
        let deadline = Instant::now() + limit;
        loop {
            let over = self.backup_over.notified();
            tokio::pin!(over);
            // Registered before looking, so that no end between is missed.
            over.as_mut().enable();
            if self.live().is_none_or(|l| l.backup.is_none()) {
                return true;
            }
            if timeout_at(deadline, over).await.is_err() {
                return false;
            }
        }
    }

    /// Takes the turn for what cannot be while a backup runs: waits for the end of one, too.
    pub async fn begin_alone(&self, what: &'static str) -> Result<Job> {
        let deadline = Instant::now() + JOB_WAIT;
        while self
            .wait_no_backup(deadline.saturating_duration_since(Instant::now()))
            .await
        {
            let job = self.begin(what).await?;
            if self.live().is_none_or(|l| l.backup.is_none()) {
                return Ok(job);
            }
        }
        Err(QemuError::Busy {
            name: self.name.to_string(),
            holder: "backup",
            after: JOB_WAIT,
        })
    }

    /// Takes the turn to change the guest. `what` is told to those who wait in vain.
    pub async fn begin(&self, what: &'static str) -> Result<Job> {
        let turn = Arc::clone(&self.turn).lock_owned();
        match tokio::time::timeout(JOB_WAIT, turn).await {
            Ok(turn) => {
                *self.holder.lock().unwrap_or_else(PoisonError::into_inner) = what;
                Ok(Job { _turn: turn })
            }
            Err(_) => Err(QemuError::Busy {
                name: self.name.to_string(),
                holder: *self.holder.lock().unwrap_or_else(PoisonError::into_inner),
                after: JOB_WAIT,
            }),
        }
    }
}
