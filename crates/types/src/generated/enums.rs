// Written by `cargo xtask codegen`; edit the tables in crates/*/spec instead.

#![allow(clippy::module_name_repetitions, reason = "names follow the interface")]

use bitflags::bitflags;

/// Values of `virBlkioParameterType`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i32)]
pub enum BlkioParameterType {
    /// `VIR_DOMAIN_BLKIO_PARAM_INT`, since 0.9.0.
    Int = 1,
    /// `VIR_DOMAIN_BLKIO_PARAM_UINT`, since 0.9.0.
    Uint = 2,
    /// `VIR_DOMAIN_BLKIO_PARAM_LLONG`, since 0.9.0.
    Llong = 3,
    /// `VIR_DOMAIN_BLKIO_PARAM_ULLONG`, since 0.9.0.
    Ullong = 4,
    /// `VIR_DOMAIN_BLKIO_PARAM_DOUBLE`, since 0.9.0.
    Double = 5,
    /// `VIR_DOMAIN_BLKIO_PARAM_BOOLEAN`, since 0.9.0.
    Boolean = 6,
}

impl BlkioParameterType {
    /// Every member.
    pub const ALL: &'static [Self] = &[
        Self::Int,
        Self::Uint,
        Self::Llong,
        Self::Ullong,
        Self::Double,
        Self::Boolean,
    ];

    /// Number of the member.
    pub const fn raw(self) -> i32 {
        self as i32
    }

    /// The member with this number.
    pub const fn from_raw(raw: i32) -> Option<Self> {
        match raw {
            1 => Some(Self::Int),
            2 => Some(Self::Uint),
            3 => Some(Self::Llong),
            4 => Some(Self::Ullong),
            5 => Some(Self::Double),
            6 => Some(Self::Boolean),
            _ => None,
        }
    }
}

/// Values of `virCPUCompareResult`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i32)]
pub enum CpuCompareResult {
    /// `VIR_CPU_COMPARE_ERROR`, since 0.7.5.
    Error = -1,
    /// `VIR_CPU_COMPARE_INCOMPATIBLE`, since 0.7.5.
    Incompatible = 0,
    /// `VIR_CPU_COMPARE_IDENTICAL`, since 0.7.5.
    Identical = 1,
    /// `VIR_CPU_COMPARE_SUPERSET`, since 0.7.5.
    Superset = 2,
}

impl CpuCompareResult {
    /// Every member.
    pub const ALL: &'static [Self] = &[Self::Error, Self::Incompatible, Self::Identical, Self::Superset];

    /// Number of the member.
    pub const fn raw(self) -> i32 {
        self as i32
    }

    /// The member with this number.
    pub const fn from_raw(raw: i32) -> Option<Self> {
        match raw {
            -1 => Some(Self::Error),
            0 => Some(Self::Incompatible),
            1 => Some(Self::Identical),
            2 => Some(Self::Superset),
            _ => None,
        }
    }
}

/// Values of `virClientTransport`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i32)]
pub enum ClientTransport {
    /// `VIR_CLIENT_TRANS_UNIX`, since 2.0.0.
    Unix = 0,
    /// `VIR_CLIENT_TRANS_TCP`, since 2.0.0.
    Tcp = 1,
    /// `VIR_CLIENT_TRANS_TLS`, since 2.0.0.
    Tls = 2,
}

impl ClientTransport {
    /// Every member.
    pub const ALL: &'static [Self] = &[Self::Unix, Self::Tcp, Self::Tls];

    /// Number of the member.
    pub const fn raw(self) -> i32 {
        self as i32
    }

    /// The member with this number.
    pub const fn from_raw(raw: i32) -> Option<Self> {
        match raw {
            0 => Some(Self::Unix),
            1 => Some(Self::Tcp),
            2 => Some(Self::Tls),
            _ => None,
        }
    }
}

bitflags! {
/// Flags of `virConnectBaselineCPUFlags`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct ConnectBaselineCpuFlags: u32 {
/// `VIR_CONNECT_BASELINE_CPU_EXPAND_FEATURES`, since 1.1.2.
const EXPAND_FEATURES = 1;
/// `VIR_CONNECT_BASELINE_CPU_MIGRATABLE`, since 1.2.14.
const MIGRATABLE = 2;
/// `VIR_CONNECT_BASELINE_CPU_IGNORE_HOST`, since 11.6.0.
const IGNORE_HOST = 4;
}
}

/// Values of `virConnectCloseReason`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i32)]
pub enum ConnectCloseReason {
    /// `VIR_CONNECT_CLOSE_REASON_ERROR`, since 0.10.0.
    Error = 0,
    /// `VIR_CONNECT_CLOSE_REASON_EOF`, since 0.10.0.
    Eof = 1,
    /// `VIR_CONNECT_CLOSE_REASON_KEEPALIVE`, since 0.10.0.
    Keepalive = 2,
    /// `VIR_CONNECT_CLOSE_REASON_CLIENT`, since 0.10.0.
    Client = 3,
}

impl ConnectCloseReason {
    /// Every member.
    pub const ALL: &'static [Self] = &[Self::Error, Self::Eof, Self::Keepalive, Self::Client];

    /// Number of the member.
    pub const fn raw(self) -> i32 {
        self as i32
    }

    /// The member with this number.
    pub const fn from_raw(raw: i32) -> Option<Self> {
        match raw {
            0 => Some(Self::Error),
            1 => Some(Self::Eof),
            2 => Some(Self::Keepalive),
            3 => Some(Self::Client),
            _ => None,
        }
    }
}

bitflags! {
/// Flags of `virConnectCompareCPUFlags`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct ConnectCompareCpuFlags: u32 {
/// `VIR_CONNECT_COMPARE_CPU_FAIL_INCOMPATIBLE`, since 1.2.6.
const FAIL_INCOMPATIBLE = 1;
/// `VIR_CONNECT_COMPARE_CPU_VALIDATE_XML`, since 6.9.0.
const VALIDATE_XML = 2;
}
}

/// Values of `virConnectCredentialType`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i32)]
pub enum ConnectCredentialType {
    /// `VIR_CRED_USERNAME`, since 0.4.1.
    Username = 1,
    /// `VIR_CRED_AUTHNAME`, since 0.4.1.
    Authname = 2,
    /// `VIR_CRED_LANGUAGE`, since 0.4.1.
    Language = 3,
    /// `VIR_CRED_CNONCE`, since 0.4.1.
    Cnonce = 4,
    /// `VIR_CRED_PASSPHRASE`, since 0.4.1.
    Passphrase = 5,
    /// `VIR_CRED_ECHOPROMPT`, since 0.4.1.
    Echoprompt = 6,
    /// `VIR_CRED_NOECHOPROMPT`, since 0.4.1.
    Noechoprompt = 7,
    /// `VIR_CRED_REALM`, since 0.4.1.
    Realm = 8,
    /// `VIR_CRED_EXTERNAL`, since 0.4.1.
    External = 9,
}

impl ConnectCredentialType {
    /// Every member.
    pub const ALL: &'static [Self] = &[
        Self::Username,
        Self::Authname,
        Self::Language,
        Self::Cnonce,
        Self::Passphrase,
        Self::Echoprompt,
        Self::Noechoprompt,
        Self::Realm,
        Self::External,
    ];

    /// Number of the member.
    pub const fn raw(self) -> i32 {
        self as i32
    }

    /// The member with this number.
    pub const fn from_raw(raw: i32) -> Option<Self> {
        match raw {
            1 => Some(Self::Username),
            2 => Some(Self::Authname),
            3 => Some(Self::Language),
            4 => Some(Self::Cnonce),
            5 => Some(Self::Passphrase),
            6 => Some(Self::Echoprompt),
            7 => Some(Self::Noechoprompt),
            8 => Some(Self::Realm),
            9 => Some(Self::External),
            _ => None,
        }
    }
}

/// Values of `virConnectDomainEventAgentLifecycleReason`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i32)]
pub enum ConnectDomainEventAgentLifecycleReason {
    /// `VIR_CONNECT_DOMAIN_EVENT_AGENT_LIFECYCLE_REASON_UNKNOWN`, since 1.2.11.
    Unknown = 0,
    /// `VIR_CONNECT_DOMAIN_EVENT_AGENT_LIFECYCLE_REASON_DOMAIN_STARTED`, since 1.2.11.
    DomainStarted = 1,
    /// `VIR_CONNECT_DOMAIN_EVENT_AGENT_LIFECYCLE_REASON_CHANNEL`, since 1.2.11.
    Channel = 2,
}

impl ConnectDomainEventAgentLifecycleReason {
    /// Every member.
    pub const ALL: &'static [Self] = &[Self::Unknown, Self::DomainStarted, Self::Channel];

    /// Number of the member.
    pub const fn raw(self) -> i32 {
        self as i32
    }

    /// The member with this number.
    pub const fn from_raw(raw: i32) -> Option<Self> {
        match raw {
            0 => Some(Self::Unknown),
            1 => Some(Self::DomainStarted),
            2 => Some(Self::Channel),
            _ => None,
        }
    }
}

/// Values of `virConnectDomainEventAgentLifecycleState`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i32)]
pub enum ConnectDomainEventAgentLifecycleState {
    /// `VIR_CONNECT_DOMAIN_EVENT_AGENT_LIFECYCLE_STATE_CONNECTED`, since 1.2.11.
    Connected = 1,
    /// `VIR_CONNECT_DOMAIN_EVENT_AGENT_LIFECYCLE_STATE_DISCONNECTED`, since 1.2.11.
    Disconnected = 2,
}

impl ConnectDomainEventAgentLifecycleState {
    /// Every member.
    pub const ALL: &'static [Self] = &[Self::Connected, Self::Disconnected];

    /// Number of the member.
    pub const fn raw(self) -> i32 {
        self as i32
    }

    /// The member with this number.
    pub const fn from_raw(raw: i32) -> Option<Self> {
        match raw {
            1 => Some(Self::Connected),
            2 => Some(Self::Disconnected),
            _ => None,
        }
    }
}

/// Values of `virConnectDomainEventBlockJobStatus`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i32)]
pub enum ConnectDomainEventBlockJobStatus {
    /// `VIR_DOMAIN_BLOCK_JOB_COMPLETED`, since 0.9.4.
    Completed = 0,
    /// `VIR_DOMAIN_BLOCK_JOB_FAILED`, since 0.9.4.
    Failed = 1,
    /// `VIR_DOMAIN_BLOCK_JOB_CANCELED`, since 0.9.12.
    Canceled = 2,
    /// `VIR_DOMAIN_BLOCK_JOB_READY`, since 1.0.0.
    Ready = 3,
}

impl ConnectDomainEventBlockJobStatus {
    /// Every member.
    pub const ALL: &'static [Self] = &[Self::Completed, Self::Failed, Self::Canceled, Self::Ready];

    /// Number of the member.
    pub const fn raw(self) -> i32 {
        self as i32
    }

    /// The member with this number.
    pub const fn from_raw(raw: i32) -> Option<Self> {
        match raw {
            0 => Some(Self::Completed),
            1 => Some(Self::Failed),
            2 => Some(Self::Canceled),
            3 => Some(Self::Ready),
            _ => None,
        }
    }
}

/// Values of `virConnectDomainEventDiskChangeReason`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i32)]
pub enum ConnectDomainEventDiskChangeReason {
    /// `VIR_DOMAIN_EVENT_DISK_CHANGE_MISSING_ON_START`, since 0.9.7.
    ChangeMissingOnStart = 0,
    /// `VIR_DOMAIN_EVENT_DISK_DROP_MISSING_ON_START`, since 1.1.2.
    DropMissingOnStart = 1,
}

impl ConnectDomainEventDiskChangeReason {
    /// Every member.
    pub const ALL: &'static [Self] = &[Self::ChangeMissingOnStart, Self::DropMissingOnStart];

    /// Number of the member.
    pub const fn raw(self) -> i32 {
        self as i32
    }

    /// The member with this number.
    pub const fn from_raw(raw: i32) -> Option<Self> {
        match raw {
            0 => Some(Self::ChangeMissingOnStart),
            1 => Some(Self::DropMissingOnStart),
            _ => None,
        }
    }
}

bitflags! {
/// Flags of `virConnectDomainQemuMonitorEventRegisterFlags`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct ConnectDomainQemuMonitorEventRegisterFlags: u32 {
/// `VIR_CONNECT_DOMAIN_QEMU_MONITOR_EVENT_REGISTER_REGEX`, since 1.2.3.
const REGEX = 1;
/// `VIR_CONNECT_DOMAIN_QEMU_MONITOR_EVENT_REGISTER_NOCASE`, since 1.2.3.
const NOCASE = 2;
}
}

bitflags! {
/// Flags of `virConnectFlags`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct ConnectFlags: u32 {
/// `VIR_CONNECT_RO`, since 0.4.1.
const RO = 1;
/// `VIR_CONNECT_NO_ALIASES`, since 0.9.7.
const NO_ALIASES = 2;
}
}

bitflags! {
/// Flags of `virConnectGetAllDomainStatsFlags`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct ConnectGetAllDomainStatsFlags: u32 {
/// `VIR_CONNECT_GET_ALL_DOMAINS_STATS_ACTIVE`, since 1.2.8.
const ACTIVE = 1;
/// `VIR_CONNECT_GET_ALL_DOMAINS_STATS_INACTIVE`, since 1.2.8.
const INACTIVE = 2;
/// `VIR_CONNECT_GET_ALL_DOMAINS_STATS_PERSISTENT`, since 1.2.8.
const PERSISTENT = 4;
/// `VIR_CONNECT_GET_ALL_DOMAINS_STATS_TRANSIENT`, since 1.2.8.
const TRANSIENT = 8;
/// `VIR_CONNECT_GET_ALL_DOMAINS_STATS_RUNNING`, since 1.2.8.
const RUNNING = 16;
/// `VIR_CONNECT_GET_ALL_DOMAINS_STATS_PAUSED`, since 1.2.8.
const PAUSED = 32;
/// `VIR_CONNECT_GET_ALL_DOMAINS_STATS_SHUTOFF`, since 1.2.8.
const SHUTOFF = 64;
/// `VIR_CONNECT_GET_ALL_DOMAINS_STATS_OTHER`, since 1.2.8.
const OTHER = 128;
/// `VIR_CONNECT_GET_ALL_DOMAINS_STATS_NOWAIT`, since 4.5.0.
const NOWAIT = 536870912;
/// `VIR_CONNECT_GET_ALL_DOMAINS_STATS_BACKING`, since 1.2.12.
const BACKING = 1073741824;
/// `VIR_CONNECT_GET_ALL_DOMAINS_STATS_ENFORCE_STATS`, since 1.2.8.
const ENFORCE_STATS = 2147483648;
}
}

bitflags! {
/// Flags of `virConnectListAllDomainsFlags`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct ConnectListAllDomainsFlags: u32 {
/// `VIR_CONNECT_LIST_DOMAINS_ACTIVE`, since 0.9.13.
const ACTIVE = 1;
/// `VIR_CONNECT_LIST_DOMAINS_INACTIVE`, since 0.9.13.
const INACTIVE = 2;
/// `VIR_CONNECT_LIST_DOMAINS_PERSISTENT`, since 0.9.13.
const PERSISTENT = 4;
/// `VIR_CONNECT_LIST_DOMAINS_TRANSIENT`, since 0.9.13.
const TRANSIENT = 8;
/// `VIR_CONNECT_LIST_DOMAINS_RUNNING`, since 0.9.13.
const RUNNING = 16;
/// `VIR_CONNECT_LIST_DOMAINS_PAUSED`, since 0.9.13.
const PAUSED = 32;
/// `VIR_CONNECT_LIST_DOMAINS_SHUTOFF`, since 0.9.13.
const SHUTOFF = 64;
/// `VIR_CONNECT_LIST_DOMAINS_OTHER`, since 0.9.13.
const OTHER = 128;
/// `VIR_CONNECT_LIST_DOMAINS_MANAGEDSAVE`, since 0.9.13.
const MANAGEDSAVE = 256;
/// `VIR_CONNECT_LIST_DOMAINS_NO_MANAGEDSAVE`, since 0.9.13.
const NO_MANAGEDSAVE = 512;
/// `VIR_CONNECT_LIST_DOMAINS_AUTOSTART`, since 0.9.13.
const AUTOSTART = 1024;
/// `VIR_CONNECT_LIST_DOMAINS_NO_AUTOSTART`, since 0.9.13.
const NO_AUTOSTART = 2048;
/// `VIR_CONNECT_LIST_DOMAINS_HAS_SNAPSHOT`, since 0.9.13.
const HAS_SNAPSHOT = 4096;
/// `VIR_CONNECT_LIST_DOMAINS_NO_SNAPSHOT`, since 0.9.13.
const NO_SNAPSHOT = 8192;
/// `VIR_CONNECT_LIST_DOMAINS_HAS_CHECKPOINT`, since 5.6.0.
const HAS_CHECKPOINT = 16384;
/// `VIR_CONNECT_LIST_DOMAINS_NO_CHECKPOINT`, since 5.6.0.
const NO_CHECKPOINT = 32768;
}
}

bitflags! {
/// Flags of `virConnectListAllInterfacesFlags`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct ConnectListAllInterfacesFlags: u32 {
/// `VIR_CONNECT_LIST_INTERFACES_INACTIVE`, since 0.10.2.
const INACTIVE = 1;
/// `VIR_CONNECT_LIST_INTERFACES_ACTIVE`, since 0.10.2.
const ACTIVE = 2;
}
}

bitflags! {
/// Flags of `virConnectListAllNetworksFlags`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct ConnectListAllNetworksFlags: u32 {
/// `VIR_CONNECT_LIST_NETWORKS_INACTIVE`, since 0.10.2.
const INACTIVE = 1;
/// `VIR_CONNECT_LIST_NETWORKS_ACTIVE`, since 0.10.2.
const ACTIVE = 2;
/// `VIR_CONNECT_LIST_NETWORKS_PERSISTENT`, since 0.10.2.
const PERSISTENT = 4;
/// `VIR_CONNECT_LIST_NETWORKS_TRANSIENT`, since 0.10.2.
const TRANSIENT = 8;
/// `VIR_CONNECT_LIST_NETWORKS_AUTOSTART`, since 0.10.2.
const AUTOSTART = 16;
/// `VIR_CONNECT_LIST_NETWORKS_NO_AUTOSTART`, since 0.10.2.
const NO_AUTOSTART = 32;
}
}

bitflags! {
/// Flags of `virConnectListAllNodeDeviceFlags`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct ConnectListAllNodeDeviceFlags: u32 {
/// `VIR_CONNECT_LIST_NODE_DEVICES_CAP_SYSTEM`, since 0.10.2.
const CAP_SYSTEM = 1;
/// `VIR_CONNECT_LIST_NODE_DEVICES_CAP_PCI_DEV`, since 0.10.2.
const CAP_PCI_DEV = 2;
/// `VIR_CONNECT_LIST_NODE_DEVICES_CAP_USB_DEV`, since 0.10.2.
const CAP_USB_DEV = 4;
/// `VIR_CONNECT_LIST_NODE_DEVICES_CAP_USB_INTERFACE`, since 0.10.2.
const CAP_USB_INTERFACE = 8;
/// `VIR_CONNECT_LIST_NODE_DEVICES_CAP_NET`, since 0.10.2.
const CAP_NET = 16;
/// `VIR_CONNECT_LIST_NODE_DEVICES_CAP_SCSI_HOST`, since 0.10.2.
const CAP_SCSI_HOST = 32;
/// `VIR_CONNECT_LIST_NODE_DEVICES_CAP_SCSI_TARGET`, since 0.10.2.
const CAP_SCSI_TARGET = 64;
/// `VIR_CONNECT_LIST_NODE_DEVICES_CAP_SCSI`, since 0.10.2.
const CAP_SCSI = 128;
/// `VIR_CONNECT_LIST_NODE_DEVICES_CAP_STORAGE`, since 0.10.2.
const CAP_STORAGE = 256;
/// `VIR_CONNECT_LIST_NODE_DEVICES_CAP_FC_HOST`, since 1.0.4.
const CAP_FC_HOST = 512;
/// `VIR_CONNECT_LIST_NODE_DEVICES_CAP_VPORTS`, since 1.0.4.
const CAP_VPORTS = 1024;
/// `VIR_CONNECT_LIST_NODE_DEVICES_CAP_SCSI_GENERIC`, since 1.1.0.
const CAP_SCSI_GENERIC = 2048;
/// `VIR_CONNECT_LIST_NODE_DEVICES_CAP_DRM`, since 3.1.0.
const CAP_DRM = 4096;
/// `VIR_CONNECT_LIST_NODE_DEVICES_CAP_MDEV_TYPES`, since 3.4.0.
const CAP_MDEV_TYPES = 8192;
/// `VIR_CONNECT_LIST_NODE_DEVICES_CAP_MDEV`, since 3.4.0.
const CAP_MDEV = 16384;
/// `VIR_CONNECT_LIST_NODE_DEVICES_CAP_CCW_DEV`, since 3.4.0.
const CAP_CCW_DEV = 32768;
/// `VIR_CONNECT_LIST_NODE_DEVICES_CAP_CSS_DEV`, since 6.8.0.
const CAP_CSS_DEV = 65536;
/// `VIR_CONNECT_LIST_NODE_DEVICES_CAP_VDPA`, since 6.9.0.
const CAP_VDPA = 131072;
/// `VIR_CONNECT_LIST_NODE_DEVICES_CAP_AP_CARD`, since 7.0.0.
const CAP_AP_CARD = 262144;
/// `VIR_CONNECT_LIST_NODE_DEVICES_CAP_AP_QUEUE`, since 7.0.0.
const CAP_AP_QUEUE = 524288;
/// `VIR_CONNECT_LIST_NODE_DEVICES_CAP_AP_MATRIX`, since 7.0.0.
const CAP_AP_MATRIX = 1048576;
/// `VIR_CONNECT_LIST_NODE_DEVICES_CAP_VPD`, since 7.9.0.
const CAP_VPD = 2097152;
/// `VIR_CONNECT_LIST_NODE_DEVICES_INACTIVE`, since 7.3.0.
const INACTIVE = 1073741824;
/// `VIR_CONNECT_LIST_NODE_DEVICES_ACTIVE`, since 7.3.0.
const ACTIVE = 2147483648;
}
}

bitflags! {
/// Flags of `virConnectListAllSecretsFlags`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct ConnectListAllSecretsFlags: u32 {
/// `VIR_CONNECT_LIST_SECRETS_EPHEMERAL`, since 0.10.2.
const EPHEMERAL = 1;
/// `VIR_CONNECT_LIST_SECRETS_NO_EPHEMERAL`, since 0.10.2.
const NO_EPHEMERAL = 2;
/// `VIR_CONNECT_LIST_SECRETS_PRIVATE`, since 0.10.2.
const PRIVATE = 4;
/// `VIR_CONNECT_LIST_SECRETS_NO_PRIVATE`, since 0.10.2.
const NO_PRIVATE = 8;
}
}

bitflags! {
/// Flags of `virConnectListAllStoragePoolsFlags`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct ConnectListAllStoragePoolsFlags: u32 {
/// `VIR_CONNECT_LIST_STORAGE_POOLS_INACTIVE`, since 0.10.2.
const INACTIVE = 1;
/// `VIR_CONNECT_LIST_STORAGE_POOLS_ACTIVE`, since 0.10.2.
const ACTIVE = 2;
/// `VIR_CONNECT_LIST_STORAGE_POOLS_PERSISTENT`, since 0.10.2.
const PERSISTENT = 4;
/// `VIR_CONNECT_LIST_STORAGE_POOLS_TRANSIENT`, since 0.10.2.
const TRANSIENT = 8;
/// `VIR_CONNECT_LIST_STORAGE_POOLS_AUTOSTART`, since 0.10.2.
const AUTOSTART = 16;
/// `VIR_CONNECT_LIST_STORAGE_POOLS_NO_AUTOSTART`, since 0.10.2.
const NO_AUTOSTART = 32;
/// `VIR_CONNECT_LIST_STORAGE_POOLS_DIR`, since 0.10.2.
const DIR = 64;
/// `VIR_CONNECT_LIST_STORAGE_POOLS_FS`, since 0.10.2.
const FS = 128;
/// `VIR_CONNECT_LIST_STORAGE_POOLS_NETFS`, since 0.10.2.
const NETFS = 256;
/// `VIR_CONNECT_LIST_STORAGE_POOLS_LOGICAL`, since 0.10.2.
const LOGICAL = 512;
/// `VIR_CONNECT_LIST_STORAGE_POOLS_DISK`, since 0.10.2.
const DISK = 1024;
/// `VIR_CONNECT_LIST_STORAGE_POOLS_ISCSI`, since 0.10.2.
const ISCSI = 2048;
/// `VIR_CONNECT_LIST_STORAGE_POOLS_SCSI`, since 0.10.2.
const SCSI = 4096;
/// `VIR_CONNECT_LIST_STORAGE_POOLS_MPATH`, since 0.10.2.
const MPATH = 8192;
/// `VIR_CONNECT_LIST_STORAGE_POOLS_RBD`, since 0.10.2.
const RBD = 16384;
/// `VIR_CONNECT_LIST_STORAGE_POOLS_SHEEPDOG`, since 0.10.2.
const SHEEPDOG = 32768;
/// `VIR_CONNECT_LIST_STORAGE_POOLS_GLUSTER`, since 1.2.1.
const GLUSTER = 65536;
/// `VIR_CONNECT_LIST_STORAGE_POOLS_ZFS`, since 1.2.8.
const ZFS = 131072;
/// `VIR_CONNECT_LIST_STORAGE_POOLS_VSTORAGE`, since 3.1.0.
const VSTORAGE = 262144;
/// `VIR_CONNECT_LIST_STORAGE_POOLS_ISCSI_DIRECT`, since 5.6.0.
const ISCSI_DIRECT = 524288;
}
}

bitflags! {
/// Flags of `virDomainAbortJobFlagsValues`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct DomainAbortJobFlags: u32 {
/// `VIR_DOMAIN_ABORT_JOB_POSTCOPY`, since 8.5.0.
const POSTCOPY = 1;
}
}

/// Values of `virDomainAgentResponseTimeoutValues`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i32)]
pub enum DomainAgentResponseTimeoutValues {
    /// `VIR_DOMAIN_AGENT_RESPONSE_TIMEOUT_BLOCK`, since 5.10.0.
    Block = -2,
    /// `VIR_DOMAIN_AGENT_RESPONSE_TIMEOUT_DEFAULT`, since 5.10.0.
    Default = -1,
    /// `VIR_DOMAIN_AGENT_RESPONSE_TIMEOUT_NOWAIT`, since 5.10.0.
    Nowait = 0,
}

