//! Rule sets as other programs leave them on hosts: some as Docker, ufw and firewalld write them, the rest
//! made up at random from what such rules consist of.

use crate::harness::random::Random;

/// Rules, and how they are put in place.
pub enum Rules {
    Nft(String),
    Iptables(String),
}

/// Rule sets of the kinds that hosts have.
pub fn known() -> Vec<(&'static str, Rules)> {
    vec![
        ("nothing", Rules::Nft(String::new())),
        (
            "docker",
            Rules::Iptables(
                "*filter\n:INPUT ACCEPT\n:FORWARD DROP\n:OUTPUT ACCEPT\n:DOCKER - \n:DOCKER-USER -\n\
                 -A FORWARD -j DOCKER-USER\n-A FORWARD -o docker0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n\
                 -A FORWARD -o docker0 -j DOCKER\n-A FORWARD -i docker0 ! -o docker0 -j ACCEPT\n\
                 -A DOCKER-USER -j RETURN\nCOMMIT\n"
                    .to_owned(),
            ),
        ),
        (
            "docker, let through",
            Rules::Iptables(
                "*filter\n:INPUT ACCEPT\n:FORWARD DROP\n:OUTPUT ACCEPT\n:DOCKER-USER -\n-A FORWARD -j DOCKER-USER\n\
                 -A DOCKER-USER -i fvn0 -j ACCEPT\n\
                 -A DOCKER-USER -o fvn0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n\
                 -A DOCKER-USER -j RETURN\nCOMMIT\n"
                    .to_owned(),
            ),
        ),
        (
            "ufw",
            Rules::Iptables(
                "*filter\n:INPUT DROP\n:FORWARD DROP\n:OUTPUT ACCEPT\n:ufw-before-input -\n:ufw-user-input -\n\
                 :ufw-not-local -\n-A INPUT -j ufw-before-input\n-A ufw-before-input -i lo -j ACCEPT\n\
                 -A ufw-before-input -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n\
                 -A ufw-before-input -m conntrack --ctstate INVALID -j DROP\n\
                 -A ufw-before-input -p udp -m udp --sport 67 --dport 68 -j ACCEPT\n\
                 -A ufw-before-input -j ufw-not-local\n-A ufw-not-local -m addrtype --dst-type LOCAL -j RETURN\n\
                 -A ufw-not-local -m addrtype --dst-type MULTICAST -j RETURN\n\
                 -A ufw-not-local -m addrtype --dst-type BROADCAST -j RETURN\n-A ufw-not-local -j DROP\n\
                 -A ufw-before-input -j ufw-user-input\n-A ufw-user-input -p tcp -m tcp --dport 22 -j ACCEPT\nCOMMIT\n"
                    .to_owned(),
            ),
        ),
        (
            "firewalld",
            Rules::Nft(
                "table inet firewalld {\n chain filter_INPUT { type filter hook input priority filter + 10; policy accept;\n\
                 ct state { established, related } accept\n iifname \"lo\" accept\n ct state invalid drop\n\
                 jump zones_in\n reject with icmpx admin-prohibited\n }\n\
                 chain zones_in { iifname \"fvn0\" goto zone_libvirt\n goto zone_public\n }\n\
                 chain zone_libvirt { meta l4proto udp udp dport { 53, 67, 547 } accept\n tcp dport { 22, 53 } accept\n }\n\
                 chain zone_public { tcp dport 22 accept\n }\n\
                 chain filter_FORWARD { type filter hook forward priority filter + 10; policy accept;\n\
                 ct state vmap { established : accept, related : accept, invalid : drop }\n\
                 ct status dnat accept\n iifname \"fvn0\" accept\n reject with icmpx admin-prohibited\n }\n}\n"
                    .to_owned(),
            ),
        ),
        (
            "a blacklist",
            Rules::Nft(
                "table ip guard {\n set bad { type ipv4_addr; flags interval; elements = { 10.71.0.0/28, 203.0.113.7 } }\n\
                 chain raw { type filter hook prerouting priority raw; policy accept; ip saddr @bad drop; }\n}\n"
                    .to_owned(),
            ),
        ),
    ]
}

/// A rule set at random.
pub fn random(random: &mut Random) -> Rules {
    if random.below(4) == 0 {
        iptables(random)
    } else {
        nft(random)
    }
}

fn pick<'a>(random: &mut Random, from: &[&'a str]) -> &'a str {
    let at = usize::try_from(random.below(from.len() as u64)).unwrap_or(0);
    from.get(at).copied().unwrap_or_default()
}

const MATCHES: &[&str] = &[
    "iifname \"fvn0\"",
    "oifname \"fvn0\"",
    "iifname != \"fvn0\"",
    "oifname \"up0\"",
    "iifname \"up0\"",
    "iifname \"fvn*\"",
    "oifname { \"docker0\", \"up0\" }",
    "ip saddr 10.71.0.0/24",
    "ip daddr 10.71.0.0/24",
    "ip saddr 10.71.0.2",
    "ip daddr 192.0.2.0/24",
    "ip daddr != 10.0.0.0/8",
    "ip saddr 10.71.0.1-10.71.0.9",
    "ip saddr @known",
    "ip daddr @known",
    "udp dport 53",
    "udp dport { 53, 67 }",
    "udp dport != 53",
    "udp sport 67",
    "tcp dport 443",
    "tcp dport { 22, 80-90, 443 }",
    "tcp dport < 100",
    "tcp dport >= 100",
    "th dport { 22, 53, 67, 443 }",
    "meta l4proto tcp",
    "meta l4proto { tcp, udp }",
    "ip protocol udp",
    "ct state new",
    "ct state established,related",
    "ct state { established, related }",
    "ct state != established",
    "meta mark 7",
    "meta mark and 0x3 == 0x3",
    "fib daddr type local",
    "fib daddr type { broadcast, multicast }",
    "meta pkttype broadcast",
    "meta nfproto ipv4",
    "meta l4proto . th dport { tcp . 443, udp . 53 }",
    "limit rate 1000/second",
];

