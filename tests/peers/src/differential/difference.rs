//! Where two records differ, and which differences are meant to be.

use super::call::Answer;
use super::script::Script;
use super::session::Record;

/// The first difference between what both daemons answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Place of the call in its script; none when it is about events.
    pub step: Option<usize>,
    /// Names differences that have one cause, as far as can be told.
    pub signature: String,
    pub ours: String,
    pub stock: String,
}

/// A difference that is meant to be.
pub struct Meant {
    pub reason: &'static str,
    applies: fn(call: &str, ours: &Answer, stock: &Answer) -> bool,
}

/// Why ours differs on purpose. What follows after one in the same script is not compared, because the
/// objects may differ from then on.
pub const MEANT: &[Meant] = &[
    Meant {
        reason: "the stock daemon crashed or hung: ours must not",
        applies: |_, ours, stock| matches!(stock, Answer::Lost(_)) && !matches!(ours, Answer::Lost(_)),
    },
    Meant {
        reason: "ours has a function that the stock test driver lacks",
        applies: |_, ours, stock| matches!(stock, Answer::Failed(3, ..)) && !matches!(ours, Answer::Lost(_)),
    },
];

pub enum Verdict {
    Same,
    Meant(&'static str),
    Different(Difference),
}

/// Compares two records of one script.
pub fn compare(script: &Script, ours: &Record, stock: &Record) -> Verdict {
    for (at, step) in script.steps.iter().enumerate() {
        let (Some(left), Some(right)) = (ours.answers.get(at), stock.answers.get(at)) else {
            break;
        };
        if equal(left, right) {
            continue;
        }
        let name = step.call.name;
        if let Some(meant) = MEANT.iter().find(|meant| (meant.applies)(name, left, right)) {
            return Verdict::Meant(meant.reason);
        }
        return Verdict::Different(Difference {
            step: Some(at),
            signature: format!("{name}: {} / {}", brief(left), brief(right)),
            ours: show(left),
            stock: show(right),
        });
    }
    events(&ours.events, &stock.events)
}

fn equal(ours: &Answer, stock: &Answer) -> bool {
    match (ours, stock) {
        // Texts of errors may say more.
        (Answer::Failed(code, domain, _), Answer::Failed(other, place, _)) => {
            code == other && domain == place
        }
        _ => ours == stock,
    }
}

fn brief(answer: &Answer) -> String {
    match answer {
        Answer::Good(_) => "good".to_owned(),
        Answer::Failed(code, domain, _) => format!("error {code} of {domain}"),
        Answer::Lost(why) => why.clone(),
    }
}

fn show(answer: &Answer) -> String {
    match answer {
        Answer::Good(text) => text.clone(),
        Answer::Failed(code, domain, message) => format!("error {code} of domain {domain}: {message}"),
        Answer::Lost(why) => why.clone(),
    }
}

fn events(ours: &[String], stock: &[String]) -> Verdict {
    let Some(at) = (0..ours.len().max(stock.len())).find(|at| ours.get(*at) != stock.get(*at)) else {
        return Verdict::Same;
    };
    // Without names and numbers: the same cause with other objects is the same.
    let kind = |events: &[String]| {
        events.get(at).map_or_else(
            || "none".to_owned(),
            |event| {
                let tail = event.rsplit_once("}, ").map_or(event.as_str(), |(_, tail)| tail);
                tail.to_owned()
            },
        )
    };
    let listed = |events: &[String]| {
        events
            .iter()
            .skip(at.saturating_sub(1))
            .take(4)
            .cloned()
            .collect::<Vec<_>>()
            .join("\n")
    };
    Verdict::Different(Difference {
        step: None,
        signature: format!("events: {} / {}", kind(ours), kind(stock)),
        ours: listed(ours),
        stock: listed(stock),
    })
}

impl std::fmt::Display for Difference {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (ours, stock) = (
            self.ours.lines().collect::<Vec<_>>(),
            self.stock.lines().collect::<Vec<_>>(),
        );
        if ours.len() + stock.len() <= 8 {
            return write!(formatter, "ours:  {}\nstock: {}", self.ours, self.stock);
        }
        // Long texts: only lines that the other one does not have.
        for line in ours.iter().filter(|line| !stock.contains(line)).take(12) {
            writeln!(formatter, "ours:  {line}")?;
        }
        for line in stock.iter().filter(|line| !ours.contains(line)).take(12) {
            writeln!(formatter, "stock: {line}")?;
        }
        if ours.iter().all(|line| stock.contains(line)) && stock.iter().all(|line| ours.contains(line)) {
            write!(
                formatter,
                "the same lines in another order:\nours:\n{}\nstock:\n{}",
                self.ours, self.stock
            )?;
        }
        Ok(())
    }
}
