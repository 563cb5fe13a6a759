//! What others do in a pool's directory is seen without a refresh, and long work delays nobody.

use super::directory_pool;
use crate::harness::case::{Case, Outcome, require, require_text};
use crate::harness::daemon::Daemon;
use crate::harness::wait;
use std::time::Duration;

pub const CASES: &[Case] = &[
    Case {
        name: "files_of_others_appear_change_and_go",
        run: appear,
    },
    Case {
        name: "a_file_is_found_by_name_at_once",
        run: by_name,
    },
    Case {
        name: "a_long_copy_delays_no_list",
        run: long_copy,
    },
];

const LIMIT: Duration = Duration::from_secs(60);

fn appear() -> Outcome {
    let daemon = Daemon::start()?;
    let (virsh, folder) = directory_pool(&daemon)?;
    let lists = |text: &str| {
        virsh
            .ok(&["vol-list", "p", "--details"])
            .is_ok_and(|list| list.contains(text))
    };
    std::fs::write(folder.join("a.img"), [0; 4096])?;
    wait::until_true("a new file", LIMIT, || lists("a.img"))?;
    std::fs::write(folder.join("a.img"), [0; 8192])?;
    wait::until_true("its new size", LIMIT, || lists("8.00 KiB"))?;
    std::fs::rename(folder.join("a.img"), folder.join("b.img"))?;
    wait::until_true("its new name", LIMIT, || lists("b.img") && !lists("a.img"))?;
    for number in 0..700 {
        std::fs::write(folder.join(format!("many{number}")), b"")?;
    }
    wait::until_true("many at once", LIMIT, || {
        virsh
            .ok(&["vol-list", "p"])
            .is_ok_and(|list| list.matches("many").count() >= 1400)
    })?;
    std::fs::remove_file(folder.join("b.img"))?;
    wait::until_true("the file to be gone", LIMIT, || !lists("b.img"))
}

fn by_name() -> Outcome {
    let daemon = Daemon::start()?;
    let (virsh, folder) = directory_pool(&daemon)?;
    for number in 0..20 {
        let name = format!("v{number}");
        std::fs::write(folder.join(&name), [0; 512])?;
        require_text(&virsh.ok(&["vol-info", &name, "--pool", "p"])?, "512.00 B")?;
    }
    Ok(())
}

fn long_copy() -> Outcome {
    let daemon = Daemon::start()?;
    let (virsh, folder) = directory_pool(&daemon)?;
    let file = std::fs::File::create(folder.join("large"))?;
    let block = vec![7; 1 << 20];
    for _ in 0..512 {
        std::io::Write::write_all(&mut &file, &block)?;
    }
    drop(file);
    virsh.ok(&["vol-info", "large", "--pool", "p"])?;
    let mut copy = virsh.spawn(&["vol-clone", "large", "copy", "--pool", "p"])?;
    let mut listed = 0;
    while copy.try_wait()?.is_none() {
        let list = virsh.ok(&["vol-list", "p"])?;
        require(!list.contains(".ferrovirt"), || {
            format!("an unfinished volume is listed:\n{list}")
        })?;
        virsh.ok(&["pool-list"])?;
        listed += 1;
    }
    require(listed > 0, || "the copy took no time".to_owned())?;
    require_text(&virsh.ok(&["vol-list", "p"])?, "copy")
}
