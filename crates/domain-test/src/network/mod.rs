//! Virtual networks: documents with a switch.

mod driver;
mod ports;

use crate::error::{Kind, Result, TestError};
use crate::family::Found;
use crate::world::World;
use ferrovirt_protocol::remote;
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::devices::interface::{Interface, InterfaceSource};
use ferrovirt_schema::network::Network as Document;
use ferrovirt_schema::networkport::NetworkPort;
use ferrovirt_types::Error;
use ferrovirt_types::consts::{ErrorDomain, ErrorNumber, NetworkEventLifecycleType};
use ferrovirt_types::event::{Event, NetworkEvent};
use ferrovirt_types::object::NetworkRef;
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::Arc;
use uuid::Uuid;

const WORD: &str = "network";

/// A network.
#[derive(Debug, Clone)]
pub(crate) struct Network {
    /// Document of the active network.
    live: Option<Arc<Document>>,
    /// Document that it starts with next time; a transient network has none.
    config: Option<Arc<Document>>,
    autostart: bool,
    /// What is plugged in, while it is active.
    ports: Arc<BTreeMap<Uuid, Arc<NetworkPort>>>,
}

impl Network {
    fn current(&self) -> Result<&Arc<Document>> {
        let gone = || TestError::InvalidState("the network has no definition".into());
        self.live.as_ref().or(self.config.as_ref()).ok_or_else(gone)
    }
}

/// Reads a document, writes its short forms out and checks it.
fn parse(text: &str, validate: bool) -> Result<Document> {
    let mut doc: Document = crate::domain::read_document(text, Document::ROOT, validate)?;
    doc.normalize();
    if doc.has_own_bridge() {
        doc.bridge.get_or_insert_default().complete();
    }
    doc.check()?;
    let of_bridge = doc.mtu.is_some()
        || doc
            .bridge
            .as_ref()
            .is_some_and(|b| b.stp.is_some() || b.delay.is_some() || b.zone.is_some());
    if of_bridge && !doc.has_own_bridge() {
        let why = format!(
            "network '{}' has no bridge of its own to set mtu, delay, stp or zone of",
            doc.name
        );
        return Err(refuse(ErrorNumber::XmlError, &why));
    }
    Ok(doc)
}

fn refuse(code: ErrorNumber, why: &str) -> TestError {
    TestError::Api(Error::new(code, ErrorDomain::Network, why))
}

/// What a change of a network leaves behind.
enum Fate {
    Keep(Network),
    Forget,
}

impl World {
    fn network(&self, net: &NetworkRef) -> Result<Found<Network>> {
        let missing = || TestError::not_found(Kind::Network, "uuid", net.uuid);
        self.networks.by_uuid(&net.uuid).ok_or_else(missing)
    }

    fn change_network<R>(
        &self,
        net: &NetworkRef,
        change: impl FnOnce(Network, &str) -> Result<(Fate, Option<NetworkEventLifecycleType>, R)>,
    ) -> Result<R> {
        let family = self.networks.begin();
        let missing = || TestError::not_found(Kind::Network, "uuid", net.uuid);
        let found = family.by_uuid(&net.uuid).ok_or_else(missing)?;
        let (fate, event, result) = change(Network::clone(&found.state), &found.name)?;
        match fate {
            Fate::Keep(network) => family.publish(WORD, &found.name, found.uuid, network)?,
            Fate::Forget => family.remove(&found.uuid),
        }
        if let Some(event) = event {
            self.tell_network(
                NetworkRef {
                    name: found.name,
                    uuid: found.uuid,
                },
                event,
            );
        }
        Ok(result)
    }

    fn tell_network(&self, net: NetworkRef, event: NetworkEventLifecycleType) {
        self.events.publish(Event::Network(
            net,
            NetworkEvent::Lifecycle { event: event.raw() },
        ));
    }

    /// Starts a network (a transient one, where none is defined) or gives it a definition.
    pub(crate) fn put_network(&self, text: &str, validate: bool, start: bool) -> Result<NetworkRef> {
        let mut doc = parse(text, validate)?;
        let name = doc.name.clone();
        let uuid = *doc.uuid.get_or_insert_with(Uuid::new_v4);
        let doc = Arc::new(doc);
        let family = self.networks.begin();
        let mut network = match family.check(WORD, &name, uuid)? {
            Some(known) if start && known.live.is_some() => {
                let why = format!("network is already active as '{name}'");
                return Err(refuse(ErrorNumber::OperationInvalid, &why));
            }
            Some(known) => Network::clone(&known),
            None => Network {
                live: None,
                config: None,
                autostart: false,
                ports: Arc::default(),
            },
        };
        let event = if start {
            network.live = Some(doc);
            NetworkEventLifecycleType::Started
        } else {
            network.config = Some(doc);
            NetworkEventLifecycleType::Defined
        };
        family.publish(WORD, &name, uuid, network)?;
        let net = NetworkRef { name, uuid };
        self.tell_network(net.clone(), event);
        Ok(net)
    }

