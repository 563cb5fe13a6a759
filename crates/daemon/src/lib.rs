//! The daemon: sockets, sessions and access checks in front of the drivers of this host.
//!
//! API boundary: no, a library only so that the binary stays thin and tests can reach the parts.
//!
//! **Invariant**: names no driver (the registry does); identifies and authorises a caller before it
//! looks at arguments.

mod admin;
mod anonymous;
pub mod conf;
pub mod config;
mod derived;
mod dispatch;
mod events;
pub mod listen;
pub mod logging;
pub mod memory;
pub mod notify;
pub mod server;
mod service;
mod session;
mod stream;
pub mod tls;
mod workers;
