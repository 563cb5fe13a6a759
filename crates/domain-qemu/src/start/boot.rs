//! From a prepared start to a running guest.

use super::StartMode;
use super::devices::wrong_state_key;
use super::prepare::Prepared;
use crate::argv::{self, Argv};
use crate::caps::EmulatorCaps;
use crate::cgroups;
use crate::define;
use crate::driver::Core;
use crate::error::{QemuError, Result};
use crate::guest::state::{Status, lifecycle};
use crate::guest::{Actor, Gauges, Guest, Live, Request, Resources, channels};
use crate::process::{GuestLog, Launch, Launched};
use ferrovirt_qmp::commands::{
    Balloon, BalloonInfo, ChardevInfo, CpuInfo, Nothing, QueryBalloon, QueryChardev, QueryCpus,
};
use ferrovirt_qmp::{Monitor, Pending, RawCommand};
use ferrovirt_schema::common::address::Address;
use ferrovirt_schema::common::chardev::{CharSource, PathSource, SourcePath};
use ferrovirt_schema::common::size::Kib;
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::cpu::Cpu;
use ferrovirt_schema::domain::devices::graphics::Graphics;
use ferrovirt_schema::domain::devices::smartcard::SmartcardMode;
use ferrovirt_types::consts::{
    DomainEventStartedDetailType, DomainEventSuspendedDetailType, DomainEventType, DomainPausedReason,
    DomainRunningReason,
};
use ferrovirt_types::event::Event;
use ferrovirt_xml::YesNo;
use std::fs::File;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc;

/// How long QEMU may take for the questions after its start.
const QUESTIONS: Duration = Duration::from_secs(30);
/// Requests that may wait for the guest's task.
const REQUESTS: usize = 32;

pub(super) async fn boot(
    core: &Arc<Core>,
    guest: &Arc<Guest>,
    caps: &Arc<EmulatorCaps>,
    prepared: &mut Prepared,
    mode: &StartMode,
) -> Result<()> {
    prepared.runtime.incoming = mode.restore.is_some() || mode.arriving;
    prepared.runtime.snapshot.clone_from(&mode.snapshot);
    let argv = argv::command_line(&prepared.doc, caps, &prepared.runtime)?;
    let launched = launch(core, guest, caps, prepared, &argv).await?;
    let Launched {
        process,
        monitor,
        events,
    } = launched;
    let asked_cpu = prepared.doc.cpu.clone();
    let settled = settle(&monitor, &mut prepared.doc, &guest.name).await;
    let vcpus = match settled {
        Ok(vcpus) => vcpus,
        Err(e) => {
            if let Err(error) = crate::process::kill(&process).await {
                tracing::error!(guest = %guest.name, %error, "QEMU of a failed start is not gone");
            }
            return Err(e);
        }
    };
    let agent = channels::start(&mut prepared.doc);
    let (requests, inbox) = mpsc::channel(REQUESTS);
    let live = Live {
        id: prepared.id,
        status: Status::paused(DomainPausedReason::StartingUp),
        doc: Arc::new(prepared.doc.clone()),
        asked_cpu: asked_cpu.filter(|cpu| differs(cpu, &prepared.doc)).map(Arc::new),
        process,
        monitor: Some(monitor.clone()),
        vcpus: vcpus.into(),
        gauges: Arc::new(Gauges::new(mode.owned)),
        block_jobs: Arc::default(),
        backup: None,
        group: prepared.resources.group.clone(),
        requests,
    };
    live.gauges.set_image(crate::chain::highest_index(&live.doc));
    let resources = std::mem::take(&mut prepared.resources);
    let policy = define::policy(&live.doc);
    // Nobody is told that the guest runs before the next daemon would know it.
    // Pins come last: who enters a group of processors loses those of its own.
    let placed = match crate::driver::place_threads(guest, &live).await {
        Ok(()) => crate::driver::apply_pins(&live.doc, &live),
        Err(e) => Err(e),
    };
    let recorded = match placed {
        Ok(()) => core
            .status_of(guest, &live, &resources)
            .await
            .map_err(QemuError::from),
        Err(e) => Err(e),
    };
    if let Err(error) = recorded {
        prepared.resources = resources;
        if let Err(error) = crate::process::kill(&live.process).await {
            tracing::error!(guest = %guest.name, %error, "QEMU of a failed start is not gone");
        }
        return Err(error);
    }
    let published = Arc::new(live.clone());
    guest.set_live(Arc::clone(&published));
    if let Some(event) = agent {
        core.events.publish(Event::Domain(guest.reference(), event));
    }
    let actor = Actor::new(
        Arc::clone(core),
        Arc::clone(guest),
        live,
        Some(events),
        inbox,
        policy,
        resources,
    );
    tokio::spawn(actor.run());
    let went = go_on(core, guest, &published, &monitor, mode).await;
    if let Err(e) = went {
        let reason = ferrovirt_types::consts::DomainShutoffReason::Failed;
        // The start's own error is what matters; the task reports its end.
        let _ = published
            .ask(|reply| Request::End {
                reason,
                graceful: false,
                reply,
            })
            .await;
        return Err(e);
    }
    Ok(())
}

