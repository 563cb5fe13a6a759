//! What tells the members of a list apart.

use std::collections::BTreeSet;

use ferrovirt_xml::RawElement;

/// The value of a key in an element. A key is a path of elements that ends in `@attribute` or `$text`;
/// several of them joined by `+` are taken together.
pub(super) fn value(element: &RawElement, key: &str) -> Option<String> {
    let parts: Option<Vec<String>> = key.split('+').map(|path| single(element, path)).collect();
    parts.map(|p| p.join(","))
}

fn single(element: &RawElement, path: &str) -> Option<String> {
    match path.split_once('/') {
        Some((child, rest)) => single(element.elements().find(|e| e.name == child)?, rest),
        None => match path.strip_prefix('@') {
            Some(attr) => element.attr(attr).map(str::to_owned),
            None => Some(element.text().into_owned()).filter(|t| !t.is_empty()),
        },
    }
}

/// The first key that tells all members of both lists apart.
pub(super) fn common<'k>(keys: &[&'k str], before: &[&RawElement], after: &[&RawElement]) -> Option<&'k str> {
    let distinct = |list: &[&RawElement], key: &str| {
        let mut seen = BTreeSet::new();
        list.iter().all(|e| value(e, key).is_some_and(|v| seen.insert(v)))
    };
    keys.iter()
        .find(|key| distinct(before, key) && distinct(after, key))
        .copied()
}
