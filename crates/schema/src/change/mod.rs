//! What changed between two documents, in the terms of what they describe; carrying changes over to
//! another document; merging two lines of changes.
//!
//! Documents are compared in canonical form, so spelling, units and the order of attributes and of
//! elements that bear different names mean nothing. Members of a list are told apart by what identifies
//! them (a disk by its target, an interface by its hardware address); where nothing does, by their place.
//!
//! ```
//! use ferrovirt_schema::Kind;
//!
//! let kind = Kind::find("domain").ok_or("no such kind")?;
//! let document = |cache: &str| {
//!     format!(
//!         "<domain type='kvm'><name>a</name><os><type>hvm</type></os><devices><disk type='file'>\
//!          <driver name='qemu' type='raw' cache='{cache}'/><target dev='vda'/></disk></devices></domain>"
//!     )
//! };
//! let changes = kind.diff(&document("none"), &document("writeback"))?;
//! assert_eq!(changes[0].to_string(), "disk vda: cache none → writeback");
//! assert_eq!(kind.patch(&document("none"), &changes)?, document("writeback"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod diff;
mod key;
mod merge;
mod patch;
mod path;
mod record;

pub(crate) use diff::diff;
pub(crate) use merge::merge;
pub use merge::{Conflict, Merge};
pub use patch::PatchError;
pub(crate) use patch::patch;
pub use path::{Path, Pick, Step};
pub use record::{Change, What};
