//! The task that owns a running guest: its process, its monitor's events and its state.
//!
//! Nothing here waits for QEMU in line: a command is handed over, and its answer comes back to the loop
//! as one more thing that happened. So a QEMU that hangs delays neither events nor the order to end it.

use crate::backup;
use crate::block;
use crate::chain;
use crate::driver::Core;
use crate::error::{QemuError, Result};
use crate::guest::state::{self, Action, Expected, Policy, Status, react};
use crate::guest::{BlockJob, Guest, Live, Plugged, Resources, RunningBackup, channels};
use crate::hotplug;
use crate::process::{Grant, is_stopped};
use ferrovirt_qmp::commands::{Cont, Nothing, Stop, SystemPowerdown, SystemReset};
use ferrovirt_qmp::{Event, EventKind, EventStream, Monitor, Pending, QmpError};
use ferrovirt_schema::common::size::Kib;
use ferrovirt_schema::domain::Domain;
use ferrovirt_types::consts::{
    DomainEventType, DomainPausedReason, DomainRunningReason, DomainShutoffReason, DomainState,
};
use ferrovirt_types::event::{DomainEvent, Event as ApiEvent, QemuMonitorEvent};
use futures_util::StreamExt;
use futures_util::future::BoxFuture;
use futures_util::stream::FuturesUnordered;
use nix::sys::signal::Signal;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};

/// How long a command that changes the state may take.
const COMMAND: Duration = Duration::from_secs(30);
/// How long QEMU may take to end when asked politely before it is killed.
const GRACE: Duration = Duration::from_secs(5);
/// How long a graceful destroy waits.
const GRACEFUL: Duration = Duration::from_secs(10);
/// How long the process may outlive its monitor.
const AFTER_MONITOR: Duration = Duration::from_secs(5);
/// Pause between attempts to reach the monitor of a guest that is taken up again.
const RECONNECT: Duration = Duration::from_secs(1);

type Reached = Result<(Monitor, EventStream, Vec<(u32, i32)>, Status), QmpError>;
type Reply = oneshot::Sender<Result<()>>;

/// A change to the document of a running guest.
pub struct Edit(Box<dyn FnOnce(&mut Domain) + Send>);

impl std::fmt::Debug for Edit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Edit")
    }
}

/// A change that somebody asks for.
#[derive(Debug)]
pub enum Request {
    /// Stop the processors.
    Suspend(DomainPausedReason, Reply),
    /// Let the processors run.
    Resume(DomainRunningReason, Reply),
    /// Press the power button; with `reboot`, the shutdown that follows becomes a restart.
    PowerDown {
        /// Whether to start over.
        reboot: bool,
        /// Answer.
        reply: Reply,
    },
    /// QEMU will stop the processors by itself, for this reason.
    ExpectStop(DomainPausedReason, Reply),
    /// Stay paused after the start.
    Paused(DomainPausedReason, Reply),
    /// Reset the machine.
    Reset(Reply),
    /// End the guest.
    End {
        /// The reason that is left behind.
        reason: DomainShutoffReason,
        /// Only ask, and fail if it does not end.
        graceful: bool,
        /// Answer, when it is gone and all it held is released.
        reply: Reply,
    },
    /// Publish another document, after a device came or went.
    Replace(Arc<Domain>, Reply),
    /// Change the document and publish it.
    Edit(Edit, Reply),
    /// Change what is noted of the running backup; done when it is recorded.
    Backup(BackupEdit, Reply),
    /// Note what is held from now on beside what was.
    Hold(Box<Resources>, Reply),
    /// Give files back that are not needed any more.
    Release(Vec<PathBuf>, Reply),
    /// Stay when the connection that started the guest ends.
    Stay(Reply),
    /// Note the virtual processors that there are.
    Vcpus(Arc<[(u32, i32)]>, Reply),
}

type BackupChange = dyn FnOnce(&mut Option<RunningBackup>) + Send;

/// A change to what is noted of a running backup.
pub struct BackupEdit(Box<BackupChange>);

