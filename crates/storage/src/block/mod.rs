//! What the kinds of pools with block devices as volumes have in common.

mod device;
pub mod scsi;
mod signature;

pub use device::{Found, Shown, find_alias, look, open, size_of, volume, wait_for, wipe};
pub use signature::{Table, signature, table};
