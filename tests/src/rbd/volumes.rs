//! Images as volumes: made, seen, resized, wiped, removed.

use super::cluster::{Cluster, POOL, has_images, running_pool};
use crate::harness::case::{Case, Outcome, require, require_equal, require_text};
use crate::harness::daemon::Daemon;

pub const CASES: &[Case] = &[Case {
    name: "images_are_volumes",
    run: volumes,
}];

fn volumes() -> Outcome {
    let cluster = Cluster::start()?;
    let daemon = Daemon::start()?;
    running_pool(&daemon, &cluster)?;
    let virsh = daemon.virsh();
    virsh.ok(&["vol-create-as", "r", "a", "8M"])?;
    require_text(
        &virsh.refused(&["vol-create-as", "r", "a", "8M"])?,
        "exists already",
    )?;
    for (name, more) in [("x@y", "raw"), ("x/y", "raw"), ("-x", "raw"), ("q", "qcow2")] {
        virsh.refused(&["vol-create-as", "r", "--name", name, "1M", "--format", more])?;
    }
    has_images(&cluster, &["a"])?;
    let path = format!("{POOL}/a");
    require_equal("the key", virsh.ok(&["vol-key", "a", "r"])?.trim(), path.as_str())?;
    require_equal("the name", virsh.ok(&["vol-name", &path])?.trim(), "a")?;
    require_equal("the pool", virsh.ok(&["vol-pool", &path])?.trim(), "r")?;
    let xml = virsh.ok(&["vol-dumpxml", "a", "r"])?;
    require_text(&xml, "<volume type='network'>")?;
    require_text(&xml, "<capacity unit='bytes'>8388608</capacity>")?;
    require_text(&xml, "<allocation unit='bytes'>0</allocation>")?;
    cluster.write("a", &[7; 5000])?;
    let info = virsh.ok(&["vol-info", "--bytes", "a", "r"])?;
    require_text(&info, "Allocation:     4194304 bytes")?;
    for (size, flag, capacity) in [("12M", None, "12.00 MiB"), ("1M", Some("--delta"), "13.00 MiB")] {
        let call = ["vol-resize", "a", size, "--pool", "r"];
        virsh.ok(&[&call[..], flag.as_slice()].concat())?;
        require_text(&virsh.ok(&["vol-info", "a", "r"])?, capacity)?;
    }
    require_text(&virsh.refused(&["vol-resize", "a", "4M", "r"])?, "shrink")?;
    virsh.refused(&["vol-resize", "a", "20M", "r", "--allocate"])?;
    virsh.ok(&["vol-resize", "a", "6M", "r", "--shrink"])?;
    let content = cluster.content("a")?;
    require(
        content.len() == 6 << 20 && content.starts_with(&[7; 5000]),
        || "its data was lost".to_owned(),
    )?;
    let file = daemon.scratch().write("file", "written")?;
    require_text(
        &virsh.refused(&["vol-upload", "a", &file, "r"])?,
        "neither read nor written",
    )?;
    require_text(
        &virsh.refused(&["vol-download", "a", &file, "r"])?,
        "neither read nor written",
    )?;
    virsh.refused(&["vol-wipe", "a", "r", "--algorithm", "random"])?;
    for algorithm in ["zero", "trim"] {
        cluster.write("a", &[7; 5000])?;
        virsh.ok(&["vol-wipe", "a", "r", "--algorithm", algorithm])?;
        let content = cluster.content("a")?;
        require(
            content.len() == 6 << 20 && content.iter().all(|byte| *byte == 0),
            || format!("{algorithm} left data"),
        )?;
    }
    virsh.ok(&["vol-delete", "a", "r"])?;
    has_images(&cluster, &[])?;
    require_text(
        &virsh.refused(&["vol-info", "a", "r"])?,
        "no storage vol with matching",
    )
}
