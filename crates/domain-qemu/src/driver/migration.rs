//! Moving a running guest to another daemon, and what can be asked of long jobs.
//!
//! Five steps, as clients know them: *begin* and *perform* at the source, *prepare* and *finish* at the
//! destination, *confirm* at the source again. The daemons make the connection and hand it to their QEMUs,
//! so that these need no access to networks or sockets of their own. A destination whose client vanishes
//! half-way is ended; a source whose destination fails goes on.

mod cookie;
mod destination;
mod dirtying;
mod figures;
mod peer;
mod place;
mod source;

pub use self::destination::Arriving;

use super::{QemuDriver, checked};
use crate::block::monitor::Block;
use crate::error::{QemuError, Result};
use crate::guest::{Guest, Live, UNLIMITED_MIB};
use async_trait::async_trait;
use ferrovirt_driver::Migration;
use ferrovirt_protocol::remote;
use ferrovirt_qmp::RawCommand;
use ferrovirt_types::consts::{
    DomainAbortJobFlags, DomainDirtyRateCalcFlags, DomainGetJobStatsFlags, DomainMigrateFlags as Flags,
    DomainMigrateMaxSpeedFlags, ErrorNumber,
};
use ferrovirt_types::object::DomainRef;
use ferrovirt_types::param::{ParamValue, TypedParam, find};
use serde::Deserialize;

type Api<T> = ferrovirt_types::Result<T>;

const MIB: u64 = 1 << 20;

/// Parameters of a migration that we act on.
#[derive(Debug, Clone, Default)]
struct Wishes {
    uri: Option<String>,
    name: Option<String>,
    xml: Option<String>,
    persistent_xml: Option<String>,
    bandwidth: Option<u64>,
    listen: Option<String>,
}

impl Wishes {
    fn of(params: &[TypedParam]) -> Self {
        let text = |name: &str| find(params, name).and_then(ParamValue::as_str).map(str::to_owned);
        Wishes {
            uri: text("migrate_uri"),
            name: text("destination_name"),
            xml: text("destination_xml"),
            persistent_xml: text("persistent_xml"),
            bandwidth: match find(params, "bandwidth") {
                Some(ParamValue::ULLong(n)) if *n > 0 => Some(*n),
                _ => None,
            },
            listen: text("listen_address"),
        }
    }
}

