//! Calls on pools.

use super::{carry, carry_while_wanted, check};
use crate::backend::BuildMode;
use crate::change::Change;
use crate::definition::plain_path;
use crate::driver::no_pool;
use crate::pool::View;
use crate::{Storage, StorageError, capabilities, ops};
use async_trait::async_trait;
use ferrovirt_driver::StoragePoolDriver;
use ferrovirt_protocol::remote::StoragePoolGetInfoRet;
use ferrovirt_schema::pool::{PoolType, Source, Sources, Work};
use ferrovirt_types::Result;
use ferrovirt_types::consts::{
    ConnectListAllStoragePoolsFlags as ListFlags, StoragePoolBuildFlags,
    StoragePoolCreateFlags as CreateFlags, StoragePoolDefineFlags, StoragePoolState, StorageXmlFlags,
};
use ferrovirt_types::object::{StoragePoolRef, StorageVolRef};
use std::sync::Arc;
use uuid::Uuid;

#[async_trait]
impl StoragePoolDriver for Storage {
    async fn connect_find_storage_pool_sources(
        &self,
        kind: &str,
        src_spec: Option<&str>,
        flags: u32,
    ) -> Result<String> {
        check(flags, 0, "virConnectFindStoragePoolSources")?;
        let kind = PoolType::from_word(kind).ok_or_else(|| StorageError::UnknownKind {
            word: kind.to_owned(),
        })?;
        let backend = self.shared.backend(kind)?;
        let spec = src_spec
            .filter(|text| !text.is_empty())
            .map(Source::parse)
            .transpose();
        let spec = spec.map_err(StorageError::from)?;
        let backend = Arc::clone(backend);
        let sources = carry_while_wanted(async move { backend.find_sources(spec.as_ref()).await }).await?;
        Ok(Sources { sources }.to_xml())
    }

    async fn connect_get_storage_pool_capabilities(&self, flags: u32) -> Result<String> {
        check(flags, 0, "virConnectGetStoragePoolCapabilities")?;
        Ok(capabilities::document(|kind| self.shared.backend(kind).is_ok()).to_xml())
    }

    async fn connect_list_all_storage_pools(&self, flags: u32) -> Result<Vec<StoragePoolRef>> {
        check(flags, ListFlags::all().bits(), "virConnectListAllStoragePools")?;
        let flags = ListFlags::from_bits_truncate(flags);
        let pools = self.shared.pools.snapshot();
        let views = pools.iter().map(|entry| entry.object.view());
        let mut found: Vec<_> = views
            .filter(|v| matches(v, flags))
            .map(|v| v.reference())
            .collect();
        found.sort_unstable_by(|a, b| a.name.cmp(&b.name));
        Ok(found)
    }

    async fn storage_pool_lookup_by_name(&self, name: &str) -> Result<StoragePoolRef> {
        Ok(self.shared.pool_by_name(name)?.object.view().reference())
    }

    async fn storage_pool_lookup_by_uuid(&self, uuid: Uuid) -> Result<StoragePoolRef> {
        Ok(self.shared.pool_by_uuid(uuid)?.object.view().reference())
    }

    async fn storage_pool_lookup_by_volume(&self, vol: &StorageVolRef) -> Result<StoragePoolRef> {
        Ok(self.shared.pool_by_name(&vol.pool)?.object.view().reference())
    }

    async fn storage_pool_lookup_by_target_path(&self, path: &str) -> Result<StoragePoolRef> {
        let path = plain_path(path);
        let pools = self.shared.pools.snapshot();
        let mut views = pools.iter().map(|entry| entry.object.view());
        let found = views.find(|view| view.active && view.definition.target_str() == path);
        Ok(found.ok_or_else(|| no_pool("target path", path))?.reference())
    }

    async fn storage_pool_define_xml(&self, xml: &str, flags: u32) -> Result<StoragePoolRef> {
        check(
            flags,
            StoragePoolDefineFlags::all().bits(),
            "virStoragePoolDefineXML",
        )?;
        if flags & StoragePoolDefineFlags::VALIDATE.bits() != 0 {
            let xml = xml.to_owned();
            let accepted = move || ferrovirt_schema::check::accepted("pool", &xml);
            tokio::task::spawn_blocking(accepted)
                .await
                .map_err(|_| StorageError::Task)??;
        }
        let (shared, xml) = (Arc::clone(&self.shared), xml.to_owned());
        carry(async move { ops::define(&shared, &xml).await }).await
    }

