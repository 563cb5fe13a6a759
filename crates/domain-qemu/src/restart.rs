//! Taking up guests that an earlier daemon started.

use crate::chain;
use crate::define;
use crate::driver::Core;
use crate::error::Result;
use crate::guest::state::{self, Status};
use crate::guest::status::StatusDocument;
use crate::guest::{Actor, Gauges, Guest, Live};
use crate::nics;
use crate::process::connect;
use ferrovirt_driver::attach::{PlugPlace, PlugRequest};
use ferrovirt_host::process::{PidFd, ProcessIdentity};
use ferrovirt_qmp::commands::QueryStatus;
use ferrovirt_qmp::{EventStream, Monitor, Options, QmpError};
use ferrovirt_schema::domain::devices::interface::Interface;
use ferrovirt_types::consts::{DomainEventType, DomainShutoffReason, DomainState};
use ferrovirt_types::event::Event;
use ferrovirt_types::object::DomainRef;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc;

/// How long one attempt to reach a monitor may take; a stopped QEMU does not answer at all.
const REACH: Duration = Duration::from_secs(5);
const REQUESTS: usize = 32;

/// Takes up every guest that still runs and cleans up after those that do not.
pub fn adopt_all(core: &Arc<Core>) -> Result<()> {
    for ferrovirt_store::Status { name, text } in core.status.load()? {
        let status = match text {
            Ok(text) => StatusDocument::parse(&text).map_err(|e| e.to_string()),
            Err(e) => Err(e.to_string()),
        };
        match status {
            Ok(status) => adopt(core, &name, status),
            Err(reason) => {
                tracing::error!(
                    guest = name,
                    reason,
                    "a status file cannot be read and is left alone"
                );
            }
        }
    }
    Ok(())
}

fn adopt(core: &Arc<Core>, name: &str, status: StatusDocument) {
    core.reserve_id(status.id);
    let Some(uuid) = status.domain.uuid else {
        tracing::error!(guest = name, "a status file has no UUID and is left alone");
        return;
    };
    let process = match (status.pid, status.start) {
        (Some(pid), Some(start_ticks)) => PidFd::adopt(ProcessIdentity { pid, start_ticks }).ok().flatten(),
        _ => orphan(&uuid.to_string()).and_then(|pid| PidFd::open(pid).ok().flatten()),
    };
    let known = core.store.by_uuid(&uuid).map(|e| Arc::clone(&e.object));
    let complete = status.pid.is_some();
    // The connection that it was to end with is gone.
    let owned = status.autodestroy.is_some_and(|a| a.is_yes());
    match process {
        Some(process) if complete && !owned => {
            let guest = match known {
                Some(guest) => guest,
                None => match publish(core, name, uuid) {
                    Some(guest) => guest,
                    None => return,
                },
            };
            take_up(core, guest, process, status);
        }
        process => {
            tracing::warn!(
                guest = name,
                owned,
                "the guest ended, or lost its owner, while no daemon was running"
            );
            let core = Arc::clone(core);
            let name = name.to_owned();
            let reason = if complete && process.is_some() {
                DomainShutoffReason::Destroyed
            } else if complete {
                DomainShutoffReason::Crashed
            } else {
                DomainShutoffReason::Failed
            };
            // Until that is done nobody may start a guest of this name: its record would be removed.
            let job = known.as_ref().and_then(|guest| guest.begin_now("clean-up"));
            let claim = match &known {
                Some(_) => None,
                None => core.store.try_claim(&name, uuid).ok().flatten(),
            };
            if let Some(guest) = &known {
                guest.set_off(reason);
            }
            tokio::spawn(async move {
                clean_up(&core, &name, known, process, status, reason).await;
                drop((job, claim));
            });
        }
    }
}

/// A transient guest is known by its status only.
fn publish(core: &Core, name: &str, uuid: uuid::Uuid) -> Option<Arc<Guest>> {
    let guest = Arc::new(Guest::new(name, uuid, false, false));
    let claimed = core.store.try_claim(name, uuid);
    match claimed {
        Ok(Some(claim)) => match claim.publish(Arc::clone(&guest)) {
            Ok(()) => Some(guest),
            Err(error) => {
                tracing::error!(guest = name, %error, "a running guest cannot be taken up");
                None
            }
        },
        Ok(None) => None,
        Err(error) => {
            tracing::error!(guest = name, %error, "a running guest cannot be taken up");
            None
        }
    }
}

