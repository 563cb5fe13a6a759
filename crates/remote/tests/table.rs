//! The table of procedures against what the client has: nothing that a daemon serves is out of reach.
#![allow(clippy::unwrap_used, reason = "a test")]

use ferrovirt_protocol::procedure::{Mode, Procedure};
use ferrovirt_protocol::{lxc, qemu, remote};

/// The methods of the driver traits, each with the number that it calls.
const STUBS: &str = include_str!("../src/generated/stubs.rs");

/// State of the connection: where the client uses it, or why it does not.
const SESSION: &[(&str, &str)] = &[
    ("connect_open", "opening"),
    ("connect_close", "closing"),
    ("connect_supports_feature", "opening and listening"),
    ("auth_list", "opening"),
    ("auth_polkit", "opening"),
    (
        "auth_sasl_init",
        "not yet: a daemon that asks for it is refused by name",
    ),
    ("auth_sasl_start", "as before"),
    ("auth_sasl_step", "as before"),
    ("connect_get_uri", "the URI is what was opened"),
    ("connect_is_secure", "known from the transport"),
    ("connect_get_lib_version", "library_version"),
    ("connect_domain_event_register", "the older form of the next"),
    ("connect_domain_event_deregister", "the older form of the next"),
    ("connect_domain_event_register_any", "listening to an old daemon"),
    (
        "connect_domain_event_deregister_any",
        "listening to an old daemon",
    ),
    ("connect_network_event_register_any", "listening"),
    ("connect_network_event_deregister_any", "listening"),
    ("connect_domain_event_callback_register_any", "listening"),
    ("connect_domain_event_callback_deregister_any", "listening"),
    ("connect_register_close_callback", "waiting for the end"),
    (
        "connect_unregister_close_callback",
        "the end of the connection is the end of that",
    ),
    ("connect_storage_pool_event_register_any", "listening"),
    ("connect_storage_pool_event_deregister_any", "listening"),
    ("connect_node_device_event_register_any", "listening"),
    ("connect_node_device_event_deregister_any", "listening"),
    ("connect_secret_event_register_any", "listening"),
    ("connect_secret_event_deregister_any", "listening"),
    ("connect_set_identity", "for daemons that speak for others"),
    ("connect_domain_monitor_event_register", "listening"),
    ("connect_domain_monitor_event_deregister", "listening"),
];

fn programs() -> [(&'static str, &'static [Procedure]); 3] {
    [
        ("remote", remote::PROCEDURES),
        ("qemu", qemu::PROCEDURES),
        ("lxc", lxc::PROCEDURES),
    ]
}

#[test]
fn every_method_of_a_driver_has_its_call() {
    let stubs: String = STUBS.split_whitespace().collect();
    let mut count = 0;
    for (program, table) in programs() {
        for procedure in table.iter().filter(|p| p.mode == Mode::Driver) {
            let call = format!("{program}::PROGRAM,{},", procedure.number);
            assert!(stubs.contains(&call), "{} is not called", procedure.name);
            count += 1;
        }
    }
    assert!(count > 250, "only {count} methods");
}

#[test]
fn every_other_call_is_accounted_for() {
    for (_, table) in programs() {
        for procedure in table {
            match procedure.mode {
                Mode::Session => {
                    let known = SESSION.iter().any(|(name, _)| *name == procedure.name);
                    assert!(
                        known,
                        "{} is state of the connection and nobody has it",
                        procedure.name
                    );
                }
                // Older forms and counts: the newest form and the lists say the same, and the client has those.
                Mode::Alias | Mode::Derived | Mode::Driver | Mode::Event => {}
            }
        }
    }
}
