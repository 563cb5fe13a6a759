//! Names, places, counts and values: all that a schema can judge.

use ferrovirt_xml::{Limits, Node, nearest, parse};

use super::grammar::{Said, Wanted};
use super::{Problem, Step};
use crate::Kind;
use crate::model::{Child, Element, Holds, ValueType};

/// Most problems that are reported of one document.
const MOST: usize = 200;

/// All problems of a document's shape; none when it is accepted.
pub fn shape(kind: &Kind, text: &str) -> Vec<Problem> {
    let tree = match parse(text, Limits::default()) {
        Ok(tree) => tree,
        Err(e) => return vec![Problem::of_error(Step::Syntax, &e)],
    };
    let root = tree.root();
    if !root.is(kind.root) {
        let mut problem = Problem::new(
            Step::Shape,
            root.path(),
            root.position(),
            format!(
                "unexpected root element <{}>, expecting <{}>",
                root.name(),
                kind.root
            ),
        );
        problem.found = Some(root.name().to_owned());
        problem.allowed = vec![kind.root.to_owned()];
        return vec![problem];
    }
    let mut checker = Checker {
        found: Vec::new(),
        path: Vec::new(),
    };
    checker.element(root, &[kind.holds()]);
    checker.found
}

struct Checker<'t> {
    found: Vec<Problem>,
    /// The element that is looked at, and those around it.
    path: Vec<Node<'t>>,
}

impl<'t> Checker<'t> {
    fn full(&self) -> bool {
        self.found.len() >= MOST
    }

    fn element(&mut self, node: Node<'t>, holds: &[Holds]) {
        let model = Element::of(holds, Some(node));
        self.path.push(node);
        let said = Said::of(&self.path);
        if model.any {
            self.breaches(node, &said);
            if said.no_text() && node.peek_text().is_some() {
                self.stray_text(node);
            }
        } else if !self.full() {
            self.attributes(node, &model, &said);
            self.text(node, &model, &said);
            self.children(node, &model, &said);
            self.breaches(node, &said);
        }
        self.path.pop();
    }

    fn attributes(&mut self, node: Node<'_>, model: &Element, said: &Said) {
        for attr in node.attrs().filter(|a| !a.is_declaration()) {
            let plain = attr.namespace.is_empty();
            let known = model.attr(attr.name).filter(|_| plain);
            let wanted = said.value(attr.name).filter(|_| plain);
            if known.is_none() && wanted.is_none() {
                let names = model.attrs.iter().map(|a| a.name).collect();
                self.unknown(node, &format!("@{}", attr.name), attr.name, names, "attribute");
                continue;
            }
            let types = known.map(|k| k.types.as_slice()).unwrap_or_default();
            if let Some(mut problem) = wrong(attr.value, wanted, types) {
                problem.path = format!("{}/@{}", node.path(), attr.name);
                (problem.line, problem.column) = node.attr_position(attr.name);
                self.found.push(problem);
            }
        }
        let needed = model.attrs.iter().filter(|a| a.required).map(|a| a.name);
        let needed = needed.filter(|name| said.needs_attr(name) != Some(false));
        let mut needed: Vec<&str> = needed.collect();
        needed.extend(said.needed_attrs());
        needed.sort_unstable();
        needed.dedup();
        for name in needed.into_iter().filter(|name| node.peek(name).is_none()) {
            let message = format!("missing attribute '{name}'");
            let mut problem = Problem::new(Step::Shape, node.path(), node.position(), message);
            problem.allowed = model.attr(name).map(|a| words(&a.types)).unwrap_or_default();
            self.found.push(problem);
        }
    }

    fn text(&mut self, node: Node<'_>, model: &Element, said: &Said) {
        let text = node.peek_text();
        let rule = said.text();
        if said.no_text() || model.text.is_empty() && rule.is_none() {
            if text.is_some() {
                self.stray_text(node);
            }
            return;
        }
        let needed = rule.map_or(model.text_required, |(_, bare)| !bare);
        if text.is_none() && !needed {
            return;
        }
        let all = node.text();
        if let Some(mut problem) = wrong(&all, rule.map(|(wanted, _)| wanted), &model.text) {
            problem.path = node.path();
            (problem.line, problem.column) = node.position();
            self.found.push(problem);
        }
    }

    fn stray_text(&mut self, node: Node<'_>) {
        let message = format!("no text is allowed in <{}>", node.name());
        self.problem(node, message);
    }

    fn problem(&mut self, node: Node<'_>, message: String) {
        self.found
            .push(Problem::new(Step::Shape, node.path(), node.position(), message));
    }

