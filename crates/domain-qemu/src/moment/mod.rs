//! Moments of a guest that are kept: snapshots and checkpoints. What they have in common is a tree of
//! names with one current place, and a file for each.

mod align;
mod book;
mod checkpoint;
mod redefine;
mod tree;

pub use align::{align, generated_names};
pub use book::Books;
pub use checkpoint::align as align_checkpoint;
pub use redefine::check as check_redefinition;
pub use tree::{Moment, Tree};
