//! Text to tree, in linear time.

use std::borrow::Cow;
use std::collections::HashSet;

use quick_xml::Reader;
use quick_xml::events::Event;

use crate::attribute::{RawAttrs, is_name};
use crate::error::{XmlError, XmlErrorKind};
use crate::escape::{attribute_value, line_ends, reference};
use crate::tree::{AttrData, Kind, NONE, NodeData, Tree, XML_SPACE, bit, position};

/// How much the reader takes. The default suits every definition that libvirt's protocol can carry.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Bytes of text.
    pub bytes: usize,
    /// Elements within each other.
    pub depth: usize,
    /// Elements, texts and comments in all.
    pub nodes: usize,
    /// Attributes of one element.
    pub attributes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            bytes: 32 << 20,
            depth: 250,
            nodes: 1 << 20,
            attributes: 4096,
        }
    }
}

/// Prefixes in scope at one place; looked through one by one, so there must be few.
const PREFIXES: usize = 64;

/// Reads a document into a tree that borrows its text.
pub fn parse(text: &str, limits: Limits) -> Result<Tree<'_>, XmlError> {
    let limit = |what, most| {
        Err(XmlError::new(
            XmlErrorKind::Limit { what, most },
            String::new(),
            0,
            0,
        ))
    };
    if text.len() > limits.bytes.min(u32::MAX as usize) {
        return limit("too many bytes", limits.bytes);
    }
    if let Some(at) = control_character(text) {
        return Err(malformed(text, at, "a control character that XML does not allow"));
    }
    Builder::new(text, limits).run()
}

/// Where a character stands that no XML may hold. Whole blocks are judged at once, which the compiler
/// turns into vector instructions.
fn control_character(text: &str) -> Option<usize> {
    let bad = |b: u8| b < 0x20 && b != b'\t' && b != b'\n' && b != b'\r';
    text.as_bytes()
        .chunks(256)
        .enumerate()
        .find(|(_, block)| block.iter().fold(false, |any, b| any | bad(*b)))
        .and_then(|(n, block)| Some(n * 256 + block.iter().position(|b| bad(*b))?))
}

fn malformed(text: &str, at: usize, why: impl Into<String>) -> XmlError {
    let (line, column) = position(text, at);
    XmlError::new(XmlErrorKind::Malformed(why.into()), String::new(), line, column)
}

