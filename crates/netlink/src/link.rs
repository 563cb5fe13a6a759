//! Links of any kind: finding, switching, removing.

use crate::error::{Error, Result};
use crate::netlink::{Netlink, acknowledged, collected};
use ferrovirt_types::ifname::IfName;
use ferrovirt_types::mac::MacAddr;
use futures_util::future::{Either, select};
use netlink_packet_route::link::{
    InfoBridge, InfoData, InfoKind, LinkAttribute, LinkExtentMask, LinkFlags, LinkInfo, LinkMessage, Stats64,
};
use rtnetlink::{LinkMessageBuilder, LinkUnspec};
use std::pin::pin;
use std::time::Duration;

/// How long after a look at a link that is being removed the next one is.
const LOOK_AGAIN: Duration = Duration::from_millis(1);

/// A network interface as the kernel describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Number of the interface in its namespace.
    pub index: u32,
    /// Name.
    pub name: String,
    /// What it is.
    pub kind: LinkKind,
    /// Whether it is switched on.
    pub up: bool,
    /// Hardware address, for Ethernet-like links.
    pub mac: Option<MacAddr>,
    /// Largest packet in bytes.
    pub mtu: u32,
    /// Number of the bridge that it is a port of.
    pub master: Option<u32>,
    /// Whether it is a bridge that keeps VLANs apart.
    pub filters_vlans: bool,
    /// What went through it.
    pub stats: LinkStats,
}

/// Kinds of links that matter here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkKind {
    /// A bridge.
    Bridge,
    /// A tap or tun device.
    Tun,
    /// A macvtap.
    Macvtap,
    /// Hardware or any other kind.
    Other,
}

/// Counters of a link since it exists, as the host sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LinkStats {
    /// Bytes received.
    pub rx_bytes: u64,
    /// Packets received.
    pub rx_packets: u64,
    /// Receive errors.
    pub rx_errors: u64,
    /// Received packets that were dropped.
    pub rx_dropped: u64,
    /// Bytes sent.
    pub tx_bytes: u64,
    /// Packets sent.
    pub tx_packets: u64,
    /// Send errors.
    pub tx_errors: u64,
    /// Packets to send that were dropped.
    pub tx_dropped: u64,
}

impl LinkStats {
    /// The same link seen from its other end: what the host receives, the guest has sent.
    #[must_use]
    pub fn swapped(self) -> Self {
        LinkStats {
            rx_bytes: self.tx_bytes,
            rx_packets: self.tx_packets,
            rx_errors: self.tx_errors,
            rx_dropped: self.tx_dropped,
            tx_bytes: self.rx_bytes,
            tx_packets: self.rx_packets,
            tx_errors: self.rx_errors,
            tx_dropped: self.rx_dropped,
        }
    }
}

impl Netlink {
    /// All links, in order of their numbers.
    pub async fn links(&self) -> Result<Vec<Link>> {
        let mut links = self
            .listed(
                "network interfaces",
                || self.handle().link().get().execute(),
                Link::from_message,
            )
            .await?;
        links.sort_by_key(|l| l.index);
        Ok(links)
    }

    /// The link of that name, if there is one.
    pub async fn link(&self, name: &IfName) -> Result<Option<Link>> {
        let request = self
            .handle()
            .link()
            .get()
            .match_name(name.as_str())
            .set_filter_mask(
                rtnetlink::packet_route::AddressFamily::Unspec,
                vec![LinkExtentMask::SkipStats],
            );
        self.one(request.execute()).await
    }

    /// The link of that name with its counters, if there is one.
    pub async fn link_with_stats(&self, name: &IfName) -> Result<Option<Link>> {
        self.one(self.handle().link().get().match_name(name.as_str()).execute())
            .await
    }

    async fn one(
        &self,
        listing: impl futures_util::Stream<Item = Result<LinkMessage, rtnetlink::Error>>,
    ) -> Result<Option<Link>> {
        match collected("network interface", listing, Link::from_message).await {
            Ok(mut found) => Ok(found.pop()),
            Err(e) if e.is_gone() => Ok(None),
            Err(e) => Err(e),
        }
    }

    /// The link of that name; that there is none is an error.
    pub async fn existing(&self, name: &IfName) -> Result<Link> {
        self.link(name).await?.ok_or_else(|| Error::NoLink {
            name: name.to_string(),
        })
    }

    /// Switches a link on.
    pub async fn set_up(&self, name: &IfName) -> Result<()> {
        self.change("switch on", name, LinkUnspec::new_with_name(name.as_str()).up())
            .await
    }

    /// Switches a link off.
    pub async fn set_down(&self, name: &IfName) -> Result<()> {
        self.change(
            "switch off",
            name,
            LinkUnspec::new_with_name(name.as_str()).down(),
        )
        .await
    }

