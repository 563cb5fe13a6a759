//! What guests do by themselves: they crash, reboot, fall asleep and wake up. Nothing in memory does
//! that unasked, so callers, scripts and the clock do.

use crate::domain::lifecycle::end;
use crate::domain::{Guest, News, Phase, lifecycle};
use crate::error::{Result, TestError};
use crate::world::World;
use ferrovirt_schema::domain::power::CrashAction;
use ferrovirt_types::consts::{
    DomainEventCrashedDetailType, DomainEventPmSuspendedDetailType, DomainEventStartedDetailType,
    DomainEventStoppedDetailType, DomainEventType, DomainRunningReason, DomainShutoffReason,
    NodeSuspendTarget,
};
use ferrovirt_types::event::{DomainEvent, Event, QemuMonitorEvent};
use ferrovirt_types::object::DomainRef;
use std::time::Duration;

impl Guest {
    /// It crashes; what comes then, its definition says.
    pub(crate) fn crash(&mut self, news: &mut News, me: DomainRef) -> Result<()> {
        let action = self.running()?.on_crash.unwrap_or(CrashAction::Destroy);
        let detail = DomainEventCrashedDetailType::Panicked.raw();
        news.push((me.clone(), lifecycle(DomainEventType::Crashed, detail)));
        match action {
            CrashAction::Destroy | CrashAction::CoredumpDestroy => end(
                self,
                news,
                me,
                DomainShutoffReason::Crashed,
                DomainEventStoppedDetailType::Crashed,
            ),
            CrashAction::Restart | CrashAction::RestartRename | CrashAction::CoredumpRestart => {
                self.phase = Phase::Running(DomainRunningReason::Booted);
                news.push((me, DomainEvent::Reboot));
            }
            CrashAction::Preserve => self.phase = Phase::Crashed,
        }
        Ok(())
    }

    /// It suspends itself to memory or to disk, and wakes up by itself after `seconds`, if not 0.
    pub(crate) fn fall_asleep(
        &mut self,
        target: NodeSuspendTarget,
        seconds: u64,
        now: Duration,
        news: &mut News,
        me: DomainRef,
    ) -> Result<()> {
        if !matches!(self.phase, Phase::Running(_)) {
            return Err(TestError::InvalidState("the guest does not run".into()));
        }
        if target == NodeSuspendTarget::Disk {
            news.push((me.clone(), DomainEvent::PmSuspendDisk));
            let (reason, detail) = (
                DomainShutoffReason::Shutdown,
                DomainEventStoppedDetailType::Shutdown,
            );
            end(self, news, me, reason, detail);
            return Ok(());
        }
        self.phase = Phase::Asleep;
        self.jobs.wakes = (seconds > 0).then(|| now.saturating_add(Duration::from_secs(seconds)));
        news.push((me.clone(), DomainEvent::PmSuspend));
        let detail = DomainEventPmSuspendedDetailType::Memory.raw();
        news.push((me, lifecycle(DomainEventType::Pmsuspended, detail)));
        Ok(())
    }

    /// It wakes up, if it sleeps.
    pub(crate) fn wake(&mut self, news: &mut News, me: &DomainRef) {
        self.jobs.wakes = None;
        if self.phase != Phase::Asleep {
            return;
        }
        self.phase = Phase::Running(DomainRunningReason::Wakeup);
        news.push((me.clone(), DomainEvent::PmWakeup));
        let detail = DomainEventStartedDetailType::Wakeup.raw();
        news.push((me.clone(), lifecycle(DomainEventType::Started, detail)));
    }
}

impl World {
    /// Has a guest crash.
    pub(crate) fn crash(&self, dom: &DomainRef) -> Result<()> {
        self.change_guest(dom, |guest, news, me| guest.crash(news, me))
    }

    /// Tells what the monitor of a guest would say.
    pub(crate) fn tell_monitor(&self, dom: &DomainRef, event: &str, details: Option<String>) {
        let now = self.clock.now();
        let said = QemuMonitorEvent {
            event: event.to_owned(),
            seconds: i64::try_from(now.as_secs()).unwrap_or(i64::MAX),
            micros: now.subsec_micros(),
            details,
        };
        self.events.publish(Event::QemuMonitor(dom.clone(), said));
    }
}

/// What a monitor says of an event, if it says anything.
pub(super) fn monitor_word(event: &DomainEvent) -> Option<&'static str> {
    Some(match event {
        DomainEvent::Lifecycle { event, .. } => match DomainEventType::from_raw(*event)? {
            DomainEventType::Suspended => "STOP",
            DomainEventType::Resumed => "RESUME",
            DomainEventType::Stopped => "SHUTDOWN",
            DomainEventType::Crashed => "GUEST_PANICKED",
            _ => return None,
        },
        DomainEvent::Reboot => "RESET",
        DomainEvent::RtcChange { .. } => "RTC_CHANGE",
        DomainEvent::Watchdog { .. } => "WATCHDOG",
        DomainEvent::IoError { .. } => "BLOCK_IO_ERROR",
        DomainEvent::DeviceRemoved { .. } => "DEVICE_DELETED",
        DomainEvent::BalloonChange { .. } => "BALLOON_CHANGE",
        DomainEvent::PmSuspend => "SUSPEND",
        DomainEvent::PmSuspendDisk => "SUSPEND_DISK",
        DomainEvent::PmWakeup => "WAKEUP",
        _ => return None,
    })
}
