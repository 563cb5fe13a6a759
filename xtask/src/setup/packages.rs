//! Debian packages: which one gives what we need, and how to install those that are missing.

use std::path::Path;

use super::Purpose;
use crate::Outcome;
use crate::process::{self, Program};

/// Something the machine must have, and the package that brings it.
pub struct Need {
    package: &'static str,
    /// A program on the path, or a file when it begins with a slash.
    evidence: &'static str,
    since: Purpose,
}

const NEEDS: &[Need] = &[
    Need {
        package: "qemu-system-x86",
        evidence: "qemu-system-x86_64",
        since: Purpose::UserDemo,
    },
    Need {
        package: "qemu-utils",
        evidence: "qemu-img",
        since: Purpose::UserDemo,
    },
    Need {
        package: "qemu-block-extra",
        evidence: "/usr/lib/x86_64-linux-gnu/qemu/block-iscsi.so",
        since: Purpose::Test,
    },
    Need {
        package: "ovmf",
        evidence: "/usr/share/qemu/firmware/60-edk2-x86_64.json",
        since: Purpose::Test,
    },
    Need {
        package: "dnsmasq-base",
        evidence: "dnsmasq",
        since: Purpose::Demo,
    },
    Need {
        package: "nftables",
        evidence: "nft",
        since: Purpose::Demo,
    },
    Need {
        package: "iproute2",
        evidence: "ip",
        since: Purpose::Demo,
    },
    Need {
        package: "iputils-ping",
        evidence: "ping",
        since: Purpose::Demo,
    },
    Need {
        package: "libvirt-clients",
        evidence: "virsh",
        since: Purpose::Demo,
    },
    Need {
        package: "python3-libvirt",
        evidence: "/usr/lib/python3/dist-packages/libvirt.py",
        since: Purpose::Test,
    },
    Need {
        package: "udhcpc",
        evidence: "udhcpc",
        since: Purpose::Test,
    },
    Need {
        package: "bind9-dnsutils",
        evidence: "dig",
        since: Purpose::Test,
    },
    Need {
        package: "virtinst",
        evidence: "virt-install",
        since: Purpose::Test,
    },
    Need {
        package: "libvirt-daemon",
        evidence: "libvirtd",
        since: Purpose::Test,
    },
    Need {
        package: "libvirt-daemon-driver-qemu",
        evidence: "/usr/lib/x86_64-linux-gnu/libvirt/connection-driver/libvirt_driver_qemu.so",
        since: Purpose::Bench,
    },
    Need {
        package: "iptables",
        evidence: "iptables",
        since: Purpose::Test,
    },
    Need {
        package: "libiscsi-bin",
        evidence: "iscsi-ls",
        since: Purpose::Test,
    },
    Need {
        package: "swtpm",
        evidence: "swtpm",
        since: Purpose::Test,
    },
    Need {
        package: "swtpm-tools",
        evidence: "swtpm_setup",
        since: Purpose::Test,
    },
    Need {
        package: "fdisk",
        evidence: "sfdisk",
        since: Purpose::Test,
    },
    Need {
        package: "libxml2-utils",
        evidence: "xmllint",
        since: Purpose::Test,
    },
    Need {
        package: "e2fsprogs",
        evidence: "mkfs.ext4",
        since: Purpose::Test,
    },
];

/// A Ceph of one machine, for the lane that is run on demand.
pub const CEPH: &[Need] = &[
    Need {
        package: "ceph-mon",
        evidence: "ceph-mon",
        since: Purpose::Test,
    },
    Need {
        package: "ceph-osd",
        evidence: "ceph-osd",
        since: Purpose::Test,
    },
    Need {
        package: "ceph-mgr",
        evidence: "ceph-mgr",
        since: Purpose::Test,
    },
    Need {
        package: "ceph-common",
        evidence: "rbd",
        since: Purpose::Test,
    },
];

/// What builds modules for a kernel.
pub const MODULES: &[Need] = &[
    Need {
        package: "gcc",
        evidence: "gcc",
        since: Purpose::Test,
    },
    Need {
        package: "make",
        evidence: "make",
        since: Purpose::Test,
    },
    Need {
        package: "binutils",
        evidence: "strip",
        since: Purpose::Test,
    },
];

impl Need {
    fn is_met(&self) -> bool {
        if self.evidence.starts_with('/') {
            Path::new(self.evidence).exists()
        } else {
            process::find(self.evidence).is_some()
        }
    }
}

/// Installs the packages a purpose lacks; as an ordinary user, names them with the command to run.
pub fn ensure(purpose: Purpose) -> Outcome {
    ensure_needs(NEEDS.iter().filter(|need| need.since <= purpose))
}

