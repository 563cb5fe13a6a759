//! Sizes of guests, and where their threads run.

pub(super) mod cpumap;
mod iothreads;
mod limits;
mod live;
mod parts;
mod pins;
mod traffic;
mod vcpus;

pub use self::parts::place as place_threads;
pub use self::pins::apply as apply_pins;

use super::reads::impact;
use super::{QemuDriver, checked};
use crate::error::{QemuError, Result};
use async_trait::async_trait;
use ferrovirt_driver::Tuning;
use ferrovirt_protocol::remote;
use ferrovirt_qmp::commands::Balloon;
use ferrovirt_schema::common::size::Kib;
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::memory::Memory;
use ferrovirt_schema::domain::tuned::scheduler;
use ferrovirt_types::consts::{
    DomainMemoryModFlags as MemFlags, DomainModificationImpact as Impact, DomainVcpuFlags as VcpuFlags,
    TypedParameterFlags,
};
use ferrovirt_types::object::DomainRef;
use ferrovirt_types::param::TypedParam;
use std::time::Duration;

type Api<T> = ferrovirt_types::Result<T>;

/// Clients' libraries add it to questions for named figures.
const STRINGS: u32 = TypedParameterFlags::STRING_OKAY.bits();
const COMMAND: Duration = Duration::from_secs(30);
/// The running guest, the definition, or both.
const REACH: u32 = Impact::LIVE.bits() | Impact::CONFIG.bits();

fn set_memory(doc: &mut Domain, kib: u64, maximum: bool) -> Result<()> {
    let max = doc.memory.as_ref().map_or(0, |m| m.size.0);
    let numa = doc.cpu.as_ref().and_then(|c| c.numa.as_ref());
    if maximum && numa.is_some_and(|n| !n.cells.is_empty()) {
        let text = "initial memory size of a domain with NUMA nodes cannot be modified with this API; change the sizes of the cells";
        return Err(QemuError::OperationInvalid(text.to_owned()));
    }
    if maximum {
        doc.memory.get_or_insert_with(Memory::default).size = Kib(kib);
        if doc.current_memory.is_some_and(|c| c.0 > kib) {
            doc.current_memory = Some(Kib(kib));
        }
    } else if kib > max {
        return Err(QemuError::InvalidArg(
            "cannot set memory higher than max memory".to_owned(),
        ));
    } else {
        doc.current_memory = Some(Kib(kib));
    }
    Ok(())
}

fn set_vcpus(doc: &mut Domain, count: u32, maximum: bool) -> Result<()> {
    // Counting them takes the place of listing them.
    doc.vcpus.clear();
    let vcpu = doc.vcpu.get_or_insert_with(Default::default);
    if maximum {
        let topology = doc.cpu.as_ref().and_then(|c| c.topology.as_ref());
        if topology.is_some() {
            return Err(QemuError::InvalidArg(
                "the maximum of vcpus is that of <topology>; change it there".to_owned(),
            ));
        }
        vcpu.count = count;
        vcpu.current = vcpu.current.filter(|c| *c < count);
    } else if count > vcpu.count {
        return Err(QemuError::InvalidArg(format!(
            "requested vcpus is greater than max allowable vcpus for the persistent domain: {count} > {}",
            vcpu.count
        )));
    } else {
        vcpu.current = Some(count).filter(|c| *c < vcpu.count);
    }
    Ok(())
}

#[async_trait]
impl Tuning for QemuDriver {
    async fn domain_get_max_memory(&self, dom: &DomainRef) -> Api<u64> {
        let guest = self.core.guest(dom)?;
        Ok(self.core.summary(&guest).await?.max_memory_kib)
    }

    async fn domain_get_max_vcpus(&self, dom: &DomainRef) -> Api<i32> {
        self.domain_get_vcpus_flags(dom, (VcpuFlags::LIVE | VcpuFlags::MAXIMUM).bits())
            .await
    }

    async fn domain_get_vcpus_flags(&self, dom: &DomainRef, flags: u32) -> Api<i32> {
        checked(flags, VcpuFlags::all().bits(), "virDomainGetVcpusFlags")?;
        if flags & VcpuFlags::GUEST.bits() != 0 {
            return Ok(self.count_guest_vcpus(dom).await?);
        }
        let guest = self.core.guest(dom)?;
        let (live, _) = impact(&guest, flags)?;
        let (max, now) = if live {
            let summary = self.core.summary(&guest).await?;
            (summary.max_vcpus, summary.vcpus)
        } else {
            let doc = self.core.definition(&guest).await?;
            let summary = crate::guest::Summary::of(&doc);
            (summary.max_vcpus, summary.vcpus)
        };
        let count = if flags & VcpuFlags::MAXIMUM.bits() != 0 {
            max
        } else {
            now
        };
        Ok(i32::try_from(count).unwrap_or(i32::MAX))
    }

