//! What of a document can be read although parts of it cannot, so that all that is wrong with it is told at once.

use super::locate::find;
use ferrovirt_xml::{Limits, Node, Tree, XmlError, parse};

/// Most parts that are left out of a document, and most bytes that are read to find them.
const PARTS: usize = 64;
const WORK: usize = 16 << 20;

/// Reads a document. Parts that are refused are left out: blanks stand where they were, so that the text that comes
/// back has everything else at the same offsets. The error is that nothing can be read.
pub(super) fn readable<T>(
    text: &str,
    read: fn(&str) -> Result<T, XmlError>,
) -> Result<(T, String), XmlError> {
    let mut rest = text.to_owned();
    for _ in 0..PARTS.min(WORK / text.len().max(1)) {
        match read(&rest) {
            Ok(value) => return Ok((value, rest)),
            Err(error) => rest = without(&rest, error.path()).ok_or(error)?,
        }
    }
    read(&rest).map(|value| (value, rest))
}

/// The text without what stands at a path, if that is not the whole document.
fn without(text: &str, path: &str) -> Option<String> {
    let tree = parse(text, Limits::default()).ok()?;
    let (node, attr) = find(tree.root(), path);
    let (from, to) = match attr.and_then(|attr| node.attr_span(attr)) {
        Some(span) => span,
        None => Some(node.span()).filter(|(from, _)| *from != tree.root().span().0)?,
    };
    let blank = |b: u8| if b == b'\n' { '\n' } else { ' ' };
    let blanks: String = text.get(from..to)?.bytes().map(blank).collect();
    Some(format!("{}{blanks}{}", text.get(..from)?, text.get(to..)?))
}

/// The same element in the tree of the whole text.
pub(super) fn counterpart<'t>(whole: &'t Tree<'_>, node: Node<'_>) -> Node<'t> {
    whole.at(node.span().0).unwrap_or(whole.root())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::Network;

    #[test]
    fn what_is_refused_is_left_out() {
        let text = "<network>\n<name>n</name><bridge name='b' delay='é'/>\n<ip address='x'/><ip address='10.0.0.1' prefix='8'/></network>";
        let (network, rest) = readable(text, Network::parse).unwrap();
        assert_eq!((network.ips.len(), rest.len()), (2, text.len()));
        assert_eq!(network.ips[0].address, None);
        assert_eq!(network.bridge.unwrap().delay, None);
        assert!(readable("<network/>", Network::parse).is_err());
        assert!(readable("<net", Network::parse).is_err());
    }
}
