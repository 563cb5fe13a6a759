//! Documents as JSON, and the JSON Schema of that view.
//!
//! The view is a bijection with the canonical form. A document is an object with one member, named for
//! its element. An element is an object: attributes and children under their names (an attribute under
//! `@name` where a child has the same name; a child of a foreign namespace under `prefix:name`), its text
//! under `$text`. An element that can only have a text is that text, one that can only be there is `true`.
//! What may be there several times is an array. Numbers are numbers, `yes` and `on` are `true`, everything
//! else is a string. Elements whose order among each other counts stand in `$items`, each an object with
//! one member. What is not understood stays under `$attributes` and, as XML, under `$elements`; an element
//! that may hold anything is `{"$xml": "<…>"}`.

mod answer;
mod error;
mod from;
mod schema;
mod to;

pub use error::JsonError;
pub(crate) use from::from_json;
pub(crate) use schema::json_schema;
pub(crate) use to::to_json;

use crate::model::{Child, Element};

/// Names of members that are no names of attributes or elements.
const TEXT: &str = "$text";
const ITEMS: &str = "$items";
const XML: &str = "$xml";
const ATTRIBUTES: &str = "$attributes";
const ELEMENTS: &str = "$elements";

/// The member of an attribute.
fn attr_key(element: &Element, name: &str) -> String {
    let taken = |c: &Child| c.name == name && c.prefix.is_empty();
    match element.children.iter().any(taken) {
        true => format!("@{name}"),
        false => name.to_owned(),
    }
}

/// The member of a child.
fn child_key(child: &Child) -> String {
    match child.prefix {
        "" => child.name.to_owned(),
        prefix => format!("{prefix}:{}", child.name),
    }
}

/// Whether an element can hold nothing but a text.
fn is_leaf(element: &Element) -> bool {
    element.attrs.is_empty() && element.children.is_empty() && !element.text.is_empty()
}

/// Whether an element can only be there.
fn is_flag(element: &Element) -> bool {
    element.attrs.is_empty() && element.children.is_empty() && element.text.is_empty() && !element.any
}
