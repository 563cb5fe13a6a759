//! Block devices and their statistics.

use super::plain_command;
use crate::Command;
use serde::Deserialize;
use serde::Serialize;

plain_command! {
    /// Lists block devices.
    QueryBlock = "query-block" -> Vec<BlockInfo>
}

/// Asks for counters of block devices.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct QueryBlockStats {
    /// By node rather than by device.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub query_nodes: bool,
}

impl Command for QueryBlockStats {
    const NAME: &'static str = "query-blockstats";
    type Return = Vec<BlockStatsEntry>;
}

/// Lists the nodes of the block layer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct QueryNamedBlockNodes {
    /// Without the backing images' details.
    pub flat: bool,
}

impl Command for QueryNamedBlockNodes {
    const NAME: &'static str = "query-named-block-nodes";
    type Return = Vec<NamedNode>;
}

/// One node of the block layer.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct NamedNode {
    /// Its name.
    #[serde(default)]
    pub node_name: String,
    /// Driver.
    #[serde(default)]
    pub drv: String,
    /// Name of the file.
    #[serde(default)]
    pub file: String,
    /// Highest written offset in bytes.
    #[serde(default)]
    pub write_threshold: u64,
    /// Sizes.
    pub image: Option<ImageInfo>,
}

/// One block device.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct BlockInfo {
    /// Name of the backend; empty with `-blockdev`.
    #[serde(default)]
    pub device: String,
    /// Path of the device in the object tree.
    #[serde(default)]
    pub qdev: String,
    /// Whether the medium can be taken out.
    #[serde(default)]
    pub removable: bool,
    /// Whether the tray is open, for removable media.
    pub tray_open: Option<bool>,
    /// `ok`, `failed` or `nospace`.
    #[serde(rename = "io-status")]
    pub io_status: Option<String>,
    /// The medium, unless empty.
    pub inserted: Option<InsertedMedium>,
}

/// The medium in a block device.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct InsertedMedium {
    /// Node name.
    #[serde(rename = "node-name", default)]
    pub node_name: String,
    /// Name of the file.
    #[serde(default)]
    pub file: String,
    /// Driver.
    #[serde(default)]
    pub drv: String,
    /// Whether it is read-only.
    #[serde(default)]
    pub ro: bool,
    /// Sizes.
    pub image: Option<ImageInfo>,
}

/// Sizes of an image.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct ImageInfo {
    /// Bytes the guest sees.
    #[serde(default)]
    pub virtual_size: u64,
    /// Bytes on the host.
    pub actual_size: Option<u64>,
}

/// Counters of one device and what is below it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct BlockStatsEntry {
    /// Name of the backend.
    pub device: Option<String>,
    /// Path of the device in the object tree.
    pub qdev: Option<String>,
    /// Name of the node.
    pub node_name: Option<String>,
    /// The counters.
    #[serde(default)]
    pub stats: BlockDeviceStats,
    /// The node below.
    pub parent: Option<Box<BlockStatsEntry>>,
    /// The backing image.
    pub backing: Option<Box<BlockStatsEntry>>,
}

/// Counters; bytes, numbers of requests, nanoseconds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the names say it")]
pub struct BlockDeviceStats {
    pub rd_bytes: u64,
    pub rd_operations: u64,
    pub rd_total_time_ns: u64,
    pub wr_bytes: u64,
    pub wr_operations: u64,
    pub wr_total_time_ns: u64,
    pub flush_operations: u64,
    pub flush_total_time_ns: u64,
    pub wr_highest_offset: u64,
    pub unmap_bytes: u64,
    pub unmap_operations: u64,
}
