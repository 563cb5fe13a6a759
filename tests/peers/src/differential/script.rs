//! Scripts: sequences of calls, made up from a seed, and written one call to a line as JSON:
//!
//! ```text
//! ["domain_suspend","test"]
//! ["domain_set_memory_flags","test",102400,2]
//! ```

use super::call::Call;
use super::calls::{self, FAMILIES};
use super::random::Chance;
use super::value::Arg;
use serde_json::Value;

#[derive(Clone, Debug)]
pub struct Step {
    pub call: &'static Call,
    pub args: Vec<Arg>,
}

#[derive(Clone, Debug, Default)]
pub struct Script {
    pub steps: Vec<Step>,
}

impl Step {
    fn made_up(chance: &mut Chance, calls: &'static [Call]) -> Option<Self> {
        let sum: u32 = calls.iter().map(|call| call.weight).sum();
        let mut at = u32::try_from(chance.below(usize::try_from(sum).ok()?)).ok()?;
        let call = calls.iter().find(|call| {
            let found = at < call.weight;
            at = at.saturating_sub(call.weight);
            found
        })?;
        let args = call.kinds.iter().map(|kind| chance.arg(*kind)).collect();
        Some(Self { call, args })
    }

    pub fn line(&self) -> String {
        let mut items = vec![Value::String(self.call.name.to_owned())];
        items.extend(self.args.iter().map(Arg::to_json));
        Value::Array(items).to_string()
    }

    fn read(line: &str) -> Option<Self> {
        let items: Vec<Value> = serde_json::from_str(line).ok()?;
        let (name, args) = items.split_first()?;
        Some(Self {
            call: calls::find(name.as_str()?)?,
            args: args.iter().map(Arg::from_json).collect::<Option<_>>()?,
        })
    }
}

impl Script {
    /// So many calls, most of them of a few families that go together.
    pub fn made_up(chance: &mut Chance, length: usize) -> Self {
        let families: Vec<&'static [Call]> = (0..3).filter_map(|_| family(chance)).collect();
        let steps = (0..length)
            .filter_map(|_| {
                let calls = if chance.one_in(6) {
                    family(chance)?
                } else {
                    chance.pick(&families)?
                };
                Step::made_up(chance, calls)
            })
            .collect();
        Self { steps }
    }

    pub fn text(&self) -> String {
        self.steps.iter().map(|step| step.line() + "\n").collect()
    }

    /// Reads what [`Script::text`] wrote; lines that begin with `#` say something to people.
    ///
    /// # Errors
    /// The line that is no call.
    pub fn read(text: &str) -> Result<Self, String> {
        let lines = text
            .lines()
            .filter(|line| !line.is_empty() && !line.starts_with('#'));
        let steps = lines
            .map(|line| Step::read(line).ok_or_else(|| format!("not a call: {line}")))
            .collect::<Result<_, _>>()?;
        Ok(Self { steps })
    }
}

fn family(chance: &mut Chance) -> Option<&'static [Call]> {
    let sum: u32 = FAMILIES.iter().map(|(_, weight, _)| weight).sum();
    let mut at = u32::try_from(chance.below(usize::try_from(sum).ok()?)).ok()?;
    FAMILIES
        .iter()
        .find(|(_, weight, _)| {
            let found = at < *weight;
            at = at.saturating_sub(*weight);
            found
        })
        .map(|(_, _, calls)| *calls)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_script() {
        let script = |seed| Script::made_up(&mut Chance::new(seed), 50).text();
        assert_eq!(script(1), script(1));
        assert_ne!(script(1), script(2));
    }

    #[test]
    fn what_is_written_can_be_read() {
        for seed in 0..200 {
            let text = Script::made_up(&mut Chance::new(seed), 50).text();
            assert_eq!(Script::read(&text).map(|script| script.text()), Ok(text));
        }
        assert!(Script::read("[\"no_such_call\"]").is_err());
    }

    #[test]
    fn no_call_has_two_entries() {
        let mut seen = std::collections::HashSet::new();
        for call in FAMILIES.iter().flat_map(|(_, _, calls)| calls.iter()) {
            assert!(seen.insert(call.name), "{} twice", call.name);
        }
    }
}
