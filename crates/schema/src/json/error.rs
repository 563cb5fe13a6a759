//! What is wrong with a JSON view.

use ferrovirt_xml::XmlError;

/// Why a JSON text is not a document.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum JsonError {
    /// Not JSON.
    #[error("not JSON")]
    Syntax(#[source] serde_json::Error),
    /// Not an object with one member named for an element.
    #[error("an object with one member expected, named for the document's element: 'domain', 'network', …")]
    Root,
    /// A member that the element does not have.
    #[error("{pointer}: no member '{found}' here{}", hint(.nearest.as_deref()))]
    Unknown {
        /// JSON pointer of the object.
        pointer: String,
        /// The member.
        found: String,
        /// The member that may have been meant.
        nearest: Option<String>,
    },
    /// A value of another type than the place has.
    #[error("{pointer}: {expected} expected")]
    Type {
        /// JSON pointer of the value.
        pointer: String,
        /// What is expected.
        expected: &'static str,
    },
    /// The document itself is wrong.
    #[error("the document is not a good one")]
    Document(#[source] XmlError),
}

fn hint(word: Option<&str>) -> String {
    word.map_or_else(String::new, |w| format!("; did you mean '{w}'?"))
}