impl DomainAgentResponseTimeoutValues {
    /// Every member.
    pub const ALL: &'static [Self] = &[Self::Block, Self::Default, Self::Nowait];

    /// Number of the member.
    pub const fn raw(self) -> i32 {
        self as i32
    }

    /// The member with this number.
    pub const fn from_raw(raw: i32) -> Option<Self> {
        match raw {
            -2 => Some(Self::Block),
            -1 => Some(Self::Default),
            0 => Some(Self::Nowait),
            _ => None,
        }
    }
}

bitflags! {
/// Flags of `virDomainAuthorizedSSHKeysSetFlags`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct DomainAuthorizedSshKeysSetFlags: u32 {
/// `VIR_DOMAIN_AUTHORIZED_SSH_KEYS_SET_APPEND`, since 6.10.0.
const APPEND = 1;
/// `VIR_DOMAIN_AUTHORIZED_SSH_KEYS_SET_REMOVE`, since 6.10.0.
const REMOVE = 2;
}
}

bitflags! {
/// Flags of `virDomainBackupBeginFlags`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct DomainBackupBeginFlags: u32 {
/// `VIR_DOMAIN_BACKUP_BEGIN_REUSE_EXTERNAL`, since 6.0.0.
const REUSE_EXTERNAL = 1;
/// `VIR_DOMAIN_BACKUP_BEGIN_PRESERVE_SHUTDOWN_DOMAIN`, since 11.10.0.
const PRESERVE_SHUTDOWN_DOMAIN = 2;
}
}

bitflags! {
/// Flags of `virDomainBlockCommitFlags`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct DomainBlockCommitFlags: u32 {
/// `VIR_DOMAIN_BLOCK_COMMIT_SHALLOW`, since 0.10.2.
const SHALLOW = 1;
/// `VIR_DOMAIN_BLOCK_COMMIT_DELETE`, since 0.10.2.
const DELETE = 2;
/// `VIR_DOMAIN_BLOCK_COMMIT_ACTIVE`, since 1.2.6.
const ACTIVE = 4;
/// `VIR_DOMAIN_BLOCK_COMMIT_RELATIVE`, since 1.2.7.
const RELATIVE = 8;
/// `VIR_DOMAIN_BLOCK_COMMIT_BANDWIDTH_BYTES`, since 1.2.9.
const BANDWIDTH_BYTES = 16;
}
}

bitflags! {
/// Flags of `virDomainBlockCopyFlags`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct DomainBlockCopyFlags: u32 {
/// `VIR_DOMAIN_BLOCK_COPY_SHALLOW`, since 1.2.8.
const SHALLOW = 1;
/// `VIR_DOMAIN_BLOCK_COPY_REUSE_EXT`, since 1.2.8.
const REUSE_EXT = 2;
/// `VIR_DOMAIN_BLOCK_COPY_TRANSIENT_JOB`, since 3.5.0.
const TRANSIENT_JOB = 4;
/// `VIR_DOMAIN_BLOCK_COPY_SYNCHRONOUS_WRITES`, since 8.0.0.
const SYNCHRONOUS_WRITES = 8;
/// `VIR_DOMAIN_BLOCK_COPY_TARGET_ZEROED`, since 12.2.0.
const TARGET_ZEROED = 16;
}
}

bitflags! {
/// Flags of `virDomainBlockJobAbortFlags`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct DomainBlockJobAbortFlags: u32 {
/// `VIR_DOMAIN_BLOCK_JOB_ABORT_ASYNC`, since 0.9.12.
const ASYNC = 1;
/// `VIR_DOMAIN_BLOCK_JOB_ABORT_PIVOT`, since 0.9.12.
const PIVOT = 2;
}
}

bitflags! {
/// Flags of `virDomainBlockJobInfoFlags`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct DomainBlockJobInfoFlags: u32 {
/// `VIR_DOMAIN_BLOCK_JOB_INFO_BANDWIDTH_BYTES`, since 1.2.9.
const BANDWIDTH_BYTES = 1;
}
}

bitflags! {
/// Flags of `virDomainBlockJobSetSpeedFlags`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct DomainBlockJobSetSpeedFlags: u32 {
/// `VIR_DOMAIN_BLOCK_JOB_SPEED_BANDWIDTH_BYTES`, since 1.2.9.
const BANDWIDTH_BYTES = 1;
}
}

/// Values of `virDomainBlockJobType`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i32)]
pub enum DomainBlockJobType {
    /// `VIR_DOMAIN_BLOCK_JOB_TYPE_UNKNOWN`, since 0.9.4.
    Unknown = 0,
    /// `VIR_DOMAIN_BLOCK_JOB_TYPE_PULL`, since 0.9.4.
    Pull = 1,
    /// `VIR_DOMAIN_BLOCK_JOB_TYPE_COPY`, since 0.9.12.
    Copy = 2,
    /// `VIR_DOMAIN_BLOCK_JOB_TYPE_COMMIT`, since 0.10.2.
    Commit = 3,
    /// `VIR_DOMAIN_BLOCK_JOB_TYPE_ACTIVE_COMMIT`, since 1.2.6.
    ActiveCommit = 4,
    /// `VIR_DOMAIN_BLOCK_JOB_TYPE_BACKUP`, since 6.0.0.
    Backup = 5,
}

impl DomainBlockJobType {
    /// Every member.
    pub const ALL: &'static [Self] = &[
        Self::Unknown,
        Self::Pull,
        Self::Copy,
        Self::Commit,
        Self::ActiveCommit,
        Self::Backup,
    ];

    /// Number of the member.
    pub const fn raw(self) -> i32 {
        self as i32
    }

    /// The member with this number.
    pub const fn from_raw(raw: i32) -> Option<Self> {
        match raw {
            0 => Some(Self::Unknown),
            1 => Some(Self::Pull),
            2 => Some(Self::Copy),
            3 => Some(Self::Commit),
            4 => Some(Self::ActiveCommit),
            5 => Some(Self::Backup),
            _ => None,
        }
    }
}

bitflags! {
/// Flags of `virDomainBlockPullFlags`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct DomainBlockPullFlags: u32 {
/// `VIR_DOMAIN_BLOCK_PULL_BANDWIDTH_BYTES`, since 1.2.9.
const BANDWIDTH_BYTES = 64;
}
}

bitflags! {
/// Flags of `virDomainBlockRebaseFlags`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct DomainBlockRebaseFlags: u32 {
/// `VIR_DOMAIN_BLOCK_REBASE_SHALLOW`, since 0.9.12.
const SHALLOW = 1;
/// `VIR_DOMAIN_BLOCK_REBASE_REUSE_EXT`, since 0.9.12.
const REUSE_EXT = 2;
/// `VIR_DOMAIN_BLOCK_REBASE_COPY_RAW`, since 0.9.12.
const COPY_RAW = 4;
/// `VIR_DOMAIN_BLOCK_REBASE_COPY`, since 0.9.12.
const COPY = 8;
/// `VIR_DOMAIN_BLOCK_REBASE_RELATIVE`, since 1.2.7.
const RELATIVE = 16;
/// `VIR_DOMAIN_BLOCK_REBASE_COPY_DEV`, since 1.2.9.
const COPY_DEV = 32;
/// `VIR_DOMAIN_BLOCK_REBASE_BANDWIDTH_BYTES`, since 1.2.9.
const BANDWIDTH_BYTES = 64;
}
}

bitflags! {
/// Flags of `virDomainBlockResizeFlags`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct DomainBlockResizeFlags: u32 {
/// `VIR_DOMAIN_BLOCK_RESIZE_BYTES`, since 0.9.11.
const BYTES = 1;
/// `VIR_DOMAIN_BLOCK_RESIZE_CAPACITY`, since 10.0.0.
const CAPACITY = 2;
/// `VIR_DOMAIN_BLOCK_RESIZE_EXTEND`, since 12.3.0.
const EXTEND = 4;
}
}

/// Values of `virDomainBlockedReason`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i32)]
pub enum DomainBlockedReason {
    /// `VIR_DOMAIN_BLOCKED_UNKNOWN`, since 0.9.2.
    Unknown = 0,
}

impl DomainBlockedReason {
    /// Every member.
    pub const ALL: &'static [Self] = &[Self::Unknown];

    /// Number of the member.
    pub const fn raw(self) -> i32 {
        self as i32
    }

    /// The member with this number.
    pub const fn from_raw(raw: i32) -> Option<Self> {
        match raw {
            0 => Some(Self::Unknown),
            _ => None,
        }
    }
}

bitflags! {
/// Flags of `virDomainChannelFlags`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct DomainChannelFlags: u32 {
/// `VIR_DOMAIN_CHANNEL_FORCE`, since 1.0.2.
const FORCE = 1;
}
}

bitflags! {
/// Flags of `virDomainCheckpointCreateFlags`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct DomainCheckpointCreateFlags: u32 {
/// `VIR_DOMAIN_CHECKPOINT_CREATE_REDEFINE`, since 5.6.0.
const REDEFINE = 1;
/// `VIR_DOMAIN_CHECKPOINT_CREATE_QUIESCE`, since 5.6.0.
const QUIESCE = 2;
/// `VIR_DOMAIN_CHECKPOINT_CREATE_REDEFINE_VALIDATE`, since 6.10.0.
const REDEFINE_VALIDATE = 4;
}
}

bitflags! {
/// Flags of `virDomainCheckpointDeleteFlags`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct DomainCheckpointDeleteFlags: u32 {
/// `VIR_DOMAIN_CHECKPOINT_DELETE_CHILDREN`, since 5.6.0.
const CHILDREN = 1;
/// `VIR_DOMAIN_CHECKPOINT_DELETE_METADATA_ONLY`, since 5.6.0.
const METADATA_ONLY = 2;
/// `VIR_DOMAIN_CHECKPOINT_DELETE_CHILDREN_ONLY`, since 5.6.0.
const CHILDREN_ONLY = 4;
}
}

bitflags! {
/// Flags of `virDomainCheckpointListFlags`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct DomainCheckpointListFlags: u32 {
/// `VIR_DOMAIN_CHECKPOINT_LIST_DESCENDANTS`, since 5.6.0.
const DESCENDANTS = 1;
/// `VIR_DOMAIN_CHECKPOINT_LIST_ROOTS`, since 5.6.0.
const ROOTS = 1;
/// `VIR_DOMAIN_CHECKPOINT_LIST_TOPOLOGICAL`, since 5.6.0.
const TOPOLOGICAL = 2;
/// `VIR_DOMAIN_CHECKPOINT_LIST_LEAVES`, since 5.6.0.
const LEAVES = 4;
/// `VIR_DOMAIN_CHECKPOINT_LIST_NO_LEAVES`, since 5.6.0.
const NO_LEAVES = 8;
}
}

bitflags! {
/// Flags of `virDomainCheckpointXMLFlags`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct DomainCheckpointXmlFlags: u32 {
/// `VIR_DOMAIN_CHECKPOINT_XML_SECURE`, since 5.6.0.
const SECURE = 1;
/// `VIR_DOMAIN_CHECKPOINT_XML_NO_DOMAIN`, since 5.6.0.
const NO_DOMAIN = 2;
/// `VIR_DOMAIN_CHECKPOINT_XML_SIZE`, since 5.6.0.
const SIZE = 4;
}
}

bitflags! {
/// Flags of `virDomainConsoleFlags`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct DomainConsoleFlags: u32 {
/// `VIR_DOMAIN_CONSOLE_FORCE`, since 0.9.11.
const FORCE = 1;
/// `VIR_DOMAIN_CONSOLE_SAFE`, since 0.9.11.
const SAFE = 2;
}
}

/// Values of `virDomainControlErrorReason`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i32)]
pub enum DomainControlErrorReason {
    /// `VIR_DOMAIN_CONTROL_ERROR_REASON_NONE`, since 1.2.14.
    None = 0,
    /// `VIR_DOMAIN_CONTROL_ERROR_REASON_UNKNOWN`, since 1.2.14.
    Unknown = 1,
    /// `VIR_DOMAIN_CONTROL_ERROR_REASON_MONITOR`, since 1.2.14.
    Monitor = 2,
    /// `VIR_DOMAIN_CONTROL_ERROR_REASON_INTERNAL`, since 1.2.14.
    Internal = 3,
}

impl DomainControlErrorReason {
    /// Every member.
    pub const ALL: &'static [Self] = &[Self::None, Self::Unknown, Self::Monitor, Self::Internal];

    /// Number of the member.
    pub const fn raw(self) -> i32 {
        self as i32
    }

    /// The member with this number.
    pub const fn from_raw(raw: i32) -> Option<Self> {
        match raw {
            0 => Some(Self::None),
            1 => Some(Self::Unknown),
            2 => Some(Self::Monitor),
            3 => Some(Self::Internal),
            _ => None,
        }
    }
}

/// Values of `virDomainControlState`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i32)]
pub enum DomainControlState {
    /// `VIR_DOMAIN_CONTROL_OK`, since 0.9.3.
    Ok = 0,
    /// `VIR_DOMAIN_CONTROL_JOB`, since 0.9.3.
    Job = 1,
    /// `VIR_DOMAIN_CONTROL_OCCUPIED`, since 0.9.3.
    Occupied = 2,
    /// `VIR_DOMAIN_CONTROL_ERROR`, since 0.9.3.
    Error = 3,
}

impl DomainControlState {
    /// Every member.
    pub const ALL: &'static [Self] = &[Self::Ok, Self::Job, Self::Occupied, Self::Error];

    /// Number of the member.
    pub const fn raw(self) -> i32 {
        self as i32
    }

    /// The member with this number.
    pub const fn from_raw(raw: i32) -> Option<Self> {
        match raw {
            0 => Some(Self::Ok),
            1 => Some(Self::Job),
            2 => Some(Self::Occupied),
            3 => Some(Self::Error),
            _ => None,
        }
    }
}

bitflags! {
/// Flags of `virDomainCoreDumpFlags`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct DomainCoreDumpFlags: u32 {
/// `VIR_DUMP_CRASH`, since 0.7.5.
const CRASH = 1;
/// `VIR_DUMP_LIVE`, since 0.7.5.
const LIVE = 2;
/// `VIR_DUMP_BYPASS_CACHE`, since 0.9.4.
const BYPASS_CACHE = 4;
/// `VIR_DUMP_RESET`, since 0.9.7.
const RESET = 8;
/// `VIR_DUMP_MEMORY_ONLY`, since 0.9.13.
const MEMORY_ONLY = 16;
}
}

/// Values of `virDomainCoreDumpFormat`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i32)]
pub enum DomainCoreDumpFormat {
    /// `VIR_DOMAIN_CORE_DUMP_FORMAT_RAW`, since 1.2.3.
    Raw = 0,
    /// `VIR_DOMAIN_CORE_DUMP_FORMAT_KDUMP_ZLIB`, since 1.2.3.
    KdumpZlib = 1,
    /// `VIR_DOMAIN_CORE_DUMP_FORMAT_KDUMP_LZO`, since 1.2.3.
    KdumpLzo = 2,
    /// `VIR_DOMAIN_CORE_DUMP_FORMAT_KDUMP_SNAPPY`, since 1.2.3.
    KdumpSnappy = 3,
    /// `VIR_DOMAIN_CORE_DUMP_FORMAT_WIN_DMP`, since 7.4.0.
    WinDmp = 4,
}

impl DomainCoreDumpFormat {
    /// Every member.
    pub const ALL: &'static [Self] = &[
        Self::Raw,
        Self::KdumpZlib,
        Self::KdumpLzo,
        Self::KdumpSnappy,
        Self::WinDmp,
    ];

    /// Number of the member.
    pub const fn raw(self) -> i32 {
        self as i32
    }

    /// The member with this number.
    pub const fn from_raw(raw: i32) -> Option<Self> {
        match raw {
            0 => Some(Self::Raw),
            1 => Some(Self::KdumpZlib),
            2 => Some(Self::KdumpLzo),
            3 => Some(Self::KdumpSnappy),
            4 => Some(Self::WinDmp),
            _ => None,
        }
    }
}

/// Values of `virDomainCrashedReason`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i32)]
pub enum DomainCrashedReason {
    /// `VIR_DOMAIN_CRASHED_UNKNOWN`, since 0.9.2.
    Unknown = 0,
    /// `VIR_DOMAIN_CRASHED_PANICKED`, since 1.1.1.
    Panicked = 1,
}

impl DomainCrashedReason {
    /// Every member.
    pub const ALL: &'static [Self] = &[Self::Unknown, Self::Panicked];

    /// Number of the member.
    pub const fn raw(self) -> i32 {
        self as i32
    }

    /// The member with this number.
    pub const fn from_raw(raw: i32) -> Option<Self> {
        match raw {
            0 => Some(Self::Unknown),
            1 => Some(Self::Panicked),
            _ => None,
        }
    }
}

bitflags! {
/// Flags of `virDomainCreateFlags`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct DomainCreateFlags: u32 {
/// `VIR_DOMAIN_START_PAUSED`, since 0.8.2.
const START_PAUSED = 1;
/// `VIR_DOMAIN_START_AUTODESTROY`, since 0.9.3.
const START_AUTODESTROY = 2;
/// `VIR_DOMAIN_START_BYPASS_CACHE`, since 0.9.4.
const START_BYPASS_CACHE = 4;
/// `VIR_DOMAIN_START_FORCE_BOOT`, since 0.9.5.
const START_FORCE_BOOT = 8;
/// `VIR_DOMAIN_START_VALIDATE`, since 1.2.12.
const START_VALIDATE = 16;
/// `VIR_DOMAIN_START_RESET_NVRAM`, since 8.1.0.
const START_RESET_NVRAM = 32;
}
}

bitflags! {
/// Flags of `virDomainDefineFlags`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct DomainDefineFlags: u32 {
/// `VIR_DOMAIN_DEFINE_VALIDATE`, since 1.2.12.
const VALIDATE = 1;
}
}

bitflags! {
/// Flags of `virDomainDestroyFlagsValues`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct DomainDestroyFlags: u32 {
/// `VIR_DOMAIN_DESTROY_GRACEFUL`, since 0.9.10.
const GRACEFUL = 1;
/// `VIR_DOMAIN_DESTROY_REMOVE_LOGS`, since 8.3.0.
const REMOVE_LOGS = 2;
}
}

bitflags! {
/// Flags of `virDomainDeviceModifyFlags`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct DomainDeviceModifyFlags: u32 {
/// `VIR_DOMAIN_DEVICE_MODIFY_LIVE`, since 0.7.7.
const LIVE = 1;
/// `VIR_DOMAIN_DEVICE_MODIFY_CONFIG`, since 0.7.7.
const CONFIG = 2;
/// `VIR_DOMAIN_DEVICE_MODIFY_FORCE`, since 0.8.6.
const FORCE = 4;
}
}

bitflags! {
/// Flags of `virDomainDirtyRateCalcFlags`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct DomainDirtyRateCalcFlags: u32 {
/// `VIR_DOMAIN_DIRTYRATE_MODE_DIRTY_BITMAP`, since 8.1.0.
const DIRTY_BITMAP = 1;
/// `VIR_DOMAIN_DIRTYRATE_MODE_DIRTY_RING`, since 8.1.0.
const DIRTY_RING = 2;
}
}

/// Values of `virDomainDirtyRateStatus`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i32)]
pub enum DomainDirtyRateStatus {
    /// `VIR_DOMAIN_DIRTYRATE_UNSTARTED`, since 7.2.0.
    Unstarted = 0,
    /// `VIR_DOMAIN_DIRTYRATE_MEASURING`, since 7.2.0.
    Measuring = 1,
    /// `VIR_DOMAIN_DIRTYRATE_MEASURED`, since 7.2.0.
    Measured = 2,
}

impl DomainDirtyRateStatus {
    /// Every member.
    pub const ALL: &'static [Self] = &[Self::Unstarted, Self::Measuring, Self::Measured];

    /// Number of the member.
    pub const fn raw(self) -> i32 {
        self as i32
    }

    /// The member with this number.
    pub const fn from_raw(raw: i32) -> Option<Self> {
        match raw {
            0 => Some(Self::Unstarted),
            1 => Some(Self::Measuring),
            2 => Some(Self::Measured),
            _ => None,
        }
    }
}

/// Values of `virDomainDiskErrorCode`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i32)]
pub enum DomainDiskErrorCode {
    /// `VIR_DOMAIN_DISK_ERROR_NONE`, since 0.9.10.
    None = 0,
    /// `VIR_DOMAIN_DISK_ERROR_UNSPEC`, since 0.9.10.
    Unspec = 1,
    /// `VIR_DOMAIN_DISK_ERROR_NO_SPACE`, since 0.9.10.
    NoSpace = 2,
}

impl DomainDiskErrorCode {
    /// Every member.
    pub const ALL: &'static [Self] = &[Self::None, Self::Unspec, Self::NoSpace];

    /// Number of the member.
    pub const fn raw(self) -> i32 {
        self as i32
    }

    /// The member with this number.
    pub const fn from_raw(raw: i32) -> Option<Self> {
        match raw {
            0 => Some(Self::None),
            1 => Some(Self::Unspec),
            2 => Some(Self::NoSpace),
            _ => None,
        }
    }
}

/// Values of `virDomainEventCrashedDetailType`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i32)]
pub enum DomainEventCrashedDetailType {
    /// `VIR_DOMAIN_EVENT_CRASHED_PANICKED`, since 1.1.1.
    Panicked = 0,
    /// `VIR_DOMAIN_EVENT_CRASHED_CRASHLOADED`, since 6.1.0.
    Crashloaded = 1,
}

impl DomainEventCrashedDetailType {
    /// Every member.
    pub const ALL: &'static [Self] = &[Self::Panicked, Self::Crashloaded];

    /// Number of the member.
    pub const fn raw(self) -> i32 {
        self as i32
    }

    /// The member with this number.
    pub const fn from_raw(raw: i32) -> Option<Self> {
        match raw {
            0 => Some(Self::Panicked),
            1 => Some(Self::Crashloaded),
            _ => None,
        }
    }
}

/// Values of `virDomainEventDefinedDetailType`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i32)]
pub enum DomainEventDefinedDetailType {
    /// `VIR_DOMAIN_EVENT_DEFINED_ADDED`, since 0.5.0.
    Added = 0,
    /// `VIR_DOMAIN_EVENT_DEFINED_UPDATED`, since 0.5.0.
    Updated = 1,
    /// `VIR_DOMAIN_EVENT_DEFINED_RENAMED`, since 1.2.19.
    Renamed = 2,
    /// `VIR_DOMAIN_EVENT_DEFINED_FROM_SNAPSHOT`, since 1.3.3.
    FromSnapshot = 3,
}

impl DomainEventDefinedDetailType {
    /// Every member.
    pub const ALL: &'static [Self] = &[Self::Added, Self::Updated, Self::Renamed, Self::FromSnapshot];

    /// Number of the member.
    pub const fn raw(self) -> i32 {
        self as i32
    }

    /// The member with this number.
    pub const fn from_raw(raw: i32) -> Option<Self> {
        match raw {
            0 => Some(Self::Added),
            1 => Some(Self::Updated),
            2 => Some(Self::Renamed),
            3 => Some(Self::FromSnapshot),
            _ => None,
        }
    }
}

/// Values of `virDomainEventGraphicsAddressType`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i32)]
pub enum DomainEventGraphicsAddressType {
    /// `VIR_DOMAIN_EVENT_GRAPHICS_ADDRESS_IPV4`, since 0.8.0.
    Ipv4 = 0,
    /// `VIR_DOMAIN_EVENT_GRAPHICS_ADDRESS_IPV6`, since 0.8.0.
    Ipv6 = 1,
    /// `VIR_DOMAIN_EVENT_GRAPHICS_ADDRESS_UNIX`, since 0.9.7.
    Unix = 2,
}

impl DomainEventGraphicsAddressType {
    /// Every member.
    pub const ALL: &'static [Self] = &[Self::Ipv4, Self::Ipv6, Self::Unix];

    /// Number of the member.
    pub const fn raw(self) -> i32 {
        self as i32
    }

    /// The member with this number.
    pub const fn from_raw(raw: i32) -> Option<Self> {
        match raw {
            0 => Some(Self::Ipv4),
            1 => Some(Self::Ipv6),
            2 => Some(Self::Unix),
            _ => None,
        }
    }
}

/// Values of `virDomainEventGraphicsPhase`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i32)]
pub enum DomainEventGraphicsPhase {
    /// `VIR_DOMAIN_EVENT_GRAPHICS_CONNECT`, since 0.8.0.
    Connect = 0,
    /// `VIR_DOMAIN_EVENT_GRAPHICS_INITIALIZE`, since 0.8.0.
    Initialize = 1,
    /// `VIR_DOMAIN_EVENT_GRAPHICS_DISCONNECT`, since 0.8.0.
    Disconnect = 2,
}

impl DomainEventGraphicsPhase {
    /// Every member.
    pub const ALL: &'static [Self] = &[Self::Connect, Self::Initialize, Self::Disconnect];

    /// Number of the member.
    pub const fn raw(self) -> i32 {
        self as i32
    }

    /// The member with this number.
    pub const fn from_raw(raw: i32) -> Option<Self> {
        match raw {
            0 => Some(Self::Connect),
            1 => Some(Self::Initialize),
            2 => Some(Self::Disconnect),
            _ => None,
        }
    }
}

