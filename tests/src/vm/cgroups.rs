//! Control groups of guests, in the machine's own hierarchy of version 2: what a guest's document and live changes
//! say is looked up in the kernel's files.

use std::path::{Path, PathBuf};
use std::time::Duration;

use nix::sys::signal::Signal;
use rustix::fs::{XattrFlags, setxattr};

use crate::harness::case::{Case, Outcome, require, require_equal, require_text};
use crate::harness::daemon::Daemon;
use crate::harness::{domain, processes, wait};

pub const CASES: &[Case] = &[
    Case {
        name: "cgroup_of_a_guest_has_its_limits_and_follows_changes",
        run: limits,
    },
    Case {
        name: "cgroup_is_taken_up_by_the_next_daemon_and_goes_with_a_crash",
        run: taken_up,
    },
    Case {
        name: "cgroup_below_a_group_that_was_given_to_the_daemon",
        run: delegated,
    },
    Case {
        name: "cgroup_settings_that_allow_no_controllers",
        run: none,
    },
];

/// Within a machine that is emulated itself.
const LIMIT: Duration = Duration::from_secs(60);
/// Where the machine mounts the hierarchy.
const TOP: &str = "/sys/fs/cgroup";

const TUNED: &str = "<iothreads>1</iothreads>\
    <cputune><shares>200</shares><period>50000</period><quota>25000</quota>\
    <global_period>60000</global_period><global_quota>90000</global_quota>\
    <emulator_period>70000</emulator_period><emulator_quota>35000</emulator_quota>\
    <iothread_period>80000</iothread_period><iothread_quota>40000</iothread_quota></cputune>\
    <memtune><hard_limit unit='MiB'>900</hard_limit><soft_limit unit='MiB'>800</soft_limit>\
    <swap_hard_limit unit='MiB'>1000</swap_hard_limit></memtune>\
    <blkiotune><device><path>/dev/sda</path><read_bytes_sec>1000000</read_bytes_sec></device></blkiotune>\
    <numatune><memory mode='restrictive' nodeset='0'/></numatune>";

/// A definition with everything that a group limits, or with nothing.
fn define(daemon: &Daemon, name: &str, tune: &str) -> Outcome {
    let document = domain::idle(name).replace("<vcpu>1</vcpu>", &format!("<vcpu current='1'>2</vcpu>{tune}"));
    let file = daemon.scratch().write(&format!("{name}.xml"), document)?;
    daemon.virsh().ok(&["define", &file]).map(|_| ())
}

/// The guest's group below a group, wherever its partition is.
fn group_below(top: &Path, name: &str) -> Option<PathBuf> {
    let wanted = format!("-{name}.ferrovirt");
    let folders = std::fs::read_dir(top).ok()?.flatten();
    let mut folders: Vec<PathBuf> = folders.map(|e| e.path()).filter(|p| p.is_dir()).collect();
    folders.sort();
    folders.into_iter().find_map(|folder| {
        let is_it = folder.file_name().and_then(|n| n.to_str())?.ends_with(&wanted);
        if is_it {
            Some(folder)
        } else {
            group_below(&folder, name)
        }
    })
}

fn group(name: &str) -> Outcome<PathBuf> {
    let found = group_below(&Path::new(TOP).join("machine"), name);
    Ok(found.ok_or_else(|| format!("no control group of '{name}'"))?)
}

fn gone(what: &str, group: &Path) -> Outcome {
    wait::until_true(&format!("the group to be removed: {what}"), LIMIT, || {
        !group.exists()
    })?;
    // That of a daemon with places of its own goes with its last guest.
    let above = group.parent().unwrap_or(group);
    wait::until_true("the daemon's own group to be removed", LIMIT, || !above.exists())
}

/// A file of a group holds this.
fn holds(group: &Path, file: &str, expected: &str) -> Outcome {
    let path = group.join(file);
    let text = std::fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
    require_equal(&path.display().to_string(), text.trim(), expected)
}

fn count(group: &Path, file: &str) -> Outcome<usize> {
    Ok(std::fs::read_to_string(group.join(file))?.lines().count())
}

