//! The backend.

use crate::zpool::{self, ZFS};
use crate::{sources, volumes};
use async_trait::async_trait;
use ferrovirt_schema::pool::{PoolType, Source};
use ferrovirt_storage::{Backend, BuildMode, Definition, StorageError, VolumeBackend, Watch};
use std::path::Path;
use std::sync::Arc;

/// Where the kernel shows devices: one appears with each volume.
const DEVICES: &str = "/dev";

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

    async fn find_sources(&self, _spec: Option<&Source>) -> Result<Vec<Source>, StorageError> {
        sources::find().await
    }

    async fn build(&self, pool: &Arc<Definition>, mode: BuildMode) -> Result<(), StorageError> {
        zpool::build(pool, mode).await
    }

    async fn start(&self, pool: &Arc<Definition>) -> Result<(), StorageError> {
        zpool::start(pool).await?;
        volumes::sweep(pool).await;
        volumes::wait_for_devices(pool).await
    }

    /// A pool of ZFS stays imported: it may hold more than volumes.
    async fn stop(&self, _pool: &Arc<Definition>) -> Result<(), StorageError> {
        Ok(())
    }

    async fn remove(&self, pool: &Arc<Definition>) -> Result<(), StorageError> {
        zpool::remove(pool).await
    }

    fn watch(&self, pool: &Definition) -> Option<Watch> {
        // The directory of the dataset's devices is there only while it has volumes.
        let places = [pool.target(), Path::new(DEVICES)];
        let found = places.into_iter().find(|path| path.is_dir());
        found.map(|path| Watch::Hint(path.to_owned()))
    }

    fn volumes(&self) -> &dyn VolumeBackend {
        self
    }
}
