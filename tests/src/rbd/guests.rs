//! A real guest whose disk is an image.

use super::cluster::{Cluster, running_pool};
use crate::harness::case::{Case, Outcome, require, require_text};
use crate::harness::daemon::Daemon;
use crate::harness::processes;
use crate::qemu::boot::console_says;
use crate::storage::start_guest;

pub const CASES: &[Case] = &[Case {
    name: "guest_on_an_image",
    run: guest,
}];

fn guest() -> Outcome {
    let cluster = Cluster::start()?;
    let daemon = Daemon::start()?;
    running_pool(&daemon, &cluster)?;
    let virsh = daemon.virsh();
    virsh.ok(&["vol-create-as", "r", "a", "8M"])?;
    let disk = "<disk type='volume'><driver name='qemu' type='raw'/><source pool='r' volume='a'/>
         <target dev='vda' bus='virtio'/></disk>";
    let console = daemon.scratch().join("console.log");
    start_guest(&daemon, &console, disk)?;
    let said = console_says(&console, "FERROVIRT-GUEST ready", 1)?;
    require_text(&said, "disk=vda size=8388608 check=ok")?;
    processes::require_unseen(&daemon.root(), &cluster.admin_key()?)?;
    virsh.ok(&["destroy", "guest"])?;
    require(cluster.content("a")?.starts_with(b"FERROVIRT-BOOTS 1"), || {
        "the image has not what the guest wrote".to_owned()
    })
}
