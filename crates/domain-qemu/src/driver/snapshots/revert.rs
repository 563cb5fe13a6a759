//! Going back to a snapshot.

use super::super::QemuDriver;
use super::create::disks_kept;
use super::is_external;
use crate::block::image::{self, SnapshotAction};
use crate::error::{QemuError, Result};
use crate::guest::{Guest, Request};
use crate::moment::Moment;
use crate::start::{StartMode, start};
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::devices::disk::SnapshotLocation;
use ferrovirt_schema::snapshot::{SavedDomain, Snapshot, SnapshotState};
use ferrovirt_types::consts::{
    DomainEventDefinedDetailType, DomainEventType, DomainShutoffReason, DomainSnapshotRevertFlags as Flags,
    ErrorNumber,
};
use std::path::Path;
use std::sync::Arc;

impl QemuDriver {
    pub(super) async fn revert(&self, guest: &Arc<Guest>, snapshot: &Snapshot, flags: Flags) -> Result<()> {
        let name = snapshot.name();
        if flags.contains(Flags::RUNNING) && flags.contains(Flags::PAUSED) {
            return Err(QemuError::InvalidArg(
                "flags 'running' and 'paused' are mutually exclusive".to_owned(),
            ));
        }
        let offline = matches!(
            snapshot.state,
            Some(SnapshotState::Shutoff | SnapshotState::DiskSnapshot | SnapshotState::Crashed)
        );
        let then_run = flags.intersects(Flags::RUNNING | Flags::PAUSED);
        if !guest.is_persistent() && offline && !then_run {
            return Err(QemuError::OperationInvalid(
                "transient domain needs to request run or pause to revert to inactive snapshot".to_owned(),
            ));
        }
        if is_external(snapshot) {
            return Err(QemuError::ConfigUnsupported(
                "revert to external snapshot not supported yet; its images are untouched and can be put into the definition"
                    .to_owned(),
            ));
        }
        let Some(SavedDomain::Full(doc)) = &snapshot.domain else {
            return Err(QemuError::coded(
                ErrorNumber::SnapshotRevertRisky,
                format!("snapshot '{name}' lacks domain '{}' rollback info", guest.name),
            ));
        };
        {
            let _job = guest.begin_alone("revert to a snapshot").await?;
            if let Some(live) = guest.live() {
                let reason = DomainShutoffReason::FromSnapshot;
                live.ask(|reply| Request::End {
                    reason,
                    graceful: false,
                    reply,
                })
                .await?;
            }
            if offline {
                for disk in disks_kept(snapshot, doc, SnapshotLocation::Internal) {
                    let Some(path) = disk.source.path() else { continue };
                    image::snapshot(Path::new(path), SnapshotAction::Apply, name).await?;
                }
                guest.set_off(DomainShutoffReason::FromSnapshot);
            }
            if guest.is_persistent() {
                let kept = snapshot.inactive_domain.as_deref().unwrap_or(doc);
                self.core.write_definition(guest, kept).await?;
                let detail = DomainEventDefinedDetailType::FromSnapshot;
                self.tell(guest, DomainEventType::Defined, detail.raw());
            }
            self.core
                .snapshots
                .change(guest, |tree| tree.set_current(Some(name)))
                .await?;
        }
        if offline && !then_run {
            return Ok(());
        }
        let was_paused = snapshot.state == Some(SnapshotState::Paused);
        let paused = flags.contains(Flags::PAUSED) || (was_paused && !flags.contains(Flags::RUNNING));
        let mode = StartMode {
            paused,
            document: Some(Arc::new(Domain::clone(doc))),
            snapshot: (!offline).then(|| name.to_owned()),
            ..StartMode::default()
        };
        start(&self.core, guest, mode).await
    }
}
