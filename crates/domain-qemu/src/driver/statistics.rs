//! Figures of guests: from the published snapshot and the kernel, and from QEMU where only it knows.
//!
//! A question to QEMU has a deadline. Once one passed, the guest counts as silent and is answered for
//! from what is known, until it answers again; so a stopped QEMU costs one deadline, not one a call.

mod balloon;
mod block;
mod bulk;
mod dirty;
mod iothreads;
mod names;
mod perf;

use super::reads::impact;
use super::{QemuDriver, checked};
use crate::error::QemuError;
use crate::guest::Live;
use crate::procfs;
use async_trait::async_trait;
use ferrovirt_driver::Statistics;
use ferrovirt_protocol::remote;
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::cpu::CpuMode;
use ferrovirt_types::consts::{
    DomainMemoryStatTags as Tag, DomainMessageType as MessageType, DomainModificationImpact as Impact,
    DomainState, TypedParameterFlags,
};
use ferrovirt_types::object::DomainRef;
use ferrovirt_types::param::TypedParam;

type Api<T> = ferrovirt_types::Result<T>;

/// Clients' libraries add it to questions for named figures; there is none of ours with a text.
const STRINGS: u32 = TypedParameterFlags::STRING_OKAY.bits();

/// Virtual processor states of the interface.
const VCPU_RUNNING: i32 = 1;

/// Counters of a device as the guest sees them: what the host sends, it receives.
fn nic_counters(device: &str) -> Option<[u64; 8]> {
    let [a, b, c, d, e, f, g, h] = procfs::device_counters(device)?;
    Some([e, f, g, h, a, b, c, d])
}

/// Time of all QEMU's threads.
fn cpu_time(live: &Live) -> u64 {
    let times = procfs::process_times(live.pid());
    times.user.saturating_add(times.system)
}

impl QemuDriver {
    /// What makes a running guest hard to support.
    fn taints(&self, live: &Live) -> Vec<String> {
        let passed_through = live.doc.cpu.as_ref().and_then(|c| c.mode) == Some(CpuMode::HostPassthrough);
        let taints = [
            (
                live.doc.qemu.commandline.is_some(),
                "custom configuration parameters specified",
            ),
            (
                live.gauges.is_meddled_with(),
                "custom monitor control commands issued",
            ),
            (
                self.core.run_as.ids().0 == 0,
                "running with undesirable elevated privileges",
            ),
            (passed_through, "potentially unsafe use of host CPU passthrough"),
        ];
        let there = taints.iter().filter(|(is, _)| *is);
        there.map(|(_, what)| format!("tainted: {what}")).collect()
    }
}

#[async_trait]
impl Statistics for QemuDriver {
    async fn domain_get_info(&self, dom: &DomainRef) -> Api<remote::DomainGetInfoRet> {
        let guest = self.core.guest(dom)?;
        let summary = self.core.summary(&guest).await?;
        let live = guest.live();
        let status = guest.status();
        let balloon = live.as_ref().and_then(|l| l.gauges.balloon_kib());
        Ok(remote::DomainGetInfoRet {
            state: u8::try_from(status.state.raw()).unwrap_or(0),
            max_mem: summary.max_memory_kib,
            memory: balloon.unwrap_or(summary.memory_kib),
            nr_virt_cpu: u16::try_from(summary.vcpus).unwrap_or(u16::MAX),
            cpu_time: live.map_or(0, |l| cpu_time(&l)),
        })
    }

    async fn domain_get_vcpus(
        &self,
        dom: &DomainRef,
        maxinfo: i32,
        maplen: i32,
    ) -> Api<remote::DomainGetVcpusRet> {
        let guest = self.core.guest(dom)?;
        let live = guest.live().ok_or_else(|| {
            QemuError::OperationInvalid("cannot retrieve vcpu information on inactive domain".to_owned())
        })?;
        let most = usize::try_from(maxinfo).unwrap_or(0);
        let info: Vec<remote::VcpuInfo> = live
            .vcpus
            .iter()
            .take(most)
            .map(|(number, tid)| {
                let times = procfs::thread_times(live.pid(), *tid);
                remote::VcpuInfo {
                    number: *number,
                    state: VCPU_RUNNING,
                    cpu_time: times.user.saturating_add(times.system),
                    cpu: times.cpu,
                }
            })
            .collect();
        // Nothing is pinned: every processor of the host, for each.
        let len = usize::try_from(maplen).unwrap_or(0).min(1024);
        let cpus = self.core.host.cpus().map_err(QemuError::from)?;
        let mut map = vec![0u8; len];
        for n in &cpus.online {
            if let Some(byte) = map.get_mut(*n as usize / 8) {
                *byte |= 1 << (n % 8);
            }
        }
        Ok(remote::DomainGetVcpusRet {
            cpumaps: map.repeat(info.len()),
            info,
        })
    }