    fn children(&mut self, node: Node<'t>, model: &Element, said: &Said) {
        let mut seen: Vec<*const Child> = Vec::new();
        for child in node.children() {
            if self.full() {
                return;
            }
            let Some(known) = model.child(child.namespace(), child.local()) else {
                let names = model.children.iter().map(|c| c.name).collect();
                self.unknown_element(child, names);
                continue;
            };
            let this = std::ptr::from_ref(known);
            let many = said
                .needs_child(known.name)
                .map_or(known.many, |often| often.many);
            if !many && seen.contains(&this) {
                self.problem(child, format!("<{}> is there more than once", child.name()));
            }
            seen.push(this);
            self.element(child, &known.holds);
        }
        let needed = model.children.iter().filter(|c| c.required).map(|c| c.name);
        let needed = needed.filter(|name| said.needs_child(name).is_none_or(|often| often.needed));
        let mut needed: Vec<&str> = needed.collect();
        needed.extend(said.needed_children());
        needed.sort_unstable();
        needed.dedup();
        for name in needed {
            if !node.children().any(|child| child.local() == name) {
                self.problem(node, format!("missing element <{name}>"));
            }
        }
    }

    /// What is wrong with an element's parts taken together; a place that is wrong already is not told again.
    fn breaches(&mut self, node: Node<'t>, said: &Said) {
        for breach in said.breaches(node) {
            let at = breach.child.and_then(|n| node.children().nth(n)).unwrap_or(node);
            let (path, place) = match &breach.attr {
                Some(attr) => (format!("{}/@{attr}", at.path()), at.attr_position(attr)),
                None => (at.path(), at.position()),
            };
            if !self.found.iter().any(|p| p.path == path) {
                self.found
                    .push(Problem::new(Step::Shape, path, place, breach.message));
            }
        }
    }

    fn unknown_element(&mut self, child: Node<'_>, names: Vec<&'static str>) {
        let mut problem = unknown(child.name(), names, "element");
        problem.path = child.path();
        (problem.line, problem.column) = child.position();
        self.found.push(problem);
    }

    fn unknown(&mut self, node: Node<'_>, step: &str, found: &str, names: Vec<&'static str>, what: &str) {
        let mut problem = unknown(found, names, what);
        problem.path = format!("{}/{step}", node.path());
        (problem.line, problem.column) = node.attr_position(found);
        self.found.push(problem);
    }
}

/// What is wrong with a value, held against a rule if there is one and against its types otherwise. Blanks around
/// a word count for nothing.
fn wrong(text: &str, wanted: Option<&Wanted>, types: &[ValueType]) -> Option<Problem> {
    if wanted.is_some_and(|wanted| wanted.takes(text)) {
        return None;
    }
    let all = ValueType::words(types);
    let word = if all.is_some() { text.trim() } else { text };
    let refused = ValueType::check(types, word).err();
    let (expected, why) = match (wanted, refused) {
        (None, None) => return None,
        (_, Some(why)) => (why.expected.clone().into_owned(), Some(why)),
        (Some(wanted), None) => (wanted.expected(), None),
    };
    let near = why.as_ref().and_then(|why| why.nearest);
    let hint = near.map_or_else(String::new, |w| format!("; did you mean '{w}'?"));
    let message = format!("invalid value '{text}', expected {expected}{hint}");
    let mut problem = Problem::new(Step::Shape, String::new(), (0, 0), message);
    problem.found = Some(text.to_owned());
    problem.nearest = near.map(str::to_owned);
    problem.allowed = all.unwrap_or_default().into_iter().map(str::to_owned).collect();
    Some(problem)
}

fn unknown(found: &str, names: Vec<&'static str>, what: &str) -> Problem {
    let near = nearest(found, names.iter().copied());
    let hint = match (near, names.as_slice()) {
        (Some(word), _) => format!("; did you mean '{word}'?"),
        (None, []) => String::new(),
        (None, names) if names.len() <= 12 => format!("; allowed: {}", names.join(", ")),
        (None, _) => String::new(),
    };
    let message = format!("no {what} '{found}' is known here{hint}");
    let mut problem = Problem::new(Step::Shape, String::new(), (0, 0), message);
    problem.found = Some(found.to_owned());
    problem.allowed = names.into_iter().map(str::to_owned).collect();
    problem.nearest = near.map(str::to_owned);
    problem
}

fn words(types: &[ValueType]) -> Vec<String> {
    let words = ValueType::words(types).unwrap_or_default();
    words.into_iter().map(str::to_owned).collect()
}
