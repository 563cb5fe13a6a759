//! Waiting for something to become so, with a bound.

use std::time::{Duration, Instant};

use super::case::{Outcome, Problem};

const INTERVAL: Duration = Duration::from_millis(5);

/// Looks until a value is there; the message says what was waited for.
pub fn until<T>(what: &str, limit: Duration, mut look: impl FnMut() -> Option<T>) -> Outcome<T> {
    let start = Instant::now();
    loop {
        if let Some(value) = look() {
            return Ok(value);
        }
        if start.elapsed() > limit {
            return Err(Problem::Failed(format!(
                "{what} did not come about within {limit:?}"
            )));
        }
        std::thread::sleep(INTERVAL);
    }
}

/// The same for a plain condition.
pub fn until_true(what: &str, limit: Duration, mut look: impl FnMut() -> bool) -> Outcome {
    until(what, limit, || look().then_some(()))
}
