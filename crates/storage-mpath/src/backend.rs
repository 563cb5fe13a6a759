//! The backend.

use crate::maps::maps;
use async_trait::async_trait;
use ferrovirt_schema::pool::PoolType;
use ferrovirt_storage::block::{self, Found, Shown};
use ferrovirt_storage::{
    Backend, Definition, Listing, StorageError, Usage, VolumeBackend, VolumeName, Volumes, Watch, blocking,
};
use std::path::Path;
use std::sync::Arc;

const BLOCK: &str = "/sys/block";
const MAPPER: &str = "/dev/mapper";

/// The pool of multipath devices.
#[derive(Debug, Clone, Copy, Default)]
pub struct MpathBackend;

#[async_trait]
impl Backend for MpathBackend {
    fn kind(&self) -> PoolType {
        PoolType::Mpath
    }

    /// There is one set of such devices on a host, but any number of pools may show it.
    fn same_source(&self, _a: &Definition, _b: &Definition) -> bool {
        false
    }

    async fn start(&self, _pool: &Arc<Definition>) -> Result<(), StorageError> {
        Ok(())
    }

    async fn stop(&self, _pool: &Arc<Definition>) -> Result<(), StorageError> {
        Ok(())
    }

    fn watch(&self, _pool: &Definition) -> Option<Watch> {
        Some(Watch::Hint(MAPPER.into()))
    }

    fn volumes(&self) -> &dyn VolumeBackend {
        self
    }
}

#[async_trait]
impl VolumeBackend for MpathBackend {
    async fn list(&self, _pool: &Arc<Definition>, known: &Volumes) -> Result<Listing, StorageError> {
        let known = known.clone();
        blocking(move || {
            let mut volumes = Volumes::new();
            for map in maps(Path::new(BLOCK)) {
                let name = VolumeName::new(&map.name)?;
                let found = Found {
                    path: format!("{MAPPER}/{name}"),
                    name: name.clone(),
                    key: Some(map.id),
                    shown: Shown::Table,
                    allocation: None,
                    extents: Vec::new(),
                };
                volumes.insert(name.clone(), block::volume(found, known.get(&name))?);
            }
            let capacity = volumes.values().map(|volume| volume.capacity).sum();
            Ok(Listing {
                volumes,
                usage: Usage {
                    capacity,
                    allocation: capacity,
                    available: 0,
                },
                ..Listing::default()
            })
        })
        .await
    }
}
