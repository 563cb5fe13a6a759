//! What guests use. The figures are made up: counters grow with the clock of the host.

pub(super) mod figures;

use crate::TestDriver;
use crate::affect::AFFECT;
use crate::bitmap;
use crate::domain::tuning::{TEXTS, allowed, current, map_len, online, total};
use crate::domain::{Guest, devices};
use crate::error::{Result, TestError, check_flags};
use async_trait::async_trait;
use ferrovirt_driver::Statistics;
use ferrovirt_protocol::remote;
use ferrovirt_schema::common::source::StorageSource;
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::devices::memballoon::BalloonModel;
use ferrovirt_schema::domain::tuned::perf;
use ferrovirt_types::Result as ApiResult;
use ferrovirt_types::consts::{
    ConnectGetAllDomainStatsFlags as StatsFlags, DomainMemoryStatTags as Tag, DomainStatsTypes,
};
use ferrovirt_types::object::DomainRef;
use ferrovirt_types::param::TypedParam;
use std::collections::HashMap;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use uuid::Uuid;

/// Nanoseconds that every guest has spent.
const CPU_TIME: u64 = 48_772_617_035;
const USER_TIME: u64 = 5_540_000_000;
const SYSTEM_TIME: u64 = 6_460_000_000;
const VCPU_TIME: u64 = 46_303_481_254;

/// Maps of processors that are told at once.
const MOST_MAPS: usize = 16_384;

/// Bytes of every disk.
const CAPACITY: u64 = 1_099_506_450_432;
const ALLOCATION: u64 = 1_099_511_627_776;

fn now() -> Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
}

/// Microseconds since 1970, which counters are fractions of.
fn micros() -> u64 {
    u64::try_from(now().as_micros()).unwrap_or(u64::MAX)
}

