//! The test driver's default host: one running guest, one network, one pool.

use crate::harness::case::{Case, Outcome, require_equal, require_text};
use crate::harness::daemon::Daemon;

pub const CASES: &[Case] = &[
    Case {
        name: "test_default_objects",
        run: default_objects,
    },
    Case {
        name: "test_lifecycle",
        run: lifecycle,
    },
    Case {
        name: "test_define_start_undefine",
        run: define_start_undefine,
    },
    Case {
        name: "test_events",
        run: events,
    },
    Case {
        name: "test_metadata",
        run: metadata,
    },
    Case {
        name: "test_volumes",
        run: volumes,
    },
];

fn default_objects() -> Outcome {
    let daemon = Daemon::start()?;
    let virsh = daemon.test_virsh();
    require_equal("list", virsh.ok(&["list", "--name"])?.trim(), "test")?;
    require_equal("domid", virsh.ok(&["domid", "test"])?.trim(), "1")?;
    require_equal(
        "domuuid",
        virsh.ok(&["domuuid", "test"])?.trim(),
        "6695eb01-f6a4-8304-79aa-97f2502e193f",
    )?;
    require_equal("domname", virsh.ok(&["domname", "1"])?.trim(), "test")?;
    require_equal("net-list", virsh.ok(&["net-list", "--name"])?.trim(), "default")?;
    require_equal(
        "pool-list",
        virsh.ok(&["pool-list", "--name"])?.trim(),
        "default-pool",
    )?;
    let info = virsh.ok(&["dominfo", "test"])?;
    for line in [
        "Max memory:     8388608 KiB",
        "Used memory:    2097152 KiB",
        "CPU(s):         2",
        "State:          running",
    ] {
        require_text(&info, line)?;
    }
    Ok(())
}

fn lifecycle() -> Outcome {
    let daemon = Daemon::start()?;
    // One connection for all: the driver's state goes with its last client.
    let keeper = daemon.client("test:///default")?;
    let virsh = daemon.test_virsh();
    for (verb, state) in [
        ("suspend", "paused (user)"),
        ("resume", "running (unpaused)"),
        ("reboot", "running"),
        ("shutdown", "shut off (shutdown)"),
        ("start", "running (booted)"),
        ("destroy", "shut off (destroyed)"),
    ] {
        virsh.ok(&[verb, "test"])?;
        require_text(&virsh.ok(&["domstate", "--reason", "test"])?, state)?;
    }
    require_text(&virsh.refused(&["destroy", "test"])?, "domain is not running")?;
    drop(keeper);
    Ok(())
}

fn define_start_undefine() -> Outcome {
    let daemon = Daemon::start()?;
    let keeper = daemon.client("test:///default")?;
    let virsh = daemon.test_virsh();
    let file = daemon.scratch().write(
        "d.xml",
        "<domain type='test'><name>fresh</name><memory>8192</memory><os><type>hvm</type></os></domain>",
    )?;
    virsh.ok(&["define", &file])?;
    require_text(&virsh.ok(&["list", "--inactive", "--name"])?, "fresh")?;
    virsh.ok(&["start", "fresh"])?;
    virsh.ok(&["suspend", "fresh"])?;
    require_text(&virsh.ok(&["list", "--state-paused", "--name"])?, "fresh")?;
    virsh.ok(&["resume", "fresh"])?;
    virsh.ok(&["destroy", "fresh"])?;
    virsh.ok(&["undefine", "fresh"])?;
    require_text(
        &virsh.refused(&["dominfo", "fresh"])?,
        "failed to get domain 'fresh'",
    )?;
    drop(keeper);
    Ok(())
}

fn events() -> Outcome {
    let daemon = Daemon::start()?;
    let listener = daemon
        .test_virsh()
        .spawn(&["event", "--all", "--loop", "--timeout", "3"])?;
    std::thread::sleep(std::time::Duration::from_millis(800));
    daemon.test_virsh().ok(&["suspend", "test"])?;
    daemon.test_virsh().ok(&["resume", "test"])?;
    let output = listener.wait_with_output()?;
    let text = String::from_utf8_lossy(&output.stdout);
    require_text(&text, "event 'lifecycle' for domain 'test': Suspended Paused")?;
    require_text(&text, "event 'lifecycle' for domain 'test': Resumed Unpaused")
}

fn metadata() -> Outcome {
    let daemon = Daemon::start()?;
    let keeper = daemon.client("test:///default")?;
    let virsh = daemon.test_virsh();
    virsh.ok(&["desc", "test", "--title", "A title"])?;
    require_text(&virsh.ok(&["desc", "test", "--title"])?, "A title")?;
    virsh.ok(&[
        "metadata",
        "test",
        "--uri",
        "http://example.org/1",
        "--key",
        "k",
        "--set",
        "<a b='c'/>",
    ])?;
    require_text(
        &virsh.ok(&["metadata", "test", "--uri", "http://example.org/1"])?,
        "<a b=\"c\"/>",
    )
    .or_else(|_| {
        require_text(
            &virsh.ok(&["metadata", "test", "--uri", "http://example.org/1"])?,
            "<a b='c'/>",
        )
    })?;
    drop(keeper);
    Ok(())
}

fn volumes() -> Outcome {
    let daemon = Daemon::start()?;
    let keeper = daemon.client("test:///default")?;
    let virsh = daemon.test_virsh();
    virsh.ok(&["vol-create-as", "default-pool", "v.img", "1M"])?;
    require_text(&virsh.ok(&["vol-list", "default-pool"])?, "/default-pool/v.img")?;
    virsh.ok(&["vol-delete", "v.img", "--pool", "default-pool"])?;
    drop(keeper);
    Ok(())
}
