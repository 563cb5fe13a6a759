//! Jobs and limits of disks.

use super::Domain;
use ferrovirt_types::Result;
use ferrovirt_types::consts::{
    DomainBlockCommitFlags, DomainBlockCopyFlags, DomainBlockJobAbortFlags, DomainBlockJobType,
    DomainBlockRebaseFlags, DomainModificationImpact,
};
use ferrovirt_types::param::TypedParam;

/// Progress of a job of a disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlockJobInfo {
    /// Kind; `None` when it is newer than this crate.
    pub kind: Option<DomainBlockJobType>,
    /// Limit in MiB/s; 0 for none.
    pub bandwidth: u64,
    /// Where it is.
    pub current: u64,
    /// Where it ends, in the same unit.
    pub end: u64,
}

impl Domain {
    /// The job of a disk; `None` when there is none.
    pub async fn block_job(&self, disk: &str) -> Result<Option<BlockJobInfo>> {
        let r = self
            .connection
            .drivers()
            .block_jobs
            .domain_get_block_job_info(&self.dom, disk, 0)
            .await?;
        Ok((r.found != 0).then(|| BlockJobInfo {
            kind: DomainBlockJobType::from_raw(r.kind),
            bandwidth: r.bandwidth,
            current: r.cur,
            end: r.end,
        }))
    }

    /// Ends the job of a disk, or with `PIVOT` completes it.
    pub async fn abort_block_job(&self, disk: &str, flags: DomainBlockJobAbortFlags) -> Result<()> {
        self.connection
            .drivers()
            .block_jobs
            .domain_block_job_abort(&self.dom, disk, flags.bits())
            .await
    }

    /// Fills a disk from its backing chain, down to `base`; at most `bandwidth` MiB/s (0: no limit).
    pub async fn block_pull(
        &self,
        disk: &str,
        base: Option<&str>,
        bandwidth: u64,
        flags: DomainBlockRebaseFlags,
    ) -> Result<()> {
        let jobs = &self.connection.drivers().block_jobs;
        jobs.domain_block_rebase(&self.dom, disk, base, bandwidth, flags.bits())
            .await
    }

    /// Merges part of a backing chain downwards.
    pub async fn block_commit(
        &self,
        disk: &str,
        base: Option<&str>,
        top: Option<&str>,
        bandwidth: u64,
        flags: DomainBlockCommitFlags,
    ) -> Result<()> {
        let jobs = &self.connection.drivers().block_jobs;
        jobs.domain_block_commit(&self.dom, disk, base, top, bandwidth, flags.bits())
            .await
    }

    /// Copies a disk to the destination of an XML element `disk`.
    pub async fn block_copy(
        &self,
        disk: &str,
        destination: &str,
        params: &[TypedParam],
        flags: DomainBlockCopyFlags,
    ) -> Result<()> {
        let jobs = &self.connection.drivers().block_jobs;
        jobs.domain_block_copy(&self.dom, disk, destination, params, flags.bits())
            .await
    }

    /// Sets the size of a disk of a running guest, in bytes.
    pub async fn block_resize(&self, disk: &str, bytes: u64) -> Result<()> {
        // The flag says that the size is in bytes.
        self.connection
            .drivers()
            .block_jobs
            .domain_block_resize(&self.dom, disk, bytes, 1)
            .await
    }

    /// Limits of a disk's throughput.
    pub async fn block_io_tune(&self, disk: &str, of: DomainModificationImpact) -> Result<Vec<TypedParam>> {
        self.connection
            .drivers()
            .block_jobs
            .domain_get_block_io_tune(&self.dom, Some(disk), of.bits())
            .await
    }

    /// Sets limits of a disk's throughput.
    pub async fn set_block_io_tune(
        &self,
        disk: &str,
        params: &[TypedParam],
        of: DomainModificationImpact,
    ) -> Result<()> {
        self.connection
            .drivers()
            .block_jobs
            .domain_set_block_io_tune(&self.dom, disk, params, of.bits())
            .await
    }
}
