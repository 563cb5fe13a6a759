// Written by `cargo xtask codegen`; edit the tables in crates/*/spec instead.

use crate::guarded::{Guarded, Post, guarded};
use crate::stream::DriverStream;
use crate::*;
use ferrovirt_protocol::remote;
use ferrovirt_types::object::*;
use ferrovirt_types::param::TypedParam;
use std::os::fd::OwnedFd;
use uuid::Uuid;

guarded! { HostDriver, 'a;
    connect_get_type() -> String, "virConnectGetType", None;
    connect_get_version() -> u64, "virConnectGetVersion", None;
    connect_get_max_vcpus(kind: Option<&'a str>) -> i32, "virConnectGetMaxVcpus", None;
    node_get_info() -> remote::NodeGetInfoRet, "virNodeGetInfo", None;
    connect_get_capabilities() -> String, "virConnectGetCapabilities", None;
    connect_get_hostname() -> String, "virConnectGetHostname", None;
    node_get_cells_free_memory(start_cell: i32, maxcells: i32) -> Vec<u64>, "virNodeGetCellsFreeMemory", None, rule(start_cell, maxcells);
    node_get_free_memory() -> u64, "virNodeGetFreeMemory", None;
    node_get_security_model() -> remote::NodeGetSecurityModelRet, "virNodeGetSecurityModel", None;
    connect_compare_cpu(xml: &'a str, flags: u32) -> i32, "virConnectCompareCPU", None;
    connect_baseline_cpu(xml_cpus: &'a [String], flags: u32) -> String, "virConnectBaselineCPU", None, rule(xml_cpus, flags);
    connect_get_sysinfo(flags: u32) -> String, "virConnectGetSysinfo", None;
    node_get_cpu_stats(cpu_num: i32, flags: u32) -> Vec<remote::NodeGetCpuStats>, "virNodeGetCPUStats", None;
    node_get_memory_stats(cell_num: i32, flags: u32) -> Vec<remote::NodeGetMemoryStats>, "virNodeGetMemoryStats", None;
    node_suspend_for_duration(target: u32, duration: u64, flags: u32) -> (), "virNodeSuspendForDuration", None;
    node_set_memory_parameters(params: &'a [TypedParam], flags: u32) -> (), "virNodeSetMemoryParameters", None;
    node_get_memory_parameters(flags: u32) -> Vec<TypedParam>, "virNodeGetMemoryParameters", None;
    node_get_cpu_map(need_map: i32, need_online: i32, flags: u32) -> remote::NodeGetCpuMapRet, "virNodeGetCPUMap", None;
    connect_get_cpu_model_names(arch: &'a str, flags: u32) -> Vec<String>, "virConnectGetCPUModelNames", None;
    node_get_free_pages(pages: &'a [u32], start_cell: i32, cell_count: u32, flags: u32) -> Vec<u64>, "virNodeGetFreePages", None, rule(pages, start_cell, cell_count, flags);
    connect_get_domain_capabilities(emulatorbin: Option<&'a str>, arch: Option<&'a str>, machine: Option<&'a str>, virttype: Option<&'a str>, flags: u32) -> String, "virConnectGetDomainCapabilities", None;
    node_alloc_pages(page_sizes: &'a [u32], page_counts: &'a [u64], start_cell: i32, cell_count: u32, flags: u32) -> i32, "virNodeAllocPages", None;
    connect_compare_hypervisor_cpu(emulator: Option<&'a str>, arch: Option<&'a str>, machine: Option<&'a str>, virttype: Option<&'a str>, xml_cpu: &'a str, flags: u32) -> i32, "virConnectCompareHypervisorCPU", None;
    connect_baseline_hypervisor_cpu(emulator: Option<&'a str>, arch: Option<&'a str>, machine: Option<&'a str>, virttype: Option<&'a str>, xml_cpus: &'a [String], flags: u32) -> String, "virConnectBaselineHypervisorCPU", None;
    node_get_sev_info(flags: u32) -> Vec<TypedParam>, "virNodeGetSEVInfo", None;
}

guarded! { DomainLifecycle, 'a;
    domain_create_xml(xml_desc: &'a str, flags: u32) -> DomainRef, "virDomainCreateXML", None, document Domain;
    domain_lookup_by_id(id: i32) -> DomainRef, "virDomainLookupByID", None, rule(id);
    domain_lookup_by_name(name: &'a str) -> DomainRef, "virDomainLookupByName", None;
    domain_lookup_by_uuid(uuid: Uuid) -> DomainRef, "virDomainLookupByUUID", None;
    domain_reboot(dom: &'a DomainRef, flags: u32) -> (), "virDomainReboot", Some(dom);
    domain_resume(dom: &'a DomainRef) -> (), "virDomainResume", Some(dom);
    domain_suspend(dom: &'a DomainRef) -> (), "virDomainSuspend", Some(dom);
    domain_is_active(dom: &'a DomainRef) -> bool, "virDomainIsActive", Some(dom);
    domain_managed_save(dom: &'a DomainRef, flags: u32) -> (), "virDomainManagedSave", Some(dom), rule(dom, flags);
    domain_has_managed_save_image(dom: &'a DomainRef, flags: u32) -> i32, "virDomainHasManagedSaveImage", Some(dom);
    domain_managed_save_remove(dom: &'a DomainRef, flags: u32) -> (), "virDomainManagedSaveRemove", Some(dom);
    domain_create_with_flags(dom: &'a DomainRef, flags: u32) -> DomainRef, "virDomainCreateWithFlags", Some(dom);
    domain_inject_nmi(dom: &'a DomainRef, flags: u32) -> (), "virDomainInjectNMI", Some(dom);
    domain_get_state(dom: &'a DomainRef, flags: u32) -> remote::DomainGetStateRet, "virDomainGetState", Some(dom);
    domain_send_key(dom: &'a DomainRef, codeset: u32, holdtime: u32, keycodes: &'a [u32], flags: u32) -> (), "virDomainSendKey", Some(dom), rule(dom, codeset, holdtime, keycodes, flags);
    domain_get_control_info(dom: &'a DomainRef, flags: u32) -> remote::DomainGetControlInfoRet, "virDomainGetControlInfo", Some(dom);
    domain_save_flags(dom: &'a DomainRef, to: &'a str, dxml: Option<&'a str>, flags: u32) -> (), "virDomainSaveFlags", Some(dom), rule(dom, to, dxml, flags), document Domain;
    domain_restore_flags(from: &'a str, dxml: Option<&'a str>, flags: u32) -> (), "virDomainRestoreFlags", None, rule(from, dxml, flags), document Domain;
    domain_destroy_flags(dom: &'a DomainRef, flags: u32) -> (), "virDomainDestroyFlags", Some(dom);
    domain_reset(dom: &'a DomainRef, flags: u32) -> (), "virDomainReset", Some(dom);
    domain_shutdown_flags(dom: &'a DomainRef, flags: u32) -> (), "virDomainShutdownFlags", Some(dom);
    domain_pm_suspend_for_duration(dom: &'a DomainRef, target: u32, duration: u64, flags: u32) -> (), "virDomainPMSuspendForDuration", Some(dom);
    domain_pm_wakeup(dom: &'a DomainRef, flags: u32) -> (), "virDomainPMWakeup", Some(dom);
    connect_list_all_domains(flags: u32) -> Vec<DomainRef>, "virConnectListAllDomains", None;
    domain_send_process_signal(dom: &'a DomainRef, pid_value: i64, signum: u32, flags: u32) -> (), "virDomainSendProcessSignal", Some(dom), rule(dom, pid_value, signum, flags);
    domain_create_xml_with_files(xml_desc: &'a str, flags: u32, files: Vec<OwnedFd>) -> DomainRef, "virDomainCreateXMLWithFiles", None, document Domain;
    domain_create_with_files(dom: &'a DomainRef, flags: u32, files: Vec<OwnedFd>) -> DomainRef, "virDomainCreateWithFiles", Some(dom);
    domain_core_dump_with_format(dom: &'a DomainRef, to: &'a str, dumpformat: u32, flags: u32) -> (), "virDomainCoreDumpWithFormat", Some(dom), rule(dom, to, dumpformat, flags);
    domain_managed_save_get_xml_desc(dom: &'a DomainRef, flags: u32) -> String, "virDomainManagedSaveGetXMLDesc", Some(dom);
    domain_managed_save_define_xml(dom: &'a DomainRef, dxml: Option<&'a str>, flags: u32) -> (), "virDomainManagedSaveDefineXML", Some(dom), rule(dom, dxml, flags);
    domain_save_params(dom: &'a DomainRef, params: &'a [TypedParam], flags: u32) -> (), "virDomainSaveParams", Some(dom);
    domain_restore_params(params: &'a [TypedParam], flags: u32) -> (), "virDomainRestoreParams", None;
}

guarded! { DomainConfig, 'a;
    domain_get_xml_desc(dom: &'a DomainRef, flags: u32) -> String, "virDomainGetXMLDesc", Some(dom);
    domain_get_autostart(dom: &'a DomainRef) -> bool, "virDomainGetAutostart", Some(dom);
    domain_get_os_type(dom: &'a DomainRef) -> String, "virDomainGetOSType", Some(dom);
    domain_set_autostart(dom: &'a DomainRef, autostart: bool) -> (), "virDomainSetAutostart", Some(dom);
    connect_domain_xml_from_native(native_format: &'a str, native_config: &'a str, flags: u32) -> String, "virConnectDomainXMLFromNative", None;
    connect_domain_xml_to_native(native_format: &'a str, domain_xml: &'a str, flags: u32) -> String, "virConnectDomainXMLToNative", None;
    domain_is_persistent(dom: &'a DomainRef) -> bool, "virDomainIsPersistent", Some(dom);
    domain_is_updated(dom: &'a DomainRef) -> bool, "virDomainIsUpdated", Some(dom);
    domain_undefine_flags(dom: &'a DomainRef, flags: u32) -> (), "virDomainUndefineFlags", Some(dom);
    domain_save_image_get_xml_desc(file: &'a str, flags: u32) -> String, "virDomainSaveImageGetXMLDesc", None;
    domain_save_image_define_xml(file: &'a str, dxml: &'a str, flags: u32) -> (), "virDomainSaveImageDefineXML", None, rule(file, dxml, flags), document Domain;
    domain_set_metadata(dom: &'a DomainRef, kind: i32, metadata: Option<&'a str>, key: Option<&'a str>, uri: Option<&'a str>, flags: u32) -> (), "virDomainSetMetadata", Some(dom), rule(dom, kind, metadata, key, uri, flags);
    domain_get_metadata(dom: &'a DomainRef, kind: i32, uri: Option<&'a str>, flags: u32) -> String, "virDomainGetMetadata", Some(dom), rule(dom, kind, uri, flags);
    domain_define_xml_flags(xml: &'a str, flags: u32) -> DomainRef, "virDomainDefineXMLFlags", None, document Domain;
    domain_rename(dom: &'a DomainRef, new_name: Option<&'a str>, flags: u32) -> i32, "virDomainRename", Some(dom), rule(dom, new_name, flags);
    domain_set_lifecycle_action(dom: &'a DomainRef, kind: u32, action: u32, flags: u32) -> (), "virDomainSetLifecycleAction", Some(dom), rule(dom, kind, action, flags);
    domain_get_autostart_once(dom: &'a DomainRef) -> bool, "virDomainGetAutostartOnce", Some(dom);
    domain_set_autostart_once(dom: &'a DomainRef, autostart: bool) -> (), "virDomainSetAutostartOnce", Some(dom);
}

guarded! { DomainDevices, 'a;
    domain_attach_device_flags(dom: &'a DomainRef, xml: &'a str, flags: u32) -> (), "virDomainAttachDeviceFlags", Some(dom), document Domain;
    domain_detach_device_flags(dom: &'a DomainRef, xml: &'a str, flags: u32) -> (), "virDomainDetachDeviceFlags", Some(dom), document Domain;
    domain_update_device_flags(dom: &'a DomainRef, xml: &'a str, flags: u32) -> (), "virDomainUpdateDeviceFlags", Some(dom), document Domain;
    domain_detach_device_alias(dom: &'a DomainRef, alias: &'a str, flags: u32) -> (), "virDomainDetachDeviceAlias", Some(dom);
    domain_fd_associate(dom: &'a DomainRef, name: &'a str, flags: u32, files: Vec<OwnedFd>) -> (), "virDomainFDAssociate", Some(dom);
    domain_announce_interface(dom: &'a DomainRef, device: Option<&'a str>, params: &'a [TypedParam], flags: u32) -> (), "virDomainAnnounceInterface", Some(dom);
}

guarded! { Tuning, 'a;
    domain_get_max_memory(dom: &'a DomainRef) -> u64, "virDomainGetMaxMemory", Some(dom);
    domain_get_max_vcpus(dom: &'a DomainRef) -> i32, "virDomainGetMaxVcpus", Some(dom);
    domain_set_max_memory(dom: &'a DomainRef, memory: u64) -> (), "virDomainSetMaxMemory", Some(dom), rule(dom, memory);
    domain_get_scheduler_type(dom: &'a DomainRef) -> remote::DomainGetSchedulerTypeRet, "virDomainGetSchedulerType", Some(dom);
    domain_get_scheduler_parameters(dom: &'a DomainRef, nparams: i32) -> Vec<TypedParam>, "virDomainGetSchedulerParameters", Some(dom), rule(dom, nparams);
    domain_get_security_label(dom: &'a DomainRef) -> remote::DomainGetSecurityLabelRet, "virDomainGetSecurityLabel", Some(dom);
    domain_set_memory_parameters(dom: &'a DomainRef, params: &'a [TypedParam], flags: u32) -> (), "virDomainSetMemoryParameters", Some(dom), rule(dom, params, flags);
    domain_get_memory_parameters(dom: &'a DomainRef, flags: u32) -> Vec<TypedParam>, "virDomainGetMemoryParameters", Some(dom), rule(dom, flags);
    domain_set_vcpus_flags(dom: &'a DomainRef, nvcpus: u32, flags: u32) -> (), "virDomainSetVcpusFlags", Some(dom), rule(dom, nvcpus, flags);
    domain_get_vcpus_flags(dom: &'a DomainRef, flags: u32) -> i32, "virDomainGetVcpusFlags", Some(dom), rule(dom, flags);
    domain_set_memory_flags(dom: &'a DomainRef, memory: u64, flags: u32) -> (), "virDomainSetMemoryFlags", Some(dom), rule(dom, memory, flags);
    domain_set_blkio_parameters(dom: &'a DomainRef, params: &'a [TypedParam], flags: u32) -> (), "virDomainSetBlkioParameters", Some(dom), rule(dom, params, flags);
    domain_get_blkio_parameters(dom: &'a DomainRef, flags: u32) -> Vec<TypedParam>, "virDomainGetBlkioParameters", Some(dom), rule(dom, flags);
    domain_set_scheduler_parameters_flags(dom: &'a DomainRef, params: &'a [TypedParam], flags: u32) -> (), "virDomainSetSchedulerParametersFlags", Some(dom), rule(dom, params, flags);
    domain_get_scheduler_parameters_flags(dom: &'a DomainRef, nparams: i32, flags: u32) -> Vec<TypedParam>, "virDomainGetSchedulerParametersFlags", Some(dom), rule(dom, nparams, flags);
    domain_pin_vcpu_flags(dom: &'a DomainRef, vcpu: u32, cpumap: &'a [u8], flags: u32) -> (), "virDomainPinVcpuFlags", Some(dom), rule(dom, vcpu, cpumap, flags);
    domain_get_vcpu_pin_info(dom: &'a DomainRef, ncpumaps: i32, maplen: i32, flags: u32) -> remote::DomainGetVcpuPinInfoRet, "virDomainGetVcpuPinInfo", Some(dom), rule(dom, ncpumaps, maplen, flags);
    domain_set_numa_parameters(dom: &'a DomainRef, params: &'a [TypedParam], flags: u32) -> (), "virDomainSetNumaParameters", Some(dom), rule(dom, params, flags);
    domain_get_numa_parameters(dom: &'a DomainRef, flags: u32) -> Vec<TypedParam>, "virDomainGetNumaParameters", Some(dom);
    domain_set_interface_parameters(dom: &'a DomainRef, device: &'a str, params: &'a [TypedParam], flags: u32) -> (), "virDomainSetInterfaceParameters", Some(dom), rule(dom, device, params, flags);
    domain_get_interface_parameters(dom: &'a DomainRef, device: &'a str, flags: u32) -> Vec<TypedParam>, "virDomainGetInterfaceParameters", Some(dom);
    domain_get_security_label_list(dom: &'a DomainRef) -> remote::DomainGetSecurityLabelListRet, "virDomainGetSecurityLabelList", Some(dom);
    domain_pin_emulator(dom: &'a DomainRef, cpumap: &'a [u8], flags: u32) -> (), "virDomainPinEmulator", Some(dom), rule(dom, cpumap, flags);
    domain_get_emulator_pin_info(dom: &'a DomainRef, maplen: i32, flags: u32) -> remote::DomainGetEmulatorPinInfoRet, "virDomainGetEmulatorPinInfo", Some(dom), rule(dom, maplen, flags);
    domain_get_iothread_info(dom: &'a DomainRef, flags: u32) -> remote::DomainGetIothreadInfoRet, "virDomainGetIOThreadInfo", Some(dom), rule(dom, flags);
    domain_pin_iothread(dom: &'a DomainRef, iothreads_id: u32, cpumap: &'a [u8], flags: u32) -> (), "virDomainPinIOThread", Some(dom), rule(dom, iothreads_id, cpumap, flags);
    domain_add_iothread(dom: &'a DomainRef, iothread_id: u32, flags: u32) -> (), "virDomainAddIOThread", Some(dom);
    domain_del_iothread(dom: &'a DomainRef, iothread_id: u32, flags: u32) -> (), "virDomainDelIOThread", Some(dom), rule(dom, iothread_id, flags);
    domain_set_vcpu(dom: &'a DomainRef, cpumap: &'a str, state: i32, flags: u32) -> (), "virDomainSetVcpu", Some(dom);
    domain_get_launch_security_info(dom: &'a DomainRef, flags: u32) -> Vec<TypedParam>, "virDomainGetLaunchSecurityInfo", Some(dom);
    domain_set_iothread_params(dom: &'a DomainRef, iothread_id: u32, params: &'a [TypedParam], flags: u32) -> (), "virDomainSetIOThreadParams", Some(dom), rule(dom, iothread_id, params, flags);
    domain_set_launch_security_state(dom: &'a DomainRef, params: &'a [TypedParam], flags: u32) -> (), "virDomainSetLaunchSecurityState", Some(dom);
}

guarded! { Statistics, 'a;
    domain_get_info(dom: &'a DomainRef) -> remote::DomainGetInfoRet, "virDomainGetInfo", Some(dom);
    domain_get_vcpus(dom: &'a DomainRef, maxinfo: i32, maplen: i32) -> remote::DomainGetVcpusRet, "virDomainGetVcpus", Some(dom), rule(dom, maxinfo, maplen);
    domain_block_stats(dom: &'a DomainRef, path: &'a str) -> remote::DomainBlockStatsRet, "virDomainBlockStats", Some(dom);
    domain_interface_stats(dom: &'a DomainRef, device: &'a str) -> remote::DomainInterfaceStatsRet, "virDomainInterfaceStats", Some(dom);
    domain_memory_stats(dom: &'a DomainRef, max_stats: u32, flags: u32) -> Vec<remote::DomainMemoryStat>, "virDomainMemoryStats", Some(dom);
    domain_get_block_info(dom: &'a DomainRef, path: &'a str, flags: u32) -> remote::DomainGetBlockInfoRet, "virDomainGetBlockInfo", Some(dom), rule(dom, path, flags);
    domain_block_stats_flags(dom: &'a DomainRef, path: &'a str, flags: u32) -> Vec<TypedParam>, "virDomainBlockStatsFlags", Some(dom);
    domain_get_cpu_stats(dom: &'a DomainRef, nparams: u32, start_cpu: i32, ncpus: u32, flags: u32) -> remote::DomainGetCpuStatsRet, "virDomainGetCPUStats", Some(dom), rule(dom, nparams, start_cpu, ncpus, flags);
    domain_get_disk_errors(dom: &'a DomainRef, maxerrors: u32, flags: u32) -> remote::DomainGetDiskErrorsRet, "virDomainGetDiskErrors", Some(dom);
    domain_set_memory_stats_period(dom: &'a DomainRef, period: i32, flags: u32) -> (), "virDomainSetMemoryStatsPeriod", Some(dom), rule(dom, period, flags);
    connect_get_all_domain_stats(doms: &'a [DomainRef], stats: u32, flags: u32) -> Vec<remote::DomainStatsRecord>, "virConnectGetAllDomainStats", None;
    domain_interface_addresses(dom: &'a DomainRef, source: u32, flags: u32) -> Vec<remote::DomainInterface>, "virDomainInterfaceAddresses", Some(dom);
    domain_get_perf_events(dom: &'a DomainRef, flags: u32) -> Vec<TypedParam>, "virDomainGetPerfEvents", Some(dom);
    domain_set_perf_events(dom: &'a DomainRef, params: &'a [TypedParam], flags: u32) -> (), "virDomainSetPerfEvents", Some(dom), rule(dom, params, flags);
    domain_get_messages(dom: &'a DomainRef, flags: u32) -> Vec<String>, "virDomainGetMessages", Some(dom);
}

guarded! { BlockJobs, 'a;
    domain_block_peek(dom: &'a DomainRef, path: &'a str, offset: u64, size: u32, flags: u32) -> Vec<u8>, "virDomainBlockPeek", Some(dom);
    domain_memory_peek(dom: &'a DomainRef, offset: u64, size: u32, flags: u32) -> Vec<u8>, "virDomainMemoryPeek", Some(dom), rule(dom, offset, size, flags);
    domain_block_job_abort(dom: &'a DomainRef, path: &'a str, flags: u32) -> (), "virDomainBlockJobAbort", Some(dom);
    domain_get_block_job_info(dom: &'a DomainRef, path: &'a str, flags: u32) -> remote::DomainGetBlockJobInfoRet, "virDomainGetBlockJobInfo", Some(dom);
    domain_block_job_set_speed(dom: &'a DomainRef, path: &'a str, bandwidth: u64, flags: u32) -> (), "virDomainBlockJobSetSpeed", Some(dom);
    domain_block_pull(dom: &'a DomainRef, path: &'a str, bandwidth: u64, flags: u32) -> (), "virDomainBlockPull", Some(dom);
    domain_block_resize(dom: &'a DomainRef, disk: &'a str, size: u64, flags: u32) -> (), "virDomainBlockResize", Some(dom);
    domain_set_block_io_tune(dom: &'a DomainRef, disk: &'a str, params: &'a [TypedParam], flags: u32) -> (), "virDomainSetBlockIoTune", Some(dom), rule(dom, disk, params, flags);
    domain_get_block_io_tune(dom: &'a DomainRef, disk: Option<&'a str>, flags: u32) -> Vec<TypedParam>, "virDomainGetBlockIoTune", Some(dom), rule(dom, disk, flags);
    domain_block_rebase(dom: &'a DomainRef, path: &'a str, base: Option<&'a str>, bandwidth: u64, flags: u32) -> (), "virDomainBlockRebase", Some(dom);
    domain_block_commit(dom: &'a DomainRef, disk: &'a str, base: Option<&'a str>, top: Option<&'a str>, bandwidth: u64, flags: u32) -> (), "virDomainBlockCommit", Some(dom);
    domain_block_copy(dom: &'a DomainRef, path: &'a str, destxml: &'a str, params: &'a [TypedParam], flags: u32) -> (), "virDomainBlockCopy", Some(dom);
    domain_set_block_threshold(dom: &'a DomainRef, dev: &'a str, threshold: u64, flags: u32) -> (), "virDomainSetBlockThreshold", Some(dom);
    domain_set_throttle_group(dom: &'a DomainRef, group: &'a str, params: &'a [TypedParam], flags: u32) -> (), "virDomainSetThrottleGroup", Some(dom);
    domain_del_throttle_group(dom: &'a DomainRef, group: Option<&'a str>, flags: u32) -> (), "virDomainDelThrottleGroup", Some(dom);
}

guarded! { Snapshots, 'a;
    domain_snapshot_create_xml(dom: &'a DomainRef, xml_desc: &'a str, flags: u32) -> DomainSnapshotRef, "virDomainSnapshotCreateXML", Some(dom), rule(dom, xml_desc, flags), document DomainSnapshot;
    domain_snapshot_get_xml_desc(snap: &'a DomainSnapshotRef, flags: u32) -> String, "virDomainSnapshotGetXMLDesc", Some(&snap.dom);
    domain_snapshot_lookup_by_name(dom: &'a DomainRef, name: &'a str, flags: u32) -> DomainSnapshotRef, "virDomainSnapshotLookupByName", Some(dom);
    domain_has_current_snapshot(dom: &'a DomainRef, flags: u32) -> i32, "virDomainHasCurrentSnapshot", Some(dom);
    domain_snapshot_current(dom: &'a DomainRef, flags: u32) -> DomainSnapshotRef, "virDomainSnapshotCurrent", Some(dom);
    domain_revert_to_snapshot(snap: &'a DomainSnapshotRef, flags: u32) -> (), "virDomainRevertToSnapshot", Some(&snap.dom), rule(snap, flags);
    domain_snapshot_delete(snap: &'a DomainSnapshotRef, flags: u32) -> (), "virDomainSnapshotDelete", Some(&snap.dom), rule(snap, flags);
    domain_snapshot_get_parent(snap: &'a DomainSnapshotRef, flags: u32) -> DomainSnapshotRef, "virDomainSnapshotGetParent", Some(&snap.dom);
    domain_snapshot_is_current(snap: &'a DomainSnapshotRef, flags: u32) -> i32, "virDomainSnapshotIsCurrent", Some(&snap.dom);
    domain_snapshot_has_metadata(snap: &'a DomainSnapshotRef, flags: u32) -> i32, "virDomainSnapshotHasMetadata", Some(&snap.dom);
    domain_list_all_snapshots(dom: &'a DomainRef, flags: u32) -> Vec<DomainSnapshotRef>, "virDomainListAllSnapshots", Some(dom);
    domain_snapshot_list_all_children(snapshot: &'a DomainSnapshotRef, flags: u32) -> Vec<DomainSnapshotRef>, "virDomainSnapshotListAllChildren", Some(&snapshot.dom);
}

guarded! { Checkpoints, 'a;
    domain_checkpoint_create_xml(dom: &'a DomainRef, xml_desc: &'a str, flags: u32) -> DomainCheckpointRef, "virDomainCheckpointCreateXML", Some(dom), rule(dom, xml_desc, flags), document DomainCheckpoint;
    domain_checkpoint_get_xml_desc(checkpoint: &'a DomainCheckpointRef, flags: u32) -> String, "virDomainCheckpointGetXMLDesc", Some(&checkpoint.dom);
    domain_list_all_checkpoints(dom: &'a DomainRef, flags: u32) -> Vec<DomainCheckpointRef>, "virDomainListAllCheckpoints", Some(dom);
    domain_checkpoint_list_all_children(checkpoint: &'a DomainCheckpointRef, flags: u32) -> Vec<DomainCheckpointRef>, "virDomainCheckpointListAllChildren", Some(&checkpoint.dom);
    domain_checkpoint_lookup_by_name(dom: &'a DomainRef, name: &'a str, flags: u32) -> DomainCheckpointRef, "virDomainCheckpointLookupByName", Some(dom);
    domain_checkpoint_get_parent(checkpoint: &'a DomainCheckpointRef, flags: u32) -> DomainCheckpointRef, "virDomainCheckpointGetParent", Some(&checkpoint.dom);
    domain_checkpoint_delete(checkpoint: &'a DomainCheckpointRef, flags: u32) -> (), "virDomainCheckpointDelete", Some(&checkpoint.dom), rule(checkpoint, flags);
    domain_backup_begin(dom: &'a DomainRef, backup_xml: &'a str, checkpoint_xml: Option<&'a str>, flags: u32) -> (), "virDomainBackupBegin", Some(dom);
    domain_backup_get_xml_desc(dom: &'a DomainRef, flags: u32) -> String, "virDomainBackupGetXMLDesc", Some(dom);
}

guarded! { Migration, 'a;
    domain_migrate_prepare(uri_in: Option<&'a str>, flags: u64, dname: Option<&'a str>, resource: u64) -> remote::DomainMigratePrepareRet, "virDomainMigratePrepare", None;
    domain_migrate_perform(dom: &'a DomainRef, cookie: &'a [u8], uri: &'a str, flags: u64, dname: Option<&'a str>, resource: u64) -> (), "virDomainMigratePerform", Some(dom);
    domain_migrate_finish(dname: &'a str, cookie: &'a [u8], uri: &'a str, flags: u64) -> DomainRef, "virDomainMigrateFinish", None;
    domain_migrate_prepare2(uri_in: Option<&'a str>, flags: u64, dname: Option<&'a str>, resource: u64, dom_xml: &'a str) -> remote::DomainMigratePrepare2Ret, "virDomainMigratePrepare2", None;
    domain_migrate_finish2(dname: &'a str, cookie: &'a [u8], uri: &'a str, flags: u64, retcode: i32) -> DomainRef, "virDomainMigrateFinish2", None;
    domain_migrate_prepare_tunnel(flags: u64, dname: Option<&'a str>, resource: u64, dom_xml: &'a str) -> DriverStream, "virDomainMigratePrepareTunnel", None;
    domain_get_job_info(dom: &'a DomainRef) -> remote::DomainGetJobInfoRet, "virDomainGetJobInfo", Some(dom);
    domain_migrate_set_max_downtime(dom: &'a DomainRef, downtime: u64, flags: u32) -> (), "virDomainMigrateSetMaxDowntime", Some(dom);
    domain_migrate_set_max_speed(dom: &'a DomainRef, bandwidth: u64, flags: u32) -> (), "virDomainMigrateSetMaxSpeed", Some(dom);
    domain_migrate_begin3(dom: &'a DomainRef, xmlin: Option<&'a str>, flags: u64, dname: Option<&'a str>, resource: u64) -> remote::DomainMigrateBegin3Ret, "virDomainMigrateBegin3", Some(dom);
    domain_migrate_prepare3(cookie_in: &'a [u8], uri_in: Option<&'a str>, flags: u64, dname: Option<&'a str>, resource: u64, dom_xml: &'a str) -> remote::DomainMigratePrepare3Ret, "virDomainMigratePrepare3", None;
    domain_migrate_prepare_tunnel3(cookie_in: &'a [u8], flags: u64, dname: Option<&'a str>, resource: u64, dom_xml: &'a str) -> (Vec<u8>, DriverStream), "virDomainMigratePrepareTunnel3", None;
    domain_migrate_perform3(dom: &'a DomainRef, xmlin: Option<&'a str>, cookie_in: &'a [u8], dconnuri: Option<&'a str>, uri: Option<&'a str>, flags: u64, dname: Option<&'a str>, resource: u64) -> Vec<u8>, "virDomainMigratePerform3", Some(dom);
    domain_migrate_finish3(dname: &'a str, cookie_in: &'a [u8], dconnuri: Option<&'a str>, uri: Option<&'a str>, flags: u64, cancelled: i32) -> remote::DomainMigrateFinish3Ret, "virDomainMigrateFinish3", None;
    domain_migrate_confirm3(dom: &'a DomainRef, cookie_in: &'a [u8], flags: u64, cancelled: i32) -> (), "virDomainMigrateConfirm3", Some(dom);
    domain_migrate_get_max_speed(dom: &'a DomainRef, flags: u32) -> u64, "virDomainMigrateGetMaxSpeed", Some(dom);
    domain_get_job_stats(dom: &'a DomainRef, flags: u32) -> remote::DomainGetJobStatsRet, "virDomainGetJobStats", Some(dom);
    domain_migrate_get_compression_cache(dom: &'a DomainRef, flags: u32) -> u64, "virDomainMigrateGetCompressionCache", Some(dom);
    domain_migrate_set_compression_cache(dom: &'a DomainRef, cache_size: u64, flags: u32) -> (), "virDomainMigrateSetCompressionCache", Some(dom);
    domain_migrate_begin3_params(dom: &'a DomainRef, params: &'a [TypedParam], flags: u32) -> remote::DomainMigrateBegin3ParamsRet, "virDomainMigrateBegin3Params", Some(dom);
    domain_migrate_prepare3_params(params: &'a [TypedParam], cookie_in: &'a [u8], flags: u32) -> remote::DomainMigratePrepare3ParamsRet, "virDomainMigratePrepare3Params", None;
    domain_migrate_prepare_tunnel3_params(params: &'a [TypedParam], cookie_in: &'a [u8], flags: u32) -> Vec<u8>, "virDomainMigratePrepareTunnel3Params", None;
    domain_migrate_perform3_params(dom: &'a DomainRef, dconnuri: Option<&'a str>, params: &'a [TypedParam], cookie_in: &'a [u8], flags: u32) -> Vec<u8>, "virDomainMigratePerform3Params", Some(dom);
    domain_migrate_finish3_params(params: &'a [TypedParam], cookie_in: &'a [u8], flags: u32, cancelled: i32) -> remote::DomainMigrateFinish3ParamsRet, "virDomainMigrateFinish3Params", None;
    domain_migrate_confirm3_params(dom: &'a DomainRef, params: &'a [TypedParam], cookie_in: &'a [u8], flags: u32, cancelled: i32) -> (), "virDomainMigrateConfirm3Params", Some(dom);
    domain_migrate_start_post_copy(dom: &'a DomainRef, flags: u32) -> (), "virDomainMigrateStartPostCopy", Some(dom);
    domain_migrate_get_max_downtime(dom: &'a DomainRef, flags: u32) -> u64, "virDomainMigrateGetMaxDowntime", Some(dom);
    domain_start_dirty_rate_calc(dom: &'a DomainRef, seconds: i32, flags: u32) -> (), "virDomainStartDirtyRateCalc", Some(dom);
    domain_abort_job_flags(dom: &'a DomainRef, flags: u32) -> (), "virDomainAbortJobFlags", Some(dom);
}

guarded! { GuestAgent, 'a;
    domain_get_hostname(dom: &'a DomainRef, flags: u32) -> String, "virDomainGetHostname", Some(dom);
    domain_fstrim(dom: &'a DomainRef, mount_point: Option<&'a str>, minimum: u64, flags: u32) -> (), "virDomainFSTrim", Some(dom);
    domain_fsfreeze(dom: &'a DomainRef, mountpoints: &'a [String], flags: u32) -> i32, "virDomainFSFreeze", Some(dom);
    domain_fsthaw(dom: &'a DomainRef, mountpoints: &'a [String], flags: u32) -> i32, "virDomainFSThaw", Some(dom);
    domain_get_time(dom: &'a DomainRef, flags: u32) -> remote::DomainGetTimeRet, "virDomainGetTime", Some(dom);
    domain_set_time(dom: &'a DomainRef, seconds: i64, nseconds: u32, flags: u32) -> (), "virDomainSetTime", Some(dom);
    domain_get_fsinfo(dom: &'a DomainRef, flags: u32) -> remote::DomainGetFsinfoRet, "virDomainGetFSInfo", Some(dom);
    domain_set_user_password(dom: &'a DomainRef, user: Option<&'a str>, password: Option<&'a str>, flags: u32) -> (), "virDomainSetUserPassword", Some(dom), rule(dom, user, password, flags);
    domain_get_guest_vcpus(dom: &'a DomainRef, flags: u32) -> Vec<TypedParam>, "virDomainGetGuestVcpus", Some(dom);
    domain_set_guest_vcpus(dom: &'a DomainRef, cpumap: &'a str, state: i32, flags: u32) -> (), "virDomainSetGuestVcpus", Some(dom);
    domain_get_guest_info(dom: &'a DomainRef, types: u32, flags: u32) -> Vec<TypedParam>, "virDomainGetGuestInfo", Some(dom);
    domain_agent_set_response_timeout(dom: &'a DomainRef, timeout: i32, flags: u32) -> i32, "virDomainAgentSetResponseTimeout", Some(dom);
    domain_authorized_ssh_keys_get(dom: &'a DomainRef, user: &'a str, flags: u32) -> Vec<String>, "virDomainAuthorizedSSHKeysGet", Some(dom);
    domain_authorized_ssh_keys_set(dom: &'a DomainRef, user: &'a str, keys: &'a [String], flags: u32) -> (), "virDomainAuthorizedSSHKeysSet", Some(dom);
}

guarded! { Console, 'a;
    domain_open_console(dom: &'a DomainRef, dev_name: Option<&'a str>, flags: u32) -> DriverStream, "virDomainOpenConsole", Some(dom);
    domain_screenshot(dom: &'a DomainRef, screen: u32, flags: u32) -> (Option<String>, DriverStream), "virDomainScreenshot", Some(dom);
    domain_open_graphics(dom: &'a DomainRef, idx: u32, flags: u32, files: Vec<OwnedFd>) -> (), "virDomainOpenGraphics", Some(dom);
    domain_open_channel(dom: &'a DomainRef, name: Option<&'a str>, flags: u32) -> DriverStream, "virDomainOpenChannel", Some(dom);
    domain_open_graphics_fd(dom: &'a DomainRef, idx: u32, flags: u32) -> Vec<OwnedFd>, "virDomainOpenGraphicsFD", Some(dom);
    domain_graphics_reload(dom: &'a DomainRef, kind: u32, flags: u32) -> (), "virDomainGraphicsReload", Some(dom);
}

guarded! { QemuSpecific, 'a;
    domain_monitor_command(dom: &'a DomainRef, cmd: &'a str, flags: u32) -> String, "virDomainQemuMonitorCommand", Some(dom);
    domain_attach(pid_value: u32, flags: u32) -> DomainRef, "virDomainQemuAttach", None;
    domain_agent_command(dom: &'a DomainRef, cmd: &'a str, timeout: i32, flags: u32) -> Option<String>, "virDomainQemuAgentCommand", Some(dom);
    domain_monitor_command_with_files(dom: &'a DomainRef, cmd: &'a str, flags: u32, files: Vec<OwnedFd>) -> (String, Vec<OwnedFd>), "virDomainQemuMonitorCommandWithFiles", Some(dom);
}

guarded! { LxcSpecific, 'a;
    domain_open_namespace(dom: &'a DomainRef, flags: u32) -> Vec<OwnedFd>, "virDomainLxcOpenNamespace", Some(dom);
}

guarded! { NetworkDriver, 'a;
    network_create(net: &'a NetworkRef) -> (), "virNetworkCreate", None;
    network_destroy(net: &'a NetworkRef) -> (), "virNetworkDestroy", None;
    network_get_xml_desc(net: &'a NetworkRef, flags: u32) -> String, "virNetworkGetXMLDesc", None;
    network_get_autostart(net: &'a NetworkRef) -> bool, "virNetworkGetAutostart", None;
    network_get_bridge_name(net: &'a NetworkRef) -> String, "virNetworkGetBridgeName", None;
    network_lookup_by_name(name: &'a str) -> NetworkRef, "virNetworkLookupByName", None;
    network_lookup_by_uuid(uuid: Uuid) -> NetworkRef, "virNetworkLookupByUUID", None;
    network_set_autostart(net: &'a NetworkRef, autostart: bool) -> (), "virNetworkSetAutostart", None;
    network_undefine(net: &'a NetworkRef) -> (), "virNetworkUndefine", None;
    network_is_active(net: &'a NetworkRef) -> bool, "virNetworkIsActive", None;
    network_is_persistent(net: &'a NetworkRef) -> bool, "virNetworkIsPersistent", None;
    connect_list_all_networks(flags: u32) -> Vec<NetworkRef>, "virConnectListAllNetworks", None;
    network_update(net: &'a NetworkRef, command: u32, section: u32, parent_index: i32, xml: &'a str, flags: u32) -> (), "virNetworkUpdate", None, document Network;
    network_get_dhcp_leases(net: &'a NetworkRef, mac: Option<&'a str>, flags: u32) -> Vec<remote::NetworkDhcpLease>, "virNetworkGetDHCPLeases", None;
    network_list_all_ports(network: &'a NetworkRef, flags: u32) -> Vec<NetworkPortRef>, "virNetworkListAllPorts", None;
    network_port_lookup_by_uuid(network: &'a NetworkRef, uuid: Uuid) -> NetworkPortRef, "virNetworkPortLookupByUUID", None;
    network_port_create_xml(network: &'a NetworkRef, xml: &'a str, flags: u32) -> NetworkPortRef, "virNetworkPortCreateXML", None;
    network_port_get_parameters(port: &'a NetworkPortRef, flags: u32) -> Vec<TypedParam>, "virNetworkPortGetParameters", None;
    network_port_set_parameters(port: &'a NetworkPortRef, params: &'a [TypedParam], flags: u32) -> (), "virNetworkPortSetParameters", None;
    network_port_get_xml_desc(port: &'a NetworkPortRef, flags: u32) -> String, "virNetworkPortGetXMLDesc", None;
    network_port_delete(port: &'a NetworkPortRef, flags: u32) -> (), "virNetworkPortDelete", None;
    network_define_xml_flags(xml: &'a str, flags: u32) -> NetworkRef, "virNetworkDefineXMLFlags", None, document Network;
    network_create_xml_flags(xml: &'a str, flags: u32) -> NetworkRef, "virNetworkCreateXMLFlags", None, document Network;
    network_set_metadata(network: &'a NetworkRef, kind: i32, metadata: Option<&'a str>, key: Option<&'a str>, uri: Option<&'a str>, flags: u32) -> (), "virNetworkSetMetadata", None, rule(network, kind, metadata, key, uri, flags);
    network_get_metadata(network: &'a NetworkRef, kind: i32, uri: Option<&'a str>, flags: u32) -> String, "virNetworkGetMetadata", None, rule(network, kind, uri, flags);
}

guarded! { InterfaceDriver, 'a;
    interface_lookup_by_name(name: &'a str) -> InterfaceRef, "virInterfaceLookupByName", None;
    interface_lookup_by_mac_string(mac: &'a str) -> InterfaceRef, "virInterfaceLookupByMACString", None;
    interface_get_xml_desc(iface: &'a InterfaceRef, flags: u32) -> String, "virInterfaceGetXMLDesc", None;
    interface_define_xml(xml: &'a str, flags: u32) -> InterfaceRef, "virInterfaceDefineXML", None, document Interface;
    interface_undefine(iface: &'a InterfaceRef) -> (), "virInterfaceUndefine", None;
    interface_create(iface: &'a InterfaceRef, flags: u32) -> (), "virInterfaceCreate", None;
    interface_destroy(iface: &'a InterfaceRef, flags: u32) -> (), "virInterfaceDestroy", None;
    interface_is_active(iface: &'a InterfaceRef) -> bool, "virInterfaceIsActive", None;
    interface_change_begin(flags: u32) -> (), "virInterfaceChangeBegin", None;
    interface_change_commit(flags: u32) -> (), "virInterfaceChangeCommit", None;
    interface_change_rollback(flags: u32) -> (), "virInterfaceChangeRollback", None;
    connect_list_all_interfaces(flags: u32) -> Vec<InterfaceRef>, "virConnectListAllInterfaces", None;
}

guarded! { NwFilterDriver, 'a;
    nwfilter_lookup_by_name(name: &'a str) -> NwFilterRef, "virNWFilterLookupByName", None;
    nwfilter_lookup_by_uuid(uuid: Uuid) -> NwFilterRef, "virNWFilterLookupByUUID", None;
    nwfilter_get_xml_desc(nwfilter: &'a NwFilterRef, flags: u32) -> String, "virNWFilterGetXMLDesc", None;
    nwfilter_undefine(nwfilter: &'a NwFilterRef) -> (), "virNWFilterUndefine", None;
    connect_list_all_nwfilters(flags: u32) -> Vec<NwFilterRef>, "virConnectListAllNWFilters", None;
    nwfilter_binding_lookup_by_port_dev(name: &'a str) -> NwFilterBindingRef, "virNWFilterBindingLookupByPortDev", None;
    nwfilter_binding_get_xml_desc(nwfilter: &'a NwFilterBindingRef, flags: u32) -> String, "virNWFilterBindingGetXMLDesc", None;
    nwfilter_binding_create_xml(xml: &'a str, flags: u32) -> NwFilterBindingRef, "virNWFilterBindingCreateXML", None;
    nwfilter_binding_delete(nwfilter: &'a NwFilterBindingRef) -> (), "virNWFilterBindingDelete", None;
    connect_list_all_nwfilter_bindings(flags: u32) -> Vec<NwFilterBindingRef>, "virConnectListAllNWFilterBindings", None;
    nwfilter_define_xml_flags(xml: &'a str, flags: u32) -> NwFilterRef, "virNWFilterDefineXMLFlags", None, document Nwfilter;
}

guarded! { StoragePoolDriver, 'a;
    connect_find_storage_pool_sources(kind: &'a str, src_spec: Option<&'a str>, flags: u32) -> String, "virConnectFindStoragePoolSources", None;
    storage_pool_create_xml(xml: &'a str, flags: u32) -> StoragePoolRef, "virStoragePoolCreateXML", None, document Storage;
    storage_pool_define_xml(xml: &'a str, flags: u32) -> StoragePoolRef, "virStoragePoolDefineXML", None, document Storage;
    storage_pool_create(pool: &'a StoragePoolRef, flags: u32) -> (), "virStoragePoolCreate", None;
    storage_pool_build(pool: &'a StoragePoolRef, flags: u32) -> (), "virStoragePoolBuild", None;
    storage_pool_destroy(pool: &'a StoragePoolRef) -> (), "virStoragePoolDestroy", None;
    storage_pool_delete(pool: &'a StoragePoolRef, flags: u32) -> (), "virStoragePoolDelete", None;
    storage_pool_undefine(pool: &'a StoragePoolRef) -> (), "virStoragePoolUndefine", None;
    storage_pool_refresh(pool: &'a StoragePoolRef, flags: u32) -> (), "virStoragePoolRefresh", None;
    storage_pool_lookup_by_name(name: &'a str) -> StoragePoolRef, "virStoragePoolLookupByName", None;
    storage_pool_lookup_by_uuid(uuid: Uuid) -> StoragePoolRef, "virStoragePoolLookupByUUID", None;
    storage_pool_lookup_by_volume(vol: &'a StorageVolRef) -> StoragePoolRef, "virStoragePoolLookupByVolume", None;
    storage_pool_get_info(pool: &'a StoragePoolRef) -> remote::StoragePoolGetInfoRet, "virStoragePoolGetInfo", None;
    storage_pool_get_xml_desc(pool: &'a StoragePoolRef, flags: u32) -> String, "virStoragePoolGetXMLDesc", None;
    storage_pool_get_autostart(pool: &'a StoragePoolRef) -> bool, "virStoragePoolGetAutostart", None;
    storage_pool_set_autostart(pool: &'a StoragePoolRef, autostart: bool) -> (), "virStoragePoolSetAutostart", None;
    storage_pool_is_active(pool: &'a StoragePoolRef) -> bool, "virStoragePoolIsActive", None;
    storage_pool_is_persistent(pool: &'a StoragePoolRef) -> bool, "virStoragePoolIsPersistent", None;
    connect_list_all_storage_pools(flags: u32) -> Vec<StoragePoolRef>, "virConnectListAllStoragePools", None;
    storage_pool_lookup_by_target_path(path: &'a str) -> StoragePoolRef, "virStoragePoolLookupByTargetPath", None;
    connect_get_storage_pool_capabilities(flags: u32) -> String, "virConnectGetStoragePoolCapabilities", None;
}

guarded! { StorageVolDriver, 'a;
    storage_vol_create_xml(pool: &'a StoragePoolRef, xml: &'a str, flags: u32) -> StorageVolRef, "virStorageVolCreateXML", None, document Storage;
    storage_vol_delete(vol: &'a StorageVolRef, flags: u32) -> (), "virStorageVolDelete", None;
    storage_vol_lookup_by_name(pool: &'a StoragePoolRef, name: &'a str) -> StorageVolRef, "virStorageVolLookupByName", None;
    storage_vol_lookup_by_key(key: &'a str) -> StorageVolRef, "virStorageVolLookupByKey", None;
    storage_vol_lookup_by_path(path: &'a str) -> StorageVolRef, "virStorageVolLookupByPath", None;
    storage_vol_get_info(vol: &'a StorageVolRef) -> remote::StorageVolGetInfoRet, "virStorageVolGetInfo", None;
    storage_vol_get_xml_desc(vol: &'a StorageVolRef, flags: u32) -> String, "virStorageVolGetXMLDesc", None;
    storage_vol_get_path(vol: &'a StorageVolRef) -> String, "virStorageVolGetPath", None;
    storage_vol_create_xml_from(pool: &'a StoragePoolRef, xml: &'a str, clonevol: &'a StorageVolRef, flags: u32) -> StorageVolRef, "virStorageVolCreateXMLFrom", None, document Storage;
    storage_vol_wipe(vol: &'a StorageVolRef, flags: u32) -> (), "virStorageVolWipe", None;
    storage_vol_upload(vol: &'a StorageVolRef, offset: u64, length: u64, flags: u32) -> DriverStream, "virStorageVolUpload", None;
    storage_vol_download(vol: &'a StorageVolRef, offset: u64, length: u64, flags: u32) -> DriverStream, "virStorageVolDownload", None;
    storage_vol_wipe_pattern(vol: &'a StorageVolRef, algorithm: u32, flags: u32) -> (), "virStorageVolWipePattern", None;
    storage_vol_resize(vol: &'a StorageVolRef, capacity: u64, flags: u32) -> (), "virStorageVolResize", None;
    storage_pool_list_all_volumes(pool: &'a StoragePoolRef, flags: u32) -> Vec<StorageVolRef>, "virStoragePoolListAllVolumes", None;
    storage_vol_get_info_flags(vol: &'a StorageVolRef, flags: u32) -> remote::StorageVolGetInfoFlagsRet, "virStorageVolGetInfoFlags", None;
}

guarded! { NodeDeviceDriver, 'a;
    node_device_lookup_by_name(name: &'a str) -> NodeDeviceRef, "virNodeDeviceLookupByName", None;
    node_device_get_xml_desc(name: &'a str, flags: u32) -> String, "virNodeDeviceGetXMLDesc", None;
    node_device_get_parent(name: &'a str) -> Option<String>, "virNodeDeviceGetParent", None;
    node_device_num_of_caps(name: &'a str) -> i32, "virNodeDeviceNumOfCaps", None;
    node_device_list_caps(name: &'a str, maxnames: i32) -> Vec<String>, "virNodeDeviceListCaps", None;
    node_device_re_attach(name: &'a str) -> (), "virNodeDeviceReAttach", None;
    node_device_reset(name: &'a str) -> (), "virNodeDeviceReset", None;
    node_device_create_xml(xml_desc: &'a str, flags: u32) -> NodeDeviceRef, "virNodeDeviceCreateXML", None, document Nodedev;
    node_device_destroy(name: &'a str) -> (), "virNodeDeviceDestroy", None;
    connect_list_all_node_devices(flags: u32) -> Vec<NodeDeviceRef>, "virConnectListAllNodeDevices", None;
    node_device_lookup_scsi_host_by_wwn(wwnn: &'a str, wwpn: &'a str, flags: u32) -> NodeDeviceRef, "virNodeDeviceLookupSCSIHostByWWN", None;
    node_device_detach_flags(name: &'a str, driver_name: Option<&'a str>, flags: u32) -> (), "virNodeDeviceDetachFlags", None;
    node_device_define_xml(xml_desc: &'a str, flags: u32) -> NodeDeviceRef, "virNodeDeviceDefineXML", None, document Nodedev;
    node_device_undefine(name: &'a str, flags: u32) -> (), "virNodeDeviceUndefine", None;
    node_device_create(name: &'a str, flags: u32) -> (), "virNodeDeviceCreate", None;
    node_device_get_autostart(name: &'a str) -> bool, "virNodeDeviceGetAutostart", None;
    node_device_set_autostart(name: &'a str, autostart: bool) -> (), "virNodeDeviceSetAutostart", None;
    node_device_is_persistent(name: &'a str) -> bool, "virNodeDeviceIsPersistent", None;
    node_device_is_active(name: &'a str) -> bool, "virNodeDeviceIsActive", None;
    node_device_update(name: &'a str, xml_desc: &'a str, flags: u32) -> (), "virNodeDeviceUpdate", None;
}

guarded! { SecretDriver, 'a;
    secret_lookup_by_uuid(uuid: Uuid) -> SecretRef, "virSecretLookupByUUID", None;
    secret_define_xml(xml: &'a str, flags: u32) -> SecretRef, "virSecretDefineXML", None, document Secret;
    secret_get_xml_desc(secret: &'a SecretRef, flags: u32) -> String, "virSecretGetXMLDesc", None;
    secret_set_value(secret: &'a SecretRef, value: &'a [u8], flags: u32) -> (), "virSecretSetValue", None;
    secret_get_value(secret: &'a SecretRef, flags: u32) -> Vec<u8>, "virSecretGetValue", None;
    secret_undefine(secret: &'a SecretRef) -> (), "virSecretUndefine", None;
    secret_lookup_by_usage(usage_type: i32, usage_id: &'a str) -> SecretRef, "virSecretLookupByUsage", None;
    connect_list_all_secrets(flags: u32) -> Vec<SecretRef>, "virConnectListAllSecrets", None;
}

/// What is called: the drivers behind one connection, each behind its guard.
#[derive(Clone)]
pub struct GuardedDrivers {
    /// [`HostDriver`].
    pub host: Guarded<dyn HostDriver>,
    /// [`DomainLifecycle`].
    pub lifecycle: Guarded<dyn DomainLifecycle>,
    /// [`DomainConfig`].
    pub config: Guarded<dyn DomainConfig>,
    /// [`DomainDevices`].
    pub devices: Guarded<dyn DomainDevices>,
    /// [`Tuning`].
    pub tuning: Guarded<dyn Tuning>,
    /// [`Statistics`].
    pub statistics: Guarded<dyn Statistics>,
    /// [`BlockJobs`].
    pub block_jobs: Guarded<dyn BlockJobs>,
    /// [`Snapshots`].
    pub snapshots: Guarded<dyn Snapshots>,
    /// [`Checkpoints`].
    pub checkpoints: Guarded<dyn Checkpoints>,
    /// [`Migration`].
    pub migration: Guarded<dyn Migration>,
    /// [`GuestAgent`].
    pub guest_agent: Guarded<dyn GuestAgent>,
    /// [`Console`].
    pub console: Guarded<dyn Console>,
    /// [`QemuSpecific`].
    pub qemu: Guarded<dyn QemuSpecific>,
    /// [`LxcSpecific`].
    pub lxc: Guarded<dyn LxcSpecific>,
    /// [`NetworkDriver`].
    pub network: Guarded<dyn NetworkDriver>,
    /// [`InterfaceDriver`].
    pub interface: Guarded<dyn InterfaceDriver>,
    /// [`NwFilterDriver`].
    pub nwfilter: Guarded<dyn NwFilterDriver>,
    /// [`StoragePoolDriver`].
    pub storage_pool: Guarded<dyn StoragePoolDriver>,
    /// [`StorageVolDriver`].
    pub storage_vol: Guarded<dyn StorageVolDriver>,
    /// [`NodeDeviceDriver`].
    pub node_device: Guarded<dyn NodeDeviceDriver>,
    /// [`SecretDriver`].
    pub secret: Guarded<dyn SecretDriver>,
}

impl Drivers {
    pub(crate) fn behind(self, post: &Post) -> GuardedDrivers {
        GuardedDrivers {
            host: Guarded::new(self.host, post),
            lifecycle: Guarded::new(self.lifecycle, post),
            config: Guarded::new(self.config, post),
            devices: Guarded::new(self.devices, post),
            tuning: Guarded::new(self.tuning, post),
            statistics: Guarded::new(self.statistics, post),
            block_jobs: Guarded::new(self.block_jobs, post),
            snapshots: Guarded::new(self.snapshots, post),
            checkpoints: Guarded::new(self.checkpoints, post),
            migration: Guarded::new(self.migration, post),
            guest_agent: Guarded::new(self.guest_agent, post),
            console: Guarded::new(self.console, post),
            qemu: Guarded::new(self.qemu, post),
            lxc: Guarded::new(self.lxc, post),
            network: Guarded::new(self.network, post),
            interface: Guarded::new(self.interface, post),
            nwfilter: Guarded::new(self.nwfilter, post),
            storage_pool: Guarded::new(self.storage_pool, post),
            storage_vol: Guarded::new(self.storage_vol, post),
            node_device: Guarded::new(self.node_device, post),
            secret: Guarded::new(self.secret, post),
        }
    }
}
