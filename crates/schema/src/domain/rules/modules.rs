//! Memory that is plugged in as devices.

use ferrovirt_xml::XmlError;

use super::{Verdict, broken, device_path};
use crate::domain::Domain;
use crate::domain::devices::memory::{MemoryDevice, MemoryModel};

pub(super) fn check(domain: &Domain) -> Verdict {
    if let Some(most) = &domain.max_memory
        && (most.size.0 == 0 || most.slots.unwrap_or(0) == 0)
    {
        let why = "both maximum memory size and memory slot count must be specified";
        return Err(XmlError::rule("domain/maxMemory", why));
    }
    let modules = domain.devices.as_ref().map_or(&[][..], |d| &d.memories);
    let all = domain.memory.as_ref().map_or(0, |m| m.size.0);
    let plugged = modules
        .iter()
        .fold(0, |sum: u64, m| sum.saturating_add(m.target.size.0));
    if all > 0 && plugged > all {
        let why = "total size of memory devices exceeds the total memory size";
        return Err(XmlError::rule("domain/memory", why));
    }
    let nodes = domain.cpu.as_ref().is_some_and(|cpu| cpu.numa.is_some());
    for (i, module) in modules.iter().enumerate() {
        own(module, nodes, &device_path("memory", i))?;
    }
    Ok(())
}

fn own(module: &MemoryDevice, nodes: bool, path: &str) -> Verdict {
    let model = module.model;
    let source = module.source.as_ref();
    let file = source.and_then(|s| s.path.as_deref()).unwrap_or_default();
    match model {
        MemoryModel::Nvdimm | MemoryModel::VirtioPmem if file.is_empty() => broken(
            format!("{path}/source"),
            format!("path is required for model '{model}'"),
        ),
        _ if module.target.node.is_some() && !nodes => broken(
            path,
            "can't add memory backend as guest has no NUMA nodes configured",
        ),
        MemoryModel::VirtioMem => pieces(module, path),
        _ => Ok(()),
    }
}

fn pieces(module: &MemoryDevice, path: &str) -> Verdict {
    let target = &module.target;
    if !target.block.is_some_and(|block| block.0.is_power_of_two()) {
        return broken(
            format!("{path}/target/block"),
            "block size must be a power of two",
        );
    }
    if target.requested.is_some_and(|wanted| wanted.0 > target.size.0) {
        let why = format!(
            "requested size must be smaller than or equal to size ({} KiB)",
            target.size.0
        );
        return broken(format!("{path}/target/requested"), why);
    }
    Ok(())
}
