// Written by `cargo xtask codegen`; edit the tables in crates/*/spec instead.

#![allow(
    unused_variables,
    unused_imports,
    clippy::too_many_arguments,
    reason = "default methods use no argument; the numbers are the interface's"
)]

use crate::stream::DriverStream;
use async_trait::async_trait;
use ferrovirt_protocol::{lxc, qemu, remote};
use ferrovirt_types::object::*;
use ferrovirt_types::param::TypedParam;
use ferrovirt_types::{Error, Result};
use std::os::fd::OwnedFd;
use std::sync::Arc;
use uuid::Uuid;

/// The host and the hypervisor: identity, capabilities, processors, memory.
#[async_trait]
pub trait HostDriver: Send + Sync {
    /// `virConnectGetType`, procedure 3 of program remote.
    async fn connect_get_type(&self) -> Result<String> {
        Err(Error::unsupported("virConnectGetType"))
    }

    /// `virConnectGetVersion`, procedure 4 of program remote.
    async fn connect_get_version(&self) -> Result<u64> {
        Err(Error::unsupported("virConnectGetVersion"))
    }

    /// `virConnectGetMaxVcpus`, procedure 5 of program remote.
    async fn connect_get_max_vcpus(&self, kind: Option<&str>) -> Result<i32> {
        Err(Error::unsupported("virConnectGetMaxVcpus"))
    }

    /// `virNodeGetInfo`, procedure 6 of program remote.
    async fn node_get_info(&self) -> Result<remote::NodeGetInfoRet> {
        Err(Error::unsupported("virNodeGetInfo"))
    }

    /// `virConnectGetCapabilities`, procedure 7 of program remote.
    async fn connect_get_capabilities(&self) -> Result<String> {
        Err(Error::unsupported("virConnectGetCapabilities"))
    }

    /// `virConnectGetHostname`, procedure 59 of program remote.
    async fn connect_get_hostname(&self) -> Result<String> {
        Err(Error::unsupported("virConnectGetHostname"))
    }

    /// `virNodeGetCellsFreeMemory`, procedure 101 of program remote.
    async fn node_get_cells_free_memory(&self, start_cell: i32, maxcells: i32) -> Result<Vec<u64>> {
        Err(Error::unsupported("virNodeGetCellsFreeMemory"))
    }

    /// `virNodeGetFreeMemory`, procedure 102 of program remote.
    async fn node_get_free_memory(&self) -> Result<u64> {
        Err(Error::unsupported("virNodeGetFreeMemory"))
    }

    /// `virNodeGetSecurityModel`, procedure 122 of program remote.
    async fn node_get_security_model(&self) -> Result<remote::NodeGetSecurityModelRet> {
        Err(Error::unsupported("virNodeGetSecurityModel"))
    }

    /// `virConnectCompareCPU`, procedure 158 of program remote.
    async fn connect_compare_cpu(&self, xml: &str, flags: u32) -> Result<i32> {
        Err(Error::unsupported("virConnectCompareCPU"))
    }

    /// `virConnectBaselineCPU`, procedure 162 of program remote.
    async fn connect_baseline_cpu(&self, xml_cpus: &[String], flags: u32) -> Result<String> {
        Err(Error::unsupported("virConnectBaselineCPU"))
    }

    /// `virConnectGetSysinfo`, procedure 203 of program remote.
    async fn connect_get_sysinfo(&self, flags: u32) -> Result<String> {
        Err(Error::unsupported("virConnectGetSysinfo"))
    }

    /// `virNodeGetCPUStats`, procedure 227 of program remote.
    async fn node_get_cpu_stats(&self, cpu_num: i32, flags: u32) -> Result<Vec<remote::NodeGetCpuStats>> {
        Err(Error::unsupported("virNodeGetCPUStats"))
    }

    /// `virNodeGetMemoryStats`, procedure 228 of program remote.
    async fn node_get_memory_stats(
        &self,
        cell_num: i32,
        flags: u32,
    ) -> Result<Vec<remote::NodeGetMemoryStats>> {
        Err(Error::unsupported("virNodeGetMemoryStats"))
    }

    /// `virNodeSuspendForDuration`, procedure 250 of program remote.
    async fn node_suspend_for_duration(&self, target: u32, duration: u64, flags: u32) -> Result<()> {
        Err(Error::unsupported("virNodeSuspendForDuration"))
    }

    /// `virNodeSetMemoryParameters`, procedure 288 of program remote.
    async fn node_set_memory_parameters(&self, params: &[TypedParam], flags: u32) -> Result<()> {
        Err(Error::unsupported("virNodeSetMemoryParameters"))
    }

    /// `virNodeGetMemoryParameters`, procedure 289 of program remote.
    async fn node_get_memory_parameters(&self, flags: u32) -> Result<Vec<TypedParam>> {
        Err(Error::unsupported("virNodeGetMemoryParameters"))
    }

    /// `virNodeGetCPUMap`, procedure 293 of program remote.
    async fn node_get_cpu_map(
        &self,
        need_map: i32,
        need_online: i32,
        flags: u32,
    ) -> Result<remote::NodeGetCpuMapRet> {
        Err(Error::unsupported("virNodeGetCPUMap"))
    }

    /// `virConnectGetCPUModelNames`, procedure 312 of program remote.
    async fn connect_get_cpu_model_names(&self, arch: &str, flags: u32) -> Result<Vec<String>> {
        Err(Error::unsupported("virConnectGetCPUModelNames"))
    }

    /// `virNodeGetFreePages`, procedure 340 of program remote.
    async fn node_get_free_pages(
        &self,
        pages: &[u32],
        start_cell: i32,
        cell_count: u32,
        flags: u32,
    ) -> Result<Vec<u64>> {
        Err(Error::unsupported("virNodeGetFreePages"))
    }

    /// `virConnectGetDomainCapabilities`, procedure 342 of program remote.
    async fn connect_get_domain_capabilities(
        &self,
        emulatorbin: Option<&str>,
        arch: Option<&str>,
        machine: Option<&str>,
        virttype: Option<&str>,
        flags: u32,
    ) -> Result<String> {
        Err(Error::unsupported("virConnectGetDomainCapabilities"))
    }

    /// `virNodeAllocPages`, procedure 347 of program remote.
    async fn node_alloc_pages(
        &self,
        page_sizes: &[u32],
        page_counts: &[u64],
        start_cell: i32,
        cell_count: u32,
        flags: u32,
    ) -> Result<i32> {
        Err(Error::unsupported("virNodeAllocPages"))
    }

    /// `virConnectCompareHypervisorCPU`, procedure 393 of program remote.
    async fn connect_compare_hypervisor_cpu(
        &self,
        emulator: Option<&str>,
        arch: Option<&str>,
        machine: Option<&str>,
        virttype: Option<&str>,
        xml_cpu: &str,
        flags: u32,
    ) -> Result<i32> {
        Err(Error::unsupported("virConnectCompareHypervisorCPU"))
    }

    /// `virConnectBaselineHypervisorCPU`, procedure 394 of program remote.
    async fn connect_baseline_hypervisor_cpu(
        &self,
        emulator: Option<&str>,
        arch: Option<&str>,
        machine: Option<&str>,
        virttype: Option<&str>,
        xml_cpus: &[String],
        flags: u32,
    ) -> Result<String> {
        Err(Error::unsupported("virConnectBaselineHypervisorCPU"))
    }

    /// `virNodeGetSEVInfo`, procedure 395 of program remote.
    async fn node_get_sev_info(&self, flags: u32) -> Result<Vec<TypedParam>> {
        Err(Error::unsupported("virNodeGetSEVInfo"))
    }
}

/// Finding, starting, stopping, saving and restoring domains.
#[async_trait]
pub trait DomainLifecycle: Send + Sync {
    /// `virDomainCreateXML`, procedure 10 of program remote.
    async fn domain_create_xml(&self, xml_desc: &str, flags: u32) -> Result<DomainRef> {
        Err(Error::unsupported("virDomainCreateXML"))
    }

    /// `virDomainLookupByID`, procedure 22 of program remote.
    async fn domain_lookup_by_id(&self, id: i32) -> Result<DomainRef> {
        Err(Error::unsupported("virDomainLookupByID"))
    }

    /// `virDomainLookupByName`, procedure 23 of program remote.
    async fn domain_lookup_by_name(&self, name: &str) -> Result<DomainRef> {
        Err(Error::unsupported("virDomainLookupByName"))
    }

    /// `virDomainLookupByUUID`, procedure 24 of program remote.
    async fn domain_lookup_by_uuid(&self, uuid: Uuid) -> Result<DomainRef> {
        Err(Error::unsupported("virDomainLookupByUUID"))
    }

    /// `virDomainReboot`, procedure 27 of program remote.
    async fn domain_reboot(&self, dom: &DomainRef, flags: u32) -> Result<()> {
        Err(Error::unsupported("virDomainReboot"))
    }

    /// `virDomainResume`, procedure 28 of program remote.
    async fn domain_resume(&self, dom: &DomainRef) -> Result<()> {
        Err(Error::unsupported("virDomainResume"))
    }

    /// `virDomainSuspend`, procedure 34 of program remote.
    async fn domain_suspend(&self, dom: &DomainRef) -> Result<()> {
        Err(Error::unsupported("virDomainSuspend"))
    }

    /// `virDomainIsActive`, procedure 150 of program remote.
    async fn domain_is_active(&self, dom: &DomainRef) -> Result<bool> {
        Err(Error::unsupported("virDomainIsActive"))
    }

    /// `virDomainManagedSave`, procedure 182 of program remote.
    async fn domain_managed_save(&self, dom: &DomainRef, flags: u32) -> Result<()> {
        Err(Error::unsupported("virDomainManagedSave"))
    }

    /// `virDomainHasManagedSaveImage`, procedure 183 of program remote.
    async fn domain_has_managed_save_image(&self, dom: &DomainRef, flags: u32) -> Result<i32> {
        Err(Error::unsupported("virDomainHasManagedSaveImage"))
    }

    /// `virDomainManagedSaveRemove`, procedure 184 of program remote.
    async fn domain_managed_save_remove(&self, dom: &DomainRef, flags: u32) -> Result<()> {
        Err(Error::unsupported("virDomainManagedSaveRemove"))
    }

    /// `virDomainCreateWithFlags`, procedure 196 of program remote.
    async fn domain_create_with_flags(&self, dom: &DomainRef, flags: u32) -> Result<DomainRef> {
        Err(Error::unsupported("virDomainCreateWithFlags"))
    }

    /// `virDomainInjectNMI`, procedure 210 of program remote.
    async fn domain_inject_nmi(&self, dom: &DomainRef, flags: u32) -> Result<()> {
        Err(Error::unsupported("virDomainInjectNMI"))
    }

    /// `virDomainGetState`, procedure 212 of program remote.
    async fn domain_get_state(&self, dom: &DomainRef, flags: u32) -> Result<remote::DomainGetStateRet> {
        Err(Error::unsupported("virDomainGetState"))
    }

    /// `virDomainSendKey`, procedure 226 of program remote.
    async fn domain_send_key(
        &self,
        dom: &DomainRef,
        codeset: u32,
        holdtime: u32,
        keycodes: &[u32],
        flags: u32,
    ) -> Result<()> {
        Err(Error::unsupported("virDomainSendKey"))
    }

    /// `virDomainGetControlInfo`, procedure 229 of program remote.
    async fn domain_get_control_info(
        &self,
        dom: &DomainRef,
        flags: u32,
    ) -> Result<remote::DomainGetControlInfoRet> {
        Err(Error::unsupported("virDomainGetControlInfo"))
    }

    /// `virDomainSaveFlags`, procedure 232 of program remote.
    async fn domain_save_flags(
        &self,
        dom: &DomainRef,
        to: &str,
        dxml: Option<&str>,
        flags: u32,
    ) -> Result<()> {
        Err(Error::unsupported("virDomainSaveFlags"))
    }

    /// `virDomainRestoreFlags`, procedure 233 of program remote.
    async fn domain_restore_flags(&self, from: &str, dxml: Option<&str>, flags: u32) -> Result<()> {
        Err(Error::unsupported("virDomainRestoreFlags"))
    }

    /// `virDomainDestroyFlags`, procedure 234 of program remote.
    async fn domain_destroy_flags(&self, dom: &DomainRef, flags: u32) -> Result<()> {
        Err(Error::unsupported("virDomainDestroyFlags"))
    }

    /// `virDomainReset`, procedure 245 of program remote.
    async fn domain_reset(&self, dom: &DomainRef, flags: u32) -> Result<()> {
        Err(Error::unsupported("virDomainReset"))
    }

    /// `virDomainShutdownFlags`, procedure 258 of program remote.
    async fn domain_shutdown_flags(&self, dom: &DomainRef, flags: u32) -> Result<()> {
        Err(Error::unsupported("virDomainShutdownFlags"))
    }