/// Refuses what is not done yet, before anything is touched.
fn acceptable(flags: u32) -> Result<Flags> {
    let known = Flags::from_bits_truncate(flags);
    let cannot = [
        (Flags::TUNNELLED, "tunnelled migration"),
        (Flags::NON_SHARED_DISK, "migration with copies of disks"),
        (Flags::NON_SHARED_INC, "migration with copies of disks"),
        (Flags::RDMA_PIN_ALL, "migration by RDMA"),
        (Flags::POSTCOPY, "post-copy migration"),
        (Flags::POSTCOPY_RESUME, "post-copy migration"),
        (Flags::TLS, "encrypted migration"),
        (Flags::PARALLEL, "migration over several connections"),
        (Flags::ZEROCOPY, "migration without copying"),
    ];
    for (flag, what) in cannot {
        if known.contains(flag) {
            return Err(QemuError::ArgumentUnsupported(format!(
                "{what} is not supported yet"
            )));
        }
    }
    Ok(known)
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Parameters {
    downtime_limit: Option<u64>,
    xbzrle_cache_size: Option<u64>,
}

fn monitor<'m>(live: &'m Live, guest: &'m Guest) -> Result<Block<'m>> {
    Ok(Block {
        monitor: live.monitor(&guest.name)?,
        name: &guest.name,
    })
}

impl QemuDriver {
    async fn migration_parameters(&self, dom: &DomainRef) -> Result<Parameters> {
        let guest = self.core.guest(dom)?;
        let live = guest.running()?;
        let answer = monitor(&live, &guest)?
            .monitor
            .run(
                RawCommand::new("query-migrate-parameters"),
                crate::block::monitor::COMMAND,
            )
            .await
            .map_err(QemuError::monitor(&guest.name))?;
        serde_json::from_str(answer.get())
            .map_err(|e| QemuError::Failed(format!("answer to 'query-migrate-parameters': {e}")))
    }

    async fn set_migration_parameter(&self, dom: &DomainRef, name: &str, value: u64) -> Result<()> {
        let guest = self.core.guest(dom)?;
        let live = guest.running()?;
        let mut arguments = serde_json::Map::new();
        arguments.insert(name.to_owned(), value.into());
        monitor(&live, &guest)?
            .run("migrate-set-parameters", serde_json::Value::Object(arguments))
            .await
    }
}

#[async_trait]
impl Migration for QemuDriver {
    async fn domain_get_job_info(&self, dom: &DomainRef) -> Api<remote::DomainGetJobInfoRet> {
        Ok(self.job_info(dom).await?)
    }

    async fn domain_get_job_stats(&self, dom: &DomainRef, flags: u32) -> Api<remote::DomainGetJobStatsRet> {
        checked(
            flags,
            DomainGetJobStatsFlags::all().bits(),
            "virDomainGetJobStats",
        )?;
        Ok(self.job_stats(dom, flags).await?)
    }

    async fn domain_start_dirty_rate_calc(&self, dom: &DomainRef, seconds: i32, flags: u32) -> Api<()> {
        checked(
            flags,
            DomainDirtyRateCalcFlags::all().bits(),
            "virDomainStartDirtyRateCalc",
        )?;
        Ok(self.measure_dirtying(dom, seconds, flags).await?)
    }

    async fn domain_abort_job_flags(&self, dom: &DomainRef, flags: u32) -> Api<()> {
        checked(flags, DomainAbortJobFlags::all().bits(), "virDomainAbortJobFlags")?;
        let guest = self.core.guest(dom)?;
        let live = guest.running()?;
        if let Some(backup) = &live.backup {
            return Ok(crate::backup::abort(&guest, &live, backup).await?);
        }
        if !live.gauges.is_moving() {
            return Err(QemuError::OperationInvalid("no job is active on the domain".to_owned()).into());
        }
        Ok(monitor(&live, &guest)?
            .run("migrate_cancel", serde_json::json!({}))
            .await?)
    }

    async fn domain_migrate_set_max_downtime(&self, dom: &DomainRef, downtime: u64, flags: u32) -> Api<()> {
        checked(flags, 0, "virDomainMigrateSetMaxDowntime")?;
        Ok(self
            .set_migration_parameter(dom, "downtime-limit", downtime)
            .await?)
    }

    async fn domain_migrate_get_max_downtime(&self, dom: &DomainRef, flags: u32) -> Api<u64> {
        checked(flags, 0, "virDomainMigrateGetMaxDowntime")?;
        let parameters = self.migration_parameters(dom).await?;
        Ok(parameters.downtime_limit.unwrap_or(0))
    }

    async fn domain_migrate_set_max_speed(&self, dom: &DomainRef, bandwidth: u64, flags: u32) -> Api<()> {
        checked(
            flags,
            DomainMigrateMaxSpeedFlags::POSTCOPY.bits(),
            "virDomainMigrateSetMaxSpeed",
        )?;
        if bandwidth > UNLIMITED_MIB {
            let text = format!("bandwidth must be less than {}", UNLIMITED_MIB + 1);
            return Err(QemuError::coded(ErrorNumber::Overflow, text).into());
        }
        let guest = self.core.guest(dom)?;
        if flags & DomainMigrateMaxSpeedFlags::POSTCOPY.bits() != 0 {
            let bytes = bandwidth.saturating_mul(MIB);
            return Ok(self
                .set_migration_parameter(dom, "max-postcopy-bandwidth", bytes)
                .await?);
        }
        guest.set_migration_speed(bandwidth);
        if guest.live().is_some_and(|l| l.gauges.is_moving()) {
            let bytes = bandwidth.saturating_mul(MIB);
            self.set_migration_parameter(dom, "max-bandwidth", bytes).await?;
        }
        Ok(())
    }

    async fn domain_migrate_get_max_speed(&self, dom: &DomainRef, flags: u32) -> Api<u64> {
        checked(
            flags,
            DomainMigrateMaxSpeedFlags::POSTCOPY.bits(),
            "virDomainMigrateGetMaxSpeed",
        )?;
        Ok(self.core.guest(dom)?.migration_speed())
    }

    async fn domain_migrate_get_compression_cache(&self, dom: &DomainRef, flags: u32) -> Api<u64> {
        checked(flags, 0, "virDomainMigrateGetCompressionCache")?;
        let parameters = self.migration_parameters(dom).await?;
        Ok(parameters.xbzrle_cache_size.unwrap_or(0))
    }

    async fn domain_migrate_set_compression_cache(
        &self,
        dom: &DomainRef,
        cache_size: u64,
        flags: u32,
    ) -> Api<()> {
        checked(flags, 0, "virDomainMigrateSetCompressionCache")?;
        Ok(self
            .set_migration_parameter(dom, "xbzrle-cache-size", cache_size)
            .await?)
    }

    async fn domain_migrate_start_post_copy(&self, dom: &DomainRef, flags: u32) -> Api<()> {
        checked(flags, 0, "virDomainMigrateStartPostCopy")?;
        let live = self.core.guest(dom)?.running()?;
        let text = if live.gauges.is_moving() {
            "switching to post-copy is not enabled for this migration"
        } else {
            "post-copy can only be started while outgoing migration is in progress"
        };
        Err(QemuError::OperationInvalid(text.to_owned()).into())
    }

    async fn domain_migrate_begin3_params(
        &self,
        dom: &DomainRef,
        params: &[TypedParam],
        flags: u32,
    ) -> Api<remote::DomainMigrateBegin3ParamsRet> {
        let flags = acceptable(flags)?;
        let (xml, cookie_out) = self.begin(dom, &Wishes::of(params), flags).await?;
        Ok(remote::DomainMigrateBegin3ParamsRet { cookie_out, xml })
    }

    async fn domain_migrate_prepare3_params(
        &self,
        params: &[TypedParam],
        cookie_in: &[u8],
        flags: u32,
    ) -> Api<remote::DomainMigratePrepare3ParamsRet> {
        let flags = acceptable(flags)?;
        let uri = Box::pin(self.prepare(&Wishes::of(params), cookie_in, flags)).await?;
        Ok(remote::DomainMigratePrepare3ParamsRet {
            cookie_out: Vec::new(),
            uri_out: Some(uri),
        })
    }

    async fn domain_migrate_perform3_params(
        &self,
        dom: &DomainRef,
        dconnuri: Option<&str>,
        params: &[TypedParam],
        cookie_in: &[u8],
        flags: u32,
    ) -> Api<Vec<u8>> {
        let flags = acceptable(flags)?;
        let wishes = Wishes::of(params);
        if flags.contains(Flags::PEER2PEER) {
            Box::pin(self.perform_peer(dom, dconnuri, &wishes, params, flags)).await?;
            return Ok(Vec::new());
        }
        let _ = cookie_in;
        self.perform(dom, &wishes, flags).await?;
        Ok(Vec::new())
    }

    async fn domain_migrate_finish3_params(
        &self,
        params: &[TypedParam],
        cookie_in: &[u8],
        flags: u32,
        cancelled: i32,
    ) -> Api<remote::DomainMigrateFinish3ParamsRet> {
        let _ = cookie_in;
        let flags = acceptable(flags)?;
        let dom = Box::pin(self.finish(&Wishes::of(params), flags, cancelled != 0)).await?;
        Ok(remote::DomainMigrateFinish3ParamsRet {
            dom,
            cookie_out: Vec::new(),
        })
    }

    async fn domain_migrate_confirm3_params(
        &self,
        dom: &DomainRef,
        params: &[TypedParam],
        cookie_in: &[u8],
        flags: u32,
        cancelled: i32,
    ) -> Api<()> {
        let _ = (params, cookie_in);
        let flags = acceptable(flags)?;
        Ok(self.confirm(dom, flags, cancelled != 0).await?)
    }
}
