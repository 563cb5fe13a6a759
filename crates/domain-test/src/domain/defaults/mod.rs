//! What a definition leaves open and the driver decides, one file for each part.

mod chars;
mod controllers;
mod cpu;
mod disks;
mod displays;
mod interfaces;
mod rules;
pub(super) mod runtime;
mod tuning;

use crate::error::{Result, TestError};
use crate::host::ARCH;
use ferrovirt_schema::common::size::Kib;
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::clock::Clock;
use ferrovirt_schema::domain::devices::Devices;
use ferrovirt_schema::domain::devices::info::DeviceInfo;
use ferrovirt_schema::domain::os::OsName;
use ferrovirt_schema::domain::os::{BootDevice, FirmwareFeature, FirmwareFeatureName};
use ferrovirt_schema::domain::power::{CrashAction, LifecycleAction};
use ferrovirt_schema::domain::tune::CpuTune;
use ferrovirt_schema::domain::vcpu::{Placement, VcpuCount};
use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_xml::YesNo;

/// Fills in everything, and takes out what belongs to a run.
pub(super) fn fill(doc: &mut Domain) -> Result<()> {
    runtime::strip(doc);
    refill(doc)?;
    doc.devices.as_ref().map_or(Ok(()), rules::redirected_usb)
}

/// Fills in what is still open, as after a change of a running guest.
pub(super) fn refill(doc: &mut Domain) -> Result<()> {
    processors(doc);
    boot(doc)?;
    doc.iothreads = doc.iothreads.filter(|threads| *threads > 0);
    doc.clock.get_or_insert_with(Clock::default);
    doc.on_poweroff.get_or_insert(LifecycleAction::Destroy);
    doc.on_reboot.get_or_insert(LifecycleAction::Restart);
    doc.on_crash.get_or_insert(CrashAction::Destroy);
    cpu::fill(doc);
    tuning::fill(doc);
    firmware(doc);
    let hvm = doc.os.os_type.name == Some(OsName::Hvm);
    let devices = doc.devices.get_or_insert_with(Devices::default);
    devices.settle();
    disks::fill(devices);
    devices.settle_controllers();
    chars::fill(devices, hvm);
    displays::fill(devices);
    controllers::add_needed(devices);
    rules::check(devices)?;
    interfaces::check(devices)?;
    interfaces::fill(devices);
    others(devices);
    memory(doc)
}

fn memory(doc: &mut Domain) -> Result<()> {
    let cells = doc
        .cpu
        .iter()
        .flat_map(|cpu| &cpu.numa)
        .flat_map(|numa| &numa.cells);
    let of_cells: u64 = cells.map(|cell| cell.memory.0).fold(0, u64::saturating_add);
    let given = doc.memory.as_ref().map_or(0, |memory| memory.size.0);
    let total = if given > 0 { given } else { of_cells };
    if total == 0 {
        return Err(TestError::Document(
            "the guest has no memory: neither <memory> nor cells of <numa> have any".into(),
        ));
    }
    doc.memory.get_or_insert_default().size = Kib(total);
    let current = doc
        .current_memory
        .map_or(total, |m| if m.0 == 0 { total } else { m.0.min(total) });
    doc.current_memory = Some(Kib(current));
    Ok(())
}

/// Firmware with enrolled keys boots only what they sign.
fn firmware(doc: &mut Domain) {
    let features = &mut doc.os.firmware_features;
    let enrolled = features
        .iter()
        .any(|f| f.name == FirmwareFeatureName::EnrolledKeys && f.enabled == YesNo::Yes);
    if enrolled && !features.iter().any(|f| f.name == FirmwareFeatureName::SecureBoot) {
        features.push(FirmwareFeature {
            enabled: YesNo::Yes,
            name: FirmwareFeatureName::SecureBoot,
        });
    }
}

/// Devices of which little is left open.
fn others(devices: &mut Devices) {
    for shmem in &mut devices.shmems {
        shmem.model.get_or_insert_default();
    }
    // A panic device that says nothing is none.
    devices
        .panics
        .retain(|panic| panic.model.is_some() || panic.info != DeviceInfo::default());
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
    let count = vcpu.count;
    // What is said of processors that are not there is passed over.
    if let Some(tune) = &mut doc.cputune {
        tune.vcpupin.retain(|pin| pin.vcpu < count);
        if *tune == CpuTune::default() {
            doc.cputune = None;
        }
    }
}

fn boot(doc: &mut Domain) -> Result<()> {
    if doc.os.os_type.name.is_none() {
        return Err(TestError::Document("an os <type> must be specified".into()));
    }
    doc.os.os_type.arch.get_or_insert_with(|| ARCH.into());
    if doc.os.os_type.name == Some(OsName::Exe) && doc.os.init.as_deref().is_none_or(str::is_empty) {
        let why = "init binary must be specified: a container needs <init> in <os>";
        return Err(TestError::of_guest(ErrorNumber::XmlError, why));
    }
    let ordered = doc.devices.as_ref().is_some_and(boots_by_order);
    if doc.os.os_type.name == Some(OsName::Hvm) && doc.os.boot.is_empty() && !ordered {
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
