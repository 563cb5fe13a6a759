//! What a definition gets that it does not say: identity, bridge, MAC address. And what this driver
//! refuses at definition. Pure but for the random numbers.

use crate::error::{Error, Result};
use crate::host::check_limits;
use crate::plan::{Means, limits, vlans};
use ferrovirt_schema::network::{Bridge, Mac, MacAddress, Network};
use ferrovirt_types::ifname::IfName;
use ferrovirt_types::mac::MacAddr;
use ferrovirt_xml::YesNo;
use uuid::Uuid;

/// Names of bridges that nobody named begin so; a number follows.
const BRIDGE_PREFIX: &str = "virbr";
/// Numbers that are tried.
const BRIDGES: u32 = 65_536;

/// Completes a document. `bridge_taken` tells whether a network or the host has an interface of that
/// name; a network has the one in its own definition.
pub(crate) fn complete(network: &mut Network, bridge_taken: impl Fn(&str) -> bool) -> Result<()> {
    network.uuid.get_or_insert_with(Uuid::new_v4);
    if !network.has_own_bridge() {
        return Ok(());
    }
    if network.bridge_name().is_none() {
        let free = (0..BRIDGES)
            .map(|n| format!("{BRIDGE_PREFIX}{n}"))
            .find(|name| !bridge_taken(name));
        let name = free.ok_or(Error::NoFreeName { pattern: "virbrN" })?;
        network.bridge.get_or_insert_with(Bridge::default).name = Some(name);
    }
    if let Some(bridge) = &mut network.bridge {
        bridge.complete();
    }
    network.mac.get_or_insert_with(|| MacAddress {
        address: Mac(MacAddr::random(MacAddr::GUEST_PREFIX)),
    });
    Ok(())
}

/// Refuses what could never be started as it is written.
pub(crate) fn validate(network: &Network) -> Result<()> {
    let name = &network.name;
    let unsupported = |what: String| {
        Err(Error::Unsupported {
            network: name.clone(),
            what,
        })
    };
    if let Some(Err(e)) = network.bridge_name().map(str::parse::<IfName>) {
        return Err(Error::Invalid {
            network: name.clone(),
            what: e.to_string(),
        });
    }
    for vlan in network.portgroups.iter().map(|group| &group.vlan) {
        vlans(name, vlan.as_ref())?;
    }
    if !network.has_own_bridge() {
        let mode = network.mode();
        let alien = [
            ("ip", !network.ips.is_empty()),
            ("dns", network.dns.is_some()),
            ("domain", network.domain.is_some()),
            ("mac", network.mac.is_some()),
            ("route", !network.routes.is_empty()),
        ];
        return match alien.iter().find(|(_, there)| *there) {
            Some((element, _)) => unsupported(format!(
                "<{element}> needs a bridge of the network's own, not mode='{mode}'"
            )),
            None => Ok(()),
        };
    }
    for (family, v6) in [("IPv4", false), ("IPv6", true)] {
        let of_family = |ip: &&ferrovirt_schema::network::Ip| ip.address.is_some_and(|a| a.0.is_ipv6() == v6);
        if network
            .ips
            .iter()
            .filter(of_family)
            .filter(|ip| ip.dhcp.is_some())
            .count()
            > 1
        {
            return unsupported(format!(
                "<dhcp> is there for more than one {family} <ip>; only one can serve it"
            ));
        }
    }
    if network.vlan.is_some() || network.portgroups.iter().any(|group| group.vlan.is_some()) {
        let what = "<vlan> element specified, but this type of network doesn't support vlan configuration: use \
                    mode='bridge' with a bridge of the host that filters VLANs";
        return unsupported(what.to_owned());
    }
    if network
        .portgroups
        .iter()
        .filter(|group| group.default == Some(YesNo::Yes))
        .count()
        > 1
    {
        return unsupported("more than one <portgroup> is the default".to_owned());
    }
    let groups = network.portgroups.iter().map(|group| &group.bandwidth);
    for bandwidth in groups.chain([&network.bandwidth]) {
        let rates = limits(bandwidth.as_ref());
        if [rates.inbound, rates.outbound]
            .into_iter()
            .flatten()
            .any(|rate| rate.floor.is_some())
        {
            return unsupported(
                "floor attribute is not supported for this config: only an interface has it".to_owned(),
            );
        }
    }
    check_limits(name, &limits(network.bandwidth.as_ref()))?;
    for group in &network.portgroups {
        check_limits(name, &limits(group.bandwidth.as_ref()))?;
    }
    Means::of(network).map(|_| ())
}
