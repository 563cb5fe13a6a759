//! Long jobs: save, dump, migration, backup.

use super::Domain;
use ferrovirt_types::Result;
use ferrovirt_types::consts::{DomainGetJobStatsFlags, DomainJobType};
use ferrovirt_types::param::TypedParam;

/// A job of a domain.
#[derive(Debug, Clone, PartialEq)]
pub struct JobInfo {
    /// Kind; `None` when it is newer than this crate.
    pub kind: Option<DomainJobType>,
    /// Named figures, such as `time_elapsed` in ms and `data_total` in bytes.
    pub params: Vec<TypedParam>,
}

impl Domain {
    /// The job that runs, or with `COMPLETED` the last one that ended.
    pub async fn job(&self, flags: DomainGetJobStatsFlags) -> Result<JobInfo> {
        let r = self
            .connection
            .drivers()
            .migration
            .domain_get_job_stats(&self.dom, flags.bits())
            .await?;
        Ok(JobInfo {
            kind: DomainJobType::from_raw(r.kind),
            params: r.params,
        })
    }

    /// Asks the job that runs to end.
    pub async fn abort_job(&self) -> Result<()> {
        self.connection
            .drivers()
            .migration
            .domain_abort_job_flags(&self.dom, 0)
            .await
    }
}