    /// `virDomainPMSuspendForDuration`, procedure 261 of program remote.
    async fn domain_pm_suspend_for_duration(
        &self,
        dom: &DomainRef,
        target: u32,
        duration: u64,
        flags: u32,
    ) -> Result<()> {
        Err(Error::unsupported("virDomainPMSuspendForDuration"))
    }

    /// `virDomainPMWakeup`, procedure 267 of program remote.
    async fn domain_pm_wakeup(&self, dom: &DomainRef, flags: u32) -> Result<()> {
        Err(Error::unsupported("virDomainPMWakeup"))
    }

    /// `virConnectListAllDomains`, procedure 273 of program remote.
    async fn connect_list_all_domains(&self, flags: u32) -> Result<Vec<DomainRef>> {
        Err(Error::unsupported("virConnectListAllDomains"))
    }

    /// `virDomainSendProcessSignal`, procedure 295 of program remote.
    async fn domain_send_process_signal(
        &self,
        dom: &DomainRef,
        pid_value: i64,
        signum: u32,
        flags: u32,
    ) -> Result<()> {
        Err(Error::unsupported("virDomainSendProcessSignal"))
    }

    /// `virDomainCreateXMLWithFiles`, procedure 309 of program remote.
    async fn domain_create_xml_with_files(
        &self,
        xml_desc: &str,
        flags: u32,
        files: Vec<OwnedFd>,
    ) -> Result<DomainRef> {
        Err(Error::unsupported("virDomainCreateXMLWithFiles"))
    }

    /// `virDomainCreateWithFiles`, procedure 310 of program remote.
    async fn domain_create_with_files(
        &self,
        dom: &DomainRef,
        flags: u32,
        files: Vec<OwnedFd>,
    ) -> Result<DomainRef> {
        Err(Error::unsupported("virDomainCreateWithFiles"))
    }

    /// `virDomainCoreDumpWithFormat`, procedure 334 of program remote.
    async fn domain_core_dump_with_format(
        &self,
        dom: &DomainRef,
        to: &str,
        dumpformat: u32,
        flags: u32,
    ) -> Result<()> {
        Err(Error::unsupported("virDomainCoreDumpWithFormat"))
    }

    /// `virDomainManagedSaveGetXMLDesc`, procedure 388 of program remote.
    async fn domain_managed_save_get_xml_desc(&self, dom: &DomainRef, flags: u32) -> Result<String> {
        Err(Error::unsupported("virDomainManagedSaveGetXMLDesc"))
    }

    /// `virDomainManagedSaveDefineXML`, procedure 389 of program remote.
    async fn domain_managed_save_define_xml(
        &self,
        dom: &DomainRef,
        dxml: Option<&str>,
        flags: u32,
    ) -> Result<()> {
        Err(Error::unsupported("virDomainManagedSaveDefineXML"))
    }

    /// `virDomainSaveParams`, procedure 440 of program remote.
    async fn domain_save_params(&self, dom: &DomainRef, params: &[TypedParam], flags: u32) -> Result<()> {
        Err(Error::unsupported("virDomainSaveParams"))
    }

    /// `virDomainRestoreParams`, procedure 441 of program remote.
    async fn domain_restore_params(&self, params: &[TypedParam], flags: u32) -> Result<()> {
        Err(Error::unsupported("virDomainRestoreParams"))
    }
}

/// Definitions of domains and what is kept with them.
#[async_trait]
pub trait DomainConfig: Send + Sync {
    /// `virDomainGetXMLDesc`, procedure 14 of program remote.
    async fn domain_get_xml_desc(&self, dom: &DomainRef, flags: u32) -> Result<String> {
        Err(Error::unsupported("virDomainGetXMLDesc"))
    }

    /// `virDomainGetAutostart`, procedure 15 of program remote.
    async fn domain_get_autostart(&self, dom: &DomainRef) -> Result<bool> {
        Err(Error::unsupported("virDomainGetAutostart"))
    }

    /// `virDomainGetOSType`, procedure 19 of program remote.
    async fn domain_get_os_type(&self, dom: &DomainRef) -> Result<String> {
        Err(Error::unsupported("virDomainGetOSType"))
    }

    /// `virDomainSetAutostart`, procedure 29 of program remote.
    async fn domain_set_autostart(&self, dom: &DomainRef, autostart: bool) -> Result<()> {
        Err(Error::unsupported("virDomainSetAutostart"))
    }

    /// `virConnectDomainXMLFromNative`, procedure 135 of program remote.
    async fn connect_domain_xml_from_native(
        &self,
        native_format: &str,
        native_config: &str,
        flags: u32,
    ) -> Result<String> {
        Err(Error::unsupported("virConnectDomainXMLFromNative"))
    }

    /// `virConnectDomainXMLToNative`, procedure 136 of program remote.
    async fn connect_domain_xml_to_native(
        &self,
        native_format: &str,
        domain_xml: &str,
        flags: u32,
    ) -> Result<String> {
        Err(Error::unsupported("virConnectDomainXMLToNative"))
    }

    /// `virDomainIsPersistent`, procedure 151 of program remote.
    async fn domain_is_persistent(&self, dom: &DomainRef) -> Result<bool> {
        Err(Error::unsupported("virDomainIsPersistent"))
    }

    /// `virDomainIsUpdated`, procedure 202 of program remote.
    async fn domain_is_updated(&self, dom: &DomainRef) -> Result<bool> {
        Err(Error::unsupported("virDomainIsUpdated"))
    }

    /// `virDomainUndefineFlags`, procedure 231 of program remote.
    async fn domain_undefine_flags(&self, dom: &DomainRef, flags: u32) -> Result<()> {
        Err(Error::unsupported("virDomainUndefineFlags"))
    }

    /// `virDomainSaveImageGetXMLDesc`, procedure 235 of program remote.
    async fn domain_save_image_get_xml_desc(&self, file: &str, flags: u32) -> Result<String> {
        Err(Error::unsupported("virDomainSaveImageGetXMLDesc"))
    }

    /// `virDomainSaveImageDefineXML`, procedure 236 of program remote.
    async fn domain_save_image_define_xml(&self, file: &str, dxml: &str, flags: u32) -> Result<()> {
        Err(Error::unsupported("virDomainSaveImageDefineXML"))
    }

    /// `virDomainSetMetadata`, procedure 264 of program remote.
    async fn domain_set_metadata(
        &self,
        dom: &DomainRef,
        kind: i32,
        metadata: Option<&str>,
        key: Option<&str>,
        uri: Option<&str>,
        flags: u32,
    ) -> Result<()> {
        Err(Error::unsupported("virDomainSetMetadata"))
    }

    /// `virDomainGetMetadata`, procedure 265 of program remote.
    async fn domain_get_metadata(
        &self,
        dom: &DomainRef,
        kind: i32,
        uri: Option<&str>,
        flags: u32,
    ) -> Result<String> {
        Err(Error::unsupported("virDomainGetMetadata"))
    }

    /// `virDomainDefineXMLFlags`, procedure 350 of program remote.
    async fn domain_define_xml_flags(&self, xml: &str, flags: u32) -> Result<DomainRef> {
        Err(Error::unsupported("virDomainDefineXMLFlags"))
    }

    /// `virDomainRename`, procedure 358 of program remote.
    async fn domain_rename(&self, dom: &DomainRef, new_name: Option<&str>, flags: u32) -> Result<i32> {
        Err(Error::unsupported("virDomainRename"))
    }

    /// `virDomainSetLifecycleAction`, procedure 390 of program remote.
    async fn domain_set_lifecycle_action(
        &self,
        dom: &DomainRef,
        kind: u32,
        action: u32,
        flags: u32,
    ) -> Result<()> {
        Err(Error::unsupported("virDomainSetLifecycleAction"))
    }

    /// `virDomainGetAutostartOnce`, procedure 449 of program remote.
    async fn domain_get_autostart_once(&self, dom: &DomainRef) -> Result<bool> {
        Err(Error::unsupported("virDomainGetAutostartOnce"))
    }

    /// `virDomainSetAutostartOnce`, procedure 450 of program remote.
    async fn domain_set_autostart_once(&self, dom: &DomainRef, autostart: bool) -> Result<()> {
        Err(Error::unsupported("virDomainSetAutostartOnce"))
    }
}

/// Devices of domains, attached and detached.
#[async_trait]
pub trait DomainDevices: Send + Sync {
    /// `virDomainAttachDeviceFlags`, procedure 160 of program remote.
    async fn domain_attach_device_flags(&self, dom: &DomainRef, xml: &str, flags: u32) -> Result<()> {
        Err(Error::unsupported("virDomainAttachDeviceFlags"))
    }

    /// `virDomainDetachDeviceFlags`, procedure 161 of program remote.
    async fn domain_detach_device_flags(&self, dom: &DomainRef, xml: &str, flags: u32) -> Result<()> {
        Err(Error::unsupported("virDomainDetachDeviceFlags"))
    }

    /// `virDomainUpdateDeviceFlags`, procedure 174 of program remote.
    async fn domain_update_device_flags(&self, dom: &DomainRef, xml: &str, flags: u32) -> Result<()> {
        Err(Error::unsupported("virDomainUpdateDeviceFlags"))
    }

    /// `virDomainDetachDeviceAlias`, procedure 392 of program remote.
    async fn domain_detach_device_alias(&self, dom: &DomainRef, alias: &str, flags: u32) -> Result<()> {
        Err(Error::unsupported("virDomainDetachDeviceAlias"))
    }

    /// `virDomainFDAssociate`, procedure 443 of program remote.
    async fn domain_fd_associate(
        &self,
        dom: &DomainRef,
        name: &str,
        flags: u32,
        files: Vec<OwnedFd>,
    ) -> Result<()> {
        Err(Error::unsupported("virDomainFDAssociate"))
    }

    /// `virDomainAnnounceInterface`, procedure 456 of program remote.
    async fn domain_announce_interface(
        &self,
        dom: &DomainRef,
        device: Option<&str>,
        params: &[TypedParam],
        flags: u32,
    ) -> Result<()> {
        Err(Error::unsupported("virDomainAnnounceInterface"))
    }
}

/// Memory, processors, schedulers and limits of domains.
#[async_trait]
pub trait Tuning: Send + Sync {
    /// `virDomainGetMaxMemory`, procedure 17 of program remote.
    async fn domain_get_max_memory(&self, dom: &DomainRef) -> Result<u64> {
        Err(Error::unsupported("virDomainGetMaxMemory"))
    }

    /// `virDomainGetMaxVcpus`, procedure 18 of program remote.
    async fn domain_get_max_vcpus(&self, dom: &DomainRef) -> Result<i32> {
        Err(Error::unsupported("virDomainGetMaxVcpus"))
    }

    /// `virDomainSetMaxMemory`, procedure 30 of program remote.
    async fn domain_set_max_memory(&self, dom: &DomainRef, memory: u64) -> Result<()> {
        Err(Error::unsupported("virDomainSetMaxMemory"))
    }

    /// `virDomainGetSchedulerType`, procedure 56 of program remote.
    async fn domain_get_scheduler_type(&self, dom: &DomainRef) -> Result<remote::DomainGetSchedulerTypeRet> {
        Err(Error::unsupported("virDomainGetSchedulerType"))
    }

    /// `virDomainGetSchedulerParameters`, procedure 57 of program remote.
    async fn domain_get_scheduler_parameters(
        &self,
        dom: &DomainRef,
        nparams: i32,
    ) -> Result<Vec<TypedParam>> {
        Err(Error::unsupported("virDomainGetSchedulerParameters"))
    }

    /// `virDomainGetSecurityLabel`, procedure 121 of program remote.
    async fn domain_get_security_label(&self, dom: &DomainRef) -> Result<remote::DomainGetSecurityLabelRet> {
        Err(Error::unsupported("virDomainGetSecurityLabel"))
    }

    /// `virDomainSetMemoryParameters`, procedure 197 of program remote.
    async fn domain_set_memory_parameters(
        &self,
        dom: &DomainRef,
        params: &[TypedParam],
        flags: u32,
    ) -> Result<()> {
        Err(Error::unsupported("virDomainSetMemoryParameters"))
    }

    /// `virDomainGetMemoryParameters`, procedure 198 of program remote.
    async fn domain_get_memory_parameters(&self, dom: &DomainRef, flags: u32) -> Result<Vec<TypedParam>> {
        Err(Error::unsupported("virDomainGetMemoryParameters"))
    }

    /// `virDomainSetVcpusFlags`, procedure 199 of program remote.
    async fn domain_set_vcpus_flags(&self, dom: &DomainRef, nvcpus: u32, flags: u32) -> Result<()> {
        Err(Error::unsupported("virDomainSetVcpusFlags"))
    }

