//! Memory and its nodes.

use std::collections::BTreeSet;

use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_xml::XmlError;

use super::{Verdict, broken, unsupported};
use crate::common::idset::IdSet;
use crate::domain::Domain;
use crate::domain::numa::NumaCell;
use crate::domain::vcpu::Placement;

pub(super) fn check(domain: &Domain) -> Verdict {
    let cells = domain
        .cpu
        .as_ref()
        .and_then(|cpu| cpu.numa.as_ref())
        .map_or(&[][..], |numa| &numa.cells);
    let said = domain.memory.as_ref().is_some_and(|m| m.size.0 > 0);
    if !said && cells.is_empty() {
        let why = "memory size must be specified via <memory> or in the <numa> configuration";
        return Err(XmlError::rule("domain/memory", why));
    }
    huge_pages(domain, cells)?;
    host_nodes(domain)
}

/// Pages for a node need the node.
fn huge_pages(domain: &Domain, cells: &[NumaCell]) -> Verdict {
    let pages = domain
        .memory_backing
        .as_ref()
        .and_then(|b| b.hugepages.as_ref())
        .map_or(&[][..], |h| &h.pages);
    let mut taken = BTreeSet::new();
    for (i, page) in pages.iter().enumerate() {
        if page.size.0 == 0 {
            let path = format!("domain/memoryBacking/hugepages/page[{}]/@size", i + 1);
            return broken(path, "hugepage size can't be zero");
        }
        let Some(nodes) = &page.nodeset else { continue };
        let path = || format!("domain/memoryBacking/hugepages/page[{}]/@nodeset", i + 1);
        if nodes.is_empty() {
            return Err(invalid_set(path()));
        }
        // Without nodes of its own the guest has one.
        let most = cells.len().max(1) as u32;
        for node in nodes.iter() {
            if node >= most {
                return broken(path(), format!("hugepages: node {node} not found"));
            }
            if !taken.insert(node) {
                return broken(path(), format!("huge pages of several sizes for node {node}"));
            }
        }
    }
    Ok(())
}

/// Where the host is to put the memory.
fn host_nodes(domain: &Domain) -> Verdict {
    let Some(tune) = &domain.numatune else {
        return Ok(());
    };
    let cells = domain.cpu.as_ref().and_then(|cpu| cpu.numa.as_ref());
    let mut ids = BTreeSet::new();
    for node in &tune.memnodes {
        let refuse = |why| Err(XmlError::rule("domain/numatune/memnode", why));
        if cells.is_none() {
            return refuse("element 'memnode' is invalid without any guest NUMA cells".to_owned());
        }
        if !ids.insert(node.cellid) {
            return refuse(format!("multiple memnode elements with cellid {}", node.cellid));
        }
    }
    if let Some(memory) = &tune.memory {
        let automatic = domain.vcpu.as_ref().and_then(|v| v.placement) == Some(Placement::Auto);
        if memory.nodeset.is_none()
            && memory.placement != Some(Placement::Auto)
            && !(automatic && memory.placement.is_none())
        {
            let why = "nodeset for NUMA memory tuning must be set if 'placement' is 'static'";
            return unsupported("domain/numatune/memory", why);
        }
        if memory.nodeset.as_ref().is_some_and(IdSet::is_empty) {
            return Err(invalid_set("domain/numatune/memory/@nodeset".to_owned()));
        }
        if memory.placement == Some(Placement::Auto) && !tune.memnodes.is_empty() {
            let why = "per-node binding is not compatible with automatic NUMA placement";
            return Err(XmlError::coded(
                "domain/numatune/memnode",
                ErrorNumber::ConfigUnsupported,
                why,
            ));
        }
    }
    for (i, node) in tune.memnodes.iter().enumerate() {
        if node.nodeset.is_empty() {
            return Err(invalid_set(format!(
                "domain/numatune/memnode[{}]/@nodeset",
                i + 1
            )));
        }
    }
    Ok(())
}

fn invalid_set(path: String) -> XmlError {
    let why = "invalid value of 'nodeset': it is empty, expected numbers and ranges such as 0-3,^2";
    XmlError::coded(path, ErrorNumber::ConfigUnsupported, why)
}
