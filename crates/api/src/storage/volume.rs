//! Storage volumes.

use super::StoragePool;
use crate::stream::{ByteReader, ByteWriter};
use crate::{Connection, Document};
use ferrovirt_types::consts::{
    ErrorDomain, ErrorNumber, StorageVolDeleteFlags, StorageVolDownloadFlags, StorageVolInfoFlags,
    StorageVolResizeFlags, StorageVolType, StorageVolUploadFlags, StorageVolWipeAlgorithm,
};
use ferrovirt_types::object::StorageVolRef;
use ferrovirt_types::{Error, Result};

/// A storage volume: what a disk of a guest can lie on.
#[derive(Clone, Debug)]
pub struct StorageVol {
    pub(super) connection: Connection,
    vol: StorageVolRef,
}

/// Kind and size of a volume.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VolInfo {
    /// Kind; `None` when it is newer than this crate.
    pub kind: Option<StorageVolType>,
    /// Size in bytes, as a guest sees it.
    pub capacity: u64,
    /// Bytes that it takes; with `GET_PHYSICAL`, the size of its file.
    pub allocation: u64,
}

impl StorageVol {
    pub(crate) fn new(connection: Connection, vol: StorageVolRef) -> Self {
        Self { connection, vol }
    }

    /// The identity.
    pub fn identity(&self) -> &StorageVolRef {
        &self.vol
    }

    /// Name, unique in its pool.
    pub fn name(&self) -> &str {
        &self.vol.name
    }

    /// Key, unique on the host.
    pub fn key(&self) -> &str {
        &self.vol.key
    }

    /// Name of its pool.
    pub fn pool_name(&self) -> &str {
        &self.vol.pool
    }

    /// Its pool.
    pub async fn pool(&self) -> Result<StoragePool> {
        let pool = self
            .connection
            .drivers()
            .storage_pool
            .storage_pool_lookup_by_volume(&self.vol)
            .await?;
        Ok(StoragePool::new(self.connection.clone(), pool))
    }

    /// Path on the host.
    pub async fn path(&self) -> Result<String> {
        self.connection
            .drivers()
            .storage_vol
            .storage_vol_get_path(&self.vol)
            .await
    }

    /// Kind and size.
    pub async fn info(&self, flags: StorageVolInfoFlags) -> Result<VolInfo> {
        let driver = &self.connection.drivers().storage_vol;
        let (kind, capacity, allocation) = if flags.is_empty() {
            let r = driver.storage_vol_get_info(&self.vol).await?;
            (r.kind, r.capacity, r.allocation)
        } else {
            let r = driver.storage_vol_get_info_flags(&self.vol, flags.bits()).await?;
            (r.kind, r.capacity, r.allocation)
        };
        Ok(VolInfo {
            kind: StorageVolType::from_raw(kind.into()),
            capacity,
            allocation,
        })
    }

    /// The description as text.
    pub async fn xml(&self) -> Result<String> {
        self.connection
            .drivers()
            .storage_vol
            .storage_vol_get_xml_desc(&self.vol, 0)
            .await
    }

    /// The description as a typed document.
    pub async fn description(&self) -> Result<ferrovirt_schema::vol::Volume> {
        Document::read(&self.xml().await?)
    }

    /// Deletes it with its content.
    pub async fn delete(&self, flags: StorageVolDeleteFlags) -> Result<()> {
        self.connection
            .drivers()
            .storage_vol
            .storage_vol_delete(&self.vol, flags.bits())
            .await
    }

    /// Sets its size in bytes; by `DELTA`, changes it by so many.
    pub async fn resize(&self, bytes: u64, flags: StorageVolResizeFlags) -> Result<()> {
        self.connection
            .drivers()
            .storage_vol
            .storage_vol_resize(&self.vol, bytes, flags.bits())
            .await
    }

    /// Makes its content unreadable.
    pub async fn wipe(&self, algorithm: StorageVolWipeAlgorithm) -> Result<()> {
        let algorithm = u32::try_from(algorithm.raw()).unwrap_or(0);
        self.connection
            .drivers()
            .storage_vol
            .storage_vol_wipe_pattern(&self.vol, algorithm, 0)
            .await
    }

    /// Opens it for writing from `offset` on; `length` 0 means to its end.
    pub async fn open_upload(
        &self,
        offset: u64,
        length: u64,
        flags: StorageVolUploadFlags,
    ) -> Result<ByteWriter> {
        let driver = &self.connection.drivers().storage_vol;
        let stream = driver
            .storage_vol_upload(&self.vol, offset, length, flags.bits())
            .await?;
        stream.write.map(ByteWriter::new).ok_or_else(wrong_way)
    }

    /// Opens it for reading from `offset` on; `length` 0 means to its end.
    pub async fn open_download(
        &self,
        offset: u64,
        length: u64,
        flags: StorageVolDownloadFlags,
    ) -> Result<ByteReader> {
        let driver = &self.connection.drivers().storage_vol;
        let stream = driver
            .storage_vol_download(&self.vol, offset, length, flags.bits())
            .await?;
        stream.read.map(ByteReader::new).ok_or_else(wrong_way)
    }
}

fn wrong_way() -> Error {
    Error::new(
        ErrorNumber::InternalError,
        ErrorDomain::Streams,
        "the driver gave a stream that goes the wrong way",
    )
}
