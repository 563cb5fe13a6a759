//! Pools on a directory that a file server exports (NFS, Gluster, CIFS): mounted when the pool starts,
//! unmounted when it stops. What follows the mount is a directory pool.
//!
//! API boundary: yes, for whoever assembles a storage driver, with [`NetfsBackend`] as its only item.
//!
//! **Invariant**: what is mounted by others at the pool's place is left alone.
#![forbid(unsafe_code)]

mod backend;
mod exports;
mod location;

pub use backend::NetfsBackend;
