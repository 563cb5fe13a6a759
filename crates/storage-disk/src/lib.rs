//! Pools that are disks: volumes are the partitions of a table, DOS's or GPT, made and removed by
//! `sfdisk`.
//!
//! API boundary: yes, for whoever assembles a storage driver, with [`DiskBackend`] as its only item.
//!
//! **Invariant**: where a partition goes is decided here, by a pure function of the table; the program
//! only writes it.
//! **Invariant**: a disk that holds something gets a new table only when the caller says so.
#![forbid(unsafe_code)]

mod backend;
mod kind;
mod place;
mod sfdisk;
mod volumes;

pub use backend::DiskBackend;
