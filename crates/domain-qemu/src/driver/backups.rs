//! Beginning a backup, and its document.

use super::QemuDriver;
use super::snapshots::now;
use crate::argv::{self, format_node, storage_node};
use crate::backup::{self, Part, start_actions};
use crate::block::image;
use crate::block::lookup;
use crate::block::monitor::Block;
use crate::block::nodes::Nodes;
use crate::chain;
use crate::error::{QemuError, Result};
use crate::guest::{BlockJob, Guest, Live, Plan, Request, Resources, RunningBackup};
use crate::moment::{Moment, Tree};
use ferrovirt_schema::backup::{
    Backup, BackupDisk, BackupScope, BackupServer, BackupSource, BackupState, ServerTransport,
};
use ferrovirt_schema::checkpoint::{Checkpoint, CheckpointKind};
use ferrovirt_schema::common::format::StorageFormat;
use ferrovirt_schema::common::source::StorageSource;
use ferrovirt_schema::domain::devices::disk::Disk;
use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_types::object::DomainRef;
use serde_json::{Value, json};
use std::os::unix::fs::FileTypeExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What QEMU and the host have of a backup that is being begun.
#[derive(Default)]
struct Begun {
    nodes: Vec<String>,
    claimed: Vec<PathBuf>,
    made: Vec<PathBuf>,
    server: bool,
}

fn store_source(disk: &BackupDisk) -> StorageSource {
    match &disk.store.0 {
        Some((_, BackupSource::Block(b))) => StorageSource::Block(b.clone()),
        Some((_, BackupSource::File(f))) => StorageSource::File(f.clone()),
        None => StorageSource::default(),
    }
}

fn server_address(server: &BackupServer) -> Value {
    match server.transport {
        Some(ServerTransport::Unix) => json!({ "type": "unix", "data": { "path": server.socket } }),
        _ => json!({
            "type": "inet",
            "data": { "host": server.name, "port": server.port.unwrap_or(0).to_string() },
        }),
    }
}

/// The bitmap that counts for a disk since the checkpoint that it names.
fn since(asked: &BackupDisk, tree: &Tree<Checkpoint>) -> Result<Option<String>> {
    let Some(name) = &asked.incremental else {
        return Ok(None);
    };
    let checkpoint = tree.get(name).map_err(|_| {
        let text = format!(
            "Checkpoint '{name}' for incremental backup of disk '{}' not found",
            asked.name
        );
        QemuError::coded(ErrorNumber::NoDomainCheckpoint, text)
    })?;
    let counted = checkpoint.disks.iter().find(|d| d.name == asked.name);
    let bitmap = counted
        .filter(|d| d.checkpoint == Some(CheckpointKind::Bitmap))
        .and_then(|d| d.bitmap.clone());
    Ok(Some(bitmap.unwrap_or_else(|| name.clone())))
}

impl QemuDriver {
    pub(super) fn backup_document(&self, dom: &DomainRef) -> Result<String> {
        let guest = self.core.guest(dom)?;
        let running = guest.live().and_then(|l| l.backup.clone());
        let running = running
            .ok_or_else(|| QemuError::coded(ErrorNumber::NoDomainBackup, "no domain backup job present"))?;
        let mut shown = running.def.clone();
        for disk in &mut shown.disks {
            disk.state = None;
        }
        Ok(shown.to_xml())
    }