    /// `virDomainGetVcpusFlags`, procedure 200 of program remote.
    async fn domain_get_vcpus_flags(&self, dom: &DomainRef, flags: u32) -> Result<i32> {
        Err(Error::unsupported("virDomainGetVcpusFlags"))
    }

    /// `virDomainSetMemoryFlags`, procedure 204 of program remote.
    async fn domain_set_memory_flags(&self, dom: &DomainRef, memory: u64, flags: u32) -> Result<()> {
        Err(Error::unsupported("virDomainSetMemoryFlags"))
    }

    /// `virDomainSetBlkioParameters`, procedure 205 of program remote.
    async fn domain_set_blkio_parameters(
        &self,
        dom: &DomainRef,
        params: &[TypedParam],
        flags: u32,
    ) -> Result<()> {
        Err(Error::unsupported("virDomainSetBlkioParameters"))
    }

    /// `virDomainGetBlkioParameters`, procedure 206 of program remote.
    async fn domain_get_blkio_parameters(&self, dom: &DomainRef, flags: u32) -> Result<Vec<TypedParam>> {
        Err(Error::unsupported("virDomainGetBlkioParameters"))
    }

    /// `virDomainSetSchedulerParametersFlags`, procedure 219 of program remote.
    async fn domain_set_scheduler_parameters_flags(
        &self,
        dom: &DomainRef,
        params: &[TypedParam],
        flags: u32,
    ) -> Result<()> {
        Err(Error::unsupported("virDomainSetSchedulerParametersFlags"))
    }

    /// `virDomainGetSchedulerParametersFlags`, procedure 223 of program remote.
    async fn domain_get_scheduler_parameters_flags(
        &self,
        dom: &DomainRef,
        nparams: i32,
        flags: u32,
    ) -> Result<Vec<TypedParam>> {
        Err(Error::unsupported("virDomainGetSchedulerParametersFlags"))
    }

    /// `virDomainPinVcpuFlags`, procedure 225 of program remote.
    async fn domain_pin_vcpu_flags(
        &self,
        dom: &DomainRef,
        vcpu: u32,
        cpumap: &[u8],
        flags: u32,
    ) -> Result<()> {
        Err(Error::unsupported("virDomainPinVcpuFlags"))
    }

    /// `virDomainGetVcpuPinInfo`, procedure 230 of program remote.
    async fn domain_get_vcpu_pin_info(
        &self,
        dom: &DomainRef,
        ncpumaps: i32,
        maplen: i32,
        flags: u32,
    ) -> Result<remote::DomainGetVcpuPinInfoRet> {
        Err(Error::unsupported("virDomainGetVcpuPinInfo"))
    }

    /// `virDomainSetNumaParameters`, procedure 254 of program remote.
    async fn domain_set_numa_parameters(
        &self,
        dom: &DomainRef,
        params: &[TypedParam],
        flags: u32,
    ) -> Result<()> {
        Err(Error::unsupported("virDomainSetNumaParameters"))
    }

    /// `virDomainGetNumaParameters`, procedure 255 of program remote.
    async fn domain_get_numa_parameters(&self, dom: &DomainRef, flags: u32) -> Result<Vec<TypedParam>> {
        Err(Error::unsupported("virDomainGetNumaParameters"))
    }

    /// `virDomainSetInterfaceParameters`, procedure 256 of program remote.
    async fn domain_set_interface_parameters(
        &self,
        dom: &DomainRef,
        device: &str,
        params: &[TypedParam],
        flags: u32,
    ) -> Result<()> {
        Err(Error::unsupported("virDomainSetInterfaceParameters"))
    }

    /// `virDomainGetInterfaceParameters`, procedure 257 of program remote.
    async fn domain_get_interface_parameters(
        &self,
        dom: &DomainRef,
        device: &str,
        flags: u32,
    ) -> Result<Vec<TypedParam>> {
        Err(Error::unsupported("virDomainGetInterfaceParameters"))
    }

    /// `virDomainGetSecurityLabelList`, procedure 278 of program remote.
    async fn domain_get_security_label_list(
        &self,
        dom: &DomainRef,
    ) -> Result<remote::DomainGetSecurityLabelListRet> {
        Err(Error::unsupported("virDomainGetSecurityLabelList"))
    }

    /// `virDomainPinEmulator`, procedure 279 of program remote.
    async fn domain_pin_emulator(&self, dom: &DomainRef, cpumap: &[u8], flags: u32) -> Result<()> {
        Err(Error::unsupported("virDomainPinEmulator"))
    }

    /// `virDomainGetEmulatorPinInfo`, procedure 280 of program remote.
    async fn domain_get_emulator_pin_info(
        &self,
        dom: &DomainRef,
        maplen: i32,
        flags: u32,
    ) -> Result<remote::DomainGetEmulatorPinInfoRet> {
        Err(Error::unsupported("virDomainGetEmulatorPinInfo"))
    }

    /// `virDomainGetIOThreadInfo`, procedure 351 of program remote.
    async fn domain_get_iothread_info(
        &self,
        dom: &DomainRef,
        flags: u32,
    ) -> Result<remote::DomainGetIothreadInfoRet> {
        Err(Error::unsupported("virDomainGetIOThreadInfo"))
    }

    /// `virDomainPinIOThread`, procedure 352 of program remote.
    async fn domain_pin_iothread(
        &self,
        dom: &DomainRef,
        iothreads_id: u32,
        cpumap: &[u8],
        flags: u32,
    ) -> Result<()> {
        Err(Error::unsupported("virDomainPinIOThread"))
    }

    /// `virDomainAddIOThread`, procedure 355 of program remote.
    async fn domain_add_iothread(&self, dom: &DomainRef, iothread_id: u32, flags: u32) -> Result<()> {
        Err(Error::unsupported("virDomainAddIOThread"))
    }

    /// `virDomainDelIOThread`, procedure 356 of program remote.
    async fn domain_del_iothread(&self, dom: &DomainRef, iothread_id: u32, flags: u32) -> Result<()> {
        Err(Error::unsupported("virDomainDelIOThread"))
    }

    /// `virDomainSetVcpu`, procedure 384 of program remote.
    async fn domain_set_vcpu(&self, dom: &DomainRef, cpumap: &str, state: i32, flags: u32) -> Result<()> {
        Err(Error::unsupported("virDomainSetVcpu"))
    }

    /// `virDomainGetLaunchSecurityInfo`, procedure 396 of program remote.
    async fn domain_get_launch_security_info(&self, dom: &DomainRef, flags: u32) -> Result<Vec<TypedParam>> {
        Err(Error::unsupported("virDomainGetLaunchSecurityInfo"))
    }

    /// `virDomainSetIOThreadParams`, procedure 402 of program remote.
    async fn domain_set_iothread_params(
        &self,
        dom: &DomainRef,
        iothread_id: u32,
        params: &[TypedParam],
        flags: u32,
    ) -> Result<()> {
        Err(Error::unsupported("virDomainSetIOThreadParams"))
    }

    /// `virDomainSetLaunchSecurityState`, procedure 439 of program remote.
    async fn domain_set_launch_security_state(
        &self,
        dom: &DomainRef,
        params: &[TypedParam],
        flags: u32,
    ) -> Result<()> {
        Err(Error::unsupported("virDomainSetLaunchSecurityState"))
    }
}

/// What domains use and did.
#[async_trait]
pub trait Statistics: Send + Sync {
    /// `virDomainGetInfo`, procedure 16 of program remote.
    async fn domain_get_info(&self, dom: &DomainRef) -> Result<remote::DomainGetInfoRet> {
        Err(Error::unsupported("virDomainGetInfo"))
    }

    /// `virDomainGetVcpus`, procedure 20 of program remote.
    async fn domain_get_vcpus(
        &self,
        dom: &DomainRef,
        maxinfo: i32,
        maplen: i32,
    ) -> Result<remote::DomainGetVcpusRet> {
        Err(Error::unsupported("virDomainGetVcpus"))
    }

    /// `virDomainBlockStats`, procedure 64 of program remote.
    async fn domain_block_stats(&self, dom: &DomainRef, path: &str) -> Result<remote::DomainBlockStatsRet> {
        Err(Error::unsupported("virDomainBlockStats"))
    }

    /// `virDomainInterfaceStats`, procedure 65 of program remote.
    async fn domain_interface_stats(
        &self,
        dom: &DomainRef,
        device: &str,
    ) -> Result<remote::DomainInterfaceStatsRet> {
        Err(Error::unsupported("virDomainInterfaceStats"))
    }

    /// `virDomainMemoryStats`, procedure 159 of program remote.
    async fn domain_memory_stats(
        &self,
        dom: &DomainRef,
        max_stats: u32,
        flags: u32,
    ) -> Result<Vec<remote::DomainMemoryStat>> {
        Err(Error::unsupported("virDomainMemoryStats"))
    }

    /// `virDomainGetBlockInfo`, procedure 194 of program remote.
    async fn domain_get_block_info(
        &self,
        dom: &DomainRef,
        path: &str,
        flags: u32,
    ) -> Result<remote::DomainGetBlockInfoRet> {
        Err(Error::unsupported("virDomainGetBlockInfo"))
    }

    /// `virDomainBlockStatsFlags`, procedure 243 of program remote.
    async fn domain_block_stats_flags(
        &self,
        dom: &DomainRef,
        path: &str,
        flags: u32,
    ) -> Result<Vec<TypedParam>> {
        Err(Error::unsupported("virDomainBlockStatsFlags"))
    }

    /// `virDomainGetCPUStats`, procedure 262 of program remote.
    async fn domain_get_cpu_stats(
        &self,
        dom: &DomainRef,
        nparams: u32,
        start_cpu: i32,
        ncpus: u32,
        flags: u32,
    ) -> Result<remote::DomainGetCpuStatsRet> {
        Err(Error::unsupported("virDomainGetCPUStats"))
    }

    /// `virDomainGetDiskErrors`, procedure 263 of program remote.
    async fn domain_get_disk_errors(
        &self,
        dom: &DomainRef,
        maxerrors: u32,
        flags: u32,
    ) -> Result<remote::DomainGetDiskErrorsRet> {
        Err(Error::unsupported("virDomainGetDiskErrors"))
    }

    /// `virDomainSetMemoryStatsPeriod`, procedure 308 of program remote.
    async fn domain_set_memory_stats_period(&self, dom: &DomainRef, period: i32, flags: u32) -> Result<()> {
        Err(Error::unsupported("virDomainSetMemoryStatsPeriod"))
    }

    /// `virConnectGetAllDomainStats`, procedure 344 of program remote.
    async fn connect_get_all_domain_stats(
        &self,
        doms: &[DomainRef],
        stats: u32,
        flags: u32,
    ) -> Result<Vec<remote::DomainStatsRecord>> {
        Err(Error::unsupported("virConnectGetAllDomainStats"))
    }

    /// `virDomainInterfaceAddresses`, procedure 353 of program remote.
    async fn domain_interface_addresses(
        &self,
        dom: &DomainRef,
        source: u32,
        flags: u32,
    ) -> Result<Vec<remote::DomainInterface>> {
        Err(Error::unsupported("virDomainInterfaceAddresses"))
    }

    /// `virDomainGetPerfEvents`, procedure 365 of program remote.
    async fn domain_get_perf_events(&self, dom: &DomainRef, flags: u32) -> Result<Vec<TypedParam>> {
        Err(Error::unsupported("virDomainGetPerfEvents"))
    }

    /// `virDomainSetPerfEvents`, procedure 366 of program remote.
    async fn domain_set_perf_events(&self, dom: &DomainRef, params: &[TypedParam], flags: u32) -> Result<()> {
        Err(Error::unsupported("virDomainSetPerfEvents"))
    }

    /// `virDomainGetMessages`, procedure 426 of program remote.
    async fn domain_get_messages(&self, dom: &DomainRef, flags: u32) -> Result<Vec<String>> {
        Err(Error::unsupported("virDomainGetMessages"))
    }
}

/// Disks of domains: jobs, limits, sizes, peeking.
#[async_trait]
pub trait BlockJobs: Send + Sync {
    /// `virDomainBlockPeek`, procedure 103 of program remote.
    async fn domain_block_peek(
        &self,
        dom: &DomainRef,
        path: &str,
        offset: u64,
        size: u32,
        flags: u32,
    ) -> Result<Vec<u8>> {
        Err(Error::unsupported("virDomainBlockPeek"))
    }

    /// `virDomainMemoryPeek`, procedure 104 of program remote.
    async fn domain_memory_peek(
        &self,
        dom: &DomainRef,
        offset: u64,
        size: u32,
        flags: u32,
    ) -> Result<Vec<u8>> {
        Err(Error::unsupported("virDomainMemoryPeek"))
    }

    /// `virDomainBlockJobAbort`, procedure 237 of program remote.
    async fn domain_block_job_abort(&self, dom: &DomainRef, path: &str, flags: u32) -> Result<()> {
        Err(Error::unsupported("virDomainBlockJobAbort"))
    }

