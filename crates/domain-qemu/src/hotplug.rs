//! Devices that come and go while a guest runs: what that does to its document.

use crate::argv::disk_nodes;
use crate::define;
use crate::disk_keys::DiskKey;
use crate::host_devices;
use ferrovirt_qmp::RawCommand;
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::devices::Devices;
use ferrovirt_schema::domain::devices::disk::Disk;
use ferrovirt_schema::domain::devices::hostdev::HostDevSource;
use ferrovirt_schema::domain::devices::rng::RngBackend;
use ferrovirt_schema::domain::devices::shmem::ShmemModel;
use ferrovirt_types::event::DomainEvent;
use std::path::PathBuf;

/// What a device that is gone leaves behind.
#[derive(Debug, Default)]
pub struct Leftovers {
    /// Commands that remove its parts in QEMU.
    pub commands: Vec<RawCommand>,
    /// Files that it had open.
    pub paths: Vec<PathBuf>,
    /// Its device on the host.
    pub device: Option<String>,
}

/// What the device of this alias leaves behind when it is gone.
pub fn leftovers(doc: &Domain, alias: &str) -> Leftovers {
    let mut left = Leftovers::default();
    let Some(d) = &doc.devices else { return left };
    let is = |a: &Option<String>| a.as_deref() == Some(alias);
    if let Some(disk) = d.disks.iter().find(|x| is(&x.info.alias)) {
        left.commands.extend(remove_disk(disk));
        left.paths = crate::chain::paths(disk);
    }
    if let Some(nic) = d.interfaces.iter().find(|x| is(&x.info.alias)) {
        let id = format!("host{alias}");
        left.commands
            .push(RawCommand::new("netdev_del").json(&serde_json::json!({ "id": id })));
        left.device = nic.target.as_ref().and_then(|t| t.dev.clone());
    }
    if let Some(given) = d.hostdevs.iter().find(|x| is(&x.info.alias)) {
        left.paths.extend(host_devices::file_of(given));
        if matches!(given.source, HostDevSource::Scsi(_)) {
            let node = serde_json::json!({ "node-name": crate::argv::unit_node(alias) });
            left.commands.push(RawCommand::new("blockdev-del").json(&node));
        }
    }
    let mut remove = |command: &'static str, id: String| {
        left.commands
            .push(RawCommand::new(command).json(&serde_json::json!({ "id": id })));
    };
    if d.rngs.iter().any(|x| is(&x.info.alias)) {
        remove("object-del", format!("obj{alias}"));
    }
    if let Some(memory) = d.memories.iter().find(|x| is(&x.info.alias)) {
        remove("object-del", format!("mem{alias}"));
        let path = memory.source.as_ref().and_then(|s| s.path.as_deref());
        left.paths.extend(path.map(PathBuf::from));
    }
    if let Some(shmem) = d.shmems.iter().find(|x| is(&x.info.alias)) {
        match shmem.model {
            Some(ShmemModel::IvshmemDoorbell) => remove("chardev-remove", format!("char{alias}")),
            _ => remove("object-del", format!("shmmem-{alias}")),
        }
        left.paths.push(host_devices::shared_file(&shmem.name).into());
    }
    if d.filesystems
        .iter()
        .any(|x| is(&x.info.alias) && define::is_virtiofs(x))
    {
        remove("chardev-remove", crate::argv::files_chardev(alias));
    }
    let egd = d
        .rngs
        .iter()
        .any(|x| is(&x.info.alias) && matches!(x.backend, RngBackend::Egd(_)));
    let serial = d.serials.iter().any(|x| is(&x.info.alias));
    let console = d.consoles.iter().any(|x| is(&x.info.alias));
    let channel = d.channels.iter().any(|x| is(&x.info.alias));
    if egd || serial || console || channel || d.redirdevs.iter().any(|x| is(&x.info.alias)) {
        remove("chardev-remove", format!("char{alias}"));
    }
    left
}

/// Commands that remove what is below the device of a disk.
pub fn remove_disk(disk: &Disk) -> Vec<RawCommand> {
    let nodes = disk_nodes(disk).ok().flatten();
    let remove =
        |node: &String| RawCommand::new("blockdev-del").json(&serde_json::json!({ "node-name": node }));
    let names = nodes.iter().flat_map(|nodes| &nodes.names).map(remove);
    let keys = nodes.iter().flat_map(|nodes| &nodes.keys).map(remove_key);
    names.chain(keys).collect()
}

/// The command that removes a key of a disk.
pub fn remove_key(key: &DiskKey) -> RawCommand {
    RawCommand::new("object-del").json(&serde_json::json!({ "id": key.id }))
}

/// The document without the device of this alias; none if it has no such device.
pub fn without_device(doc: &Domain, alias: &str) -> Option<Domain> {
    let mut doc = doc.clone();
    let d = doc.devices.as_mut()?;
    let before = d.infos_mut().len();
    let plugged = |d: &Devices| define::plugged_kib(d);
    let memory_before = plugged(d);
    macro_rules! drop_from {
        ($($list:ident),+) => {$( d.$list.retain(|x| x.info.alias.as_deref() != Some(alias)); )+};
    }
    drop_from!(
        disks,
        controllers,
        filesystems,
        interfaces,
        serials,
        channels,
        inputs,
        sounds,
        videos
    );
    drop_from!(
        hostdevs, redirdevs, hubs, watchdogs, rngs, shmems, memories, consoles
    );
    let after = d.infos_mut().len();
    let less = memory_before.saturating_sub(plugged(d));
    if let (Some(memory), Some(current)) = (&mut doc.memory, &mut doc.current_memory) {
        memory.size.0 = memory.size.0.saturating_sub(less);
        current.0 = current.0.saturating_sub(less);
    }
    (after < before).then_some(doc)
}

/// What listeners are told when the guest wrote beyond an offset in the image of a node.
pub fn threshold_event(doc: &Domain, node: &str, threshold: u64, excess: u64) -> Option<DomainEvent> {
    let disks = &doc.devices.as_ref()?.disks;
    disks.iter().find_map(|disk| {
        let links = crate::block::lookup::links(disk);
        let at = links.iter().position(|l| {
            crate::argv::storage_node(l.index) == node || crate::argv::format_node(l.index) == node
        })?;
        let dev = match at {
            0 => disk.target.dev.clone(),
            _ => format!("{}[{}]", disk.target.dev, links[at].index),
        };
        Some(DomainEvent::BlockThreshold {
            dev,
            path: links[at].path.clone(),
            threshold,
            excess,
        })
    })
}

/// Alias and path of the disk that a node of the block layer, or a device path, belongs to.
pub fn disk_of_node(doc: &Domain, node: &str) -> Option<(String, String)> {
    let disks = &doc.devices.as_ref()?.disks;
    let disk = disks.iter().find(|d| {
        let alias = d.info.alias.as_deref().unwrap_or_default();
        let mine = !alias.is_empty() && node.contains(alias);
        mine || disk_nodes(d)
            .ok()
            .flatten()
            .is_some_and(|n| n.names.iter().any(|name| name == node))
    })?;
    Some((
        disk.info.alias.clone().unwrap_or_default(),
        disk.source.path().unwrap_or_default().to_owned(),
    ))
}
