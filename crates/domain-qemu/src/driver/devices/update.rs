//! Devices of a running guest that change: what can change is changed, and anything else that differs from
//! what the guest has is refused by its name.

use super::kind::{find_disk, find_nic};
use super::live::run;
use crate::define::listen_address;
use crate::error::{QemuError, Result};
use crate::guest::{Guest, Request};
use ferrovirt_qmp::RawCommand;
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::devices::disk::{Disk, DiskDriver};
use ferrovirt_schema::domain::devices::graphics::{Graphics, Listen, Password};
use ferrovirt_schema::domain::devices::info::DeviceInfo;
use ferrovirt_schema::domain::devices::interface::{Interface, LinkState};
use ferrovirt_types::consts::ErrorNumber;
use std::sync::Arc;

fn unsupported(text: String) -> QemuError {
    QemuError::coded(ErrorNumber::OperationUnsupported, text)
}

/// Whether alias and address, as far as they are given, are those that the device has.
fn check_info(wanted: &DeviceInfo, now: &DeviceInfo, what: &str) -> Result<()> {
    let differs = [
        ("alias", wanted.alias.is_some() && wanted.alias != now.alias),
        (
            "address",
            wanted.address.is_some() && wanted.address != now.address,
        ),
        ("boot order", wanted.boot.is_some() && wanted.boot != now.boot),
        ("rom", wanted.rom.is_some() && wanted.rom != now.rom),
    ];
    match differs.iter().find(|(_, differs)| *differs) {
        Some((field, _)) => Err(unsupported(format!(
            "cannot modify field '{field}' of the {what}"
        ))),
        None => Ok(()),
    }
}

/// A disk whose medium stays: nothing that the guest or QEMU see of it may differ.
pub(super) async fn disk(guest: &Arc<Guest>, wanted: &Disk) -> Result<()> {
    let live = guest.running()?;
    let Some(devices) = &live.doc.devices else {
        return Err(QemuError::NoDevice("the guest has no disk".to_owned()));
    };
    let now = &devices.disks[find_disk(devices, &wanted.target.dev)?];
    if wanted.source.path() != now.source.path() {
        return Err(QemuError::ConfigUnsupported(
            "disk source can be changed only in removable drives".to_owned(),
        ));
    }
    let none = DiskDriver::default();
    let (new, old) = (
        wanted.driver.as_ref().unwrap_or(&none),
        now.driver.as_ref().unwrap_or(&none),
    );
    let differs = [
        ("device", wanted.device != now.device),
        (
            "bus",
            wanted.target.bus.is_some() && wanted.target.bus != now.target.bus,
        ),
        ("serial", wanted.serial != now.serial),
        ("wwn", wanted.wwn != now.wwn),
        ("vendor", wanted.vendor != now.vendor),
        ("product", wanted.product != now.product),
        ("geometry", wanted.geometry != now.geometry),
        ("blockio", wanted.blockio != now.blockio),
        ("readonly", wanted.readonly != now.readonly),
        ("shareable", wanted.shareable != now.shareable),
        ("transient", wanted.transient != now.transient),
        ("rawio", wanted.rawio != now.rawio),
        ("sgio", wanted.sgio != now.sgio),
        ("cache", new.cache != old.cache),
        ("error_policy", new.error_policy != old.error_policy),
        ("rerror_policy", new.rerror_policy != old.rerror_policy),
        ("io", new.io != old.io),
        ("ioeventfd", new.ioeventfd != old.ioeventfd),
        ("event_idx", new.event_idx != old.event_idx),
        ("copy_on_read", new.copy_on_read != old.copy_on_read),
        ("discard", new.discard != old.discard),
        ("iothread", new.iothread != old.iothread),
        ("detect_zeroes", new.detect_zeroes != old.detect_zeroes),
        ("queues", new.queues != old.queues),
        ("driver", new.format.is_some() && new.format != old.format),
    ];
    match differs.iter().find(|(_, differs)| *differs) {
        Some((field, _)) => Err(unsupported(format!("cannot modify field '{field}' of the disk"))),
        None => check_info(&wanted.info, &now.info, "disk"),
    }
}

/// An interface: its cable can be plugged in and out.
pub(super) async fn interface(guest: &Arc<Guest>, wanted: Interface) -> Result<()> {
    let live = guest.running()?;
    let mut doc = Domain::clone(&live.doc);
    let Some(devices) = &mut doc.devices else {
        return Err(QemuError::NoDevice("the guest has no interface".to_owned()));
    };
    let at = find_nic(devices, &wanted)?;
    let nic = &mut devices.interfaces[at];
    check_interface(&wanted, nic)?;
    let up = wanted.link != Some(LinkState::Down);
    let arguments = serde_json::json!({ "name": nic.info.alias, "up": up });
    nic.link = wanted.link;
    run(
        live.monitor(&guest.name)?,
        &guest.name,
        RawCommand::new("set_link").json(&arguments),
    )
    .await?;
    live.ask(|reply| Request::Replace(Arc::new(doc), reply)).await
}

