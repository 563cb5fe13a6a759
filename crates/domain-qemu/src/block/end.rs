//! The end of jobs: what they leave in the document, in QEMU, on the host and in the definition.

use super::effect::{self, Gone};
use super::lookup;
use super::monitor::Block;
use super::nodes::Nodes;
use crate::argv::format_node;
use crate::backup;
use crate::chain;
use crate::driver::Core;
use crate::error::Result;
use crate::guest::{BlockJob, Guest, Live, Plan, Request};
use ferrovirt_qmp::commands::QueryJobs;
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::devices::disk::{Disk, MirrorReady};
use ferrovirt_types::consts::ConnectDomainEventBlockJobStatus as JobStatus;
use ferrovirt_types::event::{DomainEvent, Event};
use std::sync::{Arc, Mutex, PoisonError};

fn tell(core: &Core, guest: &Guest, doc: &Domain, job: &BlockJob, status: JobStatus) {
    let disk = doc
        .devices
        .iter()
        .flat_map(|d| &d.disks)
        .find(|d| d.target.dev == job.disk);
    let event = DomainEvent::BlockJob {
        path: disk.and_then(|d| d.source.path()).unwrap_or_default().to_owned(),
        dev: job.disk.clone(),
        kind: job.kind().raw(),
        status: status.raw(),
    };
    core.events.publish(Event::Domain(guest.reference(), event));
}

/// A copy has caught up.
pub async fn ready(core: Arc<Core>, guest: Arc<Guest>, id: String) {
    let (Some(live), Some(job)) = (guest.live(), BlockJob::of_id(&id)) else {
        return;
    };
    live.block_jobs.change(&job.disk, |j| j.ready = true);
    let disk = job.disk.clone();
    let edit = move |doc: &mut Domain| {
        if let Some(mirror) = find(doc, &disk).and_then(|d| d.mirror.as_mut()) {
            mirror.ready = Some(MirrorReady::Yes);
        }
    };
    if let Err(error) = live.ask(|reply| Request::edit(edit, reply)).await {
        tracing::warn!(guest = %guest.name, %error, "the state of a copy is not noted");
    }
    tell(&core, &guest, &live.doc, &job, JobStatus::Ready);
}

fn find<'d>(doc: &'d mut Domain, disk: &str) -> Option<&'d mut Disk> {
    doc.devices
        .iter_mut()
        .flat_map(|d| &mut d.disks)
        .find(|d| d.target.dev == disk)
}

/// A job is over: what follows from it is done, then its waiters go on.
pub async fn conclude(core: Arc<Core>, guest: Arc<Guest>, id: String) {
    let (Some(live), Some(named)) = (guest.live(), BlockJob::of_id(&id)) else {
        return;
    };
    let job = live.block_jobs.of_disk(&named.disk).unwrap_or(named);
    let before = Arc::clone(&live.doc);
    let status = match settle(&core, &guest, &live, &job, &id).await {
        Ok(status) => status,
        Err(error) => {
            tracing::error!(guest = %guest.name, job = id, %error, "the end of a job is not settled");
            JobStatus::Failed
        }
    };
    live.block_jobs.remove(&job.disk);
    tell(&core, &guest, &before, &job, status);
}

async fn settle(
    core: &Arc<Core>,
    guest: &Arc<Guest>,
    live: &Live,
    job: &BlockJob,
    id: &str,
) -> Result<JobStatus> {
    if job.plan == Plan::Backup {
        // A backup that somebody ends forgets its disks' jobs one by one.
        live.block_jobs.remove(&job.disk);
        return backup::disk_over(core, guest, live, job, id).await;
    }
    let block = Block {
        monitor: live.monitor(&guest.name)?,
        name: &guest.name,
    };
    let error = block.job(id).await?.and_then(|j| j.error);
    block.dismiss(id).await?;
    let status = match &error {
        None => JobStatus::Completed,
        Some(_) if job.ending => JobStatus::Canceled,
        Some(error) => {
            tracing::warn!(guest = %guest.name, job = id, error, "a job failed");
            JobStatus::Failed
        }
    };
    let (disk, plan) = (job.disk.clone(), job.plan);
    let takes_over = error.is_none() && (job.pivot || !job.is_mirror());
    let old = live.doc.devices.iter().flat_map(|d| &d.disks);
    let old_path = old
        .into_iter()
        .find(|d| d.target.dev == disk)
        .and_then(|d| d.source.path().map(str::to_owned));
    let gone = Arc::new(Mutex::new(Gone::default()));
    let out = Arc::clone(&gone);
    let edit = move |doc: &mut Domain| {
        let Some(disk) = find(doc, &disk) else { return };
        let gone = match plan {
            Plan::Copy if takes_over => effect::pivot_copy(disk),
            Plan::Copy => effect::drop_copy(disk),
            Plan::ActiveCommit { base } if takes_over => effect::active_commit(disk, base),
            Plan::ActiveCommit { .. } => {
                disk.mirror = None;
                Gone::default()
            }
            Plan::Pull { base } if takes_over => effect::pull(disk, base),
            Plan::Commit { top, base } if takes_over => effect::commit(disk, top, base),
            Plan::Pull { .. } | Plan::Commit { .. } | Plan::Backup => Gone::default(),
        };
        *out.lock().unwrap_or_else(PoisonError::into_inner) = gone;
    };
    live.ask(|reply| Request::edit(edit, reply)).await?;
    let gone = std::mem::take(&mut *gone.lock().unwrap_or_else(PoisonError::into_inner));
    block.remove_nodes(&gone.nodes).await;
    live.ask(|reply| Request::Release(gone.paths, reply)).await?;
    if takes_over && job.is_mirror() {
        follow(core, guest, &job.disk, old_path.as_deref()).await;
    }
    Ok(status)
}

