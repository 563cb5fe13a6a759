//! Everything that is wrong with a document, at once, in three steps that can be taken alone:
//!
//! 1. [`shape()`]: names, places, counts and values, judged as libvirt's schemas judge them;
//! 2. [`references()`]: what one part of a document says of another;
//! 3. [`host()`]: what the document asks of a host, against that host's domain capabilities.

mod host;
mod locate;
mod problem;
mod references;
mod shape;

pub use host::host;
pub use problem::{Problem, Step};
pub use references::references;
pub use shape::shape;

use crate::Kind;

/// The first two steps. The second is left out when the first leaves nothing to look at.
pub fn check(kind: &Kind, text: &str) -> Vec<Problem> {
    let mut problems = shape(kind, text);
    if let Ok(found) = references(kind, text) {
        // A place that is wrong already is not reported again.
        for problem in found {
            let known = |p: &Problem| (p.line, p.column) == (problem.line, problem.column);
            if !problems.iter().any(known) {
                problems.push(problem);
            }
        }
    }
    problems.sort_by_key(|p| (p.line, p.column));
    problems
}