/// Whether the guest got another processor than it asked for, beyond that it is known in full now.
fn differs(asked: &Cpu, doc: &Domain) -> bool {
    let check = doc.cpu.as_ref().and_then(|cpu| cpu.check);
    let asked = Cpu {
        check,
        ..asked.clone()
    };
    doc.cpu.as_ref() != Some(&asked)
}

async fn launch(
    core: &Core,
    guest: &Guest,
    caps: &EmulatorCaps,
    prepared: &mut Prepared,
    argv: &Argv,
) -> Result<Launched> {
    let env = crate::driver::environment(&prepared.doc, &prepared.runtime);
    let binary = caps.identity.path.clone();
    let mut log = GuestLog::open(&core.log_dir(), &guest.name)?;
    log.write_header(&crate::driver::command_text(
        &binary.display().to_string(),
        argv.args(),
        &env,
        true,
    ))?;
    let launch = Launch {
        name: guest.name.to_string(),
        binary,
        args: argv.args().to_vec(),
        env,
        fds: std::mem::take(&mut prepared.fds),
        run_as: core.run_as.clone(),
        locked_memory: crate::nics::locked_memory(&prepared.doc),
        door: door(&prepared.resources)?,
        monitor: prepared.monitor_path(),
        log,
    };
    launch.run().await.map_err(|e| match e {
        QemuError::Start { stderr, why, .. } => {
            let element = argv.culprit(&stderr);
            let stderr = match wrong_state_key(&prepared.doc, &stderr) {
                Some(why) => format!("{stderr}\n{why}"),
                None => stderr,
            };
            QemuError::Start { stderr, element, why }
        }
        other => other,
    })
}

/// What QEMU enters the guest's control group by; the programs that serve it are in there already, so that what they
/// take counts as the guest's.
fn door(resources: &Resources) -> Result<Option<File>> {
    let Some(group) = &resources.group else {
        return Ok(None);
    };
    for helper in &resources.helpers {
        match group.group().add_process(helper.process.pid) {
            // QEMU will say what it misses.
            Err(e) if e.is_not_found() => {}
            done => done.map_err(cgroups::failed)?,
        }
    }
    group.group().door().map(Some).map_err(cgroups::failed)
}

