//! The backend.

use crate::zpool::{self, ZFS};
use async_trait::async_trait;
use ferrovirt_schema::pool::PoolType;
use ferrovirt_storage::{Backend, BuildMode, Definition, StorageError, VolumeBackend, Watch};
use std::sync::Arc;

/// Pools of ZFS.
#[derive(Debug, Clone, Copy, Default)]
pub struct ZfsBackend;

#[async_trait]
impl Backend for ZfsBackend {
    fn kind(&self) -> PoolType {
        PoolType::Zfs
    }

    fn is_available(&self) -> bool {
        ZFS.is_there()
    }

    fn same_source(&self, a: &Definition, b: &Definition) -> bool {
        a.source().name == b.source().name
    }

    async fn build(&self, pool: &Arc<Definition>, mode: BuildMode) -> Result<(), StorageError> {
        zpool::build(pool, mode).await
    }

    async fn start(&self, pool: &Arc<Definition>) -> Result<(), StorageError> {
        zpool::start(pool).await
    }

    /// A pool of ZFS stays imported: it may hold more than volumes.
    async fn stop(&self, _pool: &Arc<Definition>) -> Result<(), StorageError> {
        Ok(())
    }

    async fn remove(&self, pool: &Arc<Definition>) -> Result<(), StorageError> {
        zpool::remove(pool).await
    }

    fn watch(&self, pool: &Definition) -> Option<Watch> {
        pool.target()
            .is_dir()
            .then(|| Watch::Hint(pool.target().to_owned()))
    }

    fn volumes(&self) -> &dyn VolumeBackend {
        self
    }
}