struct Builder<'i> {
    tree: Tree<'i>,
    limits: Limits,
    /// The elements that are open.
    open: Vec<u32>,
    /// Prefixes in scope with their namespace, innermost last, and the depth that declared each.
    prefixes: Vec<(&'i str, u32, usize)>,
    text: Option<(usize, Cow<'i, str>)>,
}

impl<'i> Builder<'i> {
    fn new(text: &'i str, limits: Limits) -> Self {
        Builder {
            tree: Tree::new(text),
            limits,
            open: Vec::with_capacity(16),
            prefixes: Vec::new(),
            text: None,
        }
    }

    fn fail(&self, at: usize, why: impl Into<String>) -> XmlError {
        malformed(self.tree.text, at, why)
    }

    fn limit(&self, what: &'static str, most: usize, at: usize) -> XmlError {
        let (line, column) = position(self.tree.text, at);
        XmlError::new(XmlErrorKind::Limit { what, most }, String::new(), line, column)
    }

    fn run(mut self) -> Result<Tree<'i>, XmlError> {
        let mut reader = Reader::from_str(self.tree.text);
        loop {
            let at = reader.buffer_position() as usize;
            let event = reader
                .read_event()
                .map_err(|e| self.fail(reader.error_position() as usize, e.to_string()))?;
            match event {
                Event::Start(tag) => {
                    self.flush_text(at)?;
                    let id = self.element(tag.len(), tag.name().0.len(), at)?;
                    let inner = reader.buffer_position() as u32;
                    // The end tag moves the second when it comes.
                    self.tree.nodes[id as usize].inner = (inner, inner);
                }
                Event::Empty(tag) => {
                    self.flush_text(at)?;
                    let id = self.element(tag.len(), tag.name().0.len(), at)?;
                    let end = reader.buffer_position() as u32;
                    self.tree.nodes[id as usize].inner = (end, end);
                    self.close(end, end);
                }
                Event::End(_) => {
                    self.end_text(at)?;
                    self.close(at as u32, reader.buffer_position() as u32);
                }
                Event::Text(text) => self.add_text(at, line_ends(text.into_inner()))?,
                Event::CData(text) => self.add_text(at, line_ends(text.into_inner()))?,
                Event::GeneralRef(name) => {
                    let name = name.into_inner();
                    let c = reference(&name)
                        .ok_or_else(|| self.fail(at, format!("unknown entity '&{name};'")))?;
                    self.add_text(at, Cow::Owned(c.to_string()))?;
                }
                Event::Comment(text) => {
                    self.flush_text(at)?;
                    if !self.open.is_empty() {
                        let id = self.push(Kind::Comment, line_ends(text.into_inner()), at)?;
                        self.tree.nodes[id as usize].end = reader.buffer_position() as u32;
                    }
                }
                Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
                Event::Eof => break,
            }
        }
        let end = self.tree.text.len();
        if !self.open.is_empty() {
            return Err(self.fail(end, "the document ends within an element"));
        }
        if self.tree.nodes.is_empty() {
            return Err(self.fail(end, "the document has no element"));
        }
        Ok(self.tree)
    }

    fn add_text(&mut self, at: usize, more: Cow<'i, str>) -> Result<(), XmlError> {
        if self.open.is_empty() {
            if more.trim().is_empty() {
                return Ok(());
            }
            return Err(self.fail(at, "text outside of the document's element"));
        }
        match &mut self.text {
            Some((_, text)) => text.to_mut().push_str(&more),
            None => self.text = Some((at, more)),
        }
        Ok(())
    }

    /// White space between elements means nothing.
    fn flush_text(&mut self, end: usize) -> Result<(), XmlError> {
        match self.text.take() {
            Some((at, text)) if !is_blank(&text) => self.push_text(text, at, end),
            _ => Ok(()),
        }
    }

    fn push_text(&mut self, text: Cow<'i, str>, at: usize, end: usize) -> Result<(), XmlError> {
        let id = self.push(Kind::Text, text, at)?;
        self.tree.nodes[id as usize].end = end as u32;
        Ok(())
    }

    /// At the end of an element; here white space counts if there is nothing else.
    fn end_text(&mut self, end: usize) -> Result<(), XmlError> {
        let Some((at, text)) = self.text.take() else {
            return Ok(());
        };
        let alone = self
            .open
            .last()
            .is_some_and(|id| self.tree.nodes[*id as usize].first == NONE);
        if alone || !is_blank(&text) {
            self.push_text(text, at, end)?;
        }
        Ok(())
    }

    fn push(&mut self, kind: Kind, value: Cow<'i, str>, at: usize) -> Result<u32, XmlError> {
        if self.tree.nodes.len() >= self.limits.nodes {
            return Err(self.limit("too many nodes", self.limits.nodes, at));
        }
        let id = self.tree.nodes.len() as u32;
        let parent = self.open.last().copied().unwrap_or(NONE);
        self.tree
            .nodes
            .push(NodeData::new(kind, value, at as u32, parent));
        if parent != NONE {
            let last = std::mem::replace(&mut self.tree.nodes[parent as usize].last, id);
            if last == NONE {
                self.tree.nodes[parent as usize].first = id;
            } else {
                self.tree.nodes[last as usize].next = id;
            }
        }
        Ok(id)
    }

    /// A start tag at `at`, with the length of what is between its brackets and of its name.
    fn element(&mut self, tag_len: usize, name_len: usize, at: usize) -> Result<u32, XmlError> {
        // Cut from the text itself, because the tokenizer's tag does not live as long.
        let text = self.tree.text;
        let tag = text.get(at + 1..at + 1 + tag_len).unwrap_or_default();
        let name = tag.get(..name_len).unwrap_or_default();
        if !is_name(name) {
            return Err(self.fail(at, "an element's name expected"));
        }
        if self.open.is_empty() && !self.tree.nodes.is_empty() {
            return Err(self.fail(at, "a second element after the document's element"));
        }
        if self.open.len() >= self.limits.depth {
            return Err(self.limit("elements nested too deep", self.limits.depth, at));
        }
        let id = self.push(Kind::Element, Cow::Borrowed(""), at)?;
        self.open.push(id);
        let first = self.tree.attrs.len();
        self.attributes(tag, name_len, at)?;
        let many = self.tree.attrs.len() - first;
        self.resolve(id, name, first, at)?;
        let node = &mut self.tree.nodes[id as usize];
        node.attrs = (first as u32, many as u32);
        Ok(id)
    }

    fn attributes(&mut self, tag: &'i str, name_len: usize, at: usize) -> Result<(), XmlError> {
        let first = self.tree.attrs.len();
        let mut names: Option<HashSet<&str>> = None;
        for attr in RawAttrs::new(tag, name_len) {
            let attr = attr.map_err(|(offset, why)| self.fail(at + 1 + offset, why))?;
            let here = at + 1 + attr.at;
            let seen = &self.tree.attrs[first..];
            // A few names are compared one by one, many through a set: never quadratic.
            let twice = if seen.len() < 16 {
                seen.iter().any(|a| a.name == attr.name)
            } else {
                let set = names.get_or_insert_with(|| seen.iter().map(|a| a.name).collect());
                !set.insert(attr.name)
            };
            if twice {
                return Err(self.fail(here, format!("attribute '{}' is there twice", attr.name)));
            }
            if seen.len() >= self.limits.attributes {
                return Err(self.limit("too many attributes", self.limits.attributes, here));
            }
            let value = attribute_value(attr.value)
                .map_err(|entity| self.fail(here, format!("unknown entity '{entity}'")))?;
            let from = at + 1 + attr.value_at;
            let span = (from as u32, (from + attr.value.len()) as u32);
            self.tree
                .attrs
                .push(AttrData::new(attr.name, value, here as u32, span));
        }
        Ok(())
    }

    /// Namespaces: declarations of this element come into scope, then names are looked up.
    fn resolve(&mut self, id: u32, name: &'i str, first: usize, at: usize) -> Result<(), XmlError> {
        let depth = self.open.len();
        for i in first..self.tree.attrs.len() {
            let attr = &self.tree.attrs[i];
            let prefix = match attr.name.strip_prefix("xmlns") {
                Some("") => "",
                Some(rest) => match rest.strip_prefix(':') {
                    Some(prefix) => prefix,
                    None => continue,
                },
                None => continue,
            };
            let (uri, here) = (attr.value.clone(), attr.at as usize);
            if self.prefixes.len() >= PREFIXES {
                return Err(self.limit("too many namespace prefixes", PREFIXES, here));
            }
            self.tree.spaces.push(uri);
            self.prefixes
                .push((prefix, self.tree.spaces.len() as u32 - 1, depth));
        }
        let (prefix, local) = split(name);
        let space = self.lookup(prefix, at)?;
        let node = &mut self.tree.nodes[id as usize];
        node.name = name;
        node.local = local;
        node.space = space;
        let names = self.tree.attrs[first..].iter().map(|attr| bit(attr.name));
        node.attr_names = names.fold(0, |all, bit| all | bit);
        let parent = node.parent;
        if let Some(parent) = self.tree.nodes.get_mut(parent as usize) {
            parent.child_names |= bit(local);
        }
        for i in first..self.tree.attrs.len() {
            let (prefix, local) = split(self.tree.attrs[i].name);
            if !prefix.is_empty() && prefix != "xmlns" {
                let here = self.tree.attrs[i].at as usize;
                let space = self.lookup(prefix, here)?;
                let attr = &mut self.tree.attrs[i];
                attr.local = local;
                attr.space = space;
            }
        }
        Ok(())
    }

    fn lookup(&self, prefix: &'i str, at: usize) -> Result<u32, XmlError> {
        if let Some((_, space, _)) = self.prefixes.iter().rev().find(|(p, ..)| *p == prefix) {
            return Ok(*space);
        }
        match prefix {
            "" => Ok(0),
            "xml" => Ok(XML_SPACE),
            _ => Err(self.fail(at, format!("namespace prefix '{prefix}' is not declared"))),
        }
    }

    fn close(&mut self, tag: u32, end: u32) {
        let depth = self.open.len();
        while self.prefixes.last().is_some_and(|(.., d)| *d == depth) {
            self.prefixes.pop();
        }
        if let Some(id) = self.open.pop() {
            let node = &mut self.tree.nodes[id as usize];
            (node.inner.1, node.end) = (tag, end);
        }
    }
}

