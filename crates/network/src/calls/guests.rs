//! Networks as a hypervisor driver sees them: plugging guests in.

use super::leases::prefix_of;
use super::network::parse_mac;
use super::ports;
use crate::Networks;
use crate::dnsmasq::Lease;
use crate::driver::{Live, Net, Port};
use crate::error::Error;
use crate::host::{ANY, MacvtapRequest, Socket, TapRequest};
use crate::plan::{Means, limits};
use async_trait::async_trait;
use ferrovirt_driver::attach::{
    DirectMode, Function, GuestAddress, GuestNetworks, Limits, Plug, PlugPlace, PlugRequest, PortWish,
};
use ferrovirt_netlink::LinkKind;
use ferrovirt_schema::common::address::PciAddress;
use ferrovirt_types::Result;
use ferrovirt_types::ifname::IfName;
use ferrovirt_types::mac::MacAddr;
use std::sync::Arc;
use tokio::sync::watch;
use uuid::Uuid;

/// Names that begin so are chosen by the host; a wish for one in a document is from an earlier run.
const CHOSEN_PREFIXES: [&str; 2] = ["vnet", "macvtap"];

/// Where a request leads: the socket, and the network that counts the port.
pub(super) struct Target {
    pub(super) socket: Way,
    pub(super) net: Option<(Arc<Net>, Arc<Live>)>,
    pub(super) portgroup: Option<String>,
    pub(super) limits: Limits,
    pub(super) wish: PortWish,
}

/// What a device is plugged into.
pub(super) enum Way {
    Nothing,
    Bridge(Socket),
    Device(IfName, DirectMode),
    /// A function, and whether the host takes it from its own driver.
    Function(PciAddress, bool),
    /// A device of the network's, chosen with the port.
    AnyOf,
}

#[async_trait]
impl GuestNetworks for Networks {
    async fn plug(&self, request: PlugRequest) -> Result<Plug> {
        let target = self.target(&request.place, &request.port)?;
        let mac = parse_mac(&request.mac)?;
        let limits = if request.limits.is_empty() {
            target.limits
        } else {
            request.limits
        };
        let mut port = Port {
            domain: request.domain.clone(),
            mac,
            device: None,
            portgroup: target.portgroup,
            direct: None,
            function: None,
            limits,
            wish: target.wish,
        };
        let uuid = Uuid::new_v4();
        // The port is taken first: of some devices there is one for each port.
        if let Some((net, live)) = &target.net {
            net.take_place(live, uuid, &mut port).await?;
        }
        let way = match (target.socket, &port.direct, port.function) {
            (Way::AnyOf, Some((dev, mode)), _) => Way::Device(parse_name(dev)?, *mode),
            (Way::AnyOf, None, Some(address)) => {
                let managed = target
                    .net
                    .as_ref()
                    .is_some_and(|(_, live)| live.takes_functions());
                Way::Function(address, managed)
            }
            (way, ..) => way,
        };
        let mut plug = match self.make(&request, mac, way, limits, &port.wish).await {
            Ok(plug) => plug,
            Err(e) => {
                if let Some((net, _)) = &target.net {
                    net.ports().remove(&uuid);
                }
                return Err(e);
            }
        };
        let Some((net, _)) = target.net else {
            return Ok(plug);
        };
        plug.port = Some(uuid);
        if plug.function.is_none()
            && let Some(port) = net.ports().get_mut(&uuid)
        {
            port.device = Some(parse_name(&plug.target)?);
        }
        if port.floor().is_some()
            && let Err(e) = self.shared.divide(&net).await
        {
            net.ports().remove(&uuid);
            return Err(e.into());
        }
        Ok(plug)
    }

    async fn unplug(&self, place: &PlugPlace, target: &str, port: Option<Uuid>) -> Result<()> {
        if let (PlugPlace::Network { name, .. }, Some(port)) = (place, port)
            && let Some(entry) = self.shared.nets.by_name(name)
        {
            let gone = entry.object.ports().remove(&port);
            if gone.is_some_and(|port| port.floor().is_some())
                && let Err(e) = self.shared.divide(&entry.object).await
            {
                tracing::warn!(
                    network = name,
                    error = crate::error::chain(&e),
                    "a share is not given back"
                );
            }
        }
        let network = place_name(place);
        if let Some(address) = PciAddress::from_kernel(target) {
            return Ok(self.shared.host.undress_function(&network, address).await?);
        }
        // A tap goes with the process that holds it; one that is still there is held by nobody we want.
        let device = parse_name(target)?;
        let named = Error::netlink(&network);
        let netlink = &self.shared.host.netlink;
        match netlink.link(&device).await.map_err(&named)? {
            Some(link) if link.kind == LinkKind::Tun => {
                netlink.delete_link(&device).await.map_err(&named)?;
                Ok(())
            }
            Some(link) if link.kind == LinkKind::Macvtap => {
                Ok(self.shared.host.remove_macvtap(&network, &device).await?)
            }
            // Gone, or the name is somebody else's by now.
            _ => Ok(()),
        }
    }

