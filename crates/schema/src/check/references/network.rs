//! Networks.

use std::collections::BTreeSet;

use super::Finding;
use crate::network::Network;

pub(super) fn findings(network: &Network) -> Vec<Finding> {
    let mut found = Vec::new();
    if let Err(e) = network.check() {
        found.push((e.path().to_owned(), e.kind().to_string()));
    }
    let mut groups = BTreeSet::new();
    for (i, group) in network.portgroups.iter().enumerate() {
        if !groups.insert(&group.name) {
            let path = format!("network/portgroup[{}]/@name", i + 1);
            found.push((path, format!("two port groups are called '{}'", group.name)));
        }
    }
    found
}
