//! `<volume>`: an image in a pool.

mod document;
mod encryption;
mod target;

pub use document::{Extent, Volume, VolumeSource, VolumeSourceDevice, VolumeType, WORK_SPACE, Work};
pub use encryption::{Cipher, Encryption, IvGen};
pub use target::{ClusterSize, Features, Target, Timestamps};
