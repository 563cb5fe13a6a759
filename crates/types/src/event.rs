//! Events: what happened to which object, unasked.
//!
//! Numbers in events are those of the interface, so that an event from a newer peer can be forwarded.

use crate::object::{DomainRef, NetworkRef, NodeDeviceRef, SecretRef, StoragePoolRef};
use crate::param::TypedParam;

/// Something that happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// To a domain.
    Domain(DomainRef, DomainEvent),
    /// To a network.
    Network(NetworkRef, NetworkEvent),
    /// To a storage pool.
    StoragePool(StoragePoolRef, PoolEvent),
    /// To a device of the host.
    NodeDevice(NodeDeviceRef, NodeDeviceEvent),
    /// To a secret.
    Secret(SecretRef, SecretEvent),
    /// The monitor of a QEMU domain said something.
    QemuMonitor(DomainRef, QemuMonitorEvent),
}

/// An event of a domain. The variants carry the fields of the interface; the number of each is that
/// of [`crate::consts::DomainEventId`].
#[derive(Debug, Clone, PartialEq)]
pub enum DomainEvent {
    /// Defined, started, stopped...: a `DomainEventType` and its detail.
    Lifecycle {
        /// A `DomainEventType`.
        event: i32,
        /// Detail of that type.
        detail: i32,
    },
    /// The guest rebooted itself.
    Reboot,
    /// The guest set its clock.
    RtcChange {
        /// Seconds from UTC.
        offset: i64,
    },
    /// A watchdog fired.
    Watchdog {
        /// A `DomainEventWatchdogAction`.
        action: i32,
    },
    /// A disk failed. Delivered with and without the reason, as asked for.
    IoError {
        /// Path of the source.
        src_path: String,
        /// Alias of the device.
        dev_alias: String,
        /// A `DomainEventIoErrorAction`.
        action: i32,
        /// Reason as text, such as `enospc`.
        reason: String,
    },
    /// A client of the guest's display came or went.
    Graphics(Box<GraphicsEvent>),
    /// The control channel of the guest failed.
    ControlError,
    /// A block job changed its state.
    BlockJob {
        /// Path of the source.
        path: String,
        /// Target name of the disk.
        dev: String,
        /// A `DomainBlockJobType`.
        kind: i32,
        /// A `ConnectDomainEventBlockJobStatus`.
        status: i32,
    },
    /// The source of a disk changed.
    DiskChange {
        /// Source before.
        old_src: Option<String>,
        /// Source now.
        new_src: Option<String>,
        /// Alias of the device.
        alias: String,
        /// A `ConnectDomainEventDiskChangeReason`.
        reason: i32,
    },
    /// A tray moved.
    TrayChange {
        /// Alias of the device.
        alias: String,
        /// A `DomainEventTrayChangeReason`.
        reason: i32,
    },
    /// The guest woke up.
    PmWakeup,
    /// The guest suspended to memory.
    PmSuspend,
    /// The guest suspended to disk.
    PmSuspendDisk,
    /// The balloon changed.
    BalloonChange {
        /// Size in KiB.
        actual: u64,
    },
    /// A device is gone.
    DeviceRemoved {
        /// Its alias.
        alias: String,
    },
    /// A device came.
    DeviceAdded {
        /// Its alias.
        alias: String,
    },
    /// The guest refused to give a device up.
    DeviceRemovalFailed {
        /// Its alias.
        alias: String,
    },
    /// Tunables changed.
    Tunable {
        /// Name and new value of each.
        params: Vec<TypedParam>,
    },
    /// The guest agent came or went.
    AgentLifecycle {
        /// A `ConnectDomainEventAgentLifecycleState`.
        state: i32,
        /// A `ConnectDomainEventAgentLifecycleReason`.
        reason: i32,
    },
    /// A migration began another pass.
    MigrationIteration {
        /// Number of the pass.
        iteration: i32,
    },
    /// A job ended.
    JobCompleted {
        /// Its statistics.
        params: Vec<TypedParam>,
    },
    /// Metadata changed.
    MetadataChange {
        /// A `DomainMetadataType`.
        kind: i32,
        /// Namespace, for elements.
        nsuri: Option<String>,
    },
    /// A write went past a threshold.
    BlockThreshold {
        /// Target name.
        dev: String,
        /// Path of the source.
        path: Option<String>,
        /// The threshold in bytes.
        threshold: u64,
        /// Bytes beyond it.
        excess: u64,
    },
    /// Memory of the host or guest failed.
    MemoryFailure {
        /// A `DomainMemoryFailureRecipientType`.
        recipient: i32,
        /// A `DomainMemoryFailureActionType`.
        action: i32,
        /// `DomainMemoryFailureFlags`.
        flags: u32,
    },
    /// A memory device changed its size.
    MemoryDeviceSizeChange {
        /// Alias of the device.
        alias: String,
        /// Size in KiB.
        size: u64,
    },
    /// The guest changed the MAC address of an interface.
    NicMacChange {
        /// Alias of the device.
        alias: String,
        /// Address before.
        old_mac: String,
        /// Address now.
        new_mac: String,
    },
    /// A virtual processor is gone.
    VcpuRemoved {
        /// Its number.
        vcpuid: u32,
    },
    /// A channel was opened or closed in the guest.
    ChannelLifecycle {
        /// Name of the channel.
        channel: String,
        /// New state.
        state: i32,
        /// Why.
        reason: i32,
    },
}