    async fn domain_block_stats(&self, dom: &DomainRef, path: &str) -> Api<remote::DomainBlockStatsRet> {
        let stats = self.block_stats(dom, path).await?;
        let signed = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        Ok(remote::DomainBlockStatsRet {
            rd_req: signed(stats.rd_operations),
            rd_bytes: signed(stats.rd_bytes),
            wr_req: signed(stats.wr_operations),
            wr_bytes: signed(stats.wr_bytes),
            errs: -1,
        })
    }

    async fn domain_block_stats_flags(
        &self,
        dom: &DomainRef,
        path: &str,
        flags: u32,
    ) -> Api<Vec<TypedParam>> {
        checked(flags, STRINGS, "virDomainBlockStatsFlags")?;
        let s = self.block_stats(dom, path).await?;
        let param = |name: &'static str, n: u64| TypedParam::new(name, i64::try_from(n).unwrap_or(i64::MAX));
        Ok(vec![
            param("wr_bytes", s.wr_bytes),
            param("wr_operations", s.wr_operations),
            param("rd_bytes", s.rd_bytes),
            param("rd_operations", s.rd_operations),
            param("flush_operations", s.flush_operations),
            param("wr_total_times", s.wr_total_time_ns),
            param("rd_total_times", s.rd_total_time_ns),
            param("flush_total_times", s.flush_total_time_ns),
        ])
    }

    async fn domain_get_block_info(
        &self,
        dom: &DomainRef,
        path: &str,
        flags: u32,
    ) -> Api<remote::DomainGetBlockInfoRet> {
        checked(flags, 0, "virDomainGetBlockInfo")?;
        let sizes = self.block_sizes(dom, path).await?;
        Ok(remote::DomainGetBlockInfoRet {
            allocation: sizes.allocation,
            capacity: sizes.capacity,
            physical: sizes.physical,
        })
    }

    async fn domain_interface_stats(
        &self,
        dom: &DomainRef,
        device: &str,
    ) -> Api<remote::DomainInterfaceStatsRet> {
        let guest = self.core.guest(dom)?;
        guest.running()?;
        let summary = self.core.summary(&guest).await?;
        let known = summary
            .nics
            .iter()
            .find(|n| n.target.as_deref() == Some(device) || *n.mac == *device);
        let unknown = || QemuError::InvalidArg(format!("'{device}' is not a known interface"));
        let target = known.ok_or_else(unknown)?.target.as_deref().ok_or_else(unknown)?;
        let counters = nic_counters(target).ok_or_else(unknown)?;
        let [a, b, c, d, e, f, g, h] = counters.map(|n| i64::try_from(n).unwrap_or(i64::MAX));
        Ok(remote::DomainInterfaceStatsRet {
            rx_bytes: a,
            rx_packets: b,
            rx_errs: c,
            rx_drop: d,
            tx_bytes: e,
            tx_packets: f,
            tx_errs: g,
            tx_drop: h,
        })
    }

    async fn domain_memory_stats(
        &self,
        dom: &DomainRef,
        max_stats: u32,
        flags: u32,
    ) -> Api<Vec<remote::DomainMemoryStat>> {
        checked(flags, 0, "virDomainMemoryStats")?;
        let guest = self.core.guest(dom)?;
        let live = guest.running()?;
        let summary = self.core.summary(&guest).await?;
        let balloon = bulk::balloon_kib(&live, &guest.name, bulk::Patience::Normal)
            .await
            .unwrap_or(summary.memory_kib);
        let stat = |tag: Tag, val| remote::DomainMemoryStat { tag: tag.raw(), val };
        let told = balloon::guest_stats(&live, &guest.name, bulk::Patience::Normal).await;
        let mut list = vec![stat(Tag::ActualBalloon, balloon)];
        list.extend(told.into_iter().map(|(_, tag, value)| stat(tag, value)));
        list.push(stat(Tag::Rss, procfs::resident_kib(live.pid())));
        list.truncate(max_stats as usize);
        Ok(list)
    }

