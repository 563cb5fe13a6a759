//! Displays of a running guest, of which the password can change.

use super::super::live::run;
use super::unsupported;
use crate::define::listen_address;
use crate::error::{QemuError, Result};
use crate::guest::{Guest, Request};
use ferrovirt_qmp::RawCommand;
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::devices::graphics::{Graphics, Listen, Password};
use std::sync::Arc;

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
pub(in super::super) async fn graphics(guest: &Arc<Guest>, wanted: Graphics) -> Result<()> {
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
