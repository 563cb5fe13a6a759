//! Jobs: what takes long on a running guest. Those that exist end with their call.

use super::{QemuDriver, checked};
use crate::error::QemuError;
use async_trait::async_trait;
use ferrovirt_driver::Migration;
use ferrovirt_protocol::remote;
use ferrovirt_types::object::DomainRef;

type Api<T> = ferrovirt_types::Result<T>;

#[async_trait]
impl Migration for QemuDriver {
    async fn domain_get_job_info(&self, dom: &DomainRef) -> Api<remote::DomainGetJobInfoRet> {
        self.core.guest(dom)?.running()?;
        Ok(remote::DomainGetJobInfoRet {
            kind: 0,
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
        })
    }

    async fn domain_get_job_stats(&self, dom: &DomainRef, flags: u32) -> Api<remote::DomainGetJobStatsRet> {
        checked(flags, 3, "virDomainGetJobStats")?;
        self.core.guest(dom)?.running()?;
        Ok(remote::DomainGetJobStatsRet {
            kind: 0,
            params: Vec::new(),
        })
    }

    async fn domain_abort_job_flags(&self, dom: &DomainRef, flags: u32) -> Api<()> {
        checked(flags, 1, "virDomainAbortJobFlags")?;
        self.core.guest(dom)?.running()?;
        Err(QemuError::OperationInvalid("no job is active on the domain".to_owned()).into())
    }
}
