//! The driver that forwards every call to a daemon, ours or a stock libvirtd: [`RemoteDriver`] implements
//! all driver traits over libvirt's remote protocol. Calls are pipelined, any number at a time; events
//! reach the [`EventBus`](ferrovirt_driver::events::EventBus); streams flow both ways under back-pressure;
//! file descriptors travel over unix sockets. A connection that ended can be opened again, by itself if asked for,
//! and says what was lost with the one before it.
//!
//! A call has no deadline of its own, because a legitimate one may take hours (a migration): a dead
//! peer is noticed by its socket or by keepalive, and a caller that waits no longer drops the future.
//!
//! API boundary: yes, for the registry and for programs that talk to a daemon by the driver traits.
//!
//! **Invariant**: knows no other driver; what the peer sends is bounded and never trusted.
#![deny(unsafe_code)]

mod address;
mod driver;
mod error;
mod events;
mod generated;
mod keeper;
mod link;
mod open;
mod session;
mod stream;
mod transport;

pub use driver::{Direction, RemoteDriver};
pub use error::RemoteError;
pub use open::{Keepalive, OpenOptions, Reconnect};
