//! Pools that are iSCSI targets reached by guests themselves: the host neither logs in nor has devices for
//! the units. It only asks the server what there is, through the programs of libiscsi.
//!
//! API boundary: yes, for whoever assembles a storage driver, with [`IscsiDirectBackend`] as its only item.
//!
//! **Invariant**: a password is never in the arguments of a program, nor in a log.
#![forbid(unsafe_code)]

mod backend;
mod client;
mod units;

pub use backend::IscsiDirectBackend;
