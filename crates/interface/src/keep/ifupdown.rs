//! Files of ifupdown: interfaces(5), bridge-utils-interfaces(5), and the options of ifenslave and vlan.

use crate::plan::{FamilyPlan, Kind, Plan};
use ferrovirt_schema::common::ip::Family;
use std::collections::BTreeMap;
use std::fmt::Write;

pub(super) const FOLDER: &str = "etc/network/interfaces.d";
pub(super) const PREFIX: &str = "ferrovirt-";

pub(super) fn files(plans: &[Plan]) -> BTreeMap<String, String> {
    plans
        .iter()
        .map(|plan| {
            // Files with other characters in their names are passed over by ifupdown.
            let name = plan
                .name
                .as_str()
                .replace(|c: char| !c.is_ascii_alphanumeric() && c != '-', "_");
            (format!("{PREFIX}{name}"), file(plan))
        })
        .collect()
}

fn file(plan: &Plan) -> String {
    let name = &plan.name;
    let mut text = format!("# Kept by Ferrovirt as the interface {name}; changes are overwritten.\n");
    if plan.on_boot {
        line(&mut text, format_args!("auto {name}"));
    }
    let mut first = true;
    for family in &plan.families {
        for (method, address) in stanzas(family) {
            line(
                &mut text,
                format_args!("iface {name} {} {method}", inet(family.family)),
            );
            if let Some((address, gateway)) = address {
                line(&mut text, format_args!("    address {address}"));
                if let Some(gateway) = gateway {
                    line(&mut text, format_args!("    gateway {gateway}"));
                }
            }
            if std::mem::take(&mut first) {
                options(&mut text, plan);
            }
        }
    }
    if first {
        line(&mut text, format_args!("iface {name} inet manual"));
        options(&mut text, plan);
    }
    text
}

type Stanza = (&'static str, Option<(String, Option<String>)>);

/// A method for each stanza of a family, with an address and the gateway of the first one.
fn stanzas(family: &FamilyPlan) -> Vec<Stanza> {
    let mut all: Vec<Stanza> = Vec::new();
    if family.dhcp {
        all.push(("dhcp", None));
    } else if family.autoconf {
        all.push(("auto", None));
    }
    for (index, address) in family.addresses.iter().enumerate() {
        let gateway = family
            .gateway
            .filter(|_| index == 0)
            .map(|gateway| gateway.to_string());
        all.push(("static", Some((address.to_string(), gateway))));
    }
    all
}

fn inet(family: Family) -> &'static str {
    match family {
        Family::Ipv4 => "inet",
        Family::Ipv6 => "inet6",
    }
}

fn options(text: &mut String, plan: &Plan) {
    if let Some(mac) = plan.mac {
        line(text, format_args!("    hwaddress ether {mac}"));
    }
    if let Some(mtu) = plan.mtu {
        line(text, format_args!("    mtu {mtu}"));
    }
    let names = || {
        let ports = plan.kind.below();
        ports
            .iter()
            .map(|port| port.as_str())
            .collect::<Vec<_>>()
            .join(" ")
    };
    match &plan.kind {
        Kind::Ethernet => {}
        Kind::Bridge { stp, delay, ports } => {
            let ports = if ports.is_empty() {
                "none".to_owned()
            } else {
                names()
            };
            line(text, format_args!("    bridge_ports {ports}"));
            line(
                text,
                format_args!("    bridge_stp {}", if *stp { "on" } else { "off" }),
            );
            line(text, format_args!("    bridge_fd {delay}"));
        }
        Kind::Bond {
            mode,
            miimon,
            arp,
            ports,
        } => {
            let ports = if ports.is_empty() {
                "none".to_owned()
            } else {
                names()
            };
            line(text, format_args!("    bond-slaves {ports}"));
            line(text, format_args!("    bond-mode {mode}"));
            if let Some([interval, up, down]) = miimon {
                line(text, format_args!("    bond-miimon {interval}"));
                line(text, format_args!("    bond-updelay {up}"));
                line(text, format_args!("    bond-downdelay {down}"));
            }
            if let Some((interval, target)) = arp {
                line(text, format_args!("    bond-arp-interval {interval}"));
                line(text, format_args!("    bond-arp-ip-target {target}"));
            }
        }
        Kind::Vlan { tag, parent } => {
            line(text, format_args!("    vlan-raw-device {parent}"));
            line(text, format_args!("    vlan-id {tag}"));
        }
    }
}

fn line(text: &mut String, line: std::fmt::Arguments<'_>) {
    // Writing into a string does not fail.
    let _ = writeln!(text, "{line}");
}

#[cfg(test)]
mod tests {
    #[test]
    fn stanzas_say_what_is_defined() {
        let files = super::files(&crate::keep::tests::sample());
        let names: Vec<&str> = files.keys().map(String::as_str).collect();
        assert_eq!(
            names,
            [
                "ferrovirt-bond0",
                "ferrovirt-br0",
                "ferrovirt-eth9",
                "ferrovirt-eth9_5"
            ]
        );
        let bridge = &files["ferrovirt-br0"];
        assert!(
            bridge.contains(
                "auto br0\niface br0 inet static\n    address 192.0.2.1/24\n    gateway 192.0.2.254\n    mtu 1400\n    \
                 bridge_ports eth0\n    bridge_stp on\n    bridge_fd 2\niface br0 inet6 static\n    address 2001:db8::1/64\n"
            ),
            "{bridge}"
        );
        assert!(files["ferrovirt-bond0"].contains("bond-slaves eth1 eth2\n    bond-mode active-backup"));
        assert!(files["ferrovirt-eth9"].contains("iface eth9 inet dhcp"));
        assert!(files["ferrovirt-eth9_5"].contains("iface eth9.5 inet6 auto\n    vlan-raw-device eth9"));
    }
}
