//! `<domainsnapshot>`: a guest at a moment.

mod document;
mod domain;
mod source;

pub use document::{Memory, MemoryLocation, Parent, Snapshot, SnapshotDisk, SnapshotState};
pub use domain::SavedDomain;
pub use source::OptionalSource;
