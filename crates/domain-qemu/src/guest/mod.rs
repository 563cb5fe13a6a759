//! One guest.
pub mod state;
