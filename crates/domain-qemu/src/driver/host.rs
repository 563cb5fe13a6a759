//! The host and what it can run.

mod cpu;
mod memory;
mod power;

use super::{QemuDriver, checked};
use crate::caps::xml::{HostFacts, domain_capabilities, host_capabilities};
use crate::caps::{Arch, Emulators};
use crate::error::{QemuError, Result};
use async_trait::async_trait;
use cpu::Meant;
use ferrovirt_driver::HostDriver;
use ferrovirt_protocol::remote;
use ferrovirt_types::consts::{
    ConnectCompareCpuFlags, ErrorDomain, ErrorNumber, NodeAllocPagesFlags, TypedParameterFlags,
};
use ferrovirt_types::param::TypedParam;
use std::path::PathBuf;
use std::sync::Arc;

type Api<T> = ferrovirt_types::Result<T>;

/// All processors together.
const ALL_CPUS: i32 = -1;
/// What a baseline can be asked for: every feature, and what a guest can take along.
const BASELINE: u32 = 3;

/// An invalid argument whose text stands alone.
fn plain_argument(text: String) -> ferrovirt_types::Error {
    ferrovirt_types::Error::verbatim(ErrorNumber::InvalidArg, ErrorDomain::None, text)
}

impl QemuDriver {
    async fn capabilities(&self) -> Result<String> {
        let kvm = self.core.emulators.kvm().await.works();
        let mut emulators = Vec::new();
        for (arch, path) in Emulators::installed() {
            emulators.push((arch, self.core.emulators.get(&path).await?));
        }
        let host = &self.core.host;
        let facts = HostFacts {
            uuid: self.core.host_uuid().to_string(),
            arch: host.arch(),
            cpu: host.cpus()?,
            cells: host.cells()?,
            run_as: self.core.run_as.ids(),
        };
        Ok(host_capabilities(&facts, &emulators, kvm))
    }

    async fn domain_caps(&self, meant: Meant) -> Result<String> {
        let cpus = if meant.kvm {
            self.core.emulators.kvm_cpus().await?
        } else {
            None
        };
        Ok(domain_capabilities(&meant.caps, cpus, meant.arch, &meant.machine))
    }
}

#[async_trait]
impl HostDriver for QemuDriver {
    async fn connect_get_type(&self) -> Api<String> {
        Ok("QEMU".to_owned())
    }

    async fn connect_get_version(&self) -> Api<u64> {
        let path = PathBuf::from(Arch::X86_64.default_emulator());
        Ok(self.core.emulators.get(&path).await?.version_number())
    }

    async fn connect_get_max_vcpus(&self, kind: Option<&str>) -> Api<i32> {
        match kind.unwrap_or("qemu").to_ascii_lowercase().as_str() {
            "qemu" => Ok(16),
            "kvm" => Ok(
                i32::try_from(self.core.host.cpus().map_err(QemuError::from)?.online.len())
                    .unwrap_or(i32::MAX),
            ),
            other => Err(QemuError::InvalidArg(format!("unknown type '{other}'")).into()),
        }
    }

    async fn node_get_info(&self) -> Api<remote::NodeGetInfoRet> {
        let cpu = self.core.host.cpus().map_err(QemuError::from)?;
        let memory = self.core.host.memory().map_err(QemuError::from)?;
        let small = |n: u32| i32::try_from(n).unwrap_or(i32::MAX);
        Ok(remote::NodeGetInfoRet {
            model: self.core.host.arch().to_owned(),
            memory: memory.total_kib,
            cpus: i32::try_from(cpu.online.len()).unwrap_or(i32::MAX),
            mhz: small(cpu.mhz),
            nodes: small(cpu.nodes),
            sockets: small(cpu.sockets),
            cores: small(cpu.cores),
            threads: small(cpu.threads),
        })
    }

    async fn connect_get_capabilities(&self) -> Api<String> {
        Ok(self.capabilities().await?)
    }

    async fn connect_get_hostname(&self) -> Api<String> {
        Ok(self.core.host.hostname())
    }

    async fn node_get_free_memory(&self) -> Api<u64> {
        Ok(self
            .core
            .host
            .memory()
            .map_err(QemuError::from)?
            .free_kib
            .saturating_mul(1024))
    }

    async fn node_get_cells_free_memory(&self, start_cell: i32, maxcells: i32) -> Api<Vec<u64>> {
        let cells = self.core.host.cells().map_err(QemuError::from)?;
        let first = u32::try_from(start_cell)
            .map_err(|_| QemuError::InvalidArg(format!("start cell {start_cell} is negative")))?;
        let most = usize::try_from(maxcells).unwrap_or(0);
        let mut free = Vec::new();
        for cell in cells.iter().filter(|c| c.id >= first).take(most) {
            let memory = self.core.host.cell_memory(cell.id).map_err(QemuError::from)?;
            free.push(memory.map_or(0, |m| m.free_kib.saturating_mul(1024)));
        }
        if free.is_empty() {
            let last = cells.iter().map(|c| c.id).max().unwrap_or(0);
            let text = format!("start cell {start_cell} out of range (0-{last})");
            return Err(QemuError::coded(ErrorNumber::InternalError, text).into());
        }
        Ok(free)
    }

