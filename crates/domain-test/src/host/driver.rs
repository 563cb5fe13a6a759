//! Calls about the host.

use crate::TestDriver;
use crate::error::{Result, TestError, check_flags};
use crate::host::{ARCH, CAPABILITIES, CELLS_FREE, MAX_VCPUS, SECURITY_MODEL, SYSINFO};
use async_trait::async_trait;
use ferrovirt_driver::HostDriver;
use ferrovirt_protocol::remote;
use ferrovirt_types::consts::{ErrorDomain, ErrorNumber};
use ferrovirt_types::param::TypedParam;
use ferrovirt_types::params::{self, Want};
use ferrovirt_types::{Error, Result as ApiResult};
use std::sync::PoisonError;
use std::time::Duration;

/// What the processors of the host did, in nanoseconds: it is the same for each of them.
const CPU_TIMES: [(&str, u64); 4] = [
    ("user", 9_797_400_000),
    ("kernel", 34_678_723_400_000),
    ("idle", 87_264_900_000),
    ("iowait", 763_600_000),
];

/// Processors 0, 2 and 4 of 8 are online.
const CPU_MAP: u8 = 0x15;

#[async_trait]
impl HostDriver for TestDriver {
    async fn connect_get_type(&self) -> ApiResult<String> {
        Ok("TEST".into())
    }

    async fn connect_get_version(&self) -> ApiResult<u64> {
        Ok(2)
    }

    async fn connect_get_max_vcpus(&self, _kind: Option<&str>) -> ApiResult<i32> {
        Ok(MAX_VCPUS as i32)
    }

    async fn node_get_info(&self) -> ApiResult<remote::NodeGetInfoRet> {
        let node = &self.world.node;
        let int = |n: u32| i32::try_from(n).unwrap_or(i32::MAX);
        Ok(remote::NodeGetInfoRet {
            model: node.model.clone(),
            memory: node.memory,
            cpus: int(node.cpus),
            mhz: int(node.mhz),
            nodes: int(node.nodes),
            sockets: int(node.sockets),
            cores: int(node.cores),
            threads: int(node.threads),
        })
    }

    async fn connect_get_capabilities(&self) -> ApiResult<String> {
        Ok(CAPABILITIES.into())
    }

    async fn connect_get_hostname(&self) -> ApiResult<String> {
        Ok(ferrovirt_host::facts::Machine::default().hostname())
    }

    async fn node_get_cells_free_memory(&self, start_cell: i32, maxcells: i32) -> ApiResult<Vec<u64>> {
        Ok(cells_free(start_cell, maxcells)?)
    }

    async fn node_get_free_memory(&self) -> ApiResult<u64> {
        Ok(CELLS_FREE.iter().sum::<u64>() / CELLS_FREE.len() as u64)
    }

    async fn node_get_security_model(&self) -> ApiResult<remote::NodeGetSecurityModelRet> {
        let chars = |text: &str| text.bytes().chain([0]).map(|b| b as i8).collect();
        Ok(remote::NodeGetSecurityModelRet {
            model: chars(SECURITY_MODEL),
            doi: chars(""),
        })
    }

    async fn connect_baseline_cpu(&self, xml_cpus: &[String], flags: u32) -> ApiResult<String> {
        check_flags(flags, 1, "virConnectBaselineCPU")?;
        Ok(ferrovirt_cpu::baseline(xml_cpus, flags & 1 != 0, flags & 2 != 0)?)
    }

    async fn connect_get_sysinfo(&self, flags: u32) -> ApiResult<String> {
        check_flags(flags, 0, "virConnectGetSysinfo")?;
        Ok(SYSINFO.into())
    }

    async fn node_get_cpu_stats(&self, _cpu_num: i32, flags: u32) -> ApiResult<Vec<remote::NodeGetCpuStats>> {
        check_flags(flags, 0, "virNodeGetCPUStats")?;
        let stat = |(field, value): (&str, u64)| remote::NodeGetCpuStats {
            field: field.into(),
            value,
        };
        Ok(CPU_TIMES.into_iter().map(stat).collect())
    }

