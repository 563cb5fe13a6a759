//! Copies of volumes: clones that share data through snapshots, and files that come from another pool.

use super::cluster::{Cluster, POOL, has_images, running_pool};
use crate::harness::case::{Case, Outcome, require, require_equal, require_text};
use crate::harness::daemon::Daemon;
use crate::storage::directory_pool;

pub const CASES: &[Case] = &[Case {
    name: "clones_share_data",
    run: clones,
}];

/// Lines of `rbd snap ls` about snapshots.
fn snapshots(cluster: &Cluster, image: &str) -> Outcome<Vec<String>> {
    let said = cluster.rbd(&["snap", "ls", &format!("{POOL}/{image}")])?;
    Ok(said.lines().skip(1).map(str::to_owned).collect())
}

fn clones() -> Outcome {
    let cluster = Cluster::start()?;
    let daemon = Daemon::start()?;
    running_pool(&daemon, &cluster)?;
    let (virsh, _) = directory_pool(&daemon)?;
    virsh.ok(&["vol-create-as", "r", "a", "8M"])?;
    cluster.write("a", b"written by its user")?;
    virsh.ok(&["vol-clone", "a", "b", "r"])?;
    let of_a = snapshots(&cluster, "a")?;
    require(of_a.len() == 1 && of_a[0].contains("yes"), || {
        format!("snapshots are {of_a:?}")
    })?;
    require_text(
        &cluster.rbd(&["info", &format!("{POOL}/b")])?,
        &format!("parent: {POOL}/a@"),
    )?;
    // An image that is as it was needs no other snapshot; one that changed does.
    virsh.ok(&["vol-clone", "a", "c", "r"])?;
    require_equal("snapshots", snapshots(&cluster, "a")?.len(), 1)?;
    cluster.write("a", b"something else")?;
    let larger = "<volume><name>d</name><capacity unit='MiB'>12</capacity></volume>";
    let larger = daemon.scratch().write("larger.xml", larger)?;
    virsh.ok(&["vol-create-from", "r", &larger, "a", "--inputpool", "r"])?;
    require_equal("snapshots", snapshots(&cluster, "a")?.len(), 2)?;
    require(cluster.content("b")?.starts_with(b"written by its user"), || {
        "the clone changed".to_owned()
    })?;
    let content = cluster.content("d")?;
    require(
        content.len() == 12 << 20 && content.starts_with(b"something else"),
        || "the larger clone is not what it should be".to_owned(),
    )?;
    // A clone is wiped without a trace of what it shared.
    virsh.ok(&["vol-wipe", "c", "r"])?;
    require(cluster.content("c")?.iter().all(|byte| *byte == 0), || {
        "the clone is not wiped".to_owned()
    })?;
    for flag in [None, Some("--delete-snapshots")] {
        let call = ["vol-delete", "a", "--pool", "r"];
        let refused = virsh.refused(&[&call[..], flag.as_slice()].concat())?;
        require_text(&refused, &format!("{POOL}/b"))?;
    }
    require_equal("snapshots", snapshots(&cluster, "a")?.len(), 2)?;
    for name in ["b", "c"] {
        virsh.ok(&["vol-delete", name, "r"])?;
    }
    cluster.rbd(&["flatten", "--no-progress", &format!("{POOL}/d")])?;
    // What was made for clones goes with the image, what others made only when that is asked for.
    let theirs = format!("{POOL}/a@theirs");
    cluster.rbd(&["snap", "create", "--no-progress", &theirs])?;
    cluster.rbd(&["snap", "protect", &theirs])?;
    require_text(
        &virsh.refused(&["vol-delete", "a", "r"])?,
        "it has snapshots (theirs)",
    )?;
    virsh.ok(&["vol-delete", "a", "--pool", "r", "--delete-snapshots"])?;
    virsh.ok(&["vol-clone", "d", "e", "r"])?;
    virsh.ok(&["vol-delete", "e", "r"])?;
    virsh.ok(&["vol-delete", "d", "r"])?;
    has_images(&cluster, &[])?;
    // Files come in whole, under their name once they are complete.
    let file = daemon.scratch().write("file", vec![9; 3 << 20])?;
    virsh.ok(&["vol-create-as", "p", "f", "3M"])?;
    virsh.ok(&["vol-upload", "f", &file, "p"])?;
    let copy = daemon.scratch().write(
        "copy.xml",
        "<volume><name>g</name><capacity>0</capacity></volume>",
    )?;
    virsh.ok(&["vol-create-from", "r", &copy, "f", "--inputpool", "p"])?;
    has_images(&cluster, &["g"])?;
    require(cluster.content("g")? == vec![9; 3 << 20], || {
        "the file is not the same".to_owned()
    })?;
    let refused = virsh.refused(&["vol-create-from", "p", &copy, "g", "--inputpool", "r"])?;
    require_text(&refused, "can be neither cloned nor resized")?;
    virsh
        .refused(&["vol-delete", "f", "--pool", "p", "--delete-snapshots"])
        .map(drop)
}
