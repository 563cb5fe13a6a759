//! The cases, by subject.

mod config;
mod event;
mod host;
mod lifecycle;
mod network;
mod snapshot;
mod storage;
mod tuning;

use super::Check;

pub const ALL: &[&[Check]] = &[
    host::CHECKS,
    lifecycle::CHECKS,
    config::CHECKS,
    tuning::CHECKS,
    snapshot::CHECKS,
    network::CHECKS,
    storage::CHECKS,
    event::CHECKS,
];
