//! Leases as callers see them.

use crate::dnsmasq::{Lease, parse_leases, read_leases};
use crate::driver::{Shared, View};
use crate::error::Result;
use crate::plan::{Means, Plan};
use ferrovirt_protocol::remote::NetworkDhcpLease;
use ferrovirt_types::consts::IpAddrType;
use ferrovirt_types::mac::MacAddr;
use std::time::{SystemTime, UNIX_EPOCH};

impl Shared {
    /// The leases of a network that have not ended, of one guest interface or of all; none when it does
    /// not run or has no DHCP.
    pub(crate) async fn leases(&self, view: &View, mac: Option<MacAddr>) -> Result<Vec<NetworkDhcpLease>> {
        let Some(live) = &view.live else {
            return Ok(Vec::new());
        };
        let Means::Own(plan) = &live.means else {
            return Ok(Vec::new());
        };
        let leases = self.leases_of(plan).await?.into_iter();
        let wanted = leases.filter(|l| mac.is_none() || l.mac == mac);
        Ok(wanted.map(|lease| told(lease, plan)).collect())
    }

    /// The same of a network's plan, as dnsmasq wrote them.
    pub(super) async fn leases_of(&self, plan: &Plan) -> Result<Vec<Lease>> {
        let text = read_leases(&self.host.files(&plan.bridge)).await?;
        let now = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0, |d| d.as_secs());
        let mut leases = parse_leases(&text);
        leases.retain(|l| l.expiry == 0 || l.expiry > now);
        Ok(leases)
    }
}

/// Length of the prefix of the subnet that a leased address is in.
pub(super) fn prefix_of(lease: &Lease, plan: &Plan) -> u32 {
    let subnet = plan.addresses.iter().find(|net| net.contains(&lease.ip));
    subnet.map_or(0, |net| u32::from(net.prefix_len()))
}

fn told(lease: Lease, plan: &Plan) -> NetworkDhcpLease {
    let kind = if lease.ip.is_ipv4() {
        IpAddrType::Ipv4
    } else {
        IpAddrType::Ipv6
    };
    let prefix = prefix_of(&lease, plan);
    NetworkDhcpLease {
        iface: plan.bridge.to_string(),
        expirytime: i64::try_from(lease.expiry).unwrap_or(i64::MAX),
        kind: kind.raw(),
        mac: lease.mac.map(|mac| mac.to_string()),
        iaid: lease.iaid,
        ipaddr: lease.ip.to_string(),
        prefix,
        hostname: lease.hostname,
        clientid: lease.client_id,
    }
}
