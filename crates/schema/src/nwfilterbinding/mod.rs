//! `<filterbinding>`: a filter applied to a guest's interface.

mod document;

pub use document::{FilterBinding, Owner};
