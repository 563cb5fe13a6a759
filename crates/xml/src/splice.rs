//! Changes to a text, made where they belong and nowhere else: the rest keeps its order, spelling,
//! comments and white space to the byte.

use std::cmp::Ordering;
use std::collections::HashMap;

use crate::escape::{Place, escape};
use crate::raw::RawElement;
use crate::traits::FromXml;
use crate::tree::{AttrData, Kind, NONE, Node};

/// Replacements of parts of a text, collected and then made at once.
#[derive(Debug, Default)]
pub(crate) struct Edits(Vec<(u32, u32, String)>);

impl Edits {
    fn replace(&mut self, from: u32, to: u32, with: String) {
        self.0.push((from, to, with));
    }

    /// The text with all changes.
    pub(crate) fn apply(mut self, text: &str) -> String {
        // What is put at a place comes before what is taken away behind it; several things at one place
        // come in the order in which they were asked for, because the sort is stable.
        self.0.sort_by_key(|(from, to, _)| (*from, *to));
        let mut out = String::with_capacity(text.len() + 64);
        let mut at = 0;
        for (from, to, with) in &self.0 {
            let (from, to) = (*from as usize, *to as usize);
            // Within what was taken out already there is nothing left to change.
            if from < at {
                continue;
            }
            out.push_str(text.get(at..from).unwrap_or_default());
            out.push_str(with);
            at = to;
        }
        out.push_str(text.get(at..).unwrap_or_default());
        out
    }
}

/// Carries what differs between `before` and `after` over to `source`, of which `before` is another
/// spelling.
pub(crate) fn changes(source: Node<'_>, before: Node<'_>, after: Node<'_>, edits: &mut Edits) {
    if same(before, after) {
        return;
    }
    let mut place = Insertion::new(source);
    // Values of one element are read together, so that they are spelt anew together.
    let whole = own_differs(before, after) && respelt(source, before);
    attributes(source, before, after, whole, edits);
    text(source, before, after, whole, &mut place, edits);
    let mut names = Names::default();
    let old = names.group(before);
    let new = names.group(after);
    let own = names.group(source);
    for name in 0..names.0.len() {
        let get = |of: &[Vec<usize>]| of.get(name).cloned().unwrap_or_default();
        let pick = |node: Node<'_>, list: Vec<usize>| -> Vec<u32> {
            let all: Vec<u32> = node.children().map(|n| n.id).collect();
            list.into_iter().filter_map(|i| all.get(i).copied()).collect()
        };
        let old: Vec<Node<'_>> = nodes(before, pick(before, get(&old)));
        let new: Vec<Node<'_>> = nodes(after, pick(after, get(&new)));
        let own: Vec<Node<'_>> = nodes(source, pick(source, get(&own)));
        let partners = pair(&old, &new);
        // For each of the new where the text has what it came from.
        let mut ends: Vec<Option<u32>> = vec![None; new.len()];
        for (i, child) in own.iter().enumerate() {
            match partners.get(i) {
                Some(None) => remove(source, *child, edits),
                Some(Some(partner)) => {
                    ends[*partner] = Some(child.data().end);
                    changes(*child, old[i], new[*partner], edits);
                }
                None => {}
            }
        }
        // More of them than were understood stay, unless nothing was printed of them that now is.
        let mut spare = own.iter().skip(partners.len());
        let first = own.first().map(|own| blank_before(source, own.data().at));
        let mut last = None;
        for (added, end) in new.iter().zip(ends) {
            if end.is_some() {
                last = end;
            } else if let Some(own) = spare.next() {
                changes(*own, *own, *added, edits);
                last = Some(own.data().end);
            } else {
                place.put(last.or(first).or_else(|| behind(source, *added)), *added);
            }
        }
    }
    place.finish(edits);
}

fn nodes<'t>(of: Node<'t>, ids: Vec<u32>) -> Vec<Node<'t>> {
    ids.into_iter().map(|id| Node { tree: of.tree, id }).collect()
}

/// Names of elements with their namespaces, numbered.
#[derive(Default)]
struct Names<'t>(HashMap<(&'t str, &'t str), usize>);