/// Matches that tables of one family alone do not have.
fn fits(text: &str, family: &str) -> bool {
    family == "inet" || !text.contains("nfproto")
}

fn rule(random: &mut Random, family: &str, targets: &[&str]) -> String {
    let mut text = String::new();
    for _ in 0..random.below(3) {
        let one = pick(random, MATCHES);
        if fits(one, family) {
            text.push_str(one);
            text.push(' ');
        }
    }
    let verdict = match random.below(12) {
        0..=3 => "accept".to_owned(),
        4..=5 => "drop".to_owned(),
        6 => "counter reject".to_owned(),
        7 if !targets.is_empty() => format!("goto {}", pick(random, targets)),
        8 if !targets.is_empty() => format!("jump {}", pick(random, targets)),
        9 => "meta mark set 7".to_owned(),
        10 => "ct state vmap { established : accept, related : accept, invalid : drop }".to_owned(),
        11 => "return".to_owned(),
        _ => "counter accept".to_owned(),
    };
    text + &verdict
}

fn nft(random: &mut Random) -> Rules {
    let mut script = String::new();
    for table in 0..=random.below(2) {
        let family = pick(random, &["inet", "ip"]);
        script.push_str(&format!(
            "table {family} other{table} {{\n set known {{ type ipv4_addr; flags interval; elements = {{ 10.71.0.2, 198.51.100.0/24 }} }}\n"
        ));
        let mut chains: Vec<&str> = Vec::new();
        for name in ["deep", "sub"] {
            script.push_str(&format!(" chain {name} {{\n"));
            for _ in 0..random.below(3) {
                // Without reject, which some hooks do not have.
                let line = rule(random, family, &chains).replace("counter reject", "drop");
                script.push_str(&format!("  {line}\n"));
            }
            script.push_str(" }\n");
            chains.push(name);
        }
        for number in 0..=random.below(2) {
            let hook = pick(
                random,
                &[
                    "input",
                    "forward",
                    "forward",
                    "output",
                    "prerouting",
                    "postrouting",
                    "input",
                ],
            );
            let priority = pick(random, &["-150", "-10", "0", "10", "50"]);
            let policy = pick(random, &["accept", "accept", "accept", "drop"]);
            script.push_str(&format!(
                " chain base{number} {{ type filter hook {hook} priority {priority}; policy {policy};\n"
            ));
            for _ in 0..random.below(5) {
                let mut line = rule(random, family, &chains);
                if matches!(hook, "prerouting" | "postrouting") {
                    line = line.replace("counter reject", "drop");
                }
                // The kernel refuses to ask for what a packet cannot have at a hook.
                let out = matches!(hook, "input" | "prerouting") && line.contains("oifname");
                let into = matches!(hook, "output") && line.contains("iifname");
                if !out && !into {
                    script.push_str(&format!("  {line}\n"));
                }
            }
            script.push_str(" }\n");
        }
        script.push_str("}\n");
    }
    Rules::Nft(script)
}

const OLD: &[&str] = &[
    "-i fvn0",
    "-o fvn0",
    "! -i fvn0",
    "-s 10.71.0.0/24",
    "-d 10.71.0.0/24",
    "! -d 10.0.0.0/8",
    "-p udp -m udp --dport 53",
    "-p tcp -m multiport --dports 22,443",
    "-p udp -m multiport --dports 53,67:68",
    "-p tcp -m tcp --dport 100:500",
    "-m conntrack --ctstate RELATED,ESTABLISHED",
    "-m state --state NEW",
    "-m addrtype --dst-type LOCAL",
    "-m comment --comment \"some words\"",
    "-p tcp",
];

fn iptables(random: &mut Random) -> Rules {
    let policy = |random: &mut Random| if random.below(4) == 0 { "DROP" } else { "ACCEPT" };
    let mut text = format!(
        "*filter\n:INPUT {}\n:FORWARD {}\n:OUTPUT {}\n:mine -\n",
        policy(random),
        policy(random),
        policy(random)
    );
    for chain in ["mine", "INPUT", "FORWARD", "OUTPUT"] {
        for _ in 0..random.below(4) {
            let one = pick(random, OLD);
            let impossible =
                (chain == "INPUT" && one.contains("-o ")) || (chain == "OUTPUT" && one.contains("-i "));
            let target = pick(random, &["ACCEPT", "DROP", "REJECT", "RETURN", "mine", "LOG"]);
            if impossible || (chain == "mine" && (target == "mine" || one.contains("fvn0"))) {
                continue;
            }
            text.push_str(&format!("-A {chain} {one} -j {target}\n"));
        }
    }
    text.push_str("COMMIT\n");
    Rules::Iptables(text)
}
