//! Calls about pools.

use super::{CAPACITY, Fate, Pool, lifecycle};
use crate::TestDriver;
use crate::error::{Kind, TestError, check_flags};
use async_trait::async_trait;
use ferrovirt_driver::StoragePoolDriver;
use ferrovirt_protocol::remote;
use ferrovirt_schema::pool::PoolType;
use ferrovirt_types::consts::{
    ConnectListAllStoragePoolsFlags as List, ErrorDomain, ErrorNumber, StoragePoolDefineFlags,
    StoragePoolEventLifecycleType as Happened, StoragePoolState,
};
use ferrovirt_types::event::PoolEvent;
use ferrovirt_types::object::{StoragePoolRef, StorageVolRef};
use ferrovirt_types::{Error, Result as ApiResult};
use ferrovirt_xml::Limits;
use uuid::Uuid;

/// What there would be to make pools of.
const LOGICAL_SOURCES: &str = include_str!("logical-sources.xml");
const NETFS_SOURCES: &str = include_str!("netfs-sources.xml");
/// The server that was asked, in those.
const ASKED: &str = "@HOST@";

/// Creating is to hold the document against its grammar; what else creating could do has no meaning
/// here.
const VALIDATE_CREATE: u32 = 16;

#[async_trait]
impl StoragePoolDriver for TestDriver {
    async fn storage_pool_lookup_by_name(&self, name: &str) -> ApiResult<StoragePoolRef> {
        let found = self.world.pools.by_name(name);
        let found = found.ok_or_else(|| TestError::not_found(Kind::Pool, "name", name))?;
        Ok(StoragePoolRef {
            name: found.name,
            uuid: found.uuid,
        })
    }

    async fn storage_pool_lookup_by_uuid(&self, uuid: Uuid) -> ApiResult<StoragePoolRef> {
        let found = self.world.pools.by_uuid(&uuid);
        let found = found.ok_or_else(|| TestError::not_found(Kind::Pool, "uuid", uuid))?;
        Ok(StoragePoolRef {
            name: found.name,
            uuid: found.uuid,
        })
    }

    async fn storage_pool_lookup_by_volume(&self, vol: &StorageVolRef) -> ApiResult<StoragePoolRef> {
        self.storage_pool_lookup_by_name(&vol.pool).await
    }

    async fn connect_list_all_storage_pools(&self, flags: u32) -> ApiResult<Vec<StoragePoolRef>> {
        check_flags(flags, List::all().bits(), "virConnectListAllStoragePools")?;
        let flags = List::from_bits_truncate(flags);
        let all = self
            .world
            .pools
            .list()
            .into_iter()
            .filter(|found| lets(flags, &found.state));
        Ok(all
            .map(|found| StoragePoolRef {
                name: found.name,
                uuid: found.uuid,
            })
            .collect())
    }

    async fn storage_pool_create_xml(&self, xml: &str, flags: u32) -> ApiResult<StoragePoolRef> {
        let known = if self.full { VALIDATE_CREATE } else { 0 };
        check_flags(flags, known, "virStoragePoolCreateXML")?;
        Ok(self.world.put_pool(xml, flags & VALIDATE_CREATE != 0, true)?)
    }

    async fn storage_pool_define_xml(&self, xml: &str, flags: u32) -> ApiResult<StoragePoolRef> {
        let validate = StoragePoolDefineFlags::VALIDATE.bits();
        check_flags(flags, validate, "virStoragePoolDefineXML")?;
        Ok(self.world.put_pool(xml, flags & validate != 0, false)?)
    }

    async fn storage_pool_create(&self, pool: &StoragePoolRef, flags: u32) -> ApiResult<()> {
        check_flags(flags, 0, "virStoragePoolCreate")?;
        Ok(self.world.change_pool(pool, |pool, name| {
            pool.must_be_inactive(name)?;
            self.world.devices.attach(&pool.document, &self.world.events)?;
            let event = Some(lifecycle(Happened::Started));
            Ok((Fate::Keep(Pool { active: true, ..pool }), event, ()))
        })?)
    }

