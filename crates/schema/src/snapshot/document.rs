//! The document itself.

use ferrovirt_xml::{RawElement, Xml, words};

use crate::domain::Domain;
use crate::domain::devices::disk::SnapshotLocation;
use crate::snapshot::{OptionalSource, SavedDomain};

/// A guest at a moment.
#[derive(Debug, Clone, Default, PartialEq, Xml)]
pub struct Snapshot {
    /// Name of the snapshot. Default: the time of its creation.
    #[xml(leaf)]
    pub name: Option<String>,
    /// A text for people.
    #[xml(leaf)]
    pub description: Option<String>,
    /// State of the guest: `running`, `shutoff`, `disk-snapshot`, …
    #[xml(leaf)]
    pub state: Option<String>,
    /// The snapshot before it.
    #[xml(child)]
    pub parent: Option<Parent>,
    /// Seconds since 1970.
    #[xml(leaf = "creationTime")]
    pub creation_time: Option<i64>,
    /// Whether and where memory is kept.
    #[xml(child)]
    pub memory: Option<Memory>,
    /// What becomes of each disk.
    #[xml(child = "disk", of = "disks", key = "@name")]
    pub disks: Vec<SnapshotDisk>,
    /// The guest's definition at that moment.
    #[xml(child)]
    pub domain: Option<SavedDomain>,
    /// Definition of the guest when it is off, at that moment.
    #[xml(child = "inactiveDomain")]
    pub inactive_domain: Option<Box<Domain>>,
    /// Disks to go back to. Since 9.9.
    #[xml(child = "disk", of = "revertDisks")]
    pub revert_disks: Vec<SnapshotDisk>,
    /// Whether it is the current one; only in what the daemon keeps.
    #[xml(leaf)]
    pub active: Option<u32>,
    /// What the host notes for itself.
    #[xml(raw)]
    pub cookie: Option<RawElement>,
    /// Whether it is being deleted. Since 9.0.
    #[xml(flag = "snapshotDeleteInProgress")]
    pub delete_in_progress: bool,
}

crate::document!(Snapshot, "domainsnapshot");

/// The one before.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Parent {
    /// Name of the parent.
    #[xml(leaf)]
    pub name: String,
}

words! {
    /// Where memory is kept.
    pub enum MemoryLocation {
        No = "no",
        Internal = "internal",
        External = "external",
    }
}

/// Whether and where memory is kept.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Memory {
    /// Where.
    #[xml(attr)]
    pub snapshot: MemoryLocation,
    /// File, for memory kept outside.
    #[xml(attr)]
    pub file: Option<String>,
}

/// What becomes of one disk in a snapshot.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct SnapshotDisk {
    /// Its target's name in the guest, or the path of its source.
    #[xml(attr)]
    pub name: String,
    /// How the disk takes part.
    #[xml(attr)]
    pub snapshot: Option<SnapshotLocation>,
    /// Format of the new image.
    #[xml(attr = "type", of = "driver")]
    pub format: Option<String>,
    /// The new image.
    #[xml(flatten)]
    pub source: OptionalSource,
}