    /// `virDomainGetBlockJobInfo`, procedure 238 of program remote.
    async fn domain_get_block_job_info(
        &self,
        dom: &DomainRef,
        path: &str,
        flags: u32,
    ) -> Result<remote::DomainGetBlockJobInfoRet> {
        Err(Error::unsupported("virDomainGetBlockJobInfo"))
    }

    /// `virDomainBlockJobSetSpeed`, procedure 239 of program remote.
    async fn domain_block_job_set_speed(
        &self,
        dom: &DomainRef,
        path: &str,
        bandwidth: u64,
        flags: u32,
    ) -> Result<()> {
        Err(Error::unsupported("virDomainBlockJobSetSpeed"))
    }

    /// `virDomainBlockPull`, procedure 240 of program remote.
    async fn domain_block_pull(&self, dom: &DomainRef, path: &str, bandwidth: u64, flags: u32) -> Result<()> {
        Err(Error::unsupported("virDomainBlockPull"))
    }

    /// `virDomainBlockResize`, procedure 251 of program remote.
    async fn domain_block_resize(&self, dom: &DomainRef, disk: &str, size: u64, flags: u32) -> Result<()> {
        Err(Error::unsupported("virDomainBlockResize"))
    }

    /// `virDomainSetBlockIoTune`, procedure 252 of program remote.
    async fn domain_set_block_io_tune(
        &self,
        dom: &DomainRef,
        disk: &str,
        params: &[TypedParam],
        flags: u32,
    ) -> Result<()> {
        Err(Error::unsupported("virDomainSetBlockIoTune"))
    }

    /// `virDomainGetBlockIoTune`, procedure 253 of program remote.
    async fn domain_get_block_io_tune(
        &self,
        dom: &DomainRef,
        disk: Option<&str>,
        flags: u32,
    ) -> Result<Vec<TypedParam>> {
        Err(Error::unsupported("virDomainGetBlockIoTune"))
    }

    /// `virDomainBlockRebase`, procedure 266 of program remote.
    async fn domain_block_rebase(
        &self,
        dom: &DomainRef,
        path: &str,
        base: Option<&str>,
        bandwidth: u64,
        flags: u32,
    ) -> Result<()> {
        Err(Error::unsupported("virDomainBlockRebase"))
    }

    /// `virDomainBlockCommit`, procedure 290 of program remote.
    async fn domain_block_commit(
        &self,
        dom: &DomainRef,
        disk: &str,
        base: Option<&str>,
        top: Option<&str>,
        bandwidth: u64,
        flags: u32,
    ) -> Result<()> {
        Err(Error::unsupported("virDomainBlockCommit"))
    }

    /// `virDomainBlockCopy`, procedure 345 of program remote.
    async fn domain_block_copy(
        &self,
        dom: &DomainRef,
        path: &str,
        destxml: &str,
        params: &[TypedParam],
        flags: u32,
    ) -> Result<()> {
        Err(Error::unsupported("virDomainBlockCopy"))
    }

    /// `virDomainSetBlockThreshold`, procedure 386 of program remote.
    async fn domain_set_block_threshold(
        &self,
        dom: &DomainRef,
        dev: &str,
        threshold: u64,
        flags: u32,
    ) -> Result<()> {
        Err(Error::unsupported("virDomainSetBlockThreshold"))
    }

    /// `virDomainSetThrottleGroup`, procedure 451 of program remote.
    async fn domain_set_throttle_group(
        &self,
        dom: &DomainRef,
        group: &str,
        params: &[TypedParam],
        flags: u32,
    ) -> Result<()> {
        Err(Error::unsupported("virDomainSetThrottleGroup"))
    }

    /// `virDomainDelThrottleGroup`, procedure 452 of program remote.
    async fn domain_del_throttle_group(
        &self,
        dom: &DomainRef,
        group: Option<&str>,
        flags: u32,
    ) -> Result<()> {
        Err(Error::unsupported("virDomainDelThrottleGroup"))
    }
}

/// Snapshots of domains.
#[async_trait]
pub trait Snapshots: Send + Sync {
    /// `virDomainSnapshotCreateXML`, procedure 185 of program remote.
    async fn domain_snapshot_create_xml(
        &self,
        dom: &DomainRef,
        xml_desc: &str,
        flags: u32,
    ) -> Result<DomainSnapshotRef> {
        Err(Error::unsupported("virDomainSnapshotCreateXML"))
    }

    /// `virDomainSnapshotGetXMLDesc`, procedure 186 of program remote.
    async fn domain_snapshot_get_xml_desc(&self, snap: &DomainSnapshotRef, flags: u32) -> Result<String> {
        Err(Error::unsupported("virDomainSnapshotGetXMLDesc"))
    }

    /// `virDomainSnapshotLookupByName`, procedure 189 of program remote.
    async fn domain_snapshot_lookup_by_name(
        &self,
        dom: &DomainRef,
        name: &str,
        flags: u32,
    ) -> Result<DomainSnapshotRef> {
        Err(Error::unsupported("virDomainSnapshotLookupByName"))
    }

    /// `virDomainHasCurrentSnapshot`, procedure 190 of program remote.
    async fn domain_has_current_snapshot(&self, dom: &DomainRef, flags: u32) -> Result<i32> {
        Err(Error::unsupported("virDomainHasCurrentSnapshot"))
    }

    /// `virDomainSnapshotCurrent`, procedure 191 of program remote.
    async fn domain_snapshot_current(&self, dom: &DomainRef, flags: u32) -> Result<DomainSnapshotRef> {
        Err(Error::unsupported("virDomainSnapshotCurrent"))
    }

    /// `virDomainRevertToSnapshot`, procedure 192 of program remote.
    async fn domain_revert_to_snapshot(&self, snap: &DomainSnapshotRef, flags: u32) -> Result<()> {
        Err(Error::unsupported("virDomainRevertToSnapshot"))
    }

    /// `virDomainSnapshotDelete`, procedure 193 of program remote.
    async fn domain_snapshot_delete(&self, snap: &DomainSnapshotRef, flags: u32) -> Result<()> {
        Err(Error::unsupported("virDomainSnapshotDelete"))
    }

    /// `virDomainSnapshotGetParent`, procedure 244 of program remote.
    async fn domain_snapshot_get_parent(
        &self,
        snap: &DomainSnapshotRef,
        flags: u32,
    ) -> Result<DomainSnapshotRef> {
        Err(Error::unsupported("virDomainSnapshotGetParent"))
    }

    /// `virDomainSnapshotIsCurrent`, procedure 271 of program remote.
    async fn domain_snapshot_is_current(&self, snap: &DomainSnapshotRef, flags: u32) -> Result<i32> {
        Err(Error::unsupported("virDomainSnapshotIsCurrent"))
    }

    /// `virDomainSnapshotHasMetadata`, procedure 272 of program remote.
    async fn domain_snapshot_has_metadata(&self, snap: &DomainSnapshotRef, flags: u32) -> Result<i32> {
        Err(Error::unsupported("virDomainSnapshotHasMetadata"))
    }

    /// `virDomainListAllSnapshots`, procedure 274 of program remote.
    async fn domain_list_all_snapshots(&self, dom: &DomainRef, flags: u32) -> Result<Vec<DomainSnapshotRef>> {
        Err(Error::unsupported("virDomainListAllSnapshots"))
    }

    /// `virDomainSnapshotListAllChildren`, procedure 275 of program remote.
    async fn domain_snapshot_list_all_children(
        &self,
        snapshot: &DomainSnapshotRef,
        flags: u32,
    ) -> Result<Vec<DomainSnapshotRef>> {
        Err(Error::unsupported("virDomainSnapshotListAllChildren"))
    }
}

/// Checkpoints and backups of domains.
#[async_trait]
pub trait Checkpoints: Send + Sync {
    /// `virDomainCheckpointCreateXML`, procedure 411 of program remote.
    async fn domain_checkpoint_create_xml(
        &self,
        dom: &DomainRef,
        xml_desc: &str,
        flags: u32,
    ) -> Result<DomainCheckpointRef> {
        Err(Error::unsupported("virDomainCheckpointCreateXML"))
    }

    /// `virDomainCheckpointGetXMLDesc`, procedure 412 of program remote.
    async fn domain_checkpoint_get_xml_desc(
        &self,
        checkpoint: &DomainCheckpointRef,
        flags: u32,
    ) -> Result<String> {
        Err(Error::unsupported("virDomainCheckpointGetXMLDesc"))
    }

    /// `virDomainListAllCheckpoints`, procedure 413 of program remote.
    async fn domain_list_all_checkpoints(
        &self,
        dom: &DomainRef,
        flags: u32,
    ) -> Result<Vec<DomainCheckpointRef>> {
        Err(Error::unsupported("virDomainListAllCheckpoints"))
    }

    /// `virDomainCheckpointListAllChildren`, procedure 414 of program remote.
    async fn domain_checkpoint_list_all_children(
        &self,
        checkpoint: &DomainCheckpointRef,
        flags: u32,
    ) -> Result<Vec<DomainCheckpointRef>> {
        Err(Error::unsupported("virDomainCheckpointListAllChildren"))
    }

    /// `virDomainCheckpointLookupByName`, procedure 415 of program remote.
    async fn domain_checkpoint_lookup_by_name(
        &self,
        dom: &DomainRef,
        name: &str,
        flags: u32,
    ) -> Result<DomainCheckpointRef> {
        Err(Error::unsupported("virDomainCheckpointLookupByName"))
    }

    /// `virDomainCheckpointGetParent`, procedure 416 of program remote.
    async fn domain_checkpoint_get_parent(
        &self,
        checkpoint: &DomainCheckpointRef,
        flags: u32,
    ) -> Result<DomainCheckpointRef> {
        Err(Error::unsupported("virDomainCheckpointGetParent"))
    }

    /// `virDomainCheckpointDelete`, procedure 417 of program remote.
    async fn domain_checkpoint_delete(&self, checkpoint: &DomainCheckpointRef, flags: u32) -> Result<()> {
        Err(Error::unsupported("virDomainCheckpointDelete"))
    }

    /// `virDomainBackupBegin`, procedure 421 of program remote.
    async fn domain_backup_begin(
        &self,
        dom: &DomainRef,
        backup_xml: &str,
        checkpoint_xml: Option<&str>,
        flags: u32,
    ) -> Result<()> {
        Err(Error::unsupported("virDomainBackupBegin"))
    }

    /// `virDomainBackupGetXMLDesc`, procedure 422 of program remote.
    async fn domain_backup_get_xml_desc(&self, dom: &DomainRef, flags: u32) -> Result<String> {
        Err(Error::unsupported("virDomainBackupGetXMLDesc"))
    }
}

/// Migration and other long jobs of domains.
#[async_trait]
pub trait Migration: Send + Sync {
    /// `virDomainMigratePrepare`, procedure 61 of program remote.
    async fn domain_migrate_prepare(
        &self,
        uri_in: Option<&str>,
        flags: u64,
        dname: Option<&str>,
        resource: u64,
    ) -> Result<remote::DomainMigratePrepareRet> {
        Err(Error::unsupported("virDomainMigratePrepare"))
    }

    /// `virDomainMigratePerform`, procedure 62 of program remote.
    async fn domain_migrate_perform(
        &self,
        dom: &DomainRef,
        cookie: &[u8],
        uri: &str,
        flags: u64,
        dname: Option<&str>,
        resource: u64,
    ) -> Result<()> {
        Err(Error::unsupported("virDomainMigratePerform"))
    }

    /// `virDomainMigrateFinish`, procedure 63 of program remote.
    async fn domain_migrate_finish(
        &self,
        dname: &str,
        cookie: &[u8],
        uri: &str,
        flags: u64,
    ) -> Result<DomainRef> {
        Err(Error::unsupported("virDomainMigrateFinish"))
    }

    /// `virDomainMigratePrepare2`, procedure 108 of program remote.
    async fn domain_migrate_prepare2(
        &self,
        uri_in: Option<&str>,
        flags: u64,
        dname: Option<&str>,
        resource: u64,
        dom_xml: &str,
    ) -> Result<remote::DomainMigratePrepare2Ret> {
        Err(Error::unsupported("virDomainMigratePrepare2"))
    }

    /// `virDomainMigrateFinish2`, procedure 109 of program remote.
    async fn domain_migrate_finish2(
        &self,
        dname: &str,
        cookie: &[u8],
        uri: &str,
        flags: u64,
        retcode: i32,
    ) -> Result<DomainRef> {
        Err(Error::unsupported("virDomainMigrateFinish2"))
    }

    /// `virDomainMigratePrepareTunnel`, procedure 148 of program remote.
    async fn domain_migrate_prepare_tunnel(
        &self,
        flags: u64,
        dname: Option<&str>,
        resource: u64,
        dom_xml: &str,
    ) -> Result<DriverStream> {
        Err(Error::unsupported("virDomainMigratePrepareTunnel"))
    }