    async fn storage_pool_create_xml(&self, xml: &str, flags: u32) -> Result<StoragePoolRef> {
        let build = build_asked(flags, "virStoragePoolCreateXML")?;
        let (shared, xml) = (Arc::clone(&self.shared), xml.to_owned());
        carry(async move { ops::create(&shared, &xml, build).await }).await
    }

    async fn storage_pool_create(&self, pool: &StoragePoolRef, flags: u32) -> Result<()> {
        let build = build_asked(flags, "virStoragePoolCreate")?;
        let (shared, pool) = (Arc::clone(&self.shared), pool.clone());
        carry(async move { ops::start(&shared, &pool, build).await }).await
    }

    async fn storage_pool_build(&self, pool: &StoragePoolRef, flags: u32) -> Result<()> {
        check(flags, StoragePoolBuildFlags::all().bits(), "virStoragePoolBuild")?;
        let asked = StoragePoolBuildFlags::from_bits_truncate(flags);
        let mode = mode(
            asked.contains(StoragePoolBuildFlags::OVERWRITE),
            asked.contains(StoragePoolBuildFlags::NO_OVERWRITE),
        )?;
        let (shared, pool) = (Arc::clone(&self.shared), pool.clone());
        carry(async move { ops::build(&shared, &pool, mode).await }).await
    }

    async fn storage_pool_destroy(&self, pool: &StoragePoolRef) -> Result<()> {
        let (shared, pool) = (Arc::clone(&self.shared), pool.clone());
        carry(async move { ops::stop(&shared, &pool).await }).await
    }

    async fn storage_pool_delete(&self, pool: &StoragePoolRef, flags: u32) -> Result<()> {
        check(flags, 0, "virStoragePoolDelete")?;
        let (shared, pool) = (Arc::clone(&self.shared), pool.clone());
        carry(async move { ops::remove(&shared, &pool).await }).await
    }

    async fn storage_pool_undefine(&self, pool: &StoragePoolRef) -> Result<()> {
        let (shared, pool) = (Arc::clone(&self.shared), pool.clone());
        carry(async move { ops::undefine(&shared, &pool).await }).await
    }

    async fn storage_pool_refresh(&self, pool: &StoragePoolRef, flags: u32) -> Result<()> {
        check(flags, 0, "virStoragePoolRefresh")?;
        let (shared, pool) = (Arc::clone(&self.shared), pool.clone());
        carry(async move { ops::refresh(&shared, &pool).await }).await
    }

    async fn storage_pool_get_info(&self, pool: &StoragePoolRef) -> Result<StoragePoolGetInfoRet> {
        let pool = self.shared.pool(pool)?;
        let view = ops::settled(&self.shared, &pool.object).await?;
        let under_way = pool.object.under_way().progress();
        let state = match under_way.map(|(change, _)| change) {
            _ if view.active => StoragePoolState::Running,
            Some(Change::Build | Change::Start) => StoragePoolState::Building,
            _ => StoragePoolState::Inactive,
        };
        Ok(StoragePoolGetInfoRet {
            // States are 0 to 4.
            state: state.raw() as u8,
            capacity: view.usage.capacity,
            allocation: view.usage.allocation,
            available: view.usage.available,
        })
    }

    async fn storage_pool_get_xml_desc(&self, pool: &StoragePoolRef, flags: u32) -> Result<String> {
        check(flags, StorageXmlFlags::all().bits(), "virStoragePoolGetXMLDesc")?;
        let pool = self.shared.pool(pool)?;
        let view = ops::settled(&self.shared, &pool.object).await?;
        if flags & StorageXmlFlags::INACTIVE.bits() != 0 {
            return Ok(view.next.as_ref().unwrap_or(&view.definition).to_xml(view.usage));
        }
        let mut document = view.definition.with_usage(view.usage);
        if let Some(device) = document
            .source
            .as_mut()
            .and_then(|source| source.devices.first_mut())
        {
            device.free_extents = view.free.to_vec();
        }
        let under_way = pool.object.under_way().progress();
        document.work = under_way.map(|(change, progress)| {
            let (step, seconds) = progress.step.unzip();
            let what = change.as_str().to_owned();
            Work { what, step, seconds }
        });
        Ok(document.to_xml())
    }

