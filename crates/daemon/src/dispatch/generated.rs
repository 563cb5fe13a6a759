// Written by `cargo xtask codegen`; edit the tables in crates/*/spec instead.

#![allow(
    unused_variables,
    unreachable_code,
    reason = "one shape for programs of all sizes"
)]

use super::{Arguments, Outcome};
use ferrovirt_driver::GuardedDrivers;
use ferrovirt_protocol::wire::Wire as _;
use ferrovirt_protocol::{lxc, qemu, remote};
use ferrovirt_types::Result;
use ferrovirt_xdr::Encoder;

/// Calls of program `remote` that go to a driver; `None` for those that do not.
pub async fn remote(
    proc: u32,
    drivers: &GuardedDrivers,
    args: &mut Arguments<'_>,
    out: &mut Encoder,
) -> Result<Option<Outcome>> {
    match proc {
        3 => {
            args.none()?;
            let r = drivers.host.connect_get_type().await?;
            remote::ConnectGetTypeRet { kind: r }.encode(out);
        }
        4 => {
            args.none()?;
            let r = drivers.host.connect_get_version().await?;
            remote::ConnectGetVersionRet { hv_ver: r }.encode(out);
        }
        5 => {
            let a: remote::ConnectGetMaxVcpusArgs = args.decode()?;
            let r = drivers.host.connect_get_max_vcpus(a.kind.as_deref()).await?;
            remote::ConnectGetMaxVcpusRet { max_vcpus: r }.encode(out);
        }
        6 => {
            args.none()?;
            let r = drivers.host.node_get_info().await?;
            r.encode(out);
        }
        7 => {
            args.none()?;
            let r = drivers.host.connect_get_capabilities().await?;
            remote::ConnectGetCapabilitiesRet { capabilities: r }.encode(out);
        }
        8 => {
            let a: remote::DomainAttachDeviceArgs = args.decode()?;
            drivers
                .devices
                .domain_attach_device_flags(&a.dom, &a.xml, 1)
                .await?;
        }
        9 => {
            let a: remote::DomainCreateArgs = args.decode()?;
            let _ = drivers.lifecycle.domain_create_with_flags(&a.dom, 0).await?;
        }
        10 => {
            let a: remote::DomainCreateXmlArgs = args.decode()?;
            let r = drivers.lifecycle.domain_create_xml(&a.xml_desc, a.flags).await?;
            remote::DomainCreateXmlRet { dom: r }.encode(out);
        }
        11 => {
            let a: remote::DomainDefineXmlArgs = args.decode()?;
            let r = drivers.config.domain_define_xml_flags(&a.xml, 0).await?;
            remote::DomainDefineXmlRet { dom: r }.encode(out);
        }
        12 => {
            let a: remote::DomainDestroyArgs = args.decode()?;
            drivers.lifecycle.domain_destroy_flags(&a.dom, 0).await?;
        }
        13 => {
            let a: remote::DomainDetachDeviceArgs = args.decode()?;
            drivers
                .devices
                .domain_detach_device_flags(&a.dom, &a.xml, 1)
                .await?;
        }
        14 => {
            let a: remote::DomainGetXmlDescArgs = args.decode()?;
            args.require_if(u64::from(a.flags) & 1 != 0, "domain", "read_secure")?;
            args.require_if(u64::from(a.flags) & 8 != 0, "domain", "read_secure")?;
            let r = drivers.config.domain_get_xml_desc(&a.dom, a.flags).await?;
            remote::DomainGetXmlDescRet { xml: r }.encode(out);
        }
        15 => {
            let a: remote::DomainGetAutostartArgs = args.decode()?;
            let r = drivers.config.domain_get_autostart(&a.dom).await?;
            remote::DomainGetAutostartRet { autostart: r }.encode(out);
        }
        16 => {
            let a: remote::DomainGetInfoArgs = args.decode()?;
            let r = drivers.statistics.domain_get_info(&a.dom).await?;
            r.encode(out);
        }
        17 => {
            let a: remote::DomainGetMaxMemoryArgs = args.decode()?;
            let r = drivers.tuning.domain_get_max_memory(&a.dom).await?;
            remote::DomainGetMaxMemoryRet { memory: r }.encode(out);
        }
        18 => {
            let a: remote::DomainGetMaxVcpusArgs = args.decode()?;
            let r = drivers.tuning.domain_get_max_vcpus(&a.dom).await?;
            remote::DomainGetMaxVcpusRet { num: r }.encode(out);
        }
        19 => {
            let a: remote::DomainGetOsTypeArgs = args.decode()?;
            let r = drivers.config.domain_get_os_type(&a.dom).await?;
            remote::DomainGetOsTypeRet { kind: r }.encode(out);
        }
        20 => {
            let a: remote::DomainGetVcpusArgs = args.decode()?;
            let r = drivers
                .statistics
                .domain_get_vcpus(&a.dom, a.maxinfo, a.maplen)
                .await?;
            r.encode(out);
        }
        22 => {
            let a: remote::DomainLookupByIdArgs = args.decode()?;
            let r = drivers.lifecycle.domain_lookup_by_id(a.id).await?;
            remote::DomainLookupByIdRet { dom: r }.encode(out);
        }
        23 => {
            let a: remote::DomainLookupByNameArgs = args.decode()?;
            let r = drivers.lifecycle.domain_lookup_by_name(&a.name).await?;
            remote::DomainLookupByNameRet { dom: r }.encode(out);
        }
        24 => {
            let a: remote::DomainLookupByUuidArgs = args.decode()?;
            let r = drivers.lifecycle.domain_lookup_by_uuid(a.uuid).await?;
            remote::DomainLookupByUuidRet { dom: r }.encode(out);
        }
        26 => {
            let a: remote::DomainPinVcpuArgs = args.decode()?;
            drivers
                .tuning
                .domain_pin_vcpu_flags(&a.dom, a.vcpu, &a.cpumap, 1)
                .await?;
        }
        27 => {
            let a: remote::DomainRebootArgs = args.decode()?;
            args.require_if(u64::from(a.flags) & 2 != 0, "domain", "write")?;
            drivers.lifecycle.domain_reboot(&a.dom, a.flags).await?;
        }
        28 => {
            let a: remote::DomainResumeArgs = args.decode()?;
            drivers.lifecycle.domain_resume(&a.dom).await?;
        }
        29 => {
            let a: remote::DomainSetAutostartArgs = args.decode()?;
            drivers.config.domain_set_autostart(&a.dom, a.autostart).await?;
        }
        30 => {
            let a: remote::DomainSetMaxMemoryArgs = args.decode()?;
            drivers.tuning.domain_set_max_memory(&a.dom, a.memory).await?;
        }
        31 => {
            let a: remote::DomainSetMemoryArgs = args.decode()?;
            drivers
                .tuning
                .domain_set_memory_flags(&a.dom, a.memory, 1)
                .await?;
        }
        32 => {
            let a: remote::DomainSetVcpusArgs = args.decode()?;
            drivers.tuning.domain_set_vcpus_flags(&a.dom, a.nvcpus, 1).await?;
        }
        33 => {
            let a: remote::DomainShutdownArgs = args.decode()?;
            drivers.lifecycle.domain_shutdown_flags(&a.dom, 0).await?;
        }
        34 => {
            let a: remote::DomainSuspendArgs = args.decode()?;
            drivers.lifecycle.domain_suspend(&a.dom).await?;
        }
        35 => {
            let a: remote::DomainUndefineArgs = args.decode()?;
            drivers.config.domain_undefine_flags(&a.dom, 0).await?;
        }
        39 => {
            let a: remote::NetworkCreateArgs = args.decode()?;
            drivers.network.network_create(&a.net).await?;
        }
        40 => {
            let a: remote::NetworkCreateXmlArgs = args.decode()?;
            let r = drivers.network.network_create_xml_flags(&a.xml, 0).await?;
            remote::NetworkCreateXmlRet { net: r }.encode(out);
        }
        41 => {
            let a: remote::NetworkDefineXmlArgs = args.decode()?;
            let r = drivers.network.network_define_xml_flags(&a.xml, 0).await?;
            remote::NetworkDefineXmlRet { net: r }.encode(out);
        }
        42 => {
            let a: remote::NetworkDestroyArgs = args.decode()?;
            drivers.network.network_destroy(&a.net).await?;
        }
        43 => {
            let a: remote::NetworkGetXmlDescArgs = args.decode()?;
            let r = drivers.network.network_get_xml_desc(&a.net, a.flags).await?;
            remote::NetworkGetXmlDescRet { xml: r }.encode(out);
        }
        44 => {
            let a: remote::NetworkGetAutostartArgs = args.decode()?;
            let r = drivers.network.network_get_autostart(&a.net).await?;
            remote::NetworkGetAutostartRet { autostart: r }.encode(out);
        }
        45 => {
            let a: remote::NetworkGetBridgeNameArgs = args.decode()?;
            let r = drivers.network.network_get_bridge_name(&a.net).await?;
            remote::NetworkGetBridgeNameRet { name: r }.encode(out);
        }
        46 => {
            let a: remote::NetworkLookupByNameArgs = args.decode()?;
            let r = drivers.network.network_lookup_by_name(&a.name).await?;
            remote::NetworkLookupByNameRet { net: r }.encode(out);
        }
        47 => {
            let a: remote::NetworkLookupByUuidArgs = args.decode()?;
            let r = drivers.network.network_lookup_by_uuid(a.uuid).await?;
            remote::NetworkLookupByUuidRet { net: r }.encode(out);
        }
        48 => {
            let a: remote::NetworkSetAutostartArgs = args.decode()?;
            drivers.network.network_set_autostart(&a.net, a.autostart).await?;
        }
        49 => {
            let a: remote::NetworkUndefineArgs = args.decode()?;
            drivers.network.network_undefine(&a.net).await?;
        }
        53 => {
            let a: remote::DomainCoreDumpArgs = args.decode()?;
            drivers
                .lifecycle
                .domain_core_dump_with_format(&a.dom, &a.to, 0, a.flags)
                .await?;
        }
        54 => {
            let a: remote::DomainRestoreArgs = args.decode()?;
            drivers.lifecycle.domain_restore_flags(&a.from, None, 0).await?;
        }
        55 => {
            let a: remote::DomainSaveArgs = args.decode()?;
            drivers
                .lifecycle
                .domain_save_flags(&a.dom, &a.to, None, 0)
                .await?;
        }
        56 => {
            let a: remote::DomainGetSchedulerTypeArgs = args.decode()?;
            let r = drivers.tuning.domain_get_scheduler_type(&a.dom).await?;
            r.encode(out);
        }
        57 => {
            let a: remote::DomainGetSchedulerParametersArgs = args.decode()?;
            let r = drivers
                .tuning
                .domain_get_scheduler_parameters(&a.dom, a.nparams)
                .await?;
            remote::DomainGetSchedulerParametersRet { params: r }.encode(out);
        }
        58 => {
            let a: remote::DomainSetSchedulerParametersArgs = args.decode()?;
            drivers
                .tuning
                .domain_set_scheduler_parameters_flags(&a.dom, &a.params, 0)
                .await?;
        }
        59 => {
            args.none()?;
            let r = drivers.host.connect_get_hostname().await?;
            remote::ConnectGetHostnameRet { hostname: r }.encode(out);
        }
        61 => {
            let a: remote::DomainMigratePrepareArgs = args.decode()?;
            let r = drivers
                .migration
                .domain_migrate_prepare(a.uri_in.as_deref(), a.flags, a.dname.as_deref(), a.resource)
                .await?;
            r.encode(out);
        }
        62 => {
            let a: remote::DomainMigratePerformArgs = args.decode()?;
            drivers
                .migration
                .domain_migrate_perform(&a.dom, &a.cookie, &a.uri, a.flags, a.dname.as_deref(), a.resource)
                .await?;
        }
        63 => {
            let a: remote::DomainMigrateFinishArgs = args.decode()?;
            let r = drivers
                .migration
                .domain_migrate_finish(&a.dname, &a.cookie, &a.uri, a.flags)
                .await?;
            remote::DomainMigrateFinishRet { ddom: r }.encode(out);
        }
        64 => {
            let a: remote::DomainBlockStatsArgs = args.decode()?;
            let r = drivers.statistics.domain_block_stats(&a.dom, &a.path).await?;
            r.encode(out);
        }
        65 => {
            let a: remote::DomainInterfaceStatsArgs = args.decode()?;
            let r = drivers
                .statistics
                .domain_interface_stats(&a.dom, &a.device)
                .await?;
            r.encode(out);
        }
        75 => {
            let a: remote::ConnectFindStoragePoolSourcesArgs = args.decode()?;
            let r = drivers
                .storage_pool
                .connect_find_storage_pool_sources(&a.kind, a.src_spec.as_deref(), a.flags)
                .await?;
            remote::ConnectFindStoragePoolSourcesRet { xml: r }.encode(out);
        }
        76 => {
            let a: remote::StoragePoolCreateXmlArgs = args.decode()?;
            let r = drivers
                .storage_pool
                .storage_pool_create_xml(&a.xml, a.flags)
                .await?;
            remote::StoragePoolCreateXmlRet { pool: r }.encode(out);
        }
        77 => {
            let a: remote::StoragePoolDefineXmlArgs = args.decode()?;
            let r = drivers
                .storage_pool
                .storage_pool_define_xml(&a.xml, a.flags)
                .await?;
            remote::StoragePoolDefineXmlRet { pool: r }.encode(out);
        }
        78 => {
            let a: remote::StoragePoolCreateArgs = args.decode()?;
            drivers.storage_pool.storage_pool_create(&a.pool, a.flags).await?;
        }
        79 => {
            let a: remote::StoragePoolBuildArgs = args.decode()?;
            drivers.storage_pool.storage_pool_build(&a.pool, a.flags).await?;
        }
        80 => {
            let a: remote::StoragePoolDestroyArgs = args.decode()?;
            drivers.storage_pool.storage_pool_destroy(&a.pool).await?;
        }
        81 => {
            let a: remote::StoragePoolDeleteArgs = args.decode()?;
            drivers.storage_pool.storage_pool_delete(&a.pool, a.flags).await?;
        }
        82 => {
            let a: remote::StoragePoolUndefineArgs = args.decode()?;
            drivers.storage_pool.storage_pool_undefine(&a.pool).await?;
        }
        83 => {
            let a: remote::StoragePoolRefreshArgs = args.decode()?;
            drivers
                .storage_pool
                .storage_pool_refresh(&a.pool, a.flags)
                .await?;
        }
        84 => {
            let a: remote::StoragePoolLookupByNameArgs = args.decode()?;
            let r = drivers.storage_pool.storage_pool_lookup_by_name(&a.name).await?;
            remote::StoragePoolLookupByNameRet { pool: r }.encode(out);
        }
        85 => {
            let a: remote::StoragePoolLookupByUuidArgs = args.decode()?;
            let r = drivers.storage_pool.storage_pool_lookup_by_uuid(a.uuid).await?;
            remote::StoragePoolLookupByUuidRet { pool: r }.encode(out);
        }
        86 => {
            let a: remote::StoragePoolLookupByVolumeArgs = args.decode()?;
            let r = drivers.storage_pool.storage_pool_lookup_by_volume(&a.vol).await?;
            remote::StoragePoolLookupByVolumeRet { pool: r }.encode(out);
        }
        87 => {
            let a: remote::StoragePoolGetInfoArgs = args.decode()?;
            let r = drivers.storage_pool.storage_pool_get_info(&a.pool).await?;
            r.encode(out);
        }
        88 => {
            let a: remote::StoragePoolGetXmlDescArgs = args.decode()?;
            let r = drivers
                .storage_pool
                .storage_pool_get_xml_desc(&a.pool, a.flags)
                .await?;
            remote::StoragePoolGetXmlDescRet { xml: r }.encode(out);
        }
        89 => {
            let a: remote::StoragePoolGetAutostartArgs = args.decode()?;
            let r = drivers.storage_pool.storage_pool_get_autostart(&a.pool).await?;
            remote::StoragePoolGetAutostartRet { autostart: r }.encode(out);
        }
        90 => {
            let a: remote::StoragePoolSetAutostartArgs = args.decode()?;
            drivers
                .storage_pool
                .storage_pool_set_autostart(&a.pool, a.autostart)
                .await?;
        }
        93 => {
            let a: remote::StorageVolCreateXmlArgs = args.decode()?;
            let r = drivers
                .storage_vol
                .storage_vol_create_xml(&a.pool, &a.xml, a.flags)
                .await?;
            remote::StorageVolCreateXmlRet { vol: r }.encode(out);
        }
        94 => {
            let a: remote::StorageVolDeleteArgs = args.decode()?;
            drivers.storage_vol.storage_vol_delete(&a.vol, a.flags).await?;
        }
        95 => {
            let a: remote::StorageVolLookupByNameArgs = args.decode()?;
            let r = drivers
                .storage_vol
                .storage_vol_lookup_by_name(&a.pool, &a.name)
                .await?;
            remote::StorageVolLookupByNameRet { vol: r }.encode(out);
        }
        96 => {
            let a: remote::StorageVolLookupByKeyArgs = args.decode()?;
            let r = drivers.storage_vol.storage_vol_lookup_by_key(&a.key).await?;
            remote::StorageVolLookupByKeyRet { vol: r }.encode(out);
        }
        97 => {
            let a: remote::StorageVolLookupByPathArgs = args.decode()?;
            let r = drivers.storage_vol.storage_vol_lookup_by_path(&a.path).await?;
            remote::StorageVolLookupByPathRet { vol: r }.encode(out);
        }
        98 => {
            let a: remote::StorageVolGetInfoArgs = args.decode()?;
            let r = drivers.storage_vol.storage_vol_get_info(&a.vol).await?;
            r.encode(out);
        }
        99 => {
            let a: remote::StorageVolGetXmlDescArgs = args.decode()?;
            let r = drivers
                .storage_vol
                .storage_vol_get_xml_desc(&a.vol, a.flags)
                .await?;
            remote::StorageVolGetXmlDescRet { xml: r }.encode(out);
        }
        100 => {
            let a: remote::StorageVolGetPathArgs = args.decode()?;
            let r = drivers.storage_vol.storage_vol_get_path(&a.vol).await?;
            remote::StorageVolGetPathRet { name: r }.encode(out);
        }
        101 => {
            let a: remote::NodeGetCellsFreeMemoryArgs = args.decode()?;
            let r = drivers
                .host
                .node_get_cells_free_memory(a.start_cell, a.maxcells)
                .await?;
            remote::NodeGetCellsFreeMemoryRet { cells: r }.encode(out);
        }
        102 => {
            args.none()?;
            let r = drivers.host.node_get_free_memory().await?;
            remote::NodeGetFreeMemoryRet { free_mem: r }.encode(out);
        }
        103 => {
            let a: remote::DomainBlockPeekArgs = args.decode()?;
            let r = drivers
                .block_jobs
                .domain_block_peek(&a.dom, &a.path, a.offset, a.size, a.flags)
                .await?;
            remote::DomainBlockPeekRet { buffer: r }.encode(out);
        }
        104 => {
            let a: remote::DomainMemoryPeekArgs = args.decode()?;
            let r = drivers
                .block_jobs
                .domain_memory_peek(&a.dom, a.offset, a.size, a.flags)
                .await?;
            remote::DomainMemoryPeekRet { buffer: r }.encode(out);
        }
        108 => {
            let a: remote::DomainMigratePrepare2Args = args.decode()?;
            let r = drivers
                .migration
                .domain_migrate_prepare2(
                    a.uri_in.as_deref(),
                    a.flags,
                    a.dname.as_deref(),
                    a.resource,
                    &a.dom_xml,
                )
                .await?;
            r.encode(out);
        }
        109 => {
            let a: remote::DomainMigrateFinish2Args = args.decode()?;
            let r = drivers
                .migration
                .domain_migrate_finish2(&a.dname, &a.cookie, &a.uri, a.flags, a.retcode)
                .await?;
            remote::DomainMigrateFinish2Ret { ddom: r }.encode(out);
        }
        113 => {
            let a: remote::NodeDeviceLookupByNameArgs = args.decode()?;
            let r = drivers.node_device.node_device_lookup_by_name(&a.name).await?;
            remote::NodeDeviceLookupByNameRet { dev: r }.encode(out);
        }
        114 => {
            let a: remote::NodeDeviceGetXmlDescArgs = args.decode()?;
            let r = drivers
                .node_device
                .node_device_get_xml_desc(&a.name, a.flags)
                .await?;
            remote::NodeDeviceGetXmlDescRet { xml: r }.encode(out);
        }
        115 => {
            let a: remote::NodeDeviceGetParentArgs = args.decode()?;
            let r = drivers.node_device.node_device_get_parent(&a.name).await?;
            remote::NodeDeviceGetParentRet { parent_name: r }.encode(out);
        }
        116 => {
            let a: remote::NodeDeviceNumOfCapsArgs = args.decode()?;
            let r = drivers.node_device.node_device_num_of_caps(&a.name).await?;
            remote::NodeDeviceNumOfCapsRet { num: r }.encode(out);
        }
        117 => {
            let a: remote::NodeDeviceListCapsArgs = args.decode()?;
            let r = drivers
                .node_device
                .node_device_list_caps(&a.name, a.maxnames)
                .await?;
            remote::NodeDeviceListCapsRet { names: r }.encode(out);
        }
        118 => {
            let a: remote::NodeDeviceDettachArgs = args.decode()?;
            drivers
                .node_device
                .node_device_detach_flags(&a.name, None, 0)
                .await?;
        }
        119 => {
            let a: remote::NodeDeviceReAttachArgs = args.decode()?;
            drivers.node_device.node_device_re_attach(&a.name).await?;
        }
        120 => {
            let a: remote::NodeDeviceResetArgs = args.decode()?;
            drivers.node_device.node_device_reset(&a.name).await?;
        }
        121 => {
            let a: remote::DomainGetSecurityLabelArgs = args.decode()?;
            let r = drivers.tuning.domain_get_security_label(&a.dom).await?;
            r.encode(out);
        }
        122 => {
            args.none()?;
            let r = drivers.host.node_get_security_model().await?;
            r.encode(out);
        }
        123 => {
            let a: remote::NodeDeviceCreateXmlArgs = args.decode()?;
            let r = drivers
                .node_device
                .node_device_create_xml(&a.xml_desc, a.flags)
                .await?;
            remote::NodeDeviceCreateXmlRet { dev: r }.encode(out);
        }
        124 => {
            let a: remote::NodeDeviceDestroyArgs = args.decode()?;
            drivers.node_device.node_device_destroy(&a.name).await?;
        }
        125 => {
            let a: remote::StorageVolCreateXmlFromArgs = args.decode()?;
            let r = drivers
                .storage_vol
                .storage_vol_create_xml_from(&a.pool, &a.xml, &a.clonevol, a.flags)
                .await?;
            remote::StorageVolCreateXmlFromRet { vol: r }.encode(out);
        }
        128 => {
            let a: remote::InterfaceLookupByNameArgs = args.decode()?;
            let r = drivers.interface.interface_lookup_by_name(&a.name).await?;
            remote::InterfaceLookupByNameRet { iface: r }.encode(out);
        }
        129 => {
            let a: remote::InterfaceLookupByMacStringArgs = args.decode()?;
            let r = drivers.interface.interface_lookup_by_mac_string(&a.mac).await?;
            remote::InterfaceLookupByMacStringRet { iface: r }.encode(out);
        }
        130 => {
            let a: remote::InterfaceGetXmlDescArgs = args.decode()?;
            let r = drivers
                .interface
                .interface_get_xml_desc(&a.iface, a.flags)
                .await?;
            remote::InterfaceGetXmlDescRet { xml: r }.encode(out);
        }
        131 => {
            let a: remote::InterfaceDefineXmlArgs = args.decode()?;
            let r = drivers.interface.interface_define_xml(&a.xml, a.flags).await?;
            remote::InterfaceDefineXmlRet { iface: r }.encode(out);
        }
        132 => {
            let a: remote::InterfaceUndefineArgs = args.decode()?;
            drivers.interface.interface_undefine(&a.iface).await?;
        }
        133 => {
            let a: remote::InterfaceCreateArgs = args.decode()?;
            drivers.interface.interface_create(&a.iface, a.flags).await?;
        }
        134 => {
            let a: remote::InterfaceDestroyArgs = args.decode()?;
            drivers.interface.interface_destroy(&a.iface, a.flags).await?;
        }
        135 => {
            let a: remote::ConnectDomainXmlFromNativeArgs = args.decode()?;
            let r = drivers
                .config
                .connect_domain_xml_from_native(&a.native_format, &a.native_config, a.flags)
                .await?;
            remote::ConnectDomainXmlFromNativeRet { domain_xml: r }.encode(out);
        }
        136 => {
            let a: remote::ConnectDomainXmlToNativeArgs = args.decode()?;
            let r = drivers
                .config
                .connect_domain_xml_to_native(&a.native_format, &a.domain_xml, a.flags)
                .await?;
            remote::ConnectDomainXmlToNativeRet { native_config: r }.encode(out);
        }
        141 => {
            let a: remote::SecretLookupByUuidArgs = args.decode()?;
            let r = drivers.secret.secret_lookup_by_uuid(a.uuid).await?;
            remote::SecretLookupByUuidRet { secret: r }.encode(out);
        }
        142 => {
            let a: remote::SecretDefineXmlArgs = args.decode()?;
            let r = drivers.secret.secret_define_xml(&a.xml, a.flags).await?;
            remote::SecretDefineXmlRet { secret: r }.encode(out);
        }
        143 => {
            let a: remote::SecretGetXmlDescArgs = args.decode()?;
            let r = drivers.secret.secret_get_xml_desc(&a.secret, a.flags).await?;
            remote::SecretGetXmlDescRet { xml: r }.encode(out);
        }
        144 => {
            let a: remote::SecretSetValueArgs = args.decode()?;
            drivers
                .secret
                .secret_set_value(&a.secret, &a.value, a.flags)
                .await?;
        }
        145 => {
            let a: remote::SecretGetValueArgs = args.decode()?;
            let r = drivers.secret.secret_get_value(&a.secret, a.flags).await?;
            remote::SecretGetValueRet { value: r }.encode(out);
        }
        146 => {
            let a: remote::SecretUndefineArgs = args.decode()?;
            drivers.secret.secret_undefine(&a.secret).await?;
        }
        147 => {
            let a: remote::SecretLookupByUsageArgs = args.decode()?;
            let r = drivers
                .secret
                .secret_lookup_by_usage(a.usage_type, &a.usage_id)
                .await?;
            remote::SecretLookupByUsageRet { secret: r }.encode(out);
        }
        148 => {
            let a: remote::DomainMigratePrepareTunnelArgs = args.decode()?;
            let stream = drivers
                .migration
                .domain_migrate_prepare_tunnel(a.flags, a.dname.as_deref(), a.resource, &a.dom_xml)
                .await?;
            return Ok(Some(Outcome::Stream(stream)));
        }
        150 => {
            let a: remote::DomainIsActiveArgs = args.decode()?;
            let r = drivers.lifecycle.domain_is_active(&a.dom).await?;
            remote::DomainIsActiveRet { active: r }.encode(out);
        }
        151 => {
            let a: remote::DomainIsPersistentArgs = args.decode()?;
            let r = drivers.config.domain_is_persistent(&a.dom).await?;
            remote::DomainIsPersistentRet { persistent: r }.encode(out);
        }
        152 => {
            let a: remote::NetworkIsActiveArgs = args.decode()?;
            let r = drivers.network.network_is_active(&a.net).await?;
            remote::NetworkIsActiveRet { active: r }.encode(out);
        }
        153 => {
            let a: remote::NetworkIsPersistentArgs = args.decode()?;
            let r = drivers.network.network_is_persistent(&a.net).await?;
            remote::NetworkIsPersistentRet { persistent: r }.encode(out);
        }
        154 => {
            let a: remote::StoragePoolIsActiveArgs = args.decode()?;
            let r = drivers.storage_pool.storage_pool_is_active(&a.pool).await?;
            remote::StoragePoolIsActiveRet { active: r }.encode(out);
        }
        155 => {
            let a: remote::StoragePoolIsPersistentArgs = args.decode()?;
            let r = drivers.storage_pool.storage_pool_is_persistent(&a.pool).await?;
            remote::StoragePoolIsPersistentRet { persistent: r }.encode(out);
        }
        156 => {
            let a: remote::InterfaceIsActiveArgs = args.decode()?;
            let r = drivers.interface.interface_is_active(&a.iface).await?;
            remote::InterfaceIsActiveRet { active: r }.encode(out);
        }
        158 => {
            let a: remote::ConnectCompareCpuArgs = args.decode()?;
            let r = drivers.host.connect_compare_cpu(&a.xml, a.flags).await?;
            remote::ConnectCompareCpuRet { result: r }.encode(out);
        }
        159 => {
            let a: remote::DomainMemoryStatsArgs = args.decode()?;
            let r = drivers
                .statistics
                .domain_memory_stats(&a.dom, a.max_stats, a.flags)
                .await?;
            remote::DomainMemoryStatsRet { stats: r }.encode(out);
        }
        160 => {
            let a: remote::DomainAttachDeviceFlagsArgs = args.decode()?;
            args.require_if(
                u64::from(a.flags) & 2 == 0 || u64::from(a.flags) & 1 != 0,
                "domain",
                "save",
            )?;
            args.require_if(u64::from(a.flags) & 2 != 0, "domain", "save")?;
            drivers
                .devices
                .domain_attach_device_flags(&a.dom, &a.xml, a.flags)
                .await?;
        }
        161 => {
            let a: remote::DomainDetachDeviceFlagsArgs = args.decode()?;
            args.require_if(
                u64::from(a.flags) & 2 == 0 || u64::from(a.flags) & 1 != 0,
                "domain",
                "save",
            )?;
            args.require_if(u64::from(a.flags) & 2 != 0, "domain", "save")?;
            drivers
                .devices
                .domain_detach_device_flags(&a.dom, &a.xml, a.flags)
                .await?;
        }
        162 => {
            let a: remote::ConnectBaselineCpuArgs = args.decode()?;
            let r = drivers.host.connect_baseline_cpu(&a.xml_cpus, a.flags).await?;
            remote::ConnectBaselineCpuRet { cpu: r }.encode(out);
        }
        163 => {
            let a: remote::DomainGetJobInfoArgs = args.decode()?;
            let r = drivers.migration.domain_get_job_info(&a.dom).await?;
            r.encode(out);
        }
        164 => {
            let a: remote::DomainAbortJobArgs = args.decode()?;
            drivers.migration.domain_abort_job_flags(&a.dom, 0).await?;
        }
        165 => {
            let a: remote::StorageVolWipeArgs = args.decode()?;
            drivers.storage_vol.storage_vol_wipe(&a.vol, a.flags).await?;
        }
        166 => {
            let a: remote::DomainMigrateSetMaxDowntimeArgs = args.decode()?;
            drivers
                .migration
                .domain_migrate_set_max_downtime(&a.dom, a.downtime, a.flags)
                .await?;
        }
        174 => {
            let a: remote::DomainUpdateDeviceFlagsArgs = args.decode()?;
            args.require_if(
                u64::from(a.flags) & 2 == 0 || u64::from(a.flags) & 1 != 0,
                "domain",
                "save",
            )?;
            args.require_if(u64::from(a.flags) & 2 != 0, "domain", "save")?;
            drivers
                .devices
                .domain_update_device_flags(&a.dom, &a.xml, a.flags)
                .await?;
        }
        175 => {
            let a: remote::NwfilterLookupByNameArgs = args.decode()?;
            let r = drivers.nwfilter.nwfilter_lookup_by_name(&a.name).await?;
            remote::NwfilterLookupByNameRet { nwfilter: r }.encode(out);
        }
        176 => {
            let a: remote::NwfilterLookupByUuidArgs = args.decode()?;
            let r = drivers.nwfilter.nwfilter_lookup_by_uuid(a.uuid).await?;
            remote::NwfilterLookupByUuidRet { nwfilter: r }.encode(out);
        }
        177 => {
            let a: remote::NwfilterGetXmlDescArgs = args.decode()?;
            let r = drivers
                .nwfilter
                .nwfilter_get_xml_desc(&a.nwfilter, a.flags)
                .await?;
            remote::NwfilterGetXmlDescRet { xml: r }.encode(out);
        }
        180 => {
            let a: remote::NwfilterDefineXmlArgs = args.decode()?;
            let r = drivers.nwfilter.nwfilter_define_xml_flags(&a.xml, 0).await?;
            remote::NwfilterDefineXmlRet { nwfilter: r }.encode(out);
        }
        181 => {
            let a: remote::NwfilterUndefineArgs = args.decode()?;
            drivers.nwfilter.nwfilter_undefine(&a.nwfilter).await?;
        }
        182 => {
            let a: remote::DomainManagedSaveArgs = args.decode()?;
            drivers.lifecycle.domain_managed_save(&a.dom, a.flags).await?;
        }
        183 => {
            let a: remote::DomainHasManagedSaveImageArgs = args.decode()?;
            let r = drivers
                .lifecycle
                .domain_has_managed_save_image(&a.dom, a.flags)
                .await?;
            remote::DomainHasManagedSaveImageRet { result: r }.encode(out);
        }
        184 => {
            let a: remote::DomainManagedSaveRemoveArgs = args.decode()?;
            drivers
                .lifecycle
                .domain_managed_save_remove(&a.dom, a.flags)
                .await?;
        }
        185 => {
            let a: remote::DomainSnapshotCreateXmlArgs = args.decode()?;
            args.require_if(u64::from(a.flags) & 64 != 0, "domain", "fs_freeze")?;
            let r = drivers
                .snapshots
                .domain_snapshot_create_xml(&a.dom, &a.xml_desc, a.flags)
                .await?;
            remote::DomainSnapshotCreateXmlRet { snap: r }.encode(out);
        }
        186 => {
            let a: remote::DomainSnapshotGetXmlDescArgs = args.decode()?;
            args.require_if(u64::from(a.flags) & 1 != 0, "domain", "read_secure")?;
            let r = drivers
                .snapshots
                .domain_snapshot_get_xml_desc(&a.snap, a.flags)
                .await?;
            remote::DomainSnapshotGetXmlDescRet { xml: r }.encode(out);
        }
        189 => {
            let a: remote::DomainSnapshotLookupByNameArgs = args.decode()?;
            let r = drivers
                .snapshots
                .domain_snapshot_lookup_by_name(&a.dom, &a.name, a.flags)
                .await?;
            remote::DomainSnapshotLookupByNameRet { snap: r }.encode(out);
        }
        190 => {
            let a: remote::DomainHasCurrentSnapshotArgs = args.decode()?;
            let r = drivers
                .snapshots
                .domain_has_current_snapshot(&a.dom, a.flags)
                .await?;
            remote::DomainHasCurrentSnapshotRet { result: r }.encode(out);
        }
        191 => {
            let a: remote::DomainSnapshotCurrentArgs = args.decode()?;
            let r = drivers.snapshots.domain_snapshot_current(&a.dom, a.flags).await?;
            remote::DomainSnapshotCurrentRet { snap: r }.encode(out);
        }
        192 => {
            let a: remote::DomainRevertToSnapshotArgs = args.decode()?;
            drivers
                .snapshots
                .domain_revert_to_snapshot(&a.snap, a.flags)
                .await?;
        }
        193 => {
            let a: remote::DomainSnapshotDeleteArgs = args.decode()?;
            drivers.snapshots.domain_snapshot_delete(&a.snap, a.flags).await?;
        }
        194 => {
            let a: remote::DomainGetBlockInfoArgs = args.decode()?;
            let r = drivers
                .statistics
                .domain_get_block_info(&a.dom, &a.path, a.flags)
                .await?;
            r.encode(out);
        }
        196 => {
            let a: remote::DomainCreateWithFlagsArgs = args.decode()?;
            let r = drivers
                .lifecycle
                .domain_create_with_flags(&a.dom, a.flags)
                .await?;
            remote::DomainCreateWithFlagsRet { dom: r }.encode(out);
        }
        197 => {
            let a: remote::DomainSetMemoryParametersArgs = args.decode()?;
            args.require_if(
                u64::from(a.flags) & 2 == 0 || u64::from(a.flags) & 1 != 0,
                "domain",
                "save",
            )?;
            args.require_if(u64::from(a.flags) & 2 != 0, "domain", "save")?;
            drivers
                .tuning
                .domain_set_memory_parameters(&a.dom, &a.params, a.flags)
                .await?;
        }
        198 => {
            let a: remote::DomainGetMemoryParametersArgs = args.decode()?;
            let r = drivers
                .tuning
                .domain_get_memory_parameters(&a.dom, a.flags)
                .await?;
            let (items, count) = super::counted(r, a.nparams, 16)?;
            remote::DomainGetMemoryParametersRet {
                params: items,
                nparams: count,
            }
            .encode(out);
        }
        199 => {
            let a: remote::DomainSetVcpusFlagsArgs = args.decode()?;
            args.require_if(
                u64::from(a.flags) & 2 == 0 || u64::from(a.flags) & 1 != 0,
                "domain",
                "save",
            )?;
            args.require_if(u64::from(a.flags) & 2 != 0, "domain", "save")?;
            args.require_if(u64::from(a.flags) & 8 != 0, "domain", "write")?;
            drivers
                .tuning
                .domain_set_vcpus_flags(&a.dom, a.nvcpus, a.flags)
                .await?;
        }
        200 => {
            let a: remote::DomainGetVcpusFlagsArgs = args.decode()?;
            args.require_if(u64::from(a.flags) & 8 != 0, "domain", "write")?;
            let r = drivers.tuning.domain_get_vcpus_flags(&a.dom, a.flags).await?;
            remote::DomainGetVcpusFlagsRet { num: r }.encode(out);
        }
        201 => {
            let a: remote::DomainOpenConsoleArgs = args.decode()?;
            let stream = drivers
                .console
                .domain_open_console(&a.dom, a.dev_name.as_deref(), a.flags)
                .await?;
            return Ok(Some(Outcome::Stream(stream)));
        }
        202 => {
            let a: remote::DomainIsUpdatedArgs = args.decode()?;
            let r = drivers.config.domain_is_updated(&a.dom).await?;
            remote::DomainIsUpdatedRet { updated: r }.encode(out);
        }
        203 => {
            let a: remote::ConnectGetSysinfoArgs = args.decode()?;
            let r = drivers.host.connect_get_sysinfo(a.flags).await?;
            remote::ConnectGetSysinfoRet { sysinfo: r }.encode(out);
        }
        204 => {
            let a: remote::DomainSetMemoryFlagsArgs = args.decode()?;
            args.require_if(
                u64::from(a.flags) & 2 == 0 || u64::from(a.flags) & 1 != 0,
                "domain",
                "save",
            )?;
            args.require_if(u64::from(a.flags) & 2 != 0, "domain", "save")?;
            drivers
                .tuning
                .domain_set_memory_flags(&a.dom, a.memory, a.flags)
                .await?;
        }
        205 => {
            let a: remote::DomainSetBlkioParametersArgs = args.decode()?;
            args.require_if(
                u64::from(a.flags) & 2 == 0 || u64::from(a.flags) & 1 != 0,
                "domain",
                "save",
            )?;
            args.require_if(u64::from(a.flags) & 2 != 0, "domain", "save")?;
            drivers
                .tuning
                .domain_set_blkio_parameters(&a.dom, &a.params, a.flags)
                .await?;
        }
        206 => {
            let a: remote::DomainGetBlkioParametersArgs = args.decode()?;
            let r = drivers
                .tuning
                .domain_get_blkio_parameters(&a.dom, a.flags)
                .await?;
            let (items, count) = super::counted(r, a.nparams, 16)?;
            remote::DomainGetBlkioParametersRet {
                params: items,
                nparams: count,
            }
            .encode(out);
        }
        207 => {
            let a: remote::DomainMigrateSetMaxSpeedArgs = args.decode()?;
            drivers
                .migration
                .domain_migrate_set_max_speed(&a.dom, a.bandwidth, a.flags)
                .await?;
        }
        208 => {
            let a: remote::StorageVolUploadArgs = args.decode()?;
            let stream = drivers
                .storage_vol
                .storage_vol_upload(&a.vol, a.offset, a.length, a.flags)
                .await?;
            return Ok(Some(Outcome::Stream(stream)));
        }
        209 => {
            let a: remote::StorageVolDownloadArgs = args.decode()?;
            let stream = drivers
                .storage_vol
                .storage_vol_download(&a.vol, a.offset, a.length, a.flags)
                .await?;
            return Ok(Some(Outcome::Stream(stream)));
        }
        210 => {
            let a: remote::DomainInjectNmiArgs = args.decode()?;
            drivers.lifecycle.domain_inject_nmi(&a.dom, a.flags).await?;
        }
        211 => {
            let a: remote::DomainScreenshotArgs = args.decode()?;
            let (r, stream) = drivers
                .console
                .domain_screenshot(&a.dom, a.screen, a.flags)
                .await?;
            remote::DomainScreenshotRet { mime: r }.encode(out);
            return Ok(Some(Outcome::Stream(stream)));
        }
        212 => {
            let a: remote::DomainGetStateArgs = args.decode()?;
            let r = drivers.lifecycle.domain_get_state(&a.dom, a.flags).await?;
            r.encode(out);
        }
        213 => {
            let a: remote::DomainMigrateBegin3Args = args.decode()?;
            let r = drivers
                .migration
                .domain_migrate_begin3(
                    &a.dom,
                    a.xmlin.as_deref(),
                    a.flags,
                    a.dname.as_deref(),
                    a.resource,
                )
                .await?;
            r.encode(out);
        }
        214 => {
            let a: remote::DomainMigratePrepare3Args = args.decode()?;
            let r = drivers
                .migration
                .domain_migrate_prepare3(
                    &a.cookie_in,
                    a.uri_in.as_deref(),
                    a.flags,
                    a.dname.as_deref(),
                    a.resource,
                    &a.dom_xml,
                )
                .await?;
            r.encode(out);
        }
        215 => {
            let a: remote::DomainMigratePrepareTunnel3Args = args.decode()?;
            let (r, stream) = drivers
                .migration
                .domain_migrate_prepare_tunnel3(
                    &a.cookie_in,
                    a.flags,
                    a.dname.as_deref(),
                    a.resource,
                    &a.dom_xml,
                )
                .await?;
            remote::DomainMigratePrepareTunnel3Ret { cookie_out: r }.encode(out);
            return Ok(Some(Outcome::Stream(stream)));
        }
        216 => {
            let a: remote::DomainMigratePerform3Args = args.decode()?;
            let r = drivers
                .migration
                .domain_migrate_perform3(
                    &a.dom,
                    a.xmlin.as_deref(),
                    &a.cookie_in,
                    a.dconnuri.as_deref(),
                    a.uri.as_deref(),
                    a.flags,
                    a.dname.as_deref(),
                    a.resource,
                )
                .await?;
            remote::DomainMigratePerform3Ret { cookie_out: r }.encode(out);
        }
        217 => {
            let a: remote::DomainMigrateFinish3Args = args.decode()?;
            let r = drivers
                .migration
                .domain_migrate_finish3(
                    &a.dname,
                    &a.cookie_in,
                    a.dconnuri.as_deref(),
                    a.uri.as_deref(),
                    a.flags,
                    a.cancelled,
                )
                .await?;
            r.encode(out);
        }
        218 => {
            let a: remote::DomainMigrateConfirm3Args = args.decode()?;
            drivers
                .migration
                .domain_migrate_confirm3(&a.dom, &a.cookie_in, a.flags, a.cancelled)
                .await?;
        }
        219 => {
            let a: remote::DomainSetSchedulerParametersFlagsArgs = args.decode()?;
            args.require_if(
                u64::from(a.flags) & 2 == 0 || u64::from(a.flags) & 1 != 0,
                "domain",
                "save",
            )?;
            args.require_if(u64::from(a.flags) & 2 != 0, "domain", "save")?;
            drivers
                .tuning
                .domain_set_scheduler_parameters_flags(&a.dom, &a.params, a.flags)
                .await?;
        }
        220 => {
            let a: remote::InterfaceChangeBeginArgs = args.decode()?;
            drivers.interface.interface_change_begin(a.flags).await?;
        }
        221 => {
            let a: remote::InterfaceChangeCommitArgs = args.decode()?;
            drivers.interface.interface_change_commit(a.flags).await?;
        }
        222 => {
            let a: remote::InterfaceChangeRollbackArgs = args.decode()?;
            drivers.interface.interface_change_rollback(a.flags).await?;
        }
        223 => {
            let a: remote::DomainGetSchedulerParametersFlagsArgs = args.decode()?;
            let r = drivers
                .tuning
                .domain_get_scheduler_parameters_flags(&a.dom, a.nparams, a.flags)
                .await?;
            remote::DomainGetSchedulerParametersFlagsRet { params: r }.encode(out);
        }
        225 => {
            let a: remote::DomainPinVcpuFlagsArgs = args.decode()?;
            args.require_if(
                u64::from(a.flags) & 2 == 0 || u64::from(a.flags) & 1 != 0,
                "domain",
                "save",
            )?;
            args.require_if(u64::from(a.flags) & 2 != 0, "domain", "save")?;
            drivers
                .tuning
                .domain_pin_vcpu_flags(&a.dom, a.vcpu, &a.cpumap, a.flags)
                .await?;
        }
        226 => {
            let a: remote::DomainSendKeyArgs = args.decode()?;
            drivers
                .lifecycle
                .domain_send_key(&a.dom, a.codeset, a.holdtime, &a.keycodes, a.flags)
                .await?;
        }
        227 => {
            let a: remote::NodeGetCpuStatsArgs = args.decode()?;
            let r = drivers.host.node_get_cpu_stats(a.cpu_num, a.flags).await?;
            let (items, count) = super::counted(r, a.nparams, 16)?;
            remote::NodeGetCpuStatsRet {
                params: items,
                nparams: count,
            }
            .encode(out);
        }
        228 => {
            let a: remote::NodeGetMemoryStatsArgs = args.decode()?;
            let r = drivers.host.node_get_memory_stats(a.cell_num, a.flags).await?;
            let (items, count) = super::counted(r, a.nparams, 16)?;
            remote::NodeGetMemoryStatsRet {
                params: items,
                nparams: count,
            }
            .encode(out);
        }
        229 => {
            let a: remote::DomainGetControlInfoArgs = args.decode()?;
            let r = drivers.lifecycle.domain_get_control_info(&a.dom, a.flags).await?;
            r.encode(out);
        }
        230 => {
            let a: remote::DomainGetVcpuPinInfoArgs = args.decode()?;
            let r = drivers
                .tuning
                .domain_get_vcpu_pin_info(&a.dom, a.ncpumaps, a.maplen, a.flags)
                .await?;
            r.encode(out);
        }
        231 => {
            let a: remote::DomainUndefineFlagsArgs = args.decode()?;
            drivers.config.domain_undefine_flags(&a.dom, a.flags).await?;
        }
        232 => {
            let a: remote::DomainSaveFlagsArgs = args.decode()?;
            drivers
                .lifecycle
                .domain_save_flags(&a.dom, &a.to, a.dxml.as_deref(), a.flags)
                .await?;
        }
        233 => {
            let a: remote::DomainRestoreFlagsArgs = args.decode()?;
            drivers
                .lifecycle
                .domain_restore_flags(&a.from, a.dxml.as_deref(), a.flags)
                .await?;
        }
        234 => {
            let a: remote::DomainDestroyFlagsArgs = args.decode()?;
            drivers.lifecycle.domain_destroy_flags(&a.dom, a.flags).await?;
        }
        235 => {
            let a: remote::DomainSaveImageGetXmlDescArgs = args.decode()?;
            let r = drivers
                .config
                .domain_save_image_get_xml_desc(&a.file, a.flags)
                .await?;
            remote::DomainSaveImageGetXmlDescRet { xml: r }.encode(out);
        }
        236 => {
            let a: remote::DomainSaveImageDefineXmlArgs = args.decode()?;
            drivers
                .config
                .domain_save_image_define_xml(&a.file, &a.dxml, a.flags)
                .await?;
        }
        237 => {
            let a: remote::DomainBlockJobAbortArgs = args.decode()?;
            drivers
                .block_jobs
                .domain_block_job_abort(&a.dom, &a.path, a.flags)
                .await?;
        }
        238 => {
            let a: remote::DomainGetBlockJobInfoArgs = args.decode()?;
            let r = drivers
                .block_jobs
                .domain_get_block_job_info(&a.dom, &a.path, a.flags)
                .await?;
            r.encode(out);
        }
        239 => {
            let a: remote::DomainBlockJobSetSpeedArgs = args.decode()?;
            drivers
                .block_jobs
                .domain_block_job_set_speed(&a.dom, &a.path, a.bandwidth, a.flags)
                .await?;
        }
        240 => {
            let a: remote::DomainBlockPullArgs = args.decode()?;
            drivers
                .block_jobs
                .domain_block_pull(&a.dom, &a.path, a.bandwidth, a.flags)
                .await?;
        }
        242 => {
            let a: remote::DomainMigrateGetMaxSpeedArgs = args.decode()?;
            let r = drivers
                .migration
                .domain_migrate_get_max_speed(&a.dom, a.flags)
                .await?;
            remote::DomainMigrateGetMaxSpeedRet { bandwidth: r }.encode(out);
        }
        243 => {
            let a: remote::DomainBlockStatsFlagsArgs = args.decode()?;
            let r = drivers
                .statistics
                .domain_block_stats_flags(&a.dom, &a.path, a.flags)
                .await?;
            let (items, count) = super::counted(r, a.nparams, 16)?;
            remote::DomainBlockStatsFlagsRet {
                params: items,
                nparams: count,
            }
            .encode(out);
        }
        244 => {
            let a: remote::DomainSnapshotGetParentArgs = args.decode()?;
            let r = drivers
                .snapshots
                .domain_snapshot_get_parent(&a.snap, a.flags)
                .await?;
            remote::DomainSnapshotGetParentRet { snap: r }.encode(out);
        }
        245 => {
            let a: remote::DomainResetArgs = args.decode()?;
            drivers.lifecycle.domain_reset(&a.dom, a.flags).await?;
        }
        249 => {
            let a: remote::DomainOpenGraphicsArgs = args.decode()?;
            drivers
                .console
                .domain_open_graphics(&a.dom, a.idx, a.flags, args.take_files())
                .await?;
        }
        250 => {
            let a: remote::NodeSuspendForDurationArgs = args.decode()?;
            drivers
                .host
                .node_suspend_for_duration(a.target, a.duration, a.flags)
                .await?;
        }
        251 => {
            let a: remote::DomainBlockResizeArgs = args.decode()?;
            drivers
                .block_jobs
                .domain_block_resize(&a.dom, &a.disk, a.size, a.flags)
                .await?;
        }
        252 => {
            let a: remote::DomainSetBlockIoTuneArgs = args.decode()?;
            args.require_if(
                u64::from(a.flags) & 2 == 0 || u64::from(a.flags) & 1 != 0,
                "domain",
                "save",
            )?;
            args.require_if(u64::from(a.flags) & 2 != 0, "domain", "save")?;
            drivers
                .block_jobs
                .domain_set_block_io_tune(&a.dom, &a.disk, &a.params, a.flags)
                .await?;
        }
        253 => {
            let a: remote::DomainGetBlockIoTuneArgs = args.decode()?;
            let r = drivers
                .block_jobs
                .domain_get_block_io_tune(&a.dom, a.disk.as_deref(), a.flags)
                .await?;
            let (items, count) = super::counted(r, a.nparams, 32)?;
            remote::DomainGetBlockIoTuneRet {
                params: items,
                nparams: count,
            }
            .encode(out);
        }
        254 => {
            let a: remote::DomainSetNumaParametersArgs = args.decode()?;
            args.require_if(
                u64::from(a.flags) & 2 == 0 || u64::from(a.flags) & 1 != 0,
                "domain",
                "save",
            )?;
            args.require_if(u64::from(a.flags) & 2 != 0, "domain", "save")?;
            drivers
                .tuning
                .domain_set_numa_parameters(&a.dom, &a.params, a.flags)
                .await?;
        }
        255 => {
            let a: remote::DomainGetNumaParametersArgs = args.decode()?;
            let r = drivers.tuning.domain_get_numa_parameters(&a.dom, a.flags).await?;
            let (items, count) = super::counted(r, a.nparams, 16)?;
            remote::DomainGetNumaParametersRet {
                params: items,
                nparams: count,
            }
            .encode(out);
        }
        256 => {
            let a: remote::DomainSetInterfaceParametersArgs = args.decode()?;
            args.require_if(
                u64::from(a.flags) & 2 == 0 || u64::from(a.flags) & 1 != 0,
                "domain",
                "save",
            )?;
            args.require_if(u64::from(a.flags) & 2 != 0, "domain", "save")?;
            drivers
                .tuning
                .domain_set_interface_parameters(&a.dom, &a.device, &a.params, a.flags)
                .await?;
        }
        257 => {
            let a: remote::DomainGetInterfaceParametersArgs = args.decode()?;
            let r = drivers
                .tuning
                .domain_get_interface_parameters(&a.dom, &a.device, a.flags)
                .await?;
            let (items, count) = super::counted(r, a.nparams, 16)?;
            remote::DomainGetInterfaceParametersRet {
                params: items,
                nparams: count,
            }
            .encode(out);
        }
        258 => {
            let a: remote::DomainShutdownFlagsArgs = args.decode()?;
            args.require_if(u64::from(a.flags) & 2 != 0, "domain", "write")?;
            drivers.lifecycle.domain_shutdown_flags(&a.dom, a.flags).await?;
        }
        259 => {
            let a: remote::StorageVolWipePatternArgs = args.decode()?;
            drivers
                .storage_vol
                .storage_vol_wipe_pattern(&a.vol, a.algorithm, a.flags)
                .await?;
        }
        260 => {
            let a: remote::StorageVolResizeArgs = args.decode()?;
            drivers
                .storage_vol
                .storage_vol_resize(&a.vol, a.capacity, a.flags)
                .await?;
        }
        261 => {
            let a: remote::DomainPmSuspendForDurationArgs = args.decode()?;
            drivers
                .lifecycle
                .domain_pm_suspend_for_duration(&a.dom, a.target, a.duration, a.flags)
                .await?;
        }
        262 => {
            let a: remote::DomainGetCpuStatsArgs = args.decode()?;
            let r = drivers
                .statistics
                .domain_get_cpu_stats(&a.dom, a.nparams, a.start_cpu, a.ncpus, a.flags)
                .await?;
            r.encode(out);
        }
        263 => {
            let a: remote::DomainGetDiskErrorsArgs = args.decode()?;
            let r = drivers
                .statistics
                .domain_get_disk_errors(&a.dom, a.maxerrors, a.flags)
                .await?;
            r.encode(out);
        }
        264 => {
            let a: remote::DomainSetMetadataArgs = args.decode()?;
            args.require_if(
                u64::from(a.flags) & 2 == 0 || u64::from(a.flags) & 1 != 0,
                "domain",
                "save",
            )?;
            args.require_if(u64::from(a.flags) & 2 != 0, "domain", "save")?;
            drivers
                .config
                .domain_set_metadata(
                    &a.dom,
                    a.kind,
                    a.metadata.as_deref(),
                    a.key.as_deref(),
                    a.uri.as_deref(),
                    a.flags,
                )
                .await?;
        }
        265 => {
            let a: remote::DomainGetMetadataArgs = args.decode()?;
            let r = drivers
                .config
                .domain_get_metadata(&a.dom, a.kind, a.uri.as_deref(), a.flags)
                .await?;
            remote::DomainGetMetadataRet { metadata: r }.encode(out);
        }
        266 => {
            let a: remote::DomainBlockRebaseArgs = args.decode()?;
            drivers
                .block_jobs
                .domain_block_rebase(&a.dom, &a.path, a.base.as_deref(), a.bandwidth, a.flags)
                .await?;
        }
        267 => {
            let a: remote::DomainPmWakeupArgs = args.decode()?;
            drivers.lifecycle.domain_pm_wakeup(&a.dom, a.flags).await?;
        }
        271 => {
            let a: remote::DomainSnapshotIsCurrentArgs = args.decode()?;
            let r = drivers
                .snapshots
                .domain_snapshot_is_current(&a.snap, a.flags)
                .await?;
            remote::DomainSnapshotIsCurrentRet { current: r }.encode(out);
        }
        272 => {
            let a: remote::DomainSnapshotHasMetadataArgs = args.decode()?;
            let r = drivers
                .snapshots
                .domain_snapshot_has_metadata(&a.snap, a.flags)
                .await?;
            remote::DomainSnapshotHasMetadataRet { metadata: r }.encode(out);
        }
        273 => {
            let a: remote::ConnectListAllDomainsArgs = args.decode()?;
            let r = drivers.lifecycle.connect_list_all_domains(a.flags).await?;
            remote::ConnectListAllDomainsRet {
                ret: r.len() as u32,
                domains: if a.need_results != 0 { r } else { Vec::new() },
            }
            .encode(out);
        }
        274 => {
            let a: remote::DomainListAllSnapshotsArgs = args.decode()?;
            let r = drivers
                .snapshots
                .domain_list_all_snapshots(&a.dom, a.flags)
                .await?;
            remote::DomainListAllSnapshotsRet {
                ret: r.len() as i32,
                snapshots: if a.need_results != 0 { r } else { Vec::new() },
            }
            .encode(out);
        }
        275 => {
            let a: remote::DomainSnapshotListAllChildrenArgs = args.decode()?;
            let r = drivers
                .snapshots
                .domain_snapshot_list_all_children(&a.snapshot, a.flags)
                .await?;
            remote::DomainSnapshotListAllChildrenRet {
                ret: r.len() as i32,
                snapshots: if a.need_results != 0 { r } else { Vec::new() },
            }
            .encode(out);
        }
        277 => {
            let a: remote::DomainGetHostnameArgs = args.decode()?;
            let r = drivers.guest_agent.domain_get_hostname(&a.dom, a.flags).await?;
            remote::DomainGetHostnameRet { hostname: r }.encode(out);
        }
        278 => {
            let a: remote::DomainGetSecurityLabelListArgs = args.decode()?;
            let r = drivers.tuning.domain_get_security_label_list(&a.dom).await?;
            r.encode(out);
        }
        279 => {
            let a: remote::DomainPinEmulatorArgs = args.decode()?;
            args.require_if(
                u64::from(a.flags) & 2 == 0 || u64::from(a.flags) & 1 != 0,
                "domain",
                "save",
            )?;
            args.require_if(u64::from(a.flags) & 2 != 0, "domain", "save")?;
            drivers
                .tuning
                .domain_pin_emulator(&a.dom, &a.cpumap, a.flags)
                .await?;
        }
        280 => {
            let a: remote::DomainGetEmulatorPinInfoArgs = args.decode()?;
            let r = drivers
                .tuning
                .domain_get_emulator_pin_info(&a.dom, a.maplen, a.flags)
                .await?;
            r.encode(out);
        }
        281 => {
            let a: remote::ConnectListAllStoragePoolsArgs = args.decode()?;
            let r = drivers
                .storage_pool
                .connect_list_all_storage_pools(a.flags)
                .await?;
            remote::ConnectListAllStoragePoolsRet {
                ret: r.len() as u32,
                pools: if a.need_results != 0 { r } else { Vec::new() },
            }
            .encode(out);
        }
        282 => {
            let a: remote::StoragePoolListAllVolumesArgs = args.decode()?;
            let r = drivers
                .storage_vol
                .storage_pool_list_all_volumes(&a.pool, a.flags)
                .await?;
            remote::StoragePoolListAllVolumesRet {
                ret: r.len() as u32,
                vols: if a.need_results != 0 { r } else { Vec::new() },
            }
            .encode(out);
        }
        283 => {
            let a: remote::ConnectListAllNetworksArgs = args.decode()?;
            let r = drivers.network.connect_list_all_networks(a.flags).await?;
            remote::ConnectListAllNetworksRet {
                ret: r.len() as u32,
                nets: if a.need_results != 0 { r } else { Vec::new() },
            }
            .encode(out);
        }
        284 => {
            let a: remote::ConnectListAllInterfacesArgs = args.decode()?;
            let r = drivers.interface.connect_list_all_interfaces(a.flags).await?;
            remote::ConnectListAllInterfacesRet {
                ret: r.len() as u32,
                ifaces: if a.need_results != 0 { r } else { Vec::new() },
            }
            .encode(out);
        }
        285 => {
            let a: remote::ConnectListAllNodeDevicesArgs = args.decode()?;
            let r = drivers.node_device.connect_list_all_node_devices(a.flags).await?;
            remote::ConnectListAllNodeDevicesRet {
                ret: r.len() as u32,
                devices: if a.need_results != 0 { r } else { Vec::new() },
            }
            .encode(out);
        }
        286 => {
            let a: remote::ConnectListAllNwfiltersArgs = args.decode()?;
            let r = drivers.nwfilter.connect_list_all_nwfilters(a.flags).await?;
            remote::ConnectListAllNwfiltersRet {
                ret: r.len() as u32,
                filters: if a.need_results != 0 { r } else { Vec::new() },
            }
            .encode(out);
        }
        287 => {
            let a: remote::ConnectListAllSecretsArgs = args.decode()?;
            let r = drivers.secret.connect_list_all_secrets(a.flags).await?;
            remote::ConnectListAllSecretsRet {
                ret: r.len() as u32,
                secrets: if a.need_results != 0 { r } else { Vec::new() },
            }
            .encode(out);
        }
        288 => {
            let a: remote::NodeSetMemoryParametersArgs = args.decode()?;
            drivers
                .host
                .node_set_memory_parameters(&a.params, a.flags)
                .await?;
        }
        289 => {
            let a: remote::NodeGetMemoryParametersArgs = args.decode()?;
            let r = drivers.host.node_get_memory_parameters(a.flags).await?;
            let (items, count) = super::counted(r, a.nparams, 64)?;
            remote::NodeGetMemoryParametersRet {
                params: items,
                nparams: count,
            }
            .encode(out);
        }
        290 => {
            let a: remote::DomainBlockCommitArgs = args.decode()?;
            drivers
                .block_jobs
                .domain_block_commit(
                    &a.dom,
                    &a.disk,
                    a.base.as_deref(),
                    a.top.as_deref(),
                    a.bandwidth,
                    a.flags,
                )
                .await?;
        }
        291 => {
            let a: remote::NetworkUpdateArgs = args.decode()?;
            args.require_if(
                u64::from(a.flags) & 2 == 0 || u64::from(a.flags) & 1 != 0,
                "network",
                "save",
            )?;
            args.require_if(u64::from(a.flags) & 2 != 0, "network", "save")?;
            drivers
                .network
                .network_update(&a.net, a.command, a.section, a.parent_index, &a.xml, a.flags)
                .await?;
        }
        293 => {
            let a: remote::NodeGetCpuMapArgs = args.decode()?;
            let r = drivers
                .host
                .node_get_cpu_map(a.need_map, a.need_online, a.flags)
                .await?;
            r.encode(out);
        }
        294 => {
            let a: remote::DomainFstrimArgs = args.decode()?;
            drivers
                .guest_agent
                .domain_fstrim(&a.dom, a.mount_point.as_deref(), a.minimum, a.flags)
                .await?;
        }
        295 => {
            let a: remote::DomainSendProcessSignalArgs = args.decode()?;
            drivers
                .lifecycle
                .domain_send_process_signal(&a.dom, a.pid_value, a.signum, a.flags)
                .await?;
        }
        296 => {
            let a: remote::DomainOpenChannelArgs = args.decode()?;
            let stream = drivers
                .console
                .domain_open_channel(&a.dom, a.name.as_deref(), a.flags)
                .await?;
            return Ok(Some(Outcome::Stream(stream)));
        }
        297 => {
            let a: remote::NodeDeviceLookupScsiHostByWwnArgs = args.decode()?;
            let r = drivers
                .node_device
                .node_device_lookup_scsi_host_by_wwn(&a.wwnn, &a.wwpn, a.flags)
                .await?;
            remote::NodeDeviceLookupScsiHostByWwnRet { dev: r }.encode(out);
        }
        298 => {
            let a: remote::DomainGetJobStatsArgs = args.decode()?;
            let r = drivers.migration.domain_get_job_stats(&a.dom, a.flags).await?;
            r.encode(out);
        }
        299 => {
            let a: remote::DomainMigrateGetCompressionCacheArgs = args.decode()?;
            let r = drivers
                .migration
                .domain_migrate_get_compression_cache(&a.dom, a.flags)
                .await?;
            remote::DomainMigrateGetCompressionCacheRet { cache_size: r }.encode(out);
        }
        300 => {
            let a: remote::DomainMigrateSetCompressionCacheArgs = args.decode()?;
            drivers
                .migration
                .domain_migrate_set_compression_cache(&a.dom, a.cache_size, a.flags)
                .await?;
        }
        301 => {
            let a: remote::NodeDeviceDetachFlagsArgs = args.decode()?;
            drivers
                .node_device
                .node_device_detach_flags(&a.name, a.driver_name.as_deref(), a.flags)
                .await?;
        }
        302 => {
            let a: remote::DomainMigrateBegin3ParamsArgs = args.decode()?;
            let r = drivers
                .migration
                .domain_migrate_begin3_params(&a.dom, &a.params, a.flags)
                .await?;
            r.encode(out);
        }
        303 => {
            let a: remote::DomainMigratePrepare3ParamsArgs = args.decode()?;
            let r = drivers
                .migration
                .domain_migrate_prepare3_params(&a.params, &a.cookie_in, a.flags)
                .await?;
            r.encode(out);
        }
        304 => {
            let a: remote::DomainMigratePrepareTunnel3ParamsArgs = args.decode()?;
            let r = drivers
                .migration
                .domain_migrate_prepare_tunnel3_params(&a.params, &a.cookie_in, a.flags)
                .await?;
            remote::DomainMigratePrepareTunnel3ParamsRet { cookie_out: r }.encode(out);
        }
        305 => {
            let a: remote::DomainMigratePerform3ParamsArgs = args.decode()?;
            let r = drivers
                .migration
                .domain_migrate_perform3_params(
                    &a.dom,
                    a.dconnuri.as_deref(),
                    &a.params,
                    &a.cookie_in,
                    a.flags,
                )
                .await?;
            remote::DomainMigratePerform3ParamsRet { cookie_out: r }.encode(out);
        }
        306 => {
            let a: remote::DomainMigrateFinish3ParamsArgs = args.decode()?;
            let r = drivers
                .migration
                .domain_migrate_finish3_params(&a.params, &a.cookie_in, a.flags, a.cancelled)
                .await?;
            r.encode(out);
        }
        307 => {
            let a: remote::DomainMigrateConfirm3ParamsArgs = args.decode()?;
            drivers
                .migration
                .domain_migrate_confirm3_params(&a.dom, &a.params, &a.cookie_in, a.flags, a.cancelled)
                .await?;
        }
        308 => {
            let a: remote::DomainSetMemoryStatsPeriodArgs = args.decode()?;
            args.require_if(
                u64::from(a.flags) & 2 == 0 || u64::from(a.flags) & 1 != 0,
                "domain",
                "save",
            )?;
            args.require_if(u64::from(a.flags) & 2 != 0, "domain", "save")?;
            drivers
                .statistics
                .domain_set_memory_stats_period(&a.dom, a.period, a.flags)
                .await?;
        }
        309 => {
            let a: remote::DomainCreateXmlWithFilesArgs = args.decode()?;
            let r = drivers
                .lifecycle
                .domain_create_xml_with_files(&a.xml_desc, a.flags, args.take_files())
                .await?;
            remote::DomainCreateXmlWithFilesRet { dom: r }.encode(out);
        }
        310 => {
            let a: remote::DomainCreateWithFilesArgs = args.decode()?;
            let r = drivers
                .lifecycle
                .domain_create_with_files(&a.dom, a.flags, args.take_files())
                .await?;
            remote::DomainCreateWithFilesRet { dom: r }.encode(out);
        }
        312 => {
            let a: remote::ConnectGetCpuModelNamesArgs = args.decode()?;
            let r = drivers.host.connect_get_cpu_model_names(&a.arch, a.flags).await?;
            remote::ConnectGetCpuModelNamesRet {
                ret: r.len() as i32,
                models: if a.need_results != 0 { r } else { Vec::new() },
            }
            .encode(out);
        }
        334 => {
            let a: remote::DomainCoreDumpWithFormatArgs = args.decode()?;
            drivers
                .lifecycle
                .domain_core_dump_with_format(&a.dom, &a.to, a.dumpformat, a.flags)
                .await?;
        }
        335 => {
            let a: remote::DomainFsfreezeArgs = args.decode()?;
            let r = drivers
                .guest_agent
                .domain_fsfreeze(&a.dom, &a.mountpoints, a.flags)
                .await?;
            remote::DomainFsfreezeRet { filesystems: r }.encode(out);
        }
        336 => {
            let a: remote::DomainFsthawArgs = args.decode()?;
            let r = drivers
                .guest_agent
                .domain_fsthaw(&a.dom, &a.mountpoints, a.flags)
                .await?;
            remote::DomainFsthawRet { filesystems: r }.encode(out);
        }
        337 => {
            let a: remote::DomainGetTimeArgs = args.decode()?;
            let r = drivers.guest_agent.domain_get_time(&a.dom, a.flags).await?;
            r.encode(out);
        }
        338 => {
            let a: remote::DomainSetTimeArgs = args.decode()?;
            drivers
                .guest_agent
                .domain_set_time(&a.dom, a.seconds, a.nseconds, a.flags)
                .await?;
        }
        340 => {
            let a: remote::NodeGetFreePagesArgs = args.decode()?;
            let r = drivers
                .host
                .node_get_free_pages(&a.pages, a.start_cell, a.cell_count, a.flags)
                .await?;
            remote::NodeGetFreePagesRet { counts: r }.encode(out);
        }
        341 => {
            let a: remote::NetworkGetDhcpLeasesArgs = args.decode()?;
            let r = drivers
                .network
                .network_get_dhcp_leases(&a.net, a.mac.as_deref(), a.flags)
                .await?;
            remote::NetworkGetDhcpLeasesRet {
                ret: r.len() as u32,
                leases: if a.need_results != 0 { r } else { Vec::new() },
            }
            .encode(out);
        }
        342 => {
            let a: remote::ConnectGetDomainCapabilitiesArgs = args.decode()?;
            let r = drivers
                .host
                .connect_get_domain_capabilities(
                    a.emulatorbin.as_deref(),
                    a.arch.as_deref(),
                    a.machine.as_deref(),
                    a.virttype.as_deref(),
                    a.flags,
                )
                .await?;
            remote::ConnectGetDomainCapabilitiesRet { capabilities: r }.encode(out);
        }
        343 => {
            let a: remote::DomainOpenGraphicsFdArgs = args.decode()?;
            let files = drivers
                .console
                .domain_open_graphics_fd(&a.dom, a.idx, a.flags)
                .await?;
            return Ok(Some(Outcome::Files(files)));
        }
        344 => {
            let a: remote::ConnectGetAllDomainStatsArgs = args.decode()?;
            let r = drivers
                .statistics
                .connect_get_all_domain_stats(&a.doms, a.stats, a.flags)
                .await?;
            remote::ConnectGetAllDomainStatsRet { ret_stats: r }.encode(out);
        }
        345 => {
            let a: remote::DomainBlockCopyArgs = args.decode()?;
            drivers
                .block_jobs
                .domain_block_copy(&a.dom, &a.path, &a.destxml, &a.params, a.flags)
                .await?;
        }
        347 => {
            let a: remote::NodeAllocPagesArgs = args.decode()?;
            let r = drivers
                .host
                .node_alloc_pages(&a.page_sizes, &a.page_counts, a.start_cell, a.cell_count, a.flags)
                .await?;
            remote::NodeAllocPagesRet { ret: r }.encode(out);
        }
        349 => {
            let a: remote::DomainGetFsinfoArgs = args.decode()?;
            let r = drivers.guest_agent.domain_get_fsinfo(&a.dom, a.flags).await?;
            r.encode(out);
        }
        350 => {
            let a: remote::DomainDefineXmlFlagsArgs = args.decode()?;
            let r = drivers.config.domain_define_xml_flags(&a.xml, a.flags).await?;
            remote::DomainDefineXmlFlagsRet { dom: r }.encode(out);
        }
        351 => {
            let a: remote::DomainGetIothreadInfoArgs = args.decode()?;
            let r = drivers.tuning.domain_get_iothread_info(&a.dom, a.flags).await?;
            r.encode(out);
        }
        352 => {
            let a: remote::DomainPinIothreadArgs = args.decode()?;
            args.require_if(
                u64::from(a.flags) & 2 == 0 || u64::from(a.flags) & 1 != 0,
                "domain",
                "save",
            )?;
            args.require_if(u64::from(a.flags) & 2 != 0, "domain", "save")?;
            drivers
                .tuning
                .domain_pin_iothread(&a.dom, a.iothreads_id, &a.cpumap, a.flags)
                .await?;
        }
        353 => {
            let a: remote::DomainInterfaceAddressesArgs = args.decode()?;
            args.require_if(i64::from(a.source) == 1, "domain", "write")?;
            let r = drivers
                .statistics
                .domain_interface_addresses(&a.dom, a.source, a.flags)
                .await?;
            remote::DomainInterfaceAddressesRet { ifaces: r }.encode(out);
        }
        355 => {
            let a: remote::DomainAddIothreadArgs = args.decode()?;
            args.require_if(
                u64::from(a.flags) & 2 == 0 || u64::from(a.flags) & 1 != 0,
                "domain",
                "save",
            )?;
            args.require_if(u64::from(a.flags) & 2 != 0, "domain", "save")?;
            drivers
                .tuning
                .domain_add_iothread(&a.dom, a.iothread_id, a.flags)
                .await?;
        }
        356 => {
            let a: remote::DomainDelIothreadArgs = args.decode()?;
            args.require_if(
                u64::from(a.flags) & 2 == 0 || u64::from(a.flags) & 1 != 0,
                "domain",
                "save",
            )?;
            args.require_if(u64::from(a.flags) & 2 != 0, "domain", "save")?;
            drivers
                .tuning
                .domain_del_iothread(&a.dom, a.iothread_id, a.flags)
                .await?;
        }
        357 => {
            let a: remote::DomainSetUserPasswordArgs = args.decode()?;
            drivers
                .guest_agent
                .domain_set_user_password(&a.dom, a.user.as_deref(), a.password.as_deref(), a.flags)
                .await?;
        }
        358 => {
            let a: remote::DomainRenameArgs = args.decode()?;
            let r = drivers
                .config
                .domain_rename(&a.dom, a.new_name.as_deref(), a.flags)
                .await?;
            remote::DomainRenameRet { retcode: r }.encode(out);
        }
        364 => {
            let a: remote::DomainMigrateStartPostCopyArgs = args.decode()?;
            drivers
                .migration
                .domain_migrate_start_post_copy(&a.dom, a.flags)
                .await?;
        }
        365 => {
            let a: remote::DomainGetPerfEventsArgs = args.decode()?;
            let r = drivers.statistics.domain_get_perf_events(&a.dom, a.flags).await?;
            remote::DomainGetPerfEventsRet { params: r }.encode(out);
        }
        366 => {
            let a: remote::DomainSetPerfEventsArgs = args.decode()?;
            drivers
                .statistics
                .domain_set_perf_events(&a.dom, &a.params, a.flags)
                .await?;
        }
        371 => {
            let a: remote::DomainGetGuestVcpusArgs = args.decode()?;
            let r = drivers
                .guest_agent
                .domain_get_guest_vcpus(&a.dom, a.flags)
                .await?;
            remote::DomainGetGuestVcpusRet { params: r }.encode(out);
        }
        372 => {
            let a: remote::DomainSetGuestVcpusArgs = args.decode()?;
            drivers
                .guest_agent
                .domain_set_guest_vcpus(&a.dom, &a.cpumap, a.state, a.flags)
                .await?;
        }
        378 => {
            let a: remote::StorageVolGetInfoFlagsArgs = args.decode()?;
            let r = drivers
                .storage_vol
                .storage_vol_get_info_flags(&a.vol, a.flags)
                .await?;
            r.encode(out);
        }
        384 => {
            let a: remote::DomainSetVcpuArgs = args.decode()?;
            args.require_if(
                u64::from(a.flags) & 2 == 0 || u64::from(a.flags) & 1 != 0,
                "domain",
                "save",
            )?;
            args.require_if(u64::from(a.flags) & 2 != 0, "domain", "save")?;
            drivers
                .tuning
                .domain_set_vcpu(&a.dom, &a.cpumap, a.state, a.flags)
                .await?;
        }
        386 => {
            let a: remote::DomainSetBlockThresholdArgs = args.decode()?;
            drivers
                .block_jobs
                .domain_set_block_threshold(&a.dom, &a.dev, a.threshold, a.flags)
                .await?;
        }
        387 => {
            let a: remote::DomainMigrateGetMaxDowntimeArgs = args.decode()?;
            let r = drivers
                .migration
                .domain_migrate_get_max_downtime(&a.dom, a.flags)
                .await?;
            remote::DomainMigrateGetMaxDowntimeRet { downtime: r }.encode(out);
        }
        388 => {
            let a: remote::DomainManagedSaveGetXmlDescArgs = args.decode()?;
            args.require_if(u64::from(a.flags) & 1 != 0, "domain", "read_secure")?;
            let r = drivers
                .lifecycle
                .domain_managed_save_get_xml_desc(&a.dom, a.flags)
                .await?;
            remote::DomainManagedSaveGetXmlDescRet { xml: r }.encode(out);
        }
        389 => {
            let a: remote::DomainManagedSaveDefineXmlArgs = args.decode()?;
            drivers
                .lifecycle
                .domain_managed_save_define_xml(&a.dom, a.dxml.as_deref(), a.flags)
                .await?;
        }
        390 => {
            let a: remote::DomainSetLifecycleActionArgs = args.decode()?;
            drivers
                .config
                .domain_set_lifecycle_action(&a.dom, a.kind, a.action, a.flags)
                .await?;
        }
        391 => {
            let a: remote::StoragePoolLookupByTargetPathArgs = args.decode()?;
            let r = drivers
                .storage_pool
                .storage_pool_lookup_by_target_path(&a.path)
                .await?;
            remote::StoragePoolLookupByTargetPathRet { pool: r }.encode(out);
        }
        392 => {
            let a: remote::DomainDetachDeviceAliasArgs = args.decode()?;
            args.require_if(
                u64::from(a.flags) & 2 == 0 || u64::from(a.flags) & 1 != 0,
                "domain",
                "save",
            )?;
            args.require_if(u64::from(a.flags) & 2 != 0, "domain", "save")?;
            drivers
                .devices
                .domain_detach_device_alias(&a.dom, &a.alias, a.flags)
                .await?;
        }
        393 => {
            let a: remote::ConnectCompareHypervisorCpuArgs = args.decode()?;
            let r = drivers
                .host
                .connect_compare_hypervisor_cpu(
                    a.emulator.as_deref(),
                    a.arch.as_deref(),
                    a.machine.as_deref(),
                    a.virttype.as_deref(),
                    &a.xml_cpu,
                    a.flags,
                )
                .await?;
            remote::ConnectCompareHypervisorCpuRet { result: r }.encode(out);
        }
        394 => {
            let a: remote::ConnectBaselineHypervisorCpuArgs = args.decode()?;
            let r = drivers
                .host
                .connect_baseline_hypervisor_cpu(
                    a.emulator.as_deref(),
                    a.arch.as_deref(),
                    a.machine.as_deref(),
                    a.virttype.as_deref(),
                    &a.xml_cpus,
                    a.flags,
                )
                .await?;
            remote::ConnectBaselineHypervisorCpuRet { cpu: r }.encode(out);
        }
        395 => {
            let a: remote::NodeGetSevInfoArgs = args.decode()?;
            let r = drivers.host.node_get_sev_info(a.flags).await?;
            let (items, count) = super::counted(r, a.nparams, 64)?;
            remote::NodeGetSevInfoRet {
                params: items,
                nparams: count,
            }
            .encode(out);
        }
        396 => {
            let a: remote::DomainGetLaunchSecurityInfoArgs = args.decode()?;
            let r = drivers
                .tuning
                .domain_get_launch_security_info(&a.dom, a.flags)
                .await?;
            remote::DomainGetLaunchSecurityInfoRet { params: r }.encode(out);
        }
        397 => {
            let a: remote::NwfilterBindingLookupByPortDevArgs = args.decode()?;
            let r = drivers
                .nwfilter
                .nwfilter_binding_lookup_by_port_dev(&a.name)
                .await?;
            remote::NwfilterBindingLookupByPortDevRet { nwfilter: r }.encode(out);
        }
        398 => {
            let a: remote::NwfilterBindingGetXmlDescArgs = args.decode()?;
            let r = drivers
                .nwfilter
                .nwfilter_binding_get_xml_desc(&a.nwfilter, a.flags)
                .await?;
            remote::NwfilterBindingGetXmlDescRet { xml: r }.encode(out);
        }
        399 => {
            let a: remote::NwfilterBindingCreateXmlArgs = args.decode()?;
            let r = drivers
                .nwfilter
                .nwfilter_binding_create_xml(&a.xml, a.flags)
                .await?;
            remote::NwfilterBindingCreateXmlRet { nwfilter: r }.encode(out);
        }
        400 => {
            let a: remote::NwfilterBindingDeleteArgs = args.decode()?;
            drivers.nwfilter.nwfilter_binding_delete(&a.nwfilter).await?;
        }
        401 => {
            let a: remote::ConnectListAllNwfilterBindingsArgs = args.decode()?;
            let r = drivers
                .nwfilter
                .connect_list_all_nwfilter_bindings(a.flags)
                .await?;
            remote::ConnectListAllNwfilterBindingsRet {
                ret: r.len() as u32,
                bindings: if a.need_results != 0 { r } else { Vec::new() },
            }
            .encode(out);
        }
        402 => {
            let a: remote::DomainSetIothreadParamsArgs = args.decode()?;
            args.require_if(
                u64::from(a.flags) & 2 == 0 || u64::from(a.flags) & 1 != 0,
                "domain",
                "save",
            )?;
            args.require_if(u64::from(a.flags) & 2 != 0, "domain", "save")?;
            drivers
                .tuning
                .domain_set_iothread_params(&a.dom, a.iothread_id, &a.params, a.flags)
                .await?;
        }
        403 => {
            let a: remote::ConnectGetStoragePoolCapabilitiesArgs = args.decode()?;
            let r = drivers
                .storage_pool
                .connect_get_storage_pool_capabilities(a.flags)
                .await?;
            remote::ConnectGetStoragePoolCapabilitiesRet { capabilities: r }.encode(out);
        }
        404 => {
            let a: remote::NetworkListAllPortsArgs = args.decode()?;
            let r = drivers
                .network
                .network_list_all_ports(&a.network, a.flags)
                .await?;
            remote::NetworkListAllPortsRet {
                ret: r.len() as u32,
                ports: if a.need_results != 0 { r } else { Vec::new() },
            }
            .encode(out);
        }
        405 => {
            let a: remote::NetworkPortLookupByUuidArgs = args.decode()?;
            let r = drivers
                .network
                .network_port_lookup_by_uuid(&a.network, a.uuid)
                .await?;
            remote::NetworkPortLookupByUuidRet { port: r }.encode(out);
        }
        406 => {
            let a: remote::NetworkPortCreateXmlArgs = args.decode()?;
            let r = drivers
                .network
                .network_port_create_xml(&a.network, &a.xml, a.flags)
                .await?;
            remote::NetworkPortCreateXmlRet { port: r }.encode(out);
        }
        407 => {
            let a: remote::NetworkPortGetParametersArgs = args.decode()?;
            let r = drivers
                .network
                .network_port_get_parameters(&a.port, a.flags)
                .await?;
            let (items, count) = super::counted(r, a.nparams, 16)?;
            remote::NetworkPortGetParametersRet {
                params: items,
                nparams: count,
            }
            .encode(out);
        }
        408 => {
            let a: remote::NetworkPortSetParametersArgs = args.decode()?;
            drivers
                .network
                .network_port_set_parameters(&a.port, &a.params, a.flags)
                .await?;
        }
        409 => {
            let a: remote::NetworkPortGetXmlDescArgs = args.decode()?;
            let r = drivers
                .network
                .network_port_get_xml_desc(&a.port, a.flags)
                .await?;
            remote::NetworkPortGetXmlDescRet { xml: r }.encode(out);
        }
        410 => {
            let a: remote::NetworkPortDeleteArgs = args.decode()?;
            drivers.network.network_port_delete(&a.port, a.flags).await?;
        }
        411 => {
            let a: remote::DomainCheckpointCreateXmlArgs = args.decode()?;
            args.require_if(u64::from(a.flags) & 2 != 0, "domain", "fs_freeze")?;
            let r = drivers
                .checkpoints
                .domain_checkpoint_create_xml(&a.dom, &a.xml_desc, a.flags)
                .await?;
            remote::DomainCheckpointCreateXmlRet { checkpoint: r }.encode(out);
        }
        412 => {
            let a: remote::DomainCheckpointGetXmlDescArgs = args.decode()?;
            args.require_if(u64::from(a.flags) & 1 != 0, "domain", "read_secure")?;
            let r = drivers
                .checkpoints
                .domain_checkpoint_get_xml_desc(&a.checkpoint, a.flags)
                .await?;
            remote::DomainCheckpointGetXmlDescRet { xml: r }.encode(out);
        }
        413 => {
            let a: remote::DomainListAllCheckpointsArgs = args.decode()?;
            let r = drivers
                .checkpoints
                .domain_list_all_checkpoints(&a.dom, a.flags)
                .await?;
            remote::DomainListAllCheckpointsRet {
                ret: r.len() as i32,
                checkpoints: if a.need_results != 0 { r } else { Vec::new() },
            }
            .encode(out);
        }
        414 => {
            let a: remote::DomainCheckpointListAllChildrenArgs = args.decode()?;
            let r = drivers
                .checkpoints
                .domain_checkpoint_list_all_children(&a.checkpoint, a.flags)
                .await?;
            remote::DomainCheckpointListAllChildrenRet {
                ret: r.len() as i32,
                checkpoints: if a.need_results != 0 { r } else { Vec::new() },
            }
            .encode(out);
        }
        415 => {
            let a: remote::DomainCheckpointLookupByNameArgs = args.decode()?;
            let r = drivers
                .checkpoints
                .domain_checkpoint_lookup_by_name(&a.dom, &a.name, a.flags)
                .await?;
            remote::DomainCheckpointLookupByNameRet { checkpoint: r }.encode(out);
        }
        416 => {
            let a: remote::DomainCheckpointGetParentArgs = args.decode()?;
            let r = drivers
                .checkpoints
                .domain_checkpoint_get_parent(&a.checkpoint, a.flags)
                .await?;
            remote::DomainCheckpointGetParentRet { parent: r }.encode(out);
        }
        417 => {
            let a: remote::DomainCheckpointDeleteArgs = args.decode()?;
            drivers
                .checkpoints
                .domain_checkpoint_delete(&a.checkpoint, a.flags)
                .await?;
        }
        418 => {
            let a: remote::DomainGetGuestInfoArgs = args.decode()?;
            let r = drivers
                .guest_agent
                .domain_get_guest_info(&a.dom, a.types, a.flags)
                .await?;
            remote::DomainGetGuestInfoRet { params: r }.encode(out);
        }
        420 => {
            let a: remote::DomainAgentSetResponseTimeoutArgs = args.decode()?;
            let r = drivers
                .guest_agent
                .domain_agent_set_response_timeout(&a.dom, a.timeout, a.flags)
                .await?;
            remote::DomainAgentSetResponseTimeoutRet { result: r }.encode(out);
        }
        421 => {
            let a: remote::DomainBackupBeginArgs = args.decode()?;
            drivers
                .checkpoints
                .domain_backup_begin(&a.dom, &a.backup_xml, a.checkpoint_xml.as_deref(), a.flags)
                .await?;
        }
        422 => {
            let a: remote::DomainBackupGetXmlDescArgs = args.decode()?;
            let r = drivers
                .checkpoints
                .domain_backup_get_xml_desc(&a.dom, a.flags)
                .await?;
            remote::DomainBackupGetXmlDescRet { xml: r }.encode(out);
        }
        424 => {
            let a: remote::DomainAuthorizedSshKeysGetArgs = args.decode()?;
            let r = drivers
                .guest_agent
                .domain_authorized_ssh_keys_get(&a.dom, &a.user, a.flags)
                .await?;
            remote::DomainAuthorizedSshKeysGetRet { keys: r }.encode(out);
        }
        425 => {
            let a: remote::DomainAuthorizedSshKeysSetArgs = args.decode()?;
            drivers
                .guest_agent
                .domain_authorized_ssh_keys_set(&a.dom, &a.user, &a.keys, a.flags)
                .await?;
        }
        426 => {
            let a: remote::DomainGetMessagesArgs = args.decode()?;
            let r = drivers.statistics.domain_get_messages(&a.dom, a.flags).await?;
            remote::DomainGetMessagesRet { msgs: r }.encode(out);
        }
        427 => {
            let a: remote::DomainStartDirtyRateCalcArgs = args.decode()?;
            drivers
                .migration
                .domain_start_dirty_rate_calc(&a.dom, a.seconds, a.flags)
                .await?;
        }
        428 => {
            let a: remote::NodeDeviceDefineXmlArgs = args.decode()?;
            let r = drivers
                .node_device
                .node_device_define_xml(&a.xml_desc, a.flags)
                .await?;
            remote::NodeDeviceDefineXmlRet { dev: r }.encode(out);
        }
        429 => {
            let a: remote::NodeDeviceUndefineArgs = args.decode()?;
            drivers.node_device.node_device_undefine(&a.name, a.flags).await?;
        }
        430 => {
            let a: remote::NodeDeviceCreateArgs = args.decode()?;
            drivers.node_device.node_device_create(&a.name, a.flags).await?;
        }
        431 => {
            let a: remote::NwfilterDefineXmlFlagsArgs = args.decode()?;
            let r = drivers
                .nwfilter
                .nwfilter_define_xml_flags(&a.xml, a.flags)
                .await?;
            remote::NwfilterDefineXmlFlagsRet { nwfilter: r }.encode(out);
        }
        432 => {
            let a: remote::NetworkDefineXmlFlagsArgs = args.decode()?;
            let r = drivers.network.network_define_xml_flags(&a.xml, a.flags).await?;
            remote::NetworkDefineXmlFlagsRet { net: r }.encode(out);
        }
        433 => {
            let a: remote::NodeDeviceGetAutostartArgs = args.decode()?;
            let r = drivers.node_device.node_device_get_autostart(&a.name).await?;
            remote::NodeDeviceGetAutostartRet { autostart: r }.encode(out);
        }
        434 => {
            let a: remote::NodeDeviceSetAutostartArgs = args.decode()?;
            drivers
                .node_device
                .node_device_set_autostart(&a.name, a.autostart)
                .await?;
        }
        435 => {
            let a: remote::NodeDeviceIsPersistentArgs = args.decode()?;
            let r = drivers.node_device.node_device_is_persistent(&a.name).await?;
            remote::NodeDeviceIsPersistentRet { persistent: r }.encode(out);
        }
        436 => {
            let a: remote::NodeDeviceIsActiveArgs = args.decode()?;
            let r = drivers.node_device.node_device_is_active(&a.name).await?;
            remote::NodeDeviceIsActiveRet { active: r }.encode(out);
        }
        437 => {
            let a: remote::NetworkCreateXmlFlagsArgs = args.decode()?;
            let r = drivers.network.network_create_xml_flags(&a.xml, a.flags).await?;
            remote::NetworkCreateXmlFlagsRet { net: r }.encode(out);
        }
        439 => {
            let a: remote::DomainSetLaunchSecurityStateArgs = args.decode()?;
            drivers
                .tuning
                .domain_set_launch_security_state(&a.dom, &a.params, a.flags)
                .await?;
        }
        440 => {
            let a: remote::DomainSaveParamsArgs = args.decode()?;
            drivers
                .lifecycle
                .domain_save_params(&a.dom, &a.params, a.flags)
                .await?;
        }
        441 => {
            let a: remote::DomainRestoreParamsArgs = args.decode()?;
            drivers
                .lifecycle
                .domain_restore_params(&a.params, a.flags)
                .await?;
        }
        442 => {
            let a: remote::DomainAbortJobFlagsArgs = args.decode()?;
            drivers.migration.domain_abort_job_flags(&a.dom, a.flags).await?;
        }
        443 => {
            let a: remote::DomainFdAssociateArgs = args.decode()?;
            drivers
                .devices
                .domain_fd_associate(&a.dom, &a.name, a.flags, args.take_files())
                .await?;
        }
        444 => {
            let a: remote::NetworkSetMetadataArgs = args.decode()?;
            args.require_if(
                u64::from(a.flags) & 2 == 0 || u64::from(a.flags) & 1 != 0,
                "network",
                "save",
            )?;
            args.require_if(u64::from(a.flags) & 2 != 0, "network", "save")?;
            drivers
                .network
                .network_set_metadata(
                    &a.network,
                    a.kind,
                    a.metadata.as_deref(),
                    a.key.as_deref(),
                    a.uri.as_deref(),
                    a.flags,
                )
                .await?;
        }
        445 => {
            let a: remote::NetworkGetMetadataArgs = args.decode()?;
            let r = drivers
                .network
                .network_get_metadata(&a.network, a.kind, a.uri.as_deref(), a.flags)
                .await?;
            remote::NetworkGetMetadataRet { metadata: r }.encode(out);
        }
        447 => {
            let a: remote::NodeDeviceUpdateArgs = args.decode()?;
            drivers
                .node_device
                .node_device_update(&a.name, &a.xml_desc, a.flags)
                .await?;
        }
        448 => {
            let a: remote::DomainGraphicsReloadArgs = args.decode()?;
            drivers
                .console
                .domain_graphics_reload(&a.dom, a.kind, a.flags)
                .await?;
        }
        449 => {
            let a: remote::DomainGetAutostartOnceArgs = args.decode()?;
            let r = drivers.config.domain_get_autostart_once(&a.dom).await?;
            remote::DomainGetAutostartOnceRet { autostart: r }.encode(out);
        }
        450 => {
            let a: remote::DomainSetAutostartOnceArgs = args.decode()?;
            drivers
                .config
                .domain_set_autostart_once(&a.dom, a.autostart)
                .await?;
        }
        451 => {
            let a: remote::DomainSetThrottleGroupArgs = args.decode()?;
            drivers
                .block_jobs
                .domain_set_throttle_group(&a.dom, &a.group, &a.params, a.flags)
                .await?;
        }
        452 => {
            let a: remote::DomainDelThrottleGroupArgs = args.decode()?;
            drivers
                .block_jobs
                .domain_del_throttle_group(&a.dom, a.group.as_deref(), a.flags)
                .await?;
        }
        456 => {
            let a: remote::DomainAnnounceInterfaceArgs = args.decode()?;
            drivers
                .devices
                .domain_announce_interface(&a.dom, a.device.as_deref(), &a.params, a.flags)
                .await?;
        }
        _ => return Ok(None),
    }
    Ok(Some(Outcome::Plain))
}