impl<'t> Names<'t> {
    /// For each name the indices of a node's children that bear it.
    fn group(&mut self, node: Node<'t>) -> Vec<Vec<usize>> {
        let mut groups: Vec<Vec<usize>> = Vec::new();
        for (i, child) in node.children().enumerate() {
            let next = self.0.len();
            let number = *self.0.entry((child.namespace(), child.local())).or_insert(next);
            if groups.len() <= number {
                groups.resize_with(number + 1, Vec::new);
            }
            groups[number].push(i);
        }
        groups
    }
}

/// Whether two elements hold the same.
pub(crate) fn same(a: Node<'_>, b: Node<'_>) -> bool {
    let (x, y) = (a.data(), b.data());
    if x.kind != y.kind || x.value != y.value || x.local != y.local || a.namespace() != b.namespace() {
        return false;
    }
    let (p, q) = (a.attr_data(), b.attr_data());
    p.len() == q.len()
        && p.iter()
            .zip(q)
            .all(|(p, q)| p.name == q.name && p.value == q.value)
        && a.nodes().count() == b.nodes().count()
        && a.nodes().zip(b.nodes()).all(|(a, b)| same(a, b))
}

/// Whether the text spells the element's own values in another way than the canonical form does: a size
/// in GiB where that has KiB.
fn respelt(source: Node<'_>, before: Node<'_>) -> bool {
    let attr = |name: &str| source.attr_data().iter().find(|a| a.name == name);
    let attrs = before.attr_data().iter();
    source.text() != before.text()
        || attrs
            .filter_map(|b| Some((b, attr(b.name)?)))
            .any(|(b, own)| b.value != own.value)
}

/// Whether an element's own values differ, whatever is in it.
fn own_differs(before: Node<'_>, after: Node<'_>) -> bool {
    let (b, a) = (before.attr_data(), after.attr_data());
    before.text() != after.text()
        || b.len() != a.len()
        || !b
            .iter()
            .zip(a)
            .all(|(b, a)| b.name == a.name && b.value == a.value)
}

fn attributes(source: Node<'_>, before: Node<'_>, after: Node<'_>, whole: bool, edits: &mut Edits) {
    let find = |node: Node<'_>, name: &str| {
        node.attr_data()
            .iter()
            .find(|a| a.name == name)
            .map(|a| a.value.clone().into_owned())
    };
    for old in before.attr_data() {
        if find(after, old.name).is_none()
            && let Some(own) = source.attr_data().iter().find(|a| a.name == old.name)
        {
            let from = blank_before(source, own.at);
            edits.replace(from, own.span.1 + 1, String::new());
        }
    }
    for new in after.attr_data() {
        let own = source.attr_data().iter().find(|a| a.name == new.name);
        let stays = match whole {
            true => own.is_some_and(|own| own.value == new.value),
            false => find(before, new.name).as_deref() == Some(&*new.value),
        };
        if stays {
            continue;
        }
        let mut value = String::new();
        escape(&mut value, &new.value, Place::Attribute);
        match own {
            Some(own) => edits.replace(own.span.0, own.span.1, value),
            None => {
                let at = attributes_end(source);
                edits.replace(at, at, format!(" {}='{value}'", new.name));
            }
        }
    }
}

/// Where another attribute can be put.
fn attributes_end(node: Node<'_>) -> u32 {
    let data = node.data();
    match node.attr_data().last() {
        Some(last) => last.span.1 + 1,
        None => data.at + 1 + data.name.len() as u32,
    }
}

/// The offset at which the white space before `at` begins.
fn blank_before(node: Node<'_>, at: u32) -> u32 {
    let text = node.tree.text.get(..at as usize).unwrap_or_default();
    text.trim_end_matches([' ', '\t', '\n', '\r']).len() as u32
}

fn text(
    source: Node<'_>,
    before: Node<'_>,
    after: Node<'_>,
    whole: bool,
    place: &mut Insertion<'_>,
    edits: &mut Edits,
) {
    let new = after.text();
    let old = if whole { source.text() } else { before.text() };
    if old == new {
        return;
    }
    let mut printed = String::new();
    escape(&mut printed, &new, Place::Text);
    let mut texts = source.nodes().filter(|n| n.data().kind == Kind::Text);
    match texts.next() {
        Some(first) => {
            edits.replace(first.data().at, first.data().end, printed);
            texts.for_each(|more| edits.replace(more.data().at, more.data().end, String::new()));
        }
        None => place.text = Some(printed),
    }
}