    /// `virDomainGetJobInfo`, procedure 163 of program remote.
    async fn domain_get_job_info(&self, dom: &DomainRef) -> Result<remote::DomainGetJobInfoRet> {
        Err(Error::unsupported("virDomainGetJobInfo"))
    }

    /// `virDomainMigrateSetMaxDowntime`, procedure 166 of program remote.
    async fn domain_migrate_set_max_downtime(
        &self,
        dom: &DomainRef,
        downtime: u64,
        flags: u32,
    ) -> Result<()> {
        Err(Error::unsupported("virDomainMigrateSetMaxDowntime"))
    }

    /// `virDomainMigrateSetMaxSpeed`, procedure 207 of program remote.
    async fn domain_migrate_set_max_speed(&self, dom: &DomainRef, bandwidth: u64, flags: u32) -> Result<()> {
        Err(Error::unsupported("virDomainMigrateSetMaxSpeed"))
    }

    /// `virDomainMigrateBegin3`, procedure 213 of program remote.
    async fn domain_migrate_begin3(
        &self,
        dom: &DomainRef,
        xmlin: Option<&str>,
        flags: u64,
        dname: Option<&str>,
        resource: u64,
    ) -> Result<remote::DomainMigrateBegin3Ret> {
        Err(Error::unsupported("virDomainMigrateBegin3"))
    }

    /// `virDomainMigratePrepare3`, procedure 214 of program remote.
    async fn domain_migrate_prepare3(
        &self,
        cookie_in: &[u8],
        uri_in: Option<&str>,
        flags: u64,
        dname: Option<&str>,
        resource: u64,
        dom_xml: &str,
    ) -> Result<remote::DomainMigratePrepare3Ret> {
        Err(Error::unsupported("virDomainMigratePrepare3"))
    }

    /// `virDomainMigratePrepareTunnel3`, procedure 215 of program remote.
    async fn domain_migrate_prepare_tunnel3(
        &self,
        cookie_in: &[u8],
        flags: u64,
        dname: Option<&str>,
        resource: u64,
        dom_xml: &str,
    ) -> Result<(Vec<u8>, DriverStream)> {
        Err(Error::unsupported("virDomainMigratePrepareTunnel3"))
    }

    /// `virDomainMigratePerform3`, procedure 216 of program remote.
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
        Err(Error::unsupported("virDomainMigratePerform3"))
    }

    /// `virDomainMigrateFinish3`, procedure 217 of program remote.
    async fn domain_migrate_finish3(
        &self,
        dname: &str,
        cookie_in: &[u8],
        dconnuri: Option<&str>,
        uri: Option<&str>,
        flags: u64,
        cancelled: i32,
    ) -> Result<remote::DomainMigrateFinish3Ret> {
        Err(Error::unsupported("virDomainMigrateFinish3"))
    }

    /// `virDomainMigrateConfirm3`, procedure 218 of program remote.
    async fn domain_migrate_confirm3(
        &self,
        dom: &DomainRef,
        cookie_in: &[u8],
        flags: u64,
        cancelled: i32,
    ) -> Result<()> {
        Err(Error::unsupported("virDomainMigrateConfirm3"))
    }

    /// `virDomainMigrateGetMaxSpeed`, procedure 242 of program remote.
    async fn domain_migrate_get_max_speed(&self, dom: &DomainRef, flags: u32) -> Result<u64> {
        Err(Error::unsupported("virDomainMigrateGetMaxSpeed"))
    }

    /// `virDomainGetJobStats`, procedure 298 of program remote.
    async fn domain_get_job_stats(
        &self,
        dom: &DomainRef,
        flags: u32,
    ) -> Result<remote::DomainGetJobStatsRet> {
        Err(Error::unsupported("virDomainGetJobStats"))
    }

    /// `virDomainMigrateGetCompressionCache`, procedure 299 of program remote.
    async fn domain_migrate_get_compression_cache(&self, dom: &DomainRef, flags: u32) -> Result<u64> {
        Err(Error::unsupported("virDomainMigrateGetCompressionCache"))
    }

    /// `virDomainMigrateSetCompressionCache`, procedure 300 of program remote.
    async fn domain_migrate_set_compression_cache(
        &self,
        dom: &DomainRef,
        cache_size: u64,
        flags: u32,
    ) -> Result<()> {
        Err(Error::unsupported("virDomainMigrateSetCompressionCache"))
    }

    /// `virDomainMigrateBegin3Params`, procedure 302 of program remote.
    async fn domain_migrate_begin3_params(
        &self,
        dom: &DomainRef,
        params: &[TypedParam],
        flags: u32,
    ) -> Result<remote::DomainMigrateBegin3ParamsRet> {
        Err(Error::unsupported("virDomainMigrateBegin3Params"))
    }

    /// `virDomainMigratePrepare3Params`, procedure 303 of program remote.
    async fn domain_migrate_prepare3_params(
        &self,
        params: &[TypedParam],
        cookie_in: &[u8],
        flags: u32,
    ) -> Result<remote::DomainMigratePrepare3ParamsRet> {
        Err(Error::unsupported("virDomainMigratePrepare3Params"))
    }

    /// `virDomainMigratePrepareTunnel3Params`, procedure 304 of program remote.
    async fn domain_migrate_prepare_tunnel3_params(
        &self,
        params: &[TypedParam],
        cookie_in: &[u8],
        flags: u32,
    ) -> Result<Vec<u8>> {
        Err(Error::unsupported("virDomainMigratePrepareTunnel3Params"))
    }

    /// `virDomainMigratePerform3Params`, procedure 305 of program remote.
    async fn domain_migrate_perform3_params(
        &self,
        dom: &DomainRef,
        dconnuri: Option<&str>,
        params: &[TypedParam],
        cookie_in: &[u8],
        flags: u32,
    ) -> Result<Vec<u8>> {
        Err(Error::unsupported("virDomainMigratePerform3Params"))
    }

    /// `virDomainMigrateFinish3Params`, procedure 306 of program remote.
    async fn domain_migrate_finish3_params(
        &self,
        params: &[TypedParam],
        cookie_in: &[u8],
        flags: u32,
        cancelled: i32,
    ) -> Result<remote::DomainMigrateFinish3ParamsRet> {
        Err(Error::unsupported("virDomainMigrateFinish3Params"))
    }

    /// `virDomainMigrateConfirm3Params`, procedure 307 of program remote.
    async fn domain_migrate_confirm3_params(
        &self,
        dom: &DomainRef,
        params: &[TypedParam],
        cookie_in: &[u8],
        flags: u32,
        cancelled: i32,
    ) -> Result<()> {
        Err(Error::unsupported("virDomainMigrateConfirm3Params"))
    }

    /// `virDomainMigrateStartPostCopy`, procedure 364 of program remote.
    async fn domain_migrate_start_post_copy(&self, dom: &DomainRef, flags: u32) -> Result<()> {
        Err(Error::unsupported("virDomainMigrateStartPostCopy"))
    }

    /// `virDomainMigrateGetMaxDowntime`, procedure 387 of program remote.
    async fn domain_migrate_get_max_downtime(&self, dom: &DomainRef, flags: u32) -> Result<u64> {
        Err(Error::unsupported("virDomainMigrateGetMaxDowntime"))
    }

    /// `virDomainStartDirtyRateCalc`, procedure 427 of program remote.
    async fn domain_start_dirty_rate_calc(&self, dom: &DomainRef, seconds: i32, flags: u32) -> Result<()> {
        Err(Error::unsupported("virDomainStartDirtyRateCalc"))
    }

    /// `virDomainAbortJobFlags`, procedure 442 of program remote.
    async fn domain_abort_job_flags(&self, dom: &DomainRef, flags: u32) -> Result<()> {
        Err(Error::unsupported("virDomainAbortJobFlags"))
    }
}

/// What an agent inside the guest does.
#[async_trait]
pub trait GuestAgent: Send + Sync {
    /// `virDomainGetHostname`, procedure 277 of program remote.
    async fn domain_get_hostname(&self, dom: &DomainRef, flags: u32) -> Result<String> {
        Err(Error::unsupported("virDomainGetHostname"))
    }

    /// `virDomainFSTrim`, procedure 294 of program remote.
    async fn domain_fstrim(
        &self,
        dom: &DomainRef,
        mount_point: Option<&str>,
        minimum: u64,
        flags: u32,
    ) -> Result<()> {
        Err(Error::unsupported("virDomainFSTrim"))
    }

    /// `virDomainFSFreeze`, procedure 335 of program remote.
    async fn domain_fsfreeze(&self, dom: &DomainRef, mountpoints: &[String], flags: u32) -> Result<i32> {
        Err(Error::unsupported("virDomainFSFreeze"))
    }

    /// `virDomainFSThaw`, procedure 336 of program remote.
    async fn domain_fsthaw(&self, dom: &DomainRef, mountpoints: &[String], flags: u32) -> Result<i32> {
        Err(Error::unsupported("virDomainFSThaw"))
    }

    /// `virDomainGetTime`, procedure 337 of program remote.
    async fn domain_get_time(&self, dom: &DomainRef, flags: u32) -> Result<remote::DomainGetTimeRet> {
        Err(Error::unsupported("virDomainGetTime"))
    }

    /// `virDomainSetTime`, procedure 338 of program remote.
    async fn domain_set_time(&self, dom: &DomainRef, seconds: i64, nseconds: u32, flags: u32) -> Result<()> {
        Err(Error::unsupported("virDomainSetTime"))
    }

    /// `virDomainGetFSInfo`, procedure 349 of program remote.
    async fn domain_get_fsinfo(&self, dom: &DomainRef, flags: u32) -> Result<remote::DomainGetFsinfoRet> {
        Err(Error::unsupported("virDomainGetFSInfo"))
    }

    /// `virDomainSetUserPassword`, procedure 357 of program remote.
    async fn domain_set_user_password(
        &self,
        dom: &DomainRef,
        user: Option<&str>,
        password: Option<&str>,
        flags: u32,
    ) -> Result<()> {
        Err(Error::unsupported("virDomainSetUserPassword"))
    }

    /// `virDomainGetGuestVcpus`, procedure 371 of program remote.
    async fn domain_get_guest_vcpus(&self, dom: &DomainRef, flags: u32) -> Result<Vec<TypedParam>> {
        Err(Error::unsupported("virDomainGetGuestVcpus"))
    }

    /// `virDomainSetGuestVcpus`, procedure 372 of program remote.
    async fn domain_set_guest_vcpus(
        &self,
        dom: &DomainRef,
        cpumap: &str,
        state: i32,
        flags: u32,
    ) -> Result<()> {
        Err(Error::unsupported("virDomainSetGuestVcpus"))
    }

    /// `virDomainGetGuestInfo`, procedure 418 of program remote.
    async fn domain_get_guest_info(
        &self,
        dom: &DomainRef,
        types: u32,
        flags: u32,
    ) -> Result<Vec<TypedParam>> {
        Err(Error::unsupported("virDomainGetGuestInfo"))
    }

    /// `virDomainAgentSetResponseTimeout`, procedure 420 of program remote.
    async fn domain_agent_set_response_timeout(
        &self,
        dom: &DomainRef,
        timeout: i32,
        flags: u32,
    ) -> Result<i32> {
        Err(Error::unsupported("virDomainAgentSetResponseTimeout"))
    }

    /// `virDomainAuthorizedSSHKeysGet`, procedure 424 of program remote.
    async fn domain_authorized_ssh_keys_get(
        &self,
        dom: &DomainRef,
        user: &str,
        flags: u32,
    ) -> Result<Vec<String>> {
        Err(Error::unsupported("virDomainAuthorizedSSHKeysGet"))
    }

    /// `virDomainAuthorizedSSHKeysSet`, procedure 425 of program remote.
    async fn domain_authorized_ssh_keys_set(
        &self,
        dom: &DomainRef,
        user: &str,
        keys: &[String],
        flags: u32,
    ) -> Result<()> {
        Err(Error::unsupported("virDomainAuthorizedSSHKeysSet"))
    }
}

/// Consoles, channels, graphics and screenshots of domains.
#[async_trait]
pub trait Console: Send + Sync {
    /// `virDomainOpenConsole`, procedure 201 of program remote.
    async fn domain_open_console(
        &self,
        dom: &DomainRef,
        dev_name: Option<&str>,
        flags: u32,
    ) -> Result<DriverStream> {
        Err(Error::unsupported("virDomainOpenConsole"))
    }

    /// `virDomainScreenshot`, procedure 211 of program remote.
    async fn domain_screenshot(
        &self,
        dom: &DomainRef,
        screen: u32,
        flags: u32,
    ) -> Result<(Option<String>, DriverStream)> {
        Err(Error::unsupported("virDomainScreenshot"))
    }

