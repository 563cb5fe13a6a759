//! Storage devices.

use ferrovirt_xml::Xml;

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Storage {
    #[xml(leaf)]
    pub block: String,
    #[xml(leaf)]
    pub bus: Option<String>,
    #[xml(leaf)]
    pub drive_type: Option<String>,
    #[xml(leaf)]
    pub model: Option<String>,
    #[xml(leaf)]
    pub vendor: Option<String>,
    #[xml(leaf)]
    pub serial: Option<String>,
    #[xml(child = "capability")]
    pub capabilities: Vec<StorageCapability>,
    /// Bytes
    #[xml(leaf)]
    pub size: Option<u64>,
    /// Bytes
    #[xml(leaf)]
    pub logical_block_size: Option<u64>,
    #[xml(leaf)]
    pub num_blocks: Option<u64>,
}

#[derive(Debug, Clone, PartialEq, Eq, Xml)]
#[xml(tag = "type")]
pub enum StorageCapability {
    Removable(RemovableMedia),
    Hotpluggable,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct RemovableMedia {
    #[xml(leaf)]
    pub media_available: u32,
    /// Bytes
    #[xml(leaf)]
    pub media_size: u64,
    #[xml(leaf)]
    pub media_label: Option<String>,
    /// Bytes
    #[xml(leaf)]
    pub logical_block_size: Option<u64>,
    #[xml(leaf)]
    pub num_blocks: Option<u64>,
}
