//! `<domain>`: the definition of a guest.

pub mod clock;
mod controllers;
pub mod cpu;
pub mod devices;
mod document;
pub mod features;
pub mod launch;
pub mod lxc;
pub mod memory;
pub mod namespaces;
pub mod numa;
pub mod os;
pub mod power;
pub mod qemu;
pub mod rules;
mod settle;
pub mod status;
pub mod sysinfo;
pub mod tune;
pub mod tuned;
pub mod vcpu;

pub use document::{Domain, DomainType, GenId, IdMap, IdRange, PerfEvent, PerfEventName, Resource};
