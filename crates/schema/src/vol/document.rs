//! The document.

use crate::storage::Bytes;
use crate::vol::Target;
use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_xml::{Node, Xml};

ferrovirt_xml::words! {
    /// What a volume is on the host.
    pub enum VolumeType {
        File = "file",
        Block = "block",
        Dir = "dir",
        Network = "network",
        Netdir = "netdir",
        Ploop = "ploop",
    }
}

/// A storage volume.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Volume {
    /// What it is on the host. Default: file. Since 1.2.0.
    #[xml(attr = "type", invalid = ErrorNumber::ConfigUnsupported)]
    pub kind: Option<VolumeType>,
    /// Name, unique in its pool. Default: needed.
    #[xml(leaf, required)]
    pub name: Option<String>,
    /// Key, unique on the host. Default: reported.
    #[xml(leaf)]
    pub key: Option<String>,
    /// Where on the pool's devices it is.
    #[xml(child, sparse)]
    pub source: Option<VolumeSource>,
    /// Size that a guest sees.
    #[xml(child)]
    pub capacity: Option<Bytes>,
    /// Space in use on the host. Default: the capacity.
    #[xml(child, when = has_allocation)]
    pub allocation: Option<Bytes>,
    /// Size of the file on the host. Since 3.0.0.
    #[xml(child)]
    pub physical: Option<Bytes>,
    /// The image.
    #[xml(child, required)]
    pub target: Option<Target>,
    /// The image below it. Default: none. Since 0.6.0.
    #[xml(child = "backingStore", when = has_backing)]
    pub backing_store: Option<Target>,
    /// What is being done to it, where that takes long. Other programs of this interface do not know it and pass
    /// over it.
    #[xml(child, space = WORK_SPACE, prefix = "ferrovirt")]
    pub work: Option<Work>,
}

/// URI of the namespace of [`Work`]; its usual prefix is `ferrovirt`.
pub const WORK_SPACE: &str = "urn:ferrovirt:volume:1";

/// Work on a volume that takes long, and how far it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Work {
    /// What is done to the volume, as a sentence.
    #[xml(attr)]
    pub what: String,
    /// How much is done. Unit: bytes.
    #[xml(attr)]
    pub done: u64,
    /// How much there is in all; zero until that is known. Unit: bytes.
    #[xml(attr)]
    pub total: u64,
    /// What it waits for: a program with what it was called with. Default: reported.
    #[xml(attr)]
    pub step: Option<String>,
    /// For how long already. Unit: seconds. Default: reported.
    #[xml(attr)]
    pub seconds: Option<u64>,
}

/// What says no size allocates nothing in particular,
fn has_allocation(node: Node<'_>) -> bool {
    node.child("allocation")
        .is_some_and(|size| !size.text().is_empty())
}

/// and an image without a path is none.
fn has_backing(node: Node<'_>) -> bool {
    let path = |below: Node<'_>| below.child("path").is_some_and(|path| !path.text().is_empty());
    node.child("backingStore").is_some_and(path)
}

crate::document!(Volume, "volume");

impl Volume {
    /// Writes out what holds for a volume that says nothing: it is a file, of raw data, and features need
    /// the newer version of their format.
    pub fn normalize(&mut self) {
        let kind = *self.kind.get_or_insert_default();
        if let Some(target) = &mut self.target {
            if kind == VolumeType::File {
                target.format.get_or_insert_with(|| "raw".to_owned());
            }
            if target.features.is_some() {
                target.compat.get_or_insert_with(|| "1.1".to_owned());
            }
        }
    }

    /// Format of the image, where one is given.
    pub fn format(&self) -> Option<&str> {
        self.target.as_ref()?.format.as_deref()
    }
}

/// `<source>`
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct VolumeSource {
    /// Devices that it is on.
    #[xml(child = "device")]
    pub devices: Vec<VolumeSourceDevice>,
}

/// A device of the pool.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct VolumeSourceDevice {
    /// Its path.
    #[xml(attr)]
    pub path: String,
    /// Parts of it.
    #[xml(child = "extent")]
    pub extents: Vec<Extent>,
}

/// Part of a device, in bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Extent {
    /// First byte. Unit: bytes.
    #[xml(attr)]
    pub start: u64,
    /// Byte after the last. Unit: bytes. Default: reported.
    #[xml(attr)]
    pub end: Option<u64>,
}
