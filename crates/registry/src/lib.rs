//! From a connection URI to an assembled set of drivers. The only crate that names drivers.
//!
//! API boundary: yes, for the facade and the daemon.
//!
//! **Invariant**: knows no RPC server.
#![forbid(unsafe_code)]

mod local;
mod open;
mod qemu;
mod storage;

pub use ferrovirt_domain_qemu::{QemuConfig, UserChoice};
pub use ferrovirt_remote::{Keepalive, OpenOptions};
pub use local::{Connected, LocalHost};
pub use open::{Opened, open};
