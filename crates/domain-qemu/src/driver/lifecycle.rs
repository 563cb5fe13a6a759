//! Finding, starting, stopping, saving.

use super::saving::{read_header, remove};
use super::{QemuDriver, checked, parse};
use crate::error::{QemuError, Result};
use crate::guest::state::lifecycle;
use crate::guest::{Guest, Request};
use crate::start::{Restore, StartMode, start};
use crate::{define, save};
use async_trait::async_trait;
use ferrovirt_driver::DomainLifecycle;
use ferrovirt_protocol::remote;
use ferrovirt_qmp::RawCommand;
use ferrovirt_schema::domain::Domain;
use ferrovirt_types::consts::{
    ConnectListAllDomainsFlags as ListFlags, DomainCoreDumpFlags, DomainCreateFlags, DomainDestroyFlags,
    DomainEventType, DomainPausedReason, DomainRebootFlags, DomainRunningReason, DomainSaveRestoreFlags,
    DomainShutdownFlags, DomainShutoffReason, DomainState,
};
use ferrovirt_types::event::Event;
use ferrovirt_types::object::DomainRef;
use ferrovirt_types::param::{ParamValue, TypedParam, find};
use std::os::fd::OwnedFd;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use uuid::Uuid;

/// How long QEMU may take to accept a command.
const COMMAND: Duration = Duration::from_secs(30);

impl QemuDriver {
    async fn create_transient(&self, xml: &str, flags: u32) -> Result<DomainRef> {
        let mut doc = parse(xml).await?;
        let caps = self.core.caps_for(&doc).await?;
        define::fill_defaults(&mut doc, &caps)?;
        let uuid = doc.uuid.unwrap_or_default();
        let name = doc.name.clone();
        let guest = self.claim_transient(&name, uuid).await?;
        let paused = flags & DomainCreateFlags::START_PAUSED.bits() != 0;
        let mode = StartMode {
            paused,
            document: Some(Arc::new(doc)),
            owned: flags & DomainCreateFlags::START_AUTODESTROY.bits() != 0,
            ..StartMode::default()
        };
        let started = start(&self.core, &guest, mode).await;
        if let Err(e) = started {
            self.core
                .store
                .remove_if(&uuid, |g| !g.is_persistent() && g.live().is_none());
            return Err(e);
        }
        Ok(guest.reference())
    }

    /// The guest of a name and UUID, which must not run; a new one if there is none.
    pub(super) async fn claim_transient(&self, name: &str, uuid: Uuid) -> Result<Arc<Guest>> {
        let claim = self.core.store.claim(name, uuid).await?;
        match claim.current() {
            Some(guest) if guest.live().is_some() => Err(QemuError::OperationInvalid(format!(
                "domain '{name}' is already active"
            ))),
            Some(guest) => Ok(Arc::clone(guest)),
            None => {
                let guest = Arc::new(Guest::new(name, uuid, false, false));
                claim.publish(Arc::clone(&guest))?;
                Ok(guest)
            }
        }
    }

    async fn create(&self, dom: &DomainRef, flags: u32) -> Result<DomainRef> {
        let guest = self.core.guest(dom)?;
        let paused = flags & DomainCreateFlags::START_PAUSED.bits() != 0;
        let owned = flags & DomainCreateFlags::START_AUTODESTROY.bits() != 0;
        let image = self.core.save_path(&guest.name);
        let fresh = flags & DomainCreateFlags::START_FORCE_BOOT.bits() != 0;
        if tokio::fs::try_exists(&image).await.unwrap_or(false) && guest.live().is_none() {
            if fresh {
                remove(&image).await?;
            } else {
                let header = read_header(&image).await?;
                let document = Arc::new(parse(&header.xml).await?);
                let restore = Some(Restore {
                    file: image.clone(),
                    offset: header.offset,
                });
                let mode = StartMode {
                    paused: paused || !header.running,
                    document: Some(document),
                    restore,
                    owned,
                    ..StartMode::default()
                };
                start(&self.core, &guest, mode).await?;
                remove(&image).await?;
                return Ok(guest.reference());
            }
        }
        start(
            &self.core,
            &guest,
            StartMode {
                paused,
                owned,
                ..StartMode::default()
            },
        )
        .await?;
        Ok(guest.reference())
    }