/// What the images count that are about to be pulled goes on in the uppermost one; what that one does not
/// count stays unknown. They do not change any more, so this can be done before.
pub async fn carry_up(block: &Block<'_>, disk: &Disk, base: Option<u32>) -> Result<()> {
    let links = lookup::links(disk);
    let gone = links
        .iter()
        .skip(1)
        .map_while(|l| (Some(l.index) != base).then(|| format_node(l.index)));
    let nodes = Nodes::of(block).await?;
    let actions = nodes.merged(&gone.collect::<Vec<_>>(), &format_node(links[0].index));
    block.transaction(actions).await
}

/// Carries what images count over to the one that holds what they held.
async fn carry(block: &Block<'_>, from: &[String], to: u32) {
    let carried = async {
        let nodes = Nodes::of(block).await?;
        block.transaction(nodes.carry(from, &format_node(to))).await
    };
    if let Err(error) = carried.await {
        // The next backup since a checkpoint finds that its bitmap is not whole, and says so.
        tracing::warn!(guest = block.name, %error, "what checkpoints count does not follow a disk to its new image");
    }
}

/// The image that takes a mirrored disk's place counts what the ones before it did; to be called before.
pub async fn carry_to_mirror(block: &Block<'_>, live: &Live, job: &BlockJob) {
    let Ok(disk) = lookup::disk(&live.doc, &job.disk) else {
        return;
    };
    let links = lookup::links(disk);
    let (to, shared) = match job.plan {
        Plan::ActiveCommit { base } => (Some(base), Some(base)),
        Plan::Copy => {
            let mirror = disk.mirror.as_ref();
            let shares = mirror.is_some_and(|m| m.backing_store.as_ref().is_some_and(|b| b.source.is_some()));
            let below = links.get(1).map(|l| l.index).filter(|_| shares);
            (
                mirror.and_then(|m| m.source.as_ref()).and_then(chain::index_of),
                below,
            )
        }
        _ => (None, None),
    };
    let Some(to) = to else { return };
    let from = links
        .iter()
        .map_while(|l| (Some(l.index) != shared).then(|| format_node(l.index)));
    carry(block, &from.collect::<Vec<_>>(), to).await;
}

/// A commit has moved everything and the image below can still be written to: what those above it count is
/// carried over, then the job ends.
pub async fn finalize(core: Arc<Core>, guest: Arc<Guest>, id: String) {
    let (Some(live), Some(job)) = (guest.live(), BlockJob::of_id(&id)) else {
        return;
    };
    // All others end by themselves.
    let Plan::Commit { top, base } = job.plan else {
        return;
    };
    let Ok(monitor) = live.monitor(&guest.name) else {
        return;
    };
    let block = Block {
        monitor,
        name: &guest.name,
    };
    if let Ok(disk) = lookup::disk(&live.doc, &job.disk)
        && core.checkpoints.any(&guest)
    {
        let merged = lookup::links(disk).into_iter().map(|l| l.index);
        let merged = merged.skip_while(|n| *n != top).take_while(|n| *n != base);
        carry(&block, &merged.map(format_node).collect::<Vec<_>>(), base).await;
    }
    if let Err(error) = block.run("job-finalize", serde_json::json!({ "id": id })).await {
        tracing::warn!(guest = %guest.name, job = id, %error, "a job does not end");
    }
}

/// The definition follows where it named the same image.
async fn follow(core: &Core, guest: &Arc<Guest>, disk: &str, old_path: Option<&str>) {
    if !guest.is_persistent() || old_path.is_none() {
        return;
    }
    let change = async {
        let Some(live) = guest.live() else { return Ok(()) };
        let mut doc = Domain::clone(&*core.definition(guest).await?);
        let now = live.definition();
        let new = now
            .devices
            .as_ref()
            .and_then(|d| d.disks.iter().find(|d| d.target.dev == disk));
        let (Some(new), Some(kept)) = (new, find(&mut doc, disk)) else {
            return Ok(());
        };
        if kept.source.path() != old_path {
            return Ok(());
        }
        kept.source = new.source.clone();
        kept.driver.get_or_insert_with(Default::default).format = Some(chain::format_of(new));
        kept.backing_store = None;
        core.write_definition(guest, &doc).await
    };
    if let Err(error) = change.await {
        tracing::error!(guest = %guest.name, disk, %error, "the definition does not follow a disk to its new image");
    }
}

/// Takes up the jobs that an earlier daemon began.
pub async fn adopt(core: Arc<Core>, guest: Arc<Guest>) {
    let Some(live) = guest.live() else { return };
    let Ok(monitor) = live.monitor(&guest.name) else {
        return;
    };
    let block = Block {
        monitor,
        name: &guest.name,
    };
    let jobs = match block.execute(&QueryJobs {}).await {
        Ok(jobs) => jobs,
        Err(error) => {
            tracing::warn!(guest = %guest.name, %error, "jobs on disks are not taken up");
            return;
        }
    };
    for info in jobs {
        let Some(mut job) = BlockJob::of_id(&info.id) else {
            continue;
        };
        job.ready = info.status == "ready";
        live.block_jobs.add(job);
        match info.status.as_str() {
            "concluded" => conclude(Arc::clone(&core), Arc::clone(&guest), info.id).await,
            "pending" => finalize(Arc::clone(&core), Arc::clone(&guest), info.id).await,
            _ => {}
        }
    }
    backup::adopt(&core, &guest).await;
}
