//! The pool of a host's multipath devices: disks that are reached by several ways, joined by the device
//! mapper. The pool shows them; who makes them is the multipath daemon.
//!
//! API boundary: yes, for whoever assembles a storage driver, with [`MpathBackend`] as its only item.
//!
//! **Invariant**: changes nothing of a device but its data, and that only when asked to.
#![forbid(unsafe_code)]

mod backend;
mod maps;

pub use backend::MpathBackend;