    async fn node_get_cpu_stats(&self, cpu_num: i32, flags: u32) -> Api<Vec<remote::NodeGetCpuStats>> {
        checked(flags, 0, "virNodeGetCPUStats")?;
        let none = || plain_argument("Invalid cpuNum in virHostCPUGetStatsLinux".to_owned());
        let cpu = match cpu_num {
            ALL_CPUS => None,
            number => Some(u32::try_from(number).map_err(|_| none())?),
        };
        let times = self.core.host.cpu_times(cpu).map_err(QemuError::from)?;
        let times = times.ok_or_else(none)?;
        let field = |name: &str, value| remote::NodeGetCpuStats {
            field: name.to_owned(),
            value,
        };
        Ok(vec![
            field("kernel", times.kernel_ns),
            field("user", times.user_ns),
            field("idle", times.idle_ns),
            field("iowait", times.iowait_ns),
        ])
    }

    async fn node_get_memory_stats(&self, cell_num: i32, flags: u32) -> Api<Vec<remote::NodeGetMemoryStats>> {
        checked(flags, 0, "virNodeGetMemoryStats")?;
        let memory = match u32::try_from(cell_num) {
            Ok(cell) => self.core.host.cell_memory(cell).map_err(QemuError::from)?,
            Err(_) => Some(self.core.host.memory().map_err(QemuError::from)?),
        };
        let last = || match self.core.host.cells() {
            Ok(cells) => cells.iter().map(|c| c.id).max().unwrap_or(0),
            Err(_) => 0,
        };
        let memory = memory.ok_or_else(|| {
            plain_argument(format!(
                "cellNum in virHostMemGetStats must be less than or equal to {}",
                last()
            ))
        })?;
        let field = |name: &str, value| remote::NodeGetMemoryStats {
            field: name.to_owned(),
            value,
        };
        let mut list = vec![field("total", memory.total_kib), field("free", memory.free_kib)];
        list.extend(memory.buffers_kib.map(|v| field("buffers", v)));
        list.extend(memory.cached_kib.map(|v| field("cached", v)));
        Ok(list)
    }

    async fn node_get_cpu_map(
        &self,
        need_map: i32,
        need_online: i32,
        flags: u32,
    ) -> Api<remote::NodeGetCpuMapRet> {
        checked(flags, 0, "virNodeGetCPUMap")?;
        let cpu = self.core.host.cpus().map_err(QemuError::from)?;
        let last = cpu.present.iter().copied().max().unwrap_or(0) as usize;
        let mut map = vec![0u8; last / 8 + 1];
        for n in &cpu.online {
            if let Some(byte) = map.get_mut(*n as usize / 8) {
                *byte |= 1 << (n % 8);
            }
        }
        Ok(remote::NodeGetCpuMapRet {
            cpumap: if need_map != 0 { map } else { Vec::new() },
            online: if need_online != 0 {
                u32::try_from(cpu.online.len()).unwrap_or(u32::MAX)
            } else {
                0
            },
            ret: i32::try_from(cpu.present.len()).unwrap_or(i32::MAX),
        })
    }

    async fn node_get_security_model(&self) -> Api<remote::NodeGetSecurityModelRet> {
        let text = |s: &str| s.bytes().chain([0]).map(|b| b.cast_signed()).collect();
        Ok(remote::NodeGetSecurityModelRet {
            model: text("none"),
            doi: text("0"),
        })
    }

    async fn connect_get_cpu_model_names(&self, arch: &str, flags: u32) -> Api<Vec<String>> {
        checked(flags, 0, "virConnectGetCPUModelNames")?;
        Ok(ferrovirt_cpu::model_names(arch)?)
    }

    async fn connect_compare_cpu(&self, xml: &str, flags: u32) -> Api<i32> {
        checked(
            flags,
            ConnectCompareCpuFlags::all().bits(),
            "virConnectCompareCPU",
        )?;
        Ok(self.compare_cpu(xml, flags)?)
    }

    async fn connect_baseline_cpu(&self, xml_cpus: &[String], flags: u32) -> Api<String> {
        checked(flags, BASELINE, "virConnectBaselineCPU")?;
        Ok(self.baseline_cpu(xml_cpus, flags)?)
    }

