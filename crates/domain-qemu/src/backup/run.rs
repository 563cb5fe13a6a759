//! A backup from its beginning to its end, whoever began it: this daemon or the one before.
//!
//! Each disk's part ends by itself, or because somebody ends the backup; the last one to end tidies up.

use crate::argv::{format_node, storage_node};
use crate::block::monitor::Block;
use crate::block::nodes::Nodes;
use crate::driver::Core;
use crate::error::{QemuError, Result};
use crate::guest::{BlockJob, Guest, JobFigures, Live, Moved, Plan, Request, RunningBackup};
use ferrovirt_qmp::commands::{BlockJobCancel, JobInfo, QueryJobs};
use ferrovirt_schema::backup::{BackupDisk, BackupRole, BackupSource, BackupState};
use ferrovirt_types::consts::{
    ConnectDomainEventBlockJobStatus as JobStatus, DomainJobOperation, DomainJobType,
};
use ferrovirt_types::event::{DomainEvent, Event};
use ferrovirt_xml::YesNo;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// How long the end of a backup that is ended may take.
const END: Duration = Duration::from_secs(60);

/// The file or device that a disk is copied to, or that keeps what is overwritten.
fn store_path(disk: &BackupDisk) -> Option<PathBuf> {
    let (_, source) = disk.store.0.as_ref()?;
    let path = match source {
        BackupSource::File(f) => f.file.as_deref(),
        BackupSource::Block(b) => b.dev.as_deref(),
    };
    path.map(PathBuf::from)
}

/// Nodes of the stores, uppermost first.
fn store_nodes(backup: &RunningBackup) -> Vec<String> {
    let numbers = backup.def.disks.iter().filter_map(|d| d.index);
    numbers.flat_map(|n| [format_node(n), storage_node(n)]).collect()
}

fn block<'m>(live: &'m Live, guest: &'m Guest) -> Result<Block<'m>> {
    Ok(Block {
        monitor: live.monitor(&guest.name)?,
        name: &guest.name,
    })
}

/// Changes what is noted of the running backup, and gives what the change says.
async fn note<R: Send + 'static>(
    live: &Live,
    change: impl FnOnce(&mut Option<RunningBackup>) -> R + Send + 'static,
) -> Result<Option<R>> {
    let out = Arc::new(Mutex::new(None));
    let slot = Arc::clone(&out);
    let edit = move |backup: &mut Option<RunningBackup>| {
        *slot.lock().unwrap_or_else(PoisonError::into_inner) = Some(change(backup));
    };
    live.ask(|reply| Request::backup(edit, reply)).await?;
    let said = out.lock().unwrap_or_else(PoisonError::into_inner).take();
    Ok(said)
}

/// Bytes in all and done of one disk's part.
fn moved(backup: &RunningBackup, dev: &str, job: Option<&JobInfo>, nodes: Option<&Nodes>) -> (u64, u64) {
    if !backup.is_pull() {
        return job.map_or((0, 0), |j| (j.total_progress, j.current_progress));
    }
    let number = backup
        .def
        .disks
        .iter()
        .find(|d| d.name == dev)
        .and_then(|d| d.index);
    match (number, nodes) {
        (Some(number), Some(nodes)) => {
            let image = nodes.image(&format_node(number));
            (image.virtual_size, image.actual_size)
        }
        _ => (0, 0),
    }
}

/// Figures of the backup that runs.
pub async fn figures(guest: &Guest, live: &Live, backup: &RunningBackup) -> Result<JobFigures> {
    let block = block(live, guest)?;
    let jobs = block.execute(&QueryJobs {}).await?;
    let nodes = if backup.is_pull() {
        Some(Nodes::of(&block).await?)
    } else {
        None
    };
    let (mut total, mut done) = (0u64, 0u64);
    for disk in backup
        .def
        .disks
        .iter()
        .filter(|d| d.state == Some(BackupState::Running))
    {
        let id = BlockJob::new(&disk.name, Plan::Backup).id();
        let job = jobs.iter().find(|j| j.id == id);
        let (more, there) = moved(backup, &disk.name, job, nodes.as_ref());
        total = total.saturating_add(more);
        done = done.saturating_add(there);
    }
    Ok(backup.figures(DomainJobType::Unbounded, total, done))
}

