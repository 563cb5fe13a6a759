//! Statistics of many guests at once.
//!
//! All questions to all QEMUs are under way together. Guests that are off are answered for from kept
//! figures; the sizes of their files may be two seconds old.

use super::super::{QemuDriver, checked};
use super::balloon::guest_stats;
use super::block::{counters_of, sizes_of};
use super::names::{self, OfBlock};
use super::nic_counters;
use super::{dirty, iothreads};
use crate::error::{QemuError, Result};
use crate::guest::state::Status;
use crate::guest::{Guest, Live, Question, Summary};
use crate::process::is_stopped;
use crate::procfs;
use crate::storage::Sizes;
use ferrovirt_cgroup::Controller;
use ferrovirt_protocol::remote::DomainStatsRecord;
use ferrovirt_qmp::commands::{BlockInfo, BlockStatsEntry, QueryBalloon, QueryBlock, QueryBlockStats};
use ferrovirt_qmp::{Command, QmpError};
use ferrovirt_types::consts::{ConnectGetAllDomainStatsFlags as Flags, DomainStatsTypes as Types};
use ferrovirt_types::object::DomainRef;
use ferrovirt_types::param::TypedParam;
use futures_util::future::join_all;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Guests whose QEMUs are asked at a time.
const TOGETHER: usize = 64;

/// How long a caller waits for QEMU.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Patience {
    /// As long as a healthy QEMU may take.
    Normal,
    /// Hardly.
    NoWait,
}

impl Patience {
    fn limit(self) -> Duration {
        match self {
            Patience::Normal => Duration::from_millis(2000),
            Patience::NoWait => Duration::from_millis(25),
        }
    }
}

/// Asks a QEMU that answered last time; one that did not is asked again only to see whether it is back.
pub(super) async fn ask<C: Command>(
    live: &Live,
    name: &str,
    command: &C,
    patience: Patience,
) -> Result<C::Return> {
    let monitor = live.monitor(name)?;
    if is_stopped(live.process.identity()) {
        live.gauges.set_silent(true);
        let text = format!(
            "the QEMU of '{name}' is stopped; 'kill -CONT {}' lets it go on",
            live.pid()
        );
        return Err(QemuError::OperationInvalid(text));
    }
    let silent = live.gauges.is_silent();
    let limit = if silent {
        Patience::NoWait.limit()
    } else {
        patience.limit()
    };
    let answer = monitor.execute_within(command, limit).await;
    match &answer {
        Err(QmpError::Timeout { .. }) => live.gauges.set_silent(true),
        _ if silent => live.gauges.set_silent(false),
        _ => {}
    }
    answer.map_err(QemuError::monitor(name))
}

/// Memory by the balloon in KiB.
pub(super) async fn balloon_kib(live: &Live, name: &str, patience: Patience) -> Option<u64> {
    if !crate::tuning::has_balloon(&live.doc) {
        return None;
    }
    match ask(live, name, &QueryBalloon {}, patience).await {
        Ok(info) => {
            live.gauges.set_balloon_kib(info.actual / 1024);
            Some(info.actual / 1024)
        }
        Err(_) => live.gauges.balloon_kib(),
    }
}

impl QemuDriver {
    pub(super) async fn bulk_stats(
        &self,
        doms: &[DomainRef],
        stats: u32,
        flags: u32,
    ) -> ferrovirt_types::Result<Vec<DomainStatsRecord>> {
        checked(flags, Flags::all().bits(), "virConnectGetAllDomainStats")?;
        let types = match stats {
            0 => Types::all(),
            stats => {
                if flags & Flags::ENFORCE_STATS.bits() != 0 {
                    checked(stats, Types::all().bits(), "virConnectGetAllDomainStats")?;
                }
                Types::from_bits_truncate(stats)
            }
        };
        let patience = if flags & Flags::NOWAIT.bits() != 0 {
            Patience::NoWait
        } else {
            Patience::Normal
        };
        let filter = Flags::from_bits_truncate(flags);
        let now = Instant::now();
        let snapshot = self.core.store.snapshot();
        let named: Vec<Arc<Guest>> = doms.iter().filter_map(|d| self.core.guest(d).ok()).collect();
        let guests: Vec<&Arc<Guest>> = if doms.is_empty() {
            snapshot.iter().map(|e| &e.object).collect()
        } else {
            named.iter().collect()
        };
        let mut records = Vec::with_capacity(guests.len());
        let mut running = Vec::new();
        for guest in guests {
            let live = guest.live();
            if !is_wanted(guest, live.as_deref(), filter) {
                continue;
            }
            match live {
                Some(live) => running.push((guest, live)),
                // It has just ended, and there is no more to it.
                None if !guest.is_persistent() => {}
                None => records.push(self.off_stats(guest, types, now).await?),
            }
        }
        for chunk in running.chunks(TOGETHER) {
            let asked = chunk
                .iter()
                .map(|(guest, live)| live_stats(guest, live, types, patience));
            records.extend(join_all(asked).await);
        }
        Ok(records)
    }

