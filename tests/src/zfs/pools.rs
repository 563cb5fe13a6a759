//! A pool from its making to its end.

use super::{DEVICE, TANK, define, imported, nothing_is_left, property, remove_pool, running_pool};
use crate::harness::case::{Case, Outcome, require, require_equal, require_text};
use crate::harness::daemon::Daemon;
use crate::harness::pools::{is_inactive, is_running};
use crate::vm::machine::tool;
use crate::vm::storage::volumes;

pub const CASES: &[Case] = &[
    Case {
        name: "a_pool_of_zfs_is_made_found_imported_and_removed",
        run: life,
    },
    Case {
        name: "a_dataset_is_a_pool_too",
        run: dataset,
    },
];

fn life() -> Outcome {
    let mut daemon = Daemon::start()?;
    let virsh = daemon.virsh();
    require_text(
        &virsh.ok(&["pool-capabilities"])?,
        "<pool type='zfs' supported='yes'>",
    )?;
    define(&virsh)?;
    require_text(&virsh.refused(&["pool-start", "z"])?, "no such pool")?;
    tool("mkfs.ext4", &["-q", "-F", DEVICE])?;
    require_text(&virsh.refused(&["pool-build", "z"])?, "already holds ext4")?;
    nothing_is_left()?;
    virsh.ok(&["pool-build", "z", "--overwrite"])?;
    require_text(&virsh.refused(&["pool-build", "z"])?, "exists already")?;
    virsh.ok(&["pool-start", "z"])?;
    // What is in use is not made anew, not even when that is asked for.
    let other = ["pool-define-as", "other", "zfs", "--source-name", "fvother"];
    virsh.ok(&[&other[..], &["--source-dev", DEVICE]].concat())?;
    require_text(&virsh.refused(&["pool-build", "other"])?, "already holds")?;
    require_text(
        &virsh.refused(&["pool-build", "other", "--overwrite"])?,
        "/dev/sda is in use",
    )?;
    virsh.ok(&["pool-undefine", "other"])?;
    require_equal("pools of ZFS", imported()?.as_str(), TANK)?;
    virsh.ok(&["pool-refresh", "z"])?;
    let number = |name| -> Outcome<u64> { Ok(property(name, TANK)?.parse().unwrap_or_default()) };
    let info = virsh.ok(&["pool-info", "z", "--bytes"])?;
    let told = |word: &str| -> u64 {
        let line = info.lines().find_map(|line| line.strip_prefix(word));
        line.and_then(|text| text.trim().parse().ok()).unwrap_or_default()
    };
    require_equal(
        "capacity",
        told("Capacity:"),
        told("Allocation:") + told("Available:"),
    )?;
    // ZFS writes its own notes meanwhile.
    require(
        told("Available:").abs_diff(number("available")?) < 1 << 20,
        || format!("{info} for {:?} bytes", property("available", TANK)),
    )?;
    let found = virsh.ok(&["find-storage-pool-sources", "zfs"])?;
    require_text(&found, &format!("<name>{TANK}</name>"))?;
    require_text(&found, DEVICE)?;
    // A pool that was taken away is brought back, with the devices of its volumes.
    virsh.ok(&["vol-create-as", "z", "v", "8M"])?;
    virsh.ok(&["pool-destroy", "z"])?;
    is_inactive(&virsh, "z")?;
    tool("zpool", &["export", TANK])?;
    require_text(&virsh.ok(&["find-storage-pool-sources", "zfs"])?, TANK)?;
    virsh.ok(&["pool-start", "z"])?;
    require_equal("volumes", volumes(&virsh, "z")?, vec!["v".to_owned()])?;
    virsh.ok(&["pool-destroy", "z"])?;
    tool("zpool", &["export", TANK])?;
    virsh.ok(&["pool-autostart", "z"])?;
    daemon.kill()?;
    daemon.launch()?;
    let virsh = daemon.virsh();
    is_running(&virsh, "z")?;
    require_equal("volumes", volumes(&virsh, "z")?, vec!["v".to_owned()])?;
    // A killed daemon's successor has the pool as it was.
    virsh.ok(&["pool-autostart", "z", "--disable"])?;
    daemon.kill()?;
    daemon.launch()?;
    let virsh = daemon.virsh();
    is_running(&virsh, "z")?;
    virsh.ok(&["pool-destroy", "z"])?;
    virsh.ok(&["pool-delete", "z"])?;
    nothing_is_left()?;
    // ZFS can bring back what was removed: making another there must be wanted.
    require_text(&virsh.refused(&["pool-build", "z"])?, "build with overwrite")?;
    virsh.ok(&["pool-undefine", "z"])?;
    running_pool(&virsh)?;
    require_equal("volumes", volumes(&virsh, "z")?, Vec::<String>::new())?;
    remove_pool(&virsh)
}

fn dataset() -> Outcome {
    let daemon = Daemon::start()?;
    let virsh = daemon.virsh();
    running_pool(&virsh)?;
    let name = format!("{TANK}/images");
    virsh.ok(&["pool-define-as", "sub", "zfs", "--source-name", &name])?;
    virsh.refused(&["pool-start", "sub"])?;
    virsh.ok(&["pool-build", "sub"])?;
    require_text(&virsh.refused(&["pool-build", "sub"])?, "exists already")?;
    require_equal("mountpoint", property("mountpoint", &name)?.as_str(), "none")?;
    virsh.ok(&["pool-start", "sub"])?;
    virsh.ok(&["vol-create-as", "sub", "a", "8M"])?;
    virsh.ok(&["vol-create-as", "z", "a", "8M"])?;
    virsh.ok(&["pool-refresh", "z"])?;
    require_equal("volumes", volumes(&virsh, "z")?, vec!["a".to_owned()])?;
    let path = virsh.ok(&["vol-path", "a", "sub"])?;
    require_equal("path", path.trim(), "/dev/zvol/fvtank/images/a")?;
    let key = virsh.ok(&["vol-key", "a", "sub"])?;
    require_equal("key", key.trim(), "fvtank/images/a")?;
    require_text(&virsh.ok(&["vol-name", "fvtank/images/a"])?, "a")?;
    virsh.ok(&["pool-destroy", "sub"])?;
    virsh.ok(&["pool-delete", "sub"])?;
    virsh.ok(&["pool-undefine", "sub"])?;
    require(property("type", &name).is_err(), || {
        "the dataset is left".to_owned()
    })?;
    remove_pool(&virsh)
}
