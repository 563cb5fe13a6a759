// Written by `cargo xtask codegen`; edit the tables in crates/*/spec instead.

#![allow(clippy::too_many_arguments, reason = "the numbers are the interface's")]

use crate::RemoteDriver;
use async_trait::async_trait;
use ferrovirt_driver::stream::DriverStream;
use ferrovirt_driver::*;
use ferrovirt_protocol::wire::Wire as _;
use ferrovirt_protocol::{lxc, qemu, remote};
use ferrovirt_types::Result;
use ferrovirt_types::object::*;
use ferrovirt_types::param::TypedParam;
use std::os::fd::OwnedFd;
use uuid::Uuid;

#[async_trait]
impl HostDriver for RemoteDriver {
    async fn connect_get_type(&self) -> Result<String> {
        let out = crate::link::arguments();
        let r: remote::ConnectGetTypeRet = self.call(remote::PROGRAM, 3, out).await?;
        Ok(r.kind)
    }

    async fn connect_get_version(&self) -> Result<u64> {
        let out = crate::link::arguments();
        let r: remote::ConnectGetVersionRet = self.call(remote::PROGRAM, 4, out).await?;
        Ok(r.hv_ver)
    }

    async fn connect_get_max_vcpus(&self, kind: Option<&str>) -> Result<i32> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.option(kind, |out, v| out.string(v, 4_194_304));
        }
        let r: remote::ConnectGetMaxVcpusRet = self.call(remote::PROGRAM, 5, out).await?;
        Ok(r.max_vcpus)
    }

    async fn node_get_info(&self) -> Result<remote::NodeGetInfoRet> {
        let out = crate::link::arguments();
        let r: remote::NodeGetInfoRet = self.call(remote::PROGRAM, 6, out).await?;
        Ok(r)
    }

    async fn connect_get_capabilities(&self) -> Result<String> {
        let out = crate::link::arguments();
        let r: remote::ConnectGetCapabilitiesRet = self.call(remote::PROGRAM, 7, out).await?;
        Ok(r.capabilities)
    }

    async fn connect_get_hostname(&self) -> Result<String> {
        let out = crate::link::arguments();
        let r: remote::ConnectGetHostnameRet = self.call(remote::PROGRAM, 59, out).await?;
        Ok(r.hostname)
    }

    async fn node_get_cells_free_memory(&self, start_cell: i32, maxcells: i32) -> Result<Vec<u64>> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.i32(start_cell);
            out.i32(maxcells);
        }
        let r: remote::NodeGetCellsFreeMemoryRet = self.call(remote::PROGRAM, 101, out).await?;
        Ok(r.cells)
    }

    async fn node_get_free_memory(&self) -> Result<u64> {
        let out = crate::link::arguments();
        let r: remote::NodeGetFreeMemoryRet = self.call(remote::PROGRAM, 102, out).await?;
        Ok(r.free_mem)
    }

    async fn node_get_security_model(&self) -> Result<remote::NodeGetSecurityModelRet> {
        let out = crate::link::arguments();
        let r: remote::NodeGetSecurityModelRet = self.call(remote::PROGRAM, 122, out).await?;
        Ok(r)
    }

    async fn connect_compare_cpu(&self, xml: &str, flags: u32) -> Result<i32> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.string(xml, 4194304);
            out.u32(flags);
        }
        let r: remote::ConnectCompareCpuRet = self.call(remote::PROGRAM, 158, out).await?;
        Ok(r.result)
    }

    async fn connect_baseline_cpu(&self, xml_cpus: &[String], flags: u32) -> Result<String> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.list(xml_cpus, 256, |out, v| {
                out.string(v, 4194304);
            });
            out.u32(flags);
        }
        let r: remote::ConnectBaselineCpuRet = self.call(remote::PROGRAM, 162, out).await?;
        Ok(r.cpu)
    }

    async fn connect_get_sysinfo(&self, flags: u32) -> Result<String> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.u32(flags);
        }
        let r: remote::ConnectGetSysinfoRet = self.call(remote::PROGRAM, 203, out).await?;
        Ok(r.sysinfo)
    }

    async fn node_get_cpu_stats(&self, cpu_num: i32, flags: u32) -> Result<Vec<remote::NodeGetCpuStats>> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.i32(cpu_num);
            out.i32(16);
            out.u32(flags);
        }
        let r: remote::NodeGetCpuStatsRet = self.call(remote::PROGRAM, 227, out).await?;
        Ok(r.params)
    }

    async fn node_get_memory_stats(
        &self,
        cell_num: i32,
        flags: u32,
    ) -> Result<Vec<remote::NodeGetMemoryStats>> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.i32(16);
            out.i32(cell_num);
            out.u32(flags);
        }
        let r: remote::NodeGetMemoryStatsRet = self.call(remote::PROGRAM, 228, out).await?;
        Ok(r.params)
    }

    async fn node_suspend_for_duration(&self, target: u32, duration: u64, flags: u32) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.u32(target);
            out.u64(duration);
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 250, out).await
    }

    async fn node_set_memory_parameters(&self, params: &[TypedParam], flags: u32) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.list(params, 64, |out, v| {
                v.encode(out);
            });
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 288, out).await
    }

    async fn node_get_memory_parameters(&self, flags: u32) -> Result<Vec<TypedParam>> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.i32(64);
            out.u32(flags | 4);
        }
        let r: remote::NodeGetMemoryParametersRet = self.call(remote::PROGRAM, 289, out).await?;
        Ok(r.params)
    }

    async fn node_get_cpu_map(
        &self,
        need_map: i32,
        need_online: i32,
        flags: u32,
    ) -> Result<remote::NodeGetCpuMapRet> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.i32(need_map);
            out.i32(need_online);
            out.u32(flags);
        }
        let r: remote::NodeGetCpuMapRet = self.call(remote::PROGRAM, 293, out).await?;
        Ok(r)
    }

    async fn connect_get_cpu_model_names(&self, arch: &str, flags: u32) -> Result<Vec<String>> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.string(arch, 4194304);
            out.i32(1);
            out.u32(flags);
        }
        let r: remote::ConnectGetCpuModelNamesRet = self.call(remote::PROGRAM, 312, out).await?;
        Ok(r.models)
    }

    async fn node_get_free_pages(
        &self,
        pages: &[u32],
        start_cell: i32,
        cell_count: u32,
        flags: u32,
    ) -> Result<Vec<u64>> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.list(pages, 1024, |out, v| {
                out.u32(*v);
            });
            out.i32(start_cell);
            out.u32(cell_count);
            out.u32(flags);
        }
        let r: remote::NodeGetFreePagesRet = self.call(remote::PROGRAM, 340, out).await?;
        Ok(r.counts)
    }

    async fn connect_get_domain_capabilities(
        &self,
        emulatorbin: Option<&str>,
        arch: Option<&str>,
        machine: Option<&str>,
        virttype: Option<&str>,
        flags: u32,
    ) -> Result<String> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.option(emulatorbin, |out, v| out.string(v, 4_194_304));
            out.option(arch, |out, v| out.string(v, 4_194_304));
            out.option(machine, |out, v| out.string(v, 4_194_304));
            out.option(virttype, |out, v| out.string(v, 4_194_304));
            out.u32(flags);
        }
        let r: remote::ConnectGetDomainCapabilitiesRet = self.call(remote::PROGRAM, 342, out).await?;
        Ok(r.capabilities)
    }

    async fn node_alloc_pages(
        &self,
        page_sizes: &[u32],
        page_counts: &[u64],
        start_cell: i32,
        cell_count: u32,
        flags: u32,
    ) -> Result<i32> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.list(page_sizes, 1024, |out, v| {
                out.u32(*v);
            });
            out.list(page_counts, 1024, |out, v| {
                out.u64(*v);
            });
            out.i32(start_cell);
            out.u32(cell_count);
            out.u32(flags);
        }
        let r: remote::NodeAllocPagesRet = self.call(remote::PROGRAM, 347, out).await?;
        Ok(r.ret)
    }

    async fn connect_compare_hypervisor_cpu(
        &self,
        emulator: Option<&str>,
        arch: Option<&str>,
        machine: Option<&str>,
        virttype: Option<&str>,
        xml_cpu: &str,
        flags: u32,
    ) -> Result<i32> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.option(emulator, |out, v| out.string(v, 4_194_304));
            out.option(arch, |out, v| out.string(v, 4_194_304));
            out.option(machine, |out, v| out.string(v, 4_194_304));
            out.option(virttype, |out, v| out.string(v, 4_194_304));
            out.string(xml_cpu, 4194304);
            out.u32(flags);
        }
        let r: remote::ConnectCompareHypervisorCpuRet = self.call(remote::PROGRAM, 393, out).await?;
        Ok(r.result)
    }

    async fn connect_baseline_hypervisor_cpu(
        &self,
        emulator: Option<&str>,
        arch: Option<&str>,
        machine: Option<&str>,
        virttype: Option<&str>,
        xml_cpus: &[String],
        flags: u32,
    ) -> Result<String> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.option(emulator, |out, v| out.string(v, 4_194_304));
            out.option(arch, |out, v| out.string(v, 4_194_304));
            out.option(machine, |out, v| out.string(v, 4_194_304));
            out.option(virttype, |out, v| out.string(v, 4_194_304));
            out.list(xml_cpus, 256, |out, v| {
                out.string(v, 4194304);
            });
            out.u32(flags);
        }
        let r: remote::ConnectBaselineHypervisorCpuRet = self.call(remote::PROGRAM, 394, out).await?;
        Ok(r.cpu)
    }

    async fn node_get_sev_info(&self, flags: u32) -> Result<Vec<TypedParam>> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.i32(64);
            out.u32(flags);
        }
        let r: remote::NodeGetSevInfoRet = self.call(remote::PROGRAM, 395, out).await?;
        Ok(r.params)
    }
}