impl std::fmt::Debug for BackupEdit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("BackupEdit")
    }
}

impl Request {
    /// A change to what is noted of a running backup.
    pub fn backup(change: impl FnOnce(&mut Option<RunningBackup>) + Send + 'static, reply: Reply) -> Self {
        Request::Backup(BackupEdit(Box::new(change)), reply)
    }

    /// A change to the document.
    pub fn edit(change: impl FnOnce(&mut Domain) + Send + 'static, reply: Reply) -> Self {
        Request::Edit(Edit(Box::new(change)), reply)
    }
}

enum Done {
    Command {
        what: Command,
        result: Result<Nothing, QmpError>,
        reply: Option<Reply>,
    },
    KillNow,
    GaveUp(Reply),
    Reconnected(Box<Reached>),
    Answered,
}

#[derive(Debug, Clone, Copy)]
enum Command {
    Suspend,
    Resume,
    Other,
}

/// The task's own state.
pub struct Actor {
    core: Arc<Core>,
    guest: Arc<Guest>,
    live: Live,
    events: Option<EventStream>,
    requests: mpsc::Receiver<Request>,
    expected: Expected,
    policy: Policy,
    resources: Resources,
    ending: Option<DomainShutoffReason>,
    enders: Vec<Reply>,
    jobs: FuturesUnordered<BoxFuture<'static, Done>>,
}

impl Actor {
    /// A task for a guest that runs already. Without `events` the monitor is to be connected first.
    pub fn new(
        core: Arc<Core>,
        guest: Arc<Guest>,
        live: Live,
        events: Option<EventStream>,
        requests: mpsc::Receiver<Request>,
        policy: Policy,
        resources: Resources,
    ) -> Self {
        Actor {
            core,
            guest,
            live,
            events,
            requests,
            expected: Expected::default(),
            policy,
            resources,
            ending: None,
            enders: Vec::new(),
            jobs: FuturesUnordered::new(),
        }
    }

    /// Runs until the guest is gone.
    pub async fn run(mut self) {
        let process = self.live.process.clone();
        let mut gone = Box::pin(process.wait());
        if self.live.monitor.is_none() {
            self.reconnect(Duration::ZERO);
        }
        loop {
            tokio::select! {
                biased;
                ended = &mut gone => {
                    if let Err(error) = ended {
                        tracing::error!(guest = %self.guest.name, %error, "the process cannot be watched");
                    }
                    break;
                }
                event = next(&mut self.events) => match event {
                    Ok(event) => self.on_event(&event),
                    Err(why) => self.on_monitor_lost(&why),
                },
                Some(done) = self.jobs.next() => self.on_done(done),
                Some(request) = self.requests.recv() => self.on_request(request),
            }
        }
        // What QEMU said last tells why it ended.
        while let Some(events) = &mut self.events {
            match events.next().await {
                Ok(event) => self.on_event(&event),
                Err(_) => self.events = None,
            }
        }
        self.finish().await;
    }

