//! Events on their way to a client: its registrations, and the frames that they make.

mod domain;
mod other;
mod registrations;

pub use registrations::{Class, Registrations, Wanted};
