//! Guests that move to another host: another one of this process, or one in another daemon. Everything
//! that the other side needs is in the document; the memory takes as long as its size and the speed say.
//!
//! ```text
//!  here: begin ─▶          perform (memory moves) ─▶          confirm: stopped, or goes on
//!  there:        prepare ─▶ waits, paused            finish: runs, or is forgotten
//! ```

use crate::TestDriver;
use crate::domain::jobs::{self, End, UNLIMITED};
use crate::domain::lifecycle::{activate, end};
use crate::domain::{Phase, definition, guest::Measured};
use crate::error::{Kind, Result, TestError, check_flags};
use async_trait::async_trait;
use ferrovirt_driver::Migration;
use ferrovirt_protocol::remote;
use ferrovirt_schema::domain::Domain;
use ferrovirt_types::consts::{
    DomainEventResumedDetailType, DomainEventStartedDetailType, DomainEventStoppedDetailType,
    DomainEventSuspendedDetailType, DomainEventType, DomainJobOperation, DomainMigrateFlags as Flags,
    DomainPausedReason, DomainRunningReason, DomainShutoffReason, DomainXmlFlags, ErrorDomain, ErrorNumber,
};
use ferrovirt_types::object::DomainRef;
use ferrovirt_types::param::TypedParam;
use ferrovirt_types::params::{self, Want};
use ferrovirt_types::{Error, Result as ApiResult};
use std::sync::Arc;
use uuid::Uuid;

/// Where a guest is expected; nobody connects to it.
const PLACE: &str = "tcp://localhost:49152";

/// Parameters that a migration may have.
const PARAMS: [(&str, Want); 22] = [
    ("migrate_uri", Want::Text),
    ("destination_name", Want::Text),
    ("destination_xml", Want::Text),
    ("persistent_xml", Want::Text),
    ("bandwidth", Want::ULLong),
    ("bandwidth.postcopy", Want::ULLong),
    ("bandwidth.avail.switchover", Want::ULLong),
    ("graphics_uri", Want::Text),
    ("listen_address", Want::Text),
    ("disks_port", Want::Int),
    ("disks_uri", Want::Text),
    ("compression.mt.level", Want::Int),
    ("compression.mt.threads", Want::Int),
    ("compression.mt.dthreads", Want::Int),
    ("compression.xbzrle.cache", Want::ULLong),
    ("compression.zlib.level", Want::Int),
    ("compression.zstd.level", Want::Int),
    ("auto_converge.initial", Want::Int),
    ("auto_converge.increment", Want::Int),
    ("parallel.connections", Want::Int),
    ("tls.destination", Want::Text),
    ("migrate_disks_detect_zeroes", Want::Text),
];

/// Parameters that may come several times, and so are not checked with the others.
const LISTS: [&str; 2] = ["migrate_disks", "compression"];

/// What a caller says of a migration.
#[derive(Default)]
struct Wanted<'c> {
    name: Option<&'c str>,
    xml: Option<&'c str>,
    persistent_xml: Option<&'c str>,
    /// MiB a second.
    bandwidth: Option<u64>,
    flags: Flags,
}

impl<'c> Wanted<'c> {
    fn of(params: &'c [TypedParam], flags: u32) -> Result<Self> {
        let single: Vec<TypedParam> = params
            .iter()
            .filter(|p| !LISTS.contains(&&*p.field))
            .cloned()
            .collect();
        params::validate(&single, &PARAMS)?;
        Ok(Wanted {
            name: params::text(params, "destination_name").filter(|n| !n.is_empty()),
            xml: params::text(params, "destination_xml"),
            persistent_xml: params::text(params, "persistent_xml"),
            bandwidth: params::number(params, "bandwidth"),
            flags: known(flags)?,
        })
    }

    fn old(name: Option<&'c str>, xml: Option<&'c str>, bandwidth: u64, flags: u64) -> Result<Self> {
        let flags = u32::try_from(flags)
            .map_err(|_| TestError::InvalidArgument(format!("flags 0x{flags:x} are not known")))?;
        Ok(Wanted {
            name: name.filter(|n| !n.is_empty()),
            xml,
            bandwidth: (bandwidth > 0).then_some(bandwidth),
            flags: known(flags)?,
            ..Wanted::default()
        })
    }
}

fn known(flags: u32) -> Result<Flags> {
    check_flags(flags, Flags::all().bits(), "virDomainMigrate3")?;
    let flags = Flags::from_bits_truncate(flags);
    if flags.intersects(Flags::PEER2PEER | Flags::TUNNELLED) {
        return Err(TestError::ArgumentUnsupported(
            "hosts in memory do not connect to each other: migrate without --p2p and --tunnelled".into(),
        ));
    }
    Ok(flags)
}

