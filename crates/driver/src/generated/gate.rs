// Written by `cargo xtask codegen`; edit the tables in crates/*/spec instead.

#![allow(clippy::too_many_arguments, reason = "the numbers are the interface's")]

use crate::gate::{Gated, Passage};
use crate::stream::DriverStream;
use crate::*;
use async_trait::async_trait;
use ferrovirt_protocol::remote;
use ferrovirt_types::Result;
use ferrovirt_types::object::*;
use ferrovirt_types::param::TypedParam;
use std::os::fd::OwnedFd;
use uuid::Uuid;

#[async_trait]
impl HostDriver for Gated {
    async fn connect_get_type(&self) -> Result<String> {
        self.pass(Passage {
            function: "virConnectGetType",
            domain: None,
        })
        .await?;
        self.drivers().host.connect_get_type().await
    }

    async fn connect_get_version(&self) -> Result<u64> {
        self.pass(Passage {
            function: "virConnectGetVersion",
            domain: None,
        })
        .await?;
        self.drivers().host.connect_get_version().await
    }

    async fn connect_get_max_vcpus(&self, kind: Option<&str>) -> Result<i32> {
        self.pass(Passage {
            function: "virConnectGetMaxVcpus",
            domain: None,
        })
        .await?;
        self.drivers().host.connect_get_max_vcpus(kind).await
    }

    async fn node_get_info(&self) -> Result<remote::NodeGetInfoRet> {
        self.pass(Passage {
            function: "virNodeGetInfo",
            domain: None,
        })
        .await?;
        self.drivers().host.node_get_info().await
    }

    async fn connect_get_capabilities(&self) -> Result<String> {
        self.pass(Passage {
            function: "virConnectGetCapabilities",
            domain: None,
        })
        .await?;
        self.drivers().host.connect_get_capabilities().await
    }

    async fn connect_get_hostname(&self) -> Result<String> {
        self.pass(Passage {
            function: "virConnectGetHostname",
            domain: None,
        })
        .await?;
        self.drivers().host.connect_get_hostname().await
    }

    async fn node_get_cells_free_memory(&self, start_cell: i32, maxcells: i32) -> Result<Vec<u64>> {
        self.pass(Passage {
            function: "virNodeGetCellsFreeMemory",
            domain: None,
        })
        .await?;
        self.drivers()
            .host
            .node_get_cells_free_memory(start_cell, maxcells)
            .await
    }

    async fn node_get_free_memory(&self) -> Result<u64> {
        self.pass(Passage {
            function: "virNodeGetFreeMemory",
            domain: None,
        })
        .await?;
        self.drivers().host.node_get_free_memory().await
    }

    async fn node_get_security_model(&self) -> Result<remote::NodeGetSecurityModelRet> {
        self.pass(Passage {
            function: "virNodeGetSecurityModel",
            domain: None,
        })
        .await?;
        self.drivers().host.node_get_security_model().await
    }

    async fn connect_compare_cpu(&self, xml: &str, flags: u32) -> Result<i32> {
        self.pass(Passage {
            function: "virConnectCompareCPU",
            domain: None,
        })
        .await?;
        self.drivers().host.connect_compare_cpu(xml, flags).await
    }

    async fn connect_baseline_cpu(&self, xml_cpus: &[String], flags: u32) -> Result<String> {
        self.pass(Passage {
            function: "virConnectBaselineCPU",
            domain: None,
        })
        .await?;
        self.drivers().host.connect_baseline_cpu(xml_cpus, flags).await
    }

    async fn connect_get_sysinfo(&self, flags: u32) -> Result<String> {
        self.pass(Passage {
            function: "virConnectGetSysinfo",
            domain: None,
        })
        .await?;
        self.drivers().host.connect_get_sysinfo(flags).await
    }

    async fn node_get_cpu_stats(&self, cpu_num: i32, flags: u32) -> Result<Vec<remote::NodeGetCpuStats>> {
        self.pass(Passage {
            function: "virNodeGetCPUStats",
            domain: None,
        })
        .await?;
        self.drivers().host.node_get_cpu_stats(cpu_num, flags).await
    }

    async fn node_get_memory_stats(
        &self,
        cell_num: i32,
        flags: u32,
    ) -> Result<Vec<remote::NodeGetMemoryStats>> {
        self.pass(Passage {
            function: "virNodeGetMemoryStats",
            domain: None,
        })
        .await?;
        self.drivers().host.node_get_memory_stats(cell_num, flags).await
    }

    async fn node_suspend_for_duration(&self, target: u32, duration: u64, flags: u32) -> Result<()> {
        self.pass(Passage {
            function: "virNodeSuspendForDuration",
            domain: None,
        })
        .await?;
        self.drivers()
            .host
            .node_suspend_for_duration(target, duration, flags)
            .await
    }

    async fn node_set_memory_parameters(&self, params: &[TypedParam], flags: u32) -> Result<()> {
        self.pass(Passage {
            function: "virNodeSetMemoryParameters",
            domain: None,
        })
        .await?;
        self.drivers()
            .host
            .node_set_memory_parameters(params, flags)
            .await
    }

    async fn node_get_memory_parameters(&self, flags: u32) -> Result<Vec<TypedParam>> {
        self.pass(Passage {
            function: "virNodeGetMemoryParameters",
            domain: None,
        })
        .await?;
        self.drivers().host.node_get_memory_parameters(flags).await
    }

    async fn node_get_cpu_map(
        &self,
        need_map: i32,
        need_online: i32,
        flags: u32,
    ) -> Result<remote::NodeGetCpuMapRet> {
        self.pass(Passage {
            function: "virNodeGetCPUMap",
            domain: None,
        })
        .await?;
        self.drivers()
            .host
            .node_get_cpu_map(need_map, need_online, flags)
            .await
    }

    async fn connect_get_cpu_model_names(&self, arch: &str, flags: u32) -> Result<Vec<String>> {
        self.pass(Passage {
            function: "virConnectGetCPUModelNames",
            domain: None,
        })
        .await?;
        self.drivers().host.connect_get_cpu_model_names(arch, flags).await
    }

    async fn node_get_free_pages(
        &self,
        pages: &[u32],
        start_cell: i32,
        cell_count: u32,
        flags: u32,
    ) -> Result<Vec<u64>> {
        self.pass(Passage {
            function: "virNodeGetFreePages",
            domain: None,
        })
        .await?;
        self.drivers()
            .host
            .node_get_free_pages(pages, start_cell, cell_count, flags)
            .await
    }

    async fn connect_get_domain_capabilities(
        &self,
        emulatorbin: Option<&str>,
        arch: Option<&str>,
        machine: Option<&str>,
        virttype: Option<&str>,
        flags: u32,
    ) -> Result<String> {
        self.pass(Passage {
            function: "virConnectGetDomainCapabilities",
            domain: None,
        })
        .await?;
        self.drivers()
            .host
            .connect_get_domain_capabilities(emulatorbin, arch, machine, virttype, flags)
            .await
    }

    async fn node_alloc_pages(
        &self,
        page_sizes: &[u32],
        page_counts: &[u64],
        start_cell: i32,
        cell_count: u32,
        flags: u32,
    ) -> Result<i32> {
        self.pass(Passage {
            function: "virNodeAllocPages",
            domain: None,
        })
        .await?;
        self.drivers()
            .host
            .node_alloc_pages(page_sizes, page_counts, start_cell, cell_count, flags)
            .await
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
        self.pass(Passage {
            function: "virConnectCompareHypervisorCPU",
            domain: None,
        })
        .await?;
        self.drivers()
            .host
            .connect_compare_hypervisor_cpu(emulator, arch, machine, virttype, xml_cpu, flags)
            .await
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
        self.pass(Passage {
            function: "virConnectBaselineHypervisorCPU",
            domain: None,
        })
        .await?;
        self.drivers()
            .host
            .connect_baseline_hypervisor_cpu(emulator, arch, machine, virttype, xml_cpus, flags)
            .await
    }

    async fn node_get_sev_info(&self, flags: u32) -> Result<Vec<TypedParam>> {
        self.pass(Passage {
            function: "virNodeGetSEVInfo",
            domain: None,
        })
        .await?;
        self.drivers().host.node_get_sev_info(flags).await
    }
}

#[async_trait]
impl DomainLifecycle for Gated {
    async fn domain_create_xml(&self, xml_desc: &str, flags: u32) -> Result<DomainRef> {
        self.pass(Passage {
            function: "virDomainCreateXML",
            domain: None,
        })
        .await?;
        self.drivers().lifecycle.domain_create_xml(xml_desc, flags).await
    }

    async fn domain_lookup_by_id(&self, id: i32) -> Result<DomainRef> {
        self.pass(Passage {
            function: "virDomainLookupByID",
            domain: None,
        })
        .await?;
        self.drivers().lifecycle.domain_lookup_by_id(id).await
    }

    async fn domain_lookup_by_name(&self, name: &str) -> Result<DomainRef> {
        self.pass(Passage {
            function: "virDomainLookupByName",
            domain: None,
        })
        .await?;
        self.drivers().lifecycle.domain_lookup_by_name(name).await
    }

    async fn domain_lookup_by_uuid(&self, uuid: Uuid) -> Result<DomainRef> {
        self.pass(Passage {
            function: "virDomainLookupByUUID",
            domain: None,
        })
        .await?;
        self.drivers().lifecycle.domain_lookup_by_uuid(uuid).await
    }

    async fn domain_reboot(&self, dom: &DomainRef, flags: u32) -> Result<()> {
        self.pass(Passage {
            function: "virDomainReboot",
            domain: Some(dom),
        })
        .await?;
        self.drivers().lifecycle.domain_reboot(dom, flags).await
    }

    async fn domain_resume(&self, dom: &DomainRef) -> Result<()> {
        self.pass(Passage {
            function: "virDomainResume",
            domain: Some(dom),
        })
        .await?;
        self.drivers().lifecycle.domain_resume(dom).await
    }

    async fn domain_suspend(&self, dom: &DomainRef) -> Result<()> {
        self.pass(Passage {
            function: "virDomainSuspend",
            domain: Some(dom),
        })
        .await?;
        self.drivers().lifecycle.domain_suspend(dom).await
    }

    async fn domain_is_active(&self, dom: &DomainRef) -> Result<bool> {
        self.pass(Passage {
            function: "virDomainIsActive",
            domain: Some(dom),
        })
        .await?;
        self.drivers().lifecycle.domain_is_active(dom).await
    }

    async fn domain_managed_save(&self, dom: &DomainRef, flags: u32) -> Result<()> {
        self.pass(Passage {
            function: "virDomainManagedSave",
            domain: Some(dom),
        })
        .await?;
        self.drivers().lifecycle.domain_managed_save(dom, flags).await
    }

