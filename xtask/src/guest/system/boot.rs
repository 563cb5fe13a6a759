//! The archive that the machine's kernel unpacks first: busybox and the modules up to its disk.

use std::path::Path;

use super::kernel::Kernel;
use crate::Outcome;
use crate::guest::cpio::Archive;
use crate::guest::initramfs;

/// Up to an ext4 file system on a paravirtual disk.
const WANTED: &[&str] = &["virtio_pci", "virtio_blk", "ext4", "crc32c_generic"];

const FOLDERS: &[&str] = &["bin", "dev", "lib", "lib/modules", "proc", "sys", "system"];

/// Builds it; busybox is taken from the machine's own files.
pub fn build(root: &Path, kernel: &Kernel, script: &str) -> Outcome<Vec<u8>> {
    let mut archive = Archive::default();
    for folder in FOLDERS {
        archive.directory(folder);
    }
    archive.character_device("dev/console", 5, 1);
    archive.program("bin/busybox", &initramfs::read(&root.join("bin/busybox"))?);
    archive.symlink("bin/sh", "busybox");
    archive.program("init", script.as_bytes());
    let mut order = String::new();
    for path in kernel.load_order(WANTED)? {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        let name = name.unwrap_or_default().trim_end_matches(".xz").to_owned();
        archive.file(&format!("lib/modules/{name}"), &initramfs::module(&path)?);
        order.push_str(&name);
        order.push('\n');
    }
    archive.file("lib/modules/order", order.as_bytes());
    Ok(archive.finish())
}
