//! The backend.

use crate::cluster::{Cluster, RBD};
use async_trait::async_trait;
use ferrovirt_driver::secret::GuestSecrets;
use ferrovirt_schema::pool::PoolType;
use ferrovirt_storage::{Backend, Definition, StorageError, VolumeBackend};
use std::sync::Arc;

/// Pools of Ceph.
#[derive(Clone)]
pub struct RbdBackend {
    pub(crate) secrets: Arc<dyn GuestSecrets>,
}

impl RbdBackend {
    /// With the secrets that keys come from.
    pub fn new(secrets: Arc<dyn GuestSecrets>) -> Self {
        RbdBackend { secrets }
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
