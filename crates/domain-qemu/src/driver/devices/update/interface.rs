//! Interfaces of a running guest: the cable can be plugged in and out, and the host's end can move to another network or
//! bridge, with other VLANs, limits and filters.

use super::super::live::run;
use super::{check_names, judged, unsupported};
use crate::argv;
use crate::driver::Core;
use crate::error::{QemuError, Result};
use crate::guest::{Guest, Live, Plugged, Request};
use crate::nics;
use ferrovirt_driver::attach::{Plug, PlugRequest};
use ferrovirt_qmp::RawCommand;
use ferrovirt_schema::common::address::Address;
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::devices::Devices;
use ferrovirt_schema::domain::devices::interface::{Interface, InterfaceDriver, InterfaceSource};
use std::sync::Arc;
use uuid::Uuid;

/// An interface as it is wanted. What cannot change may be left out.
pub(in super::super) async fn interface(
    core: &Arc<Core>,
    guest: &Arc<Guest>,
    wanted: Interface,
) -> Result<()> {
    let live = guest.running()?;
    let none = Devices::default();
    let at = find(live.doc.devices.as_ref().unwrap_or(&none), &wanted)?;
    let mut doc = Domain::clone(&live.doc);
    let Some(nic) = doc.devices.as_mut().and_then(|d| d.interfaces.get_mut(at)) else {
        return Err(QemuError::NoDevice("the guest has no interface".to_owned()));
    };
    let now = nic.clone();
    check_names(&wanted.info, &now.info)?;
    let judged = judged(core, &live, |devices| {
        let mut wanted = wanted.clone();
        wanted.mac = wanted.mac.or_else(|| now.mac.clone());
        wanted.info.alias = None;
        if wanted.info.address.is_none() {
            wanted.info.address.clone_from(&now.info.address);
        }
        devices.interfaces[at] = wanted;
    });
    let wanted = judged.await?.interfaces.swap_remove(at);
    check(&wanted, &now)?;
    nic.link = wanted.link;
    let moved = go(core, guest, nic, &now, wanted).await?;
    if argv::is_down(nic) != argv::is_down(&now) {
        let arguments = serde_json::json!({ "name": now.info.alias, "up": !argv::is_down(nic) });
        let switch = RawCommand::new("set_link").json(&arguments);
        if let Err(e) = run(live.monitor(&guest.name)?, &guest.name, switch).await {
            if let Some(moved) = moved {
                moved.back(core).await;
            }
            return Err(e);
        }
    }
    note(&live, moved, doc).await
}

/// The interface that is meant, by its hardware address, and by its place and alias where they are given.
fn find(devices: &Devices, wanted: &Interface) -> Result<usize> {
    let at = super::super::kind::find_nic(devices, wanted)?;
    let now = &devices.interfaces[at].info;
    let place = match (&wanted.info.address, &now.address) {
        (Some(Address::Pci(wanted)), Some(Address::Pci(now))) if wanted != now => Some(wanted.to_string()),
        _ => None,
    };
    let alias = wanted
        .info
        .alias
        .as_ref()
        .filter(|a| Some(*a) != now.alias.as_ref());
    if place.is_none() && alias.is_none() {
        return Ok(at);
    }
    let mac = wanted.mac.as_ref().map(|m| m.address.to_string());
    let mut text = "no device found".to_owned();
    if let Some(place) = place {
        text += &format!(" at address '{place}'");
    }
    text += &format!(" matching MAC address '{}'", mac.unwrap_or_default());
    if let Some(alias) = &wanted.info.alias {
        text += &format!(" and alias '{alias}'");
    }
    Err(QemuError::NoDevice(text))
}

