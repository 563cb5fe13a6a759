//! Documents and names that are refused, with the reason.

use super::{Loop, directory_pool};
use crate::harness::case::{Case, Outcome, require, require_equal, require_text};
use crate::harness::daemon::Daemon;

pub const CASES: &[Case] = &[
    Case {
        name: "names_that_leave_the_pool",
        run: names,
    },
    Case {
        name: "sizes_that_cannot_be",
        run: sizes,
    },
    Case {
        name: "places_in_use_by_another_pool",
        run: places,
    },
];

fn names() -> Outcome {
    let daemon = Daemon::start()?;
    let (virsh, folder) = directory_pool(&daemon)?;
    for name in ["../x", "/etc/x", "a/b", "..", ".", ".ferrovirt-1"] {
        let refused = virsh.refused(&["vol-create-as", "p", name, "1M"])?;
        require_text(&refused, "cannot be the name of a volume")?;
    }
    let control = daemon.scratch().write(
        "control.xml",
        "<volume><name>a&#10;b</name><capacity>1</capacity></volume>",
    )?;
    require_text(
        &virsh.refused(&["vol-create", "p", &control])?,
        "control character",
    )?;
    // A link that leaves the pool, made by another user, is not followed.
    let outside = daemon.scratch().write("outside", "precious")?;
    let link = folder.join("link");
    std::os::unix::fs::symlink(&outside, &link)?;
    std::os::unix::fs::lchown(&link, Some(65534), Some(65534))?;
    let content = daemon.scratch().write("content", "bad")?;
    virsh.refused(&["vol-upload", "link", &content, "--pool", "p"])?;
    virsh.refused(&["vol-wipe", "link", "--pool", "p"])?;
    require_equal(
        "the file outside",
        std::fs::read_to_string(outside)?,
        "precious".to_owned(),
    )
}

fn sizes() -> Outcome {
    let daemon = Daemon::start()?;
    let (virsh, folder) = directory_pool(&daemon)?;
    for (size, why) in [("17EiB", ""), ("9223372036854775808", "larger than any file")] {
        require_text(&virsh.refused(&["vol-create-as", "p", "v", size])?, why)?;
    }
    virsh.ok(&["vol-create-as", "p", "v", "1M"])?;
    let less = virsh.refused(&["vol-resize", "v", "512K", "--pool", "p"])?;
    require_text(&less, "shrink")?;
    let wrong = virsh.refused(&["vol-create-as", "p", "w", "1M", "--format", "sorcery"])?;
    require_text(&wrong, "sorcery")?;
    let left = std::fs::read_dir(folder)?.count();
    require_equal("files in the pool", left, 1)
}

fn places() -> Outcome {
    let daemon = Daemon::start()?;
    let (virsh, folder) = directory_pool(&daemon)?;
    let path = folder.display().to_string();
    require_text(
        &virsh.refused(&["pool-define-as", "q", "dir", "--target", &path])?,
        "conflict with pool: 'p'",
    )?;
    let disk = Loop::new(daemon.scratch().path(), "fs.img", 64)?;
    virsh.ok(&[
        "pool-define-as",
        "f",
        "fs",
        "--source-dev",
        &disk.device,
        "--source-format",
        "ext4",
        "--target",
        &path,
    ])?;
    let taken = virsh.refused(&["pool-start", "f"])?;
    require_text(&taken, "pool: 'p'")?;
    let other = virsh.refused(&[
        "pool-define-as",
        "g",
        "fs",
        "--source-dev",
        &disk.device,
        "--target",
        "/somewhere/else",
    ])?;
    require_text(&other, "conflict with pool: 'f'")?;
    require(folder.is_dir(), || "the directory is gone".to_owned())
}