    async fn domain_set_vcpus_flags(&self, dom: &DomainRef, nvcpus: u32, flags: u32) -> Api<()> {
        checked(flags, VcpuFlags::all().bits(), "virDomainSetVcpusFlags")?;
        if nvcpus == 0 {
            return Err(QemuError::InvalidArg(
                "nvcpus in virDomainSetVcpusFlags must not be zero".to_owned(),
            )
            .into());
        }
        let guest = self.core.guest(dom)?;
        if flags & VcpuFlags::GUEST.bits() != 0 {
            return Ok(self.want_guest_vcpus(dom, nvcpus).await?);
        }
        let reach = (VcpuFlags::LIVE | VcpuFlags::CONFIG).bits();
        let (live, config) = impact(&guest, flags & reach)?;
        let maximum = flags & VcpuFlags::MAXIMUM.bits() != 0;
        if live && maximum {
            let text = "maximum vcpu count of a live domain can't be modified".to_owned();
            return Err(QemuError::InvalidArg(text).into());
        }
        if config {
            // Whether it can be is known before the running guest is touched.
            let mut doc = Domain::clone(&*self.core.definition(&guest).await?);
            set_vcpus(&mut doc, nvcpus, maximum)?;
        }
        if live {
            let _job = guest.begin("set vcpus").await?;
            self.set_vcpus_live(&guest, nvcpus).await?;
        }
        if config {
            let config_only = VcpuFlags::CONFIG.bits();
            self.modify(&guest, config_only, |doc| set_vcpus(doc, nvcpus, maximum))
                .await?;
        }
        Ok(())
    }

    async fn domain_set_vcpu(&self, dom: &DomainRef, cpumap: &str, state: i32, flags: u32) -> Api<()> {
        checked(
            flags,
            (VcpuFlags::LIVE | VcpuFlags::CONFIG).bits(),
            "virDomainSetVcpu",
        )?;
        if state != 0 && state != 1 {
            return Err(QemuError::InvalidArg("unsupported state value".to_owned()).into());
        }
        Ok(self.set_vcpu(dom, cpumap, state == 1, flags).await?)
    }

    async fn domain_pin_vcpu_flags(&self, dom: &DomainRef, vcpu: u32, cpumap: &[u8], flags: u32) -> Api<()> {
        checked(
            flags,
            (VcpuFlags::LIVE | VcpuFlags::CONFIG).bits(),
            "virDomainPinVcpuFlags",
        )?;
        Ok(self.pin_vcpu(dom, vcpu, cpumap, flags).await?)
    }

    async fn domain_get_vcpu_pin_info(
        &self,
        dom: &DomainRef,
        ncpumaps: i32,
        maplen: i32,
        flags: u32,
    ) -> Api<remote::DomainGetVcpuPinInfoRet> {
        checked(
            flags,
            (VcpuFlags::LIVE | VcpuFlags::CONFIG).bits(),
            "virDomainGetVcpuPinInfo",
        )?;
        let (cpumaps, num) = self.vcpu_pins(dom, ncpumaps, maplen, flags).await?;
        Ok(remote::DomainGetVcpuPinInfoRet { cpumaps, num })
    }

    async fn domain_pin_emulator(&self, dom: &DomainRef, cpumap: &[u8], flags: u32) -> Api<()> {
        checked(
            flags,
            (VcpuFlags::LIVE | VcpuFlags::CONFIG).bits(),
            "virDomainPinEmulator",
        )?;
        Ok(self.pin_emulator(dom, cpumap, flags).await?)
    }

    async fn domain_get_emulator_pin_info(
        &self,
        dom: &DomainRef,
        maplen: i32,
        flags: u32,
    ) -> Api<remote::DomainGetEmulatorPinInfoRet> {
        checked(
            flags,
            (VcpuFlags::LIVE | VcpuFlags::CONFIG).bits(),
            "virDomainGetEmulatorPinInfo",
        )?;
        let cpumaps = self.emulator_pin(dom, maplen, flags).await?;
        Ok(remote::DomainGetEmulatorPinInfoRet { cpumaps, ret: 1 })
    }

