//! What is known of a guest. A value: changes are made on a copy and published as a whole.
//!
//! ```text
//!            create            suspend
//!  shut off ───────▶ running ──────────▶ paused
//!      ▲  destroy,      ▲ │  resume        │
//!      └─ shutdown, ────┘ ◀────────────────┘
//!         save, crash
//! ```
//! A transient guest (without `config`) is forgotten when it stops.

use crate::affect::Affect;
use crate::domain::jobs::Jobs;
use crate::domain::moments::Moments;
use crate::domain::tuning::iothreads::Polling;
use crate::error::{Result, TestError};
use ferrovirt_schema::checkpoint::Checkpoint;
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::snapshot::Snapshot;
use ferrovirt_types::consts::{
    DomainCrashedReason, DomainPausedReason, DomainRunningReason, DomainShutoffReason, DomainState as State,
};
use ferrovirt_types::object::DomainRef;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;
use uuid::Uuid;

/// What a guest's clock shows until it is set.
const FIRST_CLOCK: (i64, u32) = (627_319_920, 0);

/// Whether the guest runs, and why it does or does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Phase {
    Running(DomainRunningReason),
    Paused(DomainPausedReason),
    Shutoff(DomainShutoffReason),
    /// Suspended to memory by itself.
    Asleep,
    /// It crashed, and is kept to be looked at.
    Crashed,
}

impl Phase {
    /// State and reason as numbers of the interface.
    pub(crate) fn raw(self) -> (i32, i32) {
        match self {
            Phase::Running(reason) => (State::Running.raw(), reason.raw()),
            Phase::Paused(reason) => (State::Paused.raw(), reason.raw()),
            Phase::Shutoff(reason) => (State::Shutoff.raw(), reason.raw()),
            Phase::Asleep => (State::Pmsuspended.raw(), 0),
            Phase::Crashed => (State::Crashed.raw(), DomainCrashedReason::Panicked.raw()),
        }
    }
}

/// A guest.
#[derive(Debug, Clone)]
pub(crate) struct Guest {
    pub(crate) phase: Phase,
    /// Number of this activation; -1 when not active.
    pub(crate) id: i32,
    /// Definition of the running guest.
    pub(crate) live: Option<Arc<Domain>>,
    /// Definition that it starts with next time; a transient guest has none.
    pub(crate) config: Option<Arc<Domain>>,
    pub(crate) autostart: bool,
    /// Its state is kept for the next start.
    pub(crate) managed_save: bool,
    /// What its clock shows, in seconds and nanoseconds since 1970.
    pub(crate) clock: (i64, u32),
    /// File systems that are frozen, by mount point.
    pub(crate) frozen: BTreeSet<&'static str>,
    pub(crate) snapshots: Arc<Moments<Snapshot>>,
    pub(crate) checkpoints: Arc<Moments<Checkpoint>>,
    /// What takes it a while.
    pub(crate) jobs: Jobs,
    pub(crate) extra: Extra,
}

/// What only the whole interface shows of a guest.
#[derive(Debug, Clone, Default)]
pub(crate) struct Extra {
    /// It runs on, but had a definition that it was started with.
    pub(crate) was_defined: bool,
    /// It starts by itself the next time that its host does, and then no more.
    pub(crate) autostart_once: bool,
    /// How long it ran in this activation, until `runs_since`.
    pub(crate) ran: Duration,
    pub(crate) runs_since: Option<Duration>,
    /// Bytes of disks that were given a size.
    pub(crate) sizes: BTreeMap<String, u64>,
    /// Bytes written after which it is told, by disk.
    pub(crate) thresholds: BTreeMap<String, u64>,
    /// Definition of the state that is kept for the next start.
    pub(crate) saved: Option<Arc<Domain>>,
    /// Keys that users of the guest can log in with.
    pub(crate) keys: BTreeMap<String, Vec<String>>,
    /// Processors that the guest has put offline.
    pub(crate) offline: BTreeSet<u32>,
    /// It came from another host and has not been taken over yet.
    pub(crate) arriving: bool,
    /// How its threads poll that were added or told to poll otherwise than usual, by number.
    pub(crate) polling: BTreeMap<u32, Polling>,
    /// How fast it changes its memory.
    pub(crate) dirty_rate: Option<Measured>,
}

/// How fast a guest changes its memory, as it was measured.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Measured {
    pub(crate) began: Duration,
    /// Seconds that it takes.
    pub(crate) takes: u32,
}

impl Guest {
    /// A defined guest that does not run.
    pub(crate) fn defined(config: Domain) -> Self {
        Guest {
            phase: Phase::Shutoff(DomainShutoffReason::Unknown),
            id: -1,
            live: None,
            config: Some(Arc::new(config)),
            autostart: false,
            managed_save: false,
            clock: FIRST_CLOCK,
            frozen: BTreeSet::new(),
            snapshots: Arc::default(),
            checkpoints: Arc::default(),
            jobs: Jobs::default(),
            extra: Extra::default(),
        }
    }

    pub(crate) fn is_active(&self) -> bool {
        self.live.is_some()
    }

    pub(crate) fn is_persistent(&self) -> bool {
        self.config.is_some()
    }

    /// The definition that counts now.
    pub(crate) fn current(&self) -> Result<&Arc<Domain>> {
        self.live
            .as_ref()
            .or(self.config.as_ref())
            .ok_or_else(no_definition)
    }

    /// The definition that the guest starts with next time; that it runs with, when it is transient.
    pub(crate) fn next(&self) -> Result<&Arc<Domain>> {
        self.config
            .as_ref()
            .or(self.live.as_ref())
            .ok_or_else(no_definition)
    }

