//! Drivers with a guard before them: for each method what it is called in the interface, its rule where it
//! has one, and the subsystem of its document where it takes one. `guarded!` makes methods of that.

use super::drivers::{field, methods, parameter, result, traits};
use super::emit::HEADER;
use super::spec::{Call, Program, Type};
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
    s.push_str("use crate::guarded::{Guarded, Post, guarded};\nuse crate::stream::DriverStream;\nuse crate::*;\nuse ferrovirt_protocol::remote;\nuse ferrovirt_types::object::*;\nuse ferrovirt_types::param::TypedParam;\nuse std::os::fd::OwnedFd;\nuse uuid::Uuid;\n\n");
    for name in traits() {
        let _ = writeln!(s, "guarded! {{ {name}, 'a;");
        for (program, call) in methods(programs, name) {
            method(&mut s, program, call);
        }
        s.push_str("}\n\n");
    }
    s.push_str("/// What is called: the drivers behind one connection, each behind its guard.\n#[derive(Clone)]\npub struct GuardedDrivers {\n");
    for name in traits() {
        let _ = writeln!(s, "/// [`{name}`].\npub {}: Guarded<dyn {name}>,", field(name));
    }
    s.push_str("}\n\nimpl Drivers {\npub(crate) fn behind(self, post: &Post) -> GuardedDrivers {\nGuardedDrivers {\n");
    for name in traits() {
        let _ = writeln!(s, "{0}: Guarded::new(self.{0}, post),", field(name));
    }
    s.push_str("}\n}\n}\n");
    s
}

/// A line of the table, such as `domain_reset(dom: &'a DomainRef, flags: u32) -> (), "virDomainReset", Some(dom);`.
fn method(s: &mut String, program: &Program, call: &Call) {
    let (params, _) = shape(program, call);
    let names: Vec<&str> = params.iter().map(|p| p.name.as_str()).collect();
    let mut typed: Vec<String> = params
        .iter()
        .map(|p| {
            let ty = parameter(&p.ty, &program.name).replace('&', "&'a ");
            format!("{}: {ty}", p.name)
        })
        .collect();
    if matches!(call.fds.as_deref(), Some("in" | "both")) {
        typed.push("files: Vec<OwnedFd>".to_owned());
    }
    let domain = params.iter().find_map(|p| match &p.ty {
        Type::Named {
            name,
            optional: false,
        } => match name.as_str() {
            "DomainRef" => Some(format!("Some({})", p.name)),
            "DomainSnapshotRef" | "DomainCheckpointRef" => Some(format!("Some(&{}.dom)", p.name)),
            _ => None,
        },
        _ => None,
    });
    let _ = write!(
        s,
        "    {}({}) -> {}, \"{}\", {}",
        call.name,
        typed.join(", "),
        result(program, call),
        call.api,
        domain.as_deref().unwrap_or("None")
    );
    if RULED.contains(&call.name.as_str()) {
        let _ = write!(s, ", rule({})", names.join(", "));
    }
    if let Some((_, subsystem)) = DOCUMENTS.iter().find(|(name, _)| *name == call.name) {
        let _ = write!(s, ", document {subsystem}");
    }
    s.push_str(";\n");
}
