//! Words for the numbers in events.

/// Domain events by number.
pub const DOMAIN: &[&str] = &[
    "lifecycle",
    "reboot",
    "rtc-change",
    "watchdog",
    "io-error",
    "graphics",
    "io-error-reason",
    "control-error",
    "block-job",
    "disk-change",
    "tray-change",
    "pm-wakeup",
    "pm-suspend",
    "balloon-change",
    "pm-suspend-disk",
    "device-removed",
    "block-job-2",
    "tunable",
    "agent-lifecycle",
    "device-added",
    "migration-iteration",
    "job-completed",
    "device-removal-failed",
    "metadata-change",
    "block-threshold",
    "memory-failure",
    "memory-device-size-change",
    "nic-mac-change",
    "vcpu-removed",
    "channel-lifecycle",
];

/// Changes in the life of a domain.
pub const DOMAIN_LIFE: &[&str] = &[
    "Defined",
    "Undefined",
    "Started",
    "Suspended",
    "Resumed",
    "Stopped",
    "Shutdown",
    "PMSuspended",
    "Crashed",
];

/// Details of those changes, in the same order.
pub const DOMAIN_LIFE_DETAILS: &[&[&str]] = &[
    &["Added", "Updated", "Renamed", "Snapshot"],
    &["Removed", "Renamed"],
    &["Booted", "Migrated", "Restored", "Snapshot", "Event wakeup"],
    &[
        "Paused",
        "Migrated",
        "I/O Error",
        "Watchdog",
        "Restored",
        "Snapshot",
        "API error",
        "Post-copy",
        "Post-copy Error",
    ],
    &["Unpaused", "Migrated", "Snapshot", "Post-copy", "Post-copy Error"],
    &[
        "Shutdown",
        "Destroyed",
        "Crashed",
        "Migrated",
        "Saved",
        "Failed",
        "Snapshot",
    ],
    &[
        "Finished",
        "Finished after guest request",
        "Finished after host request",
    ],
    &["Memory", "Disk"],
    &["Panicked", "Crashloaded"],
];

/// Changes in the life of a network.
pub const NETWORK_LIFE: &[&str] = &["Defined", "Undefined", "Started", "Stopped"];
/// Changes in the life of a pool.
pub const POOL_LIFE: &[&str] = &["Defined", "Undefined", "Started", "Stopped", "Created", "Deleted"];
/// Changes in the life of a device.
pub const DEVICE_LIFE: &[&str] = &["Created", "Deleted", "Defined", "Undefined"];
/// Changes in the life of a secret.
pub const SECRET_LIFE: &[&str] = &["Defined", "Undefined"];
/// What a watchdog does.
pub const WATCHDOG: &[&str] = &[
    "none",
    "pause",
    "reset",
    "poweroff",
    "shutdown",
    "debug",
    "inject-nmi",
];
/// What is done about a failed disk.
pub const IO_ERROR: &[&str] = &["none", "pause", "report"];
/// Kinds of block jobs.
pub const BLOCK_JOB: &[&str] = &[
    "Unknown job",
    "Block Pull",
    "Block Copy",
    "Block Commit",
    "Active Block Commit",
    "Backup",
];
/// How a block job goes.
pub const BLOCK_JOB_STATUS: &[&str] = &["completed", "failed", "canceled", "ready"];
/// Steps of a client of a display.
pub const GRAPHICS: &[&str] = &["connect", "initialize", "disconnect"];
/// Families of its addresses.
pub const GRAPHICS_ADDRESS: &[&str] = &["IPv4", "IPv6", "unix"];
/// Why the source of a disk changed.
pub const DISK_CHANGE: &[&str] = &["changed", "dropped"];
/// How a tray moved.
pub const TRAY: &[&str] = &["opened", "closed"];
/// States of the agent, from 1.
pub const AGENT_STATE: &[&str] = &["unknown", "connected", "disconnected"];
/// Why the agent came or went.
pub const AGENT_REASON: &[&str] = &["unknown", "domain started", "channel event"];
/// Kinds of metadata.
pub const METADATA: &[&str] = &["description", "title", "element"];
/// Whose memory failed.
pub const FAILURE_RECIPIENT: &[&str] = &["hypervisor", "guest"];
/// What was done about it.
pub const FAILURE_ACTION: &[&str] = &["ignore", "inject", "fatal", "reset"];

/// The word at a number.
pub fn word(words: &[&'static str], number: i32) -> &'static str {
    usize::try_from(number)
        .ok()
        .and_then(|n| words.get(n).copied())
        .unwrap_or("unknown")
}
