//! Ports as callers see them: those that guests have, and those that callers make for programs of
//! their own, which a record keeps over a restart of the daemon.

use crate::driver::{Live, Net, Port, Shared};
use crate::error::{Error, Result};
use crate::host::check_limits;
use crate::plan::{Means, isolated, limits, vlans};
use ferrovirt_driver::attach::{DirectMode, Limits, PortWish, Rate};
use ferrovirt_schema::common::bandwidth::{self, Bandwidth};
use ferrovirt_schema::common::source::BarePci;
use ferrovirt_schema::common::vlan::Vlan;
use ferrovirt_schema::domain::devices::hostdev::HostDevDriver;
use ferrovirt_schema::domain::devices::interface::{self as doc, PortOptions};
use ferrovirt_schema::network::PortGroup;
use ferrovirt_schema::networkport::{BridgePlug, DirectPlug, HostdevPlug, NetworkPort, Plug};
use ferrovirt_schema::nwfilterbinding::Owner;
use ferrovirt_types::object::{DomainRef, NetworkPortRef, NetworkRef};
use ferrovirt_types::param::{TypedParam, find as find_param};
use ferrovirt_xml::YesNo;
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
        }),
    }
}

/// `<networkport>`
pub(super) fn document(shared: &Shared, port: &NetworkPortRef) -> Result<String> {
    let (network, found) = find(shared, &port.net, port.uuid)?;
    let view = shared.net(&network)?.object.view();
    Ok(write(port.uuid, &found, view.live.as_deref()).to_xml())
}

fn write(uuid: Uuid, port: &Port, live: Option<&Live>) -> NetworkPort {
    let handed_over = match (&port.function, live.map(|live| &live.means)) {
        (Some(address), Some(Means::Functions { managed, driver, .. })) => Some(HostdevPlug {
            managed: *managed,
            driver: driver.map(|name| HostDevDriver {
                name: Some(name),
                ..HostDevDriver::default()
            }),
            address: BarePci(*address),
        }),
        _ => None,
    };
    let plug = match (&port.direct, live.and_then(Live::socket)) {
        _ if handed_over.is_some() => handed_over.map(Plug::HostdevPci),
        (Some((dev, mode)), _) => Some(Plug::Direct(DirectPlug {
            dev: dev.clone(),
            mode: Some(mode_word(*mode)),
        })),
        (None, Some(socket)) => Some(Plug::Network(BridgePlug {
            bridge: socket.bridge.to_string(),
            ..BridgePlug::default()
        })),
        (None, None) => None,
    };
    NetworkPort {
        uuid: Some(uuid),
        owner: Owner {
            name: port.domain.name.clone(),
            uuid: port.domain.uuid,
        },
        group: port.portgroup.clone(),
        mac: Some(port.mac),
        bandwidth: bandwidth_of(port.limits),
        vlan: port.wish.vlans.as_ref().map(Vlan::of),
        port: port.wish.isolated.then_some(PortOptions {
            isolated: Some(YesNo::Yes),
        }),
        plug,
        ..NetworkPort::default()
    }
}

/// What holds for a port of a running network: its own wish, that of its group, that of the network.
pub(super) fn wish_in(live: &Live, group: Option<&PortGroup>, own: &PortWish) -> Result<PortWish> {
    let name = &live.document.name;
    let of_group = vlans(name, group.and_then(|g| g.vlan.as_ref()))?;
    let group_isolates = group
        .and_then(|g| g.port.as_ref())
        .is_some_and(|p| p.isolated == Some(YesNo::Yes));
    let wish = PortWish {
        isolated: own.isolated || group_isolates || isolated(&live.document),
        vlans: match (&own.vlans, of_group) {
            (Some(own), _) => Some(own.clone()),
            (None, Some(group)) => Some(group),
            (None, None) => vlans(name, live.document.vlan.as_ref())?,
        },
    };
    match &live.means {
        // A virtual function has its VLAN from whoever hands it over.
        Means::HostBridge { .. } | Means::Functions { .. } => {}
        Means::Own(_) | Means::Direct { .. } => without_vlans(name, &wish)?,
    }
    Ok(wish)
}

/// Refuses VLANs where nothing would keep them apart.
pub(super) fn without_vlans(network: &str, wish: &PortWish) -> Result<()> {
    if wish.vlans.is_none() {
        return Ok(());
    }
    Err(Error::Unsupported {
        network: network.to_owned(),
        what: "an interface asks for a vlan tag, but that is not supported for this type of network: use mode='bridge' \
               with a bridge of the host that filters VLANs"
            .to_owned(),
    })
}

