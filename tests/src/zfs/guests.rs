//! A guest whose disk is a volume.

use super::{TANK, remove_pool, running_pool};
use crate::harness::case::{Case, Outcome, require_text};
use crate::harness::daemon::Daemon;

pub const CASES: &[Case] = &[Case {
    name: "a_guest_has_a_volume_of_zfs",
    run: disk,
}];

fn disk() -> Outcome {
    let daemon = Daemon::start()?;
    let virsh = daemon.virsh();
    running_pool(&virsh)?;
    virsh.ok(&["vol-create-as", "z", "v", "16M"])?;
    let document = crate::harness::domain::idle("g").replace(
        "</devices>",
        "<disk type='volume' device='disk'><driver name='qemu' type='raw'/><source pool='z' volume='v'/>\
         <target dev='vda' bus='virtio'/></disk></devices>",
    );
    let file = daemon.scratch().write("g.xml", document)?;
    virsh.ok(&["create", "--paused", &file])?;
    require_text(&virsh.ok(&["domblklist", "g"])?, "v")?;
    require_text(&virsh.ok(&["domblkinfo", "g", "vda"])?, "16777216")?;
    // QEMU has it open.
    virsh.refused(&["vol-delete", "v", "z"])?;
    virsh.ok(&["destroy", "g"])?;
    let device = format!("/dev/zvol/{TANK}/v");
    require_text(&virsh.ok(&["vol-path", "v", "z"])?, &device)?;
    virsh.ok(&["vol-delete", "v", "z"])?;
    remove_pool(&virsh)
}
