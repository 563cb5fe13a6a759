//! Devices of a running guest. What fails half-way is undone.

use super::kind::Device;
use crate::argv;
use crate::block::throttle;
use crate::chain;
use crate::define;
use crate::driver::Core;
use crate::error::{QemuError, Result};
use crate::guest::{Guest, Live, Request, Resources};
use crate::hotplug;
use crate::nics;
use ferrovirt_qmp::{Monitor, RawCommand, RawValue};
use ferrovirt_schema::common::address::Address;
use ferrovirt_schema::common::source::StorageSource;
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::devices::Devices;
use ferrovirt_schema::domain::devices::controller::{Controller, ControllerType};
use ferrovirt_schema::domain::devices::disk::Disk;
use ferrovirt_schema::domain::devices::input::InputBus;
use ferrovirt_schema::domain::devices::interface::Interface;
use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_types::event::{DomainEvent, Event};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

const COMMAND: Duration = Duration::from_secs(15);
/// How long the guest may take to let a device go. It may refuse, and then goes on with it.
const LET_GO: Duration = Duration::from_secs(5);
const LOOK: Duration = Duration::from_millis(10);

/// A command whose arguments are text that we made.
pub(super) fn command(name: &'static str, arguments: String) -> Result<RawCommand> {
    let arguments = RawValue::from_string(arguments).map_err(|e| QemuError::Failed(e.to_string()))?;
    Ok(RawCommand::new(name).arguments(arguments))
}

pub(super) async fn run(monitor: &Monitor, name: &str, command: RawCommand) -> Result<()> {
    monitor
        .run(command, COMMAND)
        .await
        .map_err(QemuError::monitor(name))?;
    Ok(())
}

/// Runs what undoes a step; what fails then is logged.
pub(super) async fn undo(monitor: &Monitor, name: &str, command: RawCommand) {
    if let Err(error) = run(monitor, name, command).await {
        tracing::warn!(guest = name, %error, "a step of a failed attach is not undone");
    }
}

/// The running document with one more device, filled in, which `pick` takes out of the filled definition.
pub(super) async fn with_device(
    core: &Core,
    live: &Live,
    add: impl FnOnce(&mut Domain) -> Result<()>,
    pick: impl FnOnce(&mut Domain, &mut Domain) -> Result<()>,
) -> Result<Domain> {
    let mut filled = live.definition();
    add(&mut filled)?;
    let caps = core.caps_for(&filled).await?;
    define::fill_defaults(&mut filled, &caps)?;
    let mut doc = Domain::clone(&live.doc);
    let possible = add_controllers(&mut doc, &mut filled);
    pick(&mut doc, &mut filled)?;
    if !possible || !stands_on_its_buses(&mut doc) {
        let text = "the guest has no free place for the device: it needs another controller, which can be added with --config only";
        return Err(QemuError::OperationInvalid(text.to_owned()));
    }
    define::assign_aliases(&mut doc);
    Ok(doc)
}

/// Adds the controllers that only the filled definition has; false if it has some, or hubs, that cannot come
/// while the guest runs. Buses that are kept free for later do not count.
fn add_controllers(doc: &mut Domain, filled: &mut Domain) -> bool {
    let (Some(d), Some(f)) = (&mut doc.devices, &mut filled.devices) else {
        return true;
    };
    let known = d.controllers.clone();
    let is_known = |c: &Controller| {
        let same = |k: &&Controller| k.controller_type == c.controller_type && k.index == c.index;
        known.iter().any(|k| same(&k))
    };
    let mut possible = f.hubs.len() <= d.hubs.len();
    let new: Vec<Controller> = f.controllers.iter().filter(|c| !is_known(c)).cloned().collect();
    for controller in new {
        match controller.controller_type {
            ControllerType::Pci => {}
            ControllerType::Scsi | ControllerType::VirtioSerial | ControllerType::Usb => {
                d.controllers.push(controller);
            }
            _ => possible = false,
        }
    }
    possible
}

/// Whether every bus that a device is on exists.
fn stands_on_its_buses(doc: &mut Domain) -> bool {
    let Some(d) = &mut doc.devices else { return true };
    let of_type = d
        .controllers
        .iter()
        .filter(|c| c.controller_type == ControllerType::Pci);
    let buses: Vec<u32> = of_type.filter_map(|c| c.index).collect();
    d.infos_mut().iter().all(|info| match &info.address {
        Some(Address::Pci(at)) => buses.contains(&u32::from(at.bus)),
        _ => true,
    })
}

