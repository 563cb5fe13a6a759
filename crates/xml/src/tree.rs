//! The tree over a document's text. Nodes lie in one vector in document order and know where they
//! begin; reading a node, an attribute or a text marks it as seen, so that what nobody asked for can
//! be reported.

use std::borrow::Cow;
use std::cell::Cell;

use crate::error::{XmlError, XmlErrorKind};

pub(crate) const NONE: u32 = u32::MAX;
/// Index of the namespace of `xml:` attributes.
pub(crate) const XML_SPACE: u32 = 1;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Element,
    Text,
    Comment,
}

#[derive(Debug)]
pub(crate) struct NodeData<'i> {
    pub kind: Kind,
    pub seen: Cell<bool>,
    pub name: &'i str,
    pub local: &'i str,
    pub space: u32,
    pub at: u32,
    /// Offset after its end.
    pub end: u32,
    /// Of an element: offset after its start tag, and of its end tag. They are the same offset where the
    /// start tag ends with `/>`.
    pub inner: (u32, u32),
    pub parent: u32,
    pub first: u32,
    pub last: u32,
    pub next: u32,
    /// First attribute and their number.
    pub attrs: (u32, u32),
    /// What names of children within may be ([`bit`]): a part that is not there is not looked for.
    pub child_names: u64,
    /// The same of the attributes.
    pub attr_names: u64,
    /// Of a text or comment.
    pub value: Cow<'i, str>,
}

impl<'i> NodeData<'i> {
    pub(crate) fn new(kind: Kind, value: Cow<'i, str>, at: u32, parent: u32) -> Self {
        NodeData {
            kind,
            seen: Cell::new(false),
            name: "",
            local: "",
            space: 0,
            at,
            end: at,
            inner: (at, at),
            parent,
            first: NONE,
            last: NONE,
            next: NONE,
            attrs: (0, 0),
            child_names: 0,
            attr_names: 0,
            value,
        }
    }
}

/// A bit that stands for a name, and for others. A typed part asks for each of its fields, of which most are not there;
/// a set of these tells so without looking at what is there.
#[inline]
pub(crate) fn bit(name: &str) -> u64 {
    let bytes = name.as_bytes();
    let at = |n: usize| bytes.get(n).map_or(0, |b| u32::from(*b));
    let last = at(bytes.len().saturating_sub(1));
    let sum = at(0) * 7 + at(bytes.len() / 2) * 3 + last * 31 + bytes.len() as u32;
    1 << (sum % u64::BITS)
}

#[derive(Debug)]
pub(crate) struct AttrData<'i> {
    pub name: &'i str,
    pub local: &'i str,
    pub space: u32,
    pub at: u32,
    /// Where the value stands, without its quotes.
    pub span: (u32, u32),
    pub seen: Cell<bool>,
    pub value: Cow<'i, str>,
}

impl<'i> AttrData<'i> {
    pub(crate) fn new(name: &'i str, value: Cow<'i, str>, at: u32, span: (u32, u32)) -> Self {
        AttrData {
            span,
            name,
            local: name,
            space: 0,
            at,
            seen: Cell::new(false),
            value,
        }
    }

    pub(crate) fn declares(&self) -> bool {
        self.name == "xmlns" || self.name.starts_with("xmlns:")
    }
}

/// A parsed document.
#[derive(Debug)]
pub struct Tree<'i> {
    pub(crate) text: &'i str,
    pub(crate) nodes: Vec<NodeData<'i>>,
    pub(crate) attrs: Vec<AttrData<'i>>,
    pub(crate) spaces: Vec<Cow<'i, str>>,
    /// What a tool may read although no definition may say it is let through.
    pub(crate) lenient: bool,
}

impl<'i> Tree<'i> {
    pub(crate) fn new(text: &'i str) -> Self {
        Tree {
            text,
            lenient: false,
            nodes: Vec::with_capacity(text.len() / 24 + 4),
            attrs: Vec::with_capacity(text.len() / 24 + 4),
            spaces: vec![
                Cow::Borrowed(""),
                Cow::Borrowed("http://www.w3.org/XML/1998/namespace"),
            ],
        }
    }

    /// The document's element.
    pub fn root(&self) -> Node<'_> {
        // The parser gives out no tree without nodes, and the first is the outermost element.
        Node { tree: self, id: 0 }
    }

    /// The element whose `<` stands at an offset.
    pub fn at(&self, offset: usize) -> Option<Node<'_>> {
        let here = |n: &NodeData<'_>| n.kind == Kind::Element && n.at as usize == offset;
        let id = self.nodes.iter().position(here)? as u32;
        Some(Node { tree: self, id })
    }
}

