//! Rules from what `nft -j list ruleset` prints, libnftables-json(5). What is not known becomes a doubt.

use super::packet::Hook;
use super::ruleset::{Action, Ask, Base, Chain, Field, Part, Pattern, Rule, Ruleset, Set};
use ipnet::IpNet;
use serde_json::Value;
use std::collections::HashMap;
use std::net::IpAddr;

/// Where a rule is: family, table, chain and handle.
pub(super) type Place = (String, String, String, u64);

/// The parts of a rule that is known by family, table, chain and its number in the chain.
pub(super) type Replacement<'r> = dyn Fn(&str, &str, &str, usize) -> Option<Vec<Part>> + 'r;

/// Reads the listing. `texts` are rules as people write them; `replacement` gives the parts of a rule
/// that has an extension of iptables'.
pub(super) fn ruleset(
    listing: &Value,
    texts: &HashMap<Place, String>,
    replacement: &Replacement<'_>,
) -> Ruleset {
    let mut ruleset = Ruleset::default();
    let objects = listing.get("nftables").and_then(Value::as_array);
    for object in objects.into_iter().flatten() {
        if let Some(chain) = object.get("chain") {
            ruleset.chains.push(Chain {
                family: text(chain, "family"),
                table: text(chain, "table"),
                name: text(chain, "name"),
                base: base(chain),
                rules: Vec::new(),
            });
        } else if let Some(set) = object.get("set").or_else(|| object.get("map")) {
            let name = (text(set, "family"), text(set, "table"), text(set, "name"));
            let place = Scope {
                family: &name.0,
                table: &name.1,
            };
            let elements = place.elements(set.get("elem"));
            ruleset.sets.insert(name, elements);
        }
    }
    // Rules come after all chains, but for the order within a chain nothing is promised to stay so.
    let mut counts: HashMap<(String, String, String), usize> = HashMap::new();
    for rule in objects.into_iter().flatten().filter_map(|o| o.get("rule")) {
        let (family, table, chain) = (text(rule, "family"), text(rule, "table"), text(rule, "chain"));
        let count = counts
            .entry((family.clone(), table.clone(), chain.clone()))
            .or_default();
        let number = *count;
        *count += 1;
        let scope = Scope {
            family: &family,
            table: &table,
        };
        let expr = rule
            .get("expr")
            .and_then(Value::as_array)
            .map_or(&[][..], Vec::as_slice);
        let foreign = expr.iter().any(|e| e.get("xt").is_some());
        let parts = foreign
            .then(|| replacement(&family, &table, &chain, number))
            .flatten()
            .unwrap_or_else(|| expr.iter().flat_map(|e| scope.part(e)).collect());
        let handle = rule.get("handle").and_then(Value::as_u64).unwrap_or(0);
        let place = (family.clone(), table.clone(), chain.clone(), handle);
        let text = texts
            .get(&place)
            .cloned()
            .unwrap_or_else(|| format!("rule {handle}"));
        let target = ruleset
            .chains
            .iter_mut()
            .find(|c| c.family == family && c.table == table && c.name == chain);
        if let Some(chain) = target {
            chain.rules.push(Rule { parts, text });
        }
    }
    ruleset
}

fn text(object: &Value, key: &str) -> String {
    object
        .get(key)
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned()
}

fn base(chain: &Value) -> Option<Base> {
    let hook = match chain.get("hook")?.as_str()? {
        "prerouting" => Hook::Prerouting,
        "input" => Hook::Input,
        "forward" => Hook::Forward,
        "output" => Hook::Output,
        "postrouting" => Hook::Postrouting,
        _ => return None,
    };
    Some(Base {
        hook,
        priority: chain.get("prio").and_then(Value::as_i64).unwrap_or(0),
        nat: chain.get("type").and_then(Value::as_str) == Some("nat"),
        drops: chain.get("policy").and_then(Value::as_str) == Some("drop"),
    })
}

/// The table that names of sets belong to.
struct Scope<'r> {
    family: &'r str,
    table: &'r str,
}