    async fn storage_pool_build(&self, pool: &StoragePoolRef, flags: u32) -> ApiResult<()> {
        check_flags(flags, 0, "virStoragePoolBuild")?;
        Ok(self.world.change_pool(pool, |pool, name| {
            pool.must_be_inactive(name)?;
            Ok((Fate::Keep(pool), Some(lifecycle(Happened::Created)), ()))
        })?)
    }

    async fn storage_pool_destroy(&self, pool: &StoragePoolRef) -> ApiResult<()> {
        Ok(self.world.change_pool(pool, |pool, name| {
            pool.must_be_active(name)?;
            self.world.devices.detach(&pool.document, &self.world.events);
            let fate = if pool.persistent {
                Fate::Keep(pool.stopped())
            } else {
                Fate::Forget
            };
            Ok((fate, Some(lifecycle(Happened::Stopped)), ()))
        })?)
    }

    async fn storage_pool_delete(&self, pool: &StoragePoolRef, flags: u32) -> ApiResult<()> {
        check_flags(flags, 0, "virStoragePoolDelete")?;
        Ok(self.world.change_pool(pool, |pool, name| {
            pool.must_be_inactive(name)?;
            Ok((Fate::Keep(pool), Some(lifecycle(Happened::Deleted)), ()))
        })?)
    }

    async fn storage_pool_undefine(&self, pool: &StoragePoolRef) -> ApiResult<()> {
        Ok(self.world.change_pool(pool, |pool, name| {
            pool.must_be_inactive(name)?;
            Ok((Fate::Forget, Some(lifecycle(Happened::Undefined)), ()))
        })?)
    }

    async fn storage_pool_refresh(&self, pool: &StoragePoolRef, flags: u32) -> ApiResult<()> {
        check_flags(flags, 0, "virStoragePoolRefresh")?;
        Ok(self.world.change_pool(pool, |pool, name| {
            pool.must_be_active(name)?;
            Ok((Fate::Keep(pool), Some(PoolEvent::Refresh), ()))
        })?)
    }

    async fn storage_pool_get_info(&self, pool: &StoragePoolRef) -> ApiResult<remote::StoragePoolGetInfoRet> {
        let found = self.world.pool(pool)?;
        let state = if found.state.active {
            StoragePoolState::Running
        } else {
            StoragePoolState::Inactive
        };
        Ok(remote::StoragePoolGetInfoRet {
            state: state.raw() as u8,
            capacity: CAPACITY,
            allocation: found.state.allocation,
            available: found.state.available(),
        })
    }

    async fn storage_pool_get_xml_desc(&self, pool: &StoragePoolRef, flags: u32) -> ApiResult<String> {
        check_flags(flags, 0, "virStoragePoolGetXMLDesc")?;
        Ok(self.world.pool(pool)?.state.to_xml())
    }

    async fn storage_pool_get_autostart(&self, pool: &StoragePoolRef) -> ApiResult<bool> {
        Ok(self.world.pool(pool)?.state.autostart)
    }

    async fn storage_pool_set_autostart(&self, pool: &StoragePoolRef, autostart: bool) -> ApiResult<()> {
        Ok(self.world.change_pool(pool, |pool, _| {
            if !pool.persistent {
                return Err(TestError::InvalidArgument("pool has no config file".into()));
            }
            Ok((Fate::Keep(Pool { autostart, ..pool }), None, ()))
        })?)
    }

    async fn storage_pool_is_active(&self, pool: &StoragePoolRef) -> ApiResult<bool> {
        Ok(self.world.pool(pool)?.state.active)
    }

    async fn storage_pool_is_persistent(&self, pool: &StoragePoolRef) -> ApiResult<bool> {
        Ok(self.world.pool(pool)?.state.persistent)
    }

    async fn storage_pool_lookup_by_target_path(&self, path: &str) -> ApiResult<StoragePoolRef> {
        let wanted = path.trim_end_matches('/');
        let pools = self.world.pools.list();
        let found = pools
            .into_iter()
            .find(|found| found.state.active && found.state.target().trim_end_matches('/') == wanted);
        let found = found.ok_or_else(|| TestError::not_found(Kind::Pool, "target path", path))?;
        Ok(StoragePoolRef {
            name: found.name,
            uuid: found.uuid,
        })
    }

