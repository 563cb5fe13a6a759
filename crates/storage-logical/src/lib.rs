//! Pools that are volume groups of LVM: volumes are logical volumes, plain, snapshots of others, or thin
//! where the group has a thin pool.
//!
//! API boundary: yes, for whoever assembles a storage driver, with [`LogicalBackend`] as its only item.
//!
//! **Invariant**: LVM's own programs make every change; its answers are read from its JSON reports.
//! **Invariant**: a device that holds something becomes part of a group only when the caller says so.
#![forbid(unsafe_code)]

mod backend;
mod group;
mod lvm;
mod report;
mod volume;
mod volumes;

pub use backend::LogicalBackend;
