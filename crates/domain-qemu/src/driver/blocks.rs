//! Disks of running guests: jobs, sizes, limits, peeking.

mod copy;
mod jobs;
mod peek;

pub(super) use jobs::{Commit, busy};

use super::reads::impact;
use super::{QemuDriver, checked};
use crate::block::lookup;
use crate::block::monitor::Block;
use crate::block::{from_params, set_throttle, to_params};
use crate::chain;
use crate::error::{QemuError, Result};
use crate::guest::{Guest, Live};
use async_trait::async_trait;
use ferrovirt_driver::BlockJobs;
use ferrovirt_protocol::remote;
use ferrovirt_schema::common::format::StorageFormat;
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::devices::disk::Disk;
use ferrovirt_types::consts::{
    DomainBlockCommitFlags, DomainBlockCopyFlags, DomainBlockJobAbortFlags, DomainBlockJobInfoFlags,
    DomainBlockJobSetSpeedFlags, DomainBlockPullFlags, DomainBlockRebaseFlags, DomainBlockResizeFlags,
    DomainModificationImpact as Impact, ErrorNumber, TypedParameterFlags,
};
use ferrovirt_types::object::DomainRef;
use ferrovirt_types::param::TypedParam;
use std::sync::Arc;

type Api<T> = ferrovirt_types::Result<T>;

const MIB: u64 = 1 << 20;

/// Bytes a second of a bandwidth in MiB, or in bytes where the flag says so.
fn speed(bandwidth: u64, bytes: bool) -> Result<u64> {
    if bytes {
        return Ok(bandwidth);
    }
    bandwidth.checked_mul(MIB).ok_or_else(|| {
        QemuError::coded(
            ErrorNumber::Overflow,
            format!("bandwidth must be less than {}", u64::MAX / MIB),
        )
    })
}

fn block<'m>(live: &'m Live, guest: &'m Guest) -> Result<Block<'m>> {
    Ok(Block {
        monitor: live.monitor(&guest.name)?,
        name: &guest.name,
    })
}

fn disk_mut<'d>(doc: &'d mut Domain, name: &str) -> Result<&'d mut Disk> {
    let target = lookup::disk(doc, name)?.target.dev.clone();
    let found = doc
        .devices
        .iter_mut()
        .flat_map(|d| &mut d.disks)
        .find(|d| d.target.dev == target);
    found.ok_or_else(|| QemuError::InvalidArg(format!("disk '{name}' not found in domain")))
}

impl QemuDriver {
    async fn resize(&self, dom: &DomainRef, disk: &str, size: u64, flags: u32) -> Result<()> {
        let bytes = if flags & DomainBlockResizeFlags::BYTES.bits() != 0 {
            size
        } else {
            size.checked_mul(1024).ok_or_else(|| {
                QemuError::coded(
                    ErrorNumber::Overflow,
                    format!("size must be less than {}", u64::MAX / 1024),
                )
            })?
        };
        let guest = self.core.guest(dom)?;
        let _job = guest.begin("resize a disk").await?;
        let live = guest.running()?;
        let disk = lookup::disk_with_medium(&live.doc, disk)?;
        // These formats count in sectors.
        let bytes = match chain::format_of(disk) {
            StorageFormat::Qcow2 | StorageFormat::Qed => bytes.next_multiple_of(512),
            _ => bytes,
        };
        if live.block_jobs.of_disk(&disk.target.dev).is_some() {
            return Err(busy(disk));
        }
        let node = chain::index_of(&disk.source).unwrap_or(0);
        let arguments = serde_json::json!({ "node-name": crate::argv::format_node(node), "size": bytes });
        block(&live, &guest)?.run("block_resize", arguments).await
    }

    async fn threshold(&self, dom: &DomainRef, dev: &str, threshold: u64) -> Result<()> {
        let guest = self.core.guest(dom)?;
        let live = guest.running()?;
        let disk = lookup::disk_with_medium(&live.doc, dev)?;
        let links = lookup::links(disk);
        let index = match lookup::index_in(dev) {
            None => links[0].index,
            Some(wanted) => links
                .iter()
                .find(|l| l.index == wanted)
                .map(|l| l.index)
                .ok_or_else(|| QemuError::InvalidArg(format!("block device '{dev}' not found in domain")))?,
        };
        let arguments = serde_json::json!({
            "node-name": crate::argv::storage_node(index),
            "write-threshold": threshold,
        });
        block(&live, &guest)?
            .run("block-set-write-threshold", arguments)
            .await
    }

