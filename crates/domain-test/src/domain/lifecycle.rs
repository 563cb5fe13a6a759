//! Finding, starting and stopping guests.

use crate::TestDriver;
use crate::domain::{Guest, News, Phase, WORD, agent, definition, lifecycle, list, plug};
use crate::error::{Kind, Result, TestError, check_flags};
use crate::world::World;
use async_trait::async_trait;
use ferrovirt_driver::DomainLifecycle;
use ferrovirt_protocol::remote;
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::power::LifecycleAction;
use ferrovirt_types::Result as ApiResult;
use ferrovirt_types::consts::{
    DomainControlState, DomainCreateFlags, DomainDestroyFlags, DomainEventResumedDetailType,
    DomainEventStartedDetailType, DomainEventStoppedDetailType, DomainEventSuspendedDetailType,
    DomainEventType, DomainJobOperation, DomainPausedReason, DomainRunningReason, DomainShutoffReason,
    DomainXmlFlags, ErrorNumber, NodeSuspendTarget,
};
use ferrovirt_types::event::DomainEvent;
use ferrovirt_types::object::DomainRef;
use ferrovirt_types::param::TypedParam;
use ferrovirt_types::params::{self, Want};
use std::os::fd::OwnedFd;
use std::sync::Arc;
use uuid::Uuid;

#[async_trait]
impl DomainLifecycle for TestDriver {
    async fn domain_create_xml(&self, xml_desc: &str, flags: u32) -> ApiResult<DomainRef> {
        check_flags(
            flags,
            DomainCreateFlags::START_VALIDATE.bits(),
            "virDomainCreateXML",
        )?;
        let doc = definition::parse(xml_desc, flags & DomainCreateFlags::START_VALIDATE.bits() != 0)?;
        let uuid = doc.uuid.unwrap_or_else(Uuid::new_v4);
        let started = DomainEventStartedDetailType::Booted;
        Ok(activate(
            &self.world,
            doc,
            uuid,
            DomainRunningReason::Booted,
            started,
        )?)
    }

    async fn domain_create_xml_with_files(
        &self,
        xml_desc: &str,
        flags: u32,
        _files: Vec<OwnedFd>,
    ) -> ApiResult<DomainRef> {
        self.domain_create_xml(xml_desc, flags).await
    }

    async fn domain_lookup_by_id(&self, id: i32) -> ApiResult<DomainRef> {
        let found = self
            .world
            .by_id(id)
            .and_then(|uuid| self.world.domains.by_uuid(&uuid));
        let found = found.filter(|found| found.state.id == id);
        let found = found.ok_or_else(|| TestError::not_found(Kind::Domain, "id", id))?;
        Ok(found.state.reference(&found.name, found.uuid))
    }

    async fn domain_lookup_by_name(&self, name: &str) -> ApiResult<DomainRef> {
        let found = self.world.domains.by_name(name);
        let found = found.ok_or_else(|| TestError::not_found(Kind::Domain, "name", name))?;
        Ok(found.state.reference(&found.name, found.uuid))
    }

    async fn domain_lookup_by_uuid(&self, uuid: Uuid) -> ApiResult<DomainRef> {
        let found = self.world.domains.by_uuid(&uuid);
        let found = found.ok_or_else(|| TestError::not_found(Kind::Domain, "uuid", uuid))?;
        Ok(found.state.reference(&found.name, found.uuid))
    }

    async fn connect_list_all_domains(&self, flags: u32) -> ApiResult<Vec<DomainRef>> {
        Ok(list::list(&self.world, flags)?)
    }

    async fn domain_is_active(&self, dom: &DomainRef) -> ApiResult<bool> {
        Ok(self.world.guest(dom)?.state.is_active())
    }

    async fn domain_get_state(&self, dom: &DomainRef, flags: u32) -> ApiResult<remote::DomainGetStateRet> {
        check_flags(flags, 0, "virDomainGetState")?;
        let (state, reason) = self.world.guest(dom)?.state.phase.raw();
        Ok(remote::DomainGetStateRet { state, reason })
    }

