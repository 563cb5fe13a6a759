//! One level of an element.

use ferrovirt_xml::{About, Body, Content, Count, Node, Part, Role, Shape, Tagged};

use crate::model::ValueType;

/// What an element holds, before it is laid out.
#[derive(Debug, Clone, Copy)]
pub enum Holds {
    /// Parts of a type.
    Shape(&'static Shape),
    /// The text of a part.
    Text(&'static Part),
    /// One attribute.
    Attr(&'static Part),
    /// A list of elements of one name.
    List(&'static Part),
    /// Nothing.
    Empty,
    /// Anything.
    Any,
}

impl Holds {
    /// Whether both are the same part of the same type.
    fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Holds::Shape(a), Holds::Shape(b)) => std::ptr::eq(*a, *b),
            (Holds::Text(a), Holds::Text(b))
            | (Holds::Attr(a), Holds::Attr(b))
            | (Holds::List(a), Holds::List(b)) => std::ptr::eq(*a, *b),
            (Holds::Empty, Holds::Empty) | (Holds::Any, Holds::Any) => true,
            _ => false,
        }
    }
}

/// Everything that can stand in an element.
#[derive(Debug, Clone, Default)]
pub struct Element {
    /// Attributes.
    pub attrs: Vec<Attr>,
    /// Types of the text; empty when it has none.
    pub text: Vec<ValueType>,
    /// Whether there has to be a text.
    pub text_required: bool,
    /// Whether there has to be a text in every choice that has one.
    pub text_needed: bool,
    /// What is known of the text.
    pub text_about: About,
    /// Elements.
    pub children: Vec<Child>,
    /// Whether whatever else stands here is right.
    pub any: bool,
}

/// An attribute.
#[derive(Debug, Clone)]
pub struct Attr {
    /// Its name.
    pub name: &'static str,
    /// Types of its value.
    pub types: Vec<ValueType>,
    /// Whether it has to be there.
    pub required: bool,
    /// Whether it has to be there in every choice that has it.
    pub needed: bool,
    /// What is known of it.
    pub about: About,
}

/// An element within the element.
#[derive(Debug, Clone)]
pub struct Child {
    /// Its name without prefix.
    pub name: &'static str,
    /// Its namespace.
    pub space: &'static str,
    /// The namespace's usual prefix.
    pub prefix: &'static str,
    /// Whether there may be several.
    pub many: bool,
    /// Whether it has to be there.
    pub required: bool,
    /// Whether it has to be there in every choice that has it.
    pub needed: bool,
    /// Whether its order among elements of other names counts.
    pub ordered: bool,
    /// What it holds, one of these.
    pub holds: Vec<Holds>,
    /// What tells members of a list apart.
    pub key: &'static [&'static str],
    /// What is known of it.
    pub about: About,
}

impl Element {
    /// Lays an element's content out. With a node, only what its attributes choose; without, all there
    /// can be.
    pub fn of(holds: &[Holds], node: Option<Node<'_>>) -> Self {
        let mut this = Element::default();
        for one in holds {
            match one {
                Holds::Shape(shape) => this.shape(shape, node, true),
                Holds::Text(part) => {
                    this.add_text(part);
                    (this.text_required, this.text_needed) = (true, true);
                }
                Holds::Attr(part) => this.add_attr(part, part.name, !part.count.is_list(), true),
                Holds::List(part) => this.list(part),
                Holds::Empty => {}
                Holds::Any => this.any = true,
            }
        }
        if holds.len() > 1 && node.is_none() {
            this.loosen();
        }
        this
    }

    /// Of all choices at once, nothing has to be there.
    fn loosen(&mut self) {
        self.attrs.iter_mut().for_each(|a| a.required = false);
        self.children.iter_mut().for_each(|c| c.required = false);
        self.text_required = false;
    }

    /// The attribute of that name.
    pub fn attr(&self, name: &str) -> Option<&Attr> {
        self.attrs.iter().find(|a| a.name == name)
    }

    /// The child of that name.
    pub fn child(&self, space: &str, name: &str) -> Option<&Child> {
        self.children.iter().find(|c| c.name == name && c.space == space)
    }

