//! How far a migration is.

use super::super::QemuDriver;
use super::monitor;
use crate::block::monitor::Block;
use crate::error::{QemuError, Result};
use crate::guest::{Guest, JobFigures, Moved};
use ferrovirt_protocol::remote;
use ferrovirt_qmp::commands::{MigrationInfo, QueryMigrate};
use ferrovirt_types::consts::{DomainGetJobStatsFlags as StatsFlags, DomainJobOperation, DomainJobType};
use ferrovirt_types::object::DomainRef;
use std::time::Duration;

/// Waits for the end of a migration.
pub(super) async fn moved(block: &Block<'_>) -> Result<()> {
    let mut pause = Duration::from_millis(5);
    loop {
        let info: MigrationInfo = block.execute(&QueryMigrate {}).await?;
        match info.status.as_deref() {
            Some("completed") => return Ok(()),
            Some("cancelled") => {
                return Err(QemuError::coded(
                    ferrovirt_types::consts::ErrorNumber::OperationAborted,
                    "migration out job: canceled by client",
                ));
            }
            Some("failed") => {
                let why = info
                    .error_desc
                    .unwrap_or_else(|| "QEMU does not say why".to_owned());
                return Err(QemuError::Failed(format!(
                    "migration out job: unexpectedly failed: {why}"
                )));
            }
            _ => {}
        }
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(Duration::from_millis(100));
    }
}

impl QemuDriver {
    /// Figures of the job of the whole guest that goes on.
    async fn current_job(&self, guest: &Guest) -> Result<Option<JobFigures>> {
        let live = guest.running()?;
        if let Some(backup) = &live.backup {
            return Ok(Some(crate::backup::figures(guest, &live, backup).await?));
        }
        if !live.gauges.is_moving() {
            return Ok(None);
        }
        let block = monitor(&live, guest)?;
        let info: MigrationInfo = block.execute(&QueryMigrate {}).await?;
        let moved = crate::save::moved(block.monitor).await;
        let moved = moved.map_err(QemuError::monitor(&guest.name))?;
        Ok(Some(JobFigures {
            operation: DomainJobOperation::MigrationOut,
            kind: DomainJobType::Unbounded,
            elapsed: info.total_time.unwrap_or(0),
            moved,
            error: None,
        }))
    }

    pub(super) async fn job_info(&self, dom: &DomainRef) -> Result<remote::DomainGetJobInfoRet> {
        let guest = self.core.guest(dom)?;
        let mut info = remote::DomainGetJobInfoRet {
            kind: DomainJobType::None.raw(),
            time_elapsed: 0,
            time_remaining: 0,
            data_total: 0,
            data_processed: 0,
            data_remaining: 0,
            mem_total: 0,
            mem_processed: 0,
            mem_remaining: 0,
            file_total: 0,
            file_processed: 0,
            file_remaining: 0,
        };
        let Some(job) = self.current_job(&guest).await? else {
            return Ok(info);
        };
        info.kind = job.kind.raw();
        info.time_elapsed = job.elapsed;
        match job.moved {
            Moved::Nothing => {}
            Moved::Memory {
                total, done, left, ..
            } => {
                (info.mem_total, info.mem_processed, info.mem_remaining) = (total, done, left);
                (info.data_total, info.data_processed, info.data_remaining) = (total, done, left);
            }
            Moved::Disks { total, done } | Moved::Scratch { total, used: done } => {
                let left = total.saturating_sub(done);
                (info.file_total, info.file_processed, info.file_remaining) = (total, done, left);
            }
        }
        Ok(info)
    }

    pub(super) async fn job_stats(
        &self,
        dom: &DomainRef,
        flags: u32,
    ) -> Result<remote::DomainGetJobStatsRet> {
        let guest = self.core.guest(dom)?;
        let flags = StatsFlags::from_bits_truncate(flags);
        let job = if flags.contains(StatsFlags::COMPLETED) {
            let last = guest.last_job();
            if !flags.contains(StatsFlags::KEEP_COMPLETED) {
                guest.forget_last_job();
            }
            last.map(|job| JobFigures::clone(&job))
        } else {
            self.current_job(&guest).await?
        };
        Ok(remote::DomainGetJobStatsRet {
            kind: job.as_ref().map_or(DomainJobType::None, |j| j.kind).raw(),
            params: job.map(|j| j.params()).unwrap_or_default(),
        })
    }
}