    /// `virDomainOpenGraphics`, procedure 249 of program remote.
    async fn domain_open_graphics(
        &self,
        dom: &DomainRef,
        idx: u32,
        flags: u32,
        files: Vec<OwnedFd>,
    ) -> Result<()> {
        Err(Error::unsupported("virDomainOpenGraphics"))
    }

    /// `virDomainOpenChannel`, procedure 296 of program remote.
    async fn domain_open_channel(
        &self,
        dom: &DomainRef,
        name: Option<&str>,
        flags: u32,
    ) -> Result<DriverStream> {
        Err(Error::unsupported("virDomainOpenChannel"))
    }

    /// `virDomainOpenGraphicsFD`, procedure 343 of program remote.
    async fn domain_open_graphics_fd(&self, dom: &DomainRef, idx: u32, flags: u32) -> Result<Vec<OwnedFd>> {
        Err(Error::unsupported("virDomainOpenGraphicsFD"))
    }

    /// `virDomainGraphicsReload`, procedure 448 of program remote.
    async fn domain_graphics_reload(&self, dom: &DomainRef, kind: u32, flags: u32) -> Result<()> {
        Err(Error::unsupported("virDomainGraphicsReload"))
    }
}

/// What only QEMU has: its monitor and its agent, in the raw.
#[async_trait]
pub trait QemuSpecific: Send + Sync {
    /// `virDomainQemuMonitorCommand`, procedure 1 of program qemu.
    async fn domain_monitor_command(&self, dom: &DomainRef, cmd: &str, flags: u32) -> Result<String> {
        Err(Error::unsupported("virDomainQemuMonitorCommand"))
    }

    /// `virDomainQemuAttach`, procedure 2 of program qemu.
    async fn domain_attach(&self, pid_value: u32, flags: u32) -> Result<DomainRef> {
        Err(Error::unsupported("virDomainQemuAttach"))
    }

    /// `virDomainQemuAgentCommand`, procedure 3 of program qemu.
    async fn domain_agent_command(
        &self,
        dom: &DomainRef,
        cmd: &str,
        timeout: i32,
        flags: u32,
    ) -> Result<Option<String>> {
        Err(Error::unsupported("virDomainQemuAgentCommand"))
    }

    /// `virDomainQemuMonitorCommandWithFiles`, procedure 7 of program qemu.
    async fn domain_monitor_command_with_files(
        &self,
        dom: &DomainRef,
        cmd: &str,
        flags: u32,
        files: Vec<OwnedFd>,
    ) -> Result<(String, Vec<OwnedFd>)> {
        Err(Error::unsupported("virDomainQemuMonitorCommandWithFiles"))
    }
}

/// What only containers have.
#[async_trait]
pub trait LxcSpecific: Send + Sync {
    /// `virDomainLxcOpenNamespace`, procedure 1 of program lxc.
    async fn domain_open_namespace(&self, dom: &DomainRef, flags: u32) -> Result<Vec<OwnedFd>> {
        Err(Error::unsupported("virDomainLxcOpenNamespace"))
    }
}

/// Virtual networks and their ports.
#[async_trait]
pub trait NetworkDriver: Send + Sync {
    /// `virNetworkCreate`, procedure 39 of program remote.
    async fn network_create(&self, net: &NetworkRef) -> Result<()> {
        Err(Error::unsupported("virNetworkCreate"))
    }

    /// `virNetworkDestroy`, procedure 42 of program remote.
    async fn network_destroy(&self, net: &NetworkRef) -> Result<()> {
        Err(Error::unsupported("virNetworkDestroy"))
    }

    /// `virNetworkGetXMLDesc`, procedure 43 of program remote.
    async fn network_get_xml_desc(&self, net: &NetworkRef, flags: u32) -> Result<String> {
        Err(Error::unsupported("virNetworkGetXMLDesc"))
    }

    /// `virNetworkGetAutostart`, procedure 44 of program remote.
    async fn network_get_autostart(&self, net: &NetworkRef) -> Result<bool> {
        Err(Error::unsupported("virNetworkGetAutostart"))
    }

    /// `virNetworkGetBridgeName`, procedure 45 of program remote.
    async fn network_get_bridge_name(&self, net: &NetworkRef) -> Result<String> {
        Err(Error::unsupported("virNetworkGetBridgeName"))
    }

    /// `virNetworkLookupByName`, procedure 46 of program remote.
    async fn network_lookup_by_name(&self, name: &str) -> Result<NetworkRef> {
        Err(Error::unsupported("virNetworkLookupByName"))
    }

    /// `virNetworkLookupByUUID`, procedure 47 of program remote.
    async fn network_lookup_by_uuid(&self, uuid: Uuid) -> Result<NetworkRef> {
        Err(Error::unsupported("virNetworkLookupByUUID"))
    }

    /// `virNetworkSetAutostart`, procedure 48 of program remote.
    async fn network_set_autostart(&self, net: &NetworkRef, autostart: bool) -> Result<()> {
        Err(Error::unsupported("virNetworkSetAutostart"))
    }

    /// `virNetworkUndefine`, procedure 49 of program remote.
    async fn network_undefine(&self, net: &NetworkRef) -> Result<()> {
        Err(Error::unsupported("virNetworkUndefine"))
    }

    /// `virNetworkIsActive`, procedure 152 of program remote.
    async fn network_is_active(&self, net: &NetworkRef) -> Result<bool> {
        Err(Error::unsupported("virNetworkIsActive"))
    }

    /// `virNetworkIsPersistent`, procedure 153 of program remote.
    async fn network_is_persistent(&self, net: &NetworkRef) -> Result<bool> {
        Err(Error::unsupported("virNetworkIsPersistent"))
    }

    /// `virConnectListAllNetworks`, procedure 283 of program remote.
    async fn connect_list_all_networks(&self, flags: u32) -> Result<Vec<NetworkRef>> {
        Err(Error::unsupported("virConnectListAllNetworks"))
    }

    /// `virNetworkUpdate`, procedure 291 of program remote.
    async fn network_update(
        &self,
        net: &NetworkRef,
        command: u32,
        section: u32,
        parent_index: i32,
        xml: &str,
        flags: u32,
    ) -> Result<()> {
        Err(Error::unsupported("virNetworkUpdate"))
    }

    /// `virNetworkGetDHCPLeases`, procedure 341 of program remote.
    async fn network_get_dhcp_leases(
        &self,
        net: &NetworkRef,
        mac: Option<&str>,
        flags: u32,
    ) -> Result<Vec<remote::NetworkDhcpLease>> {
        Err(Error::unsupported("virNetworkGetDHCPLeases"))
    }

    /// `virNetworkListAllPorts`, procedure 404 of program remote.
    async fn network_list_all_ports(&self, network: &NetworkRef, flags: u32) -> Result<Vec<NetworkPortRef>> {
        Err(Error::unsupported("virNetworkListAllPorts"))
    }

    /// `virNetworkPortLookupByUUID`, procedure 405 of program remote.
    async fn network_port_lookup_by_uuid(&self, network: &NetworkRef, uuid: Uuid) -> Result<NetworkPortRef> {
        Err(Error::unsupported("virNetworkPortLookupByUUID"))
    }

    /// `virNetworkPortCreateXML`, procedure 406 of program remote.
    async fn network_port_create_xml(
        &self,
        network: &NetworkRef,
        xml: &str,
        flags: u32,
    ) -> Result<NetworkPortRef> {
        Err(Error::unsupported("virNetworkPortCreateXML"))
    }

    /// `virNetworkPortGetParameters`, procedure 407 of program remote.
    async fn network_port_get_parameters(
        &self,
        port: &NetworkPortRef,
        flags: u32,
    ) -> Result<Vec<TypedParam>> {
        Err(Error::unsupported("virNetworkPortGetParameters"))
    }

    /// `virNetworkPortSetParameters`, procedure 408 of program remote.
    async fn network_port_set_parameters(
        &self,
        port: &NetworkPortRef,
        params: &[TypedParam],
        flags: u32,
    ) -> Result<()> {
        Err(Error::unsupported("virNetworkPortSetParameters"))
    }

    /// `virNetworkPortGetXMLDesc`, procedure 409 of program remote.
    async fn network_port_get_xml_desc(&self, port: &NetworkPortRef, flags: u32) -> Result<String> {
        Err(Error::unsupported("virNetworkPortGetXMLDesc"))
    }

    /// `virNetworkPortDelete`, procedure 410 of program remote.
    async fn network_port_delete(&self, port: &NetworkPortRef, flags: u32) -> Result<()> {
        Err(Error::unsupported("virNetworkPortDelete"))
    }

    /// `virNetworkDefineXMLFlags`, procedure 432 of program remote.
    async fn network_define_xml_flags(&self, xml: &str, flags: u32) -> Result<NetworkRef> {
        Err(Error::unsupported("virNetworkDefineXMLFlags"))
    }

    /// `virNetworkCreateXMLFlags`, procedure 437 of program remote.
    async fn network_create_xml_flags(&self, xml: &str, flags: u32) -> Result<NetworkRef> {
        Err(Error::unsupported("virNetworkCreateXMLFlags"))
    }

    /// `virNetworkSetMetadata`, procedure 444 of program remote.
    async fn network_set_metadata(
        &self,
        network: &NetworkRef,
        kind: i32,
        metadata: Option<&str>,
        key: Option<&str>,
        uri: Option<&str>,
        flags: u32,
    ) -> Result<()> {
        Err(Error::unsupported("virNetworkSetMetadata"))
    }

    /// `virNetworkGetMetadata`, procedure 445 of program remote.
    async fn network_get_metadata(
        &self,
        network: &NetworkRef,
        kind: i32,
        uri: Option<&str>,
        flags: u32,
    ) -> Result<String> {
        Err(Error::unsupported("virNetworkGetMetadata"))
    }
}

/// Network interfaces of the host.
#[async_trait]
pub trait InterfaceDriver: Send + Sync {
    /// `virInterfaceLookupByName`, procedure 128 of program remote.
    async fn interface_lookup_by_name(&self, name: &str) -> Result<InterfaceRef> {
        Err(Error::unsupported("virInterfaceLookupByName"))
    }

    /// `virInterfaceLookupByMACString`, procedure 129 of program remote.
    async fn interface_lookup_by_mac_string(&self, mac: &str) -> Result<InterfaceRef> {
        Err(Error::unsupported("virInterfaceLookupByMACString"))
    }

    /// `virInterfaceGetXMLDesc`, procedure 130 of program remote.
    async fn interface_get_xml_desc(&self, iface: &InterfaceRef, flags: u32) -> Result<String> {
        Err(Error::unsupported("virInterfaceGetXMLDesc"))
    }

    /// `virInterfaceDefineXML`, procedure 131 of program remote.
    async fn interface_define_xml(&self, xml: &str, flags: u32) -> Result<InterfaceRef> {
        Err(Error::unsupported("virInterfaceDefineXML"))
    }

    /// `virInterfaceUndefine`, procedure 132 of program remote.
    async fn interface_undefine(&self, iface: &InterfaceRef) -> Result<()> {
        Err(Error::unsupported("virInterfaceUndefine"))
    }

    /// `virInterfaceCreate`, procedure 133 of program remote.
    async fn interface_create(&self, iface: &InterfaceRef, flags: u32) -> Result<()> {
        Err(Error::unsupported("virInterfaceCreate"))
    }

    /// `virInterfaceDestroy`, procedure 134 of program remote.
    async fn interface_destroy(&self, iface: &InterfaceRef, flags: u32) -> Result<()> {
        Err(Error::unsupported("virInterfaceDestroy"))
    }

    /// `virInterfaceIsActive`, procedure 156 of program remote.
    async fn interface_is_active(&self, iface: &InterfaceRef) -> Result<bool> {
        Err(Error::unsupported("virInterfaceIsActive"))
    }

    /// `virInterfaceChangeBegin`, procedure 220 of program remote.
    async fn interface_change_begin(&self, flags: u32) -> Result<()> {
        Err(Error::unsupported("virInterfaceChangeBegin"))
    }

    /// `virInterfaceChangeCommit`, procedure 221 of program remote.
    async fn interface_change_commit(&self, flags: u32) -> Result<()> {
        Err(Error::unsupported("virInterfaceChangeCommit"))
    }

    /// `virInterfaceChangeRollback`, procedure 222 of program remote.
    async fn interface_change_rollback(&self, flags: u32) -> Result<()> {
        Err(Error::unsupported("virInterfaceChangeRollback"))
    }

    /// `virConnectListAllInterfaces`, procedure 284 of program remote.
    async fn connect_list_all_interfaces(&self, flags: u32) -> Result<Vec<InterfaceRef>> {
        Err(Error::unsupported("virConnectListAllInterfaces"))
    }
}

/// Network filters and their bindings.
#[async_trait]
pub trait NwFilterDriver: Send + Sync {
    /// `virNWFilterLookupByName`, procedure 175 of program remote.
    async fn nwfilter_lookup_by_name(&self, name: &str) -> Result<NwFilterRef> {
        Err(Error::unsupported("virNWFilterLookupByName"))
    }

