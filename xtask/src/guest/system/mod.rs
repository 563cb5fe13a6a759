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
mod contrib;
mod kernel;
mod packages;
mod tree;
mod zfs;

/// What process 1 does before the real file system is there.
const BOOT: &str = include_str!("boot.sh");
/// Process 1 of the machine.
const INIT: &str = include_str!("init.sh");
/// Raised when a change of this code must make a new image.
const RECIPE: u32 = 3;
/// Room for what cases write; the file is sparse.
const DISK_SIZE: &str = "3G";

/// Which machine: they differ in nothing but what the last has more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Machine {
    /// The one of lane vm.
    General,
    /// With ZFS, whose modules are built for it.
    Zfs,
}

impl Machine {
    fn folder(self) -> &'static str {
        match self {
            Self::General => "system",
            Self::Zfs => "system-zfs",
        }
    }

    fn packages(self) -> Vec<&'static str> {
        match self {
            Self::General => packages::WANTED.to_vec(),
            Self::Zfs => [packages::WANTED, zfs::WANTED].concat(),
        }
    }

    /// Programs that making it needs.
    fn makers(self) -> &'static [&'static str] {
        match self {
            Self::General => &["apt-get", "dpkg-deb", "mke2fs", "ldconfig"],
            Self::Zfs => &["apt-get", "dpkg-deb", "mke2fs", "ldconfig", "make", "strip"],
        }
    }
}

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
pub fn ensure(machine: Machine) -> Outcome<System> {
    let base = workspace::target().join("guest");
    let folder = base.join(machine.folder());
    let system = System::below(&folder);
    let wanted = recipe(machine);
    let current = std::fs::read_to_string(folder.join("stamp")).is_ok_and(|found| found == wanted);
    if current && system.is_complete() {
        return Ok(system);
    }
    for program in machine.makers() {
        if process::find(program).is_none() {
            return Err(format!(
                "the machine of lane vm is made from Debian's packages, and this one has no {program}"
            ));
        }
    }
    // Made aside and put in place as a whole: an interrupted run leaves nothing half made in use.
    let work = base.join(format!("{}.{}", machine.folder(), std::process::id()));
    std::fs::create_dir_all(&work).map_err(|error| failed("make", &work, &error))?;
    let outcome = make(machine, &work, &wanted);
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

fn make(machine: Machine, work: &Path, stamp: &str) -> Outcome {
    println!("setup: making the machine of lane vm from Debian's packages");
    let system = System::below(work);
    let apt = match machine {
        Machine::General => Vec::new(),
        Machine::Zfs => contrib::ensure(&workspace::target().join("guest/contrib"))?,
    };
    let debs = packages::download(&work.join("packages"), &machine.packages(), &apt)?;
    let root = work.join("root");
    let kernel = kernel::unpack(&debs, &work.join("kernel"))?;
    tree::unpack(&debs, &root)?;
    let further = match machine {
        Machine::General => Vec::new(),
        Machine::Zfs => zfs::modules(&kernel, &apt)?,
    };
    kernel.install_modules(&root, &further)?;
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
fn recipe(machine: Machine) -> String {
    format!(
        "recipe {RECIPE}\n{}\n{}\n{DISK_SIZE}\n{BOOT}\n{INIT}",
        machine.packages().join(" "),
        kernel::WANTED.join(" ")
    )
}
