//! The driver for guests that run in QEMU: definitions with the defaults that libvirt's users know,
//! a command line made by a pure function, one task for each running guest.
//!
//! API boundary: no; programs use it through `ferrovirt-driver`'s traits.
//!
//! **Invariant**: knows networks and storage only as `ferrovirt-driver` traits, no other driver.
//! **Invariant**: what a failed start created is undone; guests outlive this process and are taken up
//! again by the next.
//! **Invariant**: reading never waits for a guest's QEMU beyond a deadline.
#![forbid(unsafe_code)]

pub mod address;
pub mod argv;
mod backup;
mod block;
pub mod caps;
mod cgroups;
mod chain;
mod config;
pub mod define;
mod disk_keys;
mod driver;
mod error;
pub mod guest;
mod host_devices;
mod host_model;
mod hotplug;
mod keys;
mod moment;
mod nics;
pub mod process;
mod procfs;
mod restart;
mod save;
mod start;
mod storage;
mod tuning;

pub use config::QemuConfig;
pub use driver::{FEATURES, Neighbours, QemuDriver};
pub use error::QemuError;
pub use process::UserChoice;
