//! Calls on volumes.

use super::{carry, carry_while_wanted, check};
use crate::data::WipePattern;
use crate::{Storage, StorageError, Volume, ops, stream};
use async_trait::async_trait;
use ferrovirt_driver::StorageVolDriver;
use ferrovirt_driver::stream::DriverStream;
use ferrovirt_protocol::remote::{StorageVolGetInfoFlagsRet, StorageVolGetInfoRet};
use ferrovirt_types::Result;
use ferrovirt_types::consts::{
    StorageVolCreateFlags as CreateFlags, StorageVolDeleteFlags, StorageVolDownloadFlags,
    StorageVolInfoFlags, StorageVolResizeFlags as ResizeFlags, StorageVolUploadFlags,
    StorageVolWipeAlgorithm as Algorithm,
};
use ferrovirt_types::object::{StoragePoolRef, StorageVolRef};
use std::sync::Arc;

#[async_trait]
impl StorageVolDriver for Storage {
    async fn storage_pool_list_all_volumes(
        &self,
        pool: &StoragePoolRef,
        flags: u32,
    ) -> Result<Vec<StorageVolRef>> {
        check(flags, 0, "virStoragePoolListAllVolumes")?;
        let pool = self.shared.pool(pool)?;
        let view = pool.object.view();
        view.check_active()?;
        let listed = view.volumes.values();
        let mut list: Vec<_> = listed.map(|volume| view.volume_reference(volume)).collect();
        let made = pool.object.in_the_making();
        let new = made
            .iter()
            .filter(|volume| !view.volumes.contains_key(&volume.name));
        list.extend(new.map(|volume| view.volume_reference(volume)));
        Ok(list)
    }

    async fn storage_vol_lookup_by_name(&self, pool: &StoragePoolRef, name: &str) -> Result<StorageVolRef> {
        let pool = self.shared.pool(pool)?;
        let vol = StorageVolRef {
            pool: pool.name.to_string(),
            name: name.to_owned(),
            key: String::new(),
        };
        let found = ops::find(&self.shared, &vol).await?;
        Ok(found.view.volume_reference(&found.volume))
    }

    async fn storage_vol_lookup_by_key(&self, key: &str) -> Result<StorageVolRef> {
        let found = self.shared.volume_where("key", key, |volume| volume.key == key)?;
        Ok(found)
    }

    async fn storage_vol_lookup_by_path(&self, path: &str) -> Result<StorageVolRef> {
        Ok(self.shared.volume_by_path(path)?)
    }

    async fn storage_vol_get_path(&self, vol: &StorageVolRef) -> Result<String> {
        Ok(self.shared.volume_or_plan(vol)?.volume.path.clone())
    }

    async fn storage_vol_get_info(&self, vol: &StorageVolRef) -> Result<StorageVolGetInfoRet> {
        let volume = ops::look(&self.shared, vol).await?;
        Ok(StorageVolGetInfoRet {
            kind: kind(&volume),
            capacity: volume.capacity,
            allocation: volume.allocation,
        })
    }

    async fn storage_vol_get_info_flags(
        &self,
        vol: &StorageVolRef,
        flags: u32,
    ) -> Result<StorageVolGetInfoFlagsRet> {
        check(
            flags,
            StorageVolInfoFlags::all().bits(),
            "virStorageVolGetInfoFlags",
        )?;
        let volume = ops::look(&self.shared, vol).await?;
        let physical = flags & StorageVolInfoFlags::GET_PHYSICAL.bits() != 0;
        Ok(StorageVolGetInfoFlagsRet {
            kind: kind(&volume),
            capacity: volume.capacity,
            allocation: if physical {
                volume.physical
            } else {
                volume.allocation
            },
        })
    }

    async fn storage_vol_get_xml_desc(&self, vol: &StorageVolRef, flags: u32) -> Result<String> {
        check(flags, 0, "virStorageVolGetXMLDesc")?;
        Ok(ops::describe(&self.shared, vol).await?)
    }

    async fn storage_vol_create_xml(
        &self,
        pool: &StoragePoolRef,
        xml: &str,
        flags: u32,
    ) -> Result<StorageVolRef> {
        let supported = CreateFlags::PREALLOC_METADATA | CreateFlags::VALIDATE;
        check(flags, supported.bits(), "virStorageVolCreateXML")?;
        validate(xml, flags)?;
        let metadata = flags & CreateFlags::PREALLOC_METADATA.bits() != 0;
        let (shared, pool, xml) = (Arc::clone(&self.shared), pool.clone(), xml.to_owned());
        carry_while_wanted(async move { ops::create_volume(&shared, &pool, &xml, metadata).await }).await
    }

