//! Volumes with all their space, with some of it and with none.

use super::{TANK, property, remove_pool, running_pool};
use crate::harness::case::{Case, Outcome, require, require_equal, require_text};
use crate::harness::daemon::Daemon;
use crate::harness::wait;
use crate::vm::machine::{LIMIT, tool};
use crate::vm::storage::volumes;

pub const CASES: &[Case] = &[
    Case {
        name: "volumes_of_zfs_are_made_changed_and_removed",
        run: changes,
    },
    Case {
        name: "volumes_of_zfs_carry_data",
        run: data,
    },
    Case {
        name: "a_volume_of_zfs_in_use_stays",
        run: in_use,
    },
];

/// Bytes that are kept for a volume.
fn reserved(name: &str) -> Outcome<u64> {
    let value = property("refreservation", &format!("{TANK}/{name}"))?;
    Ok(value.parse().unwrap_or_default())
}

fn changes() -> Outcome {
    let daemon = Daemon::start()?;
    let virsh = daemon.virsh();
    running_pool(&virsh)?;
    for name in ["a b", "a@b", "a/b", "a#b"] {
        virsh.refused(&["vol-create-as", "z", "--name", name, "8M"])?;
    }
    virsh.ok(&["vol-create-as", "z", "thick", "40M"])?;
    virsh.ok(&["vol-create-as", "z", "thin", "4G", "--allocation", "0"])?;
    virsh.ok(&["vol-create-as", "z", "some", "64M", "--allocation", "16M"])?;
    require(reserved("thick")? >= 40 << 20, || "nothing is kept".to_owned())?;
    require_equal("kept", reserved("thin")?, 0)?;
    require_equal("kept", reserved("some")?, 16 << 20)?;
    require_text(
        &virsh.refused(&["vol-create-as", "z", "large", "4G"])?,
        "out of space",
    )?;
    require_text(&virsh.refused(&["vol-create-as", "z", "thin", "8M"])?, "exists")?;
    require_equal(
        "volumes",
        volumes(&virsh, "z")?,
        ["some", "thick", "thin"].map(str::to_owned).to_vec(),
    )?;
    let info = |name: &str| virsh.ok(&["vol-info", name, "--pool", "z"]);
    require_text(&info("thin")?, "Capacity:       4.00 GiB")?;
    require_text(&info("some")?, "Allocation:     16.00 MiB")?;
    // Sizes that are no multiple of a block are rounded up.
    virsh.ok(&["vol-resize", "thick", "60000001b", "--pool", "z"])?;
    require_text(&info("thick")?, "57.23 MiB")?;
    require(reserved("thick")? >= 60_000_001, || "less is kept".to_owned())?;
    virsh.refused(&["vol-resize", "thick", "24M", "--pool", "z"])?;
    virsh.ok(&["vol-resize", "thick", "24M", "--pool", "z", "--shrink"])?;
    require_text(&info("thick")?, "Capacity:       24.00 MiB")?;
    virsh.ok(&["vol-resize", "some", "16M", "--pool", "z", "--delta"])?;
    require_text(&info("some")?, "Capacity:       80.00 MiB")?;
    require_equal("kept", reserved("some")?, 16 << 20)?;
    virsh.ok(&["vol-resize", "some", "96M", "--pool", "z", "--allocate"])?;
    require(reserved("some")? >= 96 << 20, || "not all is kept".to_owned())?;
    // What others make and remove is seen.
    tool("zfs", &["create", "-s", "-V", "8M", &format!("{TANK}/others")])?;
    let has = |name: &str| volumes(&virsh, "z").is_ok_and(|names| names.iter().any(|found| found == name));
    wait::until_true("a volume of others", LIMIT, || has("others"))?;
    tool(
        "sh",
        &["-c", &format!("udevadm settle; zfs destroy {TANK}/others")],
    )?;
    wait::until_true("the end of a volume of others", LIMIT, || !has("others"))?;
    for name in ["thick", "thin", "some"] {
        virsh.ok(&["vol-delete", name, "z"])?;
    }
    require_equal("volumes", volumes(&virsh, "z")?, Vec::<String>::new())?;
    let left = tool("zfs", &["list", "-H", "-t", "volume", "-o", "name"])?;
    require_equal("volumes of ZFS", left.trim(), "")?;
    remove_pool(&virsh)
}

