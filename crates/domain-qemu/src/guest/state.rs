//! What a running guest's state is, and how it follows from what QEMU reports: pure decisions.
//!
//! ```text
//!            cont                     STOP
//! paused ───────────▶ running ◀──────────────▶ paused
//!                       │  ▲  RESUME
//!          SUSPEND      │  │ WAKEUP
//! pmsuspended ◀─────────┘  │
//!        └─────────────────┘
//! any ── SHUTDOWN ──▶ ended (on_poweroff=destroy), started again (restart), kept (preserve)
//! any ── GUEST_PANICKED ──▶ crashed, then what on_crash says
//! ```

use ferrovirt_qmp::EventKind;
use ferrovirt_types::consts::{
    DomainCrashedReason, DomainEventCrashedDetailType, DomainEventPmSuspendedDetailType,
    DomainEventResumedDetailType, DomainEventShutdownDetailType, DomainEventStartedDetailType,
    DomainEventStoppedDetailType, DomainEventSuspendedDetailType, DomainEventType, DomainPausedReason,
    DomainRunningReason, DomainShutdownReason, DomainShutoffReason, DomainState,
};
use ferrovirt_types::event::DomainEvent;

/// State and reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Status {
    /// The state.
    pub state: DomainState,
    /// The reason, a number of the enumeration that belongs to the state.
    pub reason: i32,
}

impl Status {
    /// Running.
    pub fn running(reason: DomainRunningReason) -> Self {
        Status {
            state: DomainState::Running,
            reason: reason.raw(),
        }
    }

    /// Paused.
    pub fn paused(reason: DomainPausedReason) -> Self {
        Status {
            state: DomainState::Paused,
            reason: reason.raw(),
        }
    }

    /// Off.
    pub fn off(reason: DomainShutoffReason) -> Self {
        Status {
            state: DomainState::Shutoff,
            reason: reason.raw(),
        }
    }
}

/// A lifecycle event.
pub fn lifecycle(event: DomainEventType, detail: i32) -> DomainEvent {
    DomainEvent::Lifecycle {
        event: event.raw(),
        detail,
    }
}

/// What a document asks for when the guest ends, starts over or crashes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EndAction {
    /// The guest is gone.
    Destroy,
    /// It starts over.
    Restart,
    /// QEMU stays, stopped, to be looked at.
    Preserve,
}

/// What we asked QEMU for and will hear about.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Expected {
    /// Why it will stop.
    pub stop: Option<DomainPausedReason>,
    /// Why it will run.
    pub run: Option<DomainRunningReason>,
    /// A shutdown is to be a restart.
    pub reboot: bool,
}

/// The settings that decide what follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Policy {
    /// `<on_poweroff>`
    pub poweroff: EndAction,
    /// `<on_reboot>`
    pub reboot: EndAction,
    /// `<on_crash>`
    pub crash: EndAction,
}

/// What the task has to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// End the process; the guest then is off for this reason.
    End(DomainShutoffReason),
    /// Reset the machine and let it run.
    StartOver,
}

/// The consequence of one event.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reaction {
    /// New state, if it changes.
    pub status: Option<Status>,
    /// What to tell listeners.
    pub events: Vec<DomainEvent>,
    /// What to do.
    pub action: Option<Action>,
}