    async fn off_stats(&self, guest: &Guest, types: Types, now: Instant) -> Result<DomainStatsRecord> {
        let status = guest.off_status();
        let summary = match guest.summary() {
            Some(known) => known,
            None => self.core.summary(guest).await?,
        };
        let question = Question {
            groups: types.bits(),
            reason: status.reason,
        };
        let params = summary.off_figures(question, now, |sizes| off_params(&summary, status, types, sizes));
        Ok(DomainStatsRecord {
            dom: guest.reference_as(-1),
            params,
        })
    }
}

fn off_params(summary: &Summary, status: Status, types: Types, sizes: &[Option<Sizes>]) -> Vec<TypedParam> {
    let mut params = Vec::with_capacity(10 + summary.disks.len() * 6);
    state(&mut params, status, types);
    if types.contains(Types::CPU_TOTAL) {
        for name in ["cpu.time", "cpu.user", "cpu.system"] {
            params.push(TypedParam::new(name, 0u64));
        }
    }
    if types.contains(Types::BALLOON) {
        params.push(TypedParam::new("balloon.current", summary.memory_kib));
        params.push(TypedParam::new("balloon.maximum", summary.max_memory_kib));
    }
    if types.contains(Types::VCPU) {
        params.push(TypedParam::new("vcpu.current", summary.vcpus));
        params.push(TypedParam::new("vcpu.maximum", summary.max_vcpus));
    }
    if types.contains(Types::BLOCK) {
        blocks(&mut params, summary, |params, n, _| {
            if let Some(Some(sizes)) = sizes.get(n) {
                block_sizes(params, n, sizes);
            }
        });
    }
    params
}

fn is_wanted(guest: &Guest, live: Option<&Live>, flags: Flags) -> bool {
    use ferrovirt_types::consts::DomainState as S;
    let any = |group: Flags, mine: Flags| !flags.intersects(group) || flags.intersects(mine);
    let pick = |yes: bool, a, b| if yes { a } else { b };
    any(
        Flags::ACTIVE | Flags::INACTIVE,
        pick(live.is_some(), Flags::ACTIVE, Flags::INACTIVE),
    ) && any(
        Flags::PERSISTENT | Flags::TRANSIENT,
        pick(guest.is_persistent(), Flags::PERSISTENT, Flags::TRANSIENT),
    ) && any(
        Flags::RUNNING | Flags::PAUSED | Flags::SHUTOFF | Flags::OTHER,
        match live.map_or(S::Shutoff, |live| live.status.state) {
            S::Running => Flags::RUNNING,
            S::Paused => Flags::PAUSED,
            S::Shutoff => Flags::SHUTOFF,
            _ => Flags::OTHER,
        },
    )
}

fn state(params: &mut Vec<TypedParam>, status: Status, types: Types) {
    if types.contains(Types::STATE) {
        params.push(TypedParam::new("state.state", status.state.raw()));
        params.push(TypedParam::new("state.reason", status.reason));
    }
}

fn blocks(
    params: &mut Vec<TypedParam>,
    summary: &Summary,
    mut more: impl FnMut(&mut Vec<TypedParam>, usize, &crate::guest::DiskSummary),
) {
    params.push(TypedParam::new(
        "block.count",
        u32::try_from(summary.disks.len()).unwrap_or(u32::MAX),
    ));
    for (n, disk) in summary.disks.iter().enumerate() {
        params.push(TypedParam::new(names::block(n, OfBlock::Name), &*disk.target));
        if let Some(path) = &disk.path {
            params.push(TypedParam::new(names::block(n, OfBlock::Path), &**path));
        }
        if let Some(index) = disk.index {
            params.push(TypedParam::new(names::block(n, OfBlock::BackingIndex), index));
        }
        more(params, n, disk);
    }
}

fn block_sizes(params: &mut Vec<TypedParam>, n: usize, sizes: &Sizes) {
    params.push(TypedParam::new(
        names::block(n, OfBlock::Allocation),
        sizes.allocation,
    ));
    params.push(TypedParam::new(
        names::block(n, OfBlock::Capacity),
        sizes.capacity,
    ));
    params.push(TypedParam::new(
        names::block(n, OfBlock::Physical),
        sizes.physical,
    ));
}