fn bandwidth_of(limits: Limits) -> Option<Bandwidth> {
    let rate = |rate: Rate| bandwidth::Rate {
        average: Some(rate.average),
        peak: rate.peak,
        floor: rate.floor,
        burst: rate.burst,
    };
    (!limits.is_empty()).then(|| Bandwidth {
        class_id: None,
        inbound: limits.inbound.map(rate),
        outbound: limits.outbound.map(rate),
    })
}

fn mode_word(mode: DirectMode) -> doc::DirectMode {
    match mode {
        DirectMode::Vepa => doc::DirectMode::Vepa,
        DirectMode::Private => doc::DirectMode::Private,
        DirectMode::Bridge => doc::DirectMode::Bridge,
        DirectMode::Passthrough => doc::DirectMode::Passthrough,
    }
}

/// Makes a port for a program of the caller's. With `reclaim` one that exists is given again.
pub(super) async fn create(
    shared: Arc<Shared>,
    network: NetworkRef,
    xml: String,
    reclaim: bool,
) -> Result<NetworkPortRef> {
    let (_claim, net) = shared.claim(&network).await?;
    let view = net.view();
    let reference = view.reference.clone();
    let name = reference.name.clone();
    let Some(live) = &view.live else {
        return Err(Error::NotActive { network: name });
    };
    let document = NetworkPort::parse(&xml).map_err(Error::Xml)?;
    let uuid = document.uuid.unwrap_or_else(Uuid::new_v4);
    if let Some(there) = net.ports().get(&uuid) {
        let same = there.domain.uuid == document.owner.uuid;
        return if reclaim && same {
            Ok(NetworkPortRef { net: reference, uuid })
        } else {
            Err(Error::PortExists { network: name, uuid })
        };
    }
    let mac = document.mac.ok_or_else(|| Error::Argument {
        what: "the port says no <mac address='…'/>".to_owned(),
    })?;
    let group = live.group(document.group.as_deref())?;
    let own = limits(document.bandwidth.as_ref());
    let limits = if own.is_empty() {
        limits(group.and_then(|g| g.bandwidth.as_ref()))
    } else {
        own
    };
    check_limits(&name, &limits)?;
    let wish = wish_in(live, group, &wish_of(&document)?)?;
    let mut port = Port {
        domain: DomainRef {
            name: document.owner.name,
            uuid: document.owner.uuid,
            id: -1,
        },
        mac,
        device: None,
        portgroup: group.map(|g| g.name.clone()),
        direct: None,
        function: None,
        limits,
        wish,
    };
    net.take_place(live, uuid, &mut port).await?;
    if let Err(e) = record(&shared, &reference, uuid, &port, live).await {
        net.ports().remove(&uuid);
        return Err(e);
    }
    if port.floor().is_some() {
        shared.divide(&net).await?;
    }
    Ok(NetworkPortRef { net: reference, uuid })
}

async fn record(shared: &Shared, net: &NetworkRef, uuid: Uuid, port: &Port, live: &Live) -> Result<()> {
    let text = write(uuid, port, Some(live)).to_xml();
    let name = format!("{}.{uuid}", net.uuid);
    Ok(shared.ports.write(&name, text.into()).await?)
}

/// Gives a port back.
pub(super) async fn delete(shared: Arc<Shared>, port: NetworkPortRef) -> Result<()> {
    let (_claim, net) = shared.claim(&port.net).await?;
    let Some(gone) = net.ports().remove(&port.uuid) else {
        return Err(Error::NoSuchPort {
            network: port.net.name,
            uuid: port.uuid,
        });
    };
    if gone.floor().is_some() {
        shared.divide(&net).await?;
    }
    let name = format!("{}.{}", port.net.uuid, port.uuid);
    Ok(shared.ports.remove(&name).await?)
}

/// Takes up the ports that callers made before the daemon was started again.
pub(crate) async fn take_up(shared: &Arc<Shared>) -> Result<()> {
    let of = Arc::clone(shared);
    let found = tokio::task::spawn_blocking(move || of.ports.load())
        .await
        .map_err(|_| Error::Stopping)??;
    for status in found {
        let ids = status.name.split_once('.');
        let ids = ids.and_then(|(net, port)| Some((net.parse::<Uuid>().ok()?, port.parse::<Uuid>().ok()?)));
        let net = ids.and_then(|(net, _)| shared.nets.by_uuid(&net));
        let document = status.text.ok().and_then(|text| NetworkPort::parse(&text).ok());
        match (ids, net, document) {
            (Some((_, uuid)), Some(entry), Some(document)) if entry.object.view().live.is_some() => {
                entry.object.ports().insert(uuid, read(document));
            }
            _ => shared.ports.remove(&status.name).await?,
        }
    }
    Ok(())
}

