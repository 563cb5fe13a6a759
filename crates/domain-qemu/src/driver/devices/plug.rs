//! Devices that come while the guest runs, of every kind whose parts the command line names: what it would
//! have more with the device is done by the monitor.

use super::kind::Device;
use super::live::{command, run, tell_added, undo, with_device};
use crate::argv::{self, Runtime};
use crate::chain;
use crate::define::is_virtiofs;
use crate::driver::Core;
use crate::error::{QemuError, Result};
use crate::guest::{Guest, Live, Request, Resources};
use crate::nics;
use crate::start::{HostEnd, Server, char_sources, find_devices, note_modules, open_char, serve};
use ferrovirt_qmp::{Monitor, RawCommand};
use ferrovirt_schema::common::chardev::{CharSource, PathSource, SourcePath};
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::devices::Devices;
use ferrovirt_schema::domain::devices::chardev::ChannelTarget;
use ferrovirt_schema::domain::devices::controller::ControllerType;
use ferrovirt_schema::domain::devices::filesystem::Filesystem;
use ferrovirt_schema::domain::devices::hostdev::{HostDev, HostDevSource};
use ferrovirt_types::consts::ErrorNumber;
use serde::Deserialize;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

const COMMAND: Duration = Duration::from_secs(15);

/// What `chardev-add` tells.
#[derive(Debug, Deserialize)]
struct Added {
    pty: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Set {
    fdset_id: i64,
}

/// Attaches a device to a running guest.
pub(super) async fn attach(core: &Arc<Core>, guest: &Arc<Guest>, device: Device) -> Result<()> {
    check(&device)?;
    let live = guest.running()?;
    let monitor = live.monitor(&guest.name)?;
    let kind = device.clone();
    if let (Device::Controller(c), Some(d)) = (&kind, &live.doc.devices)
        && c.index.is_some()
        && kind.alias_in(d).is_ok()
    {
        let text = format!(
            "target {}:{} already exists",
            c.controller_type.as_str(),
            c.index.unwrap_or(0)
        );
        return Err(QemuError::Failed(text));
    }
    let mut doc = with_device(
        core,
        &live,
        |doc| device.add_to(doc),
        |doc, filled| {
            if let Device::Controller(_) = &kind {
                // Came with the others that the guest has not.
                return Ok(());
            }
            let lost = || QemuError::Failed("the device is lost".to_owned());
            if let Device::Memory(_) = &kind {
                doc.memory.clone_from(&filled.memory);
                doc.current_memory = filled.current_memory;
            }
            let (Some(filled), Some(d)) = (&mut filled.devices, &mut doc.devices) else {
                return Err(lost());
            };
            kind.move_last(filled, d).ok_or_else(lost)
        },
    )
    .await?;
    let server = match &kind {
        Device::Filesystem(_) => serve_last(core, guest, &live, &mut doc).await?,
        _ => None,
    };
    let mut taken = Resources::default();
    let plugged = plug_taken(core, guest, monitor, &live, &mut doc, &mut taken).await;
    let mut held = match plugged {
        Ok(held) => held,
        Err(e) => {
            taken
                .release(&guest.name, core.networks.as_deref(), &core.images, &core.groups)
                .await;
            let Some(server) = server else { return Err(e) };
            let why = server.failed(&e).await.unwrap_or(e);
            let alias = newest(&kind, &doc).unwrap_or_default();
            live.ask(|reply| Request::Dismiss(alias, reply)).await?;
            return Err(why);
        }
    };
    held.plugs.append(&mut taken.plugs);
    if let Device::Memory(_) = &kind {
        note_modules(monitor, &mut doc, &guest.name).await;
    }
    let alias = newest(&kind, &doc);
    live.hold(core, held).await?;
    live.ask(|reply| Request::Replace(Arc::new(doc), reply)).await?;
    tell_added(core, guest, alias);
    Ok(())
}

/// Takes the devices of the host that `doc` has beyond the running guest, noted in `taken`, and makes all that is new.
async fn plug_taken(
    core: &Arc<Core>,
    guest: &Guest,
    monitor: &Monitor,
    live: &Live,
    doc: &mut Domain,
    taken: &mut Resources,
) -> Result<Resources> {
    let known = aliases(&live.doc);
    let networks = core.networks.as_deref();
    let is_new = |device: &HostDev| !known.contains(&device.info.alias);
    nics::take_devices(networks, doc, &guest.reference(), is_new, &mut taken.plugs).await?;
    let (mut runtime, files) = open_devices(core, live, doc).await?;
    runtime.dir = runtime_of(core, guest, live).dir;
    if !taken.plugs.is_empty()
        && let Some(bytes) = nics::locked_memory(doc)
    {
        live.process.allow_locked_memory(bytes)?;
    }
    let plugged = plug_new(core, guest, monitor, &live.doc, doc, &runtime).await;
    if plugged.is_err() {
        live.release(files).await?;
    }
    plugged
}

fn aliases(doc: &Domain) -> Vec<Option<String>> {
    let mut doc = doc.clone();
    let infos = doc.devices.iter_mut().flat_map(Devices::infos_mut);
    infos.map(|info| info.alias.clone()).collect()
}

/// Finds the devices of the host that `doc` has beyond the running guest, and hands QEMU their files, which are
/// told too.
async fn open_devices(core: &Core, live: &Live, doc: &mut Domain) -> Result<(Runtime, Vec<PathBuf>)> {
    let known = aliases(&live.doc);
    let mut runtime = Runtime::default();
    let Some(devices) = &mut doc.devices else {
        return Ok((runtime, Vec::new()));
    };
    let files = find_devices(devices, &mut runtime.scsi_files, |info| {
        !known.contains(&info.alias)
    })?;
    let mut held = Resources::default();
    for file in &files {
        let claimed = chain::claim(core, file, true, &mut held.grants);
        if claimed.is_err() {
            core.images.give_back(&std::mem::take(&mut held.grants));
        }
        claimed?;
    }
    live.hold(core, held).await?;
    Ok((runtime, files))
}

fn newest(kind: &Device, doc: &Domain) -> Option<String> {
    let d = doc.devices.as_ref()?;
    let last = match kind {
        Device::Controller(_) => &d.controllers.last()?.info,
        Device::Input(_) => &d.inputs.last()?.info,
        Device::Filesystem(_) => &d.filesystems.last()?.info,
        Device::Rng(_) => &d.rngs.last()?.info,
        Device::Serial(_) => &d.serials.last()?.info,
        Device::Console(_) => &d.consoles.last()?.info,
        Device::Channel(_) => &d.channels.last()?.info,
        Device::Redirdev(_) => &d.redirdevs.last()?.info,
        Device::Memory(_) => &d.memories.last()?.info,
        Device::Watchdog(_) => &d.watchdogs.last()?.info,
        Device::Hostdev(_) => &d.hostdevs.last()?.info,
        Device::Shmem(_) => &d.shmems.last()?.info,
        _ => return None,
    };
    last.alias.clone()
}

/// Refuses what no guest can be given while it runs.
fn check(device: &Device) -> Result<()> {
    let pluggable = match device {
        Device::Controller(c) => matches!(
            c.controller_type,
            ControllerType::Scsi | ControllerType::VirtioSerial | ControllerType::Usb
        ),
        Device::Hostdev(d) => !matches!(d.source, HostDevSource::ScsiHost(_)),
        Device::Channel(c) => matches!(c.target, Some(ChannelTarget::Virtio(_))),
        Device::Filesystem(fs) => return check_shared(fs),
        other => other.is_live(),
    };
    if pluggable {
        Ok(())
    } else {
        Err(device.not_live("attach"))
    }
}

/// What QEMU itself shares is there from the start, or not at all.
pub fn check_filesystem(d: &Devices, alias: &str) -> Result<()> {
    let mut all = d.filesystems.iter();
    let found = all.find(|fs| fs.info.alias.as_deref() == Some(alias));
    found.map_or(Ok(()), check_shared)
}

fn check_shared(fs: &Filesystem) -> Result<()> {
    match is_virtiofs(fs) {
        true => Ok(()),
        false => Err(QemuError::coded(
            ErrorNumber::OperationUnsupported,
            "only virtiofs filesystems can be hotplugged",
        )),
    }
}

/// Starts the program that serves the directory that `doc` has last, and has it noted with the guest.
async fn serve_last(core: &Core, guest: &Guest, live: &Live, doc: &mut Domain) -> Result<Option<Server>> {
    let fs = doc.devices.as_mut().and_then(|d| d.filesystems.last_mut());
    let fs = fs.ok_or_else(|| QemuError::Failed("the filesystem is lost".to_owned()))?;
    let Some((helper, server)) = serve(core, fs, &runtime_of(core, guest, live))? else {
        return Ok(None);
    };
    if let Some(group) = &live.group {
        // What it takes counts as the guest's.
        if let Err(error) = group.group().add_process(helper.process.pid) {
            tracing::warn!(guest = %guest.name, %error, "a program is not in the guest's control group");
        }
    }
    let held = Resources {
        helpers: vec![helper],
        ..Resources::default()
    };
    if let Err(e) = live.hold(core, held.clone()).await {
        let mut held = held;
        held.release(&guest.name, core.networks.as_deref(), &core.images, &core.groups)
            .await;
        return Err(e);
    }
    Ok(Some(server))
}

/// What the command line of a running guest needs to know of where its files are.
fn runtime_of(core: &Core, guest: &Guest, live: &Live) -> Runtime {
    Runtime {
        dir: core.runtime_dir(&guest.name, live.id),
        ..Runtime::default()
    }
}

/// Makes what `doc` has beyond `before`. What was opened for it is to be held; a failure undoes what was done.
pub(super) async fn plug_new(
    core: &Arc<Core>,
    guest: &Guest,
    monitor: &Monitor,
    before: &Domain,
    doc: &mut Domain,
    runtime: &Runtime,
) -> Result<Resources> {
    let caps = core.caps_for(doc).await?;
    let mut held = Resources::default();
    let mut undone: Vec<RawCommand> = Vec::new();
    let result = async {
        // Sockets get their paths first: the command line names them.
        let ends = open_new(core, guest, before, doc)?;
        for (option, value) in argv::added(before, doc, &caps, runtime)? {
            match option.as_str() {
                "-object" => {
                    run(monitor, &guest.name, command("object-add", value.clone())?).await?;
                    undone.push(RawCommand::new("object-del").json(&json!({ "id": text_of(&value, "id") })));
                }
                "-blockdev" => {
                    run(monitor, &guest.name, command("blockdev-add", value.clone())?).await?;
                    let node = json!({ "node-name": text_of(&value, "node-name") });
                    undone.push(RawCommand::new("blockdev-del").json(&node));
                }
                "-device" => run(monitor, &guest.name, command("device_add", value)?).await?,
                "-watchdog-action" => {
                    let action = json!({ "action": value });
                    let set = RawCommand::new("watchdog-set-action").json(&action);
                    run(monitor, &guest.name, set).await?;
                }
                _ => {
                    if let Some(arguments) = of_files(doc, &value, runtime) {
                        let add = RawCommand::new("chardev-add").json(&arguments);
                        run(monitor, &guest.name, add).await?;
                        let id = json!({ "id": arguments.get("id") });
                        undone.push(RawCommand::new("chardev-remove").json(&id));
                        continue;
                    }
                    let alias = value
                        .split("id=char")
                        .nth(1)
                        .and_then(|rest| rest.split(',').next())
                        .unwrap_or_default()
                        .to_owned();
                    let end = ends.iter().position(|(a, _)| *a == alias).map(|n| &ends[n].1);
                    add_chardev(monitor, &guest.name, doc, &alias, end).await?;
                    let id = format!("char{alias}");
                    undone.push(RawCommand::new("chardev-remove").json(&json!({ "id": id })));
                }
            }
        }
        held.files
            .extend(ends.into_iter().filter_map(|(_, end)| end.outside));
        Ok(())
    }
    .await;
    match result {
        Ok(()) => Ok(held),
        Err(e) => {
            for command in undone.into_iter().rev() {
                undo(monitor, &guest.name, command).await;
            }
            Err(e)
        }
    }
}

/// Makes the controllers that `doc` has beyond `before`.
pub(super) async fn plug_controllers(
    core: &Arc<Core>,
    guest: &Guest,
    monitor: &Monitor,
    before: &Domain,
    doc: &Domain,
) -> Result<()> {
    let mut with = before.clone();
    if let (Some(with), Some(d)) = (&mut with.devices, &doc.devices) {
        with.controllers.clone_from(&d.controllers);
    }
    plug_new(core, guest, monitor, before, &mut with, &Runtime::default())
        .await
        .map(|_| ())
}

/// What `chardev-add` gets for a chardev of the command line by which a directory is served, if it is one.
fn of_files(doc: &Domain, option: &str, runtime: &Runtime) -> Option<Value> {
    let shares = doc.devices.iter().flat_map(|d| &d.filesystems);
    let is_meant = |fs: &&Filesystem| {
        let alias = fs.info.alias.as_deref().unwrap_or_default();
        let id = format!("id={}", argv::files_chardev(alias));
        option.split(',').any(|part| part == id)
    };
    argv::files_chardev_arguments(shares.into_iter().find(is_meant)?, runtime)
}

fn text_of(object: &str, key: &str) -> Option<String> {
    let object: Value = serde_json::from_str(object).ok()?;
    Some(object.get(key)?.as_str()?.to_owned())
}

/// Opens the host's side of character devices that are not in `before`.
fn open_new(core: &Core, guest: &Guest, before: &Domain, doc: &mut Domain) -> Result<Vec<(String, HostEnd)>> {
    let mut old = before.clone();
    let known: Vec<String> = char_sources(&mut old)
        .into_iter()
        .map(|(_, alias)| alias)
        .collect();
    let live = guest.running()?;
    let dir = core.runtime_dir(&guest.name, live.id);
    let names = crate::start::channel_names(doc);
    let mut ends = Vec::new();
    for (source, alias) in char_sources(doc) {
        if !known.contains(&alias)
            && let Some(end) = open_char(core, source, &alias, names.get(&alias), &dir)?
        {
            ends.push((alias, end));
        }
    }
    Ok(ends)
}

async fn add_chardev(
    monitor: &Monitor,
    name: &str,
    doc: &mut Domain,
    alias: &str,
    end: Option<&HostEnd>,
) -> Result<()> {
    let failed = QemuError::monitor(name);
    let mut of_file = None;
    let mut place = None;
    if let Some(end) = end {
        let fd = end.fd.try_clone().map_err(|e| QemuError::Failed(e.to_string()))?;
        if end.is_file {
            let made = monitor
                .run(RawCommand::new("add-fd").with_fd(fd), COMMAND)
                .await
                .map_err(&failed)?;
            let set: Set = serde_json::from_str(made.get()).map_err(|e| QemuError::Failed(e.to_string()))?;
            place = Some(format!("/dev/fdset/{}", set.fdset_id));
            of_file = Some(set.fdset_id);
        } else {
            let handed = format!("fd-{alias}");
            let take = RawCommand::new("getfd")
                .json(&json!({ "fdname": handed }))
                .with_fd(fd);
            run(monitor, name, take).await?;
            place = Some(handed);
        }
    }
    let mut sources = char_sources(doc);
    let (source, _) = sources
        .iter_mut()
        .find(|(_, a)| a == alias)
        .ok_or_else(|| QemuError::Failed(format!("the host's side of '{alias}' is lost")))?;
    let arguments = argv::chardev_arguments(source, None, alias, place.as_deref())?;
    let added = monitor
        .run(RawCommand::new("chardev-add").json(&arguments), COMMAND)
        .await
        .map_err(&failed)?;
    if let Some(set) = of_file {
        // QEMU has its own copy by now.
        undo(
            monitor,
            name,
            RawCommand::new("remove-fd").json(&json!({ "fdset-id": set })),
        )
        .await;
    }
    let added: Added = serde_json::from_str(added.get()).unwrap_or(Added { pty: None });
    if let (CharSource::Pty(pty), Some(path)) = (&mut **source, added.pty) {
        *pty = PathSource {
            source: Some(SourcePath {
                path: Some(path.clone()),
                ..SourcePath::default()
            }),
        };
        let consoles = doc.devices.iter_mut().flat_map(|d| &mut d.consoles);
        for console in consoles.filter(|c| c.info.alias.as_deref() == Some(alias)) {
            console.tty = Some(path.clone());
        }
    }
    Ok(())
}
