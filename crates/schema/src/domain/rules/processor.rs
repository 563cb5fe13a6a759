//! The guest's processor and its memory nodes.

use std::collections::BTreeSet;

use ferrovirt_xml::XmlError;

use super::{Verdict, internal, unsupported};
use crate::common::idset::IdSet;
use crate::domain::Domain;
use crate::domain::cpu::{Cpu, CpuMode};
use crate::domain::numa::Numa;

pub(super) fn check(domain: &Domain) -> Verdict {
    let Some(cpu) = &domain.cpu else { return Ok(()) };
    model(cpu)?;
    if let Some(level) = cpu.cache.as_ref().and_then(|c| c.level)
        && !(1..=3).contains(&level)
    {
        let why = "invalid CPU cache level, must be in range [1,3]";
        return Err(XmlError::rule("domain/cpu/cache/@level", why));
    }
    match &cpu.numa {
        Some(numa) => nodes(numa, domain.vcpu.as_ref().map_or(1, |v| v.count)),
        None => Ok(()),
    }
}

fn model(cpu: &Cpu) -> Verdict {
    let named = cpu.model.as_ref().is_some_and(|m| m.name.is_some());
    if !named && cpu.mode.unwrap_or_default() == CpuMode::Custom {
        if !cpu.features.is_empty() {
            let why = "non-empty feature list specified without CPU model";
            return Err(XmlError::rule("domain/cpu", why));
        }
        if cpu.check.is_some() {
            return unsupported(
                "domain/cpu/@check",
                "check attribute specified for CPU with no model",
            );
        }
    }
    let mut names = BTreeSet::new();
    for (i, feature) in cpu.features.iter().enumerate() {
        let refuse = |why| {
            Err(XmlError::rule(
                format!("domain/cpu/feature[{}]/@name", i + 1),
                why,
            ))
        };
        if feature.name.is_empty() {
            return refuse("invalid CPU feature name: it is empty".to_owned());
        }
        if !names.insert(&feature.name) {
            return refuse(format!("CPU feature '{}' specified more than once", feature.name));
        }
    }
    Ok(())
}

/// Nodes are numbered from 0 without gaps, and a processor is on one.
fn nodes(numa: &Numa, count: u32) -> Verdict {
    if numa.cells.is_empty() {
        let why = "NUMA topology defined without NUMA cells";
        return Err(XmlError::rule("domain/cpu/numa", why));
    }
    let mut ids = BTreeSet::new();
    let mut vcpus = BTreeSet::new();
    for (i, cell) in numa.cells.iter().enumerate() {
        let path = |part: &str| format!("domain/cpu/numa/cell[{}]{part}", i + 1);
        let id = cell.id.unwrap_or(u32::try_from(i).unwrap_or(u32::MAX));
        if !ids.insert(id) {
            let why = format!("duplicate NUMA cell info for cell id '{id}'");
            return Err(XmlError::rule(path("/@id"), why));
        }
        if id as usize >= numa.cells.len() {
            let why = "exactly one 'cell' element per guest NUMA cell allowed, non-contiguous ranges or ranges \
                       not starting from 0 are not allowed";
            return Err(XmlError::rule(path("/@id"), why));
        }
        let mut own = cell.cpus.iter().flat_map(IdSet::iter);
        if own.any(|vcpu| !vcpus.insert(vcpu)) {
            return unsupported(path("/@cpus"), "two NUMA cells have overlapping vCPU ids");
        }
    }
    let last = vcpus.last().copied();
    if vcpus.len() > count as usize || last.is_some_and(|vcpu| vcpu >= count) {
        return internal(
            "domain/cpu/numa",
            format!("CPU IDs in <numa> exceed the <vcpu> count, which is {count}"),
        );
    }
    Ok(())
}