    async fn set_io_tune(
        &self,
        dom: &DomainRef,
        disk: &str,
        params: &[TypedParam],
        flags: u32,
    ) -> Result<()> {
        let guest = self.core.guest(dom)?;
        let (live, _) = impact(&guest, flags)?;
        if live {
            let now = guest.running()?;
            let found = lookup::disk_with_medium(&now.doc, disk)?;
            let tune = from_params(found.iotune.as_deref(), params)?;
            let arguments = set_throttle(found, &tune);
            block(&now, &guest)?
                .run("block_set_io_throttle", arguments)
                .await?;
        }
        self.modify(&guest, flags, |doc| {
            let disk = disk_mut(doc, disk)?;
            let tune = from_params(disk.iotune.as_deref(), params)?;
            disk.iotune = (tune != Default::default()).then(|| Box::new(tune));
            Ok(())
        })
        .await
    }
}

#[async_trait]
impl BlockJobs for QemuDriver {
    async fn domain_block_peek(
        &self,
        dom: &DomainRef,
        path: &str,
        offset: u64,
        size: u32,
        flags: u32,
    ) -> Api<Vec<u8>> {
        checked(flags, 0, "virDomainBlockPeek")?;
        Ok(self.block_peek(dom, path, offset, size).await?)
    }

    async fn domain_memory_peek(&self, dom: &DomainRef, offset: u64, size: u32, flags: u32) -> Api<Vec<u8>> {
        checked(flags, 3, "virDomainMemoryPeek")?;
        Ok(self.memory_peek(dom, offset, size, flags).await?)
    }

    async fn domain_block_job_abort(&self, dom: &DomainRef, path: &str, flags: u32) -> Api<()> {
        checked(
            flags,
            DomainBlockJobAbortFlags::all().bits(),
            "virDomainBlockJobAbort",
        )?;
        Ok(self.end_block_job(dom, path, flags).await?)
    }

    async fn domain_get_block_job_info(
        &self,
        dom: &DomainRef,
        path: &str,
        flags: u32,
    ) -> Api<remote::DomainGetBlockJobInfoRet> {
        checked(
            flags,
            DomainBlockJobInfoFlags::all().bits(),
            "virDomainGetBlockJobInfo",
        )?;
        Ok(self.block_job_info(dom, path, flags).await?)
    }

    async fn domain_block_job_set_speed(
        &self,
        dom: &DomainRef,
        path: &str,
        bandwidth: u64,
        flags: u32,
    ) -> Api<()> {
        let bytes = DomainBlockJobSetSpeedFlags::BANDWIDTH_BYTES.bits();
        checked(flags, bytes, "virDomainBlockJobSetSpeed")?;
        let speed = speed(bandwidth, flags & bytes != 0)?;
        Ok(self.set_block_job_speed(dom, path, speed).await?)
    }

    async fn domain_block_pull(&self, dom: &DomainRef, path: &str, bandwidth: u64, flags: u32) -> Api<()> {
        let bytes = DomainBlockPullFlags::BANDWIDTH_BYTES.bits();
        checked(flags, bytes, "virDomainBlockPull")?;
        let speed = speed(bandwidth, flags & bytes != 0)?;
        Ok(self.pull(dom, path, None, speed).await?)
    }

    async fn domain_block_resize(&self, dom: &DomainRef, disk: &str, size: u64, flags: u32) -> Api<()> {
        checked(
            flags,
            DomainBlockResizeFlags::BYTES.bits(),
            "virDomainBlockResize",
        )?;
        Ok(self.resize(dom, disk, size, flags).await?)
    }