#[async_trait]
impl DomainLifecycle for RemoteDriver {
    async fn domain_create_xml(&self, xml_desc: &str, flags: u32) -> Result<DomainRef> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.string(xml_desc, 4194304);
            out.u32(flags);
        }
        let r: remote::DomainCreateXmlRet = self.call(remote::PROGRAM, 10, out).await?;
        Ok(r.dom)
    }

    async fn domain_lookup_by_id(&self, id: i32) -> Result<DomainRef> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.i32(id);
        }
        let r: remote::DomainLookupByIdRet = self.call(remote::PROGRAM, 22, out).await?;
        Ok(r.dom)
    }

    async fn domain_lookup_by_name(&self, name: &str) -> Result<DomainRef> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.string(name, 4194304);
        }
        let r: remote::DomainLookupByNameRet = self.call(remote::PROGRAM, 23, out).await?;
        Ok(r.dom)
    }

    async fn domain_lookup_by_uuid(&self, uuid: Uuid) -> Result<DomainRef> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.fixed(uuid.as_bytes());
        }
        let r: remote::DomainLookupByUuidRet = self.call(remote::PROGRAM, 24, out).await?;
        Ok(r.dom)
    }

    async fn domain_reboot(&self, dom: &DomainRef, flags: u32) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 27, out).await
    }

    async fn domain_resume(&self, dom: &DomainRef) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
        }
        self.call::<()>(remote::PROGRAM, 28, out).await
    }

    async fn domain_suspend(&self, dom: &DomainRef) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
        }
        self.call::<()>(remote::PROGRAM, 34, out).await
    }

    async fn domain_is_active(&self, dom: &DomainRef) -> Result<bool> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
        }
        let r: remote::DomainIsActiveRet = self.call(remote::PROGRAM, 150, out).await?;
        Ok(r.active)
    }

    async fn domain_managed_save(&self, dom: &DomainRef, flags: u32) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 182, out).await
    }

    async fn domain_has_managed_save_image(&self, dom: &DomainRef, flags: u32) -> Result<i32> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.u32(flags);
        }
        let r: remote::DomainHasManagedSaveImageRet = self.call(remote::PROGRAM, 183, out).await?;
        Ok(r.result)
    }

    async fn domain_managed_save_remove(&self, dom: &DomainRef, flags: u32) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 184, out).await
    }

    async fn domain_create_with_flags(&self, dom: &DomainRef, flags: u32) -> Result<DomainRef> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.u32(flags);
        }
        let r: remote::DomainCreateWithFlagsRet = self.call(remote::PROGRAM, 196, out).await?;
        Ok(r.dom)
    }

    async fn domain_inject_nmi(&self, dom: &DomainRef, flags: u32) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 210, out).await
    }

    async fn domain_get_state(&self, dom: &DomainRef, flags: u32) -> Result<remote::DomainGetStateRet> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.u32(flags);
        }
        let r: remote::DomainGetStateRet = self.call(remote::PROGRAM, 212, out).await?;
        Ok(r)
    }

    async fn domain_send_key(
        &self,
        dom: &DomainRef,
        codeset: u32,
        holdtime: u32,
        keycodes: &[u32],
        flags: u32,
    ) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.u32(codeset);
            out.u32(holdtime);
            out.list(keycodes, 16, |out, v| {
                out.u32(*v);
            });
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 226, out).await
    }

    async fn domain_get_control_info(
        &self,
        dom: &DomainRef,
        flags: u32,
    ) -> Result<remote::DomainGetControlInfoRet> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.u32(flags);
        }
        let r: remote::DomainGetControlInfoRet = self.call(remote::PROGRAM, 229, out).await?;
        Ok(r)
    }

    async fn domain_save_flags(
        &self,
        dom: &DomainRef,
        to: &str,
        dxml: Option<&str>,
        flags: u32,
    ) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.string(to, 4194304);
            out.option(dxml, |out, v| out.string(v, 4_194_304));
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 232, out).await
    }

    async fn domain_restore_flags(&self, from: &str, dxml: Option<&str>, flags: u32) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.string(from, 4194304);
            out.option(dxml, |out, v| out.string(v, 4_194_304));
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 233, out).await
    }

    async fn domain_destroy_flags(&self, dom: &DomainRef, flags: u32) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 234, out).await
    }

    async fn domain_reset(&self, dom: &DomainRef, flags: u32) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 245, out).await
    }

    async fn domain_shutdown_flags(&self, dom: &DomainRef, flags: u32) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 258, out).await
    }

    async fn domain_pm_suspend_for_duration(
        &self,
        dom: &DomainRef,
        target: u32,
        duration: u64,
        flags: u32,
    ) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.u32(target);
            out.u64(duration);
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 261, out).await
    }

    async fn domain_pm_wakeup(&self, dom: &DomainRef, flags: u32) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 267, out).await
    }

    async fn connect_list_all_domains(&self, flags: u32) -> Result<Vec<DomainRef>> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.i32(1);
            out.u32(flags);
        }
        let r: remote::ConnectListAllDomainsRet = self.call(remote::PROGRAM, 273, out).await?;
        Ok(r.domains)
    }

    async fn domain_send_process_signal(
        &self,
        dom: &DomainRef,
        pid_value: i64,
        signum: u32,
        flags: u32,
    ) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.i64(pid_value);
            out.u32(signum);
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 295, out).await
    }

    async fn domain_create_xml_with_files(
        &self,
        xml_desc: &str,
        flags: u32,
        files: Vec<OwnedFd>,
    ) -> Result<DomainRef> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.string(xml_desc, 4194304);
            out.u32(flags);
        }
        let (r, files): (remote::DomainCreateXmlWithFilesRet, Vec<OwnedFd>) =
            self.call_files(remote::PROGRAM, 309, out, files).await?;
        drop(files);
        Ok(r.dom)
    }

    async fn domain_create_with_files(
        &self,
        dom: &DomainRef,
        flags: u32,
        files: Vec<OwnedFd>,
    ) -> Result<DomainRef> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.u32(flags);
        }
        let (r, files): (remote::DomainCreateWithFilesRet, Vec<OwnedFd>) =
            self.call_files(remote::PROGRAM, 310, out, files).await?;
        drop(files);
        Ok(r.dom)
    }

    async fn domain_core_dump_with_format(
        &self,
        dom: &DomainRef,
        to: &str,
        dumpformat: u32,
        flags: u32,
    ) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.string(to, 4194304);
            out.u32(dumpformat);
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 334, out).await
    }

    async fn domain_managed_save_get_xml_desc(&self, dom: &DomainRef, flags: u32) -> Result<String> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.u32(flags);
        }
        let r: remote::DomainManagedSaveGetXmlDescRet = self.call(remote::PROGRAM, 388, out).await?;
        Ok(r.xml)
    }

    async fn domain_managed_save_define_xml(
        &self,
        dom: &DomainRef,
        dxml: Option<&str>,
        flags: u32,
    ) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.option(dxml, |out, v| out.string(v, 4_194_304));
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 389, out).await
    }

    async fn domain_save_params(&self, dom: &DomainRef, params: &[TypedParam], flags: u32) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.list(params, 64, |out, v| {
                v.encode(out);
            });
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 440, out).await
    }

    async fn domain_restore_params(&self, params: &[TypedParam], flags: u32) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.list(params, 64, |out, v| {
                v.encode(out);
            });
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 441, out).await
    }
}

#[async_trait]
impl DomainConfig for RemoteDriver {
    async fn domain_get_xml_desc(&self, dom: &DomainRef, flags: u32) -> Result<String> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.u32(flags);
        }
        let r: remote::DomainGetXmlDescRet = self.call(remote::PROGRAM, 14, out).await?;
        Ok(r.xml)
    }

    async fn domain_get_autostart(&self, dom: &DomainRef) -> Result<bool> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
        }
        let r: remote::DomainGetAutostartRet = self.call(remote::PROGRAM, 15, out).await?;
        Ok(r.autostart)
    }

    async fn domain_get_os_type(&self, dom: &DomainRef) -> Result<String> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
        }
        let r: remote::DomainGetOsTypeRet = self.call(remote::PROGRAM, 19, out).await?;
        Ok(r.kind)
    }

    async fn domain_set_autostart(&self, dom: &DomainRef, autostart: bool) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.bool(autostart);
        }
        self.call::<()>(remote::PROGRAM, 29, out).await
    }

    async fn connect_domain_xml_from_native(
        &self,
        native_format: &str,
        native_config: &str,
        flags: u32,
    ) -> Result<String> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.string(native_format, 4194304);
            out.string(native_config, 4194304);
            out.u32(flags);
        }
        let r: remote::ConnectDomainXmlFromNativeRet = self.call(remote::PROGRAM, 135, out).await?;
        Ok(r.domain_xml)
    }

    async fn connect_domain_xml_to_native(
        &self,
        native_format: &str,
        domain_xml: &str,
        flags: u32,
    ) -> Result<String> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.string(native_format, 4194304);
            out.string(domain_xml, 4194304);
            out.u32(flags);
        }
        let r: remote::ConnectDomainXmlToNativeRet = self.call(remote::PROGRAM, 136, out).await?;
        Ok(r.native_config)
    }

    async fn domain_is_persistent(&self, dom: &DomainRef) -> Result<bool> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
        }
        let r: remote::DomainIsPersistentRet = self.call(remote::PROGRAM, 151, out).await?;
        Ok(r.persistent)
    }

    async fn domain_is_updated(&self, dom: &DomainRef) -> Result<bool> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
        }
        let r: remote::DomainIsUpdatedRet = self.call(remote::PROGRAM, 202, out).await?;
        Ok(r.updated)
    }

    async fn domain_undefine_flags(&self, dom: &DomainRef, flags: u32) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 231, out).await
    }

    async fn domain_save_image_get_xml_desc(&self, file: &str, flags: u32) -> Result<String> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.string(file, 4194304);
            out.u32(flags);
        }
        let r: remote::DomainSaveImageGetXmlDescRet = self.call(remote::PROGRAM, 235, out).await?;
        Ok(r.xml)
    }

    async fn domain_save_image_define_xml(&self, file: &str, dxml: &str, flags: u32) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.string(file, 4194304);
            out.string(dxml, 4194304);
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 236, out).await
    }

    async fn domain_set_metadata(
        &self,
        dom: &DomainRef,
        kind: i32,
        metadata: Option<&str>,
        key: Option<&str>,
        uri: Option<&str>,
        flags: u32,
    ) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.i32(kind);
            out.option(metadata, |out, v| out.string(v, 4_194_304));
            out.option(key, |out, v| out.string(v, 4_194_304));
            out.option(uri, |out, v| out.string(v, 4_194_304));
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 264, out).await
    }

    async fn domain_get_metadata(
        &self,
        dom: &DomainRef,
        kind: i32,
        uri: Option<&str>,
        flags: u32,
    ) -> Result<String> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.i32(kind);
            out.option(uri, |out, v| out.string(v, 4_194_304));
            out.u32(flags);
        }
        let r: remote::DomainGetMetadataRet = self.call(remote::PROGRAM, 265, out).await?;
        Ok(r.metadata)
    }

    async fn domain_define_xml_flags(&self, xml: &str, flags: u32) -> Result<DomainRef> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.string(xml, 4194304);
            out.u32(flags);
        }
        let r: remote::DomainDefineXmlFlagsRet = self.call(remote::PROGRAM, 350, out).await?;
        Ok(r.dom)
    }

    async fn domain_rename(&self, dom: &DomainRef, new_name: Option<&str>, flags: u32) -> Result<i32> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.option(new_name, |out, v| out.string(v, 4_194_304));
            out.u32(flags);
        }
        let r: remote::DomainRenameRet = self.call(remote::PROGRAM, 358, out).await?;
        Ok(r.retcode)
    }

    async fn domain_set_lifecycle_action(
        &self,
        dom: &DomainRef,
        kind: u32,
        action: u32,
        flags: u32,
    ) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.u32(kind);
            out.u32(action);
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 390, out).await
    }

    async fn domain_get_autostart_once(&self, dom: &DomainRef) -> Result<bool> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
        }
        let r: remote::DomainGetAutostartOnceRet = self.call(remote::PROGRAM, 449, out).await?;
        Ok(r.autostart)
    }

    async fn domain_set_autostart_once(&self, dom: &DomainRef, autostart: bool) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.bool(autostart);
        }
        self.call::<()>(remote::PROGRAM, 450, out).await
    }
}

#[async_trait]
impl DomainDevices for RemoteDriver {
    async fn domain_attach_device_flags(&self, dom: &DomainRef, xml: &str, flags: u32) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.string(xml, 4194304);
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 160, out).await
    }

    async fn domain_detach_device_flags(&self, dom: &DomainRef, xml: &str, flags: u32) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.string(xml, 4194304);
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 161, out).await
    }

    async fn domain_update_device_flags(&self, dom: &DomainRef, xml: &str, flags: u32) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.string(xml, 4194304);
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 174, out).await
    }

    async fn domain_detach_device_alias(&self, dom: &DomainRef, alias: &str, flags: u32) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.string(alias, 4194304);
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 392, out).await
    }

    async fn domain_fd_associate(
        &self,
        dom: &DomainRef,
        name: &str,
        flags: u32,
        files: Vec<OwnedFd>,
    ) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.string(name, 4194304);
            out.u32(flags);
        }
        let (r, files): ((), Vec<OwnedFd>) = self.call_files(remote::PROGRAM, 443, out, files).await?;
        drop(files);
        Ok(r)
    }

    async fn domain_announce_interface(
        &self,
        dom: &DomainRef,
        device: Option<&str>,
        params: &[TypedParam],
        flags: u32,
    ) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.option(device, |out, v| out.string(v, 4_194_304));
            out.list(params, 16, |out, v| {
                v.encode(out);
            });
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 456, out).await
    }
}