    async fn domain_get_control_info(
        &self,
        dom: &DomainRef,
        flags: u32,
    ) -> ApiResult<remote::DomainGetControlInfoRet> {
        check_flags(flags, 0, "virDomainGetControlInfo")?;
        let found = self.world.guest(dom)?;
        found.state.running()?;
        Ok(control(found.state.clock.0))
    }

    async fn domain_create_with_flags(&self, dom: &DomainRef, flags: u32) -> ApiResult<DomainRef> {
        let full = self.full;
        let mut known = 0;
        if full {
            // A guest goes with its connection only where its process does.
            let more = DomainCreateFlags::START_PAUSED
                | DomainCreateFlags::START_BYPASS_CACHE
                | DomainCreateFlags::START_FORCE_BOOT;
            known |= more.bits();
        }
        check_flags(flags, known, "virDomainCreateWithFlags")?;
        Ok(self.world.change_guest(dom, |guest, news, mut me| {
            if guest.is_active() {
                return Err(TestError::Internal(format!(
                    "Domain '{}' is already running",
                    me.name
                )));
            }
            let id = self.world.next_id();
            let kept = guest.extra.saved.take().filter(|_| full && guest.managed_save);
            let force = flags & DomainCreateFlags::START_FORCE_BOOT.bits() != 0;
            let detail = match kept.filter(|_| !force) {
                Some(doc) => {
                    guest.start_with(doc, id, DomainRunningReason::Restored);
                    DomainEventStartedDetailType::Restored
                }
                None => {
                    guest.start(id, DomainRunningReason::Booted)?;
                    DomainEventStartedDetailType::Booted
                }
            };
            guest.managed_save = false;
            me.id = id;
            news.push((me.clone(), lifecycle(DomainEventType::Started, detail.raw())));
            if full {
                if let Some(live) = &mut guest.live {
                    plug::name_devices(Arc::make_mut(live));
                }
                if flags & DomainCreateFlags::START_PAUSED.bits() != 0 {
                    guest.phase = Phase::Paused(DomainPausedReason::StartingUp);
                    let detail = DomainEventSuspendedDetailType::Paused.raw();
                    news.push((me.clone(), lifecycle(DomainEventType::Suspended, detail)));
                }
                agent::comes(guest, news, &me);
            }
            Ok(me)
        })?)
    }

    async fn domain_create_with_files(
        &self,
        dom: &DomainRef,
        flags: u32,
        _files: Vec<OwnedFd>,
    ) -> ApiResult<DomainRef> {
        self.domain_create_with_flags(dom, flags).await
    }

    async fn domain_destroy_flags(&self, dom: &DomainRef, flags: u32) -> ApiResult<()> {
        check_flags(
            flags,
            DomainDestroyFlags::GRACEFUL.bits(),
            "virDomainDestroyFlags",
        )?;
        Ok(self.world.change_guest(dom, |guest, news, me| {
            guest.running()?;
            end(
                guest,
                news,
                me,
                DomainShutoffReason::Destroyed,
                DomainEventStoppedDetailType::Destroyed,
            );
            Ok(())
        })?)
    }

    async fn domain_shutdown_flags(&self, dom: &DomainRef, flags: u32) -> ApiResult<()> {
        let known = if self.full { REBOOT_MEANS } else { 0 };
        check_flags(flags, known, "virDomainShutdownFlags")?;
        Ok(self.world.change_guest(dom, |guest, news, me| {
            if !guest.is_active() {
                return Err(not_running(&me));
            }
            let action = guest.running()?.on_poweroff.unwrap_or(LifecycleAction::Destroy);
            follow(guest, news, me, action);
            Ok(())
        })?)
    }

    async fn domain_reboot(&self, dom: &DomainRef, flags: u32) -> ApiResult<()> {
        // The guest reboots alike by every means that the flags name.
        check_flags(flags, REBOOT_MEANS, "virDomainReboot")?;
        let full = self.full;
        Ok(self.world.change_guest(dom, |guest, news, me| {
            let action = guest.running()?.on_reboot.unwrap_or(LifecycleAction::Restart);
            if full {
                news.push((me.clone(), DomainEvent::Reboot));
            }
            follow(guest, news, me, action);
            Ok(())
        })?)
    }

