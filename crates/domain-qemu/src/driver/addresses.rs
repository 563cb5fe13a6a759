//! Addresses of guests, from whoever knows them: the networks that leased them, the agents in the guests, and the
//! host's table of neighbours. Callers ask here, and listeners are told by `watch`, which asks here too.

mod watch;

pub(super) use watch::begin;

use super::{Core, QemuDriver};
use crate::error::QemuError;
use crate::guest::Live;
use crate::procfs::{self, Neighbour};
use ferrovirt_driver::attach::GuestAddress;
use ferrovirt_protocol::remote::{DomainInterface, DomainIpAddr};
use ferrovirt_schema::domain::devices::interface::{Interface, InterfaceSource};
use ferrovirt_types::consts::{DomainInterfaceAddressesSource as Source, ErrorNumber};
use ferrovirt_types::mac::MacAddr;
use ferrovirt_types::object::DomainRef;
use std::collections::HashMap;

/// Leases by network and by MAC address.
#[derive(Default)]
struct Leases(HashMap<String, HashMap<MacAddr, Vec<GuestAddress>>>);

impl Leases {
    /// Asks each network of a guest that was not asked yet; gives the first failure, after which that network is
    /// as good as without leases.
    async fn ask(&mut self, core: &Core, live: &Live) -> ferrovirt_types::Result<()> {
        let Some(networks) = &core.networks else {
            return Ok(());
        };
        let mut asked = Ok(());
        for network in interfaces(live).filter_map(network_of) {
            if self.0.contains_key(network) {
                continue;
            }
            let mut by_mac: HashMap<_, Vec<_>> = HashMap::new();
            match networks.addresses(network).await {
                Ok(leases) => {
                    for lease in leases {
                        if let Some(mac) = lease.mac {
                            by_mac.entry(mac).or_default().push(lease);
                        }
                    }
                }
                Err(e) => asked = asked.and(Err(e)),
            }
            self.0.insert(network.to_owned(), by_mac);
        }
        asked
    }

    fn of(&self, nic: &Interface, mac: MacAddr) -> &[GuestAddress] {
        let network = network_of(nic).and_then(|network| self.0.get(network));
        network
            .and_then(|by_mac| by_mac.get(&mac))
            .map_or(&[], Vec::as_slice)
    }

    /// Interfaces of a guest that have leases.
    fn list(&self, live: &Live) -> Vec<DomainInterface> {
        listed(live, |nic, mac| {
            let leases = self.of(nic, mac).iter();
            let one = |lease: &GuestAddress| DomainIpAddr {
                kind: i32::from(lease.ipv6),
                addr: lease.address.clone(),
                prefix: lease.prefix,
            };
            leases.map(one).collect()
        })
    }
}

/// The kernel's table of neighbours.
async fn neighbours() -> Vec<Neighbour> {
    // A thread that panicked is one that read nothing.
    tokio::task::spawn_blocking(procfs::neighbours)
        .await
        .unwrap_or_default()
}

/// Interfaces of a guest that the host has lately talked to.
fn met(live: &Live, known: &[Neighbour]) -> Vec<DomainInterface> {
    listed(live, |_, mac| {
        let mine = known.iter().filter(|n| n.mac == mac);
        let one = |n: &Neighbour| DomainIpAddr {
            kind: 0,
            addr: n.address.to_string(),
            prefix: 0,
        };
        mine.map(one).collect()
    })
}

fn interfaces(live: &Live) -> impl Iterator<Item = &Interface> {
    live.doc.devices.iter().flat_map(|d| &d.interfaces)
}

fn network_of(nic: &Interface) -> Option<&str> {
    match &nic.source {
        InterfaceSource::Network(source) => Some(&source.network),
        _ => None,
    }
}

/// The interfaces that somebody knows addresses of.
fn listed(live: &Live, find: impl Fn(&Interface, MacAddr) -> Vec<DomainIpAddr>) -> Vec<DomainInterface> {
    let one = |nic: &Interface| {
        let mac = nic.mac.as_ref()?.address;
        let addrs = find(nic, mac);
        (!addrs.is_empty()).then(|| DomainInterface {
            name: nic
                .target
                .as_ref()
                .and_then(|t| t.dev.clone())
                .unwrap_or_default(),
            addrs,
            hwaddr: Some(mac.to_string()),
        })
    };
    interfaces(live).filter_map(one).collect()
}

impl QemuDriver {
    /// Interfaces of a running guest with their addresses, as a source tells.
    pub(super) async fn addresses(
        &self,
        dom: &DomainRef,
        source: u32,
    ) -> ferrovirt_types::Result<Vec<DomainInterface>> {
        let live = self.core.guest(dom)?.running()?;
        match i32::try_from(source).ok().and_then(Source::from_raw) {
            Some(Source::Lease) => {
                let mut leases = Leases::default();
                leases.ask(&self.core, &live).await?;
                Ok(leases.list(&live))
            }
            Some(Source::Arp) => Ok(met(&live, &neighbours().await)),
            Some(Source::Agent) => Ok(self.addresses_inside(dom).await?),
            _ => {
                Err(QemuError::ArgumentUnsupported(format!("Unknown IP address data source {source}")).into())
            }
        }
    }

    /// The name that the guest gave where it got an address.
    pub(super) async fn leased_name(&self, dom: &DomainRef) -> ferrovirt_types::Result<String> {
        let guest = self.core.guest(dom)?;
        let live = guest.running()?;
        let mut leases = Leases::default();
        leases.ask(&self.core, &live).await?;
        let mut names = interfaces(&live).filter_map(|nic| {
            let mut of_nic = leases.of(nic, nic.mac.as_ref()?.address).iter();
            of_nic.find_map(|lease| lease.hostname.clone())
        });
        let text = || format!("no hostname found for domain {}", guest.name);
        let missing = || QemuError::coded(ErrorNumber::NoHostname, text());
        Ok(names.next().ok_or_else(missing)?)
    }
}

/// Whether an address reaches further than the guest's own link.
fn is_reachable(address: &str) -> bool {
    match address.parse() {
        Ok(std::net::IpAddr::V4(v4)) => !v4.is_loopback() && !v4.is_link_local(),
        Ok(std::net::IpAddr::V6(v6)) => !v6.is_loopback() && !v6.is_unicast_link_local(),
        Err(_) => false,
    }
}
