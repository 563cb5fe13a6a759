//! What is wrong with a JSON view.

use ferrovirt_xml::{XmlError, XmlErrorKind};

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
    #[error("{pointer}: {kind}")]
    Document {
        /// JSON pointer of the member.
        pointer: String,
        /// What is wrong with it.
        kind: XmlErrorKind,
    },
}

impl JsonError {
    /// An error of the document that the JSON stands for, at the member instead of a place in a text that nobody
    /// has seen.
    pub(crate) fn of_document(error: &XmlError) -> Self {
        let pointer = error.path().split('/').fold(String::new(), |pointer, step| {
            let step = step.trim_start_matches('@');
            match step.strip_suffix(']').and_then(|step| step.split_once('[')) {
                Some((name, number)) => {
                    let index = number.parse::<usize>().map_or(0, |n| n.saturating_sub(1));
                    format!("{pointer}/{name}/{index}")
                }
                None => format!("{pointer}/{step}"),
            }
        });
        JsonError::Document {
            pointer,
            kind: error.kind().clone(),
        }
    }
}

fn hint(word: Option<&str>) -> String {
    word.map_or_else(String::new, |w| format!("; did you mean '{w}'?"))
}
