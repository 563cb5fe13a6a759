//! What a document is without what belongs to one run, and without what only some may see.

use ferrovirt_schema::common::chardev::CharSource;
use ferrovirt_schema::common::seclabel::SecLabelType;
use ferrovirt_schema::common::source::StorageSource;
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::devices::audio::{Audio, AudioType};
use ferrovirt_schema::domain::devices::chardev::ChannelTarget;
use ferrovirt_schema::domain::devices::controller::ControllerModel;
use ferrovirt_schema::domain::devices::controller::{Controller, ControllerType};
use ferrovirt_schema::domain::devices::disk::Disk;
use ferrovirt_schema::domain::devices::graphics::{Graphics, Listen};
use ferrovirt_schema::domain::devices::input::{InputBus, InputType};
use ferrovirt_schema::domain::devices::interface::{InterfaceSource, NetworkSource};
use ferrovirt_xml::YesNo;
use std::borrow::Cow;

/// Where running guests are accounted.
pub const PARTITION: &str = "/machine";

/// The definition behind a running guest's document.
pub fn inactive_of(live: &Domain) -> Domain {
    let mut doc = live.clone();
    strip(&mut doc);
    if doc.resource.as_ref().and_then(|r| r.partition.as_deref()) == Some(PARTITION) {
        doc.resource = None;
    }
    for disk in doc.devices.iter_mut().flat_map(|d| &mut d.disks) {
        // What is below, and where it ends, is noted at start.
        if disk
            .backing_store
            .as_ref()
            .is_some_and(|b| b.source.is_none() || b.index.is_some())
        {
            disk.backing_store = None;
        }
    }
    doc
}

/// The document of a running guest as it is kept with a snapshot or checkpoint: of the chains, only where
/// they end.
pub fn kept_of(live: &Domain) -> Domain {
    let mut doc = live.clone();
    strip(&mut doc);
    for disk in doc.devices.iter_mut().flat_map(|d| &mut d.disks) {
        if disk.backing_store.as_ref().is_some_and(|b| b.index.is_some()) {
            disk.backing_store = None;
        }
    }
    doc
}

/// The document of a running guest as it is saved: without what belongs to the run that ends.
pub fn saved_of(live: &Domain) -> Domain {
    let mut doc = live.clone();
    strip(&mut doc);
    for disk in doc.devices.iter_mut().flat_map(|d| &mut d.disks) {
        // The next run numbers all images anew.
        let mut below = disk.backing_store.as_deref_mut();
        while let Some(store) = below {
            store.index = None;
            below = store.backing_store.as_deref_mut();
        }
    }
    doc
}

/// The document for another host, which an older libvirt there may have to read: without the devices that every
/// machine of the kind has.
pub fn migratable_of(live: &Domain) -> Domain {
    let mut doc = inactive_of(live);
    doc.resource.clone_from(&live.resource);
    let Some(d) = &mut doc.devices else { return doc };
    let only = |kind: ControllerType, model: ControllerModel, or_none: bool| {
        let mut of_kind = d.controllers.iter().filter(|c| c.controller_type == kind);
        let first = of_kind.next().filter(|c| c.index == Some(0));
        let usual = |c: &Controller| c.model.map_or(or_none, |m| m == model);
        of_kind.next().is_none() && first.is_some_and(usual)
    };
    let plain_usb = only(ControllerType::Usb, ControllerModel::Piix3Uhci, true);
    let plain_pci = only(ControllerType::Pci, ControllerModel::PciRoot, false);
    d.controllers.retain(|c| match c.controller_type {
        ControllerType::Usb => !plain_usb,
        ControllerType::Pci => !plain_pci,
        _ => true,
    });
    d.inputs
        .retain(|i| (i.input_type, i.bus) != (InputType::Keyboard, Some(InputBus::Ps2)));
    let silent = |a: &Audio| a.id == 1 && a.audio_type == AudioType::None;
    if d.audios.len() == 1 {
        d.audios.retain(|a| !silent(a));
    }
    doc
}

