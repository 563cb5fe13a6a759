//! Narrow seams to the operating system: where files live, durable writes, child processes that are
//! run or set free, processes that are found again after a restart, and facts about the machine.
//!
//! API boundary: yes; usable alone by any program that manages long-lived processes on Linux.
//!
//! **Invariant**: knows nothing of virtualization; every wait on a child has a deadline; every
//! buffer filled by a child or a file is bounded; facts are read below a root that tests inject.

pub mod error;
pub mod facts;
pub mod files;
pub mod paths;
pub mod process;

pub use error::{Error, Result};
