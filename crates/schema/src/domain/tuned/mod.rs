//! What can be tuned of a guest, as named parameters: from a document, and into one. What a running guest
//! makes of it is for its driver.

pub mod blkio;
pub mod lifecycle;
pub mod memory;
pub mod numa;
pub mod perf;
pub mod scheduler;
pub mod traffic;

/// A value that no guest can be tuned to: an invalid argument.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NotTunable(pub String);

/// Result of reading and applying parameters.
pub type Result<T, E = NotTunable> = std::result::Result<T, E>;