    async fn domain_has_managed_save_image(&self, dom: &DomainRef, flags: u32) -> Result<i32> {
        self.pass(Passage {
            function: "virDomainHasManagedSaveImage",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .lifecycle
            .domain_has_managed_save_image(dom, flags)
            .await
    }

    async fn domain_managed_save_remove(&self, dom: &DomainRef, flags: u32) -> Result<()> {
        self.pass(Passage {
            function: "virDomainManagedSaveRemove",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .lifecycle
            .domain_managed_save_remove(dom, flags)
            .await
    }

    async fn domain_create_with_flags(&self, dom: &DomainRef, flags: u32) -> Result<DomainRef> {
        self.pass(Passage {
            function: "virDomainCreateWithFlags",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .lifecycle
            .domain_create_with_flags(dom, flags)
            .await
    }

    async fn domain_inject_nmi(&self, dom: &DomainRef, flags: u32) -> Result<()> {
        self.pass(Passage {
            function: "virDomainInjectNMI",
            domain: Some(dom),
        })
        .await?;
        self.drivers().lifecycle.domain_inject_nmi(dom, flags).await
    }

    async fn domain_get_state(&self, dom: &DomainRef, flags: u32) -> Result<remote::DomainGetStateRet> {
        self.pass(Passage {
            function: "virDomainGetState",
            domain: Some(dom),
        })
        .await?;
        self.drivers().lifecycle.domain_get_state(dom, flags).await
    }

    async fn domain_send_key(
        &self,
        dom: &DomainRef,
        codeset: u32,
        holdtime: u32,
        keycodes: &[u32],
        flags: u32,
    ) -> Result<()> {
        self.pass(Passage {
            function: "virDomainSendKey",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .lifecycle
            .domain_send_key(dom, codeset, holdtime, keycodes, flags)
            .await
    }

    async fn domain_get_control_info(
        &self,
        dom: &DomainRef,
        flags: u32,
    ) -> Result<remote::DomainGetControlInfoRet> {
        self.pass(Passage {
            function: "virDomainGetControlInfo",
            domain: Some(dom),
        })
        .await?;
        self.drivers().lifecycle.domain_get_control_info(dom, flags).await
    }

    async fn domain_save_flags(
        &self,
        dom: &DomainRef,
        to: &str,
        dxml: Option<&str>,
        flags: u32,
    ) -> Result<()> {
        self.pass(Passage {
            function: "virDomainSaveFlags",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .lifecycle
            .domain_save_flags(dom, to, dxml, flags)
            .await
    }

    async fn domain_restore_flags(&self, from: &str, dxml: Option<&str>, flags: u32) -> Result<()> {
        self.pass(Passage {
            function: "virDomainRestoreFlags",
            domain: None,
        })
        .await?;
        self.drivers()
            .lifecycle
            .domain_restore_flags(from, dxml, flags)
            .await
    }

    async fn domain_destroy_flags(&self, dom: &DomainRef, flags: u32) -> Result<()> {
        self.pass(Passage {
            function: "virDomainDestroyFlags",
            domain: Some(dom),
        })
        .await?;
        self.drivers().lifecycle.domain_destroy_flags(dom, flags).await
    }

    async fn domain_reset(&self, dom: &DomainRef, flags: u32) -> Result<()> {
        self.pass(Passage {
            function: "virDomainReset",
            domain: Some(dom),
        })
        .await?;
        self.drivers().lifecycle.domain_reset(dom, flags).await
    }

    async fn domain_shutdown_flags(&self, dom: &DomainRef, flags: u32) -> Result<()> {
        self.pass(Passage {
            function: "virDomainShutdownFlags",
            domain: Some(dom),
        })
        .await?;
        self.drivers().lifecycle.domain_shutdown_flags(dom, flags).await
    }

    async fn domain_pm_suspend_for_duration(
        &self,
        dom: &DomainRef,
        target: u32,
        duration: u64,
        flags: u32,
    ) -> Result<()> {
        self.pass(Passage {
            function: "virDomainPMSuspendForDuration",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .lifecycle
            .domain_pm_suspend_for_duration(dom, target, duration, flags)
            .await
    }

    async fn domain_pm_wakeup(&self, dom: &DomainRef, flags: u32) -> Result<()> {
        self.pass(Passage {
            function: "virDomainPMWakeup",
            domain: Some(dom),
        })
        .await?;
        self.drivers().lifecycle.domain_pm_wakeup(dom, flags).await
    }

    async fn connect_list_all_domains(&self, flags: u32) -> Result<Vec<DomainRef>> {
        self.pass(Passage {
            function: "virConnectListAllDomains",
            domain: None,
        })
        .await?;
        self.drivers().lifecycle.connect_list_all_domains(flags).await
    }

    async fn domain_send_process_signal(
        &self,
        dom: &DomainRef,
        pid_value: i64,
        signum: u32,
        flags: u32,
    ) -> Result<()> {
        self.pass(Passage {
            function: "virDomainSendProcessSignal",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .lifecycle
            .domain_send_process_signal(dom, pid_value, signum, flags)
            .await
    }

    async fn domain_create_xml_with_files(
        &self,
        xml_desc: &str,
        flags: u32,
        files: Vec<OwnedFd>,
    ) -> Result<DomainRef> {
        self.pass(Passage {
            function: "virDomainCreateXMLWithFiles",
            domain: None,
        })
        .await?;
        self.drivers()
            .lifecycle
            .domain_create_xml_with_files(xml_desc, flags, files)
            .await
    }

    async fn domain_create_with_files(
        &self,
        dom: &DomainRef,
        flags: u32,
        files: Vec<OwnedFd>,
    ) -> Result<DomainRef> {
        self.pass(Passage {
            function: "virDomainCreateWithFiles",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .lifecycle
            .domain_create_with_files(dom, flags, files)
            .await
    }

    async fn domain_core_dump_with_format(
        &self,
        dom: &DomainRef,
        to: &str,
        dumpformat: u32,
        flags: u32,
    ) -> Result<()> {
        self.pass(Passage {
            function: "virDomainCoreDumpWithFormat",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .lifecycle
            .domain_core_dump_with_format(dom, to, dumpformat, flags)
            .await
    }

    async fn domain_managed_save_get_xml_desc(&self, dom: &DomainRef, flags: u32) -> Result<String> {
        self.pass(Passage {
            function: "virDomainManagedSaveGetXMLDesc",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .lifecycle
            .domain_managed_save_get_xml_desc(dom, flags)
            .await
    }

    async fn domain_managed_save_define_xml(
        &self,
        dom: &DomainRef,
        dxml: Option<&str>,
        flags: u32,
    ) -> Result<()> {
        self.pass(Passage {
            function: "virDomainManagedSaveDefineXML",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .lifecycle
            .domain_managed_save_define_xml(dom, dxml, flags)
            .await
    }

    async fn domain_save_params(&self, dom: &DomainRef, params: &[TypedParam], flags: u32) -> Result<()> {
        self.pass(Passage {
            function: "virDomainSaveParams",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .lifecycle
            .domain_save_params(dom, params, flags)
            .await
    }

    async fn domain_restore_params(&self, params: &[TypedParam], flags: u32) -> Result<()> {
        self.pass(Passage {
            function: "virDomainRestoreParams",
            domain: None,
        })
        .await?;
        self.drivers()
            .lifecycle
            .domain_restore_params(params, flags)
            .await
    }
}

#[async_trait]
impl DomainConfig for Gated {
    async fn domain_get_xml_desc(&self, dom: &DomainRef, flags: u32) -> Result<String> {
        self.pass(Passage {
            function: "virDomainGetXMLDesc",
            domain: Some(dom),
        })
        .await?;
        self.drivers().config.domain_get_xml_desc(dom, flags).await
    }

    async fn domain_get_autostart(&self, dom: &DomainRef) -> Result<bool> {
        self.pass(Passage {
            function: "virDomainGetAutostart",
            domain: Some(dom),
        })
        .await?;
        self.drivers().config.domain_get_autostart(dom).await
    }

    async fn domain_get_os_type(&self, dom: &DomainRef) -> Result<String> {
        self.pass(Passage {
            function: "virDomainGetOSType",
            domain: Some(dom),
        })
        .await?;
        self.drivers().config.domain_get_os_type(dom).await
    }

    async fn domain_set_autostart(&self, dom: &DomainRef, autostart: bool) -> Result<()> {
        self.pass(Passage {
            function: "virDomainSetAutostart",
            domain: Some(dom),
        })
        .await?;
        self.drivers().config.domain_set_autostart(dom, autostart).await
    }

    async fn connect_domain_xml_from_native(
        &self,
        native_format: &str,
        native_config: &str,
        flags: u32,
    ) -> Result<String> {
        self.pass(Passage {
            function: "virConnectDomainXMLFromNative",
            domain: None,
        })
        .await?;
        self.drivers()
            .config
            .connect_domain_xml_from_native(native_format, native_config, flags)
            .await
    }

    async fn connect_domain_xml_to_native(
        &self,
        native_format: &str,
        domain_xml: &str,
        flags: u32,
    ) -> Result<String> {
        self.pass(Passage {
            function: "virConnectDomainXMLToNative",
            domain: None,
        })
        .await?;
        self.drivers()
            .config
            .connect_domain_xml_to_native(native_format, domain_xml, flags)
            .await
    }

    async fn domain_is_persistent(&self, dom: &DomainRef) -> Result<bool> {
        self.pass(Passage {
            function: "virDomainIsPersistent",
            domain: Some(dom),
        })
        .await?;
        self.drivers().config.domain_is_persistent(dom).await
    }

    async fn domain_is_updated(&self, dom: &DomainRef) -> Result<bool> {
        self.pass(Passage {
            function: "virDomainIsUpdated",
            domain: Some(dom),
        })
        .await?;
        self.drivers().config.domain_is_updated(dom).await
    }

    async fn domain_undefine_flags(&self, dom: &DomainRef, flags: u32) -> Result<()> {
        self.pass(Passage {
            function: "virDomainUndefineFlags",
            domain: Some(dom),
        })
        .await?;
        self.drivers().config.domain_undefine_flags(dom, flags).await
    }

    async fn domain_save_image_get_xml_desc(&self, file: &str, flags: u32) -> Result<String> {
        self.pass(Passage {
            function: "virDomainSaveImageGetXMLDesc",
            domain: None,
        })
        .await?;
        self.drivers()
            .config
            .domain_save_image_get_xml_desc(file, flags)
            .await
    }

    async fn domain_save_image_define_xml(&self, file: &str, dxml: &str, flags: u32) -> Result<()> {
        self.pass(Passage {
            function: "virDomainSaveImageDefineXML",
            domain: None,
        })
        .await?;
        self.drivers()
            .config
            .domain_save_image_define_xml(file, dxml, flags)
            .await
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
        self.pass(Passage {
            function: "virDomainSetMetadata",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .config
            .domain_set_metadata(dom, kind, metadata, key, uri, flags)
            .await
    }

    async fn domain_get_metadata(
        &self,
        dom: &DomainRef,
        kind: i32,
        uri: Option<&str>,
        flags: u32,
    ) -> Result<String> {
        self.pass(Passage {
            function: "virDomainGetMetadata",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .config
            .domain_get_metadata(dom, kind, uri, flags)
            .await
    }

    async fn domain_define_xml_flags(&self, xml: &str, flags: u32) -> Result<DomainRef> {
        self.pass(Passage {
            function: "virDomainDefineXMLFlags",
            domain: None,
        })
        .await?;
        self.drivers().config.domain_define_xml_flags(xml, flags).await
    }

    async fn domain_rename(&self, dom: &DomainRef, new_name: Option<&str>, flags: u32) -> Result<i32> {
        self.pass(Passage {
            function: "virDomainRename",
            domain: Some(dom),
        })
        .await?;
        self.drivers().config.domain_rename(dom, new_name, flags).await
    }

    async fn domain_set_lifecycle_action(
        &self,
        dom: &DomainRef,
        kind: u32,
        action: u32,
        flags: u32,
    ) -> Result<()> {
        self.pass(Passage {
            function: "virDomainSetLifecycleAction",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .config
            .domain_set_lifecycle_action(dom, kind, action, flags)
            .await
    }

    async fn domain_get_autostart_once(&self, dom: &DomainRef) -> Result<bool> {
        self.pass(Passage {
            function: "virDomainGetAutostartOnce",
            domain: Some(dom),
        })
        .await?;
        self.drivers().config.domain_get_autostart_once(dom).await
    }

    async fn domain_set_autostart_once(&self, dom: &DomainRef, autostart: bool) -> Result<()> {
        self.pass(Passage {
            function: "virDomainSetAutostartOnce",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .config
            .domain_set_autostart_once(dom, autostart)
            .await
    }
}

#[async_trait]
impl DomainDevices for Gated {
    async fn domain_attach_device_flags(&self, dom: &DomainRef, xml: &str, flags: u32) -> Result<()> {
        self.pass(Passage {
            function: "virDomainAttachDeviceFlags",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .devices
            .domain_attach_device_flags(dom, xml, flags)
            .await
    }

    async fn domain_detach_device_flags(&self, dom: &DomainRef, xml: &str, flags: u32) -> Result<()> {
        self.pass(Passage {
            function: "virDomainDetachDeviceFlags",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .devices
            .domain_detach_device_flags(dom, xml, flags)
            .await
    }

    async fn domain_update_device_flags(&self, dom: &DomainRef, xml: &str, flags: u32) -> Result<()> {
        self.pass(Passage {
            function: "virDomainUpdateDeviceFlags",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .devices
            .domain_update_device_flags(dom, xml, flags)
            .await
    }

    async fn domain_detach_device_alias(&self, dom: &DomainRef, alias: &str, flags: u32) -> Result<()> {
        self.pass(Passage {
            function: "virDomainDetachDeviceAlias",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .devices
            .domain_detach_device_alias(dom, alias, flags)
            .await
    }

    async fn domain_fd_associate(
        &self,
        dom: &DomainRef,
        name: &str,
        flags: u32,
        files: Vec<OwnedFd>,
    ) -> Result<()> {
        self.pass(Passage {
            function: "virDomainFDAssociate",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .devices
            .domain_fd_associate(dom, name, flags, files)
            .await
    }

    async fn domain_announce_interface(
        &self,
        dom: &DomainRef,
        device: Option<&str>,
        params: &[TypedParam],
        flags: u32,
    ) -> Result<()> {
        self.pass(Passage {
            function: "virDomainAnnounceInterface",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .devices
            .domain_announce_interface(dom, device, params, flags)
            .await
    }
}

#[async_trait]
impl Tuning for Gated {
    async fn domain_get_max_memory(&self, dom: &DomainRef) -> Result<u64> {
        self.pass(Passage {
            function: "virDomainGetMaxMemory",
            domain: Some(dom),
        })
        .await?;
        self.drivers().tuning.domain_get_max_memory(dom).await
    }

    async fn domain_get_max_vcpus(&self, dom: &DomainRef) -> Result<i32> {
        self.pass(Passage {
            function: "virDomainGetMaxVcpus",
            domain: Some(dom),
        })
        .await?;
        self.drivers().tuning.domain_get_max_vcpus(dom).await
    }

    async fn domain_set_max_memory(&self, dom: &DomainRef, memory: u64) -> Result<()> {
        self.pass(Passage {
            function: "virDomainSetMaxMemory",
            domain: Some(dom),
        })
        .await?;
        self.drivers().tuning.domain_set_max_memory(dom, memory).await
    }

    async fn domain_get_scheduler_type(&self, dom: &DomainRef) -> Result<remote::DomainGetSchedulerTypeRet> {
        self.pass(Passage {
            function: "virDomainGetSchedulerType",
            domain: Some(dom),
        })
        .await?;
        self.drivers().tuning.domain_get_scheduler_type(dom).await
    }

    async fn domain_get_scheduler_parameters(
        &self,
        dom: &DomainRef,
        nparams: i32,
    ) -> Result<Vec<TypedParam>> {
        self.pass(Passage {
            function: "virDomainGetSchedulerParameters",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .tuning
            .domain_get_scheduler_parameters(dom, nparams)
            .await
    }

    async fn domain_get_security_label(&self, dom: &DomainRef) -> Result<remote::DomainGetSecurityLabelRet> {
        self.pass(Passage {
            function: "virDomainGetSecurityLabel",
            domain: Some(dom),
        })
        .await?;
        self.drivers().tuning.domain_get_security_label(dom).await
    }

    async fn domain_set_memory_parameters(
        &self,
        dom: &DomainRef,
        params: &[TypedParam],
        flags: u32,
    ) -> Result<()> {
        self.pass(Passage {
            function: "virDomainSetMemoryParameters",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .tuning
            .domain_set_memory_parameters(dom, params, flags)
            .await
    }

    async fn domain_get_memory_parameters(&self, dom: &DomainRef, flags: u32) -> Result<Vec<TypedParam>> {
        self.pass(Passage {
            function: "virDomainGetMemoryParameters",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .tuning
            .domain_get_memory_parameters(dom, flags)
            .await
    }

    async fn domain_set_vcpus_flags(&self, dom: &DomainRef, nvcpus: u32, flags: u32) -> Result<()> {
        self.pass(Passage {
            function: "virDomainSetVcpusFlags",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .tuning
            .domain_set_vcpus_flags(dom, nvcpus, flags)
            .await
    }

    async fn domain_get_vcpus_flags(&self, dom: &DomainRef, flags: u32) -> Result<i32> {
        self.pass(Passage {
            function: "virDomainGetVcpusFlags",
            domain: Some(dom),
        })
        .await?;
        self.drivers().tuning.domain_get_vcpus_flags(dom, flags).await
    }

    async fn domain_set_memory_flags(&self, dom: &DomainRef, memory: u64, flags: u32) -> Result<()> {
        self.pass(Passage {
            function: "virDomainSetMemoryFlags",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .tuning
            .domain_set_memory_flags(dom, memory, flags)
            .await
    }

    async fn domain_set_blkio_parameters(
        &self,
        dom: &DomainRef,
        params: &[TypedParam],
        flags: u32,
    ) -> Result<()> {
        self.pass(Passage {
            function: "virDomainSetBlkioParameters",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .tuning
            .domain_set_blkio_parameters(dom, params, flags)
            .await
    }

    async fn domain_get_blkio_parameters(&self, dom: &DomainRef, flags: u32) -> Result<Vec<TypedParam>> {
        self.pass(Passage {
            function: "virDomainGetBlkioParameters",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .tuning
            .domain_get_blkio_parameters(dom, flags)
            .await
    }

    async fn domain_set_scheduler_parameters_flags(
        &self,
        dom: &DomainRef,
        params: &[TypedParam],
        flags: u32,
    ) -> Result<()> {
        self.pass(Passage {
            function: "virDomainSetSchedulerParametersFlags",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .tuning
            .domain_set_scheduler_parameters_flags(dom, params, flags)
            .await
    }

    async fn domain_get_scheduler_parameters_flags(
        &self,
        dom: &DomainRef,
        nparams: i32,
        flags: u32,
    ) -> Result<Vec<TypedParam>> {
        self.pass(Passage {
            function: "virDomainGetSchedulerParametersFlags",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .tuning
            .domain_get_scheduler_parameters_flags(dom, nparams, flags)
            .await
    }

    async fn domain_pin_vcpu_flags(
        &self,
        dom: &DomainRef,
        vcpu: u32,
        cpumap: &[u8],
        flags: u32,
    ) -> Result<()> {
        self.pass(Passage {
            function: "virDomainPinVcpuFlags",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .tuning
            .domain_pin_vcpu_flags(dom, vcpu, cpumap, flags)
            .await
    }

    async fn domain_get_vcpu_pin_info(
        &self,
        dom: &DomainRef,
        ncpumaps: i32,
        maplen: i32,
        flags: u32,
    ) -> Result<remote::DomainGetVcpuPinInfoRet> {
        self.pass(Passage {
            function: "virDomainGetVcpuPinInfo",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .tuning
            .domain_get_vcpu_pin_info(dom, ncpumaps, maplen, flags)
            .await
    }

    async fn domain_set_numa_parameters(
        &self,
        dom: &DomainRef,
        params: &[TypedParam],
        flags: u32,
    ) -> Result<()> {
        self.pass(Passage {
            function: "virDomainSetNumaParameters",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .tuning
            .domain_set_numa_parameters(dom, params, flags)
            .await
    }

    async fn domain_get_numa_parameters(&self, dom: &DomainRef, flags: u32) -> Result<Vec<TypedParam>> {
        self.pass(Passage {
            function: "virDomainGetNumaParameters",
            domain: Some(dom),
        })
        .await?;
        self.drivers().tuning.domain_get_numa_parameters(dom, flags).await
    }

    async fn domain_set_interface_parameters(
        &self,
        dom: &DomainRef,
        device: &str,
        params: &[TypedParam],
        flags: u32,
    ) -> Result<()> {
        self.pass(Passage {
            function: "virDomainSetInterfaceParameters",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .tuning
            .domain_set_interface_parameters(dom, device, params, flags)
            .await
    }

    async fn domain_get_interface_parameters(
        &self,
        dom: &DomainRef,
        device: &str,
        flags: u32,
    ) -> Result<Vec<TypedParam>> {
        self.pass(Passage {
            function: "virDomainGetInterfaceParameters",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .tuning
            .domain_get_interface_parameters(dom, device, flags)
            .await
    }

    async fn domain_get_security_label_list(
        &self,
        dom: &DomainRef,
    ) -> Result<remote::DomainGetSecurityLabelListRet> {
        self.pass(Passage {
            function: "virDomainGetSecurityLabelList",
            domain: Some(dom),
        })
        .await?;
        self.drivers().tuning.domain_get_security_label_list(dom).await
    }

    async fn domain_pin_emulator(&self, dom: &DomainRef, cpumap: &[u8], flags: u32) -> Result<()> {
        self.pass(Passage {
            function: "virDomainPinEmulator",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .tuning
            .domain_pin_emulator(dom, cpumap, flags)
            .await
    }

    async fn domain_get_emulator_pin_info(
        &self,
        dom: &DomainRef,
        maplen: i32,
        flags: u32,
    ) -> Result<remote::DomainGetEmulatorPinInfoRet> {
        self.pass(Passage {
            function: "virDomainGetEmulatorPinInfo",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .tuning
            .domain_get_emulator_pin_info(dom, maplen, flags)
            .await
    }

    async fn domain_get_iothread_info(
        &self,
        dom: &DomainRef,
        flags: u32,
    ) -> Result<remote::DomainGetIothreadInfoRet> {
        self.pass(Passage {
            function: "virDomainGetIOThreadInfo",
            domain: Some(dom),
        })
        .await?;
        self.drivers().tuning.domain_get_iothread_info(dom, flags).await
    }

    async fn domain_pin_iothread(
        &self,
        dom: &DomainRef,
        iothreads_id: u32,
        cpumap: &[u8],
        flags: u32,
    ) -> Result<()> {
        self.pass(Passage {
            function: "virDomainPinIOThread",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .tuning
            .domain_pin_iothread(dom, iothreads_id, cpumap, flags)
            .await
    }

    async fn domain_add_iothread(&self, dom: &DomainRef, iothread_id: u32, flags: u32) -> Result<()> {
        self.pass(Passage {
            function: "virDomainAddIOThread",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .tuning
            .domain_add_iothread(dom, iothread_id, flags)
            .await
    }

    async fn domain_del_iothread(&self, dom: &DomainRef, iothread_id: u32, flags: u32) -> Result<()> {
        self.pass(Passage {
            function: "virDomainDelIOThread",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .tuning
            .domain_del_iothread(dom, iothread_id, flags)
            .await
    }

    async fn domain_set_vcpu(&self, dom: &DomainRef, cpumap: &str, state: i32, flags: u32) -> Result<()> {
        self.pass(Passage {
            function: "virDomainSetVcpu",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .tuning
            .domain_set_vcpu(dom, cpumap, state, flags)
            .await
    }

    async fn domain_get_launch_security_info(&self, dom: &DomainRef, flags: u32) -> Result<Vec<TypedParam>> {
        self.pass(Passage {
            function: "virDomainGetLaunchSecurityInfo",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .tuning
            .domain_get_launch_security_info(dom, flags)
            .await
    }

    async fn domain_set_iothread_params(
        &self,
        dom: &DomainRef,
        iothread_id: u32,
        params: &[TypedParam],
        flags: u32,
    ) -> Result<()> {
        self.pass(Passage {
            function: "virDomainSetIOThreadParams",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .tuning
            .domain_set_iothread_params(dom, iothread_id, params, flags)
            .await
    }

    async fn domain_set_launch_security_state(
        &self,
        dom: &DomainRef,
        params: &[TypedParam],
        flags: u32,
    ) -> Result<()> {
        self.pass(Passage {
            function: "virDomainSetLaunchSecurityState",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .tuning
            .domain_set_launch_security_state(dom, params, flags)
            .await
    }
}

#[async_trait]
impl Statistics for Gated {
    async fn domain_get_info(&self, dom: &DomainRef) -> Result<remote::DomainGetInfoRet> {
        self.pass(Passage {
            function: "virDomainGetInfo",
            domain: Some(dom),
        })
        .await?;
        self.drivers().statistics.domain_get_info(dom).await
    }

    async fn domain_get_vcpus(
        &self,
        dom: &DomainRef,
        maxinfo: i32,
        maplen: i32,
    ) -> Result<remote::DomainGetVcpusRet> {
        self.pass(Passage {
            function: "virDomainGetVcpus",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .statistics
            .domain_get_vcpus(dom, maxinfo, maplen)
            .await
    }

    async fn domain_block_stats(&self, dom: &DomainRef, path: &str) -> Result<remote::DomainBlockStatsRet> {
        self.pass(Passage {
            function: "virDomainBlockStats",
            domain: Some(dom),
        })
        .await?;
        self.drivers().statistics.domain_block_stats(dom, path).await
    }

    async fn domain_interface_stats(
        &self,
        dom: &DomainRef,
        device: &str,
    ) -> Result<remote::DomainInterfaceStatsRet> {
        self.pass(Passage {
            function: "virDomainInterfaceStats",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .statistics
            .domain_interface_stats(dom, device)
            .await
    }

    async fn domain_memory_stats(
        &self,
        dom: &DomainRef,
        max_stats: u32,
        flags: u32,
    ) -> Result<Vec<remote::DomainMemoryStat>> {
        self.pass(Passage {
            function: "virDomainMemoryStats",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .statistics
            .domain_memory_stats(dom, max_stats, flags)
            .await
    }

    async fn domain_get_block_info(
        &self,
        dom: &DomainRef,
        path: &str,
        flags: u32,
    ) -> Result<remote::DomainGetBlockInfoRet> {
        self.pass(Passage {
            function: "virDomainGetBlockInfo",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .statistics
            .domain_get_block_info(dom, path, flags)
            .await
    }

    async fn domain_block_stats_flags(
        &self,
        dom: &DomainRef,
        path: &str,
        flags: u32,
    ) -> Result<Vec<TypedParam>> {
        self.pass(Passage {
            function: "virDomainBlockStatsFlags",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .statistics
            .domain_block_stats_flags(dom, path, flags)
            .await
    }

    async fn domain_get_cpu_stats(
        &self,
        dom: &DomainRef,
        nparams: u32,
        start_cpu: i32,
        ncpus: u32,
        flags: u32,
    ) -> Result<remote::DomainGetCpuStatsRet> {
        self.pass(Passage {
            function: "virDomainGetCPUStats",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .statistics
            .domain_get_cpu_stats(dom, nparams, start_cpu, ncpus, flags)
            .await
    }

    async fn domain_get_disk_errors(
        &self,
        dom: &DomainRef,
        maxerrors: u32,
        flags: u32,
    ) -> Result<remote::DomainGetDiskErrorsRet> {
        self.pass(Passage {
            function: "virDomainGetDiskErrors",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .statistics
            .domain_get_disk_errors(dom, maxerrors, flags)
            .await
    }

    async fn domain_set_memory_stats_period(&self, dom: &DomainRef, period: i32, flags: u32) -> Result<()> {
        self.pass(Passage {
            function: "virDomainSetMemoryStatsPeriod",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .statistics
            .domain_set_memory_stats_period(dom, period, flags)
            .await
    }

    async fn connect_get_all_domain_stats(
        &self,
        doms: &[DomainRef],
        stats: u32,
        flags: u32,
    ) -> Result<Vec<remote::DomainStatsRecord>> {
        self.pass(Passage {
            function: "virConnectGetAllDomainStats",
            domain: None,
        })
        .await?;
        self.drivers()
            .statistics
            .connect_get_all_domain_stats(doms, stats, flags)
            .await
    }

    async fn domain_interface_addresses(
        &self,
        dom: &DomainRef,
        source: u32,
        flags: u32,
    ) -> Result<Vec<remote::DomainInterface>> {
        self.pass(Passage {
            function: "virDomainInterfaceAddresses",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .statistics
            .domain_interface_addresses(dom, source, flags)
            .await
    }

    async fn domain_get_perf_events(&self, dom: &DomainRef, flags: u32) -> Result<Vec<TypedParam>> {
        self.pass(Passage {
            function: "virDomainGetPerfEvents",
            domain: Some(dom),
        })
        .await?;
        self.drivers().statistics.domain_get_perf_events(dom, flags).await
    }

    async fn domain_set_perf_events(&self, dom: &DomainRef, params: &[TypedParam], flags: u32) -> Result<()> {
        self.pass(Passage {
            function: "virDomainSetPerfEvents",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .statistics
            .domain_set_perf_events(dom, params, flags)
            .await
    }

    async fn domain_get_messages(&self, dom: &DomainRef, flags: u32) -> Result<Vec<String>> {
        self.pass(Passage {
            function: "virDomainGetMessages",
            domain: Some(dom),
        })
        .await?;
        self.drivers().statistics.domain_get_messages(dom, flags).await
    }
}

#[async_trait]
impl BlockJobs for Gated {
    async fn domain_block_peek(
        &self,
        dom: &DomainRef,
        path: &str,
        offset: u64,
        size: u32,
        flags: u32,
    ) -> Result<Vec<u8>> {
        self.pass(Passage {
            function: "virDomainBlockPeek",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .block_jobs
            .domain_block_peek(dom, path, offset, size, flags)
            .await
    }

    async fn domain_memory_peek(
        &self,
        dom: &DomainRef,
        offset: u64,
        size: u32,
        flags: u32,
    ) -> Result<Vec<u8>> {
        self.pass(Passage {
            function: "virDomainMemoryPeek",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .block_jobs
            .domain_memory_peek(dom, offset, size, flags)
            .await
    }

    async fn domain_block_job_abort(&self, dom: &DomainRef, path: &str, flags: u32) -> Result<()> {
        self.pass(Passage {
            function: "virDomainBlockJobAbort",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .block_jobs
            .domain_block_job_abort(dom, path, flags)
            .await
    }

    async fn domain_get_block_job_info(
        &self,
        dom: &DomainRef,
        path: &str,
        flags: u32,
    ) -> Result<remote::DomainGetBlockJobInfoRet> {
        self.pass(Passage {
            function: "virDomainGetBlockJobInfo",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .block_jobs
            .domain_get_block_job_info(dom, path, flags)
            .await
    }

    async fn domain_block_job_set_speed(
        &self,
        dom: &DomainRef,
        path: &str,
        bandwidth: u64,
        flags: u32,
    ) -> Result<()> {
        self.pass(Passage {
            function: "virDomainBlockJobSetSpeed",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .block_jobs
            .domain_block_job_set_speed(dom, path, bandwidth, flags)
            .await
    }

    async fn domain_block_pull(&self, dom: &DomainRef, path: &str, bandwidth: u64, flags: u32) -> Result<()> {
        self.pass(Passage {
            function: "virDomainBlockPull",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .block_jobs
            .domain_block_pull(dom, path, bandwidth, flags)
            .await
    }

    async fn domain_block_resize(&self, dom: &DomainRef, disk: &str, size: u64, flags: u32) -> Result<()> {
        self.pass(Passage {
            function: "virDomainBlockResize",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .block_jobs
            .domain_block_resize(dom, disk, size, flags)
            .await
    }

    async fn domain_set_block_io_tune(
        &self,
        dom: &DomainRef,
        disk: &str,
        params: &[TypedParam],
        flags: u32,
    ) -> Result<()> {
        self.pass(Passage {
            function: "virDomainSetBlockIoTune",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .block_jobs
            .domain_set_block_io_tune(dom, disk, params, flags)
            .await
    }

    async fn domain_get_block_io_tune(
        &self,
        dom: &DomainRef,
        disk: Option<&str>,
        flags: u32,
    ) -> Result<Vec<TypedParam>> {
        self.pass(Passage {
            function: "virDomainGetBlockIoTune",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .block_jobs
            .domain_get_block_io_tune(dom, disk, flags)
            .await
    }

    async fn domain_block_rebase(
        &self,
        dom: &DomainRef,
        path: &str,
        base: Option<&str>,
        bandwidth: u64,
        flags: u32,
    ) -> Result<()> {
        self.pass(Passage {
            function: "virDomainBlockRebase",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .block_jobs
            .domain_block_rebase(dom, path, base, bandwidth, flags)
            .await
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
        self.pass(Passage {
            function: "virDomainBlockCommit",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .block_jobs
            .domain_block_commit(dom, disk, base, top, bandwidth, flags)
            .await
    }

    async fn domain_block_copy(
        &self,
        dom: &DomainRef,
        path: &str,
        destxml: &str,
        params: &[TypedParam],
        flags: u32,
    ) -> Result<()> {
        self.pass(Passage {
            function: "virDomainBlockCopy",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .block_jobs
            .domain_block_copy(dom, path, destxml, params, flags)
            .await
    }

    async fn domain_set_block_threshold(
        &self,
        dom: &DomainRef,
        dev: &str,
        threshold: u64,
        flags: u32,
    ) -> Result<()> {
        self.pass(Passage {
            function: "virDomainSetBlockThreshold",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .block_jobs
            .domain_set_block_threshold(dom, dev, threshold, flags)
            .await
    }

    async fn domain_set_throttle_group(
        &self,
        dom: &DomainRef,
        group: &str,
        params: &[TypedParam],
        flags: u32,
    ) -> Result<()> {
        self.pass(Passage {
            function: "virDomainSetThrottleGroup",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .block_jobs
            .domain_set_throttle_group(dom, group, params, flags)
            .await
    }

    async fn domain_del_throttle_group(
        &self,
        dom: &DomainRef,
        group: Option<&str>,
        flags: u32,
    ) -> Result<()> {
        self.pass(Passage {
            function: "virDomainDelThrottleGroup",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .block_jobs
            .domain_del_throttle_group(dom, group, flags)
            .await
    }
}

#[async_trait]
impl Snapshots for Gated {
    async fn domain_snapshot_create_xml(
        &self,
        dom: &DomainRef,
        xml_desc: &str,
        flags: u32,
    ) -> Result<DomainSnapshotRef> {
        self.pass(Passage {
            function: "virDomainSnapshotCreateXML",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .snapshots
            .domain_snapshot_create_xml(dom, xml_desc, flags)
            .await
    }

    async fn domain_snapshot_get_xml_desc(&self, snap: &DomainSnapshotRef, flags: u32) -> Result<String> {
        self.pass(Passage {
            function: "virDomainSnapshotGetXMLDesc",
            domain: Some(&snap.dom),
        })
        .await?;
        self.drivers()
            .snapshots
            .domain_snapshot_get_xml_desc(snap, flags)
            .await
    }

    async fn domain_snapshot_lookup_by_name(
        &self,
        dom: &DomainRef,
        name: &str,
        flags: u32,
    ) -> Result<DomainSnapshotRef> {
        self.pass(Passage {
            function: "virDomainSnapshotLookupByName",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .snapshots
            .domain_snapshot_lookup_by_name(dom, name, flags)
            .await
    }

    async fn domain_has_current_snapshot(&self, dom: &DomainRef, flags: u32) -> Result<i32> {
        self.pass(Passage {
            function: "virDomainHasCurrentSnapshot",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .snapshots
            .domain_has_current_snapshot(dom, flags)
            .await
    }

    async fn domain_snapshot_current(&self, dom: &DomainRef, flags: u32) -> Result<DomainSnapshotRef> {
        self.pass(Passage {
            function: "virDomainSnapshotCurrent",
            domain: Some(dom),
        })
        .await?;
        self.drivers().snapshots.domain_snapshot_current(dom, flags).await
    }

    async fn domain_revert_to_snapshot(&self, snap: &DomainSnapshotRef, flags: u32) -> Result<()> {
        self.pass(Passage {
            function: "virDomainRevertToSnapshot",
            domain: Some(&snap.dom),
        })
        .await?;
        self.drivers()
            .snapshots
            .domain_revert_to_snapshot(snap, flags)
            .await
    }

    async fn domain_snapshot_delete(&self, snap: &DomainSnapshotRef, flags: u32) -> Result<()> {
        self.pass(Passage {
            function: "virDomainSnapshotDelete",
            domain: Some(&snap.dom),
        })
        .await?;
        self.drivers().snapshots.domain_snapshot_delete(snap, flags).await
    }

    async fn domain_snapshot_get_parent(
        &self,
        snap: &DomainSnapshotRef,
        flags: u32,
    ) -> Result<DomainSnapshotRef> {
        self.pass(Passage {
            function: "virDomainSnapshotGetParent",
            domain: Some(&snap.dom),
        })
        .await?;
        self.drivers()
            .snapshots
            .domain_snapshot_get_parent(snap, flags)
            .await
    }

    async fn domain_snapshot_is_current(&self, snap: &DomainSnapshotRef, flags: u32) -> Result<i32> {
        self.pass(Passage {
            function: "virDomainSnapshotIsCurrent",
            domain: Some(&snap.dom),
        })
        .await?;
        self.drivers()
            .snapshots
            .domain_snapshot_is_current(snap, flags)
            .await
    }

    async fn domain_snapshot_has_metadata(&self, snap: &DomainSnapshotRef, flags: u32) -> Result<i32> {
        self.pass(Passage {
            function: "virDomainSnapshotHasMetadata",
            domain: Some(&snap.dom),
        })
        .await?;
        self.drivers()
            .snapshots
            .domain_snapshot_has_metadata(snap, flags)
            .await
    }

    async fn domain_list_all_snapshots(&self, dom: &DomainRef, flags: u32) -> Result<Vec<DomainSnapshotRef>> {
        self.pass(Passage {
            function: "virDomainListAllSnapshots",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .snapshots
            .domain_list_all_snapshots(dom, flags)
            .await
    }

    async fn domain_snapshot_list_all_children(
        &self,
        snapshot: &DomainSnapshotRef,
        flags: u32,
    ) -> Result<Vec<DomainSnapshotRef>> {
        self.pass(Passage {
            function: "virDomainSnapshotListAllChildren",
            domain: Some(&snapshot.dom),
        })
        .await?;
        self.drivers()
            .snapshots
            .domain_snapshot_list_all_children(snapshot, flags)
            .await
    }
}

#[async_trait]
impl Checkpoints for Gated {
    async fn domain_checkpoint_create_xml(
        &self,
        dom: &DomainRef,
        xml_desc: &str,
        flags: u32,
    ) -> Result<DomainCheckpointRef> {
        self.pass(Passage {
            function: "virDomainCheckpointCreateXML",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .checkpoints
            .domain_checkpoint_create_xml(dom, xml_desc, flags)
            .await
    }

    async fn domain_checkpoint_get_xml_desc(
        &self,
        checkpoint: &DomainCheckpointRef,
        flags: u32,
    ) -> Result<String> {
        self.pass(Passage {
            function: "virDomainCheckpointGetXMLDesc",
            domain: Some(&checkpoint.dom),
        })
        .await?;
        self.drivers()
            .checkpoints
            .domain_checkpoint_get_xml_desc(checkpoint, flags)
            .await
    }

    async fn domain_list_all_checkpoints(
        &self,
        dom: &DomainRef,
        flags: u32,
    ) -> Result<Vec<DomainCheckpointRef>> {
        self.pass(Passage {
            function: "virDomainListAllCheckpoints",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .checkpoints
            .domain_list_all_checkpoints(dom, flags)
            .await
    }

    async fn domain_checkpoint_list_all_children(
        &self,
        checkpoint: &DomainCheckpointRef,
        flags: u32,
    ) -> Result<Vec<DomainCheckpointRef>> {
        self.pass(Passage {
            function: "virDomainCheckpointListAllChildren",
            domain: Some(&checkpoint.dom),
        })
        .await?;
        self.drivers()
            .checkpoints
            .domain_checkpoint_list_all_children(checkpoint, flags)
            .await
    }

    async fn domain_checkpoint_lookup_by_name(
        &self,
        dom: &DomainRef,
        name: &str,
        flags: u32,
    ) -> Result<DomainCheckpointRef> {
        self.pass(Passage {
            function: "virDomainCheckpointLookupByName",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .checkpoints
            .domain_checkpoint_lookup_by_name(dom, name, flags)
            .await
    }

    async fn domain_checkpoint_get_parent(
        &self,
        checkpoint: &DomainCheckpointRef,
        flags: u32,
    ) -> Result<DomainCheckpointRef> {
        self.pass(Passage {
            function: "virDomainCheckpointGetParent",
            domain: Some(&checkpoint.dom),
        })
        .await?;
        self.drivers()
            .checkpoints
            .domain_checkpoint_get_parent(checkpoint, flags)
            .await
    }

    async fn domain_checkpoint_delete(&self, checkpoint: &DomainCheckpointRef, flags: u32) -> Result<()> {
        self.pass(Passage {
            function: "virDomainCheckpointDelete",
            domain: Some(&checkpoint.dom),
        })
        .await?;
        self.drivers()
            .checkpoints
            .domain_checkpoint_delete(checkpoint, flags)
            .await
    }

    async fn domain_backup_begin(
        &self,
        dom: &DomainRef,
        backup_xml: &str,
        checkpoint_xml: Option<&str>,
        flags: u32,
    ) -> Result<()> {
        self.pass(Passage {
            function: "virDomainBackupBegin",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .checkpoints
            .domain_backup_begin(dom, backup_xml, checkpoint_xml, flags)
            .await
    }

    async fn domain_backup_get_xml_desc(&self, dom: &DomainRef, flags: u32) -> Result<String> {
        self.pass(Passage {
            function: "virDomainBackupGetXMLDesc",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .checkpoints
            .domain_backup_get_xml_desc(dom, flags)
            .await
    }
}

#[async_trait]
impl Migration for Gated {
    async fn domain_migrate_prepare(
        &self,
        uri_in: Option<&str>,
        flags: u64,
        dname: Option<&str>,
        resource: u64,
    ) -> Result<remote::DomainMigratePrepareRet> {
        self.pass(Passage {
            function: "virDomainMigratePrepare",
            domain: None,
        })
        .await?;
        self.drivers()
            .migration
            .domain_migrate_prepare(uri_in, flags, dname, resource)
            .await
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
        self.pass(Passage {
            function: "virDomainMigratePerform",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .migration
            .domain_migrate_perform(dom, cookie, uri, flags, dname, resource)
            .await
    }

    async fn domain_migrate_finish(
        &self,
        dname: &str,
        cookie: &[u8],
        uri: &str,
        flags: u64,
    ) -> Result<DomainRef> {
        self.pass(Passage {
            function: "virDomainMigrateFinish",
            domain: None,
        })
        .await?;
        self.drivers()
            .migration
            .domain_migrate_finish(dname, cookie, uri, flags)
            .await
    }

    async fn domain_migrate_prepare2(
        &self,
        uri_in: Option<&str>,
        flags: u64,
        dname: Option<&str>,
        resource: u64,
        dom_xml: &str,
    ) -> Result<remote::DomainMigratePrepare2Ret> {
        self.pass(Passage {
            function: "virDomainMigratePrepare2",
            domain: None,
        })
        .await?;
        self.drivers()
            .migration
            .domain_migrate_prepare2(uri_in, flags, dname, resource, dom_xml)
            .await
    }

    async fn domain_migrate_finish2(
        &self,
        dname: &str,
        cookie: &[u8],
        uri: &str,
        flags: u64,
        retcode: i32,
    ) -> Result<DomainRef> {
        self.pass(Passage {
            function: "virDomainMigrateFinish2",
            domain: None,
        })
        .await?;
        self.drivers()
            .migration
            .domain_migrate_finish2(dname, cookie, uri, flags, retcode)
            .await
    }

    async fn domain_migrate_prepare_tunnel(
        &self,
        flags: u64,
        dname: Option<&str>,
        resource: u64,
        dom_xml: &str,
    ) -> Result<DriverStream> {
        self.pass(Passage {
            function: "virDomainMigratePrepareTunnel",
            domain: None,
        })
        .await?;
        self.drivers()
            .migration
            .domain_migrate_prepare_tunnel(flags, dname, resource, dom_xml)
            .await
    }

    async fn domain_get_job_info(&self, dom: &DomainRef) -> Result<remote::DomainGetJobInfoRet> {
        self.pass(Passage {
            function: "virDomainGetJobInfo",
            domain: Some(dom),
        })
        .await?;
        self.drivers().migration.domain_get_job_info(dom).await
    }

    async fn domain_migrate_set_max_downtime(
        &self,
        dom: &DomainRef,
        downtime: u64,
        flags: u32,
    ) -> Result<()> {
        self.pass(Passage {
            function: "virDomainMigrateSetMaxDowntime",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .migration
            .domain_migrate_set_max_downtime(dom, downtime, flags)
            .await
    }

    async fn domain_migrate_set_max_speed(&self, dom: &DomainRef, bandwidth: u64, flags: u32) -> Result<()> {
        self.pass(Passage {
            function: "virDomainMigrateSetMaxSpeed",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .migration
            .domain_migrate_set_max_speed(dom, bandwidth, flags)
            .await
    }

    async fn domain_migrate_begin3(
        &self,
        dom: &DomainRef,
        xmlin: Option<&str>,
        flags: u64,
        dname: Option<&str>,
        resource: u64,
    ) -> Result<remote::DomainMigrateBegin3Ret> {
        self.pass(Passage {
            function: "virDomainMigrateBegin3",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .migration
            .domain_migrate_begin3(dom, xmlin, flags, dname, resource)
            .await
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
        self.pass(Passage {
            function: "virDomainMigratePrepare3",
            domain: None,
        })
        .await?;
        self.drivers()
            .migration
            .domain_migrate_prepare3(cookie_in, uri_in, flags, dname, resource, dom_xml)
            .await
    }

    async fn domain_migrate_prepare_tunnel3(
        &self,
        cookie_in: &[u8],
        flags: u64,
        dname: Option<&str>,
        resource: u64,
        dom_xml: &str,
    ) -> Result<(Vec<u8>, DriverStream)> {
        self.pass(Passage {
            function: "virDomainMigratePrepareTunnel3",
            domain: None,
        })
        .await?;
        self.drivers()
            .migration
            .domain_migrate_prepare_tunnel3(cookie_in, flags, dname, resource, dom_xml)
            .await
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
        self.pass(Passage {
            function: "virDomainMigratePerform3",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .migration
            .domain_migrate_perform3(dom, xmlin, cookie_in, dconnuri, uri, flags, dname, resource)
            .await
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
        self.pass(Passage {
            function: "virDomainMigrateFinish3",
            domain: None,
        })
        .await?;
        self.drivers()
            .migration
            .domain_migrate_finish3(dname, cookie_in, dconnuri, uri, flags, cancelled)
            .await
    }

    async fn domain_migrate_confirm3(
        &self,
        dom: &DomainRef,
        cookie_in: &[u8],
        flags: u64,
        cancelled: i32,
    ) -> Result<()> {
        self.pass(Passage {
            function: "virDomainMigrateConfirm3",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .migration
            .domain_migrate_confirm3(dom, cookie_in, flags, cancelled)
            .await
    }

    async fn domain_migrate_get_max_speed(&self, dom: &DomainRef, flags: u32) -> Result<u64> {
        self.pass(Passage {
            function: "virDomainMigrateGetMaxSpeed",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .migration
            .domain_migrate_get_max_speed(dom, flags)
            .await
    }

    async fn domain_get_job_stats(
        &self,
        dom: &DomainRef,
        flags: u32,
    ) -> Result<remote::DomainGetJobStatsRet> {
        self.pass(Passage {
            function: "virDomainGetJobStats",
            domain: Some(dom),
        })
        .await?;
        self.drivers().migration.domain_get_job_stats(dom, flags).await
    }

    async fn domain_migrate_get_compression_cache(&self, dom: &DomainRef, flags: u32) -> Result<u64> {
        self.pass(Passage {
            function: "virDomainMigrateGetCompressionCache",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .migration
            .domain_migrate_get_compression_cache(dom, flags)
            .await
    }

    async fn domain_migrate_set_compression_cache(
        &self,
        dom: &DomainRef,
        cache_size: u64,
        flags: u32,
    ) -> Result<()> {
        self.pass(Passage {
            function: "virDomainMigrateSetCompressionCache",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .migration
            .domain_migrate_set_compression_cache(dom, cache_size, flags)
            .await
    }

    async fn domain_migrate_begin3_params(
        &self,
        dom: &DomainRef,
        params: &[TypedParam],
        flags: u32,
    ) -> Result<remote::DomainMigrateBegin3ParamsRet> {
        self.pass(Passage {
            function: "virDomainMigrateBegin3Params",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .migration
            .domain_migrate_begin3_params(dom, params, flags)
            .await
    }

    async fn domain_migrate_prepare3_params(
        &self,
        params: &[TypedParam],
        cookie_in: &[u8],
        flags: u32,
    ) -> Result<remote::DomainMigratePrepare3ParamsRet> {
        self.pass(Passage {
            function: "virDomainMigratePrepare3Params",
            domain: None,
        })
        .await?;
        self.drivers()
            .migration
            .domain_migrate_prepare3_params(params, cookie_in, flags)
            .await
    }

    async fn domain_migrate_prepare_tunnel3_params(
        &self,
        params: &[TypedParam],
        cookie_in: &[u8],
        flags: u32,
    ) -> Result<Vec<u8>> {
        self.pass(Passage {
            function: "virDomainMigratePrepareTunnel3Params",
            domain: None,
        })
        .await?;
        self.drivers()
            .migration
            .domain_migrate_prepare_tunnel3_params(params, cookie_in, flags)
            .await
    }

    async fn domain_migrate_perform3_params(
        &self,
        dom: &DomainRef,
        dconnuri: Option<&str>,
        params: &[TypedParam],
        cookie_in: &[u8],
        flags: u32,
    ) -> Result<Vec<u8>> {
        self.pass(Passage {
            function: "virDomainMigratePerform3Params",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .migration
            .domain_migrate_perform3_params(dom, dconnuri, params, cookie_in, flags)
            .await
    }

    async fn domain_migrate_finish3_params(
        &self,
        params: &[TypedParam],
        cookie_in: &[u8],
        flags: u32,
        cancelled: i32,
    ) -> Result<remote::DomainMigrateFinish3ParamsRet> {
        self.pass(Passage {
            function: "virDomainMigrateFinish3Params",
            domain: None,
        })
        .await?;
        self.drivers()
            .migration
            .domain_migrate_finish3_params(params, cookie_in, flags, cancelled)
            .await
    }

    async fn domain_migrate_confirm3_params(
        &self,
        dom: &DomainRef,
        params: &[TypedParam],
        cookie_in: &[u8],
        flags: u32,
        cancelled: i32,
    ) -> Result<()> {
        self.pass(Passage {
            function: "virDomainMigrateConfirm3Params",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .migration
            .domain_migrate_confirm3_params(dom, params, cookie_in, flags, cancelled)
            .await
    }

    async fn domain_migrate_start_post_copy(&self, dom: &DomainRef, flags: u32) -> Result<()> {
        self.pass(Passage {
            function: "virDomainMigrateStartPostCopy",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .migration
            .domain_migrate_start_post_copy(dom, flags)
            .await
    }

    async fn domain_migrate_get_max_downtime(&self, dom: &DomainRef, flags: u32) -> Result<u64> {
        self.pass(Passage {
            function: "virDomainMigrateGetMaxDowntime",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .migration
            .domain_migrate_get_max_downtime(dom, flags)
            .await
    }

    async fn domain_start_dirty_rate_calc(&self, dom: &DomainRef, seconds: i32, flags: u32) -> Result<()> {
        self.pass(Passage {
            function: "virDomainStartDirtyRateCalc",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .migration
            .domain_start_dirty_rate_calc(dom, seconds, flags)
            .await
    }

    async fn domain_abort_job_flags(&self, dom: &DomainRef, flags: u32) -> Result<()> {
        self.pass(Passage {
            function: "virDomainAbortJobFlags",
            domain: Some(dom),
        })
        .await?;
        self.drivers().migration.domain_abort_job_flags(dom, flags).await
    }
}

#[async_trait]
impl GuestAgent for Gated {
    async fn domain_get_hostname(&self, dom: &DomainRef, flags: u32) -> Result<String> {
        self.pass(Passage {
            function: "virDomainGetHostname",
            domain: Some(dom),
        })
        .await?;
        self.drivers().guest_agent.domain_get_hostname(dom, flags).await
    }

    async fn domain_fstrim(
        &self,
        dom: &DomainRef,
        mount_point: Option<&str>,
        minimum: u64,
        flags: u32,
    ) -> Result<()> {
        self.pass(Passage {
            function: "virDomainFSTrim",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .guest_agent
            .domain_fstrim(dom, mount_point, minimum, flags)
            .await
    }

    async fn domain_fsfreeze(&self, dom: &DomainRef, mountpoints: &[String], flags: u32) -> Result<i32> {
        self.pass(Passage {
            function: "virDomainFSFreeze",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .guest_agent
            .domain_fsfreeze(dom, mountpoints, flags)
            .await
    }

    async fn domain_fsthaw(&self, dom: &DomainRef, mountpoints: &[String], flags: u32) -> Result<i32> {
        self.pass(Passage {
            function: "virDomainFSThaw",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .guest_agent
            .domain_fsthaw(dom, mountpoints, flags)
            .await
    }

    async fn domain_get_time(&self, dom: &DomainRef, flags: u32) -> Result<remote::DomainGetTimeRet> {
        self.pass(Passage {
            function: "virDomainGetTime",
            domain: Some(dom),
        })
        .await?;
        self.drivers().guest_agent.domain_get_time(dom, flags).await
    }

    async fn domain_set_time(&self, dom: &DomainRef, seconds: i64, nseconds: u32, flags: u32) -> Result<()> {
        self.pass(Passage {
            function: "virDomainSetTime",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .guest_agent
            .domain_set_time(dom, seconds, nseconds, flags)
            .await
    }

    async fn domain_get_fsinfo(&self, dom: &DomainRef, flags: u32) -> Result<remote::DomainGetFsinfoRet> {
        self.pass(Passage {
            function: "virDomainGetFSInfo",
            domain: Some(dom),
        })
        .await?;
        self.drivers().guest_agent.domain_get_fsinfo(dom, flags).await
    }

    async fn domain_set_user_password(
        &self,
        dom: &DomainRef,
        user: Option<&str>,
        password: Option<&str>,
        flags: u32,
    ) -> Result<()> {
        self.pass(Passage {
            function: "virDomainSetUserPassword",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .guest_agent
            .domain_set_user_password(dom, user, password, flags)
            .await
    }

    async fn domain_get_guest_vcpus(&self, dom: &DomainRef, flags: u32) -> Result<Vec<TypedParam>> {
        self.pass(Passage {
            function: "virDomainGetGuestVcpus",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .guest_agent
            .domain_get_guest_vcpus(dom, flags)
            .await
    }

    async fn domain_set_guest_vcpus(
        &self,
        dom: &DomainRef,
        cpumap: &str,
        state: i32,
        flags: u32,
    ) -> Result<()> {
        self.pass(Passage {
            function: "virDomainSetGuestVcpus",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .guest_agent
            .domain_set_guest_vcpus(dom, cpumap, state, flags)
            .await
    }

    async fn domain_get_guest_info(
        &self,
        dom: &DomainRef,
        types: u32,
        flags: u32,
    ) -> Result<Vec<TypedParam>> {
        self.pass(Passage {
            function: "virDomainGetGuestInfo",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .guest_agent
            .domain_get_guest_info(dom, types, flags)
            .await
    }

    async fn domain_agent_set_response_timeout(
        &self,
        dom: &DomainRef,
        timeout: i32,
        flags: u32,
    ) -> Result<i32> {
        self.pass(Passage {
            function: "virDomainAgentSetResponseTimeout",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .guest_agent
            .domain_agent_set_response_timeout(dom, timeout, flags)
            .await
    }

    async fn domain_authorized_ssh_keys_get(
        &self,
        dom: &DomainRef,
        user: &str,
        flags: u32,
    ) -> Result<Vec<String>> {
        self.pass(Passage {
            function: "virDomainAuthorizedSSHKeysGet",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .guest_agent
            .domain_authorized_ssh_keys_get(dom, user, flags)
            .await
    }

    async fn domain_authorized_ssh_keys_set(
        &self,
        dom: &DomainRef,
        user: &str,
        keys: &[String],
        flags: u32,
    ) -> Result<()> {
        self.pass(Passage {
            function: "virDomainAuthorizedSSHKeysSet",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .guest_agent
            .domain_authorized_ssh_keys_set(dom, user, keys, flags)
            .await
    }
}

#[async_trait]
impl Console for Gated {
    async fn domain_open_console(
        &self,
        dom: &DomainRef,
        dev_name: Option<&str>,
        flags: u32,
    ) -> Result<DriverStream> {
        self.pass(Passage {
            function: "virDomainOpenConsole",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .console
            .domain_open_console(dom, dev_name, flags)
            .await
    }

    async fn domain_screenshot(
        &self,
        dom: &DomainRef,
        screen: u32,
        flags: u32,
    ) -> Result<(Option<String>, DriverStream)> {
        self.pass(Passage {
            function: "virDomainScreenshot",
            domain: Some(dom),
        })
        .await?;
        self.drivers().console.domain_screenshot(dom, screen, flags).await
    }

    async fn domain_open_graphics(
        &self,
        dom: &DomainRef,
        idx: u32,
        flags: u32,
        files: Vec<OwnedFd>,
    ) -> Result<()> {
        self.pass(Passage {
            function: "virDomainOpenGraphics",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .console
            .domain_open_graphics(dom, idx, flags, files)
            .await
    }

    async fn domain_open_channel(
        &self,
        dom: &DomainRef,
        name: Option<&str>,
        flags: u32,
    ) -> Result<DriverStream> {
        self.pass(Passage {
            function: "virDomainOpenChannel",
            domain: Some(dom),
        })
        .await?;
        self.drivers().console.domain_open_channel(dom, name, flags).await
    }

    async fn domain_open_graphics_fd(&self, dom: &DomainRef, idx: u32, flags: u32) -> Result<Vec<OwnedFd>> {
        self.pass(Passage {
            function: "virDomainOpenGraphicsFD",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .console
            .domain_open_graphics_fd(dom, idx, flags)
            .await
    }

    async fn domain_graphics_reload(&self, dom: &DomainRef, kind: u32, flags: u32) -> Result<()> {
        self.pass(Passage {
            function: "virDomainGraphicsReload",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .console
            .domain_graphics_reload(dom, kind, flags)
            .await
    }
}

#[async_trait]
impl QemuSpecific for Gated {
    async fn domain_monitor_command(&self, dom: &DomainRef, cmd: &str, flags: u32) -> Result<String> {
        self.pass(Passage {
            function: "virDomainQemuMonitorCommand",
            domain: Some(dom),
        })
        .await?;
        self.drivers().qemu.domain_monitor_command(dom, cmd, flags).await
    }

    async fn domain_attach(&self, pid_value: u32, flags: u32) -> Result<DomainRef> {
        self.pass(Passage {
            function: "virDomainQemuAttach",
            domain: None,
        })
        .await?;
        self.drivers().qemu.domain_attach(pid_value, flags).await
    }

    async fn domain_agent_command(
        &self,
        dom: &DomainRef,
        cmd: &str,
        timeout: i32,
        flags: u32,
    ) -> Result<Option<String>> {
        self.pass(Passage {
            function: "virDomainQemuAgentCommand",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .qemu
            .domain_agent_command(dom, cmd, timeout, flags)
            .await
    }

    async fn domain_monitor_command_with_files(
        &self,
        dom: &DomainRef,
        cmd: &str,
        flags: u32,
        files: Vec<OwnedFd>,
    ) -> Result<(String, Vec<OwnedFd>)> {
        self.pass(Passage {
            function: "virDomainQemuMonitorCommandWithFiles",
            domain: Some(dom),
        })
        .await?;
        self.drivers()
            .qemu
            .domain_monitor_command_with_files(dom, cmd, flags, files)
            .await
    }
}

#[async_trait]
impl LxcSpecific for Gated {
    async fn domain_open_namespace(&self, dom: &DomainRef, flags: u32) -> Result<Vec<OwnedFd>> {
        self.pass(Passage {
            function: "virDomainLxcOpenNamespace",
            domain: Some(dom),
        })
        .await?;
        self.drivers().lxc.domain_open_namespace(dom, flags).await
    }
}

#[async_trait]
impl NetworkDriver for Gated {
    async fn network_create(&self, net: &NetworkRef) -> Result<()> {
        self.pass(Passage {
            function: "virNetworkCreate",
            domain: None,
        })
        .await?;
        self.drivers().network.network_create(net).await
    }

    async fn network_destroy(&self, net: &NetworkRef) -> Result<()> {
        self.pass(Passage {
            function: "virNetworkDestroy",
            domain: None,
        })
        .await?;
        self.drivers().network.network_destroy(net).await
    }

    async fn network_get_xml_desc(&self, net: &NetworkRef, flags: u32) -> Result<String> {
        self.pass(Passage {
            function: "virNetworkGetXMLDesc",
            domain: None,
        })
        .await?;
        self.drivers().network.network_get_xml_desc(net, flags).await
    }

    async fn network_get_autostart(&self, net: &NetworkRef) -> Result<bool> {
        self.pass(Passage {
            function: "virNetworkGetAutostart",
            domain: None,
        })
        .await?;
        self.drivers().network.network_get_autostart(net).await
    }

    async fn network_get_bridge_name(&self, net: &NetworkRef) -> Result<String> {
        self.pass(Passage {
            function: "virNetworkGetBridgeName",
            domain: None,
        })
        .await?;
        self.drivers().network.network_get_bridge_name(net).await
    }

    async fn network_lookup_by_name(&self, name: &str) -> Result<NetworkRef> {
        self.pass(Passage {
            function: "virNetworkLookupByName",
            domain: None,
        })
        .await?;
        self.drivers().network.network_lookup_by_name(name).await
    }

    async fn network_lookup_by_uuid(&self, uuid: Uuid) -> Result<NetworkRef> {
        self.pass(Passage {
            function: "virNetworkLookupByUUID",
            domain: None,
        })
        .await?;
        self.drivers().network.network_lookup_by_uuid(uuid).await
    }

    async fn network_set_autostart(&self, net: &NetworkRef, autostart: bool) -> Result<()> {
        self.pass(Passage {
            function: "virNetworkSetAutostart",
            domain: None,
        })
        .await?;
        self.drivers().network.network_set_autostart(net, autostart).await
    }

    async fn network_undefine(&self, net: &NetworkRef) -> Result<()> {
        self.pass(Passage {
            function: "virNetworkUndefine",
            domain: None,
        })
        .await?;
        self.drivers().network.network_undefine(net).await
    }

    async fn network_is_active(&self, net: &NetworkRef) -> Result<bool> {
        self.pass(Passage {
            function: "virNetworkIsActive",
            domain: None,
        })
        .await?;
        self.drivers().network.network_is_active(net).await
    }

    async fn network_is_persistent(&self, net: &NetworkRef) -> Result<bool> {
        self.pass(Passage {
            function: "virNetworkIsPersistent",
            domain: None,
        })
        .await?;
        self.drivers().network.network_is_persistent(net).await
    }

    async fn connect_list_all_networks(&self, flags: u32) -> Result<Vec<NetworkRef>> {
        self.pass(Passage {
            function: "virConnectListAllNetworks",
            domain: None,
        })
        .await?;
        self.drivers().network.connect_list_all_networks(flags).await
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
        self.pass(Passage {
            function: "virNetworkUpdate",
            domain: None,
        })
        .await?;
        self.drivers()
            .network
            .network_update(net, command, section, parent_index, xml, flags)
            .await
    }

    async fn network_get_dhcp_leases(
        &self,
        net: &NetworkRef,
        mac: Option<&str>,
        flags: u32,
    ) -> Result<Vec<remote::NetworkDhcpLease>> {
        self.pass(Passage {
            function: "virNetworkGetDHCPLeases",
            domain: None,
        })
        .await?;
        self.drivers()
            .network
            .network_get_dhcp_leases(net, mac, flags)
            .await
    }

    async fn network_list_all_ports(&self, network: &NetworkRef, flags: u32) -> Result<Vec<NetworkPortRef>> {
        self.pass(Passage {
            function: "virNetworkListAllPorts",
            domain: None,
        })
        .await?;
        self.drivers()
            .network
            .network_list_all_ports(network, flags)
            .await
    }

    async fn network_port_lookup_by_uuid(&self, network: &NetworkRef, uuid: Uuid) -> Result<NetworkPortRef> {
        self.pass(Passage {
            function: "virNetworkPortLookupByUUID",
            domain: None,
        })
        .await?;
        self.drivers()
            .network
            .network_port_lookup_by_uuid(network, uuid)
            .await
    }

    async fn network_port_create_xml(
        &self,
        network: &NetworkRef,
        xml: &str,
        flags: u32,
    ) -> Result<NetworkPortRef> {
        self.pass(Passage {
            function: "virNetworkPortCreateXML",
            domain: None,
        })
        .await?;
        self.drivers()
            .network
            .network_port_create_xml(network, xml, flags)
            .await
    }

    async fn network_port_get_parameters(
        &self,
        port: &NetworkPortRef,
        flags: u32,
    ) -> Result<Vec<TypedParam>> {
        self.pass(Passage {
            function: "virNetworkPortGetParameters",
            domain: None,
        })
        .await?;
        self.drivers()
            .network
            .network_port_get_parameters(port, flags)
            .await
    }

    async fn network_port_set_parameters(
        &self,
        port: &NetworkPortRef,
        params: &[TypedParam],
        flags: u32,
    ) -> Result<()> {
        self.pass(Passage {
            function: "virNetworkPortSetParameters",
            domain: None,
        })
        .await?;
        self.drivers()
            .network
            .network_port_set_parameters(port, params, flags)
            .await
    }

    async fn network_port_get_xml_desc(&self, port: &NetworkPortRef, flags: u32) -> Result<String> {
        self.pass(Passage {
            function: "virNetworkPortGetXMLDesc",
            domain: None,
        })
        .await?;
        self.drivers()
            .network
            .network_port_get_xml_desc(port, flags)
            .await
    }

    async fn network_port_delete(&self, port: &NetworkPortRef, flags: u32) -> Result<()> {
        self.pass(Passage {
            function: "virNetworkPortDelete",
            domain: None,
        })
        .await?;
        self.drivers().network.network_port_delete(port, flags).await
    }

    async fn network_define_xml_flags(&self, xml: &str, flags: u32) -> Result<NetworkRef> {
        self.pass(Passage {
            function: "virNetworkDefineXMLFlags",
            domain: None,
        })
        .await?;
        self.drivers().network.network_define_xml_flags(xml, flags).await
    }

    async fn network_create_xml_flags(&self, xml: &str, flags: u32) -> Result<NetworkRef> {
        self.pass(Passage {
            function: "virNetworkCreateXMLFlags",
            domain: None,
        })
        .await?;
        self.drivers().network.network_create_xml_flags(xml, flags).await
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
        self.pass(Passage {
            function: "virNetworkSetMetadata",
            domain: None,
        })
        .await?;
        self.drivers()
            .network
            .network_set_metadata(network, kind, metadata, key, uri, flags)
            .await
    }

    async fn network_get_metadata(
        &self,
        network: &NetworkRef,
        kind: i32,
        uri: Option<&str>,
        flags: u32,
    ) -> Result<String> {
        self.pass(Passage {
            function: "virNetworkGetMetadata",
            domain: None,
        })
        .await?;
        self.drivers()
            .network
            .network_get_metadata(network, kind, uri, flags)
            .await
    }
}

#[async_trait]
impl InterfaceDriver for Gated {
    async fn interface_lookup_by_name(&self, name: &str) -> Result<InterfaceRef> {
        self.pass(Passage {
            function: "virInterfaceLookupByName",
            domain: None,
        })
        .await?;
        self.drivers().interface.interface_lookup_by_name(name).await
    }

    async fn interface_lookup_by_mac_string(&self, mac: &str) -> Result<InterfaceRef> {
        self.pass(Passage {
            function: "virInterfaceLookupByMACString",
            domain: None,
        })
        .await?;
        self.drivers().interface.interface_lookup_by_mac_string(mac).await
    }

    async fn interface_get_xml_desc(&self, iface: &InterfaceRef, flags: u32) -> Result<String> {
        self.pass(Passage {
            function: "virInterfaceGetXMLDesc",
            domain: None,
        })
        .await?;
        self.drivers()
            .interface
            .interface_get_xml_desc(iface, flags)
            .await
    }

    async fn interface_define_xml(&self, xml: &str, flags: u32) -> Result<InterfaceRef> {
        self.pass(Passage {
            function: "virInterfaceDefineXML",
            domain: None,
        })
        .await?;
        self.drivers().interface.interface_define_xml(xml, flags).await
    }

    async fn interface_undefine(&self, iface: &InterfaceRef) -> Result<()> {
        self.pass(Passage {
            function: "virInterfaceUndefine",
            domain: None,
        })
        .await?;
        self.drivers().interface.interface_undefine(iface).await
    }

    async fn interface_create(&self, iface: &InterfaceRef, flags: u32) -> Result<()> {
        self.pass(Passage {
            function: "virInterfaceCreate",
            domain: None,
        })
        .await?;
        self.drivers().interface.interface_create(iface, flags).await
    }

    async fn interface_destroy(&self, iface: &InterfaceRef, flags: u32) -> Result<()> {
        self.pass(Passage {
            function: "virInterfaceDestroy",
            domain: None,
        })
        .await?;
        self.drivers().interface.interface_destroy(iface, flags).await
    }

    async fn interface_is_active(&self, iface: &InterfaceRef) -> Result<bool> {
        self.pass(Passage {
            function: "virInterfaceIsActive",
            domain: None,
        })
        .await?;
        self.drivers().interface.interface_is_active(iface).await
    }

    async fn interface_change_begin(&self, flags: u32) -> Result<()> {
        self.pass(Passage {
            function: "virInterfaceChangeBegin",
            domain: None,
        })
        .await?;
        self.drivers().interface.interface_change_begin(flags).await
    }

    async fn interface_change_commit(&self, flags: u32) -> Result<()> {
        self.pass(Passage {
            function: "virInterfaceChangeCommit",
            domain: None,
        })
        .await?;
        self.drivers().interface.interface_change_commit(flags).await
    }

    async fn interface_change_rollback(&self, flags: u32) -> Result<()> {
        self.pass(Passage {
            function: "virInterfaceChangeRollback",
            domain: None,
        })
        .await?;
        self.drivers().interface.interface_change_rollback(flags).await
    }

    async fn connect_list_all_interfaces(&self, flags: u32) -> Result<Vec<InterfaceRef>> {
        self.pass(Passage {
            function: "virConnectListAllInterfaces",
            domain: None,
        })
        .await?;
        self.drivers().interface.connect_list_all_interfaces(flags).await
    }
}

#[async_trait]
impl NwFilterDriver for Gated {
    async fn nwfilter_lookup_by_name(&self, name: &str) -> Result<NwFilterRef> {
        self.pass(Passage {
            function: "virNWFilterLookupByName",
            domain: None,
        })
        .await?;
        self.drivers().nwfilter.nwfilter_lookup_by_name(name).await
    }

    async fn nwfilter_lookup_by_uuid(&self, uuid: Uuid) -> Result<NwFilterRef> {
        self.pass(Passage {
            function: "virNWFilterLookupByUUID",
            domain: None,
        })
        .await?;
        self.drivers().nwfilter.nwfilter_lookup_by_uuid(uuid).await
    }

    async fn nwfilter_get_xml_desc(&self, nwfilter: &NwFilterRef, flags: u32) -> Result<String> {
        self.pass(Passage {
            function: "virNWFilterGetXMLDesc",
            domain: None,
        })
        .await?;
        self.drivers()
            .nwfilter
            .nwfilter_get_xml_desc(nwfilter, flags)
            .await
    }

    async fn nwfilter_undefine(&self, nwfilter: &NwFilterRef) -> Result<()> {
        self.pass(Passage {
            function: "virNWFilterUndefine",
            domain: None,
        })
        .await?;
        self.drivers().nwfilter.nwfilter_undefine(nwfilter).await
    }

    async fn connect_list_all_nwfilters(&self, flags: u32) -> Result<Vec<NwFilterRef>> {
        self.pass(Passage {
            function: "virConnectListAllNWFilters",
            domain: None,
        })
        .await?;
        self.drivers().nwfilter.connect_list_all_nwfilters(flags).await
    }

    async fn nwfilter_binding_lookup_by_port_dev(&self, name: &str) -> Result<NwFilterBindingRef> {
        self.pass(Passage {
            function: "virNWFilterBindingLookupByPortDev",
            domain: None,
        })
        .await?;
        self.drivers()
            .nwfilter
            .nwfilter_binding_lookup_by_port_dev(name)
            .await
    }

    async fn nwfilter_binding_get_xml_desc(
        &self,
        nwfilter: &NwFilterBindingRef,
        flags: u32,
    ) -> Result<String> {
        self.pass(Passage {
            function: "virNWFilterBindingGetXMLDesc",
            domain: None,
        })
        .await?;
        self.drivers()
            .nwfilter
            .nwfilter_binding_get_xml_desc(nwfilter, flags)
            .await
    }

    async fn nwfilter_binding_create_xml(&self, xml: &str, flags: u32) -> Result<NwFilterBindingRef> {
        self.pass(Passage {
            function: "virNWFilterBindingCreateXML",
            domain: None,
        })
        .await?;
        self.drivers()
            .nwfilter
            .nwfilter_binding_create_xml(xml, flags)
            .await
    }

    async fn nwfilter_binding_delete(&self, nwfilter: &NwFilterBindingRef) -> Result<()> {
        self.pass(Passage {
            function: "virNWFilterBindingDelete",
            domain: None,
        })
        .await?;
        self.drivers().nwfilter.nwfilter_binding_delete(nwfilter).await
    }

    async fn connect_list_all_nwfilter_bindings(&self, flags: u32) -> Result<Vec<NwFilterBindingRef>> {
        self.pass(Passage {
            function: "virConnectListAllNWFilterBindings",
            domain: None,
        })
        .await?;
        self.drivers()
            .nwfilter
            .connect_list_all_nwfilter_bindings(flags)
            .await
    }

    async fn nwfilter_define_xml_flags(&self, xml: &str, flags: u32) -> Result<NwFilterRef> {
        self.pass(Passage {
            function: "virNWFilterDefineXMLFlags",
            domain: None,
        })
        .await?;
        self.drivers()
            .nwfilter
            .nwfilter_define_xml_flags(xml, flags)
            .await
    }
}

#[async_trait]
impl StoragePoolDriver for Gated {
    async fn connect_find_storage_pool_sources(
        &self,
        kind: &str,
        src_spec: Option<&str>,
        flags: u32,
    ) -> Result<String> {
        self.pass(Passage {
            function: "virConnectFindStoragePoolSources",
            domain: None,
        })
        .await?;
        self.drivers()
            .storage_pool
            .connect_find_storage_pool_sources(kind, src_spec, flags)
            .await
    }

    async fn storage_pool_create_xml(&self, xml: &str, flags: u32) -> Result<StoragePoolRef> {
        self.pass(Passage {
            function: "virStoragePoolCreateXML",
            domain: None,
        })
        .await?;
        self.drivers()
            .storage_pool
            .storage_pool_create_xml(xml, flags)
            .await
    }

    async fn storage_pool_define_xml(&self, xml: &str, flags: u32) -> Result<StoragePoolRef> {
        self.pass(Passage {
            function: "virStoragePoolDefineXML",
            domain: None,
        })
        .await?;
        self.drivers()
            .storage_pool
            .storage_pool_define_xml(xml, flags)
            .await
    }

    async fn storage_pool_create(&self, pool: &StoragePoolRef, flags: u32) -> Result<()> {
        self.pass(Passage {
            function: "virStoragePoolCreate",
            domain: None,
        })
        .await?;
        self.drivers().storage_pool.storage_pool_create(pool, flags).await
    }

    async fn storage_pool_build(&self, pool: &StoragePoolRef, flags: u32) -> Result<()> {
        self.pass(Passage {
            function: "virStoragePoolBuild",
            domain: None,
        })
        .await?;
        self.drivers().storage_pool.storage_pool_build(pool, flags).await
    }

    async fn storage_pool_destroy(&self, pool: &StoragePoolRef) -> Result<()> {
        self.pass(Passage {
            function: "virStoragePoolDestroy",
            domain: None,
        })
        .await?;
        self.drivers().storage_pool.storage_pool_destroy(pool).await
    }

    async fn storage_pool_delete(&self, pool: &StoragePoolRef, flags: u32) -> Result<()> {
        self.pass(Passage {
            function: "virStoragePoolDelete",
            domain: None,
        })
        .await?;
        self.drivers().storage_pool.storage_pool_delete(pool, flags).await
    }

    async fn storage_pool_undefine(&self, pool: &StoragePoolRef) -> Result<()> {
        self.pass(Passage {
            function: "virStoragePoolUndefine",
            domain: None,
        })
        .await?;
        self.drivers().storage_pool.storage_pool_undefine(pool).await
    }

    async fn storage_pool_refresh(&self, pool: &StoragePoolRef, flags: u32) -> Result<()> {
        self.pass(Passage {
            function: "virStoragePoolRefresh",
            domain: None,
        })
        .await?;
        self.drivers()
            .storage_pool
            .storage_pool_refresh(pool, flags)
            .await
    }

    async fn storage_pool_lookup_by_name(&self, name: &str) -> Result<StoragePoolRef> {
        self.pass(Passage {
            function: "virStoragePoolLookupByName",
            domain: None,
        })
        .await?;
        self.drivers()
            .storage_pool
            .storage_pool_lookup_by_name(name)
            .await
    }

    async fn storage_pool_lookup_by_uuid(&self, uuid: Uuid) -> Result<StoragePoolRef> {
        self.pass(Passage {
            function: "virStoragePoolLookupByUUID",
            domain: None,
        })
        .await?;
        self.drivers()
            .storage_pool
            .storage_pool_lookup_by_uuid(uuid)
            .await
    }

    async fn storage_pool_lookup_by_volume(&self, vol: &StorageVolRef) -> Result<StoragePoolRef> {
        self.pass(Passage {
            function: "virStoragePoolLookupByVolume",
            domain: None,
        })
        .await?;
        self.drivers()
            .storage_pool
            .storage_pool_lookup_by_volume(vol)
            .await
    }

    async fn storage_pool_get_info(&self, pool: &StoragePoolRef) -> Result<remote::StoragePoolGetInfoRet> {
        self.pass(Passage {
            function: "virStoragePoolGetInfo",
            domain: None,
        })
        .await?;
        self.drivers().storage_pool.storage_pool_get_info(pool).await
    }

    async fn storage_pool_get_xml_desc(&self, pool: &StoragePoolRef, flags: u32) -> Result<String> {
        self.pass(Passage {
            function: "virStoragePoolGetXMLDesc",
            domain: None,
        })
        .await?;
        self.drivers()
            .storage_pool
            .storage_pool_get_xml_desc(pool, flags)
            .await
    }

    async fn storage_pool_get_autostart(&self, pool: &StoragePoolRef) -> Result<bool> {
        self.pass(Passage {
            function: "virStoragePoolGetAutostart",
            domain: None,
        })
        .await?;
        self.drivers().storage_pool.storage_pool_get_autostart(pool).await
    }

    async fn storage_pool_set_autostart(&self, pool: &StoragePoolRef, autostart: bool) -> Result<()> {
        self.pass(Passage {
            function: "virStoragePoolSetAutostart",
            domain: None,
        })
        .await?;
        self.drivers()
            .storage_pool
            .storage_pool_set_autostart(pool, autostart)
            .await
    }

    async fn storage_pool_is_active(&self, pool: &StoragePoolRef) -> Result<bool> {
        self.pass(Passage {
            function: "virStoragePoolIsActive",
            domain: None,
        })
        .await?;
        self.drivers().storage_pool.storage_pool_is_active(pool).await
    }

    async fn storage_pool_is_persistent(&self, pool: &StoragePoolRef) -> Result<bool> {
        self.pass(Passage {
            function: "virStoragePoolIsPersistent",
            domain: None,
        })
        .await?;
        self.drivers().storage_pool.storage_pool_is_persistent(pool).await
    }

    async fn connect_list_all_storage_pools(&self, flags: u32) -> Result<Vec<StoragePoolRef>> {
        self.pass(Passage {
            function: "virConnectListAllStoragePools",
            domain: None,
        })
        .await?;
        self.drivers()
            .storage_pool
            .connect_list_all_storage_pools(flags)
            .await
    }

    async fn storage_pool_lookup_by_target_path(&self, path: &str) -> Result<StoragePoolRef> {
        self.pass(Passage {
            function: "virStoragePoolLookupByTargetPath",
            domain: None,
        })
        .await?;
        self.drivers()
            .storage_pool
            .storage_pool_lookup_by_target_path(path)
            .await
    }

    async fn connect_get_storage_pool_capabilities(&self, flags: u32) -> Result<String> {
        self.pass(Passage {
            function: "virConnectGetStoragePoolCapabilities",
            domain: None,
        })
        .await?;
        self.drivers()
            .storage_pool
            .connect_get_storage_pool_capabilities(flags)
            .await
    }
}

#[async_trait]
impl StorageVolDriver for Gated {
    async fn storage_vol_create_xml(
        &self,
        pool: &StoragePoolRef,
        xml: &str,
        flags: u32,
    ) -> Result<StorageVolRef> {
        self.pass(Passage {
            function: "virStorageVolCreateXML",
            domain: None,
        })
        .await?;
        self.drivers()
            .storage_vol
            .storage_vol_create_xml(pool, xml, flags)
            .await
    }

    async fn storage_vol_delete(&self, vol: &StorageVolRef, flags: u32) -> Result<()> {
        self.pass(Passage {
            function: "virStorageVolDelete",
            domain: None,
        })
        .await?;
        self.drivers().storage_vol.storage_vol_delete(vol, flags).await
    }

    async fn storage_vol_lookup_by_name(&self, pool: &StoragePoolRef, name: &str) -> Result<StorageVolRef> {
        self.pass(Passage {
            function: "virStorageVolLookupByName",
            domain: None,
        })
        .await?;
        self.drivers()
            .storage_vol
            .storage_vol_lookup_by_name(pool, name)
            .await
    }

    async fn storage_vol_lookup_by_key(&self, key: &str) -> Result<StorageVolRef> {
        self.pass(Passage {
            function: "virStorageVolLookupByKey",
            domain: None,
        })
        .await?;
        self.drivers().storage_vol.storage_vol_lookup_by_key(key).await
    }

    async fn storage_vol_lookup_by_path(&self, path: &str) -> Result<StorageVolRef> {
        self.pass(Passage {
            function: "virStorageVolLookupByPath",
            domain: None,
        })
        .await?;
        self.drivers().storage_vol.storage_vol_lookup_by_path(path).await
    }

    async fn storage_vol_get_info(&self, vol: &StorageVolRef) -> Result<remote::StorageVolGetInfoRet> {
        self.pass(Passage {
            function: "virStorageVolGetInfo",
            domain: None,
        })
        .await?;
        self.drivers().storage_vol.storage_vol_get_info(vol).await
    }

    async fn storage_vol_get_xml_desc(&self, vol: &StorageVolRef, flags: u32) -> Result<String> {
        self.pass(Passage {
            function: "virStorageVolGetXMLDesc",
            domain: None,
        })
        .await?;
        self.drivers()
            .storage_vol
            .storage_vol_get_xml_desc(vol, flags)
            .await
    }

    async fn storage_vol_get_path(&self, vol: &StorageVolRef) -> Result<String> {
        self.pass(Passage {
            function: "virStorageVolGetPath",
            domain: None,
        })
        .await?;
        self.drivers().storage_vol.storage_vol_get_path(vol).await
    }

    async fn storage_vol_create_xml_from(
        &self,
        pool: &StoragePoolRef,
        xml: &str,
        clonevol: &StorageVolRef,
        flags: u32,
    ) -> Result<StorageVolRef> {
        self.pass(Passage {
            function: "virStorageVolCreateXMLFrom",
            domain: None,
        })
        .await?;
        self.drivers()
            .storage_vol
            .storage_vol_create_xml_from(pool, xml, clonevol, flags)
            .await
    }

    async fn storage_vol_wipe(&self, vol: &StorageVolRef, flags: u32) -> Result<()> {
        self.pass(Passage {
            function: "virStorageVolWipe",
            domain: None,
        })
        .await?;
        self.drivers().storage_vol.storage_vol_wipe(vol, flags).await
    }

    async fn storage_vol_upload(
        &self,
        vol: &StorageVolRef,
        offset: u64,
        length: u64,
        flags: u32,
    ) -> Result<DriverStream> {
        self.pass(Passage {
            function: "virStorageVolUpload",
            domain: None,
        })
        .await?;
        self.drivers()
            .storage_vol
            .storage_vol_upload(vol, offset, length, flags)
            .await
    }

    async fn storage_vol_download(
        &self,
        vol: &StorageVolRef,
        offset: u64,
        length: u64,
        flags: u32,
    ) -> Result<DriverStream> {
        self.pass(Passage {
            function: "virStorageVolDownload",
            domain: None,
        })
        .await?;
        self.drivers()
            .storage_vol
            .storage_vol_download(vol, offset, length, flags)
            .await
    }

    async fn storage_vol_wipe_pattern(&self, vol: &StorageVolRef, algorithm: u32, flags: u32) -> Result<()> {
        self.pass(Passage {
            function: "virStorageVolWipePattern",
            domain: None,
        })
        .await?;
        self.drivers()
            .storage_vol
            .storage_vol_wipe_pattern(vol, algorithm, flags)
            .await
    }

    async fn storage_vol_resize(&self, vol: &StorageVolRef, capacity: u64, flags: u32) -> Result<()> {
        self.pass(Passage {
            function: "virStorageVolResize",
            domain: None,
        })
        .await?;
        self.drivers()
            .storage_vol
            .storage_vol_resize(vol, capacity, flags)
            .await
    }

    async fn storage_pool_list_all_volumes(
        &self,
        pool: &StoragePoolRef,
        flags: u32,
    ) -> Result<Vec<StorageVolRef>> {
        self.pass(Passage {
            function: "virStoragePoolListAllVolumes",
            domain: None,
        })
        .await?;
        self.drivers()
            .storage_vol
            .storage_pool_list_all_volumes(pool, flags)
            .await
    }

    async fn storage_vol_get_info_flags(
        &self,
        vol: &StorageVolRef,
        flags: u32,
    ) -> Result<remote::StorageVolGetInfoFlagsRet> {
        self.pass(Passage {
            function: "virStorageVolGetInfoFlags",
            domain: None,
        })
        .await?;
        self.drivers()
            .storage_vol
            .storage_vol_get_info_flags(vol, flags)
            .await
    }
}

#[async_trait]
impl NodeDeviceDriver for Gated {
    async fn node_device_lookup_by_name(&self, name: &str) -> Result<NodeDeviceRef> {
        self.pass(Passage {
            function: "virNodeDeviceLookupByName",
            domain: None,
        })
        .await?;
        self.drivers().node_device.node_device_lookup_by_name(name).await
    }

    async fn node_device_get_xml_desc(&self, name: &str, flags: u32) -> Result<String> {
        self.pass(Passage {
            function: "virNodeDeviceGetXMLDesc",
            domain: None,
        })
        .await?;
        self.drivers()
            .node_device
            .node_device_get_xml_desc(name, flags)
            .await
    }

    async fn node_device_get_parent(&self, name: &str) -> Result<Option<String>> {
        self.pass(Passage {
            function: "virNodeDeviceGetParent",
            domain: None,
        })
        .await?;
        self.drivers().node_device.node_device_get_parent(name).await
    }

    async fn node_device_num_of_caps(&self, name: &str) -> Result<i32> {
        self.pass(Passage {
            function: "virNodeDeviceNumOfCaps",
            domain: None,
        })
        .await?;
        self.drivers().node_device.node_device_num_of_caps(name).await
    }

    async fn node_device_list_caps(&self, name: &str, maxnames: i32) -> Result<Vec<String>> {
        self.pass(Passage {
            function: "virNodeDeviceListCaps",
            domain: None,
        })
        .await?;
        self.drivers()
            .node_device
            .node_device_list_caps(name, maxnames)
            .await
    }

    async fn node_device_re_attach(&self, name: &str) -> Result<()> {
        self.pass(Passage {
            function: "virNodeDeviceReAttach",
            domain: None,
        })
        .await?;
        self.drivers().node_device.node_device_re_attach(name).await
    }

    async fn node_device_reset(&self, name: &str) -> Result<()> {
        self.pass(Passage {
            function: "virNodeDeviceReset",
            domain: None,
        })
        .await?;
        self.drivers().node_device.node_device_reset(name).await
    }

    async fn node_device_create_xml(&self, xml_desc: &str, flags: u32) -> Result<NodeDeviceRef> {
        self.pass(Passage {
            function: "virNodeDeviceCreateXML",
            domain: None,
        })
        .await?;
        self.drivers()
            .node_device
            .node_device_create_xml(xml_desc, flags)
            .await
    }

    async fn node_device_destroy(&self, name: &str) -> Result<()> {
        self.pass(Passage {
            function: "virNodeDeviceDestroy",
            domain: None,
        })
        .await?;
        self.drivers().node_device.node_device_destroy(name).await
    }

    async fn connect_list_all_node_devices(&self, flags: u32) -> Result<Vec<NodeDeviceRef>> {
        self.pass(Passage {
            function: "virConnectListAllNodeDevices",
            domain: None,
        })
        .await?;
        self.drivers()
            .node_device
            .connect_list_all_node_devices(flags)
            .await
    }

    async fn node_device_lookup_scsi_host_by_wwn(
        &self,
        wwnn: &str,
        wwpn: &str,
        flags: u32,
    ) -> Result<NodeDeviceRef> {
        self.pass(Passage {
            function: "virNodeDeviceLookupSCSIHostByWWN",
            domain: None,
        })
        .await?;
        self.drivers()
            .node_device
            .node_device_lookup_scsi_host_by_wwn(wwnn, wwpn, flags)
            .await
    }

    async fn node_device_detach_flags(
        &self,
        name: &str,
        driver_name: Option<&str>,
        flags: u32,
    ) -> Result<()> {
        self.pass(Passage {
            function: "virNodeDeviceDetachFlags",
            domain: None,
        })
        .await?;
        self.drivers()
            .node_device
            .node_device_detach_flags(name, driver_name, flags)
            .await
    }

    async fn node_device_define_xml(&self, xml_desc: &str, flags: u32) -> Result<NodeDeviceRef> {
        self.pass(Passage {
            function: "virNodeDeviceDefineXML",
            domain: None,
        })
        .await?;
        self.drivers()
            .node_device
            .node_device_define_xml(xml_desc, flags)
            .await
    }

    async fn node_device_undefine(&self, name: &str, flags: u32) -> Result<()> {
        self.pass(Passage {
            function: "virNodeDeviceUndefine",
            domain: None,
        })
        .await?;
        self.drivers().node_device.node_device_undefine(name, flags).await
    }

    async fn node_device_create(&self, name: &str, flags: u32) -> Result<()> {
        self.pass(Passage {
            function: "virNodeDeviceCreate",
            domain: None,
        })
        .await?;
        self.drivers().node_device.node_device_create(name, flags).await
    }

    async fn node_device_get_autostart(&self, name: &str) -> Result<bool> {
        self.pass(Passage {
            function: "virNodeDeviceGetAutostart",
            domain: None,
        })
        .await?;
        self.drivers().node_device.node_device_get_autostart(name).await
    }

    async fn node_device_set_autostart(&self, name: &str, autostart: bool) -> Result<()> {
        self.pass(Passage {
            function: "virNodeDeviceSetAutostart",
            domain: None,
        })
        .await?;
        self.drivers()
            .node_device
            .node_device_set_autostart(name, autostart)
            .await
    }

    async fn node_device_is_persistent(&self, name: &str) -> Result<bool> {
        self.pass(Passage {
            function: "virNodeDeviceIsPersistent",
            domain: None,
        })
        .await?;
        self.drivers().node_device.node_device_is_persistent(name).await
    }

    async fn node_device_is_active(&self, name: &str) -> Result<bool> {
        self.pass(Passage {
            function: "virNodeDeviceIsActive",
            domain: None,
        })
        .await?;
        self.drivers().node_device.node_device_is_active(name).await
    }

    async fn node_device_update(&self, name: &str, xml_desc: &str, flags: u32) -> Result<()> {
        self.pass(Passage {
            function: "virNodeDeviceUpdate",
            domain: None,
        })
        .await?;
        self.drivers()
            .node_device
            .node_device_update(name, xml_desc, flags)
            .await
    }
}

#[async_trait]
impl SecretDriver for Gated {
    async fn secret_lookup_by_uuid(&self, uuid: Uuid) -> Result<SecretRef> {
        self.pass(Passage {
            function: "virSecretLookupByUUID",
            domain: None,
        })
        .await?;
        self.drivers().secret.secret_lookup_by_uuid(uuid).await
    }

    async fn secret_define_xml(&self, xml: &str, flags: u32) -> Result<SecretRef> {
        self.pass(Passage {
            function: "virSecretDefineXML",
            domain: None,
        })
        .await?;
        self.drivers().secret.secret_define_xml(xml, flags).await
    }

    async fn secret_get_xml_desc(&self, secret: &SecretRef, flags: u32) -> Result<String> {
        self.pass(Passage {
            function: "virSecretGetXMLDesc",
            domain: None,
        })
        .await?;
        self.drivers().secret.secret_get_xml_desc(secret, flags).await
    }

    async fn secret_set_value(&self, secret: &SecretRef, value: &[u8], flags: u32) -> Result<()> {
        self.pass(Passage {
            function: "virSecretSetValue",
            domain: None,
        })
        .await?;
        self.drivers().secret.secret_set_value(secret, value, flags).await
    }

    async fn secret_get_value(&self, secret: &SecretRef, flags: u32) -> Result<Vec<u8>> {
        self.pass(Passage {
            function: "virSecretGetValue",
            domain: None,
        })
        .await?;
        self.drivers().secret.secret_get_value(secret, flags).await
    }

    async fn secret_undefine(&self, secret: &SecretRef) -> Result<()> {
        self.pass(Passage {
            function: "virSecretUndefine",
            domain: None,
        })
        .await?;
        self.drivers().secret.secret_undefine(secret).await
    }

    async fn secret_lookup_by_usage(&self, usage_type: i32, usage_id: &str) -> Result<SecretRef> {
        self.pass(Passage {
            function: "virSecretLookupByUsage",
            domain: None,
        })
        .await?;
        self.drivers()
            .secret
            .secret_lookup_by_usage(usage_type, usage_id)
            .await
    }

    async fn connect_list_all_secrets(&self, flags: u32) -> Result<Vec<SecretRef>> {
        self.pass(Passage {
            function: "virConnectListAllSecrets",
            domain: None,
        })
        .await?;
        self.drivers().secret.connect_list_all_secrets(flags).await
    }
}
