//! The backend.

use crate::exports;
use crate::location::mounted;
use async_trait::async_trait;
use ferrovirt_schema::pool::{PoolType, Source};
use ferrovirt_storage::{Backend, BuildMode, Definition, StorageError, VolumeBackend, Watch};
use ferrovirt_storage_dir::DirBackend;
use std::sync::Arc;

/// Pools on a directory of a server.
#[derive(Debug, Clone, Copy, Default)]
pub struct NetfsBackend {
    directory: DirBackend,
}

#[async_trait]
impl Backend for NetfsBackend {
    fn kind(&self) -> PoolType {
        PoolType::Netfs
    }

    fn same_source(&self, a: &Definition, b: &Definition) -> bool {
        mounted(a).source == mounted(b).source
    }

    async fn find_sources(&self, spec: Option<&Source>) -> Result<Vec<Source>, StorageError> {
        exports::find(spec).await
    }

    async fn build(&self, pool: &Arc<Definition>, mode: BuildMode) -> Result<(), StorageError> {
        if mode != BuildMode::Usual {
            return Err(StorageError::Invalid(format!(
                "the file system of pool '{}' is its server's and cannot be formatted here",
                pool.name()
            )));
        }
        self.directory.build(pool, mode).await
    }

    async fn start(&self, pool: &Arc<Definition>) -> Result<(), StorageError> {
        let mounted = mounted(pool);
        mounted.mount().await?;
        let started = self.directory.start(pool).await;
        if started.is_err() {
            // The error that matters is the first.
            drop(mounted.unmount().await);
        }
        started
    }

    async fn stop(&self, pool: &Arc<Definition>) -> Result<(), StorageError> {
        mounted(pool).unmount().await
    }

    async fn remove(&self, pool: &Arc<Definition>) -> Result<(), StorageError> {
        self.directory.remove(pool).await
    }

    fn watch(&self, pool: &Definition) -> Option<Watch> {
        self.directory.watch(pool)
    }

    fn volumes(&self) -> &dyn VolumeBackend {
        &self.directory
    }
}