#[async_trait]
impl Tuning for RemoteDriver {
    async fn domain_get_max_memory(&self, dom: &DomainRef) -> Result<u64> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
        }
        let r: remote::DomainGetMaxMemoryRet = self.call(remote::PROGRAM, 17, out).await?;
        Ok(r.memory)
    }

    async fn domain_get_max_vcpus(&self, dom: &DomainRef) -> Result<i32> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
        }
        let r: remote::DomainGetMaxVcpusRet = self.call(remote::PROGRAM, 18, out).await?;
        Ok(r.num)
    }

    async fn domain_set_max_memory(&self, dom: &DomainRef, memory: u64) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.u64(memory);
        }
        self.call::<()>(remote::PROGRAM, 30, out).await
    }

    async fn domain_get_scheduler_type(&self, dom: &DomainRef) -> Result<remote::DomainGetSchedulerTypeRet> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
        }
        let r: remote::DomainGetSchedulerTypeRet = self.call(remote::PROGRAM, 56, out).await?;
        Ok(r)
    }

    async fn domain_get_scheduler_parameters(
        &self,
        dom: &DomainRef,
        nparams: i32,
    ) -> Result<Vec<TypedParam>> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.i32(nparams);
        }
        let r: remote::DomainGetSchedulerParametersRet = self.call(remote::PROGRAM, 57, out).await?;
        Ok(r.params)
    }

    async fn domain_get_security_label(&self, dom: &DomainRef) -> Result<remote::DomainGetSecurityLabelRet> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
        }
        let r: remote::DomainGetSecurityLabelRet = self.call(remote::PROGRAM, 121, out).await?;
        Ok(r)
    }

    async fn domain_set_memory_parameters(
        &self,
        dom: &DomainRef,
        params: &[TypedParam],
        flags: u32,
    ) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.list(params, 16, |out, v| {
                v.encode(out);
            });
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 197, out).await
    }

    async fn domain_get_memory_parameters(&self, dom: &DomainRef, flags: u32) -> Result<Vec<TypedParam>> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.i32(16);
            out.u32(flags | 4);
        }
        let r: remote::DomainGetMemoryParametersRet = self.call(remote::PROGRAM, 198, out).await?;
        Ok(r.params)
    }

    async fn domain_set_vcpus_flags(&self, dom: &DomainRef, nvcpus: u32, flags: u32) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.u32(nvcpus);
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 199, out).await
    }

    async fn domain_get_vcpus_flags(&self, dom: &DomainRef, flags: u32) -> Result<i32> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.u32(flags);
        }
        let r: remote::DomainGetVcpusFlagsRet = self.call(remote::PROGRAM, 200, out).await?;
        Ok(r.num)
    }

    async fn domain_set_memory_flags(&self, dom: &DomainRef, memory: u64, flags: u32) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.u64(memory);
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 204, out).await
    }

    async fn domain_set_blkio_parameters(
        &self,
        dom: &DomainRef,
        params: &[TypedParam],
        flags: u32,
    ) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.list(params, 16, |out, v| {
                v.encode(out);
            });
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 205, out).await
    }

    async fn domain_get_blkio_parameters(&self, dom: &DomainRef, flags: u32) -> Result<Vec<TypedParam>> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.i32(16);
            out.u32(flags | 4);
        }
        let r: remote::DomainGetBlkioParametersRet = self.call(remote::PROGRAM, 206, out).await?;
        Ok(r.params)
    }

    async fn domain_set_scheduler_parameters_flags(
        &self,
        dom: &DomainRef,
        params: &[TypedParam],
        flags: u32,
    ) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.list(params, 16, |out, v| {
                v.encode(out);
            });
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 219, out).await
    }

    async fn domain_get_scheduler_parameters_flags(
        &self,
        dom: &DomainRef,
        nparams: i32,
        flags: u32,
    ) -> Result<Vec<TypedParam>> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.i32(nparams);
            out.u32(flags);
        }
        let r: remote::DomainGetSchedulerParametersFlagsRet = self.call(remote::PROGRAM, 223, out).await?;
        Ok(r.params)
    }

    async fn domain_pin_vcpu_flags(
        &self,
        dom: &DomainRef,
        vcpu: u32,
        cpumap: &[u8],
        flags: u32,
    ) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.u32(vcpu);
            out.bytes(cpumap, 2048);
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 225, out).await
    }

    async fn domain_get_vcpu_pin_info(
        &self,
        dom: &DomainRef,
        ncpumaps: i32,
        maplen: i32,
        flags: u32,
    ) -> Result<remote::DomainGetVcpuPinInfoRet> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.i32(ncpumaps);
            out.i32(maplen);
            out.u32(flags);
        }
        let r: remote::DomainGetVcpuPinInfoRet = self.call(remote::PROGRAM, 230, out).await?;
        Ok(r)
    }

    async fn domain_set_numa_parameters(
        &self,
        dom: &DomainRef,
        params: &[TypedParam],
        flags: u32,
    ) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.list(params, 16, |out, v| {
                v.encode(out);
            });
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 254, out).await
    }

    async fn domain_get_numa_parameters(&self, dom: &DomainRef, flags: u32) -> Result<Vec<TypedParam>> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.i32(16);
            out.u32(flags | 4);
        }
        let r: remote::DomainGetNumaParametersRet = self.call(remote::PROGRAM, 255, out).await?;
        Ok(r.params)
    }

    async fn domain_set_interface_parameters(
        &self,
        dom: &DomainRef,
        device: &str,
        params: &[TypedParam],
        flags: u32,
    ) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.string(device, 4194304);
            out.list(params, 16, |out, v| {
                v.encode(out);
            });
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 256, out).await
    }

    async fn domain_get_interface_parameters(
        &self,
        dom: &DomainRef,
        device: &str,
        flags: u32,
    ) -> Result<Vec<TypedParam>> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.string(device, 4194304);
            out.i32(16);
            out.u32(flags | 4);
        }
        let r: remote::DomainGetInterfaceParametersRet = self.call(remote::PROGRAM, 257, out).await?;
        Ok(r.params)
    }

    async fn domain_get_security_label_list(
        &self,
        dom: &DomainRef,
    ) -> Result<remote::DomainGetSecurityLabelListRet> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
        }
        let r: remote::DomainGetSecurityLabelListRet = self.call(remote::PROGRAM, 278, out).await?;
        Ok(r)
    }

    async fn domain_pin_emulator(&self, dom: &DomainRef, cpumap: &[u8], flags: u32) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.bytes(cpumap, 2048);
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 279, out).await
    }

    async fn domain_get_emulator_pin_info(
        &self,
        dom: &DomainRef,
        maplen: i32,
        flags: u32,
    ) -> Result<remote::DomainGetEmulatorPinInfoRet> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.i32(maplen);
            out.u32(flags);
        }
        let r: remote::DomainGetEmulatorPinInfoRet = self.call(remote::PROGRAM, 280, out).await?;
        Ok(r)
    }

    async fn domain_get_iothread_info(
        &self,
        dom: &DomainRef,
        flags: u32,
    ) -> Result<remote::DomainGetIothreadInfoRet> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.u32(flags);
        }
        let r: remote::DomainGetIothreadInfoRet = self.call(remote::PROGRAM, 351, out).await?;
        Ok(r)
    }

    async fn domain_pin_iothread(
        &self,
        dom: &DomainRef,
        iothreads_id: u32,
        cpumap: &[u8],
        flags: u32,
    ) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.u32(iothreads_id);
            out.bytes(cpumap, 2048);
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 352, out).await
    }

    async fn domain_add_iothread(&self, dom: &DomainRef, iothread_id: u32, flags: u32) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.u32(iothread_id);
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 355, out).await
    }

    async fn domain_del_iothread(&self, dom: &DomainRef, iothread_id: u32, flags: u32) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.u32(iothread_id);
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 356, out).await
    }

    async fn domain_set_vcpu(&self, dom: &DomainRef, cpumap: &str, state: i32, flags: u32) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.string(cpumap, 4194304);
            out.i32(state);
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 384, out).await
    }

    async fn domain_get_launch_security_info(&self, dom: &DomainRef, flags: u32) -> Result<Vec<TypedParam>> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.u32(flags);
        }
        let r: remote::DomainGetLaunchSecurityInfoRet = self.call(remote::PROGRAM, 396, out).await?;
        Ok(r.params)
    }

    async fn domain_set_iothread_params(
        &self,
        dom: &DomainRef,
        iothread_id: u32,
        params: &[TypedParam],
        flags: u32,
    ) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.u32(iothread_id);
            out.list(params, 64, |out, v| {
                v.encode(out);
            });
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 402, out).await
    }

    async fn domain_set_launch_security_state(
        &self,
        dom: &DomainRef,
        params: &[TypedParam],
        flags: u32,
    ) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.list(params, 64, |out, v| {
                v.encode(out);
            });
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 439, out).await
    }
}

#[async_trait]
impl Statistics for RemoteDriver {
    async fn domain_get_info(&self, dom: &DomainRef) -> Result<remote::DomainGetInfoRet> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
        }
        let r: remote::DomainGetInfoRet = self.call(remote::PROGRAM, 16, out).await?;
        Ok(r)
    }

    async fn domain_get_vcpus(
        &self,
        dom: &DomainRef,
        maxinfo: i32,
        maplen: i32,
    ) -> Result<remote::DomainGetVcpusRet> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.i32(maxinfo);
            out.i32(maplen);
        }
        let r: remote::DomainGetVcpusRet = self.call(remote::PROGRAM, 20, out).await?;
        Ok(r)
    }

    async fn domain_block_stats(&self, dom: &DomainRef, path: &str) -> Result<remote::DomainBlockStatsRet> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.string(path, 4194304);
        }
        let r: remote::DomainBlockStatsRet = self.call(remote::PROGRAM, 64, out).await?;
        Ok(r)
    }

    async fn domain_interface_stats(
        &self,
        dom: &DomainRef,
        device: &str,
    ) -> Result<remote::DomainInterfaceStatsRet> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.string(device, 4194304);
        }
        let r: remote::DomainInterfaceStatsRet = self.call(remote::PROGRAM, 65, out).await?;
        Ok(r)
    }

    async fn domain_memory_stats(
        &self,
        dom: &DomainRef,
        max_stats: u32,
        flags: u32,
    ) -> Result<Vec<remote::DomainMemoryStat>> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.u32(max_stats);
            out.u32(flags);
        }
        let r: remote::DomainMemoryStatsRet = self.call(remote::PROGRAM, 159, out).await?;
        Ok(r.stats)
    }

    async fn domain_get_block_info(
        &self,
        dom: &DomainRef,
        path: &str,
        flags: u32,
    ) -> Result<remote::DomainGetBlockInfoRet> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.string(path, 4194304);
            out.u32(flags);
        }
        let r: remote::DomainGetBlockInfoRet = self.call(remote::PROGRAM, 194, out).await?;
        Ok(r)
    }

    async fn domain_block_stats_flags(
        &self,
        dom: &DomainRef,
        path: &str,
        flags: u32,
    ) -> Result<Vec<TypedParam>> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.string(path, 4194304);
            out.i32(16);
            out.u32(flags | 4);
        }
        let r: remote::DomainBlockStatsFlagsRet = self.call(remote::PROGRAM, 243, out).await?;
        Ok(r.params)
    }

    async fn domain_get_cpu_stats(
        &self,
        dom: &DomainRef,
        nparams: u32,
        start_cpu: i32,
        ncpus: u32,
        flags: u32,
    ) -> Result<remote::DomainGetCpuStatsRet> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.u32(nparams);
            out.i32(start_cpu);
            out.u32(ncpus);
            out.u32(flags | 4);
        }
        let r: remote::DomainGetCpuStatsRet = self.call(remote::PROGRAM, 262, out).await?;
        Ok(r)
    }

    async fn domain_get_disk_errors(
        &self,
        dom: &DomainRef,
        maxerrors: u32,
        flags: u32,
    ) -> Result<remote::DomainGetDiskErrorsRet> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.u32(maxerrors);
            out.u32(flags);
        }
        let r: remote::DomainGetDiskErrorsRet = self.call(remote::PROGRAM, 263, out).await?;
        Ok(r)
    }

    async fn domain_set_memory_stats_period(&self, dom: &DomainRef, period: i32, flags: u32) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.i32(period);
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 308, out).await
    }

    async fn connect_get_all_domain_stats(
        &self,
        doms: &[DomainRef],
        stats: u32,
        flags: u32,
    ) -> Result<Vec<remote::DomainStatsRecord>> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.list(doms, 16384, |out, v| {
                v.encode(out);
            });
            out.u32(stats);
            out.u32(flags);
        }
        let r: remote::ConnectGetAllDomainStatsRet = self.call(remote::PROGRAM, 344, out).await?;
        Ok(r.ret_stats)
    }

    async fn domain_interface_addresses(
        &self,
        dom: &DomainRef,
        source: u32,
        flags: u32,
    ) -> Result<Vec<remote::DomainInterface>> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.u32(source);
            out.u32(flags);
        }
        let r: remote::DomainInterfaceAddressesRet = self.call(remote::PROGRAM, 353, out).await?;
        Ok(r.ifaces)
    }

    async fn domain_get_perf_events(&self, dom: &DomainRef, flags: u32) -> Result<Vec<TypedParam>> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.u32(flags | 4);
        }
        let r: remote::DomainGetPerfEventsRet = self.call(remote::PROGRAM, 365, out).await?;
        Ok(r.params)
    }

    async fn domain_set_perf_events(&self, dom: &DomainRef, params: &[TypedParam], flags: u32) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.list(params, 64, |out, v| {
                v.encode(out);
            });
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 366, out).await
    }

    async fn domain_get_messages(&self, dom: &DomainRef, flags: u32) -> Result<Vec<String>> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.u32(flags);
        }
        let r: remote::DomainGetMessagesRet = self.call(remote::PROGRAM, 426, out).await?;
        Ok(r.msgs)
    }
}

