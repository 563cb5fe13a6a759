//! What becomes of a guest after something happened to it.

use crate::domain::lifecycle::{end, follow};
use crate::domain::{Guest, News, Phase, devices, lifecycle};
use crate::error::{Result, TestError};
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::devices::watchdog::WatchdogAction;
use ferrovirt_schema::domain::power::LifecycleAction;
use ferrovirt_types::consts::{
    DomainEventResumedDetailType, DomainEventStoppedDetailType, DomainEventSuspendedDetailType,
    DomainEventType, DomainEventWatchdogAction, DomainPausedReason, DomainRunningReason, DomainShutoffReason,
};
use ferrovirt_types::object::DomainRef;

/// It powered itself off.
pub(crate) fn poweroff(guest: &mut Guest, news: &mut News, me: DomainRef) {
    let action = guest.live.as_ref().and_then(|doc| doc.on_poweroff);
    follow(guest, news, me, action.unwrap_or(LifecycleAction::Destroy));
}

/// It rebooted itself.
pub(crate) fn reboot(guest: &mut Guest, news: &mut News, me: DomainRef) {
    let action = guest.live.as_ref().and_then(|doc| doc.on_reboot);
    follow(guest, news, me, action.unwrap_or(LifecycleAction::Restart));
}

/// It is ended.
pub(crate) fn stop(guest: &mut Guest, news: &mut News, me: DomainRef, reason: DomainShutoffReason) {
    end(guest, news, me, reason, DomainEventStoppedDetailType::Shutdown);
}

/// It is paused, if it runs.
pub(crate) fn pause(guest: &mut Guest, news: &mut News, me: DomainRef, reason: DomainPausedReason) {
    if !matches!(guest.phase, Phase::Running(_)) {
        return;
    }
    guest.phase = Phase::Paused(reason);
    let detail = match reason {
        DomainPausedReason::Ioerror => DomainEventSuspendedDetailType::Ioerror,
        DomainPausedReason::Watchdog => DomainEventSuspendedDetailType::Watchdog,
        _ => DomainEventSuspendedDetailType::Paused,
    };
    news.push((me, lifecycle(DomainEventType::Suspended, detail.raw())));
}

/// It goes on, if it is paused.
pub(crate) fn resume(guest: &mut Guest, news: &mut News, me: DomainRef) {
    if !matches!(guest.phase, Phase::Paused(_)) {
        return;
    }
    guest.phase = Phase::Running(DomainRunningReason::Unpaused);
    let detail = DomainEventResumedDetailType::Unpaused.raw();
    news.push((me, lifecycle(DomainEventType::Resumed, detail)));
}

/// What the watchdog of the guest does; it is not powered off here.
pub(crate) fn watchdog(
    guest: &mut Guest,
    doc: &Domain,
    news: &mut News,
    me: &DomainRef,
) -> DomainEventWatchdogAction {
    let dog = doc.devices.as_ref().and_then(|d| d.watchdogs.first());
    match dog.map(|dog| dog.action) {
        Some(WatchdogAction::Pause) => {
            pause(guest, news, me.clone(), DomainPausedReason::Watchdog);
            DomainEventWatchdogAction::Pause
        }
        Some(WatchdogAction::Poweroff) => DomainEventWatchdogAction::Poweroff,
        Some(WatchdogAction::Shutdown) => DomainEventWatchdogAction::Shutdown,
        Some(WatchdogAction::None) => DomainEventWatchdogAction::None,
        Some(WatchdogAction::Dump) => DomainEventWatchdogAction::Debug,
        Some(WatchdogAction::InjectNmi) => DomainEventWatchdogAction::Injectnmi,
        _ => {
            news.push((me.clone(), ferrovirt_types::event::DomainEvent::Reboot));
            reboot(guest, news, me.clone());
            DomainEventWatchdogAction::Reset
        }
    }
}

/// Path and alias of a disk.
pub(crate) fn disk_names(doc: &Domain, device: &str) -> Result<(String, String)> {
    let disk = devices::disk(doc, device)
        .ok_or_else(|| TestError::InvalidArgument(format!("the guest has no disk '{device}'")))?;
    let alias = disk.info.alias.clone();
    Ok((
        disk.source.path().unwrap_or_default().to_owned(),
        alias.unwrap_or_else(|| disk.target.dev.clone()),
    ))
}