fn signed(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

#[async_trait]
impl Statistics for TestDriver {
    async fn domain_get_info(&self, dom: &DomainRef) -> ApiResult<remote::DomainGetInfoRet> {
        let found = self.world.guest(dom)?;
        let doc = found.state.current()?;
        Ok(remote::DomainGetInfoRet {
            state: found.state.phase.raw().0 as u8,
            max_mem: total(doc),
            memory: current(doc),
            nr_virt_cpu: u16::try_from(online(doc)).unwrap_or(u16::MAX),
            cpu_time: if self.full {
                figures::cpu_time(&found.state, found.uuid, self.world.clock.now())
            } else {
                micros().saturating_mul(1000)
            },
        })
    }

    async fn domain_get_vcpus(
        &self,
        dom: &DomainRef,
        maxinfo: i32,
        maplen: i32,
    ) -> ApiResult<remote::DomainGetVcpusRet> {
        let found = self.world.guest(dom)?;
        let Some(doc) = &found.state.live else {
            return Err(TestError::InvalidState("cannot list vcpus for an inactive domain".into()).into());
        };
        Ok(vcpus(doc, maxinfo, maplen))
    }

    async fn domain_block_stats(
        &self,
        dom: &DomainRef,
        path: &str,
    ) -> ApiResult<remote::DomainBlockStatsRet> {
        if path.is_empty() {
            return Err(
                TestError::OperationUnsupported("summary statistics are not supported yet".into()).into(),
            );
        }
        let found = self.world.guest(dom)?;
        let Some(disk) = devices::disk(found.state.running()?, path) else {
            return Err(TestError::InvalidArgument(format!("invalid path: {path}")).into());
        };
        if self.full {
            let now = self.world.clock.now();
            let figures = figures::disk(&found.state, found.uuid, &disk.target.dev, now);
            return Ok(remote::DomainBlockStatsRet {
                rd_req: signed(figures.reads),
                rd_bytes: signed(figures.read),
                wr_req: signed(figures.writes),
                wr_bytes: signed(figures.written),
                errs: -1,
            });
        }
        let base = micros();
        Ok(remote::DomainBlockStatsRet {
            rd_req: signed(base / 10),
            rd_bytes: signed(base / 20),
            wr_req: signed(base / 30),
            wr_bytes: signed(base / 40),
            errs: signed(now().as_secs() / 2),
        })
    }

    async fn domain_interface_stats(
        &self,
        dom: &DomainRef,
        device: &str,
    ) -> ApiResult<remote::DomainInterfaceStatsRet> {
        let found = self.world.guest(dom)?;
        devices::interface(found.state.running()?, device)?;
        if self.full {
            let now = self.world.clock.now();
            let [rx, tx] = figures::traffic(&found.state, found.uuid, device, now);
            return Ok(remote::DomainInterfaceStatsRet {
                rx_bytes: signed(rx.1),
                rx_packets: signed(rx.0),
                rx_errs: 0,
                rx_drop: signed(rx.0 / 10_000),
                tx_bytes: signed(tx.1),
                tx_packets: signed(tx.0),
                tx_errs: 0,
                tx_drop: signed(tx.0 / 10_000),
            });
        }
        let (base, seconds) = (micros(), now().as_secs());
        Ok(remote::DomainInterfaceStatsRet {
            rx_bytes: signed(base / 10),
            rx_packets: signed(base / 100),
            rx_errs: signed(seconds),
            rx_drop: signed(seconds / 2),
            tx_bytes: signed(base / 20),
            tx_packets: signed(base / 110),
            tx_errs: signed(seconds / 3),
            tx_drop: signed(seconds / 4),
        })
    }

    async fn domain_memory_stats(
        &self,
        dom: &DomainRef,
        max_stats: u32,
        flags: u32,
    ) -> ApiResult<Vec<remote::DomainMemoryStat>> {
        if max_stats == 0 {
            return Ok(Vec::new());
        }
        check_flags(flags, 0, "virDomainMemoryStats")?;
        let found = self.world.guest(dom)?;
        let mut stats = memory_stats(found.state.running()?);
        stats.truncate(usize::try_from(max_stats).unwrap_or(usize::MAX));
        Ok(stats)
    }

    async fn domain_get_block_info(
        &self,
        dom: &DomainRef,
        path: &str,
        flags: u32,
    ) -> ApiResult<remote::DomainGetBlockInfoRet> {
        check_flags(flags, 0, "virDomainGetBlockInfo")?;
        let found = self.world.guest(dom)?;
        let Some(disk) = devices::disk(found.state.current()?, path) else {
            let why = format!("invalid path {path} not assigned to domain");
            return Err(TestError::InvalidArgument(why).into());
        };
        let local = matches!(
            disk.source,
            StorageSource::File(_) | StorageSource::Block(_) | StorageSource::Dir(_)
        );
        if local && disk.source.path().is_none() {
            let why = format!("disk '{path}' does not currently have a source assigned");
            return Err(TestError::InvalidArgument(why).into());
        }
        if self.full {
            let size = found.state.disk_size(&disk.target.dev);
            return Ok(remote::DomainGetBlockInfoRet {
                allocation: size / 2,
                capacity: size,
                physical: size / 2,
            });
        }
        Ok(remote::DomainGetBlockInfoRet {
            allocation: ALLOCATION,
            capacity: CAPACITY,
            physical: ALLOCATION,
        })
    }

    async fn domain_block_stats_flags(
        &self,
        dom: &DomainRef,
        path: &str,
        flags: u32,
    ) -> ApiResult<Vec<TypedParam>> {
        check_flags(flags, TEXTS, "virDomainBlockStatsFlags")?;
        let found = self.world.guest(dom)?;
        let Some(disk) = devices::disk(found.state.running()?, path) else {
            return Err(TestError::InvalidArgument(format!("invalid path: {path}")).into());
        };
        let now = self.world.clock.now();
        let figures = figures::disk(&found.state, found.uuid, &disk.target.dev, now);
        Ok([
            ("wr_bytes", figures.written),
            ("wr_operations", figures.writes),
            ("rd_bytes", figures.read),
            ("rd_operations", figures.reads),
            ("flush_operations", figures.flushes),
            ("wr_total_times", figures.write_time),
            ("rd_total_times", figures.read_time),
            ("flush_total_times", figures.flushes.saturating_mul(900_000)),
        ]
        .into_iter()
        .map(|(name, value)| TypedParam::new(name, signed(value)))
        .collect())
    }

    async fn domain_get_cpu_stats(
        &self,
        dom: &DomainRef,
        nparams: u32,
        start_cpu: i32,
        ncpus: u32,
        flags: u32,
    ) -> ApiResult<remote::DomainGetCpuStatsRet> {
        check_flags(flags, TEXTS, "virDomainGetCPUStats")?;
        let found = self.world.guest(dom)?;
        Ok(cpu_stats(found.state.running()?, nparams, start_cpu, ncpus)?)
    }

    async fn domain_get_disk_errors(
        &self,
        dom: &DomainRef,
        maxerrors: u32,
        flags: u32,
    ) -> ApiResult<remote::DomainGetDiskErrorsRet> {
        check_flags(flags, 0, "virDomainGetDiskErrors")?;
        let found = self.world.guest(dom)?;
        let disks = devices::disks(found.state.running()?);
        let most = usize::try_from(maxerrors).unwrap_or(usize::MAX);
        // Every disk has an error, of the kinds in turn.
        let error =
            |(n, disk): (usize, &ferrovirt_schema::domain::devices::disk::Disk)| remote::DomainDiskError {
                disk: disk.target.dev.clone(),
                error: 1 + (n % 2) as i32,
            };
        let errors: Vec<_> = disks.iter().enumerate().take(most).map(error).collect();
        let count = if most == 0 { disks.len() } else { errors.len() };
        Ok(remote::DomainGetDiskErrorsRet {
            errors,
            nerrors: i32::try_from(count).unwrap_or(i32::MAX),
        })
    }

    async fn domain_set_memory_stats_period(
        &self,
        dom: &DomainRef,
        period: i32,
        flags: u32,
    ) -> ApiResult<()> {
        check_flags(flags, AFFECT, "virDomainSetMemoryStatsPeriod")?;
        if period < 0 {
            return Err(TestError::InvalidArgument("the period is negative".into()).into());
        }
        Ok(self.world.change_guest(dom, |guest, _, _| {
            guest.edit_one(flags, |doc| {
                let balloon = doc.devices.as_mut().and_then(|d| d.memballoon.as_mut());
                let balloon = balloon.filter(|b| !matches!(b.model, BalloonModel::None | BalloonModel::Xen));
                let missing = "No memory balloon device configured, can not set the collection period";
                balloon
                    .ok_or_else(|| TestError::Internal(missing.into()))?
                    .stats_period = (period > 0).then_some(period);
                Ok(())
            })
        })?)
    }

    async fn connect_get_all_domain_stats(
        &self,
        doms: &[DomainRef],
        stats: u32,
        flags: u32,
    ) -> ApiResult<Vec<remote::DomainStatsRecord>> {
        Ok(self.all_stats(doms, stats, flags)?)
    }

    async fn domain_interface_addresses(
        &self,
        dom: &DomainRef,
        source: u32,
        flags: u32,
    ) -> ApiResult<Vec<remote::DomainInterface>> {
        check_flags(flags, 0, "virDomainInterfaceAddresses")?;
        if source > 2 {
            return Err(
                TestError::ArgumentUnsupported(format!("Unknown IP address data source {source}")).into(),
            );
        }
        let found = self.world.guest(dom)?;
        let doc = found.state.running()?;
        self.world.networks_exist(doc)?;
        Ok(self.world.addresses(doc, found.state.id))
    }

    async fn domain_get_perf_events(&self, dom: &DomainRef, flags: u32) -> ApiResult<Vec<TypedParam>> {
        check_flags(flags, AFFECT | TEXTS, "virDomainGetPerfEvents")?;
        let found = self.world.guest(dom)?;
        let doc = found.state.read(flags)?;
        Ok(perf::params(doc))
    }

    async fn domain_set_perf_events(
        &self,
        dom: &DomainRef,
        params: &[TypedParam],
        flags: u32,
    ) -> ApiResult<()> {
        check_flags(flags, AFFECT, "virDomainSetPerfEvents")?;
        perf::validate(params)?;
        Ok(self.world.change_guest(dom, |guest, _, _| {
            guest.edit_one(flags, |doc| {
                perf::set(doc, params);
                Ok(())
            })
        })?)
    }

    async fn domain_get_messages(&self, dom: &DomainRef, flags: u32) -> ApiResult<Vec<String>> {
        check_flags(flags, 0x3, "virDomainGetMessages")?;
        self.world.guest(dom)?;
        Ok(Vec::new())
    }
}

fn vcpus(doc: &Domain, maxinfo: i32, maplen: i32) -> remote::DomainGetVcpusRet {
    let count = u32::try_from(maxinfo).unwrap_or(0).min(online(doc));
    let len = map_len(maplen);
    let time = micros() / 10;
    let mut ret = remote::DomainGetVcpusRet {
        info: Vec::new(),
        cpumaps: Vec::new(),
    };
    for number in 0..count {
        let set = allowed(doc, number);
        let cpu = set.last().and_then(|n| i32::try_from(*n).ok()).unwrap_or(-1);
        ret.info.push(remote::VcpuInfo {
            number,
            state: 1,
            cpu_time: time,
            cpu,
        });
        ret.cpumaps.extend(bitmap::to_bytes(&set, len));
    }
    // Callers have room for so many maps; those of processors that are not there are empty.
    let room = usize::try_from(maxinfo)
        .unwrap_or(0)
        .min(MOST_MAPS)
        .saturating_mul(len);
    ret.cpumaps.resize(room.max(ret.cpumaps.len()), 0);
    ret
}

fn memory_stats(doc: &Domain) -> Vec<remote::DomainMemoryStat> {
    let balloon = doc.devices.as_ref().and_then(|d| d.memballoon.as_ref());
    if balloon.is_none_or(|b| b.model == BalloonModel::None) {
        return Vec::new();
    }
    let memory = current(doc);
    [
        (Tag::ActualBalloon, memory),
        (Tag::SwapIn, 0),
        (Tag::SwapOut, 0),
        (Tag::MajorFault, 0),
        (Tag::MinorFault, 0),
        (Tag::Unused, memory / 2),
        (Tag::Available, memory),
        (Tag::Usable, memory / 2),
        (Tag::LastUpdate, 627_319_920),
        (Tag::DiskCaches, memory / 8),
        (Tag::HugetlbPgalloc, 0),
        (Tag::HugetlbPgfail, 0),
        (Tag::Rss, memory / 2),
    ]
    .map(|(tag, val)| remote::DomainMemoryStat { tag: tag.raw(), val })
    .to_vec()
}

/// Times of all processors together (`start` below zero) or of each. A caller that has no room for
/// parameters is told how many there are; one that asks for no processor, how many of those.
fn cpu_stats(doc: &Domain, nparams: u32, start: i32, ncpus: u32) -> Result<remote::DomainGetCpuStatsRet> {
    let all = online(doc);
    let answer = |params: Vec<TypedParam>, ret: u32| remote::DomainGetCpuStatsRet {
        params,
        nparams: i32::try_from(ret).unwrap_or(i32::MAX),
    };
    let Ok(first) = u32::try_from(start) else {
        let total = [
            ("cpu_time", CPU_TIME),
            ("user_time", USER_TIME),
            ("system_time", SYSTEM_TIME),
        ];
        let room = usize::try_from(nparams).unwrap_or(usize::MAX);
        let params: Vec<_> = total
            .into_iter()
            .take(room)
            .map(|(name, time)| TypedParam::new(name, time))
            .collect();
        return Ok(answer(params, if nparams == 0 { 3 } else { nparams.min(3) }));
    };
    if nparams == 0 {
        return Ok(answer(Vec::new(), if ncpus == 0 { all } else { 2 }));
    }
    if first >= all {
        return Err(TestError::InvalidArgument(format!(
            "start_cpu {first} larger than maximum of {all}"
        )));
    }
    let share = u64::from(all.max(1));
    let of = |n: u32| {
        let n = u64::from(n);
        let times = [
            ("cpu_time", CPU_TIME / share + n),
            ("vcpu_time", VCPU_TIME / share + n),
        ];
        times
            .into_iter()
            .take(usize::try_from(nparams).unwrap_or(2))
            .map(|(name, time)| TypedParam::new(name, time))
    };
    let params = (first..all.min(first.saturating_add(ncpus)))
        .flat_map(of)
        .collect();
    Ok(answer(params, nparams.min(2)))
}

impl TestDriver {
    fn all_stats(
        &self,
        doms: &[DomainRef],
        stats: u32,
        flags: u32,
    ) -> Result<Vec<remote::DomainStatsRecord>> {
        let filters = StatsFlags::ACTIVE
            | StatsFlags::INACTIVE
            | StatsFlags::PERSISTENT
            | StatsFlags::TRANSIENT
            | StatsFlags::RUNNING
            | StatsFlags::PAUSED
            | StatsFlags::SHUTOFF
            | StatsFlags::OTHER;
        let manners = StatsFlags::NOWAIT | StatsFlags::BACKING | StatsFlags::ENFORCE_STATS;
        check_flags(flags, (filters | manners).bits(), "virConnectGetAllDomainStats")?;
        let known = if self.full {
            figures::ALL
        } else {
            (DomainStatsTypes::STATE | DomainStatsTypes::IOTHREAD).bits()
        };
        let now = self.world.clock.now();
        if flags & StatsFlags::ENFORCE_STATS.bits() != 0 && stats & !known != 0 {
            let unknown = stats & !known;
            return Err(TestError::ArgumentUnsupported(format!(
                "Stats types bits 0x{unknown:x} are not supported by this daemon"
            )));
        }
        let all = super::list::list(&self.world, flags & filters.bits())?;
        let wanted: Vec<DomainRef> = if doms.is_empty() {
            all
        } else {
            // Who is named twice is told twice.
            let lets: HashMap<Uuid, DomainRef> = all.into_iter().map(|dom| (dom.uuid, dom)).collect();
            doms.iter()
                .filter_map(|dom| lets.get(&dom.uuid).cloned())
                .collect()
        };
        let mut records = Vec::new();
        for dom in wanted {
            let Ok(found) = self.world.guest(&dom) else {
                continue;
            };
            let groups = if stats == 0 { known } else { stats & known };
            let mut params = if groups & DomainStatsTypes::STATE.bits() != 0 {
                state_params(&found.state)
            } else {
                Vec::new()
            };
            if self.full {
                params.extend(figures::groups(&found.state, found.uuid, groups, now));
            } else if groups & DomainStatsTypes::IOTHREAD.bits() != 0
                && let Ok(doc) = found.state.running()
            {
                params.extend(figures::threads(&found.state, doc));
            }
            records.push(remote::DomainStatsRecord {
                dom,
                params: params.into(),
            });
        }
        Ok(records)
    }
}

fn state_params(guest: &Guest) -> Vec<TypedParam> {
    let (state, reason) = guest.phase.raw();
    vec![
        TypedParam::new("state.state", state),
        TypedParam::new("state.reason", reason),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn processors_share_the_time() {
        let doc = Domain::default();
        let stats =
            |nparams, start, ncpus| cpu_stats(&doc, nparams, start, ncpus).map(|r| (r.params, r.nparams));
        assert_eq!(
            stats(2, 0, 1).unwrap().0[0],
            TypedParam::new("cpu_time", CPU_TIME)
        );
        assert_eq!(stats(3, -1, 1).unwrap().0.len(), 3);
        assert!(stats(2, 1, 1).is_err());
        assert_eq!(stats(2, 0, u32::MAX).unwrap().0.len(), 2);
        let counts = [stats(0, 0, 0), stats(0, 0, 1), stats(0, -1, 1)].map(|r| r.unwrap().1);
        assert_eq!(counts, [1, 2, 3]);
    }
}
