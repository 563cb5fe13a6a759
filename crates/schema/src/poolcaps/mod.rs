//! `<storagepoolCapabilities>`: which kinds of pools there are, and what they can hold.

mod document;

pub use document::{Choices, PoolCaps, PoolOptions, StoragePoolCaps, VolOptions};
