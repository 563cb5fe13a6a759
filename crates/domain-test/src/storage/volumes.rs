//! Calls about volumes.

use super::content::{Download, Upload};
use super::{Fate, Pool, parse_volume};
use crate::TestDriver;
use crate::error::{Kind, Result, TestError, check_flags};
use async_trait::async_trait;
use ferrovirt_driver::StorageVolDriver;
use ferrovirt_driver::stream::DriverStream;
use ferrovirt_protocol::remote;
use ferrovirt_schema::storage::Bytes;
use ferrovirt_schema::vol::Volume;
use ferrovirt_types::Result as ApiResult;
use ferrovirt_types::consts::{StorageVolCreateFlags, StorageVolResizeFlags};
use ferrovirt_types::event::{Event, PoolEvent};
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
        Ok(self
            .world
            .change_pool(&pool, |mut pool, name| {
                pool.must_be_active(name)?;
                let gone = Arc::make_mut(&mut pool.volumes)
                    .remove(&vol.name)
                    .ok_or_else(|| missing(vol))?;
                pool.allocation = pool
                    .allocation
                    .saturating_sub(gone.allocation.unwrap_or_default().0);
                let path = path_of(&gone).to_owned();
                Ok((Fate::Keep(pool), None, path))
            })
            .map(|path| self.world.contents.forget(&path))?)
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

    async fn storage_vol_wipe_pattern(
        &self,
        vol: &StorageVolRef,
        algorithm: u32,
        flags: u32,
    ) -> ApiResult<()> {
        check_flags(flags, 0, "virStorageVolWipePattern")?;
        if algorithm >= WIPES {
            return Err(
                TestError::InvalidArgument(format!("wiping algorithm {algorithm} not supported")).into(),
            );
        }
        let volume = self.volume(vol)?;
        self.world.contents.forget(path_of(&volume));
        Ok(())
    }

    async fn storage_vol_wipe(&self, vol: &StorageVolRef, flags: u32) -> ApiResult<()> {
        self.storage_vol_wipe_pattern(vol, 0, flags).await
    }

    async fn storage_vol_upload(
        &self,
        vol: &StorageVolRef,
        offset: u64,
        length: u64,
        flags: u32,
    ) -> ApiResult<DriverStream> {
        check_flags(flags, 1, "virStorageVolUpload")?;
        let (path, end) = self.range(vol, offset, length)?;
        let pool = self.pool_of(vol)?;
        let events = self.world.events.clone();
        let done = move || events.publish(Event::StoragePool(pool, PoolEvent::Refresh));
        Ok(DriverStream::writer(Upload {
            world: self.world.clone(),
            path,
            at: offset,
            end,
            done: Some(Box::new(done)),
        }))
    }

    async fn storage_vol_download(
        &self,
        vol: &StorageVolRef,
        offset: u64,
        length: u64,
        flags: u32,
    ) -> ApiResult<DriverStream> {
        check_flags(flags, 1, "virStorageVolDownload")?;
        let (path, end) = self.range(vol, offset, length)?;
        Ok(DriverStream::reader(Download {
            world: self.world.clone(),
            path,
            at: offset,
            end,
            sparse: flags & 1 != 0,
        }))
    }

    async fn storage_vol_resize(&self, vol: &StorageVolRef, capacity: u64, flags: u32) -> ApiResult<()> {
        use StorageVolResizeFlags as Resize;
        check_flags(flags, Resize::all().bits(), "virStorageVolResize")?;
        let flags = Resize::from_bits_truncate(flags);
        let pool = self.pool_of(vol)?;
        let path = self.world.change_pool(&pool, |mut pool, name| {
            pool.must_be_active(name)?;
            let volume = pool.volumes.get(&vol.name).cloned().ok_or_else(|| missing(vol))?;
            let before = volume.capacity.unwrap_or_default().0;
            let after = match (flags.contains(Resize::DELTA), flags.contains(Resize::SHRINK)) {
                (false, _) => Some(capacity),
                (true, true) => before.checked_sub(capacity),
                (true, false) => before.checked_add(capacity),
            };
            let after = after.ok_or_else(|| {
                TestError::InvalidArgument(format!(
                    "volume '{}' cannot be made smaller than nothing",
                    vol.name
                ))
            })?;
            let allocated = volume.allocation.unwrap_or_default().0;
            if after < allocated {
                return Err(TestError::InvalidArgument(
                    "can't shrink capacity below existing allocation".into(),
                ));
            }
            if after < before && !flags.contains(Resize::SHRINK) {
                return Err(TestError::InvalidArgument(
                    "Can't shrink capacity below current capacity unless shrink flag explicitly specified"
                        .into(),
                ));
            }
            let growth = after.saturating_sub(before);
            if growth > pool.available() {
                return Err(TestError::Failed("Not enough space left in storage pool".into()));
            }
            let mut volume = Volume::clone(&volume);
            volume.capacity = Some(Bytes(after));
            if flags.contains(Resize::ALLOCATE) {
                volume.allocation = Some(Bytes(after));
                pool.allocation = pool.allocation.saturating_add(after.saturating_sub(allocated));
            }
            let path = path_of(&volume).to_owned();
            Arc::make_mut(&mut pool.volumes).insert(vol.name.clone(), Arc::new(volume));
            Ok((Fate::Keep(pool), None, (path, after)))
        })?;
        self.world.contents.truncate(&path.0, path.1);
        Ok(())
    }

    async fn storage_vol_get_info_flags(
        &self,
        vol: &StorageVolRef,
        flags: u32,
    ) -> ApiResult<remote::StorageVolGetInfoFlagsRet> {
        check_flags(flags, 1, "virStorageVolGetInfoFlags")?;
        let volume = self.volume(vol)?;
        Ok(remote::StorageVolGetInfoFlagsRet {
            kind: 0,
            capacity: volume.capacity.unwrap_or_default().0,
            allocation: volume.allocation.unwrap_or_default().0,
        })
    }
}