/// What the document of a port asks for.
fn wish_of(document: &NetworkPort) -> Result<PortWish> {
    let is_isolated = |port: &PortOptions| port.isolated == Some(YesNo::Yes);
    Ok(PortWish {
        isolated: document.port.as_ref().is_some_and(is_isolated),
        vlans: vlans("(port)", document.vlan.as_ref())?,
    })
}

fn read(document: NetworkPort) -> Port {
    // It was accepted when it was written.
    let wish = wish_of(&document).unwrap_or_default();
    let direct = match &document.plug {
        Some(Plug::Direct(plug)) => {
            let mode = match plug.mode {
                None | Some(doc::DirectMode::Vepa) => DirectMode::Vepa,
                Some(doc::DirectMode::Private) => DirectMode::Private,
                Some(doc::DirectMode::Bridge) => DirectMode::Bridge,
                Some(doc::DirectMode::Passthrough) => DirectMode::Passthrough,
            };
            Some((plug.dev.clone(), mode))
        }
        _ => None,
    };
    let function = match &document.plug {
        Some(Plug::HostdevPci(plug)) => Some(plug.address.0),
        _ => None,
    };
    Port {
        domain: DomainRef {
            name: document.owner.name,
            uuid: document.owner.uuid,
            id: -1,
        },
        mac: document.mac.unwrap_or_default(),
        device: None,
        portgroup: document.group,
        direct,
        function,
        limits: limits(document.bandwidth.as_ref()),
        wish,
    }
}

/// Names of the parameters: a direction and a figure.
const FIGURES: [&str; 4] = ["average", "peak", "floor", "burst"];

/// The limits as parameters; what is not limited is 0.
pub(super) fn parameters(limits: Limits) -> Vec<TypedParam> {
    let mut params = Vec::new();
    for (direction, rate) in [("inbound", limits.inbound), ("outbound", limits.outbound)] {
        let Some(rate) = rate else { continue };
        let values = [Some(rate.average), rate.peak, rate.floor, rate.burst];
        for (figure, value) in FIGURES.iter().zip(values) {
            if *figure == "floor" && direction == "outbound" {
                continue;
            }
            let value = u32::try_from(value.unwrap_or(0)).unwrap_or(u32::MAX);
            params.push(TypedParam::new(format!("{direction}.{figure}"), value));
        }
    }
    params
}

/// The limits that parameters ask for.
pub(super) fn limits_from(params: &[TypedParam]) -> Result<Limits> {
    let known = |field: &str| {
        field
            .split_once('.')
            .is_some_and(|(d, f)| ["inbound", "outbound"].contains(&d) && FIGURES.contains(&f))
    };
    if let Some(unknown) = params.iter().find(|p| !known(&p.field)) {
        return Err(Error::Argument {
            what: format!("parameter '{}' not supported", unknown.field),
        });
    }
    let rate = |direction: &str| {
        let value = |figure: &str| {
            find_param(params, &format!("{direction}.{figure}"))
                .and_then(ferrovirt_types::param::ParamValue::as_u64)
                .filter(|n| *n > 0)
        };
        let rate = Rate {
            average: value("average").unwrap_or(0),
            peak: value("peak"),
            burst: value("burst"),
            floor: value("floor"),
        };
        (rate != Rate::default()).then_some(rate)
    };
    Ok(Limits {
        inbound: rate("inbound"),
        outbound: rate("outbound"),
    })
}

/// Limits a port, and its device where it has one.
pub(crate) async fn limit(shared: &Shared, net: &Net, uuid: Uuid, limits: Limits) -> Result<()> {
    let name = net.view().name().to_owned();
    check_limits(&name, &limits)?;
    let Some(port) = net.ports().get(&uuid).cloned() else {
        return Err(Error::NoSuchPort { network: name, uuid });
    };
    let changed = Port {
        limits,
        ..port.clone()
    };
    if let Some(live) = &net.view().live {
        live.admit(&changed, net.floors_beside(Some(uuid)))?;
    }
    if let Some(device) = &port.device {
        shared.host.limit(&name, device, port.limits, limits).await?;
    }
    if let Some(port) = net.ports().get_mut(&uuid) {
        port.limits = limits;
    }
    if port.floor() != changed.floor() {
        shared.divide(net).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_round_trip() {
        let limits = Limits {
            inbound: Some(Rate {
                average: 10,
                peak: Some(20),
                burst: None,
                floor: None,
            }),
            outbound: None,
        };
        let params = parameters(limits);
        assert_eq!(params.len(), 4);
        assert_eq!(limits_from(&params).unwrap(), limits);
        let unknown = [TypedParam::new("inbound.x", 1u32)];
        assert!(limits_from(&unknown).is_err());
    }
}