/// Attaches a disk.
pub async fn attach_disk(core: &Arc<Core>, guest: &Arc<Guest>, disk: Disk) -> Result<()> {
    let live = guest.running()?;
    let monitor = live.monitor(&guest.name)?;
    let dev = disk.target.dev.clone();
    if live
        .doc
        .devices
        .iter()
        .flat_map(|d| &d.disks)
        .any(|d| d.target.dev == dev)
    {
        return Err(QemuError::OperationInvalid(format!(
            "target {dev} already exists"
        )));
    }
    let wanted = dev.clone();
    let mut doc = with_device(
        core,
        &live,
        |doc| {
            doc.devices.get_or_insert_with(Default::default).disks.push(disk);
            Ok(())
        },
        move |doc, filled| {
            let disks = filled.devices.iter_mut().flat_map(|d| &mut d.disks);
            let found = disks.into_iter().find(|d| d.target.dev == wanted).cloned();
            let found = found.ok_or_else(|| QemuError::Failed(format!("disk '{wanted}' is lost")))?;
            doc.devices.get_or_insert_with(Default::default).disks.push(found);
            Ok(())
        },
    )
    .await?;
    let index = live.gauges.take_image();
    let mut held = Resources::default();
    let added = doc.devices.as_mut().and_then(|d| d.disks.last_mut());
    let disk = added.ok_or_else(|| QemuError::Failed(format!("disk '{dev}' is lost")))?;
    open_source(core, disk, index, &mut held).await?;
    let disk = disk.clone();
    let claimed: Vec<PathBuf> = held.grants.iter().map(|g| g.path.clone()).collect();
    live.hold(core, held).await?;
    let plugged = async {
        super::plug::plug_controllers(core, guest, monitor, &live.doc, &doc).await?;
        plug_disk(core, monitor, &guest.name, &disk, &doc).await
    };
    if let Err(e) = plugged.await {
        live.release(claimed).await?;
        return Err(e);
    }
    live.ask(|reply| Request::Replace(Arc::new(doc), reply)).await?;
    tell_added(core, guest, disk.info.alias);
    Ok(())
}

pub(super) fn tell_added(core: &Core, guest: &Guest, alias: Option<String>) {
    let event = DomainEvent::DeviceAdded {
        alias: alias.unwrap_or_default(),
    };
    core.events.publish(Event::Domain(guest.reference(), event));
}

/// Resolves and opens up the source of a disk for QEMU.
async fn open_source(core: &Core, disk: &mut Disk, index: u32, held: &mut Resources) -> Result<()> {
    chain::resolve(core, disk).await?;
    let opened = chain::open(core, disk, &mut held.grants);
    if opened.is_err() {
        core.images.give_back(&std::mem::take(&mut held.grants));
    }
    let mut next = index;
    chain::number(disk, &mut next);
    opened
}

async fn plug_disk(core: &Core, monitor: &Monitor, name: &str, disk: &Disk, doc: &Domain) -> Result<()> {
    let nodes = argv::disk_nodes(disk)?;
    add_nodes(core, monitor, name, disk).await?;
    let top = nodes.as_ref().map(|n| n.top.as_str());
    let device = argv::disk_device(disk, doc, top)?;
    if let Err(e) = run(monitor, name, command("device_add", device.finish())?).await {
        remove_nodes(monitor, name, disk).await;
        return Err(e);
    }
    match throttle(disk) {
        Some(limits) => run(monitor, name, limits).await,
        None => Ok(()),
    }
}

async fn add_nodes(core: &Core, monitor: &Monitor, name: &str, disk: &Disk) -> Result<()> {
    let Some(nodes) = argv::disk_nodes(disk)? else {
        return Ok(());
    };
    for (n, key) in nodes.keys.iter().enumerate() {
        let added = match key.object(core).await {
            Ok(object) => run(monitor, name, RawCommand::new("object-add").json(&object)).await,
            Err(e) => Err(e),
        };
        if let Err(e) = added {
            for key in &nodes.keys[..n] {
                undo(monitor, name, hotplug::remove_key(key)).await;
            }
            return Err(e);
        }
    }
    // Names are uppermost first, nodes lowest first.
    for (n, node) in nodes.nodes.iter().enumerate() {
        if let Err(e) = run(monitor, name, command("blockdev-add", node.clone())?).await {
            for lower in nodes.names.iter().rev().take(n).rev() {
                undo(
                    monitor,
                    name,
                    RawCommand::new("blockdev-del").json(&serde_json::json!({ "node-name": lower })),
                )
                .await;
            }
            for key in &nodes.keys {
                undo(monitor, name, hotplug::remove_key(key)).await;
            }
            return Err(e);
        }
    }
    Ok(())
}

async fn remove_nodes(monitor: &Monitor, name: &str, disk: &Disk) {
    for command in hotplug::remove_disk(disk) {
        undo(monitor, name, command).await;
    }
}

