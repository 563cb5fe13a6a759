//! Defining, starting and stopping. Every function is carried out in a task of its own and holds the
//! store's claim on the network for as long as it runs.

use super::status::{State, Status};
use super::{Live, Net, Port, Shared, View};
use crate::defaults;
use crate::error::{Error, Result, chain};
use crate::host::Socket;
use crate::plan::{self, Means, isolated};
use ferrovirt_firewall::PortRange;
use ferrovirt_schema::network::{self as doc, ForwardMode, Network};
use ferrovirt_store::Fate;
use ferrovirt_types::consts::NetworkEventLifecycleType as Lifecycle;
use ferrovirt_types::ifname::IfName;
use ferrovirt_types::object::NetworkRef;
use std::collections::HashSet;
use std::sync::Arc;
use uuid::Uuid;

impl Shared {
    /// Reads a document, and completes and checks it. The name of its bridge is reserved until the
    /// answer is dropped.
    async fn read(&self, xml: &str) -> Result<(Network, Uuid, Option<super::names::Reserved>)> {
        let mut network = Network::parse(xml).map_err(Error::Xml)?;
        network.normalize();
        network.check().map_err(Error::Xml)?;
        let links: HashSet<String> = if network.has_own_bridge() && network.bridge_name().is_none() {
            let links = self
                .host
                .netlink
                .links()
                .await
                .map_err(Error::netlink(&network.name))?;
            links.into_iter().map(|link| link.name).collect()
        } else {
            HashSet::new()
        };
        // A new definition without a bridge keeps the one that the network has.
        if let Some(old) = self.nets.by_name(&network.name) {
            let old = old.object.view();
            let same = network.uuid.is_none_or(|uuid| uuid == old.reference.uuid);
            let named = old.document().and_then(Network::bridge_name);
            if let (true, true, None, Some(name)) =
                (same, network.has_own_bridge(), network.bridge_name(), named)
            {
                network.bridge.get_or_insert_default().name = Some(name.to_owned());
            }
        }
        let name = network.name.clone();
        let reserved = self.reserved.reserve(|under_way| {
            let taken = |bridge: &str| {
                links.contains(bridge) || under_way(bridge) || self.holder_of(bridge, &name).is_some()
            };
            defaults::complete(&mut network, taken)?;
            let Some(bridge) = network.bridge_name().filter(|_| network.has_own_bridge()) else {
                return Ok(None);
            };
            self.check_bridge(bridge, &network.name)?;
            if under_way(bridge) {
                let by = "(one that is being defined)".to_owned();
                return Err(Error::BridgeOfNetwork {
                    bridge: bridge.to_owned(),
                    by,
                });
            }
            Ok(Some(bridge.to_owned()))
        })?;
        defaults::validate(&network)?;
        let uuid = network.uuid.unwrap_or_else(Uuid::new_v4);
        Ok((network, uuid, reserved))
    }

    /// Makes or replaces a definition. A network that runs follows it as far as its guests stay plugged in.
    pub(crate) async fn define(&self, xml: &str) -> Result<NetworkRef> {
        let (network, uuid, _reserved) = self.read(xml).await?;
        let reference = NetworkRef {
            name: network.name.clone(),
            uuid,
        };
        let claim = self.nets.claim(&network.name, uuid).await?;
        let text: Arc<str> = network.to_xml().into();
        let (current, named) = (claim.current().cloned(), reference.clone());
        let runs = current.clone().filter(|net| net.view().live.is_some());
        let definition = Arc::new(network);
        let published = Arc::clone(&definition);
        let publish = move || {
            let definition = Some(published);
            match current {
                Some(net) => {
                    net.change(|view| view.definition = definition);
                    net
                }
                None => Arc::new(Net::new(View {
                    reference: named,
                    definition,
                    live: None,
                    autostart: false,
                })),
            }
        };
        claim.define(text, publish).await?;
        self.publish(reference.clone(), Lifecycle::Defined);
        if let Some(net) = runs {
            self.follow(&net, &definition).await;
        }
        Ok(reference)
    }

    /// Starts a network from a document; it is gone when it stops, unless it has a definition.
    pub(crate) async fn create(&self, xml: &str) -> Result<NetworkRef> {
        let (network, uuid, _reserved) = self.read(xml).await?;
        let reference = NetworkRef {
            name: network.name.clone(),
            uuid,
        };
        let claim = self.nets.claim(&network.name, uuid).await?;
        let known = claim.current().cloned();
        if known.as_ref().is_some_and(|net| net.view().live.is_some()) {
            return Err(Error::AlreadyActive {
                network: network.name,
            });
        }
        let view = View {
            reference: reference.clone(),
            definition: None,
            live: None,
            autostart: false,
        };
        let net = known.clone().unwrap_or_else(|| Arc::new(Net::new(view)));
        self.bring_up(&net, network).await?;
        if known.is_none()
            && let Err(e) = claim.publish(Arc::clone(&net))
        {
            // Nobody can find it, so nobody could stop it.
            let _ = self.take_down(&net).await;
            return Err(e.into());
        }
        self.publish(reference.clone(), Lifecycle::Started);
        Ok(reference)
    }

