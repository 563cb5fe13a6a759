//! The host's end of a guest interface.

use super::Host;
use crate::error::{Error, Result};
use ferrovirt_driver::attach::PortWish;
use ferrovirt_netlink::{PortOptions, Tap, TapOptions};
use ferrovirt_types::ifname::IfName;
use ferrovirt_types::mac::MacAddr;
use ferrovirt_types::vlan::Vlans;
use std::os::fd::OwnedFd;
use std::sync::atomic::{AtomicU32, Ordering};

/// A tap that is wanted.
#[derive(Debug, Clone)]
pub struct TapRequest {
    /// On behalf of this network or bridge, for errors.
    pub network: String,
    /// Wanted name; otherwise the next free `vnetN`.
    pub name: Option<IfName>,
    /// MAC address of the guest.
    pub mac: MacAddr,
    /// Bridge that it goes into.
    pub socket: Option<Socket>,
    /// Descriptors, one a queue.
    pub queues: u16,
    /// Largest packet in bytes; that of the bridge otherwise.
    pub mtu: Option<u32>,
}

/// Where a tap is plugged in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Socket {
    /// The bridge.
    pub bridge: IfName,
    /// Whether the bridge is ours and speaks STP.
    pub stp: bool,
    /// Whether ports may not speak to each other.
    pub isolated: bool,
    /// VLANs that the port carries; the bridge's own choice without.
    pub vlans: Option<Vlans>,
}

impl Socket {
    /// The same for a port that asks for more.
    #[must_use]
    pub fn with(mut self, wish: &PortWish) -> Self {
        self.isolated |= wish.isolated;
        if wish.vlans.is_some() {
            self.vlans.clone_from(&wish.vlans);
        }
        self
    }
}

/// The names of taps that nobody named.
const PATTERN: &str = "vnetN";
/// Names that are tried before giving up: all of these would have to be taken.
const TRIES: u32 = 10_000;

impl Host {
    /// Makes a tap, plugs it in and switches it on. When it fails nothing is left: a tap goes with its
    /// descriptors.
    pub async fn make_tap(&self, request: &TapRequest) -> Result<(IfName, Vec<OwnedFd>)> {
        let named = Error::netlink(&request.network);
        let options = TapOptions {
            queues: request.queues,
            vnet_hdr: true,
        };
        let wanted = request.name.clone();
        let create = move || match wanted {
            Some(name) => Ok(Tap::create(&name, options)),
            None => create_unnamed(options),
        };
        let tap = tokio::task::spawn_blocking(create)
            .await
            .map_err(|_| Error::Stopping)??
            .map_err(&named)?;
        // The host's end must not have the guest's address; with a high first byte it is also never
        // the lowest in a bridge, which would then change its own.
        let mut mac = request.mac;
        mac.0[0] = 0xfe;
        self.netlink.set_mac(&tap.name, mac).await.map_err(&named)?;
        if let Some(mtu) = request.mtu {
            self.netlink.set_mtu(&tap.name, mtu).await.map_err(&named)?;
        }
        match &request.socket {
            Some(socket) => {
                self.plug_in(&request.network, &tap.name, socket, request.mtu.is_none())
                    .await?
            }
            None => self.netlink.set_up(&tap.name).await.map_err(&named)?,
        }
        Ok((tap.name, tap.queues))
    }

    /// Makes a device a port of a bridge and switches it on.
    pub async fn plug_in(&self, network: &str, device: &IfName, socket: &Socket, mtu: bool) -> Result<()> {
        let named = Error::netlink(network);
        let netlink = &self.netlink;
        let bridge = netlink.existing(&socket.bridge).await.map_err(&named)?;
        if socket.vlans.is_some() && !bridge.filters_vlans {
            return Err(Error::NoVlans {
                network: network.to_owned(),
                bridge: socket.bridge.to_string(),
            });
        }
        if mtu && bridge.mtu != 1500 {
            netlink.set_mtu(device, bridge.mtu).await.map_err(&named)?;
        }
        // With STP a new port is deaf for two forward delays, at least 4 s, in which a guest that boots
        // fast asks for its address in vain. A port that comes up while STP is off forwards at once,
        // and goes on when it is on again. A guest's port closes no loop at that moment.
        if socket.stp {
            netlink.set_stp(&socket.bridge, false).await.map_err(&named)?;
        }
        let plugged = async {
            netlink.attach(device, &socket.bridge).await?;
            if socket.isolated || socket.vlans.is_some() {
                let options = PortOptions {
                    isolated: socket.isolated,
                    vlans: socket.vlans.clone(),
                };
                netlink.set_port(device, &options).await?;
            }
            netlink.set_up(device).await
        };
        let plugged = plugged.await;
        if socket.stp {
            netlink.set_stp(&socket.bridge, true).await.map_err(&named)?;
        }
        plugged.map_err(&named)
    }
}

/// The next free name, counting on: a name that was just given back is not given to the next guest at
/// once, while others may still act on it.
fn create_unnamed(options: TapOptions) -> Result<Result<Tap, ferrovirt_netlink::Error>> {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    for _ in 0..TRIES {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let Ok(name) = format!("vnet{number}").parse::<IfName>() else {
            break;
        };
        match Tap::create(&name, options) {
            Err(e) if e.is_exists() => {}
            made => return Ok(made),
        }
    }
    Err(Error::NoFreeName { pattern: PATTERN })
}
