//! What a definition leaves open and the driver decides, one file for each part.

mod chars;
mod controllers;
mod cpu;
mod disks;
mod displays;
mod hostdevs;
mod interfaces;
mod runtime;

use crate::error::{Result, TestError};
use crate::host::ARCH;
use ferrovirt_schema::common::size::Kib;
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::clock::Clock;
use ferrovirt_schema::domain::devices::Devices;
use ferrovirt_schema::domain::os::BootDevice;
use ferrovirt_schema::domain::power::{CrashAction, LifecycleAction};
use ferrovirt_schema::domain::vcpu::{Placement, VcpuCount};

/// Fills in everything.
pub(super) fn fill(doc: &mut Domain) -> Result<()> {
    runtime::strip(doc);
    memory(doc)?;
    processors(doc);
    boot(doc)?;
    doc.clock.get_or_insert_with(Clock::default);
    doc.on_poweroff.get_or_insert(LifecycleAction::Destroy);
    doc.on_reboot.get_or_insert(LifecycleAction::Restart);
    doc.on_crash.get_or_insert(CrashAction::Destroy);
    cpu::fill(doc);
    let hvm = doc.os.os_type.name == HVM;
    let devices = doc.devices.get_or_insert_with(Devices::default);
    disks::fill(devices);
    controllers::number(devices);
    chars::fill(devices, hvm);
    displays::fill(devices);
    hostdevs::fill(devices);
    controllers::add_needed(devices);
    interfaces::fill(devices);
    Ok(())
}

fn memory(doc: &mut Domain) -> Result<()> {
    let Some(memory) = &doc.memory else {
        return Err(TestError::Document("the guest has no memory".into()));
    };
    let total = memory.size.0;
    let current = doc
        .current_memory
        .map_or(total, |m| if m.0 == 0 { total } else { m.0.min(total) });
    doc.current_memory = Some(Kib(current));
    Ok(())
}

fn processors(doc: &mut Domain) {
    let vcpu = doc.vcpu.get_or_insert_with(|| VcpuCount {
        count: 1,
        ..VcpuCount::default()
    });
    vcpu.placement.get_or_insert(Placement::Static);
    if vcpu.current == Some(vcpu.count) {
        vcpu.current = None;
    }
}

/// Operating systems that boot like a real machine.
const HVM: &str = "hvm";

fn boot(doc: &mut Domain) -> Result<()> {
    if doc.os.os_type.name.is_empty() {
        return Err(TestError::Document("an os <type> must be specified".into()));
    }
    doc.os.os_type.arch.get_or_insert_with(|| ARCH.into());
    let ordered = doc.devices.as_ref().is_some_and(boots_by_order);
    if doc.os.os_type.name == HVM && doc.os.boot.is_empty() && !ordered {
        doc.os.boot.push(BootDevice::Hd);
    }
    Ok(())
}

/// Whether devices say themselves in which order they are booted from.
fn boots_by_order(devices: &Devices) -> bool {
    devices.disks.iter().any(|d| d.info.boot.is_some())
        || devices.interfaces.iter().any(|d| d.info.boot.is_some())
        || devices.hostdevs.iter().any(|d| d.info.boot.is_some())
        || devices.redirdevs.iter().any(|d| d.info.boot.is_some())
}
