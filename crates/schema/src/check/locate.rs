//! From a path in a message back to the place in the text.

use ferrovirt_xml::Node;

/// The element of `domain/devices/disk[2]/target/@dev`, or the nearest around it, and the attribute.
pub(super) fn find<'t, 'p>(root: Node<'t>, path: &'p str) -> (Node<'t>, Option<&'p str>) {
    let mut node = root;
    for step in path.split('/').skip(1) {
        if let Some(attr) = step.strip_prefix('@') {
            return (node, Some(attr));
        }
        let (name, number) = match step.split_once('[') {
            Some((name, rest)) => (name, rest.trim_end_matches(']').parse().unwrap_or(1)),
            None => (step, 1_usize),
        };
        let next = node
            .children()
            .filter(|c| c.name() == name)
            .nth(number.saturating_sub(1));
        match next {
            Some(next) => node = next,
            None => break,
        }
    }
    (node, None)
}
