//! Networks as a hypervisor driver sees them: plugging guests in.

use super::network::parse_mac;
use crate::Networks;
use crate::driver::{Net, Port};
use crate::error::Error;
use crate::host::{Socket, TapRequest};
use async_trait::async_trait;
use ferrovirt_driver::attach::{GuestAddress, GuestNetworks, Plug, PlugPlace, PlugRequest};
use ferrovirt_netlink::LinkKind;
use ferrovirt_types::Result;
use ferrovirt_types::consts::IpAddrType;
use ferrovirt_types::ifname::IfName;
use ferrovirt_xml::YesNo;
use std::sync::Arc;
use uuid::Uuid;

/// Names that begin so are chosen by the host; a wish for one in a document is from an earlier run.
const CHOSEN_PREFIX: &str = "vnet";

/// Where a request leads: the bridge, and the network that counts the port.
struct Target {
    socket: Option<Socket>,
    net: Option<Arc<Net>>,
    portgroup: Option<String>,
}

#[async_trait]
impl GuestNetworks for Networks {
    async fn plug(&self, request: PlugRequest) -> Result<Plug> {
        let target = self.target(&request.place)?;
        let mac = parse_mac(&request.mac)?;
        let wanted = request
            .target
            .as_deref()
            .filter(|name| !name.starts_with(CHOSEN_PREFIX));
        let tap = TapRequest {
            network: place_name(&request.place),
            name: wanted.map(parse_name).transpose()?,
            mac,
            socket: target.socket.clone(),
            queues: u16::try_from(request.queues).unwrap_or(u16::MAX),
            mtu: request.mtu,
        };
        let (device, files) = self.shared.host.make_tap(&tap).await?;
        let port = target.net.map(|net| {
            let uuid = Uuid::new_v4();
            let port = Port {
                domain: request.domain,
                mac,
                device: device.clone(),
                portgroup: target.portgroup,
            };
            net.ports().insert(uuid, port);
            uuid
        });
        let bridge = target.socket.map(|socket| socket.bridge.to_string());
        Ok(Plug {
            port,
            target: device.to_string(),
            bridge,
            files,
        })
    }

    async fn unplug(&self, place: &PlugPlace, target: &str, port: Option<Uuid>) -> Result<()> {
        if let (PlugPlace::Network { name, .. }, Some(port)) = (place, port)
            && let Some(entry) = self.shared.nets.by_name(name)
        {
            entry.object.ports().remove(&port);
        }
        // A tap goes with the process that holds it; one that is still there is held by nobody we want.
        let device = parse_name(target)?;
        let network = place_name(place);
        let named = Error::netlink(&network);
        let netlink = &self.shared.host.netlink;
        match netlink.link(&device).await.map_err(&named)? {
            Some(link) if link.kind == LinkKind::Tun => {
                netlink.delete_link(&device).await.map_err(&named)?;
                Ok(())
            }
            // Gone, or the name is somebody else's by now.
            _ => Ok(()),
        }
    }

    async fn readopt(&self, request: PlugRequest, target: &str, port: Option<Uuid>) -> Result<()> {
        let device = parse_name(target)?;
        let mac = parse_mac(&request.mac)?;
        let found = self.target(&request.place);
        // The port is counted also while the network does not run: its start plugs it in again.
        if let (PlugPlace::Network { name, portgroup }, Some(uuid)) = (&request.place, port)
            && let Some(entry) = self.shared.nets.by_name(name)
        {
            let port = Port {
                domain: request.domain,
                mac,
                device: device.clone(),
                portgroup: portgroup.clone(),
            };
            entry.object.ports().insert(uuid, port);
        }
        let Some(socket) = found?.socket else {
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

    async fn addresses(&self, network: &str, mac: &str) -> Result<Vec<GuestAddress>> {
        let view = self.shared.net_by_name(network)?.object.view();
        let leases = self.shared.leases(&view, Some(parse_mac(mac)?)).await?;
        let address = |lease: ferrovirt_protocol::remote::NetworkDhcpLease| GuestAddress {
            mac: lease.mac.unwrap_or_else(|| mac.to_owned()),
            address: lease.ipaddr,
            prefix: lease.prefix,
            ipv6: lease.kind == IpAddrType::Ipv6.raw(),
        };
        Ok(leases.into_iter().map(address).collect())
    }
}

impl Networks {
    /// Where a place is; a network has to run.
    fn target(&self, place: &PlugPlace) -> Result<Target> {
        let (name, portgroup) = match place {
            PlugPlace::Ethernet => {
                return Ok(Target {
                    socket: None,
                    net: None,
                    portgroup: None,
                });
            }
            PlugPlace::Bridge(bridge) => {
                let socket = Socket {
                    bridge: parse_name(bridge)?,
                    stp: false,
                    isolated: false,
                };
                return Ok(Target {
                    socket: Some(socket),
                    net: None,
                    portgroup: None,
                });
            }
            PlugPlace::Network { name, portgroup } => (name, portgroup),
        };
        let net = Arc::clone(&self.shared.net_by_name(name)?.object);
        let view = net.view();
        let Some(live) = &view.live else {
            return Err(Error::NotActive {
                network: name.clone(),
            }
            .into());
        };
        let mut socket = live.socket();
        let groups = &live.document.portgroups;
        let group = match portgroup {
            Some(wanted) => Some(groups.iter().find(|g| g.name == *wanted).ok_or_else(|| {
                let what = format!("network '{name}' has no port group '{wanted}'");
                Error::Argument { what }
            })?),
            None => groups.iter().find(|g| g.default == Some(YesNo::Yes)),
        };
        socket.isolated |= group
            .and_then(|g| g.port.as_ref())
            .is_some_and(|p| p.isolated == Some(YesNo::Yes));
        let portgroup = group.map(|g| g.name.clone());
        Ok(Target {
            socket: Some(socket),
            net: Some(net),
            portgroup,
        })
    }
}

fn place_name(place: &PlugPlace) -> String {
    match place {
        PlugPlace::Network { name, .. } => name.clone(),
        PlugPlace::Bridge(bridge) => bridge.clone(),
        PlugPlace::Ethernet => "(none)".to_owned(),
    }
}

fn parse_name(name: &str) -> Result<IfName> {
    name.parse()
        .map_err(|e: ferrovirt_types::ifname::ParseIfNameError| {
            Error::Argument { what: e.to_string() }.into()
        })
}