    async fn domain_reset(&self, dom: &DomainRef, flags: u32) -> ApiResult<()> {
        check_flags(flags, 0, "virDomainReset")?;
        // There is nothing in the guest to begin anew; one that is paused stays so.
        self.world.guest(dom)?.state.running()?;
        Ok(())
    }

    async fn domain_suspend(&self, dom: &DomainRef) -> ApiResult<()> {
        Ok(self.world.change_guest(dom, |guest, news, me| {
            if !matches!(guest.phase, Phase::Running(_)) {
                return Err(not_running(&me));
            }
            guest.phase = Phase::Paused(DomainPausedReason::User);
            let detail = DomainEventSuspendedDetailType::Paused.raw();
            news.push((me, lifecycle(DomainEventType::Suspended, detail)));
            Ok(())
        })?)
    }

    async fn domain_resume(&self, dom: &DomainRef) -> ApiResult<()> {
        Ok(self.world.change_guest(dom, |guest, news, me| {
            if !matches!(guest.phase, Phase::Paused(_)) {
                return Err(TestError::Internal(format!("domain '{}' not paused", me.name)));
            }
            guest.phase = Phase::Running(DomainRunningReason::Unpaused);
            let detail = DomainEventResumedDetailType::Unpaused.raw();
            news.push((me, lifecycle(DomainEventType::Resumed, detail)));
            Ok(())
        })?)
    }

    async fn domain_inject_nmi(&self, dom: &DomainRef, flags: u32) -> ApiResult<()> {
        check_flags(flags, 0, "virDomainInjectNMI")?;
        self.world.guest(dom)?.state.running()?;
        Ok(())
    }

    async fn domain_send_key(
        &self,
        dom: &DomainRef,
        codeset: u32,
        _holdtime: u32,
        keycodes: &[u32],
        flags: u32,
    ) -> ApiResult<()> {
        super::console::send_key(codeset, &[])?;
        check_flags(flags, 0, "virDomainSendKey")?;
        self.world.guest(dom)?.state.running()?;
        Ok(super::console::send_key(codeset, keycodes)?)
    }

    async fn domain_send_process_signal(
        &self,
        dom: &DomainRef,
        pid_value: i64,
        signum: u32,
        flags: u32,
    ) -> ApiResult<()> {
        check_flags(flags, 0, "virDomainSendProcessSignal")?;
        signal(pid_value, signum)?;
        self.world.guest(dom)?;
        Ok(())
    }

    async fn domain_managed_save(&self, dom: &DomainRef, flags: u32) -> ApiResult<()> {
        self.linger(dom, DomainJobOperation::Save).await?;
        Ok(self.managed_save(dom, flags)?)
    }

    async fn domain_has_managed_save_image(&self, dom: &DomainRef, flags: u32) -> ApiResult<i32> {
        check_flags(flags, 0, "virDomainHasManagedSaveImage")?;
        Ok(i32::from(self.world.guest(dom)?.state.managed_save))
    }

    async fn domain_managed_save_remove(&self, dom: &DomainRef, flags: u32) -> ApiResult<()> {
        check_flags(flags, 0, "virDomainManagedSaveRemove")?;
        Ok(self.world.change_guest(dom, |guest, _, _| {
            guest.managed_save = false;
            guest.extra.saved = None;
            Ok(())
        })?)
    }

    async fn domain_save_flags(
        &self,
        dom: &DomainRef,
        to: &str,
        dxml: Option<&str>,
        flags: u32,
    ) -> ApiResult<()> {
        let known = if self.full { SAVE_FLAGS } else { 0 };
        check_flags(flags, known, "virDomainSaveFlags")?;
        self.linger(dom, DomainJobOperation::Save).await?;
        Ok(self.save(dom, to, dxml)?)
    }

    async fn domain_restore_flags(&self, from: &str, dxml: Option<&str>, flags: u32) -> ApiResult<()> {
        let known = if self.full { SAVE_FLAGS } else { 0 };
        check_flags(flags, known, "virDomainRestoreFlags")?;
        Ok(self.restore(from, dxml)?)
    }