/// Asks what only QEMU knows and sets what the command line cannot, all at once.
async fn settle(monitor: &Monitor, doc: &mut Domain, name: &str) -> Result<Vec<(u32, i32)>> {
    let failed = QemuError::monitor(name);
    let cpus = monitor.submit(&QueryCpus {}).map_err(&failed)?;
    let chars = match needs_ptys(doc) {
        true => Some(monitor.submit(&QueryChardev {}).map_err(&failed)?),
        false => None,
    };
    let mut settings: Vec<Pending> = Vec::new();
    for command in settings_of(doc) {
        settings.push(monitor.submit_raw(command).map_err(&failed)?);
    }
    let mut balloon = None;
    if let (Some(now), Some(max)) = (doc.current_memory, doc.memory.as_ref())
        && now < max.size
        && crate::tuning::has_balloon(doc)
    {
        settings.push(monitor.submit(&Balloon { value: now.bytes() }).map_err(&failed)?);
        balloon = Some(monitor.submit(&QueryBalloon {}).map_err(&failed)?);
    }
    let processor = super::processor::ask(monitor, doc).map_err(&failed)?;
    let cpus: Vec<CpuInfo> = cpus.wait_as(QUESTIONS).await.map_err(&failed)?;
    if let Some(processor) = processor {
        processor.note(doc, QUESTIONS).await?;
    }
    if let Some(chars) = chars {
        let chars: Vec<ChardevInfo> = chars.wait_as(QUESTIONS).await.map_err(&failed)?;
        fill_ptys(doc, &chars);
    }
    for setting in settings {
        let _: Nothing = setting.wait_as(QUESTIONS).await.map_err(&failed)?;
    }
    if let Some(balloon) = balloon {
        // A goal is not what the guest has given back yet; events tell of that.
        let info: BalloonInfo = balloon.wait_as(QUESTIONS).await.map_err(&failed)?;
        doc.current_memory = Some(Kib(info.actual / 1024));
    }
    note_plain(doc);
    note_modules(monitor, doc, name).await;
    Ok(cpus.into_iter().map(|c| (c.cpu_index, c.thread_id)).collect())
}

/// What `query-memory-devices` tells of a module.
#[derive(Debug, serde::Deserialize)]
struct Module {
    data: ModuleData,
}

#[derive(Debug, serde::Deserialize)]
struct ModuleData {
    id: Option<String>,
    addr: Option<u64>,
    slot: Option<i64>,
}

/// Notes where QEMU put memory modules; a guest without any is not asked.
pub async fn note_modules(monitor: &Monitor, doc: &mut Domain, name: &str) {
    let Some(devices) = doc.devices.as_mut().filter(|d| !d.memories.is_empty()) else {
        return;
    };
    let told = monitor
        .run(RawCommand::new("query-memory-devices"), QUESTIONS)
        .await;
    let told = told.map_err(|e| e.to_string());
    let modules: Vec<Module> =
        match told.and_then(|t| serde_json::from_str(t.get()).map_err(|e| e.to_string())) {
            Ok(modules) => modules,
            Err(error) => {
                tracing::warn!(guest = name, error, "places of memory modules are not known");
                return;
            }
        };
    for memory in &mut devices.memories {
        let mine = |m: &&Module| m.data.id.is_some() && m.data.id == memory.info.alias;
        if let (Some(module), Some(Address::Dimm(at))) = (modules.iter().find(mine), &mut memory.info.address)
        {
            at.base = module.data.addr.map(ferrovirt_xml::Hex);
            at.slot = module.data.slot.and_then(|s| u32::try_from(s).ok()).or(at.slot);
        }
    }
}

fn settings_of(doc: &Domain) -> Vec<RawCommand> {
    let mut commands = Vec::new();
    let Some(devices) = &doc.devices else {
        return commands;
    };
    for graphics in &devices.graphics {
        let (protocol, password) = match graphics {
            Graphics::Vnc(vnc) => ("vnc", &vnc.password),
            Graphics::Spice(spice) => ("spice", &spice.password),
            _ => continue,
        };
        if let Some(password) = &password.passwd {
            let arguments = serde_json::json!({"protocol": protocol, "password": password});
            commands.push(RawCommand::new("set_password").json(&arguments));
        }
    }
    let period = devices
        .memballoon
        .as_ref()
        .and_then(|b| Some((b.stats_period?, b.info.alias.as_deref()?)));
    if let Some((seconds, alias)) = period {
        let arguments = serde_json::json!({
            "path": format!("/machine/peripheral/{alias}"),
            "property": "guest-stats-polling-interval",
            "value": seconds,
        });
        commands.push(RawCommand::new("qom-set").json(&arguments));
    }
    commands.extend(devices.disks.iter().filter_map(crate::block::throttle));
    for nic in devices.interfaces.iter().filter(|n| argv::is_down(n)) {
        let arguments = serde_json::json!({"name": nic.info.alias, "up": false});
        commands.push(RawCommand::new("set_link").json(&arguments));
    }
    commands
}

