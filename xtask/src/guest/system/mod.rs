//! The machine that lane vm boots: a Debian kernel with the modules that storage, networks and devices
//! ask for, and a file system with the programs an administrator has. Made from Debian's packages without
//! installing any, and cached in `target/guest/system`.
//!
//! The kernel is Debian's general one rather than the cloud kernel of the small guest, which lacks USB,
//! DRM, SCSI enclosures and mediated devices.

use std::path::{Path, PathBuf};

use super::failed;
use crate::process::Program;
use crate::{Outcome, process, workspace};

mod boot;
mod kernel;
mod packages;
mod tree;

/// What process 1 does before the real file system is there.
const BOOT: &str = include_str!("boot.sh");
/// Process 1 of the machine.
const INIT: &str = include_str!("init.sh");
/// Raised when a change of this code must make a new image.
const RECIPE: u32 = 3;
/// Room for what cases write; the file is sparse.
const DISK_SIZE: &str = "3G";

/// What a hypervisor needs to boot the machine.
pub struct System {
    pub kernel: PathBuf,
    pub initramfs: PathBuf,
    /// An ext4 file system, never written: each run puts an overlay before it.
    pub disk: PathBuf,
}

impl System {
    fn below(folder: &Path) -> Self {
        Self {
            kernel: folder.join("vmlinuz"),
            initramfs: folder.join("initramfs.cpio"),
            disk: folder.join("system.raw"),
        }
    }

    fn is_complete(&self) -> bool {
        [&self.kernel, &self.initramfs, &self.disk]
            .iter()
            .all(|file| file.is_file())
    }
}

/// Makes the machine's files unless they are already there.
pub fn ensure() -> Outcome<System> {
    let base = workspace::target().join("guest");
    let folder = base.join("system");
    let system = System::below(&folder);
    let wanted = recipe();
    let current = std::fs::read_to_string(folder.join("stamp")).is_ok_and(|found| found == wanted);
    if current && system.is_complete() {
        return Ok(system);
    }
    for program in ["apt-get", "dpkg-deb", "mke2fs", "ldconfig"] {
        if process::find(program).is_none() {
            return Err(format!(
                "the machine of lane vm is made from Debian's packages, and this one has no {program}"
            ));
        }
    }
    // Made aside and put in place as a whole: an interrupted run leaves nothing half made in use.
    let work = base.join(format!("system.{}", std::process::id()));
    std::fs::create_dir_all(&work).map_err(|error| failed("make", &work, &error))?;
    let outcome = make(&work, &wanted);
    if outcome.is_ok() {
        // Fails only when there is no earlier one.
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::rename(&work, &folder).map_err(|error| failed("put in place", &work, &error))?;
    } else {
        // The failure that is reported is the one that led here.
        let _ = std::fs::remove_dir_all(&work);
    }
    outcome.map(|()| system)
}

fn make(work: &Path, stamp: &str) -> Outcome {
    println!("setup: making the machine of lane vm from Debian's packages");
    let system = System::below(work);
    let debs = packages::download(&work.join("packages"))?;
    let root = work.join("root");
    let kernel = kernel::unpack(&debs, &work.join("kernel"))?;
    tree::unpack(&debs, &root)?;
    kernel.install_modules(&root)?;
    tree::furnish(&root, INIT)?;
    std::fs::copy(&kernel.image, &system.kernel).map_err(|error| failed("copy", &kernel.image, &error))?;
    let archive = boot::build(&root, &kernel, BOOT)?;
    std::fs::write(&system.initramfs, archive).map_err(|error| failed("write", &system.initramfs, &error))?;
    Program::new(process::find("mke2fs").unwrap_or_else(|| "mke2fs".into()))
        .args(["-q", "-F", "-t", "ext4", "-L", "ferrovirt", "-m", "0"])
        .args([
            "-E",
            "lazy_itable_init=1,lazy_journal_init=1,root_owner=0:0",
            "-d",
        ])
        .arg(&root)
        .arg(&system.disk)
        .arg(DISK_SIZE)
        .run()?;
    for folder in ["root", "kernel", "packages"].map(|name| work.join(name)) {
        std::fs::remove_dir_all(&folder).map_err(|error| failed("remove", &folder, &error))?;
    }
    let file = work.join("stamp");
    std::fs::write(&file, stamp).map_err(|error| failed("write", &file, &error))
}

/// Everything that decides what is made, as text.
fn recipe() -> String {
    format!(
        "recipe {RECIPE}\n{}\n{}\n{DISK_SIZE}\n{BOOT}\n{INIT}",
        packages::WANTED.join(" "),
        kernel::WANTED.join(" ")
    )
}