#[async_trait]
impl BlockJobs for RemoteDriver {
    async fn domain_block_peek(
        &self,
        dom: &DomainRef,
        path: &str,
        offset: u64,
        size: u32,
        flags: u32,
    ) -> Result<Vec<u8>> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.string(path, 4194304);
            out.u64(offset);
            out.u32(size);
            out.u32(flags);
        }
        let r: remote::DomainBlockPeekRet = self.call(remote::PROGRAM, 103, out).await?;
        Ok(r.buffer)
    }

    async fn domain_memory_peek(
        &self,
        dom: &DomainRef,
        offset: u64,
        size: u32,
        flags: u32,
    ) -> Result<Vec<u8>> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.u64(offset);
            out.u32(size);
            out.u32(flags);
        }
        let r: remote::DomainMemoryPeekRet = self.call(remote::PROGRAM, 104, out).await?;
        Ok(r.buffer)
    }

    async fn domain_block_job_abort(&self, dom: &DomainRef, path: &str, flags: u32) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.string(path, 4194304);
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 237, out).await
    }

    async fn domain_get_block_job_info(
        &self,
        dom: &DomainRef,
        path: &str,
        flags: u32,
    ) -> Result<remote::DomainGetBlockJobInfoRet> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.string(path, 4194304);
            out.u32(flags);
        }
        let r: remote::DomainGetBlockJobInfoRet = self.call(remote::PROGRAM, 238, out).await?;
        Ok(r)
    }

    async fn domain_block_job_set_speed(
        &self,
        dom: &DomainRef,
        path: &str,
        bandwidth: u64,
        flags: u32,
    ) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.string(path, 4194304);
            out.u64(bandwidth);
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 239, out).await
    }

    async fn domain_block_pull(&self, dom: &DomainRef, path: &str, bandwidth: u64, flags: u32) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.string(path, 4194304);
            out.u64(bandwidth);
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 240, out).await
    }

    async fn domain_block_resize(&self, dom: &DomainRef, disk: &str, size: u64, flags: u32) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.string(disk, 4194304);
            out.u64(size);
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 251, out).await
    }

    async fn domain_set_block_io_tune(
        &self,
        dom: &DomainRef,
        disk: &str,
        params: &[TypedParam],
        flags: u32,
    ) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.string(disk, 4194304);
            out.list(params, 32, |out, v| {
                v.encode(out);
            });
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 252, out).await
    }

    async fn domain_get_block_io_tune(
        &self,
        dom: &DomainRef,
        disk: Option<&str>,
        flags: u32,
    ) -> Result<Vec<TypedParam>> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.option(disk, |out, v| out.string(v, 4_194_304));
            out.i32(32);
            out.u32(flags | 4);
        }
        let r: remote::DomainGetBlockIoTuneRet = self.call(remote::PROGRAM, 253, out).await?;
        Ok(r.params)
    }

    async fn domain_block_rebase(
        &self,
        dom: &DomainRef,
        path: &str,
        base: Option<&str>,
        bandwidth: u64,
        flags: u32,
    ) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.string(path, 4194304);
            out.option(base, |out, v| out.string(v, 4_194_304));
            out.u64(bandwidth);
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 266, out).await
    }

    async fn domain_block_commit(
        &self,
        dom: &DomainRef,
        disk: &str,
        base: Option<&str>,
        top: Option<&str>,
        bandwidth: u64,
        flags: u32,
    ) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.string(disk, 4194304);
            out.option(base, |out, v| out.string(v, 4_194_304));
            out.option(top, |out, v| out.string(v, 4_194_304));
            out.u64(bandwidth);
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 290, out).await
    }

    async fn domain_block_copy(
        &self,
        dom: &DomainRef,
        path: &str,
        destxml: &str,
        params: &[TypedParam],
        flags: u32,
    ) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.string(path, 4194304);
            out.string(destxml, 4194304);
            out.list(params, 16, |out, v| {
                v.encode(out);
            });
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 345, out).await
    }

    async fn domain_set_block_threshold(
        &self,
        dom: &DomainRef,
        dev: &str,
        threshold: u64,
        flags: u32,
    ) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.string(dev, 4194304);
            out.u64(threshold);
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 386, out).await
    }

    async fn domain_set_throttle_group(
        &self,
        dom: &DomainRef,
        group: &str,
        params: &[TypedParam],
        flags: u32,
    ) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.string(group, 4194304);
            out.list(params, 32, |out, v| {
                v.encode(out);
            });
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 451, out).await
    }

    async fn domain_del_throttle_group(
        &self,
        dom: &DomainRef,
        group: Option<&str>,
        flags: u32,
    ) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.option(group, |out, v| out.string(v, 4_194_304));
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 452, out).await
    }
}

#[async_trait]
impl Snapshots for RemoteDriver {
    async fn domain_snapshot_create_xml(
        &self,
        dom: &DomainRef,
        xml_desc: &str,
        flags: u32,
    ) -> Result<DomainSnapshotRef> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.string(xml_desc, 4194304);
            out.u32(flags);
        }
        let r: remote::DomainSnapshotCreateXmlRet = self.call(remote::PROGRAM, 185, out).await?;
        Ok(r.snap)
    }

    async fn domain_snapshot_get_xml_desc(&self, snap: &DomainSnapshotRef, flags: u32) -> Result<String> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            snap.encode(out);
            out.u32(flags);
        }
        let r: remote::DomainSnapshotGetXmlDescRet = self.call(remote::PROGRAM, 186, out).await?;
        Ok(r.xml)
    }

    async fn domain_snapshot_lookup_by_name(
        &self,
        dom: &DomainRef,
        name: &str,
        flags: u32,
    ) -> Result<DomainSnapshotRef> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.string(name, 4194304);
            out.u32(flags);
        }
        let r: remote::DomainSnapshotLookupByNameRet = self.call(remote::PROGRAM, 189, out).await?;
        Ok(r.snap)
    }

    async fn domain_has_current_snapshot(&self, dom: &DomainRef, flags: u32) -> Result<i32> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.u32(flags);
        }
        let r: remote::DomainHasCurrentSnapshotRet = self.call(remote::PROGRAM, 190, out).await?;
        Ok(r.result)
    }

    async fn domain_snapshot_current(&self, dom: &DomainRef, flags: u32) -> Result<DomainSnapshotRef> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.u32(flags);
        }
        let r: remote::DomainSnapshotCurrentRet = self.call(remote::PROGRAM, 191, out).await?;
        Ok(r.snap)
    }

    async fn domain_revert_to_snapshot(&self, snap: &DomainSnapshotRef, flags: u32) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            snap.encode(out);
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 192, out).await
    }

    async fn domain_snapshot_delete(&self, snap: &DomainSnapshotRef, flags: u32) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            snap.encode(out);
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 193, out).await
    }

    async fn domain_snapshot_get_parent(
        &self,
        snap: &DomainSnapshotRef,
        flags: u32,
    ) -> Result<DomainSnapshotRef> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            snap.encode(out);
            out.u32(flags);
        }
        let r: remote::DomainSnapshotGetParentRet = self.call(remote::PROGRAM, 244, out).await?;
        Ok(r.snap)
    }

    async fn domain_snapshot_is_current(&self, snap: &DomainSnapshotRef, flags: u32) -> Result<i32> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            snap.encode(out);
            out.u32(flags);
        }
        let r: remote::DomainSnapshotIsCurrentRet = self.call(remote::PROGRAM, 271, out).await?;
        Ok(r.current)
    }

    async fn domain_snapshot_has_metadata(&self, snap: &DomainSnapshotRef, flags: u32) -> Result<i32> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            snap.encode(out);
            out.u32(flags);
        }
        let r: remote::DomainSnapshotHasMetadataRet = self.call(remote::PROGRAM, 272, out).await?;
        Ok(r.metadata)
    }

    async fn domain_list_all_snapshots(&self, dom: &DomainRef, flags: u32) -> Result<Vec<DomainSnapshotRef>> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.i32(1);
            out.u32(flags);
        }
        let r: remote::DomainListAllSnapshotsRet = self.call(remote::PROGRAM, 274, out).await?;
        Ok(r.snapshots)
    }

    async fn domain_snapshot_list_all_children(
        &self,
        snapshot: &DomainSnapshotRef,
        flags: u32,
    ) -> Result<Vec<DomainSnapshotRef>> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            snapshot.encode(out);
            out.i32(1);
            out.u32(flags);
        }
        let r: remote::DomainSnapshotListAllChildrenRet = self.call(remote::PROGRAM, 275, out).await?;
        Ok(r.snapshots)
    }
}

#[async_trait]
impl Checkpoints for RemoteDriver {
    async fn domain_checkpoint_create_xml(
        &self,
        dom: &DomainRef,
        xml_desc: &str,
        flags: u32,
    ) -> Result<DomainCheckpointRef> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.string(xml_desc, 4194304);
            out.u32(flags);
        }
        let r: remote::DomainCheckpointCreateXmlRet = self.call(remote::PROGRAM, 411, out).await?;
        Ok(r.checkpoint)
    }

    async fn domain_checkpoint_get_xml_desc(
        &self,
        checkpoint: &DomainCheckpointRef,
        flags: u32,
    ) -> Result<String> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            checkpoint.encode(out);
            out.u32(flags);
        }
        let r: remote::DomainCheckpointGetXmlDescRet = self.call(remote::PROGRAM, 412, out).await?;
        Ok(r.xml)
    }

    async fn domain_list_all_checkpoints(
        &self,
        dom: &DomainRef,
        flags: u32,
    ) -> Result<Vec<DomainCheckpointRef>> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.i32(1);
            out.u32(flags);
        }
        let r: remote::DomainListAllCheckpointsRet = self.call(remote::PROGRAM, 413, out).await?;
        Ok(r.checkpoints)
    }

    async fn domain_checkpoint_list_all_children(
        &self,
        checkpoint: &DomainCheckpointRef,
        flags: u32,
    ) -> Result<Vec<DomainCheckpointRef>> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            checkpoint.encode(out);
            out.i32(1);
            out.u32(flags);
        }
        let r: remote::DomainCheckpointListAllChildrenRet = self.call(remote::PROGRAM, 414, out).await?;
        Ok(r.checkpoints)
    }

    async fn domain_checkpoint_lookup_by_name(
        &self,
        dom: &DomainRef,
        name: &str,
        flags: u32,
    ) -> Result<DomainCheckpointRef> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.string(name, 4194304);
            out.u32(flags);
        }
        let r: remote::DomainCheckpointLookupByNameRet = self.call(remote::PROGRAM, 415, out).await?;
        Ok(r.checkpoint)
    }

    async fn domain_checkpoint_get_parent(
        &self,
        checkpoint: &DomainCheckpointRef,
        flags: u32,
    ) -> Result<DomainCheckpointRef> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            checkpoint.encode(out);
            out.u32(flags);
        }
        let r: remote::DomainCheckpointGetParentRet = self.call(remote::PROGRAM, 416, out).await?;
        Ok(r.parent)
    }

    async fn domain_checkpoint_delete(&self, checkpoint: &DomainCheckpointRef, flags: u32) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            checkpoint.encode(out);
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 417, out).await
    }

    async fn domain_backup_begin(
        &self,
        dom: &DomainRef,
        backup_xml: &str,
        checkpoint_xml: Option<&str>,
        flags: u32,
    ) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.string(backup_xml, 4194304);
            out.option(checkpoint_xml, |out, v| out.string(v, 4_194_304));
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 421, out).await
    }

    async fn domain_backup_get_xml_desc(&self, dom: &DomainRef, flags: u32) -> Result<String> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.u32(flags);
        }
        let r: remote::DomainBackupGetXmlDescRet = self.call(remote::PROGRAM, 422, out).await?;
        Ok(r.xml)
    }
}

