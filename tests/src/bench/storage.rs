//! Pools with many volumes, and volumes made and filled.

use std::time::{Duration, Instant};

use super::meter::cpu_nanoseconds;
use super::side::{Side, client};
use crate::harness::case::{Outcome, require_equal};
use crate::harness::command;
use crate::harness::daemon::Daemon;
use crate::harness::rpc::{Client, NamedRef, VolumeRef, procedure};
use crate::harness::xdr::{Reader, Writer};

const MANY: u32 = 10_000;
const NAME: &str = "bench-many";

/// A running pool in a folder of its own, filled before the pool starts.
fn pool(daemon: &Daemon, name: &str, fill: impl FnOnce(&std::path::Path) -> Outcome) -> Outcome<NamedRef> {
    let mut client = client(daemon)?;
    if let Some(known) = client.pools(0)?.into_iter().find(|pool| pool.name == name) {
        return Ok(known);
    }
    let folder = daemon.scratch().join(name);
    std::fs::create_dir_all(&folder)?;
    fill(&folder)?;
    let path = folder.display().to_string();
    daemon
        .virsh()
        .ok(&["pool-create-as", name, "dir", "--target", &path])?;
    let found = client.pools(0)?.into_iter().find(|pool| pool.name == name);
    found.ok_or_else(|| "the pool that was made is not listed".into())
}

fn many(daemon: &Daemon) -> Outcome<NamedRef> {
    pool(daemon, NAME, |folder| {
        for number in 0..MANY {
            std::fs::write(folder.join(format!("v{number:05}.img")), b"content")?;
        }
        Ok(())
    })
}

/// Milliseconds of a call, the best of some.
fn best(times: u32, mut call: impl FnMut() -> Outcome) -> Outcome<f64> {
    let mut least = f64::INFINITY;
    for _ in 0..times {
        let start = Instant::now();
        call()?;
        least = least.min(start.elapsed().as_secs_f64() * 1e3);
    }
    Ok(least)
}

pub fn refresh(side: &mut Side) -> Outcome<f64> {
    let daemon = side.plain()?;
    let pool = many(daemon)?;
    let mut client = client(daemon)?;
    best(3, || {
        let arguments = pool.write(Writer::new()).u32(0).bytes;
        client.call(procedure::POOL_REFRESH, &arguments).map(|_| ())
    })
}

pub fn list(side: &mut Side) -> Outcome<f64> {
    let daemon = side.plain()?;
    let pool = many(daemon)?;
    let mut client = client(daemon)?;
    best(3, || {
        let arguments = pool.write(Writer::new()).i32(1).u32(0).bytes;
        let reply = client.call(procedure::POOL_LIST_ALL_VOLUMES, &arguments)?;
        require_equal("the length of the list", Reader::new(&reply).u32(), Some(MANY))
    })
}

pub fn lookup(side: &mut Side) -> Outcome<f64> {
    const CALLS: u32 = 200;
    let daemon = side.plain()?;
    many(daemon)?;
    let mut client = client(daemon)?;
    let folder = daemon.scratch().join(NAME);
    let start = Instant::now();
    for number in 0..CALLS {
        let path = folder.join(format!("v{:05}.img", number * 49 % MANY));
        let arguments = Writer::new().string(&path.display().to_string()).bytes;
        client.call(procedure::VOLUME_LOOKUP_BY_PATH, &arguments)?;
    }
    Ok(start.elapsed().as_secs_f64() * 1e6 / f64::from(CALLS))
}

pub fn raw(side: &mut Side) -> Outcome<f64> {
    create_and_delete(side, "raw", 1000)
}

pub fn qcow2(side: &mut Side) -> Outcome<f64> {
    create_and_delete(side, "qcow2", 100)
}

/// Milliseconds for each volume that is made and removed again.
fn create_and_delete(side: &mut Side, format: &str, count: u32) -> Outcome<f64> {
    let daemon = side.plain()?;
    let pool = pool(daemon, "bench-made", |_| Ok(()))?;
    let mut client: Client = client(daemon)?;
    let start = Instant::now();
    let mut made = Vec::new();
    for number in 0..count {
        let xml = format!(
            "<volume><name>n{number}</name><capacity unit='MiB'>16</capacity><allocation>0</allocation>
             <target><format type='{format}'/></target></volume>"
        );
        let arguments = pool.write(Writer::new()).string(&xml).u32(0).bytes;
        let reply = client.call(procedure::VOLUME_CREATE_XML, &arguments)?;
        let volume = VolumeRef::read(&mut Reader::new(&reply));
        made.push(volume.ok_or("create answered no volume")?);
    }
    for volume in made {
        client.call(
            procedure::VOLUME_DELETE,
            &volume.write(Writer::new()).u32(0).bytes,
        )?;
    }
    Ok(start.elapsed().as_secs_f64() * 1e3 / f64::from(count))
}

