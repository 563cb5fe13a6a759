//! The source: what leaves, and what becomes of it afterwards.

use super::super::QemuDriver;
use super::cookie::Cookie;
use super::figures::moved;
use super::place::Place;
use super::{MIB, Wishes, monitor};
use crate::error::{QemuError, Result};
use crate::guest::{Guest, Live, Request};
use ferrovirt_qmp::RawCommand;
use ferrovirt_schema::common::source::StorageSource;
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::devices::disk::DiskCache;
use ferrovirt_types::consts::{
    DomainMigrateFlags as Flags, DomainPausedReason, DomainRunningReason, DomainShutoffReason, DomainState,
    DomainUndefineFlags, ErrorNumber,
};
use ferrovirt_types::object::DomainRef;
use std::sync::Arc;
use std::time::Duration;

const COMMAND: Duration = Duration::from_secs(30);
/// A guest that writes faster than the network carries never arrives; its owner cancels it.
const LONGEST: Duration = Duration::from_secs(24 * 3600);

/// Refuses disks that both hosts could not share safely.
fn safe(doc: &Domain) -> Result<()> {
    for disk in doc.devices.iter().flat_map(|d| &d.disks) {
        let empty = matches!(&disk.source, StorageSource::File(f) if f.file.is_none());
        if empty || disk.readonly || disk.shareable {
            continue;
        }
        let cache = disk.driver.as_ref().and_then(|d| d.cache).unwrap_or_default();
        if matches!(cache, DiskCache::None | DiskCache::DirectSync) {
            continue;
        }
        let text = if matches!(disk.source, StorageSource::File(_)) {
            "Unsafe migration: Migration without shared storage is unsafe"
        } else {
            "Unsafe migration: Migration may lead to data corruption if disks use cache other than none or directsync"
        };
        return Err(QemuError::coded(
            ErrorNumber::MigrateUnsafe,
            format!("{text} (disk '{}'); --unsafe accepts it", disk.target.dev),
        ));
    }
    Ok(())
}

/// Refuses devices of the host, which cannot go along.
fn movable(live: &Live) -> Result<()> {
    if live.block_jobs.any() {
        return Err(QemuError::OperationInvalid(
            "domain has active block job".to_owned(),
        ));
    }
    let devices = live.doc.devices.as_ref();
    let has_hostdevs = devices.is_some_and(|d| {
        !d.hostdevs.is_empty()
            || d.interfaces
                .iter()
                .any(|nic| crate::nics::function_of(nic).is_some())
    });
    if has_hostdevs {
        return Err(QemuError::OperationInvalid(
            "domain has assigned host devices, which cannot be migrated".to_owned(),
        ));
    }
    Ok(())
}

impl QemuDriver {
    pub(super) async fn begin(
        &self,
        dom: &DomainRef,
        wishes: &Wishes,
        flags: Flags,
    ) -> Result<(String, Vec<u8>)> {
        let guest = self.core.guest(dom)?;
        let mut cookie = Cookie {
            name: guest.name.to_string(),
            uuid: Some(guest.uuid),
            hostname: Some(self.core.host_name()),
            hostuuid: Some(self.core.host_uuid()),
            domain: None,
        };
        let doc = match guest.live() {
            Some(live) => {
                movable(&live)?;
                if !flags.contains(Flags::UNSAFE) {
                    safe(&live.doc)?;
                }
                live.definition()
            }
            None if flags.contains(Flags::OFFLINE) => Domain::clone(&*self.core.definition(&guest).await?),
            None => return Err(QemuError::NotRunning),
        };
        if flags.contains(Flags::PERSIST_DEST) && guest.is_persistent() {
            cookie.domain = Some(Box::new(Domain::clone(&*self.core.definition(&guest).await?)));
        }
        let xml = match &wishes.xml {
            Some(xml) => {
                let given = Domain::parse(xml)?;
                if given.uuid.is_some_and(|u| u != guest.uuid) {
                    return Err(QemuError::ConfigUnsupported(format!(
                        "Target domain UUID does not match source {}",
                        guest.uuid
                    )));
                }
                xml.clone()
            }
            None => doc.to_xml(),
        };
        Ok((xml, cookie.write()))
    }