/// The host's side of every character device, with the device's alias.
pub fn char_sources(doc: &mut Domain) -> Vec<(&mut CharSource, String)> {
    let Some(d) = &mut doc.devices else {
        return Vec::new();
    };
    let mut list: Vec<(&mut CharSource, String)> = Vec::new();
    let name =
        |info: &ferrovirt_schema::domain::devices::info::DeviceInfo| info.alias.clone().unwrap_or_default();
    list.extend(d.serials.iter_mut().map(|x| (&mut x.source, name(&x.info))));
    list.extend(d.parallels.iter_mut().map(|x| (&mut x.source, name(&x.info))));
    list.extend(d.consoles.iter_mut().map(|x| (&mut x.source, name(&x.info))));
    list.extend(d.channels.iter_mut().map(|x| (&mut x.source, name(&x.info))));
    list.extend(d.redirdevs.iter_mut().map(|x| (&mut x.source, name(&x.info))));
    for card in &mut d.smartcards {
        if let SmartcardMode::Passthrough(passed) = &mut card.mode {
            list.push((&mut passed.source, name(&card.info)));
        }
    }
    list
}

fn needs_ptys(doc: &mut Domain) -> bool {
    char_sources(doc)
        .iter()
        .any(|(source, _)| matches!(source, CharSource::Pty(_)))
}

/// Notes that connections of character devices are not encrypted, where the document leaves it open.
pub fn note_plain(doc: &mut Domain) {
    for (source, _) in char_sources(doc) {
        if let CharSource::Tcp(tcp) = source {
            tcp.source.tls.get_or_insert(YesNo::No);
        }
    }
}

/// Notes which terminals QEMU made.
fn fill_ptys(doc: &mut Domain, chars: &[ChardevInfo]) {
    for (source, alias) in char_sources(doc) {
        let CharSource::Pty(_) = source else { continue };
        let label = format!("char{alias}");
        let path = chars
            .iter()
            .find(|c| c.label == label)
            .and_then(|c| c.filename.strip_prefix("pty:"));
        if let Some(path) = path {
            let source_path = SourcePath {
                path: Some(path.to_owned()),
                ..SourcePath::default()
            };
            *source = CharSource::Pty(PathSource {
                source: Some(source_path),
            });
        }
    }
    let Some(d) = &mut doc.devices else { return };
    let path_of = |source: &CharSource| match source {
        CharSource::Pty(p) => p.source.as_ref().and_then(|s| s.path.clone()),
        _ => None,
    };
    for console in &mut d.consoles {
        console.tty = path_of(&console.source);
    }
}

/// Lets the guest run, or go on from its saved state, and tells listeners.
async fn go_on(core: &Core, guest: &Guest, live: &Live, monitor: &Monitor, mode: &StartMode) -> Result<()> {
    if mode.arriving {
        // Listeners are told when it is here.
        let reason = DomainPausedReason::Migration;
        return live.ask(|reply| Request::Paused(reason, reply)).await;
    }
    let (reason, detail) = match &mode.restore {
        None if mode.snapshot.is_some() => (
            DomainRunningReason::FromSnapshot,
            DomainEventStartedDetailType::FromSnapshot,
        ),
        None => (DomainRunningReason::Booted, DomainEventStartedDetailType::Booted),
        Some(restore) => {
            crate::save::load_state(monitor, restore, &guest.name).await?;
            (
                DomainRunningReason::Restored,
                DomainEventStartedDetailType::Restored,
            )
        }
    };
    let started = lifecycle(DomainEventType::Started, detail.raw());
    let tell = |event| core.events.publish(Event::Domain(guest.reference(), event));
    if mode.restore.is_some() {
        tell(started.clone());
    }
    if mode.paused {
        if mode.restore.is_none() {
            tell(started);
        }
        // What was read counts as an incoming migration.
        let reason = if mode.restore.is_some() {
            DomainPausedReason::Migration
        } else if mode.snapshot.is_some() {
            DomainPausedReason::FromSnapshot
        } else {
            DomainPausedReason::User
        };
        live.ask(|reply| Request::Paused(reason, reply)).await?;
        tell(lifecycle(
            DomainEventType::Suspended,
            DomainEventSuspendedDetailType::Paused.raw(),
        ));
        return Ok(());
    }
    live.ask(|reply| Request::Resume(reason, reply)).await?;
    if mode.restore.is_none() {
        tell(started);
    }
    Ok(())
}
