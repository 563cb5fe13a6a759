//! The small guest that the demo and the tests boot: a Debian cloud kernel and an initramfs with
//! busybox, a few modules and one script. Made once and cached in `target/guest`.

use std::path::{Path, PathBuf};

use crate::{Outcome, workspace};

mod cpio;
mod initramfs;
mod modules;
mod source;
pub mod system;

/// The script that is the guest's whole user space.
const INIT: &str = include_str!("init.sh");
/// Run by busybox's DHCP client at each change of the lease.
const DHCP_SCRIPT: &str = include_str!("dhcp.sh");
/// Raised when a change of this code must make a new image.
const RECIPE: u32 = 1;

/// Names of the two files in their folder.
pub const KERNEL: &str = "vmlinuz";
pub const INITRAMFS: &str = "initramfs.cpio";

/// The two files a hypervisor boots directly, in a folder of their own.
pub struct Image {
    pub folder: PathBuf,
    pub kernel: PathBuf,
    pub initramfs: PathBuf,
}

/// Makes the image unless it is already there.
pub fn ensure() -> Outcome<Image> {
    let folder = workspace::target().join("guest");
    let image = Image {
        kernel: folder.join(KERNEL),
        initramfs: folder.join(INITRAMFS),
        folder: folder.clone(),
    };
    let stamp = folder.join("stamp");
    let wanted = format!(
        "recipe {RECIPE}\n{}\n{INIT}\n{DHCP_SCRIPT}",
        modules::WANTED.join(" ")
    );
    let current = std::fs::read_to_string(&stamp).is_ok_and(|found| found == wanted);
    if current && image.kernel.is_file() && image.initramfs.is_file() {
        return Ok(image);
    }
    std::fs::create_dir_all(&folder).map_err(|error| failed("make", &folder, &error))?;
    let source = source::find(&folder)?;
    println!(
        "setup: making the guest's initramfs from {}",
        source.modules.display()
    );
    std::fs::copy(&source.kernel, &image.kernel).map_err(|error| failed("copy", &source.kernel, &error))?;
    let archive = initramfs::build(&source, INIT, DHCP_SCRIPT)?;
    std::fs::write(&image.initramfs, archive).map_err(|error| failed("write", &image.initramfs, &error))?;
    std::fs::write(&stamp, wanted).map_err(|error| failed("write", &stamp, &error))?;
    source.discard()?;
    Ok(image)
}

fn failed(action: &str, path: &Path, error: &std::io::Error) -> String {
    format!("cannot {action} {}: {error}", path.display())
}
