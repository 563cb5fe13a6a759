//! Snapshots in images of their own: what a disk held stays in its image, and the guest goes on in a new
//! one on top of it.

use super::super::QemuDriver;
use super::create::disks_kept;
use crate::argv;
use crate::block::nodes::Nodes;
use crate::block::{image, monitor::Block};
use crate::chain;
use crate::error::{QemuError, Result};
use crate::guest::{Guest, Live, Request, Resources};
use ferrovirt_schema::common::format::StorageFormat;
use ferrovirt_schema::common::source::StorageSource;
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::devices::disk::{BackingStore, Disk, ImageFormat, SnapshotLocation};
use ferrovirt_schema::snapshot::Snapshot;
use ferrovirt_types::consts::DomainSnapshotCreateFlags as Flags;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A new image for a disk.
struct Overlay {
    target: String,
    old: Option<String>,
    source: StorageSource,
    format: StorageFormat,
    path: PathBuf,
    made: bool,
}

/// The file that a disk goes on in.
pub(super) fn target(snapshot: &Snapshot, dev: &str) -> Result<String> {
    let asked = snapshot.disks.iter().find(|d| d.name == dev);
    let path = asked
        .and_then(|d| d.source.0.as_ref())
        .and_then(StorageSource::path);
    path.map(str::to_owned).ok_or_else(|| {
        QemuError::ConfigUnsupported(format!(
            "external snapshot of disk '{dev}' needs a file or block device"
        ))
    })
}

fn overlays(snapshot: &Snapshot, doc: &Domain) -> Result<Vec<Overlay>> {
    let disks = disks_kept(snapshot, doc, SnapshotLocation::External);
    let overlay = |disk: &Disk| {
        let asked = snapshot.disks.iter().find(|d| d.name == disk.target.dev);
        let format = asked.and_then(|d| d.format).unwrap_or(StorageFormat::Qcow2);
        if !argv::has_backing(format) {
            return Err(QemuError::ConfigUnsupported(format!(
                "external snapshot format for disk {} is unsupported: {format}",
                disk.target.dev
            )));
        }
        let path = PathBuf::from(target(snapshot, &disk.target.dev)?);
        Ok(Overlay {
            target: disk.target.dev.clone(),
            old: disk.source.path().map(str::to_owned),
            source: chain::source_at(&path),
            format,
            path,
            made: false,
        })
    };
    disks.into_iter().map(overlay).collect()
}

fn find<'d>(doc: &'d Domain, dev: &str) -> Result<&'d Disk> {
    crate::block::lookup::disk(doc, dev)
}

/// The disk on its new image.
fn put_on_top(disk: &mut Disk, overlay: &Overlay, running: bool) {
    let below = BackingStore {
        index: chain::index_of(&disk.source),
        format: Some(ImageFormat {
            name: chain::format_of(disk),
            metadata_cache: None,
        }),
        source: Some(without_index(&disk.source)),
        backing_store: disk.backing_store.take().or_else(|| running.then(Box::default)),
    };
    disk.source = overlay.source.clone();
    disk.driver.get_or_insert_with(Default::default).format = Some(overlay.format);
    disk.backing_store = running.then(|| Box::new(below));
}

/// In chains the number is beside the source.
fn without_index(source: &StorageSource) -> StorageSource {
    let mut source = source.clone();
    source.common_mut().index = None;
    source
}

fn remove_made(overlays: &[Overlay]) {
    for overlay in overlays.iter().filter(|o| o.made) {
        if let Err(error) = std::fs::remove_file(&overlay.path) {
            tracing::warn!(path = %overlay.path.display(), %error, "an image of a failed snapshot is left");
        }
    }
}

/// Notes in the snapshot which images the disks go on in.
fn note_formats(snapshot: &mut Snapshot, overlays: &[Overlay]) {
    for overlay in overlays {
        if let Some(disk) = snapshot.disks.iter_mut().find(|d| d.name == overlay.target) {
            disk.format = Some(overlay.format);
        }
    }
}