/// The job of a disk is over.
pub async fn disk_over(
    core: &Arc<Core>,
    guest: &Arc<Guest>,
    live: &Live,
    job: &BlockJob,
    id: &str,
) -> Result<JobStatus> {
    let block = block(live, guest)?;
    let info = block.job(id).await?;
    let error = info.as_ref().and_then(|j| j.error.clone());
    let (end, status) = match &error {
        None => (BackupState::Complete, JobStatus::Completed),
        // QEMU says so of a job that was cancelled, whoever did it.
        Some(e) if job.ending || e == "Operation canceled" => (BackupState::Cancelled, JobStatus::Canceled),
        Some(error) => {
            tracing::warn!(guest = %guest.name, disk = job.disk, error, "the backup of a disk failed");
            (BackupState::Failed, JobStatus::Failed)
        }
    };
    if let Some(backup) = &live.backup {
        let nodes = if backup.is_pull() {
            Nodes::of(&block).await.ok()
        } else {
            None
        };
        let (total, done) = moved(backup, &job.disk, info.as_ref(), nodes.as_ref());
        block.dismiss(id).await?;
        disk_ended(core, guest, live, &job.disk, end, (total, done), error).await?;
    } else {
        block.dismiss(id).await?;
    }
    Ok(status)
}

/// Notes the end of a disk's part. One that did not get to its end ends all others, the last one tidies up.
async fn disk_ended(
    core: &Arc<Core>,
    guest: &Arc<Guest>,
    live: &Live,
    dev: &str,
    end: BackupState,
    (total, done): (u64, u64),
    error: Option<String>,
) -> Result<()> {
    let disk = dev.to_owned();
    let last = note(live, move |backup| {
        let backup = backup.as_mut()?;
        let over = backup.end_disk(&disk, end, total, done, error.as_deref());
        over.then(|| backup.clone())
    })
    .await?
    .flatten();
    match last {
        Some(backup) => finish(core, guest, live, &backup).await,
        None if end != BackupState::Complete => cancel_jobs(guest, live).await,
        None => Ok(()),
    }
}

/// Tidies up after the last disk, and tells how it went.
async fn finish(core: &Arc<Core>, guest: &Arc<Guest>, live: &Live, backup: &RunningBackup) -> Result<()> {
    let block = block(live, guest)?;
    if backup.is_pull() {
        stop_server(&block).await;
    }
    clear(&block, live, backup).await;
    let figures = backup.figures(backup.ended(), 0, 0);
    guest.set_last_job(figures.clone());
    note(live, |backup| *backup = None).await?;
    guest.backup_over();
    let params = figures.params();
    core.events.publish(Event::Domain(
        guest.reference(),
        DomainEvent::JobCompleted { params },
    ));
    Ok(())
}

async fn stop_server(block: &Block<'_>) {
    if let Err(error) = block.run("nbd-server-stop", serde_json::json!({})).await {
        // It is so already if somebody ended the backup.
        tracing::debug!(guest = block.name, %error, "the NBD server is not stopped");
    }
}

/// Takes back what a backup put into QEMU and on the host.
async fn clear(block: &Block<'_>, live: &Live, backup: &RunningBackup) {
    block.remove_nodes(&store_nodes(backup)).await;
    if !backup.is_pull() {
        for disk in backup
            .def
            .disks
            .iter()
            .filter(|d| d.index.is_some() && d.incremental.is_some())
        {
            let found = crate::block::lookup::disk(&live.doc, &disk.name).ok();
            let Some(number) = found.and_then(|d| crate::chain::index_of(&d.source)) else {
                continue;
            };
            let bitmap = serde_json::json!({ "node": format_node(number), "name": bitmap_name(disk) });
            if let Err(error) = block.run("block-dirty-bitmap-remove", bitmap).await {
                tracing::debug!(guest = block.name, %error, "the bitmap of a backup is not there");
            }
        }
    }
    let taking_part = backup.def.disks.iter().filter(|d| d.index.is_some());
    let paths = taking_part.filter_map(store_path).collect();
    remove_files(backup);
    if let Err(error) = live.release(paths).await {
        tracing::warn!(guest = block.name, %error, "files of a backup are not given back");
    }
}

