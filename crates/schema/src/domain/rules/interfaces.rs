//! Network interfaces: what each kind has to say.

use std::net::IpAddr;

use ferrovirt_xml::XmlError;

use super::{Verdict, broken, device_path, unsupported};
use crate::common::bandwidth::Bandwidth;
use crate::common::ip::Route;
use crate::common::virtualport::{VirtualPort, VirtualPortType};
use crate::domain::Domain;
use crate::domain::devices::interface::{Interface, InterfaceSource, Teaming, TeamingType};

pub(super) fn check(domain: &Domain) -> Verdict {
    let interfaces = domain.devices.as_ref().map_or(&[][..], |d| &d.interfaces);
    for (i, interface) in interfaces.iter().enumerate() {
        one(interface, &device_path("interface", i))?;
    }
    Ok(())
}

fn one(interface: &Interface, path: &str) -> Verdict {
    source(&interface.source, path)?;
    if let Some(port) = &interface.virtualport {
        let free = matches!(interface.source, InterfaceSource::Network(_));
        virtual_port(port, free, path)?;
    }
    if let Some(limits) = &interface.bandwidth {
        let path = format!("{path}/bandwidth");
        let floor = limits.inbound.as_ref().is_some_and(|rate| rate.floor.is_some());
        if floor && !matches!(interface.source, InterfaceSource::Network(_)) {
            let why = "floor attribute is not supported for this config; only a network can keep it";
            return unsupported(path, why);
        }
        bandwidth(limits, &path)?;
    }
    let tags = interface.vlan.iter().flat_map(|vlan| &vlan.tags);
    if let Some(tag) = tags.into_iter().find(|tag| tag.id > 4095) {
        let why = format!("vlan tag id {} too large (maximum 4095)", tag.id);
        return Err(XmlError::rule(format!("{path}/vlan"), why));
    }
    if interface.vlan.as_ref().is_some_and(|v| v.tags.is_empty()) {
        let why = "missing tag id - each <vlan> must have at least one <tag id='n'/> subelement";
        return Err(XmlError::rule(format!("{path}/vlan"), why));
    }
    if let InterfaceSource::Ethernet(source) = &interface.source {
        routes(&source.routes, &format!("{path}/source"))?;
    }
    routes(&interface.routes, path)?;
    teaming(interface.teaming.as_ref(), path)
}

fn source(source: &InterfaceSource, path: &str) -> Verdict {
    let missing = |what: &str| {
        let why = format!(
            "interface type='{}' requires a 'source' element{what}",
            source.word()
        );
        Err(XmlError::rule(format!("{path}/source"), why))
    };
    match source {
        InterfaceSource::Bridge(s) if s.bridge.is_empty() => missing(" with a bridge"),
        InterfaceSource::Network(s) if s.network.is_empty() => missing(" with a network"),
        InterfaceSource::Direct(s) if s.dev.is_empty() => missing(" with a device"),
        InterfaceSource::Internal(s) if s.name.is_empty() => missing(" with a name"),
        InterfaceSource::Hostdev(s) if s.address.is_none() => missing(" with an address"),
        InterfaceSource::VhostUser(s) if s.source_type.is_none() && s.path.is_some() => {
            missing(" with a type, which is 'unix'")
        }
        InterfaceSource::Client(s) | InterfaceSource::Mcast(s) | InterfaceSource::Udp(s)
            if s.address.is_none() =>
        {
            missing(" with an address")
        }
        InterfaceSource::Server(s)
        | InterfaceSource::Client(s)
        | InterfaceSource::Mcast(s)
        | InterfaceSource::Udp(s)
            if s.port.is_none() =>
        {
            missing(" with a port")
        }
        _ => Ok(()),
    }
}

/// What a switch has to be told by its protocol. On a virtual network the network may say the rest.
fn virtual_port(port: &VirtualPort, network: bool, path: &str) -> Verdict {
    let at = format!("{path}/virtualport");
    if network {
        return Ok(());
    }
    let Some(kind) = port.port_type else {
        return Err(XmlError::rule(at, "missing required virtualport type"));
    };
    let given = port.parameters.as_ref();
    let needed: &[(&str, bool)] = match kind {
        VirtualPortType::Qbg => &[
            ("managerid", given.is_some_and(|p| p.manager_id.is_some())),
            ("typeid", given.is_some_and(|p| p.type_id.is_some())),
            (
                "typeidversion",
                given.is_some_and(|p| p.type_id_version.is_some()),
            ),
        ],
        VirtualPortType::Qbh => &[(
            "profileid",
            given.is_some_and(|p| p.profile_id.as_ref().is_some_and(|id| !id.is_empty())),
        )],
        VirtualPortType::OpenVSwitch | VirtualPortType::Midonet => &[],
    };
    match needed.iter().find(|(_, there)| !there) {
        Some((name, _)) => Err(XmlError::rule(
            at,
            format!("missing {name} in <virtualport type='{kind}'>"),
        )),
        None => Ok(()),
    }
}

/// A limit has an average, or a floor.
pub(crate) fn bandwidth(limits: &Bandwidth, path: &str) -> Verdict {
    for (name, rate) in [("inbound", &limits.inbound), ("outbound", &limits.outbound)] {
        let Some(rate) = rate else { continue };
        let at = format!("{path}/{name}");
        if rate.average.is_none() && rate.floor.is_none() {
            return broken(at, "missing mandatory average or floor attributes");
        }
        if rate.average.is_none() && (rate.peak.is_some() || rate.burst.is_some()) {
            return broken(at, "'peak' and 'burst' require 'average' attribute");
        }
    }
    Ok(())
}

fn routes(routes: &[Route], path: &str) -> Verdict {
    for (i, route) in routes.iter().enumerate() {
        let refuse = |why: &str| Err(XmlError::rule(format!("{path}/route[{}]", i + 1), why));
        let Some(address) = route.address else {
            return refuse("missing required address attribute in route definition");
        };
        if route.gateway.is_none() {
            return refuse("missing required gateway attribute in route definition");
        }
        if let Some(prefix) = route.prefix
            && !is_network(address.0, prefix)
        {
            return refuse("the address is not that of a network with this prefix");
        }
    }
    Ok(())
}

/// Whether no bit of the address is set behind the prefix.
fn is_network(address: IpAddr, prefix: u32) -> bool {
    match address {
        IpAddr::V4(ip) => prefix <= 32 && ip.to_bits().checked_shl(prefix).unwrap_or(0) == 0,
        IpAddr::V6(ip) => prefix <= 128 && ip.to_bits().checked_shl(prefix).unwrap_or(0) == 0,
    }
}

/// A device that goes says which one stays.
pub(super) fn teaming(teaming: Option<&Teaming>, path: &str) -> Verdict {
    match teaming {
        Some(team)
            if team.teaming_type == TeamingType::Transient
                && team.persistent.as_deref().is_none_or(str::is_empty) =>
        {
            let why = "teaming persistent attribute must be set if teaming type is 'transient'";
            unsupported(format!("{path}/teaming"), why)
        }
        _ => Ok(()),
    }
}