impl DomainEvent {
    /// Number of the event, a `DomainEventId`.
    pub fn id(&self) -> i32 {
        match self {
            Self::Lifecycle { .. } => 0,
            Self::Reboot => 1,
            Self::RtcChange { .. } => 2,
            Self::Watchdog { .. } => 3,
            Self::IoError { .. } => 4,
            Self::Graphics(_) => 5,
            Self::ControlError => 7,
            Self::BlockJob { .. } => 8,
            Self::DiskChange { .. } => 9,
            Self::TrayChange { .. } => 10,
            Self::PmWakeup => 11,
            Self::PmSuspend => 12,
            Self::BalloonChange { .. } => 13,
            Self::PmSuspendDisk => 14,
            Self::DeviceRemoved { .. } => 15,
            Self::Tunable { .. } => 17,
            Self::AgentLifecycle { .. } => 18,
            Self::DeviceAdded { .. } => 19,
            Self::MigrationIteration { .. } => 20,
            Self::JobCompleted { .. } => 21,
            Self::DeviceRemovalFailed { .. } => 22,
            Self::MetadataChange { .. } => 23,
            Self::BlockThreshold { .. } => 24,
            Self::MemoryFailure { .. } => 25,
            Self::MemoryDeviceSizeChange { .. } => 26,
            Self::NicMacChange { .. } => 27,
            Self::VcpuRemoved { .. } => 28,
            Self::ChannelLifecycle { .. } => 29,
        }
    }
}

/// A client of a graphical display.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GraphicsEvent {
    /// A `DomainEventGraphicsPhase`.
    pub phase: i32,
    /// The side of the server.
    pub local: GraphicsAddress,
    /// The side of the client.
    pub remote: GraphicsAddress,
    /// How the client was authenticated.
    pub auth_scheme: String,
    /// Who the client is, as pairs of type and name.
    pub subject: Vec<(String, String)>,
}

/// One end of a connection to a display.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GraphicsAddress {
    /// A `DomainEventGraphicsAddressType`.
    pub family: i32,
    /// Address.
    pub node: String,
    /// Port or path.
    pub service: String,
}

/// An event of a network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NetworkEvent {
    /// A `NetworkEventLifecycleType`.
    Lifecycle {
        /// The type.
        event: i32,
    },
    /// Metadata changed.
    MetadataChange {
        /// Which kind.
        kind: i32,
        /// Namespace, for elements.
        nsuri: Option<String>,
    },
}

/// An event of a storage pool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PoolEvent {
    /// A `StoragePoolEventLifecycleType`.
    Lifecycle {
        /// The type.
        event: i32,
    },
    /// The list of volumes was read anew.
    Refresh,
}

/// An event of a node device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NodeDeviceEvent {
    /// A `NodeDeviceEventLifecycleType`.
    Lifecycle {
        /// The type.
        event: i32,
    },
    /// The device changed.
    Update,
}

/// An event of a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecretEvent {
    /// A `SecretEventLifecycleType`.
    Lifecycle {
        /// The type.
        event: i32,
    },
    /// The value changed.
    ValueChanged,
}

/// An event of QEMU's monitor, as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QemuMonitorEvent {
    /// Name.
    pub event: String,
    /// Seconds since 1970.
    pub seconds: i64,
    /// And microseconds.
    pub micros: u32,
    /// Data as JSON.
    pub details: Option<String>,
}
