//! Work that takes long: others see how far it is, and can end it.

use super::directory_pool;
use crate::harness::case::{Case, Outcome, require, require_equal, require_text};
use crate::harness::daemon::Daemon;
use crate::harness::wait;
use std::os::unix::fs::PermissionsExt;
use std::time::Duration;

pub const CASES: &[Case] = &[Case {
    name: "a_clone_shows_how_far_it_is_and_ends_when_removed",
    run: clone,
}];

const LIMIT: Duration = Duration::from_secs(30);
/// Stands for `qemu-img`: half of the work is done, and the rest takes for ever.
const HALF: &str = "#!/bin/sh\nprintf '    (0.00/100%%)\\r    (50.00/100%%)\\r'\nexec sleep 3600\n";

fn clone() -> Outcome {
    let daemon = Daemon::start_before_programs()?;
    let (virsh, folder) = directory_pool(&daemon)?;
    virsh.ok(&["vol-create-as", "p", "v", "100M", "--format", "qcow2"])?;
    let program = daemon.scratch().join("programs/qemu-img");
    std::fs::write(&program, HALF)?;
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755))?;
    let clone = ["vol-clone", "v", "copy", "--pool", "p"];
    let client = virsh.spawn(&clone)?;
    let half = "Allocation:     52428800";
    wait::until_true("half of the clone", LIMIT, || {
        virsh
            .ok(&["vol-info", "copy", "--pool", "p", "--bytes"])
            .is_ok_and(|info| info.contains(half))
    })?;
    require_text(&virsh.ok(&["vol-list", "p"])?, "copy")?;
    let path = folder.join("copy").display().to_string();
    require_text(&virsh.ok(&["vol-path", "copy", "--pool", "p"])?, &path)?;
    let xml = virsh.ok(&["vol-dumpxml", "copy", "p"])?;
    require_text(&xml, "what='it is being made' done='52428800' total='104857600'")?;
    let source = virsh.ok(&["vol-dumpxml", "v", "p"])?;
    require_text(&source, "what='it is being copied'")?;
    // What is not there yet is only looked at.
    for call in [
        &["vol-resize", "copy", "200M", "--pool", "p"][..],
        &["vol-wipe", "copy", "--pool", "p"],
        &["vol-clone", "copy", "other", "--pool", "p"],
        &clone,
        &["vol-delete", "v", "--pool", "p"],
    ] {
        require_text(&virsh.refused(call)?, "is in use: it is being")?;
    }
    virsh.refused(&["pool-destroy", "p"])?;
    virsh.ok(&["vol-delete", "copy", "--pool", "p"])?;
    let ended = client.wait_with_output()?;
    require(!ended.status.success(), || "the clone went on".to_owned())?;
    let said = String::from_utf8_lossy(&ended.stderr).into_owned();
    require_text(&said, "the work was cancelled")?;
    require_equal("files in the pool", std::fs::read_dir(&folder)?.count(), 1)?;
    std::fs::remove_file(&program)?;
    virsh.ok(&clone)?;
    let xml = virsh.ok(&["vol-dumpxml", "copy", "p"])?;
    require(!xml.contains("work"), || format!("work goes on:\n{xml}"))
}