    async fn connect_get_storage_pool_capabilities(&self, flags: u32) -> ApiResult<String> {
        check_flags(flags, 0, "virConnectGetStoragePoolCapabilities")?;
        let pools = PoolType::ALL
            .iter()
            .map(|kind| format!("  <pool type='{kind}' supported='yes'/>\n"));
        Ok(format!(
            "<storagepoolCapabilities>\n{}</storagepoolCapabilities>\n",
            pools.collect::<String>()
        ))
    }

    async fn connect_find_storage_pool_sources(
        &self,
        kind: &str,
        src_spec: Option<&str>,
        flags: u32,
    ) -> ApiResult<String> {
        check_flags(flags, 0, "virConnectFindStoragePoolSources")?;
        let kind_known = PoolType::from_word(kind);
        // Only where something is looked for the description of its place matters.
        if let Some(spec) = src_spec
            && matches!(
                kind_known,
                None | Some(PoolType::Logical | PoolType::Netfs | PoolType::Iscsi)
            )
        {
            let tree = ferrovirt_xml::parse(spec, Limits::default())
                .map_err(|e| Error::from(e).in_domain(ErrorDomain::Storage))?;
            if !tree.root().is("source") {
                let why = format!("expecting root element of 'source', not '{}'", tree.root().name());
                return Err(Error::new(ErrorNumber::XmlError, ErrorDomain::Xml, why));
            }
            if kind_known.is_none() {
                let why = format!("no pool is of type '{kind}'");
                return Err(Error::new(ErrorNumber::InternalError, ErrorDomain::Storage, why));
            }
        }
        match kind_known {
            Some(PoolType::Logical) => Ok(LOGICAL_SOURCES.into()),
            Some(PoolType::Netfs) => {
                let host = asked_host(src_spec)?;
                Ok(NETFS_SOURCES.replace(
                    ASKED,
                    &host
                        .replace('&', "&amp;")
                        .replace('<', "&lt;")
                        .replace('\'', "&apos;"),
                ))
            }
            Some(kind) => {
                Err(TestError::Internal(format!("pool type '{kind}' has no sources to look for")).into())
            }
            None => {
                let why = format!("pool type '{kind}' does not support source discovery");
                Err(TestError::NoSupport(why).into())
            }
        }
    }
}

/// The server that a description of a source names.
fn asked_host(spec: Option<&str>) -> crate::error::Result<String> {
    let missing = || TestError::InvalidArgument("hostname must be specified for netfs sources".into());
    let tree = ferrovirt_xml::parse(spec.ok_or_else(missing)?, Limits::default())?;
    let host = tree
        .root()
        .child("host")
        .and_then(|h| h.attr("name"))
        .map(str::to_owned);
    host.filter(|h| !h.is_empty()).ok_or_else(missing)
}

fn lets(flags: List, pool: &Pool) -> bool {
    let pair = |yes, no, has: bool| !flags.intersects(yes | no) || flags.contains(if has { yes } else { no });
    let kinds = flags.difference(
        List::ACTIVE
            | List::INACTIVE
            | List::PERSISTENT
            | List::TRANSIENT
            | List::AUTOSTART
            | List::NO_AUTOSTART,
    );
    pair(List::ACTIVE, List::INACTIVE, pool.active)
        && pair(List::PERSISTENT, List::TRANSIENT, pool.persistent)
        && pair(List::AUTOSTART, List::NO_AUTOSTART, pool.autostart)
        && (kinds.is_empty() || kinds.contains(flag_of(pool.document.kind)))
}

fn flag_of(kind: PoolType) -> List {
    match kind {
        PoolType::Dir => List::DIR,
        PoolType::Fs => List::FS,
        PoolType::Netfs => List::NETFS,
        PoolType::Logical => List::LOGICAL,
        PoolType::Disk => List::DISK,
        PoolType::Iscsi => List::ISCSI,
        PoolType::IscsiDirect => List::ISCSI_DIRECT,
        PoolType::Scsi => List::SCSI,
        PoolType::Mpath => List::MPATH,
        PoolType::Rbd => List::RBD,
        PoolType::Sheepdog => List::SHEEPDOG,
        PoolType::Gluster => List::GLUSTER,
        PoolType::Zfs => List::ZFS,
        PoolType::Vstorage => List::VSTORAGE,
    }
}
