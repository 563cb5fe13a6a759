//! What libvirt's schemas of a few kinds say beyond the shape: which elements a pool of a type has, how checkpoints are
//! called, which state a snapshot can say that it is of.

use ferrovirt_xml::{Limits, Node, parse};

use super::{Problem, Step};
use crate::snapshot::Snapshot;

/// Types of pools, and the elements each must have, from the pool down.
const NEEDED: &[(&str, &[[&str; 2]])] = &[
    ("dir", &[["target", "path"]]),
    ("fs", &[["source", "device"], ["target", "path"]]),
    ("netfs", &[["source", "host"], ["target", "path"]]),
    ("logical", &[["source", ""]]),
    ("disk", &[["source", "device"], ["target", "path"]]),
    (
        "iscsi",
        &[["source", "host"], ["source", "device"], ["target", "path"]],
    ),
    ("iscsi-direct", &[["source", "host"], ["source", "device"]]),
    ("scsi", &[["source", "adapter"], ["target", "path"]]),
    ("mpath", &[["target", "path"]]),
    ("rbd", &[["source", ""]]),
    ("sheepdog", &[["source", ""]]),
    ("gluster", &[["source", ""]]),
    ("zfs", &[["source", ""]]),
    ("vstorage", &[["source", ""], ["target", "path"]]),
];

/// What libvirt's schema refuses of a document whose shape it accepts.
pub fn grammar(text: &str) -> Vec<Problem> {
    let Ok(tree) = parse(text, Limits::default()) else {
        return Vec::new();
    };
    match tree.root() {
        pool if pool.is("pool") => missing(pool),
        checkpoint if checkpoint.is("domaincheckpoint") => wrong_names(checkpoint),
        snapshot if snapshot.is("domainsnapshot") => wrong_state(snapshot),
        _ => Vec::new(),
    }
}

fn wrong_state(snapshot: Node<'_>) -> Vec<Problem> {
    let state = snapshot.child("state");
    let wrong = state.filter(|state| !Snapshot::STATES.contains(&state.text().trim()));
    let problem = |state: Node<'_>| {
        let why = format!(
            "invalid value '{}', expected one of {}",
            state.text(),
            Snapshot::STATES.join(", ")
        );
        problem(state, why)
    };
    wrong.map(problem).into_iter().collect()
}

fn problem(node: Node<'_>, message: String) -> Problem {
    Problem::new(Step::Shape, node.path(), node.position(), message)
}

/// The elements that a pool lacks.
fn missing(pool: Node<'_>) -> Vec<Problem> {
    let kind = pool.peek("type").unwrap_or_default();
    let needed = NEEDED.iter().find(|(name, _)| *name == kind);
    let needed = needed.map_or(&[][..], |(_, elements)| elements);
    let lacks = |[outer, inner]: &[&'static str; 2]| {
        let of = |node: Node<'_>, name| problem(node, format!("missing element <{name}>"));
        match pool.child(outer) {
            None => Some(of(pool, outer)),
            Some(_) if inner.is_empty() => None,
            Some(found) => found.child(inner).is_none().then(|| of(found, inner)),
        }
    };
    needed.iter().filter_map(lacks).collect()
}

/// Names of checkpoints become names of files.
fn wrong_names(checkpoint: Node<'_>) -> Vec<Problem> {
    let known = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    let is_name = |name: &str| !name.is_empty() && !name.starts_with('.') && name.chars().all(known);
    let parent = checkpoint.child("parent").and_then(|parent| parent.child("name"));
    let names = checkpoint.child("name").into_iter().chain(parent);
    let wrong = names.filter(|name| !is_name(&name.text()));
    let why = "a name is of letters, digits, '_', '-' and '.', which is not the first";
    wrong
        .map(|name| problem(name, format!("invalid value '{}': {why}", name.text())))
        .collect()
}
