//! Backups: disks of a running guest copied to other places, or offered for others to read, from a
//! moment on that can be a checkpoint as well.

use super::progress::Progress;
use super::{End, Job, MIB, block};
use crate::TestDriver;
use crate::domain::{Guest, News, checkpoints, definition, devices};
use crate::error::{Kind, Result, TestError};
use ferrovirt_schema::backup::{
    Backup, BackupDisk, BackupMode, BackupRole, BackupSource, BackupState, BackupStore,
};
use ferrovirt_schema::checkpoint::Checkpoint;
use ferrovirt_schema::common::format::StorageFormat;
use ferrovirt_schema::common::source::FileSource;
use ferrovirt_schema::domain::Domain;
use ferrovirt_types::Error;
use ferrovirt_types::consts::{
    ConnectDomainEventBlockJobStatus as Status, DomainBlockJobType, DomainJobOperation, ErrorDomain,
    ErrorNumber,
};
use ferrovirt_types::object::DomainRef;
use ferrovirt_xml::YesNo;
use std::sync::Arc;
use std::time::Duration;

/// Bytes a second that are copied.
const SPEED: u64 = 256 * MIB;

impl TestDriver {
    /// Begins a backup, and makes the checkpoint that goes with it: both or none.
    pub(crate) fn begin_backup(&self, dom: &DomainRef, xml: &str, checkpoint: Option<&str>) -> Result<()> {
        let now = self.world.clock.now();
        let mut wanted: Backup = definition::read_document(xml, Backup::ROOT, false)?;
        wanted.normalize();
        let checkpoint: Option<Checkpoint> = match checkpoint {
            Some(text) => Some(definition::read_document(text, Checkpoint::ROOT, true)?),
            None => None,
        };
        self.world.change_guest(dom, |guest, _, _| {
            let doc = guest.running()?.clone();
            if let Some(since) = &wanted.incremental
                && guest.checkpoints.get(since).is_none()
            {
                return Err(TestError::Missing {
                    kind: Kind::Checkpoint,
                    detail: format!("no domain checkpoint with matching name '{since}'"),
                });
            }
            complete(&mut wanted, &doc)?;
            let copied = |d: &&BackupDisk| d.backup == Some(YesNo::Yes);
            let full: u64 = wanted
                .disks
                .iter()
                .filter(copied)
                .map(|d| guest.disk_size(&d.name))
                .fold(0, u64::saturating_add);
            // Little of a disk changes between two moments.
            let total = if wanted.incremental.is_some() {
                full / 16
            } else {
                full
            };
            guest.begin(Job {
                operation: DomainJobOperation::Backup,
                started: now,
                progress: Progress::new(total, SPEED, now),
                attended: wanted.mode == Some(BackupMode::Pull),
                backup: Some(Arc::new(wanted)),
            })?;
            if let Some(checkpoint) = checkpoint
                && let Err(e) = checkpoints::make(guest, checkpoint)
            {
                guest.jobs.guest = None;
                return Err(e);
            }
            Ok(())
        })
    }

    /// The backup that goes on.
    pub(crate) fn backup_document(&self, dom: &DomainRef) -> Result<String> {
        let found = self.world.guest(dom)?;
        found.state.running()?;
        let backup = found.state.jobs.guest.as_ref().and_then(|job| job.backup.clone());
        backup.map(|b| b.to_xml()).ok_or_else(|| {
            TestError::Api(Error::new(
                ErrorNumber::NoDomainBackup,
                ErrorDomain::Test,
                "no domain backup job present",
            ))
        })
    }
}

/// Says of every disk what becomes of it.
fn complete(backup: &mut Backup, doc: &Domain) -> Result<()> {
    backup.mode.get_or_insert(BackupMode::Push);
    let pull = backup.mode == Some(BackupMode::Pull);
    if !pull && backup.server.is_some() {
        return Err(TestError::Document(
            "use of <server> requires pull mode backup".into(),
        ));
    }
    if pull && backup.server.is_none() {
        return Err(TestError::Document("a pull mode backup needs a <server>".into()));
    }
    let all = backup.disks.is_empty();
    let mut given = std::mem::take(&mut backup.disks);
    for disk in devices::disks(doc) {
        let at = given.iter().position(|d| d.name == disk.target.dev);
        let mut entry = match at {
            Some(at) => given.remove(at),
            None => BackupDisk {
                name: disk.target.dev.clone(),
                ..BackupDisk::default()
            },
        };
        let copied = (all || at.is_some()) && disk.source.path().is_some() && !disk.readonly;
        if *entry.backup.get_or_insert(YesNo::from(copied)) == YesNo::Yes {
            entry.state = Some(BackupState::Running);
            entry.format.get_or_insert(StorageFormat::Qcow2);
            if entry.store == BackupStore(None) {
                let path = disk.source.path().unwrap_or_default();
                let ending = if pull { "scratch" } else { "backup" };
                let role = if pull {
                    BackupRole::Scratch
                } else {
                    BackupRole::Target
                };
                let file = FileSource {
                    file: Some(format!("{path}.{ending}")),
                    ..FileSource::default()
                };
                entry.store = BackupStore(Some((role, BackupSource::File(file))));
            }
        }
        backup.disks.push(entry);
    }
    if let Some(unknown) = given.first() {
        return Err(TestError::ConfigUnsupported(format!(
            "no disk named '{}'",
            unknown.name
        )));
    }
    backup.normalize();
    if !backup.disks.iter().any(|d| d.backup == Some(YesNo::Yes)) {
        return Err(TestError::InvalidArgument("no disks selected for backup".into()));
    }
    backup.id = Some(1);
    Ok(())
}

/// A job that nobody attends has come to its end.
pub(super) fn completed(guest: &mut Guest, now: Duration, news: &mut News, me: &DomainRef) {
    // It ended when everything was copied, however late that is noticed.
    let ends = guest.jobs.guest.as_ref().map_or(now, |job| job.progress.ends());
    end(guest, End::Completed, ends.min(now), news, me);
}

/// Ends the job of a guest; the disks of a backup tell of it too.
pub(crate) fn end(guest: &mut Guest, how: End, now: Duration, news: &mut News, me: &DomainRef) {
    let Some(job) = guest.end_job(how, now, news, me) else {
        return;
    };
    let status = match how {
        End::Completed => Status::Completed,
        End::Cancelled => Status::Canceled,
    };
    for disk in job.backup.iter().flat_map(|b| &b.disks) {
        if disk.backup == Some(YesNo::Yes) {
            let path = guest
                .live
                .as_ref()
                .and_then(|doc| devices::disk(doc, &disk.name))
                .and_then(|d| d.source.path())
                .unwrap_or_default()
                .to_owned();
            block::tell(news, me, &disk.name, &path, DomainBlockJobType::Backup, status);
        }
    }
}