/// An element of a [`Tree`].
#[derive(Debug, Clone, Copy)]
pub struct Node<'t> {
    pub(crate) tree: &'t Tree<'t>,
    pub(crate) id: u32,
}

/// An attribute as it stands in the document.
#[derive(Debug, Clone, Copy)]
pub struct Attr<'t> {
    /// Its name with prefix.
    pub name: &'t str,
    /// Its value, references resolved.
    pub value: &'t str,
    /// Its namespace; empty without prefix.
    pub namespace: &'t str,
    pub(crate) declares: bool,
    pub(crate) seen: bool,
}

impl Attr<'_> {
    /// Whether it declares a namespace.
    pub fn is_declaration(&self) -> bool {
        self.declares
    }
}

impl<'t> Node<'t> {
    pub(crate) fn data(self) -> &'t NodeData<'t> {
        &self.tree.nodes[self.id as usize]
    }

    pub(crate) fn attr_data(self) -> &'t [AttrData<'t>] {
        let (first, many) = self.data().attrs;
        &self.tree.attrs[first as usize..(first + many) as usize]
    }

    /// Name with prefix, as written.
    pub fn name(self) -> &'t str {
        self.data().name
    }

    /// Name without prefix.
    pub fn local(self) -> &'t str {
        self.data().local
    }

    /// Namespace; empty when it has none.
    pub fn namespace(self) -> &'t str {
        &self.tree.spaces[self.data().space as usize]
    }

    /// Whether the name, without namespace, is `name`.
    pub fn is(self, name: &str) -> bool {
        let data = self.data();
        data.space == 0 && data.local == name
    }

    /// The attributes in order, namespace declarations included.
    pub fn attrs(self) -> impl Iterator<Item = Attr<'t>> {
        self.attr_data().iter().map(move |a| Attr {
            name: a.name,
            value: &a.value,
            namespace: &self.tree.spaces[a.space as usize],
            declares: a.declares(),
            seen: a.seen.get(),
        })
    }

    /// The value of an attribute without namespace.
    #[inline]
    pub fn attr(self, name: &str) -> Option<&'t str> {
        match self.data().attr_names & bit(name) {
            0 => None,
            _ => self.found_attr(name),
        }
    }

    fn found_attr(self, name: &str) -> Option<&'t str> {
        let attr = self.attr_data().iter().find(|a| a.space == 0 && a.name == name)?;
        attr.seen.set(true);
        Some(&attr.value)
    }

    /// Takes back that an attribute was seen.
    pub(crate) fn forget(self, name: &str) {
        let found = self.attr_data().iter().find(|a| a.space == 0 && a.name == name);
        if let Some(attr) = found {
            attr.seen.set(false);
        }
    }

    /// The same without marking it as seen.
    pub fn peek(self, name: &str) -> Option<&'t str> {
        let attr = self.attr_data().iter().find(|a| a.space == 0 && a.name == name)?;
        Some(&attr.value)
    }

    /// Whether it was asked for.
    pub fn is_seen(self) -> bool {
        self.data().seen.get()
    }

    /// The text directly within that is more than white space, without marking it as seen; `None` when
    /// there is none.
    pub fn peek_text(self) -> Option<&'t str> {
        self.nodes()
            .filter(|n| n.data().kind == Kind::Text)
            .map(|n| &*n.data().value)
            .find(|text| !text.trim().is_empty())
    }

    pub(crate) fn nodes(self) -> impl Iterator<Item = Node<'t>> {
        self.nodes_from(self.data().first)
    }

    /// The nodes within among which those of a name are; none when there is none of that name, without namespace.
    #[inline]
    fn nodes_with(self, local: &str) -> impl Iterator<Item = Node<'t>> + use<'t> {
        let data = self.data();
        self.nodes_from(match data.child_names & bit(local) {
            0 => NONE,
            _ => data.first,
        })
    }

    fn nodes_from(self, first: u32) -> impl Iterator<Item = Node<'t>> + use<'t> {
        let tree = self.tree;
        std::iter::successors((first != NONE).then_some(Node { tree, id: first }), move |node| {
            let next = node.data().next;
            (next != NONE).then_some(Node { tree, id: next })
        })
    }

    /// Whether rules about values and counts are left to a later check, as tools do that only print.
    pub fn is_lenient(self) -> bool {
        self.tree.lenient
    }

    /// The elements directly within.
    pub fn children(self) -> impl Iterator<Item = Node<'t>> {
        self.nodes().filter(|n| n.data().kind == Kind::Element)
    }

    /// The first child of that name, without namespace.
    #[inline]
    pub fn child(self, name: &str) -> Option<Node<'t>> {
        match self.data().child_names & bit(name) {
            0 => None,
            _ => self.found_child(name),
        }
    }

    fn found_child(self, name: &str) -> Option<Node<'t>> {
        self.children_named(name).next()
    }

    /// The first child of that name in a namespace.
    pub fn child_in(self, namespace: &str, local: &str) -> Option<Node<'t>> {
        self.children_in(namespace, local).next()
    }

    /// All children of that name, without namespace.
    pub fn children_named<'n>(self, name: &'n str) -> impl Iterator<Item = Node<'t>> + use<'t, 'n> {
        self.nodes_with(name)
            .filter(move |n| n.is(name))
            .inspect(|n| n.data().seen.set(true))
    }

    /// All children of that name in a namespace.
    pub fn children_in<'n>(
        self,
        namespace: &'n str,
        local: &'n str,
    ) -> impl Iterator<Item = Node<'t>> + use<'t, 'n> {
        self.nodes_with(local)
            .filter(move |n| n.data().local == local && n.namespace() == namespace)
            .inspect(|n| n.data().seen.set(true))
    }

    /// The text directly within; empty when there is none. Beside elements, the white space around it
    /// means nothing.
    pub fn text(self) -> Cow<'t, str> {
        let mut texts = self.nodes().filter(|n| n.data().kind == Kind::Text);
        let Some(first) = texts.next() else {
            return Cow::Borrowed("");
        };
        first.data().seen.set(true);
        let value: &'t str = &first.data().value;
        let data = self.data();
        if data.first == data.last {
            return Cow::Borrowed(value);
        }
        let mut text = Cow::Borrowed(value);
        for more in texts {
            more.data().seen.set(true);
            text.to_mut().push_str(&more.data().value);
        }
        if self.children().next().is_some() {
            text = Cow::Owned(text.trim().to_owned());
        }
        text
    }

    /// Marks the element itself as known.
    pub fn see(self) {
        self.data().seen.set(true);
    }

    /// Marks the element and all within as known.
    pub fn see_all(self) {
        self.data().seen.set(true);
        self.attr_data().iter().for_each(|a| a.seen.set(true));
        self.nodes().for_each(Node::see_all);
    }

    /// Line and column of its `<`, from one.
    pub fn position(self) -> (u32, u32) {
        position(self.tree.text, self.data().at as usize)
    }

    /// Offsets of its `<` and after its end.
    pub fn span(self) -> (usize, usize) {
        (self.data().at as usize, self.data().end as usize)
    }

    /// Offsets of an attribute and after its closing quote.
    pub fn attr_span(self, name: &str) -> Option<(usize, usize)> {
        let attr = self.attr_data().iter().find(|a| a.name == name)?;
        Some((attr.at as usize, attr.span.1 as usize + 1))
    }

    /// `domain/devices/disk[2]`; the number stands where there are several of the name.
    pub fn path(self) -> String {
        let data = self.data();
        if data.parent == NONE {
            return data.name.to_owned();
        }
        let parent = Node {
            tree: self.tree,
            id: data.parent,
        };
        let mut path = parent.path();
        path.push('/');
        path.push_str(data.name);
        let alike = |n: &Node<'_>| n.data().kind == Kind::Element && n.data().name == data.name;
        if parent.nodes().filter(alike).nth(1).is_some() {
            let number = parent
                .nodes()
                .filter(alike)
                .take_while(|n| n.id <= self.id)
                .count();
            path.push_str(&format!("[{number}]"));
        }
        path
    }

    /// An error at this element.
    pub fn error(self, kind: XmlErrorKind) -> XmlError {
        let (line, column) = self.position();
        XmlError::new(kind, self.path(), line, column)
    }

    /// Line and column of an attribute, or of the element when it does not have it.
    pub fn attr_position(self, name: &str) -> (u32, u32) {
        let attr = self.attr_data().iter().find(|a| a.name == name);
        position(self.tree.text, attr.map_or(self.data().at, |a| a.at) as usize)
    }

    /// An error at an attribute of this element.
    pub fn attr_error(self, name: &str, kind: XmlErrorKind) -> XmlError {
        let (line, column) = self.attr_position(name);
        XmlError::new(kind, format!("{}/@{name}", self.path()), line, column)
    }
}

/// Line and column in characters of a byte offset, from one.
pub(crate) fn position(text: &str, at: usize) -> (u32, u32) {
    let at = at.min(text.len());
    let before = &text.as_bytes()[..at];
    let line = before.iter().filter(|b| **b == b'\n').count() as u32 + 1;
    let start = before.iter().rposition(|b| *b == b'\n').map_or(0, |n| n + 1);
    let column = before[start..].iter().filter(|b| **b & 0xc0 != 0x80).count() as u32 + 1;
    (line, column)
}