    async fn connect_compare_hypervisor_cpu(
        &self,
        emulator: Option<&str>,
        arch: Option<&str>,
        machine: Option<&str>,
        virttype: Option<&str>,
        xml_cpu: &str,
        flags: u32,
    ) -> Api<i32> {
        let known = ConnectCompareCpuFlags::all().bits();
        checked(flags, known, "virConnectCompareHypervisorCPU")?;
        let meant = self.meant(emulator, arch, machine, virttype).await?;
        Ok(self.compare_hypervisor_cpu(&meant, xml_cpu, flags).await?)
    }

    async fn connect_baseline_hypervisor_cpu(
        &self,
        emulator: Option<&str>,
        arch: Option<&str>,
        machine: Option<&str>,
        virttype: Option<&str>,
        xml_cpus: &[String],
        flags: u32,
    ) -> Api<String> {
        checked(flags, BASELINE, "virConnectBaselineHypervisorCPU")?;
        let meant = self.meant(emulator, arch, machine, virttype).await?;
        Ok(self.baseline_hypervisor_cpu(&meant, xml_cpus, flags).await?)
    }

    async fn connect_get_sysinfo(&self, flags: u32) -> Api<String> {
        checked(flags, 0, "virConnectGetSysinfo")?;
        Err(QemuError::ConfigUnsupported("Host SMBIOS information is not available".to_owned()).into())
    }

    async fn node_suspend_for_duration(&self, target: u32, duration: u64, flags: u32) -> Api<()> {
        checked(flags, 0, "virNodeSuspendForDuration")?;
        Ok(power::sleep(target, duration)?)
    }

    async fn node_get_memory_parameters(&self, flags: u32) -> Api<Vec<TypedParam>> {
        checked(
            flags,
            TypedParameterFlags::STRING_OKAY.bits(),
            "virNodeGetMemoryParameters",
        )?;
        Ok(self.sharing())
    }

    async fn node_set_memory_parameters(&self, params: &[TypedParam], flags: u32) -> Api<()> {
        checked(flags, 0, "virNodeSetMemoryParameters")?;
        Ok(self.set_sharing(params)?)
    }

    async fn node_get_free_pages(
        &self,
        pages: &[u32],
        start_cell: i32,
        cell_count: u32,
        flags: u32,
    ) -> Api<Vec<u64>> {
        checked(flags, 0, "virNodeGetFreePages")?;
        Ok(self.free_pages(pages, start_cell, cell_count)?)
    }

    async fn node_alloc_pages(
        &self,
        page_sizes: &[u32],
        page_counts: &[u64],
        start_cell: i32,
        cell_count: u32,
        flags: u32,
    ) -> Api<i32> {
        checked(flags, NodeAllocPagesFlags::all().bits(), "virNodeAllocPages")?;
        let more = flags & NodeAllocPagesFlags::SET.bits() == 0;
        Ok(self.alloc_pages(page_sizes, page_counts, start_cell, cell_count, more)?)
    }

    async fn node_get_sev_info(&self, flags: u32) -> Api<Vec<TypedParam>> {
        checked(
            flags,
            TypedParameterFlags::STRING_OKAY.bits(),
            "virNodeGetSEVInfo",
        )?;
        Err(QemuError::coded(
            ErrorNumber::OperationUnsupported,
            "QEMU does not support SEV guest",
        )
        .into())
    }

    async fn connect_get_domain_capabilities(
        &self,
        emulatorbin: Option<&str>,
        arch: Option<&str>,
        machine: Option<&str>,
        virttype: Option<&str>,
        flags: u32,
    ) -> Api<String> {
        checked(flags, 0, "virConnectGetDomainCapabilities")?;
        let meant = self.meant(emulatorbin, arch, machine, virttype).await?;
        Ok(self.domain_caps(meant).await?)
    }
}

/// All traits that this driver has, in the places of a connection's drivers.
impl QemuDriver {
    /// Puts this driver into the places of `drivers` that it fills.
    pub fn install(&self, drivers: &mut ferrovirt_driver::Drivers) {
        let me = Arc::new(self.clone());
        drivers.host = me.clone();
        drivers.lifecycle = me.clone();
        drivers.config = me.clone();
        drivers.statistics = me.clone();
        drivers.tuning = me.clone();
        drivers.console = me.clone();
        drivers.devices = me.clone();
        drivers.guest_agent = me.clone();
        drivers.migration = me.clone();
        drivers.block_jobs = me.clone();
        drivers.snapshots = me.clone();
        drivers.checkpoints = me.clone();
        drivers.qemu = me;
    }

    /// Serves one connection: guests that it starts to be destroyed with it are, when the last of what
    /// was installed here is dropped.
    pub fn install_for_connection(&self, drivers: &mut ferrovirt_driver::Drivers) {
        let mine = Arc::new(self.for_connection());
        drivers.lifecycle = mine.clone();
        drivers.migration = mine;
    }
}