    fn on_request(&mut self, request: Request) {
        match request {
            Request::Suspend(reason, reply) => {
                if self.live.status.state == DomainState::Paused {
                    let _ = reply.send(Ok(()));
                    return;
                }
                self.expected.stop = Some(reason);
                self.command(Command::Suspend, |m| m.submit(&Stop {}), reply);
            }
            Request::Resume(reason, reply) => {
                if self.live.status.state == DomainState::Running {
                    let _ = reply.send(Ok(()));
                    return;
                }
                self.expected.run = Some(reason);
                self.command(Command::Resume, |m| m.submit(&Cont {}), reply);
            }
            Request::PowerDown { reboot, reply } => {
                self.expected.reboot = reboot;
                self.command(Command::Other, |m| m.submit(&SystemPowerdown {}), reply);
            }
            Request::ExpectStop(reason, reply) => {
                self.expected.stop = Some(reason);
                let _ = reply.send(Ok(()));
            }
            Request::Paused(reason, reply) => {
                self.live.status = Status::paused(reason);
                self.publish();
                let _ = reply.send(Ok(()));
            }
            Request::Reset(reply) => self.command(Command::Other, |m| m.submit(&SystemReset {}), reply),
            Request::End {
                reason,
                graceful,
                reply,
            } => self.end(reason, graceful, Some(reply)),
            Request::Replace(doc, reply) => {
                self.policy = crate::define::policy(&doc);
                self.live.doc = doc;
                self.publish();
                let _ = reply.send(Ok(()));
            }
            Request::Edit(Edit(change), reply) => {
                let mut doc = Domain::clone(&self.live.doc);
                change(&mut doc);
                self.live.doc = Arc::new(doc);
                self.publish();
                let _ = reply.send(Ok(()));
            }
            Request::Release(paths, reply) => {
                self.give_back(&paths);
                self.publish();
                let _ = reply.send(Ok(()));
            }
            Request::Stay(reply) => {
                self.live.gauges.disown();
                self.publish();
                let _ = reply.send(Ok(()));
            }
            Request::Vcpus(vcpus, reply) => {
                self.live.vcpus = vcpus;
                self.publish();
                let _ = reply.send(Ok(()));
            }
            Request::Hold(more, reply) => {
                let Resources {
                    plugs,
                    grants,
                    dirs,
                    files,
                } = *more;
                self.resources.plugs.extend(plugs);
                self.resources.grants.extend(grants);
                self.resources.dirs.extend(dirs);
                self.resources.files.extend(files);
                self.record(reply);
            }
            Request::Backup(BackupEdit(change), reply) => {
                let mut backup = self.live.backup.as_deref().cloned();
                change(&mut backup);
                self.live.backup = backup.map(Arc::new);
                self.record(reply);
            }
        }
    }

    /// Publishes the snapshot, and answers when it is recorded.
    fn record(&mut self, reply: Reply) {
        self.guest.set_live(Arc::new(self.live.clone()));
        let recorded = self.core.status_of(&self.guest, &self.live, &self.resources);
        self.jobs.push(Box::pin(async move {
            let _ = reply.send(recorded.await.map_err(QemuError::from));
            Done::Answered
        }));
    }

    fn command(
        &mut self,
        what: Command,
        submit: impl FnOnce(&Monitor) -> Result<Pending, QmpError>,
        reply: Reply,
    ) {
        let name = self.guest.name.to_string();
        let pending = match self.live.monitor(&name) {
            Ok(monitor) => submit(monitor).map_err(QemuError::monitor(&name)),
            Err(e) => Err(e),
        };
        match pending {
            Ok(pending) => self.wait(what, pending, Some(reply)),
            Err(e) => {
                let _ = reply.send(Err(e));
            }
        }
    }

    fn wait(&mut self, what: Command, pending: Pending, reply: Option<Reply>) {
        self.jobs.push(Box::pin(async move {
            Done::Command {
                what,
                result: pending.wait_as(COMMAND).await,
                reply,
            }
        }));
    }

    fn on_done(&mut self, done: Done) {
        match done {
            Done::Command { what, result, reply } => {
                if result.is_ok() {
                    self.settle(what);
                }
                let result = result.map(|_| ()).map_err(QemuError::monitor(&self.guest.name));
                match reply {
                    Some(reply) => {
                        let _ = reply.send(result);
                    }
                    None => {
                        if let Err(error) = result {
                            tracing::warn!(guest = %self.guest.name, %error, "a command failed");
                        }
                    }
                }
            }
            Done::Answered => {}
            Done::KillNow => self.signal(Signal::SIGKILL),
            Done::GaveUp(reply) => {
                self.ending = None;
                let pid = self.live.pid();
                let text = format!("Failed to terminate process {pid} with SIGTERM within {GRACEFUL:?}");
                let _ = reply.send(Err(QemuError::Failed(text)));
            }
            Done::Reconnected(result) => match *result {
                Ok((monitor, events, vcpus, status)) => {
                    self.live.vcpus = vcpus.into();
                    tracing::info!(guest = %self.guest.name, state = ?status.state, "taken up again");
                    self.live.monitor = Some(monitor);
                    self.live.status = status;
                    self.events = Some(events);
                    self.publish();
                    drop(tokio::spawn(block::adopt(
                        Arc::clone(&self.core),
                        Arc::clone(&self.guest),
                    )));
                }
                Err(error) => {
                    tracing::debug!(guest = %self.guest.name, %error, "the monitor does not answer yet");
                    self.reconnect(RECONNECT);
                }
            },
        }
    }

