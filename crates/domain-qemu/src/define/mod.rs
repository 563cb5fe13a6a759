//! What a definition becomes when it is taken in: defaults filled in, devices that always exist added,
//! addresses assigned. Pure functions of document and emulator.

mod address;
mod aliases;
mod chars;
mod controllers;
mod cpu;
mod disks;
mod displays;
mod inactive;
mod machine;
mod memory;
mod nics;
mod pci_order;
mod rest;
mod usb;
mod validate;

pub use aliases::assign_aliases;
pub use chars::{assign_console_ports, is_auto_socket};
pub use inactive::{
    PARTITION, inactive_of, kept_of, listen_address, migratable_of, saved_of, shown_of, without_secrets,
};
pub use machine::{arch_of, emulator_path, is_q35, pci_root};
pub use memory::{align as align_memory, iothread_ids, plugged_kib};
pub use nics::random_mac;

use crate::caps::EmulatorCaps;
use crate::error::Result;
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::clock::Clock;
use ferrovirt_schema::domain::devices::Devices;
use ferrovirt_schema::domain::devices::filesystem::{Filesystem, FilesystemDriverType};
use ferrovirt_schema::domain::power::{CrashAction, LifecycleAction};
use uuid::Uuid;

/// Most devices of one kind; a definition with more is refused before anything loops over it.
pub const MAX_DEVICES: usize = 4096;

/// Whether a shared directory is served by a program beside QEMU.
pub fn is_virtiofs(fs: &Filesystem) -> bool {
    fs.driver.as_ref().and_then(|d| d.driver_type) == Some(FilesystemDriverType::Virtiofs)
}

/// Fills in everything that a definition leaves open.
pub fn fill_defaults(doc: &mut Domain, caps: &EmulatorCaps) -> Result<()> {
    cpu::unnamed(doc);
    validate::before(doc)?;
    machine::fill(doc, caps)?;
    inactive::strip(doc);
    doc.uuid.get_or_insert_with(Uuid::new_v4);
    if let Some(genid) = &mut doc.genid {
        genid.0.get_or_insert_with(Uuid::new_v4);
    }
    memory::fill(doc)?;
    cpu::fill(doc, caps)?;
    rest::fill(doc);
    doc.clock.get_or_insert_with(Clock::default);
    doc.on_poweroff.get_or_insert(LifecycleAction::Destroy);
    doc.on_reboot.get_or_insert(LifecycleAction::Restart);
    doc.on_crash.get_or_insert(CrashAction::Destroy);
    let q35 = is_q35(doc);
    let mut devices = doc.devices.take().unwrap_or_default();
    let filled = fill_devices(&mut devices, doc, caps, q35);
    doc.devices = Some(devices);
    filled?;
    validate::after(doc, caps)
}

fn fill_devices(devices: &mut Devices, doc: &mut Domain, caps: &EmulatorCaps, q35: bool) -> Result<()> {
    devices.emulator = Some(caps.identity.path.display().to_string());
    nics::fill(devices)?;
    devices.settle();
    disks::fill(devices, q35)?;
    rest::fill_devices(devices);
    chars::fill(devices)?;
    displays::fill(devices);
    memory::fill_slots(devices);
    memory::fill_balloon(devices);
    boot_order(doc, devices);
    controllers::fill(devices, caps, q35)?;
    address::assign(devices, q35)
}

/// Without a boot device anywhere, the first disk is tried.
fn boot_order(doc: &mut Domain, devices: &Devices) {
    use ferrovirt_schema::domain::os::BootDevice;
    let by_device = devices
        .disks
        .iter()
        .map(|d| &d.info)
        .chain(devices.interfaces.iter().map(|i| &i.info));
    let mut ordered = by_device
        .chain(devices.hostdevs.iter().map(|h| &h.info))
        .chain(devices.redirdevs.iter().map(|r| &r.info))
        .any(|info| info.boot.is_some());
    ordered |= !doc.os.boot.is_empty();
    if !ordered {
        doc.os.boot.push(BootDevice::Hd);
    }
}

/// What the document says must happen when the guest ends.
pub fn policy(doc: &Domain) -> crate::guest::state::Policy {
    use crate::guest::state::EndAction as E;
    let of = |action: Option<LifecycleAction>, default| match action {
        None => default,
        Some(LifecycleAction::Destroy) => E::Destroy,
        Some(LifecycleAction::Restart | LifecycleAction::RestartRename) => E::Restart,
        Some(LifecycleAction::Preserve) => E::Preserve,
    };
    crate::guest::state::Policy {
        poweroff: of(doc.on_poweroff, E::Destroy),
        reboot: of(doc.on_reboot, E::Restart),
        crash: match doc.on_crash.unwrap_or_default() {
            CrashAction::Destroy | CrashAction::CoredumpDestroy => E::Destroy,
            CrashAction::Restart | CrashAction::RestartRename | CrashAction::CoredumpRestart => E::Restart,
            CrashAction::Preserve => E::Preserve,
        },
    }
}
