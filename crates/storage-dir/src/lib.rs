//! Pools that are directories, volumes that are the files in them.
//!
//! Raw images are made, copied, resized and wiped by file operations, and empty qcow2 images are written;
//! the rest of the other formats is the work of `qemu-img`. A
//! new volume is made under a name of its own and appears under its name when it is complete, so that a
//! failure or a kill leaves no half volume; what a kill left is swept when the pool starts. A refresh
//! opens only files that changed.
//!
//! API boundary: yes, for whoever assembles a storage driver, with [`DirBackend`] as its only item.
//! Kinds of pools that are file systems to be mounted use it for what follows the mount.
//!
//! **Invariant**: every file is reached by its name in the opened directory. A symbolic link is followed
//! only if root or the daemon's own user made it.
//! **Invariant**: an image that a running QEMU has locked is not written.
#![forbid(unsafe_code)]

mod backend;
mod copy;
mod directory;
mod image;
mod qcow2;
mod raw;
mod scan;
mod staging;
mod target;
mod wipe;

pub use backend::DirBackend;
