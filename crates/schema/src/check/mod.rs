//! Everything that is wrong with a document, at once, in three steps that can be taken alone:
//!
//! 1. [`shape()`]: names, places, counts and values, judged as libvirt's schemas judge them;
//! 2. [`references()`]: what one part of a document says of another;
//! 3. [`host()`]: what the document asks of a host, against that host's domain capabilities.

mod host;
mod locate;
mod problem;
mod readable;
mod references;
mod shape;

pub use host::host;
pub use problem::{Problem, Step};
pub use references::references;
pub use shape::shape;

use crate::Kind;
use ferrovirt_types::consts::{ErrorDomain, ErrorNumber};
use ferrovirt_types::{Error, Result};

/// Refuses a document that its schema does not accept, with the first reason: what callers of drivers ask for
/// with `VALIDATE`. A text that is not XML, or of a kind that is not known, is for the reader to refuse.
pub fn accepted(root: &str, text: &str) -> Result<()> {
    let problems = Kind::of_root(root).map_or_else(Vec::new, |kind| shape(kind, text));
    match problems.first() {
        Some(first) if first.step != Step::Syntax => Err(Error::new(
            ErrorNumber::XmlInvalidSchema,
            ErrorDomain::Xml,
            first.to_string(),
        )),
        _ => Ok(()),
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_schema_accepts_or_says_where_not() {
        let good = "<network><name>n</name></network>";
        assert!(accepted("network", good).is_ok());
        let error = accepted("network", &good.replace("<name>", "<bogus/><name>")).unwrap_err();
        assert!(error.is(ErrorNumber::XmlInvalidSchema));
        assert!(error.message().contains("bogus"), "{error}");
        assert!(accepted("network", "no XML").is_ok());
    }
}
