//! From rules to the text that `nft -f` reads. Pure.
//!
//! One table of family `inet` a network, with three chains:
//! - `input`: what guests need of the host. An accept in one table does not lift a drop in another, so
//!   this tells whoever reads the rule set what else to allow.
//! - `forward`: guests among themselves, guests and the world; the rest of the bridge is rejected.
//! - `postrouting`: translation, with multicast, broadcast and the network itself left out.

use crate::rules::{Mode, Nat, Rules};
use ferrovirt_types::ifname::IfName;
use ipnet::IpNet;
use std::fmt::{self, Write};

/// How the names of all our tables begin; the name of the bridge follows.
pub const TABLE_PREFIX: &str = "ferrovirt_";

/// Destinations that IPv4 translation leaves alone: link-local multicast and broadcast.
const V4_UNTRANSLATED: [&str; 2] = ["224.0.0.0/24", "255.255.255.255"];
/// The same for IPv6.
const V6_UNTRANSLATED: [&str; 1] = ["ff02::/16"];

impl Rules {
    /// Name of the table of the network on `bridge`.
    pub fn table(bridge: &IfName) -> String {
        format!("{TABLE_PREFIX}{bridge}")
    }

    /// A transaction that makes the table, and fails when there is one of its name.
    pub fn install_script(&self) -> String {
        format!("create table inet {}\n{}", Self::table(&self.bridge), self.body())
    }

    /// A transaction that puts the table in place of one that is there or not. The kernel needs several
    /// times longer for it than for [`Rules::install_script`].
    pub fn replace_script(&self) -> String {
        format!("{}{}", Self::remove_script(&self.bridge), self.body())
    }

    fn body(&self) -> String {
        let table = Self::table(&self.bridge);
        let mut s = String::new();
        // Writing to a string does not fail.
        let _ = writeln!(s, "table inet {table} {{");
        let _ = self.input(&mut s);
        let _ = self.forward(&mut s);
        if let Mode::Nat(nat) = &self.mode {
            let _ = self.postrouting(&mut s, nat);
        }
        s.push_str("}\n");
        s
    }

    /// A transaction that takes the table away, and succeeds when there is none.
    pub fn remove_script(bridge: &IfName) -> String {
        let table = Self::table(bridge);
        // Adding makes the removal succeed in any case.
        format!("add table inet {table}\ndelete table inet {table}\n")
    }

    fn input(&self, s: &mut String) -> fmt::Result {
        let b = &self.bridge;
        writeln!(s, "\tchain input {{")?;
        writeln!(s, "\t\ttype filter hook input priority filter; policy accept;")?;
        writeln!(
            s,
            "\t\tiifname \"{b}\" meta l4proto {{ tcp, udp }} th dport 53 accept"
        )?;
        writeln!(s, "\t\tiifname \"{b}\" udp dport {{ 67, 69, 547 }} accept")?;
        writeln!(s, "\t}}")
    }

    fn forward(&self, s: &mut String) -> fmt::Result {
        let b = &self.bridge;
        writeln!(s, "\tchain forward {{")?;
        writeln!(s, "\t\ttype filter hook forward priority filter; policy accept;")?;
        writeln!(s, "\t\tiifname \"{b}\" oifname \"{b}\" accept")?;
        for net in self.subnets.iter().chain(&self.routed) {
            let (family, net) = (family(net), net.trunc());
            let translated = matches!(&self.mode, Mode::Nat(nat) if nat.translates(&net));
            let answers = if translated {
                "ct state established,related "
            } else {
                ""
            };
            match &self.mode {
                Mode::Isolated => {}
                Mode::Routed | Mode::Nat(_) => {
                    let (from, to) = (self.devices("iifname"), self.devices("oifname"));
                    writeln!(
                        s,
                        "\t\t{from}oifname \"{b}\" {family} daddr {net} {answers}accept"
                    )?;
                    writeln!(s, "\t\tiifname \"{b}\" {to}{family} saddr {net} accept")?;
                }
            }
        }
        writeln!(s, "\t\tiifname \"{b}\" reject")?;
        writeln!(s, "\t\toifname \"{b}\" reject")?;
        writeln!(s, "\t}}")
    }

    fn postrouting(&self, s: &mut String, nat: &Nat) -> fmt::Result {
        writeln!(s, "\tchain postrouting {{")?;
        writeln!(s, "\t\ttype nat hook postrouting priority srcnat; policy accept;")?;
        for net in self.subnets.iter().filter(|net| nat.translates(net)) {
            let (family, net) = (family(net), net.trunc());
            let untranslated: &[&str] = if net.addr().is_ipv4() {
                &V4_UNTRANSLATED
            } else {
                &V6_UNTRANSLATED
            };
            for destination in untranslated {
                writeln!(s, "\t\t{family} saddr {net} {family} daddr {destination} return")?;
            }
            let leaving = format!(
                "{family} saddr {net} {family} daddr != {net} {}",
                self.devices("oifname")
            );
            let (any, ports) = nat.targets(&net);
            writeln!(s, "\t\t{leaving}meta l4proto {{ tcp, udp }} {ports}")?;
            writeln!(s, "\t\t{leaving}{any}")?;
        }
        writeln!(s, "\t}}")
    }

    /// A match of the outgoing or incoming interface, where the network is bound to some.
    fn devices(&self, key: &str) -> String {
        match self.devices.as_slice() {
            [] => String::new(),
            [one] => format!("{key} \"{one}\" "),
            many => {
                let quoted: Vec<String> = many.iter().map(|d| format!("\"{d}\"")).collect();
                format!("{key} {{ {} }} ", quoted.join(", "))
            }
        }
    }
}

impl Nat {
    fn translates(&self, net: &IpNet) -> bool {
        net.addr().is_ipv4() || self.ipv6
    }

    /// The translation of any packet, and of those that have ports.
    fn targets(&self, net: &IpNet) -> (String, String) {
        let ports = format!("{}-{}", self.ports.first, self.ports.last);
        match self.addresses.filter(|_| net.addr().is_ipv4()) {
            None => ("masquerade".to_owned(), format!("masquerade to :{ports}")),
            Some(a) if a.first == a.last => (
                format!("snat ip to {}", a.first),
                format!("snat ip to {}:{ports}", a.first),
            ),
            Some(a) => {
                let range = format!("{}-{}", a.first, a.last);
                (
                    format!("snat ip to {range}"),
                    format!("snat ip to {range}:{ports}"),
                )
            }
        }
    }
}

fn family(net: &IpNet) -> &'static str {
    if net.addr().is_ipv4() { "ip" } else { "ip6" }
}
