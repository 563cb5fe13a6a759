//! The processor.

use crate::caps::EmulatorCaps;
use crate::error::{QemuError, Result};
use ferrovirt_schema::domain::cpu::{Cpu, CpuCheck, CpuMatch, CpuMode, CpuModel, Fallback};
use ferrovirt_schema::domain::{Domain, DomainType};
use ferrovirt_xml::OnOff;

/// Of a processor without a model there is nothing to check: it becomes the machine's usual one.
pub(super) fn unnamed(doc: &mut Domain) {
    let Some(cpu) = &mut doc.cpu else { return };
    let named = cpu
        .model
        .as_ref()
        .is_some_and(|m| m.name.as_deref().is_some_and(|n| !n.is_empty()));
    if !named && cpu.mode.unwrap_or_default() == CpuMode::Custom {
        cpu.check = None;
    }
}

pub(super) fn fill(doc: &mut Domain, caps: &EmulatorCaps) -> Result<()> {
    let default = default_model(doc, caps);
    let kvm = doc.domain_type == DomainType::Kvm;
    let cpu = doc.cpu.get_or_insert_with(Cpu::default);
    cpu.settle();
    let named = cpu
        .model
        .as_ref()
        .is_some_and(|m| m.name.as_deref().is_some_and(|n| !n.is_empty()));
    let mode = match cpu.mode {
        Some(mode) => mode,
        None => CpuMode::Custom,
    };
    match mode {
        CpuMode::Custom if !named => {
            if let Some(default) = default {
                cpu.mode = Some(CpuMode::Custom);
                cpu.cpu_match = Some(CpuMatch::Exact);
                cpu.check.get_or_insert(CpuCheck::None);
                cpu.model = Some(CpuModel {
                    fallback: Some(Fallback::Forbid),
                    vendor_id: None,
                    name: Some(default),
                });
            }
        }
        CpuMode::Custom => {
            cpu.mode = Some(CpuMode::Custom);
            cpu.cpu_match.get_or_insert(CpuMatch::Exact);
            let check = if kvm { CpuCheck::Partial } else { CpuCheck::None };
            cpu.check.get_or_insert(check);
            if let Some(model) = &mut cpu.model {
                model.fallback.get_or_insert(Fallback::Allow);
            }
        }
        CpuMode::HostModel => {
            cpu.check.get_or_insert(CpuCheck::Partial);
            cpu.cpu_match = None;
            // What the guest is told of its maker is all that a model can say here.
            cpu.model = cpu.model.take().filter(|m| m.vendor_id.is_some());
            if let Some(model) = &mut cpu.model {
                (model.fallback, model.name) = (None, None);
            }
        }
        CpuMode::Maximum => {
            cpu.check.get_or_insert(CpuCheck::None);
            cpu.cpu_match = None;
            cpu.model = None;
        }
        CpuMode::HostPassthrough => {
            cpu.check.get_or_insert(CpuCheck::None);
            // Emulators of 32-bit machines cannot tell.
            let migratable = if caps.target == "x86_64" {
                OnOff::On
            } else {
                OnOff::Off
            };
            cpu.migratable.get_or_insert(migratable);
            cpu.cpu_match = None;
            cpu.model = None;
        }
    }
    if let Some(topology) = &mut cpu.topology {
        topology.dies.get_or_insert(1);
        let of_topology = u64::from(topology.sockets)
            .saturating_mul(u64::from(topology.dies.unwrap_or(1)))
            .saturating_mul(u64::from(topology.cores))
            .saturating_mul(u64::from(topology.threads));
        if of_topology != doc.vcpu.as_ref().map_or(1, |v| u64::from(v.count)) {
            return Err(QemuError::ConfigUnsupported(
                "CPU topology doesn't match maximum vcpu count".to_owned(),
            ));
        }
    }
    if let Some(numa) = &mut cpu.numa {
        for (n, cell) in numa.cells.iter_mut().enumerate() {
            let n = u32::try_from(n).unwrap_or(u32::MAX);
            cell.id.get_or_insert(n);
        }
        numa.cells.sort_by_key(|c| c.id);
    }
    Ok(())
}

/// The model that the machine has when none is asked for.
fn default_model(doc: &Domain, caps: &EmulatorCaps) -> Option<String> {
    let machine = caps.machine(doc.os.os_type.machine.as_deref()?)?;
    let kind = machine.default_cpu.as_deref()?;
    let suffix = format!("-{}-cpu", caps.target);
    Some(kind.strip_suffix(&suffix).unwrap_or(kind).to_owned())
}