    /// `virNWFilterLookupByUUID`, procedure 176 of program remote.
    async fn nwfilter_lookup_by_uuid(&self, uuid: Uuid) -> Result<NwFilterRef> {
        Err(Error::unsupported("virNWFilterLookupByUUID"))
    }

    /// `virNWFilterGetXMLDesc`, procedure 177 of program remote.
    async fn nwfilter_get_xml_desc(&self, nwfilter: &NwFilterRef, flags: u32) -> Result<String> {
        Err(Error::unsupported("virNWFilterGetXMLDesc"))
    }

    /// `virNWFilterUndefine`, procedure 181 of program remote.
    async fn nwfilter_undefine(&self, nwfilter: &NwFilterRef) -> Result<()> {
        Err(Error::unsupported("virNWFilterUndefine"))
    }

    /// `virConnectListAllNWFilters`, procedure 286 of program remote.
    async fn connect_list_all_nwfilters(&self, flags: u32) -> Result<Vec<NwFilterRef>> {
        Err(Error::unsupported("virConnectListAllNWFilters"))
    }

    /// `virNWFilterBindingLookupByPortDev`, procedure 397 of program remote.
    async fn nwfilter_binding_lookup_by_port_dev(&self, name: &str) -> Result<NwFilterBindingRef> {
        Err(Error::unsupported("virNWFilterBindingLookupByPortDev"))
    }

    /// `virNWFilterBindingGetXMLDesc`, procedure 398 of program remote.
    async fn nwfilter_binding_get_xml_desc(
        &self,
        nwfilter: &NwFilterBindingRef,
        flags: u32,
    ) -> Result<String> {
        Err(Error::unsupported("virNWFilterBindingGetXMLDesc"))
    }

    /// `virNWFilterBindingCreateXML`, procedure 399 of program remote.
    async fn nwfilter_binding_create_xml(&self, xml: &str, flags: u32) -> Result<NwFilterBindingRef> {
        Err(Error::unsupported("virNWFilterBindingCreateXML"))
    }

    /// `virNWFilterBindingDelete`, procedure 400 of program remote.
    async fn nwfilter_binding_delete(&self, nwfilter: &NwFilterBindingRef) -> Result<()> {
        Err(Error::unsupported("virNWFilterBindingDelete"))
    }

    /// `virConnectListAllNWFilterBindings`, procedure 401 of program remote.
    async fn connect_list_all_nwfilter_bindings(&self, flags: u32) -> Result<Vec<NwFilterBindingRef>> {
        Err(Error::unsupported("virConnectListAllNWFilterBindings"))
    }

    /// `virNWFilterDefineXMLFlags`, procedure 431 of program remote.
    async fn nwfilter_define_xml_flags(&self, xml: &str, flags: u32) -> Result<NwFilterRef> {
        Err(Error::unsupported("virNWFilterDefineXMLFlags"))
    }
}

/// Storage pools.
#[async_trait]
pub trait StoragePoolDriver: Send + Sync {
    /// `virConnectFindStoragePoolSources`, procedure 75 of program remote.
    async fn connect_find_storage_pool_sources(
        &self,
        kind: &str,
        src_spec: Option<&str>,
        flags: u32,
    ) -> Result<String> {
        Err(Error::unsupported("virConnectFindStoragePoolSources"))
    }

    /// `virStoragePoolCreateXML`, procedure 76 of program remote.
    async fn storage_pool_create_xml(&self, xml: &str, flags: u32) -> Result<StoragePoolRef> {
        Err(Error::unsupported("virStoragePoolCreateXML"))
    }

    /// `virStoragePoolDefineXML`, procedure 77 of program remote.
    async fn storage_pool_define_xml(&self, xml: &str, flags: u32) -> Result<StoragePoolRef> {
        Err(Error::unsupported("virStoragePoolDefineXML"))
    }

    /// `virStoragePoolCreate`, procedure 78 of program remote.
    async fn storage_pool_create(&self, pool: &StoragePoolRef, flags: u32) -> Result<()> {
        Err(Error::unsupported("virStoragePoolCreate"))
    }

    /// `virStoragePoolBuild`, procedure 79 of program remote.
    async fn storage_pool_build(&self, pool: &StoragePoolRef, flags: u32) -> Result<()> {
        Err(Error::unsupported("virStoragePoolBuild"))
    }

    /// `virStoragePoolDestroy`, procedure 80 of program remote.
    async fn storage_pool_destroy(&self, pool: &StoragePoolRef) -> Result<()> {
        Err(Error::unsupported("virStoragePoolDestroy"))
    }

    /// `virStoragePoolDelete`, procedure 81 of program remote.
    async fn storage_pool_delete(&self, pool: &StoragePoolRef, flags: u32) -> Result<()> {
        Err(Error::unsupported("virStoragePoolDelete"))
    }

    /// `virStoragePoolUndefine`, procedure 82 of program remote.
    async fn storage_pool_undefine(&self, pool: &StoragePoolRef) -> Result<()> {
        Err(Error::unsupported("virStoragePoolUndefine"))
    }

    /// `virStoragePoolRefresh`, procedure 83 of program remote.
    async fn storage_pool_refresh(&self, pool: &StoragePoolRef, flags: u32) -> Result<()> {
        Err(Error::unsupported("virStoragePoolRefresh"))
    }

    /// `virStoragePoolLookupByName`, procedure 84 of program remote.
    async fn storage_pool_lookup_by_name(&self, name: &str) -> Result<StoragePoolRef> {
        Err(Error::unsupported("virStoragePoolLookupByName"))
    }

    /// `virStoragePoolLookupByUUID`, procedure 85 of program remote.
    async fn storage_pool_lookup_by_uuid(&self, uuid: Uuid) -> Result<StoragePoolRef> {
        Err(Error::unsupported("virStoragePoolLookupByUUID"))
    }

    /// `virStoragePoolLookupByVolume`, procedure 86 of program remote.
    async fn storage_pool_lookup_by_volume(&self, vol: &StorageVolRef) -> Result<StoragePoolRef> {
        Err(Error::unsupported("virStoragePoolLookupByVolume"))
    }

    /// `virStoragePoolGetInfo`, procedure 87 of program remote.
    async fn storage_pool_get_info(&self, pool: &StoragePoolRef) -> Result<remote::StoragePoolGetInfoRet> {
        Err(Error::unsupported("virStoragePoolGetInfo"))
    }

    /// `virStoragePoolGetXMLDesc`, procedure 88 of program remote.
    async fn storage_pool_get_xml_desc(&self, pool: &StoragePoolRef, flags: u32) -> Result<String> {
        Err(Error::unsupported("virStoragePoolGetXMLDesc"))
    }

    /// `virStoragePoolGetAutostart`, procedure 89 of program remote.
    async fn storage_pool_get_autostart(&self, pool: &StoragePoolRef) -> Result<bool> {
        Err(Error::unsupported("virStoragePoolGetAutostart"))
    }

    /// `virStoragePoolSetAutostart`, procedure 90 of program remote.
    async fn storage_pool_set_autostart(&self, pool: &StoragePoolRef, autostart: bool) -> Result<()> {
        Err(Error::unsupported("virStoragePoolSetAutostart"))
    }

    /// `virStoragePoolIsActive`, procedure 154 of program remote.
    async fn storage_pool_is_active(&self, pool: &StoragePoolRef) -> Result<bool> {
        Err(Error::unsupported("virStoragePoolIsActive"))
    }

    /// `virStoragePoolIsPersistent`, procedure 155 of program remote.
    async fn storage_pool_is_persistent(&self, pool: &StoragePoolRef) -> Result<bool> {
        Err(Error::unsupported("virStoragePoolIsPersistent"))
    }

    /// `virConnectListAllStoragePools`, procedure 281 of program remote.
    async fn connect_list_all_storage_pools(&self, flags: u32) -> Result<Vec<StoragePoolRef>> {
        Err(Error::unsupported("virConnectListAllStoragePools"))
    }

    /// `virStoragePoolLookupByTargetPath`, procedure 391 of program remote.
    async fn storage_pool_lookup_by_target_path(&self, path: &str) -> Result<StoragePoolRef> {
        Err(Error::unsupported("virStoragePoolLookupByTargetPath"))
    }

    /// `virConnectGetStoragePoolCapabilities`, procedure 403 of program remote.
    async fn connect_get_storage_pool_capabilities(&self, flags: u32) -> Result<String> {
        Err(Error::unsupported("virConnectGetStoragePoolCapabilities"))
    }
}

/// Storage volumes.
#[async_trait]
pub trait StorageVolDriver: Send + Sync {
    /// `virStorageVolCreateXML`, procedure 93 of program remote.
    async fn storage_vol_create_xml(
        &self,
        pool: &StoragePoolRef,
        xml: &str,
        flags: u32,
    ) -> Result<StorageVolRef> {
        Err(Error::unsupported("virStorageVolCreateXML"))
    }

    /// `virStorageVolDelete`, procedure 94 of program remote.
    async fn storage_vol_delete(&self, vol: &StorageVolRef, flags: u32) -> Result<()> {
        Err(Error::unsupported("virStorageVolDelete"))
    }

    /// `virStorageVolLookupByName`, procedure 95 of program remote.
    async fn storage_vol_lookup_by_name(&self, pool: &StoragePoolRef, name: &str) -> Result<StorageVolRef> {
        Err(Error::unsupported("virStorageVolLookupByName"))
    }

    /// `virStorageVolLookupByKey`, procedure 96 of program remote.
    async fn storage_vol_lookup_by_key(&self, key: &str) -> Result<StorageVolRef> {
        Err(Error::unsupported("virStorageVolLookupByKey"))
    }

    /// `virStorageVolLookupByPath`, procedure 97 of program remote.
    async fn storage_vol_lookup_by_path(&self, path: &str) -> Result<StorageVolRef> {
        Err(Error::unsupported("virStorageVolLookupByPath"))
    }

    /// `virStorageVolGetInfo`, procedure 98 of program remote.
    async fn storage_vol_get_info(&self, vol: &StorageVolRef) -> Result<remote::StorageVolGetInfoRet> {
        Err(Error::unsupported("virStorageVolGetInfo"))
    }

    /// `virStorageVolGetXMLDesc`, procedure 99 of program remote.
    async fn storage_vol_get_xml_desc(&self, vol: &StorageVolRef, flags: u32) -> Result<String> {
        Err(Error::unsupported("virStorageVolGetXMLDesc"))
    }

    /// `virStorageVolGetPath`, procedure 100 of program remote.
    async fn storage_vol_get_path(&self, vol: &StorageVolRef) -> Result<String> {
        Err(Error::unsupported("virStorageVolGetPath"))
    }

    /// `virStorageVolCreateXMLFrom`, procedure 125 of program remote.
    async fn storage_vol_create_xml_from(
        &self,
        pool: &StoragePoolRef,
        xml: &str,
        clonevol: &StorageVolRef,
        flags: u32,
    ) -> Result<StorageVolRef> {
        Err(Error::unsupported("virStorageVolCreateXMLFrom"))
    }

    /// `virStorageVolWipe`, procedure 165 of program remote.
    async fn storage_vol_wipe(&self, vol: &StorageVolRef, flags: u32) -> Result<()> {
        Err(Error::unsupported("virStorageVolWipe"))
    }

    /// `virStorageVolUpload`, procedure 208 of program remote.
    async fn storage_vol_upload(
        &self,
        vol: &StorageVolRef,
        offset: u64,
        length: u64,
        flags: u32,
    ) -> Result<DriverStream> {
        Err(Error::unsupported("virStorageVolUpload"))
    }

    /// `virStorageVolDownload`, procedure 209 of program remote.
    async fn storage_vol_download(
        &self,
        vol: &StorageVolRef,
        offset: u64,
        length: u64,
        flags: u32,
    ) -> Result<DriverStream> {
        Err(Error::unsupported("virStorageVolDownload"))
    }

    /// `virStorageVolWipePattern`, procedure 259 of program remote.
    async fn storage_vol_wipe_pattern(&self, vol: &StorageVolRef, algorithm: u32, flags: u32) -> Result<()> {
        Err(Error::unsupported("virStorageVolWipePattern"))
    }

    /// `virStorageVolResize`, procedure 260 of program remote.
    async fn storage_vol_resize(&self, vol: &StorageVolRef, capacity: u64, flags: u32) -> Result<()> {
        Err(Error::unsupported("virStorageVolResize"))
    }

    /// `virStoragePoolListAllVolumes`, procedure 282 of program remote.
    async fn storage_pool_list_all_volumes(
        &self,
        pool: &StoragePoolRef,
        flags: u32,
    ) -> Result<Vec<StorageVolRef>> {
        Err(Error::unsupported("virStoragePoolListAllVolumes"))
    }

