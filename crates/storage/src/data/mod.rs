//! The bytes of volumes, whatever they are kept in: copied with their holes, overwritten.

mod busy;
mod copy;
mod wipe;

pub use busy::check_unlocked;
pub use copy::{copy, copy_over_zeros, is_clonable};
pub use wipe::{WipePattern, wipe};