fn take_up(core: &Arc<Core>, guest: Arc<Guest>, process: PidFd, status: StatusDocument) {
    let resources = status.resources(&core.groups);
    core.images.adopt(&resources.grants);
    let (requests, inbox) = mpsc::channel(REQUESTS);
    let state = DomainState::from_raw(status.state).unwrap_or(DomainState::Running);
    let gauges = Arc::new(Gauges::default());
    if status.meddled.is_some_and(|m| m.is_yes()) {
        gauges.set_meddled_with();
    }
    let live = Live {
        id: status.id,
        status: Status {
            state,
            reason: status.reason,
        },
        doc: Arc::new(status.domain),
        asked_cpu: status.cpu.map(Arc::new),
        process,
        monitor: None,
        vcpus: Arc::new([]),
        gauges,
        block_jobs: Arc::default(),
        backup: status.backup.map(Arc::new),
        group: resources.group.clone(),
        requests,
    };
    live.gauges.set_image(status.images.unwrap_or(0));
    live.gauges.set_image(chain::highest_index(&live.doc));
    let policy = define::policy(&live.doc);
    let doc = Arc::clone(&live.doc);
    guest.set_live(Arc::new(live.clone()));
    let plugs = resources.plugs.clone();
    let reference = guest.reference();
    let actor = Actor::new(Arc::clone(core), guest, live, None, inbox, policy, resources);
    tokio::spawn(actor.run());
    let core = Arc::clone(core);
    tokio::spawn(async move {
        let Some(networks) = core.networks.clone() else {
            return;
        };
        for plug in plugs {
            if matches!(plug.place, PlugPlace::Device { .. }) {
                continue;
            }
            let is_its = |nic: &&Interface| nics::target_of(nic).as_ref() == Some(&plug.target);
            let nic = doc.devices.iter().flat_map(|d| &d.interfaces).find(is_its);
            let Some(Ok(Some(request))) = nic.map(|nic| nics::request_of(nic, reference.clone())) else {
                tracing::warn!(
                    guest = reference.name,
                    device = plug.target,
                    "no interface has this device"
                );
                continue;
            };
            // Its table outlives the daemon, and the filters know of it.
            let request = PlugRequest {
                place: plug.place.clone(),
                filter: None,
                ..request
            };
            if let Err(error) = networks.readopt(request, &plug.target, plug.port).await {
                tracing::warn!(guest = reference.name, device = plug.target, %error, "an interface is not taken up");
            }
        }
    });
}

async fn clean_up(
    core: &Core,
    name: &str,
    guest: Option<Arc<Guest>>,
    process: Option<PidFd>,
    status: StatusDocument,
    reason: DomainShutoffReason,
) {
    if let Some(process) = process
        && let Err(error) = crate::process::kill(&process).await
    {
        tracing::error!(guest = name, %error, "QEMU of a guest that is not taken up is not gone");
        return;
    }
    let mut resources = status.resources(&core.groups);
    core.images.adopt(&resources.grants);
    let networks = core.networks.clone();
    resources
        .release(name, networks.as_deref(), &core.images, &core.groups)
        .await;
    if let Err(error) = core.status.remove(name).await {
        tracing::warn!(guest = name, %error, "the status file is not removed");
    }
    let uuid = status.domain.uuid.unwrap_or_default();
    let reference = guest.map_or_else(
        || DomainRef {
            name: name.to_owned(),
            uuid,
            id: -1,
        },
        |g| g.reference(),
    );
    let event = state::lifecycle(DomainEventType::Stopped, state::stopped_detail(reason));
    core.events.publish(Event::Domain(reference, event));
}

/// A QEMU of this UUID that nobody noted: its daemon was killed between start and note.
fn orphan(uuid: &str) -> Option<i32> {
    let me = nix::unistd::getpid().as_raw();
    let processes = std::fs::read_dir("/proc").ok()?;
    processes
        .flatten()
        .filter_map(|e| e.file_name().to_str()?.parse::<i32>().ok())
        .filter(|pid| *pid != me)
        .find(|pid| {
            let Ok(raw) = std::fs::read(format!("/proc/{pid}/cmdline")) else {
                return false;
            };
            let args: Vec<&[u8]> = raw.split(|b| *b == 0).collect();
            let qemu = args.first().is_some_and(|a| a.windows(4).any(|w| w == b"qemu"));
            qemu && args
                .windows(2)
                .any(|w| w[0] == b"-uuid" && w[1] == uuid.as_bytes())
        })
}

/// Connects to the monitor of a running guest and asks for its state.
pub async fn reach(
    path: &Path,
    was: Status,
) -> Result<(Monitor, EventStream, Vec<(u32, i32)>, Status), QmpError> {
    let stream = connect(path, REACH).await.map_err(|e| QmpError::Closed {
        reason: Some(e.to_string()),
    })?;
    let options = Options {
        handshake: REACH,
        ..Options::default()
    };
    let (monitor, events) = Monitor::start(stream, options).await?;
    let status = monitor.submit(&QueryStatus {})?;
    let cpus = monitor.submit(&ferrovirt_qmp::commands::QueryCpus {})?;
    let status: ferrovirt_qmp::commands::RunStatus = status.wait_as(REACH).await?;
    let cpus: Vec<ferrovirt_qmp::commands::CpuInfo> = cpus.wait_as(REACH).await?;
    let cpus = cpus.into_iter().map(|c| (c.cpu_index, c.thread_id)).collect();
    Ok((
        monitor,
        events,
        cpus,
        state::from_qemu(status.running, &status.status, was),
    ))
}
