//! The remote protocol as data: framing, the wire types of every program, and the table of all
//! procedures with number, priority, stream and permissions. Server dispatch, client stubs, access
//! checks and the support matrix all come from this table.
//!
//! API boundary: yes, for programs that speak the protocol themselves.
//!
//! **Invariant**: no sockets, no drivers; no length is believed before it is bounded.
#![forbid(unsafe_code)]

mod error;
pub mod frame;
mod generated;
mod object;
pub mod procedure;
pub mod wire;

pub use error::WireError;
pub use generated::{admin, lxc, qemu, remote};

/// The program that keeps connections alive: two messages without a body.
pub mod keepalive {
    /// Number of the program.
    pub const PROGRAM: u32 = 0x6b65_6570;
    /// Version of the program.
    pub const VERSION: u32 = 1;
    /// Asks the peer for a [`PONG`].
    pub const PING: u32 = 1;
    /// Answers a [`PING`].
    pub const PONG: u32 = 2;
}
