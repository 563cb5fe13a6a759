//! Ports as callers see them.

use crate::driver::{Live, Port, Shared};
use crate::error::Error;
use ferrovirt_schema::networkport::{BridgePlug, NetworkPort, Plug};
use ferrovirt_schema::nwfilterbinding::Owner;
use ferrovirt_types::Result;
use ferrovirt_types::object::{NetworkPortRef, NetworkRef};
use std::sync::Arc;
use uuid::Uuid;

/// The port of that UUID with its network.
pub(super) fn find(shared: &Shared, network: &NetworkRef, uuid: Uuid) -> Result<(NetworkRef, Port)> {
    let entry = shared.net(network)?;
    let reference = entry.object.view().reference.clone();
    let port = entry.object.ports().get(&uuid).cloned();
    match port {
        Some(port) => Ok((reference, port)),
        None => Err(Error::NoSuchPort {
            network: reference.name,
            uuid,
        }
        .into()),
    }
}

/// `<networkport>`
pub(super) fn document(shared: &Shared, port: &NetworkPortRef) -> Result<String> {
    let (network, found) = find(shared, &port.net, port.uuid)?;
    let view = shared.net(&network)?.object.view();
    let plug = |live: &Arc<Live>| {
        Plug::Network(BridgePlug {
            bridge: live.socket().bridge.to_string(),
            ..BridgePlug::default()
        })
    };
    let document = NetworkPort {
        uuid: Some(port.uuid),
        owner: Owner {
            name: found.domain.name,
            uuid: found.domain.uuid,
        },
        group: found.portgroup,
        mac: Some(found.mac.to_string()),
        plug: view.live.as_ref().map(plug),
        ..NetworkPort::default()
    };
    Ok(document.to_xml())
}