#[async_trait]
impl Migration for RemoteDriver {
    async fn domain_migrate_prepare(
        &self,
        uri_in: Option<&str>,
        flags: u64,
        dname: Option<&str>,
        resource: u64,
    ) -> Result<remote::DomainMigratePrepareRet> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.option(uri_in, |out, v| out.string(v, 4_194_304));
            out.u64(flags);
            out.option(dname, |out, v| out.string(v, 4_194_304));
            out.u64(resource);
        }
        let r: remote::DomainMigratePrepareRet = self.call(remote::PROGRAM, 61, out).await?;
        Ok(r)
    }

    async fn domain_migrate_perform(
        &self,
        dom: &DomainRef,
        cookie: &[u8],
        uri: &str,
        flags: u64,
        dname: Option<&str>,
        resource: u64,
    ) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.bytes(cookie, 4194304);
            out.string(uri, 4194304);
            out.u64(flags);
            out.option(dname, |out, v| out.string(v, 4_194_304));
            out.u64(resource);
        }
        self.call::<()>(remote::PROGRAM, 62, out).await
    }

    async fn domain_migrate_finish(
        &self,
        dname: &str,
        cookie: &[u8],
        uri: &str,
        flags: u64,
    ) -> Result<DomainRef> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.string(dname, 4194304);
            out.bytes(cookie, 4194304);
            out.string(uri, 4194304);
            out.u64(flags);
        }
        let r: remote::DomainMigrateFinishRet = self.call(remote::PROGRAM, 63, out).await?;
        Ok(r.ddom)
    }

    async fn domain_migrate_prepare2(
        &self,
        uri_in: Option<&str>,
        flags: u64,
        dname: Option<&str>,
        resource: u64,
        dom_xml: &str,
    ) -> Result<remote::DomainMigratePrepare2Ret> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.option(uri_in, |out, v| out.string(v, 4_194_304));
            out.u64(flags);
            out.option(dname, |out, v| out.string(v, 4_194_304));
            out.u64(resource);
            out.string(dom_xml, 4194304);
        }
        let r: remote::DomainMigratePrepare2Ret = self.call(remote::PROGRAM, 108, out).await?;
        Ok(r)
    }

    async fn domain_migrate_finish2(
        &self,
        dname: &str,
        cookie: &[u8],
        uri: &str,
        flags: u64,
        retcode: i32,
    ) -> Result<DomainRef> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.string(dname, 4194304);
            out.bytes(cookie, 4194304);
            out.string(uri, 4194304);
            out.u64(flags);
            out.i32(retcode);
        }
        let r: remote::DomainMigrateFinish2Ret = self.call(remote::PROGRAM, 109, out).await?;
        Ok(r.ddom)
    }

    async fn domain_migrate_prepare_tunnel(
        &self,
        flags: u64,
        dname: Option<&str>,
        resource: u64,
        dom_xml: &str,
    ) -> Result<DriverStream> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.u64(flags);
            out.option(dname, |out, v| out.string(v, 4_194_304));
            out.u64(resource);
            out.string(dom_xml, 4194304);
        }
        let (r, stream): ((), DriverStream) = self
            .call_stream(remote::PROGRAM, 148, out, crate::Direction::Write)
            .await?;
        let () = r;
        Ok(stream)
    }

    async fn domain_get_job_info(&self, dom: &DomainRef) -> Result<remote::DomainGetJobInfoRet> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
        }
        let r: remote::DomainGetJobInfoRet = self.call(remote::PROGRAM, 163, out).await?;
        Ok(r)
    }

    async fn domain_migrate_set_max_downtime(
        &self,
        dom: &DomainRef,
        downtime: u64,
        flags: u32,
    ) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.u64(downtime);
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 166, out).await
    }

    async fn domain_migrate_set_max_speed(&self, dom: &DomainRef, bandwidth: u64, flags: u32) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.u64(bandwidth);
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 207, out).await
    }

    async fn domain_migrate_begin3(
        &self,
        dom: &DomainRef,
        xmlin: Option<&str>,
        flags: u64,
        dname: Option<&str>,
        resource: u64,
    ) -> Result<remote::DomainMigrateBegin3Ret> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.option(xmlin, |out, v| out.string(v, 4_194_304));
            out.u64(flags);
            out.option(dname, |out, v| out.string(v, 4_194_304));
            out.u64(resource);
        }
        let r: remote::DomainMigrateBegin3Ret = self.call(remote::PROGRAM, 213, out).await?;
        Ok(r)
    }

    async fn domain_migrate_prepare3(
        &self,
        cookie_in: &[u8],
        uri_in: Option<&str>,
        flags: u64,
        dname: Option<&str>,
        resource: u64,
        dom_xml: &str,
    ) -> Result<remote::DomainMigratePrepare3Ret> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.bytes(cookie_in, 4194304);
            out.option(uri_in, |out, v| out.string(v, 4_194_304));
            out.u64(flags);
            out.option(dname, |out, v| out.string(v, 4_194_304));
            out.u64(resource);
            out.string(dom_xml, 4194304);
        }
        let r: remote::DomainMigratePrepare3Ret = self.call(remote::PROGRAM, 214, out).await?;
        Ok(r)
    }

    async fn domain_migrate_prepare_tunnel3(
        &self,
        cookie_in: &[u8],
        flags: u64,
        dname: Option<&str>,
        resource: u64,
        dom_xml: &str,
    ) -> Result<(Vec<u8>, DriverStream)> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.bytes(cookie_in, 4194304);
            out.u64(flags);
            out.option(dname, |out, v| out.string(v, 4_194_304));
            out.u64(resource);
            out.string(dom_xml, 4194304);
        }
        let (r, stream): (remote::DomainMigratePrepareTunnel3Ret, DriverStream) = self
            .call_stream(remote::PROGRAM, 215, out, crate::Direction::Write)
            .await?;
        Ok((r.cookie_out, stream))
    }

    async fn domain_migrate_perform3(
        &self,
        dom: &DomainRef,
        xmlin: Option<&str>,
        cookie_in: &[u8],
        dconnuri: Option<&str>,
        uri: Option<&str>,
        flags: u64,
        dname: Option<&str>,
        resource: u64,
    ) -> Result<Vec<u8>> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.option(xmlin, |out, v| out.string(v, 4_194_304));
            out.bytes(cookie_in, 4194304);
            out.option(dconnuri, |out, v| out.string(v, 4_194_304));
            out.option(uri, |out, v| out.string(v, 4_194_304));
            out.u64(flags);
            out.option(dname, |out, v| out.string(v, 4_194_304));
            out.u64(resource);
        }
        let r: remote::DomainMigratePerform3Ret = self.call(remote::PROGRAM, 216, out).await?;
        Ok(r.cookie_out)
    }

    async fn domain_migrate_finish3(
        &self,
        dname: &str,
        cookie_in: &[u8],
        dconnuri: Option<&str>,
        uri: Option<&str>,
        flags: u64,
        cancelled: i32,
    ) -> Result<remote::DomainMigrateFinish3Ret> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.string(dname, 4194304);
            out.bytes(cookie_in, 4194304);
            out.option(dconnuri, |out, v| out.string(v, 4_194_304));
            out.option(uri, |out, v| out.string(v, 4_194_304));
            out.u64(flags);
            out.i32(cancelled);
        }
        let r: remote::DomainMigrateFinish3Ret = self.call(remote::PROGRAM, 217, out).await?;
        Ok(r)
    }

    async fn domain_migrate_confirm3(
        &self,
        dom: &DomainRef,
        cookie_in: &[u8],
        flags: u64,
        cancelled: i32,
    ) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.bytes(cookie_in, 4194304);
            out.u64(flags);
            out.i32(cancelled);
        }
        self.call::<()>(remote::PROGRAM, 218, out).await
    }

    async fn domain_migrate_get_max_speed(&self, dom: &DomainRef, flags: u32) -> Result<u64> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.u32(flags);
        }
        let r: remote::DomainMigrateGetMaxSpeedRet = self.call(remote::PROGRAM, 242, out).await?;
        Ok(r.bandwidth)
    }

    async fn domain_get_job_stats(
        &self,
        dom: &DomainRef,
        flags: u32,
    ) -> Result<remote::DomainGetJobStatsRet> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.u32(flags);
        }
        let r: remote::DomainGetJobStatsRet = self.call(remote::PROGRAM, 298, out).await?;
        Ok(r)
    }

    async fn domain_migrate_get_compression_cache(&self, dom: &DomainRef, flags: u32) -> Result<u64> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.u32(flags);
        }
        let r: remote::DomainMigrateGetCompressionCacheRet = self.call(remote::PROGRAM, 299, out).await?;
        Ok(r.cache_size)
    }

    async fn domain_migrate_set_compression_cache(
        &self,
        dom: &DomainRef,
        cache_size: u64,
        flags: u32,
    ) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.u64(cache_size);
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 300, out).await
    }

    async fn domain_migrate_begin3_params(
        &self,
        dom: &DomainRef,
        params: &[TypedParam],
        flags: u32,
    ) -> Result<remote::DomainMigrateBegin3ParamsRet> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.list(params, 64, |out, v| {
                v.encode(out);
            });
            out.u32(flags);
        }
        let r: remote::DomainMigrateBegin3ParamsRet = self.call(remote::PROGRAM, 302, out).await?;
        Ok(r)
    }

    async fn domain_migrate_prepare3_params(
        &self,
        params: &[TypedParam],
        cookie_in: &[u8],
        flags: u32,
    ) -> Result<remote::DomainMigratePrepare3ParamsRet> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.list(params, 64, |out, v| {
                v.encode(out);
            });
            out.bytes(cookie_in, 4194304);
            out.u32(flags);
        }
        let r: remote::DomainMigratePrepare3ParamsRet = self.call(remote::PROGRAM, 303, out).await?;
        Ok(r)
    }

    async fn domain_migrate_prepare_tunnel3_params(
        &self,
        params: &[TypedParam],
        cookie_in: &[u8],
        flags: u32,
    ) -> Result<Vec<u8>> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.list(params, 64, |out, v| {
                v.encode(out);
            });
            out.bytes(cookie_in, 4194304);
            out.u32(flags);
        }
        let r: remote::DomainMigratePrepareTunnel3ParamsRet = self.call(remote::PROGRAM, 304, out).await?;
        Ok(r.cookie_out)
    }

    async fn domain_migrate_perform3_params(
        &self,
        dom: &DomainRef,
        dconnuri: Option<&str>,
        params: &[TypedParam],
        cookie_in: &[u8],
        flags: u32,
    ) -> Result<Vec<u8>> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.option(dconnuri, |out, v| out.string(v, 4_194_304));
            out.list(params, 64, |out, v| {
                v.encode(out);
            });
            out.bytes(cookie_in, 4194304);
            out.u32(flags);
        }
        let r: remote::DomainMigratePerform3ParamsRet = self.call(remote::PROGRAM, 305, out).await?;
        Ok(r.cookie_out)
    }

    async fn domain_migrate_finish3_params(
        &self,
        params: &[TypedParam],
        cookie_in: &[u8],
        flags: u32,
        cancelled: i32,
    ) -> Result<remote::DomainMigrateFinish3ParamsRet> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.list(params, 64, |out, v| {
                v.encode(out);
            });
            out.bytes(cookie_in, 4194304);
            out.u32(flags);
            out.i32(cancelled);
        }
        let r: remote::DomainMigrateFinish3ParamsRet = self.call(remote::PROGRAM, 306, out).await?;
        Ok(r)
    }

    async fn domain_migrate_confirm3_params(
        &self,
        dom: &DomainRef,
        params: &[TypedParam],
        cookie_in: &[u8],
        flags: u32,
        cancelled: i32,
    ) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.list(params, 64, |out, v| {
                v.encode(out);
            });
            out.bytes(cookie_in, 4194304);
            out.u32(flags);
            out.i32(cancelled);
        }
        self.call::<()>(remote::PROGRAM, 307, out).await
    }

    async fn domain_migrate_start_post_copy(&self, dom: &DomainRef, flags: u32) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 364, out).await
    }

    async fn domain_migrate_get_max_downtime(&self, dom: &DomainRef, flags: u32) -> Result<u64> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.u32(flags);
        }
        let r: remote::DomainMigrateGetMaxDowntimeRet = self.call(remote::PROGRAM, 387, out).await?;
        Ok(r.downtime)
    }

    async fn domain_start_dirty_rate_calc(&self, dom: &DomainRef, seconds: i32, flags: u32) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.i32(seconds);
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 427, out).await
    }

    async fn domain_abort_job_flags(&self, dom: &DomainRef, flags: u32) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 442, out).await
    }
}