/// The bitmap that QEMU works with.
pub fn bitmap_name(disk: &BackupDisk) -> String {
    disk.exportbitmap
        .clone()
        .unwrap_or_else(|| format!("backup-{}", disk.name))
}

/// Removes the files that nobody has use for: what was overwritten, and copies that are not complete.
fn remove_files(backup: &RunningBackup) {
    if backup.reuse.is_some_and(YesNo::is_yes) {
        return;
    }
    for disk in backup.def.disks.iter().filter(|d| d.index.is_some()) {
        let Some((role, BackupSource::File(_))) = &disk.store.0 else {
            continue;
        };
        if *role == BackupRole::Target && disk.state == Some(BackupState::Complete) {
            continue;
        }
        let Some(path) = store_path(disk) else { continue };
        let regular = std::fs::symlink_metadata(&path).is_ok_and(|m| m.is_file());
        if regular && let Err(error) = std::fs::remove_file(&path) {
            tracing::warn!(path = %path.display(), %error, "a file of a backup is left");
        }
    }
}

async fn cancel_jobs(guest: &Guest, live: &Live) -> Result<()> {
    let block = block(live, guest)?;
    for job in live
        .block_jobs
        .all()
        .into_iter()
        .filter(|j| j.plan == Plan::Backup)
    {
        live.block_jobs.change(&job.disk, |j| j.ending = true);
        let cancel = BlockJobCancel {
            device: job.id(),
            force: true,
        };
        if let Err(error) = block.execute(&cancel).await {
            tracing::debug!(guest = %guest.name, %error, "a job is over already");
        }
    }
    Ok(())
}

/// Ends the backup that runs, and waits for it.
pub async fn abort(guest: &Guest, live: &Live, backup: &RunningBackup) -> Result<()> {
    if backup.is_pull() {
        stop_server(&block(live, guest)?).await;
    }
    cancel_jobs(guest, live).await?;
    if guest.wait_no_backup(END).await {
        return Ok(());
    }
    Err(QemuError::Failed(format!(
        "the backup did not end within {END:?}"
    )))
}

/// What is left of a backup when its guest ended.
pub fn recorded_end(guest: &Guest, backup: &RunningBackup) {
    remove_files(backup);
    guest.set_last_job(JobFigures {
        operation: DomainJobOperation::Backup,
        kind: DomainJobType::Cancelled,
        elapsed: 0,
        moved: Moved::Nothing,
        error: None,
    });
    guest.backup_over();
}

/// Goes on with a backup that an earlier daemon began: disks whose jobs ended meanwhile are noted.
pub async fn adopt(core: &Arc<Core>, guest: &Arc<Guest>) {
    let Some(live) = guest.live() else { return };
    let Some(backup) = live.backup.clone() else { return };
    let goes_on = |d: &&BackupDisk| matches!(d.state, Some(BackupState::Running | BackupState::Cancelling));
    let waiting: Vec<String> = backup
        .def
        .disks
        .iter()
        .filter(goes_on)
        .map(|d| d.name.clone())
        .collect();
    let mut settled = Ok(());
    if waiting.is_empty() {
        settled = finish(core, guest, &live, &backup).await;
    }
    for dev in waiting {
        if live.block_jobs.of_disk(&dev).is_some() {
            continue;
        }
        let why = Some("the job was lost while no daemon was running".to_owned());
        let ended = disk_ended(core, guest, &live, &dev, BackupState::Failed, (0, 0), why).await;
        settled = settled.and(ended);
    }
    if let Err(error) = settled {
        tracing::error!(guest = %guest.name, %error, "a backup that an earlier daemon began is not taken up");
    }
}