/// Seconds for a file of 16 GiB of which 64 MiB are data.
pub fn sparse_upload(side: &mut Side) -> Outcome<f64> {
    upload_holes(side).map(|(elapsed, _)| elapsed)
}

/// Milliseconds of the daemon's processor time for the same.
pub fn sparse_upload_cpu(side: &mut Side) -> Outcome<f64> {
    upload_holes(side).map(|(_, cpu)| cpu)
}

/// Seconds for a file of 4 GiB of which 64 MiB are data, each daemon with the command that is its own and without any
/// option: what its users type. The stock one writes all of it, so the file is smaller.
pub fn own_upload(side: &mut Side) -> Outcome<f64> {
    let own = side.own_command();
    let (daemon, pool, path) = holes(side, "bench-own", 4)?;
    let program = own.unwrap_or_else(|| "virsh".to_owned());
    let start = Instant::now();
    let arguments = [
        "-q",
        "-c",
        &daemon.qemu_uri(),
        "vol-upload",
        "v",
        &path,
        "--pool",
        &pool,
    ];
    command::run(&program, arguments, b"", OWN_LIMIT)?.ok()?;
    let elapsed = start.elapsed().as_secs_f64();
    daemon.virsh().ok(&["vol-delete", "v", &pool])?;
    Ok(elapsed)
}

/// For a daemon that writes every zero, on a slow disk.
const OWN_LIMIT: Duration = Duration::from_secs(300);

fn upload_holes(side: &mut Side) -> Outcome<(f64, f64)> {
    let (daemon, pool, path) = holes(side, "bench-sparse", 16)?;
    let pid = daemon.pid()?;
    let (before, start) = (cpu_nanoseconds(pid)?, Instant::now());
    daemon
        .virsh()
        .ok(&["vol-upload", "v", &path, "--pool", &pool, "--sparse"])?;
    let elapsed = start.elapsed().as_secs_f64();
    let spent = cpu_nanoseconds(pid)?.saturating_sub(before);
    Ok((elapsed, spent as f64 / 1e6))
}

/// A daemon, the name of its pool with a new volume `v`, and the path of a file of so many GiB for that.
fn holes<'s>(side: &'s mut Side, name: &str, gibibytes: u64) -> Outcome<(&'s Daemon, String, String)> {
    const PARTS: u64 = 64;
    let daemon = side.plain()?;
    let pool = pool(daemon, name, |_| Ok(()))?;
    let virsh = daemon.virsh();
    let file = daemon.scratch().join(&format!("{name}.file"));
    if !file.exists() {
        let content = std::fs::File::create(&file)?;
        let size = gibibytes << 30;
        content.set_len(size)?;
        for part in 0..PARTS {
            std::os::unix::fs::FileExt::write_all_at(&content, &[7; 1 << 20], part * (size / PARTS))?;
        }
    }
    // One of an earlier round may be there.
    let _ = virsh.run(&["vol-delete", "v", &pool.name])?;
    let size = format!("{gibibytes}G");
    virsh.ok(&["vol-create-as", &pool.name, "v", &size, "--allocation", "0"])?;
    Ok((daemon, pool.name, file.display().to_string()))
}

/// Longest time in milliseconds that a list of pools took while a large volume was being cloned.
pub fn list_during_clone(side: &mut Side) -> Outcome<f64> {
    // Beside its copy in memory, on both sides one after the other.
    const GIB: u64 = 2;
    let daemon = side.plain()?;
    let pool = pool(daemon, "bench-large", |folder| {
        let content = std::fs::File::create(folder.join("large"))?;
        for part in 0..GIB * 128 {
            std::os::unix::fs::FileExt::write_all_at(&content, &[7; 8 << 20], part << 23)?;
        }
        Ok(())
    })?;
    let virsh = daemon.virsh();
    let mut clone = virsh.spawn(&["vol-clone", "large", "copy", "--pool", &pool.name])?;
    let mut client = client(daemon)?;
    let mut longest = 0.0_f64;
    while clone.try_wait()?.is_none() {
        let start = Instant::now();
        client.pools(0)?;
        client.volumes(&pool)?;
        longest = longest.max(start.elapsed().as_secs_f64() * 1e3);
        std::thread::sleep(Duration::from_millis(5));
    }
    for name in ["copy", "large"] {
        virsh.ok(&["vol-delete", name, &pool.name])?;
    }
    Ok(longest)
}