async fn live_stats(guest: &Guest, live: &Live, types: Types, patience: Patience) -> DomainStatsRecord {
    let summary = Summary::of(&live.doc);
    let name = &*guest.name;
    let wants_blocks = types.contains(Types::BLOCK) && !summary.disks.is_empty();
    let block = async {
        if !wants_blocks {
            return None;
        }
        let (block_stats, block_infos) = (QueryBlockStats::default(), QueryBlock {});
        let stats = ask(live, name, &block_stats, patience);
        let infos = ask(live, name, &block_infos, patience);
        let (stats, infos): (Result<Vec<BlockStatsEntry>>, Result<Vec<BlockInfo>>) =
            tokio::join!(stats, infos);
        Some((stats.ok()?, infos.ok()?))
    };
    let balloon = async {
        if types.contains(Types::BALLOON) {
            let asked = tokio::join!(
                balloon_kib(live, name, patience),
                guest_stats(live, name, patience)
            );
            Some(asked)
        } else {
            None
        }
    };
    let dirty = async {
        if types.contains(Types::DIRTYRATE) {
            dirty::rate(live, name, patience).await
        } else {
            Vec::new()
        }
    };
    let polling = async {
        if types.contains(Types::IOTHREAD) {
            iothreads::polling(live, name, patience).await
        } else {
            Vec::new()
        }
    };
    let (block, balloon, polling, dirty) = tokio::join!(block, balloon, polling, dirty);
    let mut params = Vec::with_capacity(48);
    state(&mut params, live.status, types);
    let pid = live.pid();
    if types.contains(Types::CPU_TOTAL) {
        let [all, user, system] = processor_times(live);
        params.push(TypedParam::new("cpu.time", all));
        params.push(TypedParam::new("cpu.user", user));
        params.push(TypedParam::new("cpu.system", system));
        // Caches are not watched.
        params.push(TypedParam::new("cpu.cache.monitor.count", 0u32));
        let [success, fail] = procfs::halt_polling(pid);
        params.push(TypedParam::new("cpu.haltpoll.success.time", success));
        params.push(TypedParam::new("cpu.haltpoll.fail.time", fail));
    }
    if let Some((current, told)) = balloon {
        let current = current.unwrap_or(summary.memory_kib);
        params.push(TypedParam::new("balloon.current", current));
        params.push(TypedParam::new("balloon.maximum", summary.max_memory_kib));
        for (word, _, value) in told {
            params.push(TypedParam::new(format!("balloon.{word}"), value));
        }
        params.push(TypedParam::new("balloon.rss", procfs::resident_kib(pid)));
    }
    if types.contains(Types::VCPU) {
        params.push(TypedParam::new("vcpu.current", summary.vcpus));
        params.push(TypedParam::new("vcpu.maximum", summary.max_vcpus));
        for (n, tid) in live.vcpus.iter() {
            let (ran, waited) = procfs::schedule(pid, *tid);
            params.push(TypedParam::new(format!("vcpu.{n}.state"), super::VCPU_RUNNING));
            params.push(TypedParam::new(format!("vcpu.{n}.time"), ran));
            params.push(TypedParam::new(format!("vcpu.{n}.wait"), 0u64));
            params.push(TypedParam::new(format!("vcpu.{n}.delay"), waited));
        }
    }
    if types.contains(Types::INTERFACE) {
        interfaces(&mut params, &summary);
    }
    if types.contains(Types::BLOCK) {
        blocks(&mut params, &summary, |params, n, disk| {
            let Some((stats, infos)) = &block else { return };
            if let Some(s) = counters_of(stats, disk) {
                let mut put =
                    |what: OfBlock, value: u64| params.push(TypedParam::new(names::block(n, what), value));
                put(OfBlock::ReadRequests, s.rd_operations);
                put(OfBlock::ReadBytes, s.rd_bytes);
                put(OfBlock::ReadTimes, s.rd_total_time_ns);
                put(OfBlock::WriteRequests, s.wr_operations);
                put(OfBlock::WriteBytes, s.wr_bytes);
                put(OfBlock::WriteTimes, s.wr_total_time_ns);
                put(OfBlock::FlushRequests, s.flush_operations);
                put(OfBlock::FlushTimes, s.flush_total_time_ns);
            }
            if let Some(sizes) = sizes_of(infos, stats, disk) {
                block_sizes(params, n, &sizes);
            }
        });
    }
    params.extend(polling);
    params.extend(dirty);
    DomainStatsRecord {
        dom: guest.reference_as(live.id),
        params: params.into(),
    }
}

/// Nanoseconds in all, in user mode and in the kernel: of the guest's control group where it has one that counts
/// them, which has what threads that ended had, else of its process.
fn processor_times(live: &Live) -> [u64; 3] {
    let group = live.group.as_ref().filter(|g| g.has(Controller::Cpu));
    if let Some(Ok(stat)) = group.map(|g| g.group().cpu_stat()) {
        return [stat.usage, stat.user, stat.system];
    }
    let times = procfs::process_times(live.pid());
    [times.user.saturating_add(times.system), times.user, times.system]
}

fn interfaces(params: &mut Vec<TypedParam>, summary: &Summary) {
    let on_host: Vec<&str> = summary.nics.iter().filter_map(|n| n.target.as_deref()).collect();
    params.push(TypedParam::new(
        "net.count",
        u32::try_from(on_host.len()).unwrap_or(u32::MAX),
    ));
    for (n, device) in on_host.into_iter().enumerate() {
        params.push(TypedParam::new(format!("net.{n}.name"), device));
        let Some(counters) = nic_counters(device) else {
            continue;
        };
        let names = [
            "rx.bytes", "rx.pkts", "rx.errs", "rx.drop", "tx.bytes", "tx.pkts", "tx.errs", "tx.drop",
        ];
        for (what, value) in names.into_iter().zip(counters) {
            params.push(TypedParam::new(format!("net.{n}.{what}"), value));
        }
    }
}
