//! Limits of single disks, and what else is done to disks.

use crate::TestDriver;
use crate::affect::AFFECT;
use crate::domain::devices;
use crate::domain::jobs::block;
use crate::domain::tuning::{TEXTS, throttle};
use crate::error::{Result, TestError, check_flags};
use async_trait::async_trait;
use ferrovirt_driver::BlockJobs;
use ferrovirt_protocol::remote;
use ferrovirt_schema::common::source::StorageSource;
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::devices::disk::IoTune;
use ferrovirt_types::Result as ApiResult;
use ferrovirt_types::consts::{
    DomainBlockCommitFlags, DomainBlockCopyFlags, DomainBlockJobAbortFlags, DomainBlockJobType as Job,
    DomainBlockPullFlags, DomainBlockRebaseFlags, DomainBlockResizeFlags, DomainMemoryFlags,
};
use ferrovirt_types::event::DomainEvent;
use ferrovirt_types::object::DomainRef;
use ferrovirt_types::param::{ParamValue, TypedParam};
use ferrovirt_types::params::{self, Want};
use ferrovirt_xml::{FromXml, Limits};

/// Largest limit in bytes or operations a second.
const MOST: u64 = 1_000_000_000_000_000;
/// Name of the group of disks that share limits.
const GROUP: &str = "group_name";
/// Most bytes of memory that are shown at once.
const MOST_PEEK: usize = 1 << 20;

