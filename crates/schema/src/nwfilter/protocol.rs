//! What a rule asks of one protocol.

use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_xml::{Node, ToXml, Writer, XmlError, XmlErrorKind, YesNo};

use crate::nwfilter::value::variable;
use crate::nwfilter::{Field, ProtocolKind};

/// `<tcp dstportstart='22'/>`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProtocolMatch {
    pub kind: ProtocolKind,
    /// Whether packets match that do not have these values.
    pub negated: bool,
    /// The fields in the order of their table with values in canonical form. A value that begins with
    /// `$` is a variable.
    pub values: Vec<(&'static Field, String)>,
}

impl ProtocolMatch {
    /// The value of a field.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.values
            .iter()
            .find(|(field, _)| field.name == name)
            .map(|(_, value)| value.as_str())
    }

    pub(super) fn read(kind: ProtocolKind, node: Node<'_>) -> Result<Self, XmlError> {
        node.see();
        let mut values = Vec::new();
        for field in kind.fields() {
            let Some(text) = node.attr(field.name) else {
                continue;
            };
            let value = match text.starts_with('$') {
                true => variable(text),
                false => field.kind.canonical(text),
            };
            let Some(value) = value else {
                let message = format!("{} has illegal value {text}", field.name);
                return Err(node.attr_error(
                    field.name,
                    XmlErrorKind::Coded {
                        code: ErrorNumber::InternalError,
                        message,
                    },
                ));
            };
            values.push((field, value));
        }
        let negated = node.value::<YesNo>("match")? == Some(YesNo::No);
        Ok(ProtocolMatch {
            kind,
            negated,
            values,
        })
    }
}

impl ToXml for ProtocolMatch {
    fn write_attrs(&self, out: &mut Writer) {
        if self.negated {
            out.attr_str("match", "no");
        }
        for (field, value) in &self.values {
            out.attr_str(field.name, value);
        }
    }
    fn write_children(&self, _: &mut Writer) {}
}
