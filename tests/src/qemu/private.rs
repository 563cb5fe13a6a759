//! Files of guests below folders that only their owner may enter: QEMU's user is let through while a guest has them,
//! and no longer, whatever becomes of the daemon meanwhile.

use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::harness::case::{Case, Outcome, Problem, require_equal, require_text};
use crate::harness::daemon::Daemon;
use crate::harness::{command, domain, processes, wait};

pub const CASES: &[Case] = &[
    Case {
        name: "private_folders_let_a_guest_through",
        run: guests_share,
    },
    Case {
        name: "private_folders_after_a_kill",
        run: after_kill,
    },
    Case {
        name: "private_folders_of_a_disk_that_is_plugged",
        run: plugged,
    },
    Case {
        name: "private_folders_stay_as_they_are",
        run: switched_off,
    },
];

const LIMIT: Duration = Duration::from_secs(20);

/// A daemon whose guests run as somebody else, and two private folders, one in the other, with an image in each.
struct Place {
    daemon: Daemon,
    outer: PathBuf,
    inner: PathBuf,
}

impl Place {
    fn new(more_settings: &str) -> Outcome<Self> {
        let mut daemon = Daemon::prepare(&[])?;
        std::fs::create_dir_all(daemon.file("etc"))?;
        let settings = format!("user = \"nobody\"\ngroup = \"nogroup\"\n{more_settings}");
        std::fs::write(daemon.file("etc/qemu.conf"), settings)?;
        let outer = daemon.scratch().join("outer");
        let inner = outer.join("inner");
        for (folder, mode) in [(&outer, 0o700), (&inner, 0o750)] {
            std::fs::create_dir(folder)?;
            std::fs::set_permissions(folder, PermissionsExt::from_mode(mode))?;
            std::fs::write(folder.join("disk.img"), [0; 4096])?;
        }
        daemon.launch()?;
        Ok(Self { daemon, outer, inner })
    }

    fn define(&self, name: &str, folder: &Path) -> Outcome {
        let disk = disk(&folder.join("disk.img"), "vda");
        let xml = domain::idle(name).replace("</devices>", &format!("{disk}</devices>"));
        // Devices come and go by ACPI.
        let xml = xml.replace("<devices>", "<features><acpi/></features><devices>");
        let file = self.daemon.scratch().write("d.xml", xml)?;
        self.daemon.virsh().ok(&["define", &file]).map(|_| ())
    }

    /// Modes of both folders; with an access list, that of the group is what the list grants at most.
    fn modes(&self) -> Outcome<[u32; 2]> {
        let mode = |folder: &Path| Ok::<_, Problem>(std::fs::metadata(folder)?.permissions().mode() & 0o777);
        Ok([mode(&self.outer)?, mode(&self.inner)?])
    }

    fn require_closed(&self) -> Outcome {
        require_equal("modes of the folders", self.modes()?, [0o700, 0o750])?;
        let owner = std::fs::metadata(self.inner.join("disk.img"))?.uid();
        require_equal("the image's owner", owner, 0)
    }
}

fn disk(path: &Path, target: &str) -> String {
    format!(
        "<disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='{}'/>\
         <target dev='{target}' bus='virtio'/></disk>",
        path.display()
    )
}

fn guests_share() -> Outcome {
    let place = Place::new("")?;
    let virsh = place.daemon.virsh();
    place.define("deep", &place.inner)?;
    place.define("near", &place.outer)?;
    virsh.ok(&["start", "deep"])?;
    virsh.ok(&["start", "near"])?;
    require_equal("modes of the folders", place.modes()?, [0o710, 0o750])?;
    let nobody = |path: &Path| -> Outcome<bool> {
        let mut look = std::process::Command::new("setpriv");
        look.args([
            "--reuid=nobody",
            "--regid=nogroup",
            "--clear-groups",
            "test",
            "-e",
        ]);
        look.arg(path);
        Ok(command::run_command(look, b"", LIMIT)?.code == Some(0))
    };
    require_equal(
        "both are let through",
        nobody(&place.inner.join("disk.img"))?,
        true,
    )?;
    virsh.ok(&["destroy", "deep"])?;
    require_equal(
        "the inner one is closed again",
        nobody(&place.inner.join("disk.img"))?,
        false,
    )?;
    require_equal(
        "the outer one is in use",
        nobody(&place.outer.join("disk.img"))?,
        true,
    )?;
    virsh.ok(&["destroy", "near"])?;
    require_equal(
        "the outer one is closed again",
        nobody(&place.outer.join("disk.img"))?,
        false,
    )?;
    place.require_closed()
}

/// What a daemon opened that was killed, the next one closes: at the guest's end, or at once if that was missed.
fn after_kill() -> Outcome {
    let mut place = Place::new("")?;
    let virsh = place.daemon.virsh();
    place.define("deep", &place.inner)?;
    for end_meanwhile in [false, true] {
        virsh.ok(&["start", "deep"])?;
        require_equal("modes of the folders", place.modes()?, [0o710, 0o750])?;
        place.daemon.kill()?;
        if end_meanwhile {
            processes::end_below(&place.daemon.root());
        }
        place.daemon.launch()?;
        if !end_meanwhile {
            wait::until_true("the guest to be taken up", LIMIT, || {
                virsh
                    .ok(&["domstate", "deep"])
                    .is_ok_and(|text| text.contains("running"))
            })?;
            require_equal("modes of the folders", place.modes()?, [0o710, 0o750])?;
            virsh.ok(&["destroy", "deep"])?;
        }
        wait::until_true("the folders to be closed", LIMIT, || {
            place.require_closed().is_ok()
        })?;
    }
    Ok(())
}

fn plugged() -> Outcome {
    let place = Place::new("")?;
    let virsh = place.daemon.virsh();
    place.define("near", &place.outer)?;
    virsh.ok(&["start", "near"])?;
    let device = disk(&place.inner.join("disk.img"), "vdb");
    let file = place.daemon.scratch().write("disk.xml", device)?;
    virsh.ok(&["attach-device", "near", &file])?;
    require_text(&virsh.ok(&["domblklist", "near"])?, "inner/disk.img")?;
    let owner = || Ok::<_, Problem>(std::fs::metadata(place.inner.join("disk.img"))?.uid());
    require_equal("it is QEMU's", owner()? == 0, false)?;
    // The guest has no system that would let it go: it ends with the guest.
    virsh.ok(&["destroy", "near"])?;
    place.require_closed()
}

/// An administrator who wants nothing to change hands is told what is in the way.
fn switched_off() -> Outcome {
    let place = Place::new("dynamic_ownership = 0\n")?;
    place.define("deep", &place.inner)?;
    let refused = place.daemon.virsh().refused(&["start", "deep"])?;
    for part in ["Permission denied", "setfacl", &place.outer.display().to_string()] {
        require_text(&refused, part)?;
    }
    require_equal("guests left", processes::guests(&place.daemon.root()).len(), 0)?;
    place.require_closed()
}
