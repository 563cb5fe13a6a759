//! The backend.

use crate::format::format;
use crate::mount::{Mounted, undo};
use async_trait::async_trait;
use ferrovirt_schema::pool::PoolType;
use ferrovirt_storage::{Backend, BuildMode, Definition, StorageError, VolumeBackend, Watch};
use ferrovirt_storage_dir::DirBackend;
use std::sync::Arc;

/// Pools on a local file system.
#[derive(Debug, Clone, Copy, Default)]
pub struct FsBackend {
    directory: DirBackend,
}

#[async_trait]
impl Backend for FsBackend {
    fn kind(&self) -> PoolType {
        PoolType::Fs
    }

    fn same_source(&self, a: &Definition, b: &Definition) -> bool {
        device(a) == device(b)
    }

    async fn build(&self, pool: &Arc<Definition>, mode: BuildMode) -> Result<(), StorageError> {
        let there = pool.target().exists();
        self.directory.build(pool, BuildMode::Usual).await?;
        let kind = pool.source().format.as_deref().unwrap_or("auto");
        let made = format(device(pool), kind, mode).await;
        if made.is_err() && !there {
            self.directory.remove(pool).await?;
        }
        made
    }

    async fn start(&self, pool: &Arc<Definition>) -> Result<(), StorageError> {
        let mounted = Arc::new(mounted(pool));
        mounted.mount().await?;
        let started = self.directory.start(pool).await;
        if started.is_err() {
            undo(&mounted).await;
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

/// The device; a definition without one is refused when it is read.
fn device(pool: &Definition) -> &str {
    let devices = &pool.source().devices;
    devices.first().map_or("", |device| device.path.as_str())
}

fn mounted(pool: &Definition) -> Mounted {
    let kind = pool.source().format.as_deref().filter(|kind| *kind != "auto");
    Mounted::new(pool, device(pool).to_owned(), kind)
}
