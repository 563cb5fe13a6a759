//! Snapshots of a running guest.

use super::super::QemuDriver;
use super::create::disks_kept;
use crate::argv::format_node;
use crate::block::monitor::Block;
use crate::chain;
use crate::error::{QemuError, Result};
use crate::guest::{Guest, JobFigures, Live, Request, now_ms};
use crate::moment::Moment;
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::devices::disk::SnapshotLocation;
use ferrovirt_schema::snapshot::{MemoryLocation, SavedDomain, Snapshot, SnapshotState};
use ferrovirt_types::consts::{
    DomainJobOperation, DomainPausedReason, DomainRunningReason, DomainShutoffReason,
    DomainSnapshotCreateFlags as Flags, DomainState,
};
use std::path::Path;
use std::sync::Arc;

/// Nodes of disks that a snapshot within the images works on; the first holds the memory.
pub(super) fn nodes(snapshot: &Snapshot, doc: &Domain) -> Vec<String> {
    disks_kept(snapshot, doc, SnapshotLocation::Internal)
        .into_iter()
        .filter_map(|d| chain::index_of(&d.source))
        .map(format_node)
        .collect()
}

impl QemuDriver {
    pub(super) async fn snapshot_live(
        &self,
        guest: &Arc<Guest>,
        live: &Live,
        snapshot: &mut Snapshot,
        flags: Flags,
    ) -> Result<()> {
        let block = Block {
            monitor: live.monitor(&guest.name)?,
            name: &guest.name,
        };
        let memory = snapshot.memory.as_ref().map(|m| m.snapshot).unwrap_or_default();
        let was_running = live.status.state == DomainState::Running;
        let frozen = if flags.contains(Flags::QUIESCE) {
            self.freeze(guest).await?;
            true
        } else {
            false
        };
        let stop = was_running && memory != MemoryLocation::No;
        if stop {
            let reason = DomainPausedReason::Snapshot;
            live.ask(|reply| Request::Suspend(reason, reply)).await?;
        }
        let kept = match memory {
            MemoryLocation::Internal => keep_inside(&block, snapshot, &live.doc).await,
            MemoryLocation::External => self.keep_outside(guest, live, snapshot, flags).await,
            MemoryLocation::No => self.external_live(guest, live, snapshot, flags).await,
        };
        if frozen && let Err(error) = self.thaw(guest).await {
            tracing::error!(guest = %guest.name, %error, "file systems of the guest stay frozen");
        }
        if flags.contains(Flags::HALT) && kept.is_ok() {
            let reason = DomainShutoffReason::FromSnapshot;
            return live
                .ask(|reply| Request::End {
                    reason,
                    graceful: false,
                    reply,
                })
                .await;
        }
        if stop {
            let resumed = live
                .ask(|reply| Request::Resume(DomainRunningReason::Unpaused, reply))
                .await;
            kept?;
            return resumed;
        }
        kept
    }

    /// The memory in a file, the disks in new images.
    async fn keep_outside(
        &self,
        guest: &Arc<Guest>,
        live: &Live,
        snapshot: &mut Snapshot,
        flags: Flags,
    ) -> Result<()> {
        let file = snapshot
            .memory
            .as_ref()
            .and_then(|m| m.file.clone())
            .unwrap_or_default();
        let path = Path::new(&file);
        let Some(SavedDomain::Full(doc)) = &snapshot.domain else {
            return Err(QemuError::Failed("a snapshot without a definition".to_owned()));
        };
        let running = snapshot.state == Some(SnapshotState::Running);
        let started = now_ms();
        let monitor = live.monitor(&guest.name)?;
        let moved = crate::save::save_state(monitor, path, &doc.to_xml(), running, &guest.name).await?;
        guest.set_last_job(JobFigures::completed(
            DomainJobOperation::Snapshot,
            started,
            moved,
        ));
        let disks = self.external_live(guest, live, snapshot, flags).await;
        if disks.is_err()
            && let Err(error) = std::fs::remove_file(path)
        {
            tracing::warn!(path = file, %error, "the memory of a failed snapshot is left");
        }
        disks
    }

    async fn freeze(&self, guest: &Guest) -> Result<()> {
        let reference = guest.reference();
        self.ask_agent(
            &reference,
            "guest-fsfreeze-freeze",
            None,
            crate::block::monitor::COMMAND,
        )
        .await?;
        Ok(())
    }

    async fn thaw(&self, guest: &Guest) -> Result<()> {
        let reference = guest.reference();
        self.ask_agent(
            &reference,
            "guest-fsfreeze-thaw",
            None,
            crate::block::monitor::COMMAND,
        )
        .await?;
        Ok(())
    }
}

/// Memory and disks within the images.
async fn keep_inside(block: &Block<'_>, snapshot: &Snapshot, doc: &Domain) -> Result<()> {
    let nodes = nodes(snapshot, doc);
    let Some(first) = nodes.first() else {
        return Err(QemuError::ConfigUnsupported(
            "no disk of the guest can keep a snapshot within its image".to_owned(),
        ));
    };
    let id = format!("ferrovirt-snapshot-{}", snapshot.creation_time.unwrap_or(0));
    let arguments = serde_json::json!({
        "job-id": id,
        "tag": snapshot.name(),
        "vmstate": first,
        "devices": nodes,
    });
    block.run("snapshot-save", arguments).await?;
    block.finish(&id).await
}
