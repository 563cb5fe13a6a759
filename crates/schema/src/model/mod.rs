//! What can stand in an element, worked out from the shapes of the types that share it. Checks, JSON
//! views, schemas and comparisons all go by this.
//!
//! An element's content is a list of [`Holds`]. [`Element::of`] lays it out one level deep: for a given
//! element, following the choices that its attributes make, or for all choices at once.

mod element;
mod value;

pub(crate) use element::version;
pub use element::{Attr, Child, Element, Holds};
pub use value::ValueType;
