//! Ports of displays.

use crate::driver::Core;
use crate::error::{QemuError, Result};
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::devices::graphics::{Graphics, Listen, ListenAddress};
use ferrovirt_xml::YesNo;
use std::net::TcpListener;
use std::sync::{Arc, PoisonError};

/// Ports that were chosen but that nobody listens on yet.
pub(super) struct Reserved {
    core: Arc<Core>,
    ports: Vec<u16>,
}

impl Reserved {
    pub fn new(core: &Arc<Core>) -> Self {
        Reserved {
            core: Arc::clone(core),
            ports: Vec::new(),
        }
    }

    fn take(&mut self, address: &str) -> Result<u16> {
        let (first, last) = self.core.config().vnc_ports;
        let mut taken = self.core.ports.lock().unwrap_or_else(PoisonError::into_inner);
        let free = (first..=last).find(|port| !taken.contains(port) && is_free(address, *port));
        match free {
            Some(port) => {
                taken.insert(port);
                self.ports.push(port);
                Ok(port)
            }
            None => Err(QemuError::Failed(format!(
                "Unable to find an unused port in range 'vnc' ({first}-{last}) on {address}"
            ))),
        }
    }
}

impl Drop for Reserved {
    fn drop(&mut self) {
        let mut taken = self.core.ports.lock().unwrap_or_else(PoisonError::into_inner);
        for port in &self.ports {
            taken.remove(port);
        }
    }
}

/// Whether nobody listens there, by trying to.
fn is_free(address: &str, port: u16) -> bool {
    TcpListener::bind((address, port)).is_ok()
}

/// The parts of a display that say where it listens.
struct Place<'g> {
    name: &'static str,
    listens: &'g mut Vec<Listen>,
    listen: &'g mut Option<String>,
    auto: bool,
    port: &'g mut Option<i32>,
}

/// Chooses ports and addresses that the document leaves open.
pub(super) fn choose(doc: &mut Domain, core: &Core, reserved: &mut Reserved) -> Result<()> {
    for graphics in doc.devices.iter_mut().flat_map(|d| &mut d.graphics) {
        let (place, websocket) = match graphics {
            Graphics::Vnc(vnc) => (
                Place {
                    name: "vnc",
                    listens: &mut vnc.listens,
                    listen: &mut vnc.listen,
                    auto: vnc.autoport == Some(YesNo::Yes),
                    port: &mut vnc.port,
                },
                Some(&mut vnc.websocket),
            ),
            Graphics::Spice(spice) => (
                Place {
                    name: "spice",
                    listens: &mut spice.listens,
                    listen: &mut spice.listen,
                    auto: spice.autoport == Some(YesNo::Yes),
                    port: &mut spice.port,
                },
                None,
            ),
            _ => continue,
        };
        let Some(address) = settle(place, core, reserved)? else {
            continue;
        };
        if let Some(websocket) = websocket.filter(|w| **w == Some(-1)) {
            *websocket = Some(i32::from(reserved.take(&address)?));
        }
    }
    Ok(())
}

/// Fills in address and port; none where it listens on no address.
fn settle(place: Place<'_>, core: &Core, reserved: &mut Reserved) -> Result<Option<String>> {
    if place
        .listens
        .iter()
        .any(|l| matches!(l, Listen::Socket(_) | Listen::None))
    {
        return Ok(None);
    }
    let address = crate::define::listen_address(place.listens)
        .map_or_else(|| core.config().vnc_listen.clone(), str::to_owned);
    if place.listens.is_empty() {
        place.listens.push(Listen::Address(ListenAddress::default()));
    }
    if let Some(Listen::Address(first)) = place.listens.first_mut() {
        first.address = Some(address.clone());
    }
    *place.listen = Some(address.clone());
    if place.auto || place.port.is_none_or(|p| p < 0) {
        *place.port = Some(i32::from(reserved.take(&address)?));
    } else if let Some(port) = place.port.and_then(|p| u16::try_from(p).ok())
        && !is_free(&address, port)
    {
        let name = place.name;
        return Err(QemuError::Failed(format!(
            "{} port {port} on {address} is in use; free it or use autoport='yes' in <graphics type='{name}'>",
            name.to_uppercase()
        )));
    }
    Ok(Some(address))
}
