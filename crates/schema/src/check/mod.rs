//! Everything that is wrong with a document, at once, in three steps that can be taken alone:
//!
//! 1. [`shape()`]: names, places, counts and values, judged as libvirt's schemas judge them;
//! 2. [`references()`]: what one part of a document says of another, and what libvirt refuses to read although its
//!    schema lets it pass;
//! 3. [`host()`]: what the document asks of a host, against that host's domain capabilities.

mod grammar;
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
use ferrovirt_xml::Limits;

/// Refuses a document that its schema does not accept, with the first reason: what callers of drivers ask for
/// with `VALIDATE`. A text that is not XML, or of another or unknown kind, is for the reader to refuse.
pub fn accepted(root: &str, text: &str) -> Result<()> {
    let Some(kind) = Kind::of_root(root) else {
        return Ok(());
    };
    if ferrovirt_xml::parse(text, Limits::default()).is_ok_and(|tree| !tree.root().is(root)) {
        return Ok(());
    }
    match shape(kind, text).first() {
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
    match references(kind, text) {
        Ok(found) => {
            // A place that is wrong already is not reported again.
            for problem in found {
                let known = |p: &Problem| (p.line, p.column) == (problem.line, problem.column);
                if !problems.iter().any(known) {
                    problems.push(problem);
                }
            }
        }
        Err(e) if problems.is_empty() => problems.push(Problem::of_error(Step::References, &e)),
        Err(_) => {}
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

    #[test]
    fn values_and_orders_are_held_against_the_schema() {
        let domain = |parts: &str| {
            let text = format!("<domain type='kvm'><name>g</name>{parts}</domain>");
            let found = shape(Kind::find("domain").unwrap(), &text);
            found
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join("; ")
        };
        assert_eq!(domain("<memory unit='KiB'>1024</memory>"), "");
        assert!(
            domain("<memory unit='kibi'>1024</memory>")
                .contains("domain/memory/@unit: invalid value 'kibi', expected a unit")
        );
        let disk = |source: &str| {
            domain(&format!(
                "<devices><disk type='file'>{source}<target dev='vda'/></disk></devices>"
            ))
        };
        assert_eq!(disk("<source file='/a'/>"), "");
        assert!(disk("<source file='a'/>").contains("expected an absolute path"));
        assert!(disk("<source file='/a'/><backingStore/>").is_empty());
        let interface =
            "<interface type='ethernet' name='e'><vlan tag='1'><interface name='f'/></vlan></interface>";
        let found = shape(Kind::find("interface").unwrap(), interface);
        assert!(found.iter().any(|p| p.path == "interface/vlan"), "{found:?}");
        let device = "<device><parent>p</parent><name>n</name></device>";
        let found = shape(Kind::find("nodedev").unwrap(), device);
        assert!(
            found[0].message.contains("<name> has to stand before <parent>"),
            "{found:?}"
        );
    }

    #[test]
    fn what_only_reading_refuses_is_told_by_the_second_step() {
        let kind = Kind::find("domain").unwrap();
        let text = "<domain type='kvm'><name>g</name><memory>1</memory><devices><disk type='file'><target dev='vda'/></disk>\
            <controller type='usb' index='4294967295'/></devices></domain>";
        assert!(shape(kind, text).is_empty());
        let found = references(kind, text).unwrap();
        assert!(found.iter().all(|p| p.step == Step::References));
        let all = check(kind, "<domain type='kvmm'><name>g</name><bogus/></domain>");
        assert!(all.len() >= 2, "{all:?}");
    }
}