/// Refuses what differs and cannot change.
fn check(wanted: &Interface, now: &Interface) -> Result<()> {
    if wanted.model != now.model {
        let name = |nic: &Interface| nic.model.clone().unwrap_or_else(|| "(none)".to_owned());
        return Err(unsupported(format!(
            "cannot modify network device model from {} to {}",
            name(now),
            name(wanted)
        )));
    }
    let driver = |nic: &Interface| -> InterfaceDriver { nic.driver.clone().unwrap_or_default() };
    let name = |nic: &Interface| nic.target.as_ref().and_then(|t| t.dev.clone());
    let differs = [
        (
            "virtio network device driver attributes",
            driver(wanted) != driver(now),
        ),
        ("network device script attribute", wanted.script != now.script),
        (
            "network device tap name",
            name(wanted).is_some() && name(wanted) != name(now),
        ),
        (
            "network device guest address",
            wanted.info.address.is_some() && wanted.info.address != now.info.address,
        ),
        (
            "network device boot index setting",
            wanted.info.boot != now.info.boot,
        ),
        ("network device rom bar setting", wanted.info.rom != now.info.rom),
        ("MTU", wanted.mtu != now.mtu),
        (
            "virtual port of a network device",
            wanted.virtualport != now.virtualport,
        ),
        ("send buffer of a network device", wanted.tune != now.tune),
        ("coalescing of a network device", wanted.coalesce != now.coalesce),
        ("backend of a network device", wanted.backend != now.backend),
    ];
    if let Some((what, _)) = differs.iter().find(|(_, differs)| *differs) {
        return Err(unsupported(format!("cannot modify {what}")));
    }
    let stays = match (&wanted.source, &now.source) {
        (a, b) if moves(a) && moves(b) => true,
        (InterfaceSource::Direct(_), InterfaceSource::Direct(_)) => {
            nics::place_of(wanted) == nics::place_of(now)
        }
        (InterfaceSource::Ethernet(_), InterfaceSource::Ethernet(_)) => true,
        (InterfaceSource::Hostdev(_), InterfaceSource::Network(_)) => {
            nics::function_of(wanted) == nics::function_of(now)
        }
        (a, b) => a == b,
    };
    if stays {
        Ok(())
    } else {
        Err(unsupported(format!(
            "the network device of a running guest cannot be moved to another source of type '{}': use --config",
            wanted.source.word()
        )))
    }
}

/// Whether the host's end is, or may be, a tap on a bridge.
fn moves(source: &InterfaceSource) -> bool {
    matches!(source, InterfaceSource::Network(_) | InterfaceSource::Bridge(_))
}

/// What an interface asked of the networks before it moved.
struct Moved {
    old: PlugRequest,
    new: PlugRequest,
    target: String,
    port: Option<Uuid>,
}

impl Moved {
    /// Undoes it; what fails then is logged.
    async fn back(self, core: &Core) {
        let Some(networks) = &core.networks else { return };
        let back = networks.replug(self.new, self.old, &self.target, self.port);
        if let Err(error) = back.await {
            tracing::warn!(device = self.target, %error, "an interface is not put back where it was");
        }
    }
}

/// Moves the host's end, where that is asked for, and notes in `nic` where it is then.
async fn go(
    core: &Core,
    guest: &Guest,
    nic: &mut Interface,
    now: &Interface,
    wanted: Interface,
) -> Result<Option<Moved>> {
    let (Some(old), Some(new)) = (
        nics::request_of(now, guest.reference())?,
        nics::request_of(&wanted, guest.reference())?,
    ) else {
        let asks = |nic: &Interface| (nic.bandwidth.clone(), nic.vlan.clone(), nic.port.clone());
        if asks(&wanted) != asks(now) {
            let word = now.source.word();
            return Err(unsupported(format!(
                "traffic of a network device of type '{word}' does not pass the host's networks: it has no limits, VLANs or port options"
            )));
        }
        nic.filterref = wanted.filterref;
        return Ok(None);
    };
    let is_same = old.place == new.place
        && old.port == new.port
        && old.limits == new.limits
        && old.filter == new.filter;
    if is_same {
        return Ok(None);
    }
    let target = nics::target_of(now).filter(|_| nics::function_of(now).is_none());
    let (Some(networks), Some(target)) = (&core.networks, target) else {
        let text = "a device that the guest has for itself stays as it is until it is taken away";
        return Err(unsupported(text.to_owned()));
    };
    let port = match &now.source {
        InterfaceSource::Network(s) => s.portid.as_deref().and_then(|p| p.parse().ok()),
        _ => None,
    };
    let plug = networks.replug(old.clone(), new.clone(), &target, port).await?;
    let mut source = now.source.clone();
    if old.place != new.place {
        source = wanted.source;
    }
    nic.source = source;
    note_place(nic, &plug);
    (nic.vlan, nic.port) = (wanted.vlan, wanted.port);
    (nic.bandwidth, nic.filterref) = (wanted.bandwidth, wanted.filterref);
    Ok(Some(Moved {
        old,
        new,
        target,
        port: plug.port,
    }))
}

fn note_place(nic: &mut Interface, plug: &Plug) {
    if let InterfaceSource::Network(source) = &mut nic.source {
        source.portid = plug.port.map(|p| p.to_string());
        if plug.bridge.is_some() {
            source.bridge.clone_from(&plug.bridge);
        }
    }
}

async fn note(live: &Live, moved: Option<Moved>, doc: Domain) -> Result<()> {
    let Some(moved) = moved else {
        return live.ask(|reply| Request::Replace(Arc::new(doc), reply)).await;
    };
    let plugged = Plugged {
        place: moved.new.place,
        target: moved.target,
        port: moved.port,
        mac: moved.new.mac,
        limits: moved.new.limits,
        group: None,
    };
    live.ask(|reply| Request::Replug(Box::new(plugged), Arc::new(doc), reply))
        .await
}