    async fn node_get_cpu_map(
        &self,
        need_map: i32,
        need_online: i32,
        flags: u32,
    ) -> ApiResult<remote::NodeGetCpuMapRet> {
        check_flags(flags, 0, "virNodeGetCPUMap")?;
        Ok(remote::NodeGetCpuMapRet {
            cpumap: if need_map != 0 { vec![CPU_MAP] } else { Vec::new() },
            online: if need_online != 0 { CPU_MAP.count_ones() } else { 0 },
            ret: 8,
        })
    }

    async fn connect_get_cpu_model_names(&self, arch: &str, flags: u32) -> ApiResult<Vec<String>> {
        check_flags(flags, 0, "virConnectGetCPUModelNames")?;
        ferrovirt_cpu::model_names(arch).map_err(|e| Error::from(e).in_domain(ErrorDomain::Test))
    }

    async fn node_get_free_pages(
        &self,
        pages: &[u32],
        start_cell: i32,
        cell_count: u32,
        flags: u32,
    ) -> ApiResult<Vec<u64>> {
        check_flags(flags, 0, "virNodeGetFreePages")?;
        let _ = (pages, start_cell, cell_count);
        let why = "the host does not tell how many pages are free";
        Err(Error::new(ErrorNumber::InternalError, ErrorDomain::Rpc, why))
    }

    async fn node_get_memory_stats(
        &self,
        cell_num: i32,
        flags: u32,
    ) -> ApiResult<Vec<remote::NodeGetMemoryStats>> {
        check_flags(flags, 0, "virNodeGetMemoryStats")?;
        let total = self.world.node.memory;
        let free = match usize::try_from(cell_num) {
            Err(_) => CELLS_FREE.iter().sum::<u64>() / 1024,
            Ok(cell) => CELLS_FREE
                .get(cell)
                .copied()
                .map(|bytes| bytes / 1024)
                .ok_or_else(|| {
                    TestError::InvalidArgument(format!(
                        "cellNum in virNodeGetMemoryStats must be less than {}",
                        CELLS_FREE.len()
                    ))
                })?,
        };
        let stat = |(field, value): (&str, u64)| remote::NodeGetMemoryStats {
            field: field.into(),
            value,
        };
        let cells = CELLS_FREE.len() as u64;
        let total = if cell_num < 0 { total } else { total / cells };
        let all = [("total", total), ("free", free), ("buffers", 0), ("cached", 0)];
        Ok(all.into_iter().map(stat).collect())
    }

    async fn node_suspend_for_duration(&self, target: u32, duration: u64, flags: u32) -> ApiResult<()> {
        check_flags(flags, 0, "virNodeSuspendForDuration")?;
        if target > 2 {
            return Err(TestError::InvalidArgument("unknown suspend target".into()).into());
        }
        if duration < SHORTEST_SLEEP {
            let why = format!("Suspend duration is too short, {SHORTEST_SLEEP} seconds are the least");
            return Err(TestError::InvalidArgument(why).into());
        }
        // Who sleeps does not notice: its clock is all that moves.
        let wakes = self
            .world
            .clock
            .now()
            .saturating_add(Duration::from_secs(duration));
        self.world.clock.wait_for(wakes).await;
        Ok(())
    }

    async fn node_set_memory_parameters(&self, params: &[TypedParam], flags: u32) -> ApiResult<()> {
        check_flags(flags, 0, "virNodeSetMemoryParameters")?;
        let known = MEMORY_TUNABLES.map(|(name, _)| (name, Want::UInt));
        params::validate(params, &known)?;
        let mut tunables = self.world.tunables.lock().unwrap_or_else(PoisonError::into_inner);
        for (name, _) in MEMORY_TUNABLES {
            if let Some(value) = params::number(params, name) {
                tunables.insert(name, value);
            }
        }
        Ok(())
    }

    async fn node_get_memory_parameters(&self, flags: u32) -> ApiResult<Vec<TypedParam>> {
        check_flags(flags, 4, "virNodeGetMemoryParameters")?;
        let tunables = self.world.tunables.lock().unwrap_or_else(PoisonError::into_inner);
        let value = |name: &str, usual: u64| tunables.get(name).copied().unwrap_or(usual);
        let mut params: Vec<TypedParam> = MEMORY_TUNABLES
            .map(|(name, usual)| TypedParam::new(name, u32::try_from(value(name, usual)).unwrap_or(u32::MAX)))
            .to_vec();
        let counters = [
            "shm_pages_shared",
            "shm_pages_sharing",
            "shm_pages_unshared",
            "shm_pages_volatile",
        ];
        params.extend(counters.map(|name| TypedParam::new(name, 0_u64)));
        params.push(TypedParam::new("shm_full_scans", 0_u64));
        Ok(params)
    }