    fn shape(&mut self, shape: &'static Shape, node: Option<Node<'_>>, required: bool) {
        match &shape.body {
            Body::Parts(parts) => parts.iter().for_each(|part| self.part(part, node, required)),
            Body::Tagged(tagged) => self.tagged(tagged, node, required),
            Body::Choice(variants) => {
                for variant in *variants {
                    let holds = variant.shape.map_or(Holds::Empty, |shape| Holds::Shape(shape()));
                    self.add_child(Child {
                        name: variant.word,
                        space: "",
                        prefix: "",
                        many: true,
                        required: false,
                        needed: false,
                        ordered: true,
                        holds: vec![holds],
                        key: &[],
                        about: aged(variant.doc, variant.since),
                    });
                }
            }
        }
    }

    fn tagged(&mut self, tagged: &'static Tagged, node: Option<Node<'_>>, required: bool) {
        let words = tagged.variants.iter().map(|v| ValueType::Word(v.word));
        self.add(Attr {
            name: tagged.attr,
            types: words.collect(),
            required: required && tagged.default.is_none(),
            needed: tagged.default.is_none(),
            about: About {
                default: tagged.default.unwrap_or_default(),
                ..about("Chooses what else there is.")
            },
        });
        let word = node
            .and_then(|n| n.peek(tagged.attr))
            .map(str::trim)
            .or(match node {
                Some(_) => tagged.default,
                None => None,
            });
        let chosen = tagged.variants.iter().find(|v| Some(v.word) == word);
        for variant in tagged.variants {
            // Without a choice, or a wrong one, all is possible.
            if chosen.is_some_and(|c| c.word != variant.word) {
                continue;
            }
            let Some(payload) = variant.shape else { continue };
            match tagged.child {
                None => {
                    let mut part = Element::default();
                    part.shape(payload(), node, required && chosen.is_some());
                    part.no_older_than(variant.since);
                    self.merge(part);
                }
                Some(child) => self.add_child(Child {
                    name: child,
                    space: "",
                    prefix: "",
                    many: false,
                    required: false,
                    needed: false,
                    ordered: false,
                    holds: vec![Holds::Shape(payload())],
                    key: &[],
                    about: aged(variant.doc, variant.since),
                }),
            }
        }
    }

    fn part(&mut self, part: &'static Part, node: Option<Node<'_>>, required: bool) {
        let required = required && part.count.is_needed();
        match part.role {
            Role::Attr => self.add_attr(part, part.name, required, false),
            Role::Text => {
                self.add_text(part);
                self.text_required &= required;
                self.text_needed = part.count.is_needed();
            }
            Role::Flatten => {
                if let Content::Element(shape) = part.content {
                    let optional = part.count == Count::Optional && !part.name.is_empty();
                    let here = match node {
                        // A group is there when the attribute is that tells of it.
                        Some(node) if optional => part.name == part.field || node.peek(part.name).is_some(),
                        _ => true,
                    };
                    if here {
                        let mut group = Element::default();
                        group.shape(shape(), node, required);
                        group.no_older_than(part.about.since);
                        self.merge(group);
                    } else if let Body::Tagged(tagged) = &shape().body {
                        // The attribute may stand there, with what it brings.
                        self.add(Attr {
                            name: tagged.attr,
                            types: tagged.variants.iter().map(|v| ValueType::Word(v.word)).collect(),
                            required: false,
                            needed: false,
                            about: aged(part.about.doc, part.about.since),
                        });
                    }
                }
            }
            Role::Choice => {
                if let Content::Element(shape) = part.content {
                    self.shape(shape(), node, false);
                }
            }
            Role::AttrOf => {
                let name = part.of.unwrap_or(part.name);
                self.add_child(child(part, name, required, Holds::Attr(part)));
            }
            Role::Leaf | Role::Flag | Role::Child | Role::Raw => match part.of {
                Some(wrapper) => {
                    let mut wrapped = child(part, wrapper, false, Holds::List(part));
                    (wrapped.many, wrapped.key) = (false, &[]);
                    self.add_child(wrapped);
                }
                None => self.add_child(child(part, part.name, required, holds(part))),
            },
        }
    }

    fn list(&mut self, part: &'static Part) {
        let mut member = child(part, part.name, false, holds(part));
        member.many = true;
        self.add_child(member);
    }

