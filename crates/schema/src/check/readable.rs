//! What of a document can be read although parts of it cannot, so that all that is wrong with it is told at once.

use super::locate::find;
use super::{Problem, Step};
use ferrovirt_xml::{Limits, Node, Tree, XmlError, XmlErrorKind, parse};

/// Most parts that are left out of a document, and most bytes that are read to find them.
const PARTS: usize = 64;
const WORK: usize = 16 << 20;

/// A document without the parts that are refused.
pub(super) struct Readable<T> {
    /// What could be read.
    pub value: T,
    /// Its text: blanks stand where parts were left out, so that everything else is at the same offsets.
    pub rest: String,
    /// Why parts were left out.
    pub refused: Vec<Problem>,
}

/// Reads a document. Parts that are refused are left out. The error is that nothing can be read.
pub(super) fn readable<T>(
    text: &str,
    read: impl Fn(&str) -> Result<T, XmlError>,
) -> Result<Readable<T>, XmlError> {
    let whole = parse(text, Limits::default())?;
    let mut rest = text.to_owned();
    let mut refused = Vec::new();
    for _ in 0..PARTS.min(WORK / text.len().max(1)) {
        let error = match read(&rest) {
            Ok(value) => return Ok(Readable { value, rest, refused }),
            Err(error) => error,
        };
        let Some((less, problem)) = without(&rest, &error, &whole) else {
            return Err(error);
        };
        rest = less;
        // What was left out is missing then, which is no news.
        let within = |p: &Problem| {
            let inner = p.path.strip_prefix(&problem.path);
            inner.is_some_and(|inner| inner.starts_with('/'))
        };
        if !(matches!(error.kind(), XmlErrorKind::Missing { .. }) && refused.iter().any(within)) {
            refused.push(problem);
        }
    }
    let value = read(&rest)?;
    Ok(Readable { value, rest, refused })
}

/// The text without what was refused, if that is not the whole document, and the refusal.
fn without(text: &str, error: &XmlError, whole: &Tree<'_>) -> Option<(String, Problem)> {
    let tree = parse(text, Limits::default()).ok()?;
    let (node, attr) = find(tree.root(), error.path());
    let mut problem = Problem::of_error(Step::References, error);
    // Where parts were left out before, elements have other numbers.
    let there = counterpart(whole, node).path();
    problem.path = attr.map_or(there.clone(), |attr| format!("{there}/@{attr}"));
    let outermost = node.span() == tree.root().span();
    if let (true, Some(attr), XmlErrorKind::Invalid { found, why }) = (outermost, attr, error.kind())
        && let Some(meant) = with_word(text, node, attr, found, why.nearest)
    {
        return Some((meant, problem));
    }
    let (from, to) = match attr.and_then(|attr| node.attr_span(attr)) {
        Some(span) => span,
        None => Some(node.span()).filter(|_| !outermost)?,
    };
    let blank = |b: u8| if b == b'\n' { '\n' } else { ' ' };
    let blanks: String = text.get(from..to)?.bytes().map(blank).collect();
    let rest = format!("{}{blanks}{}", text.get(..from)?, text.get(to..)?);
    Some((rest, problem))
}

/// The text with the word that was meant in an attribute of the outermost element, without which nothing can be read.
fn with_word(text: &str, node: Node<'_>, attr: &str, found: &str, meant: Option<&str>) -> Option<String> {
    let word = meant.filter(|word| word.len() <= found.len())?;
    let (_, end) = node.attr_span(attr)?;
    let start = end.checked_sub(1 + found.len())?;
    let quote = text.get(end - 1..end)?;
    text.get(start..end - 1).filter(|value| *value == found)?;
    let blanks = " ".repeat(found.len() - word.len());
    Some(format!(
        "{}{word}{quote}{blanks}{}",
        text.get(..start)?,
        text.get(end..)?
    ))
}

/// The same element in the tree of the whole text.
pub(super) fn counterpart<'t>(whole: &'t Tree<'_>, node: Node<'_>) -> Node<'t> {
    whole.at(node.span().0).unwrap_or(whole.root())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Domain, DomainType};
    use crate::network::Network;

    #[test]
    fn what_is_refused_is_left_out_and_told() {
        let text = "<network>\n<name>n</name><bridge name='b' delay='é'/>\n<ip address='x'/><ip address='10.0.0.1' prefix='8'/></network>";
        let read = readable(text, Network::parse).unwrap();
        assert_eq!((read.value.ips.len(), read.rest.len()), (2, text.len()));
        assert_eq!(read.value.ips[0].address, None);
        assert_eq!(read.value.bridge.unwrap().delay, None);
        let mut places: Vec<&str> = read.refused.iter().map(|p| p.path.as_str()).collect();
        places.sort_unstable();
        assert_eq!(places, ["network/bridge/@delay", "network/ip[1]/@address"]);
        assert!(readable("<network/>", Network::parse).is_err());
        assert!(readable("<net", Network::parse).is_err());
    }

    #[test]
    fn what_was_left_out_is_not_called_missing() {
        let text = "<domain type='kvm'><name>n</name><memory>1</memory><os><type>hvm</type></os>\
            <devices><input type='zz'/></devices></domain>";
        let read = readable(text, Domain::parse).unwrap();
        let places: Vec<&str> = read.refused.iter().map(|p| p.path.as_str()).collect();
        assert_eq!(places, ["domain/devices/input/@type"]);
    }

    #[test]
    fn a_wrong_word_on_the_outermost_element_does_not_hide_the_rest() {
        let text = "<domain type='kvmm'><name>n</name><vcpu>x</vcpu></domain>";
        let read = readable(text, Domain::parse).unwrap();
        assert_eq!(
            (read.value.domain_type, read.rest.len()),
            (DomainType::Kvm, text.len())
        );
        assert_eq!(read.refused.len(), 2);
    }
}
