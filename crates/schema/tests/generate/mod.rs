//! Documents made up from the shapes of the types, the same for the same seed.
#![allow(dead_code, reason = "not every test needs all of it")]

use ferrovirt_schema::Kind;
use ferrovirt_xml::{Body, Content, Part, RawElement, RawNode, Role, Shape, ValueContent, ValueShape};

/// Numbers that follow from a seed.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % most.max(1)
    }

    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}

/// How documents are made.
pub struct Plan {
    pub dice: Dice,
    /// How often what may be missing is there, in percent.
    pub dense: usize,
    /// Words that any reader takes where a text is free.
    pub tame: bool,
}

impl Plan {
    pub fn new(seed: u64, dense: usize) -> Self {
        Plan {
            dice: Dice::new(seed),
            dense,
            tame: false,
        }
    }

    /// A document of a kind.
    pub fn document(&mut self, kind: &Kind) -> RawElement {
        let mut root = RawElement {
            name: kind.root.to_owned(),
            ..RawElement::default()
        };
        self.fill(&mut root, kind.shape(), 0);
        root
    }

    fn fill(&mut self, into: &mut RawElement, shape: &'static Shape, depth: usize) {
        match &shape.body {
            Body::Parts(parts) => parts.iter().for_each(|part| self.part(into, part, depth)),
            Body::Tagged(tagged) => {
                let variant = self.dice.pick(tagged.variants);
                attr(into, tagged.attr, variant.word.to_owned());
                let Some(payload) = variant.shape else { return };
                match tagged.child {
                    None => self.fill(into, payload(), depth),
                    Some(child) => {
                        let mut element = named(child, "", "");
                        self.fill(&mut element, payload(), depth + 1);
                        push(into, element, false);
                    }
                }
            }
            Body::Choice(variants) => {
                for _ in 0..self.dice.below(4) {
                    let variant = self.dice.pick(variants);
                    let mut element = named(variant.word, "", "");
                    if let Some(payload) = variant.shape {
                        self.fill(&mut element, payload(), depth + 1);
                    }
                    push(into, element, true);
                }
            }
        }
    }

    fn part(&mut self, into: &mut RawElement, part: &'static Part, depth: usize) {
        let dense = self.dense / (1 + depth / 6);
        if !part.count.is_needed() && !self.dice.chance(dense) {
            return;
        }
        let many = part.count.is_list();
        match (part.role, part.content) {
            (Role::Attr, Content::Value(value)) => {
                let text = self.value(value);
                attr(into, part.name, text);
            }
            (Role::AttrOf, Content::Value(value)) => {
                let mut element = named(part.of.unwrap_or_default(), part.prefix, part.space);
                let text = self.value(value);
                attr(&mut element, part.name, text);
                push(into, element, many);
            }
            // Text beside elements is in no document.
            (Role::Text, Content::Value(value)) if into.children.is_empty() => {
                let text = self.value(value);
                into.children.push(RawNode::Text(text));
            }
            (Role::Flatten | Role::Choice, Content::Element(shape)) => self.fill(into, shape(), depth),
            (Role::Leaf | Role::Child | Role::Flag | Role::Raw, _) => {
                let some = if many { 1 + self.dice.below(3) } else { 1 };
                let mut elements: Vec<RawElement> = (0..some).map(|_| self.element(part, depth)).collect();
                match part.of {
                    None => elements.into_iter().for_each(|e| push(into, e, many)),
                    Some(wrapper) => {
                        let mut around = named(wrapper, part.prefix, part.space);
                        elements.drain(..).for_each(|e| push(&mut around, e, true));
                        push(into, around, false);
                    }
                }
            }
            _ => {}
        }
    }

    fn element(&mut self, part: &'static Part, depth: usize) -> RawElement {
        let mut element = named(part.name, part.prefix, part.space);
        match part.content {
            Content::Value(value) => {
                let text = self.value(value);
                if !text.is_empty() {
                    element.children.push(RawNode::Text(text));
                }
            }
            // Types that hold themselves end somewhere.
            Content::Element(shape) if depth < 24 => self.fill(&mut element, shape(), depth + 1),
            Content::Element(_) | Content::Empty => {}
            Content::Any => {
                let mut inner = named("a:thing", "", "");
                attr(&mut inner, "xmlns:a", "urn:a".to_owned());
                attr(&mut inner, "n", self.dice.below(10).to_string());
                element.children.push(RawNode::Element(inner));
            }
        }
        element
    }

    fn value(&mut self, value: ValueContent) -> String {
        match (value.shape)() {
            ValueShape::Text if self.tame => format!("n{}", self.dice.below(9)),
            ValueShape::Text => {
                (*self
                    .dice
                    .pick(&["n1", "n2", "a&b<c>", "it's \"é\"", "two words", "/x/y.z"]))
                .to_owned()
            }
            ValueShape::Integer { least, most } => {
                let high = most.min(64) as usize;
                // Zero is as if nothing was said in many places.
                let n = 1 + self.dice.below(high) as i64;
                (if least < 0 && self.dice.chance(10) {
                    -1
                } else {
                    n.max(least)
                })
                .to_string()
            }
            ValueShape::Number => "1.5".to_owned(),
            ValueShape::Words(words) => (*self.dice.pick(words)).to_owned(),
            ValueShape::Switch { on, off } => (*self.dice.pick(&[on, off])).to_owned(),
            ValueShape::Form { samples, .. } => (*self.dice.pick(samples)).to_owned(),
        }
    }
}

fn named(name: &str, prefix: &str, space: &str) -> RawElement {
    let mut element = RawElement {
        name: name.to_owned(),
        ..RawElement::default()
    };
    if !prefix.is_empty() {
        element.name = format!("{prefix}:{name}");
        attr(&mut element, &format!("xmlns:{prefix}"), space.to_owned());
    }
    element
}

fn attr(into: &mut RawElement, name: &str, value: String) {
    if into.attr(name).is_none() {
        into.attrs.push((name.to_owned(), value));
    }
}

fn push(into: &mut RawElement, element: RawElement, many: bool) {
    if many || !into.elements().any(|e| e.name == element.name) {
        into.children.push(RawNode::Element(element));
    }
}
