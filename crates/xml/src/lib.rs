//! XML as this project reads and writes it: a small positioned tree over the text, typed reading
//! ([`FromXml`], [`Value`]) whose errors say where and what was expected, and a writer with
//! libvirt's quoting and indentation ([`ToXml`], [`Writer`]). API boundary: every crate that needs
//! XML comes here, nobody else touches the tokenizer.
//!
//! **Invariant**: knows no document. What a domain or a network is belongs to `ferrovirt-schema`.
//! **Invariant**: reading costs linear time and bounded memory ([`Limits`]), whatever the input; it
//! fetches nothing, expands no entity but the five of XML, and never panics.
//! **Invariant**: what the writer prints, the reader reads back.
#![forbid(unsafe_code)]

mod attribute;
mod document;
mod error;
mod escape;
mod identity;
mod number;
mod parse;
mod raw;
mod shape;
mod splice;
mod traits;
mod tree;
mod value;
mod words;
mod writer;

pub use document::{
    Document, Unknown, canonical_document, carry_changes, parse_document, print_document, unknown_parts,
};
pub use error::{Invalid, XmlError, XmlErrorKind};
pub use ferrovirt_xml_derive::Xml;
pub use identity::{Identity, scan_identity};
pub use number::{Hex, Octal, Padded, UpperHex};
pub use parse::{Limits, parse};
pub use raw::{RawElement, RawNode};
pub use shape::{
    About, Body, Content, Count, Part, Role, Shape, Shaped, Tagged, ValueContent, ValueShape, Variant,
};
pub use traits::{Choice, FromXml, ToXml};
pub use tree::{Attr, Node, Tree};
pub use value::{OnOff, Value, YesNo, unless_default};
pub use words::nearest;
pub use writer::{Sink, Writer};
