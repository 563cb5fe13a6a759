//! A lane is a table of cases; running one prints a line for each.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Instant;

/// Why a case did not pass.
#[derive(Debug)]
pub enum Problem {
    Failed(String),
    /// The daemon answered a call with an error; everything else that fails is not its answer.
    Refused(String),
    /// What the case needs is not here. Begins with `optional:` when a test machine may well lack it.
    Skipped(String),
}

pub type Outcome<T = ()> = Result<T, Problem>;

impl From<String> for Problem {
    fn from(message: String) -> Self {
        Self::Failed(message)
    }
}

impl From<&str> for Problem {
    fn from(message: &str) -> Self {
        Self::Failed(message.to_owned())
    }
}

impl From<std::io::Error> for Problem {
    fn from(error: std::io::Error) -> Self {
        Self::Failed(error.to_string())
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Failed(message) | Self::Refused(message) => formatter.write_str(message),
            Self::Skipped(reason) => write!(formatter, "skipped: {reason}"),
        }
    }
}

/// Fails with a message unless a condition holds.
pub fn require(condition: bool, message: impl FnOnce() -> String) -> Outcome {
    if condition {
        Ok(())
    } else {
        Err(Problem::Failed(message()))
    }
}

/// Fails unless a text holds another, showing both.
pub fn require_text(text: &str, wanted: &str) -> Outcome {
    require(text.contains(wanted), || {
        format!("expected {wanted:?} in:\n{text}")
    })
}

/// Fails unless two values are equal, showing both.
pub fn require_equal<T: PartialEq + std::fmt::Debug>(what: &str, found: T, expected: T) -> Outcome {
    require(found == expected, || {
        format!("{what} is {found:?} and should be {expected:?}")
    })
}

/// A named test.
#[derive(Clone, Copy)]
pub struct Case {
    pub name: &'static str,
    pub run: fn() -> Outcome,
}

/// Runs the cases whose name holds the filter; answers whether none failed.
pub fn run(lane: &str, cases: &[Case], filter: Option<&str>) -> bool {
    let mut good = true;
    for case in cases {
        let name = format!("{lane}::{}", case.name);
        if filter.is_some_and(|filter| !name.contains(filter)) {
            continue;
        }
        let start = Instant::now();
        let outcome = catch_unwind(AssertUnwindSafe(case.run))
            .unwrap_or_else(|_| Err(Problem::Failed("panicked".to_owned())));
        match outcome {
            Ok(()) => println!("test {name} ... ok ({} ms)", start.elapsed().as_millis()),
            Err(Problem::Skipped(reason)) => println!("test {name} ... skipped: {reason}"),
            Err(Problem::Failed(message) | Problem::Refused(message)) => {
                good = false;
                println!("test {name} ... FAILED ({} ms)", start.elapsed().as_millis());
                for line in message.lines() {
                    println!("    {line}");
                }
            }
        }
    }
    good
}