    /// `virStorageVolGetInfoFlags`, procedure 378 of program remote.
    async fn storage_vol_get_info_flags(
        &self,
        vol: &StorageVolRef,
        flags: u32,
    ) -> Result<remote::StorageVolGetInfoFlagsRet> {
        Err(Error::unsupported("virStorageVolGetInfoFlags"))
    }
}

/// Devices of the host.
#[async_trait]
pub trait NodeDeviceDriver: Send + Sync {
    /// `virNodeDeviceLookupByName`, procedure 113 of program remote.
    async fn node_device_lookup_by_name(&self, name: &str) -> Result<NodeDeviceRef> {
        Err(Error::unsupported("virNodeDeviceLookupByName"))
    }

    /// `virNodeDeviceGetXMLDesc`, procedure 114 of program remote.
    async fn node_device_get_xml_desc(&self, name: &str, flags: u32) -> Result<String> {
        Err(Error::unsupported("virNodeDeviceGetXMLDesc"))
    }

    /// `virNodeDeviceGetParent`, procedure 115 of program remote.
    async fn node_device_get_parent(&self, name: &str) -> Result<Option<String>> {
        Err(Error::unsupported("virNodeDeviceGetParent"))
    }

    /// `virNodeDeviceNumOfCaps`, procedure 116 of program remote.
    async fn node_device_num_of_caps(&self, name: &str) -> Result<i32> {
        Err(Error::unsupported("virNodeDeviceNumOfCaps"))
    }

    /// `virNodeDeviceListCaps`, procedure 117 of program remote.
    async fn node_device_list_caps(&self, name: &str, maxnames: i32) -> Result<Vec<String>> {
        Err(Error::unsupported("virNodeDeviceListCaps"))
    }

    /// `virNodeDeviceReAttach`, procedure 119 of program remote.
    async fn node_device_re_attach(&self, name: &str) -> Result<()> {
        Err(Error::unsupported("virNodeDeviceReAttach"))
    }

    /// `virNodeDeviceReset`, procedure 120 of program remote.
    async fn node_device_reset(&self, name: &str) -> Result<()> {
        Err(Error::unsupported("virNodeDeviceReset"))
    }

    /// `virNodeDeviceCreateXML`, procedure 123 of program remote.
    async fn node_device_create_xml(&self, xml_desc: &str, flags: u32) -> Result<NodeDeviceRef> {
        Err(Error::unsupported("virNodeDeviceCreateXML"))
    }

    /// `virNodeDeviceDestroy`, procedure 124 of program remote.
    async fn node_device_destroy(&self, name: &str) -> Result<()> {
        Err(Error::unsupported("virNodeDeviceDestroy"))
    }

    /// `virConnectListAllNodeDevices`, procedure 285 of program remote.
    async fn connect_list_all_node_devices(&self, flags: u32) -> Result<Vec<NodeDeviceRef>> {
        Err(Error::unsupported("virConnectListAllNodeDevices"))
    }

    /// `virNodeDeviceLookupSCSIHostByWWN`, procedure 297 of program remote.
    async fn node_device_lookup_scsi_host_by_wwn(
        &self,
        wwnn: &str,
        wwpn: &str,
        flags: u32,
    ) -> Result<NodeDeviceRef> {
        Err(Error::unsupported("virNodeDeviceLookupSCSIHostByWWN"))
    }

    /// `virNodeDeviceDetachFlags`, procedure 301 of program remote.
    async fn node_device_detach_flags(
        &self,
        name: &str,
        driver_name: Option<&str>,
        flags: u32,
    ) -> Result<()> {
        Err(Error::unsupported("virNodeDeviceDetachFlags"))
    }

    /// `virNodeDeviceDefineXML`, procedure 428 of program remote.
    async fn node_device_define_xml(&self, xml_desc: &str, flags: u32) -> Result<NodeDeviceRef> {
        Err(Error::unsupported("virNodeDeviceDefineXML"))
    }

    /// `virNodeDeviceUndefine`, procedure 429 of program remote.
    async fn node_device_undefine(&self, name: &str, flags: u32) -> Result<()> {
        Err(Error::unsupported("virNodeDeviceUndefine"))
    }

    /// `virNodeDeviceCreate`, procedure 430 of program remote.
    async fn node_device_create(&self, name: &str, flags: u32) -> Result<()> {
        Err(Error::unsupported("virNodeDeviceCreate"))
    }

    /// `virNodeDeviceGetAutostart`, procedure 433 of program remote.
    async fn node_device_get_autostart(&self, name: &str) -> Result<bool> {
        Err(Error::unsupported("virNodeDeviceGetAutostart"))
    }

    /// `virNodeDeviceSetAutostart`, procedure 434 of program remote.
    async fn node_device_set_autostart(&self, name: &str, autostart: bool) -> Result<()> {
        Err(Error::unsupported("virNodeDeviceSetAutostart"))
    }

    /// `virNodeDeviceIsPersistent`, procedure 435 of program remote.
    async fn node_device_is_persistent(&self, name: &str) -> Result<bool> {
        Err(Error::unsupported("virNodeDeviceIsPersistent"))
    }

    /// `virNodeDeviceIsActive`, procedure 436 of program remote.
    async fn node_device_is_active(&self, name: &str) -> Result<bool> {
        Err(Error::unsupported("virNodeDeviceIsActive"))
    }

    /// `virNodeDeviceUpdate`, procedure 447 of program remote.
    async fn node_device_update(&self, name: &str, xml_desc: &str, flags: u32) -> Result<()> {
        Err(Error::unsupported("virNodeDeviceUpdate"))
    }
}

/// Secrets.
#[async_trait]
pub trait SecretDriver: Send + Sync {
    /// `virSecretLookupByUUID`, procedure 141 of program remote.
    async fn secret_lookup_by_uuid(&self, uuid: Uuid) -> Result<SecretRef> {
        Err(Error::unsupported("virSecretLookupByUUID"))
    }

    /// `virSecretDefineXML`, procedure 142 of program remote.
    async fn secret_define_xml(&self, xml: &str, flags: u32) -> Result<SecretRef> {
        Err(Error::unsupported("virSecretDefineXML"))
    }

    /// `virSecretGetXMLDesc`, procedure 143 of program remote.
    async fn secret_get_xml_desc(&self, secret: &SecretRef, flags: u32) -> Result<String> {
        Err(Error::unsupported("virSecretGetXMLDesc"))
    }

    /// `virSecretSetValue`, procedure 144 of program remote.
    async fn secret_set_value(&self, secret: &SecretRef, value: &[u8], flags: u32) -> Result<()> {
        Err(Error::unsupported("virSecretSetValue"))
    }

    /// `virSecretGetValue`, procedure 145 of program remote.
    async fn secret_get_value(&self, secret: &SecretRef, flags: u32) -> Result<Vec<u8>> {
        Err(Error::unsupported("virSecretGetValue"))
    }

    /// `virSecretUndefine`, procedure 146 of program remote.
    async fn secret_undefine(&self, secret: &SecretRef) -> Result<()> {
        Err(Error::unsupported("virSecretUndefine"))
    }

    /// `virSecretLookupByUsage`, procedure 147 of program remote.
    async fn secret_lookup_by_usage(&self, usage_type: i32, usage_id: &str) -> Result<SecretRef> {
        Err(Error::unsupported("virSecretLookupByUsage"))
    }

    /// `virConnectListAllSecrets`, procedure 287 of program remote.
    async fn connect_list_all_secrets(&self, flags: u32) -> Result<Vec<SecretRef>> {
        Err(Error::unsupported("virConnectListAllSecrets"))
    }
}

/// The drivers behind one connection, one for each capability.
#[derive(Clone)]
pub struct Drivers {
    /// The host and the hypervisor: identity, capabilities, processors, memory.
    pub host: Arc<dyn HostDriver>,
    /// Finding, starting, stopping, saving and restoring domains.
    pub lifecycle: Arc<dyn DomainLifecycle>,
    /// Definitions of domains and what is kept with them.
    pub config: Arc<dyn DomainConfig>,
    /// Devices of domains, attached and detached.
    pub devices: Arc<dyn DomainDevices>,
    /// Memory, processors, schedulers and limits of domains.
    pub tuning: Arc<dyn Tuning>,
    /// What domains use and did.
    pub statistics: Arc<dyn Statistics>,
    /// Disks of domains: jobs, limits, sizes, peeking.
    pub block_jobs: Arc<dyn BlockJobs>,
    /// Snapshots of domains.
    pub snapshots: Arc<dyn Snapshots>,
    /// Checkpoints and backups of domains.
    pub checkpoints: Arc<dyn Checkpoints>,
    /// Migration and other long jobs of domains.
    pub migration: Arc<dyn Migration>,
    /// What an agent inside the guest does.
    pub guest_agent: Arc<dyn GuestAgent>,
    /// Consoles, channels, graphics and screenshots of domains.
    pub console: Arc<dyn Console>,
    /// What only QEMU has: its monitor and its agent, in the raw.
    pub qemu: Arc<dyn QemuSpecific>,
    /// What only containers have.
    pub lxc: Arc<dyn LxcSpecific>,
    /// Virtual networks and their ports.
    pub network: Arc<dyn NetworkDriver>,
    /// Network interfaces of the host.
    pub interface: Arc<dyn InterfaceDriver>,
    /// Network filters and their bindings.
    pub nwfilter: Arc<dyn NwFilterDriver>,
    /// Storage pools.
    pub storage_pool: Arc<dyn StoragePoolDriver>,
    /// Storage volumes.
    pub storage_vol: Arc<dyn StorageVolDriver>,
    /// Devices of the host.
    pub node_device: Arc<dyn NodeDeviceDriver>,
    /// Secrets.
    pub secret: Arc<dyn SecretDriver>,
}

impl Drivers {
    /// Drivers that support nothing, to start an assembly from.
    pub fn none() -> Self {
        let none = Arc::new(NoDriver);
        Self {
            host: none.clone(),
            lifecycle: none.clone(),
            config: none.clone(),
            devices: none.clone(),
            tuning: none.clone(),
            statistics: none.clone(),
            block_jobs: none.clone(),
            snapshots: none.clone(),
            checkpoints: none.clone(),
            migration: none.clone(),
            guest_agent: none.clone(),
            console: none.clone(),
            qemu: none.clone(),
            lxc: none.clone(),
            network: none.clone(),
            interface: none.clone(),
            nwfilter: none.clone(),
            storage_pool: none.clone(),
            storage_vol: none.clone(),
            node_device: none.clone(),
            secret: none.clone(),
        }
    }

    /// One driver that is behind everything.
    pub fn from_one<D>(driver: Arc<D>) -> Self
    where
        D: HostDriver
            + DomainLifecycle
            + DomainConfig
            + DomainDevices
            + Tuning
            + Statistics
            + BlockJobs
            + Snapshots
            + Checkpoints
            + Migration
            + GuestAgent
            + Console
            + QemuSpecific
            + LxcSpecific
            + NetworkDriver
            + InterfaceDriver
            + NwFilterDriver
            + StoragePoolDriver
            + StorageVolDriver
            + NodeDeviceDriver
            + SecretDriver
            + 'static,
    {
        Self {
            host: driver.clone(),
            lifecycle: driver.clone(),
            config: driver.clone(),
            devices: driver.clone(),
            tuning: driver.clone(),
            statistics: driver.clone(),
            block_jobs: driver.clone(),
            snapshots: driver.clone(),
            checkpoints: driver.clone(),
            migration: driver.clone(),
            guest_agent: driver.clone(),
            console: driver.clone(),
            qemu: driver.clone(),
            lxc: driver.clone(),
            network: driver.clone(),
            interface: driver.clone(),
            nwfilter: driver.clone(),
            storage_pool: driver.clone(),
            storage_vol: driver.clone(),
            node_device: driver.clone(),
            secret: driver.clone(),
        }
    }
}

/// Answers every call with `NoSupport`.
pub struct NoDriver;

impl HostDriver for NoDriver {}
impl DomainLifecycle for NoDriver {}
impl DomainConfig for NoDriver {}
impl DomainDevices for NoDriver {}
impl Tuning for NoDriver {}
impl Statistics for NoDriver {}
impl BlockJobs for NoDriver {}
impl Snapshots for NoDriver {}
impl Checkpoints for NoDriver {}
impl Migration for NoDriver {}
impl GuestAgent for NoDriver {}
impl Console for NoDriver {}
impl QemuSpecific for NoDriver {}
impl LxcSpecific for NoDriver {}
impl NetworkDriver for NoDriver {}
impl InterfaceDriver for NoDriver {}
impl NwFilterDriver for NoDriver {}
impl StoragePoolDriver for NoDriver {}
impl StorageVolDriver for NoDriver {}
impl NodeDeviceDriver for NoDriver {}
impl SecretDriver for NoDriver {}
