//! Links that are made of others: bonds and VLANs.

use crate::error::Result;
use crate::link::link_error;
use crate::netlink::{Netlink, acknowledged};
use ferrovirt_types::ifname::IfName;
use netlink_packet_route::link::BondMode;
use rtnetlink::{LinkBond, LinkVlan};
use std::net::Ipv4Addr;

/// How a bond is created.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct BondOptions {
    /// The kernel's number of its mode: 0 is balance-rr, 1 active-backup, up to 6 for balance-alb.
    pub mode: u8,
    /// How often links are looked at, and how long they have to be up and down to count; milliseconds.
    pub miimon: Option<[u32; 3]>,
    /// How often links are probed, in milliseconds, and by which address.
    pub arp: Option<(u32, Ipv4Addr)>,
}

impl Netlink {
    /// Creates a bond without links and leaves it switched off.
    pub async fn create_bond(&self, name: &IfName, options: &BondOptions) -> Result<()> {
        let mut message = LinkBond::new(name.as_str()).mode(BondMode::from(options.mode));
        if let Some([interval, up, down]) = options.miimon {
            message = message.miimon(interval).updelay(up).downdelay(down);
        }
        if let Some((interval, target)) = options.arp {
            message = message.arp_interval(interval).arp_ip_target(vec![target]);
        }
        let request = self.handle().link().add(message.build()).execute();
        acknowledged(request, |source| link_error("create bond", name, source)).await
    }

    /// Creates the VLAN `tag` of `parent` and leaves it switched off.
    pub async fn create_vlan(&self, name: &IfName, parent: &IfName, tag: u16) -> Result<()> {
        let below = self.existing(parent).await?.index;
        let message = LinkVlan::new(name.as_str(), below, tag).build();
        let request = self.handle().link().add(message).execute();
        acknowledged(request, |source| link_error("create VLAN", name, source)).await
    }
}