    /// Asks the guest to end: through its agent where that is asked for and can be, else by its power button.
    async fn power_down(&self, dom: &DomainRef, reboot: bool, by: DomainShutdownFlags) -> Result<()> {
        let live = self.core.guest(dom)?.running()?;
        let by_agent = by.contains(DomainShutdownFlags::GUEST_AGENT);
        let by_button = by.is_empty() || by.contains(DomainShutdownFlags::ACPI_POWER_BTN);
        // A paused guest notices neither; a reboot by the button is kept for when it goes on.
        if live.status.state != DomainState::Running && (by_agent || !reboot) {
            return Err(QemuError::NotRunning);
        }
        if by_agent {
            let mode = if reboot { "reboot" } else { "powerdown" };
            match self.end_by_agent(dom, mode).await {
                Err(error) if by_button => tracing::debug!(%error, "the agent is not asked"),
                done => return done,
            }
        }
        live.ask(|reply| Request::PowerDown { reboot, reply }).await
    }
}

/// Whether a guest passes the filters of a list. What is looked up on disk is looked up only if asked.
fn is_wanted(
    guest: &Guest,
    flags: ListFlags,
    saved: impl Fn() -> bool,
    snapshots: impl Fn() -> bool,
    checkpoints: impl Fn() -> bool,
) -> bool {
    let live = guest.live();
    let state = live.as_ref().map_or(DomainState::Shutoff, |l| l.status.state);
    let any = |group: ListFlags, mine: ListFlags| !flags.intersects(group) || flags.intersects(mine);
    let pick = |yes: bool, a, b| if yes { a } else { b };
    use ListFlags as F;
    any(
        F::ACTIVE | F::INACTIVE,
        pick(live.is_some(), F::ACTIVE, F::INACTIVE),
    ) && any(
        F::PERSISTENT | F::TRANSIENT,
        pick(guest.is_persistent(), F::PERSISTENT, F::TRANSIENT),
    ) && any(
        F::AUTOSTART | F::NO_AUTOSTART,
        pick(guest.autostart(), F::AUTOSTART, F::NO_AUTOSTART),
    ) && any(
        F::RUNNING | F::PAUSED | F::SHUTOFF | F::OTHER,
        match state {
            DomainState::Running => F::RUNNING,
            DomainState::Paused => F::PAUSED,
            DomainState::Shutoff => F::SHUTOFF,
            _ => F::OTHER,
        },
    ) && (!flags.intersects(F::HAS_SNAPSHOT | F::NO_SNAPSHOT)
        || flags.intersects(pick(snapshots(), F::HAS_SNAPSHOT, F::NO_SNAPSHOT)))
        && (!flags.intersects(F::HAS_CHECKPOINT | F::NO_CHECKPOINT)
            || flags.intersects(pick(checkpoints(), F::HAS_CHECKPOINT, F::NO_CHECKPOINT)))
        && (!flags.intersects(F::MANAGEDSAVE | F::NO_MANAGEDSAVE)
            || flags.intersects(pick(saved(), F::MANAGEDSAVE, F::NO_MANAGEDSAVE)))
}

type Api<T> = ferrovirt_types::Result<T>;

#[async_trait]
impl DomainLifecycle for QemuDriver {
    async fn domain_create_xml(&self, xml_desc: &str, flags: u32) -> Api<DomainRef> {
        checked(flags, DomainCreateFlags::all().bits(), "virDomainCreateXML")?;
        super::validate(xml_desc, flags & DomainCreateFlags::START_VALIDATE.bits() != 0).await?;
        let made = self.create_transient(xml_desc, flags).await?;
        self.own(&made, flags)?;
        Ok(made)
    }

    async fn domain_create_xml_with_files(
        &self,
        xml_desc: &str,
        flags: u32,
        _files: Vec<OwnedFd>,
    ) -> Api<DomainRef> {
        self.domain_create_xml(xml_desc, flags).await
    }

    async fn domain_create_with_flags(&self, dom: &DomainRef, flags: u32) -> Api<DomainRef> {
        checked(flags, DomainCreateFlags::all().bits(), "virDomainCreateWithFlags")?;
        let started = self.create(dom, flags).await?;
        self.own(&started, flags)?;
        Ok(started)
    }