/// The document that goes with a guest which is saved for good at the other end.
fn split_cookie(cookie: &[u8]) -> Option<&str> {
    std::str::from_utf8(cookie).ok().filter(|text| !text.is_empty())
}

impl TestDriver {
    fn begin_migration(&self, dom: &DomainRef, wanted: &Wanted<'_>) -> Result<(Vec<u8>, String)> {
        let found = self.world.guest(dom)?;
        let guest = &found.state;
        let offline = wanted.flags.contains(Flags::OFFLINE);
        if !offline {
            guest.running()?;
        } else if !wanted.flags.contains(Flags::PERSIST_DEST) {
            return Err(TestError::InvalidArgument(
                "offline migration needs the guest to be persistent at the destination".into(),
            ));
        }
        if !guest.jobs.disks.is_empty() {
            return Err(TestError::InvalidState("domain has active block job".into()));
        }
        let current: Arc<Domain> = match wanted.xml {
            Some(text) => {
                let doc = definition::parse(text, false)?;
                if doc.uuid.is_some_and(|uuid| uuid != found.uuid) {
                    return Err(TestError::InvalidArgument(
                        "the definition for the destination is that of another guest".into(),
                    ));
                }
                Arc::new(doc)
            }
            None => guest.current()?.clone(),
        };
        let secret = DomainXmlFlags::SECURE | DomainXmlFlags::INACTIVE;
        let persistent = match wanted.persistent_xml {
            Some(text) => Some(definition::print(&definition::parse(text, false)?, secret)),
            None if wanted.flags.contains(Flags::PERSIST_DEST) => {
                Some(definition::print(guest.next()?, secret))
            }
            None => None,
        };
        let cookie = persistent.unwrap_or_default().into_bytes();
        Ok((cookie, definition::print(&current, secret)))
    }

    /// Expects a guest.
    fn prepare_migration(&self, wanted: &Wanted<'_>, xml: &str, cookie: &[u8]) -> Result<Vec<u8>> {
        let mut doc = definition::parse(xml, false)?;
        if let Some(name) = wanted.name {
            doc.name = name.to_owned();
        }
        if wanted.flags.contains(Flags::OFFLINE) {
            self.define(doc)?;
            return Ok(Vec::new());
        }
        let uuid = doc.uuid.unwrap_or_else(Uuid::new_v4);
        let started = DomainEventStartedDetailType::Migrated;
        let dom = activate(&self.world, doc, uuid, DomainRunningReason::Migrated, started)?;
        let persistent = wanted
            .flags
            .contains(Flags::PERSIST_DEST)
            .then(|| split_cookie(cookie))
            .flatten();
        let config = match persistent {
            Some(text) => {
                let mut config = definition::parse(text, false)?;
                config.name.clone_from(&dom.name);
                config.uuid = Some(uuid);
                Some(config)
            }
            None => None,
        };
        self.world.change_guest(&dom, |guest, _, _| {
            guest.phase = Phase::Paused(DomainPausedReason::Migration);
            guest.extra.arriving = true;
            if let Some(config) = config {
                guest.config = Some(Arc::new(config));
            }
            Ok(())
        })?;
        Ok(Vec::new())
    }

    /// Moves the memory of a guest. It is paused at the end, and stays that until the other side has it.
    async fn perform_migration(&self, dom: &DomainRef, wanted: &Wanted<'_>) -> Result<()> {
        if wanted.flags.contains(Flags::OFFLINE) {
            return Ok(());
        }
        let before = self.world.guest(dom)?.state.jobs.migration;
        if let Some(speed) = wanted.bandwidth {
            self.world.change_guest(dom, |guest, _, _| {
                guest.jobs.migration.speed = speed;
                Ok(())
            })?;
        }
        let moved = self.move_memory(dom, DomainJobOperation::MigrationOut).await;
        self.world.change_guest(dom, |guest, news, me| {
            guest.jobs.migration.speed = before.speed;
            if moved.is_ok() && matches!(guest.phase, Phase::Running(_)) {
                guest.phase = Phase::Paused(DomainPausedReason::Migration);
                let detail = DomainEventSuspendedDetailType::Migrated.raw();
                news.push((me, super::lifecycle(DomainEventType::Suspended, detail)));
            }
            Ok(())
        })?;
        moved
    }