/// Values of `virDomainEventID`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i32)]
pub enum DomainEventId {
    /// `VIR_DOMAIN_EVENT_ID_LIFECYCLE`, since 0.8.0.
    Lifecycle = 0,
    /// `VIR_DOMAIN_EVENT_ID_REBOOT`, since 0.8.0.
    Reboot = 1,
    /// `VIR_DOMAIN_EVENT_ID_RTC_CHANGE`, since 0.8.0.
    RtcChange = 2,
    /// `VIR_DOMAIN_EVENT_ID_WATCHDOG`, since 0.8.0.
    Watchdog = 3,
    /// `VIR_DOMAIN_EVENT_ID_IO_ERROR`, since 0.8.0.
    IoError = 4,
    /// `VIR_DOMAIN_EVENT_ID_GRAPHICS`, since 0.8.0.
    Graphics = 5,
    /// `VIR_DOMAIN_EVENT_ID_IO_ERROR_REASON`, since 0.8.1.
    IoErrorReason = 6,
    /// `VIR_DOMAIN_EVENT_ID_CONTROL_ERROR`, since 0.9.2.
    ControlError = 7,
    /// `VIR_DOMAIN_EVENT_ID_BLOCK_JOB`, since 0.9.4.
    BlockJob = 8,
    /// `VIR_DOMAIN_EVENT_ID_DISK_CHANGE`, since 0.9.7.
    DiskChange = 9,
    /// `VIR_DOMAIN_EVENT_ID_TRAY_CHANGE`, since 0.9.11.
    TrayChange = 10,
    /// `VIR_DOMAIN_EVENT_ID_PMWAKEUP`, since 0.9.11.
    Pmwakeup = 11,
    /// `VIR_DOMAIN_EVENT_ID_PMSUSPEND`, since 0.9.11.
    Pmsuspend = 12,
    /// `VIR_DOMAIN_EVENT_ID_BALLOON_CHANGE`, since 0.10.0.
    BalloonChange = 13,
    /// `VIR_DOMAIN_EVENT_ID_PMSUSPEND_DISK`, since 1.0.0.
    PmsuspendDisk = 14,
    /// `VIR_DOMAIN_EVENT_ID_DEVICE_REMOVED`, since 1.1.1.
    DeviceRemoved = 15,
    /// `VIR_DOMAIN_EVENT_ID_BLOCK_JOB_2`, since 1.2.6.
    BlockJob2 = 16,
    /// `VIR_DOMAIN_EVENT_ID_TUNABLE`, since 1.2.9.
    Tunable = 17,
    /// `VIR_DOMAIN_EVENT_ID_AGENT_LIFECYCLE`, since 1.2.11.
    AgentLifecycle = 18,
    /// `VIR_DOMAIN_EVENT_ID_DEVICE_ADDED`, since 1.2.15.
    DeviceAdded = 19,
    /// `VIR_DOMAIN_EVENT_ID_MIGRATION_ITERATION`, since 1.3.2.
    MigrationIteration = 20,
    /// `VIR_DOMAIN_EVENT_ID_JOB_COMPLETED`, since 1.3.3.
    JobCompleted = 21,
    /// `VIR_DOMAIN_EVENT_ID_DEVICE_REMOVAL_FAILED`, since 1.3.4.
    DeviceRemovalFailed = 22,
    /// `VIR_DOMAIN_EVENT_ID_METADATA_CHANGE`, since 3.0.0.
    MetadataChange = 23,
    /// `VIR_DOMAIN_EVENT_ID_BLOCK_THRESHOLD`, since 3.2.0.
    BlockThreshold = 24,
    /// `VIR_DOMAIN_EVENT_ID_MEMORY_FAILURE`, since 6.9.0.
    MemoryFailure = 25,
    /// `VIR_DOMAIN_EVENT_ID_MEMORY_DEVICE_SIZE_CHANGE`, since 7.9.0.
    MemoryDeviceSizeChange = 26,
    /// `VIR_DOMAIN_EVENT_ID_NIC_MAC_CHANGE`, since 11.2.0.
    NicMacChange = 27,
    /// `VIR_DOMAIN_EVENT_ID_VCPU_REMOVED`, since 12.4.0.
    VcpuRemoved = 28,
    /// `VIR_DOMAIN_EVENT_ID_CHANNEL_LIFECYCLE`, since 12.4.0.
    ChannelLifecycle = 29,
}

impl DomainEventId {
    /// Every member.
    pub const ALL: &'static [Self] = &[
        Self::Lifecycle,
        Self::Reboot,
        Self::RtcChange,
        Self::Watchdog,
        Self::IoError,
        Self::Graphics,
        Self::IoErrorReason,
        Self::ControlError,
        Self::BlockJob,
        Self::DiskChange,
        Self::TrayChange,
        Self::Pmwakeup,
        Self::Pmsuspend,
        Self::BalloonChange,
        Self::PmsuspendDisk,
        Self::DeviceRemoved,
        Self::BlockJob2,
        Self::Tunable,
        Self::AgentLifecycle,
        Self::DeviceAdded,
        Self::MigrationIteration,
        Self::JobCompleted,
        Self::DeviceRemovalFailed,
        Self::MetadataChange,
        Self::BlockThreshold,
        Self::MemoryFailure,
        Self::MemoryDeviceSizeChange,
        Self::NicMacChange,
        Self::VcpuRemoved,
        Self::ChannelLifecycle,
    ];

    /// Number of the member.
    pub const fn raw(self) -> i32 {
        self as i32
    }

    /// The member with this number.
    pub const fn from_raw(raw: i32) -> Option<Self> {
        match raw {
            0 => Some(Self::Lifecycle),
            1 => Some(Self::Reboot),
            2 => Some(Self::RtcChange),
            3 => Some(Self::Watchdog),
            4 => Some(Self::IoError),
            5 => Some(Self::Graphics),
            6 => Some(Self::IoErrorReason),
            7 => Some(Self::ControlError),
            8 => Some(Self::BlockJob),
            9 => Some(Self::DiskChange),
            10 => Some(Self::TrayChange),
            11 => Some(Self::Pmwakeup),
            12 => Some(Self::Pmsuspend),
            13 => Some(Self::BalloonChange),
            14 => Some(Self::PmsuspendDisk),
            15 => Some(Self::DeviceRemoved),
            16 => Some(Self::BlockJob2),
            17 => Some(Self::Tunable),
            18 => Some(Self::AgentLifecycle),
            19 => Some(Self::DeviceAdded),
            20 => Some(Self::MigrationIteration),
            21 => Some(Self::JobCompleted),
            22 => Some(Self::DeviceRemovalFailed),
            23 => Some(Self::MetadataChange),
            24 => Some(Self::BlockThreshold),
            25 => Some(Self::MemoryFailure),
            26 => Some(Self::MemoryDeviceSizeChange),
            27 => Some(Self::NicMacChange),
            28 => Some(Self::VcpuRemoved),
            29 => Some(Self::ChannelLifecycle),
            _ => None,
        }
    }
}

/// Values of `virDomainEventIOErrorAction`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i32)]
pub enum DomainEventIoErrorAction {
    /// `VIR_DOMAIN_EVENT_IO_ERROR_NONE`, since 0.8.0.
    None = 0,
    /// `VIR_DOMAIN_EVENT_IO_ERROR_PAUSE`, since 0.8.0.
    Pause = 1,
    /// `VIR_DOMAIN_EVENT_IO_ERROR_REPORT`, since 0.8.0.
    Report = 2,
}

impl DomainEventIoErrorAction {
    /// Every member.
    pub const ALL: &'static [Self] = &[Self::None, Self::Pause, Self::Report];

    /// Number of the member.
    pub const fn raw(self) -> i32 {
        self as i32
    }

    /// The member with this number.
    pub const fn from_raw(raw: i32) -> Option<Self> {
        match raw {
            0 => Some(Self::None),
            1 => Some(Self::Pause),
            2 => Some(Self::Report),
            _ => None,
        }
    }
}

/// Values of `virDomainEventPMSuspendedDetailType`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i32)]
pub enum DomainEventPmSuspendedDetailType {
    /// `VIR_DOMAIN_EVENT_PMSUSPENDED_MEMORY`, since 0.10.2.
    Memory = 0,
    /// `VIR_DOMAIN_EVENT_PMSUSPENDED_DISK`, since 1.0.0.
    Disk = 1,
}

impl DomainEventPmSuspendedDetailType {
    /// Every member.
    pub const ALL: &'static [Self] = &[Self::Memory, Self::Disk];

    /// Number of the member.
    pub const fn raw(self) -> i32 {
        self as i32
    }

    /// The member with this number.
    pub const fn from_raw(raw: i32) -> Option<Self> {
        match raw {
            0 => Some(Self::Memory),
            1 => Some(Self::Disk),
            _ => None,
        }
    }
}

/// Values of `virDomainEventResumedDetailType`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i32)]
pub enum DomainEventResumedDetailType {
    /// `VIR_DOMAIN_EVENT_RESUMED_UNPAUSED`, since 0.5.0.
    Unpaused = 0,
    /// `VIR_DOMAIN_EVENT_RESUMED_MIGRATED`, since 0.5.0.
    Migrated = 1,
    /// `VIR_DOMAIN_EVENT_RESUMED_FROM_SNAPSHOT`, since 0.9.5.
    FromSnapshot = 2,
    /// `VIR_DOMAIN_EVENT_RESUMED_POSTCOPY`, since 1.3.3.
    Postcopy = 3,
    /// `VIR_DOMAIN_EVENT_RESUMED_POSTCOPY_FAILED`, since 8.5.0.
    PostcopyFailed = 4,
}

impl DomainEventResumedDetailType {
    /// Every member.
    pub const ALL: &'static [Self] = &[
        Self::Unpaused,
        Self::Migrated,
        Self::FromSnapshot,
        Self::Postcopy,
        Self::PostcopyFailed,
    ];

    /// Number of the member.
    pub const fn raw(self) -> i32 {
        self as i32
    }

    /// The member with this number.
    pub const fn from_raw(raw: i32) -> Option<Self> {
        match raw {
            0 => Some(Self::Unpaused),
            1 => Some(Self::Migrated),
            2 => Some(Self::FromSnapshot),
            3 => Some(Self::Postcopy),
            4 => Some(Self::PostcopyFailed),
            _ => None,
        }
    }
}

/// Values of `virDomainEventShutdownDetailType`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i32)]
pub enum DomainEventShutdownDetailType {
    /// `VIR_DOMAIN_EVENT_SHUTDOWN_FINISHED`, since 0.9.8.
    Finished = 0,
    /// `VIR_DOMAIN_EVENT_SHUTDOWN_GUEST`, since 3.4.0.
    Guest = 1,
    /// `VIR_DOMAIN_EVENT_SHUTDOWN_HOST`, since 3.4.0.
    Host = 2,
}

impl DomainEventShutdownDetailType {
    /// Every member.
    pub const ALL: &'static [Self] = &[Self::Finished, Self::Guest, Self::Host];

    /// Number of the member.
    pub const fn raw(self) -> i32 {
        self as i32
    }

    /// The member with this number.
    pub const fn from_raw(raw: i32) -> Option<Self> {
        match raw {
            0 => Some(Self::Finished),
            1 => Some(Self::Guest),
            2 => Some(Self::Host),
            _ => None,
        }
    }
}

/// Values of `virDomainEventStartedDetailType`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i32)]
pub enum DomainEventStartedDetailType {
    /// `VIR_DOMAIN_EVENT_STARTED_BOOTED`, since 0.5.0.
    Booted = 0,
    /// `VIR_DOMAIN_EVENT_STARTED_MIGRATED`, since 0.5.0.
    Migrated = 1,
    /// `VIR_DOMAIN_EVENT_STARTED_RESTORED`, since 0.5.0.
    Restored = 2,
    /// `VIR_DOMAIN_EVENT_STARTED_FROM_SNAPSHOT`, since 0.8.0.
    FromSnapshot = 3,
    /// `VIR_DOMAIN_EVENT_STARTED_WAKEUP`, since 0.9.11.
    Wakeup = 4,
}

impl DomainEventStartedDetailType {
    /// Every member.
    pub const ALL: &'static [Self] = &[
        Self::Booted,
        Self::Migrated,
        Self::Restored,
        Self::FromSnapshot,
        Self::Wakeup,
    ];

    /// Number of the member.
    pub const fn raw(self) -> i32 {
        self as i32
    }

    /// The member with this number.
    pub const fn from_raw(raw: i32) -> Option<Self> {
        match raw {
            0 => Some(Self::Booted),
            1 => Some(Self::Migrated),
            2 => Some(Self::Restored),
            3 => Some(Self::FromSnapshot),
            4 => Some(Self::Wakeup),
            _ => None,
        }
    }
}

/// Values of `virDomainEventStoppedDetailType`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i32)]
pub enum DomainEventStoppedDetailType {
    /// `VIR_DOMAIN_EVENT_STOPPED_SHUTDOWN`, since 0.5.0.
    Shutdown = 0,
    /// `VIR_DOMAIN_EVENT_STOPPED_DESTROYED`, since 0.5.0.
    Destroyed = 1,
    /// `VIR_DOMAIN_EVENT_STOPPED_CRASHED`, since 0.5.0.
    Crashed = 2,
    /// `VIR_DOMAIN_EVENT_STOPPED_MIGRATED`, since 0.5.0.
    Migrated = 3,
    /// `VIR_DOMAIN_EVENT_STOPPED_SAVED`, since 0.5.0.
    Saved = 4,
    /// `VIR_DOMAIN_EVENT_STOPPED_FAILED`, since 0.5.0.
    Failed = 5,
    /// `VIR_DOMAIN_EVENT_STOPPED_FROM_SNAPSHOT`, since 0.8.0.
    FromSnapshot = 6,
}

impl DomainEventStoppedDetailType {
    /// Every member.
    pub const ALL: &'static [Self] = &[
        Self::Shutdown,
        Self::Destroyed,
        Self::Crashed,
        Self::Migrated,
        Self::Saved,
        Self::Failed,
        Self::FromSnapshot,
    ];

    /// Number of the member.
    pub const fn raw(self) -> i32 {
        self as i32
    }

    /// The member with this number.
    pub const fn from_raw(raw: i32) -> Option<Self> {
        match raw {
            0 => Some(Self::Shutdown),
            1 => Some(Self::Destroyed),
            2 => Some(Self::Crashed),
            3 => Some(Self::Migrated),
            4 => Some(Self::Saved),
            5 => Some(Self::Failed),
            6 => Some(Self::FromSnapshot),
            _ => None,
        }
    }
}

/// Values of `virDomainEventSuspendedDetailType`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i32)]
pub enum DomainEventSuspendedDetailType {
    /// `VIR_DOMAIN_EVENT_SUSPENDED_PAUSED`, since 0.5.0.
    Paused = 0,
    /// `VIR_DOMAIN_EVENT_SUSPENDED_MIGRATED`, since 0.5.0.
    Migrated = 1,
    /// `VIR_DOMAIN_EVENT_SUSPENDED_IOERROR`, since 0.8.0.
    Ioerror = 2,
    /// `VIR_DOMAIN_EVENT_SUSPENDED_WATCHDOG`, since 0.8.0.
    Watchdog = 3,
    /// `VIR_DOMAIN_EVENT_SUSPENDED_RESTORED`, since 0.9.5.
    Restored = 4,
    /// `VIR_DOMAIN_EVENT_SUSPENDED_FROM_SNAPSHOT`, since 0.9.5.
    FromSnapshot = 5,
    /// `VIR_DOMAIN_EVENT_SUSPENDED_API_ERROR`, since 1.0.1.
    ApiError = 6,
    /// `VIR_DOMAIN_EVENT_SUSPENDED_POSTCOPY`, since 1.3.3.
    Postcopy = 7,
    /// `VIR_DOMAIN_EVENT_SUSPENDED_POSTCOPY_FAILED`, since 1.3.3.
    PostcopyFailed = 8,
}

impl DomainEventSuspendedDetailType {
    /// Every member.
    pub const ALL: &'static [Self] = &[
        Self::Paused,
        Self::Migrated,
        Self::Ioerror,
        Self::Watchdog,
        Self::Restored,
        Self::FromSnapshot,
        Self::ApiError,
        Self::Postcopy,
        Self::PostcopyFailed,
    ];

    /// Number of the member.
    pub const fn raw(self) -> i32 {
        self as i32
    }

    /// The member with this number.
    pub const fn from_raw(raw: i32) -> Option<Self> {
        match raw {
            0 => Some(Self::Paused),
            1 => Some(Self::Migrated),
            2 => Some(Self::Ioerror),
            3 => Some(Self::Watchdog),
            4 => Some(Self::Restored),
            5 => Some(Self::FromSnapshot),
            6 => Some(Self::ApiError),
            7 => Some(Self::Postcopy),
            8 => Some(Self::PostcopyFailed),
            _ => None,
        }
    }
}

/// Values of `virDomainEventTrayChangeReason`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i32)]
pub enum DomainEventTrayChangeReason {
    /// `VIR_DOMAIN_EVENT_TRAY_CHANGE_OPEN`, since 0.9.11.
    Open = 0,
    /// `VIR_DOMAIN_EVENT_TRAY_CHANGE_CLOSE`, since 0.9.11.
    Close = 1,
}

impl DomainEventTrayChangeReason {
    /// Every member.
    pub const ALL: &'static [Self] = &[Self::Open, Self::Close];

    /// Number of the member.
    pub const fn raw(self) -> i32 {
        self as i32
    }

    /// The member with this number.
    pub const fn from_raw(raw: i32) -> Option<Self> {
        match raw {
            0 => Some(Self::Open),
            1 => Some(Self::Close),
            _ => None,
        }
    }
}

/// Values of `virDomainEventType`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i32)]
pub enum DomainEventType {
    /// `VIR_DOMAIN_EVENT_DEFINED`, since 0.5.0.
    Defined = 0,
    /// `VIR_DOMAIN_EVENT_UNDEFINED`, since 0.5.0.
    Undefined = 1,
    /// `VIR_DOMAIN_EVENT_STARTED`, since 0.5.0.
    Started = 2,
    /// `VIR_DOMAIN_EVENT_SUSPENDED`, since 0.5.0.
    Suspended = 3,
    /// `VIR_DOMAIN_EVENT_RESUMED`, since 0.5.0.
    Resumed = 4,
    /// `VIR_DOMAIN_EVENT_STOPPED`, since 0.5.0.
    Stopped = 5,
    /// `VIR_DOMAIN_EVENT_SHUTDOWN`, since 0.9.8.
    Shutdown = 6,
    /// `VIR_DOMAIN_EVENT_PMSUSPENDED`, since 0.10.2.
    Pmsuspended = 7,
    /// `VIR_DOMAIN_EVENT_CRASHED`, since 1.1.1.
    Crashed = 8,
}

impl DomainEventType {
    /// Every member.
    pub const ALL: &'static [Self] = &[
        Self::Defined,
        Self::Undefined,
        Self::Started,
        Self::Suspended,
        Self::Resumed,
        Self::Stopped,
        Self::Shutdown,
        Self::Pmsuspended,
        Self::Crashed,
    ];

    /// Number of the member.
    pub const fn raw(self) -> i32 {
        self as i32
    }

    /// The member with this number.
    pub const fn from_raw(raw: i32) -> Option<Self> {
        match raw {
            0 => Some(Self::Defined),
            1 => Some(Self::Undefined),
            2 => Some(Self::Started),
            3 => Some(Self::Suspended),
            4 => Some(Self::Resumed),
            5 => Some(Self::Stopped),
            6 => Some(Self::Shutdown),
            7 => Some(Self::Pmsuspended),
            8 => Some(Self::Crashed),
            _ => None,
        }
    }
}

/// Values of `virDomainEventUndefinedDetailType`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i32)]
pub enum DomainEventUndefinedDetailType {
    /// `VIR_DOMAIN_EVENT_UNDEFINED_REMOVED`, since 0.5.0.
    Removed = 0,
    /// `VIR_DOMAIN_EVENT_UNDEFINED_RENAMED`, since 1.2.19.
    Renamed = 1,
}

impl DomainEventUndefinedDetailType {
    /// Every member.
    pub const ALL: &'static [Self] = &[Self::Removed, Self::Renamed];

    /// Number of the member.
    pub const fn raw(self) -> i32 {
        self as i32
    }

    /// The member with this number.
    pub const fn from_raw(raw: i32) -> Option<Self> {
        match raw {
            0 => Some(Self::Removed),
            1 => Some(Self::Renamed),
            _ => None,
        }
    }
}

/// Values of `virDomainEventWatchdogAction`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i32)]
pub enum DomainEventWatchdogAction {
    /// `VIR_DOMAIN_EVENT_WATCHDOG_NONE`, since 0.8.0.
    None = 0,
    /// `VIR_DOMAIN_EVENT_WATCHDOG_PAUSE`, since 0.8.0.
    Pause = 1,
    /// `VIR_DOMAIN_EVENT_WATCHDOG_RESET`, since 0.8.0.
    Reset = 2,
    /// `VIR_DOMAIN_EVENT_WATCHDOG_POWEROFF`, since 0.8.0.
    Poweroff = 3,
    /// `VIR_DOMAIN_EVENT_WATCHDOG_SHUTDOWN`, since 0.8.0.
    Shutdown = 4,
    /// `VIR_DOMAIN_EVENT_WATCHDOG_DEBUG`, since 0.8.0.
    Debug = 5,
    /// `VIR_DOMAIN_EVENT_WATCHDOG_INJECTNMI`, since 1.2.17.
    Injectnmi = 6,
}

impl DomainEventWatchdogAction {
    /// Every member.
    pub const ALL: &'static [Self] = &[
        Self::None,
        Self::Pause,
        Self::Reset,
        Self::Poweroff,
        Self::Shutdown,
        Self::Debug,
        Self::Injectnmi,
    ];

    /// Number of the member.
    pub const fn raw(self) -> i32 {
        self as i32
    }

    /// The member with this number.
    pub const fn from_raw(raw: i32) -> Option<Self> {
        match raw {
            0 => Some(Self::None),
            1 => Some(Self::Pause),
            2 => Some(Self::Reset),
            3 => Some(Self::Poweroff),
            4 => Some(Self::Shutdown),
            5 => Some(Self::Debug),
            6 => Some(Self::Injectnmi),
            _ => None,
        }
    }
}

bitflags! {
/// Flags of `virDomainFDAssociateFlags`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct DomainFdAssociateFlags: u32 {
/// `VIR_DOMAIN_FD_ASSOCIATE_SECLABEL_RESTORE`, since 9.0.0.
const RESTORE = 1;
/// `VIR_DOMAIN_FD_ASSOCIATE_SECLABEL_WRITABLE`, since 9.0.0.
const WRITABLE = 2;
}
}

bitflags! {
/// Flags of `virDomainGetHostnameFlags`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct DomainGetHostnameFlags: u32 {
/// `VIR_DOMAIN_GET_HOSTNAME_LEASE`, since 6.1.0.
const LEASE = 1;
/// `VIR_DOMAIN_GET_HOSTNAME_AGENT`, since 6.1.0.
const AGENT = 2;
}
}

bitflags! {
/// Flags of `virDomainGetJobStatsFlags`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct DomainGetJobStatsFlags: u32 {
/// `VIR_DOMAIN_JOB_STATS_COMPLETED`, since 1.2.9.
const COMPLETED = 1;
/// `VIR_DOMAIN_JOB_STATS_KEEP_COMPLETED`, since 6.0.0.
const KEEP_COMPLETED = 2;
}
}

bitflags! {
/// Flags of `virDomainGuestInfoTypes`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct DomainGuestInfoTypes: u32 {
/// `VIR_DOMAIN_GUEST_INFO_USERS`, since 5.7.0.
const USERS = 1;
/// `VIR_DOMAIN_GUEST_INFO_OS`, since 5.7.0.
const OS = 2;
/// `VIR_DOMAIN_GUEST_INFO_TIMEZONE`, since 5.7.0.
const TIMEZONE = 4;
/// `VIR_DOMAIN_GUEST_INFO_HOSTNAME`, since 5.7.0.
const HOSTNAME = 8;
/// `VIR_DOMAIN_GUEST_INFO_FILESYSTEM`, since 5.7.0.
const FILESYSTEM = 16;
/// `VIR_DOMAIN_GUEST_INFO_DISKS`, since 7.0.0.
const DISKS = 32;
/// `VIR_DOMAIN_GUEST_INFO_INTERFACES`, since 7.10.0.
const INTERFACES = 64;
/// `VIR_DOMAIN_GUEST_INFO_LOAD`, since 11.2.0.
const LOAD = 128;
/// `VIR_DOMAIN_GUEST_INFO_DEVICES`, since 12.7.0.
const DEVICES = 256;
}
}

/// Values of `virDomainInterfaceAddressesSource`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i32)]
pub enum DomainInterfaceAddressesSource {
    /// `VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_LEASE`, since 1.2.14.
    Lease = 0,
    /// `VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_AGENT`, since 1.2.14.
    Agent = 1,
    /// `VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_ARP`, since 4.2.0.
    Arp = 2,
}

impl DomainInterfaceAddressesSource {
    /// Every member.
    pub const ALL: &'static [Self] = &[Self::Lease, Self::Agent, Self::Arp];

    /// Number of the member.
    pub const fn raw(self) -> i32 {
        self as i32
    }

    /// The member with this number.
    pub const fn from_raw(raw: i32) -> Option<Self> {
        match raw {
            0 => Some(Self::Lease),
            1 => Some(Self::Agent),
            2 => Some(Self::Arp),
            _ => None,
        }
    }
}

/// Values of `virDomainJobOperation`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i32)]
pub enum DomainJobOperation {
    /// `VIR_DOMAIN_JOB_OPERATION_UNKNOWN`, since 3.3.0.
    Unknown = 0,
    /// `VIR_DOMAIN_JOB_OPERATION_START`, since 3.3.0.
    Start = 1,
    /// `VIR_DOMAIN_JOB_OPERATION_SAVE`, since 3.3.0.
    Save = 2,
    /// `VIR_DOMAIN_JOB_OPERATION_RESTORE`, since 3.3.0.
    Restore = 3,
    /// `VIR_DOMAIN_JOB_OPERATION_MIGRATION_IN`, since 3.3.0.
    MigrationIn = 4,
    /// `VIR_DOMAIN_JOB_OPERATION_MIGRATION_OUT`, since 3.3.0.
    MigrationOut = 5,
    /// `VIR_DOMAIN_JOB_OPERATION_SNAPSHOT`, since 3.3.0.
    Snapshot = 6,
    /// `VIR_DOMAIN_JOB_OPERATION_SNAPSHOT_REVERT`, since 3.3.0.
    SnapshotRevert = 7,
    /// `VIR_DOMAIN_JOB_OPERATION_DUMP`, since 3.3.0.
    Dump = 8,
    /// `VIR_DOMAIN_JOB_OPERATION_BACKUP`, since 6.0.0.
    Backup = 9,
    /// `VIR_DOMAIN_JOB_OPERATION_SNAPSHOT_DELETE`, since 9.0.0.
    SnapshotDelete = 10,
}