fn remove(parent: Node<'_>, child: Node<'_>, edits: &mut Edits) {
    let from = blank_before(parent, child.data().at).max(parent.data().inner.0);
    edits.replace(from, child.data().end, String::new());
}

/// The end of the element of `source` behind which `added` belongs: the nearest before it that is there.
fn behind(source: Node<'_>, added: Node<'_>) -> Option<u32> {
    let parent = Node {
        tree: added.tree,
        id: added.data().parent,
    };
    let before: Vec<Node<'_>> = parent.children().take_while(|c| c.id != added.id).collect();
    before.iter().rev().find_map(|sibling| {
        source
            .children_in_peek(sibling.namespace(), sibling.local())
            .last()
            .map(|own| own.data().end)
    })
}

/// Elements that are put into one, which may have none yet.
struct Insertion<'s> {
    into: Node<'s>,
    text: Option<String>,
    elements: Vec<(Option<u32>, String)>,
    indent: String,
}

impl<'s> Insertion<'s> {
    fn new(into: Node<'s>) -> Self {
        let indent = match into.children().next() {
            Some(child) => indent_of(child).to_owned(),
            None => format!("{}  ", indent_of(into)),
        };
        Insertion {
            into,
            text: None,
            elements: Vec::new(),
            indent,
        }
    }

    fn put(&mut self, at: Option<u32>, element: Node<'_>) {
        let mut printed = format!("\n{}", self.indent);
        printed.push_str(&stand_alone(self.into, element).print_indented(&self.indent));
        self.elements.push((at, printed));
    }

    fn finish(self, edits: &mut Edits) {
        if self.text.is_none() && self.elements.is_empty() {
            return;
        }
        let data = self.into.data();
        let (inner, close) = data.inner;
        let filled = self.into.nodes().next().is_some();
        if filled || (inner != close && self.text.is_none()) {
            let blank = !filled || self.into.children().next().is_none();
            for (at, element) in self.elements {
                let at = at.unwrap_or(inner);
                edits.replace(at, at, element);
            }
            if let Some(text) = self.text {
                edits.replace(inner, inner, text);
            }
            if blank {
                let end = format!("\n{}", indent_of(self.into));
                let from = blank_before(self.into, close).max(inner);
                edits.replace(from, close, end);
            }
            return;
        }
        // Nothing in it: its content is written anew.
        let mut content = self.text.unwrap_or_default();
        let lines = !self.elements.is_empty();
        self.elements.into_iter().for_each(|(_, e)| content.push_str(&e));
        if lines {
            content.push('\n');
            content.push_str(indent_of(self.into));
        }
        if data.end == inner && close == inner {
            let slash = self.into.tree.text[..inner as usize]
                .rfind('/')
                .unwrap_or(inner as usize);
            let from = blank_before(self.into, slash as u32);
            edits.replace(
                from.max(attributes_end(self.into)),
                inner,
                format!(">{content}</{}>", data.name),
            );
        } else {
            edits.replace(inner, close, content);
        }
    }
}

/// The blanks before an element on its line.
fn indent_of(node: Node<'_>) -> &str {
    let before = &node.tree.text[..node.data().at as usize];
    let line = before.rfind('\n').map_or(0, |n| n + 1);
    let blanks = &before[line..];
    match blanks.bytes().all(|b| b == b' ' || b == b'\t') {
        true => blanks,
        false => "",
    }
}

/// A copy that can stand in `into`: with its prefixes declared, unless they are there already.
fn stand_alone(into: Node<'_>, element: Node<'_>) -> RawElement {
    let root = into.tree.root();
    let declared = |name: &str, value: &str| {
        root.attr_data()
            .iter()
            .any(|a| a.name == name && a.value == value)
    };
    let mut raw = RawElement::from_xml(element).unwrap_or_default();
    raw.attrs
        .retain(|(name, value)| !(name.starts_with("xmlns:") && declared(name, value)));
    raw
}

