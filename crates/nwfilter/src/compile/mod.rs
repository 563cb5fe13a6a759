//! From a filter and a binding to the tests of packets. Pure.
//!
//! Rules about Ethernet and what it carries (`mac`, `vlan`, `stp`, `arp`, `rarp`, `ip`, `ipv6`, and rules
//! that ask nothing) are held against frames, chain by chain; rules about what IP carries are held
//! against packets, in the order of their own priorities whatever their chain.

mod fields;
mod frames;
mod packets;

use crate::NwFilterError;
use crate::binding::Binding;
use crate::resolve::{self, Lookup, Value, Values, Variables};
use ferrovirt_firewall::guest::{GuestFilter, Learn};
use ferrovirt_schema::nwfilter::{ProtocolKind, ProtocolMatch, Rule, RuleAction};
use std::collections::BTreeSet;
use std::fmt;

/// A rule without variables.
pub(crate) struct Plain {
    chain: String,
    chain_priority: i32,
    rule: Rule,
    /// What it asks; of every packet nothing.
    asks: Option<Asks>,
}

/// What a rule asks of packets.
pub(crate) struct Asks {
    kind: ProtocolKind,
    negated: bool,
    values: Values,
}

/// Whether packets are the guest's own or for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    Out,
    In,
}

impl fmt::Display for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Way::Out => "out",
            Way::In => "in",
        })
    }
}

/// The table for a binding.
pub(crate) fn compile(lookup: Lookup<'_>, binding: &Binding) -> Result<GuestFilter, NwFilterError> {
    let variables = binding.variables();
    let learn = learning(binding, &variables)?;
    let placed = resolve::rules(lookup, binding.filter(), &variables)?;
    let mut missing = BTreeSet::new();
    let mut plain = Vec::new();
    for place in placed {
        let turns = match place.rule.matches.first() {
            None => vec![None],
            Some(one) => asks(one, &place.variables, learn.is_some(), &mut missing)?,
        };
        plain.extend(turns.into_iter().map(|asks| Plain {
            chain: place.chain.clone(),
            chain_priority: place.chain_priority,
            rule: place.rule.clone(),
            asks,
        }));
    }
    if !missing.is_empty() {
        let names: Vec<String> = missing.into_iter().collect();
        return Err(NwFilterError::Unresolved {
            names: names.join(", "),
        });
    }
    let learned = |plain: &Plain| {
        let values = plain.asks.iter().flat_map(|asks| &asks.values);
        values.into_iter().any(|(_, value)| *value == Value::Learned)
    };
    let asks_for_learned = plain.iter().any(learned);
    let (framed, packed): (Vec<Plain>, Vec<Plain>) = plain
        .into_iter()
        .partition(|p| p.asks.as_ref().is_none_or(|a| is_framed(a.kind)));
    Ok(GuestFilter {
        device: binding.device.clone(),
        mac: binding.mac,
        learn: learn.filter(|_| asks_for_learned),
        learned: Vec::new(),
        frames_out: frames::stage(&framed, Way::Out)?,
        frames_in: frames::stage(&framed, Way::In)?,
        packets_out: packets::stage(&packed, Way::Out)?,
        packets_in: packets::stage(&packed, Way::In)?,
    })
}

fn asks(
    one: &ProtocolMatch,
    variables: &Variables,
    learning: bool,
    missing: &mut BTreeSet<String>,
) -> Result<Vec<Option<Asks>>, NwFilterError> {
    let turns = resolve::turns(one, variables, learning, missing)?;
    let asks = turns.into_iter().map(|values| {
        Some(Asks {
            kind: one.kind,
            negated: one.negated,
            values,
        })
    });
    Ok(asks.collect())
}

/// How the guest's addresses are learnt where they are not given.
fn learning(binding: &Binding, variables: &Variables) -> Result<Option<Learn>, NwFilterError> {
    let first = |name: &str| variables.get(name).and_then(|values| values.first());
    let Some(word) = first("CTRL_IP_LEARNING") else {
        return Ok(Some(Learn::First));
    };
    match word.to_ascii_lowercase().as_str() {
        "any" => Ok(Some(Learn::First)),
        "none" => Ok(None),
        "dhcp" => {
            let server = first("DHCPSERVER").map(|text| {
                text.parse().map_err(|_| NwFilterError::Value {
                    field: "DHCPSERVER",
                    value: text.clone(),
                })
            });
            Ok(Some(Learn::Dhcp {
                server: server.transpose()?,
            }))
        }
        _ => Err(NwFilterError::Learning {
            filter: binding.filter().to_owned(),
            value: word.clone(),
        }),
    }
}

fn is_framed(kind: ProtocolKind) -> bool {
    use ProtocolKind as P;
    matches!(
        kind,
        P::Mac | P::Vlan | P::Stp | P::Arp | P::Rarp | P::Ip | P::Ipv6
    )
}

/// Whether answers of a connection that it lets begin are let through.
fn accepts(action: RuleAction) -> bool {
    matches!(action, RuleAction::Accept | RuleAction::Return)
}

#[cfg(test)]
mod tests;
