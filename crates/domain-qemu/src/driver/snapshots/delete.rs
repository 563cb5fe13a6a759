//! Removing snapshots.

use super::super::QemuDriver;
use super::create::disks_kept;
use super::external_disks;
use crate::block::image::{self, SnapshotAction};
use crate::block::monitor::Block;
use crate::error::{QemuError, Result};
use crate::guest::Guest;
use crate::moment::Moment;
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::devices::disk::SnapshotLocation;
use ferrovirt_schema::snapshot::Snapshot;
use ferrovirt_types::consts::DomainSnapshotDeleteFlags as Flags;
use std::path::Path;
use std::sync::Arc;

impl QemuDriver {
    pub(super) async fn delete_snapshots(&self, guest: &Arc<Guest>, name: &str, flags: Flags) -> Result<()> {
        let _job = guest.begin_alone("delete a snapshot").await?;
        let tree = self.core.snapshots.of(guest).await?;
        let below = || tree.below(Some(name)).into_iter().rev().map(str::to_owned);
        // Children before parents.
        let names: Vec<String> = if flags.contains(Flags::CHILDREN_ONLY) {
            below().collect()
        } else if flags.contains(Flags::CHILDREN) {
            below().chain([name.to_owned()]).collect()
        } else {
            vec![name.to_owned()]
        };
        let metadata_only = flags.contains(Flags::METADATA_ONLY);
        if !metadata_only {
            let external = |n: &&String| tree.get(n).is_ok_and(|s| external_disks(&s) > 0);
            if names.len() > 1 && names.iter().any(|n| external(&n)) {
                return Err(QemuError::ConfigUnsupported(
                    "deletion of external children disk snapshots not supported; delete them one by one"
                        .to_owned(),
                ));
            }
        }
        for name in &names {
            if !metadata_only {
                self.discard(guest, &*tree.get(name)?).await?;
            }
            self.core
                .snapshots
                .change(guest, |tree| {
                    tree.remove(name);
                })
                .await?;
        }
        if flags.contains(Flags::CHILDREN_ONLY) {
            let gone = tree.current().is_some_and(|c| names.iter().any(|n| n == c));
            if gone {
                self.core
                    .snapshots
                    .change(guest, |tree| tree.set_current(Some(name)))
                    .await?;
            }
        }
        Ok(())
    }

    /// Removes what the images hold of a snapshot.
    async fn discard(&self, guest: &Arc<Guest>, snapshot: &Snapshot) -> Result<()> {
        let name = snapshot.name();
        if external_disks(snapshot) > 0 {
            self.merge_snapshot(guest, snapshot).await?;
        }
        if let Some(live) = guest.live() {
            let nodes = super::live::nodes(snapshot, &live.doc);
            if nodes.is_empty() {
                return Ok(());
            }
            let block = Block {
                monitor: live.monitor(&guest.name)?,
                name: &guest.name,
            };
            let id = format!(
                "ferrovirt-snapshot-delete-{}",
                snapshot.creation_time.unwrap_or(0)
            );
            let arguments = serde_json::json!({ "job-id": id, "tag": name, "devices": nodes });
            block.run("snapshot-delete", arguments).await?;
            return block.finish(&id).await;
        }
        let doc: Arc<Domain> = self.core.definition(guest).await?;
        for disk in disks_kept(snapshot, &doc, SnapshotLocation::Internal) {
            let Some(path) = disk.source.path().map(Path::new) else {
                continue;
            };
            if let Err(error) = image::snapshot(path, SnapshotAction::Delete, name).await {
                // An image that lost it already is as it should be.
                tracing::warn!(guest = %guest.name, path = %path.display(), %error, "a part of a snapshot is left");
            }
        }
        Ok(())
    }
}
