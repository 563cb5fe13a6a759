//! Calls about the host.

use crate::TestDriver;
use crate::error::{Result, TestError, check_flags};
use crate::host::{CAPABILITIES, CELLS_FREE, MAX_VCPUS, SECURITY_MODEL, SYSINFO};
use async_trait::async_trait;
use ferrovirt_driver::HostDriver;
use ferrovirt_protocol::remote;
use ferrovirt_types::Result as ApiResult;

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
        Ok(ferrovirt_cpu::baseline(xml_cpus, flags & 1 != 0)?)
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
        Ok(ferrovirt_cpu::model_names(arch)?)
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
        Err(TestError::Internal("the host does not tell how many pages are free".into()).into())
    }
}

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