#[async_trait]
impl GuestAgent for RemoteDriver {
    async fn domain_get_hostname(&self, dom: &DomainRef, flags: u32) -> Result<String> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.u32(flags);
        }
        let r: remote::DomainGetHostnameRet = self.call(remote::PROGRAM, 277, out).await?;
        Ok(r.hostname)
    }

    async fn domain_fstrim(
        &self,
        dom: &DomainRef,
        mount_point: Option<&str>,
        minimum: u64,
        flags: u32,
    ) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.option(mount_point, |out, v| out.string(v, 4_194_304));
            out.u64(minimum);
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 294, out).await
    }

    async fn domain_fsfreeze(&self, dom: &DomainRef, mountpoints: &[String], flags: u32) -> Result<i32> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.list(mountpoints, 256, |out, v| {
                out.string(v, 4194304);
            });
            out.u32(flags);
        }
        let r: remote::DomainFsfreezeRet = self.call(remote::PROGRAM, 335, out).await?;
        Ok(r.filesystems)
    }

    async fn domain_fsthaw(&self, dom: &DomainRef, mountpoints: &[String], flags: u32) -> Result<i32> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.list(mountpoints, 256, |out, v| {
                out.string(v, 4194304);
            });
            out.u32(flags);
        }
        let r: remote::DomainFsthawRet = self.call(remote::PROGRAM, 336, out).await?;
        Ok(r.filesystems)
    }

    async fn domain_get_time(&self, dom: &DomainRef, flags: u32) -> Result<remote::DomainGetTimeRet> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.u32(flags);
        }
        let r: remote::DomainGetTimeRet = self.call(remote::PROGRAM, 337, out).await?;
        Ok(r)
    }

    async fn domain_set_time(&self, dom: &DomainRef, seconds: i64, nseconds: u32, flags: u32) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.i64(seconds);
            out.u32(nseconds);
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 338, out).await
    }

    async fn domain_get_fsinfo(&self, dom: &DomainRef, flags: u32) -> Result<remote::DomainGetFsinfoRet> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.u32(flags);
        }
        let r: remote::DomainGetFsinfoRet = self.call(remote::PROGRAM, 349, out).await?;
        Ok(r)
    }

    async fn domain_set_user_password(
        &self,
        dom: &DomainRef,
        user: Option<&str>,
        password: Option<&str>,
        flags: u32,
    ) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.option(user, |out, v| out.string(v, 4_194_304));
            out.option(password, |out, v| out.string(v, 4_194_304));
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 357, out).await
    }

    async fn domain_get_guest_vcpus(&self, dom: &DomainRef, flags: u32) -> Result<Vec<TypedParam>> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.u32(flags);
        }
        let r: remote::DomainGetGuestVcpusRet = self.call(remote::PROGRAM, 371, out).await?;
        Ok(r.params)
    }

    async fn domain_set_guest_vcpus(
        &self,
        dom: &DomainRef,
        cpumap: &str,
        state: i32,
        flags: u32,
    ) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.string(cpumap, 4194304);
            out.i32(state);
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 372, out).await
    }

    async fn domain_get_guest_info(
        &self,
        dom: &DomainRef,
        types: u32,
        flags: u32,
    ) -> Result<Vec<TypedParam>> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.u32(types);
            out.u32(flags);
        }
        let r: remote::DomainGetGuestInfoRet = self.call(remote::PROGRAM, 418, out).await?;
        Ok(r.params)
    }

    async fn domain_agent_set_response_timeout(
        &self,
        dom: &DomainRef,
        timeout: i32,
        flags: u32,
    ) -> Result<i32> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.i32(timeout);
            out.u32(flags);
        }
        let r: remote::DomainAgentSetResponseTimeoutRet = self.call(remote::PROGRAM, 420, out).await?;
        Ok(r.result)
    }

    async fn domain_authorized_ssh_keys_get(
        &self,
        dom: &DomainRef,
        user: &str,
        flags: u32,
    ) -> Result<Vec<String>> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.string(user, 4194304);
            out.u32(flags);
        }
        let r: remote::DomainAuthorizedSshKeysGetRet = self.call(remote::PROGRAM, 424, out).await?;
        Ok(r.keys)
    }

    async fn domain_authorized_ssh_keys_set(
        &self,
        dom: &DomainRef,
        user: &str,
        keys: &[String],
        flags: u32,
    ) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.string(user, 4194304);
            out.list(keys, 2048, |out, v| {
                out.string(v, 4194304);
            });
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 425, out).await
    }
}

#[async_trait]
impl Console for RemoteDriver {
    async fn domain_open_console(
        &self,
        dom: &DomainRef,
        dev_name: Option<&str>,
        flags: u32,
    ) -> Result<DriverStream> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.option(dev_name, |out, v| out.string(v, 4_194_304));
            out.u32(flags);
        }
        let (r, stream): ((), DriverStream) = self
            .call_stream(remote::PROGRAM, 201, out, crate::Direction::Read)
            .await?;
        let () = r;
        Ok(stream)
    }

    async fn domain_screenshot(
        &self,
        dom: &DomainRef,
        screen: u32,
        flags: u32,
    ) -> Result<(Option<String>, DriverStream)> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.u32(screen);
            out.u32(flags);
        }
        let (r, stream): (remote::DomainScreenshotRet, DriverStream) = self
            .call_stream(remote::PROGRAM, 211, out, crate::Direction::Read)
            .await?;
        Ok((r.mime, stream))
    }

    async fn domain_open_graphics(
        &self,
        dom: &DomainRef,
        idx: u32,
        flags: u32,
        files: Vec<OwnedFd>,
    ) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.u32(idx);
            out.u32(flags);
        }
        let (r, files): ((), Vec<OwnedFd>) = self.call_files(remote::PROGRAM, 249, out, files).await?;
        drop(files);
        Ok(r)
    }

    async fn domain_open_channel(
        &self,
        dom: &DomainRef,
        name: Option<&str>,
        flags: u32,
    ) -> Result<DriverStream> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.option(name, |out, v| out.string(v, 4_194_304));
            out.u32(flags);
        }
        let (r, stream): ((), DriverStream) = self
            .call_stream(remote::PROGRAM, 296, out, crate::Direction::Read)
            .await?;
        let () = r;
        Ok(stream)
    }

    async fn domain_open_graphics_fd(&self, dom: &DomainRef, idx: u32, flags: u32) -> Result<Vec<OwnedFd>> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.u32(idx);
            out.u32(flags);
        }
        let (r, files): ((), Vec<OwnedFd>) = self.call_files(remote::PROGRAM, 343, out, Vec::new()).await?;
        let () = r;
        Ok(files)
    }

    async fn domain_graphics_reload(&self, dom: &DomainRef, kind: u32, flags: u32) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.u32(kind);
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 448, out).await
    }
}

#[async_trait]
impl QemuSpecific for RemoteDriver {
    async fn domain_monitor_command(&self, dom: &DomainRef, cmd: &str, flags: u32) -> Result<String> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.string(cmd, 4194304);
            out.u32(flags);
        }
        let r: qemu::DomainMonitorCommandRet = self.call(qemu::PROGRAM, 1, out).await?;
        Ok(r.result)
    }

    async fn domain_attach(&self, pid_value: u32, flags: u32) -> Result<DomainRef> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.u32(pid_value);
            out.u32(flags);
        }
        let r: qemu::DomainAttachRet = self.call(qemu::PROGRAM, 2, out).await?;
        Ok(r.dom)
    }

    async fn domain_agent_command(
        &self,
        dom: &DomainRef,
        cmd: &str,
        timeout: i32,
        flags: u32,
    ) -> Result<Option<String>> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.string(cmd, 4194304);
            out.i32(timeout);
            out.u32(flags);
        }
        let r: qemu::DomainAgentCommandRet = self.call(qemu::PROGRAM, 3, out).await?;
        Ok(r.result)
    }

    async fn domain_monitor_command_with_files(
        &self,
        dom: &DomainRef,
        cmd: &str,
        flags: u32,
        files: Vec<OwnedFd>,
    ) -> Result<(String, Vec<OwnedFd>)> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.string(cmd, 4194304);
            out.u32(flags);
        }
        let (r, files): (qemu::DomainMonitorCommandWithFilesRet, Vec<OwnedFd>) =
            self.call_files(qemu::PROGRAM, 7, out, files).await?;
        Ok((r.result, files))
    }
}

#[async_trait]
impl LxcSpecific for RemoteDriver {
    async fn domain_open_namespace(&self, dom: &DomainRef, flags: u32) -> Result<Vec<OwnedFd>> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            dom.encode(out);
            out.u32(flags);
        }
        let (r, files): ((), Vec<OwnedFd>) = self.call_files(lxc::PROGRAM, 1, out, Vec::new()).await?;
        let () = r;
        Ok(files)
    }
}

#[async_trait]
impl NetworkDriver for RemoteDriver {
    async fn network_create(&self, net: &NetworkRef) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            net.encode(out);
        }
        self.call::<()>(remote::PROGRAM, 39, out).await
    }

    async fn network_destroy(&self, net: &NetworkRef) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            net.encode(out);
        }
        self.call::<()>(remote::PROGRAM, 42, out).await
    }

    async fn network_get_xml_desc(&self, net: &NetworkRef, flags: u32) -> Result<String> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            net.encode(out);
            out.u32(flags);
        }
        let r: remote::NetworkGetXmlDescRet = self.call(remote::PROGRAM, 43, out).await?;
        Ok(r.xml)
    }

    async fn network_get_autostart(&self, net: &NetworkRef) -> Result<bool> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            net.encode(out);
        }
        let r: remote::NetworkGetAutostartRet = self.call(remote::PROGRAM, 44, out).await?;
        Ok(r.autostart)
    }

    async fn network_get_bridge_name(&self, net: &NetworkRef) -> Result<String> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            net.encode(out);
        }
        let r: remote::NetworkGetBridgeNameRet = self.call(remote::PROGRAM, 45, out).await?;
        Ok(r.name)
    }

    async fn network_lookup_by_name(&self, name: &str) -> Result<NetworkRef> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.string(name, 4194304);
        }
        let r: remote::NetworkLookupByNameRet = self.call(remote::PROGRAM, 46, out).await?;
        Ok(r.net)
    }

    async fn network_lookup_by_uuid(&self, uuid: Uuid) -> Result<NetworkRef> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.fixed(uuid.as_bytes());
        }
        let r: remote::NetworkLookupByUuidRet = self.call(remote::PROGRAM, 47, out).await?;
        Ok(r.net)
    }

    async fn network_set_autostart(&self, net: &NetworkRef, autostart: bool) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            net.encode(out);
            out.bool(autostart);
        }
        self.call::<()>(remote::PROGRAM, 48, out).await
    }

    async fn network_undefine(&self, net: &NetworkRef) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            net.encode(out);
        }
        self.call::<()>(remote::PROGRAM, 49, out).await
    }

    async fn network_is_active(&self, net: &NetworkRef) -> Result<bool> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            net.encode(out);
        }
        let r: remote::NetworkIsActiveRet = self.call(remote::PROGRAM, 152, out).await?;
        Ok(r.active)
    }

    async fn network_is_persistent(&self, net: &NetworkRef) -> Result<bool> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            net.encode(out);
        }
        let r: remote::NetworkIsPersistentRet = self.call(remote::PROGRAM, 153, out).await?;
        Ok(r.persistent)
    }

    async fn connect_list_all_networks(&self, flags: u32) -> Result<Vec<NetworkRef>> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.i32(1);
            out.u32(flags);
        }
        let r: remote::ConnectListAllNetworksRet = self.call(remote::PROGRAM, 283, out).await?;
        Ok(r.nets)
    }

    async fn network_update(
        &self,
        net: &NetworkRef,
        command: u32,
        section: u32,
        parent_index: i32,
        xml: &str,
        flags: u32,
    ) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            net.encode(out);
            out.u32(command);
            out.u32(section);
            out.i32(parent_index);
            out.string(xml, 4194304);
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 291, out).await
    }

    async fn network_get_dhcp_leases(
        &self,
        net: &NetworkRef,
        mac: Option<&str>,
        flags: u32,
    ) -> Result<Vec<remote::NetworkDhcpLease>> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            net.encode(out);
            out.option(mac, |out, v| out.string(v, 4_194_304));
            out.i32(1);
            out.u32(flags);
        }
        let r: remote::NetworkGetDhcpLeasesRet = self.call(remote::PROGRAM, 341, out).await?;
        Ok(r.leases)
    }

    async fn network_list_all_ports(&self, network: &NetworkRef, flags: u32) -> Result<Vec<NetworkPortRef>> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            network.encode(out);
            out.i32(1);
            out.u32(flags);
        }
        let r: remote::NetworkListAllPortsRet = self.call(remote::PROGRAM, 404, out).await?;
        Ok(r.ports)
    }

    async fn network_port_lookup_by_uuid(&self, network: &NetworkRef, uuid: Uuid) -> Result<NetworkPortRef> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            network.encode(out);
            out.fixed(uuid.as_bytes());
        }
        let r: remote::NetworkPortLookupByUuidRet = self.call(remote::PROGRAM, 405, out).await?;
        Ok(r.port)
    }

    async fn network_port_create_xml(
        &self,
        network: &NetworkRef,
        xml: &str,
        flags: u32,
    ) -> Result<NetworkPortRef> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            network.encode(out);
            out.string(xml, 4194304);
            out.u32(flags);
        }
        let r: remote::NetworkPortCreateXmlRet = self.call(remote::PROGRAM, 406, out).await?;
        Ok(r.port)
    }

    async fn network_port_get_parameters(
        &self,
        port: &NetworkPortRef,
        flags: u32,
    ) -> Result<Vec<TypedParam>> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            port.encode(out);
            out.i32(16);
            out.u32(flags);
        }
        let r: remote::NetworkPortGetParametersRet = self.call(remote::PROGRAM, 407, out).await?;
        Ok(r.params)
    }

    async fn network_port_set_parameters(
        &self,
        port: &NetworkPortRef,
        params: &[TypedParam],
        flags: u32,
    ) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            port.encode(out);
            out.list(params, 16, |out, v| {
                v.encode(out);
            });
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 408, out).await
    }

    async fn network_port_get_xml_desc(&self, port: &NetworkPortRef, flags: u32) -> Result<String> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            port.encode(out);
            out.u32(flags);
        }
        let r: remote::NetworkPortGetXmlDescRet = self.call(remote::PROGRAM, 409, out).await?;
        Ok(r.xml)
    }

    async fn network_port_delete(&self, port: &NetworkPortRef, flags: u32) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            port.encode(out);
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 410, out).await
    }

    async fn network_define_xml_flags(&self, xml: &str, flags: u32) -> Result<NetworkRef> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.string(xml, 4194304);
            out.u32(flags);
        }
        let r: remote::NetworkDefineXmlFlagsRet = self.call(remote::PROGRAM, 432, out).await?;
        Ok(r.net)
    }

    async fn network_create_xml_flags(&self, xml: &str, flags: u32) -> Result<NetworkRef> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.string(xml, 4194304);
            out.u32(flags);
        }
        let r: remote::NetworkCreateXmlFlagsRet = self.call(remote::PROGRAM, 437, out).await?;
        Ok(r.net)
    }

    async fn network_set_metadata(
        &self,
        network: &NetworkRef,
        kind: i32,
        metadata: Option<&str>,
        key: Option<&str>,
        uri: Option<&str>,
        flags: u32,
    ) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            network.encode(out);
            out.i32(kind);
            out.option(metadata, |out, v| out.string(v, 4_194_304));
            out.option(key, |out, v| out.string(v, 4_194_304));
            out.option(uri, |out, v| out.string(v, 4_194_304));
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 444, out).await
    }

    async fn network_get_metadata(
        &self,
        network: &NetworkRef,
        kind: i32,
        uri: Option<&str>,
        flags: u32,
    ) -> Result<String> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            network.encode(out);
            out.i32(kind);
            out.option(uri, |out, v| out.string(v, 4_194_304));
            out.u32(flags);
        }
        let r: remote::NetworkGetMetadataRet = self.call(remote::PROGRAM, 445, out).await?;
        Ok(r.metadata)
    }
}