impl Scope<'_> {
    fn elements(&self, elements: Option<&Value>) -> Set {
        let list = elements.and_then(Value::as_array);
        list.into_iter().flatten().map(|e| self.element(e)).collect()
    }

    fn element(&self, element: &Value) -> (Pattern, Option<Action>) {
        match element.as_array().map(Vec::as_slice) {
            Some([key, value]) => (self.pattern(key), action(value)),
            _ => (self.pattern(element), None),
        }
    }

    fn part(&self, expr: &Value) -> Option<Part> {
        let (key, value) = expr.as_object()?.iter().next()?;
        if let Some(action) = action(expr) {
            return Some(Part::Do(action));
        }
        match key.as_str() {
            "match" => Some(self.matching(value)),
            "vmap" => Some(Part::Choose {
                fields: fields(value.get("key")?),
                from: self.pattern(value.get("data")?),
            }),
            "limit" if value.get("inv").and_then(Value::as_bool) == Some(true) => Some(Part::Never),
            "mangle" => {
                let is_mark = value.pointer("/key/meta/key").and_then(Value::as_str) == Some("mark");
                let mark = value.get("value").and_then(Value::as_u64).filter(|_| is_mark)?;
                u32::try_from(mark).ok().map(Part::Mark)
            }
            // These change or count, and packets go on.
            "counter" | "log" | "limit" | "quota" | "ct helper" | "ct timeout" | "ct expectation"
            | "notrack" | "dup" | "set" | "flow" | "comment" => None,
            "queue" => Some(Part::Do(Action::Unknown("a program decides (queue)".to_owned()))),
            other => Some(Part::Doubt(format!("'{other}'"))),
        }
    }

    fn matching(&self, value: &Value) -> Part {
        let (Some(left), Some(right)) = (value.get("left"), value.get("right")) else {
            return Part::Doubt("a match without sides".to_owned());
        };
        let op = value.get("op").and_then(Value::as_str).unwrap_or("==");
        let number = |n: u128| Box::new(Pattern::Number(n));
        let bound = right.as_u64().map(u128::from);
        let (pattern, negated) = match (op, bound) {
            ("==" | "in", _) => (self.pattern(right), false),
            ("!=", _) => (self.pattern(right), true),
            ("<", Some(n)) => (Pattern::Range(number(n), number(u128::MAX)), true),
            (">=", Some(n)) => (Pattern::Range(number(n), number(u128::MAX)), false),
            (">", Some(n)) => (Pattern::Range(number(0), number(n)), true),
            ("<=", Some(n)) => (Pattern::Range(number(0), number(n)), false),
            _ => return Part::Doubt(format!("an operator '{op}'")),
        };
        Part::Match {
            fields: fields(left),
            pattern,
            negated,
        }
    }

    fn pattern(&self, value: &Value) -> Pattern {
        match value {
            Value::Bool(b) => Pattern::Number(u128::from(*b)),
            Value::Number(n) => n
                .as_u64()
                .map_or_else(|| Pattern::Unknown(n.to_string()), |n| Pattern::Number(n.into())),
            Value::String(s) => match s.strip_prefix('@') {
                Some(set) => Pattern::Set((self.family.to_owned(), self.table.to_owned(), set.to_owned())),
                None => word(s),
            },
            Value::Array(list) => Pattern::Any(list.iter().map(|v| (self.pattern(v), None)).collect()),
            Value::Object(object) => match object.iter().next() {
                Some((key, value)) => self.compound(key, value),
                None => Pattern::Unknown("nothing".to_owned()),
            },
            Value::Null => Pattern::Unknown("null".to_owned()),
        }
    }

    fn compound(&self, key: &str, value: &Value) -> Pattern {
        match (key, value.as_array().map(Vec::as_slice)) {
            ("prefix", _) => {
                let address = value
                    .get("addr")
                    .and_then(Value::as_str)
                    .and_then(|a| a.parse::<IpAddr>().ok());
                let len = value
                    .get("len")
                    .and_then(Value::as_u64)
                    .and_then(|n| u8::try_from(n).ok());
                match address.zip(len).and_then(|(a, n)| IpNet::new(a, n).ok()) {
                    Some(net) => Pattern::Net(net),
                    None => Pattern::Unknown(value.to_string()),
                }
            }
            ("range", Some([from, to])) => {
                Pattern::Range(Box::new(self.pattern(from)), Box::new(self.pattern(to)))
            }
            ("set", Some(list)) => Pattern::Any(list.iter().map(|v| self.element(v)).collect()),
            ("set", None) => Pattern::Any(vec![(self.pattern(value), None)]),
            ("|", Some(list)) => Pattern::Any(list.iter().map(|v| (self.pattern(v), None)).collect()),
            ("concat", Some(list)) => Pattern::Each(list.iter().map(|v| self.pattern(v)).collect()),
            ("elem", _) => value
                .get("val")
                .map_or_else(|| Pattern::Unknown(value.to_string()), |v| self.pattern(v)),
            _ => Pattern::Unknown(format!("'{key}'")),
        }
    }
}

