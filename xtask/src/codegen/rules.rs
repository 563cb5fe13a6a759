//! The rules of the interface before drivers: every trait implemented by asking the rule of the method,
//! where there is one, and then the driver behind.

use super::drivers::{field, methods, signature, traits};
use super::emit::HEADER;
use super::spec::{Call, Program};
use super::wire::shape;
use std::fmt::Write as _;

/// Methods that have a rule in `crates/driver/src/rules`.
const RULED: &[&str] = &[
    "connect_baseline_cpu",
    "domain_checkpoint_create_xml",
    "domain_checkpoint_delete",
    "domain_core_dump_with_format",
    "domain_del_iothread",
    "domain_get_blkio_parameters",
    "domain_get_block_info",
    "domain_get_block_io_tune",
    "domain_get_cpu_stats",
    "domain_get_emulator_pin_info",
    "domain_get_iothread_info",
    "domain_get_memory_parameters",
    "domain_get_metadata",
    "domain_get_perf_events",
    "domain_get_scheduler_parameters",
    "domain_get_scheduler_parameters_flags",
    "domain_get_vcpu_pin_info",
    "domain_get_vcpus",
    "domain_get_vcpus_flags",
    "domain_lookup_by_id",
    "domain_managed_save",
    "domain_managed_save_define_xml",
    "domain_memory_peek",
    "domain_pin_emulator",
    "domain_pin_iothread",
    "domain_pin_vcpu_flags",
    "domain_rename",
    "domain_restore_flags",
    "domain_revert_to_snapshot",
    "domain_save_flags",
    "domain_save_image_define_xml",
    "domain_send_key",
    "domain_send_process_signal",
    "domain_set_blkio_parameters",
    "domain_set_block_io_tune",
    "domain_set_interface_parameters",
    "domain_set_iothread_params",
    "domain_set_lifecycle_action",
    "domain_set_max_memory",
    "domain_set_memory_flags",
    "domain_set_memory_parameters",
    "domain_set_memory_stats_period",
    "domain_set_metadata",
    "domain_set_numa_parameters",
    "domain_set_perf_events",
    "domain_set_scheduler_parameters_flags",
    "domain_set_user_password",
    "domain_set_vcpus_flags",
    "domain_snapshot_create_xml",
    "domain_snapshot_delete",
    "network_get_metadata",
    "network_set_metadata",
    "node_get_cells_free_memory",
    "node_get_free_pages",
];

/// Methods that take a document, and the subsystem that errors of such a document belong to.
const DOCUMENTS: &[(&str, &str)] = &[
    ("domain_attach_device_flags", "Domain"),
    ("domain_checkpoint_create_xml", "DomainCheckpoint"),
    ("domain_create_xml", "Domain"),
    ("domain_create_xml_with_files", "Domain"),
    ("domain_define_xml_flags", "Domain"),
    ("domain_detach_device_flags", "Domain"),
    ("domain_restore_flags", "Domain"),
    ("domain_save_flags", "Domain"),
    ("domain_save_image_define_xml", "Domain"),
    ("domain_snapshot_create_xml", "DomainSnapshot"),
    ("domain_update_device_flags", "Domain"),
    ("interface_define_xml", "Interface"),
    ("network_create_xml_flags", "Network"),
    ("network_define_xml_flags", "Network"),
    ("network_update", "Network"),
    ("node_device_create_xml", "Nodedev"),
    ("node_device_define_xml", "Nodedev"),
    ("nwfilter_define_xml_flags", "Nwfilter"),
    ("secret_define_xml", "Secret"),
    ("storage_pool_create_xml", "Storage"),
    ("storage_pool_define_xml", "Storage"),
    ("storage_vol_create_xml", "Storage"),
    ("storage_vol_create_xml_from", "Storage"),
];

/// The file.
pub fn rust(programs: &[Program]) -> String {
    let mut s = String::from(HEADER);
    s.push_str("#![allow(clippy::too_many_arguments, reason = \"the numbers are the interface's\")]\n\n");
    s.push_str("use crate::rules::{self, Ruled};\nuse crate::stream::DriverStream;\nuse crate::*;\nuse async_trait::async_trait;\nuse ferrovirt_protocol::remote;\nuse ferrovirt_types::Result;\nuse ferrovirt_types::consts::ErrorDomain;\nuse ferrovirt_types::object::*;\nuse ferrovirt_types::param::TypedParam;\nuse std::os::fd::OwnedFd;\nuse std::sync::Arc;\nuse uuid::Uuid;\n\n");
    for name in traits() {
        let _ = write!(s, "#[async_trait]\nimpl {name} for Ruled {{\n");
        for (program, call) in methods(programs, name) {
            method(&mut s, name, program, call);
        }
        s.push_str("}\n\n");
    }
    s.push_str("pub(crate) fn ruled(drivers: Drivers) -> Drivers {\nlet ruled = Arc::new(Ruled::new(drivers));\nDrivers {\n");
    for name in traits() {
        let _ = writeln!(s, "{}: ruled.clone(),", field(name));
    }
    s.push_str("}\n}\n");
    s
}

fn method(s: &mut String, in_trait: &str, program: &Program, call: &Call) {
    let (params, _) = shape(program, call);
    let names = params
        .iter()
        .map(|p| p.name.clone())
        .collect::<Vec<_>>()
        .join(", ");
    let files = if matches!(call.fds.as_deref(), Some("in" | "both")) {
        if names.is_empty() { "files" } else { ", files" }
    } else {
        ""
    };
    let _ = writeln!(s, "async fn {} {{", signature(program, call));
    if RULED.contains(&call.name.as_str()) {
        let _ = writeln!(s, "rules::{}({names})?;", call.name);
    }
    let document = DOCUMENTS.iter().find(|(name, _)| *name == call.name);
    let errors = document.map_or(String::new(), |(_, of)| {
        format!(".map_err(|e| rules::of_document(e, ErrorDomain::{of}))")
    });
    let _ = write!(
        s,
        "self.drivers().{}.{}({names}{files}).await{errors}\n}}\n\n",
        field(in_trait),
        call.name
    );
}
