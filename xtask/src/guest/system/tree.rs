//! The machine's files: packages unpacked one over the other, and the few things that their scripts would
//! have made, which are not run.

use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::failed;
use super::packages::is_named;
use crate::Outcome;
use crate::process::{self, Program};

/// Folders that Debian has elsewhere, and where, from where they were. Packages still name the old places,
/// so the links come first; none leads out of the tree.
const MOVED: &[(&str, &str)] = &[
    ("bin", "usr/bin"),
    ("sbin", "usr/sbin"),
    ("lib", "usr/lib"),
    ("lib64", "usr/lib64"),
    ("var/run", "../run"),
    ("var/lock", "../run/lock"),
];

/// What no case reads.
const LEFT_OUT: &[&str] = &[
    "./usr/share/doc",
    "./usr/share/man",
    "./usr/share/locale",
    "./usr/share/info",
    "./usr/share/i18n",
    "./usr/share/bash-completion",
    "./usr/include",
];

const FOLDERS: &[&str] = &[
    "dev",
    "proc",
    "sys",
    "run",
    "tmp",
    "mnt",
    "root",
    "programs",
    "var/tmp",
    "var/log",
    "var/lib/nfs",
    "var/lib/nfs/v4recovery",
    "etc/iscsi",
    "etc/network",
    "etc/target",
];

const LINKS: &[(&str, &str)] = &[
    ("etc/mtab", "../proc/self/mounts"),
    ("usr/bin/sh", "dash"),
    ("usr/bin/awk", "gawk"),
];

/// Users and groups that the packages' scripts would have added, after those of base-passwd.
const USERS: &str = "_rpc:x:106:65534::/run/rpcbind:/usr/sbin/nologin
statd:x:107:65534::/var/lib/nfs:/usr/sbin/nologin
libvirt-qemu:x:64055:106::/var/lib/libvirt:/usr/sbin/nologin
";
const GROUPS: &str = "kvm:x:106:\nlibvirt:x:107:\nlibvirt-qemu:x:64055:\nrender:x:108:\nsgx:x:109:\n";

const FILES: &[(&str, &str)] = &[
    ("etc/hosts", "127.0.0.1 localhost vm\n::1 localhost\n"),
    ("etc/hostname", "vm\n"),
    ("etc/machine-id", "6665727276697274657374766d000001\n"),
    (
        "etc/nsswitch.conf",
        "passwd: files\ngroup: files\nshadow: files\nhosts: files dns\n",
    ),
    ("etc/fstab", ""),
    ("etc/exports", ""),
    (
        "etc/iscsi/initiatorname.iscsi",
        "InitiatorName=iqn.2026-01.test.ferrovirt:vm\n",
    ),
];

/// Process 1 of the machine listens to nobody: whoever wants the power off, the agent for one, takes it away.
const SHUTDOWN: &str = "#!/bin/sh\nsync\necho o >/proc/sysrq-trigger\nsleep 10\nexec busybox poweroff -f\n";

/// Unpacks the packages, the kernel's excepted.
pub fn unpack(debs: &[PathBuf], root: &Path) -> Outcome {
    let var = root.join("var");
    std::fs::create_dir_all(&var).map_err(|error| failed("make", &var, &error))?;
    for (name, target) in MOVED {
        let folder = root.join(target.trim_start_matches("../"));
        std::fs::create_dir_all(&folder).map_err(|error| failed("make", &folder, &error))?;
        let link = root.join(name);
        symlink(target, &link).map_err(|error| failed("make", &link, &error))?;
    }
    println!("setup: unpacking {} packages", debs.len());
    for deb in debs.iter().filter(|deb| !is_named(deb, "linux-image-")) {
        extract(deb, root, LEFT_OUT)?;
    }
    Ok(())
}

/// One package's files; links to folders stay links.
pub fn extract(deb: &Path, root: &Path, left_out: &[&str]) -> Outcome {
    let cannot = |error: std::io::Error| failed("unpack", deb, &error);
    let mut source = Command::new("dpkg-deb")
        .arg("--fsys-tarfile")
        .arg(deb)
        .stdout(Stdio::piped())
        .spawn()
        .map_err(cannot)?;
    let mut tar = Command::new("tar");
    tar.args(["--extract", "--keep-directory-symlink", "--directory"])
        .arg(root);
    tar.args(left_out.iter().map(|path| format!("--exclude={path}")));
    if let Some(output) = source.stdout.take() {
        tar.stdin(output);
    }
    let unpacked = tar.status().map_err(cannot)?;
    let read = source.wait().map_err(cannot)?;
    if unpacked.success() && read.success() {
        Ok(())
    } else {
        Err(format!("cannot unpack {}", deb.display()))
    }
}

/// Adds what is the machine's own.
pub fn furnish(root: &Path, init: &str) -> Outcome {
    for folder in FOLDERS {
        let folder = root.join(folder);
        std::fs::create_dir_all(&folder).map_err(|error| failed("make", &folder, &error))?;
    }
    for (link, target) in LINKS {
        let link = root.join(link);
        // A package may have brought one.
        if link.symlink_metadata().is_ok() {
            continue;
        }
        symlink(target, &link).map_err(|error| failed("make", &link, &error))?;
    }
    for (file, text) in FILES {
        write(&root.join(file), text)?;
    }
    for (file, more) in [("passwd", USERS), ("group", GROUPS)] {
        let master = root.join(format!("usr/share/base-passwd/{file}.master"));
        let text = std::fs::read_to_string(&master).map_err(|error| failed("read", &master, &error))?;
        write(&root.join("etc").join(file), &format!("{text}{more}"))?;
    }
    let program = root.join("usr/sbin/vm-init");
    write(&program, init)?;
    make_executable(&program)?;
    let program = root.join("usr/sbin/shutdown");
    write(&program, SHUTDOWN)?;
    make_executable(&program)?;
    Program::new(process::find("ldconfig").unwrap_or_else(|| "ldconfig".into()))
        .arg("-r")
        .arg(root)
        .run()
}

fn write(path: &Path, text: &str) -> Outcome {
    std::fs::write(path, text).map_err(|error| failed("write", path, &error))
}

fn make_executable(path: &Path) -> Outcome {
    use std::os::unix::fs::PermissionsExt;

    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755))
        .map_err(|error| failed("make executable", path, &error))
}
