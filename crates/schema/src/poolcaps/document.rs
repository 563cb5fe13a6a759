//! The document.

use crate::network::Body;
use crate::pool::PoolType;
use ferrovirt_xml::{Xml, YesNo};

/// Kinds of pools; libvirt has such documents since 5.2.0.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct StoragePoolCaps {
    /// One for each kind.
    #[xml(child = "pool")]
    pub pools: Vec<PoolCaps>,
}

crate::document!(StoragePoolCaps, "storagepoolCapabilities");

/// A kind of pool.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct PoolCaps {
    /// The kind.
    #[xml(attr = "type")]
    pub kind: PoolType,
    /// Whether there is a backend for it.
    #[xml(attr)]
    pub supported: YesNo,
    /// It is printed open and close.
    #[xml(flatten)]
    pub body: Body,
    /// Formats of the source.
    #[xml(child = "poolOptions")]
    pub pool: Option<PoolOptions>,
    /// Formats of volumes.
    #[xml(child = "volOptions")]
    pub volume: Option<VolOptions>,
}

/// Formats of the source.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct PoolOptions {
    /// The one used when none is given.
    #[xml(attr = "type", of = "defaultFormat")]
    pub default_format: Option<String>,
    /// All.
    #[xml(child = "enum")]
    pub choices: Vec<Choices>,
}

/// Formats of volumes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct VolOptions {
    /// The one used when none is given.
    #[xml(attr = "type", of = "defaultFormat")]
    pub default_format: Option<String>,
    /// All.
    #[xml(child = "enum")]
    pub choices: Vec<Choices>,
}

/// A named list of words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Choices {
    /// What is chosen.
    #[xml(attr)]
    pub name: String,
    /// It is printed open and close.
    #[xml(flatten)]
    pub body: Body,
    /// The words.
    #[xml(leaf = "value")]
    pub values: Vec<String>,
}