    /// Starts a network from its definition.
    pub(crate) async fn start(&self, reference: &NetworkRef) -> Result<()> {
        let (_claim, net) = self.claim(reference).await?;
        let view = net.view();
        let already = || Error::AlreadyActive {
            network: view.name().to_owned(),
        };
        let Some(definition) = view.definition.as_deref().filter(|_| view.live.is_none()) else {
            return Err(already());
        };
        self.bring_up(&net, definition.clone()).await?;
        self.publish(view.reference.clone(), Lifecycle::Started);
        Ok(())
    }

    /// Stops a network.
    pub(crate) async fn stop(&self, reference: &NetworkRef) -> Result<()> {
        let (claim, net) = self.claim(reference).await?;
        let view = net.view();
        if view.live.is_none() {
            return Err(Error::NotActive {
                network: view.name().to_owned(),
            });
        }
        let left = self.take_down(&net).await?;
        if view.definition.is_none() {
            claim.remove();
        }
        self.publish(view.reference.clone(), Lifecycle::Stopped);
        if left.is_empty() {
            return Ok(());
        }
        Err(Error::Left {
            network: view.name().to_owned(),
            left: left.iter().map(|e| chain(e)).collect(),
        })
    }

    /// Puts back what a running network should have on the host.
    pub(super) async fn repair(&self, reference: &NetworkRef) -> Result<()> {
        let (_claim, net) = self.claim(reference).await?;
        let view = net.view();
        match view.live.as_ref().map(|live| &live.means) {
            Some(Means::Own(plan)) if self.host.has_bridge(plan).await? => {
                self.host.take_up(plan).await.map(|_| ())
            }
            _ => Ok(()),
        }
    }

    /// Removes a definition. A network that runs goes on as a transient one.
    pub(crate) async fn undefine(&self, reference: &NetworkRef) -> Result<()> {
        let (claim, net) = self.claim(reference).await?;
        let view = net.view();
        if view.definition.is_none() {
            let (network, why) = (view.name().to_owned(), "it has no definition to remove");
            return Err(Error::Transient { network, why });
        }
        let bridge = view
            .document()
            .and_then(|d| d.bridge_name())
            .and_then(|name| name.parse().ok());
        let active = view.live.is_some();
        let forget = move || {
            net.change(|view| {
                view.definition = None;
                view.autostart = false;
            });
            if active { Fate::Keep } else { Fate::Remove }
        };
        claim.undefine(forget).await?;
        if let Some(bridge) = bridge.filter(|_| !active) {
            let leases = self.host.files(&bridge).leases;
            let removed = tokio::task::spawn_blocking(move || ferrovirt_host::files::remove(&leases)).await;
            if let Ok(Err(e)) = removed {
                tracing::warn!(
                    network = view.name(),
                    error = chain(&e),
                    "cannot remove the leases"
                );
            }
        }
        self.publish(view.reference.clone(), Lifecycle::Undefined);
        Ok(())
    }

    /// Chooses whether a network starts by itself.
    pub(crate) async fn set_autostart(&self, reference: &NetworkRef, on: bool) -> Result<()> {
        let (claim, net) = self.claim(reference).await?;
        let view = net.view();
        if view.definition.is_none() {
            let (network, why) = (
                view.name().to_owned(),
                "only one with a definition can start by itself",
            );
            return Err(Error::Transient { network, why });
        }
        claim
            .set_autostart(on, move || net.change(|view| view.autostart = on))
            .await?;
        Ok(())
    }

    /// Makes the network of a document on the host and publishes it as running. The caller has the claim.
    pub(super) async fn bring_up(&self, net: &Arc<Net>, document: Network) -> Result<()> {
        match self.try_up(net, document.clone()).await {
            Err(Error::SubnetTaken { network, claim, free }) => {
                let Some(other) = self.elsewhere(&document, &claim).await? else {
                    return Err(Error::SubnetTaken { network, claim, free });
                };
                tracing::warn!(network, %claim, "the network starts with another subnet");
                self.try_up(net, other).await
            }
            done => done,
        }
    }

