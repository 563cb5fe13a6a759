//! Puts the guest's files together: busybox, modules, scripts.

use std::path::Path;

use super::cpio::Archive;
use super::failed;
use super::modules;
use super::source::Source;
use crate::Outcome;
use crate::process::Program;

/// Folders that the kernel, the scripts and busybox expect.
const FOLDERS: &[&str] = &[
    "bin",
    "dev",
    "etc",
    "etc/acpi",
    "etc/acpi/PWRF",
    "lib",
    "lib/modules",
    "proc",
    "root",
    "run",
    "sys",
    "tmp",
    "var",
    "var/run",
    "var/log",
];

/// What the power button does: the name is the event's, as busybox's acpid looks for it.
const POWER_BUTTON: (&str, &str) = (
    "etc/acpi/PWRF/00000080",
    "#!/bin/sh\necho FERROVIRT-GUEST power-button >/dev/console\nsync\nexec busybox poweroff -f\n",
);

/// The archive a kernel unpacks at boot.
pub fn build(source: &Source, init: &str, dhcp_script: &str) -> Outcome<Vec<u8>> {
    let mut archive = Archive::default();
    for folder in FOLDERS {
        archive.directory(folder);
    }
    archive.character_device("dev/console", 5, 1);
    archive.program("bin/busybox", &read(&source.busybox)?);
    archive.symlink("bin/sh", "busybox");
    archive.program("init", init.as_bytes());
    archive.program("etc/dhcp.sh", dhcp_script.as_bytes());
    archive.program(POWER_BUTTON.0, POWER_BUTTON.1.as_bytes());
    let mut order = String::new();
    for file in modules::load_order(&modules_dep(source)?)? {
        let path = source.modules.join(&file);
        let name = file.rsplit('/').next().unwrap_or(&file).trim_end_matches(".xz");
        archive.file(&format!("lib/modules/{name}"), &module(&path)?);
        order.push_str(name);
        order.push('\n');
    }
    archive.file("etc/modules", order.as_bytes());
    Ok(archive.finish())
}

/// A package that was only unpacked has no `modules.dep` yet: depmod makes it.
fn modules_dep(source: &Source) -> Outcome<String> {
    let path = source.modules.join("modules.dep");
    if !path.is_file()
        && let (Some(version), Some(root)) = (source.modules.file_name(), source.modules.ancestors().nth(3))
    {
        let depmod = crate::process::find("depmod");
        let program = match depmod {
            Some(path) => Program::new(path),
            None => Program::new(&source.busybox).arg("depmod"),
        };
        program.arg("-b").arg(root).arg(version).run()?;
    }
    std::fs::read_to_string(&path).map_err(|error| failed("read", &path, &error))
}

/// The module as the kernel takes it; newer Debian kernels keep theirs compressed.
pub fn module(path: &Path) -> Outcome<Vec<u8>> {
    if path.extension().is_some_and(|extension| extension == "xz") {
        let output = std::process::Command::new("xz")
            .args(["--decompress", "--stdout"])
            .arg(path)
            .output()
            .map_err(|error| failed("unpack", path, &error))?;
        if output.status.success() {
            return Ok(output.stdout);
        }
        return Err(format!(
            "xz cannot unpack {}: {}",
            path.display(),
            String::from_utf8_lossy(&output.stderr)
        ));
    }
    read(path)
}

pub fn read(path: &Path) -> Outcome<Vec<u8>> {
    std::fs::read(path).map_err(|error| failed("read", path, &error))
}
