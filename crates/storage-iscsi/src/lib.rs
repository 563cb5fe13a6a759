//! Pools that are iSCSI targets: the host logs in when the pool starts and out when it stops; the units
//! of the target are its volumes.
//!
//! API boundary: yes, for whoever assembles a storage driver, with [`IscsiBackend`] as its only item.
//!
//! **Invariant**: a session that was there before the pool started is used, and is the pool's from then.
//! **Invariant**: a password is never in the arguments of a program, nor in a log.
#![forbid(unsafe_code)]

mod backend;
mod chap;
mod initiator;
mod session;

pub use backend::IscsiBackend;
