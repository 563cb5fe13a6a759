//! Which rules a filter comes to: what it includes, and the values of variables. Pure.

use crate::NwFilterError;
use ferrovirt_schema::nwfilter::{Entry, Field, NwFilter, ProtocolMatch, Rule};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Most rules of one interface, includes counted as often as they occur.
const MOST_RULES: usize = 4096;
/// Deepest inclusion.
const DEEPEST: usize = 32;

/// Values of variables; the order of one variable's values counts.
pub(crate) type Variables = BTreeMap<String, Vec<String>>;

/// How filters are found.
pub(crate) type Lookup<'a> = &'a dyn Fn(&str) -> Option<Arc<NwFilter>>;

/// A rule and where it stands.
#[derive(Debug)]
pub(crate) struct Placed {
    pub(crate) chain: String,
    pub(crate) chain_priority: i32,
    pub(crate) rule: Rule,
    pub(crate) variables: Arc<Variables>,
}

/// A value without variables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value {
    /// In canonical form.
    Text(String),
    /// Whatever IPv4 addresses the kernel learns of the guest.
    Learned,
}

/// The values of one rule's protocol.
pub(crate) type Values = Vec<(&'static Field, Value)>;

/// All rules of a filter, in the order of the documents.
pub(crate) fn rules(
    lookup: Lookup<'_>,
    filter: &str,
    variables: &Variables,
) -> Result<Vec<Placed>, NwFilterError> {
    let mut found = Vec::new();
    collect(lookup, filter, &Arc::new(variables.clone()), DEEPEST, &mut found)?;
    Ok(found)
}

fn collect(
    lookup: Lookup<'_>,
    name: &str,
    variables: &Arc<Variables>,
    depth: usize,
    found: &mut Vec<Placed>,
) -> Result<(), NwFilterError> {
    let missing = || NwFilterError::Missing {
        name: name.to_owned(),
    };
    let filter = lookup(name).ok_or_else(missing)?;
    if depth == 0 {
        return Err(NwFilterError::Loop {
            name: name.to_owned(),
        });
    }
    for entry in &filter.entries {
        if found.len() >= MOST_RULES {
            return Err(NwFilterError::TooLarge {
                name: name.to_owned(),
                limit: MOST_RULES,
            });
        }
        match entry {
            Entry::Rule(rule) => found.push(Placed {
                chain: filter.chain.clone(),
                chain_priority: filter.priority,
                rule: rule.clone(),
                variables: Arc::clone(variables),
            }),
            Entry::Include(include) => {
                // What the includer says wins over what stands in the inclusion.
                let mut inner = Variables::new();
                for parameter in &include.parameters {
                    let values = inner.entry(parameter.name.clone()).or_default();
                    values.push(parameter.value.clone());
                }
                inner.extend(
                    variables
                        .iter()
                        .map(|(name, values)| (name.clone(), values.clone())),
                );
                collect(lookup, &include.filter, &Arc::new(inner), depth - 1, found)?;
            }
        }
    }
    Ok(())
}

/// The names of a filter and of all it includes; those that do not exist are among them.
pub(crate) fn closure(lookup: Lookup<'_>, filter: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut open = vec![filter.to_owned()];
    while let Some(name) = open.pop() {
        if let Some(filter) = lookup(&name) {
            open.extend(
                includes(&filter)
                    .filter(|i| !names.contains(*i))
                    .map(str::to_owned),
            );
        }
        names.insert(name);
    }
    names
}

/// Whether a filter would include itself.
pub(crate) fn is_loop(lookup: Lookup<'_>, filter: &NwFilter) -> bool {
    includes(filter).any(|included| closure(lookup, included).contains(&filter.name))
}

fn includes(filter: &NwFilter) -> impl Iterator<Item = &str> {
    filter.entries.iter().filter_map(|entry| match entry {
        Entry::Include(include) => Some(include.filter.as_str()),
        Entry::Rule(_) => None,
    })
}

/// The name of a variable, and which of its values.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Variable<'a> {
    name: &'a str,
    which: Which,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Which {
    /// One of them.
    Index(usize),
    /// Each in turn; variables of the same loop go together.
    Each(u32),
}

impl<'a> Variable<'a> {
    /// From the canonical form.
    fn of(text: &'a str) -> Option<Self> {
        let text = text.strip_prefix('$')?;
        let Some((name, index)) = text.split_once('[') else {
            return Some(Variable {
                name: text,
                which: Which::Each(0),
            });
        };
        let index = index.strip_suffix(']')?;
        let which = match index.strip_prefix('@') {
            Some(each) => Which::Each(each.parse().ok()?),
            None => Which::Index(index.parse().ok()?),
        };
        Some(Variable { name, which })
    }
}

/// What a rule asks, once for each turn of its loops. Variables without a value are put into `missing`.
pub(crate) fn turns(
    one: &ProtocolMatch,
    variables: &Variables,
    learning: bool,
    missing: &mut BTreeSet<String>,
) -> Result<Vec<Values>, NwFilterError> {
    let is_learned = |v: &Variable<'_>| learning && v.name == "IP" && !variables.contains_key("IP");
    let mut loops: BTreeMap<u32, usize> = BTreeMap::new();
    for (_, text) in &one.values {
        let Some(variable) = Variable::of(text).filter(|v| !is_learned(v)) else {
            continue;
        };
        let values = variables.get(variable.name).map_or(0, Vec::len);
        match variable.which {
            Which::Index(index) if index < values => {}
            Which::Each(each) if values > 0 => {
                let longest = loops.entry(each).or_default();
                *longest = values.max(*longest);
            }
            _ => {
                missing.insert(text.trim_start_matches('$').to_owned());
            }
        }
    }
    if !missing.is_empty() {
        return Ok(Vec::new());
    }
    let total = loops.values().try_fold(1_usize, |all, n| all.checked_mul(*n));
    let Some(total) = total.filter(|total| *total <= MOST_RULES) else {
        return Err(NwFilterError::TooLarge {
            name: one.kind.as_str().to_owned(),
            limit: MOST_RULES,
        });
    };
    let mut turns = Vec::with_capacity(total);
    for turn in 0..total {
        let mut at = BTreeMap::new();
        let mut rest = turn;
        for (each, length) in &loops {
            at.insert(*each, rest % length);
            rest /= length;
        }
        let mut values = Vec::with_capacity(one.values.len());
        for (field, text) in &one.values {
            let value = match Variable::of(text) {
                None => Value::Text(text.clone()),
                Some(variable) if is_learned(&variable) => Value::Learned,
                Some(variable) => {
                    let index = match variable.which {
                        Which::Index(index) => index,
                        Which::Each(each) => at.get(&each).copied().unwrap_or_default(),
                    };
                    let Some(text) = variables.get(variable.name).and_then(|all| all.get(index)) else {
                        missing.insert(variable.name.to_owned());
                        continue;
                    };
                    let canonical = field.kind.canonical(text);
                    Value::Text(canonical.ok_or_else(|| NwFilterError::Value {
                        field: field.name,
                        value: text.clone(),
                    })?)
                }
            };
            values.push((*field, value));
        }
        turns.push(values);
    }
    Ok(turns)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filters(texts: &[&str]) -> impl Fn(&str) -> Option<Arc<NwFilter>> {
        let all: Vec<Arc<NwFilter>> = texts
            .iter()
            .map(|text| Arc::new(NwFilter::parse(text).unwrap()))
            .collect();
        move |name| all.iter().find(|filter| filter.name == name).cloned()
    }

    fn variables(pairs: &[(&str, &[&str])]) -> Variables {
        let owned = |all: &[&str]| all.iter().map(|v| (*v).to_owned()).collect();
        pairs.iter().map(|(n, v)| ((*n).to_owned(), owned(v))).collect()
    }

    #[test]
    fn includers_win_and_loops_end() {
        let lookup = filters(&[
            "<filter name='a'><filterref filter='b'><parameter name='X' value='1'/><parameter name='Y' value='2'/>\
             </filterref></filter>",
            "<filter name='b' chain='arp'><rule action='drop' direction='in'/></filter>",
            "<filter name='c'><filterref filter='c'/></filter>",
        ]);
        let found = rules(&lookup, "a", &variables(&[("X", &["9"])])).unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].chain.as_str(), found[0].chain_priority), ("arp", -500));
        assert_eq!(*found[0].variables, variables(&[("X", &["9"]), ("Y", &["2"])]));
        assert!(matches!(
            rules(&lookup, "c", &variables(&[])),
            Err(NwFilterError::Loop { .. })
        ));
        assert!(matches!(
            rules(&lookup, "d", &variables(&[])),
            Err(NwFilterError::Missing { .. })
        ));
        assert!(is_loop(&lookup, &lookup("c").unwrap()));
        assert!(!is_loop(&lookup, &lookup("a").unwrap()));
    }

    #[test]
    fn variables_take_turns() {
        let filter = NwFilter::parse(
            "<filter name='v'><rule action='drop' direction='in'>\
             <tcp srcipaddr='$A' dstipaddr='$B[@1]' dstportstart='$P[1]'/></rule></filter>",
        )
        .unwrap();
        let Entry::Rule(rule) = &filter.entries[0] else {
            panic!("a rule");
        };
        let values = variables(&[
            ("A", &["10.0.0.1", "10.0.0.2"]),
            ("B", &["10.0.0.3", "10.0.0.4", "10.0.0.5"]),
            ("P", &["1", "22"]),
        ]);
        let mut missing = BTreeSet::new();
        let turns_of = turns(&rule.matches[0], &values, false, &mut missing).unwrap();
        assert_eq!(turns_of.len(), 6);
        assert!(missing.is_empty());
        assert!(
            turns_of
                .iter()
                .all(|turn| turn[2].1 == Value::Text("22".to_owned()))
        );
        let none = turns(&rule.matches[0], &Variables::new(), false, &mut missing).unwrap();
        assert!(none.is_empty());
        assert_eq!(missing.into_iter().collect::<Vec<_>>(), ["A", "B[@1]", "P[1]"]);
    }
}