/// Attaches a network interface.
pub async fn attach_nic(core: &Arc<Core>, guest: &Arc<Guest>, nic: Interface) -> Result<()> {
    let live = guest.running()?;
    let monitor = live.monitor(&guest.name)?;
    let mut doc = with_device(
        core,
        &live,
        |doc| {
            doc.devices
                .get_or_insert_with(Default::default)
                .interfaces
                .push(nic);
            Ok(())
        },
        |doc, filled| {
            let last = filled.devices.as_mut().and_then(|d| d.interfaces.pop());
            let last = last.ok_or_else(|| QemuError::Failed("the interface is lost".to_owned()))?;
            doc.devices
                .get_or_insert_with(Default::default)
                .interfaces
                .push(last);
            Ok(())
        },
    )
    .await?;
    let Some(nic) = doc.devices.as_mut().and_then(|d| d.interfaces.last_mut()) else {
        return Err(QemuError::Failed("the interface is lost".to_owned()));
    };
    let alias = nic.info.alias.clone().unwrap_or_default();
    let mut held = Resources::default();
    let mut names = Vec::new();
    let mut group = None;
    if let Some((plugged, files)) = nics::plug(core.networks.as_deref(), nic, guest.reference()).await? {
        group.clone_from(&plugged.group);
        held.plugs.push(plugged);
        for (n, file) in files.into_iter().enumerate() {
            let fd = format!("fd-{alias}-{n}");
            let handed = RawCommand::new("getfd")
                .json(&serde_json::json!({ "fdname": fd }))
                .with_fd(file);
            if let Err(e) = run(monitor, &guest.name, handed).await {
                held.release(&guest.name, core.networks.as_deref(), &core.images, &core.groups)
                    .await;
                return Err(e);
            }
            names.push(fd);
        }
    }
    nics::rename_functions(&mut doc);
    let nic = doc
        .devices
        .iter()
        .flat_map(|d| &d.interfaces)
        .next_back()
        .cloned();
    let nic = nic.ok_or_else(|| QemuError::Failed("the interface is lost".to_owned()))?;
    let plugged = async {
        if let Some(group) = group {
            chain::claim(core, &group, true, &mut held.grants)?;
            core.hand_over(&held.grants)?;
            if let Some(bytes) = nics::locked_memory(&doc) {
                live.process.allow_locked_memory(bytes)?;
            }
        }
        plug_nic(monitor, &guest.name, &nic, &doc, &names).await
    };
    if let Err(e) = plugged.await {
        held.release(&guest.name, core.networks.as_deref(), &core.images, &core.groups)
            .await;
        return Err(e);
    }
    live.hold(core, held).await?;
    live.ask(|reply| Request::Replace(Arc::new(doc), reply)).await?;
    tell_added(core, guest, nic.info.alias);
    Ok(())
}

async fn plug_nic(
    monitor: &Monitor,
    name: &str,
    nic: &Interface,
    doc: &Domain,
    fds: &[String],
) -> Result<()> {
    if nics::function_of(nic).is_some() {
        let device = argv::nic_device(nic, doc, 0)?;
        return run(monitor, name, command("device_add", device.finish())?).await;
    }
    run(
        monitor,
        name,
        command("netdev_add", argv::nic_netdev(nic, fds)?.finish())?,
    )
    .await?;
    let device = argv::nic_device(nic, doc, fds.len())?;
    if let Err(e) = run(monitor, name, command("device_add", device.finish())?).await {
        let id = format!("host{}", nic.info.alias.as_deref().unwrap_or_default());
        undo(
            monitor,
            name,
            RawCommand::new("netdev_del").json(&serde_json::json!({ "id": id })),
        )
        .await;
        return Err(e);
    }
    Ok(())
}

/// Asks the guest to let a device go and waits a while for it. The guest's task tidies up when it is
/// gone, also when that is later.
pub async fn detach(guest: &Arc<Guest>, alias: &str) -> Result<()> {
    let live = guest.running()?;
    let there = |doc: &Domain| hotplug::without_device(doc, alias).is_some();
    if !there(&live.doc) {
        let text = format!("no device found with alias {alias}");
        return Err(QemuError::coded(ErrorNumber::InternalError, text));
    }
    if let Some(d) = &live.doc.devices {
        super::plug::check_filesystem(d, alias)?;
    }
    live.gauges.set_kept(alias, false);
    let request = RawCommand::new("device_del").json(&serde_json::json!({ "id": alias }));
    run(live.monitor(&guest.name)?, &guest.name, request).await?;
    let gone = async {
        while guest.live().is_some_and(|l| there(&l.doc)) {
            if live.gauges.is_kept(alias) {
                let text = "unplug of device was rejected by the guest".to_owned();
                return Err(QemuError::Failed(text));
            }
            tokio::time::sleep(LOOK).await;
        }
        Ok(())
    };
    tokio::time::timeout(LET_GO, gone).await.unwrap_or_else(|_| {
        tracing::info!(guest = %guest.name, alias, "the guest has not let the device go yet");
        Ok(())
    })
}

