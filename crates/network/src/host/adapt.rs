//! Making a running network what its new plan says, without unplugging anybody.
//!
//! Everything is compared with what the old plan had made, and only what differs is touched. What
//! cannot change while it runs is told beforehand by [`waits`].

use super::Host;
use crate::error::{Error, Result};
use crate::plan::Plan;

/// What of a new plan has to wait until the network starts next, and why; empty when all can be applied.
pub fn waits(old: &Plan, new: &Plan) -> Vec<String> {
    let mut waits = Vec::new();
    if old.bridge != new.bridge {
        waits.push(format!(
            "the bridge is '{}' and would be '{}': guests are plugged into it",
            old.bridge, new.bridge
        ));
    }
    if old.options.mac != new.options.mac && new.options.mac.is_some() {
        waits.push("the MAC address of the bridge: guests have it in their tables".to_owned());
    }
    waits
}

impl Host {
    /// Makes a running network what its new plan says. Nothing of [`waits`] may differ.
    pub async fn adapt(&self, old: &Plan, new: &Plan) -> Result<()> {
        let named = Error::netlink(&new.name);
        let (netlink, bridge) = (&self.netlink, &new.bridge);
        let added: Vec<_> = new
            .addresses
            .iter()
            .filter(|a| !old.addresses.contains(a))
            .copied()
            .collect();
        if !added.is_empty() {
            let _taking = self.taking.acquire().await.map_err(|_| Error::Stopping)?;
            self.check_subnets(new, &added).await?;
            super::sysctl::prepare_bridge(&new.name, bridge, new.has_ipv6()).await?;
            for address in &added {
                netlink.add_address(bridge, *address).await.map_err(&named)?;
            }
        }
        for route in old.routes.iter().filter(|r| !new.routes.contains(r)) {
            netlink
                .remove_route(bridge, route.destination, Some(route.gateway), route.metric)
                .await
                .map_err(&named)?;
        }
        for address in old.addresses.iter().filter(|a| !new.addresses.contains(a)) {
            netlink.remove_address(bridge, *address).await.map_err(&named)?;
        }
        for route in new.routes.iter().filter(|r| !old.routes.contains(r)) {
            netlink
                .add_route(bridge, route.destination, Some(route.gateway), route.metric)
                .await
                .map_err(&named)?;
        }
        if let Some(mtu) = new.options.mtu.filter(|_| old.options.mtu != new.options.mtu) {
            netlink.set_mtu(bridge, mtu).await.map_err(&named)?;
        }
        if old.options.stp != new.options.stp {
            netlink.set_stp(bridge, new.options.stp).await.map_err(&named)?;
        }
        self.limit(&new.name, bridge, old.limits, new.limits).await?;
        super::sysctl::enable_forwarding(new).await?;
        match (&old.rules, &new.rules) {
            (old, new) if old == new => {}
            (_, Some(_)) => self.filter(new).await?,
            (_, None) => self.unfilter(&new.name, bridge).await?,
        }
        if old.service == new.service {
            return Ok(());
        }
        // Leases are in a file of their own, so guests do not notice a new process.
        self.dnsmasq.stop(&self.files(bridge)).await?;
        self.serve(new).await.map(|_| ())
    }
}