/// Decides what follows from an event.
pub fn react(now: Status, event: &EventKind, expected: &mut Expected, policy: Policy) -> Reaction {
    use DomainState as S;
    let mut r = Reaction::default();
    match event {
        EventKind::Stop if now.state == S::Running => {
            let reason = expected.stop.take().unwrap_or(DomainPausedReason::Unknown);
            r.status = Some(Status::paused(reason));
            r.events.push(lifecycle(
                DomainEventType::Suspended,
                suspended_detail(reason).raw(),
            ));
        }
        EventKind::Resume if matches!(now.state, S::Paused | S::Pmsuspended) => {
            let reason = expected.run.take().unwrap_or(DomainRunningReason::Unpaused);
            r.status = Some(Status::running(reason));
            let detail = match reason {
                DomainRunningReason::Migrated => DomainEventResumedDetailType::Migrated,
                DomainRunningReason::FromSnapshot | DomainRunningReason::Restored => {
                    DomainEventResumedDetailType::FromSnapshot
                }
                _ => DomainEventResumedDetailType::Unpaused,
            };
            r.events.push(lifecycle(DomainEventType::Resumed, detail.raw()));
        }
        // QEMU says it again when it is asked to quit after it has.
        EventKind::Shutdown { .. } if now.state == S::Shutdown => {}
        EventKind::Shutdown { guest, reason } => shutdown(&mut r, *guest, reason, expected, policy),
        EventKind::Reset { guest: true } => {
            r.events.push(DomainEvent::Reboot);
            if policy.reboot == EndAction::Destroy {
                r.action = Some(Action::End(DomainShutoffReason::Shutdown));
            }
        }
        EventKind::Suspend => {
            r.status = Some(Status {
                state: S::Pmsuspended,
                reason: 0,
            });
            let detail = DomainEventPmSuspendedDetailType::Memory.raw();
            r.events = vec![
                lifecycle(DomainEventType::Pmsuspended, detail),
                DomainEvent::PmSuspend,
            ];
        }
        EventKind::SuspendDisk => r.events.push(DomainEvent::PmSuspendDisk),
        EventKind::Wakeup => {
            r.events.push(DomainEvent::PmWakeup);
            if now.state == S::Pmsuspended {
                r.status = Some(Status::running(DomainRunningReason::Wakeup));
                let detail = DomainEventStartedDetailType::Wakeup.raw();
                r.events.push(lifecycle(DomainEventType::Started, detail));
            }
        }
        EventKind::GuestPanicked { .. } => {
            r.status = Some(Status {
                state: S::Crashed,
                reason: DomainCrashedReason::Panicked.raw(),
            });
            let detail = DomainEventCrashedDetailType::Panicked.raw();
            r.events.push(lifecycle(DomainEventType::Crashed, detail));
            r.action = match policy.crash {
                EndAction::Destroy => Some(Action::End(DomainShutoffReason::Crashed)),
                EndAction::Restart => Some(Action::StartOver),
                EndAction::Preserve => None,
            };
        }
        EventKind::Watchdog { action } => {
            let action = watchdog_action(action);
            if action == 1 {
                expected.stop = Some(DomainPausedReason::Watchdog);
            }
            r.events.push(DomainEvent::Watchdog { action });
        }
        EventKind::RtcChange { offset } => r.events.push(DomainEvent::RtcChange { offset: *offset }),
        EventKind::BalloonChange { actual } => {
            r.events.push(DomainEvent::BalloonChange {
                actual: actual / 1024,
            });
        }
        EventKind::BlockIoError { action, .. } if action == "stop" => {
            expected.stop = Some(DomainPausedReason::Ioerror);
        }
        _ => {}
    }
    r
}

fn shutdown(r: &mut Reaction, guest: bool, reason: &str, expected: &mut Expected, policy: Policy) {
    let detail = if guest {
        DomainEventShutdownDetailType::Guest
    } else {
        DomainEventShutdownDetailType::Host
    };
    let asked_reset = reason == "guest-reset";
    let then = if std::mem::take(&mut expected.reboot) {
        EndAction::Restart
    } else if asked_reset {
        policy.reboot
    } else {
        policy.poweroff
    };
    r.events.push(lifecycle(DomainEventType::Shutdown, detail.raw()));
    match then {
        EndAction::Restart => r.action = Some(Action::StartOver),
        EndAction::Destroy => {
            r.status = Some(Status {
                state: DomainState::Shutdown,
                reason: DomainShutdownReason::Unknown.raw(),
            });
            r.action = Some(Action::End(DomainShutoffReason::Shutdown));
        }
        EndAction::Preserve => r.status = Some(Status::paused(DomainPausedReason::ShuttingDown)),
    }
}

fn suspended_detail(reason: DomainPausedReason) -> DomainEventSuspendedDetailType {
    use DomainEventSuspendedDetailType as D;
    match reason {
        DomainPausedReason::Ioerror => D::Ioerror,
        DomainPausedReason::Watchdog => D::Watchdog,
        DomainPausedReason::Migration => D::Migrated,
        DomainPausedReason::FromSnapshot => D::FromSnapshot,
        _ => D::Paused,
    }
}