    pub(super) async fn begin_backup(
        &self,
        dom: &DomainRef,
        xml: &str,
        checkpoint_xml: Option<&str>,
        reuse: bool,
    ) -> Result<()> {
        let mut def = Backup::parse(xml)?;
        backup::check(&mut def)?;
        let mut checkpoint = checkpoint_xml.map(Checkpoint::parse).transpose()?;
        if let Some(name) = checkpoint.as_ref().and_then(|c| c.name.as_deref()) {
            super::snapshots::check_name(name, "checkpoint")?;
        }
        let guest = self.core.guest(dom)?;
        let _job = guest.begin_alone("backup").await?;
        let live = guest.live().ok_or_else(|| {
            QemuError::coded(
                ErrorNumber::OperationUnsupported,
                "cannot perform disk backup for inactive domain",
            )
        })?;
        if let Some(checkpoint) = &mut checkpoint {
            checkpoint.name.get_or_insert_with(|| now().to_string());
        }
        let suffix = checkpoint
            .as_ref()
            .map_or_else(|| now().to_string(), |c| c.name().to_owned());
        backup::align(&mut def, &live.doc, &suffix)?;
        let tree = self.core.checkpoints.of(&guest).await?;
        let mut actions = match &mut checkpoint {
            Some(checkpoint) => self.plan_checkpoint(&guest, &live, checkpoint).await?,
            None => Vec::new(),
        };
        let block = Block {
            monitor: live.monitor(&guest.name)?,
            name: &guest.name,
        };
        let nodes = Nodes::of(&block).await?;
        let mut running = RunningBackup::new(def, reuse);
        actions.extend(plan_parts(&live, &mut running, &tree, &nodes)?);
        let mut begun = Begun::default();
        let started = self
            .start_backup(&guest, &live, &block, &nodes, &running, actions, &mut begun)
            .await;
        if let Err(e) = started {
            self.undo_backup(&guest, &live, &block, begun).await;
            return Err(e);
        }
        if let Some(checkpoint) = checkpoint {
            self.keep_checkpoint(&guest, checkpoint).await?;
        }
        if running.is_pull()
            && let Err(e) = export(&block, &running).await
        {
            backup::abort(&guest, &live, &running).await?;
            return Err(e);
        }
        Ok(())
    }

    /// Up to the point in time of the backup: what fails is to be undone.
    #[expect(clippy::too_many_arguments, reason = "one step of one caller")]
    async fn start_backup(
        &self,
        guest: &Arc<Guest>,
        live: &Live,
        block: &Block<'_>,
        nodes: &Nodes,
        running: &RunningBackup,
        actions: Vec<Value>,
        begun: &mut Begun,
    ) -> Result<()> {
        let parts = || running.def.disks.iter().filter(|d| d.index.is_some());
        for asked in parts() {
            let disk = lookup::disk(&live.doc, &asked.name)?;
            if live.block_jobs.of_disk(&disk.target.dev).is_some() {
                return Err(super::blocks::busy(disk));
            }
            self.open_store(live, block, nodes, running, asked, disk, begun)
                .await?;
        }
        if let Some(server) = running.def.server.as_ref().filter(|_| running.is_pull()) {
            block
                .run("nbd-server-start", json!({ "addr": server_address(server) }))
                .await?;
            begun.server = true;
        }
        // It is noted before it begins, so that whatever happens from then on finds it.
        let noted = running.clone();
        live.ask(|reply| Request::backup(move |backup| *backup = Some(noted), reply))
            .await?;
        for asked in parts() {
            live.block_jobs.add(BlockJob::new(&asked.name, Plan::Backup));
        }
        let started = block.transaction(actions).await;
        if started.is_err() {
            for asked in parts() {
                live.block_jobs.remove(&asked.name);
            }
            live.ask(|reply| Request::backup(|backup| *backup = None, reply))
                .await?;
            guest.backup_over();
        }
        started
    }

