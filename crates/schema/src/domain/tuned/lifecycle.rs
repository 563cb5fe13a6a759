//! What follows when a guest ends or crashes.

use super::{NotTunable, Result};
use crate::domain::Domain;
use crate::domain::power::{CrashAction, LifecycleAction};
use ferrovirt_types::consts::{DomainLifecycle, DomainLifecycleAction as Action};

/// Sets what follows, or says that it cannot be.
pub fn set(doc: &mut Domain, kind: DomainLifecycle, action: Action) -> Result<()> {
    let never = |word: &str| {
        let event = match kind {
            DomainLifecycle::Poweroff => "poweroff",
            DomainLifecycle::Reboot => "reboot",
            DomainLifecycle::Crash => "crash",
        };
        NotTunable(format!(
            "Lifecycle event '{event}' doesn't support '{word}' action"
        ))
    };
    let (crash, other) = match action {
        Action::Destroy => (CrashAction::Destroy, Ok(LifecycleAction::Destroy)),
        Action::Restart => (CrashAction::Restart, Ok(LifecycleAction::Restart)),
        Action::RestartRename => (CrashAction::RestartRename, Ok(LifecycleAction::RestartRename)),
        Action::Preserve => (CrashAction::Preserve, Ok(LifecycleAction::Preserve)),
        Action::CoredumpDestroy => (CrashAction::CoredumpDestroy, Err(never("coredump-destroy"))),
        Action::CoredumpRestart => (CrashAction::CoredumpRestart, Err(never("coredump-restart"))),
        Action::PreserveRunning => return Err(never("preserve-running")),
    };
    match kind {
        DomainLifecycle::Poweroff => doc.on_poweroff = Some(other?),
        DomainLifecycle::Reboot => doc.on_reboot = Some(other?),
        DomainLifecycle::Crash => doc.on_crash = Some(crash),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cores_are_dumped_after_crashes() {
        let mut doc = Domain::default();
        set(&mut doc, DomainLifecycle::Crash, Action::CoredumpDestroy).unwrap();
        assert_eq!(doc.on_crash, Some(CrashAction::CoredumpDestroy));
        let error = set(&mut doc, DomainLifecycle::Poweroff, Action::CoredumpDestroy).unwrap_err();
        assert_eq!(
            error.0,
            "Lifecycle event 'poweroff' doesn't support 'coredump-destroy' action"
        );
    }
}
