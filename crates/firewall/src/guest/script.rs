//! From a filter to the text that `nft -f` reads. Pure.

use super::model::{Base, Field, GuestFilter, Learn, LearnedField, State, Step, Test, Verdict};
use crate::TABLE_PREFIX;
use ferrovirt_types::ifname::IfName;
use std::fmt::{self, Display, Formatter, Write};

/// What the names of these tables begin with after [`TABLE_PREFIX`].
const GUEST: &str = "guest_";
/// Most senders whose connections are counted for one limit.
const SENDERS: u32 = 65_535;

impl GuestFilter {
    /// Name of the table for a device.
    pub fn table(device: &IfName) -> String {
        format!("{TABLE_PREFIX}{GUEST}{device}")
    }

    /// A transaction that takes the table away, and succeeds when there is none.
    pub fn remove_script(device: &IfName) -> String {
        let table = Self::table(device);
        format!("add table bridge {table}\ndelete table bridge {table}\n")
    }

    /// A transaction that puts the table in the place of one that is there or not. Without `reject`,
    /// rejected packets are dropped: not every kernel answers on a bridge.
    pub fn install_script(&self, reject: bool) -> String {
        let mut s = Self::remove_script(&self.device);
        if !self.is_empty() {
            // Writing to a string does not fail.
            let _ = self.body(&mut s, reject);
        }
        s
    }

    fn body(&self, s: &mut String, reject: bool) -> fmt::Result {
        let device = &self.device;
        writeln!(s, "table bridge {} {{", Self::table(device))?;
        self.learned_set(s)?;
        self.counting_sets(s)?;
        for (name, stage) in self.stages() {
            let out = name.ends_with("_out");
            if stage.root.is_empty() && !(name.starts_with("frames") && self.learn.is_some()) {
                continue;
            }
            for chain in &stage.chains {
                writeln!(s, "\tchain {name}_{} {{", chain.label)?;
                steps(s, name, &chain.steps, reject && out)?;
                writeln!(s, "\t}}")?;
            }
            writeln!(s, "\tchain {name} {{")?;
            self.learning(s, name)?;
            steps(s, name, &stage.root, reject && out)?;
            writeln!(s, "\t}}")?;
            // Connections are known from -200 on.
            let priority = if name.starts_with("frames") { -190 } else { -180 };
            let (hook, key) = if out {
                ("prerouting", "iifname")
            } else {
                ("postrouting", "oifname")
            };
            writeln!(s, "\tchain {name}_hook {{")?;
            writeln!(
                s,
                "\t\ttype filter hook {hook} priority {priority}; policy accept;"
            )?;
            writeln!(s, "\t\t{key} \"{device}\" jump {name}")?;
            writeln!(s, "\t}}")?;
        }
        writeln!(s, "}}")
    }

    fn learned_set(&self, s: &mut String) -> fmt::Result {
        let shape = match self.learn {
            None => return Ok(()),
            Some(Learn::First) => "flags dynamic; size 1;",
            // A lease that is not renewed for a day is somebody else's.
            Some(Learn::Dhcp { .. }) => "flags dynamic,timeout; size 16; timeout 1d;",
        };
        write!(s, "\tset learned {{ type ipv4_addr; {shape}")?;
        if !self.learned.is_empty() {
            let known: Vec<String> = self.learned.iter().map(ToString::to_string).collect();
            write!(s, " elements = {{ {} }};", known.join(", "))?;
        }
        writeln!(s, " }}")
    }

    /// Where senders' connections are counted: a set for each such test.
    fn counting_sets(&self, s: &mut String) -> fmt::Result {
        for test in self.steps().flat_map(|step| &step.tests) {
            if let Test::Connections { set, ipv6, .. } = test {
                let kind = if *ipv6 { "ipv6_addr" } else { "ipv4_addr" };
                writeln!(s, "\tset {set} {{ type {kind}; flags dynamic; size {SENDERS}; }}")?;
            }
        }
        Ok(())
    }

    /// The rules by which the kernel learns.
    fn learning(&self, s: &mut String, stage: &str) -> fmt::Result {
        match (self.learn, stage) {
            (Some(Learn::First), "frames_out") => {
                let sender = format!("ether saddr {}", self.mac);
                writeln!(s, "\t\t{sender} ip saddr != 0.0.0.0 add @learned {{ ip saddr }}")?;
                writeln!(
                    s,
                    "\t\t{sender} arp saddr ip != 0.0.0.0 add @learned {{ arp saddr ip }}"
                )
            }
            (Some(Learn::Dhcp { server }), "frames_in") => {
                let server = server.map_or(String::new(), |ip| format!("ip saddr {ip} "));
                // An answer (2) for this hardware address, and the address in it.
                let mac = Hex(u128::from(u64::from_be_bytes(padded(self.mac.0))));
                writeln!(
                    s,
                    "\t\tether type ip {server}udp sport 67 udp dport 68 @th,64,8 2 @th,288,48 {mac} \
                     @th,192,32 != 0x0 update @learned {{ @th,192,32 }}"
                )
            }
            _ => Ok(()),
        }
    }
}

fn padded([a, b, c, d, e, f]: [u8; 6]) -> [u8; 8] {
    [0, 0, a, b, c, d, e, f]
}