    /// The event that belongs to a command comes before its answer; where it did not, as for a guest
    /// that was stopped already, the state follows the answer.
    fn settle(&mut self, what: Command) {
        let status = match what {
            Command::Suspend if self.live.status.state == DomainState::Running => Some(Status::paused(
                self.expected.stop.take().unwrap_or(DomainPausedReason::User),
            )),
            Command::Resume if self.live.status.state == DomainState::Paused => Some(Status::running(
                self.expected.run.take().unwrap_or(DomainRunningReason::Unpaused),
            )),
            _ => None,
        };
        if let Some(status) = status {
            // The event may be in the queue still, and then tells listeners.
            let event = if status.state == DomainState::Running {
                EventKind::Resume
            } else {
                EventKind::Stop
            };
            self.apply(&event);
            self.live.status = status;
            self.publish();
        }
    }

    fn on_event(&mut self, event: &Event) {
        let (seconds, micros) = event.time;
        self.core.events.publish(ApiEvent::QemuMonitor(
            self.guest.reference(),
            QemuMonitorEvent {
                event: event.name.clone(),
                seconds,
                micros: u32::try_from(micros).unwrap_or_default(),
                details: event.data.as_ref().map(|d| d.get().to_owned()),
            },
        ));
        let kind = event.kind();
        match &kind {
            EventKind::BalloonChange { actual } => {
                self.live.gauges.set_balloon_kib(actual / 1024);
                let now = Some(Kib(actual / 1024));
                if self.live.doc.current_memory != now {
                    let mut doc = Domain::clone(&self.live.doc);
                    doc.current_memory = now;
                    self.live.doc = Arc::new(doc);
                    self.publish();
                }
            }
            EventKind::DeviceDeleted {
                device: Some(alias), ..
            } => self.device_gone(alias.clone()),
            EventKind::DeviceUnplugGuestError { device: Some(alias) } => {
                self.live.gauges.set_kept(alias, true);
                self.tell(DomainEvent::DeviceRemovalFailed { alias: alias.clone() });
            }
            EventKind::DeviceTrayMoved { id, open } => {
                self.tell(DomainEvent::TrayChange {
                    alias: id.clone(),
                    reason: i32::from(!open),
                });
            }
            EventKind::BlockIoError {
                device,
                action,
                nospace,
                ..
            } => self.io_error(device, action, *nospace),
            EventKind::VserportChange { id, open } => {
                if let Some((doc, event)) = channels::changed(&self.live.doc, id, *open) {
                    self.live.doc = Arc::new(doc);
                    self.publish();
                    if let Some(event) = event {
                        self.tell(event);
                    }
                }
            }
            EventKind::JobStatusChange { id, status } => self.on_job(id, status),
            EventKind::BlockWriteThreshold {
                node,
                threshold,
                excess,
            } => {
                if let Some(event) = hotplug::threshold_event(&self.live.doc, node, *threshold, *excess) {
                    self.tell(event);
                }
            }
            _ => {}
        }
        self.apply(&kind);
    }

    /// Jobs end in a task of their own, because that asks QEMU again.
    fn on_job(&self, id: &str, status: &str) {
        if BlockJob::of_id(id).is_none() {
            return;
        }
        let (core, guest, id) = (Arc::clone(&self.core), Arc::clone(&self.guest), id.to_owned());
        match status {
            "ready" => drop(tokio::spawn(block::ready(core, guest, id))),
            "pending" => drop(tokio::spawn(block::finalize(core, guest, id))),
            "concluded" => drop(tokio::spawn(block::conclude(core, guest, id))),
            _ => {}
        }
    }

