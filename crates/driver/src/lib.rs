//! The API that drivers implement and everyone else calls: an application in process, the daemon for
//! a client, the remote driver by calling a daemon. Small object-safe traits, one for each capability,
//! generated from the procedure table; a method that a driver lacks answers `NoSupport`.
//!
//! Conventions of the methods:
//! - `flags` are checked by the driver with [`ferrovirt_types::flags::check`]; unknown bits are refused.
//! - Results of several values are the structs of `ferrovirt_protocol`; sizes are in the units of the
//!   interface (memory in KiB, storage in bytes, times in nanoseconds).
//! - Identities are looked up by UUID where they have one; a stale name or id does not matter.
//! - A call must not block its thread, and must end: what waits for the outside has a deadline.
//! - Dropping the future of a call cancels the waiting, never leaves an object half changed.
//!
//! API boundary: yes, for authors of drivers.
//!
//! **Invariant**: knows no implementation, no socket.
#![forbid(unsafe_code)]

pub mod abilities;
pub mod attach;
pub mod caller;
pub mod events;
pub mod gate;
mod generated;
pub mod guarded;
mod rules;
pub mod secret;
pub mod session;
pub mod stream;

pub use generated::guarded::GuardedDrivers;
pub use generated::traits::{
    BlockJobs, Checkpoints, Console, DomainConfig, DomainDevices, DomainLifecycle, Drivers, GuestAgent,
    HostDriver, InterfaceDriver, LxcSpecific, Migration, NetworkDriver, NoDriver, NodeDeviceDriver,
    NwFilterDriver, QemuSpecific, SecretDriver, Snapshots, Statistics, StoragePoolDriver, StorageVolDriver,
    Tuning,
};
