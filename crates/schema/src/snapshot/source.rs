//! The new image of a disk, which need not be given.

use ferrovirt_xml::{FromXml, Node, Shape, Shaped, ToXml, Writer, XmlError};

use crate::common::source::StorageSource;

/// A source by the attribute `type` (a file where it is missing), if there is an element `<source>`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OptionalSource(pub Option<StorageSource>);

impl FromXml for OptionalSource {
    fn from_xml(node: Node<'_>) -> Result<Self, XmlError> {
        match node.attr("type").is_some() || node.child("source").is_some() {
            true => StorageSource::from_xml(node).map(|source| OptionalSource(Some(source))),
            false => Ok(OptionalSource(None)),
        }
    }
}

impl ToXml for OptionalSource {
    fn write_attrs(&self, out: &mut Writer) {
        if let Some(source) = &self.0 {
            source.write_attrs(out);
        }
    }
    fn write_children(&self, out: &mut Writer) {
        if let Some(source) = &self.0 {
            source.write_children(out);
        }
    }
}

impl Shaped for OptionalSource {
    fn shape() -> &'static Shape {
        StorageSource::shape()
    }
}
