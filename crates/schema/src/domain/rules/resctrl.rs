//! Shares of caches and of memory bandwidth.

use std::collections::BTreeSet;

use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_xml::XmlError;

use super::Verdict;
use crate::common::idset::IdSet;
use crate::domain::Domain;

pub(super) fn check(domain: &Domain) -> Verdict {
    let Some(tune) = &domain.cputune else {
        return Ok(());
    };
    for (i, cache) in tune.cachetune.iter().enumerate() {
        monitors(
            "cachetune",
            i,
            &cache.vcpus,
            cache.monitors.iter().map(|m| &m.vcpus),
        )?;
    }
    for (i, memory) in tune.memorytune.iter().enumerate() {
        let mut nodes = BTreeSet::new();
        if let Some(twice) = memory.nodes.iter().find(|n| !nodes.insert(n.id)) {
            let why = format!("memory bandwidth already defined for node {}", twice.id);
            return Err(XmlError::rule(
                format!("domain/cputune/memorytune[{}]", i + 1),
                why,
            ));
        }
        monitors("memorytune", i, &memory.vcpus, memory.monitors.iter())?;
    }
    Ok(())
}

/// What is monitored is all that is shared, or a part of it that no other monitor has.
fn monitors<'a>(kind: &str, index: usize, vcpus: &IdSet, sets: impl Iterator<Item = &'a IdSet>) -> Verdict {
    let path = format!("domain/cputune/{kind}[{}]", index + 1);
    let members = |set: &IdSet| match set.is_empty() {
        true => Err(XmlError::rule(path.clone(), "a set of vcpus is empty")),
        false => Ok(set.to_set()),
    };
    let all = members(vcpus)?;
    let mut taken = BTreeSet::new();
    for text in sets {
        let set = members(text)?;
        let conflict = !set.is_subset(&all) || (set != all && set.iter().any(|vcpu| !taken.insert(*vcpu)));
        if conflict {
            let why = format!("monitor of vcpus '{text}' conflicts with the allocation of '{vcpus}'");
            return Err(XmlError::coded(
                format!("{path}/monitor"),
                ErrorNumber::InvalidArg,
                why,
            ));
        }
    }
    Ok(())
}