    async fn domain_core_dump_with_format(
        &self,
        dom: &DomainRef,
        to: &str,
        dumpformat: u32,
        flags: u32,
    ) -> ApiResult<()> {
        self.linger(dom, DomainJobOperation::Dump).await?;
        Ok(self.core_dump(dom, to, dumpformat, flags)?)
    }

    async fn domain_pm_suspend_for_duration(
        &self,
        dom: &DomainRef,
        target: u32,
        duration: u64,
        flags: u32,
    ) -> ApiResult<()> {
        check_flags(flags, 0, "virDomainPMSuspendForDuration")?;
        let target = i32::try_from(target).ok().and_then(NodeSuspendTarget::from_raw);
        let target = target.ok_or_else(|| TestError::InvalidArgument("unknown suspend target".into()))?;
        let now = self.world.clock.now();
        Ok(self.world.change_guest(dom, |guest, news, me| {
            guest.running()?;
            guest.fall_asleep(target, duration, now, news, me)
        })?)
    }

    async fn domain_pm_wakeup(&self, dom: &DomainRef, flags: u32) -> ApiResult<()> {
        check_flags(flags, 0, "virDomainPMWakeup")?;
        Ok(self.world.change_guest(dom, |guest, news, me| {
            guest.running()?;
            guest.wake(news, &me);
            Ok(())
        })?)
    }

    async fn domain_managed_save_get_xml_desc(&self, dom: &DomainRef, flags: u32) -> ApiResult<String> {
        let secure = DomainXmlFlags::SECURE.bits();
        check_flags(flags, secure, "virDomainManagedSaveGetXMLDesc")?;
        let found = self.world.guest(dom)?;
        let flags = DomainXmlFlags::from_bits_truncate(flags) | DomainXmlFlags::INACTIVE;
        Ok(definition::print(found.state.kept()?, flags))
    }

    async fn domain_managed_save_define_xml(
        &self,
        dom: &DomainRef,
        dxml: Option<&str>,
        flags: u32,
    ) -> ApiResult<()> {
        // Whether it is to run or to be paused afterwards makes no difference here.
        check_flags(flags, 0x6, "virDomainManagedSaveDefineXML")?;
        let doc = match dxml {
            Some(text) => Some(Arc::new(definition::parse(text, false)?)),
            None => None,
        };
        Ok(self.world.change_guest(dom, |guest, _, me| {
            guest.kept()?;
            if let Some(doc) = doc {
                if doc.name != me.name || doc.uuid.is_some_and(|uuid| uuid != me.uuid) {
                    return Err(TestError::InvalidArgument(
                        "the definition is that of another guest".into(),
                    ));
                }
                guest.extra.saved = Some(doc);
            }
            Ok(())
        })?)
    }

    async fn domain_save_params(&self, dom: &DomainRef, params: &[TypedParam], flags: u32) -> ApiResult<()> {
        check_flags(flags, SAVE_FLAGS, "virDomainSaveParams")?;
        let known = [
            ("file", Want::Text),
            ("dxml", Want::Text),
            ("image_format", Want::Text),
            ("parallel.channels", Want::Int),
        ];
        params::validate(params, &known)?;
        self.linger(dom, DomainJobOperation::Save).await?;
        let Some(to) = params::text(params, "file") else {
            return Ok(self.managed_save(dom, flags)?);
        };
        Ok(self.save(dom, to, params::text(params, "dxml"))?)
    }

    async fn domain_restore_params(&self, params: &[TypedParam], flags: u32) -> ApiResult<()> {
        check_flags(flags, SAVE_FLAGS | 8, "virDomainRestoreParams")?;
        let known = [
            ("file", Want::Text),
            ("dxml", Want::Text),
            ("parallel.channels", Want::Int),
        ];
        params::validate(params, &known)?;
        let missing = || TestError::InvalidArgument("the file to restore from must be given".into());
        let from = params::text(params, "file").ok_or_else(missing)?;
        Ok(self.restore(from, params::text(params, "dxml"))?)
    }
}

/// Flags of saving: past the cache of the host, and what the guest does afterwards.
const SAVE_FLAGS: u32 = 0x7;

