//! Numbers that belong to one run of a guest.

use ferrovirt_xml::{Node, XmlError};

/// A number that the host gives when a guest starts. What somebody else wrote there means nothing.
pub(crate) fn of_run(node: Node<'_>, name: &str) -> Result<Option<u32>, XmlError> {
    match node.value(name) {
        Err(_) if !node.is_lenient() => Ok(None),
        number => number,
    }
}
