//! Storage devices.

use ferrovirt_xml::Xml;

/// A storage device.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Storage {
    /// Block device.
    #[xml(leaf)]
    pub block: String,
    /// Bus that it is on. Default: reported.
    #[xml(leaf)]
    pub bus: Option<String>,
    /// Kind of drive: disk, cdrom, floppy. Default: reported.
    #[xml(leaf)]
    pub drive_type: Option<String>,
    /// Model. Default: reported.
    #[xml(leaf)]
    pub model: Option<String>,
    /// Maker. Default: reported.
    #[xml(leaf)]
    pub vendor: Option<String>,
    /// Serial number. Default: reported.
    #[xml(leaf)]
    pub serial: Option<String>,
    /// What it can do.
    #[xml(child = "capability")]
    pub capabilities: Vec<StorageCapability>,
    /// Size of what it stores. Unit: bytes. Default: reported.
    #[xml(leaf)]
    pub size: Option<u64>,
    /// Size of a block. Unit: bytes. Default: reported.
    #[xml(leaf)]
    pub logical_block_size: Option<u64>,
    /// Number of blocks. Unit: blocks. Default: reported.
    #[xml(leaf)]
    pub num_blocks: Option<u64>,
}

/// What a storage device can do.
#[derive(Debug, Clone, PartialEq, Eq, Xml)]
#[xml(tag = "type")]
pub enum StorageCapability {
    /// `removable`
    Removable(RemovableMedia),
    /// `hotpluggable`
    Hotpluggable,
}

/// A drive whose medium can be taken out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct RemovableMedia {
    /// Whether a medium is in. Unit: none.
    #[xml(leaf)]
    pub media_available: u32,
    /// Size of the medium. Unit: bytes.
    #[xml(leaf)]
    pub media_size: u64,
    /// Label of the medium. Default: reported.
    #[xml(leaf)]
    pub media_label: Option<String>,
    /// Size of a block. Unit: bytes. Default: reported.
    #[xml(leaf)]
    pub logical_block_size: Option<u64>,
    /// Number of blocks. Unit: blocks. Default: reported.
    #[xml(leaf)]
    pub num_blocks: Option<u64>,
}