    pub(super) async fn perform(&self, dom: &DomainRef, wishes: &Wishes, flags: Flags) -> Result<()> {
        if flags.contains(Flags::OFFLINE) {
            return Ok(());
        }
        let guest = self.core.guest(dom)?;
        let _job = guest.begin_alone("migration out").await?;
        let live = guest.running()?;
        movable(&live)?;
        let uri = wishes
            .uri
            .as_deref()
            .ok_or_else(|| QemuError::InvalidArg("no URI to migrate to".to_owned()))?;
        let place = Place::parse(uri)?;
        let was_running = live.status.state == DomainState::Running;
        live.gauges.set_was_running(was_running);
        if was_running && !flags.contains(Flags::LIVE) {
            let reason = DomainPausedReason::Migration;
            live.ask(|reply| Request::Suspend(reason, reply)).await?;
        }
        live.gauges.set_moving(true);
        let sent = self.send(&guest, &live, &place, wishes, flags).await;
        live.gauges.set_moving(false);
        if sent.is_err() {
            self.resume_source(&guest, &live).await;
        }
        sent
    }

    async fn send(
        &self,
        guest: &Guest,
        live: &Live,
        place: &Place,
        wishes: &Wishes,
        flags: Flags,
    ) -> Result<()> {
        let block = monitor(live, guest)?;
        let stream = place.connect().await?;
        let mib = wishes.bandwidth.unwrap_or_else(|| guest.migration_speed());
        // QEMU counts in bytes and has a limit of its own.
        let bytes = mib.saturating_mul(MIB).min(1 << 50);
        block
            .run(
                "migrate-set-parameters",
                serde_json::json!({ "max-bandwidth": bytes }),
            )
            .await?;
        let capabilities = [
            ("auto-converge", flags.contains(Flags::AUTO_CONVERGE)),
            ("xbzrle", flags.contains(Flags::COMPRESSED)),
        ]
        .map(|(name, on)| serde_json::json!({ "capability": name, "state": on }));
        block
            .run(
                "migrate-set-capabilities",
                serde_json::json!({ "capabilities": capabilities }),
            )
            .await?;
        let name = serde_json::json!({ "fdname": "ferrovirt-migration" });
        block
            .monitor
            .run(RawCommand::new("getfd").json(&name).with_fd(stream), COMMAND)
            .await
            .map_err(QemuError::monitor(&guest.name))?;
        // The guest stops when the last of it is sent.
        live.ask(|reply| Request::ExpectStop(DomainPausedReason::Migration, reply))
            .await?;
        block
            .run("migrate", serde_json::json!({ "uri": "fd:ferrovirt-migration" }))
            .await?;
        match tokio::time::timeout(LONGEST, moved(&block)).await {
            Ok(result) => result,
            Err(_) => Err(QemuError::Failed(format!(
                "the migration of '{}' did not end within {LONGEST:?}",
                guest.name
            ))),
        }
    }

    /// The guest goes on here, if it ran.
    pub(super) async fn resume_source(&self, guest: &Guest, live: &Live) {
        let now = guest.live().map(|l| l.status.state);
        if !live.gauges.was_running() || now != Some(DomainState::Paused) {
            return;
        }
        let reason = DomainRunningReason::MigrationCanceled;
        if let Err(error) = live.ask(|reply| Request::Resume(reason, reply)).await {
            tracing::error!(guest = %guest.name, %error, "the guest does not go on after a failed migration");
        }
    }

    pub(super) async fn confirm(&self, dom: &DomainRef, flags: Flags, cancelled: bool) -> Result<()> {
        let guest = self.core.guest(dom)?;
        if !flags.contains(Flags::OFFLINE) {
            let live = guest.running()?;
            if cancelled {
                self.resume_source(&guest, &live).await;
                return Ok(());
            }
            let reason = DomainShutoffReason::Migrated;
            live.ask(|reply| Request::End {
                reason,
                graceful: false,
                reply,
            })
            .await?;
        }
        if flags.contains(Flags::UNDEFINE_SOURCE) && !cancelled && guest.is_persistent() {
            let all = DomainUndefineFlags::SNAPSHOTS_METADATA
                | DomainUndefineFlags::CHECKPOINTS_METADATA
                | DomainUndefineFlags::KEEP_NVRAM
                | DomainUndefineFlags::MANAGED_SAVE;
            let guest: Arc<Guest> = guest;
            self.undefine(&guest, all.bits()).await?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn disks_that_both_hosts_would_cache() {
        let disk = |xml: &str| {
            let text = format!(
                "<domain type='qemu'><name>g</name><devices><disk type='file' device='disk'>{xml}<target dev='vda'/></disk></devices></domain>"
            );
            safe(&Domain::parse(&text).unwrap()).is_ok()
        };
        assert!(!disk("<source file='/x'/>"));
        assert!(disk("<driver name='qemu' cache='none'/><source file='/x'/>"));
        assert!(disk("<source file='/x'/><readonly/>"));
        assert!(disk(""));
    }
}