/// Ways to wipe that there are.
const WIPES: u32 = 10;

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

    /// Path of a volume, and where a range of it ends.
    fn range(&self, vol: &StorageVolRef, offset: u64, length: u64) -> Result<(String, u64)> {
        let volume = self.volume(vol)?;
        let capacity = volume.capacity.unwrap_or_default().0;
        let end = if length == 0 {
            Some(capacity)
        } else {
            offset.checked_add(length)
        };
        match end.filter(|end| offset <= *end && *end <= capacity) {
            Some(end) => Ok((path_of(&volume).to_owned(), end)),
            None => Err(TestError::InvalidArgument(format!(
                "volume '{}' has {capacity} bytes, the range is beyond them",
                vol.name
            ))),
        }
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
        let volume = parse_volume(xml, found.state.kind(), validate)?;
        let name = volume.name.as_deref().unwrap_or_default();
        if found.state.volumes.contains_key(name) {
            return Err(TestError::Failed("storage vol already exists".into()));
        }
        let original = match original {
            // As libvirt's driver does: it is looked for by name in the pool that the copy goes to.
            Some(original) if !self.full => {
                let volume = found.state.volumes.get(&original.name);
                Some(path_of(volume.ok_or_else(|| missing(original))?).to_owned())
            }
            Some(original) => Some(path_of(&*self.volume(original)?).to_owned()),
            None => None,
        };
        let made = self.world.change_pool(pool, |mut pool: Pool, name| {
            pool.must_be_active(name)?;
            let volume = pool.add(volume)?;
            let made = pool.volumes.get(&volume).map(|volume| reference(name, volume));
            let made = made.ok_or_else(|| TestError::not_found(Kind::Volume, "name", &volume))?;
            Ok((Fate::Keep(pool), None, made))
        })?;
        if let Some(original) = original {
            self.world.contents.copy(&original, &made.key)?;
        }
        Ok(made)
    }
}
