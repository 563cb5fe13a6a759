//! From a connection URI to an assembled set of drivers. The only crate that names drivers.
//!
//! Each driver of this host is a feature: `qemu` (with networks, storage and secrets), `test`. Daemons are always
//! reached.
//!
//! API boundary: yes, for the facade and the daemon.
//!
//! **Invariant**: knows no RPC server.
#![forbid(unsafe_code)]

mod local;
mod open;
#[cfg(feature = "qemu")]
mod qemu;
#[cfg(feature = "qemu")]
mod storage;

#[cfg(feature = "qemu")]
pub use ferrovirt_domain_qemu::{QemuConfig, UserChoice};
pub use ferrovirt_remote::{Keepalive, OpenOptions, Reconnect};
pub use local::{Connected, LocalHost};
pub use open::{Opened, open};
