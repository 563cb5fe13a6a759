//! Macvtaps: a guest's own Ethernet address on a device of the host, without a bridge.
//!
//! Unlike a tap, a macvtap stays when its descriptors are closed: whoever makes one removes it.

use crate::error::Result;
use crate::link::link_error;
use crate::netlink::{Netlink, acknowledged};
use crate::tap::open_macvtap;
use ferrovirt_types::ifname::IfName;
use ferrovirt_types::mac::MacAddr;
use netlink_packet_route::link::MacVtapMode;
use rtnetlink::{LinkMacVtap, LinkMessageBuilder};
use std::os::fd::OwnedFd;

/// How macvtaps on one device speak to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MacvtapMode {
    /// By way of the switch beyond the device.
    Vepa,
    /// Not at all.
    Private,
    /// Here.
    Bridge,
    /// There is only one.
    Passthrough,
}

impl Netlink {
    /// Creates a macvtap on the device `lower`, switched off. A name that exists is an error.
    pub async fn create_macvtap(
        &self,
        name: &IfName,
        lower: &IfName,
        mode: MacvtapMode,
        mac: MacAddr,
    ) -> Result<()> {
        let lower = self.existing(lower).await?.index;
        let mode = match mode {
            MacvtapMode::Vepa => MacVtapMode::Vepa,
            MacvtapMode::Private => MacVtapMode::Private,
            MacvtapMode::Bridge => MacVtapMode::Bridge,
            MacvtapMode::Passthrough => MacVtapMode::Passthrough,
        };
        let message: LinkMessageBuilder<LinkMacVtap> = LinkMacVtap::new(name.as_str(), lower, mode);
        let request = self
            .handle()
            .link()
            .add(message.address(mac.0.to_vec()).build())
            .execute();
        acknowledged(request, |source| link_error("create macvtap", name, source)).await
    }

    /// The other ends of a macvtap, one a queue.
    pub async fn macvtap_queues(&self, name: &IfName, queues: u16) -> Result<Vec<OwnedFd>> {
        let device = format!("/dev/tap{}", self.existing(name).await?.index);
        open_macvtap(&device, name, queues)
    }
}