/// Calls of program `qemu` that go to a driver; `None` for those that do not.
pub async fn qemu(
    proc: u32,
    drivers: &GuardedDrivers,
    args: &mut Arguments<'_>,
    out: &mut Encoder,
) -> Result<Option<Outcome>> {
    match proc {
        1 => {
            let a: qemu::DomainMonitorCommandArgs = args.decode()?;
            let r = drivers
                .qemu
                .domain_monitor_command(&a.dom, &a.cmd, a.flags)
                .await?;
            qemu::DomainMonitorCommandRet { result: r }.encode(out);
        }
        2 => {
            let a: qemu::DomainAttachArgs = args.decode()?;
            let r = drivers.qemu.domain_attach(a.pid_value, a.flags).await?;
            qemu::DomainAttachRet { dom: r }.encode(out);
        }
        3 => {
            let a: qemu::DomainAgentCommandArgs = args.decode()?;
            let r = drivers
                .qemu
                .domain_agent_command(&a.dom, &a.cmd, a.timeout, a.flags)
                .await?;
            qemu::DomainAgentCommandRet { result: r }.encode(out);
        }
        7 => {
            let a: qemu::DomainMonitorCommandWithFilesArgs = args.decode()?;
            let (r, files) = drivers
                .qemu
                .domain_monitor_command_with_files(&a.dom, &a.cmd, a.flags, args.take_files())
                .await?;
            qemu::DomainMonitorCommandWithFilesRet { result: r }.encode(out);
            return Ok(Some(Outcome::Files(files)));
        }
        _ => return Ok(None),
    }
    Ok(Some(Outcome::Plain))
}

/// Calls of program `lxc` that go to a driver; `None` for those that do not.
pub async fn lxc(
    proc: u32,
    drivers: &GuardedDrivers,
    args: &mut Arguments<'_>,
    out: &mut Encoder,
) -> Result<Option<Outcome>> {
    match proc {
        1 => {
            let a: lxc::DomainOpenNamespaceArgs = args.decode()?;
            let files = drivers.lxc.domain_open_namespace(&a.dom, a.flags).await?;
            return Ok(Some(Outcome::Files(files)));
        }
        _ => return Ok(None),
    }
    Ok(Some(Outcome::Plain))
}