/// The same for packages of a list.
pub fn ensure_needs(needs: impl IntoIterator<Item = &'static Need>) -> Outcome {
    let unmet: Vec<&Need> = needs.into_iter().filter(|need| !need.is_met()).collect();
    let missing: Vec<&str> = unmet.iter().map(|need| need.package).collect();
    if missing.is_empty() {
        return Ok(());
    }
    if process::find("apt-get").is_none() {
        return Err(format!(
            "missing: {}. These are Debian's package names and this machine has no apt-get: install the \
             programs they hold by your own package manager and start again",
            missing.join(", ")
        ));
    }
    let release = std::fs::read_to_string("/etc/os-release").unwrap_or_default();
    let arguments = install_arguments(&missing, codename(&release));
    if !process::is_root() {
        return Err(format!(
            "missing: {}. As the superuser run\n\n    sudo apt-get {}\n\nand start again",
            missing.join(", "),
            arguments.join(" ")
        ));
    }
    println!("setup: installing {}", missing.join(", "));
    run(&arguments)?;
    let lacking = unmet.iter().filter(|need| !need.is_met());
    let lacking: Vec<&str> = lacking.map(|need| need.evidence).collect();
    if lacking.is_empty() {
        Ok(())
    } else {
        Err(format!("installed, and yet not found: {}", lacking.join(", ")))
    }
}

/// Installs packages by their names, which apt said itself; those that are there already stay as they are.
pub fn install(packages: &[&str]) -> Outcome {
    let arguments = install_arguments(packages, None);
    if process::is_root() {
        return run(&arguments);
    }
    // Somebody may have done it.
    let has = Program::new("dpkg-query").arg("--show").args(packages).read();
    has.map(|_| ()).map_err(|_| {
        format!(
            "missing: {}. As the superuser run\n\n    sudo apt-get {}\n\nand start again",
            packages.join(", "),
            arguments.join(" ")
        )
    })
}

/// Reads what the mirrors have.
pub fn update() -> Outcome {
    println!("setup: apt-get update");
    Program::new("apt-get").args(["update", "-q"]).run()
}

/// Tries with the package lists at hand, then with fresh ones.
fn run(arguments: &[String]) -> Outcome {
    let attempt = |lists: &str| {
        println!("setup: apt-get install ({lists})");
        Program::new("apt-get")
            .args(arguments)
            .env("DEBIAN_FRONTEND", "noninteractive")
            .run()
    };
    if have_lists() && attempt("package lists at hand").is_ok() {
        return Ok(());
    }
    update()?;
    attempt("fresh package lists")
}

/// Whether apt has any package list; an image of a system often has none.
pub fn have_lists() -> bool {
    std::fs::read_dir("/var/lib/apt/lists").is_ok_and(|mut entries| {
        entries.any(|entry| entry.is_ok_and(|entry| entry.file_name().to_string_lossy().contains("Packages")))
    })
}

/// The arguments of the one `apt-get` that installs everything missing.
///
/// On Debian 12 a `qemu-utils` from backports conflicts with the release's QEMU, so the release's is
/// asked for by name in the same transaction, and so are QEMU's modules, which must be of its version.
fn install_arguments(missing: &[&str], codename: Option<&str>) -> Vec<String> {
    let mut arguments: Vec<String> = [
        "install",
        "-y",
        "-q",
        "--no-install-recommends",
        "--allow-downgrades",
    ]
    .map(str::to_owned)
    .into();
    arguments.extend(missing.iter().map(|package| (*package).to_owned()));
    if missing.contains(&"qemu-system-x86") && codename == Some("bookworm") {
        arguments.retain(|argument| argument != "qemu-utils");
        arguments.push("qemu-utils/bookworm".to_owned());
        for argument in &mut arguments {
            if argument == "qemu-block-extra" {
                argument.push_str("/bookworm");
            }
        }
    }
    arguments
}

fn codename(os_release: &str) -> Option<&str> {
    os_release
        .lines()
        .find_map(|line| line.strip_prefix("VERSION_CODENAME="))
        .map(|name| name.trim_matches('"'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn release_of_qemu_utils_is_named_on_bookworm_only() {
        let missing = ["qemu-system-x86", "qemu-utils"];
        let bookworm = install_arguments(&missing, Some("bookworm"));
        assert_eq!(bookworm[5..], ["qemu-system-x86", "qemu-utils/bookworm"]);
        let modules = install_arguments(&["qemu-system-x86", "qemu-block-extra"], Some("bookworm"));
        assert!(modules.contains(&"qemu-block-extra/bookworm".to_owned()));
        let other = install_arguments(&missing, Some("trixie"));
        assert_eq!(other[5..], ["qemu-system-x86", "qemu-utils"]);
    }

    #[test]
    fn codename_is_read_with_and_without_quotes() {
        assert_eq!(
            codename("ID=debian\nVERSION_CODENAME=bookworm\n"),
            Some("bookworm")
        );
        assert_eq!(codename("VERSION_CODENAME=\"noble\""), Some("noble"));
        assert_eq!(codename("ID=arch"), None);
    }
}