    /// Takes a guest over, or forgets it.
    fn finish_migration(&self, name: &str, wanted: &Wanted<'_>, cancelled: bool) -> Result<DomainRef> {
        let found = self.world.domains.by_name(name);
        let found = found.ok_or_else(|| TestError::not_found(Kind::Domain, "name", name))?;
        let dom = found.state.reference(&found.name, found.uuid);
        if wanted.flags.contains(Flags::OFFLINE) {
            return Ok(dom);
        }
        if !found.state.extra.arriving {
            return Err(TestError::InvalidState(format!(
                "domain '{name}' is not being migrated here"
            )));
        }
        self.world.change_guest(&dom, |guest, news, me| {
            guest.extra.arriving = false;
            if cancelled {
                let (reason, detail) = (DomainShutoffReason::Failed, DomainEventStoppedDetailType::Failed);
                end(guest, news, me, reason, detail);
                guest.config = None;
                return Ok(());
            }
            if wanted.flags.contains(Flags::PAUSED) {
                guest.phase = Phase::Paused(DomainPausedReason::User);
                return Ok(());
            }
            guest.phase = Phase::Running(DomainRunningReason::Migrated);
            let detail = DomainEventResumedDetailType::Migrated.raw();
            news.push((me, super::lifecycle(DomainEventType::Resumed, detail)));
            Ok(())
        })?;
        if cancelled {
            let why = format!("migration of domain '{name}' was cancelled");
            return Err(TestError::Api(Error::new(
                ErrorNumber::MigrateFinishOk,
                ErrorDomain::Test,
                why,
            )));
        }
        Ok(dom)
    }

    /// The guest is elsewhere now, or stays after all.
    fn confirm_migration(&self, dom: &DomainRef, flags: Flags, cancelled: bool) -> Result<()> {
        let now = self.world.clock.now();
        self.world.change_guest(dom, |guest, news, me| {
            let how = if cancelled { End::Cancelled } else { End::Completed };
            guest.end_job(how, now, news, &me);
            if cancelled {
                if guest.phase == Phase::Paused(DomainPausedReason::Migration) {
                    guest.phase = Phase::Running(DomainRunningReason::MigrationCanceled);
                    let detail = DomainEventResumedDetailType::Migrated.raw();
                    news.push((me, super::lifecycle(DomainEventType::Resumed, detail)));
                }
                return Ok(());
            }
            if guest.is_active() {
                let (reason, detail) = (
                    DomainShutoffReason::Migrated,
                    DomainEventStoppedDetailType::Migrated,
                );
                end(guest, news, me, reason, detail);
            }
            if flags.contains(Flags::UNDEFINE_SOURCE) {
                guest.config = None;
            }
            Ok(())
        })
    }
}

#[async_trait]
impl Migration for TestDriver {
    async fn domain_migrate_begin3(
        &self,
        dom: &DomainRef,
        xmlin: Option<&str>,
        flags: u64,
        dname: Option<&str>,
        resource: u64,
    ) -> ApiResult<remote::DomainMigrateBegin3Ret> {
        let wanted = Wanted::old(dname, xmlin, resource, flags)?;
        let (cookie_out, xml) = self.begin_migration(dom, &wanted)?;
        Ok(remote::DomainMigrateBegin3Ret { cookie_out, xml })
    }

    async fn domain_migrate_prepare3(
        &self,
        cookie_in: &[u8],
        uri_in: Option<&str>,
        flags: u64,
        dname: Option<&str>,
        resource: u64,
        dom_xml: &str,
    ) -> ApiResult<remote::DomainMigratePrepare3Ret> {
        let wanted = Wanted::old(dname, None, resource, flags)?;
        let cookie_out = self.prepare_migration(&wanted, dom_xml, cookie_in)?;
        let uri_out = Some(uri_in.unwrap_or(PLACE).to_owned());
        Ok(remote::DomainMigratePrepare3Ret { cookie_out, uri_out })
    }

    async fn domain_migrate_perform3(
        &self,
        dom: &DomainRef,
        xmlin: Option<&str>,
        _cookie_in: &[u8],
        _dconnuri: Option<&str>,
        _uri: Option<&str>,
        flags: u64,
        dname: Option<&str>,
        resource: u64,
    ) -> ApiResult<Vec<u8>> {
        let wanted = Wanted::old(dname, xmlin, resource, flags)?;
        self.perform_migration(dom, &wanted).await?;
        Ok(Vec::new())
    }

    async fn domain_migrate_finish3(
        &self,
        dname: &str,
        _cookie_in: &[u8],
        _dconnuri: Option<&str>,
        _uri: Option<&str>,
        flags: u64,
        cancelled: i32,
    ) -> ApiResult<remote::DomainMigrateFinish3Ret> {
        let wanted = Wanted::old(Some(dname), None, 0, flags)?;
        let dom = self.finish_migration(dname, &wanted, cancelled != 0)?;
        Ok(remote::DomainMigrateFinish3Ret {
            dom,
            cookie_out: Vec::new(),
        })
    }

