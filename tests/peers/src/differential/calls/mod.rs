//! The calls that scripts are made of, by family: all that a stock test driver has.

use super::call::Call;

mod checkpoint;
mod config;
mod devices;
mod host;
mod interface;
mod lifecycle;
mod network;
mod nodedev;
mod refused;
mod snapshot;
mod statistics;
mod storage;
mod tuning;

/// Families with the weight of each.
pub const FAMILIES: &[(&str, u32, &[Call])] = &[
    ("host", 2, host::CALLS),
    ("lifecycle", 12, lifecycle::CALLS),
    ("config", 8, config::CALLS),
    ("devices", 4, devices::CALLS),
    ("tuning", 8, tuning::CALLS),
    ("statistics", 5, statistics::CALLS),
    ("snapshot", 8, snapshot::CALLS),
    ("checkpoint", 4, checkpoint::CALLS),
    ("network", 6, network::CALLS),
    ("interface", 4, interface::CALLS),
    ("storage", 8, storage::CALLS),
    ("nodedev", 3, nodedev::CALLS),
    ("refused", 1, refused::CALLS),
];

/// The call with this name.
pub fn find(name: &str) -> Option<&'static Call> {
    FAMILIES
        .iter()
        .flat_map(|(_, _, calls)| calls.iter())
        .find(|call| call.name == name)
}
