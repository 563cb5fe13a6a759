//! A hypervisor in memory: guests, networks, storage, interfaces and devices that exist only as
//! documents, answer as libvirt's test driver does, and cost nothing. Programs are tried out on it, and
//! so are this project's own layers.
//!
//! [`open()`] gives the drivers behind a `test:` URI. All connections to `test:///default` of one
//! process share one host, which goes away with the last of them; a path to a file (a `<node>`
//! document) gives a host of its own. Without parameters a connection has the functions and the limits
//! of libvirt's test driver. `?full` has everything: devices that are plugged in, jobs with progress,
//! migration, an agent, secrets, ports, a clock and faults under the caller's control.
//!
//! API boundary: yes, for the registry.
//!
//! **Invariant**: nothing but the files that a caller names is read or written, no process is started.
//! **Invariant**: readers take published states and never wait for a change; a change that fails leaves
//! nothing behind.
//! **Invariant**: knows no other driver.
#![forbid(unsafe_code)]

mod affect;
mod agenda;
mod bitmap;
mod clock;
mod control;
mod domain;
mod door;
mod error;
mod family;
mod faults;
mod filter;
mod host;
mod interface;
mod metadata;
mod network;
mod nodedev;
mod open;
mod secret;
mod settings;
mod storage;
mod surface;
mod world;

pub use open::{Opened, open};

use std::sync::Arc;
use world::World;

/// The driver: every trait over one host.
#[derive(Clone)]
pub(crate) struct TestDriver {
    pub(crate) world: Arc<World>,
    /// The connection has every function, not only those of libvirt's test driver.
    pub(crate) full: bool,
}