impl DomainJobOperation {
    /// Every member.
    pub const ALL: &'static [Self] = &[
        Self::Unknown,
        Self::Start,
        Self::Save,
        Self::Restore,
        Self::MigrationIn,
        Self::MigrationOut,
        Self::Snapshot,
        Self::SnapshotRevert,
        Self::Dump,
        Self::Backup,
        Self::SnapshotDelete,
    ];

    /// Number of the member.
    pub const fn raw(self) -> i32 {
        self as i32
    }

    /// The member with this number.
    pub const fn from_raw(raw: i32) -> Option<Self> {
        match raw {
            0 => Some(Self::Unknown),
            1 => Some(Self::Start),
            2 => Some(Self::Save),
            3 => Some(Self::Restore),
            4 => Some(Self::MigrationIn),
            5 => Some(Self::MigrationOut),
            6 => Some(Self::Snapshot),
            7 => Some(Self::SnapshotRevert),
            8 => Some(Self::Dump),
            9 => Some(Self::Backup),
            10 => Some(Self::SnapshotDelete),
            _ => None,
        }
    }
}

/// Values of `virDomainJobType`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i32)]
pub enum DomainJobType {
    /// `VIR_DOMAIN_JOB_NONE`, since 0.7.7.
    None = 0,
    /// `VIR_DOMAIN_JOB_BOUNDED`, since 0.7.7.
    Bounded = 1,
    /// `VIR_DOMAIN_JOB_UNBOUNDED`, since 0.7.7.
    Unbounded = 2,
    /// `VIR_DOMAIN_JOB_COMPLETED`, since 0.7.7.
    Completed = 3,
    /// `VIR_DOMAIN_JOB_FAILED`, since 0.7.7.
    Failed = 4,
    /// `VIR_DOMAIN_JOB_CANCELLED`, since 0.7.7.
    Cancelled = 5,
}

impl DomainJobType {
    /// Every member.
    pub const ALL: &'static [Self] = &[
        Self::None,
        Self::Bounded,
        Self::Unbounded,
        Self::Completed,
        Self::Failed,
        Self::Cancelled,
    ];

    /// Number of the member.
    pub const fn raw(self) -> i32 {
        self as i32
    }

    /// The member with this number.
    pub const fn from_raw(raw: i32) -> Option<Self> {
        match raw {
            0 => Some(Self::None),
            1 => Some(Self::Bounded),
            2 => Some(Self::Unbounded),
            3 => Some(Self::Completed),
            4 => Some(Self::Failed),
            5 => Some(Self::Cancelled),
            _ => None,
        }
    }
}

/// Values of `virDomainLifecycle`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i32)]
pub enum DomainLifecycle {
    /// `VIR_DOMAIN_LIFECYCLE_POWEROFF`, since 3.9.0.
    Poweroff = 0,
    /// `VIR_DOMAIN_LIFECYCLE_REBOOT`, since 3.9.0.
    Reboot = 1,
    /// `VIR_DOMAIN_LIFECYCLE_CRASH`, since 3.9.0.
    Crash = 2,
}

impl DomainLifecycle {
    /// Every member.
    pub const ALL: &'static [Self] = &[Self::Poweroff, Self::Reboot, Self::Crash];

    /// Number of the member.
    pub const fn raw(self) -> i32 {
        self as i32
    }

    /// The member with this number.
    pub const fn from_raw(raw: i32) -> Option<Self> {
        match raw {
            0 => Some(Self::Poweroff),
            1 => Some(Self::Reboot),
            2 => Some(Self::Crash),
            _ => None,
        }
    }
}

/// Values of `virDomainLifecycleAction`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i32)]
pub enum DomainLifecycleAction {
    /// `VIR_DOMAIN_LIFECYCLE_ACTION_DESTROY`, since 3.9.0.
    Destroy = 0,
    /// `VIR_DOMAIN_LIFECYCLE_ACTION_RESTART`, since 3.9.0.
    Restart = 1,
    /// `VIR_DOMAIN_LIFECYCLE_ACTION_RESTART_RENAME`, since 3.9.0.
    RestartRename = 2,
    /// `VIR_DOMAIN_LIFECYCLE_ACTION_PRESERVE`, since 3.9.0.
    Preserve = 3,
    /// `VIR_DOMAIN_LIFECYCLE_ACTION_COREDUMP_DESTROY`, since 3.9.0.
    CoredumpDestroy = 4,
    /// `VIR_DOMAIN_LIFECYCLE_ACTION_COREDUMP_RESTART`, since 3.9.0.
    CoredumpRestart = 5,
    /// `VIR_DOMAIN_LIFECYCLE_ACTION_PRESERVE_RUNNING`.
    PreserveRunning = 6,
}

impl DomainLifecycleAction {
    /// Every member.
    pub const ALL: &'static [Self] = &[
        Self::Destroy,
        Self::Restart,
        Self::RestartRename,
        Self::Preserve,
        Self::CoredumpDestroy,
        Self::CoredumpRestart,
        Self::PreserveRunning,
    ];

    /// Number of the member.
    pub const fn raw(self) -> i32 {
        self as i32
    }

    /// The member with this number.
    pub const fn from_raw(raw: i32) -> Option<Self> {
        match raw {
            0 => Some(Self::Destroy),
            1 => Some(Self::Restart),
            2 => Some(Self::RestartRename),
            3 => Some(Self::Preserve),
            4 => Some(Self::CoredumpDestroy),
            5 => Some(Self::CoredumpRestart),
            6 => Some(Self::PreserveRunning),
            _ => None,
        }
    }
}

/// Values of `virDomainMemoryFailureActionType`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i32)]
pub enum DomainMemoryFailureActionType {
    /// `VIR_DOMAIN_EVENT_MEMORY_FAILURE_ACTION_IGNORE`, since 6.9.0.
    Ignore = 0,
    /// `VIR_DOMAIN_EVENT_MEMORY_FAILURE_ACTION_INJECT`, since 6.9.0.
    Inject = 1,
    /// `VIR_DOMAIN_EVENT_MEMORY_FAILURE_ACTION_FATAL`, since 6.9.0.
    Fatal = 2,
    /// `VIR_DOMAIN_EVENT_MEMORY_FAILURE_ACTION_RESET`, since 6.9.0.
    Reset = 3,
}

impl DomainMemoryFailureActionType {
    /// Every member.
    pub const ALL: &'static [Self] = &[Self::Ignore, Self::Inject, Self::Fatal, Self::Reset];

    /// Number of the member.
    pub const fn raw(self) -> i32 {
        self as i32
    }

    /// The member with this number.
    pub const fn from_raw(raw: i32) -> Option<Self> {
        match raw {
            0 => Some(Self::Ignore),
            1 => Some(Self::Inject),
            2 => Some(Self::Fatal),
            3 => Some(Self::Reset),
            _ => None,
        }
    }
}

bitflags! {
/// Flags of `virDomainMemoryFailureFlags`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct DomainMemoryFailureFlags: u32 {
/// `VIR_DOMAIN_MEMORY_FAILURE_ACTION_REQUIRED`, since 6.9.0.
const ACTION_REQUIRED = 1;
/// `VIR_DOMAIN_MEMORY_FAILURE_RECURSIVE`, since 6.9.0.
const RECURSIVE = 2;
}
}

/// Values of `virDomainMemoryFailureRecipientType`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i32)]
pub enum DomainMemoryFailureRecipientType {
    /// `VIR_DOMAIN_EVENT_MEMORY_FAILURE_RECIPIENT_HYPERVISOR`, since 6.9.0.
    Hypervisor = 0,
    /// `VIR_DOMAIN_EVENT_MEMORY_FAILURE_RECIPIENT_GUEST`, since 6.9.0.
    Guest = 1,
}

impl DomainMemoryFailureRecipientType {
    /// Every member.
    pub const ALL: &'static [Self] = &[Self::Hypervisor, Self::Guest];

    /// Number of the member.
    pub const fn raw(self) -> i32 {
        self as i32
    }

    /// The member with this number.
    pub const fn from_raw(raw: i32) -> Option<Self> {
        match raw {
            0 => Some(Self::Hypervisor),
            1 => Some(Self::Guest),
            _ => None,
        }
    }
}

bitflags! {
/// Flags of `virDomainMemoryFlags`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct DomainMemoryFlags: u32 {
/// `VIR_MEMORY_VIRTUAL`, since 0.4.4.
const VIRTUAL = 1;
/// `VIR_MEMORY_PHYSICAL`, since 0.7.0.
const PHYSICAL = 2;
}
}

bitflags! {
/// Flags of `virDomainMemoryModFlags`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct DomainMemoryModFlags: u32 {
/// `VIR_DOMAIN_MEM_LIVE`, since 0.9.0.
const LIVE = 1;
/// `VIR_DOMAIN_MEM_CONFIG`, since 0.9.0.
const CONFIG = 2;
/// `VIR_DOMAIN_MEM_MAXIMUM`, since 0.9.1.
const MAXIMUM = 4;
}
}

/// Values of `virDomainMemoryStatTags`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i32)]
pub enum DomainMemoryStatTags {
    /// `VIR_DOMAIN_MEMORY_STAT_SWAP_IN`, since 0.7.5.
    SwapIn = 0,
    /// `VIR_DOMAIN_MEMORY_STAT_SWAP_OUT`, since 0.7.5.
    SwapOut = 1,
    /// `VIR_DOMAIN_MEMORY_STAT_MAJOR_FAULT`, since 0.7.5.
    MajorFault = 2,
    /// `VIR_DOMAIN_MEMORY_STAT_MINOR_FAULT`, since 0.7.5.
    MinorFault = 3,
    /// `VIR_DOMAIN_MEMORY_STAT_UNUSED`, since 0.7.5.
    Unused = 4,
    /// `VIR_DOMAIN_MEMORY_STAT_AVAILABLE`, since 0.7.5.
    Available = 5,
    /// `VIR_DOMAIN_MEMORY_STAT_ACTUAL_BALLOON`, since 0.9.3.
    ActualBalloon = 6,
    /// `VIR_DOMAIN_MEMORY_STAT_RSS`, since 0.9.10.
    Rss = 7,
    /// `VIR_DOMAIN_MEMORY_STAT_USABLE`, since 2.1.0.
    Usable = 8,
    /// `VIR_DOMAIN_MEMORY_STAT_LAST_UPDATE`, since 2.1.0.
    LastUpdate = 9,
    /// `VIR_DOMAIN_MEMORY_STAT_DISK_CACHES`, since 4.6.0.
    DiskCaches = 10,
    /// `VIR_DOMAIN_MEMORY_STAT_HUGETLB_PGALLOC`, since 5.4.0.
    HugetlbPgalloc = 11,
    /// `VIR_DOMAIN_MEMORY_STAT_HUGETLB_PGFAIL`, since 5.4.0.
    HugetlbPgfail = 12,
    /// `VIR_DOMAIN_MEMORY_STAT_NR`, since 0.7.5.
    Nr = 13,
}

impl DomainMemoryStatTags {
    /// Every member.
    pub const ALL: &'static [Self] = &[
        Self::SwapIn,
        Self::SwapOut,
        Self::MajorFault,
        Self::MinorFault,
        Self::Unused,
        Self::Available,
        Self::ActualBalloon,
        Self::Rss,
        Self::Usable,
        Self::LastUpdate,
        Self::DiskCaches,
        Self::HugetlbPgalloc,
        Self::HugetlbPgfail,
        Self::Nr,
    ];

    /// Number of the member.
    pub const fn raw(self) -> i32 {
        self as i32
    }

    /// The member with this number.
    pub const fn from_raw(raw: i32) -> Option<Self> {
        match raw {
            0 => Some(Self::SwapIn),
            1 => Some(Self::SwapOut),
            2 => Some(Self::MajorFault),
            3 => Some(Self::MinorFault),
            4 => Some(Self::Unused),
            5 => Some(Self::Available),
            6 => Some(Self::ActualBalloon),
            7 => Some(Self::Rss),
            8 => Some(Self::Usable),
            9 => Some(Self::LastUpdate),
            10 => Some(Self::DiskCaches),
            11 => Some(Self::HugetlbPgalloc),
            12 => Some(Self::HugetlbPgfail),
            13 => Some(Self::Nr),
            _ => None,
        }
    }
}

bitflags! {
/// Flags of `virDomainMessageType`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct DomainMessageType: u32 {
/// `VIR_DOMAIN_MESSAGE_DEPRECATION`, since 7.1.0.
const DEPRECATION = 1;
/// `VIR_DOMAIN_MESSAGE_TAINTING`, since 7.1.0.
const TAINTING = 2;
/// `VIR_DOMAIN_MESSAGE_IOERRORS`, since 11.1.0.
const IOERRORS = 4;
}
}

/// Values of `virDomainMetadataType`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i32)]
pub enum DomainMetadataType {
    /// `VIR_DOMAIN_METADATA_DESCRIPTION`, since 0.9.10.
    Description = 0,
    /// `VIR_DOMAIN_METADATA_TITLE`, since 0.9.10.
    Title = 1,
    /// `VIR_DOMAIN_METADATA_ELEMENT`, since 0.9.10.
    Element = 2,
}

impl DomainMetadataType {
    /// Every member.
    pub const ALL: &'static [Self] = &[Self::Description, Self::Title, Self::Element];

    /// Number of the member.
    pub const fn raw(self) -> i32 {
        self as i32
    }

    /// The member with this number.
    pub const fn from_raw(raw: i32) -> Option<Self> {
        match raw {
            0 => Some(Self::Description),
            1 => Some(Self::Title),
            2 => Some(Self::Element),
            _ => None,
        }
    }
}

bitflags! {
/// Flags of `virDomainMigrateFlags`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct DomainMigrateFlags: u32 {
/// `VIR_MIGRATE_LIVE`, since 0.3.2.
const LIVE = 1;
/// `VIR_MIGRATE_PEER2PEER`, since 0.7.2.
const PEER2PEER = 2;
/// `VIR_MIGRATE_TUNNELLED`, since 0.7.2.
const TUNNELLED = 4;
/// `VIR_MIGRATE_PERSIST_DEST`, since 0.7.3.
const PERSIST_DEST = 8;
/// `VIR_MIGRATE_UNDEFINE_SOURCE`, since 0.7.3.
const UNDEFINE_SOURCE = 16;
/// `VIR_MIGRATE_PAUSED`, since 0.7.5.
const PAUSED = 32;
/// `VIR_MIGRATE_NON_SHARED_DISK`, since 0.8.2.
const NON_SHARED_DISK = 64;
/// `VIR_MIGRATE_NON_SHARED_INC`, since 0.8.2.
const NON_SHARED_INC = 128;
/// `VIR_MIGRATE_CHANGE_PROTECTION`, since 0.9.4.
const CHANGE_PROTECTION = 256;
/// `VIR_MIGRATE_UNSAFE`, since 0.9.11.
const UNSAFE = 512;
/// `VIR_MIGRATE_OFFLINE`, since 1.0.1.
const OFFLINE = 1024;
/// `VIR_MIGRATE_COMPRESSED`, since 1.0.3.
const COMPRESSED = 2048;
/// `VIR_MIGRATE_ABORT_ON_ERROR`, since 1.1.0.
const ABORT_ON_ERROR = 4096;
/// `VIR_MIGRATE_AUTO_CONVERGE`, since 1.2.3.
const AUTO_CONVERGE = 8192;
/// `VIR_MIGRATE_RDMA_PIN_ALL`, since 1.2.9.
const RDMA_PIN_ALL = 16384;
/// `VIR_MIGRATE_POSTCOPY`, since 1.3.3.
const POSTCOPY = 32768;
/// `VIR_MIGRATE_TLS`, since 3.2.0.
const TLS = 65536;
/// `VIR_MIGRATE_PARALLEL`, since 5.2.0.
const PARALLEL = 131072;
/// `VIR_MIGRATE_NON_SHARED_SYNCHRONOUS_WRITES`, since 8.0.0.
const NON_SHARED_SYNCHRONOUS_WRITES = 262144;
/// `VIR_MIGRATE_POSTCOPY_RESUME`, since 8.5.0.
const POSTCOPY_RESUME = 524288;
/// `VIR_MIGRATE_ZEROCOPY`, since 8.5.0.
const ZEROCOPY = 1048576;
}
}

bitflags! {
/// Flags of `virDomainMigrateMaxSpeedFlags`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct DomainMigrateMaxSpeedFlags: u32 {
/// `VIR_DOMAIN_MIGRATE_MAX_SPEED_POSTCOPY`, since 5.1.0.
const POSTCOPY = 1;
}
}

bitflags! {
/// Flags of `virDomainModificationImpact`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct DomainModificationImpact: u32 {
/// `VIR_DOMAIN_AFFECT_LIVE`, since 0.9.2.
const LIVE = 1;
/// `VIR_DOMAIN_AFFECT_CONFIG`, since 0.9.2.
const CONFIG = 2;
}
}

/// Values of `virDomainNostateReason`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i32)]
pub enum DomainNostateReason {
    /// `VIR_DOMAIN_NOSTATE_UNKNOWN`, since 0.9.2.
    Unknown = 0,
}

impl DomainNostateReason {
    /// Every member.
    pub const ALL: &'static [Self] = &[Self::Unknown];

    /// Number of the member.
    pub const fn raw(self) -> i32 {
        self as i32
    }

    /// The member with this number.
    pub const fn from_raw(raw: i32) -> Option<Self> {
        match raw {
            0 => Some(Self::Unknown),
            _ => None,
        }
    }
}

/// Values of `virDomainNumatuneMemMode`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i32)]
pub enum DomainNumatuneMemMode {
    /// `VIR_DOMAIN_NUMATUNE_MEM_STRICT`, since 0.9.9.
    Strict = 0,
    /// `VIR_DOMAIN_NUMATUNE_MEM_PREFERRED`, since 0.9.9.
    Preferred = 1,
    /// `VIR_DOMAIN_NUMATUNE_MEM_INTERLEAVE`, since 0.9.9.
    Interleave = 2,
    /// `VIR_DOMAIN_NUMATUNE_MEM_RESTRICTIVE`, since 7.3.0.
    Restrictive = 3,
}

impl DomainNumatuneMemMode {
    /// Every member.
    pub const ALL: &'static [Self] = &[Self::Strict, Self::Preferred, Self::Interleave, Self::Restrictive];

    /// Number of the member.
    pub const fn raw(self) -> i32 {
        self as i32
    }

    /// The member with this number.
    pub const fn from_raw(raw: i32) -> Option<Self> {
        match raw {
            0 => Some(Self::Strict),
            1 => Some(Self::Preferred),
            2 => Some(Self::Interleave),
            3 => Some(Self::Restrictive),
            _ => None,
        }
    }
}

bitflags! {
/// Flags of `virDomainOpenGraphicsFlags`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct DomainOpenGraphicsFlags: u32 {
/// `VIR_DOMAIN_OPEN_GRAPHICS_SKIPAUTH`, since 0.9.7.
const SKIPAUTH = 1;
}
}

/// Values of `virDomainPMSuspendedDiskReason`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i32)]
pub enum DomainPmSuspendedDiskReason {
    /// `VIR_DOMAIN_PMSUSPENDED_DISK_UNKNOWN`, since 1.0.0.
    PmsuspendedDiskUnknown = 0,
}

impl DomainPmSuspendedDiskReason {
    /// Every member.
    pub const ALL: &'static [Self] = &[Self::PmsuspendedDiskUnknown];

    /// Number of the member.
    pub const fn raw(self) -> i32 {
        self as i32
    }

    /// The member with this number.
    pub const fn from_raw(raw: i32) -> Option<Self> {
        match raw {
            0 => Some(Self::PmsuspendedDiskUnknown),
            _ => None,
        }
    }
}

/// Values of `virDomainPMSuspendedReason`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i32)]
pub enum DomainPmSuspendedReason {
    /// `VIR_DOMAIN_PMSUSPENDED_UNKNOWN`, since 0.9.11.
    PmsuspendedUnknown = 0,
}

impl DomainPmSuspendedReason {
    /// Every member.
    pub const ALL: &'static [Self] = &[Self::PmsuspendedUnknown];

    /// Number of the member.
    pub const fn raw(self) -> i32 {
        self as i32
    }

    /// The member with this number.
    pub const fn from_raw(raw: i32) -> Option<Self> {
        match raw {
            0 => Some(Self::PmsuspendedUnknown),
            _ => None,
        }
    }
}

/// Values of `virDomainPausedReason`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i32)]
pub enum DomainPausedReason {
    /// `VIR_DOMAIN_PAUSED_UNKNOWN`, since 0.9.2.
    Unknown = 0,
    /// `VIR_DOMAIN_PAUSED_USER`, since 0.9.2.
    User = 1,
    /// `VIR_DOMAIN_PAUSED_MIGRATION`, since 0.9.2.
    Migration = 2,
    /// `VIR_DOMAIN_PAUSED_SAVE`, since 0.9.2.
    Save = 3,
    /// `VIR_DOMAIN_PAUSED_DUMP`, since 0.9.2.
    Dump = 4,
    /// `VIR_DOMAIN_PAUSED_IOERROR`, since 0.9.2.
    Ioerror = 5,
    /// `VIR_DOMAIN_PAUSED_WATCHDOG`, since 0.9.2.
    Watchdog = 6,
    /// `VIR_DOMAIN_PAUSED_FROM_SNAPSHOT`, since 0.9.2.
    FromSnapshot = 7,
    /// `VIR_DOMAIN_PAUSED_SHUTTING_DOWN`, since 0.9.5.
    ShuttingDown = 8,
    /// `VIR_DOMAIN_PAUSED_SNAPSHOT`, since 1.0.1.
    Snapshot = 9,
    /// `VIR_DOMAIN_PAUSED_CRASHED`, since 1.1.1.
    Crashed = 10,
    /// `VIR_DOMAIN_PAUSED_STARTING_UP`, since 1.2.14.
    StartingUp = 11,
    /// `VIR_DOMAIN_PAUSED_POSTCOPY`, since 1.3.3.
    Postcopy = 12,
    /// `VIR_DOMAIN_PAUSED_POSTCOPY_FAILED`, since 1.3.3.
    PostcopyFailed = 13,
}

impl DomainPausedReason {
    /// Every member.
    pub const ALL: &'static [Self] = &[
        Self::Unknown,
        Self::User,
        Self::Migration,
        Self::Save,
        Self::Dump,
        Self::Ioerror,
        Self::Watchdog,
        Self::FromSnapshot,
        Self::ShuttingDown,
        Self::Snapshot,
        Self::Crashed,
        Self::StartingUp,
        Self::Postcopy,
        Self::PostcopyFailed,
    ];

    /// Number of the member.
    pub const fn raw(self) -> i32 {
        self as i32
    }

    /// The member with this number.
    pub const fn from_raw(raw: i32) -> Option<Self> {
        match raw {
            0 => Some(Self::Unknown),
            1 => Some(Self::User),
            2 => Some(Self::Migration),
            3 => Some(Self::Save),
            4 => Some(Self::Dump),
            5 => Some(Self::Ioerror),
            6 => Some(Self::Watchdog),
            7 => Some(Self::FromSnapshot),
            8 => Some(Self::ShuttingDown),
            9 => Some(Self::Snapshot),
            10 => Some(Self::Crashed),
            11 => Some(Self::StartingUp),
            12 => Some(Self::Postcopy),
            13 => Some(Self::PostcopyFailed),
            _ => None,
        }
    }
}