    async fn domain_create_with_files(
        &self,
        dom: &DomainRef,
        flags: u32,
        _files: Vec<OwnedFd>,
    ) -> Api<DomainRef> {
        self.domain_create_with_flags(dom, flags).await
    }

    async fn domain_lookup_by_id(&self, id: i32) -> Api<DomainRef> {
        let snapshot = self.core.store.snapshot();
        let found = snapshot.iter().find(|e| e.object.id() == id && id >= 0);
        Ok(found
            .map(|e| e.object.reference())
            .ok_or(QemuError::NoSuchId(id))?)
    }

    async fn domain_lookup_by_name(&self, name: &str) -> Api<DomainRef> {
        let found = self.core.store.by_name(name);
        Ok(found
            .map(|e| e.object.reference())
            .ok_or_else(|| QemuError::NoSuchName(name.to_owned()))?)
    }

    async fn domain_lookup_by_uuid(&self, uuid: Uuid) -> Api<DomainRef> {
        let found = self.core.store.by_uuid(&uuid);
        Ok(found
            .map(|e| e.object.reference())
            .ok_or_else(|| QemuError::NoSuchUuid {
                uuid,
                name: String::new(),
            })?)
    }

    async fn connect_list_all_domains(&self, flags: u32) -> Api<Vec<DomainRef>> {
        checked(flags, ListFlags::all().bits(), "virConnectListAllDomains")?;
        let flags = ListFlags::from_bits_truncate(flags);
        let snapshot = self.core.store.snapshot();
        let mut list = Vec::with_capacity(snapshot.len());
        if flags.is_empty() {
            list.extend(snapshot.iter().map(|e| e.object.reference()));
            return Ok(list);
        }
        let saved = |g: &Guest| self.core.save_path(&g.name).exists();
        let wanted = snapshot.iter().map(|e| &e.object).filter(|g| {
            is_wanted(
                g,
                flags,
                || saved(g),
                || self.core.snapshots.any(g),
                || self.core.checkpoints.any(g),
            )
        });
        list.extend(wanted.map(|g| g.reference()));
        Ok(list)
    }

    async fn domain_is_active(&self, dom: &DomainRef) -> Api<bool> {
        Ok(self.core.guest(dom)?.live().is_some())
    }

    async fn domain_get_state(&self, dom: &DomainRef, flags: u32) -> Api<remote::DomainGetStateRet> {
        checked(flags, 0, "virDomainGetState")?;
        let status = self.core.guest(dom)?.status();
        Ok(remote::DomainGetStateRet {
            state: status.state.raw(),
            reason: status.reason,
        })
    }

    async fn domain_get_control_info(
        &self,
        dom: &DomainRef,
        flags: u32,
    ) -> Api<remote::DomainGetControlInfoRet> {
        checked(flags, 0, "virDomainGetControlInfo")?;
        let live = self.core.guest(dom)?.running()?;
        // Occupied while QEMU leaves a question unanswered.
        let state = if live.gauges.is_silent() { 2 } else { 0 };
        Ok(remote::DomainGetControlInfoRet {
            state,
            details: 0,
            state_time: 0,
        })
    }

    async fn domain_suspend(&self, dom: &DomainRef) -> Api<()> {
        let guest = self.core.guest(dom)?;
        let _job = guest.begin("suspend").await?;
        let live = guest.running()?;
        if live.status.state == DomainState::Pmsuspended {
            return Err(QemuError::OperationInvalid("domain is pmsuspended".to_owned()).into());
        }
        Ok(live
            .ask(|reply| Request::Suspend(DomainPausedReason::User, reply))
            .await?)
    }

    async fn domain_resume(&self, dom: &DomainRef) -> Api<()> {
        let guest = self.core.guest(dom)?;
        let _job = guest.begin("resume").await?;
        let live = guest.running()?;
        if live.status.state == DomainState::Pmsuspended {
            return Err(QemuError::OperationInvalid("domain is pmsuspended".to_owned()).into());
        }
        if live.status.state == DomainState::Running {
            return Err(QemuError::OperationInvalid("domain is already running".to_owned()).into());
        }
        Ok(live
            .ask(|reply| Request::Resume(DomainRunningReason::Unpaused, reply))
            .await?)
    }