fn split(name: &str) -> (&str, &str) {
    name.split_once(':').unwrap_or(("", name))
}

fn is_blank(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ok(text: &str) -> Tree<'_> {
        parse(text, Limits::default()).expect("a good document")
    }

    fn bad(text: &str) -> XmlError {
        parse(text, Limits::default())
            .err()
            .unwrap_or_else(|| panic!("accepted: {text}"))
    }

    #[test]
    fn tree_and_positions() {
        let text = "<?xml version='1.0'?>\n<a>\n  <b c='1 &lt; 2'>x&amp;y<![CDATA[<z>]]></b><!-- n -->\n  <b/>\n</a>\n";
        let tree = ok(text);
        let root = tree.root();
        assert_eq!(root.name(), "a");
        let all: Vec<_> = root.children().collect();
        assert_eq!(all.len(), 2);
        assert_eq!(all[0].attr("c"), Some("1 < 2"));
        assert_eq!(all[0].text(), "x&y<z>");
        assert_eq!(all[0].position(), (3, 3));
        assert_eq!(all[1].path(), "a/b[2]");
    }

    #[test]
    fn namespaces() {
        let tree = ok("<d xmlns:q='urn:q'><q:c xmlns='urn:z'><c/></q:c><c/></d>");
        let root = tree.root();
        let q = root.child_in("urn:q", "c").expect("the foreign child");
        assert_eq!(q.children().next().map(|c| c.namespace()), Some("urn:z"));
        assert_eq!(root.child("c").map(|c| c.position().1), Some(49));
        assert_eq!(
            bad("<d><q:c/></d>").to_string(),
            "line 1, column 4: namespace prefix 'q' is not declared"
        );
    }

    #[test]
    fn refused() {
        for text in [
            "",
            "x",
            "<a>",
            "<a/><b/>",
            "<a></b>",
            "<a/>x",
            "<a b='1' b='2'/>",
            "<a b=1/>",
            "<a>&bomb;</a>",
            "<a>\u{1}</a>",
            "<a b='<'/>",
            "<1/>",
            "< a/>",
            "<a>&</a>",
            "<a",
            "<a><!-- </a>",
            "</a>",
            "<a b='&lol;'/>",
        ] {
            assert_eq!(
                bad(text).code(),
                ferrovirt_types::consts::ErrorNumber::XmlDetail,
                "{text}"
            );
        }
    }

    #[test]
    fn bombs_are_linear() {
        let deep = "<a>".repeat(1000);
        assert!(matches!(bad(&deep).kind(), XmlErrorKind::Limit { .. }));
        let attrs: String = (0..4000).map(|i| format!(" a{i}='x'")).collect();
        assert_eq!(ok(&format!("<a{attrs}/>")).root().attrs().count(), 4000);
        let prefixes: String = (0..100).map(|i| format!(" xmlns:p{i}='x'")).collect();
        assert!(matches!(
            bad(&format!("<a{prefixes}/>")).kind(),
            XmlErrorKind::Limit { .. }
        ));
        let comments = format!("<a>{}</a>", "<!-- x -->".repeat(10_000));
        assert_eq!(ok(&comments).root().children().count(), 0);
    }
}