/// A limit, and where a definition keeps it.
pub(super) type Field = (&'static str, fn(&mut IoTune) -> &mut Option<u64>);

/// Limits in the order in which they are told; the name of the group comes before the lengths.
pub(super) const FIELDS: [Field; 19] = [
    ("total_bytes_sec", |t| &mut t.total_bytes_sec),
    ("read_bytes_sec", |t| &mut t.read_bytes_sec),
    ("write_bytes_sec", |t| &mut t.write_bytes_sec),
    ("total_iops_sec", |t| &mut t.total_iops_sec),
    ("read_iops_sec", |t| &mut t.read_iops_sec),
    ("write_iops_sec", |t| &mut t.write_iops_sec),
    ("total_bytes_sec_max", |t| &mut t.total_bytes_sec_max),
    ("read_bytes_sec_max", |t| &mut t.read_bytes_sec_max),
    ("write_bytes_sec_max", |t| &mut t.write_bytes_sec_max),
    ("total_iops_sec_max", |t| &mut t.total_iops_sec_max),
    ("read_iops_sec_max", |t| &mut t.read_iops_sec_max),
    ("write_iops_sec_max", |t| &mut t.write_iops_sec_max),
    ("size_iops_sec", |t| &mut t.size_iops_sec),
    ("total_bytes_sec_max_length", |t| {
        &mut t.total_bytes_sec_max_length
    }),
    ("read_bytes_sec_max_length", |t| &mut t.read_bytes_sec_max_length),
    ("write_bytes_sec_max_length", |t| {
        &mut t.write_bytes_sec_max_length
    }),
    ("total_iops_sec_max_length", |t| &mut t.total_iops_sec_max_length),
    ("read_iops_sec_max_length", |t| &mut t.read_iops_sec_max_length),
    ("write_iops_sec_max_length", |t| &mut t.write_iops_sec_max_length),
];

/// Limits before the name of the group.
const BEFORE_GROUP: usize = 13;

#[async_trait]
impl BlockJobs for TestDriver {
    async fn domain_set_block_io_tune(
        &self,
        dom: &DomainRef,
        disk: &str,
        params: &[TypedParam],
        flags: u32,
    ) -> ApiResult<()> {
        check_flags(flags, AFFECT, "virDomainSetBlockIoTune")?;
        let mut known = FIELDS.map(|(name, _)| (name, Want::ULLong)).to_vec();
        known.push((GROUP, Want::Text));
        params::validate(params, &known)?;
        let full = self.full;
        Ok(self.world.change_guest(dom, |guest, news, me| {
            guest.edit_one(flags, |doc| set(doc, disk, params))?;
            if full {
                let params = told(disk, params);
                news.push((me, DomainEvent::Tunable { params }));
            }
            Ok(())
        })?)
    }

    async fn domain_get_block_io_tune(
        &self,
        dom: &DomainRef,
        disk: Option<&str>,
        flags: u32,
    ) -> ApiResult<Vec<TypedParam>> {
        check_flags(flags, AFFECT | TEXTS, "virDomainGetBlockIoTune")?;
        let found = self.world.guest(dom)?;
        let doc = found.state.read(flags)?;
        let Some(disk) = disk.filter(|disk| !disk.is_empty()) else {
            // Who names no disk only wants to know which limits there are.
            return Ok(params_of(&IoTune::default()));
        };
        Ok(get(doc, disk)?)
    }

    async fn domain_memory_peek(
        &self,
        dom: &DomainRef,
        offset: u64,
        size: u32,
        flags: u32,
    ) -> ApiResult<Vec<u8>> {
        let known = DomainMemoryFlags::VIRTUAL | DomainMemoryFlags::PHYSICAL;
        check_flags(flags, known.bits(), "virDomainMemoryPeek")?;
        if flags == 0 {
            let why = "memory is read by its virtual or by its physical addresses";
            return Err(TestError::InvalidArgument(why.into()).into());
        }
        self.world.guest(dom)?.state.running()?;
        // The memory counts its own bytes.
        let size = usize::try_from(size).unwrap_or(MOST_PEEK).min(MOST_PEEK);
        Ok((0..size).map(|n| (offset as u8).wrapping_add(n as u8)).collect())
    }

    async fn domain_block_peek(
        &self,
        dom: &DomainRef,
        path: &str,
        offset: u64,
        size: u32,
        flags: u32,
    ) -> ApiResult<Vec<u8>> {
        check_flags(flags, 0, "virDomainBlockPeek")?;
        let found = self.world.guest(dom)?;
        let disk = devices::disk(found.state.current()?, path).ok_or_else(|| not_found(path))?;
        let size = usize::try_from(size).unwrap_or(MOST_PEEK).min(MOST_PEEK);
        let source = disk.source.path().unwrap_or_default();
        // A volume shows its content, everything else is empty.
        Ok(self
            .world
            .content_at(source, offset, size)
            .unwrap_or_else(|| vec![0; size]))
    }

    async fn domain_block_job_abort(&self, dom: &DomainRef, path: &str, flags: u32) -> ApiResult<()> {
        let known = DomainBlockJobAbortFlags::ASYNC | DomainBlockJobAbortFlags::PIVOT;
        check_flags(flags, known.bits(), "virDomainBlockJobAbort")?;
        let pivot = flags & DomainBlockJobAbortFlags::PIVOT.bits() != 0;
        Ok(self.end_block_job(dom, path, pivot)?)
    }

    async fn domain_get_block_job_info(
        &self,
        dom: &DomainRef,
        path: &str,
        flags: u32,
    ) -> ApiResult<remote::DomainGetBlockJobInfoRet> {
        check_flags(flags, 1, "virDomainGetBlockJobInfo")?;
        Ok(self.block_job(dom, path, flags & 1 != 0)?)
    }

    async fn domain_block_job_set_speed(
        &self,
        dom: &DomainRef,
        path: &str,
        bandwidth: u64,
        flags: u32,
    ) -> ApiResult<()> {
        check_flags(flags, 1, "virDomainBlockJobSetSpeed")?;
        Ok(self.set_block_job_speed(dom, path, speed(bandwidth, flags & 1 != 0)?)?)
    }

    async fn domain_block_pull(
        &self,
        dom: &DomainRef,
        path: &str,
        bandwidth: u64,
        flags: u32,
    ) -> ApiResult<()> {
        check_flags(flags, DomainBlockPullFlags::all().bits(), "virDomainBlockPull")?;
        let bandwidth = speed(
            bandwidth,
            flags & DomainBlockPullFlags::BANDWIDTH_BYTES.bits() != 0,
        )?;
        Ok(self.begin_block_job(dom, path, pull(bandwidth, true))?)
    }

    async fn domain_block_rebase(
        &self,
        dom: &DomainRef,
        path: &str,
        base: Option<&str>,
        bandwidth: u64,
        flags: u32,
    ) -> ApiResult<()> {
        use DomainBlockRebaseFlags as Rebase;
        check_flags(flags, Rebase::all().bits(), "virDomainBlockRebase")?;
        let flags = Rebase::from_bits_truncate(flags);
        let bandwidth = speed(bandwidth, flags.contains(Rebase::BANDWIDTH_BYTES))?;
        if !flags.contains(Rebase::COPY) {
            let others = Rebase::SHALLOW | Rebase::REUSE_EXT | Rebase::COPY_RAW | Rebase::COPY_DEV;
            if flags.intersects(others) {
                return Err(TestError::InvalidArgument("those flags are for copies".into()).into());
            }
            return Ok(self.begin_block_job(dom, path, pull(bandwidth, base.is_none()))?);
        }
        let base =
            base.ok_or_else(|| TestError::InvalidArgument("a copy needs a place to copy to".into()))?;
        Ok(self.begin_block_job(dom, path, copy(bandwidth, block::file(base)))?)
    }

    async fn domain_block_commit(
        &self,
        dom: &DomainRef,
        disk: &str,
        base: Option<&str>,
        top: Option<&str>,
        bandwidth: u64,
        flags: u32,
    ) -> ApiResult<()> {
        use DomainBlockCommitFlags as Commit;
        check_flags(flags, Commit::all().bits(), "virDomainBlockCommit")?;
        let flags = Commit::from_bits_truncate(flags);
        let bandwidth = speed(bandwidth, flags.contains(Commit::BANDWIDTH_BYTES))?;
        let base = if flags.contains(Commit::SHALLOW) {
            None
        } else {
            base
        };
        let target = self.commit_target(dom, disk, base)?;
        let active = top.is_none();
        if active && !flags.contains(Commit::ACTIVE) {
            let why = format!("commit of '{disk}' active layer requires active flag");
            return Err(TestError::InvalidArgument(why).into());
        }
        let wanted = block::Wanted {
            kind: if active { Job::ActiveCommit } else { Job::Commit },
            bandwidth,
            target: active.then_some(target),
            flattens: false,
        };
        Ok(self.begin_block_job(dom, disk, wanted)?)
    }

    async fn domain_block_copy(
        &self,
        dom: &DomainRef,
        path: &str,
        destxml: &str,
        params: &[TypedParam],
        flags: u32,
    ) -> ApiResult<()> {
        check_flags(flags, DomainBlockCopyFlags::all().bits(), "virDomainBlockCopy")?;
        let known = [
            ("bandwidth", Want::ULLong),
            ("granularity", Want::UInt),
            ("buf_size", Want::ULLong),
        ];
        params::validate(params, &known)?;
        let tree = ferrovirt_xml::parse(destxml, Limits::default()).map_err(TestError::from)?;
        if !tree.root().is("disk") {
            return Err(TestError::Document("the place of a copy is a <disk>".into()).into());
        }
        let place = StorageSource::from_xml(tree.root()).map_err(TestError::from)?;
        let bandwidth = params::number(params, "bandwidth").unwrap_or(0);
        Ok(self.begin_block_job(dom, path, copy(bandwidth, place))?)
    }

    async fn domain_block_resize(&self, dom: &DomainRef, disk: &str, size: u64, flags: u32) -> ApiResult<()> {
        check_flags(
            flags,
            DomainBlockResizeFlags::all().bits(),
            "virDomainBlockResize",
        )?;
        let bytes = DomainBlockResizeFlags::BYTES | DomainBlockResizeFlags::CAPACITY;
        let unit = if flags & bytes.bits() != 0 { 1 } else { 1024 };
        let size = size.checked_mul(unit).ok_or_else(|| {
            TestError::InvalidArgument(format!("size {size} of disk '{disk}' is too large"))
        })?;
        Ok(self.world.change_guest(dom, |guest, _, _| {
            let doc = guest.running()?;
            let found = devices::disk(doc, disk).ok_or_else(|| not_found(disk))?;
            let dev = found.target.dev.clone();
            if flags & DomainBlockResizeFlags::EXTEND.bits() != 0 && size < guest.disk_size(&dev) {
                let why = format!("disk '{dev}' has {} bytes already", guest.disk_size(&dev));
                return Err(TestError::InvalidArgument(why));
            }
            guest.extra.sizes.insert(dev, size);
            Ok(())
        })?)
    }

    async fn domain_set_block_threshold(
        &self,
        dom: &DomainRef,
        dev: &str,
        threshold: u64,
        flags: u32,
    ) -> ApiResult<()> {
        check_flags(flags, 0, "virDomainSetBlockThreshold")?;
        let now = self.world.clock.now();
        Ok(self.world.change_guest(dom, |guest, news, me| {
            let name = dev.split('[').next().unwrap_or(dev);
            let found = devices::disk(guest.running()?, name).ok_or_else(|| not_found(dev))?;
            let name = found.target.dev.clone();
            if threshold == 0 {
                guest.extra.thresholds.remove(&name);
            } else {
                guest.extra.thresholds.insert(name, threshold);
            }
            guest.settle(now, news, &me);
            Ok(())
        })?)
    }

    async fn domain_set_throttle_group(
        &self,
        dom: &DomainRef,
        group: &str,
        params: &[TypedParam],
        flags: u32,
    ) -> ApiResult<()> {
        check_flags(flags, AFFECT, "virDomainSetThrottleGroup")?;
        let mut known = FIELDS.map(|(name, _)| (name, Want::ULLong)).to_vec();
        known.push((GROUP, Want::Text));
        params::validate(params, &known)?;
        if group.is_empty() {
            return Err(TestError::InvalidArgument("a group of limits needs a name".into()).into());
        }
        Ok(self.world.change_guest(dom, |guest, _, _| {
            let mut tune = IoTune::default();
            for (name, field) in &FIELDS {
                *field(&mut tune) = params::number(params, name).filter(|v| *v > 0);
            }
            check(&mut tune, params)?;
            guest.edit(flags, |doc| throttle::put(doc, group, &tune))
        })?)
    }

    async fn domain_del_throttle_group(
        &self,
        dom: &DomainRef,
        group: Option<&str>,
        flags: u32,
    ) -> ApiResult<()> {
        check_flags(flags, AFFECT, "virDomainDelThrottleGroup")?;
        let group = group.unwrap_or_default();
        Ok(self.world.change_guest(dom, |guest, _, _| {
            guest.edit(flags, |doc| throttle::remove(doc, group))
        })?)
    }
}

/// A limit in bytes a second; callers give MiB, unless they say otherwise.
fn speed(bandwidth: u64, bytes: bool) -> Result<u64> {
    let unit = if bytes { 1 } else { 1 << 20 };
    bandwidth
        .checked_mul(unit)
        .filter(|b| i64::try_from(*b).is_ok())
        .ok_or_else(|| TestError::InvalidArgument(format!("bandwidth {bandwidth} is too large")))
}

fn pull(bandwidth: u64, flattens: bool) -> block::Wanted {
    block::Wanted {
        kind: Job::Pull,
        bandwidth,
        target: None,
        flattens,
    }
}

fn copy(bandwidth: u64, target: StorageSource) -> block::Wanted {
    block::Wanted {
        kind: Job::Copy,
        bandwidth,
        target: Some(target),
        flattens: false,
    }
}

fn not_found(disk: &str) -> TestError {
    TestError::InvalidArgument(format!("disk '{disk}' was not found in the domain config"))
}

fn get(doc: &Domain, disk: &str) -> Result<Vec<TypedParam>> {
    let disk = devices::disk(doc, disk).ok_or_else(|| not_found(disk))?;
    Ok(params_of(disk.iotune.as_deref().unwrap_or(&IoTune::default())))
}

fn params_of(tune: &IoTune) -> Vec<TypedParam> {
    let mut tune = tune.clone();
    let mut params: Vec<TypedParam> = FIELDS
        .iter()
        .map(|(name, field)| TypedParam::new(*name, field(&mut tune).unwrap_or(0)))
        .collect();
    params.insert(
        BEFORE_GROUP,
        TypedParam::new(GROUP, tune.group_name.unwrap_or_default()),
    );
    params
}

fn set(doc: &mut Domain, disk: &str, params: &[TypedParam]) -> Result<()> {
    let disk = devices::disk_mut(doc, disk).ok_or_else(|| not_found(disk))?;
    let mut tune = disk.iotune.as_deref().cloned().unwrap_or_default();
    for (name, field) in &FIELDS {
        if let Some(value) = params::number(params, name) {
            if value > MOST {
                return Err(TestError::ArgumentUnsupported(format!(
                    "block I/O throttle limit value must be no more than {MOST}"
                )));
            }
            *field(&mut tune) = (value > 0).then_some(value);
        }
    }
    if let Some(group) = params::text(params, GROUP) {
        tune.group_name = Some(group.to_owned());
    }
    check(&mut tune, params)?;
    disk.iotune = (tune != IoTune::default()).then(|| Box::new(tune));
    Ok(())
}

/// A limit of all excludes those of reading and writing, and none is above its peak.
fn check(tune: &mut IoTune, params: &[TypedParam]) -> Result<()> {
    let given = |name: String| params::number(params, &name).is_some_and(|v| v > 0);
    for what in ["bytes_sec", "iops_sec", "bytes_sec_max", "iops_sec_max"] {
        if given(format!("total_{what}")) && (given(format!("read_{what}")) || given(format!("write_{what}")))
        {
            return Err(TestError::InvalidArgument(format!(
                "total and read/write of {what} cannot be set at the same time"
            )));
        }
    }
    for ((name, limit), (_, peak)) in FIELDS[..6].iter().zip(&FIELDS[6..12]) {
        let value = limit(tune).unwrap_or(0);
        if value > peak(tune).unwrap_or(0) {
            return Err(TestError::InvalidArgument(format!(
                "{name} cannot be set higher than {name}_max"
            )));
        }
    }
    Ok(())
}

/// What listeners are told of a change.
fn told(disk: &str, params: &[TypedParam]) -> Vec<TypedParam> {
    let named = |p: &TypedParam| TypedParam {
        field: format!("blkdeviotune.{}", p.field).into(),
        value: p.value.clone(),
    };
    let disk = TypedParam {
        field: "blkdeviotune.disk".into(),
        value: ParamValue::String(disk.to_owned()),
    };
    std::iter::once(disk).chain(params.iter().map(named)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrovirt_schema::domain::devices::Devices;
    use ferrovirt_schema::domain::devices::disk::{Disk, DiskTarget};

    fn guest() -> Domain {
        let target = DiskTarget {
            dev: "vda".into(),
            ..DiskTarget::default()
        };
        let disk = Disk {
            target,
            ..Disk::default()
        };
        Domain {
            devices: Some(Devices {
                disks: vec![disk],
                ..Devices::default()
            }),
            ..Domain::default()
        }
    }

    fn p(name: &'static str, value: u64) -> TypedParam {
        TypedParam::new(name, value)
    }

    #[test]
    fn limits_stay_below_peaks() {
        let mut doc = guest();
        assert!(set(&mut doc, "vda", &[p("total_bytes_sec", 1000)]).is_err());
        set(
            &mut doc,
            "vda",
            &[p("total_bytes_sec", 1000), p("total_bytes_sec_max", 2000)],
        )
        .unwrap();
        set(&mut doc, "vda", &[p("total_bytes_sec", 500)]).unwrap();
        assert_eq!(get(&doc, "vda").unwrap()[0], p("total_bytes_sec", 500));
        assert!(set(&mut doc, "vdb", &[]).is_err());
    }

    #[test]
    fn all_excludes_reading_and_writing() {
        let mut doc = guest();
        assert!(set(&mut doc, "vda", &[p("total_iops_sec", 1), p("read_iops_sec", 1)]).is_err());
        assert!(set(&mut doc, "vda", &[p("total_iops_sec_max", MOST + 1)]).is_err());
    }

    #[test]
    fn the_group_stands_before_the_lengths() {
        let params = get(&guest(), "vda").unwrap();
        assert_eq!((params.len(), params[13].field.as_ref()), (20, GROUP));
    }
}
