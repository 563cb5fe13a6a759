//! What one part of a document says of another.

mod addresses;
mod domain;
mod network;

use ferrovirt_xml::{Limits, XmlError, parse};

use super::locate::locate;
use super::{Problem, Step};
use crate::Kind;
use crate::domain::Domain;
use crate::network::Network;

/// A finding: where and what.
type Finding = (String, String);

/// All contradictions within a document. The error is that it cannot be read at all.
pub fn references(kind: &Kind, text: &str) -> Result<Vec<Problem>, XmlError> {
    let findings: Vec<Finding> = match kind.name {
        "domain" => domain::findings(&Domain::parse(text)?),
        "network" => network::findings(&Network::parse(text)?),
        _ => Vec::new(),
    };
    let tree = parse(text, Limits::default())?;
    Ok(findings
        .into_iter()
        .map(|(path, message)| {
            let place = locate(tree.root(), &path);
            Problem::new(Step::References, path, place, message)
        })
        .collect())
}
