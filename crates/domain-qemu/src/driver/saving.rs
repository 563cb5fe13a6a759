//! Guests whose state is in a file: written, read back, given another document.

use super::{QemuDriver, parse};
use crate::error::{QemuError, Result};
use crate::guest::{Guest, JobFigures, Request, now_ms};
use crate::start::{Restore, StartMode, start};
use crate::{define, save};
use ferrovirt_schema::domain::Domain;
use ferrovirt_types::consts::{
    DomainJobOperation, DomainPausedReason, DomainRunningReason, DomainSaveRestoreFlags, DomainShutoffReason,
    DomainState,
};
use std::path::Path;
use std::sync::Arc;

impl QemuDriver {
    /// Stops the guest and writes its state to `path`.
    pub(super) async fn save(
        &self,
        guest: &Arc<Guest>,
        path: &Path,
        dxml: Option<&str>,
        flags: u32,
    ) -> Result<()> {
        let _job = guest.begin_alone("save").await?;
        let live = guest.running()?;
        if live.block_jobs.any() {
            return Err(QemuError::OperationInvalid(
                "domain has active block job; 'virsh blockjob' shows and ends it".to_owned(),
            ));
        }
        let was_running = live.status.state == DomainState::Running;
        let running = goes_on(flags, was_running);
        let doc = match dxml {
            Some(xml) => {
                let mut doc = parse(xml).await?;
                let caps = self.core.caps_for(&doc).await?;
                define::fill_defaults(&mut doc, &caps)?;
                same_guest(&live.doc, &doc)?;
                doc
            }
            None => live.saved(),
        };
        let started = now_ms();
        if was_running {
            live.ask(|reply| Request::Suspend(DomainPausedReason::Save, reply))
                .await?;
        }
        let monitor = live.monitor(&guest.name)?;
        let saved = save::save_state(monitor, path, &doc.to_xml(), running, &guest.name).await;
        let moved = match saved {
            Ok(moved) => moved,
            Err(e) => {
                if was_running
                    && let Err(error) = live
                        .ask(|reply| Request::Resume(DomainRunningReason::SaveCanceled, reply))
                        .await
                {
                    tracing::error!(guest = %guest.name, %error, "the guest does not go on after a failed save");
                }
                return Err(e);
            }
        };
        guest.set_last_job(JobFigures::completed(DomainJobOperation::Save, started, moved));
        let reason = DomainShutoffReason::Saved;
        live.ask(|reply| Request::End {
            reason,
            graceful: false,
            reply,
        })
        .await
    }

    pub(super) async fn restore(&self, from: &str, dxml: Option<&str>, flags: u32) -> Result<()> {
        let path = Path::new(from);
        let header = read_header(path).await?;
        let mut doc = parse(dxml.unwrap_or(&header.xml)).await?;
        let caps = self.core.caps_for(&doc).await?;
        define::fill_defaults(&mut doc, &caps)?;
        if dxml.is_some() {
            same_guest(&parse(&header.xml).await?, &doc)?;
        }
        let uuid = doc.uuid.unwrap_or_default();
        let name = doc.name.clone();
        let guest = self.claim_transient(&name, uuid).await?;
        let paused = !goes_on(flags, header.running);
        let restore = Some(Restore {
            file: path.to_owned(),
            offset: header.offset,
        });
        let started = start(
            &self.core,
            &guest,
            StartMode {
                paused,
                document: Some(Arc::new(doc)),
                restore,
                ..StartMode::default()
            },
        )
        .await;
        if started.is_err() {
            self.core
                .store
                .remove_if(&uuid, |g| !g.is_persistent() && g.live().is_none());
        }
        started
    }

    /// Puts another document into a saved state; it has to be of the same guest.
    pub(super) async fn rewrite_image(&self, path: &Path, dxml: &str, flags: u32) -> Result<()> {
        let header = read_header(path).await?;
        let old = parse(&header.xml).await?;
        let mut doc = parse(dxml).await?;
        let caps = self.core.caps_for(&doc).await?;
        define::fill_defaults(&mut doc, &caps)?;
        same_guest(&old, &doc)?;
        let running = goes_on(flags, header.running);
        let (path, xml) = (path.to_owned(), doc.to_xml());
        let rewrite = move || save::rewrite_document(&path, &xml, running);
        tokio::task::spawn_blocking(rewrite)
            .await
            .map_err(|e| QemuError::Failed(e.to_string()))?
    }
}

/// Whether the guest runs after its state is read back: as the caller says, or as it was.
fn goes_on(flags: u32, was: bool) -> bool {
    let flags = DomainSaveRestoreFlags::from_bits_truncate(flags);
    match flags.intersects(DomainSaveRestoreFlags::RUNNING | DomainSaveRestoreFlags::PAUSED) {
        true => flags.contains(DomainSaveRestoreFlags::RUNNING),
        false => was,
    }
}

/// Refuses a document for a saved state that is of another guest.
fn same_guest(saved: &Domain, other: &Domain) -> Result<()> {
    if saved.uuid == other.uuid && saved.name == other.name {
        return Ok(());
    }
    Err(QemuError::ConfigUnsupported(format!(
        "the saved state is of guest '{}', not '{}'",
        saved.name, other.name
    )))
}

pub(super) async fn read_header(path: &Path) -> Result<save::Header> {
    let path = path.to_owned();
    tokio::task::spawn_blocking(move || save::read_header(&path))
        .await
        .map_err(|e| QemuError::Failed(e.to_string()))?
}

pub(super) async fn remove(path: &Path) -> Result<()> {
    match tokio::fs::remove_file(path).await {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => Err(ferrovirt_host::Error::File {
            action: "remove",
            path: path.to_owned(),
            source: e,
        }
        .into()),
        _ => Ok(()),
    }
}
