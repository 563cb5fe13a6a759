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
pub mod caps;
pub mod define;
mod error;
pub mod guest;
pub mod process;

pub use error::QemuError;