fn limits() -> Outcome {
    let daemon = Daemon::start()?;
    let virsh = daemon.virsh();
    define(&daemon, "tuned", TUNED)?;
    define(&daemon, "plain", "")?;
    virsh.ok(&["start", "--paused", "tuned"])?;
    let tuned = group("tuned")?;
    for (file, value) in [
        ("cpu.weight", "200"),
        ("cpu.max", "90000 60000"),
        ("memory.max", "943718400"),
        ("memory.high", "838860800"),
        ("memory.swap.max", "1048576000"),
        ("io.max", "8:0 rbps=1000000 wbps=max riops=max wiops=max"),
        ("cpuset.mems", "0"),
        ("cgroup.type", "domain threaded"),
        ("cgroup.threads", ""),
        ("vcpu0/cpu.max", "25000 50000"),
        ("emulator/cpu.max", "35000 70000"),
        ("iothread1/cpu.max", "40000 80000"),
    ] {
        holds(&tuned, file, value)?;
    }
    require_equal("QEMUs of the group", count(&tuned, "cgroup.procs")?, 1)?;
    for part in ["vcpu0", "iothread1"] {
        require_equal(part, count(&tuned.join(part), "cgroup.threads")?, 1)?;
    }
    let schedule = virsh.ok(&["schedinfo", "tuned"])?;
    for line in [
        "cpu_shares     : 200",
        "vcpu_quota     : 25000",
        "global_period  : 60000",
    ] {
        require_text(&schedule, line)?;
    }
    require_text(&virsh.ok(&["memtune", "tuned"])?, "soft_limit     : 819200")?;
    let devices = virsh.ok(&["blkiotune", "tuned"])?;
    require_text(&devices, "device_read_bytes_sec: /dev/sda,1000000")?;

    changes_of_time(&daemon, &tuned)?;
    changes_of_the_rest(&daemon, &tuned)?;

    virsh.ok(&["setvcpus", "tuned", "2"])?;
    holds(&tuned, "vcpu1/cpu.max", "30000 50000")?;
    require_equal("threads", count(&tuned.join("vcpu1"), "cgroup.threads")?, 1)?;
    virsh.ok(&["iothreadadd", "tuned", "2"])?;
    holds(&tuned, "iothread2/cpu.max", "40000 80000")?;
    virsh.ok(&["iothreaddel", "tuned", "2"])?;
    wait::until_true("the group of the thread to be removed", LIMIT, || {
        !tuned.join("iothread2").exists()
    })?;

    virsh.ok(&["start", "--paused", "plain"])?;
    let plain = virsh.ok(&["schedinfo", "plain"])?;
    for line in [
        "cpu_shares     : 100",
        "vcpu_period    : 100000",
        "vcpu_quota     : 17592186044415",
        "iothread_quota : 17592186044415",
    ] {
        require_text(&plain, line)?;
    }
    require_text(&virsh.ok(&["memtune", "plain"])?, "hard_limit     : unlimited")?;
    virsh.ok(&["destroy", "tuned"])?;
    require(!tuned.exists(), || {
        "the group is there after its guest".to_owned()
    })?;
    let plain = group("plain")?;
    virsh.ok(&["destroy", "plain"])?;
    gone("destroyed", &plain)
}

/// Weights and quotas, with the event that tells of them.
fn changes_of_time(daemon: &Daemon, tuned: &Path) -> Outcome {
    let virsh = daemon.virsh();
    let mut listener = virsh.spawn(&["event", "tuned", "--event", "tunable", "--timeout", "60"])?;
    // It has to be registered; the change is made again until it was heard.
    let heard = wait::until_true("the event of a change", LIMIT, || {
        let _ = virsh.ok(&["schedinfo", "tuned", "cpu_shares=300"]);
        matches!(listener.try_wait(), Ok(Some(_)))
    });
    if heard.is_err() {
        let _ = listener.kill();
        let _ = listener.wait();
    }
    heard?;
    holds(tuned, "cpu.weight", "300")?;
    let refused = virsh.refused(&["schedinfo", "tuned", "cpu_shares=1"])?;
    require_text(&refused, "shares '1' must be in range [2, 262144]")?;
    let refused = virsh.refused(&["schedinfo", "tuned", "cpu_shares=10001"])?;
    require_text(&refused, "10000")?;
    virsh.ok(&["schedinfo", "tuned", "vcpu_quota=30000", "--live", "--config"])?;
    holds(tuned, "vcpu0/cpu.max", "30000 50000")?;
    virsh.ok(&["schedinfo", "tuned", "emulator_quota=-1"])?;
    holds(tuned, "emulator/cpu.max", "max 70000")?;
    virsh.ok(&["schedinfo", "tuned", "global_period=100000"])?;
    holds(tuned, "cpu.max", "90000 100000")?;
    virsh.ok(&["schedinfo", "tuned", "iothread_quota=0"])?;
    holds(tuned, "iothread1/cpu.max", "40000 80000")?;
    let kept = virsh.ok(&["schedinfo", "tuned", "--config"])?;
    require_text(&kept, "vcpu_quota     : 30000")?;
    require_text(&kept, "global_period  : 60000")?;
    let document = virsh.ok(&["dumpxml", "tuned"])?;
    require_text(&document, "<global_period>100000</global_period>")?;
    let total = virsh.ok(&["cpu-stats", "tuned", "--total"])?;
    require_text(&total, "user_time")?;
    let refused = virsh.refused(&["cpu-stats", "tuned"])?;
    require_text(&refused, "getCpuacctPercpuUsage")?;
    let figures = virsh.ok(&["domstats", "tuned", "--cpu-total"])?;
    let time = figures.lines().find_map(|l| l.trim().strip_prefix("cpu.time="));
    let stat = std::fs::read_to_string(tuned.join("cpu.stat"))?;
    let used = stat.lines().find_map(|l| l.strip_prefix("usage_usec "));
    let (Some(Ok(told)), Some(Ok(used))) = (time.map(str::parse::<u64>), used.map(str::parse::<u64>)) else {
        return Err(format!("no times in:\n{figures}\n{stat}").into());
    };
    require(told > 0 && told <= used.saturating_mul(1000), || {
        format!("{told} ns told, {used} us used")
    })
}

