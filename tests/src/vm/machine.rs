//! The machine itself: what the other cases count on.

use std::path::Path;
use std::time::Duration;

use crate::harness::case::{Case, Outcome, require, require_text};
use crate::harness::command;
use crate::harness::daemon::Daemon;

pub const CASES: &[Case] = &[
    Case {
        name: "machine_has_what_cases_count_on",
        run: equipment,
    },
    Case {
        name: "machine_runs_the_daemon",
        run: daemon,
    },
];

/// For programs that wait for the kernel, under TCG.
pub const LIMIT: Duration = Duration::from_secs(60);

const MODULES: &[&str] = &[
    "dm-mod",
    "dm-thin-pool",
    "dm-snapshot",
    "dm-multipath",
    "iscsi_tcp",
    "target_core_mod",
    "iscsi_target_mod",
    "nfs",
    "nfsd",
    "nbd",
    "loop",
    "bonding",
    "8021q",
    "macvtap",
    "bridge",
    "veth",
    "vfio-pci",
    "sch_htb",
    "sch_ingress",
    "xfs",
    "btrfs",
];

/// Runs a program of the machine and answers its standard output.
pub fn tool(program: &str, arguments: &[&str]) -> Outcome<String> {
    command::run(program, arguments, b"", LIMIT)?.ok()
}

fn equipment() -> Outcome {
    let mut arguments = vec!["-a"];
    arguments.extend(MODULES);
    tool("modprobe", &arguments)?;
    for device in ["/dev/sda", "/dev/sdb", "/dev/sdc", "/dev/nvme0"] {
        require(Path::new(device).exists(), || format!("{device} is not there"))?;
    }
    require(Path::new("/sys/class/iommu/dmar0").exists(), || {
        "the machine has no IOMMU".to_owned()
    })?;
    for program in [
        "lvs",
        "iscsiadm",
        "multipathd",
        "exportfs",
        "qemu-img",
        "nft",
        "dnsmasq",
        "virsh",
    ] {
        tool("sh", &["-c", &format!("command -v {program}")])?;
    }
    Ok(())
}

fn daemon() -> Outcome {
    let daemon = Daemon::start()?;
    let virsh = daemon.virsh();
    require_text(&virsh.ok(&["uri"])?, "qemu")?;
    virsh.ok(&["list", "--all"]).map(|_| ())
}
