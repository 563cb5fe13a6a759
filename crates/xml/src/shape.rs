//! What a type looks like in XML, as data: the names, kinds, units and meaning of its parts. The derive
//! writes it beside the code that reads and prints, from the same fields and their documentation, so
//! that checks, JSON views, schemas and comparisons of documents have one source.

use crate::error::Invalid;
use crate::value::Value;

/// A type that can say what it looks like.
pub trait Shaped {
    /// Its shape.
    fn shape() -> &'static Shape;
}

impl<T: Shaped> Shaped for Box<T> {
    fn shape() -> &'static Shape {
        T::shape()
    }
}

/// What an element, or a part of one, holds.
#[derive(Debug)]
pub struct Shape {
    /// Name of the Rust type.
    pub name: &'static str,
    /// What it is for.
    pub doc: &'static str,
    /// What it holds.
    pub body: Body,
}

/// The content of a [`Shape`].
#[derive(Debug)]
pub enum Body {
    /// Parts in the order in which they are printed.
    Parts(&'static [Part]),
    /// One of several contents, chosen by an attribute.
    Tagged(Tagged),
    /// One of several elements, told apart by name.
    Choice(&'static [Variant]),
}

/// A content chosen by an attribute.
#[derive(Debug)]
pub struct Tagged {
    /// The attribute.
    pub attr: &'static str,
    /// The word that is meant without the attribute; without it the attribute has to be there.
    pub default: Option<&'static str>,
    /// The payload stands in this child rather than in the element itself.
    pub child: Option<&'static str>,
    /// Everything that can be chosen.
    pub variants: &'static [Variant],
}

/// Something that can be chosen.
#[derive(Debug)]
pub struct Variant {
    /// The word or element's name that chooses it.
    pub word: &'static str,
    /// What it is for.
    pub doc: &'static str,
    /// The first version of the format that has it; empty: as old as the choice.
    pub since: &'static str,
    /// What comes with it.
    pub shape: Option<fn() -> &'static Shape>,
}

/// Where a part stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// An attribute.
    Attr,
    /// An attribute of a child that holds nothing else.
    AttrOf,
    /// The element's text.
    Text,
    /// A child that holds a text only.
    Leaf,
    /// A child whose presence says it all.
    Flag,
    /// A child.
    Child,
    /// A child of which nothing is known.
    Raw,
    /// The parts of another shape, in this element.
    Flatten,
    /// Elements of several names in any order.
    Choice,
}

/// How often a part is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Count {
    /// Once.
    Required,
    /// Once or not at all.
    Optional,
    /// Any number of times.
    Many,
    /// At least once.
    Some,
}

impl Count {
    /// Whether there may be several.
    pub fn is_list(self) -> bool {
        matches!(self, Count::Many | Count::Some)
    }

    /// Whether there has to be one.
    pub fn is_needed(self) -> bool {
        matches!(self, Count::Required | Count::Some)
    }
}

/// What a part holds.
#[derive(Debug, Clone, Copy)]
pub enum Content {
    /// A value.
    Value(ValueContent),
    /// Parts of its own.
    Element(fn() -> &'static Shape),
    /// Nothing.
    Empty,
    /// Anything.
    Any,
}

/// The type of a value.
#[derive(Debug, Clone, Copy)]
pub struct ValueContent {
    /// What values look like.
    pub shape: fn() -> ValueShape,
    /// Whether a text is one.
    pub check: fn(&str) -> Result<(), Invalid>,
}

/// What values look like.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ValueShape {
    /// Any text.
    Text,
    /// A whole number within bounds.
    Integer {
        /// The least.
        least: i64,
        /// The greatest.
        most: u64,
    },
    /// A number that need not be whole.
    Number,
    /// One of a closed vocabulary.
    Words(&'static [&'static str]),
    /// One of two words that mean true and false.
    Switch {
        /// The word for true.
        on: &'static str,
        /// The word for false.
        off: &'static str,
    },
    /// A text of a certain form.
    Form {
        /// What it is called: `UUID`.
        name: &'static str,
        /// A regular expression that its canonical form matches.
        pattern: &'static str,
        /// A few values.
        samples: &'static [&'static str],
    },
}

