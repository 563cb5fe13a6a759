//! Calls about volumes.

use super::{Fate, Pool, parse_volume};
use crate::TestDriver;
use crate::error::{Kind, Result, TestError, check_flags};
use async_trait::async_trait;
use ferrovirt_driver::StorageVolDriver;
use ferrovirt_protocol::remote;
use ferrovirt_schema::vol::Volume;
use ferrovirt_types::Result as ApiResult;
use ferrovirt_types::consts::StorageVolCreateFlags;
use ferrovirt_types::object::{StoragePoolRef, StorageVolRef};
use std::sync::Arc;

#[async_trait]
impl StorageVolDriver for TestDriver {
    async fn storage_pool_list_all_volumes(
        &self,
        pool: &StoragePoolRef,
        flags: u32,
    ) -> ApiResult<Vec<StorageVolRef>> {
        check_flags(flags, 0, "virStoragePoolListAllVolumes")?;
        let found = self.world.pool(pool)?;
        found.state.must_be_active(&found.name)?;
        Ok(found
            .state
            .volumes
            .values()
            .map(|volume| reference(&found.name, volume))
            .collect())
    }

    async fn storage_vol_lookup_by_name(
        &self,
        pool: &StoragePoolRef,
        name: &str,
    ) -> ApiResult<StorageVolRef> {
        let found = self.world.pool(pool)?;
        found.state.must_be_active(&found.name)?;
        let volume = found.state.volumes.get(name);
        let volume = volume.ok_or_else(|| TestError::not_found(Kind::Volume, "name", name))?;
        Ok(reference(&found.name, volume))
    }

    async fn storage_vol_lookup_by_key(&self, key: &str) -> ApiResult<StorageVolRef> {
        let found = self.find_volume(|volume| volume.key.as_deref() == Some(key));
        Ok(found.ok_or_else(|| TestError::not_found(Kind::Volume, "key", key))?)
    }

    async fn storage_vol_lookup_by_path(&self, path: &str) -> ApiResult<StorageVolRef> {
        let found = self.find_volume(|volume| path_of(volume) == path);
        Ok(found.ok_or_else(|| TestError::not_found(Kind::Volume, "path", path))?)
    }

    async fn storage_vol_create_xml(
        &self,
        pool: &StoragePoolRef,
        xml: &str,
        flags: u32,
    ) -> ApiResult<StorageVolRef> {
        let validate = StorageVolCreateFlags::VALIDATE.bits();
        check_flags(flags, validate, "virStorageVolCreateXML")?;
        Ok(self.create_volume(pool, xml, flags & validate != 0, None)?)
    }

    async fn storage_vol_create_xml_from(
        &self,
        pool: &StoragePoolRef,
        xml: &str,
        clonevol: &StorageVolRef,
        flags: u32,
    ) -> ApiResult<StorageVolRef> {
        let validate = StorageVolCreateFlags::VALIDATE.bits();
        check_flags(flags, validate, "virStorageVolCreateXMLFrom")?;
        Ok(self.create_volume(pool, xml, flags & validate != 0, Some(clonevol))?)
    }

    async fn storage_vol_delete(&self, vol: &StorageVolRef, flags: u32) -> ApiResult<()> {
        check_flags(flags, 0, "virStorageVolDelete")?;
        let pool = self.pool_of(vol)?;
        Ok(self.world.change_pool(&pool, |mut pool, name| {
            pool.must_be_active(name)?;
            let gone = Arc::make_mut(&mut pool.volumes)
                .remove(&vol.name)
                .ok_or_else(|| missing(vol))?;
            pool.allocation = pool
                .allocation
                .saturating_sub(gone.allocation.unwrap_or_default().0);
            Ok((Fate::Keep(pool), None, ()))
        })?)
    }

    async fn storage_vol_get_info(&self, vol: &StorageVolRef) -> ApiResult<remote::StorageVolGetInfoRet> {
        let volume = self.volume(vol)?;
        Ok(remote::StorageVolGetInfoRet {
            kind: 0,
            capacity: volume.capacity.unwrap_or_default().0,
            allocation: volume.allocation.unwrap_or_default().0,
        })
    }

    async fn storage_vol_get_xml_desc(&self, vol: &StorageVolRef, flags: u32) -> ApiResult<String> {
        check_flags(flags, 0, "virStorageVolGetXMLDesc")?;
        Ok(self.volume(vol)?.to_xml())
    }

    async fn storage_vol_get_path(&self, vol: &StorageVolRef) -> ApiResult<String> {
        Ok(path_of(&*self.volume(vol)?).to_owned())
    }
}

fn missing(vol: &StorageVolRef) -> TestError {
    TestError::not_found(Kind::Volume, "name", &vol.name)
}

fn path_of(volume: &Volume) -> &str {
    volume
        .target
        .as_ref()
        .and_then(|t| t.path.as_deref())
        .unwrap_or_default()
}

fn reference(pool: &str, volume: &Volume) -> StorageVolRef {
    StorageVolRef {
        pool: pool.to_owned(),
        name: volume.name.clone().unwrap_or_default(),
        key: volume.key.clone().unwrap_or_default(),
    }
}

impl TestDriver {
    fn pool_of(&self, vol: &StorageVolRef) -> Result<StoragePoolRef> {
        let found = self.world.pools.by_name(&vol.pool);
        let found = found.ok_or_else(|| TestError::not_found(Kind::Pool, "name", &vol.pool))?;
        Ok(StoragePoolRef {
            name: found.name,
            uuid: found.uuid,
        })
    }

    fn volume(&self, vol: &StorageVolRef) -> Result<Arc<Volume>> {
        let found = self.world.pool(&self.pool_of(vol)?)?;
        found.state.must_be_active(&found.name)?;
        found
            .state
            .volumes
            .get(&vol.name)
            .cloned()
            .ok_or_else(|| missing(vol))
    }

    fn find_volume(&self, is: impl Fn(&Volume) -> bool) -> Option<StorageVolRef> {
        let pools = self.world.pools.list();
        pools.iter().filter(|found| found.state.active).find_map(|found| {
            let volume = found.state.volumes.values().find(|volume| is(volume))?;
            Some(reference(&found.name, volume))
        })
    }

    fn create_volume(
        &self,
        pool: &StoragePoolRef,
        xml: &str,
        validate: bool,
        original: Option<&StorageVolRef>,
    ) -> Result<StorageVolRef> {
        let found = self.world.pool(pool)?;
        found.state.must_be_active(&found.name)?;
        let volume = parse_volume(xml, validate)?;
        if let Some(original) = original {
            self.volume(original)?;
        }
        self.world.change_pool(pool, |mut pool: Pool, name| {
            pool.must_be_active(name)?;
            let volume = pool.add(volume)?;
            let made = pool.volumes.get(&volume).map(|volume| reference(name, volume));
            let made = made.ok_or_else(|| TestError::not_found(Kind::Volume, "name", &volume))?;
            Ok((Fate::Keep(pool), None, made))
        })
    }
}