/// The document of a running guest as it is shown: a drive without a medium has no format, and an interface that its
/// network gave a device of the host is one.
pub fn shown_of(live: &Domain) -> Cow<'_, Domain> {
    let empty = |disk: &Disk| matches!(&disk.source, StorageSource::File(f) if f.file.is_none());
    let mut nics = live.devices.iter().flat_map(|d| &d.interfaces);
    if !live.devices.iter().flat_map(|d| &d.disks).any(empty)
        && !nics.any(|nic| crate::nics::function_of(nic).is_some())
    {
        return Cow::Borrowed(live);
    }
    let mut doc = live.clone();
    for nic in doc.devices.iter_mut().flat_map(|d| &mut d.interfaces) {
        crate::nics::show_function(nic);
    }
    for disk in doc
        .devices
        .iter_mut()
        .flat_map(|d| &mut d.disks)
        .filter(|d| empty(d))
    {
        if let Some(driver) = &mut disk.driver {
            driver.format = None;
        }
    }
    Cow::Owned(doc)
}

/// Takes out what belongs to one run.
pub(super) fn strip(doc: &mut Domain) {
    doc.id = None;
    // A dynamic label is chosen at each start; what it is made from is the user's.
    doc.seclabels
        .retain(|l| l.label_type != Some(SecLabelType::Dynamic) || l.baselabel.is_some());
    for label in &mut doc.seclabels {
        label.imagelabel = None;
        if label.label_type == Some(SecLabelType::Dynamic) {
            label.label = None;
        }
    }
    let Some(d) = &mut doc.devices else { return };
    for info in d.infos_mut() {
        // Names that users chose begin so; the others are given at each start.
        if !info.alias.as_deref().is_some_and(|a| a.starts_with("ua-")) {
            info.alias = None;
        }
    }
    for disk in &mut d.disks {
        disk.source.common_mut().index = None;
        disk.mirror = None;
    }
    for nic in &mut d.interfaces {
        if let InterfaceSource::Network(n) = &mut nic.source {
            if n.address.is_some() {
                nic.managed = None;
            }
            *n = NetworkSource {
                network: std::mem::take(&mut n.network),
                portgroup: n.portgroup.take(),
                ..NetworkSource::default()
            };
        }
        if nic
            .target
            .as_ref()
            .and_then(|t| t.dev.as_deref())
            .is_some_and(|t| t.starts_with("vnet") || t.starts_with("macvtap"))
        {
            nic.target = None;
        }
    }
    for serial in &mut d.serials {
        forget_pty(&mut serial.source);
        serial.tty = None;
    }
    for console in &mut d.consoles {
        forget_pty(&mut console.source);
        console.tty = None;
    }
    for parallel in &mut d.parallels {
        forget_pty(&mut parallel.source);
    }
    for channel in &mut d.channels {
        forget_pty(&mut channel.source);
        forget_socket(&mut channel.source);
        if let Some(ChannelTarget::Virtio(t)) = &mut channel.target {
            t.state = None;
        }
    }
    for graphics in &mut d.graphics {
        match graphics {
            Graphics::Vnc(vnc) if vnc.autoport == Some(YesNo::Yes) => vnc.port = Some(-1),
            Graphics::Spice(spice) if spice.autoport == Some(YesNo::Yes) => spice.port = None,
            _ => {}
        }
    }
}

fn forget_pty(source: &mut CharSource) {
    if let CharSource::Pty(pty) = source {
        pty.source = None;
    }
}

/// Sockets that were named at start are in the directory of that start.
fn forget_socket(source: &mut CharSource) {
    if let CharSource::Unix(socket) = source
        && let Some(end) = &socket.source
        && end.path.as_deref().is_none_or(is_of_start)
    {
        socket.source = None;
    }
}

/// Whether the path of a socket was given to it at a start.
pub(super) fn is_of_start(path: &str) -> bool {
    path.contains("/channel/") && path.contains("/domain-") || path.contains("/qemu/domain-")
}

/// The document without passwords.
pub fn without_secrets(doc: &Domain) -> Domain {
    let mut doc = doc.clone();
    for graphics in doc.devices.iter_mut().flat_map(|d| &mut d.graphics) {
        let password = match graphics {
            Graphics::Vnc(g) => &mut g.password,
            Graphics::Spice(g) => &mut g.password,
            _ => continue,
        };
        password.passwd = None;
        password.valid_to = None;
    }
    doc
}

/// The address of the first `<listen>`, where it is an address.
pub fn listen_address(listens: &[Listen]) -> Option<&str> {
    listens.iter().find_map(|l| match l {
        Listen::Address(a) => a.address.as_deref(),
        Listen::Network(n) => n.address.as_deref(),
        _ => None,
    })
}
