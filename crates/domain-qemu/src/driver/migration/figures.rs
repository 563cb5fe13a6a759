//! How far a migration is.

use super::super::QemuDriver;
use super::monitor;
use crate::block::monitor::Block;
use crate::error::{QemuError, Result};
use ferrovirt_protocol::remote;
use ferrovirt_qmp::commands::{MigrationInfo, QueryMigrate};
use ferrovirt_types::consts::{DomainJobOperation, DomainJobType};
use ferrovirt_types::object::DomainRef;
use ferrovirt_types::param::TypedParam;
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
    async fn migration_info(&self, dom: &DomainRef) -> Result<Option<MigrationInfo>> {
        let guest = self.core.guest(dom)?;
        let live = guest.running()?;
        if !live.gauges.is_moving() {
            return Ok(None);
        }
        Ok(Some(monitor(&live, &guest)?.execute(&QueryMigrate {}).await?))
    }

    pub(super) async fn job_info(&self, dom: &DomainRef) -> Result<remote::DomainGetJobInfoRet> {
        let info = self.migration_info(dom).await?;
        let ram = info.as_ref().and_then(|i| i.ram.clone());
        let (total, remaining, done) = ram.map_or((0, 0, 0), |r| (r.total, r.remaining, r.transferred));
        Ok(remote::DomainGetJobInfoRet {
            kind: info
                .as_ref()
                .map_or(DomainJobType::None, |_| DomainJobType::Unbounded)
                .raw(),
            time_elapsed: info.and_then(|i| i.total_time).unwrap_or(0),
            time_remaining: 0,
            data_total: total,
            data_processed: done,
            data_remaining: remaining,
            mem_total: total,
            mem_processed: done,
            mem_remaining: remaining,
            file_total: 0,
            file_processed: 0,
            file_remaining: 0,
        })
    }

    pub(super) async fn job_stats(&self, dom: &DomainRef) -> Result<remote::DomainGetJobStatsRet> {
        let Some(info) = self.migration_info(dom).await? else {
            return Ok(remote::DomainGetJobStatsRet {
                kind: DomainJobType::None.raw(),
                params: Vec::new(),
            });
        };
        let mut params = vec![
            TypedParam::new("operation", DomainJobOperation::MigrationOut.raw()),
            TypedParam::new("time_elapsed", info.total_time.unwrap_or(0)),
        ];
        if let Some(ram) = info.ram {
            for (name, value) in [
                ("data_total", ram.total),
                ("data_processed", ram.transferred),
                ("data_remaining", ram.remaining),
                ("memory_total", ram.total),
                ("memory_processed", ram.transferred),
                ("memory_remaining", ram.remaining),
            ] {
                params.push(TypedParam::new(name, value));
            }
        }
        Ok(remote::DomainGetJobStatsRet {
            kind: DomainJobType::Unbounded.raw(),
            params,
        })
    }
}
