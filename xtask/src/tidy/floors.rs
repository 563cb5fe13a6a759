//! The floors of `docs/architecture.md`: a crate may use crates of lower floors only.

use crate::workspace::Package;

/// Every package and its floor.
const FLOORS: &[(&str, u8)] = &[
    ("ferrovirt-types", 0),
    ("ferrovirt-xml", 0),
    ("ferrovirt-xml-derive", 0),
    ("ferrovirt-xdr", 0),
    ("ferrovirt-schema", 1),
    ("ferrovirt-protocol", 1),
    ("ferrovirt-qmp", 1),
    ("ferrovirt-cpu", 1),
    ("ferrovirt-host", 1),
    ("ferrovirt-cgroup", 1),
    ("ferrovirt-netlink", 1),
    ("ferrovirt-firewall", 1),
    ("ferrovirt-tls", 1),
    ("ferrovirt-driver", 2),
    ("ferrovirt-store", 2),
    ("ferrovirt-rpc", 2),
    ("ferrovirt-domain-test", 3),
    ("ferrovirt-domain-qemu", 3),
    ("ferrovirt-network", 3),
    ("ferrovirt-storage", 3),
    ("ferrovirt-storage-dir", 3),
    ("ferrovirt-storage-disk", 3),
    ("ferrovirt-storage-fs", 3),
    ("ferrovirt-storage-iscsi", 3),
    ("ferrovirt-storage-iscsi-direct", 3),
    ("ferrovirt-storage-logical", 3),
    ("ferrovirt-storage-mpath", 3),
    ("ferrovirt-storage-netfs", 3),
    ("ferrovirt-storage-rbd", 3),
    ("ferrovirt-storage-scsi", 3),
    ("ferrovirt-storage-zfs", 3),
    ("ferrovirt-secret", 3),
    ("ferrovirt-interface", 3),
    ("ferrovirt-nodedev", 3),
    ("ferrovirt-nwfilter", 3),
    ("ferrovirt-remote", 3),
    ("ferrovirt-registry", 4),
    ("ferrovirt-api", 5),
    ("ferrovirt", 6),
    ("ferrovirt-daemon", 6),
    ("ferrovirt-cli", 6),
    ("ferrovirt-demo", 7),
    ("ferrovirt-tests", 7),
    ("ferrovirt-peers", 8),
    ("ferrovirt-vm", 7),
    // Uses nothing of ours, by its own rule: even floor 0 is out of reach.
    ("xtask", 0),
];

/// Uses within one floor, each with why it does no harm.
const SIDEWAYS: &[(&str, &str, &str)] = &[
    (
        "ferrovirt-xml",
        "ferrovirt-xml-derive",
        "the derive macro is half of the crate, split by the compiler's rule",
    ),
    (
        "ferrovirt-xml",
        "ferrovirt-types",
        "an error of a document becomes an error of the API where it arises",
    ),
    (
        "ferrovirt-cgroup",
        "ferrovirt-host",
        "reads the mount table and files of bounded length through the one seam for them",
    ),
    (
        "ferrovirt-firewall",
        "ferrovirt-host",
        "runs nft through the one seam for processes",
    ),
    (
        "ferrovirt-storage-dir",
        "ferrovirt-storage",
        "a backend implements the trait that pools are made of",
    ),
    (
        "ferrovirt-storage-disk",
        "ferrovirt-storage",
        "a backend implements the trait that pools are made of",
    ),
    (
        "ferrovirt-storage-fs",
        "ferrovirt-storage",
        "a backend implements the trait that pools are made of",
    ),
    (
        "ferrovirt-storage-iscsi",
        "ferrovirt-storage",
        "a backend implements the trait that pools are made of",
    ),
    (
        "ferrovirt-storage-iscsi-direct",
        "ferrovirt-storage",
        "a backend implements the trait that pools are made of",
    ),
    (
        "ferrovirt-storage-logical",
        "ferrovirt-storage",
        "a backend implements the trait that pools are made of",
    ),
    (
        "ferrovirt-storage-mpath",
        "ferrovirt-storage",
        "a backend implements the trait that pools are made of",
    ),
    (
        "ferrovirt-storage-netfs",
        "ferrovirt-storage",
        "a backend implements the trait that pools are made of",
    ),
    (
        "ferrovirt-storage-rbd",
        "ferrovirt-storage",
        "a backend implements the trait that pools are made of",
    ),
    (
        "ferrovirt-storage-scsi",
        "ferrovirt-storage",
        "a backend implements the trait that pools are made of",
    ),
    (
        "ferrovirt-storage-zfs",
        "ferrovirt-storage",
        "a backend implements the trait that pools are made of",
    ),
    (
        "ferrovirt-storage-fs",
        "ferrovirt-storage-dir",
        "what is mounted is a directory of volumes",
    ),
    (
        "ferrovirt-storage-netfs",
        "ferrovirt-storage-dir",
        "what is mounted is a directory of volumes",
    ),
    (
        "ferrovirt-storage-netfs",
        "ferrovirt-storage-fs",
        "both are file systems that are mounted, in one way",
    ),
];

/// One line for every breach.
pub fn check(packages: &[Package]) -> Vec<String> {
    let mut problems = Vec::new();
    for package in packages {
        let Some(floor) = floor_of(&package.name) else {
            problems.push(format!(
                "package {} has no floor: give it one in xtask/src/tidy/floors.rs and docs/architecture.md",
                package.name
            ));
            continue;
        };
        for used in &package.uses {
            // A package without a floor is reported once, for itself.
            let Some(below) = floor_of(used) else { continue };
            let excused = SIDEWAYS
                .iter()
                .any(|(from, to, _)| *from == package.name && to == used);
            if below >= floor && !excused {
                problems.push(format!(
                    "{} (floor {floor}) may not use {used} (floor {below})",
                    package.name
                ));
            }
        }
    }
    problems
}

fn floor_of(name: &str) -> Option<u8> {
    FLOORS
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, floor)| *floor)
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    fn package(name: &str, uses: &[&str]) -> Package {
        Package {
            name: name.to_owned(),
            folder: PathBuf::new(),
            uses: uses.iter().map(|name| (*name).to_owned()).collect(),
        }
    }

    #[test]
    fn lower_floors_may_be_used() {
        assert!(
            check(&[package(
                "ferrovirt-network",
                &["ferrovirt-driver", "ferrovirt-types"]
            )])
            .is_empty()
        );
    }

    #[test]
    fn drivers_may_not_use_each_other() {
        let problems = check(&[package("ferrovirt-domain-qemu", &["ferrovirt-network"])]);
        assert_eq!(
            problems,
            ["ferrovirt-domain-qemu (floor 3) may not use ferrovirt-network (floor 3)"]
        );
    }

    #[test]
    fn higher_floors_may_not_be_used() {
        assert_eq!(check(&[package("ferrovirt-rpc", &["ferrovirt-daemon"])]).len(), 1);
        assert_eq!(check(&[package("xtask", &["ferrovirt-types"])]).len(), 1);
    }

    #[test]
    fn a_new_package_must_be_given_a_floor() {
        assert!(check(&[package("ferrovirt-new", &[])])[0].contains("has no floor"));
    }
}
