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
mod params;
pub mod procedure;
pub mod wire;

pub use error::WireError;
pub use generated::{admin, lxc, qemu, remote};
pub use params::TypedParams;

/// What a client is told when events were dropped because it did not read them. No part of libvirt's
/// interface: the daemon sends it only to a client that asked for [`lag::FEATURE`], so that others never see
/// it, and a libvirtd answers that it has no such feature.
pub mod lag {
    /// Number of the feature in `connect_supports_feature`, far from those of libvirt. Asking for it is asking
    /// to be told.
    pub const FEATURE: i32 = 0x6676_0001;
    /// Message of the program `remote`; its body is the number of events that were dropped, as an unsigned
    /// hyper. It stands in the order of events where they would have been.
    pub const LOST_EVENTS: u32 = 0x6676_0001;
}

/// How a daemon says that holes which are sent into a volume become zeros there, so that a client may leave zeros out
/// without being asked to. No part of libvirt's interface: a libvirtd answers that it has no such feature.
pub mod holes {
    /// Number of the feature in `connect_supports_feature`, far from those of libvirt.
    pub const FEATURE: i32 = 0x6676_0002;
}

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