/// Values of `virDomainProcessSignal`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i32)]
pub enum DomainProcessSignal {
    /// `VIR_DOMAIN_PROCESS_SIGNAL_NOP`, since 1.0.1.
    Nop = 0,
    /// `VIR_DOMAIN_PROCESS_SIGNAL_HUP`, since 1.0.1.
    Hup = 1,
    /// `VIR_DOMAIN_PROCESS_SIGNAL_INT`, since 1.0.1.
    Int = 2,
    /// `VIR_DOMAIN_PROCESS_SIGNAL_QUIT`, since 1.0.1.
    Quit = 3,
    /// `VIR_DOMAIN_PROCESS_SIGNAL_ILL`, since 1.0.1.
    Ill = 4,
    /// `VIR_DOMAIN_PROCESS_SIGNAL_TRAP`, since 1.0.1.
    Trap = 5,
    /// `VIR_DOMAIN_PROCESS_SIGNAL_ABRT`, since 1.0.1.
    Abrt = 6,
    /// `VIR_DOMAIN_PROCESS_SIGNAL_BUS`, since 1.0.1.
    Bus = 7,
    /// `VIR_DOMAIN_PROCESS_SIGNAL_FPE`, since 1.0.1.
    Fpe = 8,
    /// `VIR_DOMAIN_PROCESS_SIGNAL_KILL`, since 1.0.1.
    Kill = 9,
    /// `VIR_DOMAIN_PROCESS_SIGNAL_USR1`, since 1.0.1.
    Usr1 = 10,
    /// `VIR_DOMAIN_PROCESS_SIGNAL_SEGV`, since 1.0.1.
    Segv = 11,
    /// `VIR_DOMAIN_PROCESS_SIGNAL_USR2`, since 1.0.1.
    Usr2 = 12,
    /// `VIR_DOMAIN_PROCESS_SIGNAL_PIPE`, since 1.0.1.
    Pipe = 13,
    /// `VIR_DOMAIN_PROCESS_SIGNAL_ALRM`, since 1.0.1.
    Alrm = 14,
    /// `VIR_DOMAIN_PROCESS_SIGNAL_TERM`, since 1.0.1.
    Term = 15,
    /// `VIR_DOMAIN_PROCESS_SIGNAL_STKFLT`, since 1.0.1.
    Stkflt = 16,
    /// `VIR_DOMAIN_PROCESS_SIGNAL_CHLD`, since 1.0.1.
    Chld = 17,
    /// `VIR_DOMAIN_PROCESS_SIGNAL_CONT`, since 1.0.1.
    Cont = 18,
    /// `VIR_DOMAIN_PROCESS_SIGNAL_STOP`, since 1.0.1.
    Stop = 19,
    /// `VIR_DOMAIN_PROCESS_SIGNAL_TSTP`, since 1.0.1.
    Tstp = 20,
    /// `VIR_DOMAIN_PROCESS_SIGNAL_TTIN`, since 1.0.1.
    Ttin = 21,
    /// `VIR_DOMAIN_PROCESS_SIGNAL_TTOU`, since 1.0.1.
    Ttou = 22,
    /// `VIR_DOMAIN_PROCESS_SIGNAL_URG`, since 1.0.1.
    Urg = 23,
    /// `VIR_DOMAIN_PROCESS_SIGNAL_XCPU`, since 1.0.1.
    Xcpu = 24,
    /// `VIR_DOMAIN_PROCESS_SIGNAL_XFSZ`, since 1.0.1.
    Xfsz = 25,
    /// `VIR_DOMAIN_PROCESS_SIGNAL_VTALRM`, since 1.0.1.
    Vtalrm = 26,
    /// `VIR_DOMAIN_PROCESS_SIGNAL_PROF`, since 1.0.1.
    Prof = 27,
    /// `VIR_DOMAIN_PROCESS_SIGNAL_WINCH`, since 1.0.1.
    Winch = 28,
    /// `VIR_DOMAIN_PROCESS_SIGNAL_POLL`, since 1.0.1.
    Poll = 29,
    /// `VIR_DOMAIN_PROCESS_SIGNAL_PWR`, since 1.0.1.
    Pwr = 30,
    /// `VIR_DOMAIN_PROCESS_SIGNAL_SYS`, since 1.0.1.
    Sys = 31,
    /// `VIR_DOMAIN_PROCESS_SIGNAL_RT0`, since 1.0.1.
    Rt0 = 32,
    /// `VIR_DOMAIN_PROCESS_SIGNAL_RT1`, since 1.0.1.
    Rt1 = 33,
    /// `VIR_DOMAIN_PROCESS_SIGNAL_RT2`, since 1.0.1.
    Rt2 = 34,
    /// `VIR_DOMAIN_PROCESS_SIGNAL_RT3`, since 1.0.1.
    Rt3 = 35,
    /// `VIR_DOMAIN_PROCESS_SIGNAL_RT4`, since 1.0.1.
    Rt4 = 36,
    /// `VIR_DOMAIN_PROCESS_SIGNAL_RT5`, since 1.0.1.
    Rt5 = 37,
    /// `VIR_DOMAIN_PROCESS_SIGNAL_RT6`, since 1.0.1.
    Rt6 = 38,
    /// `VIR_DOMAIN_PROCESS_SIGNAL_RT7`, since 1.0.1.
    Rt7 = 39,
    /// `VIR_DOMAIN_PROCESS_SIGNAL_RT8`, since 1.0.1.
    Rt8 = 40,
    /// `VIR_DOMAIN_PROCESS_SIGNAL_RT9`, since 1.0.1.
    Rt9 = 41,
    /// `VIR_DOMAIN_PROCESS_SIGNAL_RT10`, since 1.0.1.
    Rt10 = 42,
    /// `VIR_DOMAIN_PROCESS_SIGNAL_RT11`, since 1.0.1.
    Rt11 = 43,
    /// `VIR_DOMAIN_PROCESS_SIGNAL_RT12`, since 1.0.1.
    Rt12 = 44,
    /// `VIR_DOMAIN_PROCESS_SIGNAL_RT13`, since 1.0.1.
    Rt13 = 45,
    /// `VIR_DOMAIN_PROCESS_SIGNAL_RT14`, since 1.0.1.
    Rt14 = 46,
    /// `VIR_DOMAIN_PROCESS_SIGNAL_RT15`, since 1.0.1.
    Rt15 = 47,
    /// `VIR_DOMAIN_PROCESS_SIGNAL_RT16`, since 1.0.1.
    Rt16 = 48,
    /// `VIR_DOMAIN_PROCESS_SIGNAL_RT17`, since 1.0.1.
    Rt17 = 49,
    /// `VIR_DOMAIN_PROCESS_SIGNAL_RT18`, since 1.0.1.
    Rt18 = 50,
    /// `VIR_DOMAIN_PROCESS_SIGNAL_RT19`, since 1.0.1.
    Rt19 = 51,
    /// `VIR_DOMAIN_PROCESS_SIGNAL_RT20`, since 1.0.1.
    Rt20 = 52,
    /// `VIR_DOMAIN_PROCESS_SIGNAL_RT21`, since 1.0.1.
    Rt21 = 53,
    /// `VIR_DOMAIN_PROCESS_SIGNAL_RT22`, since 1.0.1.
    Rt22 = 54,
    /// `VIR_DOMAIN_PROCESS_SIGNAL_RT23`, since 1.0.1.
    Rt23 = 55,
    /// `VIR_DOMAIN_PROCESS_SIGNAL_RT24`, since 1.0.1.
    Rt24 = 56,
    /// `VIR_DOMAIN_PROCESS_SIGNAL_RT25`, since 1.0.1.
    Rt25 = 57,
    /// `VIR_DOMAIN_PROCESS_SIGNAL_RT26`, since 1.0.1.
    Rt26 = 58,
    /// `VIR_DOMAIN_PROCESS_SIGNAL_RT27`, since 1.0.1.
    Rt27 = 59,
    /// `VIR_DOMAIN_PROCESS_SIGNAL_RT28`, since 1.0.1.
    Rt28 = 60,
    /// `VIR_DOMAIN_PROCESS_SIGNAL_RT29`, since 1.0.1.
    Rt29 = 61,
    /// `VIR_DOMAIN_PROCESS_SIGNAL_RT30`, since 1.0.1.
    Rt30 = 62,
    /// `VIR_DOMAIN_PROCESS_SIGNAL_RT31`, since 1.0.1.
    Rt31 = 63,
    /// `VIR_DOMAIN_PROCESS_SIGNAL_RT32`, since 1.0.1.
    Rt32 = 64,
}

impl DomainProcessSignal {
    /// Every member.
    pub const ALL: &'static [Self] = &[
        Self::Nop,
        Self::Hup,
        Self::Int,
        Self::Quit,
        Self::Ill,
        Self::Trap,
        Self::Abrt,
        Self::Bus,
        Self::Fpe,
        Self::Kill,
        Self::Usr1,
        Self::Segv,
        Self::Usr2,
        Self::Pipe,
        Self::Alrm,
        Self::Term,
        Self::Stkflt,
        Self::Chld,
        Self::Cont,
        Self::Stop,
        Self::Tstp,
        Self::Ttin,
        Self::Ttou,
        Self::Urg,
        Self::Xcpu,
        Self::Xfsz,
        Self::Vtalrm,
        Self::Prof,
        Self::Winch,
        Self::Poll,
        Self::Pwr,
        Self::Sys,
        Self::Rt0,
        Self::Rt1,
        Self::Rt2,
        Self::Rt3,
        Self::Rt4,
        Self::Rt5,
        Self::Rt6,
        Self::Rt7,
        Self::Rt8,
        Self::Rt9,
        Self::Rt10,
        Self::Rt11,
        Self::Rt12,
        Self::Rt13,
        Self::Rt14,
        Self::Rt15,
        Self::Rt16,
        Self::Rt17,
        Self::Rt18,
        Self::Rt19,
        Self::Rt20,
        Self::Rt21,
        Self::Rt22,
        Self::Rt23,
        Self::Rt24,
        Self::Rt25,
        Self::Rt26,
        Self::Rt27,
        Self::Rt28,
        Self::Rt29,
        Self::Rt30,
        Self::Rt31,
        Self::Rt32,
    ];

    /// Number of the member.
    pub const fn raw(self) -> i32 {
        self as i32
    }

    /// The member with this number.
    pub const fn from_raw(raw: i32) -> Option<Self> {
        match raw {
            0 => Some(Self::Nop),
            1 => Some(Self::Hup),
            2 => Some(Self::Int),
            3 => Some(Self::Quit),
            4 => Some(Self::Ill),
            5 => Some(Self::Trap),
            6 => Some(Self::Abrt),
            7 => Some(Self::Bus),
            8 => Some(Self::Fpe),
            9 => Some(Self::Kill),
            10 => Some(Self::Usr1),
            11 => Some(Self::Segv),
            12 => Some(Self::Usr2),
            13 => Some(Self::Pipe),
            14 => Some(Self::Alrm),
            15 => Some(Self::Term),
            16 => Some(Self::Stkflt),
            17 => Some(Self::Chld),
            18 => Some(Self::Cont),
            19 => Some(Self::Stop),
            20 => Some(Self::Tstp),
            21 => Some(Self::Ttin),
            22 => Some(Self::Ttou),
            23 => Some(Self::Urg),
            24 => Some(Self::Xcpu),
            25 => Some(Self::Xfsz),
            26 => Some(Self::Vtalrm),
            27 => Some(Self::Prof),
            28 => Some(Self::Winch),
            29 => Some(Self::Poll),
            30 => Some(Self::Pwr),
            31 => Some(Self::Sys),
            32 => Some(Self::Rt0),
            33 => Some(Self::Rt1),
            34 => Some(Self::Rt2),
            35 => Some(Self::Rt3),
            36 => Some(Self::Rt4),
            37 => Some(Self::Rt5),
            38 => Some(Self::Rt6),
            39 => Some(Self::Rt7),
            40 => Some(Self::Rt8),
            41 => Some(Self::Rt9),
            42 => Some(Self::Rt10),
            43 => Some(Self::Rt11),
            44 => Some(Self::Rt12),
            45 => Some(Self::Rt13),
            46 => Some(Self::Rt14),
            47 => Some(Self::Rt15),
            48 => Some(Self::Rt16),
            49 => Some(Self::Rt17),
            50 => Some(Self::Rt18),
            51 => Some(Self::Rt19),
            52 => Some(Self::Rt20),
            53 => Some(Self::Rt21),
            54 => Some(Self::Rt22),
            55 => Some(Self::Rt23),
            56 => Some(Self::Rt24),
            57 => Some(Self::Rt25),
            58 => Some(Self::Rt26),
            59 => Some(Self::Rt27),
            60 => Some(Self::Rt28),
            61 => Some(Self::Rt29),
            62 => Some(Self::Rt30),
            63 => Some(Self::Rt31),
            64 => Some(Self::Rt32),
            _ => None,
        }
    }
}

/// Values of `virDomainQemuAgentCommandTimeoutValues`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i32)]
pub enum DomainQemuAgentCommandTimeoutValues {
    /// `VIR_DOMAIN_QEMU_AGENT_COMMAND_BLOCK`, since 0.10.0.
    Block = -2,
    /// `VIR_DOMAIN_QEMU_AGENT_COMMAND_DEFAULT`, since 0.10.0.
    Default = -1,
    /// `VIR_DOMAIN_QEMU_AGENT_COMMAND_NOWAIT`, since 0.10.0.
    Nowait = 0,
    /// `VIR_DOMAIN_QEMU_AGENT_COMMAND_SHUTDOWN`, since 1.2.15.
    Shutdown = 60,
}

impl DomainQemuAgentCommandTimeoutValues {
    /// `VIR_DOMAIN_QEMU_AGENT_COMMAND_MIN`, since 0.10.0.
    pub const MIN: Self = Self::Block;

    /// Every member.
    pub const ALL: &'static [Self] = &[Self::Block, Self::Default, Self::Nowait, Self::Shutdown];

    /// Number of the member.
    pub const fn raw(self) -> i32 {
        self as i32
    }

    /// The member with this number.
    pub const fn from_raw(raw: i32) -> Option<Self> {
        match raw {
            -2 => Some(Self::Block),
            -1 => Some(Self::Default),
            0 => Some(Self::Nowait),
            60 => Some(Self::Shutdown),
            _ => None,
        }
    }
}

bitflags! {
/// Flags of `virDomainQemuMonitorCommandFlags`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct DomainQemuMonitorCommandFlags: u32 {
/// `VIR_DOMAIN_QEMU_MONITOR_COMMAND_HMP`, since 0.8.8.
const HMP = 1;
}
}

bitflags! {
/// Flags of `virDomainRebootFlagValues`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct DomainRebootFlags: u32 {
/// `VIR_DOMAIN_REBOOT_ACPI_POWER_BTN`, since 0.9.10.
const ACPI_POWER_BTN = 1;
/// `VIR_DOMAIN_REBOOT_GUEST_AGENT`, since 0.9.10.
const GUEST_AGENT = 2;
/// `VIR_DOMAIN_REBOOT_INITCTL`, since 1.0.1.
const INITCTL = 4;
/// `VIR_DOMAIN_REBOOT_SIGNAL`, since 1.0.1.
const SIGNAL = 8;
/// `VIR_DOMAIN_REBOOT_PARAVIRT`, since 1.2.5.
const PARAVIRT = 16;
}
}

/// Values of `virDomainRunningReason`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i32)]
pub enum DomainRunningReason {
    /// `VIR_DOMAIN_RUNNING_UNKNOWN`, since 0.9.2.
    Unknown = 0,
    /// `VIR_DOMAIN_RUNNING_BOOTED`, since 0.9.2.
    Booted = 1,
    /// `VIR_DOMAIN_RUNNING_MIGRATED`, since 0.9.2.
    Migrated = 2,
    /// `VIR_DOMAIN_RUNNING_RESTORED`, since 0.9.2.
    Restored = 3,
    /// `VIR_DOMAIN_RUNNING_FROM_SNAPSHOT`, since 0.9.2.
    FromSnapshot = 4,
    /// `VIR_DOMAIN_RUNNING_UNPAUSED`, since 0.9.2.
    Unpaused = 5,
    /// `VIR_DOMAIN_RUNNING_MIGRATION_CANCELED`, since 0.9.2.
    MigrationCanceled = 6,
    /// `VIR_DOMAIN_RUNNING_SAVE_CANCELED`, since 0.9.2.
    SaveCanceled = 7,
    /// `VIR_DOMAIN_RUNNING_WAKEUP`, since 0.9.11.
    Wakeup = 8,
    /// `VIR_DOMAIN_RUNNING_CRASHED`, since 1.1.1.
    Crashed = 9,
    /// `VIR_DOMAIN_RUNNING_POSTCOPY`, since 1.3.3.
    Postcopy = 10,
    /// `VIR_DOMAIN_RUNNING_POSTCOPY_FAILED`, since 8.5.0.
    PostcopyFailed = 11,
}

impl DomainRunningReason {
    /// Every member.
    pub const ALL: &'static [Self] = &[
        Self::Unknown,
        Self::Booted,
        Self::Migrated,
        Self::Restored,
        Self::FromSnapshot,
        Self::Unpaused,
        Self::MigrationCanceled,
        Self::SaveCanceled,
        Self::Wakeup,
        Self::Crashed,
        Self::Postcopy,
        Self::PostcopyFailed,
    ];

    /// Number of the member.
    pub const fn raw(self) -> i32 {
        self as i32
    }

    /// The member with this number.
    pub const fn from_raw(raw: i32) -> Option<Self> {
        match raw {
            0 => Some(Self::Unknown),
            1 => Some(Self::Booted),
            2 => Some(Self::Migrated),
            3 => Some(Self::Restored),
            4 => Some(Self::FromSnapshot),
            5 => Some(Self::Unpaused),
            6 => Some(Self::MigrationCanceled),
            7 => Some(Self::SaveCanceled),
            8 => Some(Self::Wakeup),
            9 => Some(Self::Crashed),
            10 => Some(Self::Postcopy),
            11 => Some(Self::PostcopyFailed),
            _ => None,
        }
    }
}

bitflags! {
/// Flags of `virDomainSaveImageXMLFlags`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct DomainSaveImageXmlFlags: u32 {
/// `VIR_DOMAIN_SAVE_IMAGE_XML_SECURE`, since 5.1.0.
const SECURE = 1;
}
}

bitflags! {
/// Flags of `virDomainSaveRestoreFlags`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct DomainSaveRestoreFlags: u32 {
/// `VIR_DOMAIN_SAVE_BYPASS_CACHE`, since 0.9.4.
const BYPASS_CACHE = 1;
/// `VIR_DOMAIN_SAVE_RUNNING`, since 0.9.5.
const RUNNING = 2;
/// `VIR_DOMAIN_SAVE_PAUSED`, since 0.9.5.
const PAUSED = 4;
/// `VIR_DOMAIN_SAVE_RESET_NVRAM`, since 8.1.0.
const RESET_NVRAM = 8;
}
}

bitflags! {
/// Flags of `virDomainSetTimeFlags`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct DomainSetTimeFlags: u32 {
/// `VIR_DOMAIN_TIME_SYNC`, since 1.2.5.
const SYNC = 1;
}
}

bitflags! {
/// Flags of `virDomainSetUserPasswordFlags`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct DomainSetUserPasswordFlags: u32 {
/// `VIR_DOMAIN_PASSWORD_ENCRYPTED`, since 1.2.16.
const ENCRYPTED = 1;
}
}

bitflags! {
/// Flags of `virDomainShutdownFlagValues`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct DomainShutdownFlags: u32 {
/// `VIR_DOMAIN_SHUTDOWN_ACPI_POWER_BTN`, since 0.9.10.
const ACPI_POWER_BTN = 1;
/// `VIR_DOMAIN_SHUTDOWN_GUEST_AGENT`, since 0.9.10.
const GUEST_AGENT = 2;
/// `VIR_DOMAIN_SHUTDOWN_INITCTL`, since 1.0.1.
const INITCTL = 4;
/// `VIR_DOMAIN_SHUTDOWN_SIGNAL`, since 1.0.1.
const SIGNAL = 8;
/// `VIR_DOMAIN_SHUTDOWN_PARAVIRT`, since 1.2.5.
const PARAVIRT = 16;
}
}

/// Values of `virDomainShutdownReason`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i32)]
pub enum DomainShutdownReason {
    /// `VIR_DOMAIN_SHUTDOWN_UNKNOWN`, since 0.9.2.
    Unknown = 0,
    /// `VIR_DOMAIN_SHUTDOWN_USER`, since 0.9.2.
    User = 1,
}

impl DomainShutdownReason {
    /// Every member.
    pub const ALL: &'static [Self] = &[Self::Unknown, Self::User];

    /// Number of the member.
    pub const fn raw(self) -> i32 {
        self as i32
    }

    /// The member with this number.
    pub const fn from_raw(raw: i32) -> Option<Self> {
        match raw {
            0 => Some(Self::Unknown),
            1 => Some(Self::User),
            _ => None,
        }
    }
}

/// Values of `virDomainShutoffReason`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i32)]
pub enum DomainShutoffReason {
    /// `VIR_DOMAIN_SHUTOFF_UNKNOWN`, since 0.9.2.
    Unknown = 0,
    /// `VIR_DOMAIN_SHUTOFF_SHUTDOWN`, since 0.9.2.
    Shutdown = 1,
    /// `VIR_DOMAIN_SHUTOFF_DESTROYED`, since 0.9.2.
    Destroyed = 2,
    /// `VIR_DOMAIN_SHUTOFF_CRASHED`, since 0.9.2.
    Crashed = 3,
    /// `VIR_DOMAIN_SHUTOFF_MIGRATED`, since 0.9.2.
    Migrated = 4,
    /// `VIR_DOMAIN_SHUTOFF_SAVED`, since 0.9.2.
    Saved = 5,
    /// `VIR_DOMAIN_SHUTOFF_FAILED`, since 0.9.2.
    Failed = 6,
    /// `VIR_DOMAIN_SHUTOFF_FROM_SNAPSHOT`, since 0.9.2.
    FromSnapshot = 7,
    /// `VIR_DOMAIN_SHUTOFF_DAEMON`, since 4.10.0.
    Daemon = 8,
}

impl DomainShutoffReason {
    /// Every member.
    pub const ALL: &'static [Self] = &[
        Self::Unknown,
        Self::Shutdown,
        Self::Destroyed,
        Self::Crashed,
        Self::Migrated,
        Self::Saved,
        Self::Failed,
        Self::FromSnapshot,
        Self::Daemon,
    ];

    /// Number of the member.
    pub const fn raw(self) -> i32 {
        self as i32
    }

    /// The member with this number.
    pub const fn from_raw(raw: i32) -> Option<Self> {
        match raw {
            0 => Some(Self::Unknown),
            1 => Some(Self::Shutdown),
            2 => Some(Self::Destroyed),
            3 => Some(Self::Crashed),
            4 => Some(Self::Migrated),
            5 => Some(Self::Saved),
            6 => Some(Self::Failed),
            7 => Some(Self::FromSnapshot),
            8 => Some(Self::Daemon),
            _ => None,
        }
    }
}

bitflags! {
/// Flags of `virDomainSnapshotCreateFlags`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct DomainSnapshotCreateFlags: u32 {
/// `VIR_DOMAIN_SNAPSHOT_CREATE_REDEFINE`, since 0.9.5.
const REDEFINE = 1;
/// `VIR_DOMAIN_SNAPSHOT_CREATE_CURRENT`, since 0.9.5.
const CURRENT = 2;
/// `VIR_DOMAIN_SNAPSHOT_CREATE_NO_METADATA`, since 0.9.5.
const NO_METADATA = 4;
/// `VIR_DOMAIN_SNAPSHOT_CREATE_HALT`, since 0.9.5.
const HALT = 8;
/// `VIR_DOMAIN_SNAPSHOT_CREATE_DISK_ONLY`, since 0.9.5.
const DISK_ONLY = 16;
/// `VIR_DOMAIN_SNAPSHOT_CREATE_REUSE_EXT`, since 0.9.10.
const REUSE_EXT = 32;
/// `VIR_DOMAIN_SNAPSHOT_CREATE_QUIESCE`, since 0.9.10.
const QUIESCE = 64;
/// `VIR_DOMAIN_SNAPSHOT_CREATE_ATOMIC`, since 0.9.11.
const ATOMIC = 128;
/// `VIR_DOMAIN_SNAPSHOT_CREATE_LIVE`, since 1.0.1.
const LIVE = 256;
/// `VIR_DOMAIN_SNAPSHOT_CREATE_VALIDATE`, since 5.6.0.
const VALIDATE = 512;
}
}

bitflags! {
/// Flags of `virDomainSnapshotDeleteFlags`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct DomainSnapshotDeleteFlags: u32 {
/// `VIR_DOMAIN_SNAPSHOT_DELETE_CHILDREN`, since 0.8.0.
const CHILDREN = 1;
/// `VIR_DOMAIN_SNAPSHOT_DELETE_METADATA_ONLY`, since 0.9.5.
const METADATA_ONLY = 2;
/// `VIR_DOMAIN_SNAPSHOT_DELETE_CHILDREN_ONLY`, since 0.9.5.
const CHILDREN_ONLY = 4;
}
}

bitflags! {
/// Flags of `virDomainSnapshotListFlags`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct DomainSnapshotListFlags: u32 {
/// `VIR_DOMAIN_SNAPSHOT_LIST_DESCENDANTS`, since 0.9.7.
const DESCENDANTS = 1;
/// `VIR_DOMAIN_SNAPSHOT_LIST_ROOTS`, since 0.9.5.
const ROOTS = 1;
/// `VIR_DOMAIN_SNAPSHOT_LIST_METADATA`, since 0.9.5.
const METADATA = 2;
/// `VIR_DOMAIN_SNAPSHOT_LIST_LEAVES`, since 0.9.7.
const LEAVES = 4;
/// `VIR_DOMAIN_SNAPSHOT_LIST_NO_LEAVES`, since 0.9.13.
const NO_LEAVES = 8;
/// `VIR_DOMAIN_SNAPSHOT_LIST_NO_METADATA`, since 0.9.13.
const NO_METADATA = 16;
/// `VIR_DOMAIN_SNAPSHOT_LIST_INACTIVE`, since 1.0.1.
const INACTIVE = 32;
/// `VIR_DOMAIN_SNAPSHOT_LIST_ACTIVE`, since 1.0.1.
const ACTIVE = 64;
/// `VIR_DOMAIN_SNAPSHOT_LIST_DISK_ONLY`, since 1.0.1.
const DISK_ONLY = 128;
/// `VIR_DOMAIN_SNAPSHOT_LIST_INTERNAL`, since 1.0.1.
const INTERNAL = 256;
/// `VIR_DOMAIN_SNAPSHOT_LIST_EXTERNAL`, since 1.0.1.
const EXTERNAL = 512;
/// `VIR_DOMAIN_SNAPSHOT_LIST_TOPOLOGICAL`, since 5.2.0.
const TOPOLOGICAL = 1024;
}
}

bitflags! {
/// Flags of `virDomainSnapshotRevertFlags`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct DomainSnapshotRevertFlags: u32 {
/// `VIR_DOMAIN_SNAPSHOT_REVERT_RUNNING`, since 0.9.5.
const RUNNING = 1;
/// `VIR_DOMAIN_SNAPSHOT_REVERT_PAUSED`, since 0.9.5.
const PAUSED = 2;
/// `VIR_DOMAIN_SNAPSHOT_REVERT_FORCE`, since 0.9.7.
const FORCE = 4;
/// `VIR_DOMAIN_SNAPSHOT_REVERT_RESET_NVRAM`, since 8.1.0.
const RESET_NVRAM = 8;
}
}

bitflags! {
/// Flags of `virDomainSnapshotXMLFlags`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct DomainSnapshotXmlFlags: u32 {
/// `VIR_DOMAIN_SNAPSHOT_XML_SECURE`, since 5.1.0.
const SECURE = 1;
}
}

/// Values of `virDomainState`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i32)]
pub enum DomainState {
    /// `VIR_DOMAIN_NOSTATE`, since 0.0.1.
    Nostate = 0,
    /// `VIR_DOMAIN_RUNNING`, since 0.0.1.
    Running = 1,
    /// `VIR_DOMAIN_BLOCKED`, since 0.0.1.
    Blocked = 2,
    /// `VIR_DOMAIN_PAUSED`, since 0.0.1.
    Paused = 3,
    /// `VIR_DOMAIN_SHUTDOWN`, since 0.0.1.
    Shutdown = 4,
    /// `VIR_DOMAIN_SHUTOFF`, since 0.0.1.
    Shutoff = 5,
    /// `VIR_DOMAIN_CRASHED`, since 0.0.2.
    Crashed = 6,
    /// `VIR_DOMAIN_PMSUSPENDED`, since 0.9.11.
    Pmsuspended = 7,
}

impl DomainState {
    /// Every member.
    pub const ALL: &'static [Self] = &[
        Self::Nostate,
        Self::Running,
        Self::Blocked,
        Self::Paused,
        Self::Shutdown,
        Self::Shutoff,
        Self::Crashed,
        Self::Pmsuspended,
    ];

    /// Number of the member.
    pub const fn raw(self) -> i32 {
        self as i32
    }

    /// The member with this number.
    pub const fn from_raw(raw: i32) -> Option<Self> {
        match raw {
            0 => Some(Self::Nostate),
            1 => Some(Self::Running),
            2 => Some(Self::Blocked),
            3 => Some(Self::Paused),
            4 => Some(Self::Shutdown),
            5 => Some(Self::Shutoff),
            6 => Some(Self::Crashed),
            7 => Some(Self::Pmsuspended),
            _ => None,
        }
    }
}

