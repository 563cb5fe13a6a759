//! Links, bridges, taps, addresses and routes of a Linux host, by rtnetlink and the tun ioctl.
//!
//! API boundary: yes; usable alone. A [`Netlink`] speaks to the network namespace of the thread that
//! opened it.
//!
//! **Invariant**: knows nothing of virtual networks or guests; runs no program; every request has a
//! deadline; no type of the netlink libraries appears in the interface.

mod address;
mod bridge;
pub mod error;
mod link;
mod netlink;
mod route;
mod tap;

pub use address::Address;
pub use bridge::{BridgeOptions, PortOptions};
pub use error::{Error, Result};
pub use link::{Link, LinkKind, LinkStats};
pub use netlink::Netlink;
pub use route::Route;
pub use tap::{Tap, TapOptions};