    async fn try_up(&self, net: &Arc<Net>, mut document: Network) -> Result<()> {
        let name = document.name.clone();
        complete_live(&mut document);
        super::pool::fill(&mut document).await?;
        let means = Means::of(&document)?;
        if let Means::Own(plan) = &means {
            plan::check(plan)?;
        }
        self.record(State::Starting, &document).await?;
        let up = match &means {
            Means::Own(plan) => self.host.bring_up(plan).await.map(|_| ()),
            Means::HostBridge { bridge, .. } => self
                .host
                .netlink
                .existing(bridge)
                .await
                .map(|_| ())
                .map_err(Error::netlink(&name)),
            Means::Direct { devices, .. } => self.check_devices(&name, devices).await,
            Means::Functions { .. } => Ok(()),
        };
        if let Err(e) = up {
            self.forget(&name).await?;
            return Err(e);
        }
        if let Err(e) = self.record(State::Running, &document).await {
            if let Means::Own(plan) = &means {
                self.host.take_down(&name, &plan.bridge).await;
            }
            return Err(e);
        }
        let live = Arc::new(Live { document, means });
        net.change(|view| view.live = Some(Arc::clone(&live)));
        self.plug_back(net, &live).await;
        if net.floors_beside(None) > 0
            && let Err(e) = self.divide(net).await
        {
            tracing::warn!(
                network = name,
                error = chain(&e),
                "shares of guests are not guaranteed"
            );
        }
        self.watch(net);
        if let Means::Own(plan) = &live.means {
            self.host.warn_of_foreign_rules(plan);
        }
        Ok(())
    }

    /// Refuses devices that are not there.
    async fn check_devices(&self, network: &str, devices: &[IfName]) -> Result<()> {
        for device in devices {
            self.host
                .netlink
                .existing(device)
                .await
                .map_err(Error::netlink(network))?;
        }
        Ok(())
    }

    /// Guests that were plugged in when the network stopped are plugged in again.
    pub(super) async fn plug_back(&self, net: &Net, live: &Live) {
        let Some(socket) = live.socket() else { return };
        let devices: Vec<_> = {
            let ports = net.ports();
            let with_device = |p: &Port| Some((p.device.clone()?, socket.clone().with(&p.wish)));
            ports.values().filter_map(with_device).collect()
        };
        for (device, socket) in devices {
            if let Err(e) = self
                .host
                .plug_in(&live.document.name, &device, &socket, true)
                .await
            {
                tracing::debug!(%device, error = chain(&e), "a port is not plugged in again");
            }
        }
    }

    /// Takes a network off the host and publishes it as stopped; gives what could not be removed. The
    /// caller has the claim.
    async fn take_down(&self, net: &Net) -> Result<Vec<Error>> {
        let view = net.view();
        let Some(live) = &view.live else {
            return Ok(Vec::new());
        };
        self.record(State::Stopping, &live.document).await?;
        let left = match &live.means {
            Means::Own(plan) => self.host.take_down(view.name(), &plan.bridge).await,
            Means::HostBridge { .. } | Means::Direct { .. } | Means::Functions { .. } => Vec::new(),
        };
        for e in &left {
            tracing::warn!(
                network = view.name(),
                error = chain(e),
                "part of a stopped network is left"
            );
        }
        self.forget(view.name()).await?;
        net.change(|view| view.live = None);
        self.drop_made_ports(net, view.reference.uuid).await?;
        Ok(left)
    }

    /// Ports that callers made end with the network.
    async fn drop_made_ports(&self, net: &Net, network: Uuid) -> Result<()> {
        let mut made = Vec::new();
        net.ports().retain(|uuid, port| {
            let of_a_guest = port.device.is_some();
            if !of_a_guest {
                made.push(*uuid);
            }
            of_a_guest
        });
        for uuid in made {
            self.ports.remove(&format!("{network}.{uuid}")).await?;
        }
        Ok(())
    }

    pub(super) async fn record(&self, state: State, network: &Network) -> Result<()> {
        let text = Status {
            state,
            network: network.clone(),
        }
        .to_xml();
        self.status.write(&network.name, text.into()).await?;
        Ok(())
    }

    pub(super) async fn forget(&self, name: &str) -> Result<()> {
        self.status.remove(name).await?;
        Ok(())
    }
}

impl Live {
    /// The bridge that guests are plugged into; none in a network of macvtaps.
    pub(crate) fn socket(&self) -> Option<Socket> {
        match &self.means {
            Means::Own(plan) => Some(Socket {
                bridge: plan.bridge.clone(),
                stp: plan.options.stp,
                isolated: isolated(&self.document),
                vlans: None,
            }),
            Means::HostBridge {
                bridge,
                isolated,
                vlans,
            } => Some(Socket {
                bridge: bridge.clone(),
                stp: false,
                isolated: *isolated,
                vlans: vlans.clone(),
            }),
            Means::Direct { .. } | Means::Functions { .. } => None,
        }
    }
}

/// What only the document of a running network says.
pub(super) fn complete_live(document: &mut Network) {
    if document.mode() != ForwardMode::Nat {
        return;
    }
    let Some(forward) = &mut document.forward else {
        return;
    };
    let nat = forward.nat.get_or_insert_default();
    if nat.ports.is_empty() {
        let PortRange { first, last } = PortRange::default();
        nat.ports.push(doc::PortRange {
            start: first,
            end: last,
        });
    }
}