/// A word of a rule: an address, a number or a name.
pub(super) fn word(text: &str) -> Pattern {
    if let Ok(address) = text.parse::<IpAddr>() {
        return Pattern::Address(address);
    }
    if let Ok(net) = text.parse::<IpNet>() {
        return Pattern::Net(net);
    }
    let number = match text.strip_prefix("0x") {
        Some(hex) => u128::from_str_radix(hex, 16).ok(),
        None => text.parse().ok(),
    };
    number.map_or_else(|| Pattern::Name(text.to_owned()), Pattern::Number)
}

fn action(expr: &Value) -> Option<Action> {
    let (key, value) = expr.as_object()?.iter().next()?;
    let target = || {
        value
            .get("target")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let port = || {
        value
            .get("port")
            .and_then(Value::as_u64)
            .and_then(|p| u16::try_from(p).ok())
    };
    Some(match key.as_str() {
        "accept" => Action::Accept,
        "drop" | "reject" => Action::Drop,
        "return" => Action::Return,
        "jump" => Action::Jump(target()),
        "goto" => Action::Goto(target()),
        "masquerade" | "snat" => Action::Source,
        "dnat" => {
            let address = value
                .get("addr")
                .and_then(Value::as_str)
                .and_then(|a| a.parse().ok());
            Action::Destination(address, port())
        }
        "redirect" => Action::Destination(None, port()),
        "tproxy" => Action::Unknown("a proxy on this host takes it (tproxy)".to_owned()),
        _ => return None,
    })
}

fn fields(value: &Value) -> Vec<Ask> {
    if let Some(list) = value.get("concat").and_then(Value::as_array) {
        return list.iter().map(ask).collect();
    }
    vec![ask(value)]
}

fn ask(value: &Value) -> Ask {
    if let Some([inner, mask]) = value.get("&").and_then(Value::as_array).map(Vec::as_slice)
        && let Some(mask) = mask.as_u64()
    {
        return Ask {
            mask: Some(mask.into()),
            ..ask(inner)
        };
    }
    Ask {
        field: field(value),
        mask: None,
    }
}

fn field(value: &Value) -> Field {
    let other = || Field::Other(value.to_string());
    let at = |pointer: &str| value.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
    if value.get("meta").is_some() {
        return match at("/meta/key") {
            "iifname" | "iif" => Field::Iif,
            "oifname" | "oif" => Field::Oif,
            "l4proto" => Field::Protocol,
            "nfproto" => Field::NfProto,
            "protocol" => Field::EtherType,
            "mark" => Field::Mark,
            "pkttype" => Field::PacketType,
            _ => other(),
        };
    }
    if value.get("ct").is_some() {
        return match at("/ct/key") {
            "state" => Field::State,
            "status" => Field::Status,
            _ => other(),
        };
    }
    if value.get("fib").is_some() {
        let flags = value.pointer("/fib/flags").and_then(Value::as_array);
        let has = |flag: &str| flags.is_some_and(|f| f.iter().any(|v| v == flag));
        return match at("/fib/result") {
            "type" if has("daddr") => Field::DestinationType,
            "oif" | "oifname" if has("saddr") => Field::ReturnPath,
            _ => other(),
        };
    }
    let (protocol, name) = (at("/payload/protocol"), at("/payload/field"));
    let v6 = matches!(protocol, "ip6" | "icmpv6");
    match (protocol, name) {
        ("ip" | "ip6", "saddr") => Field::Address { v6, source: true },
        ("ip" | "ip6", "daddr") => Field::Address { v6, source: false },
        ("ip", "protocol") | ("ip6", "nexthdr") => Field::IpProtocol { v6 },
        ("tcp" | "udp", "sport" | "dport") => Field::Port {
            of: Some(protocol.to_owned()),
            source: name == "sport",
        },
        ("th", "sport" | "dport") => Field::Port {
            of: None,
            source: name == "sport",
        },
        ("ether", "saddr") => Field::Sender,
        ("ether", "type") => Field::EtherType,
        ("icmp" | "icmpv6", "type") => Field::IcmpType { v6 },
        ("tcp", "flags") => Field::TcpFlags,
        _ => other(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Family, Packet, PacketKind, Protocol, State, Verdict, judge};
    use super::*;

    const LISTING: &str = r#"{"nftables": [
        {"metainfo": {"version": "1.0.6"}},
        {"chain": {"family": "inet", "table": "t", "name": "in", "type": "filter", "hook": "input", "prio": 0, "policy": "drop"}},
        {"chain": {"family": "inet", "table": "t", "name": "sub"}},
        {"set": {"family": "inet", "table": "t", "name": "s", "elem": [{"prefix": {"addr": "10.0.0.0", "len": 8}}]}},
        {"rule": {"family": "inet", "table": "t", "chain": "in", "handle": 1, "expr": [
            {"match": {"op": "==", "left": {"payload": {"protocol": "udp", "field": "dport"}}, "right": {"set": [53, {"range": [60, 69]}]}}},
            {"jump": {"target": "sub"}}]}},
        {"rule": {"family": "inet", "table": "t", "chain": "in", "handle": 2, "expr": [
            {"match": {"op": "==", "left": {"meta": {"key": "cgroup"}}, "right": 5}}, {"accept": null}]}},
        {"rule": {"family": "inet", "table": "t", "chain": "sub", "handle": 3, "expr": [
            {"match": {"op": "!=", "left": {"payload": {"protocol": "ip", "field": "saddr"}}, "right": "@s"}}, {"return": null}]}},
        {"rule": {"family": "inet", "table": "t", "chain": "sub", "handle": 4, "expr": [{"counter": null}, {"accept": null}]}}
    ]}"#;

    fn verdict(source: &str, port: u16) -> Verdict {
        let listing = serde_json::from_str(LISTING).unwrap();
        let rules = ruleset(&listing, &HashMap::new(), &|_, _, _, _| None);
        let mut packet = Packet {
            iif: Some("virbr0".to_owned()),
            oif: None,
            port: None,
            sender: None,
            source: source.parse().unwrap(),
            destination: "10.0.0.1".parse().unwrap(),
            protocol: Protocol::Udp(40_000, port),
            state: State::New,
            kind: PacketKind::Local,
            mark: 0,
        };
        judge(&rules, Family::Ip, Hook::Input, &mut packet)
    }

    #[test]
    fn sets_jumps_and_doubts() {
        assert!(matches!(verdict("10.1.2.3", 67), Verdict::Pass(Some(rule)) if rule.contains("chain sub")));
        // A match that cannot be judged may have accepted what the policy would drop.
        assert!(matches!(verdict("10.1.2.3", 70), Verdict::Doubt(rules) if rules[0].contains("cgroup")));
        assert!(matches!(verdict("192.0.2.1", 53), Verdict::Doubt(_)));
    }

    #[test]
    fn what_is_no_listing_is_nobodys_rules() {
        for text in [
            "{}",
            "[]",
            r#"{"nftables": [{"rule": {"expr": [{"vmap": {}}]}}, {"chain": 3}, {"set": {"elem": 7}}]}"#,
        ] {
            let rules = ruleset(
                &serde_json::from_str(text).unwrap(),
                &HashMap::new(),
                &|_, _, _, _| None,
            );
            assert!(rules.chains.iter().all(|c| c.base.is_none()), "{text}");
        }
    }
}
