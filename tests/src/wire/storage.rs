//! Pools and volumes of the dir backend.

use std::path::Path;

use crate::harness::case::{Case, Outcome, require, require_equal, require_text};
use crate::harness::daemon::Daemon;
use crate::harness::virsh::Virsh;

pub const CASES: &[Case] = &[
    Case {
        name: "pool_lifecycle",
        run: pool_lifecycle,
    },
    Case {
        name: "pool_refresh_finds_files_of_others",
        run: refresh,
    },
    Case {
        name: "pool_directory_gone",
        run: directory_gone,
    },
    Case {
        name: "volume_create_and_delete",
        run: create_and_delete,
    },
    Case {
        name: "volume_qcow2_with_backing",
        run: backing,
    },
    Case {
        name: "volume_clone_and_resize",
        run: clone_and_resize,
    },
    Case {
        name: "volume_upload_and_download",
        run: upload_and_download,
    },
    Case {
        name: "volume_sparse_sizes",
        run: sparse_sizes,
    },
];

/// A running pool `p` in a folder of its own.
fn pool(daemon: &Daemon) -> Outcome<Virsh> {
    let virsh = daemon.virsh();
    let target = daemon.scratch().join("pool");
    virsh.ok(&[
        "pool-define-as",
        "p",
        "dir",
        "--target",
        &target.display().to_string(),
    ])?;
    virsh.ok(&["pool-build", "p"])?;
    virsh.ok(&["pool-start", "p"])?;
    Ok(virsh)
}

fn pool_lifecycle() -> Outcome {
    let mut daemon = Daemon::start()?;
    let virsh = pool(&daemon)?;
    require(daemon.scratch().join("pool").is_dir(), || {
        "pool-build made no directory".to_owned()
    })?;
    let info = virsh.ok(&["pool-info", "p"])?;
    for line in [
        "State:          running",
        "Persistent:     yes",
        "Autostart:      no",
    ] {
        require_text(&info, line)?;
    }
    virsh.ok(&["pool-autostart", "p"])?;
    let xml = virsh.ok(&["pool-dumpxml", "p"])?;
    require_text(&xml, "<pool type='dir'>")?;
    require_text(
        &xml,
        &format!("<path>{}</path>", daemon.scratch().join("pool").display()),
    )?;
    require_text(&virsh.ok(&["pool-list", "--autostart", "--name"])?, "p")?;
    daemon.stop()?;
    daemon.launch()?;
    require_text(&virsh.ok(&["pool-info", "p"])?, "Autostart:      yes")?;
    virsh.ok(&["pool-destroy", "p"])?;
    require_text(&virsh.refused(&["vol-list", "p"])?, "not active")?;
    virsh.ok(&["pool-undefine", "p"])?;
    virsh.refused(&["pool-info", "p"]).map(|_| ())
}

fn refresh() -> Outcome {
    let daemon = Daemon::start()?;
    let virsh = pool(&daemon)?;
    std::fs::write(daemon.scratch().join("pool/foreign.img"), vec![0; 65536])?;
    virsh.ok(&["pool-refresh", "p"])?;
    require_text(&virsh.ok(&["vol-list", "p"])?, "foreign.img")
}

fn directory_gone() -> Outcome {
    let daemon = Daemon::start()?;
    let virsh = pool(&daemon)?;
    virsh.ok(&["pool-destroy", "p"])?;
    std::fs::remove_dir_all(daemon.scratch().join("pool"))?;
    let message = virsh.refused(&["pool-start", "p"])?;
    require_text(&message, &daemon.scratch().join("pool").display().to_string())?;
    require_text(&virsh.ok(&["pool-info", "p"])?, "State:          inactive")
}