    async fn storage_vol_create_xml_from(
        &self,
        pool: &StoragePoolRef,
        xml: &str,
        clonevol: &StorageVolRef,
        flags: u32,
    ) -> Result<StorageVolRef> {
        check(flags, CreateFlags::all().bits(), "virStorageVolCreateXMLFrom")?;
        validate(xml, flags)?;
        let metadata = flags & CreateFlags::PREALLOC_METADATA.bits() != 0;
        let reflink = flags & CreateFlags::REFLINK.bits() != 0;
        let (shared, pool, xml) = (Arc::clone(&self.shared), pool.clone(), xml.to_owned());
        let from = clonevol.clone();
        carry_while_wanted(async move { ops::copy(&shared, &pool, &xml, &from, metadata, reflink).await })
            .await
    }

    async fn storage_vol_delete(&self, vol: &StorageVolRef, flags: u32) -> Result<()> {
        check(flags, StorageVolDeleteFlags::all().bits(), "virStorageVolDelete")?;
        let zeroed = flags & StorageVolDeleteFlags::ZEROED.bits() != 0;
        let snapshots = flags & StorageVolDeleteFlags::WITH_SNAPSHOTS.bits() != 0;
        let (shared, vol) = (Arc::clone(&self.shared), vol.clone());
        carry_while_wanted(async move {
            if zeroed {
                ops::wipe(&shared, &vol, WipePattern::Zero).await?;
            }
            ops::delete(&shared, &vol, snapshots).await
        })
        .await
    }

    async fn storage_vol_resize(&self, vol: &StorageVolRef, capacity: u64, flags: u32) -> Result<()> {
        check(flags, ResizeFlags::all().bits(), "virStorageVolResize")?;
        let flags = ResizeFlags::from_bits_truncate(flags);
        let (shared, vol) = (Arc::clone(&self.shared), vol.clone());
        carry(async move { ops::resize(&shared, &vol, capacity, flags).await }).await
    }

    async fn storage_vol_wipe(&self, vol: &StorageVolRef, flags: u32) -> Result<()> {
        self.storage_vol_wipe_pattern(vol, Algorithm::Zero.raw() as u32, flags)
            .await
    }

    async fn storage_vol_wipe_pattern(&self, vol: &StorageVolRef, algorithm: u32, flags: u32) -> Result<()> {
        check(flags, 0, "virStorageVolWipePattern")?;
        let known = i32::try_from(algorithm).ok().and_then(Algorithm::from_raw);
        let pattern = match known {
            Some(Algorithm::Zero) => WipePattern::Zero,
            Some(Algorithm::Nnsa) => WipePattern::Nnsa,
            Some(Algorithm::Dod) => WipePattern::Dod,
            Some(Algorithm::Bsi) => WipePattern::Bsi,
            Some(Algorithm::Gutmann) => WipePattern::Gutmann,
            Some(Algorithm::Schneier) => WipePattern::Schneier,
            Some(Algorithm::Pfitzner7) => WipePattern::Pfitzner7,
            Some(Algorithm::Pfitzner33) => WipePattern::Pfitzner33,
            Some(Algorithm::Random) => WipePattern::Random,
            Some(Algorithm::Trim) => WipePattern::Trim,
            None => {
                let why = format!("wiping algorithm {algorithm} does not exist");
                return Err(StorageError::Argument(why).into());
            }
        };
        let (shared, vol) = (Arc::clone(&self.shared), vol.clone());
        carry_while_wanted(async move { ops::wipe(&shared, &vol, pattern).await }).await
    }

    async fn storage_vol_upload(
        &self,
        vol: &StorageVolRef,
        offset: u64,
        length: u64,
        flags: u32,
    ) -> Result<DriverStream> {
        check(flags, StorageVolUploadFlags::all().bits(), "virStorageVolUpload")?;
        Ok(DriverStream::writer(
            stream::upload(&self.shared, vol, offset, length).await?,
        ))
    }

    async fn storage_vol_download(
        &self,
        vol: &StorageVolRef,
        offset: u64,
        length: u64,
        flags: u32,
    ) -> Result<DriverStream> {
        check(
            flags,
            StorageVolDownloadFlags::all().bits(),
            "virStorageVolDownload",
        )?;
        let sparse = flags & StorageVolDownloadFlags::SPARSE_STREAM.bits() != 0;
        Ok(DriverStream::reader(
            stream::download(&self.shared, vol, offset, length, sparse).await?,
        ))
    }
}

/// Kinds are 0 to 5.
fn kind(volume: &Volume) -> i8 {
    volume.raw_kind() as i8
}

/// Refuses a document that the schema does not accept, if the caller wants that to be seen to.
fn validate(xml: &str, flags: u32) -> Result<()> {
    match flags & CreateFlags::VALIDATE.bits() {
        0 => Ok(()),
        _ => ferrovirt_schema::check::accepted("volume", xml),
    }
}
