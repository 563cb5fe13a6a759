//! `<volume>`: an image in a pool.

mod document;
mod target;

pub use document::{Extent, Volume, VolumeSource, VolumeSourceDevice, VolumeType};
pub use target::{ClusterSize, Features, Target, Timestamps};
