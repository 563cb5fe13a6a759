//! What a document has of a run, which the definition of a guest that does not run leaves out.

use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::devices::chardev::ChannelTarget;
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
    for info in devices.infos_mut() {
        if !info
            .alias
            .as_deref()
            .is_some_and(|alias| alias.starts_with(OWN_ALIAS))
        {
            info.alias = None;
        }
    }
    for disk in &mut devices.disks {
        disk.source.common_mut().index = None;
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
