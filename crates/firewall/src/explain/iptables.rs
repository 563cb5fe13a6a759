//! Rules from what `iptables-save` prints, one `-A CHAIN …` a line, iptables(8) and iptables-extensions(8).

use super::json::word;
use super::packet::Hook;
use super::ruleset::{Action, Ask, Base, Chain, Field, Part, Pattern, Rule};
use std::collections::HashMap;

/// The rules of one family by table and chain, in order, each as its parts and its line.
#[derive(Debug, Default)]
pub(super) struct Saved {
    pub(super) rules: HashMap<(String, String), Vec<Rule>>,
    policies: Vec<(String, String, String)>,
}

/// Reads a listing.
pub(super) fn read(text: &str, v6: bool) -> Saved {
    let mut saved = Saved::default();
    let mut table = String::new();
    for line in text.lines() {
        if let Some(name) = line.strip_prefix('*') {
            table = name.trim().to_owned();
        } else if let Some(chain) = line.strip_prefix(':') {
            let mut words = chain.split_ascii_whitespace();
            let (name, policy) = (words.next().unwrap_or_default(), words.next().unwrap_or("-"));
            saved
                .policies
                .push((table.clone(), name.to_owned(), policy.to_owned()));
        } else if line.starts_with("-A ") {
            let words = split(line);
            let chain = words.get(1).cloned().unwrap_or_default();
            let parts = parts(words.get(2..).unwrap_or_default(), v6);
            let rule = Rule {
                parts,
                text: line.to_owned(),
            };
            saved.rules.entry((table.clone(), chain)).or_default().push(rule);
        }
    }
    saved
}

impl Saved {
    /// The same as chains, for rules that are not nftables'.
    pub(super) fn chains(mut self, family: &str) -> Vec<Chain> {
        let policies = std::mem::take(&mut self.policies);
        policies
            .into_iter()
            .map(|(table, name, policy)| Chain {
                family: family.to_owned(),
                base: base(&table, &name, &policy),
                rules: self
                    .rules
                    .remove(&(table.clone(), name.clone()))
                    .unwrap_or_default(),
                table: format!("{table} (legacy)"),
                name,
            })
            .collect()
    }
}

fn base(table: &str, chain: &str, policy: &str) -> Option<Base> {
    let hook = match chain {
        "PREROUTING" => Hook::Prerouting,
        "INPUT" => Hook::Input,
        "FORWARD" => Hook::Forward,
        "OUTPUT" => Hook::Output,
        "POSTROUTING" => Hook::Postrouting,
        _ => return None,
    };
    let priority = match (table, hook) {
        ("raw", _) => -300,
        ("mangle", _) => -150,
        ("nat", Hook::Prerouting | Hook::Output) => -100,
        ("nat", _) => 100,
        ("security", _) => 50,
        _ => 0,
    };
    Some(Base {
        hook,
        priority,
        nat: table == "nat",
        drops: policy == "DROP",
    })
}

/// Words of a line; quotes hold blanks together.
fn split(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quoted, mut begun) = (Vec::new(), String::new(), false, false);
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => {
                quoted = !quoted;
                begun = true;
            }
            '\\' if quoted => word.extend(chars.next()),
            ' ' if !quoted => {
                if begun {
                    words.push(std::mem::take(&mut word));
                }
                begun = false;
            }
            c => {
                word.push(c);
                begun = true;
            }
        }
    }
    if begun {
        words.push(word);
    }
    words
}

