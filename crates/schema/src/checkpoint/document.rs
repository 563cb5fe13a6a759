//! The document itself.

use ferrovirt_xml::{Xml, words};

use crate::snapshot::{Parent, SavedDomain};

/// A moment from which changes of disks are counted.
#[derive(Debug, Clone, Default, PartialEq, Xml)]
pub struct Checkpoint {
    /// Name of the checkpoint. Default: the time of its creation.
    #[xml(leaf)]
    pub name: Option<String>,
    /// A text for people. Default: empty.
    #[xml(leaf)]
    pub description: Option<String>,
    /// The checkpoint before it.
    #[xml(child)]
    pub parent: Option<Parent>,
    /// When it was made, counted from 1970. Unit: seconds. Default: the time of its creation.
    #[xml(leaf = "creationTime")]
    pub creation_time: Option<i64>,
    /// Which disks take part. Default: every disk that can.
    #[xml(child = "disk", of = "disks", key = "@name")]
    pub disks: Vec<CheckpointDisk>,
    /// The guest's definition at that moment.
    #[xml(child)]
    pub domain: Option<SavedDomain>,
    /// Whether it is the current one; only in what the daemon keeps. Unit: none. Default: reported.
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

/// What becomes of one disk at a checkpoint.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct CheckpointDisk {
    /// Its target's name in the guest.
    #[xml(attr)]
    pub name: String,
    /// Whether the disk's changes are tracked from here on. Default: bitmap.
    #[xml(attr)]
    pub checkpoint: Option<CheckpointKind>,
    /// Name of the bitmap in the image. Default: the checkpoint's name.
    #[xml(attr)]
    pub bitmap: Option<String>,
    /// How much changed since, of a running guest. Unit: bytes. Default: reported.
    #[xml(attr)]
    pub size: Option<u64>,
}
