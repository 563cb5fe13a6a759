//! Rules for frames: the root chain, and the chains that it calls for a protocol.

use super::{Plain, Way, fields};
use crate::NwFilterError;
use ferrovirt_firewall::guest::{Chain, Label, Stage, Step, Test, Verdict};
use ferrovirt_schema::nwfilter::{Direction, RuleAction};
use std::collections::BTreeMap;

/// What stands in a chain, with its place.
struct Item {
    priority: i32,
    step: Step,
}

/// The rules for one way.
pub(super) fn stage(rules: &[Plain], way: Way) -> Result<Stage, NwFilterError> {
    let mut root: Vec<Item> = Vec::new();
    let mut chains: BTreeMap<&str, (i32, Vec<Item>)> = BTreeMap::new();
    for plain in rules {
        let rule = &plain.rule;
        let own = match rule.direction {
            Direction::InOut => true,
            Direction::Out => way == Way::Out,
            Direction::In => way == Way::In,
        };
        if !own {
            continue;
        }
        // A rule for both ways says how packets to the guest look.
        let turned = rule.direction == Direction::InOut && way == Way::Out;
        let tests = match &plain.asks {
            None => Vec::new(),
            Some(asks) => fields::tests(asks, turned)?,
        };
        let verdict = match rule.action {
            RuleAction::Accept => Verdict::Accept,
            // Nobody answers a frame.
            RuleAction::Drop | RuleAction::Reject => Verdict::Drop,
            RuleAction::Return => Verdict::Return,
            RuleAction::Continue => Verdict::Continue,
        };
        let item = Item {
            priority: rule.priority,
            step: Step { tests, verdict },
        };
        match plain.chain.as_str() {
            "root" => root.push(item),
            chain => {
                let known = chains.entry(chain).or_insert((plain.chain_priority, Vec::new()));
                known.0 = plain.chain_priority;
                known.1.push(item);
            }
        }
    }
    let mut calls = Vec::new();
    let mut stage = Stage::default();
    for (name, (priority, items)) in chains {
        let label: Label = name
            .parse()
            .map_err(|()| NwFilterError::Argument(format!("'{name}' cannot be the name of a chain")))?;
        calls.push(Item {
            priority,
            step: Step {
                tests: entry_tests(name),
                verdict: Verdict::Call(label.clone()),
            },
        });
        stage.chains.push(Chain {
            label,
            steps: sorted(items),
        });
    }
    // Sorting keeps the order of equals: calls stand before rules of their priority.
    calls.extend(root);
    stage.root = sorted(calls);
    Ok(stage)
}

fn sorted(mut items: Vec<Item>) -> Vec<Step> {
    items.sort_by_key(|item| item.priority);
    items.into_iter().map(|item| item.step).collect()
}

/// Which frames a chain is for, by what its name begins with.
fn entry_tests(chain: &str) -> Vec<Test> {
    const ETHER_TYPES: [(&str, u16); 5] = [
        ("vlan", 0x8100),
        ("arp", 0x806),
        ("rarp", 0x8035),
        ("ipv4", 0x800),
        ("ipv6", 0x86dd),
    ];
    if chain.starts_with("stp") {
        return vec![fields::to_bridges()];
    }
    let found = ETHER_TYPES.iter().find(|(prefix, _)| chain.starts_with(prefix));
    found
        .map(|(_, value)| Test::EtherType {
            value: *value,
            negated: false,
        })
        .into_iter()
        .collect()
}
