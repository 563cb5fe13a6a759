//! `<domainCapabilities>`: what one emulator offers to guests of one kind.

mod cpu;
mod document;
mod part;

pub use cpu::{CpuBlockers, CpuMode, CpuModel, CpuModes};
pub use document::{CapsDevices, CapsFeatures, CapsOs, DomainCaps, VcpuMax};
pub use part::{CapsEnum, CapsPart, Sev, Sgx, SgxSection};
