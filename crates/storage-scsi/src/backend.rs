//! The backend.

use crate::adapter::{Sysfs, adapter, host, is_fc};
use crate::port;
use async_trait::async_trait;
use ferrovirt_schema::pool::PoolType;
use ferrovirt_storage::block::scsi;
use ferrovirt_storage::{
    Backend, Definition, Listing, StorageError, VolumeBackend, Volumes, Watch, blocking,
};
use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};
use uuid::Uuid;

/// Pools that are SCSI hosts.
#[derive(Debug, Default)]
pub struct ScsiBackend {
    sysfs: Sysfs,
    /// Pools that made the virtual port they are on.
    made: Mutex<HashSet<Uuid>>,
}

impl ScsiBackend {
    fn made(&self) -> std::sync::MutexGuard<'_, HashSet<Uuid>> {
        self.made.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Backend for ScsiBackend {
    fn kind(&self) -> PoolType {
        PoolType::Scsi
    }

    fn same_source(&self, a: &Definition, b: &Definition) -> bool {
        match (adapter(a), adapter(b)) {
            (Ok(a), Ok(b)) if is_fc(a) && is_fc(b) => a.wwnn == b.wwnn && a.wwpn == b.wwpn,
            (Ok(a), Ok(b)) if !is_fc(a) && !is_fc(b) => {
                a.name == b.name && a.parent_address == b.parent_address
            }
            _ => false,
        }
    }

    async fn start(&self, pool: &Arc<Definition>) -> Result<(), StorageError> {
        let adapter = adapter(pool)?;
        let host = match host(&self.sysfs, adapter)? {
            Some(host) => host,
            None => {
                let host = port::create(&self.sysfs, adapter).await?;
                self.made().insert(pool.uuid());
                host
            }
        };
        blocking(move || scsi::rescan(host)).await
    }

    async fn stop(&self, pool: &Arc<Definition>) -> Result<(), StorageError> {
        let adapter = adapter(pool)?;
        // One that is managed by the host, or was there before, stays.
        let own = self.made().remove(&pool.uuid());
        match own && adapter.managed != Some(ferrovirt_xml::YesNo::No) {
            true => port::delete(&self.sysfs, adapter),
            false => Ok(()),
        }
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

#[async_trait]
impl VolumeBackend for ScsiBackend {
    async fn list(&self, pool: &Arc<Definition>, known: &Volumes) -> Result<Listing, StorageError> {
        let (sysfs, pool, known) = (self.sysfs.clone(), Arc::clone(pool), known.clone());
        blocking(move || {
            let host = host(&sysfs, adapter(&pool)?)?;
            let host =
                host.ok_or_else(|| StorageError::Argument("the adapter of the pool is gone".to_owned()))?;
            scsi::listing(&pool, &scsi::units(host)?, &known)
        })
        .await
    }
}
