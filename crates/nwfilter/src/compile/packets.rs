//! Rules for packets over IP. A rule that lets something begin in one direction lets the answers through
//! in the other; one that forbids, forbids both.

use super::{Plain, Way, accepts, fields};
use crate::NwFilterError;
use crate::resolve::Value;
use ferrovirt_firewall::guest::{Stage, State, Step, Test, Verdict};
use ferrovirt_schema::nwfilter::{Direction, ProtocolKind, RuleAction};

/// The rules for one way.
pub(super) fn stage(rules: &[Plain], way: Way) -> Result<Stage, NwFilterError> {
    let mut ordered: Vec<&Plain> = rules.iter().collect();
    ordered.sort_by_key(|plain| plain.rule.priority);
    let mut root = Vec::new();
    for (number, plain) in ordered.into_iter().enumerate() {
        root.extend(step(plain, way, number)?);
    }
    Ok(Stage {
        root,
        chains: Vec::new(),
    })
}

fn step(plain: &Plain, way: Way, number: usize) -> Result<Option<Step>, NwFilterError> {
    let (rule, Some(asks)) = (&plain.rule, &plain.asks) else {
        return Ok(None);
    };
    let both = rule.direction == Direction::InOut;
    let own = match rule.direction {
        Direction::InOut => true,
        Direction::Out => way == Way::Out,
        Direction::In => way == Way::In,
    };
    // A kind of ICMP packet is no answer to itself.
    let icmp = matches!(asks.kind, ProtocolKind::Icmp | ProtocolKind::Icmpv6)
        && asks.values.iter().any(|(field, _)| field.name == "type");
    let states = asks.values.iter().find_map(|(field, value)| match value {
        Value::Text(text) if field.name == "state" => Some(states(text)),
        _ => None,
    });
    // Connections are counted where they begin.
    let limit = fields::limit(asks, &format!("count_{way}_{number}"));
    if !own && (icmp || limit.is_some() || states.is_some()) {
        return Ok(None);
    }
    let turned = if both { way == Way::Out } else { !own };
    let mut tests = fields::tests(asks, turned)?;
    if let Some(states) = states {
        if !states.is_empty() {
            tests.push(Test::Connection { states, answer: None });
        }
    } else if accepts(rule.action) && rule.state_match && !both && !icmp {
        let mut states = vec![State::Established];
        if own {
            states.insert(0, State::New);
        }
        tests.push(Test::Connection {
            states,
            answer: Some(!own),
        });
    }
    // What is counted is what all other tests leave.
    tests.extend(limit);
    let verdict = match rule.action {
        RuleAction::Accept | RuleAction::Return => Verdict::Accept,
        RuleAction::Drop => Verdict::Drop,
        RuleAction::Reject => Verdict::Reject,
        RuleAction::Continue => Verdict::Continue,
    };
    Ok(Some(Step { tests, verdict }))
}

/// The states in a list in canonical form; `NONE` asks for none.
fn states(list: &str) -> Vec<State> {
    let state = |word| match word {
        "NEW" => Some(State::New),
        "ESTABLISHED" => Some(State::Established),
        "RELATED" => Some(State::Related),
        "INVALID" => Some(State::Invalid),
        _ => None,
    };
    list.split(',').filter_map(state).collect()
}
