//! Storage pools.

use super::StorageVol;
use crate::{Connection, Document};
use ferrovirt_types::Result;
use ferrovirt_types::consts::{
    StoragePoolBuildFlags, StoragePoolCreateFlags, StoragePoolDeleteFlags, StoragePoolState,
    StorageVolCreateFlags, StorageXmlFlags,
};
use ferrovirt_types::object::StoragePoolRef;
use uuid::Uuid;

/// A storage pool: a directory, a volume group, a target... that volumes lie in.
#[derive(Clone, Debug)]
pub struct StoragePool {
    connection: Connection,
    pool: StoragePoolRef,
}

/// State and size of a pool.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PoolInfo {
    /// State; `None` when it is newer than this crate.
    pub state: Option<StoragePoolState>,
    /// Size in bytes.
    pub capacity: u64,
    /// Used bytes.
    pub allocation: u64,
    /// Free bytes.
    pub available: u64,
}

impl StoragePool {
    pub(crate) fn new(connection: Connection, pool: StoragePoolRef) -> Self {
        Self { connection, pool }
    }

    /// The identity, as events carry it.
    pub fn identity(&self) -> &StoragePoolRef {
        &self.pool
    }

    /// Unique name on the host.
    pub fn name(&self) -> &str {
        &self.pool.name
    }

    /// Unique and stable identity.
    pub fn uuid(&self) -> Uuid {
        self.pool.uuid
    }

    /// Makes what it lies on: the directory, the file system...
    pub async fn build(&self, flags: StoragePoolBuildFlags) -> Result<()> {
        self.connection
            .drivers()
            .storage_pool
            .storage_pool_build(&self.pool, flags.bits())
            .await
    }

    /// Starts it.
    pub async fn start(&self, flags: StoragePoolCreateFlags) -> Result<()> {
        self.connection
            .drivers()
            .storage_pool
            .storage_pool_create(&self.pool, flags.bits())
            .await
    }

    /// Stops it. Its volumes stay.
    pub async fn destroy(&self) -> Result<()> {
        self.connection
            .drivers()
            .storage_pool
            .storage_pool_destroy(&self.pool)
            .await
    }

    /// Deletes what it lies on.
    pub async fn delete(&self, flags: StoragePoolDeleteFlags) -> Result<()> {
        self.connection
            .drivers()
            .storage_pool
            .storage_pool_delete(&self.pool, flags.bits())
            .await
    }

    /// Forgets the kept definition.
    pub async fn undefine(&self) -> Result<()> {
        self.connection
            .drivers()
            .storage_pool
            .storage_pool_undefine(&self.pool)
            .await
    }

    /// Looks anew for volumes.
    pub async fn refresh(&self) -> Result<()> {
        self.connection
            .drivers()
            .storage_pool
            .storage_pool_refresh(&self.pool, 0)
            .await
    }

    /// State and size.
    pub async fn info(&self) -> Result<PoolInfo> {
        let r = self
            .connection
            .drivers()
            .storage_pool
            .storage_pool_get_info(&self.pool)
            .await?;
        let state = StoragePoolState::from_raw(r.state.into());
        Ok(PoolInfo {
            state,
            capacity: r.capacity,
            allocation: r.allocation,
            available: r.available,
        })
    }

    /// The definition as text.
    pub async fn xml(&self, flags: StorageXmlFlags) -> Result<String> {
        self.connection
            .drivers()
            .storage_pool
            .storage_pool_get_xml_desc(&self.pool, flags.bits())
            .await
    }

    /// The definition as a typed document.
    pub async fn definition(&self, flags: StorageXmlFlags) -> Result<ferrovirt_schema::pool::Pool> {
        Document::read(&self.xml(flags).await?)
    }

    /// Whether it is running.
    pub async fn is_active(&self) -> Result<bool> {
        self.connection
            .drivers()
            .storage_pool
            .storage_pool_is_active(&self.pool)
            .await
    }

    /// Whether a definition is kept.
    pub async fn is_persistent(&self) -> Result<bool> {
        self.connection
            .drivers()
            .storage_pool
            .storage_pool_is_persistent(&self.pool)
            .await
    }

    /// Whether it starts with the host.
    pub async fn autostart(&self) -> Result<bool> {
        self.connection
            .drivers()
            .storage_pool
            .storage_pool_get_autostart(&self.pool)
            .await
    }

    /// Sets whether it starts with the host.
    pub async fn set_autostart(&self, on: bool) -> Result<()> {
        self.connection
            .drivers()
            .storage_pool
            .storage_pool_set_autostart(&self.pool, on)
            .await
    }

    /// Its volumes.
    pub async fn volumes(&self) -> Result<Vec<StorageVol>> {
        let list = self
            .connection
            .drivers()
            .storage_vol
            .storage_pool_list_all_volumes(&self.pool, 0)
            .await?;
        Ok(list
            .into_iter()
            .map(|v| StorageVol::new(self.connection.clone(), v))
            .collect())
    }

    /// The volume with this name.
    pub async fn volume(&self, name: &str) -> Result<StorageVol> {
        let vol = self
            .connection
            .drivers()
            .storage_vol
            .storage_vol_lookup_by_name(&self.pool, name)
            .await?;
        Ok(StorageVol::new(self.connection.clone(), vol))
    }

    /// Makes a volume.
    pub async fn create_volume(&self, xml: &str, flags: StorageVolCreateFlags) -> Result<StorageVol> {
        let vol = self
            .connection
            .drivers()
            .storage_vol
            .storage_vol_create_xml(&self.pool, xml, flags.bits())
            .await?;
        Ok(StorageVol::new(self.connection.clone(), vol))
    }

    /// Makes a volume with the content of another.
    pub async fn clone_volume(
        &self,
        xml: &str,
        source: &StorageVol,
        flags: StorageVolCreateFlags,
    ) -> Result<StorageVol> {
        let driver = &self.connection.drivers().storage_vol;
        let vol = driver
            .storage_vol_create_xml_from(&self.pool, xml, source.identity(), flags.bits())
            .await?;
        Ok(StorageVol::new(self.connection.clone(), vol))
    }
}
