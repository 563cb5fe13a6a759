//! Pools of Ceph: volumes are block devices of RADOS (RBD images), which guests reach through the
//! network. The cluster is asked, and changed, through the `rbd` and `rados` programs.
//!
//! API boundary: yes, for whoever assembles a storage driver, with [`RbdBackend`] as its only item.
//!
//! **Invariant**: the key of a user is never in the arguments of a program, nor on a disk.
//! **Invariant**: no image is removed unasked but those that a note of ours tells of.
#![forbid(unsafe_code)]

mod answers;
mod backend;
mod cluster;
mod parts;
mod snapshots;
mod volumes;

pub use backend::RbdBackend;
