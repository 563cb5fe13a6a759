//! Pools on a local file system: mounted when the pool starts, unmounted when it stops. What follows the
//! mount is a directory pool.
//!
//! API boundary: yes, for whoever assembles a storage driver, with [`FsBackend`]; [`Mounted`] for kinds
//! of pools that mount something else.
//!
//! **Invariant**: a device is formatted only when the caller says so, and never while something uses it.
//! **Invariant**: what is mounted by others at the pool's place is left alone.
#![forbid(unsafe_code)]

mod backend;
mod format;
mod mount;

pub use backend::FsBackend;
pub use mount::Mounted;