    async fn domain_set_memory_stats_period(&self, dom: &DomainRef, period: i32, flags: u32) -> Api<()> {
        checked(
            flags,
            (Impact::LIVE | Impact::CONFIG).bits(),
            "virDomainSetMemoryStatsPeriod",
        )?;
        if period < 0 {
            return Err(QemuError::InvalidArg(format!("a period of {period} seconds is negative")).into());
        }
        let guest = self.core.guest(dom)?;
        let (live, _) = impact(&guest, flags)?;
        if live {
            balloon::set_period(&*guest.running()?, &guest.name, period).await?;
        }
        let set = |doc: &mut Domain| {
            if let Some(balloon) = doc.devices.as_mut().and_then(|d| d.memballoon.as_mut()) {
                balloon.stats_period = Some(period).filter(|p| *p > 0);
            }
            Ok(())
        };
        Ok(self.modify(&guest, flags, set).await?)
    }

    async fn domain_interface_addresses(
        &self,
        dom: &DomainRef,
        source: u32,
        flags: u32,
    ) -> Api<Vec<remote::DomainInterface>> {
        checked(flags, 0, "virDomainInterfaceAddresses")?;
        self.addresses(dom, source).await
    }

    async fn domain_get_cpu_stats(
        &self,
        dom: &DomainRef,
        nparams: u32,
        start_cpu: i32,
        ncpus: u32,
        flags: u32,
    ) -> Api<remote::DomainGetCpuStatsRet> {
        checked(flags, STRINGS, "virDomainGetCPUStats")?;
        Ok(self.processor_time(dom, nparams, start_cpu, ncpus).await?)
    }

    async fn domain_get_perf_events(&self, dom: &DomainRef, flags: u32) -> Api<Vec<TypedParam>> {
        let reach = (Impact::LIVE | Impact::CONFIG).bits();
        checked(flags, reach | STRINGS, "virDomainGetPerfEvents")?;
        Ok(self.perf_events(dom, flags & reach).await?)
    }

    async fn domain_set_perf_events(&self, dom: &DomainRef, params: &[TypedParam], flags: u32) -> Api<()> {
        checked(
            flags,
            (Impact::LIVE | Impact::CONFIG).bits(),
            "virDomainSetPerfEvents",
        )?;
        Ok(self.set_perf_events(dom, params, flags).await?)
    }

    async fn connect_get_all_domain_stats(
        &self,
        doms: &[DomainRef],
        stats: u32,
        flags: u32,
    ) -> Api<Vec<remote::DomainStatsRecord>> {
        Ok(self.bulk_stats(doms, stats, flags).await?)
    }

    async fn domain_get_messages(&self, dom: &DomainRef, flags: u32) -> Api<Vec<String>> {
        checked(
            flags,
            (MessageType::DEPRECATION | MessageType::TAINTING).bits(),
            "virDomainGetMessages",
        )?;
        let guest = self.core.guest(dom)?;
        let Some(live) = guest.live() else {
            return Ok(Vec::new());
        };
        if flags != 0 && flags & MessageType::TAINTING.bits() == 0 {
            return Ok(Vec::new());
        }
        Ok(self.taints(&live))
    }

    async fn domain_get_disk_errors(
        &self,
        dom: &DomainRef,
        _maxerrors: u32,
        flags: u32,
    ) -> Api<remote::DomainGetDiskErrorsRet> {
        checked(flags, 0, "virDomainGetDiskErrors")?;
        let guest = self.core.guest(dom)?;
        let live = guest.running()?;
        if live.status.state == DomainState::Shutoff {
            return Err(QemuError::NotRunning.into());
        }
        Ok(remote::DomainGetDiskErrorsRet {
            errors: Vec::new(),
            nerrors: 0,
        })
    }
}
