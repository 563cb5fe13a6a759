//! The document itself.

use ferrovirt_xml::{RawElement, Xml, words};

use crate::domain::Domain;
use crate::domain::devices::disk::SnapshotLocation;
use crate::snapshot::{OptionalSource, SavedDomain};

/// A guest at a moment.
#[derive(Debug, Clone, Default, PartialEq, Xml)]
pub struct Snapshot {
    #[xml(leaf)]
    pub name: Option<String>,
    #[xml(leaf)]
    pub description: Option<String>,
    /// State of the guest: `running`, `shutoff`, `disk-snapshot`, …
    #[xml(leaf)]
    pub state: Option<String>,
    #[xml(child)]
    pub parent: Option<Parent>,
    /// Seconds since 1970.
    #[xml(leaf = "creationTime")]
    pub creation_time: Option<i64>,
    #[xml(child)]
    pub memory: Option<Memory>,
    #[xml(child = "disk", of = "disks")]
    pub disks: Vec<SnapshotDisk>,
    #[xml(child)]
    pub domain: Option<SavedDomain>,
    #[xml(child = "inactiveDomain")]
    pub inactive_domain: Option<Box<Domain>>,
    #[xml(child = "disk", of = "revertDisks")]
    pub revert_disks: Vec<SnapshotDisk>,
    /// Whether it is the current one; only in what the daemon keeps.
    #[xml(leaf)]
    pub active: Option<u32>,
    #[xml(raw)]
    pub cookie: Option<RawElement>,
    #[xml(flag = "snapshotDeleteInProgress")]
    pub delete_in_progress: bool,
}

crate::document!(Snapshot, "domainsnapshot");

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Parent {
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

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Memory {
    #[xml(attr)]
    pub snapshot: MemoryLocation,
    #[xml(attr)]
    pub file: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct SnapshotDisk {
    /// Its target's name in the guest, or the path of its source.
    #[xml(attr)]
    pub name: String,
    #[xml(attr)]
    pub snapshot: Option<SnapshotLocation>,
    #[xml(attr = "type", of = "driver")]
    pub format: Option<String>,
    #[xml(flatten)]
    pub source: OptionalSource,
}
