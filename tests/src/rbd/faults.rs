//! A cluster that goes, hangs and comes again, a daemon that is killed, and programs that fail.

use super::cluster::{Cluster, POOL, has_images, running_pool};
use crate::harness::case::{Case, Outcome, require_equal, require_text};
use crate::harness::daemon::Daemon;
use crate::harness::faults::{Faults, Step, any};
use crate::harness::pools::{is_inactive, is_running};
use crate::harness::wait;
use crate::storage::directory_pool;
use std::time::Duration;

pub const CASES: &[Case] = &[
    Case {
        name: "a_cluster_goes_and_comes",
        run: goes,
    },
    Case {
        name: "each_step_of_an_image_fails",
        run: steps,
    },
    Case {
        name: "what_a_killed_daemon_left_of_a_copy_is_removed",
        run: left,
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

/// For the cluster to notice that a client was killed, which takes half a minute, and for the daemon to try again.
const TO_BE_NOTICED: Duration = Duration::from_secs(180);
/// An image of somebody else, with a name like those of parts.
const THEIRS: &str = "c.part-00000000000000000000000000000000";

fn left() -> Outcome {
    let cluster = Cluster::start()?;
    let mut daemon = Daemon::start_before_programs()?;
    running_pool(&daemon, &cluster)?;
    let (virsh, folder) = directory_pool(&daemon)?;
    cluster.rbd(&["create", "--size", "1M", &format!("{POOL}/{THEIRS}")])?;
    virsh.ok(&["vol-create-as", "p", "from", "192M"])?;
    std::fs::write(folder.join("from"), vec![7; 192 << 20])?;
    let text = "<volume><name>c</name><capacity>0</capacity></volume>";
    let file = daemon.scratch().write("c.xml", text)?;
    let copy = ["vol-create-from", "r", &file, "from", "--inputpool", "p"];
    let healed = || {
        wait::until_true("the end of what the copy left", TO_BE_NOTICED, || {
            has_images(&cluster, &[THEIRS]).is_ok()
        })
    };
    let parts = ["import*", "rename*"].map(|part| Step("rbd", part));
    let mut faults = Faults::of(&mut daemon);
    faults.killed(&parts, &copy, |virsh| {
        is_running(virsh, "r")?;
        // It was made, or not: nobody sees a part of it.
        let list = virsh.ok(&["vol-list", "r"])?;
        require_equal("parts", list.matches("/c.part-").count(), 1)?;
        if list.contains(&format!("{POOL}/c\n")) {
            virsh.ok(&["vol-delete", "c", "r"])?;
        }
        healed()
    })?;
    drop(faults);
    // In the midst of the data: the cluster takes the program for alive, and keeps the image for it for a while.
    let mut client = virsh.spawn(&copy)?;
    wait::until_true("a part", TO_BE_NOTICED, || {
        cluster.rbd(&["ls", POOL]).is_ok_and(|images| {
            images
                .lines()
                .filter(|image| image.starts_with("c.part-"))
                .count()
                == 2
        })
    })?;
    daemon.kill()?;
    client.kill()?;
    client.wait()?;
    daemon.launch()?;
    let virsh = daemon.virsh();
    is_running(&virsh, "r")?;
    require_equal(
        "parts",
        virsh.ok(&["vol-list", "r"])?.matches("/c.part-").count(),
        1,
    )?;
    healed()?;
    require_text(&daemon.log_tail(), "removed what a copy left")?;
    virsh.ok(&copy)?;
    has_images(&cluster, &["c", THEIRS])
}
