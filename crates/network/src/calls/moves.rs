//! Devices of running guests that move to another network or bridge, or stand there in another way.

use super::guests::{Target, Way, parse_name, place_name};
use super::network::parse_mac;
use crate::Networks;
use crate::driver::Port;
use crate::error::{Error, chain};
use crate::host::{ANY, Socket};
use ferrovirt_driver::attach::{GuestNetworks, Limits, Plug, PlugPlace, PlugRequest};
use ferrovirt_types::Result;
use ferrovirt_types::ifname::IfName;
use uuid::Uuid;

impl Networks {
    /// Moves a tap. All or nothing: what fails leaves it where it was.
    pub(super) async fn relocate(
        &self,
        old: PlugRequest,
        new: PlugRequest,
        target: &str,
        port: Option<Uuid>,
    ) -> Result<Plug> {
        let device = parse_name(target)?;
        let mut plug = Plug {
            port,
            target: target.to_owned(),
            bridge: None,
            direct: None,
            function: None,
            files: Vec::new(),
        };
        if old.place == new.place && old.port == new.port {
            if old.limits != new.limits {
                let found = self.target(&new.place, &new.port);
                let wanted = found.map_or(new.limits, |found| limits(&new, &found));
                self.limit(&new.place, target, port, wanted).await?;
            }
            return Ok(plug);
        }
        let found = self.target(&new.place, &new.port)?;
        let Way::Bridge(socket) = &found.socket else {
            let network = place_name(&new.place);
            let what = "an interface of a running guest moves from bridge to bridge only";
            let what = what.to_owned();
            return Err(Error::Unsupported { network, what }.into());
        };
        // Before the new place is taken: both may be in one network, which counts what it guarantees.
        let left = self.leave(&old.place, port);
        let taken = self.arrive(&new, &device, &found).await;
        let moved = match taken {
            Ok(uuid) => match self.settle(&new, &device, socket, limits(&new, &found)).await {
                Ok(()) => Ok(uuid),
                Err(e) => {
                    self.leave(&new.place, uuid);
                    self.settle_back(&old, &device).await;
                    Err(e)
                }
            },
            Err(e) => Err(e),
        };
        let uuid = match moved {
            Ok(uuid) => uuid,
            Err(e) => {
                self.put_back(&old.place, port, left);
                return Err(e);
            }
        };
        plug.port = uuid;
        plug.bridge = Some(socket.bridge.to_string());
        let places = [&old.place, &new.place];
        for place in places.into_iter().take(1 + usize::from(old.place != new.place)) {
            self.share_anew(place).await;
        }
        Ok(plug)
    }

    /// Counts the port in its new network.
    async fn arrive(&self, new: &PlugRequest, device: &IfName, found: &Target) -> Result<Option<Uuid>> {
        let Some((net, live)) = &found.net else {
            return Ok(None);
        };
        let uuid = Uuid::new_v4();
        let mut port = Port {
            domain: new.domain.clone(),
            mac: parse_mac(&new.mac)?,
            device: Some(device.clone()),
            portgroup: found.portgroup.clone(),
            direct: None,
            function: None,
            limits: limits(new, found),
            wish: found.wish.clone(),
        };
        net.take_place(live, uuid, &mut port).await?;
        Ok(Some(uuid))
    }

    async fn settle(
        &self,
        request: &PlugRequest,
        device: &IfName,
        socket: &Socket,
        limits: Limits,
    ) -> Result<()> {
        let host = &self.shared.host;
        let network = place_name(&request.place);
        // A port that is made anew has no VLAN and no isolation of before.
        let free = host.netlink.detach(device).await;
        free.map_err(Error::netlink(&network))?;
        host.plug_in(&network, device, socket, request.mtu.is_none())
            .await?;
        Ok(host.limit(&network, device, ANY, limits).await?)
    }

    async fn settle_back(&self, old: &PlugRequest, device: &IfName) {
        let back = async {
            let found = self.target(&old.place, &old.port)?;
            match &found.socket {
                Way::Bridge(socket) => self.settle(old, device, socket, limits(old, &found)).await,
                _ => Ok(()),
            }
        };
        if let Err(error) = back.await {
            tracing::warn!(%device, %error, "an interface is not put back where it was");
        }
    }

    fn leave(&self, place: &PlugPlace, port: Option<Uuid>) -> Option<Port> {
        let PlugPlace::Network { name, .. } = place else {
            return None;
        };
        self.shared.nets.by_name(name)?.object.ports().remove(&port?)
    }

    fn put_back(&self, place: &PlugPlace, uuid: Option<Uuid>, port: Option<Port>) {
        if let (PlugPlace::Network { name, .. }, Some(uuid), Some(port)) = (place, uuid, port)
            && let Some(entry) = self.shared.nets.by_name(name)
        {
            entry.object.ports().insert(uuid, port);
        }
    }

    /// Divides what a network guarantees among those who are there now.
    async fn share_anew(&self, place: &PlugPlace) {
        let PlugPlace::Network { name, .. } = place else {
            return;
        };
        let Some(entry) = self.shared.nets.by_name(name) else {
            return;
        };
        if let Err(e) = self.shared.divide(&entry.object).await {
            tracing::warn!(network = name, error = chain(&e), "shares are not divided anew");
        }
    }
}

/// What limits a device there.
fn limits(request: &PlugRequest, found: &Target) -> Limits {
    if request.limits.is_empty() {
        found.limits
    } else {
        request.limits
    }
}