fn check_interface(wanted: &Interface, now: &Interface) -> Result<()> {
    if std::mem::discriminant(&now.source) != std::mem::discriminant(&wanted.source) {
        let text = "the kind of an interface's source can be changed with --config only";
        return Err(unsupported(text.to_owned()));
    }
    if wanted.model != now.model {
        let name = |nic: &Interface| nic.model.clone().unwrap_or_else(|| "(none)".to_owned());
        return Err(unsupported(format!(
            "cannot modify network device model from {} to {}",
            name(now),
            name(wanted)
        )));
    }
    let differs = [
        (
            "virtio network device driver attributes",
            wanted.driver != now.driver,
        ),
        ("network device script attribute", wanted.script != now.script),
        ("network device tap name", {
            let name = |nic: &Interface| nic.target.as_ref().and_then(|t| t.dev.clone());
            name(wanted).is_some() && name(wanted) != name(now)
        }),
        ("network device guest address", {
            wanted.info.address.is_some() && wanted.info.address != now.info.address
        }),
        (
            "network device boot index setting",
            wanted.info.boot != now.info.boot,
        ),
        ("network device rom bar setting", wanted.info.rom != now.info.rom),
        ("MTU", wanted.mtu != now.mtu),
    ];
    match differs.iter().find(|(_, differs)| *differs) {
        Some((what, _)) => Err(unsupported(format!("cannot modify {what}"))),
        None => Ok(()),
    }
}

/// Ports and places of a display, which stay, and its password, which can change.
struct Shown<'g> {
    protocol: &'static str,
    listens: &'g [Listen],
    /// The address as older programs give it.
    listen: Option<&'g str>,
    /// Whether the host chooses ports, and which they are where it does not.
    ports: (bool, [Option<i32>; 2]),
    keymap: Option<&'g str>,
    password: &'g Password,
}

fn shown(graphics: &Graphics) -> Option<Shown<'_>> {
    let auto = |yes: bool, ports: [Option<i32>; 2]| (yes, if yes { [None, None] } else { ports });
    match graphics {
        Graphics::Vnc(g) => Some(Shown {
            protocol: "vnc",
            listens: &g.listens,
            listen: g.listen.as_deref(),
            ports: auto(
                g.autoport.is_some_and(|a| a.is_yes()) || g.port == Some(-1),
                [g.port, None],
            ),
            keymap: g.keymap.as_deref(),
            password: &g.password,
        }),
        Graphics::Spice(g) => Some(Shown {
            protocol: "spice",
            listens: &g.listens,
            listen: g.listen.as_deref(),
            ports: auto(g.autoport.is_some_and(|a| a.is_yes()), [g.port, g.tls_port]),
            keymap: g.keymap.as_deref(),
            password: &g.password,
        }),
        _ => None,
    }
}

fn check_display(wanted: &Shown<'_>, now: &Shown<'_>) -> Result<()> {
    let protocol = now.protocol;
    let kind = |s: &Shown<'_>| s.listens.first().map(std::mem::discriminant);
    if !wanted.listens.is_empty() && kind(wanted) != kind(now) {
        return Err(unsupported(format!(
            "cannot change the type of listen address on '{protocol}' graphics"
        )));
    }
    let address = |s: &Shown<'_>| listen_address(s.listens).or(s.listen).map(str::to_owned);
    if matches!(now.listens.first(), Some(Listen::Address(_)) | None) && address(wanted) != address(now) {
        return Err(unsupported(format!(
            "cannot change listen address setting on '{protocol}' graphics"
        )));
    }
    if wanted.ports != now.ports {
        return Err(unsupported(format!(
            "cannot change port settings on {protocol} graphics"
        )));
    }
    if wanted.keymap != now.keymap {
        return Err(unsupported(format!(
            "cannot change keymap setting on {protocol} graphics"
        )));
    }
    Ok(())
}

/// A display: its password can be set.
pub(super) async fn graphics(guest: &Arc<Guest>, wanted: Graphics) -> Result<()> {
    let live = guest.running()?;
    let monitor = live.monitor(&guest.name)?;
    let Some(new) = shown(&wanted) else {
        let text = "only passwords of VNC and SPICE displays can be changed while the guest runs";
        return Err(unsupported(text.to_owned()));
    };
    let (protocol, password) = (new.protocol, new.password.clone());
    let mut doc = Domain::clone(&live.doc);
    let mut displays = doc.devices.iter_mut().flat_map(|d| &mut d.graphics);
    let display = displays.find(|g| std::mem::discriminant(&**g) == std::mem::discriminant(&wanted));
    let missing = || QemuError::NoDevice(format!("the guest has no {protocol} display"));
    let display = display.ok_or_else(missing)?;
    check_display(&new, &shown(display).ok_or_else(missing)?)?;
    let place = match display {
        Graphics::Vnc(g) => &mut g.password,
        Graphics::Spice(g) => &mut g.password,
        _ => return Err(missing()),
    };
    if place.passwd.is_none() && password.passwd.is_some() {
        let text = format!("the {protocol} display was started without a password");
        return Err(QemuError::OperationInvalid(text));
    }
    if let Some(text) = &password.passwd {
        let connected = password.connected.map_or("keep", |c| c.as_str());
        let arguments = serde_json::json!({ "protocol": protocol, "password": text, "connected": connected });
        let set = RawCommand::new("set_password").json(&arguments);
        run(monitor, &guest.name, set).await?;
        // A former end of validity does not hold for the new password.
        let forever = serde_json::json!({ "protocol": protocol, "time": "never" });
        let keep = RawCommand::new("expire_password").json(&forever);
        run(monitor, &guest.name, keep).await?;
    }
    *place = password;
    live.ask(|reply| Request::Replace(Arc::new(doc), reply)).await
}