    async fn domain_get_iothread_info(
        &self,
        dom: &DomainRef,
        flags: u32,
    ) -> Api<remote::DomainGetIothreadInfoRet> {
        checked(flags, REACH, "virDomainGetIOThreadInfo")?;
        let info = self.iothread_info(dom, flags).await?;
        Ok(remote::DomainGetIothreadInfoRet {
            ret: u32::try_from(info.len()).unwrap_or(u32::MAX),
            info,
        })
    }

    async fn domain_pin_iothread(
        &self,
        dom: &DomainRef,
        iothreads_id: u32,
        cpumap: &[u8],
        flags: u32,
    ) -> Api<()> {
        checked(flags, REACH, "virDomainPinIOThread")?;
        Ok(self.pin_iothread(dom, iothreads_id, cpumap, flags).await?)
    }

    async fn domain_add_iothread(&self, dom: &DomainRef, iothread_id: u32, flags: u32) -> Api<()> {
        checked(flags, REACH, "virDomainAddIOThread")?;
        Ok(self.add_iothread(dom, iothread_id, flags).await?)
    }

    async fn domain_del_iothread(&self, dom: &DomainRef, iothread_id: u32, flags: u32) -> Api<()> {
        checked(flags, REACH, "virDomainDelIOThread")?;
        Ok(self.remove_iothread(dom, iothread_id, flags).await?)
    }

    async fn domain_set_iothread_params(
        &self,
        dom: &DomainRef,
        iothread_id: u32,
        params: &[TypedParam],
        flags: u32,
    ) -> Api<()> {
        checked(flags, REACH | STRINGS, "virDomainSetIOThreadParams")?;
        Ok(self.set_iothread(dom, iothread_id, params, flags & REACH).await?)
    }

    async fn domain_set_max_memory(&self, dom: &DomainRef, memory: u64) -> Api<()> {
        self.domain_set_memory_flags(dom, memory, MemFlags::MAXIMUM.bits())
            .await
    }

    async fn domain_set_memory_flags(&self, dom: &DomainRef, memory: u64, flags: u32) -> Api<()> {
        checked(flags, MemFlags::all().bits(), "virDomainSetMemoryFlags")?;
        if memory == 0 {
            return Err(QemuError::InvalidArg(
                "memory in virDomainSetMemoryFlags must not be zero".to_owned(),
            )
            .into());
        }
        let guest = self.core.guest(dom)?;
        let maximum = flags & MemFlags::MAXIMUM.bits() != 0;
        let (live, config) = impact(&guest, flags)?;
        if live && maximum {
            return Err(QemuError::OperationInvalid(
                "cannot resize the maximum memory on an active domain".to_owned(),
            )
            .into());
        }
        if live {
            let now = guest.running()?;
            if !crate::tuning::has_balloon(&now.doc) {
                let text = "Unable to change memory of active domain without the balloon device and guest OS balloon driver";
                return Err(QemuError::OperationInvalid(text.to_owned()).into());
            }
            let max = now.doc.memory.as_ref().map_or(0, |m| m.size.0);
            if memory > max {
                return Err(
                    QemuError::InvalidArg("cannot set memory higher than max memory".to_owned()).into(),
                );
            }
            let goal = Balloon {
                value: memory.saturating_mul(1024),
            };
            let monitor = now.monitor(&guest.name)?;
            monitor
                .execute_within(&goal, COMMAND)
                .await
                .map_err(QemuError::monitor(&guest.name))?;
        }
        // What the guest has is told by its balloon, as it gives memory back.
        if config {
            self.modify(&guest, Impact::CONFIG.bits(), |doc| {
                set_memory(doc, memory, maximum)
            })
            .await?;
        }
        Ok(())
    }

    async fn domain_set_memory_parameters(
        &self,
        dom: &DomainRef,
        params: &[TypedParam],
        flags: u32,
    ) -> Api<()> {
        checked(flags, REACH, "virDomainSetMemoryParameters")?;
        Ok(self.set_memory_limits(dom, params, flags).await?)
    }

    async fn domain_get_memory_parameters(&self, dom: &DomainRef, flags: u32) -> Api<Vec<TypedParam>> {
        checked(flags, REACH | STRINGS, "virDomainGetMemoryParameters")?;
        Ok(self.memory_limits(dom, flags).await?)
    }

