//! The memory of a guest in a file, for those who look for errors in it.

use super::QemuDriver;
use crate::error::{QemuError, Result};
use crate::guest::{Guest, JobFigures, Live, Moved, Request, now_ms};
use ferrovirt_qmp::RawCommand;
use ferrovirt_types::consts::{
    DomainCoreDumpFlags as Flags, DomainCoreDumpFormat as Format, DomainJobOperation, DomainPausedReason,
    DomainRunningReason, DomainShutoffReason, DomainState,
};
use ferrovirt_types::object::DomainRef;
use std::os::fd::OwnedFd;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// A guest's memory may take its time to be written.
const TRANSFER: Duration = Duration::from_secs(3600);

/// QEMU's word for a format.
fn format_word(format: u32) -> Result<Option<&'static str>> {
    let format = i32::try_from(format).ok().and_then(Format::from_raw);
    Ok(match format {
        Some(Format::Raw) => None,
        Some(Format::KdumpZlib) => Some("kdump-zlib"),
        Some(Format::KdumpLzo) => Some("kdump-lzo"),
        Some(Format::KdumpSnappy) => Some("kdump-snappy"),
        Some(Format::WinDmp) => Some("win-dmp"),
        None => {
            return Err(QemuError::InvalidArg(
                "unknown format of the core dump".to_owned(),
            ));
        }
    })
}

async fn create(path: &Path) -> Result<OwnedFd> {
    let to = path.to_owned();
    let create = move || {
        std::fs::OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&to)
    };
    let file = tokio::task::spawn_blocking(create)
        .await
        .map_err(|e| QemuError::Failed(e.to_string()))?
        .map_err(|source| ferrovirt_host::Error::File {
            action: "create",
            path: path.to_owned(),
            source,
        })?;
    Ok(OwnedFd::from(file))
}

impl QemuDriver {
    pub(super) async fn core_dump(&self, dom: &DomainRef, to: &str, format: u32, flags: u32) -> Result<()> {
        let flags = Flags::from_bits_truncate(flags);
        let word = format_word(format)?;
        let memory_only = flags.contains(Flags::MEMORY_ONLY);
        if flags.contains(Flags::CRASH) && flags.intersects(Flags::LIVE | Flags::RESET)
            || flags.contains(Flags::LIVE) && flags.contains(Flags::RESET)
        {
            return Err(QemuError::InvalidArg(
                "only one of --crash, --live and --reset can be asked for".to_owned(),
            ));
        }
        if word.is_some() && !memory_only {
            return Err(QemuError::OperationInvalid(
                "kdump-compressed format is only supported with memory-only dump".to_owned(),
            ));
        }
        let guest = self.core.guest(dom)?;
        let _job = guest.begin_alone("dump").await?;
        let live = guest.running()?;
        let was_running = live.status.state == DomainState::Running;
        let stop = was_running && !flags.contains(Flags::LIVE);
        if stop {
            live.ask(|reply| Request::Suspend(DomainPausedReason::Dump, reply))
                .await?;
        }
        let path = PathBuf::from(to);
        let started = now_ms();
        let dumped = dump(&guest, &live, &path, word, memory_only).await;
        if dumped.is_err() {
            // What is there is of no use to anybody.
            let _ = tokio::fs::remove_file(&path).await;
        }
        let dumped = dumped.map(|moved| {
            let job = moved.map(|moved| JobFigures::completed(DomainJobOperation::Dump, started, moved));
            job.into_iter().for_each(|job| guest.set_last_job(job));
        });
        if flags.contains(Flags::CRASH) && dumped.is_ok() {
            let reason = DomainShutoffReason::Crashed;
            return live
                .ask(|reply| Request::End {
                    reason,
                    graceful: false,
                    reply,
                })
                .await;
        }
        if flags.contains(Flags::RESET) && dumped.is_ok() {
            live.ask(Request::Reset).await?;
        }
        if was_running {
            let resumed = live
                .ask(|reply| Request::Resume(DomainRunningReason::Unpaused, reply))
                .await;
            if dumped.is_ok() {
                resumed?;
            }
        }
        dumped
    }
}

async fn dump(
    guest: &Guest,
    live: &Live,
    path: &Path,
    word: Option<&'static str>,
    memory_only: bool,
) -> Result<Option<Moved>> {
    let monitor = live.monitor(&guest.name)?;
    let failed = QemuError::monitor(&guest.name);
    let file = create(path).await?;
    if !memory_only {
        let moved = crate::save::write_memory(monitor, file, &guest.name).await?;
        return Ok(Some(moved));
    }
    let name = serde_json::json!({ "fdname": "ferrovirt-dump" });
    monitor
        .run(RawCommand::new("getfd").json(&name).with_fd(file), TRANSFER)
        .await
        .map_err(&failed)?;
    let mut arguments = serde_json::json!({ "paging": false, "protocol": "fd:ferrovirt-dump" });
    if let Some(word) = word {
        arguments["format"] = word.into();
    }
    monitor
        .run(RawCommand::new("dump-guest-memory").json(&arguments), TRANSFER)
        .await
        .map_err(&failed)?;
    Ok(None)
}
