//! What a host says of itself.

use crate::harness::case::{Case, Outcome, require, require_equal, require_text};
use crate::harness::daemon::Daemon;

pub const CASES: &[Case] = &[
    Case {
        name: "node_version",
        run: version,
    },
    Case {
        name: "node_uri_and_hostname",
        run: uri_and_hostname,
    },
    Case {
        name: "node_info",
        run: info,
    },
    Case {
        name: "node_capabilities",
        run: capabilities,
    },
    Case {
        name: "node_domain_capabilities",
        run: domain_capabilities,
    },
];

fn version() -> Outcome {
    let daemon = Daemon::start()?;
    let qemu = daemon.virsh().ok(&["version", "--daemon"])?;
    require_text(&qemu, "Running hypervisor: QEMU ")?;
    require_text(&qemu, "Running against daemon: ")?;
    require_text(&daemon.test_virsh().ok(&["version"])?, "Running hypervisor: TEST")
}

fn uri_and_hostname() -> Outcome {
    let daemon = Daemon::start()?;
    require_equal("uri", daemon.virsh().ok(&["uri"])?.trim(), &daemon.qemu_uri())?;
    require_equal(
        "uri",
        daemon.test_virsh().ok(&["uri"])?.trim(),
        &daemon.test_uri(),
    )?;
    let hostname = std::fs::read_to_string("/proc/sys/kernel/hostname")?;
    let answer = daemon.virsh().ok(&["hostname"])?;
    require(answer.trim().starts_with(hostname.trim()), || {
        format!("{answer:?} is not {hostname:?}")
    })
}

fn info() -> Outcome {
    let daemon = Daemon::start()?;
    let text = daemon.virsh().ok(&["nodeinfo"])?;
    for label in [
        "CPU model:",
        "CPU(s):",
        "CPU frequency:",
        "CPU socket(s):",
        "NUMA cell(s):",
        "Memory size:",
    ] {
        require_text(&text, label)?;
    }
    let cpus = std::thread::available_parallelism()?.get();
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix("CPU(s):"))
        .unwrap_or_default();
    require_equal("CPU(s)", line.trim().parse().unwrap_or(0), cpus)
}

fn capabilities() -> Outcome {
    let daemon = Daemon::start()?;
    let text = daemon.virsh().ok(&["capabilities"])?;
    for element in [
        "<capabilities>",
        "<uuid>",
        "<arch>x86_64</arch>",
        "<os_type>hvm</os_type>",
        "<domain type='qemu'",
    ] {
        require_text(&text, element)?;
    }
    require_text(&daemon.test_virsh().ok(&["capabilities"])?, "<domain type='test'")
}

fn domain_capabilities() -> Outcome {
    let daemon = Daemon::start()?;
    let text = daemon
        .virsh()
        .ok(&["domcapabilities", "--virttype", "qemu", "--arch", "x86_64"])?;
    for element in [
        "<domainCapabilities>",
        "<machine>pc-",
        "<disk supported='yes'>",
        "<value>virtio</value>",
    ] {
        require_text(&text, element)?;
    }
    Ok(())
}
