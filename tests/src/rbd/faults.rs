//! A cluster that goes, hangs and comes again, a daemon that is killed, and programs that fail.

use super::cluster::{Cluster, POOL, has_images, running_pool};
use crate::harness::case::{Case, Outcome, require_equal, require_text};
use crate::harness::daemon::Daemon;
use crate::harness::faults::{Faults, Step, any};
use crate::harness::pools::{is_inactive, is_running};
use crate::storage::directory_pool;

pub const CASES: &[Case] = &[
    Case {
        name: "a_cluster_goes_and_comes",
        run: goes,
    },
    Case {
        name: "each_step_of_an_image_fails",
        run: steps,
    },
];

fn goes() -> Outcome {
    let mut cluster = Cluster::start()?;
    let mut daemon = Daemon::start()?;
    running_pool(&daemon, &cluster)?;
    let (virsh, _) = directory_pool(&daemon)?;
    virsh.ok(&["vol-create-as", "r", "a", "8M"])?;
    let held = cluster.hold_store()?;
    // What is known is told; what is to be changed is refused after the time that the pool's document gives.
    require_text(&virsh.ok(&["vol-info", "a", "r"])?, "8.00 MiB")?;
    virsh.refused(&["vol-create-as", "r", "b", "8M"])?;
    require_text(&virsh.ok(&["pool-list", "--details"])?, "p ")?;
    drop(held);
    virsh.ok(&["vol-create-as", "r", "c", "8M"])?;
    daemon.kill()?;
    daemon.launch()?;
    let virsh = daemon.virsh();
    is_running(&virsh, "r")?;
    require_text(&virsh.ok(&["vol-list", "r"])?, &format!("{POOL}/c"))?;
    cluster.kill_monitor()?;
    let refused = virsh.refused(&["pool-refresh", "r"])?;
    require_text(
        &refused,
        "cannot connect to the RADOS monitor on '127.0.0.1:6789'",
    )?;
    is_inactive(&virsh, "r")?;
    require_text(
        &virsh.refused(&["pool-start", "r"])?,
        "see that a monitor runs there",
    )?;
    virsh.ok(&["vol-create-as", "p", "x", "1M"])?;
    cluster.start_monitor()?;
    virsh.ok(&["pool-start", "r"])?;
    require_text(&virsh.ok(&["vol-list", "r"])?, &format!("{POOL}/a"))
}

fn steps() -> Outcome {
    let cluster = Cluster::start()?;
    let mut daemon = Daemon::start_before_programs()?;
    running_pool(&daemon, &cluster)?;
    let virsh = daemon.virsh();
    virsh.ok(&["vol-create-as", "r", "a", "8M"])?;
    virsh.ok(&["pool-destroy", "r"])?;
    let mut faults = Faults::of(&mut daemon);
    let inactive = || is_inactive(&virsh, "r");
    faults.each_but_done(&[any("rbd"), any("rados")], &["pool-start", "r"], inactive)?;
    virsh.ok(&["pool-start", "r"])?;
    let only = || {
        has_images(&cluster, &["a"])?;
        let snapshots = cluster.rbd(&["snap", "ls", &format!("{POOL}/a")])?;
        require_equal("snapshots", snapshots.lines().count(), 0)
    };
    faults.each(
        &[Step("rbd", "create*")],
        &["vol-create-as", "r", "b", "8M"],
        only,
    )?;
    let parts = ["snap?create*", "snap?protect*", "clone*"].map(|part| Step("rbd", part));
    faults.each(&parts, &["vol-clone", "a", "b", "r"], only)?;
    faults.each_but_done(&[Step("rbd", "rm*")], &["vol-delete", "a", "r"], only)?;
    faults.killed(&parts, &["vol-clone", "a", "b", "r"], |virsh| {
        is_running(virsh, "r")?;
        virsh.ok(&["pool-refresh", "r"])?;
        // It was made, or not: there is no half of it.
        if virsh.ok(&["vol-list", "r"])?.contains(&format!("{POOL}/b")) {
            virsh.ok(&["vol-delete", "b", "r"])?;
        }
        has_images(&cluster, &["a"])
    })?;
    drop(faults);
    virsh.ok(&["vol-delete", "a", "r"])?;
    has_images(&cluster, &[])
}
