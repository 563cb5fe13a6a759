//! What one kind of pool brings.

use crate::{Definition, NewVolume, StorageError, Volume, Volumes};
use async_trait::async_trait;
use ferrovirt_schema::pool::PoolType;
use ferrovirt_schema::storage::Permissions;
use std::fs::File;
use std::sync::Arc;

/// Space of a pool, in bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Usage {
    /// All.
    pub capacity: u64,
    /// In use.
    pub allocation: u64,
    /// Free.
    pub available: u64,
}

/// What a pool holds.
#[derive(Debug, Clone, Default)]
pub struct Listing {
    /// Its volumes.
    pub volumes: Volumes,
    /// Its space.
    pub usage: Usage,
    /// Permissions of its target, where it has one.
    pub permissions: Option<Permissions>,
}

/// What a volume is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// To be read.
    Read,
    /// To be written.
    Write,
}

/// What a wiped volume is overwritten with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WipePattern {
    /// Zeros.
    Zero,
    /// Random bytes.
    Random,
}

/// One kind of pool.
///
/// The caller sees to it that a pool is not started twice, and that no two calls change one volume at
/// a time. A call that fails leaves nothing behind. A call is always carried to its end: it is not
/// dropped half-way. Blocking work goes through [`blocking`].
#[async_trait]
pub trait Backend: Send + Sync {
    /// The kind.
    fn kind(&self) -> PoolType;

    /// Whether two pools would have the same storage.
    fn same_source(&self, a: &Definition, b: &Definition) -> bool;

    /// Makes the storage, as far as it is not there.
    async fn build(&self, pool: &Arc<Definition>) -> Result<(), StorageError>;

    /// Makes the storage accessible on this host. Doing it again does no harm.
    async fn start(&self, pool: &Arc<Definition>) -> Result<(), StorageError>;

    /// Ends what `start` began.
    async fn stop(&self, pool: &Arc<Definition>) -> Result<(), StorageError>;

    /// Removes the storage, which has to be empty.
    async fn remove(&self, pool: &Arc<Definition>) -> Result<(), StorageError>;

    /// Lists the volumes; those of `known` that did not change are taken over.
    async fn list(&self, pool: &Arc<Definition>, known: &Volumes) -> Result<Listing, StorageError>;

    /// Space of the pool as it is now.
    async fn usage(&self, pool: &Arc<Definition>) -> Result<Usage, StorageError>;

    /// Looks at a volume again; the same `Arc` if nothing changed.
    async fn look(&self, pool: &Arc<Definition>, volume: &Arc<Volume>) -> Result<Arc<Volume>, StorageError>;

    /// Makes a volume.
    async fn create(&self, pool: &Arc<Definition>, new: NewVolume) -> Result<Arc<Volume>, StorageError>;

    /// Makes a volume with the content of another, of this or another pool, that `from` describes.
    async fn copy(
        &self,
        pool: &Arc<Definition>,
        new: NewVolume,
        from: &Arc<Volume>,
    ) -> Result<Arc<Volume>, StorageError>;

    /// Removes a volume.
    async fn delete(&self, pool: &Arc<Definition>, volume: &Arc<Volume>) -> Result<(), StorageError>;

    /// Gives a volume another capacity, and the space for it if `allocate` says so.
    async fn resize(
        &self,
        pool: &Arc<Definition>,
        volume: &Arc<Volume>,
        capacity: u64,
        allocate: bool,
    ) -> Result<(), StorageError>;

    /// Overwrites a volume.
    async fn wipe(
        &self,
        pool: &Arc<Definition>,
        volume: &Arc<Volume>,
        pattern: WipePattern,
    ) -> Result<(), StorageError>;

    /// Opens the data of a volume.
    async fn open(
        &self,
        pool: &Arc<Definition>,
        volume: &Arc<Volume>,
        access: Access,
    ) -> Result<File, StorageError>;
}

/// Does blocking work on a thread for it.
pub async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, StorageError> + Send + 'static,
) -> Result<T, StorageError> {
    tokio::task::spawn_blocking(work)
        .await
        .unwrap_or(Err(StorageError::Task))
}
