//! Bridges and their ports.

use crate::error::Result;
use crate::link::link_error;
use crate::netlink::{Netlink, acknowledged};
use ferrovirt_types::ifname::IfName;
use ferrovirt_types::mac::MacAddr;
use ferrovirt_types::vlan::Vlans;
use netlink_packet_route::link::{BridgeStpState, BridgeVlanInfoFlags};
use rtnetlink::{LinkBridge, LinkBridgePort, LinkBridgeVlan, LinkMessageBuilder, LinkUnspec};
use std::time::Duration;

/// How a bridge is created.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BridgeOptions {
    /// Fixed hardware address; without one the bridge takes the lowest of its ports, and changes it
    /// when they change.
    pub mac: Option<MacAddr>,
    /// Spanning tree protocol.
    pub stp: bool,
    /// How long a new port listens before it forwards. With STP the kernel makes less than 2 s that.
    pub forward_delay: Duration,
    /// Largest packet in bytes; the kernel's own choice without one.
    pub mtu: Option<u32>,
}

/// How a port of a bridge behaves.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PortOptions {
    /// Whether it may only speak to ports that are not isolated.
    pub isolated: bool,
    /// VLANs that it carries in place of the bridge's own choice; the bridge has to filter VLANs.
    pub vlans: Option<Vlans>,
}

impl Netlink {
    /// Creates a bridge and leaves it switched off. One request: it is there as described or not at all.
    pub async fn create_bridge(&self, name: &IfName, options: &BridgeOptions) -> Result<()> {
        // The kernel counts in hundredths of a second.
        let delay = u32::try_from(options.forward_delay.as_millis() / 10).unwrap_or(u32::MAX);
        // The kernel sets the delay before the protocol, which then raises it to its own least.
        let mut message = LinkMessageBuilder::<LinkBridge>::new(name.as_str())
            .forward_delay(delay)
            .stp_state(stp_state(options.stp));
        if let Some(mac) = options.mac {
            message = message.address(mac.0.to_vec());
        }
        if let Some(mtu) = options.mtu {
            message = message.mtu(mtu);
        }
        let request = self.handle().link().add(message.build()).execute();
        acknowledged(request, |source| link_error("create bridge", name, source)).await
    }

    /// Switches the spanning tree protocol of a bridge.
    pub async fn set_stp(&self, bridge: &IfName, on: bool) -> Result<()> {
        let message = LinkMessageBuilder::<LinkBridge>::new(bridge.as_str())
            .stp_state(stp_state(on))
            .build();
        let request = self.handle().link().change(message).execute();
        acknowledged(request, |source| link_error("set STP of bridge", bridge, source)).await
    }

    /// Makes `port` a port of `bridge`.
    pub async fn attach(&self, port: &IfName, bridge: &IfName) -> Result<()> {
        let master = self.existing(bridge).await?.index;
        let message = LinkUnspec::new_with_name(port.as_str()).controller(master);
        self.change("attach to its bridge", port, message).await
    }

    /// Makes `port` a port of nothing.
    pub async fn detach(&self, port: &IfName) -> Result<()> {
        let message = LinkUnspec::new_with_name(port.as_str()).nocontroller();
        self.change("detach from its bridge", port, message).await
    }

    /// Sets how a port behaves; it has to be attached.
    pub async fn set_port(&self, port: &IfName, options: &PortOptions) -> Result<()> {
        let index = self.existing(port).await?.index;
        let message = LinkBridgePort::new(index).isolated(options.isolated).build();
        let request = self.handle().link().set_port(message).execute();
        acknowledged(request, |source| {
            link_error("set bridge port options of", port, source)
        })
        .await?;
        match &options.vlans {
            Some(vlans) => self.set_vlans(port, index, vlans).await,
            None => Ok(()),
        }
    }

    /// Takes away the VLAN that the bridge gives to each new port, and adds others.
    async fn set_vlans(&self, port: &IfName, index: u32, vlans: &Vlans) -> Result<()> {
        const FIRST: u16 = 1;
        let message = LinkBridgeVlan::new(index).vlan(FIRST, BridgeVlanInfoFlags::empty());
        let request = self.handle().link().del_with_message(message.build()).execute();
        match acknowledged(request, |source| link_error("remove the VLAN of", port, source)).await {
            Err(e) if !e.is_gone() => return Err(e),
            // The bridge may have another one, or none.
            _ => {}
        }
        let mut message = LinkBridgeVlan::new(index);
        for number in vlans.numbers() {
            let flags = match (Some(number) == vlans.native, vlans.native_tagged) {
                (true, false) => BridgeVlanInfoFlags::Pvid | BridgeVlanInfoFlags::Untagged,
                (true, true) => BridgeVlanInfoFlags::Pvid,
                (false, _) => BridgeVlanInfoFlags::empty(),
            };
            message = message.vlan(number, flags);
        }
        // What makes links accepts VLANs and does nothing with them.
        let request = self.handle().link().set(message.build()).execute();
        acknowledged(request, |source| link_error("add VLANs to", port, source)).await
    }
}

fn stp_state(on: bool) -> BridgeStpState {
    if on {
        BridgeStpState::KernelStp
    } else {
        BridgeStpState::Disabled
    }
}
