//! Connections of the remote protocol on tokio: sockets with descriptor passing, frames that take
//! memory only as bytes arrive, and the server's side of a connection, where the calls of one client
//! run side by side, keepalive never waits, and every queue is bounded.
//!
//! API boundary: yes, for programs that serve or speak the protocol.
//!
//! **Invariant**: knows procedures only by number; knows no driver.

pub mod frames;
pub mod server;
pub mod socket;
pub mod stream;
mod sys;
