//! Logs, with the levels, filters and outputs of libvirt's daemons, which can be changed while the daemon
//! runs: by its settings when they are read anew, and through the admin interface.
//!
//! A message has a level and a source, the path of the module that it comes from. The first filter whose
//! text occurs in the source decides the least level; without one, the general level does. Each output has
//! a least level of its own.

mod layer;
mod output;
mod rules;

pub use layer::Logging;
pub use output::Output;
pub use rules::{Filter, LogError, Priority, Rules};