impl ValueShape {
    /// Whether values are words or texts of a form, not numbers.
    pub fn is_textual(self) -> bool {
        !matches!(self, ValueShape::Integer { .. } | ValueShape::Number)
    }
}

/// What the documentation of a field says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct About {
    /// What it does, without what the other fields hold.
    pub doc: &'static str,
    /// Unit of its number; from the sentence `Unit: KiB.` `none` where the number is no quantity.
    pub unit: &'static str,
    /// What holds without it, a value or words; from `Default: off.`
    pub default: &'static str,
    /// The first version of the format that has it; from `Since 9.1.` Empty: as old as what it is a part of.
    pub since: &'static str,
    /// Whether a change reaches a running object; from `Live.`
    pub live: bool,
    /// Whether that holds for all that stands in it, too; from `Live with all in it.`
    pub live_within: bool,
    /// Whether a change makes another object; from `Recreate.`
    pub recreate: bool,
}

/// A part of an element.
#[derive(Debug)]
pub struct Part {
    /// Name of the Rust field.
    pub field: &'static str,
    /// Where it stands.
    pub role: Role,
    /// Name of the attribute or element; for a flattened group that may be missing the attribute that
    /// tells.
    pub name: &'static str,
    /// The element around it, for a wrapped list, or the one that has the attribute.
    pub of: Option<&'static str>,
    /// Namespace of its elements.
    pub space: &'static str,
    /// Usual prefix of that namespace.
    pub prefix: &'static str,
    /// How often it is there.
    pub count: Count,
    /// What it holds.
    pub content: Content,
    /// Paths that tell the members of a list apart, the best first: `target/@dev`.
    pub key: &'static [&'static str],
    /// What is known of it.
    pub about: About,
}

impl About {
    /// The unit to write behind a number: nothing for a number that is no quantity, or whose unit stands
    /// beside it.
    pub fn unit_of_number(&self) -> &'static str {
        match self.unit {
            "none" | Self::UNIT_BESIDE => "",
            unit => unit,
        }
    }

    /// The unit of a number whose unit is in an attribute beside it.
    pub const UNIT_BESIDE: &'static str = "as its unit says";
}

impl Content {
    /// Values of a type.
    pub const fn value<T: Value>() -> Self {
        Content::Value(ValueContent::of::<T>())
    }

    /// Parts of a type.
    pub const fn element<T: Shaped>() -> Self {
        Content::Element(T::shape)
    }
}

impl ValueContent {
    /// Values of a type.
    pub const fn of<T: Value>() -> Self {
        ValueContent {
            shape: T::shape,
            check: check::<T>,
        }
    }
}

fn check<T: Value>(text: &str) -> Result<(), Invalid> {
    T::parse(text).map(drop)
}

impl Part {
    /// A part of which only the essentials are given; for shapes written by hand.
    pub const fn new(role: Role, name: &'static str, count: Count, content: Content) -> Self {
        Part {
            field: name,
            role,
            name,
            of: None,
            space: "",
            prefix: "",
            count,
            content,
            key: &[],
            about: About {
                doc: "",
                unit: "",
                default: "",
                since: "",
                live: false,
                live_within: false,
                recreate: false,
            },
        }
    }

    /// With documentation.
    #[must_use]
    pub const fn doc(mut self, doc: &'static str) -> Self {
        self.about.doc = doc;
        self
    }

    /// With a unit.
    #[must_use]
    pub const fn unit(mut self, unit: &'static str) -> Self {
        self.about.unit = unit;
        self
    }

    /// With what holds without it.
    #[must_use]
    pub const fn default(mut self, default: &'static str) -> Self {
        self.about.default = default;
        self
    }

    /// With the first version that has it.
    #[must_use]
    pub const fn since(mut self, since: &'static str) -> Self {
        self.about.since = since;
        self
    }
}
