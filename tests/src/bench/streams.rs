//! Contents of volumes through `virsh`, which is the same program on both sides, by the socket and by TLS.

use std::time::Instant;

use super::meter::cpu_nanoseconds;
use super::side::Side;
use crate::harness::case::Outcome;
use crate::harness::daemon::Daemon;
use crate::harness::virsh::Virsh;

const MEBIBYTES: u32 = 256;

pub fn upload(side: &mut Side) -> Outcome<f64> {
    transfer(side, "vol-upload").map(|cost| cost.rate)
}

pub fn upload_cpu(side: &mut Side) -> Outcome<f64> {
    transfer(side, "vol-upload").map(|cost| cost.cpu)
}

pub fn download(side: &mut Side) -> Outcome<f64> {
    transfer(side, "vol-download").map(|cost| cost.rate)
}

pub fn download_cpu(side: &mut Side) -> Outcome<f64> {
    transfer(side, "vol-download").map(|cost| cost.cpu)
}

pub fn secure_upload(side: &mut Side) -> Outcome<f64> {
    secure(side, "vol-upload").map(|cost| cost.rate)
}

pub fn secure_upload_cpu(side: &mut Side) -> Outcome<f64> {
    secure(side, "vol-upload").map(|cost| cost.cpu)
}

pub fn secure_download(side: &mut Side) -> Outcome<f64> {
    secure(side, "vol-download").map(|cost| cost.rate)
}

pub fn secure_download_cpu(side: &mut Side) -> Outcome<f64> {
    secure(side, "vol-download").map(|cost| cost.cpu)
}

struct Cost {
    /// MB a second.
    rate: f64,
    /// Milliseconds of the daemon's processor time.
    cpu: f64,
}

fn transfer(side: &mut Side, verb: &str) -> Outcome<Cost> {
    let daemon = side.plain()?;
    through(daemon, &daemon.virsh(), verb)
}

fn secure(side: &mut Side, verb: &str) -> Outcome<Cost> {
    let (daemon, virsh) = side.secure()?;
    through(daemon, &virsh, verb)
}

fn through(daemon: &Daemon, virsh: &Virsh, verb: &str) -> Outcome<Cost> {
    let folder = daemon.scratch().join("pool");
    std::fs::create_dir_all(&folder)?;
    if virsh.ok(&["pool-list", "--name"])?.trim() != "bench" {
        virsh.ok(&[
            "pool-create-as",
            "bench",
            "dir",
            "--target",
            &folder.display().to_string(),
        ])?;
        virsh.ok(&[
            "vol-create-as",
            "bench",
            "v.img",
            &format!("{MEBIBYTES}M"),
            "--format",
            "raw",
        ])?;
    }
    let file = daemon.scratch().join("content");
    if !file.exists() {
        let block: Vec<u8> = (0..1_u32 << 20)
            .map(|index| index.wrapping_mul(2_654_435_761).to_be_bytes()[0])
            .collect();
        std::fs::write(
            &file,
            block.repeat(usize::try_from(MEBIBYTES).unwrap_or_default()),
        )?;
    }
    let pid = daemon.pid()?;
    let (before, start) = (cpu_nanoseconds(pid)?, Instant::now());
    virsh.ok(&[verb, "v.img", &file.display().to_string(), "--pool", "bench"])?;
    let elapsed = start.elapsed().as_secs_f64();
    Ok(Cost {
        rate: f64::from(MEBIBYTES) * 1.048_576 / elapsed,
        cpu: cpu_nanoseconds(pid)?.saturating_sub(before) as f64 / 1e6,
    })
}
