//! Storage pools and volumes.

mod pool;
mod transfer;
mod volume;

pub use pool::{PoolInfo, StoragePool};
pub use volume::{StorageVol, VolInfo};