    /// Starts a network that is defined.
    pub(crate) fn start_network(&self, net: &NetworkRef) -> Result<()> {
        self.change_network(net, |network, name| {
            if network.live.is_some() {
                return Err(TestError::InvalidState(format!(
                    "Network '{name}' is already running"
                )));
            }
            let live = network.config.clone();
            Ok((
                Fate::Keep(Network { live, ..network }),
                Some(NetworkEventLifecycleType::Started),
                (),
            ))
        })
    }

    /// The networks that the interfaces of a guest are in have to be there.
    pub(crate) fn networks_exist(&self, doc: &Domain) -> Result<()> {
        let mut names = crate::domain::interfaces(doc).iter().filter_map(network_of);
        match names.find(|name| self.networks.by_name(name).is_none()) {
            Some(name) => Err(TestError::not_found(Kind::Network, "name", name)),
            None => Ok(()),
        }
    }

    /// Addresses that networks gave to the interfaces of a guest: every guest has its own, by its
    /// number.
    pub(crate) fn addresses(&self, doc: &Domain, id: i32) -> Vec<remote::DomainInterface> {
        let interfaces = crate::domain::interfaces(doc).iter().enumerate();
        let of = |(n, interface): (usize, &Interface)| {
            let name = interface.target.as_ref()?.dev.clone()?;
            let mut addrs = Vec::new();
            if let Some(found) = network_of(interface).and_then(|name| self.networks.by_name(name)) {
                addrs.extend(found.state.current().ok().and_then(|net| lease(net, id, n)));
            } else {
                addrs.extend(outside(n));
            }
            Some(remote::DomainInterface {
                name,
                hwaddr: interface.mac.as_ref().map(|mac| mac.address.to_string()),
                addrs,
            })
        };
        interfaces.filter_map(of).collect()
    }
}

/// The network that an interface of a guest is in.
fn network_of(interface: &Interface) -> Option<&str> {
    match &interface.source {
        InterfaceSource::Network(source) => Some(&source.network),
        _ => None,
    }
}

/// Guests of one network are so many addresses apart.
const APART: u32 = 20;

fn lease(net: &Document, id: i32, interface: usize) -> Option<remote::DomainIpAddr> {
    let ip = net.ips.first()?;
    let prefix = ip.prefix_len()?;
    let dhcp = ip.dhcp.as_ref().and_then(|d| d.ranges.first()).map(|r| r.start.0);
    let step = u32::try_from(id).ok()?.saturating_sub(1).saturating_mul(APART);
    let step = step
        .saturating_add(u32::try_from(interface).ok()?)
        .saturating_add(1);
    let (kind, addr) = match dhcp.or(ip.address.map(|a| a.0))? {
        IpAddr::V4(base) => (0, IpAddr::V4(base.to_bits().wrapping_add(step).into())),
        IpAddr::V6(base) => (1, IpAddr::V6(base.to_bits().wrapping_add(step.into()).into())),
    };
    Some(remote::DomainIpAddr {
        kind,
        addr: addr.to_string(),
        prefix: prefix.into(),
    })
}

/// Address of an interface that is in no network of this host.
fn outside(interface: usize) -> Option<remote::DomainIpAddr> {
    let last = u8::try_from(interface).ok()?.checked_add(1)?;
    Some(remote::DomainIpAddr {
        kind: 0,
        addr: format!("192.168.0.{last}"),
        prefix: 24,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const NET: &str = "<network><name>n</name><ip address='10.0.0.1' prefix='24'><dhcp>\
        <range start='10.0.0.2' end='10.0.0.9'/></dhcp></ip></network>";

    #[test]
    fn every_guest_has_an_address() {
        let net = parse(NET, false).unwrap();
        assert_eq!(lease(&net, 1, 0).unwrap().addr, "10.0.0.3");
        assert_eq!(lease(&net, 2, 0).unwrap().addr, "10.0.0.23");
    }

    #[test]
    fn a_network_started_twice_is_refused() {
        let world = World::default();
        let net = world.put_network(NET, false, true).unwrap();
        let doc = NET.replace("</name>", &format!("</name><uuid>{}</uuid>", net.uuid));
        assert!(world.put_network(&doc, false, true).is_err());
        world.put_network(&doc, false, false).unwrap();
        let network = world.network(&net).unwrap().state;
        assert!(network.live.is_some() && network.config.is_some());
    }

    #[test]
    fn a_bridge_of_its_own_is_completed() {
        let xml = parse("<network><name>n</name></network>", false)
            .unwrap()
            .to_xml();
        assert!(xml.contains("<bridge stp='on' delay='0'/>"), "{xml}");
    }
}