    fn apply(&mut self, kind: &EventKind) {
        let reaction = react(self.live.status, kind, &mut self.expected, self.policy);
        if let Some(status) = reaction.status {
            self.live.status = status;
            self.publish();
        }
        // A guest that was saved or moved did not shut down, though its QEMU says so when it is ended.
        let quiet = self
            .ending
            .is_some_and(|r| matches!(r, DomainShutoffReason::Saved | DomainShutoffReason::Migrated));
        for event in reaction.events.into_iter().filter(|_| !quiet) {
            self.tell(event);
        }
        match reaction.action {
            Some(Action::End(reason)) if self.ending.is_none() => self.end(reason, false, None),
            Some(Action::StartOver) if self.ending.is_none() => self.start_over(),
            _ => {}
        }
    }

    fn start_over(&mut self) {
        let name = self.guest.name.to_string();
        let Ok(monitor) = self.live.monitor(&name).cloned() else {
            return;
        };
        self.expected.run = Some(DomainRunningReason::Booted);
        for pending in [monitor.submit(&SystemReset {}), monitor.submit(&Cont {})] {
            match pending {
                Ok(pending) => self.wait(Command::Other, pending, None),
                Err(error) => tracing::warn!(guest = name, %error, "the guest is not started over"),
            }
        }
    }

    fn device_gone(&mut self, alias: String) {
        if let Some(doc) = hotplug::without_device(&self.live.doc, &alias) {
            self.tidy_up(&alias);
            self.live.doc = Arc::new(doc);
            self.publish();
            self.tell(DomainEvent::DeviceRemoved { alias });
        }
    }

    /// Gives back what a device that is gone held in QEMU and on the host.
    fn tidy_up(&mut self, alias: &str) {
        let leftovers = hotplug::leftovers(&self.live.doc, alias);
        let name = self.guest.name.to_string();
        if let Ok(monitor) = self.live.monitor(&name).cloned() {
            for command in leftovers.commands {
                match monitor.submit_raw(command) {
                    Ok(pending) => self.wait(Command::Other, pending, None),
                    Err(error) => tracing::warn!(guest = name, %error, "a part of a device is left in QEMU"),
                }
            }
        }
        self.give_back(&leftovers.paths);
        let (gone, kept) = std::mem::take(&mut self.resources.plugs)
            .into_iter()
            .partition(|p: &Plugged| leftovers.device.as_deref() == Some(p.target.as_str()));
        self.resources.plugs = kept;
        let core = Arc::clone(&self.core);
        tokio::spawn(async move {
            let mut gone = Resources {
                plugs: gone,
                ..Resources::default()
            };
            gone.release(&name, core.networks.as_deref(), &core.images).await;
        });
    }

    /// Gives each file back once: another device of the guest may hold it, too.
    fn give_back(&mut self, paths: &[PathBuf]) {
        let held = &mut self.resources.grants;
        let places = paths.iter().filter_map(|path| {
            let at = held.iter().position(|g| g.path == *path)?;
            Some(held.swap_remove(at))
        });
        let gone: Vec<Grant> = places.collect();
        self.core.images.give_back(&gone);
    }

    fn io_error(&mut self, device: &str, action: &str, nospace: bool) {
        let (alias, path) = hotplug::disk_of_node(&self.live.doc, device).unwrap_or_default();
        self.tell(DomainEvent::IoError {
            src_path: path,
            dev_alias: alias,
            action: match action {
                "stop" => 1,
                "report" => 2,
                _ => 0,
            },
            reason: if nospace {
                "enospc".to_owned()
            } else {
                String::new()
            },
        });
    }