    async fn domain_migrate_confirm3(
        &self,
        dom: &DomainRef,
        _cookie_in: &[u8],
        flags: u64,
        cancelled: i32,
    ) -> ApiResult<()> {
        let wanted = Wanted::old(None, None, 0, flags)?;
        Ok(self.confirm_migration(dom, wanted.flags, cancelled != 0)?)
    }

    async fn domain_migrate_begin3_params(
        &self,
        dom: &DomainRef,
        params: &[TypedParam],
        flags: u32,
    ) -> ApiResult<remote::DomainMigrateBegin3ParamsRet> {
        let wanted = Wanted::of(params, flags)?;
        let (cookie_out, xml) = self.begin_migration(dom, &wanted)?;
        Ok(remote::DomainMigrateBegin3ParamsRet { cookie_out, xml })
    }

    async fn domain_migrate_prepare3_params(
        &self,
        params: &[TypedParam],
        cookie_in: &[u8],
        flags: u32,
    ) -> ApiResult<remote::DomainMigratePrepare3ParamsRet> {
        let wanted = Wanted::of(params, flags)?;
        let missing = || TestError::InvalidArgument("the guest that comes has no definition".into());
        let cookie_out = self.prepare_migration(&wanted, wanted.xml.ok_or_else(missing)?, cookie_in)?;
        let uri_out = params::text(params, "migrate_uri").unwrap_or(PLACE);
        Ok(remote::DomainMigratePrepare3ParamsRet {
            cookie_out,
            uri_out: Some(uri_out.to_owned()),
        })
    }

    async fn domain_migrate_perform3_params(
        &self,
        dom: &DomainRef,
        _dconnuri: Option<&str>,
        params: &[TypedParam],
        _cookie_in: &[u8],
        flags: u32,
    ) -> ApiResult<Vec<u8>> {
        let wanted = Wanted::of(params, flags)?;
        self.perform_migration(dom, &wanted).await?;
        Ok(Vec::new())
    }

    async fn domain_migrate_finish3_params(
        &self,
        params: &[TypedParam],
        _cookie_in: &[u8],
        flags: u32,
        cancelled: i32,
    ) -> ApiResult<remote::DomainMigrateFinish3ParamsRet> {
        let wanted = Wanted::of(params, flags)?;
        let missing = || TestError::InvalidArgument("the guest that came has no name".into());
        let dom = self.finish_migration(wanted.name.ok_or_else(missing)?, &wanted, cancelled != 0)?;
        Ok(remote::DomainMigrateFinish3ParamsRet {
            dom,
            cookie_out: Vec::new(),
        })
    }

    async fn domain_migrate_confirm3_params(
        &self,
        dom: &DomainRef,
        params: &[TypedParam],
        _cookie_in: &[u8],
        flags: u32,
        cancelled: i32,
    ) -> ApiResult<()> {
        let wanted = Wanted::of(params, flags)?;
        Ok(self.confirm_migration(dom, wanted.flags, cancelled != 0)?)
    }

    async fn domain_get_job_info(&self, dom: &DomainRef) -> ApiResult<remote::DomainGetJobInfoRet> {
        let found = self.world.guest(dom)?;
        found.state.running()?;
        Ok(jobs::info(&found.state, self.world.clock.now()))
    }

    async fn domain_get_job_stats(
        &self,
        dom: &DomainRef,
        flags: u32,
    ) -> ApiResult<remote::DomainGetJobStatsRet> {
        check_flags(flags, 0x3, "virDomainGetJobStats")?;
        let now = self.world.clock.now();
        let (completed, keep) = (flags & 1 != 0, flags & 2 != 0);
        Ok(self.world.change_guest(dom, |guest, _, _| {
            if !completed {
                guest.running()?;
            }
            Ok(jobs::stats(guest, now, completed, keep))
        })?)
    }

    async fn domain_abort_job_flags(&self, dom: &DomainRef, flags: u32) -> ApiResult<()> {
        check_flags(flags, 1, "virDomainAbortJobFlags")?;
        let now = self.world.clock.now();
        Ok(self.world.change_guest(dom, |guest, news, me| {
            guest.running()?;
            let Some(job) = &guest.jobs.guest else {
                return Err(TestError::InvalidState("no job is active on the domain".into()));
            };
            // A backup that others read from has no other end than this one.
            let read = job.backup.is_some() && job.attended;
            let how = if read { End::Completed } else { End::Cancelled };
            jobs::backup::end(guest, how, now, news, &me);
            Ok(())
        })?)
    }

