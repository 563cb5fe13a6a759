//! The task that owns a running guest: its process, its monitor's events and its state.
//!
//! Nothing here waits for QEMU in line: a command is handed over, and its answer comes back to the loop
//! as one more thing that happened. So a QEMU that hangs delays neither events nor the order to end it.

mod events;

use crate::backup;
use crate::block;
use crate::chain;
use crate::driver::Core;
use crate::error::{QemuError, Result};
use crate::guest::state::{self, Expected, Policy, Status};
use crate::guest::{Guest, Live, Reply, Request, Resources};
use crate::process::is_stopped;
use crate::start;
use ferrovirt_qmp::commands::{Cont, Nothing, Stop, SystemPowerdown, SystemReset};
use ferrovirt_qmp::{Event, EventKind, EventStream, Monitor, Pending, QmpError};
use ferrovirt_schema::domain::Domain;
use ferrovirt_types::consts::{
    DomainEventType, DomainPausedReason, DomainRunningReason, DomainShutoffReason, DomainState,
};
use ferrovirt_types::event::{DomainEvent, Event as ApiEvent};
use futures_util::StreamExt;
use futures_util::future::BoxFuture;
use futures_util::stream::FuturesUnordered;
use nix::sys::signal::Signal;
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
            Request::Edit(change, reply) => {
                let mut doc = Domain::clone(&self.live.doc);
                change.make(&mut doc);
                self.live.doc = Arc::new(doc);
                self.publish();
                let _ = reply.send(Ok(()));
            }
            Request::Release(paths, reply) => {
                self.give_back(&paths);
                self.publish();
                let _ = reply.send(Ok(()));
            }
            Request::Dismiss(alias, reply) => {
                self.dismiss(&alias);
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
                    helpers,
                    // There is one from the start, or none.
                    group: _,
                } = *more;
                self.resources.plugs.extend(plugs);
                self.resources.grants.extend(grants);
                self.resources.dirs.extend(dirs);
                self.resources.files.extend(files);
                self.resources.helpers.extend(helpers);
                self.record(reply);
            }
            Request::Replug(plug, doc, reply) => {
                self.resources.plugs.retain(|p| p.target != plug.target);
                self.resources.plugs.push(*plug);
                self.live.doc = doc;
                self.record(reply);
            }
            Request::Backup(change, reply) => {
                let mut backup = self.live.backup.as_deref().cloned();
                change.make(&mut backup);
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
            .release(
                &self.guest.name,
                networks.as_deref(),
                &self.core.images,
                &self.core.groups,
            )
            .await;
        self.core.forget(&self.guest, &self.live).await;
        if !self.guest.is_persistent() {
            if !start::keeps_tpm(&self.live.doc)
                && let Err(error) = start::remove_tpm(&self.core, self.guest.uuid).await
            {
                tracing::warn!(guest = %self.guest.name, %error, "the state of its TPM is left");
            }
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
