//! First-class objects over the driver traits: a [`Connection`] finds and makes [`Domain`]s,
//! [`Network`]s, [`StoragePool`]s, [`StorageVol`]umes, [`NodeDevice`]s, [`Interface`]s, [`Secret`]s and
//! filters; each object does what can be done with it. Flags, states and kinds are typed, sizes carry
//! their unit in the name, documents come as text or typed, events as an async stream, consoles and
//! volumes as async readers and writers.
//!
//! Objects are cheap to clone and hold no lock and no state: every answer is asked of the driver. An
//! object may outlive what it names; calls then fail with the error code of a missing object.
//!
//! API boundary: yes, for applications.
//!
//! **Invariant**: knows no implementation of a driver; the feature `open` only knows the registry.
#![forbid(unsafe_code)]

mod connection;
mod device;
mod document;
mod domain;
pub mod event;
mod filter;
mod interface;
mod network;
mod secret;
mod session;
mod storage;
pub mod stream;

pub use connection::{Connection, HostMemory, NodeInfo, Version};
pub use device::NodeDevice;
pub use document::Document;
pub use domain::{
    AllStats, BlockInfo, BlockJobInfo, BlockStats, Console, ControlInfo, Domain, DomainCheckpoint,
    DomainInfo, DomainInterface, DomainSnapshot, DomainStatsRecord, FilesystemInfo, InterfaceAddress,
    InterfaceStats, JobInfo, MemoryStat, Metadata, Screenshot, State, VcpuInfo,
};
pub use event::{EventItem, EventStream};
pub use filter::{NwFilter, NwFilterBinding};
pub use interface::Interface;
pub use network::{DhcpLease, Network, NetworkPort};
pub use secret::Secret;
pub use session::LocalSession;
pub use storage::{PoolInfo, StoragePool, StorageVol, VolInfo};

/// Errors of every call: code, domain, level and message.
pub use ferrovirt_driver::session::Closed;
pub use ferrovirt_types::{Error, Result};
