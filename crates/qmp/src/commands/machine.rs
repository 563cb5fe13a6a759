//! Processors, memory, consoles and displays of a running machine.

use super::plain_command;
use super::run::Nothing;
use crate::Command;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

plain_command! {
    /// Lists the virtual processors.
    QueryCpus = "query-cpus-fast" -> Vec<CpuInfo>
}
plain_command! {
    /// Asks for the balloon's size.
    QueryBalloon = "query-balloon" -> BalloonInfo
}
plain_command! {
    /// Asks how fast the guest writes to its memory, as measured last.
    QueryDirtyRate = "query-dirty-rate" -> DirtyRate
}
plain_command! {
    /// Lists character devices.
    QueryChardev = "query-chardev" -> Vec<ChardevInfo>
}
plain_command! {
    /// Asks for the VNC server.
    QueryVnc = "query-vnc" -> VncInfo
}
plain_command! {
    /// Asks for the memory sizes.
    QueryMemorySize = "query-memory-size-summary" -> MemorySummary
}
plain_command! {
    /// Lists PCI devices, as JSON text.
    QueryPci = "query-pci" -> Box<RawValue>
}

/// One virtual processor.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct CpuInfo {
    /// Its number.
    pub cpu_index: u32,
    /// Host thread that runs it.
    pub thread_id: i32,
}

/// Answer of [`QueryBalloon`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct BalloonInfo {
    /// Memory of the guest in bytes.
    pub actual: u64,
}

/// Answer of [`QueryDirtyRate`].
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct DirtyRate {
    /// `unstarted`, `measuring` or `measured`.
    pub status: String,
    /// When the measurement began, in seconds of the host's clock since it started.
    pub start_time: i64,
    /// How long it takes in seconds.
    pub calc_time: i32,
    /// MiB a second, once measured.
    pub dirty_rate: Option<i64>,
    /// How it is measured, such as `page-sampling`; QEMU says it since 6.2.
    pub mode: Option<String>,
}

/// One character device.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct ChardevInfo {
    /// Its id.
    pub label: String,
    /// Where it leads, for instance `pty:/dev/pts/3`.
    pub filename: String,
    /// Whether the guest has it open.
    #[serde(default)]
    pub frontend_open: bool,
}

/// Answer of [`QueryVnc`].
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct VncInfo {
    /// Whether there is a server.
    pub enabled: bool,
    /// Address it listens on.
    pub host: Option<String>,
    /// Port it listens on.
    pub service: Option<String>,
}

/// Answer of [`QueryMemorySize`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct MemorySummary {
    /// Bytes of memory at start.
    pub base_memory: u64,
    /// Bytes of plugged memory.
    #[serde(default)]
    pub plugged_memory: u64,
}

/// Sets the balloon's goal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Balloon {
    /// Bytes the guest is to have.
    pub value: u64,
}

impl Command for Balloon {
    const NAME: &'static str = "balloon";
    type Return = Nothing;
}

/// Runs a line of the human monitor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct HumanMonitorCommand {
    /// The line.
    pub command_line: String,
}

impl Command for HumanMonitorCommand {
    const NAME: &'static str = "human-monitor-command";
    type Return = String;
}

/// Reads a property of an object, as JSON text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct QomGet {
    /// Path of the object.
    pub path: String,
    /// Name of the property.
    pub property: String,
}

impl Command for QomGet {
    const NAME: &'static str = "qom-get";
    type Return = Box<RawValue>;
}

/// Gives a name to the file descriptor sent along.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GetFd {
    /// The name.
    pub fdname: String,
}

impl Command for GetFd {
    const NAME: &'static str = "getfd";
    type Return = Nothing;
}

/// Writes a picture of the screen to a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Screendump {
    /// File that QEMU opens; it may be `/dev/fdset/N`.
    pub filename: String,
    /// Id of the display device; the first one when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device: Option<String>,
    /// Number of the head.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub head: Option<u32>,
    /// `ppm` (the default) or `png`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub format: Option<&'static str>,
}

impl Command for Screendump {
    const NAME: &'static str = "screendump";
    type Return = Nothing;
}