    async fn readopt(&self, request: PlugRequest, target: &str, port: Option<Uuid>) -> Result<()> {
        let function = PciAddress::from_kernel(target);
        let device = match function {
            Some(_) => None,
            None => Some(parse_name(target)?),
        };
        let mac = parse_mac(&request.mac)?;
        let found = self.target(&request.place, &request.port);
        // The port is counted also while the network does not run: its start plugs it in again.
        if let (PlugPlace::Network { name, portgroup }, Some(uuid)) = (&request.place, port)
            && let Some(entry) = self.shared.nets.by_name(name)
        {
            let limits = match &found {
                Ok(found) if request.limits.is_empty() => found.limits,
                _ => request.limits,
            };
            let direct = match &device {
                Some(device) => self.shared.host.macvtap_of(device).await,
                None => None,
            };
            let port = Port {
                domain: request.domain,
                mac,
                device: device.clone(),
                portgroup: portgroup.clone(),
                direct: direct.zip(entry.object.direct_mode()),
                function,
                limits,
                wish: found
                    .as_ref()
                    .map_or_else(|_| request.port.clone(), |f| f.wish.clone()),
            };
            let has_floor = port.floor().is_some();
            entry.object.ports().insert(uuid, port);
            if has_floor {
                self.shared.divide(&entry.object).await?;
            }
        }
        let (Way::Bridge(socket), Some(device)) = (found?.socket, device) else {
            return Ok(());
        };
        let network = place_name(&request.place);
        let named = Error::netlink(&network);
        let netlink = &self.shared.host.netlink;
        let link = netlink.existing(&device).await.map_err(&named)?;
        let bridge = netlink.existing(&socket.bridge).await.map_err(&named)?;
        if link.master == Some(bridge.index) {
            return Ok(());
        }
        Ok(self
            .shared
            .host
            .plug_in(&network, &device, &socket, request.mtu.is_none())
            .await?)
    }

    async fn replug(
        &self,
        old: PlugRequest,
        new: PlugRequest,
        target: &str,
        port: Option<Uuid>,
    ) -> Result<Plug> {
        self.relocate(old, new, target, port).await
    }

    async fn limit(&self, place: &PlugPlace, target: &str, port: Option<Uuid>, limits: Limits) -> Result<()> {
        if let (PlugPlace::Network { name, .. }, Some(port)) = (place, port)
            && let Some(entry) = self.shared.nets.by_name(name)
        {
            return Ok(ports::limit(&self.shared, &entry.object, port, limits).await?);
        }
        let device = parse_name(target)?;
        Ok(self
            .shared
            .host
            .limit(&place_name(place), &device, ANY, limits)
            .await?)
    }

    async fn addresses(&self, network: &str) -> Result<Vec<GuestAddress>> {
        let view = self.shared.net_by_name(network)?.object.view();
        let Some(Means::Own(plan)) = view.live.as_ref().map(|live| &live.means) else {
            return Ok(Vec::new());
        };
        let address = |lease: Lease| GuestAddress {
            mac: lease.mac,
            address: lease.ip.to_string(),
            prefix: prefix_of(&lease, plan),
            ipv6: lease.ip.is_ipv6(),
            hostname: lease.hostname,
        };
        let leases = self.shared.leases_of(plan).await?;
        Ok(leases.into_iter().map(address).collect())
    }

    fn lease_changes(&self) -> watch::Receiver<()> {
        self.shared.lease_changes.subscribe()
    }
}

