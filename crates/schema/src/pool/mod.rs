//! `<pool>`: where volumes are kept.

mod document;
mod rules;
mod source;
mod target;

pub use document::{Pool, PoolType, WORK_SPACE, Work};
pub use source::{
    Adapter, AdapterAddress, AdapterType, Auth, AuthSecret, Device, FreeExtent, Host, Initiator,
    ParentAddress, Source, Sources,
};
pub use target::{
    ConfigOption, Cow, Features, MountOption, Refresh, RefreshAllocation, RefreshVolume, Target,
};

/// What partitions can be for, as volumes of a disk pool name it in `<format>`; the usual one first.
pub const PARTITION_FORMATS: &[&str] = &[
    "none",
    "linux",
    "fat16",
    "fat32",
    "linux-swap",
    "linux-lvm",
    "linux-raid",
    "extended",
];
