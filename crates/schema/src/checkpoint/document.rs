//! The document itself.

use ferrovirt_xml::{Xml, words};

use crate::snapshot::{Parent, SavedDomain};

/// A moment from which changes of disks are counted.
#[derive(Debug, Clone, Default, PartialEq, Xml)]
pub struct Checkpoint {
    #[xml(leaf)]
    pub name: Option<String>,
    #[xml(leaf)]
    pub description: Option<String>,
    #[xml(child)]
    pub parent: Option<Parent>,
    /// Seconds since 1970.
    #[xml(leaf = "creationTime")]
    pub creation_time: Option<i64>,
    #[xml(child = "disk", of = "disks")]
    pub disks: Vec<CheckpointDisk>,
    #[xml(child)]
    pub domain: Option<SavedDomain>,
    /// Whether it is the current one; only in what the daemon keeps.
    #[xml(leaf)]
    pub active: Option<u32>,
}

crate::document!(Checkpoint, "domaincheckpoint");

words! {
    /// Whether changes are counted.
    pub enum CheckpointKind {
        No = "no",
        Bitmap = "bitmap",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct CheckpointDisk {
    /// Its target's name in the guest.
    #[xml(attr)]
    pub name: String,
    #[xml(attr)]
    pub checkpoint: Option<CheckpointKind>,
    #[xml(attr)]
    pub bitmap: Option<String>,
    /// Bytes changed since, of a running guest.
    #[xml(attr)]
    pub size: Option<u64>,
}