    async fn domain_shutdown_flags(&self, dom: &DomainRef, flags: u32) -> Api<()> {
        use DomainShutdownFlags as F;
        checked(
            flags,
            (F::ACPI_POWER_BTN | F::GUEST_AGENT).bits(),
            "virDomainShutdownFlags",
        )?;
        let by = F::from_bits_truncate(flags);
        Ok(self.power_down(dom, false, by).await?)
    }

    async fn domain_reboot(&self, dom: &DomainRef, flags: u32) -> Api<()> {
        use DomainRebootFlags as F;
        checked(
            flags,
            (F::ACPI_POWER_BTN | F::GUEST_AGENT).bits(),
            "virDomainReboot",
        )?;
        // Both calls have the same ways, by the same numbers.
        let by = DomainShutdownFlags::from_bits_truncate(flags);
        Ok(self.power_down(dom, true, by).await?)
    }

    async fn domain_reset(&self, dom: &DomainRef, flags: u32) -> Api<()> {
        checked(flags, 0, "virDomainReset")?;
        Ok(self.core.guest(dom)?.running()?.ask(Request::Reset).await?)
    }

    async fn domain_destroy_flags(&self, dom: &DomainRef, flags: u32) -> Api<()> {
        checked(flags, DomainDestroyFlags::all().bits(), "virDomainDestroyFlags")?;
        let graceful = flags & DomainDestroyFlags::GRACEFUL.bits() != 0;
        let live = self.core.guest(dom)?.running()?;
        let reason = DomainShutoffReason::Destroyed;
        Ok(live
            .ask(|reply| Request::End {
                reason,
                graceful,
                reply,
            })
            .await?)
    }

    async fn domain_core_dump_with_format(
        &self,
        dom: &DomainRef,
        to: &str,
        dumpformat: u32,
        flags: u32,
    ) -> Api<()> {
        checked(
            flags,
            DomainCoreDumpFlags::all().bits(),
            "virDomainCoreDumpWithFormat",
        )?;
        Ok(self.core_dump(dom, to, dumpformat, flags).await?)
    }

    async fn domain_inject_nmi(&self, dom: &DomainRef, flags: u32) -> Api<()> {
        checked(flags, 0, "virDomainInjectNMI")?;
        self.command(dom, RawCommand::new("inject-nmi")).await?;
        Ok(())
    }

    async fn domain_send_key(
        &self,
        dom: &DomainRef,
        codeset: u32,
        holdtime: u32,
        keycodes: &[u32],
        flags: u32,
    ) -> Api<()> {
        checked(flags, 0, "virDomainSendKey")?;
        let keys = crate::keys::to_qemu(codeset, keycodes)?;
        let mut arguments = serde_json::json!({ "keys": keys });
        if holdtime > 0 {
            arguments["hold-time"] = holdtime.into();
        }
        self.command(dom, RawCommand::new("send-key").json(&arguments))
            .await?;
        Ok(())
    }

    async fn domain_pm_suspend_for_duration(
        &self,
        dom: &DomainRef,
        target: u32,
        duration: u64,
        flags: u32,
    ) -> Api<()> {
        checked(flags, 0, "virDomainPMSuspendForDuration")?;
        Ok(self.send_to_sleep(dom, target, duration).await?)
    }

    async fn domain_pm_wakeup(&self, dom: &DomainRef, flags: u32) -> Api<()> {
        checked(flags, 0, "virDomainPMWakeup")?;
        self.command(dom, RawCommand::new("system_wakeup")).await?;
        Ok(())
    }

    async fn domain_managed_save(&self, dom: &DomainRef, flags: u32) -> Api<()> {
        checked(
            flags,
            DomainSaveRestoreFlags::all().bits(),
            "virDomainManagedSave",
        )?;
        let guest = self.core.guest(dom)?;
        guest.running()?;
        if !guest.is_persistent() {
            return Err(QemuError::OperationInvalid(
                "cannot do managed save for transient domain".to_owned(),
            )
            .into());
        }
        let path = self.core.save_path(&guest.name);
        save::make_directory(&path).await?;
        Ok(self.save(&guest, &path, None, flags).await?)
    }

