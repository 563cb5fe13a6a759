//! The effects of a plan on the host: made, undone, taken up again.

mod adapt;
mod bring_up;
mod function;
mod limits;
mod macvtap;
mod sysctl;
mod tap;
mod warn;

pub use adapt::waits;
pub(crate) use limits::check as check_limits;
pub use limits::{ANY, Floor};
pub use macvtap::MacvtapRequest;
pub use tap::{Socket, TapRequest};

use crate::dnsmasq::{Dnsmasq, Files};
use crate::error::Result;
use ferrovirt_firewall::Nft;
use ferrovirt_host::paths::Places;
use ferrovirt_netlink::Netlink;
use ferrovirt_types::ifname::IfName;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// The host that networks are made on: the namespace of the thread that opened it. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Host {
    pub(crate) netlink: Netlink,
    nft: Nft,
    dnsmasq: Dnsmasq,
    places: Places,
    /// One network at a time looks for what is free and takes it.
    taking: Arc<Semaphore>,
    /// One change at a time divides what a bridge has.
    pub(crate) dividing: Arc<Semaphore>,
    started: Arc<warn::Started>,
}

impl Host {
    /// This host. Has to be called inside a tokio runtime.
    pub fn open(places: Places) -> Result<Self> {
        let netlink = Netlink::open().map_err(crate::Error::netlink("(any)"))?;
        Ok(Host {
            netlink,
            nft: Nft::default(),
            dnsmasq: Dnsmasq::default(),
            places,
            taking: Arc::new(Semaphore::new(1)),
            dividing: Arc::new(Semaphore::new(1)),
            started: Arc::default(),
        })
    }

    /// The same host with other programs for the packet filter and for DHCP and DNS.
    #[must_use]
    pub fn with_programs(self, nft: Nft, dnsmasq: Dnsmasq) -> Self {
        Host { nft, dnsmasq, ..self }
    }

    /// Where the files of a bridge's dnsmasq are.
    pub(crate) fn files(&self, bridge: &IfName) -> Files {
        Files::new(&self.places.lib, &self.places.run, bridge)
    }
}