fn steps(s: &mut String, stage: &str, steps: &[Step], reject: bool) -> fmt::Result {
    for step in steps {
        s.push_str("\t\t");
        for test in &step.tests {
            write!(s, "{test} ")?;
        }
        match &step.verdict {
            Verdict::Accept => writeln!(s, "accept")?,
            Verdict::Reject if reject => writeln!(s, "reject")?,
            Verdict::Drop | Verdict::Reject => writeln!(s, "drop")?,
            Verdict::Return => writeln!(s, "return")?,
            Verdict::Continue => writeln!(s, "continue")?,
            Verdict::Call(label) => writeln!(s, "jump {stage}_{label}")?,
        }
    }
    Ok(())
}

impl Display for Test {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Test::EtherType { value, negated } => write!(f, "ether type {}{value:#x}", not(*negated)),
            Test::Protocol { value, negated } => write!(f, "meta l4proto {}{value}", not(*negated)),
            Test::Field(field) => write!(f, "{field}"),
            Test::Connection { states, answer } => {
                let words: Vec<&str> = states.iter().map(|state| state.word()).collect();
                write!(f, "ct state {}", words.join(","))?;
                match answer {
                    None => Ok(()),
                    Some(false) => f.write_str(" ct direction original"),
                    Some(true) => f.write_str(" ct direction reply"),
                }
            }
            Test::Connections {
                set,
                over,
                negated,
                ipv6,
            } => {
                let sender = if *ipv6 { "ip6 saddr" } else { "ip saddr" };
                let word = if *negated { "" } else { "over " };
                write!(f, "add @{set} {{ {sender} ct count {word}{over} }}")
            }
            Test::TcpOption { kind, negated } => {
                let word = if *negated { "missing" } else { "exists" };
                write!(f, "tcp option {kind} {word}")
            }
            Test::Learned { field, negated } => {
                let field = match field {
                    LearnedField::IpSource => "ip saddr",
                    LearnedField::IpDestination => "ip daddr",
                    LearnedField::ArpSource => "arp saddr ip",
                    LearnedField::ArpDestination => "arp daddr ip",
                };
                write!(f, "{field} {}@learned", not(*negated))
            }
        }
    }
}

fn not(negated: bool) -> &'static str {
    if negated { "!= " } else { "" }
}

impl Display for Field {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let base = match self.base {
            Base::Link => "ll",
            Base::Network => "nh",
            Base::Transport => "th",
        };
        write!(f, "@{base},{},{}", self.offset, self.bits)?;
        if let Some(mask) = self.mask {
            write!(f, " & {}", Hex(mask))?;
        }
        let word = if self.negated { "!=" } else { "==" };
        write!(f, " {word} {}", Hex(self.low))?;
        match self.low == self.high || self.mask.is_some() {
            true => Ok(()),
            false => write!(f, "-{}", Hex(self.high)),
        }
    }
}

/// A number as nft reads it, of any length.
struct Hex(u128);

impl Display for Hex {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{:#x}", self.0)
    }
}

impl State {
    fn word(self) -> &'static str {
        match self {
            State::New => "new",
            State::Established => "established",
            State::Related => "related",
            State::Invalid => "invalid",
            State::Untracked => "untracked",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::guest::{Chain, Label, Stage};

    fn filter(root: Vec<Step>, chains: Vec<Chain>, learn: Option<Learn>) -> GuestFilter {
        GuestFilter {
            device: "vnet0".parse().unwrap(),
            mac: "52:54:00:00:00:01".parse().unwrap(),
            learn,
            learned: vec![],
            frames_out: Stage { root, chains },
            frames_in: Stage::default(),
            packets_out: Stage::default(),
            packets_in: Stage::default(),
        }
    }

    fn step(tests: Vec<Test>, verdict: Verdict) -> Step {
        Step { tests, verdict }
    }

    #[test]
    fn an_empty_filter_is_no_table() {
        let script = filter(vec![], vec![], None).install_script(true);
        assert_eq!(
            script,
            "add table bridge ferrovirt_guest_vnet0\ndelete table bridge ferrovirt_guest_vnet0\n"
        );
    }

    #[test]
    fn a_script_has_chains_hooks_and_numbers() {
        let mac = Test::Field(Field {
            base: Base::Link,
            offset: 48,
            bits: 48,
            mask: None,
            low: 0x5254_0000_0001,
            high: 0x5254_0000_0001,
            negated: true,
        });
        let label: Label = "mac".parse().unwrap();
        let chain = Chain {
            label: label.clone(),
            steps: vec![step(vec![mac], Verdict::Drop)],
        };
        let mut filter = filter(
            vec![step(vec![], Verdict::Call(label)), step(vec![], Verdict::Reject)],
            vec![chain],
            Some(Learn::First),
        );
        filter.learned = vec!["10.0.0.7".parse().unwrap()];
        let script = filter.install_script(true);
        for expected in [
            "set learned { type ipv4_addr; flags dynamic; size 1; elements = { 10.0.0.7 }; }",
            "\tchain frames_out_mac {\n\t\t@ll,48,48 != 0x525400000001 drop\n\t}",
            "jump frames_out_mac\n\t\treject\n",
            "type filter hook prerouting priority -190; policy accept;\n\t\tiifname \"vnet0\" jump frames_out\n",
        ] {
            assert!(script.contains(expected), "{expected}\n{script}");
        }
        assert!(!filter.install_script(false).contains("reject"));
        assert!(!script.contains("packets"));
    }

    #[test]
    fn a_label_holds_nothing_else() {
        for bad in ["", "a b", "x;y", "\"", "a{"] {
            assert!(bad.parse::<Label>().is_err(), "{bad}");
        }
        assert!("ipv4-ip_2".parse::<Label>().is_ok());
    }
}