impl QemuDriver {
    pub(super) async fn external_live(
        &self,
        guest: &Arc<Guest>,
        live: &Live,
        snapshot: &mut Snapshot,
        flags: Flags,
    ) -> Result<()> {
        let mut overlays = overlays(snapshot, &live.doc)?;
        if overlays.is_empty() {
            return Ok(());
        }
        let block = Block {
            monitor: live.monitor(&guest.name)?,
            name: &guest.name,
        };
        let mut claimed: Vec<PathBuf> = Vec::new();
        let mut added: Vec<String> = Vec::new();
        let counting = self.core.checkpoints.any(guest);
        let taken = self
            .switch(
                &block,
                live,
                &mut overlays,
                &mut claimed,
                &mut added,
                flags,
                counting,
            )
            .await;
        if let Err(e) = taken {
            added.reverse();
            block.remove_nodes(&added).await;
            live.release(claimed).await?;
            remove_made(&overlays);
            return Err(e);
        }
        note_formats(snapshot, &overlays);
        let overlays = Arc::new(overlays);
        let edits = Arc::clone(&overlays);
        let edit = move |doc: &mut Domain| {
            for disk in doc.devices.iter_mut().flat_map(|d| &mut d.disks) {
                if let Some(overlay) = edits.iter().find(|o| o.target == disk.target.dev) {
                    put_on_top(disk, overlay, true);
                }
            }
        };
        live.ask(|reply| Request::edit(edit, reply)).await?;
        self.follow(guest, &overlays).await
    }

    /// Makes the images, opens them in QEMU and switches all disks at once. With `counting`, the new images
    /// go on counting changes for checkpoints.
    #[expect(clippy::too_many_arguments, reason = "one step of one caller")]
    async fn switch(
        &self,
        block: &Block<'_>,
        live: &Live,
        overlays: &mut [Overlay],
        claimed: &mut Vec<PathBuf>,
        added: &mut Vec<String>,
        flags: Flags,
        counting: bool,
    ) -> Result<()> {
        let mut actions = Vec::new();
        let nodes = if counting {
            Nodes::of(block).await?
        } else {
            Nodes::default()
        };
        for overlay in overlays {
            let disk = find(&live.doc, &overlay.target)?;
            let index = live.gauges.take_image();
            if !flags.contains(Flags::REUSE_EXT) {
                let size = self.virtual_size(block, disk).await?;
                let below = overlay
                    .old
                    .as_deref()
                    .map(|p| (Path::new(p), chain::format_of(disk)));
                overlay.made = !overlay.path.exists();
                image::create(&overlay.path, overlay.format, size, below).await?;
            }
            let mut held = Resources::default();
            chain::claim(&self.core, &overlay.path, true, &mut held.grants)?;
            claimed.extend(held.grants.iter().map(|g| g.path.clone()));
            live.hold(&self.core, held).await?;
            overlay.source.common_mut().index = Some(index);
            let [format, storage] = argv::new_image_nodes(disk, &overlay.source, overlay.format, None)?;
            block.text("blockdev-add", storage).await?;
            added.push(argv::storage_node(index));
            block.text("blockdev-add", format).await?;
            added.push(argv::format_node(index));
            let old = chain::index_of(&disk.source).unwrap_or(0);
            actions.push(serde_json::json!({
                "type": "blockdev-snapshot",
                "data": { "node": argv::format_node(old), "overlay": argv::format_node(index) },
            }));
            actions.extend(nodes.continued(&argv::format_node(old), &argv::format_node(index)));
        }
        block.transaction(actions).await
    }

    /// The definition goes on in the new images where it named the old ones.
    async fn follow(&self, guest: &Arc<Guest>, overlays: &[Overlay]) -> Result<()> {
        if !guest.is_persistent() {
            return Ok(());
        }
        let mut doc = Domain::clone(&*self.core.definition(guest).await?);
        let mut changed = false;
        for disk in doc.devices.iter_mut().flat_map(|d| &mut d.disks) {
            let overlay = overlays.iter().find(|o| o.target == disk.target.dev);
            if let Some(overlay) = overlay.filter(|o| o.old.as_deref() == disk.source.path()) {
                put_on_top(disk, overlay, false);
                disk.source.common_mut().index = None;
                changed = true;
            }
        }
        if changed {
            self.core.write_definition(guest, &doc).await?;
        }
        Ok(())
    }

    pub(super) async fn external_offline(
        &self,
        guest: &Arc<Guest>,
        snapshot: &Snapshot,
        doc: &Domain,
        flags: Flags,
    ) -> Result<()> {
        let mut overlays = overlays(snapshot, doc)?;
        let made = async {
            for overlay in &mut overlays {
                if flags.contains(Flags::REUSE_EXT) {
                    continue;
                }
                let disk = find(doc, &overlay.target)?;
                let old = PathBuf::from(overlay.old.clone().unwrap_or_default());
                let size = crate::storage::sizes(&old).map_err(|source| QemuError::Image {
                    path: old.clone(),
                    who: self.core.run_as.ids(),
                    source,
                })?;
                overlay.made = !overlay.path.exists();
                let below = Some((old.as_path(), chain::format_of(disk)));
                image::create(&overlay.path, overlay.format, size.capacity, below).await?;
            }
            Ok::<(), QemuError>(())
        }
        .await;
        if let Err(e) = made {
            remove_made(&overlays);
            return Err(e);
        }
        self.follow(guest, &overlays).await
    }
}
