//! Carries the difference of two canonical documents over to the source of the first.

use crate::raw::{RawElement, RawNode};

/// Changes `source` by what differs between `before`, its own canonical form, and `after`.
pub(crate) fn patch(source: &mut RawElement, before: &RawElement, after: &RawElement) {
    if before == after {
        return;
    }
    patch_attrs(source, before, after);
    patch_text(source, before, after);
    patch_children(source, before, after);
}

fn patch_attrs(source: &mut RawElement, before: &RawElement, after: &RawElement) {
    source
        .attrs
        .retain(|(name, _)| before.attr(name).is_none() || after.attr(name).is_some());
    for (name, value) in &after.attrs {
        if before.attr(name) == Some(value) {
            continue;
        }
        match source.attrs.iter_mut().find(|(n, _)| n == name) {
            Some((_, old)) => old.clone_from(value),
            None => source.attrs.push((name.clone(), value.clone())),
        }
    }
}

fn patch_text(source: &mut RawElement, before: &RawElement, after: &RawElement) {
    let text = after.text();
    if before.text() == text {
        return;
    }
    source.children.retain(|c| !matches!(c, RawNode::Text(_)));
    if !text.is_empty() {
        source.children.insert(0, RawNode::Text(text.into_owned()));
    }
}

fn patch_children(source: &mut RawElement, before: &RawElement, after: &RawElement) {
    let mut names: Vec<&str> = Vec::new();
    for child in before.elements().chain(after.elements()) {
        if !names.contains(&child.name.as_str()) {
            names.push(&child.name);
        }
    }
    for name in names {
        let old: Vec<&RawElement> = before.elements().filter(|e| e.name == name).collect();
        let new: Vec<&RawElement> = after.elements().filter(|e| e.name == name).collect();
        patch_named(source, name, &old, &new);
    }
}

/// The children of one name: the n-th of the source is the n-th of `old`.
fn patch_named(source: &mut RawElement, name: &str, old: &[&RawElement], new: &[&RawElement]) {
    let partners = pair(old, new);
    let mut at = 0;
    let mut insert = None;
    let mut index = 0;
    while index < source.children.len() {
        let RawNode::Element(child) = &mut source.children[index] else {
            index += 1;
            continue;
        };
        if child.name != name {
            index += 1;
            continue;
        }
        // More of them in the source than were understood: the rest stays.
        match partners.get(at) {
            Some(None) => {
                source.children.remove(index);
            }
            Some(Some(partner)) => {
                patch(child, old[at], new[*partner]);
                index += 1;
                insert = Some(index);
            }
            None => index += 1,
        }
        at += 1;
    }
    let mut insert = insert.unwrap_or(source.children.len());
    let mut known = vec![false; new.len()];
    partners.iter().take(at).flatten().for_each(|n| known[*n] = true);
    for (added, known) in new.iter().zip(known) {
        if !known {
            source.children.insert(insert, RawNode::Element((*added).clone()));
            insert += 1;
        }
    }
}

/// For each of `old` the one of `new` that it became: equal ones first, then those left in order.
fn pair(old: &[&RawElement], new: &[&RawElement]) -> Vec<Option<usize>> {
    let mut partners = vec![None; old.len()];
    if old.len() == new.len() {
        return (0..old.len()).map(Some).collect();
    }
    // Equal runs at both ends; what is between was changed, added or removed.
    let front = old.iter().zip(new).take_while(|(o, n)| o == n).count();
    let room = old.len().min(new.len()) - front;
    let back = old
        .iter()
        .rev()
        .zip(new.iter().rev())
        .take(room)
        .take_while(|(o, n)| o == n)
        .count();
    for (i, partner) in partners.iter_mut().enumerate() {
        if i < front {
            *partner = Some(i);
        } else if i >= old.len() - back {
            *partner = Some(i + new.len() - old.len());
        } else if i < new.len() - back {
            *partner = Some(i);
        }
    }
    partners
}
