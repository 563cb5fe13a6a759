//! Files of NetworkManager: nm-settings-keyfile(5), one for each interface and for each port.

use crate::plan::{FamilyPlan, Kind, Plan};
use ferrovirt_schema::common::ip::Family;
use std::collections::BTreeMap;
use std::fmt::Write;

pub(super) const FOLDER: &str = "etc/NetworkManager/system-connections";
pub(super) const PREFIX: &str = "ferrovirt-";

pub(super) fn files(plans: &[Plan]) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    for plan in plans {
        all.insert(format!("{PREFIX}{}.nmconnection", plan.name), connection(plan));
        let kind = match &plan.kind {
            Kind::Bridge { .. } => "bridge",
            Kind::Bond { .. } => "bond",
            Kind::Ethernet | Kind::Vlan { .. } => continue,
        };
        for port in plan.kind.below() {
            let text = format!(
                "# Kept by Ferrovirt; changes are overwritten.\n[connection]\nid={PREFIX}{port}-port\ntype=ethernet\n\
                 interface-name={port}\nmaster={}\nslave-type={kind}\nautoconnect={}\n",
                plan.name, plan.on_boot
            );
            all.insert(format!("{PREFIX}{port}-port.nmconnection"), text);
        }
    }
    all
}

fn connection(plan: &Plan) -> String {
    let kind = match &plan.kind {
        Kind::Ethernet => "ethernet",
        Kind::Bridge { .. } => "bridge",
        Kind::Bond { .. } => "bond",
        Kind::Vlan { .. } => "vlan",
    };
    let name = &plan.name;
    let mut text = format!(
        "# Kept by Ferrovirt; changes are overwritten.\n[connection]\nid={PREFIX}{name}\ntype={kind}\n\
         interface-name={name}\nautoconnect={}\n",
        plan.on_boot
    );
    if plan.mac.is_some() || plan.mtu.is_some() {
        text.push_str("\n[ethernet]\n");
        if let Some(mac) = plan.mac {
            line(&mut text, format_args!("cloned-mac-address={mac}"));
        }
        if let Some(mtu) = plan.mtu {
            line(&mut text, format_args!("mtu={mtu}"));
        }
    }
    match &plan.kind {
        Kind::Ethernet => {}
        Kind::Bridge { stp, delay, .. } => {
            // Without the protocol there is no delay to have.
            let delay = delay.ceil().clamp(2.0, 30.0);
            line(&mut text, format_args!("\n[bridge]\nstp={stp}"));
            if *stp {
                line(&mut text, format_args!("forward-delay={delay}"));
            }
        }
        Kind::Bond {
            mode, miimon, arp, ..
        } => {
            line(&mut text, format_args!("\n[bond]\nmode={mode}"));
            if let Some([interval, up, down]) = miimon {
                line(
                    &mut text,
                    format_args!("miimon={interval}\nupdelay={up}\ndowndelay={down}"),
                );
            }
            if let Some((interval, target)) = arp {
                line(
                    &mut text,
                    format_args!("arp_interval={interval}\narp_ip_target={target}"),
                );
            }
        }
        Kind::Vlan { tag, parent } => line(&mut text, format_args!("\n[vlan]\nid={tag}\nparent={parent}")),
    }
    for (family, section) in [(Family::Ipv4, "ipv4"), (Family::Ipv6, "ipv6")] {
        let plan = plan.families.iter().find(|plan| plan.family == family);
        line(&mut text, format_args!("\n[{section}]"));
        addresses(&mut text, plan);
    }
    text
}

fn addresses(text: &mut String, plan: Option<&FamilyPlan>) {
    let Some(plan) = plan else {
        text.push_str("method=disabled\n");
        return;
    };
    let asks = plan.dhcp || plan.autoconf;
    let method = match (asks, plan.addresses.is_empty()) {
        (true, _) => "auto",
        (false, false) => "manual",
        (false, true) => "disabled",
    };
    line(text, format_args!("method={method}"));
    for (index, address) in plan.addresses.iter().enumerate() {
        line(text, format_args!("address{}={address}", index + 1));
    }
    if let Some(gateway) = plan.gateway {
        line(text, format_args!("gateway={gateway}"));
    }
}

fn line(text: &mut String, line: std::fmt::Arguments<'_>) {
    // Writing into a string does not fail.
    let _ = writeln!(text, "{line}");
}

#[cfg(test)]
mod tests {
    #[test]
    fn connections_say_what_is_defined() {
        let files = super::files(&crate::keep::tests::sample());
        let bridge = &files["ferrovirt-br0.nmconnection"];
        assert!(
            bridge.contains("[ipv4]\nmethod=manual\naddress1=192.0.2.1/24\ngateway=192.0.2.254\n"),
            "{bridge}"
        );
        assert!(bridge.contains("stp=true\nforward-delay=2\n"), "{bridge}");
        assert!(files["ferrovirt-eth0-port.nmconnection"].contains("master=br0\nslave-type=bridge"));
        let vlan = &files["ferrovirt-eth9.5.nmconnection"];
        assert!(
            vlan.contains("[ipv4]\nmethod=disabled\n\n[ipv6]\nmethod=auto\n"),
            "{vlan}"
        );
    }
}
