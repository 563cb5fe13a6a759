//! Files of systemd-networkd: systemd.netdev(5) and systemd.network(5).

use crate::plan::{Kind, Plan};
use std::collections::BTreeMap;
use std::fmt::Write;

pub(super) const FOLDER: &str = "etc/systemd/network";
/// Before the files of most others, so that ours decide.
pub(super) const PREFIX: &str = "05-ferrovirt-";

const HEAD: &str = "# Kept by Ferrovirt; changes are overwritten.\n";

pub(super) fn files(plans: &[Plan]) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    for plan in plans {
        if plan.kind.is_made() {
            all.insert(format!("{PREFIX}{}.netdev", plan.name), device(plan));
        }
    }
    // What is said of an interface is one file: the first that matches is the only one.
    let mut names: Vec<&str> = plans.iter().map(|plan| plan.name.as_str()).collect();
    names.extend(
        plans
            .iter()
            .flat_map(|plan| plan.kind.below())
            .map(|name| name.as_str()),
    );
    names.sort_unstable();
    names.dedup();
    for name in names {
        all.insert(format!("{PREFIX}{name}.network"), network(name, plans));
    }
    all
}

fn device(plan: &Plan) -> String {
    let mut text = HEAD.to_owned();
    let kind = match &plan.kind {
        Kind::Ethernet => return text,
        Kind::Bridge { .. } => "bridge",
        Kind::Bond { .. } => "bond",
        Kind::Vlan { .. } => "vlan",
    };
    line(
        &mut text,
        format_args!("[NetDev]\nName={}\nKind={kind}", plan.name),
    );
    if let Some(mac) = plan.mac {
        line(&mut text, format_args!("MACAddress={mac}"));
    }
    if let Some(mtu) = plan.mtu {
        line(&mut text, format_args!("MTUBytes={mtu}"));
    }
    match &plan.kind {
        Kind::Bridge { stp, delay, .. } => {
            let stp = if *stp { "yes" } else { "no" };
            line(
                &mut text,
                format_args!("\n[Bridge]\nSTP={stp}\nForwardDelaySec={delay}"),
            );
        }
        Kind::Bond {
            mode, miimon, arp, ..
        } => {
            line(&mut text, format_args!("\n[Bond]\nMode={mode}"));
            if let Some([interval, up, down]) = miimon {
                line(
                    &mut text,
                    format_args!("MIIMonitorSec={interval}ms\nUpDelaySec={up}ms\nDownDelaySec={down}ms"),
                );
            }
            if let Some((interval, target)) = arp {
                line(
                    &mut text,
                    format_args!("ARPIntervalSec={interval}ms\nARPIPTargets={target}"),
                );
            }
        }
        Kind::Vlan { tag, .. } => line(&mut text, format_args!("\n[VLAN]\nId={tag}")),
        Kind::Ethernet => {}
    }
    text
}

fn network(name: &str, plans: &[Plan]) -> String {
    let mut text = HEAD.to_owned();
    line(&mut text, format_args!("[Match]\nName={name}\n"));
    let own = plans.iter().find(|plan| plan.name.as_str() == name);
    if let Some(plan) = own {
        let managed = if plan.on_boot {
            ""
        } else {
            "ActivationPolicy=manual\n"
        };
        let mac = plan.mac.filter(|_| !plan.kind.is_made());
        let mac = mac.map(|mac| format!("MACAddress={mac}\n")).unwrap_or_default();
        let mtu = plan
            .mtu
            .map(|mtu| format!("MTUBytes={mtu}\n"))
            .unwrap_or_default();
        if !(managed.is_empty() && mac.is_empty() && mtu.is_empty()) {
            line(&mut text, format_args!("[Link]\n{managed}{mac}{mtu}"));
        }
    }
    text.push_str("[Network]\n");
    for plan in plans {
        if !plan.kind.below().iter().any(|below| below.as_str() == name) {
            continue;
        }
        let key = match &plan.kind {
            Kind::Bridge { .. } => "Bridge",
            Kind::Bond { .. } => "Bond",
            Kind::Vlan { .. } => "VLAN",
            Kind::Ethernet => continue,
        };
        line(&mut text, format_args!("{key}={}", plan.name));
    }
    for family in own.into_iter().flat_map(|plan| &plan.families) {
        if family.dhcp {
            line(&mut text, format_args!("DHCP={}", family.family.as_str()));
        }
        if family.autoconf {
            text.push_str("IPv6AcceptRA=yes\n");
        }
        for address in &family.addresses {
            line(&mut text, format_args!("Address={address}"));
        }
        if let Some(gateway) = family.gateway {
            line(&mut text, format_args!("Gateway={gateway}"));
        }
    }
    text
}

fn line(text: &mut String, line: std::fmt::Arguments<'_>) {
    // Writing into a string does not fail.
    let _ = writeln!(text, "{line}");
}

#[cfg(test)]
mod tests {
    #[test]
    fn devices_and_networks_say_what_is_defined() {
        let files = super::files(&crate::keep::tests::sample());
        let file = |name: &str| files[&format!("05-ferrovirt-{name}")].as_str();
        assert!(file("br0.netdev").contains("Kind=bridge") && file("br0.netdev").contains("STP=yes"));
        assert!(
            file("br0.network").contains("Address=192.0.2.1/24\nGateway=192.0.2.254\nAddress=2001:db8::1/64")
        );
        assert!(file("eth0.network").contains("[Network]\nBridge=br0\n"));
        assert!(file("eth1.network").contains("Bond=bond0"));
        // One file for what is defined and carries a VLAN as well.
        assert!(file("eth9.network").contains("VLAN=eth9.5\nDHCP=ipv4"));
        assert!(file("bond0.network").contains("ActivationPolicy=manual"));
    }
}
