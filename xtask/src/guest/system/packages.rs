//! Which of Debian's packages the machine is made of. apt works out what they need, against an empty
//! list of installed packages, and fetches all of it; nothing of the machine at hand is changed.

use std::path::{Path, PathBuf};

use super::failed;
use crate::Outcome;
use crate::process::Program;

/// What cases and the daemon run, and the kernel. Add here what a new case needs.
pub const WANTED: &[&str] = &[
    "linux-image-amd64",
    // A system that scripts can rely on.
    "base-files",
    "base-passwd",
    "bash",
    "busybox-static",
    "coreutils",
    "dash",
    "diffutils",
    "findutils",
    "gawk",
    "grep",
    "kmod",
    "mount",
    "netbase",
    "procps",
    "sed",
    "tar",
    "udev",
    "util-linux",
    // Networks.
    "dnsmasq-base",
    "ethtool",
    "ifupdown",
    "iproute2",
    "iputils-ping",
    "nftables",
    // Guests within the machine, which are started and not run.
    "qemu-system-x86",
    "swtpm",
    "swtpm-tools",
    // What the host asks the machine through.
    "qemu-guest-agent",
    // Storage.
    "btrfs-progs",
    "cryptsetup-bin",
    "dmsetup",
    "dosfstools",
    "e2fsprogs",
    "gdisk",
    "lsscsi",
    "lvm2",
    "multipath-tools",
    "nbd-client",
    "nbd-server",
    "nfs-common",
    "nfs-kernel-server",
    "open-iscsi",
    "parted",
    "qemu-utils",
    "rpcbind",
    "sg3-utils",
    "tgt",
    "thin-provisioning-tools",
    "xfsprogs",
    // Looking at devices.
    "pciutils",
    "usbutils",
    // A stock client, and a stock daemon to compare with.
    "libvirt-clients",
    "libvirt-daemon",
];

/// Fetches packages with all they need, by apt with further options; answers the files.
pub fn download(folder: &Path, wanted: &[&str], apt: &[String]) -> Outcome<Vec<PathBuf>> {
    let partial = folder.join("partial");
    std::fs::create_dir_all(&partial).map_err(|error| failed("make", &partial, &error))?;
    let status = folder.join("status");
    std::fs::write(&status, "").map_err(|error| failed("write", &status, &error))?;
    println!("setup: fetching packages");
    let option = |name: &str, path: &Path| format!("{name}={}", path.display());
    Program::new("apt-get")
        .args([
            "install",
            "-q",
            "-q",
            "-y",
            "--no-install-recommends",
            "--download-only",
        ])
        .args(apt)
        .args(["-o", &option("Dir::State::Status", &status)])
        .args(["-o", &option("Dir::Cache::archives", folder)])
        // Without its sandbox, because apt's own user may not write below a home directory.
        .args(["-o", "APT::Sandbox::User=root", "-o", "Debug::NoLocking=1"])
        .args(wanted)
        .env("DEBIAN_FRONTEND", "noninteractive")
        .run()
        .map_err(|error| {
            format!(
                "{error}\nthe package lists may be missing or old: run `sudo apt-get update` and start again"
            )
        })?;
    let mut debs: Vec<PathBuf> = std::fs::read_dir(folder)
        .map_err(|error| failed("read", folder, &error))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "deb"))
        .collect();
    debs.sort();
    Ok(debs)
}

/// Whether a file is a package of this name, or of one that begins so.
pub fn is_named(deb: &Path, beginning: &str) -> bool {
    deb.file_name()
        .and_then(|name| name.to_str())
        .is_some_and(|name| name.starts_with(beginning))
}