bitflags! {
/// Flags of `virDomainStatsTypes`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct DomainStatsTypes: u32 {
/// `VIR_DOMAIN_STATS_STATE`, since 1.2.8.
const STATE = 1;
/// `VIR_DOMAIN_STATS_CPU_TOTAL`, since 1.2.9.
const CPU_TOTAL = 2;
/// `VIR_DOMAIN_STATS_BALLOON`, since 1.2.9.
const BALLOON = 4;
/// `VIR_DOMAIN_STATS_VCPU`, since 1.2.9.
const VCPU = 8;
/// `VIR_DOMAIN_STATS_INTERFACE`, since 1.2.9.
const INTERFACE = 16;
/// `VIR_DOMAIN_STATS_BLOCK`, since 1.2.9.
const BLOCK = 32;
/// `VIR_DOMAIN_STATS_PERF`, since 1.3.3.
const PERF = 64;
/// `VIR_DOMAIN_STATS_IOTHREAD`, since 4.10.0.
const IOTHREAD = 128;
/// `VIR_DOMAIN_STATS_MEMORY`, since 6.0.0.
const MEMORY = 256;
/// `VIR_DOMAIN_STATS_DIRTYRATE`, since 7.2.0.
const DIRTYRATE = 512;
/// `VIR_DOMAIN_STATS_VM`, since 8.9.0.
const VM = 1024;
}
}

bitflags! {
/// Flags of `virDomainUndefineFlagsValues`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct DomainUndefineFlags: u32 {
/// `VIR_DOMAIN_UNDEFINE_MANAGED_SAVE`, since 0.9.4.
const MANAGED_SAVE = 1;
/// `VIR_DOMAIN_UNDEFINE_SNAPSHOTS_METADATA`, since 0.9.5.
const SNAPSHOTS_METADATA = 2;
/// `VIR_DOMAIN_UNDEFINE_NVRAM`, since 1.2.9.
const NVRAM = 4;
/// `VIR_DOMAIN_UNDEFINE_KEEP_NVRAM`, since 2.3.0.
const KEEP_NVRAM = 8;
/// `VIR_DOMAIN_UNDEFINE_CHECKPOINTS_METADATA`, since 5.6.0.
const CHECKPOINTS_METADATA = 16;
/// `VIR_DOMAIN_UNDEFINE_TPM`, since 8.9.0.
const TPM = 32;
/// `VIR_DOMAIN_UNDEFINE_KEEP_TPM`, since 8.9.0.
const KEEP_TPM = 64;
}
}

bitflags! {
/// Flags of `virDomainVcpuFlags`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct DomainVcpuFlags: u32 {
/// `VIR_DOMAIN_VCPU_LIVE`, since 0.8.5.
const LIVE = 1;
/// `VIR_DOMAIN_VCPU_CONFIG`, since 0.8.5.
const CONFIG = 2;
/// `VIR_DOMAIN_VCPU_MAXIMUM`, since 0.8.5.
const MAXIMUM = 4;
/// `VIR_DOMAIN_VCPU_GUEST`, since 1.1.0.
const GUEST = 8;
/// `VIR_DOMAIN_VCPU_HOTPLUGGABLE`, since 2.4.0.
const HOTPLUGGABLE = 16;
}
}

bitflags! {
/// Flags of `virDomainXMLFlags`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct DomainXmlFlags: u32 {
/// `VIR_DOMAIN_XML_SECURE`, since 0.3.3.
const SECURE = 1;
/// `VIR_DOMAIN_XML_INACTIVE`, since 0.3.3.
const INACTIVE = 2;
/// `VIR_DOMAIN_XML_UPDATE_CPU`, since 0.8.0.
const UPDATE_CPU = 4;
/// `VIR_DOMAIN_XML_MIGRATABLE`, since 1.0.0.
const MIGRATABLE = 8;
}
}

/// Values of `virErrorDomain`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i32)]
pub enum ErrorDomain {
    /// `VIR_FROM_NONE`, since 0.1.0.
    None = 0,
    /// `VIR_FROM_XEN`, since 0.1.0.
    Xen = 1,
    /// `VIR_FROM_XEND`, since 0.1.0.
    Xend = 2,
    /// `VIR_FROM_XENSTORE`, since 0.1.0.
    Xenstore = 3,
    /// `VIR_FROM_SEXPR`, since 0.1.0.
    Sexpr = 4,
    /// `VIR_FROM_XML`, since 0.1.0.
    Xml = 5,
    /// `VIR_FROM_DOM`, since 0.1.0.
    Dom = 6,
    /// `VIR_FROM_RPC`, since 0.1.1.
    Rpc = 7,
    /// `VIR_FROM_PROXY`, since 0.1.3.
    Proxy = 8,
    /// `VIR_FROM_CONF`, since 0.1.6.
    Conf = 9,
    /// `VIR_FROM_QEMU`, since 0.2.0.
    Qemu = 10,
    /// `VIR_FROM_NET`, since 0.2.0.
    Net = 11,
    /// `VIR_FROM_TEST`, since 0.2.3.
    Test = 12,
    /// `VIR_FROM_REMOTE`, since 0.2.3.
    Remote = 13,
    /// `VIR_FROM_OPENVZ`, since 0.3.1.
    Openvz = 14,
    /// `VIR_FROM_XENXM`, since 0.4.1.
    Xenxm = 15,
    /// `VIR_FROM_STATS_LINUX`, since 0.4.1.
    StatsLinux = 16,
    /// `VIR_FROM_LXC`, since 0.4.2.
    Lxc = 17,
    /// `VIR_FROM_STORAGE`, since 0.4.1.
    Storage = 18,
    /// `VIR_FROM_NETWORK`, since 0.4.6.
    Network = 19,
    /// `VIR_FROM_DOMAIN`, since 0.4.6.
    Domain = 20,
    /// `VIR_FROM_UML`, since 0.5.0.
    Uml = 21,
    /// `VIR_FROM_NODEDEV`, since 0.5.0.
    Nodedev = 22,
    /// `VIR_FROM_XEN_INOTIFY`, since 0.5.0.
    XenInotify = 23,
    /// `VIR_FROM_SECURITY`, since 0.6.1.
    Security = 24,
    /// `VIR_FROM_VBOX`, since 0.6.3.
    Vbox = 25,
    /// `VIR_FROM_INTERFACE`, since 0.6.4.
    Interface = 26,
    /// `VIR_FROM_ONE`, since 0.6.4.
    One = 27,
    /// `VIR_FROM_ESX`, since 0.7.0.
    Esx = 28,
    /// `VIR_FROM_PHYP`, since 0.7.0.
    Phyp = 29,
    /// `VIR_FROM_SECRET`, since 0.7.1.
    Secret = 30,
    /// `VIR_FROM_CPU`, since 0.7.5.
    Cpu = 31,
    /// `VIR_FROM_XENAPI`, since 0.8.0.
    Xenapi = 32,
    /// `VIR_FROM_NWFILTER`, since 0.8.0.
    Nwfilter = 33,
    /// `VIR_FROM_HOOK`, since 0.8.0.
    Hook = 34,
    /// `VIR_FROM_DOMAIN_SNAPSHOT`, since 0.8.0.
    DomainSnapshot = 35,
    /// `VIR_FROM_AUDIT`, since 0.8.5.
    Audit = 36,
    /// `VIR_FROM_SYSINFO`, since 0.8.6.
    Sysinfo = 37,
    /// `VIR_FROM_STREAMS`, since 0.8.6.
    Streams = 38,
    /// `VIR_FROM_VMWARE`, since 0.8.7.
    Vmware = 39,
    /// `VIR_FROM_EVENT`, since 0.9.0.
    Event = 40,
    /// `VIR_FROM_LIBXL`, since 0.9.0.
    Libxl = 41,
    /// `VIR_FROM_LOCKING`, since 0.9.2.
    Locking = 42,
    /// `VIR_FROM_HYPERV`, since 0.9.5.
    Hyperv = 43,
    /// `VIR_FROM_CAPABILITIES`, since 0.9.8.
    Capabilities = 44,
    /// `VIR_FROM_URI`, since 0.9.11.
    Uri = 45,
    /// `VIR_FROM_AUTH`, since 0.9.11.
    Auth = 46,
    /// `VIR_FROM_DBUS`, since 0.9.12.
    Dbus = 47,
    /// `VIR_FROM_PARALLELS`, since 0.10.0.
    Parallels = 48,
    /// `VIR_FROM_DEVICE`, since 0.10.0.
    Device = 49,
    /// `VIR_FROM_SSH`, since 0.10.0.
    Ssh = 50,
    /// `VIR_FROM_LOCKSPACE`, since 1.0.0.
    Lockspace = 51,
    /// `VIR_FROM_INITCTL`, since 1.0.1.
    Initctl = 52,
    /// `VIR_FROM_IDENTITY`, since 1.0.4.
    Identity = 53,
    /// `VIR_FROM_CGROUP`, since 1.0.5.
    Cgroup = 54,
    /// `VIR_FROM_ACCESS`, since 1.1.0.
    Access = 55,
    /// `VIR_FROM_SYSTEMD`, since 1.1.1.
    Systemd = 56,
    /// `VIR_FROM_BHYVE`, since 1.2.2.
    Bhyve = 57,
    /// `VIR_FROM_CRYPTO`, since 1.2.3.
    Crypto = 58,
    /// `VIR_FROM_FIREWALL`, since 1.2.4.
    Firewall = 59,
    /// `VIR_FROM_POLKIT`, since 1.2.9.
    Polkit = 60,
    /// `VIR_FROM_THREAD`, since 1.2.14.
    Thread = 61,
    /// `VIR_FROM_ADMIN`, since 1.2.17.
    Admin = 62,
    /// `VIR_FROM_LOGGING`, since 1.3.0.
    Logging = 63,
    /// `VIR_FROM_XENXL`, since 1.3.2.
    Xenxl = 64,
    /// `VIR_FROM_PERF`, since 1.3.3.
    Perf = 65,
    /// `VIR_FROM_LIBSSH`, since 2.5.0.
    Libssh = 66,
    /// `VIR_FROM_RESCTRL`, since 3.7.0.
    Resctrl = 67,
    /// `VIR_FROM_FIREWALLD`, since 5.1.0.
    Firewalld = 68,
    /// `VIR_FROM_DOMAIN_CHECKPOINT`, since 5.2.0.
    DomainCheckpoint = 69,
    /// `VIR_FROM_TPM`, since 5.6.0.
    Tpm = 70,
    /// `VIR_FROM_BPF`, since 5.10.0.
    Bpf = 71,
    /// `VIR_FROM_CH`, since 7.5.0.
    Ch = 72,
}

impl ErrorDomain {
    /// Every member.
    pub const ALL: &'static [Self] = &[
        Self::None,
        Self::Xen,
        Self::Xend,
        Self::Xenstore,
        Self::Sexpr,
        Self::Xml,
        Self::Dom,
        Self::Rpc,
        Self::Proxy,
        Self::Conf,
        Self::Qemu,
        Self::Net,
        Self::Test,
        Self::Remote,
        Self::Openvz,
        Self::Xenxm,
        Self::StatsLinux,
        Self::Lxc,
        Self::Storage,
        Self::Network,
        Self::Domain,
        Self::Uml,
        Self::Nodedev,
        Self::XenInotify,
        Self::Security,
        Self::Vbox,
        Self::Interface,
        Self::One,
        Self::Esx,
        Self::Phyp,
        Self::Secret,
        Self::Cpu,
        Self::Xenapi,
        Self::Nwfilter,
        Self::Hook,
        Self::DomainSnapshot,
        Self::Audit,
        Self::Sysinfo,
        Self::Streams,
        Self::Vmware,
        Self::Event,
        Self::Libxl,
        Self::Locking,
        Self::Hyperv,
        Self::Capabilities,
        Self::Uri,
        Self::Auth,
        Self::Dbus,
        Self::Parallels,
        Self::Device,
        Self::Ssh,
        Self::Lockspace,
        Self::Initctl,
        Self::Identity,
        Self::Cgroup,
        Self::Access,
        Self::Systemd,
        Self::Bhyve,
        Self::Crypto,
        Self::Firewall,
        Self::Polkit,
        Self::Thread,
        Self::Admin,
        Self::Logging,
        Self::Xenxl,
        Self::Perf,
        Self::Libssh,
        Self::Resctrl,
        Self::Firewalld,
        Self::DomainCheckpoint,
        Self::Tpm,
        Self::Bpf,
        Self::Ch,
    ];

    /// Number of the member.
    pub const fn raw(self) -> i32 {
        self as i32
    }

    /// The member with this number.
    pub const fn from_raw(raw: i32) -> Option<Self> {
        match raw {
            0 => Some(Self::None),
            1 => Some(Self::Xen),
            2 => Some(Self::Xend),
            3 => Some(Self::Xenstore),
            4 => Some(Self::Sexpr),
            5 => Some(Self::Xml),
            6 => Some(Self::Dom),
            7 => Some(Self::Rpc),
            8 => Some(Self::Proxy),
            9 => Some(Self::Conf),
            10 => Some(Self::Qemu),
            11 => Some(Self::Net),
            12 => Some(Self::Test),
            13 => Some(Self::Remote),
            14 => Some(Self::Openvz),
            15 => Some(Self::Xenxm),
            16 => Some(Self::StatsLinux),
            17 => Some(Self::Lxc),
            18 => Some(Self::Storage),
            19 => Some(Self::Network),
            20 => Some(Self::Domain),
            21 => Some(Self::Uml),
            22 => Some(Self::Nodedev),
            23 => Some(Self::XenInotify),
            24 => Some(Self::Security),
            25 => Some(Self::Vbox),
            26 => Some(Self::Interface),
            27 => Some(Self::One),
            28 => Some(Self::Esx),
            29 => Some(Self::Phyp),
            30 => Some(Self::Secret),
            31 => Some(Self::Cpu),
            32 => Some(Self::Xenapi),
            33 => Some(Self::Nwfilter),
            34 => Some(Self::Hook),
            35 => Some(Self::DomainSnapshot),
            36 => Some(Self::Audit),
            37 => Some(Self::Sysinfo),
            38 => Some(Self::Streams),
            39 => Some(Self::Vmware),
            40 => Some(Self::Event),
            41 => Some(Self::Libxl),
            42 => Some(Self::Locking),
            43 => Some(Self::Hyperv),
            44 => Some(Self::Capabilities),
            45 => Some(Self::Uri),
            46 => Some(Self::Auth),
            47 => Some(Self::Dbus),
            48 => Some(Self::Parallels),
            49 => Some(Self::Device),
            50 => Some(Self::Ssh),
            51 => Some(Self::Lockspace),
            52 => Some(Self::Initctl),
            53 => Some(Self::Identity),
            54 => Some(Self::Cgroup),
            55 => Some(Self::Access),
            56 => Some(Self::Systemd),
            57 => Some(Self::Bhyve),
            58 => Some(Self::Crypto),
            59 => Some(Self::Firewall),
            60 => Some(Self::Polkit),
            61 => Some(Self::Thread),
            62 => Some(Self::Admin),
            63 => Some(Self::Logging),
            64 => Some(Self::Xenxl),
            65 => Some(Self::Perf),
            66 => Some(Self::Libssh),
            67 => Some(Self::Resctrl),
            68 => Some(Self::Firewalld),
            69 => Some(Self::DomainCheckpoint),
            70 => Some(Self::Tpm),
            71 => Some(Self::Bpf),
            72 => Some(Self::Ch),
            _ => None,
        }
    }
}

/// Values of `virErrorLevel`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i32)]
pub enum ErrorLevel {
    /// `VIR_ERR_NONE`, since 0.1.0.
    None = 0,
    /// `VIR_ERR_WARNING`, since 0.1.0.
    Warning = 1,
    /// `VIR_ERR_ERROR`, since 0.1.0.
    Error = 2,
}

impl ErrorLevel {
    /// Every member.
    pub const ALL: &'static [Self] = &[Self::None, Self::Warning, Self::Error];

    /// Number of the member.
    pub const fn raw(self) -> i32 {
        self as i32
    }

    /// The member with this number.
    pub const fn from_raw(raw: i32) -> Option<Self> {
        match raw {
            0 => Some(Self::None),
            1 => Some(Self::Warning),
            2 => Some(Self::Error),
            _ => None,
        }
    }
}

/// Values of `virErrorNumber`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i32)]
pub enum ErrorNumber {
    /// `VIR_ERR_OK`, since 0.1.0.
    Ok = 0,
    /// `VIR_ERR_INTERNAL_ERROR`, since 0.1.0.
    InternalError = 1,
    /// `VIR_ERR_NO_MEMORY`, since 0.1.0.
    NoMemory = 2,
    /// `VIR_ERR_NO_SUPPORT`, since 0.1.0.
    NoSupport = 3,
    /// `VIR_ERR_UNKNOWN_HOST`, since 0.1.0.
    UnknownHost = 4,
    /// `VIR_ERR_NO_CONNECT`, since 0.1.0.
    NoConnect = 5,
    /// `VIR_ERR_INVALID_CONN`, since 0.1.0.
    InvalidConn = 6,
    /// `VIR_ERR_INVALID_DOMAIN`, since 0.1.0.
    InvalidDomain = 7,
    /// `VIR_ERR_INVALID_ARG`, since 0.1.0.
    InvalidArg = 8,
    /// `VIR_ERR_OPERATION_FAILED`, since 0.1.0.
    OperationFailed = 9,
    /// `VIR_ERR_GET_FAILED`, since 0.1.0.
    GetFailed = 10,
    /// `VIR_ERR_POST_FAILED`, since 0.1.0.
    PostFailed = 11,
    /// `VIR_ERR_HTTP_ERROR`, since 0.1.0.
    HttpError = 12,
    /// `VIR_ERR_SEXPR_SERIAL`, since 0.1.0.
    SexprSerial = 13,
    /// `VIR_ERR_NO_XEN`, since 0.1.0.
    NoXen = 14,
    /// `VIR_ERR_XEN_CALL`, since 0.1.0.
    XenCall = 15,
    /// `VIR_ERR_OS_TYPE`, since 0.1.0.
    OsType = 16,
    /// `VIR_ERR_NO_KERNEL`, since 0.1.0.
    NoKernel = 17,
    /// `VIR_ERR_NO_ROOT`, since 0.1.0.
    NoRoot = 18,
    /// `VIR_ERR_NO_SOURCE`, since 0.1.0.
    NoSource = 19,
    /// `VIR_ERR_NO_TARGET`, since 0.1.0.
    NoTarget = 20,
    /// `VIR_ERR_NO_NAME`, since 0.1.0.
    NoName = 21,
    /// `VIR_ERR_NO_OS`, since 0.1.0.
    NoOs = 22,
    /// `VIR_ERR_NO_DEVICE`, since 0.1.0.
    NoDevice = 23,
    /// `VIR_ERR_NO_XENSTORE`, since 0.1.0.
    NoXenstore = 24,
    /// `VIR_ERR_DRIVER_FULL`, since 0.1.0.
    DriverFull = 25,
    /// `VIR_ERR_CALL_FAILED`, since 0.1.0.
    CallFailed = 26,
    /// `VIR_ERR_XML_ERROR`, since 0.1.1.
    XmlError = 27,
    /// `VIR_ERR_DOM_EXIST`, since 0.1.1.
    DomExist = 28,
    /// `VIR_ERR_OPERATION_DENIED`, since 0.1.4.
    OperationDenied = 29,
    /// `VIR_ERR_OPEN_FAILED`, since 0.1.6.
    OpenFailed = 30,
    /// `VIR_ERR_READ_FAILED`, since 0.1.6.
    ReadFailed = 31,
    /// `VIR_ERR_PARSE_FAILED`, since 0.1.6.
    ParseFailed = 32,
    /// `VIR_ERR_CONF_SYNTAX`, since 0.1.6.
    ConfSyntax = 33,
    /// `VIR_ERR_WRITE_FAILED`, since 0.1.6.
    WriteFailed = 34,
    /// `VIR_ERR_XML_DETAIL`, since 0.1.9.
    XmlDetail = 35,
    /// `VIR_ERR_INVALID_NETWORK`, since 0.2.0.
    InvalidNetwork = 36,
    /// `VIR_ERR_NETWORK_EXIST`, since 0.2.0.
    NetworkExist = 37,
    /// `VIR_ERR_SYSTEM_ERROR`, since 0.2.1.
    SystemError = 38,
    /// `VIR_ERR_RPC`, since 0.2.3.
    Rpc = 39,
    /// `VIR_ERR_GNUTLS_ERROR`, since 0.2.3.
    GnutlsError = 40,
    /// `VIR_WAR_NO_NETWORK`, since 0.2.3.
    WarNoNetwork = 41,
    /// `VIR_ERR_NO_DOMAIN`, since 0.3.0.
    NoDomain = 42,
    /// `VIR_ERR_NO_NETWORK`, since 0.3.0.
    NoNetwork = 43,
    /// `VIR_ERR_INVALID_MAC`, since 0.3.1.
    InvalidMac = 44,
    /// `VIR_ERR_AUTH_FAILED`, since 0.4.1.
    AuthFailed = 45,
    /// `VIR_ERR_INVALID_STORAGE_POOL`, since 0.4.1.
    InvalidStoragePool = 46,
    /// `VIR_ERR_INVALID_STORAGE_VOL`, since 0.4.1.
    InvalidStorageVol = 47,
    /// `VIR_WAR_NO_STORAGE`, since 0.4.1.
    WarNoStorage = 48,
    /// `VIR_ERR_NO_STORAGE_POOL`, since 0.4.1.
    NoStoragePool = 49,
    /// `VIR_ERR_NO_STORAGE_VOL`, since 0.4.1.
    NoStorageVol = 50,
    /// `VIR_WAR_NO_NODE`, since 0.5.0.
    WarNoNode = 51,
    /// `VIR_ERR_INVALID_NODE_DEVICE`, since 0.5.0.
    InvalidNodeDevice = 52,
    /// `VIR_ERR_NO_NODE_DEVICE`, since 0.5.0.
    NoNodeDevice = 53,
    /// `VIR_ERR_NO_SECURITY_MODEL`, since 0.6.1.
    NoSecurityModel = 54,
    /// `VIR_ERR_OPERATION_INVALID`, since 0.6.4.
    OperationInvalid = 55,
    /// `VIR_WAR_NO_INTERFACE`, since 0.6.4.
    WarNoInterface = 56,
    /// `VIR_ERR_NO_INTERFACE`, since 0.6.4.
    NoInterface = 57,
    /// `VIR_ERR_INVALID_INTERFACE`, since 0.6.4.
    InvalidInterface = 58,
    /// `VIR_ERR_MULTIPLE_INTERFACES`, since 0.7.0.
    MultipleInterfaces = 59,
    /// `VIR_WAR_NO_NWFILTER`, since 0.8.0.
    WarNoNwfilter = 60,
    /// `VIR_ERR_INVALID_NWFILTER`, since 0.8.0.
    InvalidNwfilter = 61,
    /// `VIR_ERR_NO_NWFILTER`, since 0.8.0.
    NoNwfilter = 62,
    /// `VIR_ERR_BUILD_FIREWALL`, since 0.8.0.
    BuildFirewall = 63,
    /// `VIR_WAR_NO_SECRET`, since 0.7.1.
    WarNoSecret = 64,
    /// `VIR_ERR_INVALID_SECRET`, since 0.7.1.
    InvalidSecret = 65,
    /// `VIR_ERR_NO_SECRET`, since 0.7.1.
    NoSecret = 66,
    /// `VIR_ERR_CONFIG_UNSUPPORTED`, since 0.7.3.
    ConfigUnsupported = 67,
    /// `VIR_ERR_OPERATION_TIMEOUT`, since 0.7.3.
    OperationTimeout = 68,
    /// `VIR_ERR_MIGRATE_PERSIST_FAILED`, since 0.7.3.
    MigratePersistFailed = 69,
    /// `VIR_ERR_HOOK_SCRIPT_FAILED`, since 0.8.0.
    HookScriptFailed = 70,
    /// `VIR_ERR_INVALID_DOMAIN_SNAPSHOT`, since 0.8.0.
    InvalidDomainSnapshot = 71,
    /// `VIR_ERR_NO_DOMAIN_SNAPSHOT`, since 0.8.0.
    NoDomainSnapshot = 72,
    /// `VIR_ERR_INVALID_STREAM`, since 0.9.0.
    InvalidStream = 73,
    /// `VIR_ERR_ARGUMENT_UNSUPPORTED`, since 0.9.4.
    ArgumentUnsupported = 74,
    /// `VIR_ERR_STORAGE_PROBE_FAILED`, since 0.9.5.
    StorageProbeFailed = 75,
    /// `VIR_ERR_STORAGE_POOL_BUILT`, since 0.9.5.
    StoragePoolBuilt = 76,
    /// `VIR_ERR_SNAPSHOT_REVERT_RISKY`, since 0.9.7.
    SnapshotRevertRisky = 77,
    /// `VIR_ERR_OPERATION_ABORTED`, since 0.9.9.
    OperationAborted = 78,
    /// `VIR_ERR_AUTH_CANCELLED`, since 0.9.10.
    AuthCancelled = 79,
    /// `VIR_ERR_NO_DOMAIN_METADATA`, since 0.9.10.
    NoDomainMetadata = 80,
    /// `VIR_ERR_MIGRATE_UNSAFE`, since 0.9.11.
    MigrateUnsafe = 81,
    /// `VIR_ERR_OVERFLOW`, since 0.9.11.
    Overflow = 82,
    /// `VIR_ERR_BLOCK_COPY_ACTIVE`, since 0.9.12.
    BlockCopyActive = 83,
    /// `VIR_ERR_OPERATION_UNSUPPORTED`, since 0.10.0.
    OperationUnsupported = 84,
    /// `VIR_ERR_SSH`, since 0.10.0.
    Ssh = 85,
    /// `VIR_ERR_AGENT_UNRESPONSIVE`, since 0.10.0.
    AgentUnresponsive = 86,
    /// `VIR_ERR_RESOURCE_BUSY`, since 1.0.0.
    ResourceBusy = 87,
    /// `VIR_ERR_ACCESS_DENIED`, since 1.1.0.
    AccessDenied = 88,
    /// `VIR_ERR_DBUS_SERVICE`, since 1.1.1.
    DbusService = 89,
    /// `VIR_ERR_STORAGE_VOL_EXIST`, since 1.1.4.
    StorageVolExist = 90,
    /// `VIR_ERR_CPU_INCOMPATIBLE`, since 1.2.6.
    CpuIncompatible = 91,
    /// `VIR_ERR_XML_INVALID_SCHEMA`, since 1.2.12.
    XmlInvalidSchema = 92,
    /// `VIR_ERR_MIGRATE_FINISH_OK`, since 1.2.18.
    MigrateFinishOk = 93,
    /// `VIR_ERR_AUTH_UNAVAILABLE`, since 1.3.3.
    AuthUnavailable = 94,
    /// `VIR_ERR_NO_SERVER`, since 1.3.3.
    NoServer = 95,
    /// `VIR_ERR_NO_CLIENT`, since 1.3.5.
    NoClient = 96,
    /// `VIR_ERR_AGENT_UNSYNCED`, since 2.3.0.
    AgentUnsynced = 97,
    /// `VIR_ERR_LIBSSH`, since 2.5.0.
    Libssh = 98,
    /// `VIR_ERR_DEVICE_MISSING`, since 4.1.0.
    DeviceMissing = 99,
    /// `VIR_ERR_INVALID_NWFILTER_BINDING`, since 4.5.0.
    InvalidNwfilterBinding = 100,
    /// `VIR_ERR_NO_NWFILTER_BINDING`, since 4.5.0.
    NoNwfilterBinding = 101,
    /// `VIR_ERR_INVALID_DOMAIN_CHECKPOINT`, since 5.2.0.
    InvalidDomainCheckpoint = 102,
    /// `VIR_ERR_NO_DOMAIN_CHECKPOINT`, since 5.2.0.
    NoDomainCheckpoint = 103,
    /// `VIR_ERR_NO_DOMAIN_BACKUP`, since 5.2.0.
    NoDomainBackup = 104,
    /// `VIR_ERR_INVALID_NETWORK_PORT`, since 5.5.0.
    InvalidNetworkPort = 105,
    /// `VIR_ERR_NETWORK_PORT_EXIST`, since 5.5.0.
    NetworkPortExist = 106,
    /// `VIR_ERR_NO_NETWORK_PORT`, since 5.5.0.
    NoNetworkPort = 107,
    /// `VIR_ERR_NO_HOSTNAME`, since 6.1.0.
    NoHostname = 108,
    /// `VIR_ERR_CHECKPOINT_INCONSISTENT`, since 6.10.0.
    CheckpointInconsistent = 109,
    /// `VIR_ERR_MULTIPLE_DOMAINS`, since 7.1.0.
    MultipleDomains = 110,
    /// `VIR_ERR_NO_NETWORK_METADATA`, since 9.7.0.
    NoNetworkMetadata = 111,
    /// `VIR_ERR_AGENT_COMMAND_TIMEOUT`, since 9.8.0.
    AgentCommandTimeout = 112,
    /// `VIR_ERR_AGENT_COMMAND_FAILED`, since 9.8.0.
    AgentCommandFailed = 113,
    /// `VIR_ERR_INVALID_ENCR_KEY_SECRET`, since 10.5.0.
    InvalidEncrKeySecret = 114,
}

