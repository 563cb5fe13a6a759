//! Pools of ZFS: volumes are its volumes (zvols), with all their space or with what they use.
//!
//! API boundary: yes, for whoever assembles a storage driver, with [`ZfsBackend`] as its only item.
//!
//! **Invariant**: ZFS's own programs make every change.
#![forbid(unsafe_code)]

mod backend;
mod dataset;
mod sources;
mod volumes;
mod zpool;

pub use backend::ZfsBackend;
