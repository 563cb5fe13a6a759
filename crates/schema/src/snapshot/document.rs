//! The document itself.

use crate::common::format::StorageFormat;
use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_xml::{Node, RawElement, Xml, XmlError, words};

use crate::domain::Domain;
use crate::domain::devices::disk::SnapshotLocation;
use crate::snapshot::{OptionalSource, SavedDomain};

words! {
    /// State of the guest that a snapshot holds.
    pub enum SnapshotState {
        Running = "running",
        Blocked = "blocked",
        Paused = "paused",
        Shutdown = "shutdown",
        Shutoff = "shutoff",
        Crashed = "crashed",
        PmSuspended = "pmsuspended",
        DiskSnapshot = "disk-snapshot",
    }
}

impl SnapshotState {
    /// Whether there was no memory to keep, or none was kept.
    pub fn is_offline(self) -> bool {
        matches!(self, SnapshotState::Shutoff | SnapshotState::DiskSnapshot)
    }
}

/// A guest at a moment.
#[derive(Debug, Clone, Default, PartialEq, Xml)]
pub struct Snapshot {
    /// Name of the snapshot. Default: the time of its creation.
    #[xml(leaf)]
    pub name: Option<String>,
    /// A text for people. Default: empty.
    #[xml(leaf)]
    pub description: Option<String>,
    /// State of the guest. Default: reported.
    #[xml(leaf, invalid = ErrorNumber::ConfigUnsupported)]
    pub state: Option<SnapshotState>,
    /// The snapshot before it.
    #[xml(child, when = has_parent)]
    pub parent: Option<Parent>,
    /// When it was taken, counted from 1970. Unit: seconds. Default: the time of its creation.
    #[xml(leaf = "creationTime")]
    pub creation_time: Option<i64>,
    /// Whether and where memory is kept. Since 1.0.1.
    #[xml(child, when = has_memory)]
    pub memory: Option<Memory>,
    /// What becomes of each disk. Default: as the guest's disks say. Since 0.9.5.
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
    /// Whether it is the current one; only in what the daemon keeps. Unit: none. Default: reported.
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

/// What a caller says of a snapshot that is to be taken. What else its document has is for the snapshot to say once
/// it is there, and is not looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
struct Wish {
    #[xml(leaf)]
    name: Option<String>,
    #[xml(leaf)]
    description: Option<String>,
    #[xml(child, when = has_memory)]
    memory: Option<Memory>,
    #[xml(child = "disk", of = "disks", key = "@name")]
    disks: Vec<SnapshotDisk>,
}

impl Snapshot {
    /// Reads the document of a snapshot that is to be taken, of which only name, description, memory and disks
    /// count.
    pub fn parse_new(text: &str) -> Result<Self, XmlError> {
        let wish: Wish = ferrovirt_xml::parse_document(text, Self::ROOT)?;
        Ok(Snapshot {
            name: wish.name,
            description: wish.description,
            memory: wish.memory,
            disks: wish.disks,
            ..Snapshot::default()
        })
    }
}

fn has_parent(node: Node<'_>) -> bool {
    let name = |parent: Node<'_>| parent.child("name").is_some_and(|name| !name.text().is_empty());
    node.child("parent").is_some_and(name)
}

/// What says neither how nor where says nothing.
fn has_memory(node: Node<'_>) -> bool {
    let says = |memory: Node<'_>| {
        memory.attr("snapshot").is_some() || memory.attr("file").is_some_and(|file| !file.is_empty())
    };
    node.child("memory").is_some_and(says)
}

/// A file means that it is kept outside.
fn location(node: Node<'_>, name: &str) -> Result<Option<MemoryLocation>, XmlError> {
    match node.attr(name) {
        None if node.attr("file").is_some() => Ok(Some(MemoryLocation::External)),
        _ => node.value(name),
    }
}

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
    /// Where. Default: external, with a file.
    #[xml(attr, with = location)]
    pub snapshot: MemoryLocation,
    /// File, for memory kept outside. Default: needed, for memory kept outside.
    #[xml(attr, blank)]
    pub file: Option<String>,
}

/// What becomes of one disk in a snapshot.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct SnapshotDisk {
    /// Its target's name in the guest, or the path of its source.
    #[xml(attr)]
    pub name: String,
    /// How the disk takes part. Default: as the guest's disk says.
    #[xml(attr)]
    pub snapshot: Option<SnapshotLocation>,
    /// Format of the new image. Default: qcow2.
    #[xml(attr = "type", of = "driver", with = StorageFormat::supported)]
    pub format: Option<StorageFormat>,
    /// The new image. Default: a file beside the old one, named after the snapshot.
    #[xml(flatten)]
    pub source: OptionalSource,
}
