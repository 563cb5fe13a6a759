//! The backend.

use crate::lvm::{VGCHANGE, run};
use crate::{group, volumes};
use async_trait::async_trait;
use ferrovirt_schema::pool::{PoolType, Source};
use ferrovirt_storage::{Backend, BuildMode, Definition, StorageError, VolumeBackend, Watch};
use std::path::Path;
use std::sync::Arc;

const COPIES: &str = "/etc/lvm/backup";

/// Pools that are volume groups.
#[derive(Debug, Clone, Copy, Default)]
pub struct LogicalBackend;

#[async_trait]
impl Backend for LogicalBackend {
    fn kind(&self) -> PoolType {
        PoolType::Logical
    }

    fn same_source(&self, a: &Definition, b: &Definition) -> bool {
        let shares = |device: &str| b.source().devices.iter().any(|other| other.path == device);
        a.source().name == b.source().name || a.source().devices.iter().any(|d| shares(&d.path))
    }

    async fn find_sources(&self, _spec: Option<&Source>) -> Result<Vec<Source>, StorageError> {
        group::find().await
    }

    async fn build(&self, pool: &Arc<Definition>, mode: BuildMode) -> Result<(), StorageError> {
        group::build(pool, mode).await
    }

    async fn start(&self, pool: &Arc<Definition>) -> Result<(), StorageError> {
        let name = group::name(pool)?;
        match run(VGCHANGE, ["--activate", "ay", name]).await {
            Err(StorageError::Tool(e)) if e.stderr().is_some_and(|text| text.contains("not found")) => {
                return Err(StorageError::ConfigUnsupported(format!(
                    "cannot find logical volume group name '{name}'; build the pool first"
                )));
            }
            Err(e) => return Err(e),
            Ok(_) => {}
        }
        volumes::sweep(pool).await;
        Ok(())
    }

    async fn stop(&self, pool: &Arc<Definition>) -> Result<(), StorageError> {
        run(VGCHANGE, ["--activate", "n", group::name(pool)?])
            .await
            .map(|_| ())
    }

    async fn remove(&self, pool: &Arc<Definition>) -> Result<(), StorageError> {
        group::remove(pool).await
    }

    fn watch(&self, pool: &Definition) -> Option<Watch> {
        // LVM keeps a copy of each group's description, anew after every change. The directory of the
        // group's devices is there only while it has any.
        let places = [Path::new(COPIES), pool.target()];
        let found = places.into_iter().find(|path| path.is_dir());
        found.map(|path| Watch::Hint(path.to_owned()))
    }

    fn volumes(&self) -> &dyn VolumeBackend {
        self
    }
}
