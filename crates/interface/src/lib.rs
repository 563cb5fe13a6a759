//! Network interfaces of a Linux host: Ethernet, bridges, bonds and VLANs, listed, described, defined, started
//! and stopped, in transactions that can be rolled back.
//!
//! What is there is read from sysfs and netlink. A definition becomes a [`plan::Plan`] by a pure function; it
//! is made true over netlink, and kept for the next boot by the tool that configures this host's network
//! ([`keep::Tool`]): ifupdown, systemd-networkd or NetworkManager. Where there is none, the daemon starts what
//! is defined itself.
//!
//! ```
//! use ferrovirt_interface::plan::Plan;
//!
//! let plan = Plan::parse("<interface type='vlan'><vlan tag='7'><interface name='eth0'/></vlan></interface>")?;
//! assert_eq!(plan.name.as_str(), "eth0.7");
//! # Ok::<(), ferrovirt_interface::InterfaceError>(())
//! ```
//!
//! API boundary: yes, usable alone, and for whoever assembles a connection.
//!
//! **Invariant**: knows no hypervisor and no other driver; changes no file of the host that it did not write.
//! **Invariant**: a definition is on disk before it is acknowledged; a start that fails is undone.

#![forbid(unsafe_code)]

mod apply;
mod calls;
mod driver;
pub mod error;
pub mod keep;
mod live;
pub mod plan;
mod transaction;

pub use driver::Interfaces;
pub use error::{InterfaceError, Result};
