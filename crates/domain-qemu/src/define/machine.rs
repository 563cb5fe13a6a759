//! Which emulator and machine.

use crate::caps::{Arch, EmulatorCaps};
use crate::error::{QemuError, Result};
use ferrovirt_schema::domain::devices::controller::Controller;
use ferrovirt_schema::domain::devices::controller::ControllerModel;
use ferrovirt_schema::domain::os::OsName;
use ferrovirt_schema::domain::{Domain, DomainType};
use std::path::PathBuf;

/// The emulator that the document names, or that of its architecture.
pub fn emulator_path(doc: &Domain) -> Result<PathBuf> {
    if let Some(path) = doc.devices.as_ref().and_then(|d| d.emulator.as_deref()) {
        return Ok(PathBuf::from(path));
    }
    arch_of(doc).map(|arch| PathBuf::from(arch.default_emulator()))
}

/// The architecture, the host's where none is named.
pub fn arch_of(doc: &Domain) -> Result<Arch> {
    match doc.os.os_type.arch.as_deref() {
        None => Ok(Arch::X86_64),
        Some(name) => Arch::parse(name).ok_or_else(|| {
            QemuError::ConfigUnsupported(format!(
                "no emulator for architecture '{name}' is known to this driver"
            ))
        }),
    }
}

/// Whether it is a machine with PCI Express.
pub fn is_q35(doc: &Domain) -> bool {
    doc.os
        .os_type
        .machine
        .as_deref()
        .is_some_and(|m| m == "q35" || m.starts_with("pc-q35"))
}

/// The controller that stands for the machine's own PCI bus.
pub fn pci_root(doc: &Domain) -> Option<&Controller> {
    let mut controllers = doc.devices.iter().flat_map(|d| &d.controllers);
    controllers.find(|c| {
        matches!(
            c.model,
            Some(ControllerModel::PciRoot | ControllerModel::PcieRoot)
        ) && c.index.unwrap_or(0) == 0
    })
}

/// Puts in the canonical names.
pub(super) fn fill(doc: &mut Domain, caps: &EmulatorCaps) -> Result<()> {
    if !matches!(doc.domain_type, DomainType::Qemu | DomainType::Kvm) {
        let kind = doc.domain_type.as_str();
        return Err(QemuError::ConfigUnsupported(format!(
            "emulator has no domain type '{kind}'; it has qemu, kvm"
        )));
    }
    if doc.os.os_type.name == Some(OsName::Exe) && doc.os.init.is_none() {
        return Err(QemuError::BadXml(
            "init binary must be specified: a container needs <init> in <os>".to_owned(),
        ));
    }
    if let Some(other) = doc.os.os_type.name.filter(|name| *name != OsName::Hvm) {
        return Err(QemuError::ConfigUnsupported(format!(
            "os type '{other}' is not supported; it must be 'hvm'"
        )));
    }
    let arch = arch_of(doc)?;
    let target = match arch {
        Arch::X86_64 => "x86_64",
        Arch::I686 => "i386",
    };
    // The 64-bit emulator also runs 32-bit guests.
    if caps.target != target && !(caps.target == "x86_64" && arch == Arch::I686) {
        return Err(QemuError::ConfigUnsupported(format!(
            "emulator {} has architecture '{}', the guest '{arch}'",
            caps.identity.path.display(),
            caps.target
        )));
    }
    doc.os.os_type.arch = Some(arch.name().to_owned());
    let machine = match doc.os.os_type.machine.as_deref() {
        None => caps.default_machine(),
        Some(name) => Some(caps.machine(name).ok_or_else(|| {
            QemuError::ConfigUnsupported(format!(
                "Emulator '{}' does not support machine type '{name}'",
                caps.identity.path.display()
            ))
        })?),
    };
    if let Some(machine) = machine {
        let vcpus = doc.vcpu.as_ref().map_or(1, |v| v.count);
        if machine.cpu_max > 0 && vcpus > machine.cpu_max {
            return Err(QemuError::ConfigUnsupported(format!(
                "Maximum CPUs greater than specified machine type limit {}",
                machine.cpu_max
            )));
        }
        if matches!(machine.name.as_str(), "isapc" | "microvm" | "none" | "x-remote") {
            return Err(QemuError::BadXml(format!(
                "No PCI buses available: machine type '{}' has none; use 'pc' or 'q35'",
                machine.name
            )));
        }
        doc.os.os_type.machine = Some(machine.name.clone());
    }
    Ok(())
}
