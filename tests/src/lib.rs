//! Test lanes that cross crates. Each starts `ferrovirtd` as a user would and drives it from outside:
//! through stock `virsh`, through python3-libvirt, through the `ferrovirt` command, and through frames
//! written by hand.
//!
//! API boundary: no, programs for `cargo xtask test` and `cargo xtask bench`.
//!
//! **Invariant**: uses no crate of the workspace. What goes over the wire is written here a second time,
//! so that one mistake cannot hide on both sides.

#![forbid(unsafe_code)]
#![expect(clippy::print_stdout, reason = "a lane tells its cases on standard output")]
#![expect(
    missing_docs,
    reason = "programs, not an API: names and module comments say it"
)]

pub mod bench;
pub mod conformance;
pub mod crash;
pub mod harness;
pub mod hostile;
pub mod net;
pub mod qemu;
pub mod rbd;
pub mod storage;
pub mod vm;
pub mod wire;
pub mod zfs;