    async fn connect_get_domain_capabilities(
        &self,
        _emulatorbin: Option<&str>,
        arch: Option<&str>,
        machine: Option<&str>,
        virttype: Option<&str>,
        flags: u32,
    ) -> ApiResult<String> {
        check_flags(flags, 0x7, "virConnectGetDomainCapabilities")?;
        if let Some(other) = virttype.filter(|v| *v != "test") {
            let why = format!("domains of type '{other}' are not supported here, only of type 'test'");
            return Err(TestError::ConfigUnsupported(why).into());
        }
        if let Some(other) = machine {
            let why = format!("there is no machine '{other}': guests in memory have none");
            return Err(TestError::InvalidArgument(why).into());
        }
        let arch = arch.unwrap_or(ARCH);
        if !matches!(arch, "i686" | "x86_64") {
            return Err(TestError::InvalidArgument(format!("unknown architecture: {arch}")).into());
        }
        Ok(DOMAIN_CAPABILITIES
            .replace("ARCH", arch)
            .replace("VCPUS", &MAX_VCPUS.to_string()))
    }

    async fn node_alloc_pages(
        &self,
        page_sizes: &[u32],
        page_counts: &[u64],
        start_cell: i32,
        cell_count: u32,
        flags: u32,
    ) -> ApiResult<i32> {
        check_flags(flags, 1, "virNodeAllocPages")?;
        let cells = CELLS_FREE.len();
        let start = if start_cell < 0 {
            Some(0)
        } else {
            usize::try_from(start_cell).ok()
        };
        let beyond = start.is_none_or(|s| s >= cells || s.saturating_add(cell_count as usize) > cells);
        if beyond || page_sizes.len() != page_counts.len() {
            return Err(TestError::InvalidArgument(format!("the host has cells 0 to {}", cells - 1)).into());
        }
        if let Some(size) = page_sizes.iter().find(|s| !PAGES.contains(s)) {
            return Err(TestError::InvalidArgument(format!("pages of {size} KiB are not known")).into());
        }
        Ok(i32::try_from(page_sizes.len() * cell_count as usize).unwrap_or(i32::MAX))
    }

    async fn connect_baseline_hypervisor_cpu(
        &self,
        _emulator: Option<&str>,
        _arch: Option<&str>,
        _machine: Option<&str>,
        _virttype: Option<&str>,
        xml_cpus: &[String],
        flags: u32,
    ) -> ApiResult<String> {
        check_flags(flags, 0x7, "virConnectBaselineHypervisorCPU")?;
        Ok(ferrovirt_cpu::baseline(xml_cpus, flags & 1 != 0, flags & 2 != 0)?)
    }
}

/// Shortest time a host sleeps, in seconds.
const SHORTEST_SLEEP: u64 = 60;
/// Sizes of pages in KiB.
const PAGES: [u32; 3] = [4, 2048, 1_048_576];
/// How memory that is alike is shared, and what is usual.
const MEMORY_TUNABLES: [(&str, u64); 3] = [
    ("shm_pages_to_scan", 100),
    ("shm_sleep_millisecs", 200),
    ("shm_merge_across_nodes", 1),
];
/// What guests can have.
const DOMAIN_CAPABILITIES: &str = include_str!("domaincaps.xml");

fn cells_free(start: i32, most: i32) -> Result<Vec<u64>> {
    let cells = usize::try_from(start)
        .ok()
        .and_then(|start| CELLS_FREE.get(start..))
        .unwrap_or_default();
    if cells.is_empty() {
        return Err(TestError::InvalidArgument("Range exceeds available cells".into()));
    }
    let most = usize::try_from(most).unwrap_or(0).min(cells.len());
    Ok(cells[..most].to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_of_cells() {
        assert_eq!(cells_free(0, 9).unwrap(), CELLS_FREE);
        assert_eq!(cells_free(1, 1).unwrap(), CELLS_FREE[1..]);
        assert!(cells_free(2, 1).is_err());
        assert!(cells_free(-1, 1).is_err());
    }
}