/// Memory, devices, memory nodes.
fn changes_of_the_rest(daemon: &Daemon, tuned: &Path) -> Outcome {
    let virsh = daemon.virsh();
    virsh.ok(&["memtune", "tuned", "--hard-limit", "900000", "--live"])?;
    holds(tuned, "memory.max", "921600000")?;
    virsh.ok(&["memtune", "tuned", "--soft-limit", "-1"])?;
    holds(tuned, "memory.high", "max")?;
    let refused = virsh.refused(&["memtune", "tuned", "--hard-limit", "2000000"])?;
    require_text(&refused, "must be lower than or equal to swap_hard_limit")?;
    require_text(&virsh.ok(&["memtune", "tuned"])?, "hard_limit     : 900000")?;
    let kept = virsh.ok(&["memtune", "tuned", "--config"])?;
    require_text(&kept, "hard_limit     : 921600")?;

    // Without it the kernel weighs nothing on this device.
    std::fs::write(Path::new(TOP).join("io.cost.qos"), "8:0 enable=1")?;
    virsh.ok(&["blkiotune", "tuned", "--weight", "500"])?;
    holds(tuned, "io.weight", "default 500")?;
    virsh.ok(&["blkiotune", "tuned", "--device-weights", "/dev/sda,300"])?;
    holds(tuned, "io.weight", "default 500\n8:0 300")?;
    virsh.ok(&[
        "blkiotune",
        "tuned",
        "--device-write-iops-sec",
        "/dev/sda,100,/dev/sdb,300",
    ])?;
    holds(
        tuned,
        "io.max",
        "8:16 rbps=max wbps=max riops=max wiops=300\n8:0 rbps=1000000 wbps=max riops=max wiops=100",
    )
    .or_else(|_| {
        // The kernel lists devices in an order of its own.
        holds(
            tuned,
            "io.max",
            "8:0 rbps=1000000 wbps=max riops=max wiops=100\n8:16 rbps=max wbps=max riops=max wiops=300",
        )
    })?;
    for (option, value) in [
        ("--device-write-iops-sec", "/dev/sda,0,/dev/sdb,0"),
        ("--device-read-bytes-sec", "/dev/sda,0"),
        ("--device-weights", "/dev/sda,0"),
    ] {
        virsh.ok(&["blkiotune", "tuned", option, value])?;
    }
    holds(tuned, "io.max", "")?;
    holds(tuned, "io.weight", "default 500")?;
    std::fs::write(Path::new(TOP).join("io.cost.qos"), "8:0 enable=0")?;
    let refused = virsh.refused(&["blkiotune", "tuned", "--device-weights", "/dev/null,300"])?;
    require_text(&refused, "must be a block device")?;
    let told = virsh.ok(&["blkiotune", "tuned"])?;
    require_text(&told, "weight         : 500")?;

    virsh.ok(&["numatune", "tuned", "--nodeset", "0"])?;
    holds(tuned, "cpuset.mems", "0")?;
    let refused = virsh.refused(&["numatune", "tuned", "--mode", "preferred"])?;
    require_text(&refused, "can't change numatune mode for running domain")
}

