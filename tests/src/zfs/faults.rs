//! Steps that fail or hang, and a daemon that is killed at them.

use super::{DEVICE, TANK, define, imported, nothing_is_left};
use crate::harness::case::{Case, Outcome, require_equal, require_text};
use crate::harness::daemon::Daemon;
use crate::harness::faults::{Faults, Hanging, Step};
use crate::harness::pools::{is_inactive, is_running};
use crate::harness::virsh::Virsh;
use crate::storage::directory_pool;
use crate::vm::machine::tool;
use crate::vm::storage::volumes;

pub const CASES: &[Case] = &[
    Case {
        name: "each_step_of_a_pool_of_zfs_fails",
        run: pool,
    },
    Case {
        name: "each_step_of_a_volume_of_zfs_fails",
        run: volume,
    },
    Case {
        name: "a_step_of_zfs_hangs",
        run: hang,
    },
    Case {
        name: "the_device_of_a_pool_of_zfs_goes",
        run: gone,
    },
];

fn is_there(name: &str) -> Outcome {
    require_equal("pools of ZFS", imported()?.as_str(), name)
}

fn pool() -> Outcome {
    let mut daemon = Daemon::start_before_programs()?;
    let virsh = daemon.virsh();
    define(&virsh)?;
    let mut faults = Faults::few(&mut daemon);
    let nothing = || {
        nothing_is_left()?;
        is_inactive(&virsh, "z")
    };
    let build = ["pool-build", "z", "--overwrite"];
    let steps = [Step("zpool", "create*"), Step("zfs", "inherit*")];
    faults.each(&steps, &build, nothing)?;
    virsh.ok(&build)?;
    let there = || {
        is_there(TANK)?;
        is_inactive(&virsh, "z")
    };
    let start = ["pool-start", "z"];
    faults.each_but_done(&[Step("zfs", "list*volume*")], &start, there)?;
    tool("zpool", &["export", TANK])?;
    faults.each_but_done(&[Step("zpool", "import*")], &start, nothing)?;
    faults.killed(&[Step("zpool", "import*")], &start, |virsh| {
        is_running(virsh, "z")?;
        virsh.ok(&["pool-destroy", "z"])?;
        there()
    })?;
    faults.each_but_done(&[Step("zpool", "destroy*")], &["pool-delete", "z"], there)?;
    drop(faults);
    virsh.ok(&["pool-delete", "z"])?;
    nothing()?;
    virsh.ok(&["pool-undefine", "z"]).map(|_| ())
}

fn volume() -> Outcome {
    let mut daemon = Daemon::start_before_programs()?;
    let virsh = daemon.virsh();
    super::running_pool(&virsh)?;
    virsh.ok(&["vol-create-as", "z", "a", "8M"])?;
    let only = |virsh: &Virsh| {
        let left = tool("zfs", &["list", "-H", "-t", "volume", "-o", "name"])?;
        require_equal("volumes of ZFS", left.trim(), &*format!("{TANK}/a"))?;
        require_equal("volumes", volumes(virsh, "z")?, vec!["a".to_owned()])
    };
    let mut faults = Faults::few(&mut daemon);
    let made = [Step("zfs", "create*"), Step("zfs", "inherit*")];
    for call in [
        &["vol-create-as", "z", "b", "8M"][..],
        &["vol-clone", "a", "b", "--pool", "z"],
    ] {
        faults.each(&made, call, || only(&virsh))?;
        faults.killed(&made, call, |virsh| {
            is_running(virsh, "z")?;
            // It was made, or not: nobody sees a part of it.
            if volumes(virsh, "z")?.iter().any(|name| name == "b") {
                virsh.ok(&["vol-delete", "b", "z"])?;
            }
            only(virsh)
        })?;
    }
    let resize = ["vol-resize", "a", "16M", "--pool", "z"];
    faults.each_but_done(&[Step("zfs", "set*")], &resize, || {
        require_text(&virsh.ok(&["vol-info", "a", "--pool", "z"])?, "8.00 MiB")
    })?;
    faults.each_but_done(&[Step("zfs", "destroy*")], &["vol-delete", "a", "z"], || {
        only(&virsh)
    })?;
    drop(faults);
    virsh.ok(&["vol-delete", "a", "z"])?;
    super::remove_pool(&virsh)
}

fn hang() -> Outcome {
    let daemon = Daemon::start_before_programs()?;
    let virsh = daemon.virsh();
    super::running_pool(&virsh)?;
    virsh.ok(&["pool-destroy", "z"])?;
    tool("zpool", &["export", TANK])?;
    directory_pool(&daemon)?;
    let hanging = Hanging::at(&daemon, Step("zpool", "import*"))?;
    let mut start = virsh.spawn(&["pool-start", "z"])?;
    hanging.reached()?;
    require_text(&virsh.ok(&["pool-dumpxml", "z"])?, "zpool import")?;
    virsh.ok(&["vol-create-as", "p", "x", "1M"])?;
    virsh.ok(&["pool-destroy", "z"])?;
    hanging.gone()?;
    start.wait()?;
    is_inactive(&virsh, "z")?;
    drop(hanging);
    virsh.ok(&["pool-start", "z"])?;
    let hanging = Hanging::at(&daemon, Step("zfs", "create*"))?;
    let mut create = virsh.spawn(&["vol-create-as", "z", "v", "8M"])?;
    hanging.reached()?;
    require_text(&virsh.ok(&["vol-list", "z"])?, "v")?;
    virsh.ok(&["vol-delete", "v", "z"])?;
    hanging.gone()?;
    create.wait()?;
    require_equal("volumes", volumes(&virsh, "z")?, Vec::<String>::new())?;
    drop(hanging);
    super::remove_pool(&virsh)
}

/// A pool of ZFS that was removed by others while it was active.
fn gone() -> Outcome {
    let daemon = Daemon::start()?;
    let virsh = daemon.virsh();
    super::running_pool(&virsh)?;
    tool("zpool", &["destroy", TANK])?;
    virsh.refused(&["vol-create-as", "z", "v", "8M"])?;
    virsh.refused(&["pool-refresh", "z"])?;
    is_inactive(&virsh, "z")?;
    virsh.refused(&["pool-start", "z"])?;
    virsh.ok(&["pool-undefine", "z"])?;
    tool("sh", &["-c", &format!("wipefs -a {DEVICE}; udevadm settle")]).map(|_| ())
}
