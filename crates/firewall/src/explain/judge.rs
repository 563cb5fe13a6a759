//! Following one packet through one hook.

use super::packet::{Asked, Family, Have, Hook, Packet};
use super::ruleset::{Action, Ask, Base, Chain, Part, Pattern, Rule, Ruleset};
use std::fmt;
use std::net::IpAddr;

/// Chains that may be within each other; the kernel allows 16.
const DEEPEST: usize = 32;

/// What becomes of a packet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It passes; with the rule that allowed it, where one did.
    Pass(Option<String>),
    /// It does not.
    Drop(String),
    /// That depends on what cannot be judged.
    Doubt(Vec<String>),
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Verdict::Pass(_) => "passes",
            Verdict::Drop(_) => "dropped",
            Verdict::Doubt(_) => "uncertain",
        })
    }
}

/// How a chain ends for a packet.
enum End {
    Accept(String),
    Drop(String),
    /// The caller's chain goes on.
    Back,
}

enum Holds {
    Yes,
    No,
    Unknown(String),
}

/// The packet on its way, with what could have gone otherwise.
struct Run<'r> {
    rules: &'r Ruleset,
    family: Family,
    may_accept: Vec<String>,
    may_drop: Vec<String>,
}

/// Follows a packet through a hook; rules on the way may change it.
pub fn judge(rules: &Ruleset, family: Family, hook: Hook, packet: &mut Packet) -> Verdict {
    let sees = |chain: &Chain| match family {
        Family::Bridge => chain.family == "bridge",
        Family::Ip => chain.family == "inet" || chain.family == if packet.is_v6() { "ip6" } else { "ip" },
    };
    let mut bases: Vec<(&Chain, &Base)> = rules
        .chains
        .iter()
        .filter_map(|chain| Some((chain, chain.base.as_ref()?)))
        .filter(|(chain, base)| base.hook == hook && sees(chain))
        .filter(|(_, base)| !base.nat || packet.state == super::State::New)
        .collect();
    bases.sort_by_key(|(_, base)| base.priority);
    let mut run = Run {
        rules,
        family,
        may_accept: Vec::new(),
        may_drop: Vec::new(),
    };
    let mut by = None;
    for (chain, base) in bases {
        // An accept lasts to the end of its table's chain only.
        run.may_accept.clear();
        let dropped = match run.chain(chain, packet, 0) {
            End::Accept(rule) => {
                by = Some(rule);
                continue;
            }
            End::Drop(rule) => rule,
            End::Back if base.drops => format!("{} has the policy drop", chain.title()),
            End::Back => continue,
        };
        if run.may_accept.is_empty() {
            return Verdict::Drop(dropped);
        }
        run.may_accept.push(dropped);
        return Verdict::Doubt(run.may_accept);
    }
    if run.may_drop.is_empty() {
        Verdict::Pass(by)
    } else {
        Verdict::Doubt(run.may_drop)
    }
}

