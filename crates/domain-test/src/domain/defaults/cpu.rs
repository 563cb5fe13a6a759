//! The guest's processor.

use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::cpu::{Cpu, CpuMatch, CpuMode, Fallback};

pub(super) fn fill(doc: &mut Domain) {
    let Some(cpu) = &mut doc.cpu else { return };
    if *cpu == Cpu::default() {
        doc.cpu = None;
        return;
    }
    cpu.settle();
    if let Some(topology) = &mut cpu.topology {
        topology.dies.get_or_insert(1);
    }
    for (id, cell) in (0u32..).zip(cpu.numa.iter_mut().flat_map(|numa| &mut numa.cells)) {
        cell.id.get_or_insert(id);
    }
    if let Some(numa) = &mut cpu.numa {
        numa.cells.sort_by_key(|cell| cell.id);
    }
    model(cpu);
}

/// A processor by model is that model exactly, or one like it.
fn model(cpu: &mut Cpu) {
    match cpu.mode {
        Some(CpuMode::HostPassthrough | CpuMode::Maximum) => cpu.model = None,
        Some(CpuMode::HostModel) => cpu.model = cpu.model.take().filter(|m| m.name.is_some()),
        Some(CpuMode::Custom) | None if cpu.model.is_some() => {
            cpu.mode = Some(CpuMode::Custom);
            cpu.cpu_match.get_or_insert(CpuMatch::Exact);
        }
        _ => {}
    }
    if let Some(model) = &mut cpu.model {
        model.fallback.get_or_insert(Fallback::Allow);
    }
}