fn taken_up() -> Outcome {
    let mut daemon = Daemon::start()?;
    let virsh = daemon.virsh();
    define(&daemon, "kept", "<cputune><shares>200</shares></cputune>")?;
    virsh.ok(&["start", "--paused", "kept"])?;
    let kept = group("kept")?;
    let again = |daemon: &mut Daemon, state: &'static str| {
        daemon.launch()?;
        let virsh = daemon.virsh();
        wait::until_true("the guest to be taken up", LIMIT, || {
            virsh
                .ok(&["domstate", "kept"])
                .is_ok_and(|text| text.contains(state))
        })
    };
    daemon.kill()?;
    again(&mut daemon, "paused")?;
    require_text(&virsh.ok(&["schedinfo", "kept"])?, "cpu_shares     : 200")?;
    virsh.ok(&["schedinfo", "kept", "cpu_shares=400", "vcpu_quota=20000"])?;
    holds(&kept, "cpu.weight", "400")?;
    holds(&kept, "vcpu0/cpu.max", "20000 100000")?;
    virsh.ok(&["destroy", "kept"])?;
    gone("destroyed by the next daemon", &kept)?;

    let kill_qemu = |daemon: &Daemon| {
        for qemu in processes::guests(&daemon.root()) {
            qemu.signal(Signal::SIGKILL);
        }
    };
    virsh.ok(&["start", "--paused", "kept"])?;
    let kept = group("kept")?;
    kill_qemu(&daemon);
    gone("QEMU crashed", &kept)?;

    virsh.ok(&["start", "--paused", "kept"])?;
    let kept = group("kept")?;
    daemon.kill()?;
    kill_qemu(&daemon);
    again(&mut daemon, "shut off")?;
    gone("QEMU crashed while there was no daemon", &kept)?;

    // A start that fails leaves none.
    define(&daemon, "heavy", "<cputune><shares>20000</shares></cputune>")?;
    let refused = virsh.refused(&["start", "heavy"])?;
    require_text(&refused, "20000")?;
    let left = group_below(&Path::new(TOP).join("machine"), "heavy");
    require(left.is_none(), || format!("left behind: {left:?}"))
}

/// As under systemd with `Delegate=yes` and `DelegateSubgroup=`.
fn delegated() -> Outcome {
    let unit = Path::new(TOP).join("given.service");
    let own = unit.join("daemon");
    std::fs::create_dir_all(&own)?;
    setxattr(&unit, "trusted.delegate", b"1", XattrFlags::empty()).map_err(std::io::Error::from)?;
    let me = std::process::id().to_string();
    std::fs::write(own.join("cgroup.procs"), &me)?;
    let started = Daemon::start();
    std::fs::write(Path::new(TOP).join("cgroup.procs"), &me)?;
    let daemon = started?;
    let virsh = daemon.virsh();
    define(&daemon, "below", TUNED)?;
    virsh.ok(&["start", "--paused", "below"])?;
    let below = group_below(&unit, "below").ok_or("no group below the one that was given away")?;
    holds(&below, "cpu.weight", "200")?;
    holds(&below, "vcpu0/cpu.max", "25000 50000")?;
    require_equal("the daemon's own group", count(&own, "cgroup.procs")?, 1)?;
    virsh.ok(&["destroy", "below"])?;
    gone("destroyed", &below)?;
    drop(daemon);
    for group in [unit.join("machine"), own, unit] {
        wait::until_true("the group to be empty", LIMIT, || {
            std::fs::remove_dir(&group).is_ok()
        })?;
    }
    Ok(())
}

fn none() -> Outcome {
    let mut daemon = Daemon::prepare(&[])?;
    let settings = daemon.file("etc");
    std::fs::create_dir_all(&settings)?;
    std::fs::write(settings.join("qemu.conf"), "cgroup_controllers = []\n")?;
    daemon.launch()?;
    let virsh = daemon.virsh();
    define(&daemon, "free", "")?;
    virsh.ok(&["start", "--paused", "free"])?;
    let found = group_below(Path::new(TOP), "free");
    require(found.is_none(), || format!("there is a group: {found:?}"))?;
    let refused = virsh.refused(&["schedinfo", "free", "cpu_shares=300"])?;
    require_text(&refused, "cgroup CPU controller is not mounted")?;
    virsh.ok(&["memtune", "free", "--hard-limit", "500000", "--config"])?;
    let refused = virsh.refused(&["memtune", "free", "--hard-limit", "500000", "--live"])?;
    require_text(&refused, "cgroup memory controller is not mounted")?;
    virsh.ok(&["destroy", "free"]).map(|_| ())
}
