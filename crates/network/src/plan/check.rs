//! What could be written down but not run: parts that are right alone and contradict each other. Checked
//! before a start and before a change of what runs. Pure.

use super::{Plan, Subnet};
use crate::error::{Error, Result};
use ipnet::IpNet;
use std::collections::HashSet;
use std::fmt::Display;
use std::hash::Hash;

/// Smallest packet that IPv4 and, where there is IPv6, IPv6 work with: RFC 791 and RFC 8200.
const LEAST_MTU: (u32, u32) = (68, 1280);

/// Refuses a plan that contradicts itself.
pub(crate) fn check(plan: &Plan) -> Result<()> {
    let fail = |what: String| {
        Err(Error::Invalid {
            network: plan.name.clone(),
            what,
        })
    };
    for (n, a) in plan.addresses.iter().enumerate() {
        if let Some(b) = plan.addresses.iter().skip(n + 1).find(|b| meet(a, b)) {
            return fail(format!(
                "the subnets {} and {} overlap; give each its own",
                a.trunc(),
                b.trunc()
            ));
        }
    }
    for route in &plan.routes {
        if !plan.addresses.iter().any(|net| net.contains(&route.gateway)) {
            return fail(format!(
                "the gateway {} of the route to {} is in none of the network's subnets",
                route.gateway, route.destination
            ));
        }
    }
    let least = if plan.has_ipv6() { LEAST_MTU.1 } else { LEAST_MTU.0 };
    if let Some(mtu) = plan.options.mtu.filter(|mtu| *mtu < least) {
        return fail(format!("an MTU of {mtu} bytes is less than {least}"));
    }
    if let Some(mac) = plan.options.mac.filter(|mac| mac.is_multicast()) {
        return fail(format!(
            "{mac} is the address of a group: a bridge cannot have it"
        ));
    }
    for subnet in plan.service.iter().flat_map(|service| &service.subnets) {
        if let Err(what) = check_subnet(subnet) {
            return fail(what);
        }
    }
    Ok(())
}

fn meet(a: &IpNet, b: &IpNet) -> bool {
    a.contains(&b.network()) || b.contains(&a.network())
}

fn check_subnet(subnet: &Subnet) -> Result<(), String> {
    for (n, a) in subnet.ranges.iter().enumerate() {
        if let Some(b) = subnet
            .ranges
            .iter()
            .skip(n + 1)
            .find(|b| a.start <= b.end && b.start <= a.end)
        {
            return Err(format!(
                "the ranges {} - {} and {} - {} overlap",
                a.start, a.end, b.start, b.end
            ));
        }
    }
    let hosts = &subnet.hosts;
    unique("the MAC address", hosts.iter().filter_map(|h| h.mac))?;
    unique("the address", hosts.iter().filter_map(|h| h.ip))?;
    unique("the name", hosts.iter().filter_map(|h| h.name.as_deref()))?;
    unique("the id", hosts.iter().filter_map(|h| h.id.as_deref()))?;
    match hosts.iter().find(|h| h.ip == Some(subnet.address.addr())) {
        Some(_) => Err(format!(
            "a <host> of DHCP has the host's own address {}",
            subnet.address.addr()
        )),
        None => Ok(()),
    }
}

fn unique<T: Eq + Hash + Display>(what: &str, all: impl Iterator<Item = T>) -> Result<(), String> {
    let mut seen = HashSet::new();
    for one in all {
        if let Some(twice) = seen.replace(one) {
            return Err(format!(
                "{what} '{twice}' is there twice among the <host>s of DHCP"
            ));
        }
    }
    Ok(())
}