/// Number of the interface for QEMU's word.
fn watchdog_action(word: &str) -> i32 {
    match word {
        "pause" => 1,
        "reset" => 2,
        "poweroff" => 3,
        "shutdown" => 4,
        "debug" => 5,
        "inject-nmi" => 6,
        _ => 0,
    }
}

/// The detail of the last event of a guest that went off for this reason.
pub fn stopped_detail(reason: DomainShutoffReason) -> i32 {
    use DomainEventStoppedDetailType as D;
    match reason {
        DomainShutoffReason::Destroyed => D::Destroyed,
        DomainShutoffReason::Crashed | DomainShutoffReason::Failed => D::Failed,
        DomainShutoffReason::Migrated => D::Migrated,
        DomainShutoffReason::Saved => D::Saved,
        DomainShutoffReason::FromSnapshot => D::FromSnapshot,
        _ => D::Shutdown,
    }
    .raw()
}

/// State by QEMU's own word, for a guest that is taken up again; `was` is what was recorded.
pub fn from_qemu(running: bool, status: &str, was: Status) -> Status {
    match (running, status) {
        (true, _) if was.state == DomainState::Running => was,
        (true, _) => Status::running(DomainRunningReason::Unknown),
        (false, _) if was.state == DomainState::Paused => was,
        (false, "shutdown") => Status {
            state: DomainState::Shutdown,
            reason: 0,
        },
        (false, "guest-panicked") => Status {
            state: DomainState::Crashed,
            reason: DomainCrashedReason::Panicked.raw(),
        },
        (false, "suspended") => Status {
            state: DomainState::Pmsuspended,
            reason: 0,
        },
        (false, "io-error") => Status::paused(DomainPausedReason::Ioerror),
        (false, "watchdog") => Status::paused(DomainPausedReason::Watchdog),
        (false, _) => Status::paused(DomainPausedReason::Unknown),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const POLICY: Policy = Policy {
        poweroff: EndAction::Destroy,
        reboot: EndAction::Restart,
        crash: EndAction::Destroy,
    };

    fn run(kind: EventKind, expected: &mut Expected) -> Reaction {
        react(
            Status::running(DomainRunningReason::Booted),
            &kind,
            expected,
            POLICY,
        )
    }

    #[test]
    fn a_stop_is_paused_for_the_reason_that_was_expected() {
        let mut expected = Expected {
            stop: Some(DomainPausedReason::User),
            ..Expected::default()
        };
        let r = run(EventKind::Stop, &mut expected);
        assert_eq!(r.status, Some(Status::paused(DomainPausedReason::User)));
        assert_eq!(r.events, vec![lifecycle(DomainEventType::Suspended, 0)]);
        assert_eq!(expected.stop, None);
    }

    #[test]
    fn a_full_disk_pauses_with_its_reason() {
        let mut expected = Expected::default();
        let error = EventKind::BlockIoError {
            device: "d".into(),
            operation: "write".into(),
            action: "stop".into(),
            nospace: true,
        };
        run(error, &mut expected);
        assert_eq!(
            run(EventKind::Stop, &mut expected).status,
            Some(Status::paused(DomainPausedReason::Ioerror))
        );
    }

    #[test]
    fn power_off_ends_or_starts_over() {
        let off = || EventKind::Shutdown {
            guest: true,
            reason: "guest-shutdown".into(),
        };
        let mut expected = Expected::default();
        assert_eq!(
            run(off(), &mut expected).action,
            Some(Action::End(DomainShutoffReason::Shutdown))
        );
        expected.reboot = true;
        assert_eq!(run(off(), &mut expected).action, Some(Action::StartOver));
        assert!(!expected.reboot);
        let ending = Status {
            state: DomainState::Shutdown,
            reason: 0,
        };
        assert_eq!(react(ending, &off(), &mut expected, POLICY), Reaction::default());
    }

    #[test]
    fn states_of_a_guest_taken_up_again() {
        let booted = Status::running(DomainRunningReason::Booted);
        assert_eq!(from_qemu(true, "running", booted), booted);
        assert_eq!(
            from_qemu(false, "io-error", booted),
            Status::paused(DomainPausedReason::Ioerror)
        );
    }
}