fn data() -> Outcome {
    let daemon = Daemon::start()?;
    let virsh = daemon.virsh();
    running_pool(&virsh)?;
    virsh.ok(&["vol-create-as", "z", "v", "16M", "--allocation", "0"])?;
    let bytes: Vec<u8> = (0..3_000_000_u32)
        .map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8)
        .collect();
    let content = daemon.scratch().write("content", &bytes)?;
    virsh.ok(&["vol-upload", "v", &content, "--pool", "z", "--offset", "1048576"])?;
    let down = daemon.scratch().join("down").display().to_string();
    let download = ["vol-download", "v", &down, "--pool", "z", "--offset", "1048576"];
    virsh.ok(&[&download[..], &["--length", "3000000"]].concat())?;
    require(std::fs::read(&down)? == bytes, || {
        "other data came back".to_owned()
    })?;
    let holds = |name: &str| -> Outcome {
        let all = std::fs::read(format!("/dev/zvol/{TANK}/{name}"))?;
        let rest = || all[..1 << 20].iter().chain(&all[(1 << 20) + bytes.len()..]);
        require(all[1 << 20..].starts_with(&bytes), || {
            format!("{name} lacks data")
        })?;
        require(rest().all(|byte| *byte == 0), || format!("{name} has other data"))
    };
    holds("v")?;
    // A copy takes what the data takes, not what the volume could hold.
    let copy = "<volume><name>copy</name><capacity>0</capacity><allocation>0</allocation></volume>";
    let copy = daemon.scratch().write("copy.xml", copy)?;
    virsh.ok(&["vol-create-from", "z", &copy, "v", "--inputpool", "z"])?;
    holds("copy")?;
    tool("zpool", &["sync", TANK])?;
    let used: u64 = property("referenced", &format!("{TANK}/copy"))?
        .parse()
        .unwrap_or(u64::MAX);
    require(used < 6 << 20, || format!("the copy takes {used} bytes"))?;
    virsh.ok(&["vol-clone", "v", "clone", "--pool", "z"])?;
    holds("clone")?;
    let pool = daemon.scratch().join("files");
    std::fs::create_dir_all(&pool)?;
    let target = pool.display().to_string();
    virsh.ok(&["pool-create-as", "files", "dir", "--target", &target])?;
    let image =
        "<volume><name>i</name><capacity>0</capacity><target><format type='qcow2'/></target></volume>";
    let image = daemon.scratch().write("image.xml", image)?;
    virsh.ok(&["vol-create-from", "files", &image, "v", "--inputpool", "z"])?;
    let back = "<volume><name>back</name><capacity>0</capacity></volume>";
    let back = daemon.scratch().write("back.xml", back)?;
    virsh.ok(&["vol-create-from", "z", &back, "i", "--inputpool", "files"])?;
    holds("back")?;
    virsh.ok(&["vol-wipe", "copy", "--pool", "z"])?;
    require(
        std::fs::read(format!("/dev/zvol/{TANK}/copy"))?
            .iter()
            .all(|byte| *byte == 0),
        || "it is not wiped".to_owned(),
    )?;
    virsh.ok(&["pool-destroy", "files"])?;
    remove_pool(&virsh)
}

fn in_use() -> Outcome {
    let daemon = Daemon::start()?;
    let virsh = daemon.virsh();
    running_pool(&virsh)?;
    virsh.ok(&["vol-create-as", "z", "v", "32M"])?;
    let device = format!("/dev/zvol/{TANK}/v");
    let mount = daemon.scratch().join("mnt");
    std::fs::create_dir_all(&mount)?;
    let mount = mount.display().to_string();
    tool("mkfs.ext4", &["-q", "-F", &device])?;
    tool("mount", &[&device, &mount])?;
    let content = daemon.scratch().write("content", "not to be written")?;
    let refused = [
        virsh.refused(&["vol-delete", "v", "z"]),
        virsh.refused(&["vol-upload", "v", &content, "--pool", "z"]),
        virsh.refused(&["vol-wipe", "v", "--pool", "z"]),
    ];
    tool("umount", &[&mount])?;
    let [delete, upload, wipe] = refused;
    require_text(&delete?, "busy")?;
    upload?;
    wipe?;
    // A snapshot keeps its volume.
    tool("zfs", &["snapshot", &format!("{TANK}/v@s")])?;
    require_text(&virsh.refused(&["vol-delete", "v", "z"])?, "has children")?;
    tool("zfs", &["destroy", &format!("{TANK}/v@s")])?;
    virsh.ok(&["vol-delete", "v", "z"])?;
    remove_pool(&virsh)
}