    fn add_attr(&mut self, part: &'static Part, name: &'static str, required: bool, alone: bool) {
        let Content::Value(value) = part.content else {
            return;
        };
        self.add(Attr {
            name,
            types: vec![ValueType::Typed(value)],
            required: required || alone,
            needed: part.count.is_needed() || alone,
            about: part.about,
        });
    }

    fn add_text(&mut self, part: &'static Part) {
        if let Content::Value(value) = part.content {
            self.text_required |= self.text.is_empty();
            self.text.push(ValueType::Typed(value));
            self.text_about = part.about;
        }
    }

    fn add(&mut self, attr: Attr) {
        match self.attrs.iter_mut().find(|a| a.name == attr.name) {
            Some(old) => {
                old.required &= attr.required;
                old.needed &= attr.needed;
                join(&mut old.about, &attr.about);
                attr.types.into_iter().for_each(|t| t.join(&mut old.types));
            }
            None => self.attrs.push(attr),
        }
    }

    fn add_child(&mut self, new: Child) {
        let same = |c: &&mut Child| c.name == new.name && c.space == new.space;
        match self.children.iter_mut().find(same) {
            Some(old) => {
                old.many |= new.many;
                old.required &= new.required;
                old.needed &= new.needed;
                join(&mut old.about, &new.about);
                old.ordered |= new.ordered;
                // Choices have much in common; twice the same would double with every level.
                for holds in new.holds {
                    if !old.holds.iter().any(|h| h.is(&holds)) {
                        old.holds.push(holds);
                    }
                }
                if old.key.is_empty() {
                    old.key = new.key;
                }
            }
            None => self.children.push(new),
        }
    }

    /// What came with a group and says no version of its own is as old as the group.
    fn no_older_than(&mut self, since: &'static str) {
        let attrs = self.attrs.iter_mut().map(|a| &mut a.about);
        let children = self.children.iter_mut().map(|c| &mut c.about);
        for about in attrs.chain(children).chain([&mut self.text_about]) {
            if about.since.is_empty() {
                about.since = since;
            }
        }
    }

    fn merge(&mut self, other: Element) {
        other.attrs.into_iter().for_each(|a| self.add(a));
        other.children.into_iter().for_each(|c| self.add_child(c));
        if !other.text.is_empty() {
            self.text_required = other.text_required;
            self.text_needed = other.text_needed;
            self.text_about = other.text_about;
            other.text.into_iter().for_each(|t| t.join(&mut self.text));
        }
        self.any |= other.any;
    }
}

fn about(doc: &'static str) -> About {
    aged(doc, "")
}

fn aged(doc: &'static str, since: &'static str) -> About {
    About {
        doc,
        since,
        ..About::default()
    }
}

/// What holds without a part differs from choice to choice.
const DIFFERS: &str = "depends on what else is chosen";

/// What is known of a part that several choices have.
fn join(about: &mut About, other: &About) {
    about.since = oldest(about.since, other.since);
    if about.doc.is_empty() {
        about.doc = other.doc;
    }
    if about.unit.is_empty() {
        about.unit = other.unit;
    }
    if about.default.is_empty() {
        about.default = other.default;
    } else if !other.default.is_empty() && other.default != about.default {
        about.default = DIFFERS;
    }
}

/// The older of two versions, of which an empty one is as old as can be.
fn oldest(one: &'static str, other: &'static str) -> &'static str {
    match version(other) < version(one) {
        true => other,
        false => one,
    }
}

/// A version as numbers, to compare.
pub(crate) fn version(text: &str) -> [u32; 3] {
    let mut numbers = text.split('.').map(|n| n.parse().unwrap_or(0));
    std::array::from_fn(|_| numbers.next().unwrap_or(0))
}

fn child(part: &'static Part, name: &'static str, required: bool, holds: Holds) -> Child {
    Child {
        name,
        space: part.space,
        prefix: part.prefix,
        many: part.count.is_list(),
        required,
        needed: part.count.is_needed(),
        ordered: false,
        holds: vec![holds],
        key: part.key,
        about: part.about,
    }
}

fn holds(part: &'static Part) -> Holds {
    match part.content {
        Content::Value(_) => Holds::Text(part),
        Content::Element(shape) => Holds::Shape(shape()),
        Content::Empty => Holds::Empty,
        Content::Any => Holds::Any,
    }
}