#[async_trait]
impl InterfaceDriver for RemoteDriver {
    async fn interface_lookup_by_name(&self, name: &str) -> Result<InterfaceRef> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.string(name, 4194304);
        }
        let r: remote::InterfaceLookupByNameRet = self.call(remote::PROGRAM, 128, out).await?;
        Ok(r.iface)
    }

    async fn interface_lookup_by_mac_string(&self, mac: &str) -> Result<InterfaceRef> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.string(mac, 4194304);
        }
        let r: remote::InterfaceLookupByMacStringRet = self.call(remote::PROGRAM, 129, out).await?;
        Ok(r.iface)
    }

    async fn interface_get_xml_desc(&self, iface: &InterfaceRef, flags: u32) -> Result<String> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            iface.encode(out);
            out.u32(flags);
        }
        let r: remote::InterfaceGetXmlDescRet = self.call(remote::PROGRAM, 130, out).await?;
        Ok(r.xml)
    }

    async fn interface_define_xml(&self, xml: &str, flags: u32) -> Result<InterfaceRef> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.string(xml, 4194304);
            out.u32(flags);
        }
        let r: remote::InterfaceDefineXmlRet = self.call(remote::PROGRAM, 131, out).await?;
        Ok(r.iface)
    }

    async fn interface_undefine(&self, iface: &InterfaceRef) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            iface.encode(out);
        }
        self.call::<()>(remote::PROGRAM, 132, out).await
    }

    async fn interface_create(&self, iface: &InterfaceRef, flags: u32) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            iface.encode(out);
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 133, out).await
    }

    async fn interface_destroy(&self, iface: &InterfaceRef, flags: u32) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            iface.encode(out);
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 134, out).await
    }

    async fn interface_is_active(&self, iface: &InterfaceRef) -> Result<bool> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            iface.encode(out);
        }
        let r: remote::InterfaceIsActiveRet = self.call(remote::PROGRAM, 156, out).await?;
        Ok(r.active)
    }

    async fn interface_change_begin(&self, flags: u32) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 220, out).await
    }

    async fn interface_change_commit(&self, flags: u32) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 221, out).await
    }

    async fn interface_change_rollback(&self, flags: u32) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 222, out).await
    }

    async fn connect_list_all_interfaces(&self, flags: u32) -> Result<Vec<InterfaceRef>> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.i32(1);
            out.u32(flags);
        }
        let r: remote::ConnectListAllInterfacesRet = self.call(remote::PROGRAM, 284, out).await?;
        Ok(r.ifaces)
    }
}

#[async_trait]
impl NwFilterDriver for RemoteDriver {
    async fn nwfilter_lookup_by_name(&self, name: &str) -> Result<NwFilterRef> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.string(name, 4194304);
        }
        let r: remote::NwfilterLookupByNameRet = self.call(remote::PROGRAM, 175, out).await?;
        Ok(r.nwfilter)
    }

    async fn nwfilter_lookup_by_uuid(&self, uuid: Uuid) -> Result<NwFilterRef> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.fixed(uuid.as_bytes());
        }
        let r: remote::NwfilterLookupByUuidRet = self.call(remote::PROGRAM, 176, out).await?;
        Ok(r.nwfilter)
    }

    async fn nwfilter_get_xml_desc(&self, nwfilter: &NwFilterRef, flags: u32) -> Result<String> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            nwfilter.encode(out);
            out.u32(flags);
        }
        let r: remote::NwfilterGetXmlDescRet = self.call(remote::PROGRAM, 177, out).await?;
        Ok(r.xml)
    }

    async fn nwfilter_undefine(&self, nwfilter: &NwFilterRef) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            nwfilter.encode(out);
        }
        self.call::<()>(remote::PROGRAM, 181, out).await
    }

    async fn connect_list_all_nwfilters(&self, flags: u32) -> Result<Vec<NwFilterRef>> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.i32(1);
            out.u32(flags);
        }
        let r: remote::ConnectListAllNwfiltersRet = self.call(remote::PROGRAM, 286, out).await?;
        Ok(r.filters)
    }

    async fn nwfilter_binding_lookup_by_port_dev(&self, name: &str) -> Result<NwFilterBindingRef> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.string(name, 4194304);
        }
        let r: remote::NwfilterBindingLookupByPortDevRet = self.call(remote::PROGRAM, 397, out).await?;
        Ok(r.nwfilter)
    }

    async fn nwfilter_binding_get_xml_desc(
        &self,
        nwfilter: &NwFilterBindingRef,
        flags: u32,
    ) -> Result<String> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            nwfilter.encode(out);
            out.u32(flags);
        }
        let r: remote::NwfilterBindingGetXmlDescRet = self.call(remote::PROGRAM, 398, out).await?;
        Ok(r.xml)
    }

    async fn nwfilter_binding_create_xml(&self, xml: &str, flags: u32) -> Result<NwFilterBindingRef> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.string(xml, 4194304);
            out.u32(flags);
        }
        let r: remote::NwfilterBindingCreateXmlRet = self.call(remote::PROGRAM, 399, out).await?;
        Ok(r.nwfilter)
    }

    async fn nwfilter_binding_delete(&self, nwfilter: &NwFilterBindingRef) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            nwfilter.encode(out);
        }
        self.call::<()>(remote::PROGRAM, 400, out).await
    }

    async fn connect_list_all_nwfilter_bindings(&self, flags: u32) -> Result<Vec<NwFilterBindingRef>> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.i32(1);
            out.u32(flags);
        }
        let r: remote::ConnectListAllNwfilterBindingsRet = self.call(remote::PROGRAM, 401, out).await?;
        Ok(r.bindings)
    }

    async fn nwfilter_define_xml_flags(&self, xml: &str, flags: u32) -> Result<NwFilterRef> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.string(xml, 4194304);
            out.u32(flags);
        }
        let r: remote::NwfilterDefineXmlFlagsRet = self.call(remote::PROGRAM, 431, out).await?;
        Ok(r.nwfilter)
    }
}

#[async_trait]
impl StoragePoolDriver for RemoteDriver {
    async fn connect_find_storage_pool_sources(
        &self,
        kind: &str,
        src_spec: Option<&str>,
        flags: u32,
    ) -> Result<String> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.string(kind, 4194304);
            out.option(src_spec, |out, v| out.string(v, 4_194_304));
            out.u32(flags);
        }
        let r: remote::ConnectFindStoragePoolSourcesRet = self.call(remote::PROGRAM, 75, out).await?;
        Ok(r.xml)
    }

    async fn storage_pool_create_xml(&self, xml: &str, flags: u32) -> Result<StoragePoolRef> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.string(xml, 4194304);
            out.u32(flags);
        }
        let r: remote::StoragePoolCreateXmlRet = self.call(remote::PROGRAM, 76, out).await?;
        Ok(r.pool)
    }

    async fn storage_pool_define_xml(&self, xml: &str, flags: u32) -> Result<StoragePoolRef> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.string(xml, 4194304);
            out.u32(flags);
        }
        let r: remote::StoragePoolDefineXmlRet = self.call(remote::PROGRAM, 77, out).await?;
        Ok(r.pool)
    }

    async fn storage_pool_create(&self, pool: &StoragePoolRef, flags: u32) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            pool.encode(out);
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 78, out).await
    }

    async fn storage_pool_build(&self, pool: &StoragePoolRef, flags: u32) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            pool.encode(out);
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 79, out).await
    }

    async fn storage_pool_destroy(&self, pool: &StoragePoolRef) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            pool.encode(out);
        }
        self.call::<()>(remote::PROGRAM, 80, out).await
    }

    async fn storage_pool_delete(&self, pool: &StoragePoolRef, flags: u32) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            pool.encode(out);
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 81, out).await
    }

    async fn storage_pool_undefine(&self, pool: &StoragePoolRef) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            pool.encode(out);
        }
        self.call::<()>(remote::PROGRAM, 82, out).await
    }

    async fn storage_pool_refresh(&self, pool: &StoragePoolRef, flags: u32) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            pool.encode(out);
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 83, out).await
    }

    async fn storage_pool_lookup_by_name(&self, name: &str) -> Result<StoragePoolRef> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.string(name, 4194304);
        }
        let r: remote::StoragePoolLookupByNameRet = self.call(remote::PROGRAM, 84, out).await?;
        Ok(r.pool)
    }

    async fn storage_pool_lookup_by_uuid(&self, uuid: Uuid) -> Result<StoragePoolRef> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.fixed(uuid.as_bytes());
        }
        let r: remote::StoragePoolLookupByUuidRet = self.call(remote::PROGRAM, 85, out).await?;
        Ok(r.pool)
    }

    async fn storage_pool_lookup_by_volume(&self, vol: &StorageVolRef) -> Result<StoragePoolRef> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            vol.encode(out);
        }
        let r: remote::StoragePoolLookupByVolumeRet = self.call(remote::PROGRAM, 86, out).await?;
        Ok(r.pool)
    }

    async fn storage_pool_get_info(&self, pool: &StoragePoolRef) -> Result<remote::StoragePoolGetInfoRet> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            pool.encode(out);
        }
        let r: remote::StoragePoolGetInfoRet = self.call(remote::PROGRAM, 87, out).await?;
        Ok(r)
    }

    async fn storage_pool_get_xml_desc(&self, pool: &StoragePoolRef, flags: u32) -> Result<String> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            pool.encode(out);
            out.u32(flags);
        }
        let r: remote::StoragePoolGetXmlDescRet = self.call(remote::PROGRAM, 88, out).await?;
        Ok(r.xml)
    }

    async fn storage_pool_get_autostart(&self, pool: &StoragePoolRef) -> Result<bool> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            pool.encode(out);
        }
        let r: remote::StoragePoolGetAutostartRet = self.call(remote::PROGRAM, 89, out).await?;
        Ok(r.autostart)
    }

    async fn storage_pool_set_autostart(&self, pool: &StoragePoolRef, autostart: bool) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            pool.encode(out);
            out.bool(autostart);
        }
        self.call::<()>(remote::PROGRAM, 90, out).await
    }

    async fn storage_pool_is_active(&self, pool: &StoragePoolRef) -> Result<bool> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            pool.encode(out);
        }
        let r: remote::StoragePoolIsActiveRet = self.call(remote::PROGRAM, 154, out).await?;
        Ok(r.active)
    }

    async fn storage_pool_is_persistent(&self, pool: &StoragePoolRef) -> Result<bool> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            pool.encode(out);
        }
        let r: remote::StoragePoolIsPersistentRet = self.call(remote::PROGRAM, 155, out).await?;
        Ok(r.persistent)
    }

    async fn connect_list_all_storage_pools(&self, flags: u32) -> Result<Vec<StoragePoolRef>> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.i32(1);
            out.u32(flags);
        }
        let r: remote::ConnectListAllStoragePoolsRet = self.call(remote::PROGRAM, 281, out).await?;
        Ok(r.pools)
    }

    async fn storage_pool_lookup_by_target_path(&self, path: &str) -> Result<StoragePoolRef> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.string(path, 4194304);
        }
        let r: remote::StoragePoolLookupByTargetPathRet = self.call(remote::PROGRAM, 391, out).await?;
        Ok(r.pool)
    }

    async fn connect_get_storage_pool_capabilities(&self, flags: u32) -> Result<String> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.u32(flags);
        }
        let r: remote::ConnectGetStoragePoolCapabilitiesRet = self.call(remote::PROGRAM, 403, out).await?;
        Ok(r.capabilities)
    }
}

