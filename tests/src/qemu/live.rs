//! What can be done to a running guest; one with nothing to boot is enough.

use std::time::Duration;

use crate::harness::case::{Case, Outcome, require, require_equal, require_text};
use crate::harness::daemon::Daemon;
use crate::harness::processes;
use crate::harness::virsh::Virsh;
use crate::harness::{domain, wait};

pub const CASES: &[Case] = &[
    Case {
        name: "live_states",
        run: states,
    },
    Case {
        name: "live_transient",
        run: transient,
    },
    Case {
        name: "live_statistics",
        run: statistics,
    },
    Case {
        name: "live_monitor_command",
        run: monitor_command,
    },
    Case {
        name: "live_events",
        run: events,
    },
    Case {
        name: "live_guest_killed_from_outside",
        run: killed_from_outside,
    },
    Case {
        name: "live_runs_unprivileged_and_sandboxed",
        run: unprivileged,
    },
    Case {
        name: "live_autostart",
        run: autostart,
    },
];

fn defined(daemon: &Daemon, name: &str) -> Outcome<Virsh> {
    let virsh = daemon.virsh();
    let file = daemon.scratch().write("d.xml", domain::idle(name))?;
    virsh.ok(&["define", &file])?;
    Ok(virsh)
}

fn states() -> Outcome {
    let daemon = Daemon::start()?;
    let virsh = defined(&daemon, "g")?;
    virsh.ok(&["start", "g", "--paused"])?;
    require_text(&virsh.ok(&["domstate", "--reason", "g"])?, "paused (user)")?;
    for (verb, state) in [
        ("resume", "running (unpaused)"),
        ("suspend", "paused (user)"),
        ("resume", "running (unpaused)"),
        ("reset", "running"),
        ("destroy", "shut off (destroyed)"),
        ("start", "running (booted)"),
    ] {
        virsh.ok(&[verb, "g"])?;
        require_text(&virsh.ok(&["domstate", "--reason", "g"])?, state)?;
    }
    require_text(&virsh.refused(&["start", "g"])?, "already active")?;
    virsh.ok(&["destroy", "g", "--graceful"])?;
    require_equal("guests left", processes::guests(&daemon.root()).len(), 0)?;
    virsh.ok(&["undefine", "g"]).map(|_| ())
}

fn transient() -> Outcome {
    let daemon = Daemon::start()?;
    let virsh = daemon.virsh();
    let file = daemon.scratch().write("d.xml", domain::idle("t"))?;
    virsh.ok(&["create", &file])?;
    require_text(&virsh.ok(&["list", "--transient", "--name"])?, "t")?;
    require_text(&virsh.ok(&["dominfo", "t"])?, "Persistent:     no")?;
    virsh.ok(&["destroy", "t"])?;
    virsh.refused(&["dominfo", "t"]).map(|_| ())
}

fn statistics() -> Outcome {
    let daemon = Daemon::start()?;
    let virsh = defined(&daemon, "g")?;
    virsh.ok(&["start", "g"])?;
    let text = virsh.ok(&["domstats", "g"])?;
    for line in [
        "state.state=1",
        "state.reason=1",
        "cpu.time=",
        "balloon.current=32768",
        "vcpu.current=1",
        "vcpu.0.state=1",
    ] {
        require_text(&text, line)?;
    }
    require_text(&virsh.ok(&["vcpuinfo", "g"])?, "State:          running")?;
    require_equal("domid", virsh.ok(&["domid", "g"])?.trim(), "1")?;
    require_text(&virsh.ok(&["dumpxml", "g"])?, "<domain type='qemu' id='1'>")?;
    require_text(
        &virsh.ok(&["dumpxml", "g", "--inactive"])?,
        "<domain type='qemu'>",
    )?;
    virsh.ok(&["destroy", "g"]).map(|_| ())
}

