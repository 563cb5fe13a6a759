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
use crate::domain::moments::Moments;
use crate::error::{Result, TestError};
use ferrovirt_schema::checkpoint::Checkpoint;
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::snapshot::Snapshot;
use ferrovirt_types::consts::{
    DomainPausedReason, DomainRunningReason, DomainShutoffReason, DomainState as State,
};
use ferrovirt_types::object::DomainRef;
use std::collections::BTreeSet;
use std::sync::Arc;
use uuid::Uuid;

/// What a guest's clock shows until it is set.
const FIRST_CLOCK: (i64, u32) = (627_319_920, 0);

/// Whether the guest runs, and why it does or does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Phase {
    Running(DomainRunningReason),
    Paused(DomainPausedReason),
    Shutoff(DomainShutoffReason),
}

impl Phase {
    /// State and reason as numbers of the interface.
    pub(crate) fn raw(self) -> (i32, i32) {
        match self {
            Phase::Running(reason) => (State::Running.raw(), reason.raw()),
            Phase::Paused(reason) => (State::Paused.raw(), reason.raw()),
            Phase::Shutoff(reason) => (State::Shutoff.raw(), reason.raw()),
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