    /// Makes the image that a disk's data goes to, and opens it in QEMU.
    #[expect(clippy::too_many_arguments, reason = "one step of one caller")]
    async fn open_store(
        &self,
        live: &Live,
        block: &Block<'_>,
        nodes: &Nodes,
        running: &RunningBackup,
        asked: &BackupDisk,
        disk: &Disk,
        begun: &mut Begun,
    ) -> Result<()> {
        let reuse = running.reuse.is_some();
        let mut source = store_source(asked);
        let path = PathBuf::from(source.path().unwrap_or_default());
        let is_file = matches!(source, StorageSource::File(_));
        let format = asked.format.unwrap_or(StorageFormat::Qcow2);
        let number = asked.index.unwrap_or(0);
        let below = chain::index_of(&disk.source).unwrap_or(0);
        if is_file && !reuse && std::fs::metadata(&path).is_ok_and(|m| m.is_file() && m.len() > 0) {
            let text = format!("store '{}' for backup of '{}' exists", path.display(), asked.name);
            return Err(QemuError::InvalidArg(text));
        }
        // A regular file that is called a device is not written to: QEMU refuses it.
        let is_device = std::fs::metadata(&path).is_ok_and(|m| m.file_type().is_block_device());
        if !reuse && (is_file || is_device && format != StorageFormat::Raw) {
            let existed = path.exists();
            let size = nodes.image(&format_node(below)).virtual_size;
            let incremental = asked.backupmode == Some(BackupScope::Incremental);
            let on = disk
                .source
                .path()
                .filter(|_| incremental && !running.is_pull() && argv::has_backing(format));
            let on = on.map(|p| (Path::new(p), chain::format_of(disk)));
            if is_file {
                image::may_create(&path).await?;
            }
            image::create(&path, format, size, on).await?;
            if !existed {
                begun.made.push(path.clone());
            }
        }
        let mut held = Resources::default();
        if path.exists() {
            // What is not there is QEMU's to complain of.
            chain::claim(&self.core, &path, true, &mut held.grants)?;
        }
        begun.claimed.extend(held.grants.iter().map(|g| g.path.clone()));
        live.hold(&self.core, held).await?;
        source.common_mut().index = Some(number);
        let below = running.is_pull().then_some(below);
        let [format, storage] = argv::new_image_nodes(disk, &source, format, below)?;
        block.text("blockdev-add", storage).await?;
        begun.nodes.insert(0, storage_node(number));
        block.text("blockdev-add", format).await?;
        begun.nodes.insert(0, format_node(number));
        Ok(())
    }

    async fn undo_backup(&self, guest: &Guest, live: &Live, block: &Block<'_>, begun: Begun) {
        if begun.server
            && let Err(error) = block.run("nbd-server-stop", json!({})).await
        {
            tracing::warn!(guest = %guest.name, %error, "the NBD server of a failed backup is left");
        }
        block.remove_nodes(&begun.nodes).await;
        for path in begun.made {
            if let Err(error) = std::fs::remove_file(&path) {
                tracing::warn!(path = %path.display(), %error, "a file of a failed backup is left");
            }
        }
        if let Err(error) = live.release(begun.claimed).await {
            tracing::warn!(guest = %guest.name, %error, "files of a failed backup are not given back");
        }
    }
}

/// Numbers the stores of the disks that take part, and gives the actions that begin the copies.
fn plan_parts(
    live: &Live,
    running: &mut RunningBackup,
    tree: &Tree<Checkpoint>,
    nodes: &Nodes,
) -> Result<Vec<Value>> {
    let pull = running.is_pull();
    let mut actions = Vec::new();
    for asked in running
        .def
        .disks
        .iter_mut()
        .filter(|d| d.backup.is_none_or(ferrovirt_xml::YesNo::is_yes))
    {
        let disk = lookup::disk(&live.doc, &asked.name)?;
        let number = live.gauges.take_image();
        let part = Part {
            disk,
            source: format_node(chain::index_of(&disk.source).unwrap_or(0)),
            store: format_node(number),
            pull,
            since: since(asked, tree)?,
            bitmap: backup::bitmap_name(asked),
        };
        actions.extend(start_actions(&part, nodes)?);
        asked.index = Some(number);
        asked.state = Some(BackupState::Running);
    }
    Ok(actions)
}

/// Offers what the disks held to those who fetch it.
async fn export(block: &Block<'_>, running: &RunningBackup) -> Result<()> {
    for asked in running.def.disks.iter().filter(|d| d.index.is_some()) {
        let mut offer = json!({
            "type": "nbd",
            "id": format!("ferrovirt-backup-{}", asked.name),
            "node-name": format_node(asked.index.unwrap_or(0)),
            "name": asked.exportname,
            "writable": false,
        });
        if asked.incremental.is_some() {
            offer["bitmaps"] = json!([backup::bitmap_name(asked)]);
        }
        block.run("block-export-add", offer).await?;
    }
    Ok(())
}