    async fn domain_set_block_io_tune(
        &self,
        dom: &DomainRef,
        disk: &str,
        params: &[TypedParam],
        flags: u32,
    ) -> Api<()> {
        checked(
            flags,
            (Impact::LIVE | Impact::CONFIG).bits(),
            "virDomainSetBlockIoTune",
        )?;
        Ok(self.set_io_tune(dom, disk, params, flags).await?)
    }

    async fn domain_get_block_io_tune(
        &self,
        dom: &DomainRef,
        disk: Option<&str>,
        flags: u32,
    ) -> Api<Vec<TypedParam>> {
        let known = (Impact::LIVE | Impact::CONFIG).bits() | TypedParameterFlags::STRING_OKAY.bits();
        checked(flags, known, "virDomainGetBlockIoTune")?;
        let guest = self.core.guest(dom)?;
        let (live, _) = impact(&guest, flags)?;
        let doc = if live {
            Arc::clone(&guest.running()?.doc)
        } else {
            self.core.definition(&guest).await?
        };
        let Some(name) = disk else {
            return Ok(to_params(&Disk::default()));
        };
        Ok(to_params(lookup::disk(&doc, name)?))
    }

    async fn domain_block_rebase(
        &self,
        dom: &DomainRef,
        path: &str,
        base: Option<&str>,
        bandwidth: u64,
        flags: u32,
    ) -> Api<()> {
        use DomainBlockRebaseFlags as F;
        checked(flags, F::all().bits(), "virDomainBlockRebase")?;
        let set = F::from_bits_truncate(flags);
        let speed = speed(bandwidth, set.contains(F::BANDWIDTH_BYTES))?;
        if !set.contains(F::COPY) {
            return Ok(self.pull(dom, path, base, speed).await?);
        }
        let dest =
            base.ok_or_else(|| QemuError::InvalidArg("a destination is needed for a copy".to_owned()))?;
        let mut copy = DomainBlockCopyFlags::empty();
        copy.set(DomainBlockCopyFlags::SHALLOW, set.contains(F::SHALLOW));
        copy.set(DomainBlockCopyFlags::REUSE_EXT, set.contains(F::REUSE_EXT));
        let wanted = copy::Wanted {
            source: copy::source_of(dest, set.contains(F::COPY_DEV)),
            format: set.contains(F::COPY_RAW).then_some(StorageFormat::Raw),
            speed,
            granularity: None,
            buffer: None,
            flags: copy,
        };
        Ok(self.copy(dom, path, wanted).await?)
    }

    async fn domain_block_commit(
        &self,
        dom: &DomainRef,
        disk: &str,
        base: Option<&str>,
        top: Option<&str>,
        bandwidth: u64,
        flags: u32,
    ) -> Api<()> {
        use DomainBlockCommitFlags as F;
        checked(flags, F::all().bits(), "virDomainBlockCommit")?;
        let set = F::from_bits_truncate(flags);
        let speed = speed(bandwidth, set.contains(F::BANDWIDTH_BYTES))?;
        let wanted = Commit {
            disk,
            base,
            top,
            speed,
            flags: set,
        };
        Ok(self.commit(dom, wanted).await?)
    }

    async fn domain_block_copy(
        &self,
        dom: &DomainRef,
        path: &str,
        destxml: &str,
        params: &[TypedParam],
        flags: u32,
    ) -> Api<()> {
        checked(
            flags,
            (DomainBlockCopyFlags::SHALLOW
                | DomainBlockCopyFlags::REUSE_EXT
                | DomainBlockCopyFlags::TRANSIENT_JOB
                | DomainBlockCopyFlags::SYNCHRONOUS_WRITES)
                .bits(),
            "virDomainBlockCopy",
        )?;
        let wanted = copy::Wanted::parse(destxml, params, DomainBlockCopyFlags::from_bits_truncate(flags))?;
        Ok(self.copy(dom, path, wanted).await?)
    }

    async fn domain_set_block_threshold(
        &self,
        dom: &DomainRef,
        dev: &str,
        threshold: u64,
        flags: u32,
    ) -> Api<()> {
        checked(flags, 0, "virDomainSetBlockThreshold")?;
        Ok(self.threshold(dom, dev, threshold).await?)
    }
}