    async fn domain_set_blkio_parameters(
        &self,
        dom: &DomainRef,
        params: &[TypedParam],
        flags: u32,
    ) -> Api<()> {
        checked(flags, REACH, "virDomainSetBlkioParameters")?;
        Ok(self.set_blkio(dom, params, flags).await?)
    }

    async fn domain_get_blkio_parameters(&self, dom: &DomainRef, flags: u32) -> Api<Vec<TypedParam>> {
        checked(flags, REACH | STRINGS, "virDomainGetBlkioParameters")?;
        Ok(self.blkio(dom, flags).await?)
    }

    async fn domain_set_numa_parameters(
        &self,
        dom: &DomainRef,
        params: &[TypedParam],
        flags: u32,
    ) -> Api<()> {
        checked(flags, REACH, "virDomainSetNumaParameters")?;
        Ok(self.set_numa(dom, params, flags).await?)
    }

    async fn domain_get_numa_parameters(&self, dom: &DomainRef, flags: u32) -> Api<Vec<TypedParam>> {
        checked(flags, REACH | STRINGS, "virDomainGetNumaParameters")?;
        Ok(self.numa(dom, flags).await?)
    }

    async fn domain_get_scheduler_type(&self, dom: &DomainRef) -> Api<remote::DomainGetSchedulerTypeRet> {
        self.schedulable(dom)?;
        Ok(remote::DomainGetSchedulerTypeRet {
            kind: "posix".to_owned(),
            nparams: scheduler::COUNT,
        })
    }

    async fn domain_get_scheduler_parameters(&self, dom: &DomainRef, nparams: i32) -> Api<Vec<TypedParam>> {
        Ok(self.schedule(dom, nparams, 0).await?)
    }

    async fn domain_get_scheduler_parameters_flags(
        &self,
        dom: &DomainRef,
        nparams: i32,
        flags: u32,
    ) -> Api<Vec<TypedParam>> {
        checked(flags, REACH | STRINGS, "virDomainGetSchedulerParametersFlags")?;
        Ok(self.schedule(dom, nparams, flags).await?)
    }

    async fn domain_set_scheduler_parameters_flags(
        &self,
        dom: &DomainRef,
        params: &[TypedParam],
        flags: u32,
    ) -> Api<()> {
        checked(flags, REACH, "virDomainSetSchedulerParametersFlags")?;
        Ok(self.set_schedule(dom, params, flags).await?)
    }

    async fn domain_set_interface_parameters(
        &self,
        dom: &DomainRef,
        device: &str,
        params: &[TypedParam],
        flags: u32,
    ) -> Api<()> {
        checked(flags, REACH, "virDomainSetInterfaceParameters")?;
        Ok(self.set_traffic(dom, device, params, flags).await?)
    }

    async fn domain_get_interface_parameters(
        &self,
        dom: &DomainRef,
        device: &str,
        flags: u32,
    ) -> Api<Vec<TypedParam>> {
        checked(flags, REACH | STRINGS, "virDomainGetInterfaceParameters")?;
        Ok(self.traffic(dom, device, flags).await?)
    }

    async fn domain_get_launch_security_info(&self, dom: &DomainRef, flags: u32) -> Api<Vec<TypedParam>> {
        checked(flags, STRINGS, "virDomainGetLaunchSecurityInfo")?;
        // Only guests whose memory is encrypted have something to tell, and none of these is started here.
        self.core.guest(dom)?;
        Ok(Vec::new())
    }

    async fn domain_set_launch_security_state(
        &self,
        dom: &DomainRef,
        _params: &[TypedParam],
        flags: u32,
    ) -> Api<()> {
        checked(flags, 0, "virDomainSetLaunchSecurityState")?;
        Ok(self.no_launch_secret(dom)?)
    }

    async fn domain_get_security_label_list(
        &self,
        dom: &DomainRef,
    ) -> Api<remote::DomainGetSecurityLabelListRet> {
        let label = self.domain_get_security_label(dom).await?;
        Ok(remote::DomainGetSecurityLabelListRet {
            labels: vec![label],
            ret: 1,
        })
    }

    async fn domain_get_security_label(&self, dom: &DomainRef) -> Api<remote::DomainGetSecurityLabelRet> {
        self.core.guest(dom)?;
        Ok(remote::DomainGetSecurityLabelRet {
            label: vec![0],
            enforcing: 0,
        })
    }
}
