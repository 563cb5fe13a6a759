//! A stock libvirtd below a folder, in a mount namespace of its own: to compare with, and to judge the
//! lanes themselves by (`FERROVIRT_DAEMON=stock`).

use std::path::Path;
use std::process::Command;

use super::case::Outcome;

/// Its folders on the machine, and which of ours each is bound to.
const FOLDERS: &[(&str, &str)] = &[
    ("etc", "/etc/libvirt"),
    ("lib", "/var/lib/libvirt"),
    ("cache", "/var/cache/libvirt"),
    ("run-libvirt", "/run/libvirt"),
    ("log", "/var/log/libvirt"),
];

/// Binds the folders, given as pairs of arguments, and becomes the daemon.
const LAUNCH: &str =
    "while [ \"$1\" != -- ]; do mkdir -p \"$2\"; mount --bind \"$1\" \"$2\" || exit 1; shift 2; done
shift
exec \"$@\"";

/// Makes its folders and settings.
pub fn furnish(root: &Path) -> Outcome {
    for folder in [
        "run",
        "etc/qemu",
        "lib/images",
        "lib/qemu",
        "lib/dnsmasq",
        "lib/boot",
    ] {
        std::fs::create_dir_all(root.join(folder))?;
    }
    let settings = format!(
        "unix_sock_dir = \"{}\"\nunix_sock_group = \"root\"\nauth_unix_ro = \"none\"\nauth_unix_rw = \"none\"\n\
         max_clients = 5000\n",
        root.join("run").display()
    );
    std::fs::write(root.join("etc/libvirtd.conf"), settings)?;
    std::fs::write(
        root.join("etc/qemu.conf"),
        "user = \"root\"\ngroup = \"root\"\ndynamic_ownership = 0\nremember_owner = 0\n\
         security_driver = \"none\"\nstdio_handler = \"file\"\nnamespaces = []\ncgroup_controllers = []\n",
    )?;
    Ok(())
}

/// The command that runs one, in the foreground, with its socket at `ROOT/run/libvirt-sock`.
pub fn command(root: &Path, extra: &[String]) -> Outcome<Command> {
    let mut command = Command::new("unshare");
    command.args(["--mount", "--propagation", "private", "sh", "-c", LAUNCH, "sh"]);
    for (ours, theirs) in FOLDERS {
        let ours = root.join(ours);
        std::fs::create_dir_all(&ours)?;
        command.arg(ours).arg(theirs);
    }
    command
        .args(["--", "/usr/sbin/libvirtd", "--config"])
        .arg(root.join("etc/libvirtd.conf"));
    command
        .arg("--pid-file")
        .arg(root.join("run/libvirtd.pid"))
        .args(extra);
    Ok(command)
}
