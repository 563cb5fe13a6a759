//! What a document has of a run, which the definition of a guest that does not run leaves out.

use ferrovirt_schema::common::source::{SourceCommon, StorageSource};
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::devices::Devices;
use ferrovirt_schema::domain::devices::chardev::ChannelTarget;
use ferrovirt_schema::domain::devices::info::DeviceInfo;
use ferrovirt_schema::domain::devices::interface::InterfaceSource;
use ferrovirt_schema::domain::qemu::QemuNamespace;

/// Aliases that a user chose begin so; others are given at start.
const OWN_ALIAS: &str = "ua-";

/// Names of the host's end of an interface that begin so were given at start.
const GENERATED: &str = "vnet";

pub(super) fn strip(doc: &mut Domain) {
    doc.qemu = QemuNamespace::default();
    doc.lxc = Default::default();
    doc.bhyve = Default::default();
    doc.xen = Default::default();
    doc.vmware = Default::default();
    for label in &mut doc.seclabels {
        label.imagelabel = None;
    }
    let Some(devices) = &mut doc.devices else { return };
    for info in infos(devices) {
        if !info
            .alias
            .as_deref()
            .is_some_and(|alias| alias.starts_with(OWN_ALIAS))
        {
            info.alias = None;
        }
    }
    for disk in &mut devices.disks {
        common(&mut disk.source).index = None;
        disk.mirror = None;
        disk.target.tray = disk.target.tray.filter(|tray| tray.as_str() == "open");
    }
    for interface in &mut devices.interfaces {
        if let InterfaceSource::Network(network) = &mut interface.source {
            network.portid = None;
            network.bridge = None;
        }
        if let Some(target) = &mut interface.target {
            target.dev = target.dev.take().filter(|dev| !dev.starts_with(GENERATED));
        }
    }
    for channel in &mut devices.channels {
        if let Some(ChannelTarget::Virtio(target) | ChannelTarget::Xen(target)) = &mut channel.target {
            target.state = None;
        }
    }
    for serial in &mut devices.serials {
        serial.tty = None;
    }
    for console in &mut devices.consoles {
        console.tty = None;
    }
}

fn common(source: &mut StorageSource) -> &mut SourceCommon {
    match source {
        StorageSource::File(s) => &mut s.common,
        StorageSource::Block(s) | StorageSource::VhostVdpa(s) => &mut s.common,
        StorageSource::Dir(s) => &mut s.common,
        StorageSource::Network(s) => &mut s.common,
        StorageSource::Volume(s) => &mut s.common,
        StorageSource::Nvme(s) => &mut s.common,
        StorageSource::VhostUser(s) => &mut s.common,
    }
}

/// What every device has in common, of all devices.
pub(super) fn infos(d: &mut Devices) -> Vec<&mut DeviceInfo> {
    let mut list: Vec<&mut DeviceInfo> = Vec::new();
    list.extend(d.disks.iter_mut().map(|x| &mut x.info));
    list.extend(d.controllers.iter_mut().map(|x| &mut x.info));
    list.extend(d.filesystems.iter_mut().map(|x| &mut x.info));
    list.extend(d.interfaces.iter_mut().map(|x| &mut x.info));
    list.extend(d.smartcards.iter_mut().map(|x| &mut x.info));
    list.extend(d.serials.iter_mut().map(|x| &mut x.info));
    list.extend(d.parallels.iter_mut().map(|x| &mut x.info));
    list.extend(d.consoles.iter_mut().map(|x| &mut x.info));
    list.extend(d.channels.iter_mut().map(|x| &mut x.info));
    list.extend(d.inputs.iter_mut().map(|x| &mut x.info));
    list.extend(d.tpms.iter_mut().map(|x| &mut x.info));
    list.extend(d.sounds.iter_mut().map(|x| &mut x.info));
    list.extend(d.videos.iter_mut().map(|x| &mut x.info));
    list.extend(d.hostdevs.iter_mut().map(|x| &mut x.info));
    list.extend(d.redirdevs.iter_mut().map(|x| &mut x.info));
    list.extend(d.hubs.iter_mut().map(|x| &mut x.info));
    list.extend(d.watchdogs.iter_mut().map(|x| &mut x.info));
    list.extend(d.memballoon.iter_mut().map(|x| &mut x.info));
    list.extend(d.rngs.iter_mut().map(|x| &mut x.info));
    list.extend(d.nvram.iter_mut().map(|x| &mut x.info));
    list.extend(d.panics.iter_mut().map(|x| &mut x.info));
    list.extend(d.shmems.iter_mut().map(|x| &mut x.info));
    list.extend(d.memories.iter_mut().map(|x| &mut x.info));
    list.extend(d.iommus.iter_mut().map(|x| &mut x.info));
    list.extend(d.vsock.iter_mut().map(|x| &mut x.info));
    list.extend(d.cryptos.iter_mut().map(|x| &mut x.info));
    list
}