impl Run<'_> {
    fn chain(&mut self, chain: &Chain, packet: &mut Packet, depth: usize) -> End {
        for rule in &chain.rules {
            if let Some(end) = self.rule(chain, rule, packet, depth) {
                return end;
            }
        }
        End::Back
    }

    /// `None` when the next rule is to be tried.
    fn rule(&mut self, chain: &Chain, rule: &Rule, packet: &mut Packet, depth: usize) -> Option<End> {
        let mut doubt: Option<String> = None;
        for part in &rule.parts {
            let action = match part {
                Part::Match {
                    fields,
                    pattern,
                    negated,
                } => {
                    match self.holds(fields, pattern, packet).0 {
                        Holds::Yes if *negated => return None,
                        // A value that the packet does not have is not another one either.
                        Holds::No if *negated && self.lacks(fields, packet) => return None,
                        Holds::No if !*negated => return None,
                        Holds::Unknown(why) => {
                            doubt.get_or_insert(why);
                        }
                        Holds::Yes | Holds::No => {}
                    }
                    continue;
                }
                Part::Doubt(why) => {
                    doubt.get_or_insert_with(|| why.clone());
                    continue;
                }
                Part::Never => return None,
                Part::Mark(mark) => {
                    if doubt.is_none() {
                        packet.mark = *mark;
                    }
                    continue;
                }
                Part::Do(action) => action.clone(),
                Part::Choose { fields, from } => match self.holds(fields, from, packet) {
                    (Holds::Yes, Some(action)) => action,
                    (Holds::Unknown(why), _) => {
                        doubt.get_or_insert(why);
                        self.note(chain, rule, doubt.as_deref(), true, true);
                        return None;
                    }
                    _ => return None,
                },
            };
            return self.act(chain, rule, action, doubt, packet, depth);
        }
        None
    }

    fn act(
        &mut self,
        chain: &Chain,
        rule: &Rule,
        action: Action,
        doubt: Option<String>,
        packet: &mut Packet,
        depth: usize,
    ) -> Option<End> {
        if doubt.is_some() {
            let (accepts, drops) = match action {
                Action::Accept | Action::Source | Action::Destination(..) => (true, false),
                Action::Drop => (false, true),
                // What comes after it would be left out.
                Action::Return | Action::Jump(_) | Action::Goto(_) | Action::Unknown(_) => (true, true),
            };
            self.note(chain, rule, doubt.as_deref(), accepts, drops);
            return None;
        }
        let by = || format!("{}: {}", chain.title(), rule.text);
        match action {
            Action::Accept | Action::Source => Some(End::Accept(by())),
            Action::Drop => Some(End::Drop(by())),
            Action::Return => Some(End::Back),
            Action::Destination(address, _) => {
                if let Some(address) = address {
                    packet.destination = address;
                }
                Some(End::Accept(by()))
            }
            Action::Unknown(why) => {
                self.note(chain, rule, Some(&why), true, true);
                None
            }
            Action::Jump(name) | Action::Goto(name) if depth >= DEEPEST => {
                self.note(chain, rule, Some(&format!("'{name}' is too deep")), true, true);
                None
            }
            Action::Jump(ref name) | Action::Goto(ref name) => {
                let rules = self.rules;
                let Some(target) = rules.chain(&chain.family, &chain.table, name) else {
                    self.note(chain, rule, Some("its chain is not listed"), true, true);
                    return None;
                };
                match self.chain(target, packet, depth + 1) {
                    End::Back if matches!(action, Action::Goto(_)) => Some(End::Back),
                    End::Back => None,
                    end => Some(end),
                }
            }
        }
    }

    fn note(&mut self, chain: &Chain, rule: &Rule, why: Option<&str>, accepts: bool, drops: bool) {
        let why = why
            .map(|why| format!(" ({why} cannot be judged)"))
            .unwrap_or_default();
        let text = format!("{}: {}{why}", chain.title(), rule.text);
        if accepts {
            self.may_accept.push(text.clone());
        }
        if drops {
            self.may_drop.push(text);
        }
    }

    fn lacks(&self, fields: &[Ask], packet: &Packet) -> bool {
        fields
            .iter()
            .any(|ask| matches!(packet.ask(&ask.field, self.family), Asked::Absent))
    }

    /// Whether the values fit, and the verdict that belongs to them in a map.
    fn holds(&self, fields: &[Ask], pattern: &Pattern, packet: &Packet) -> (Holds, Option<Action>) {
        let mut values = Vec::with_capacity(fields.len());
        for ask in fields {
            match packet.ask(&ask.field, self.family) {
                Asked::Have(have) => values.push(masked(have, ask.mask)),
                Asked::Absent => return (Holds::No, None),
                Asked::Unknown => return (Holds::Unknown(format!("{:?}", ask.field)), None),
            }
        }
        self.fits(&values, pattern, 0)
    }

    fn fits(&self, values: &[Have], pattern: &Pattern, depth: usize) -> (Holds, Option<Action>) {
        let all = |list: &[(Pattern, Option<Action>)]| {
            let mut unknown = None;
            for (pattern, action) in list {
                match self.fits(values, pattern, depth + 1).0 {
                    Holds::Yes => return (Holds::Yes, action.clone()),
                    Holds::Unknown(why) => unknown = Some(why),
                    Holds::No => {}
                }
            }
            (unknown.map_or(Holds::No, Holds::Unknown), None)
        };
        if depth > DEEPEST {
            return (Holds::Unknown("a set in sets".to_owned()), None);
        }
        match (pattern, values) {
            (Pattern::Any(list), _) => all(list),
            (Pattern::Set(name), _) => match self.rules.sets.get(name) {
                Some(set) => all(set),
                None => (Holds::Unknown(format!("the set '{}'", name.2)), None),
            },
            (Pattern::Each(patterns), values) if patterns.len() == values.len() => {
                for (pattern, value) in patterns.iter().zip(values) {
                    match self.fits(std::slice::from_ref(value), pattern, depth + 1).0 {
                        Holds::Yes => {}
                        other => return (other, None),
                    }
                }
                (Holds::Yes, None)
            }
            (Pattern::Unknown(what), _) => (Holds::Unknown(what.clone()), None),
            (pattern, [value]) => (if is(value, pattern) { Holds::Yes } else { Holds::No }, None),
            _ => (Holds::Unknown("several values".to_owned()), None),
        }
    }
}

fn masked(have: Have, mask: Option<u128>) -> Have {
    match (have, mask) {
        (Have::Number(n, _), Some(mask)) => Have::Number(n & mask, Vec::new()),
        (have, _) => have,
    }
}

fn is(value: &Have, pattern: &Pattern) -> bool {
    match (value, pattern) {
        (Have::Number(n, _), Pattern::Number(wanted)) => n == wanted,
        (Have::Number(_, names), Pattern::Name(name)) => names.contains(&name.as_str()),
        (Have::Number(n, _), Pattern::Range(from, to)) => {
            matches!((&**from, &**to), (Pattern::Number(from), Pattern::Number(to)) if (from..=to).contains(&n))
        }
        (Have::Name(name), Pattern::Name(wanted)) => match wanted.strip_suffix('*') {
            Some(prefix) => name.starts_with(prefix),
            None => name.eq_ignore_ascii_case(wanted) && name.len() == wanted.len(),
        },
        (Have::Address(a), Pattern::Address(wanted)) => a == wanted,
        (Have::Address(a), Pattern::Net(net)) => net.contains(a),
        (Have::Address(a), Pattern::Range(from, to)) => match (&**from, &**to) {
            (Pattern::Address(from), Pattern::Address(to)) => within(*a, *from, *to),
            _ => false,
        },
        _ => false,
    }
}

fn within(a: IpAddr, from: IpAddr, to: IpAddr) -> bool {
    a.is_ipv4() == from.is_ipv4() && from <= a && a <= to
}
