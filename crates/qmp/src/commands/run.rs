//! Running, stopping and the run state.

use super::plain_command;
use serde::Deserialize;

/// An answer without content.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
pub struct Nothing {}

plain_command! {
    /// Lets the processors run.
    Cont = "cont" -> Nothing
}
plain_command! {
    /// Stops the processors.
    Stop = "stop" -> Nothing
}
plain_command! {
    /// Presses the power button.
    SystemPowerdown = "system_powerdown" -> Nothing
}
plain_command! {
    /// Resets the machine.
    SystemReset = "system_reset" -> Nothing
}
plain_command! {
    /// Wakes a sleeping guest.
    SystemWakeup = "system_wakeup" -> Nothing
}
plain_command! {
    /// Ends QEMU.
    Quit = "quit" -> Nothing
}
plain_command! {
    /// Asks for the run state.
    QueryStatus = "query-status" -> RunStatus
}
plain_command! {
    /// Asks for the state of a migration.
    QueryMigrate = "query-migrate" -> MigrationInfo
}

/// Answer of [`QueryStatus`].
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct RunStatus {
    /// Whether processors run.
    pub running: bool,
    /// QEMU's run state, for instance `paused` or `prelaunch`.
    pub status: String,
}

/// Answer of [`QueryMigrate`].
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct MigrationInfo {
    /// `setup`, `active`, `completed`, `failed`, …; absent when none was ever started.
    pub status: Option<String>,
    /// Transfer of memory.
    pub ram: Option<MigrationRam>,
    /// Milliseconds since the start.
    pub total_time: Option<u64>,
    /// Why it failed.
    pub error_desc: Option<String>,
}

/// Transfer of memory during a migration.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct MigrationRam {
    /// Bytes sent.
    pub transferred: u64,
    /// Bytes left.
    pub remaining: u64,
    /// Bytes in all.
    pub total: u64,
}
