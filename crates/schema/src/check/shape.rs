//! Names, places, counts and values: all that a schema can judge.

use ferrovirt_xml::{Limits, Node, nearest, parse};

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
    let mut checker = Checker { found: Vec::new() };
    checker.element(root, &[kind.holds()]);
    // What the reader knows beyond the shape.
    if let Err(e) = kind.canonical(text) {
        let place = (e.line(), e.column());
        let parent_missing = checker.found.iter().any(|p| (p.line, p.column) == place);
        if !parent_missing {
            checker.found.push(Problem::of_error(Step::Shape, &e));
        }
    }
    checker.found
}

struct Checker {
    found: Vec<Problem>,
}

impl Checker {
    fn full(&self) -> bool {
        self.found.len() >= MOST
    }

    fn element(&mut self, node: Node<'_>, holds: &[Holds]) {
        let model = Element::of(holds, Some(node));
        if model.any || self.full() {
            return;
        }
        self.attributes(node, &model);
        self.text(node, &model);
        self.children(node, &model);
    }

    fn attributes(&mut self, node: Node<'_>, model: &Element) {
        for attr in node.attrs().filter(|a| !a.is_declaration()) {
            let known = model.attr(attr.name).filter(|_| attr.namespace.is_empty());
            let Some(known) = known else {
                let names = model.attrs.iter().map(|a| a.name).collect();
                self.unknown(node, &format!("@{}", attr.name), attr.name, names, "attribute");
                continue;
            };
            if let Err(why) = ValueType::check(&known.types, attr.value) {
                let hint = why
                    .nearest
                    .map_or_else(String::new, |w| format!("; did you mean '{w}'?"));
                let message = format!("invalid value '{}', expected {}{hint}", attr.value, why.expected);
                let place = node.attr_position(attr.name);
                let path = format!("{}/@{}", node.path(), attr.name);
                let mut problem = Problem::new(Step::Shape, path, place, message);
                problem.explain(attr.value, &why);
                problem.allowed = words(&known.types);
                self.found.push(problem);
            }
        }
        for attr in model
            .attrs
            .iter()
            .filter(|a| a.required && node.peek(a.name).is_none())
        {
            let message = format!("missing attribute '{}'", attr.name);
            let mut problem = Problem::new(Step::Shape, node.path(), node.position(), message);
            problem.allowed = words(&attr.types);
            self.found.push(problem);
        }
    }

    fn text(&mut self, node: Node<'_>, model: &Element) {
        let text = node.peek_text();
        if model.text.is_empty() {
            if text.is_some() {
                let message = format!("no text is allowed in <{}>", node.name());
                self.found
                    .push(Problem::new(Step::Shape, node.path(), node.position(), message));
            }
            return;
        }
        let all = node.text();
        if text.is_none() && !model.text_required {
            return;
        }
        if let Err(why) = ValueType::check(&model.text, &all) {
            let hint = why
                .nearest
                .map_or_else(String::new, |w| format!("; did you mean '{w}'?"));
            let message = format!("invalid value '{all}', expected {}{hint}", why.expected);
            let mut problem = Problem::new(Step::Shape, node.path(), node.position(), message);
            problem.explain(&all, &why);
            problem.allowed = words(&model.text);
            self.found.push(problem);
        }
    }

    fn children(&mut self, node: Node<'_>, model: &Element) {
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
            if !known.many && seen.contains(&this) {
                let message = format!("<{}> is there more than once", child.name());
                self.found
                    .push(Problem::new(Step::Shape, child.path(), child.position(), message));
            }
            seen.push(this);
            self.element(child, &known.holds);
        }
        for child in &model.children {
            if child.required && !seen.contains(&std::ptr::from_ref(child)) {
                let message = format!("missing element <{}>", child.name);
                self.found
                    .push(Problem::new(Step::Shape, node.path(), node.position(), message));
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