impl Networks {
    /// Makes the device of a request, with its limits, or readies the function that the guest gets. All or nothing.
    async fn make(
        &self,
        request: &PlugRequest,
        mac: MacAddr,
        way: Way,
        limits: Limits,
        wish: &PortWish,
    ) -> Result<Plug> {
        let host = &self.shared.host;
        let network = place_name(&request.place);
        let mut plug = Plug {
            port: None,
            target: String::new(),
            bridge: None,
            direct: None,
            function: None,
            files: Vec::new(),
        };
        if let Way::Function(address, managed) = way {
            if !limits.is_empty() {
                let what = "the traffic of a device that a guest has for itself cannot be limited: leave <bandwidth> out";
                return Err(Error::Unsupported {
                    network,
                    what: what.to_owned(),
                }
                .into());
            }
            host.dress_function(&network, address, mac, wish).await?;
            plug.target = address.to_string();
            plug.function = Some(Function {
                address: address.to_string(),
                managed,
                file: None,
            });
            return Ok(plug);
        }
        let is_chosen = |name: &&str| CHOSEN_PREFIXES.iter().any(|prefix| name.starts_with(prefix));
        let wanted = request.target.as_deref().filter(|name| !is_chosen(name));
        let name = wanted.map(parse_name).transpose()?;
        let queues = u16::try_from(request.queues).unwrap_or(u16::MAX);
        let (device, files) = match &way {
            Way::Device(lower, mode) => {
                let macvtap = MacvtapRequest {
                    network: network.clone(),
                    name,
                    mac,
                    lower: lower.clone(),
                    mode: *mode,
                    queues,
                    mtu: request.mtu,
                };
                host.make_macvtap(&macvtap).await?
            }
            way => {
                let tap = TapRequest {
                    network: network.clone(),
                    name,
                    mac,
                    socket: match way {
                        Way::Bridge(socket) => Some(socket.clone()),
                        _ => None,
                    },
                    queues,
                    mtu: request.mtu,
                };
                host.make_tap(&tap).await?
            }
        };
        if let Err(e) = host.limit(&network, &device, Limits::default(), limits).await {
            if matches!(way, Way::Device(..)) {
                let _ = host.remove_macvtap(&network, &device).await;
            }
            return Err(e.into());
        }
        plug.target = device.to_string();
        plug.files = files;
        match way {
            Way::Bridge(socket) => plug.bridge = Some(socket.bridge.to_string()),
            Way::Device(dev, mode) => plug.direct = Some((dev.to_string(), mode)),
            Way::Nothing | Way::AnyOf | Way::Function(..) => {}
        }
        Ok(plug)
    }

    /// Where a place is; a network has to run.
    pub(super) fn target(&self, place: &PlugPlace, wish: &PortWish) -> Result<Target> {
        let alone = |socket| Target {
            socket,
            net: None,
            portgroup: None,
            limits: Limits::default(),
            wish: wish.clone(),
        };
        let (name, portgroup) = match place {
            PlugPlace::Ethernet => return Ok(alone(Way::Nothing)),
            PlugPlace::Direct { dev, mode } => {
                ports::without_vlans(dev, wish)?;
                return Ok(alone(Way::Device(parse_name(dev)?, *mode)));
            }
            PlugPlace::Bridge(bridge) => {
                let socket = Socket {
                    bridge: parse_name(bridge)?,
                    stp: false,
                    isolated: false,
                    vlans: None,
                };
                return Ok(alone(Way::Bridge(socket.with(wish))));
            }
            PlugPlace::Function { address, managed } => {
                let parsed = PciAddress::from_kernel(address).ok_or_else(|| Error::Argument {
                    what: format!("'{address}' is no address of a PCI device"),
                })?;
                return Ok(alone(Way::Function(parsed, *managed)));
            }
            PlugPlace::Device { address, .. } => {
                return Err(Error::Unsupported {
                    network: address.clone(),
                    what: "a device that is no interface is not the affair of networks".to_owned(),
                }
                .into());
            }
            PlugPlace::Network { name, portgroup } => (name, portgroup),
        };
        let net = Arc::clone(&self.shared.net_by_name(name)?.object);
        let view = net.view();
        let Some(live) = view.live.clone() else {
            return Err(Error::NotActive {
                network: name.clone(),
            }
            .into());
        };
        let group = live.group(portgroup.as_deref())?;
        let wish = ports::wish_in(&live, group, wish)?;
        let socket = match live.socket() {
            None => Way::AnyOf,
            Some(socket) => Way::Bridge(socket.with(&wish)),
        };
        Ok(Target {
            socket,
            wish,
            portgroup: group.map(|g| g.name.clone()),
            limits: limits(group.and_then(|g| g.bandwidth.as_ref())),
            net: Some((net, live)),
        })
    }
}

pub(super) fn place_name(place: &PlugPlace) -> String {
    match place {
        PlugPlace::Network { name, .. } => name.clone(),
        PlugPlace::Bridge(bridge) => bridge.clone(),
        PlugPlace::Direct { dev, .. } => dev.clone(),
        PlugPlace::Function { address, .. } | PlugPlace::Device { address, .. } => address.clone(),
        PlugPlace::Ethernet => "(none)".to_owned(),
    }
}

pub(super) fn parse_name(name: &str) -> Result<IfName> {
    name.parse()
        .map_err(|e: ferrovirt_types::ifname::ParseIfNameError| {
            Error::Argument { what: e.to_string() }.into()
        })
}
