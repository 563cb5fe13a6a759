//! Foreign elements, kept as they are.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::error::XmlError;
use crate::escape::{Place, escape};
use crate::traits::FromXml;
use crate::tree::{Kind, Node};
use crate::writer::Writer;

/// An element of a vocabulary that is not ours, with all it holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RawElement {
    /// Name with prefix.
    pub name: String,
    /// Attributes in order, namespace declarations among them.
    pub attrs: Vec<(String, String)>,
    /// What it holds.
    pub children: Vec<RawNode>,
}

/// A part of a [`RawElement`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RawNode {
    /// An element.
    Element(RawElement),
    /// A text.
    Text(String),
    /// A comment.
    Comment(String),
}

impl RawElement {
    /// The element as it stands, without looking at namespaces.
    pub(crate) fn copy(node: Node<'_>) -> Self {
        RawElement {
            name: node.name().to_owned(),
            attrs: node
                .attrs()
                .map(|a| (a.name.to_owned(), a.value.to_owned()))
                .collect(),
            children: node
                .nodes()
                .map(|child| {
                    let data = child.data();
                    match data.kind {
                        Kind::Element => RawNode::Element(Self::copy(child)),
                        Kind::Text => RawNode::Text(data.value.to_string()),
                        Kind::Comment => RawNode::Comment(data.value.to_string()),
                    }
                })
                .collect(),
        }
    }

    /// The elements directly within.
    pub fn elements(&self) -> impl Iterator<Item = &RawElement> {
        self.children.iter().filter_map(|c| match c {
            RawNode::Element(e) => Some(e),
            _ => None,
        })
    }

    /// The value of an attribute by its name with prefix.
    pub fn attr(&self, name: &str) -> Option<&str> {
        self.attrs
            .iter()
            .find(|(n, _)| n == name)
            .map(|(_, v)| v.as_str())
    }

    /// The texts directly within.
    pub fn text(&self) -> Cow<'_, str> {
        let mut text = Cow::Borrowed("");
        for child in &self.children {
            if let RawNode::Text(t) = child {
                if text.is_empty() {
                    text = Cow::Borrowed(t.as_str());
                } else {
                    text.to_mut().push_str(t);
                }
            }
        }
        text
    }

    /// Prints it as a general serializer does: double quotes, lines only where there is no text.
    pub fn write(&self, out: &mut Writer) {
        out.raw(|out, depth| {
            indent(out, depth);
            self.print(out, depth, true, Style::Raw);
            out.push('\n');
        });
    }

    /// Prints it with the quoting of our documents, its lines but the first after these blanks.
    pub(crate) fn print_indented(&self, blanks: &str) -> String {
        let mut out = String::new();
        self.print_after(&mut out, blanks, 0, true, Style::Ours);
        out
    }

    /// Prints it by itself as a general serializer does, without a line's end.
    pub fn to_xml(&self) -> String {
        let mut out = String::new();
        self.print(&mut out, 0, true, Style::Raw);
        out
    }

    fn print(&self, out: &mut String, depth: usize, lines: bool, style: Style) {
        self.print_after(out, "", depth, lines, style);
    }

    fn print_after(&self, out: &mut String, blanks: &str, depth: usize, lines: bool, style: Style) {
        let (quote, in_quotes, in_text) = match style {
            Style::Raw => ('"', Place::RawAttribute, Place::RawText),
            Style::Ours => ('\'', Place::Attribute, Place::Text),
        };
        out.push('<');
        out.push_str(&self.name);
        for (name, value) in &self.attrs {
            out.push(' ');
            out.push_str(name);
            out.push('=');
            out.push(quote);
            escape(out, value, in_quotes);
            out.push(quote);
        }
        if self.children.is_empty() {
            out.push_str("/>");
            return;
        }
        out.push('>');
        let lines = lines && !self.children.iter().any(|c| matches!(c, RawNode::Text(_)));
        for child in &self.children {
            if lines {
                out.push('\n');
                out.push_str(blanks);
                indent(out, depth + 1);
            }
            match child {
                RawNode::Element(e) => e.print_after(out, blanks, depth + 1, lines, style),
                RawNode::Text(text) => escape(out, text, in_text),
                RawNode::Comment(text) => {
                    out.push_str("<!--");
                    out.push_str(text);
                    out.push_str("-->");
                }
            }
        }
        if lines {
            out.push('\n');
            out.push_str(blanks);
            indent(out, depth);
        }
        out.push_str("</");
        out.push_str(&self.name);
        out.push('>');
    }
}

#[derive(Debug, Clone, Copy)]
enum Style {
    Raw,
    Ours,
}

fn indent(out: &mut String, depth: usize) {
    for _ in 0..depth {
        out.push_str("  ");
    }
}

impl FromXml for RawElement {
    /// Takes all of the element. Prefixes declared further out are declared on it, so that it can
    /// stand anywhere.
    fn from_xml(node: Node<'_>) -> Result<Self, XmlError> {
        node.see_all();
        let mut raw = Self::copy(node);
        let mut needed = BTreeMap::new();
        outer_prefixes(node, &mut Vec::new(), &mut needed);
        for (prefix, uri) in needed {
            raw.attrs.push((format!("xmlns:{prefix}"), uri.to_owned()));
        }
        Ok(raw)
    }
}

/// Prefixes used within `node` but declared outside of it.
fn outer_prefixes<'t>(node: Node<'t>, declared: &mut Vec<&'t str>, needed: &mut BTreeMap<&'t str, &'t str>) {
    let before = declared.len();
    declared.extend(node.attrs().filter_map(|a| a.name.strip_prefix("xmlns:")));
    let names = std::iter::once((node.name(), node.namespace())).chain(
        node.attrs()
            .filter(|a| !a.declares)
            .map(|a| (a.name, a.namespace)),
    );
    for (name, uri) in names {
        if let Some((prefix, _)) = name.split_once(':')
            && prefix != "xml"
            && !declared.contains(&prefix)
        {
            needed.insert(prefix, uri);
        }
    }
    for child in node.children() {
        outer_prefixes(child, declared, needed);
    }
    declared.truncate(before);
}