/// Ways to reboot that flags can ask for.
const REBOOT_MEANS: u32 = 0x1f;

/// Starts a guest from a document of its own: a transient one, or a defined one with another
/// definition.
pub(super) fn activate(
    world: &World,
    doc: Domain,
    uuid: Uuid,
    reason: DomainRunningReason,
    started: DomainEventStartedDetailType,
) -> Result<DomainRef> {
    let name = doc.name.clone();
    let family = world.domains.begin();
    let doc = Domain {
        uuid: Some(uuid),
        ..doc
    };
    let mut guest = match family.check(WORD, &name, uuid)? {
        Some(guest) if guest.is_active() => {
            let why = format!("domain '{name}' is already active");
            return Err(TestError::of_guest(ErrorNumber::OperationInvalid, why));
        }
        Some(guest) => Guest::clone(&guest),
        None => Guest {
            config: None,
            ..Guest::defined(Domain::default())
        },
    };
    guest.start_with(Arc::new(doc), world.next_id(), reason);
    guest.count_time(world.clock.now());
    let me = guest.reference(&name, uuid);
    world.renumber(uuid, -1, guest.id);
    family.publish(WORD, &name, uuid, guest)?;
    world.tell(vec![(
        me.clone(),
        lifecycle(DomainEventType::Started, started.raw()),
    )]);
    Ok(me)
}

/// Stops a guest for good.
pub(super) fn end(
    guest: &mut Guest,
    news: &mut News,
    mut me: DomainRef,
    reason: DomainShutoffReason,
    detail: DomainEventStoppedDetailType,
) {
    guest.stop(Phase::Shutoff(reason));
    if guest.is_persistent() {
        me.id = -1;
    }
    news.push((me, lifecycle(DomainEventType::Stopped, detail.raw())));
}

/// What becomes of a guest that powered off or rebooted.
pub(super) fn follow(guest: &mut Guest, news: &mut News, me: DomainRef, action: LifecycleAction) {
    match action {
        LifecycleAction::Restart | LifecycleAction::RestartRename => {
            guest.phase = Phase::Running(DomainRunningReason::Booted);
        }
        LifecycleAction::Destroy | LifecycleAction::Preserve => {
            end(
                guest,
                news,
                me,
                DomainShutoffReason::Shutdown,
                DomainEventStoppedDetailType::Shutdown,
            );
        }
    }
}

/// A signal to a process of the guest. There is one process, and nothing ends it.
fn signal(pid: i64, signum: u32) -> Result<()> {
    const SIGNALS: u32 = 65;
    if pid != 1 {
        return Err(TestError::InvalidArgument(
            "only sending a signal to pid 1 is supported".into(),
        ));
    }
    if signum >= SIGNALS {
        return Err(TestError::InvalidArgument(format!(
            "signum value {signum} is out of range"
        )));
    }
    Ok(())
}

fn not_running(me: &DomainRef) -> TestError {
    TestError::Internal(format!("domain '{}' not running", me.name))
}
/// How the hypervisor is controlled is told by the clock of the guest, so that each state can be seen: a
/// job, busy, an error, for as many seconds as the clock is beyond the state's beginning.
fn control(seconds: i64) -> remote::DomainGetControlInfoRet {
    const BEGINNINGS: [(i64, DomainControlState); 4] = [
        (60_000, DomainControlState::Ok),
        (30_000, DomainControlState::Error),
        (10_000, DomainControlState::Occupied),
        (1, DomainControlState::Job),
    ];
    let found = BEGINNINGS
        .into_iter()
        .find(|(beginning, _)| seconds >= *beginning);
    let (since, state) = match found {
        Some((_, DomainControlState::Ok)) | None => (0, DomainControlState::Ok),
        Some((_, DomainControlState::Job)) => (seconds, DomainControlState::Job),
        Some((beginning, state)) => (seconds - beginning, state),
    };
    remote::DomainGetControlInfoRet {
        state: u32::try_from(state.raw()).unwrap_or(0),
        details: 0,
        state_time: u64::try_from(since).unwrap_or(0),
    }
}