fn create_and_delete() -> Outcome {
    let daemon = Daemon::start()?;
    let virsh = pool(&daemon)?;
    virsh.ok(&["vol-create-as", "p", "a.qcow2", "64M", "--format", "qcow2"])?;
    let path = daemon.scratch().join("pool/a.qcow2").display().to_string();
    require_equal(
        "vol-path",
        virsh.ok(&["vol-path", "a.qcow2", "--pool", "p"])?.trim(),
        &path,
    )?;
    require_equal(
        "vol-key",
        virsh.ok(&["vol-key", "a.qcow2", "--pool", "p"])?.trim(),
        &path,
    )?;
    let info = virsh.ok(&["vol-info", "a.qcow2", "--pool", "p"])?;
    require_text(&info, "Capacity:       64.00 MiB")?;
    let xml = virsh.ok(&["vol-dumpxml", &path])?;
    require_text(&xml, "<format type='qcow2'/>")?;
    require_text(&xml, "<capacity unit='bytes'>67108864</capacity>")?;
    let same_name = virsh.refused(&["vol-create-as", "p", "a.qcow2", "1M"])?;
    require_text(&same_name, "exists")?;
    virsh.ok(&["vol-delete", &path])?;
    require(!Path::new(&path).exists(), || {
        "vol-delete left the file".to_owned()
    })
}

fn backing() -> Outcome {
    let daemon = Daemon::start()?;
    let virsh = pool(&daemon)?;
    virsh.ok(&["vol-create-as", "p", "base.qcow2", "16M", "--format", "qcow2"])?;
    virsh.ok(&[
        "vol-create-as",
        "p",
        "top.qcow2",
        "16M",
        "--format",
        "qcow2",
        "--backing-vol",
        "base.qcow2",
        "--backing-vol-format",
        "qcow2",
    ])?;
    let xml = virsh.ok(&["vol-dumpxml", "top.qcow2", "--pool", "p"])?;
    require_text(&xml, "<backingStore>")?;
    require_text(&xml, "base.qcow2</path>")
}

fn clone_and_resize() -> Outcome {
    let daemon = Daemon::start()?;
    let virsh = pool(&daemon)?;
    virsh.ok(&["vol-create-as", "p", "a.img", "1M", "--format", "raw"])?;
    virsh.ok(&["vol-clone", "a.img", "b.img", "--pool", "p"])?;
    virsh.ok(&["vol-resize", "b.img", "2M", "--pool", "p"])?;
    require_text(&virsh.ok(&["vol-info", "b.img", "--pool", "p"])?, "2.00 MiB")?;
    require_text(&virsh.ok(&["vol-info", "a.img", "--pool", "p"])?, "1.00 MiB")?;
    virsh
        .refused(&["vol-resize", "b.img", "1M", "--pool", "p"])
        .map(|_| ())
}

fn upload_and_download() -> Outcome {
    let daemon = Daemon::start()?;
    let virsh = pool(&daemon)?;
    let content: Vec<u8> = (0..3_000_001_u32)
        .map(|index| index.wrapping_mul(2_654_435_761).to_be_bytes()[0])
        .collect();
    let file = daemon.scratch().write("up", &content)?;
    let down = daemon.scratch().join("down");
    virsh.ok(&["vol-create-as", "p", "v.img", "3000001", "--format", "raw"])?;
    virsh.ok(&["vol-upload", "v.img", &file, "--pool", "p"])?;
    virsh.ok(&[
        "vol-download",
        "v.img",
        &down.display().to_string(),
        "--pool",
        "p",
    ])?;
    let back = std::fs::read(&down)?;
    require_equal(
        "the length that came back",
        back.len().min(content.len()),
        content.len(),
    )?;
    require(back[..content.len()] == content[..], || {
        "the content came back changed".to_owned()
    })
}

fn sparse_sizes() -> Outcome {
    let daemon = Daemon::start()?;
    let virsh = pool(&daemon)?;
    virsh.ok(&[
        "vol-create-as",
        "p",
        "s.img",
        "1G",
        "--allocation",
        "0",
        "--format",
        "raw",
    ])?;
    let info = virsh.ok(&["vol-info", "s.img", "--pool", "p", "--bytes"])?;
    require_text(&info, "Capacity:       1073741824 bytes")?;
    let allocation = info
        .lines()
        .find_map(|line| line.strip_prefix("Allocation:"))
        .unwrap_or_default();
    let allocation: u64 = allocation
        .trim()
        .trim_end_matches(" bytes")
        .parse()
        .unwrap_or(u64::MAX);
    require(allocation < 1 << 20, || {
        format!("a sparse volume is said to take {allocation} bytes")
    })
}
