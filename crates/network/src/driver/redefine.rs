//! A running network follows its new definition as far as its guests stay plugged in.

use super::{Net, Shared};
use crate::error::{Result, chain};
use crate::host::waits;
use crate::plan::Means;
use ferrovirt_schema::network::{Ip, Network};
use ferrovirt_types::ifname::IfName;
use ipnet::IpNet;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

impl Shared {
    /// Applies a new definition to what runs. What has to wait, and what the host refused, is in the
    /// log: the definition is in force from the next start in any case.
    pub(super) async fn follow(&self, net: &Net, definition: &Network) {
        let view = net.view();
        let Some(live) = view.live.clone() else { return };
        let mut document = definition.clone();
        super::run::complete_live(&mut document);
        let waiting = match (&live.means, Means::of(&document)) {
            (Means::Own(old), Ok(Means::Own(new))) => {
                let waiting = waits(old, &new);
                keep_bridge(&mut document, &live.document, &old.bridge);
                waiting
            }
            (Means::HostBridge { bridge: old, .. }, Ok(Means::HostBridge { bridge: new, .. }))
                if *old == new =>
            {
                Vec::new()
            }
            (Means::Direct { .. }, Ok(Means::Direct { .. })) => Vec::new(),
            (Means::Functions { .. }, Ok(Means::Functions { .. })) => {
                // Those of a physical function are in no definition.
                if let (Some(new), Some(old)) = (&mut document.forward, &live.document.forward)
                    && !new.pfs.is_empty()
                    && new.pfs == old.pfs
                {
                    new.addresses.clone_from(&old.addresses);
                }
                Vec::new()
            }
            _ => {
                tracing::warn!(
                    network = view.name(),
                    "the new definition waits for the next start: guests would be plugged into another kind of device"
                );
                return;
            }
        };
        for what in waiting {
            tracing::warn!(network = view.name(), what, "waits for the next start");
        }
        if document == live.document {
            return;
        }
        if let Err(e) = self.change_live(net, &live, document).await {
            tracing::warn!(
                network = view.name(),
                error = chain(&e),
                "the new definition is not applied while the network runs"
            );
        }
    }
}

/// What guests are plugged into stays.
fn keep_bridge(document: &mut Network, live: &Network, bridge: &IfName) {
    document.bridge.get_or_insert_default().name = Some(bridge.to_string());
    document.mac.clone_from(&live.mac);
}

/// The document with its subnet `from` in another place of the same size; `None` when that is not its.
pub(super) fn moved(document: &Network, from: IpNet, to: IpNet) -> Option<Network> {
    let (IpNet::V4(from), IpNet::V4(to)) = (from, to) else {
        return None;
    };
    let delta = to.network().to_bits().wrapping_sub(from.network().to_bits());
    let shift = |ip: &mut IpAddr| {
        if let IpAddr::V4(v4) = ip
            && from.contains(&*v4)
        {
            *v4 = Ipv4Addr::from_bits(v4.to_bits().wrapping_add(delta));
        }
    };
    let is_from = |ip: &Ip| ip.address.is_some_and(|a| a.0 == IpAddr::V4(from.addr()));
    let mut document = document.clone();
    let ip = document.ips.iter_mut().find(|ip| is_from(ip))?;
    if let Some(address) = &mut ip.address {
        shift(&mut address.0);
    }
    for range in ip.dhcp.iter_mut().flat_map(|d| &mut d.ranges) {
        shift(&mut range.start.0);
        shift(&mut range.end.0);
    }
    for host in ip.dhcp.iter_mut().flat_map(|d| &mut d.hosts) {
        if let Some(address) = &mut host.ip {
            shift(&mut address.0);
        }
    }
    Some(document)
}

impl Shared {
    /// Subnets of all networks but one, running or not.
    pub(super) fn subnets_but(&self, name: &str) -> Vec<IpNet> {
        let nets = self.nets.snapshot();
        let others = nets.iter().filter(|entry| &*entry.name != name);
        let views: Vec<Arc<super::View>> = others.map(|entry| entry.object.view()).collect();
        let documents = views.iter().filter_map(|view| view.document());
        documents
            .flat_map(|d| &d.ips)
            .filter_map(|ip| IpNet::new(ip.address?.0, ip.prefix_len()?).ok())
            .collect()
    }

    /// The document to start with instead, when the stock network `default` finds its subnet taken: as
    /// in a guest whose host has the same network. Everybody else chose the subnet and is told.
    pub(super) async fn elsewhere(
        &self,
        document: &Network,
        claim: &crate::plan::Claim,
    ) -> Result<Option<Network>> {
        let stock = IpAddr::V4(Ipv4Addr::new(192, 168, 122, 1));
        if document.name != "default" || claim.wanted.addr() != stock {
            return Ok(None);
        }
        let reserved = self.subnets_but(&document.name);
        let free = self.host.free_subnet(claim.wanted, &reserved).await?;
        Ok(free.and_then(|free| moved(document, claim.wanted, free)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subnet_moves_with_all_that_is_in_it() {
        let document = Network::parse(
            "<network><name>default</name><ip address='192.168.122.1' netmask='255.255.255.0'><dhcp>\
             <range start='192.168.122.2' end='192.168.122.254'/><host mac='52:54:00:00:00:01' ip='192.168.122.9'/>\
             </dhcp></ip></network>",
        )
        .unwrap();
        let to = "192.168.140.1/24".parse().unwrap();
        let text = moved(&document, "192.168.122.1/24".parse().unwrap(), to)
            .unwrap()
            .to_xml();
        assert!(!text.contains("192.168.122"), "{text}");
        assert!(
            text.contains("end='192.168.140.254'") && text.contains("ip='192.168.140.9'"),
            "{text}"
        );
    }
}