/// Parts of a rule from its words.
fn parts(words: &[String], v6: bool) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut words = words.iter().map(String::as_str).peekable();
    let mut negated = false;
    let mut transport: Option<String> = None;
    while let Some(option) = words.next() {
        if option == "!" {
            negated = true;
            continue;
        }
        let not = std::mem::take(&mut negated);
        let is = |field: Field, pattern: Pattern| Part::Match {
            fields: vec![Ask { field, mask: None }],
            pattern,
            negated: not,
        };
        let port = |source: bool| Field::Port { of: None, source };
        let takes_value = words.peek().is_some_and(|w| !w.starts_with('-') && *w != "!");
        match option {
            "-m" | "--match" | "--comment" | "--limit" | "--limit-burst" | "--log-prefix" | "--log-level"
            | "--reject-with" | "--to-source" | "--to-ports" | "--nflog-group" | "--nflog-prefix" => {
                words.next();
            }
            "-s" | "-d" => {
                let source = option == "-s";
                let net = words.next().map_or_else(|| Pattern::Unknown(String::new()), word);
                parts.push(is(Field::Address { v6, source }, net));
            }
            "-i" | "-o" => {
                let field = if option == "-i" { Field::Iif } else { Field::Oif };
                let name = words.next().unwrap_or_default();
                let name = name
                    .strip_suffix('+')
                    .map_or_else(|| name.to_owned(), |n| format!("{n}*"));
                parts.push(is(field, Pattern::Name(name)));
            }
            "-p" => {
                let name = words.next().unwrap_or_default().to_owned();
                if name != "all" {
                    parts.push(is(Field::Protocol, word(&name)));
                    transport = Some(name);
                }
            }
            "--dport" | "--sport" | "--dports" | "--sports" => {
                let list = words.next().unwrap_or_default();
                parts.push(is(port(option.starts_with("--s")), ports(list)));
            }
            "--ports" => {
                let list = ports(words.next().unwrap_or_default());
                parts.push(Part::Doubt(format!("either port is {list:?}")));
            }
            "--ctstate" | "--state" => parts.push(is(Field::State, names(words.next()))),
            "--dst-type" => parts.push(is(Field::DestinationType, names(words.next()))),
            "--icmp-type" | "--icmpv6-type" => {
                let kind = words.next().unwrap_or_default();
                parts.push(is(
                    Field::IcmpType { v6 },
                    word(kind.split('/').next().unwrap_or(kind)),
                ));
            }
            "--src-range" | "--dst-range" => {
                let range = words.next().unwrap_or_default().split_once('-');
                let (from, to) = range.unwrap_or_default();
                let source = option == "--src-range";
                let pattern = Pattern::Range(Box::new(word(from)), Box::new(word(to)));
                parts.push(is(Field::Address { v6, source }, pattern));
            }
            "--mark" => {
                let (value, mask) = mark(words.next().unwrap_or_default());
                parts.push(Part::Match {
                    fields: vec![Ask {
                        field: Field::Mark,
                        mask,
                    }],
                    pattern: Pattern::Number(value),
                    negated: not,
                });
            }
            // A packet that is routed did not only cross a bridge.
            "--physdev-is-bridged" if !not => parts.push(Part::Never),
            "--physdev-is-bridged" => {}
            "-j" | "-g" => {
                let target = words.next().unwrap_or_default();
                parts.extend(action(target, option == "-g", &mut words));
                return parts;
            }
            other => {
                let _ = &transport;
                parts.push(Part::Doubt(format!("'{other}'")));
                if takes_value {
                    words.next();
                }
            }
        }
    }
    parts
}

fn action<'w>(target: &str, goes: bool, words: &mut impl Iterator<Item = &'w str>) -> Option<Part> {
    let action = match target {
        "ACCEPT" => Action::Accept,
        "DROP" | "REJECT" => Action::Drop,
        "RETURN" => Action::Return,
        "MASQUERADE" | "SNAT" | "NETMAP" => Action::Source,
        "DNAT" | "REDIRECT" => {
            let mut to = words.skip_while(|w| !w.starts_with("--to"));
            let to = to.nth(1).unwrap_or_default();
            let address = to.parse().ok().or_else(|| to.rsplit_once(':')?.0.parse().ok());
            Action::Destination(address, to.rsplit(':').next().and_then(|p| p.parse().ok()))
        }
        "LOG" | "NFLOG" | "CHECKSUM" | "TCPMSS" | "CT" | "NOTRACK" | "TRACE" | "CLASSIFY" | "CONNMARK"
        | "AUDIT" | "SET" | "TOS" | "DSCP" | "TTL" | "HL" => return None,
        "MARK" => {
            let mut value = words.skip_while(|w| !w.starts_with("--set"));
            let value = u32::try_from(mark(value.nth(1).unwrap_or_default()).0).ok()?;
            return Some(Part::Mark(value));
        }
        "QUEUE" | "NFQUEUE" => Action::Unknown("a program decides (queue)".to_owned()),
        chain if goes => Action::Goto(chain.to_owned()),
        chain => Action::Jump(chain.to_owned()),
    };
    Some(Part::Do(action))
}

fn names(list: Option<&str>) -> Pattern {
    let names = list.unwrap_or_default().split(',');
    Pattern::Any(names.map(|n| (Pattern::Name(n.to_owned()), None)).collect())
}

fn ports(list: &str) -> Pattern {
    let one = |text: &str| match text.split_once(':') {
        Some((from, to)) => Pattern::Range(Box::new(word(from)), Box::new(word(to))),
        None => word(text),
    };
    Pattern::Any(list.split(',').map(|text| (one(text), None)).collect())
}

fn mark(text: &str) -> (u128, Option<u128>) {
    let number = |text: &str| match word(text) {
        Pattern::Number(n) => n,
        _ => 0,
    };
    match text.split_once('/') {
        Some((value, mask)) => (number(value), Some(number(mask))),
        None => (number(text), None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_with_quotes() {
        assert_eq!(
            split("-A X -m comment --comment \"a b\" -j Y")
                .get(5)
                .map(String::as_str),
            Some("a b")
        );
    }

    #[test]
    fn a_listing() {
        let saved = read(
            "*filter\n:INPUT DROP [0:0]\n:mine - [0:0]\n-A INPUT -p tcp -m multiport --dports 80,90:99 -j mine\nCOMMIT\n",
            false,
        );
        let chains = saved.chains("ip");
        assert_eq!(chains.len(), 2);
        assert!(chains[0].base.as_ref().is_some_and(|b| b.drops));
        assert_eq!(chains[0].rules[0].parts.len(), 3);
    }
}