/// For each of `old` the one of `new` that it became: equal ones first, then those left in order.
fn pair(old: &[Node<'_>], new: &[Node<'_>]) -> Vec<Option<usize>> {
    match old.len().cmp(&new.len()) {
        Ordering::Equal => return (0..old.len()).map(Some).collect(),
        Ordering::Less | Ordering::Greater => {}
    }
    // Equal runs at both ends; what is between was changed, added or removed.
    let equal = |(o, n): &(&Node<'_>, &Node<'_>)| same(**o, **n);
    let front = old.iter().zip(new).take_while(equal).count();
    let room = old.len().min(new.len()) - front;
    let back = old
        .iter()
        .rev()
        .zip(new.iter().rev())
        .take(room)
        .take_while(equal)
        .count();
    (0..old.len())
        .map(|i| {
            if i < front {
                Some(i)
            } else if i >= old.len() - back {
                Some(i + new.len() - old.len())
            } else {
                (i < new.len() - back).then_some(i)
            }
        })
        .collect()
}

/// Puts what nobody asked for in `source` into `canonical`, its canonical form.
pub(crate) fn keep_unknown(source: Node<'_>, canonical: Node<'_>, edits: &mut Edits) {
    let mut declared: Vec<String> = Vec::new();
    for attr in source.attr_data() {
        let known = attr.declares() || attr.seen.get();
        if known {
            continue;
        }
        let mut value = String::new();
        escape(&mut value, &attr.value, Place::Attribute);
        match canonical.attr_data().iter().find(|a| a.name == attr.name) {
            // A default was printed for a word that is none of the vocabulary.
            Some(printed) => edits.replace(printed.span.0, printed.span.1, value),
            None => {
                let at = attributes_end(canonical);
                if let Some(declaration) = undeclared(source, attr, canonical)
                    && !declared.contains(&declaration)
                {
                    edits.replace(at, at, declaration.clone());
                    declared.push(declaration);
                }
                edits.replace(at, at, format!(" {}='{value}'", attr.name));
            }
        }
    }
    let mut place = Insertion::new(canonical);
    let mut behind = None;
    let mut counts: HashMap<(&str, &str), usize> = HashMap::new();
    for child in source.children() {
        let name = (child.namespace(), child.local());
        if !child.is_seen() {
            place.put(behind, child);
            continue;
        }
        let n = counts.entry(name).or_default();
        match canonical.children_in_peek(name.0, name.1).nth(*n) {
            Some(partner) => {
                *n += 1;
                behind = Some(partner.data().end);
                keep_unknown(child, partner, edits);
            }
            // Nothing of it was printed, but there may be something in it that nobody knows.
            None if holds_unknown(child) => place.put(behind, child),
            None => {}
        }
    }
    place.finish(edits);
}

/// The declaration that an attribute's prefix needs where it is put, unless it holds there already.
fn undeclared(source: Node<'_>, attr: &AttrData<'_>, into: Node<'_>) -> Option<String> {
    let (prefix, _) = attr.name.split_once(':').filter(|(prefix, _)| *prefix != "xml")?;
    let uri = source.tree.spaces.get(attr.space as usize)?;
    let name = format!("xmlns:{prefix}");
    let up = |node: &Node<'_>| {
        let id = node.data().parent;
        (id != NONE).then_some(Node { tree: into.tree, id })
    };
    let nearest = std::iter::successors(Some(into), up)
        .find_map(|node| node.attr_data().iter().find(|a| a.name == name));
    if nearest.is_some_and(|found| found.value == *uri) {
        return None;
    }
    let mut value = String::new();
    escape(&mut value, uri, Place::Attribute);
    Some(format!(" {name}='{value}'"))
}

/// Whether anything in an element was not asked for.
pub(crate) fn holds_unknown(node: Node<'_>) -> bool {
    node.attr_data().iter().any(|a| !a.declares() && !a.seen.get())
        || node.children().any(|c| !c.is_seen() || holds_unknown(c))
}

impl<'t> Node<'t> {
    /// Children of a name, without marking them as seen.
    pub(crate) fn children_in_peek<'n>(
        self,
        namespace: &'n str,
        local: &'n str,
    ) -> impl Iterator<Item = Node<'t>> + use<'t, 'n> {
        self.children()
            .filter(move |n| n.data().local == local && n.namespace() == namespace)
    }
}