    /// Fails unless the guest is active.
    pub(crate) fn running(&self) -> Result<&Arc<Domain>> {
        self.live.as_ref().ok_or(TestError::NotRunning)
    }

    /// The definition of the state that is kept for the next start.
    pub(crate) fn kept(&self) -> Result<&Arc<Domain>> {
        let none = || TestError::InvalidState("domain does not have managed save image".into());
        let kept = self.extra.saved.as_ref().filter(|_| self.managed_save);
        kept.ok_or_else(none)
    }

    /// The definition that flags of a reading call mean.
    pub(crate) fn read(&self, flags: u32) -> Result<&Arc<Domain>> {
        let affect = Affect::one(flags, self.is_active(), self.is_persistent())?;
        if affect.live { self.running() } else { self.next() }
    }

    /// Changes the definitions that the flags mean: both or none.
    pub(crate) fn edit(&mut self, flags: u32, change: impl Fn(&mut Domain) -> Result<()>) -> Result<()> {
        let affect = Affect::of(flags, self.is_active(), self.is_persistent())?;
        if affect.live {
            change(Arc::make_mut(self.live.as_mut().ok_or(TestError::NotRunning)?))?;
        }
        if affect.config {
            change(Arc::make_mut(self.config.as_mut().ok_or_else(no_definition)?))?;
        }
        Ok(())
    }

    /// Changes the one definition that the flags mean.
    pub(crate) fn edit_one(&mut self, flags: u32, change: impl Fn(&mut Domain) -> Result<()>) -> Result<()> {
        Affect::one(flags, self.is_active(), self.is_persistent())?;
        self.edit(flags, change)
    }

    /// Starts it with the definition for that.
    pub(crate) fn start(&mut self, id: i32, reason: DomainRunningReason) -> Result<()> {
        let doc = self.next()?.clone();
        self.start_with(doc, id, reason);
        Ok(())
    }

    /// Starts it with any definition.
    pub(crate) fn start_with(&mut self, doc: Arc<Domain>, id: i32, reason: DomainRunningReason) {
        let mut doc = Domain::clone(&doc);
        doc.id = u32::try_from(id).ok();
        self.live = Some(Arc::new(doc));
        self.id = id;
        self.phase = Phase::Running(reason);
    }

    /// Stops it. What only the running guest had is gone.
    pub(crate) fn stop(&mut self, phase: Phase) {
        self.live = None;
        self.id = -1;
        self.phase = phase;
        self.frozen.clear();
        self.jobs.disks.clear();
        self.jobs.guest = None;
        self.jobs.wakes = None;
        self.jobs.looks = None;
        self.extra.thresholds.clear();
        self.extra.ran = Duration::ZERO;
        self.extra.runs_since = None;
        self.extra.offline.clear();
        self.extra.polling.clear();
        self.extra.dirty_rate = None;
        self.extra.arriving = false;
    }

    /// Counts the time that it runs.
    pub(crate) fn count_time(&mut self, now: Duration) {
        let runs = matches!(self.phase, Phase::Running(_));
        match (runs, self.extra.runs_since) {
            (true, None) => self.extra.runs_since = Some(now),
            (false, Some(since)) => {
                self.extra.ran = self.extra.ran.saturating_add(now.saturating_sub(since));
                self.extra.runs_since = None;
            }
            _ => {}
        }
    }

    /// How long it ran in this activation.
    pub(crate) fn ran(&self, now: Duration) -> Duration {
        let since = self
            .extra
            .runs_since
            .map_or(Duration::ZERO, |s| now.saturating_sub(s));
        self.extra.ran.saturating_add(since)
    }

    /// How a caller names it.
    pub(crate) fn reference(&self, name: &str, uuid: Uuid) -> DomainRef {
        DomainRef {
            name: name.to_owned(),
            uuid,
            id: self.id,
        }
    }
}

fn no_definition() -> TestError {
    TestError::InvalidState("transient domains do not have any persistent config".into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::affect::{AFFECT, CONFIG, LIVE};

    fn guest() -> Guest {
        Guest::defined(Domain {
            name: "a".into(),
            ..Domain::default()
        })
    }

    fn title(title: &'static str) -> impl Fn(&mut Domain) -> Result<()> {
        move |doc| {
            doc.title = Some(title.into());
            Ok(())
        }
    }

    #[test]
    fn a_running_guest_has_two_definitions() {
        let mut guest = guest();
        guest.start(1, DomainRunningReason::Booted).unwrap();
        guest.edit(0, title("live")).unwrap();
        guest.edit(CONFIG, title("config")).unwrap();
        assert_eq!(guest.read(LIVE).unwrap().title.as_deref(), Some("live"));
        assert_eq!(guest.read(CONFIG).unwrap().title.as_deref(), Some("config"));
        guest.edit(AFFECT, title("both")).unwrap();
        assert_eq!(guest.read(CONFIG).unwrap().title, guest.read(LIVE).unwrap().title);
        guest.stop(Phase::Shutoff(DomainShutoffReason::Destroyed));
        assert_eq!(guest.phase.raw(), (5, 2));
        assert!(matches!(guest.read(LIVE), Err(TestError::NotRunning)));
    }

    #[test]
    fn a_transient_guest_has_no_config() {
        let mut guest = guest();
        guest.start(1, DomainRunningReason::Booted).unwrap();
        guest.config = None;
        assert!(guest.edit(CONFIG, title("x")).is_err());
        guest.edit(0, title("x")).unwrap();
    }
}