/// How often a tray is opened again for a guest that closes it.
const TRAY_TRIES: u32 = 3;

/// Takes the medium out of a drive, and puts another one in.
pub async fn change_medium(core: &Arc<Core>, guest: &Arc<Guest>, wanted: Disk) -> Result<()> {
    let live = guest.running()?;
    let monitor = live.monitor(&guest.name)?;
    let name = &*guest.name;
    let mut doc = Domain::clone(&live.doc);
    let index = live.gauges.take_image();
    let disks = doc.devices.iter_mut().flat_map(|d| &mut d.disks);
    let disk = disks.into_iter().find(|d| d.target.dev == wanted.target.dev);
    let disk = disk.ok_or_else(|| QemuError::NoDevice(format!("no target device {}", wanted.target.dev)))?;
    let old = disk.clone();
    let mut held = Resources::default();
    disk.source = wanted.source;
    disk.backing_store = None;
    if let Some(format) = wanted.driver.and_then(|d| d.format) {
        disk.driver.get_or_insert_with(Default::default).format = Some(format);
    }
    open_source(core, disk, index, &mut held).await?;
    let claimed: Vec<PathBuf> = held.grants.iter().map(|g| g.path.clone()).collect();
    live.hold(core, held).await?;
    if disk.source.path().is_none() && !matches!(disk.source, StorageSource::Network(_)) {
        // An empty drive has a number, too, by which clients tell a medium that went from one that never was.
        disk.source.common_mut().index = Some(index);
    }
    let disk = disk.clone();
    let id = disk.info.alias.clone().unwrap_or_default();
    let of_drive = |command: &'static str| RawCommand::new(command).json(&serde_json::json!({ "id": id }));
    let open = serde_json::json!({ "id": id, "force": true });
    let open = || RawCommand::new("blockdev-open-tray").json(&open);
    run(monitor, name, open()).await?;
    run(monitor, name, of_drive("blockdev-remove-medium")).await?;
    remove_nodes(monitor, name, &old).await;
    let inserted = async {
        add_nodes(core, monitor, name, &disk).await?;
        if let Some(nodes) = argv::disk_nodes(&disk)? {
            let insert = serde_json::json!({ "id": id, "node-name": nodes.top });
            let insert = || RawCommand::new("blockdev-insert-medium").json(&insert);
            let mut tries = TRAY_TRIES;
            while let Err(e) = run(monitor, name, insert()).await {
                // A guest may close the tray meanwhile; firmware does when it looks for what to boot.
                if tries == 0 || !e.to_string().contains("is not open") {
                    return Err(e);
                }
                tries -= 1;
                run(monitor, name, open()).await?;
            }
        }
        run(monitor, name, of_drive("blockdev-close-tray")).await
    };
    if let Err(e) = inserted.await {
        live.release(claimed).await?;
        return Err(e);
    }
    live.ask(|reply| Request::Replace(Arc::new(doc), reply)).await?;
    live.release(chain::paths(&old)).await
}

/// Refuses to take away what the machine has for good, and a controller from those that stand on it.
pub fn check_removable(device: &Device, d: &Devices) -> Result<()> {
    if let Device::Input(input) = device
        && !matches!(input.bus, Some(InputBus::Usb | InputBus::Virtio))
    {
        let bus = input.bus.map_or("ps2", |b| b.as_str());
        let text = format!("input device on bus '{bus}' cannot be detached");
        return Err(QemuError::coded(ErrorNumber::OperationUnsupported, text));
    }
    let Device::Controller(wanted) = device else {
        return Ok(());
    };
    let index = wanted.index.unwrap_or(0);
    let mut d = d.clone();
    let used = d
        .infos_mut()
        .iter()
        .any(|info| match (&info.address, wanted.controller_type) {
            (Some(Address::VirtioSerial(at)), ControllerType::VirtioSerial) => at.controller == index,
            (Some(Address::Usb(at)), ControllerType::Usb) => at.bus == index,
            (Some(Address::Ccid(at)), ControllerType::Ccid) => at.controller == index,
            (Some(Address::Pci(at)), ControllerType::Pci) => u32::from(at.bus) == index,
            _ => false,
        })
        || d.disks.iter().any(|disk| {
            let here = matches!(&disk.info.address, Some(Address::Drive(at)) if at.controller == index);
            here && disk
                .target
                .bus
                .is_some_and(|b| b.as_str() == wanted.controller_type.as_str())
        });
    if used {
        return Err(QemuError::Failed(
            "device cannot be detached: device is busy".to_owned(),
        ));
    }
    Ok(())
}