    async fn storage_pool_get_autostart(&self, pool: &StoragePoolRef) -> Result<bool> {
        Ok(self.shared.pool(pool)?.object.view().autostart)
    }

    async fn storage_pool_set_autostart(&self, pool: &StoragePoolRef, autostart: bool) -> Result<()> {
        let (shared, pool) = (Arc::clone(&self.shared), pool.clone());
        carry(async move { ops::set_autostart(&shared, &pool, autostart).await }).await
    }

    async fn storage_pool_is_active(&self, pool: &StoragePoolRef) -> Result<bool> {
        Ok(self.shared.pool(pool)?.object.view().active)
    }

    async fn storage_pool_is_persistent(&self, pool: &StoragePoolRef) -> Result<bool> {
        Ok(self.shared.pool(pool)?.object.view().persistent)
    }
}

fn mode(overwrite: bool, no_overwrite: bool) -> Result<BuildMode> {
    match (overwrite, no_overwrite) {
        (true, true) => {
            let why = "flags OVERWRITE and NO_OVERWRITE exclude each other";
            Err(StorageError::Argument(why.to_owned()).into())
        }
        (true, false) => Ok(BuildMode::Overwrite),
        (false, true) => Ok(BuildMode::NoOverwrite),
        (false, false) => Ok(BuildMode::Usual),
    }
}

/// How to build before a start, if that was asked for.
fn build_asked(flags: u32, function: &str) -> Result<Option<BuildMode>> {
    check(flags, CreateFlags::all().bits(), function)?;
    let flags = CreateFlags::from_bits_truncate(flags);
    let mode = mode(
        flags.contains(CreateFlags::WITH_BUILD_OVERWRITE),
        flags.contains(CreateFlags::WITH_BUILD_NO_OVERWRITE),
    )?;
    Ok((!flags.is_empty()).then_some(mode))
}

fn matches(view: &View, flags: ListFlags) -> bool {
    let among = |group: ListFlags, has: ListFlags| !flags.intersects(group) || flags.intersects(has);
    let choose = |condition: bool, yes: ListFlags, no: ListFlags| if condition { yes } else { no };
    among(
        ListFlags::ACTIVE | ListFlags::INACTIVE,
        choose(view.active, ListFlags::ACTIVE, ListFlags::INACTIVE),
    ) && among(
        ListFlags::PERSISTENT | ListFlags::TRANSIENT,
        choose(view.persistent, ListFlags::PERSISTENT, ListFlags::TRANSIENT),
    ) && among(
        ListFlags::AUTOSTART | ListFlags::NO_AUTOSTART,
        choose(view.autostart, ListFlags::AUTOSTART, ListFlags::NO_AUTOSTART),
    ) && among(of_kinds(PoolType::ALL), of_kinds(&[view.definition.kind()]))
}

fn of_kinds(kinds: &[PoolType]) -> ListFlags {
    let flag = |kind: &PoolType| match kind {
        PoolType::Dir => ListFlags::DIR,
        PoolType::Fs => ListFlags::FS,
        PoolType::Netfs => ListFlags::NETFS,
        PoolType::Logical => ListFlags::LOGICAL,
        PoolType::Disk => ListFlags::DISK,
        PoolType::Iscsi => ListFlags::ISCSI,
        PoolType::IscsiDirect => ListFlags::ISCSI_DIRECT,
        PoolType::Scsi => ListFlags::SCSI,
        PoolType::Mpath => ListFlags::MPATH,
        PoolType::Rbd => ListFlags::RBD,
        PoolType::Sheepdog => ListFlags::SHEEPDOG,
        PoolType::Gluster => ListFlags::GLUSTER,
        PoolType::Zfs => ListFlags::ZFS,
        PoolType::Vstorage => ListFlags::VSTORAGE,
    };
    kinds.iter().map(flag).collect()
}
