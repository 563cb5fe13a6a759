//! The backend.

use crate::chap;
use crate::initiator::{Target, discover, rescan};
use crate::session::Session;
use async_trait::async_trait;
use ferrovirt_driver::secret::GuestSecrets;
use ferrovirt_schema::pool::{PoolType, Source};
use ferrovirt_storage::block::scsi;
use ferrovirt_storage::{
    Backend, Definition, Listing, StorageError, VolumeBackend, Volumes, Watch, blocking, login, undoing,
};
use std::sync::Arc;

/// Pools that are iSCSI targets.
#[derive(Clone)]
pub struct IscsiBackend {
    secrets: Arc<dyn GuestSecrets>,
}

impl IscsiBackend {
    /// With the secrets that passwords come from.
    pub fn new(secrets: Arc<dyn GuestSecrets>) -> Self {
        IscsiBackend { secrets }
    }

    async fn log_in(&self, pool: &Definition, target: &Target) -> Result<(), StorageError> {
        target.record().await?;
        if let Some(auth) = &pool.source().auth {
            let credentials = login::chap(PoolType::Iscsi, auth, &self.secrets).await?;
            chap::store(target, credentials).await?;
        }
        target.login().await
    }
}

#[async_trait]
impl Backend for IscsiBackend {
    fn kind(&self) -> PoolType {
        PoolType::Iscsi
    }

    fn same_source(&self, a: &Definition, b: &Definition) -> bool {
        let host = |pool: &Definition| pool.source().hosts.first().cloned();
        let iqn = |pool: &Definition| pool.source().devices.first().map(|device| device.path.clone());
        host(a) == host(b) && iqn(a) == iqn(b) && a.source().initiator == b.source().initiator
    }

    async fn find_sources(&self, spec: Option<&Source>) -> Result<Vec<Source>, StorageError> {
        discover(spec).await
    }

    async fn start(&self, pool: &Arc<Definition>) -> Result<(), StorageError> {
        let target = Target::of(pool)?;
        if target.session().await?.is_some() {
            return Ok(());
        }
        let started = self.log_in(pool, &target).await;
        if started.is_err() {
            undoing(target.undo()).await;
        }
        started
    }

    async fn stop(&self, pool: &Arc<Definition>) -> Result<(), StorageError> {
        let target = Target::of(pool)?;
        if target.session().await?.is_some() {
            let ended = target.logout().await;
            // A program that fails may have done its work all the same.
            if ended.is_err() && target.session().await?.is_some() {
                return ended;
            }
        }
        target.forget().await;
        Ok(())
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

async fn session(pool: &Definition) -> Result<Session, StorageError> {
    let target = Target::of(pool)?;
    let session = target.session().await?;
    session
        .ok_or_else(|| StorageError::Argument(format!("the session with target '{}' has ended", target.iqn)))
}

#[async_trait]
impl VolumeBackend for IscsiBackend {
    async fn list(&self, pool: &Arc<Definition>, known: &Volumes) -> Result<Listing, StorageError> {
        let session = session(pool).await?;
        rescan(&session).await?;
        let (pool, known) = (Arc::clone(pool), known.clone());
        blocking(move || scsi::listing(&pool, &scsi::units(session.host()?)?, &known)).await
    }
}
