//! Everything that is wrong with a document, at once, in three steps that can be taken alone:
//!
//! 1. [`shape()`]: names, places, counts and values, judged as libvirt's schemas judge them;
//! 2. [`references()`]: what one part of a document says of another;
//! 3. [`host()`]: what the document asks of a host, against that host's domain capabilities.

mod grammar;
mod host;
mod locate;
mod problem;
mod readable;
mod references;
mod shape;

pub use grammar::grammar;
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
    let Some(kind) = Kind::of_root(root) else {
        return Ok(());
    };
    let mut problems = shape(kind, text);
    if problems.is_empty() {
        problems = grammar(text);
    }
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

    #[test]
    fn a_checkpoint_is_called_as_a_file_can_be() {
        let named = |name: &str| {
            let text = format!("<domaincheckpoint><name>{name}</name></domaincheckpoint>");
            accepted("domaincheckpoint", &text).is_ok()
        };
        assert!(named("c1") && named("a.b-c_d"));
        assert!(!named("") && !named("a/b") && !named(".a"));
    }

    #[test]
    fn a_pool_has_the_parts_of_its_type() {
        let pool = |kind: &str, parts: &str| {
            accepted(
                "pool",
                &format!("<pool type='{kind}'><name>p</name>{parts}</pool>"),
            )
        };
        let target = "<target><path>/p</path></target>";
        assert!(pool("dir", target).is_ok());
        assert!(pool("dir", "<target/>").is_err() && pool("iscsi", target).is_err());
        let source = "<source><host name='h'/><device path='iqn.2000-01.example:x'/></source>";
        assert!(pool("iscsi", &format!("{source}{target}")).is_ok());
        assert!(pool("iscsi", &format!("<source/>{target}")).is_err());
    }
}
