//! What a typed part of a document can do.

use crate::error::XmlError;
use crate::tree::Node;
use crate::writer::Writer;

/// Reads itself out of an element. Parts that share an element (flattened groups) each read from the
/// same one.
pub trait FromXml: Sized {
    /// Reads the attributes and children that belong to it.
    fn from_xml(node: Node<'_>) -> Result<Self, XmlError>;
}

/// Prints itself into an element that was begun.
pub trait ToXml {
    /// Its attributes.
    fn write_attrs(&self, out: &mut Writer);
    /// Its children or text.
    fn write_children(&self, out: &mut Writer);
}

/// One of several elements, told apart by name, whose order among each other counts.
pub trait Choice: Sized {
    /// Reads an element, or answers `None` if it is none of the choices.
    fn from_element(node: Node<'_>) -> Option<Result<Self, XmlError>>;
    /// Prints the whole element.
    fn write_element(&self, out: &mut Writer);
}

impl<T: FromXml> FromXml for Box<T> {
    fn from_xml(node: Node<'_>) -> Result<Self, XmlError> {
        T::from_xml(node).map(Box::new)
    }
}

impl<T: ToXml> ToXml for Box<T> {
    fn write_attrs(&self, out: &mut Writer) {
        (**self).write_attrs(out);
    }
    fn write_children(&self, out: &mut Writer) {
        (**self).write_children(out);
    }
}