#[async_trait]
impl StorageVolDriver for RemoteDriver {
    async fn storage_vol_create_xml(
        &self,
        pool: &StoragePoolRef,
        xml: &str,
        flags: u32,
    ) -> Result<StorageVolRef> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            pool.encode(out);
            out.string(xml, 4194304);
            out.u32(flags);
        }
        let r: remote::StorageVolCreateXmlRet = self.call(remote::PROGRAM, 93, out).await?;
        Ok(r.vol)
    }

    async fn storage_vol_delete(&self, vol: &StorageVolRef, flags: u32) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            vol.encode(out);
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 94, out).await
    }

    async fn storage_vol_lookup_by_name(&self, pool: &StoragePoolRef, name: &str) -> Result<StorageVolRef> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            pool.encode(out);
            out.string(name, 4194304);
        }
        let r: remote::StorageVolLookupByNameRet = self.call(remote::PROGRAM, 95, out).await?;
        Ok(r.vol)
    }

    async fn storage_vol_lookup_by_key(&self, key: &str) -> Result<StorageVolRef> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.string(key, 4194304);
        }
        let r: remote::StorageVolLookupByKeyRet = self.call(remote::PROGRAM, 96, out).await?;
        Ok(r.vol)
    }

    async fn storage_vol_lookup_by_path(&self, path: &str) -> Result<StorageVolRef> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.string(path, 4194304);
        }
        let r: remote::StorageVolLookupByPathRet = self.call(remote::PROGRAM, 97, out).await?;
        Ok(r.vol)
    }

    async fn storage_vol_get_info(&self, vol: &StorageVolRef) -> Result<remote::StorageVolGetInfoRet> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            vol.encode(out);
        }
        let r: remote::StorageVolGetInfoRet = self.call(remote::PROGRAM, 98, out).await?;
        Ok(r)
    }

    async fn storage_vol_get_xml_desc(&self, vol: &StorageVolRef, flags: u32) -> Result<String> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            vol.encode(out);
            out.u32(flags);
        }
        let r: remote::StorageVolGetXmlDescRet = self.call(remote::PROGRAM, 99, out).await?;
        Ok(r.xml)
    }

    async fn storage_vol_get_path(&self, vol: &StorageVolRef) -> Result<String> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            vol.encode(out);
        }
        let r: remote::StorageVolGetPathRet = self.call(remote::PROGRAM, 100, out).await?;
        Ok(r.name)
    }

    async fn storage_vol_create_xml_from(
        &self,
        pool: &StoragePoolRef,
        xml: &str,
        clonevol: &StorageVolRef,
        flags: u32,
    ) -> Result<StorageVolRef> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            pool.encode(out);
            out.string(xml, 4194304);
            clonevol.encode(out);
            out.u32(flags);
        }
        let r: remote::StorageVolCreateXmlFromRet = self.call(remote::PROGRAM, 125, out).await?;
        Ok(r.vol)
    }

    async fn storage_vol_wipe(&self, vol: &StorageVolRef, flags: u32) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            vol.encode(out);
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 165, out).await
    }

    async fn storage_vol_upload(
        &self,
        vol: &StorageVolRef,
        offset: u64,
        length: u64,
        flags: u32,
    ) -> Result<DriverStream> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            vol.encode(out);
            out.u64(offset);
            out.u64(length);
            out.u32(flags);
        }
        let (r, stream): ((), DriverStream) = self
            .call_stream(remote::PROGRAM, 208, out, crate::Direction::Write)
            .await?;
        let () = r;
        Ok(stream)
    }

    async fn storage_vol_download(
        &self,
        vol: &StorageVolRef,
        offset: u64,
        length: u64,
        flags: u32,
    ) -> Result<DriverStream> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            vol.encode(out);
            out.u64(offset);
            out.u64(length);
            out.u32(flags);
        }
        let (r, stream): ((), DriverStream) = self
            .call_stream(remote::PROGRAM, 209, out, crate::Direction::Read)
            .await?;
        let () = r;
        Ok(stream)
    }

    async fn storage_vol_wipe_pattern(&self, vol: &StorageVolRef, algorithm: u32, flags: u32) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            vol.encode(out);
            out.u32(algorithm);
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 259, out).await
    }

    async fn storage_vol_resize(&self, vol: &StorageVolRef, capacity: u64, flags: u32) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            vol.encode(out);
            out.u64(capacity);
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 260, out).await
    }

    async fn storage_pool_list_all_volumes(
        &self,
        pool: &StoragePoolRef,
        flags: u32,
    ) -> Result<Vec<StorageVolRef>> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            pool.encode(out);
            out.i32(1);
            out.u32(flags);
        }
        let r: remote::StoragePoolListAllVolumesRet = self.call(remote::PROGRAM, 282, out).await?;
        Ok(r.vols)
    }

    async fn storage_vol_get_info_flags(
        &self,
        vol: &StorageVolRef,
        flags: u32,
    ) -> Result<remote::StorageVolGetInfoFlagsRet> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            vol.encode(out);
            out.u32(flags);
        }
        let r: remote::StorageVolGetInfoFlagsRet = self.call(remote::PROGRAM, 378, out).await?;
        Ok(r)
    }
}

#[async_trait]
impl NodeDeviceDriver for RemoteDriver {
    async fn node_device_lookup_by_name(&self, name: &str) -> Result<NodeDeviceRef> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.string(name, 4194304);
        }
        let r: remote::NodeDeviceLookupByNameRet = self.call(remote::PROGRAM, 113, out).await?;
        Ok(r.dev)
    }

    async fn node_device_get_xml_desc(&self, name: &str, flags: u32) -> Result<String> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.string(name, 4194304);
            out.u32(flags);
        }
        let r: remote::NodeDeviceGetXmlDescRet = self.call(remote::PROGRAM, 114, out).await?;
        Ok(r.xml)
    }

    async fn node_device_get_parent(&self, name: &str) -> Result<Option<String>> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.string(name, 4194304);
        }
        let r: remote::NodeDeviceGetParentRet = self.call(remote::PROGRAM, 115, out).await?;
        Ok(r.parent_name)
    }

    async fn node_device_num_of_caps(&self, name: &str) -> Result<i32> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.string(name, 4194304);
        }
        let r: remote::NodeDeviceNumOfCapsRet = self.call(remote::PROGRAM, 116, out).await?;
        Ok(r.num)
    }

    async fn node_device_list_caps(&self, name: &str, maxnames: i32) -> Result<Vec<String>> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.string(name, 4194304);
            out.i32(maxnames);
        }
        let r: remote::NodeDeviceListCapsRet = self.call(remote::PROGRAM, 117, out).await?;
        Ok(r.names)
    }

    async fn node_device_re_attach(&self, name: &str) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.string(name, 4194304);
        }
        self.call::<()>(remote::PROGRAM, 119, out).await
    }

    async fn node_device_reset(&self, name: &str) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.string(name, 4194304);
        }
        self.call::<()>(remote::PROGRAM, 120, out).await
    }

    async fn node_device_create_xml(&self, xml_desc: &str, flags: u32) -> Result<NodeDeviceRef> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.string(xml_desc, 4194304);
            out.u32(flags);
        }
        let r: remote::NodeDeviceCreateXmlRet = self.call(remote::PROGRAM, 123, out).await?;
        Ok(r.dev)
    }

    async fn node_device_destroy(&self, name: &str) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.string(name, 4194304);
        }
        self.call::<()>(remote::PROGRAM, 124, out).await
    }

    async fn connect_list_all_node_devices(&self, flags: u32) -> Result<Vec<NodeDeviceRef>> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.i32(1);
            out.u32(flags);
        }
        let r: remote::ConnectListAllNodeDevicesRet = self.call(remote::PROGRAM, 285, out).await?;
        Ok(r.devices)
    }

    async fn node_device_lookup_scsi_host_by_wwn(
        &self,
        wwnn: &str,
        wwpn: &str,
        flags: u32,
    ) -> Result<NodeDeviceRef> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.string(wwnn, 4194304);
            out.string(wwpn, 4194304);
            out.u32(flags);
        }
        let r: remote::NodeDeviceLookupScsiHostByWwnRet = self.call(remote::PROGRAM, 297, out).await?;
        Ok(r.dev)
    }

    async fn node_device_detach_flags(
        &self,
        name: &str,
        driver_name: Option<&str>,
        flags: u32,
    ) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.string(name, 4194304);
            out.option(driver_name, |out, v| out.string(v, 4_194_304));
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 301, out).await
    }

    async fn node_device_define_xml(&self, xml_desc: &str, flags: u32) -> Result<NodeDeviceRef> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.string(xml_desc, 4194304);
            out.u32(flags);
        }
        let r: remote::NodeDeviceDefineXmlRet = self.call(remote::PROGRAM, 428, out).await?;
        Ok(r.dev)
    }

    async fn node_device_undefine(&self, name: &str, flags: u32) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.string(name, 4194304);
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 429, out).await
    }

    async fn node_device_create(&self, name: &str, flags: u32) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.string(name, 4194304);
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 430, out).await
    }

    async fn node_device_get_autostart(&self, name: &str) -> Result<bool> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.string(name, 4194304);
        }
        let r: remote::NodeDeviceGetAutostartRet = self.call(remote::PROGRAM, 433, out).await?;
        Ok(r.autostart)
    }

    async fn node_device_set_autostart(&self, name: &str, autostart: bool) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.string(name, 4194304);
            out.bool(autostart);
        }
        self.call::<()>(remote::PROGRAM, 434, out).await
    }

    async fn node_device_is_persistent(&self, name: &str) -> Result<bool> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.string(name, 4194304);
        }
        let r: remote::NodeDeviceIsPersistentRet = self.call(remote::PROGRAM, 435, out).await?;
        Ok(r.persistent)
    }

    async fn node_device_is_active(&self, name: &str) -> Result<bool> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.string(name, 4194304);
        }
        let r: remote::NodeDeviceIsActiveRet = self.call(remote::PROGRAM, 436, out).await?;
        Ok(r.active)
    }

    async fn node_device_update(&self, name: &str, xml_desc: &str, flags: u32) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.string(name, 4194304);
            out.string(xml_desc, 4194304);
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 447, out).await
    }
}

#[async_trait]
impl SecretDriver for RemoteDriver {
    async fn secret_lookup_by_uuid(&self, uuid: Uuid) -> Result<SecretRef> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.fixed(uuid.as_bytes());
        }
        let r: remote::SecretLookupByUuidRet = self.call(remote::PROGRAM, 141, out).await?;
        Ok(r.secret)
    }

    async fn secret_define_xml(&self, xml: &str, flags: u32) -> Result<SecretRef> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.string(xml, 4194304);
            out.u32(flags);
        }
        let r: remote::SecretDefineXmlRet = self.call(remote::PROGRAM, 142, out).await?;
        Ok(r.secret)
    }

    async fn secret_get_xml_desc(&self, secret: &SecretRef, flags: u32) -> Result<String> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            secret.encode(out);
            out.u32(flags);
        }
        let r: remote::SecretGetXmlDescRet = self.call(remote::PROGRAM, 143, out).await?;
        Ok(r.xml)
    }

    async fn secret_set_value(&self, secret: &SecretRef, value: &[u8], flags: u32) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            secret.encode(out);
            out.bytes(value, 65536);
            out.u32(flags);
        }
        self.call::<()>(remote::PROGRAM, 144, out).await
    }

    async fn secret_get_value(&self, secret: &SecretRef, flags: u32) -> Result<Vec<u8>> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            secret.encode(out);
            out.u32(flags);
        }
        let r: remote::SecretGetValueRet = self.call(remote::PROGRAM, 145, out).await?;
        Ok(r.value)
    }

    async fn secret_undefine(&self, secret: &SecretRef) -> Result<()> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            secret.encode(out);
        }
        self.call::<()>(remote::PROGRAM, 146, out).await
    }

    async fn secret_lookup_by_usage(&self, usage_type: i32, usage_id: &str) -> Result<SecretRef> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.i32(usage_type);
            out.string(usage_id, 4194304);
        }
        let r: remote::SecretLookupByUsageRet = self.call(remote::PROGRAM, 147, out).await?;
        Ok(r.secret)
    }

    async fn connect_list_all_secrets(&self, flags: u32) -> Result<Vec<SecretRef>> {
        let mut out = crate::link::arguments();
        {
            let out = &mut out;
            out.i32(1);
            out.u32(flags);
        }
        let r: remote::ConnectListAllSecretsRet = self.call(remote::PROGRAM, 287, out).await?;
        Ok(r.secrets)
    }
}
