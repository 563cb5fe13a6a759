//! Carries changes over to a canonical document.

use ferrovirt_xml::{FromXml, Limits, RawElement, RawNode, XmlError, parse};

use crate::change::diff::{holds, known};
use crate::change::{Change, Path, Pick, Step, What, key};
use crate::model::{Element, Holds};

/// Why a change does not fit a document.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PatchError {
    /// The text is not a change.
    #[error("not a change: {0}")]
    Malformed(String),
    /// The place is not there.
    #[error("{path}: there is no such place in this document")]
    Place {
        /// The place.
        path: Path,
    },
    /// Something else is there than was before the change.
    #[error("{path}: '{found}' is there, the change begins with '{expected}'")]
    Other {
        /// The place.
        path: Path,
        /// What is there.
        found: String,
        /// What should be.
        expected: String,
    },
    /// What comes is there already.
    #[error("{path}: it is there already")]
    There {
        /// The place.
        path: Path,
    },
    /// A document that is not a good one.
    #[error("the document is not a good one")]
    Document(#[source] XmlError),
}

/// Makes the changes. What was changed in that way before stays.
pub(crate) fn patch(root: &mut RawElement, changes: &[Change], holds: Holds) -> Result<(), PatchError> {
    let refs: Vec<&Change> = changes.iter().collect();
    if let Some(stray) = refs
        .iter()
        .find(|c| c.path.steps().first().map(|s| &s.name) != Some(&root.name))
    {
        return Err(PatchError::Place {
            path: stray.path.clone(),
        });
    }
    apply(root, &refs, 1, &[holds])
}

/// Makes the changes whose paths go through `element`, which is their step before `depth`.
fn apply(
    element: &mut RawElement,
    changes: &[&Change],
    depth: usize,
    own: &[Holds],
) -> Result<(), PatchError> {
    let model = Element::of(own, None);
    let mut groups: Vec<(&Step, Vec<&Change>)> = Vec::new();
    for change in changes {
        let Some(step) = change.path.steps().get(depth) else {
            if let What::Replaced { before, after } = &change.what {
                replace(element, before, after, &change.path)?;
            }
            continue;
        };
        match groups.iter_mut().find(|(s, _)| *s == step) {
            Some((_, group)) => group.push(change),
            None => groups.push((step, vec![change])),
        }
    }
    // Places are those of the document before: all are found before anything moves.
    let (mut gone, mut came) = (Vec::new(), Vec::new());
    for (step, group) in groups {
        if step.name.starts_with('@') || step.name == "$text" {
            for change in group {
                set(element, step, change)?;
            }
            continue;
        }
        let at = find(element, step, &model);
        let mut within = Vec::new();
        for change in group {
            let last = change.path.steps().len() == depth + 1;
            match (&change.what, last) {
                (What::Added { xml, index }, true) => came.push((step, read(xml)?, *index, change)),
                (What::Removed { .. }, true) => gone.extend(at),
                _ => within.push(change),
            }
        }
        if within.is_empty() {
            continue;
        }
        match at.and_then(|at| element.children.get_mut(at)) {
            Some(RawNode::Element(child)) => {
                let holds: Vec<Holds> = holds(known(&model, &child.name)).to_vec();
                apply(child, &within, depth + 1, &holds)?;
            }
            _ => {
                let path = within.first().map(|c| c.path.clone());
                return Err(PatchError::Place {
                    path: path.unwrap_or_else(|| Path::root(&element.name)),
                });
            }
        }
    }
    for (step, new, _, change) in &came {
        if let Pick::Key { .. } | Pick::Only = step.pick
            && let Some(at) = find(element, step, &model)
            && !gone.contains(&at)
            && !matches!(element.children.get(at), Some(RawNode::Element(old)) if old == new)
        {
            return Err(PatchError::There {
                path: change.path.clone(),
            });
        }
    }
    let already: Vec<bool> = came
        .iter()
        .map(|(step, ..)| {
            !matches!(step.pick, Pick::Index(_))
                && find(element, step, &model).is_some_and(|at| !gone.contains(&at))
        })
        .collect();
    gone.sort_unstable();
    gone.dedup();
    for at in gone.into_iter().rev() {
        element.children.remove(at);
    }
    came.sort_by_key(|(_, _, index, _)| *index);
    for ((step, new, index, _), already) in came.into_iter().zip(already) {
        if !already {
            insert(element, &step.name, new, index, &model);
        }
    }
    Ok(())
}

fn members<'e>(
    element: &'e RawElement,
    name: &'e str,
    model: &'e Element,
) -> impl Iterator<Item = (usize, &'e RawElement)> {
    element
        .children
        .iter()
        .enumerate()
        .filter_map(move |(at, child)| match child {
            RawNode::Element(child) => {
                let is = match name {
                    "*" => known(model, &child.name).is_some_and(|c| c.ordered),
                    name => child.name == name,
                };
                is.then_some((at, child))
            }
            _ => None,
        })
}

/// The index among all children of what a step leads to.
fn find(element: &RawElement, step: &Step, model: &Element) -> Option<usize> {
    let mut members = members(element, &step.name, model);
    match &step.pick {
        Pick::Only => members.next(),
        Pick::Index(n) => members.nth(*n),
        Pick::Key { by, value } => members.find(|(_, e)| key::value(e, by).as_ref() == Some(value)),
    }
    .map(|(at, _)| at)
}

fn insert(element: &mut RawElement, name: &str, new: RawElement, index: usize, model: &Element) {
    let at = members(element, name, model).nth(index).map(|(at, _)| at);
    let last = members(element, name, model).last().map(|(at, _)| at + 1);
    let at = at.or(last).unwrap_or(element.children.len());
    element.children.insert(at, RawNode::Element(new));
}

fn read(xml: &str) -> Result<RawElement, PatchError> {
    let tree = parse(xml, Limits::default()).map_err(PatchError::Document)?;
    RawElement::from_xml(tree.root()).map_err(PatchError::Document)
}

fn replace(element: &mut RawElement, before: &str, after: &str, path: &Path) -> Result<(), PatchError> {
    let (old, new) = (read(before)?, read(after)?);
    let found = element.to_xml();
    if read(&found)? != old && *element != new {
        return Err(PatchError::Other {
            path: path.clone(),
            found,
            expected: before.to_owned(),
        });
    }
    *element = new;
    Ok(())
}

fn set(element: &mut RawElement, step: &Step, change: &Change) -> Result<(), PatchError> {
    let What::Set { before, after } = &change.what else {
        return Err(PatchError::Place {
            path: change.path.clone(),
        });
    };
    let attr = step.name.strip_prefix('@');
    let found = match attr {
        Some(name) => element.attr(name).map(str::to_owned),
        None => Some(element.text().into_owned()).filter(|t| !t.is_empty()),
    };
    if found != *before && found != *after {
        return Err(PatchError::Other {
            path: change.path.clone(),
            found: found.unwrap_or_default(),
            expected: before.clone().unwrap_or_default(),
        });
    }
    match attr {
        Some(name) => {
            let place = element.attrs.iter().position(|(n, _)| n == name);
            match (place, after) {
                (Some(at), Some(value)) => element.attrs[at].1.clone_from(value),
                (Some(at), None) => drop(element.attrs.remove(at)),
                (None, Some(value)) => element.attrs.push((name.to_owned(), value.clone())),
                (None, None) => {}
            }
        }
        None => {
            element.children.retain(|c| !matches!(c, RawNode::Text(_)));
            if let Some(text) = after {
                element.children.insert(0, RawNode::Text(text.clone()));
            }
        }
    }
    Ok(())
}