fn monitor_command() -> Outcome {
    let daemon = Daemon::start()?;
    let virsh = defined(&daemon, "g")?;
    virsh.ok(&["start", "g"])?;
    let answer = virsh.ok(&["qemu-monitor-command", "g", "{\"execute\":\"query-status\"}"])?;
    let answer: serde_json::Value =
        serde_json::from_str(&answer).map_err(|error| format!("not JSON: {error}\n{answer}"))?;
    require_equal("the answer", answer["return"]["running"].as_bool(), Some(true))?;
    require_text(
        &virsh.ok(&["qemu-monitor-command", "g", "--hmp", "info status"])?,
        "VM status: running",
    )?;
    virsh.ok(&["destroy", "g"]).map(|_| ())
}

fn events() -> Outcome {
    let daemon = Daemon::start()?;
    let virsh = defined(&daemon, "g")?;
    let listener = virsh.spawn(&["event", "--event", "lifecycle", "--loop", "--timeout", "4"])?;
    std::thread::sleep(Duration::from_millis(800));
    for verb in ["start", "suspend", "resume", "destroy"] {
        virsh.ok(&[verb, "g"])?;
    }
    let output = listener.wait_with_output()?;
    let text = String::from_utf8_lossy(&output.stdout);
    let mut rest = text.as_ref();
    for event in [
        "Resumed Unpaused",
        "Started Booted",
        "Suspended Paused",
        "Resumed Unpaused",
        "Stopped Destroyed",
    ] {
        let (_, after) = rest
            .split_once(event)
            .ok_or_else(|| format!("no {event:?} in its place in:\n{text}"))?;
        rest = after;
    }
    Ok(())
}

fn killed_from_outside() -> Outcome {
    let daemon = Daemon::start()?;
    let virsh = defined(&daemon, "g")?;
    virsh.ok(&["start", "g"])?;
    let guests = processes::guests(&daemon.root());
    let guest = guests.first().ok_or("the guest has no process")?;
    guest.signal(nix::sys::signal::Signal::SIGKILL);
    wait::until_true("the news of the guest's end", Duration::from_secs(3), || {
        virsh
            .ok(&["domstate", "--reason", "g"])
            .is_ok_and(|text| text.contains("shut off (crashed)"))
    })?;
    virsh.ok(&["start", "g"])?;
    virsh.ok(&["destroy", "g"]).map(|_| ())
}

fn unprivileged() -> Outcome {
    use std::os::unix::fs::MetadataExt;

    let daemon = Daemon::start()?;
    let virsh = defined(&daemon, "g")?;
    virsh.ok(&["start", "g"])?;
    let guests = processes::guests(&daemon.root());
    let guest = guests.first().ok_or("the guest has no process")?;
    let status = std::fs::read_to_string(format!("/proc/{}/status", guest.pid))?;
    let seccomp = status
        .lines()
        .find_map(|line| line.strip_prefix("Seccomp:"))
        .unwrap_or_default();
    require_equal("its seccomp mode", seccomp.trim(), "2")?;
    let owner = std::fs::metadata(format!("/proc/{}", guest.pid))?.uid();
    let real = status
        .lines()
        .find_map(|line| line.strip_prefix("Uid:"))
        .unwrap_or_default();
    require(!real.split_whitespace().any(|id| id == "0"), || {
        format!("it runs as {real} (owner {owner})")
    })?;
    virsh.ok(&["destroy", "g"]).map(|_| ())
}

fn autostart() -> Outcome {
    let mut daemon = Daemon::start()?;
    let virsh = defined(&daemon, "g")?;
    virsh.ok(&["autostart", "g"])?;
    daemon.stop()?;
    daemon.pretend_boot()?;
    daemon.launch()?;
    wait::until_true("the automatic start", Duration::from_secs(10), || {
        virsh
            .ok(&["domstate", "g"])
            .is_ok_and(|text| text.contains("running"))
    })?;
    virsh.ok(&["destroy", "g"]).map(|_| ())
}
