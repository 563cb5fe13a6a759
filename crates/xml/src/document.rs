//! Whole documents: read, print, report what was not understood.

use std::borrow::Cow;

use crate::error::{XmlError, XmlErrorKind};
use crate::parse::{Limits, parse};
use crate::splice::{Edits, changes, holds_unknown, keep_unknown};
use crate::traits::{FromXml, ToXml};
use crate::tree::Node;
use crate::writer::Writer;

/// Reads a document whose outermost element is `root`.
pub fn parse_document<T: FromXml>(text: &str, root: &'static str) -> Result<T, XmlError> {
    let tree = parse(text, Limits::default())?;
    T::from_xml(expect_root(tree.root(), root)?)
}

/// Prints a document in canonical form.
pub fn print_document<T: ToXml>(document: &T, root: &str) -> String {
    let mut out = Writer::new();
    out.element(root, document);
    out.finish()
}

fn expect_root<'t>(node: Node<'t>, root: &'static str) -> Result<Node<'t>, XmlError> {
    if node.is(root) {
        return Ok(node);
    }
    let (found, expected) = (node.name().to_owned(), Cow::Borrowed(root));
    Err(node.error(XmlErrorKind::WrongRoot { found, expected }))
}

/// A part of a document that the reader did not ask for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknown {
    /// `domain/devices/disk[2]/taget` or `domain/devices/disk/@devise`
    pub path: String,
    /// Line, from one.
    pub line: u32,
    /// Column, from one.
    pub column: u32,
}

/// What nobody asked for in a tree that was read. What is within an unknown element is not listed.
pub fn unknown_parts(root: Node<'_>) -> Vec<Unknown> {
    let mut found = Vec::new();
    collect_unknown(root, &mut found);
    found
}

/// Reports stop here: a document of nothing but unknown parts need not be listed in full.
const MOST_UNKNOWN: usize = 100;

fn collect_unknown(node: Node<'_>, found: &mut Vec<Unknown>) {
    if found.len() >= MOST_UNKNOWN {
        return;
    }
    for attr in node.attrs().filter(|a| !a.seen && !a.declares) {
        let e = node.attr_error(attr.name, XmlErrorKind::Rule(String::new()));
        found.push(Unknown {
            path: e.path().to_owned(),
            line: e.line(),
            column: e.column(),
        });
    }
    for child in node.children() {
        if child.data().seen.get() {
            collect_unknown(child, found);
        } else if found.len() < MOST_UNKNOWN {
            let (line, column) = child.position();
            found.push(Unknown {
                path: child.path(),
                line,
                column,
            });
        }
    }
}

/// A typed document together with the text it came from. What is changed in the typed value is changed
/// in the text; the rest of it stays: unknown parts, comments, order and spelling.
///
/// ```
/// use ferrovirt_xml::{Document, Xml};
///
/// #[derive(Debug, Clone, PartialEq, Xml)]
/// struct Door {
///     #[xml(attr)]
///     colour: String,
/// }
///
/// let mut door = Document::<Door>::parse("<door colour='red' weight='9'><!-- heavy --></door>", "door")?;
/// assert_eq!(door.unknown()[0].path, "door/@weight");
/// door.value.colour = "blue".to_owned();
/// assert_eq!(door.to_xml_lossless()?, "<door colour='blue' weight='9'><!-- heavy --></door>");
/// # Ok::<(), ferrovirt_xml::XmlError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Document<T> {
    /// The document; free to change.
    pub value: T,
    source: String,
    root: &'static str,
    unknown: Vec<Unknown>,
    lenient: bool,
}

impl<T: FromXml + ToXml> Document<T> {
    /// Reads a document whose outermost element is `root` and keeps its text.
    pub fn parse(text: &str, root: &'static str) -> Result<Self, XmlError> {
        Self::read(text, root, false)
    }

    /// The same, letting through values and counts that only a definition must not have.
    pub fn parse_lenient(text: &str, root: &'static str) -> Result<Self, XmlError> {
        Self::read(text, root, true)
    }

    fn read(text: &str, root: &'static str, lenient: bool) -> Result<Self, XmlError> {
        let mut tree = parse(text, Limits::default())?;
        tree.lenient = lenient;
        let node = expect_root(tree.root(), root)?;
        let value = T::from_xml(node)?;
        Ok(Document {
            value,
            source: text.to_owned(),
            root,
            unknown: unknown_parts(node),
            lenient,
        })
    }

    /// What was not understood, in document order; at most about a hundred.
    pub fn unknown(&self) -> &[Unknown] {
        &self.unknown
    }

    /// The source with the changes made to [`Document::value`]; without any, the source to the byte.
    pub fn to_xml_lossless(&self) -> Result<String, XmlError> {
        let mut tree = parse(&self.source, Limits::default())?;
        tree.lenient = self.lenient;
        let before = print_document(&T::from_xml(tree.root())?, self.root);
        let after = print_document(&self.value, self.root);
        carry_changes(&self.source, &before, &after)
    }
}

/// Makes to `source` the changes that lead from `before`, its canonical form, to `after`. The rest of it
/// stays to the byte.
pub fn carry_changes(source: &str, before: &str, after: &str) -> Result<String, XmlError> {
    if before == after {
        return Ok(source.to_owned());
    }
    let tree = parse(source, Limits::default())?;
    let before = parse(before, Limits::default())?;
    let after = parse(after, Limits::default())?;
    let mut edits = Edits::default();
    changes(tree.root(), before.root(), after.root(), &mut edits);
    Ok(edits.apply(source))
}

/// Reads a document, gives it to `normalize` and prints it in canonical form. What is not understood
/// stays where it was. Values and counts that only a definition must not have are let through.
pub fn canonical_document<T: FromXml + ToXml>(
    text: &str,
    root: &'static str,
    normalize: impl FnOnce(&mut T),
) -> Result<String, XmlError> {
    let mut tree = parse(text, Limits::default())?;
    tree.lenient = true;
    let node = expect_root(tree.root(), root)?;
    let mut value = T::from_xml(node)?;
    normalize(&mut value);
    let printed = print_document(&value, root);
    if !holds_unknown(node) {
        return Ok(printed);
    }
    let canonical = parse(&printed, Limits::default())?;
    let mut edits = Edits::default();
    keep_unknown(node, canonical.root(), &mut edits);
    Ok(edits.apply(&printed))
}
