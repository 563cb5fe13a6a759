//! The guest's processor.

use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::cpu::{Cpu, CpuMatch, CpuMode, Fallback};

pub(super) fn fill(doc: &mut Domain) {
    let Some(cpu) = &mut doc.cpu else { return };
    for (id, cell) in (0u32..).zip(cpu.numa.iter_mut().flat_map(|numa| &mut numa.cells)) {
        cell.id.get_or_insert(id);
    }
    model(cpu);
}

/// A processor by model is that model exactly, or one like it.
fn model(cpu: &mut Cpu) {
    match cpu.mode {
        Some(CpuMode::HostPassthrough | CpuMode::Maximum) => cpu.model = None,
        Some(CpuMode::HostModel) => {
            let named = cpu
                .model
                .as_ref()
                .is_some_and(|m| m.fallback.is_some() || m.vendor_id.is_some());
            cpu.model = cpu.model.take().filter(|_| named);
        }
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
