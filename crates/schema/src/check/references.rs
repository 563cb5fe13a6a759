//! What one part of a document says of another.

mod addresses;
mod domain;
mod network;

use ferrovirt_xml::{Limits, XmlError, parse};

use super::locate::find;
use super::readable::{counterpart, readable};
use super::{Problem, Step};
use crate::Kind;
use crate::domain::Domain;
use crate::network::Network;
use crate::pool::Pool;

/// A finding: where and what.
type Finding = (String, String);

/// All contradictions within a document, and what libvirt refuses when it reads it. Parts that cannot be read are
/// left out; the error is that the whole cannot.
pub fn references(kind: &Kind, text: &str) -> Result<Vec<Problem>, XmlError> {
    let found = |findings: Vec<Finding>, rest: String, refused: Vec<Problem>| (findings, rest, refused);
    let (findings, rest, mut problems) = match kind.name {
        "domain" => {
            readable(text, Domain::parse).map(|r| found(domain::findings(&r.value), r.rest, r.refused))?
        }
        "network" => {
            readable(text, Network::parse).map(|r| found(network::findings(&r.value), r.rest, r.refused))?
        }
        "pool" => readable(text, Pool::parse).map(|mut r| found(of_pool(&mut r.value), r.rest, r.refused))?,
        _ => return readable(text, |text| kind.unknown(text)).map(|r| r.refused),
    };
    let whole = parse(text, Limits::default())?;
    let read = parse(&rest, Limits::default())?;
    problems.extend(findings.into_iter().map(|(path, message)| {
        // Where parts were left out, elements have other numbers.
        let (node, attr) = find(read.root(), &path);
        let node = counterpart(&whole, node);
        let place = attr.map_or_else(|| node.position(), |attr| node.attr_position(attr));
        let path = match (rest == text, attr) {
            (true, _) => path,
            (false, Some(attr)) => format!("{}/@{attr}", node.path()),
            (false, None) => node.path(),
        };
        Problem::new(Step::References, path, place, message)
    }));
    Ok(problems)
}

fn of_pool(pool: &mut Pool) -> Vec<Finding> {
    let refused = pool.settle().err();
    refused
        .map(|e| (e.path().to_owned(), e.kind().to_string()))
        .into_iter()
        .collect()
}