    async fn domain_migrate_set_max_downtime(
        &self,
        dom: &DomainRef,
        downtime: u64,
        flags: u32,
    ) -> ApiResult<()> {
        check_flags(flags, 0, "virDomainMigrateSetMaxDowntime")?;
        Ok(self.world.change_guest(dom, |guest, _, _| {
            guest.running()?;
            guest.jobs.migration.downtime = downtime;
            Ok(())
        })?)
    }

    async fn domain_migrate_get_max_downtime(&self, dom: &DomainRef, flags: u32) -> ApiResult<u64> {
        check_flags(flags, 0, "virDomainMigrateGetMaxDowntime")?;
        let found = self.world.guest(dom)?;
        found.state.running()?;
        Ok(found.state.jobs.migration.downtime)
    }

    async fn domain_migrate_set_max_speed(
        &self,
        dom: &DomainRef,
        bandwidth: u64,
        flags: u32,
    ) -> ApiResult<()> {
        check_flags(flags, 1, "virDomainMigrateSetMaxSpeed")?;
        if bandwidth > UNLIMITED {
            let why = format!("bandwidth must be less than {UNLIMITED}");
            return Err(TestError::InvalidArgument(why).into());
        }
        let now = self.world.clock.now();
        Ok(self.world.change_guest(dom, |guest, _, _| {
            let migration = &mut guest.jobs.migration;
            if flags & 1 != 0 {
                migration.postcopy_speed = bandwidth;
                return Ok(());
            }
            migration.speed = bandwidth;
            let rate = migration.rate();
            if let Some(job) = &mut guest.jobs.guest
                && job.operation == DomainJobOperation::MigrationOut
            {
                job.progress.set_rate(rate, now);
            }
            Ok(())
        })?)
    }

    async fn domain_migrate_get_max_speed(&self, dom: &DomainRef, flags: u32) -> ApiResult<u64> {
        check_flags(flags, 1, "virDomainMigrateGetMaxSpeed")?;
        let migration = self.world.guest(dom)?.state.jobs.migration;
        Ok(if flags & 1 != 0 {
            migration.postcopy_speed
        } else {
            migration.speed
        })
    }

    async fn domain_migrate_get_compression_cache(&self, dom: &DomainRef, flags: u32) -> ApiResult<u64> {
        check_flags(flags, 0, "virDomainMigrateGetCompressionCache")?;
        let found = self.world.guest(dom)?;
        found.state.running()?;
        Ok(found.state.jobs.migration.cache)
    }

    async fn domain_migrate_set_compression_cache(
        &self,
        dom: &DomainRef,
        cache_size: u64,
        flags: u32,
    ) -> ApiResult<()> {
        check_flags(flags, 0, "virDomainMigrateSetCompressionCache")?;
        Ok(self.world.change_guest(dom, |guest, _, _| {
            guest.running()?;
            guest.jobs.migration.cache = cache_size;
            Ok(())
        })?)
    }

    async fn domain_migrate_start_post_copy(&self, dom: &DomainRef, flags: u32) -> ApiResult<()> {
        check_flags(flags, 0, "virDomainMigrateStartPostCopy")?;
        self.world.change_guest(dom, |guest, news, me| {
            let migrates = |job: &jobs::Job| job.operation == DomainJobOperation::MigrationOut;
            if !guest.jobs.guest.as_ref().is_some_and(migrates) {
                return Err(TestError::InvalidState(
                    "post-copy can only be started while outgoing migration is in progress".into(),
                ));
            }
            guest.jobs.migration.postcopy = true;
            guest.phase = Phase::Paused(DomainPausedReason::Postcopy);
            let detail = DomainEventSuspendedDetailType::Postcopy.raw();
            news.push((me, super::lifecycle(DomainEventType::Suspended, detail)));
            Ok(())
        })?;
        self.world.agenda.stir();
        Ok(())
    }

    async fn domain_start_dirty_rate_calc(&self, dom: &DomainRef, seconds: i32, flags: u32) -> ApiResult<()> {
        check_flags(flags, 0x3, "virDomainStartDirtyRateCalc")?;
        let takes = u32::try_from(seconds).ok().filter(|s| (1..=60).contains(s));
        let takes = takes.ok_or_else(|| {
            TestError::InvalidArgument(format!("seconds={seconds} is invalid, the range is 1 to 60"))
        })?;
        let began = self.world.clock.now();
        Ok(self.world.change_guest(dom, |guest, _, _| {
            guest.running()?;
            guest.extra.dirty_rate = Some(Measured { began, takes });
            Ok(())
        })?)
    }
}
