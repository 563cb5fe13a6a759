//! Whether KVM really runs guests.
//!
//! Opening `/dev/kvm` proves nothing: nested and para-virtualised hosts have one on which an ordinary
//! kernel hangs. So a ROM of a few dozen instructions is run that does what such a kernel does first:
//! it sets up paging, enters 64-bit mode, takes an interrupt in ring 0, reloads the page tables and
//! then ends the machine through a port with a value that it computed on the way.

use ferrovirt_host::Error as HostError;
use ferrovirt_host::process::Command;
use serde::{Deserialize, Serialize};
use std::path::Path;
use std::time::Duration;

/// How long the ROM may take; a working KVM needs some milliseconds.
const DEADLINE: Duration = Duration::from_millis(2500);

/// Exit status of QEMU when the guest writes 0x10 to the exit device: twice that, plus one.
const PASSED: i32 = 0x10 * 2 + 1;

const ROM_SIZE: usize = 64 * 1024;

/// The last 256 bytes of the ROM, which is mapped below 4 GiB and below 1 MiB.
const ROM_END: [u8; 256] = *include_bytes!("kvm-probe.rom");

/// Whether guests can run under KVM.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum KvmStatus {
    /// A guest ran.
    Works,
    /// It cannot be used.
    Unusable {
        /// Why, and what can be done.
        reason: String,
    },
}

impl KvmStatus {
    /// Whether it works.
    pub fn works(&self) -> bool {
        matches!(self, KvmStatus::Works)
    }
}

fn unusable(reason: impl Into<String>) -> KvmStatus {
    KvmStatus::Unusable {
        reason: reason.into(),
    }
}

/// The cheap reasons for which KVM cannot be used: no device, no permission.
pub(super) fn obvious() -> Option<KvmStatus> {
    match std::fs::OpenOptions::new()
        .read(true)
        .write(true)
        .open("/dev/kvm")
    {
        Ok(_) => None,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Some(unusable(
            "there is no /dev/kvm: the host has no virtualization extensions or the kvm modules are not loaded",
        )),
        Err(e) if e.kind() == std::io::ErrorKind::PermissionDenied => Some(unusable(
            "/dev/kvm may not be opened: add the user to the group that owns it, usually 'kvm'",
        )),
        Err(e) => Some(unusable(format!("/dev/kvm cannot be opened: {e}"))),
    }
}

/// Runs the ROM with `binary`. `dir` takes the ROM's file for the time of the probe.
pub(super) async fn run(binary: &Path, dir: &Path) -> KvmStatus {
    if let Some(status) = obvious() {
        return status;
    }
    let file = dir.join(format!("kvm-probe-{}.rom", std::process::id()));
    let written = write_rom(&file).await;
    if let Err(e) = written {
        return unusable(format!("the probe cannot be written to {}: {e}", file.display()));
    }
    let output = Command::new(binary)
        .args([
            "-accel",
            "kvm",
            "-machine",
            "pc",
            "-m",
            "1",
            "-nodefaults",
            "-no-user-config",
            "-display",
            "none",
        ])
        .args([
            "-monitor",
            "none",
            "-device",
            "isa-debug-exit,iobase=0xf4,iosize=0x04",
            "-bios",
        ])
        .arg(&file)
        .timeout(DEADLINE)
        .output()
        .await;
    // Left behind it would be rewritten next time.
    let _ = tokio::fs::remove_file(&file).await;
    match output {
        Ok(out) if out.status.code() == Some(PASSED) => KvmStatus::Works,
        Ok(out) => unusable(format!(
            "a test guest failed under KVM ({}): {}",
            out.status, out.stderr
        )),
        Err(HostError::TimedOut { .. }) => unusable(
            "/dev/kvm opens, but an ordinary 64-bit guest hangs on it (a nested or para-virtualised KVM); \
             guests of type 'qemu' work",
        ),
        Err(e) => unusable(format!("the test guest cannot be started: {e}")),
    }
}

async fn write_rom(file: &Path) -> std::io::Result<()> {
    const HLT: u8 = 0xf4;
    let mut rom = vec![HLT; ROM_SIZE];
    rom[ROM_SIZE - ROM_END.len()..].copy_from_slice(&ROM_END);
    if let Some(dir) = file.parent() {
        tokio::fs::create_dir_all(dir).await?;
    }
    tokio::fs::write(file, rom).await
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Under emulation the ROM has to pass, or a failure under KVM would mean nothing.
    #[tokio::test]
    async fn the_rom_passes_under_emulation() {
        let qemu = Path::new("/usr/bin/qemu-system-x86_64");
        if !qemu.exists() {
            eprintln!("SKIPPED: {} is not installed", qemu.display());
            return;
        }
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("rom");
        write_rom(&file).await.unwrap();
        let out = Command::new(qemu)
            .args([
                "-accel",
                "tcg",
                "-machine",
                "pc",
                "-m",
                "1",
                "-nodefaults",
                "-no-user-config",
                "-display",
                "none",
            ])
            .args([
                "-monitor",
                "none",
                "-device",
                "isa-debug-exit,iobase=0xf4,iosize=0x04",
                "-bios",
            ])
            .arg(&file)
            .output()
            .await
            .unwrap();
        assert_eq!(out.status.code(), Some(PASSED), "{}", out.stderr);
    }
}
