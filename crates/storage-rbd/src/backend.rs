//! The backend.

use crate::cluster::{Cluster, RBD};
use crate::parts::Parts;
use async_trait::async_trait;
use ferrovirt_driver::secret::GuestSecrets;
use ferrovirt_schema::pool::PoolType;
use ferrovirt_storage::{Backend, Definition, StorageError, VolumeBackend};
use std::path::PathBuf;
use std::sync::Arc;

/// Pools of Ceph.
#[derive(Clone)]
pub struct RbdBackend {
    pub(crate) secrets: Arc<dyn GuestSecrets>,
    pub(crate) parts: Arc<Parts>,
}

impl RbdBackend {
    /// With the secrets that keys come from, and a folder for notes of what is being copied, which survives a reboot;
    /// it is made when it is needed. No two daemons may have the same one.
    pub fn new(secrets: Arc<dyn GuestSecrets>, notes: PathBuf) -> Self {
        RbdBackend {
            secrets,
            parts: Arc::new(Parts::new(notes)),
        }
    }

    pub(crate) async fn cluster(&self, pool: &Definition) -> Result<Cluster, StorageError> {
        Cluster::new(pool, &self.secrets).await
    }
}

#[async_trait]
impl Backend for RbdBackend {
    fn kind(&self) -> PoolType {
        PoolType::Rbd
    }

    fn is_available(&self) -> bool {
        RBD.is_there()
    }

    fn same_source(&self, a: &Definition, b: &Definition) -> bool {
        let (a, b) = (a.source(), b.source());
        a.name == b.name && a.hosts == b.hosts
    }

    async fn start(&self, _pool: &Arc<Definition>) -> Result<(), StorageError> {
        Ok(())
    }

    async fn stop(&self, _pool: &Arc<Definition>) -> Result<(), StorageError> {
        Ok(())
    }

    fn volumes(&self) -> &dyn VolumeBackend {
        self
    }
}