impl ErrorNumber {
    /// Every member.
    pub const ALL: &'static [Self] = &[
        Self::Ok,
        Self::InternalError,
        Self::NoMemory,
        Self::NoSupport,
        Self::UnknownHost,
        Self::NoConnect,
        Self::InvalidConn,
        Self::InvalidDomain,
        Self::InvalidArg,
        Self::OperationFailed,
        Self::GetFailed,
        Self::PostFailed,
        Self::HttpError,
        Self::SexprSerial,
        Self::NoXen,
        Self::XenCall,
        Self::OsType,
        Self::NoKernel,
        Self::NoRoot,
        Self::NoSource,
        Self::NoTarget,
        Self::NoName,
        Self::NoOs,
        Self::NoDevice,
        Self::NoXenstore,
        Self::DriverFull,
        Self::CallFailed,
        Self::XmlError,
        Self::DomExist,
        Self::OperationDenied,
        Self::OpenFailed,
        Self::ReadFailed,
        Self::ParseFailed,
        Self::ConfSyntax,
        Self::WriteFailed,
        Self::XmlDetail,
        Self::InvalidNetwork,
        Self::NetworkExist,
        Self::SystemError,
        Self::Rpc,
        Self::GnutlsError,
        Self::WarNoNetwork,
        Self::NoDomain,
        Self::NoNetwork,
        Self::InvalidMac,
        Self::AuthFailed,
        Self::InvalidStoragePool,
        Self::InvalidStorageVol,
        Self::WarNoStorage,
        Self::NoStoragePool,
        Self::NoStorageVol,
        Self::WarNoNode,
        Self::InvalidNodeDevice,
        Self::NoNodeDevice,
        Self::NoSecurityModel,
        Self::OperationInvalid,
        Self::WarNoInterface,
        Self::NoInterface,
        Self::InvalidInterface,
        Self::MultipleInterfaces,
        Self::WarNoNwfilter,
        Self::InvalidNwfilter,
        Self::NoNwfilter,
        Self::BuildFirewall,
        Self::WarNoSecret,
        Self::InvalidSecret,
        Self::NoSecret,
        Self::ConfigUnsupported,
        Self::OperationTimeout,
        Self::MigratePersistFailed,
        Self::HookScriptFailed,
        Self::InvalidDomainSnapshot,
        Self::NoDomainSnapshot,
        Self::InvalidStream,
        Self::ArgumentUnsupported,
        Self::StorageProbeFailed,
        Self::StoragePoolBuilt,
        Self::SnapshotRevertRisky,
        Self::OperationAborted,
        Self::AuthCancelled,
        Self::NoDomainMetadata,
        Self::MigrateUnsafe,
        Self::Overflow,
        Self::BlockCopyActive,
        Self::OperationUnsupported,
        Self::Ssh,
        Self::AgentUnresponsive,
        Self::ResourceBusy,
        Self::AccessDenied,
        Self::DbusService,
        Self::StorageVolExist,
        Self::CpuIncompatible,
        Self::XmlInvalidSchema,
        Self::MigrateFinishOk,
        Self::AuthUnavailable,
        Self::NoServer,
        Self::NoClient,
        Self::AgentUnsynced,
        Self::Libssh,
        Self::DeviceMissing,
        Self::InvalidNwfilterBinding,
        Self::NoNwfilterBinding,
        Self::InvalidDomainCheckpoint,
        Self::NoDomainCheckpoint,
        Self::NoDomainBackup,
        Self::InvalidNetworkPort,
        Self::NetworkPortExist,
        Self::NoNetworkPort,
        Self::NoHostname,
        Self::CheckpointInconsistent,
        Self::MultipleDomains,
        Self::NoNetworkMetadata,
        Self::AgentCommandTimeout,
        Self::AgentCommandFailed,
        Self::InvalidEncrKeySecret,
    ];

    /// Number of the member.
    pub const fn raw(self) -> i32 {
        self as i32
    }

    /// The member with this number.
    pub const fn from_raw(raw: i32) -> Option<Self> {
        match raw {
            0 => Some(Self::Ok),
            1 => Some(Self::InternalError),
            2 => Some(Self::NoMemory),
            3 => Some(Self::NoSupport),
            4 => Some(Self::UnknownHost),
            5 => Some(Self::NoConnect),
            6 => Some(Self::InvalidConn),
            7 => Some(Self::InvalidDomain),
            8 => Some(Self::InvalidArg),
            9 => Some(Self::OperationFailed),
            10 => Some(Self::GetFailed),
            11 => Some(Self::PostFailed),
            12 => Some(Self::HttpError),
            13 => Some(Self::SexprSerial),
            14 => Some(Self::NoXen),
            15 => Some(Self::XenCall),
            16 => Some(Self::OsType),
            17 => Some(Self::NoKernel),
            18 => Some(Self::NoRoot),
            19 => Some(Self::NoSource),
            20 => Some(Self::NoTarget),
            21 => Some(Self::NoName),
            22 => Some(Self::NoOs),
            23 => Some(Self::NoDevice),
            24 => Some(Self::NoXenstore),
            25 => Some(Self::DriverFull),
            26 => Some(Self::CallFailed),
            27 => Some(Self::XmlError),
            28 => Some(Self::DomExist),
            29 => Some(Self::OperationDenied),
            30 => Some(Self::OpenFailed),
            31 => Some(Self::ReadFailed),
            32 => Some(Self::ParseFailed),
            33 => Some(Self::ConfSyntax),
            34 => Some(Self::WriteFailed),
            35 => Some(Self::XmlDetail),
            36 => Some(Self::InvalidNetwork),
            37 => Some(Self::NetworkExist),
            38 => Some(Self::SystemError),
            39 => Some(Self::Rpc),
            40 => Some(Self::GnutlsError),
            41 => Some(Self::WarNoNetwork),
            42 => Some(Self::NoDomain),
            43 => Some(Self::NoNetwork),
            44 => Some(Self::InvalidMac),
            45 => Some(Self::AuthFailed),
            46 => Some(Self::InvalidStoragePool),
            47 => Some(Self::InvalidStorageVol),
            48 => Some(Self::WarNoStorage),
            49 => Some(Self::NoStoragePool),
            50 => Some(Self::NoStorageVol),
            51 => Some(Self::WarNoNode),
            52 => Some(Self::InvalidNodeDevice),
            53 => Some(Self::NoNodeDevice),
            54 => Some(Self::NoSecurityModel),
            55 => Some(Self::OperationInvalid),
            56 => Some(Self::WarNoInterface),
            57 => Some(Self::NoInterface),
            58 => Some(Self::InvalidInterface),
            59 => Some(Self::MultipleInterfaces),
            60 => Some(Self::WarNoNwfilter),
            61 => Some(Self::InvalidNwfilter),
            62 => Some(Self::NoNwfilter),
            63 => Some(Self::BuildFirewall),
            64 => Some(Self::WarNoSecret),
            65 => Some(Self::InvalidSecret),
            66 => Some(Self::NoSecret),
            67 => Some(Self::ConfigUnsupported),
            68 => Some(Self::OperationTimeout),
            69 => Some(Self::MigratePersistFailed),
            70 => Some(Self::HookScriptFailed),
            71 => Some(Self::InvalidDomainSnapshot),
            72 => Some(Self::NoDomainSnapshot),
            73 => Some(Self::InvalidStream),
            74 => Some(Self::ArgumentUnsupported),
            75 => Some(Self::StorageProbeFailed),
            76 => Some(Self::StoragePoolBuilt),
            77 => Some(Self::SnapshotRevertRisky),
            78 => Some(Self::OperationAborted),
            79 => Some(Self::AuthCancelled),
            80 => Some(Self::NoDomainMetadata),
            81 => Some(Self::MigrateUnsafe),
            82 => Some(Self::Overflow),
            83 => Some(Self::BlockCopyActive),
            84 => Some(Self::OperationUnsupported),
            85 => Some(Self::Ssh),
            86 => Some(Self::AgentUnresponsive),
            87 => Some(Self::ResourceBusy),
            88 => Some(Self::AccessDenied),
            89 => Some(Self::DbusService),
            90 => Some(Self::StorageVolExist),
            91 => Some(Self::CpuIncompatible),
            92 => Some(Self::XmlInvalidSchema),
            93 => Some(Self::MigrateFinishOk),
            94 => Some(Self::AuthUnavailable),
            95 => Some(Self::NoServer),
            96 => Some(Self::NoClient),
            97 => Some(Self::AgentUnsynced),
            98 => Some(Self::Libssh),
            99 => Some(Self::DeviceMissing),
            100 => Some(Self::InvalidNwfilterBinding),
            101 => Some(Self::NoNwfilterBinding),
            102 => Some(Self::InvalidDomainCheckpoint),
            103 => Some(Self::NoDomainCheckpoint),
            104 => Some(Self::NoDomainBackup),
            105 => Some(Self::InvalidNetworkPort),
            106 => Some(Self::NetworkPortExist),
            107 => Some(Self::NoNetworkPort),
            108 => Some(Self::NoHostname),
            109 => Some(Self::CheckpointInconsistent),
            110 => Some(Self::MultipleDomains),
            111 => Some(Self::NoNetworkMetadata),
            112 => Some(Self::AgentCommandTimeout),
            113 => Some(Self::AgentCommandFailed),
            114 => Some(Self::InvalidEncrKeySecret),
            _ => None,
        }
    }
}

/// Values of `virEventHandleType`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i32)]
pub enum EventHandleType {
    /// `VIR_EVENT_HANDLE_READABLE`, since 0.5.0.
    Readable = 1,
    /// `VIR_EVENT_HANDLE_WRITABLE`, since 0.5.0.
    Writable = 2,
    /// `VIR_EVENT_HANDLE_ERROR`, since 0.5.0.
    Error = 4,
    /// `VIR_EVENT_HANDLE_HANGUP`, since 0.5.0.
    Hangup = 8,
}

impl EventHandleType {
    /// Every member.
    pub const ALL: &'static [Self] = &[Self::Readable, Self::Writable, Self::Error, Self::Hangup];

    /// Number of the member.
    pub const fn raw(self) -> i32 {
        self as i32
    }

    /// The member with this number.
    pub const fn from_raw(raw: i32) -> Option<Self> {
        match raw {
            1 => Some(Self::Readable),
            2 => Some(Self::Writable),
            4 => Some(Self::Error),
            8 => Some(Self::Hangup),
            _ => None,
        }
    }
}

/// Values of `virIPAddrType`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i32)]
pub enum IpAddrType {
    /// `VIR_IP_ADDR_TYPE_IPV4`, since 1.2.6.
    Ipv4 = 0,
    /// `VIR_IP_ADDR_TYPE_IPV6`, since 1.2.6.
    Ipv6 = 1,
}

impl IpAddrType {
    /// Every member.
    pub const ALL: &'static [Self] = &[Self::Ipv4, Self::Ipv6];

    /// Number of the member.
    pub const fn raw(self) -> i32 {
        self as i32
    }

    /// The member with this number.
    pub const fn from_raw(raw: i32) -> Option<Self> {
        match raw {
            0 => Some(Self::Ipv4),
            1 => Some(Self::Ipv6),
            _ => None,
        }
    }
}

bitflags! {
/// Flags of `virInterfaceDefineFlags`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct InterfaceDefineFlags: u32 {
/// `VIR_INTERFACE_DEFINE_VALIDATE`, since 7.7.0.
const VALIDATE = 1;
}
}

bitflags! {
/// Flags of `virInterfaceXMLFlags`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct InterfaceXmlFlags: u32 {
/// `VIR_INTERFACE_XML_INACTIVE`, since 0.7.3.
const INACTIVE = 1;
}
}

/// Values of `virKeycodeSet`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i32)]
pub enum KeycodeSet {
    /// `VIR_KEYCODE_SET_LINUX`, since 0.9.3.
    Linux = 0,
    /// `VIR_KEYCODE_SET_XT`, since 0.9.3.
    Xt = 1,
    /// `VIR_KEYCODE_SET_ATSET1`, since 0.9.3.
    Atset1 = 2,
    /// `VIR_KEYCODE_SET_ATSET2`, since 0.9.3.
    Atset2 = 3,
    /// `VIR_KEYCODE_SET_ATSET3`, since 0.9.3.
    Atset3 = 4,
    /// `VIR_KEYCODE_SET_OSX`, since 0.9.4.
    Osx = 5,
    /// `VIR_KEYCODE_SET_XT_KBD`, since 0.9.4.
    XtKbd = 6,
    /// `VIR_KEYCODE_SET_USB`, since 0.9.4.
    Usb = 7,
    /// `VIR_KEYCODE_SET_WIN32`, since 0.9.4.
    Win32 = 8,
    /// `VIR_KEYCODE_SET_QNUM`, since 4.2.0.
    Qnum = 9,
}

impl KeycodeSet {
    /// Every member.
    pub const ALL: &'static [Self] = &[
        Self::Linux,
        Self::Xt,
        Self::Atset1,
        Self::Atset2,
        Self::Atset3,
        Self::Osx,
        Self::XtKbd,
        Self::Usb,
        Self::Win32,
        Self::Qnum,
    ];

    /// Number of the member.
    pub const fn raw(self) -> i32 {
        self as i32
    }

    /// The member with this number.
    pub const fn from_raw(raw: i32) -> Option<Self> {
        match raw {
            0 => Some(Self::Linux),
            1 => Some(Self::Xt),
            2 => Some(Self::Atset1),
            3 => Some(Self::Atset2),
            4 => Some(Self::Atset3),
            5 => Some(Self::Osx),
            6 => Some(Self::XtKbd),
            7 => Some(Self::Usb),
            8 => Some(Self::Win32),
            9 => Some(Self::Qnum),
            _ => None,
        }
    }
}

/// Values of `virMemoryParameterType`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i32)]
pub enum MemoryParameterType {
    /// `VIR_DOMAIN_MEMORY_PARAM_INT`, since 0.8.5.
    Int = 1,
    /// `VIR_DOMAIN_MEMORY_PARAM_UINT`, since 0.8.5.
    Uint = 2,
    /// `VIR_DOMAIN_MEMORY_PARAM_LLONG`, since 0.8.5.
    Llong = 3,
    /// `VIR_DOMAIN_MEMORY_PARAM_ULLONG`, since 0.8.5.
    Ullong = 4,
    /// `VIR_DOMAIN_MEMORY_PARAM_DOUBLE`, since 0.8.5.
    Double = 5,
    /// `VIR_DOMAIN_MEMORY_PARAM_BOOLEAN`, since 0.8.5.
    Boolean = 6,
}

impl MemoryParameterType {
    /// Every member.
    pub const ALL: &'static [Self] = &[
        Self::Int,
        Self::Uint,
        Self::Llong,
        Self::Ullong,
        Self::Double,
        Self::Boolean,
    ];

    /// Number of the member.
    pub const fn raw(self) -> i32 {
        self as i32
    }

    /// The member with this number.
    pub const fn from_raw(raw: i32) -> Option<Self> {
        match raw {
            1 => Some(Self::Int),
            2 => Some(Self::Uint),
            3 => Some(Self::Llong),
            4 => Some(Self::Ullong),
            5 => Some(Self::Double),
            6 => Some(Self::Boolean),
            _ => None,
        }
    }
}

bitflags! {
/// Flags of `virNWFilterBindingCreateFlags`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct NwFilterBindingCreateFlags: u32 {
/// `VIR_NWFILTER_BINDING_CREATE_VALIDATE`, since 7.8.0.
const NWFILTER_BINDING_CREATE_VALIDATE = 1;
}
}

bitflags! {
/// Flags of `virNWFilterDefineFlags`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct NwFilterDefineFlags: u32 {
/// `VIR_NWFILTER_DEFINE_VALIDATE`, since 7.7.0.
const NWFILTER_DEFINE_VALIDATE = 1;
}
}

bitflags! {
/// Flags of `virNetworkCreateFlags`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct NetworkCreateFlags: u32 {
/// `VIR_NETWORK_CREATE_VALIDATE`, since 7.8.0.
const VALIDATE = 1;
}
}

bitflags! {
/// Flags of `virNetworkDefineFlags`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct NetworkDefineFlags: u32 {
/// `VIR_NETWORK_DEFINE_VALIDATE`, since 7.7.0.
const VALIDATE = 1;
}
}

/// Values of `virNetworkEventID`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i32)]
pub enum NetworkEventId {
    /// `VIR_NETWORK_EVENT_ID_LIFECYCLE`, since 1.2.1.
    Lifecycle = 0,
    /// `VIR_NETWORK_EVENT_ID_METADATA_CHANGE`, since 9.8.0.
    MetadataChange = 1,
}

impl NetworkEventId {
    /// Every member.
    pub const ALL: &'static [Self] = &[Self::Lifecycle, Self::MetadataChange];

    /// Number of the member.
    pub const fn raw(self) -> i32 {
        self as i32
    }

    /// The member with this number.
    pub const fn from_raw(raw: i32) -> Option<Self> {
        match raw {
            0 => Some(Self::Lifecycle),
            1 => Some(Self::MetadataChange),
            _ => None,
        }
    }
}

/// Values of `virNetworkEventLifecycleType`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i32)]
pub enum NetworkEventLifecycleType {
    /// `VIR_NETWORK_EVENT_DEFINED`, since 1.2.1.
    Defined = 0,
    /// `VIR_NETWORK_EVENT_UNDEFINED`, since 1.2.1.
    Undefined = 1,
    /// `VIR_NETWORK_EVENT_STARTED`, since 1.2.1.
    Started = 2,
    /// `VIR_NETWORK_EVENT_STOPPED`, since 1.2.1.
    Stopped = 3,
}

impl NetworkEventLifecycleType {
    /// Every member.
    pub const ALL: &'static [Self] = &[Self::Defined, Self::Undefined, Self::Started, Self::Stopped];

    /// Number of the member.
    pub const fn raw(self) -> i32 {
        self as i32
    }

    /// The member with this number.
    pub const fn from_raw(raw: i32) -> Option<Self> {
        match raw {
            0 => Some(Self::Defined),
            1 => Some(Self::Undefined),
            2 => Some(Self::Started),
            3 => Some(Self::Stopped),
            _ => None,
        }
    }
}

bitflags! {
/// Flags of `virNetworkPortCreateFlags`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct NetworkPortCreateFlags: u32 {
/// `VIR_NETWORK_PORT_CREATE_RECLAIM`, since 5.5.0.
const RECLAIM = 1;
/// `VIR_NETWORK_PORT_CREATE_VALIDATE`, since 7.8.0.
const VALIDATE = 2;
}
}

/// Values of `virNetworkUpdateCommand`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i32)]
pub enum NetworkUpdateCommand {
    /// `VIR_NETWORK_UPDATE_COMMAND_NONE`, since 0.10.2.
    None = 0,
    /// `VIR_NETWORK_UPDATE_COMMAND_MODIFY`, since 0.10.2.
    Modify = 1,
    /// `VIR_NETWORK_UPDATE_COMMAND_DELETE`, since 0.10.2.
    Delete = 2,
    /// `VIR_NETWORK_UPDATE_COMMAND_ADD_LAST`, since 0.10.2.
    AddLast = 3,
    /// `VIR_NETWORK_UPDATE_COMMAND_ADD_FIRST`, since 0.10.2.
    AddFirst = 4,
}

impl NetworkUpdateCommand {
    /// Every member.
    pub const ALL: &'static [Self] = &[
        Self::None,
        Self::Modify,
        Self::Delete,
        Self::AddLast,
        Self::AddFirst,
    ];

    /// Number of the member.
    pub const fn raw(self) -> i32 {
        self as i32
    }

    /// The member with this number.
    pub const fn from_raw(raw: i32) -> Option<Self> {
        match raw {
            0 => Some(Self::None),
            1 => Some(Self::Modify),
            2 => Some(Self::Delete),
            3 => Some(Self::AddLast),
            4 => Some(Self::AddFirst),
            _ => None,
        }
    }
}

bitflags! {
/// Flags of `virNetworkUpdateFlags`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct NetworkUpdateFlags: u32 {
/// `VIR_NETWORK_UPDATE_AFFECT_LIVE`, since 0.10.2.
const LIVE = 1;
/// `VIR_NETWORK_UPDATE_AFFECT_CONFIG`, since 0.10.2.
const CONFIG = 2;
}
}

/// Values of `virNetworkUpdateSection`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i32)]
pub enum NetworkUpdateSection {
    /// `VIR_NETWORK_SECTION_NONE`, since 0.10.2.
    None = 0,
    /// `VIR_NETWORK_SECTION_BRIDGE`, since 0.10.2.
    Bridge = 1,
    /// `VIR_NETWORK_SECTION_DOMAIN`, since 0.10.2.
    Domain = 2,
    /// `VIR_NETWORK_SECTION_IP`, since 0.10.2.
    Ip = 3,
    /// `VIR_NETWORK_SECTION_IP_DHCP_HOST`, since 0.10.2.
    IpDhcpHost = 4,
    /// `VIR_NETWORK_SECTION_IP_DHCP_RANGE`, since 0.10.2.
    IpDhcpRange = 5,
    /// `VIR_NETWORK_SECTION_FORWARD`, since 0.10.2.
    Forward = 6,
    /// `VIR_NETWORK_SECTION_FORWARD_INTERFACE`, since 0.10.2.
    ForwardInterface = 7,
    /// `VIR_NETWORK_SECTION_FORWARD_PF`, since 0.10.2.
    ForwardPf = 8,
    /// `VIR_NETWORK_SECTION_PORTGROUP`, since 0.10.2.
    Portgroup = 9,
    /// `VIR_NETWORK_SECTION_DNS_HOST`, since 0.10.2.
    DnsHost = 10,
    /// `VIR_NETWORK_SECTION_DNS_TXT`, since 0.10.2.
    DnsTxt = 11,
    /// `VIR_NETWORK_SECTION_DNS_SRV`, since 0.10.2.
    DnsSrv = 12,
}

impl NetworkUpdateSection {
    /// Every member.
    pub const ALL: &'static [Self] = &[
        Self::None,
        Self::Bridge,
        Self::Domain,
        Self::Ip,
        Self::IpDhcpHost,
        Self::IpDhcpRange,
        Self::Forward,
        Self::ForwardInterface,
        Self::ForwardPf,
        Self::Portgroup,
        Self::DnsHost,
        Self::DnsTxt,
        Self::DnsSrv,
    ];

    /// Number of the member.
    pub const fn raw(self) -> i32 {
        self as i32
    }

    /// The member with this number.
    pub const fn from_raw(raw: i32) -> Option<Self> {
        match raw {
            0 => Some(Self::None),
            1 => Some(Self::Bridge),
            2 => Some(Self::Domain),
            3 => Some(Self::Ip),
            4 => Some(Self::IpDhcpHost),
            5 => Some(Self::IpDhcpRange),
            6 => Some(Self::Forward),
            7 => Some(Self::ForwardInterface),
            8 => Some(Self::ForwardPf),
            9 => Some(Self::Portgroup),
            10 => Some(Self::DnsHost),
            11 => Some(Self::DnsTxt),
            12 => Some(Self::DnsSrv),
            _ => None,
        }
    }
}

bitflags! {
/// Flags of `virNetworkXMLFlags`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct NetworkXmlFlags: u32 {
/// `VIR_NETWORK_XML_INACTIVE`, since 0.9.10.
const INACTIVE = 1;
}
}

bitflags! {
/// Flags of `virNodeAllocPagesFlags`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct NodeAllocPagesFlags: u32 {
/// `VIR_NODE_ALLOC_PAGES_SET`, since 1.2.9.
const SET = 1;
}
}