    /// Sets the largest packet, in bytes.
    pub async fn set_mtu(&self, name: &IfName, mtu: u32) -> Result<()> {
        self.change(
            "set the MTU of",
            name,
            LinkUnspec::new_with_name(name.as_str()).mtu(mtu),
        )
        .await
    }

    /// Sets the hardware address.
    pub async fn set_mac(&self, name: &IfName, mac: MacAddr) -> Result<()> {
        let message = LinkUnspec::new_with_name(name.as_str()).address(mac.0.to_vec());
        self.change("set the MAC address of", name, message).await
    }

    /// Removes a link. That there is none is no error; the answer says whether there was.
    ///
    /// The kernel acknowledges once it has freed all that belonged to the link, which takes twice as long as
    /// until nobody finds it any more. This waits for the latter.
    pub async fn delete_link(&self, name: &IfName) -> Result<bool> {
        let message = LinkUnspec::new_with_name(name.as_str()).build();
        let request = self.slow().link().del_with_message(message).execute();
        let deleted = acknowledged(request, |source| link_error("remove", name, source));
        let gone = async {
            let mut was_there = false;
            loop {
                // Answered after the kernel's lock is given back, which the removal holds while the link is found.
                match self.link(name).await {
                    Ok(Some(_)) => was_there = true,
                    Ok(None) if was_there => return,
                    // Removed by others or never there, or not to be learnt: the removal itself will say.
                    Ok(None) | Err(_) => std::future::pending().await,
                }
                tokio::time::sleep(LOOK_AGAIN).await;
            }
        };
        match select(pin!(deleted), pin!(gone)).await {
            Either::Left((Ok(()), _)) | Either::Right(_) => Ok(true),
            Either::Left((Err(e), _)) if e.is_gone() => Ok(false),
            Either::Left((Err(e), _)) => Err(e),
        }
    }

    pub(crate) async fn change(
        &self,
        action: &'static str,
        name: &IfName,
        message: LinkMessageBuilder<LinkUnspec>,
    ) -> Result<()> {
        let request = self.handle().link().set(message.build()).execute();
        acknowledged(request, |source| link_error(action, name, source)).await
    }
}

pub(crate) fn link_error(action: &'static str, name: &IfName, source: std::io::Error) -> Error {
    Error::Link {
        action,
        name: name.to_string(),
        source,
    }
}

impl Link {
    /// `None` for a message without a name, which describes no interface.
    fn from_message(message: &LinkMessage) -> Option<Link> {
        let mut link = Link {
            index: message.header.index,
            name: String::new(),
            kind: LinkKind::Other,
            up: message.header.flags.contains(LinkFlags::Up),
            mac: None,
            mtu: 0,
            master: None,
            filters_vlans: false,
            stats: LinkStats::default(),
        };
        for attribute in &message.attributes {
            match attribute {
                LinkAttribute::IfName(name) => link.name.clone_from(name),
                LinkAttribute::Address(mac) => link.mac = mac.as_slice().try_into().ok().map(MacAddr),
                LinkAttribute::Mtu(mtu) => link.mtu = *mtu,
                LinkAttribute::Controller(index) => link.master = Some(*index),
                LinkAttribute::LinkInfo(infos) => {
                    link.kind = LinkKind::from_infos(infos);
                    link.filters_vlans = filters_vlans(infos);
                }
                LinkAttribute::Stats64(stats) => link.stats = stats.into(),
                _ => {}
            }
        }
        (!link.name.is_empty()).then_some(link)
    }
}

fn filters_vlans(infos: &[LinkInfo]) -> bool {
    let is_on = |data: &InfoBridge| matches!(data, InfoBridge::VlanFiltering(true));
    infos.iter().any(|info| match info {
        LinkInfo::Data(InfoData::Bridge(all)) => all.iter().any(is_on),
        _ => false,
    })
}

impl LinkKind {
    fn from_infos(infos: &[LinkInfo]) -> Self {
        let kind = infos.iter().find_map(|info| match info {
            LinkInfo::Kind(kind) => Some(kind),
            _ => None,
        });
        match kind {
            Some(InfoKind::Bridge) => LinkKind::Bridge,
            Some(InfoKind::Tun) => LinkKind::Tun,
            Some(InfoKind::MacVtap) => LinkKind::Macvtap,
            _ => LinkKind::Other,
        }
    }
}

impl From<&Stats64> for LinkStats {
    fn from(s: &Stats64) -> Self {
        LinkStats {
            rx_bytes: s.rx_bytes,
            rx_packets: s.rx_packets,
            rx_errors: s.rx_errors,
            rx_dropped: s.rx_dropped,
            tx_bytes: s.tx_bytes,
            tx_packets: s.tx_packets,
            tx_errors: s.tx_errors,
            tx_dropped: s.tx_dropped,
        }
    }
}
