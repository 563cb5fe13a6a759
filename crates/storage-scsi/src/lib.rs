//! Pools that are SCSI host adapters: the disks behind `scsi_hostN`, or behind a Fibre Channel host that
//! is found, or made as a virtual port, by its worldwide names.
//!
//! API boundary: yes, for whoever assembles a storage driver, with [`ScsiBackend`] as its only item.
//!
//! **Invariant**: a virtual port is removed only by the pool that made it.
#![forbid(unsafe_code)]

mod adapter;
mod backend;
mod port;

pub use backend::ScsiBackend;