    async fn domain_has_managed_save_image(&self, dom: &DomainRef, flags: u32) -> Api<i32> {
        checked(flags, 0, "virDomainHasManagedSaveImage")?;
        let guest = self.core.guest(dom)?;
        Ok(i32::from(
            tokio::fs::try_exists(self.core.save_path(&guest.name))
                .await
                .unwrap_or(false),
        ))
    }

    async fn domain_managed_save_remove(&self, dom: &DomainRef, flags: u32) -> Api<()> {
        checked(flags, 0, "virDomainManagedSaveRemove")?;
        let guest = self.core.guest(dom)?;
        Ok(remove(&self.core.save_path(&guest.name)).await?)
    }

    async fn domain_managed_save_get_xml_desc(&self, dom: &DomainRef, flags: u32) -> Api<String> {
        let guest = self.core.guest(dom)?;
        let path = self.core.save_path(&guest.name);
        if !tokio::fs::try_exists(&path).await.unwrap_or(false) {
            return Err(
                QemuError::OperationInvalid("domain does not have managed save image".to_owned()).into(),
            );
        }
        Ok(super::reads::shown(
            &Domain::parse(&read_header(&path).await?.xml).map_err(QemuError::from)?,
            flags,
        ))
    }

    async fn domain_managed_save_define_xml(
        &self,
        dom: &DomainRef,
        dxml: Option<&str>,
        flags: u32,
    ) -> Api<()> {
        let guest = self.core.guest(dom)?;
        let path = self.core.save_path(&guest.name);
        if !tokio::fs::try_exists(&path).await.unwrap_or(false) {
            return Err(
                QemuError::OperationInvalid("domain does not have managed save image".to_owned()).into(),
            );
        }
        let dxml = dxml.ok_or_else(|| QemuError::InvalidArg("a document is needed".to_owned()))?;
        Ok(self.rewrite_image(&path, dxml, flags).await?)
    }

    async fn domain_save_flags(&self, dom: &DomainRef, to: &str, dxml: Option<&str>, flags: u32) -> Api<()> {
        checked(flags, DomainSaveRestoreFlags::all().bits(), "virDomainSaveFlags")?;
        let guest = self.core.guest(dom)?;
        Ok(self.save(&guest, Path::new(to), dxml, flags).await?)
    }

    async fn domain_save_params(&self, dom: &DomainRef, params: &[TypedParam], flags: u32) -> Api<()> {
        let Some(ParamValue::String(to)) = find(params, "file") else {
            return Err(QemuError::InvalidArg("parameter 'file' is missing".to_owned()).into());
        };
        let dxml = find(params, "dxml").and_then(ParamValue::as_str);
        self.domain_save_flags(dom, to, dxml, flags).await
    }

    async fn domain_restore_flags(&self, from: &str, dxml: Option<&str>, flags: u32) -> Api<()> {
        checked(
            flags,
            DomainSaveRestoreFlags::all().bits(),
            "virDomainRestoreFlags",
        )?;
        Ok(self.restore(from, dxml, flags).await?)
    }

    async fn domain_restore_params(&self, params: &[TypedParam], flags: u32) -> Api<()> {
        let Some(ParamValue::String(from)) = find(params, "file") else {
            return Err(QemuError::InvalidArg("parameter 'file' is missing".to_owned()).into());
        };
        let dxml = find(params, "dxml").and_then(ParamValue::as_str);
        self.domain_restore_flags(from, dxml, flags).await
    }
}

impl QemuDriver {
    /// Runs a command of a running guest's monitor.
    pub(super) async fn command(
        &self,
        dom: &DomainRef,
        command: RawCommand,
    ) -> Result<Box<ferrovirt_qmp::RawValue>> {
        let guest = self.core.guest(dom)?;
        let live = guest.running()?;
        live.monitor(&guest.name)?
            .run(command, COMMAND)
            .await
            .map_err(QemuError::monitor(&guest.name))
    }

    /// Tells listeners of a lifecycle event.
    pub(super) fn tell(&self, guest: &Guest, event: DomainEventType, detail: i32) {
        self.core
            .events
            .publish(Event::Domain(guest.reference(), lifecycle(event, detail)));
    }
}