bitflags! {
/// Flags of `virNodeDeviceCreateXMLFlags`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct NodeDeviceCreateXmlFlags: u32 {
/// `VIR_NODE_DEVICE_CREATE_XML_VALIDATE`, since 8.10.0.
const VALIDATE = 1;
}
}

bitflags! {
/// Flags of `virNodeDeviceDefineXMLFlags`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct NodeDeviceDefineXmlFlags: u32 {
/// `VIR_NODE_DEVICE_DEFINE_XML_VALIDATE`, since 8.10.0.
const VALIDATE = 1;
}
}

/// Values of `virNodeDeviceEventID`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i32)]
pub enum NodeDeviceEventId {
    /// `VIR_NODE_DEVICE_EVENT_ID_LIFECYCLE`, since 2.2.0.
    Lifecycle = 0,
    /// `VIR_NODE_DEVICE_EVENT_ID_UPDATE`, since 2.2.0.
    Update = 1,
}

impl NodeDeviceEventId {
    /// Every member.
    pub const ALL: &'static [Self] = &[Self::Lifecycle, Self::Update];

    /// Number of the member.
    pub const fn raw(self) -> i32 {
        self as i32
    }

    /// The member with this number.
    pub const fn from_raw(raw: i32) -> Option<Self> {
        match raw {
            0 => Some(Self::Lifecycle),
            1 => Some(Self::Update),
            _ => None,
        }
    }
}

/// Values of `virNodeDeviceEventLifecycleType`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i32)]
pub enum NodeDeviceEventLifecycleType {
    /// `VIR_NODE_DEVICE_EVENT_CREATED`, since 2.2.0.
    Created = 0,
    /// `VIR_NODE_DEVICE_EVENT_DELETED`, since 2.2.0.
    Deleted = 1,
    /// `VIR_NODE_DEVICE_EVENT_DEFINED`, since 7.3.0.
    Defined = 2,
    /// `VIR_NODE_DEVICE_EVENT_UNDEFINED`, since 7.3.0.
    Undefined = 3,
}

impl NodeDeviceEventLifecycleType {
    /// Every member.
    pub const ALL: &'static [Self] = &[Self::Created, Self::Deleted, Self::Defined, Self::Undefined];

    /// Number of the member.
    pub const fn raw(self) -> i32 {
        self as i32
    }

    /// The member with this number.
    pub const fn from_raw(raw: i32) -> Option<Self> {
        match raw {
            0 => Some(Self::Created),
            1 => Some(Self::Deleted),
            2 => Some(Self::Defined),
            3 => Some(Self::Undefined),
            _ => None,
        }
    }
}

bitflags! {
/// Flags of `virNodeDeviceXMLFlags`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct NodeDeviceXmlFlags: u32 {
/// `VIR_NODE_DEVICE_XML_INACTIVE`, since 10.1.0.
const INACTIVE = 1;
}
}

/// Values of `virNodeGetCPUStatsAllCPUs`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i32)]
pub enum NodeGetCpuStatsAllCpUs {
    /// `VIR_NODE_CPU_STATS_ALL_CPUS`, since 0.9.3.
    Cpus = -1,
}

impl NodeGetCpuStatsAllCpUs {
    /// Every member.
    pub const ALL: &'static [Self] = &[Self::Cpus];

    /// Number of the member.
    pub const fn raw(self) -> i32 {
        self as i32
    }

    /// The member with this number.
    pub const fn from_raw(raw: i32) -> Option<Self> {
        match raw {
            -1 => Some(Self::Cpus),
            _ => None,
        }
    }
}

/// Values of `virNodeGetMemoryStatsAllCells`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i32)]
pub enum NodeGetMemoryStatsAllCells {
    /// `VIR_NODE_MEMORY_STATS_ALL_CELLS`, since 0.9.3.
    Cells = -1,
}

impl NodeGetMemoryStatsAllCells {
    /// Every member.
    pub const ALL: &'static [Self] = &[Self::Cells];

    /// Number of the member.
    pub const fn raw(self) -> i32 {
        self as i32
    }

    /// The member with this number.
    pub const fn from_raw(raw: i32) -> Option<Self> {
        match raw {
            -1 => Some(Self::Cells),
            _ => None,
        }
    }
}

/// Values of `virNodeSuspendTarget`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i32)]
pub enum NodeSuspendTarget {
    /// `VIR_NODE_SUSPEND_TARGET_MEM`, since 0.9.8.
    Mem = 0,
    /// `VIR_NODE_SUSPEND_TARGET_DISK`, since 0.9.8.
    Disk = 1,
    /// `VIR_NODE_SUSPEND_TARGET_HYBRID`, since 0.9.8.
    Hybrid = 2,
}

impl NodeSuspendTarget {
    /// Every member.
    pub const ALL: &'static [Self] = &[Self::Mem, Self::Disk, Self::Hybrid];

    /// Number of the member.
    pub const fn raw(self) -> i32 {
        self as i32
    }

    /// The member with this number.
    pub const fn from_raw(raw: i32) -> Option<Self> {
        match raw {
            0 => Some(Self::Mem),
            1 => Some(Self::Disk),
            2 => Some(Self::Hybrid),
            _ => None,
        }
    }
}

/// Values of `virSchedParameterType`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i32)]
pub enum SchedParameterType {
    /// `VIR_DOMAIN_SCHED_FIELD_INT`, since 0.2.3.
    Int = 1,
    /// `VIR_DOMAIN_SCHED_FIELD_UINT`, since 0.2.3.
    Uint = 2,
    /// `VIR_DOMAIN_SCHED_FIELD_LLONG`, since 0.2.3.
    Llong = 3,
    /// `VIR_DOMAIN_SCHED_FIELD_ULLONG`, since 0.2.3.
    Ullong = 4,
    /// `VIR_DOMAIN_SCHED_FIELD_DOUBLE`, since 0.2.3.
    Double = 5,
    /// `VIR_DOMAIN_SCHED_FIELD_BOOLEAN`, since 0.2.3.
    Boolean = 6,
}

impl SchedParameterType {
    /// Every member.
    pub const ALL: &'static [Self] = &[
        Self::Int,
        Self::Uint,
        Self::Llong,
        Self::Ullong,
        Self::Double,
        Self::Boolean,
    ];

    /// Number of the member.
    pub const fn raw(self) -> i32 {
        self as i32
    }

    /// The member with this number.
    pub const fn from_raw(raw: i32) -> Option<Self> {
        match raw {
            1 => Some(Self::Int),
            2 => Some(Self::Uint),
            3 => Some(Self::Llong),
            4 => Some(Self::Ullong),
            5 => Some(Self::Double),
            6 => Some(Self::Boolean),
            _ => None,
        }
    }
}

bitflags! {
/// Flags of `virSecretDefineFlags`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct SecretDefineFlags: u32 {
/// `VIR_SECRET_DEFINE_VALIDATE`, since 7.7.0.
const VALIDATE = 1;
}
}

/// Values of `virSecretEventID`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i32)]
pub enum SecretEventId {
    /// `VIR_SECRET_EVENT_ID_LIFECYCLE`, since 3.0.0.
    Lifecycle = 0,
    /// `VIR_SECRET_EVENT_ID_VALUE_CHANGED`, since 3.0.0.
    ValueChanged = 1,
}

impl SecretEventId {
    /// Every member.
    pub const ALL: &'static [Self] = &[Self::Lifecycle, Self::ValueChanged];

    /// Number of the member.
    pub const fn raw(self) -> i32 {
        self as i32
    }

    /// The member with this number.
    pub const fn from_raw(raw: i32) -> Option<Self> {
        match raw {
            0 => Some(Self::Lifecycle),
            1 => Some(Self::ValueChanged),
            _ => None,
        }
    }
}

/// Values of `virSecretEventLifecycleType`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i32)]
pub enum SecretEventLifecycleType {
    /// `VIR_SECRET_EVENT_DEFINED`, since 3.0.0.
    Defined = 0,
    /// `VIR_SECRET_EVENT_UNDEFINED`, since 3.0.0.
    Undefined = 1,
}

impl SecretEventLifecycleType {
    /// Every member.
    pub const ALL: &'static [Self] = &[Self::Defined, Self::Undefined];

    /// Number of the member.
    pub const fn raw(self) -> i32 {
        self as i32
    }

    /// The member with this number.
    pub const fn from_raw(raw: i32) -> Option<Self> {
        match raw {
            0 => Some(Self::Defined),
            1 => Some(Self::Undefined),
            _ => None,
        }
    }
}

/// Values of `virSecretUsageType`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i32)]
pub enum SecretUsageType {
    /// `VIR_SECRET_USAGE_TYPE_NONE`, since 0.7.1.
    None = 0,
    /// `VIR_SECRET_USAGE_TYPE_VOLUME`, since 0.7.1.
    Volume = 1,
    /// `VIR_SECRET_USAGE_TYPE_CEPH`, since 0.9.7.
    Ceph = 2,
    /// `VIR_SECRET_USAGE_TYPE_ISCSI`, since 1.0.4.
    Iscsi = 3,
    /// `VIR_SECRET_USAGE_TYPE_TLS`, since 2.3.0.
    Tls = 4,
    /// `VIR_SECRET_USAGE_TYPE_VTPM`, since 5.6.0.
    Vtpm = 5,
}

impl SecretUsageType {
    /// Every member.
    pub const ALL: &'static [Self] = &[
        Self::None,
        Self::Volume,
        Self::Ceph,
        Self::Iscsi,
        Self::Tls,
        Self::Vtpm,
    ];

    /// Number of the member.
    pub const fn raw(self) -> i32 {
        self as i32
    }

    /// The member with this number.
    pub const fn from_raw(raw: i32) -> Option<Self> {
        match raw {
            0 => Some(Self::None),
            1 => Some(Self::Volume),
            2 => Some(Self::Ceph),
            3 => Some(Self::Iscsi),
            4 => Some(Self::Tls),
            5 => Some(Self::Vtpm),
            _ => None,
        }
    }
}

bitflags! {
/// Flags of `virStoragePoolBuildFlags`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct StoragePoolBuildFlags: u32 {
/// `VIR_STORAGE_POOL_BUILD_REPAIR`, since 0.4.1.
const REPAIR = 1;
/// `VIR_STORAGE_POOL_BUILD_RESIZE`, since 0.4.1.
const RESIZE = 2;
/// `VIR_STORAGE_POOL_BUILD_NO_OVERWRITE`, since 0.9.5.
const NO_OVERWRITE = 4;
/// `VIR_STORAGE_POOL_BUILD_OVERWRITE`, since 0.9.5.
const OVERWRITE = 8;
}
}

bitflags! {
/// Flags of `virStoragePoolCreateFlags`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct StoragePoolCreateFlags: u32 {
/// `VIR_STORAGE_POOL_CREATE_WITH_BUILD`, since 1.3.1.
const WITH_BUILD = 1;
/// `VIR_STORAGE_POOL_CREATE_WITH_BUILD_OVERWRITE`, since 1.3.1.
const WITH_BUILD_OVERWRITE = 2;
/// `VIR_STORAGE_POOL_CREATE_WITH_BUILD_NO_OVERWRITE`, since 1.3.1.
const WITH_BUILD_NO_OVERWRITE = 4;
}
}

bitflags! {
/// Flags of `virStoragePoolDefineFlags`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct StoragePoolDefineFlags: u32 {
/// `VIR_STORAGE_POOL_DEFINE_VALIDATE`, since 7.7.0.
const VALIDATE = 1;
}
}

bitflags! {
/// Flags of `virStoragePoolDeleteFlags`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct StoragePoolDeleteFlags: u32 {
/// `VIR_STORAGE_POOL_DELETE_ZEROED`, since 0.4.1.
const ZEROED = 1;
}
}

/// Values of `virStoragePoolEventID`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i32)]
pub enum StoragePoolEventId {
    /// `VIR_STORAGE_POOL_EVENT_ID_LIFECYCLE`, since 2.0.0.
    Lifecycle = 0,
    /// `VIR_STORAGE_POOL_EVENT_ID_REFRESH`, since 2.0.0.
    Refresh = 1,
}

impl StoragePoolEventId {
    /// Every member.
    pub const ALL: &'static [Self] = &[Self::Lifecycle, Self::Refresh];

    /// Number of the member.
    pub const fn raw(self) -> i32 {
        self as i32
    }

    /// The member with this number.
    pub const fn from_raw(raw: i32) -> Option<Self> {
        match raw {
            0 => Some(Self::Lifecycle),
            1 => Some(Self::Refresh),
            _ => None,
        }
    }
}

/// Values of `virStoragePoolEventLifecycleType`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i32)]
pub enum StoragePoolEventLifecycleType {
    /// `VIR_STORAGE_POOL_EVENT_DEFINED`, since 2.0.0.
    Defined = 0,
    /// `VIR_STORAGE_POOL_EVENT_UNDEFINED`, since 2.0.0.
    Undefined = 1,
    /// `VIR_STORAGE_POOL_EVENT_STARTED`, since 2.0.0.
    Started = 2,
    /// `VIR_STORAGE_POOL_EVENT_STOPPED`, since 2.0.0.
    Stopped = 3,
    /// `VIR_STORAGE_POOL_EVENT_CREATED`, since 3.8.0.
    Created = 4,
    /// `VIR_STORAGE_POOL_EVENT_DELETED`, since 3.8.0.
    Deleted = 5,
}

impl StoragePoolEventLifecycleType {
    /// Every member.
    pub const ALL: &'static [Self] = &[
        Self::Defined,
        Self::Undefined,
        Self::Started,
        Self::Stopped,
        Self::Created,
        Self::Deleted,
    ];

    /// Number of the member.
    pub const fn raw(self) -> i32 {
        self as i32
    }

    /// The member with this number.
    pub const fn from_raw(raw: i32) -> Option<Self> {
        match raw {
            0 => Some(Self::Defined),
            1 => Some(Self::Undefined),
            2 => Some(Self::Started),
            3 => Some(Self::Stopped),
            4 => Some(Self::Created),
            5 => Some(Self::Deleted),
            _ => None,
        }
    }
}

/// Values of `virStoragePoolState`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i32)]
pub enum StoragePoolState {
    /// `VIR_STORAGE_POOL_INACTIVE`, since 0.4.1.
    Inactive = 0,
    /// `VIR_STORAGE_POOL_BUILDING`, since 0.4.1.
    Building = 1,
    /// `VIR_STORAGE_POOL_RUNNING`, since 0.4.1.
    Running = 2,
    /// `VIR_STORAGE_POOL_DEGRADED`, since 0.4.1.
    Degraded = 3,
    /// `VIR_STORAGE_POOL_INACCESSIBLE`, since 0.8.2.
    Inaccessible = 4,
}

impl StoragePoolState {
    /// Every member.
    pub const ALL: &'static [Self] = &[
        Self::Inactive,
        Self::Building,
        Self::Running,
        Self::Degraded,
        Self::Inaccessible,
    ];

    /// Number of the member.
    pub const fn raw(self) -> i32 {
        self as i32
    }

    /// The member with this number.
    pub const fn from_raw(raw: i32) -> Option<Self> {
        match raw {
            0 => Some(Self::Inactive),
            1 => Some(Self::Building),
            2 => Some(Self::Running),
            3 => Some(Self::Degraded),
            4 => Some(Self::Inaccessible),
            _ => None,
        }
    }
}

bitflags! {
/// Flags of `virStorageVolCreateFlags`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct StorageVolCreateFlags: u32 {
/// `VIR_STORAGE_VOL_CREATE_PREALLOC_METADATA`, since 1.0.1.
const PREALLOC_METADATA = 1;
/// `VIR_STORAGE_VOL_CREATE_REFLINK`, since 1.2.13.
const REFLINK = 2;
/// `VIR_STORAGE_VOL_CREATE_VALIDATE`, since 8.10.0.
const VALIDATE = 4;
}
}

bitflags! {
/// Flags of `virStorageVolDeleteFlags`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct StorageVolDeleteFlags: u32 {
/// `VIR_STORAGE_VOL_DELETE_ZEROED`, since 0.4.1.
const ZEROED = 1;
/// `VIR_STORAGE_VOL_DELETE_WITH_SNAPSHOTS`, since 1.2.21.
const WITH_SNAPSHOTS = 2;
}
}

bitflags! {
/// Flags of `virStorageVolDownloadFlags`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct StorageVolDownloadFlags: u32 {
/// `VIR_STORAGE_VOL_DOWNLOAD_SPARSE_STREAM`, since 3.4.0.
const SPARSE_STREAM = 1;
}
}

bitflags! {
/// Flags of `virStorageVolInfoFlags`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct StorageVolInfoFlags: u32 {
/// `VIR_STORAGE_VOL_GET_PHYSICAL`, since 3.0.0.
const GET_PHYSICAL = 1;
}
}

bitflags! {
/// Flags of `virStorageVolResizeFlags`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct StorageVolResizeFlags: u32 {
/// `VIR_STORAGE_VOL_RESIZE_ALLOCATE`, since 0.9.10.
const ALLOCATE = 1;
/// `VIR_STORAGE_VOL_RESIZE_DELTA`, since 0.9.10.
const DELTA = 2;
/// `VIR_STORAGE_VOL_RESIZE_SHRINK`, since 0.9.10.
const SHRINK = 4;
}
}

/// Values of `virStorageVolType`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i32)]
pub enum StorageVolType {
    /// `VIR_STORAGE_VOL_FILE`, since 0.4.1.
    File = 0,
    /// `VIR_STORAGE_VOL_BLOCK`, since 0.4.1.
    Block = 1,
    /// `VIR_STORAGE_VOL_DIR`, since 0.9.5.
    Dir = 2,
    /// `VIR_STORAGE_VOL_NETWORK`, since 0.9.13.
    Network = 3,
    /// `VIR_STORAGE_VOL_NETDIR`, since 1.2.0.
    Netdir = 4,
    /// `VIR_STORAGE_VOL_PLOOP`, since 1.3.4.
    Ploop = 5,
}

impl StorageVolType {
    /// Every member.
    pub const ALL: &'static [Self] = &[
        Self::File,
        Self::Block,
        Self::Dir,
        Self::Network,
        Self::Netdir,
        Self::Ploop,
    ];

    /// Number of the member.
    pub const fn raw(self) -> i32 {
        self as i32
    }

    /// The member with this number.
    pub const fn from_raw(raw: i32) -> Option<Self> {
        match raw {
            0 => Some(Self::File),
            1 => Some(Self::Block),
            2 => Some(Self::Dir),
            3 => Some(Self::Network),
            4 => Some(Self::Netdir),
            5 => Some(Self::Ploop),
            _ => None,
        }
    }
}

bitflags! {
/// Flags of `virStorageVolUploadFlags`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct StorageVolUploadFlags: u32 {
/// `VIR_STORAGE_VOL_UPLOAD_SPARSE_STREAM`, since 3.4.0.
const SPARSE_STREAM = 1;
}
}

/// Values of `virStorageVolWipeAlgorithm`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i32)]
pub enum StorageVolWipeAlgorithm {
    /// `VIR_STORAGE_VOL_WIPE_ALG_ZERO`, since 0.9.10.
    Zero = 0,
    /// `VIR_STORAGE_VOL_WIPE_ALG_NNSA`, since 0.9.10.
    Nnsa = 1,
    /// `VIR_STORAGE_VOL_WIPE_ALG_DOD`, since 0.9.10.
    Dod = 2,
    /// `VIR_STORAGE_VOL_WIPE_ALG_BSI`, since 0.9.10.
    Bsi = 3,
    /// `VIR_STORAGE_VOL_WIPE_ALG_GUTMANN`, since 0.9.10.
    Gutmann = 4,
    /// `VIR_STORAGE_VOL_WIPE_ALG_SCHNEIER`, since 0.9.10.
    Schneier = 5,
    /// `VIR_STORAGE_VOL_WIPE_ALG_PFITZNER7`, since 0.9.10.
    Pfitzner7 = 6,
    /// `VIR_STORAGE_VOL_WIPE_ALG_PFITZNER33`, since 0.9.10.
    Pfitzner33 = 7,
    /// `VIR_STORAGE_VOL_WIPE_ALG_RANDOM`, since 0.9.10.
    Random = 8,
    /// `VIR_STORAGE_VOL_WIPE_ALG_TRIM`, since 1.3.2.
    Trim = 9,
}

impl StorageVolWipeAlgorithm {
    /// Every member.
    pub const ALL: &'static [Self] = &[
        Self::Zero,
        Self::Nnsa,
        Self::Dod,
        Self::Bsi,
        Self::Gutmann,
        Self::Schneier,
        Self::Pfitzner7,
        Self::Pfitzner33,
        Self::Random,
        Self::Trim,
    ];

    /// Number of the member.
    pub const fn raw(self) -> i32 {
        self as i32
    }

    /// The member with this number.
    pub const fn from_raw(raw: i32) -> Option<Self> {
        match raw {
            0 => Some(Self::Zero),
            1 => Some(Self::Nnsa),
            2 => Some(Self::Dod),
            3 => Some(Self::Bsi),
            4 => Some(Self::Gutmann),
            5 => Some(Self::Schneier),
            6 => Some(Self::Pfitzner7),
            7 => Some(Self::Pfitzner33),
            8 => Some(Self::Random),
            9 => Some(Self::Trim),
            _ => None,
        }
    }
}

bitflags! {
/// Flags of `virStorageXMLFlags`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct StorageXmlFlags: u32 {
/// `VIR_STORAGE_XML_INACTIVE`, since 0.9.13.
const INACTIVE = 1;
}
}

/// Values of `virStreamEventType`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i32)]
pub enum StreamEventType {
    /// `VIR_STREAM_EVENT_READABLE`, since 0.7.2.
    Readable = 1,
    /// `VIR_STREAM_EVENT_WRITABLE`, since 0.7.2.
    Writable = 2,
    /// `VIR_STREAM_EVENT_ERROR`, since 0.7.2.
    Error = 4,
    /// `VIR_STREAM_EVENT_HANGUP`, since 0.7.2.
    Hangup = 8,
}

impl StreamEventType {
    /// Every member.
    pub const ALL: &'static [Self] = &[Self::Readable, Self::Writable, Self::Error, Self::Hangup];

    /// Number of the member.
    pub const fn raw(self) -> i32 {
        self as i32
    }

    /// The member with this number.
    pub const fn from_raw(raw: i32) -> Option<Self> {
        match raw {
            1 => Some(Self::Readable),
            2 => Some(Self::Writable),
            4 => Some(Self::Error),
            8 => Some(Self::Hangup),
            _ => None,
        }
    }
}

bitflags! {
/// Flags of `virStreamFlags`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct StreamFlags: u32 {
/// `VIR_STREAM_NONBLOCK`, since 0.7.2.
const NONBLOCK = 1;
}
}

bitflags! {
/// Flags of `virStreamRecvFlagsValues`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct StreamRecvFlags: u32 {
/// `VIR_STREAM_RECV_STOP_AT_HOLE`, since 3.4.0.
const STOP_AT_HOLE = 1;
}
}

bitflags! {
/// Flags of `virTypedParameterFlags`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct TypedParameterFlags: u32 {
/// `VIR_TYPED_PARAM_STRING_OKAY`, since 0.9.8.
const STRING_OKAY = 4;
}
}

/// Values of `virTypedParameterType`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i32)]
pub enum TypedParameterType {
    /// `VIR_TYPED_PARAM_INT`, since 0.9.2.
    Int = 1,
    /// `VIR_TYPED_PARAM_UINT`, since 0.9.2.
    Uint = 2,
    /// `VIR_TYPED_PARAM_LLONG`, since 0.9.2.
    Llong = 3,
    /// `VIR_TYPED_PARAM_ULLONG`, since 0.9.2.
    Ullong = 4,
    /// `VIR_TYPED_PARAM_DOUBLE`, since 0.9.2.
    Double = 5,
    /// `VIR_TYPED_PARAM_BOOLEAN`, since 0.9.2.
    Boolean = 6,
    /// `VIR_TYPED_PARAM_STRING`, since 0.9.8.
    String = 7,
}

impl TypedParameterType {
    /// Every member.
    pub const ALL: &'static [Self] = &[
        Self::Int,
        Self::Uint,
        Self::Llong,
        Self::Ullong,
        Self::Double,
        Self::Boolean,
        Self::String,
    ];

    /// Number of the member.
    pub const fn raw(self) -> i32 {
        self as i32
    }

    /// The member with this number.
    pub const fn from_raw(raw: i32) -> Option<Self> {
        match raw {
            1 => Some(Self::Int),
            2 => Some(Self::Uint),
            3 => Some(Self::Llong),
            4 => Some(Self::Ullong),
            5 => Some(Self::Double),
            6 => Some(Self::Boolean),
            7 => Some(Self::String),
            _ => None,
        }
    }
}

/// Values of `virVcpuHostCpuState`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i32)]
pub enum VcpuHostCpuState {
    /// `VIR_VCPU_INFO_CPU_UNAVAILABLE`, since 6.10.0.
    Unavailable = -2,
    /// `VIR_VCPU_INFO_CPU_OFFLINE`, since 6.10.0.
    Offline = -1,
}

impl VcpuHostCpuState {
    /// Every member.
    pub const ALL: &'static [Self] = &[Self::Unavailable, Self::Offline];

    /// Number of the member.
    pub const fn raw(self) -> i32 {
        self as i32
    }

    /// The member with this number.
    pub const fn from_raw(raw: i32) -> Option<Self> {
        match raw {
            -2 => Some(Self::Unavailable),
            -1 => Some(Self::Offline),
            _ => None,
        }
    }
}

/// Values of `virVcpuState`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i32)]
pub enum VcpuState {
    /// `VIR_VCPU_OFFLINE`, since 0.1.4.
    Offline = 0,
    /// `VIR_VCPU_RUNNING`, since 0.1.4.
    Running = 1,
    /// `VIR_VCPU_BLOCKED`, since 0.1.4.
    Blocked = 2,
}

impl VcpuState {
    /// Every member.
    pub const ALL: &'static [Self] = &[Self::Offline, Self::Running, Self::Blocked];

    /// Number of the member.
    pub const fn raw(self) -> i32 {
        self as i32
    }

    /// The member with this number.
    pub const fn from_raw(raw: i32) -> Option<Self> {
        match raw {
            0 => Some(Self::Offline),
            1 => Some(Self::Running),
            2 => Some(Self::Blocked),
            _ => None,
        }
    }
}