    fn on_monitor_lost(&mut self, why: &QmpError) {
        tracing::debug!(guest = %self.guest.name, %why, "the monitor is gone");
        self.events = None;
        self.later(AFTER_MONITOR, || Done::KillNow);
    }

    fn reconnect(&mut self, after: Duration) {
        let (path, was) = (
            self.core.monitor_path(&self.guest.name, self.live.id),
            self.live.status,
        );
        self.jobs.push(Box::pin(async move {
            tokio::time::sleep(after).await;
            Done::Reconnected(Box::new(crate::restart::reach(&path, was).await))
        }));
    }

    fn end(&mut self, reason: DomainShutoffReason, graceful: bool, reply: Option<Reply>) {
        self.ending = Some(reason);
        let stopped = is_stopped(self.live.process.identity());
        match reply {
            Some(reply) if graceful => {
                // Whichever comes first answers; the other one finds it answered.
                let (ours, answer) = oneshot::channel();
                self.enders.push(ours);
                self.jobs.push(Box::pin(async move {
                    match tokio::time::timeout(GRACEFUL, answer).await {
                        Ok(result) => {
                            let _ = reply.send(result.unwrap_or(Ok(())));
                            Done::Answered
                        }
                        Err(_) => Done::GaveUp(reply),
                    }
                }));
            }
            Some(reply) => self.enders.push(reply),
            None => {}
        }
        if stopped && !graceful {
            self.signal(Signal::SIGKILL);
            return;
        }
        self.signal(Signal::SIGTERM);
        if !graceful {
            self.later(GRACE, || Done::KillNow);
        }
    }

    fn signal(&self, signal: Signal) {
        if let Err(error) = self.live.process.signal(signal) {
            tracing::error!(guest = %self.guest.name, %error, "the process cannot be ended");
        }
    }

    fn later(&mut self, after: Duration, done: fn() -> Done) {
        self.jobs.push(Box::pin(async move {
            tokio::time::sleep(after).await;
            done()
        }));
    }

    fn tell(&self, event: DomainEvent) {
        self.core
            .events
            .publish(ApiEvent::Domain(self.guest.reference(), event));
    }

    /// Publishes the snapshot and records it for the next daemon.
    fn publish(&self) {
        self.live.gauges.set_image(chain::highest_index(&self.live.doc));
        self.guest.set_live(Arc::new(self.live.clone()));
        self.core.write_status(&self.guest, &self.live, &self.resources);
    }

    async fn finish(mut self) {
        let reason = self.ending.unwrap_or(match self.live.status.state {
            DomainState::Shutdown => DomainShutoffReason::Shutdown,
            _ => DomainShutoffReason::Crashed,
        });
        let was = self.guest.reference();
        if let Some(running) = &self.live.backup {
            backup::recorded_end(&self.guest, running);
        }
        let networks = self.core.networks.clone();
        self.resources
            .release(&self.guest.name, networks.as_deref(), &self.core.images)
            .await;
        self.core.forget(&self.guest, &self.live).await;
        if !self.guest.is_persistent() {
            for cleared in [
                self.core.snapshots.clear(&self.guest).await,
                self.core.checkpoints.clear(&self.guest).await,
            ] {
                if let Err(error) = cleared {
                    tracing::warn!(guest = %self.guest.name, %error, "snapshots of a guest that is gone are left");
                }
            }
        }
        self.core.gone(&self.guest, reason);
        let stopped = state::lifecycle(DomainEventType::Stopped, state::stopped_detail(reason));
        self.core.events.publish(ApiEvent::Domain(was, stopped));
        for reply in self.enders.drain(..) {
            let _ = reply.send(Ok(()));
        }
        // A graceful end answers through its job.
        let answered = async { while self.jobs.next().await.is_some() {} };
        let _ = tokio::time::timeout(Duration::from_millis(50), answered).await;
    }
}

async fn next(events: &mut Option<EventStream>) -> Result<Event, QmpError> {
    match events {
        Some(events) => events.next().await,
        None => std::future::pending().await,
    }
}
