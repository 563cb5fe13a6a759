//! Definitions of the QEMU driver, without starting a guest.

use crate::harness::case::{Case, Outcome, require, require_equal, require_text};
use crate::harness::daemon::Daemon;
use crate::harness::domain;

pub const CASES: &[Case] = &[
    Case {
        name: "domain_define_and_undefine",
        run: define_and_undefine,
    },
    Case {
        name: "domain_list_filters",
        run: list_filters,
    },
    Case {
        name: "domain_redefine",
        run: redefine,
    },
    Case {
        name: "domain_autostart",
        run: autostart,
    },
    Case {
        name: "domain_desc_and_metadata",
        run: desc_and_metadata,
    },
    Case {
        name: "domain_security_info",
        run: security_info,
    },
    Case {
        name: "domain_stats_inactive",
        run: stats_inactive,
    },
    Case {
        name: "domain_definitions_survive_restart",
        run: survive_restart,
    },
];

fn define_and_undefine() -> Outcome {
    let daemon = Daemon::start()?;
    let virsh = daemon.virsh();
    let file = daemon.scratch().write("d.xml", domain::idle("one"))?;
    virsh.ok(&["define", &file])?;
    require_equal("domstate", virsh.ok(&["domstate", "one"])?.trim(), "shut off")?;
    require_equal("domid", virsh.ok(&["domid", "one"])?.trim(), "-")?;
    let uuid = virsh.ok(&["domuuid", "one"])?;
    require_equal("domname", virsh.ok(&["domname", uuid.trim()])?.trim(), "one")?;
    let xml = virsh.ok(&["dumpxml", "one"])?;
    for element in [
        "<domain type='qemu'>",
        "<name>one</name>",
        "<memory unit='KiB'>32768</memory>",
        "<on_poweroff>destroy</on_poweroff>",
    ] {
        require_text(&xml, element)?;
    }
    // What was printed can be defined again.
    let printed = daemon.scratch().write("printed.xml", &xml)?;
    virsh.ok(&["define", &printed])?;
    require_equal("dumpxml", virsh.ok(&["dumpxml", "one"])?, xml)?;
    virsh.ok(&["undefine", "one"])?;
    require_text(
        &virsh.refused(&["domstate", "one"])?,
        "failed to get domain 'one'",
    )
}

fn list_filters() -> Outcome {
    let daemon = Daemon::start()?;
    let virsh = daemon.virsh();
    for name in ["a", "b"] {
        let file = daemon.scratch().write("d.xml", domain::idle(name))?;
        virsh.ok(&["define", &file])?;
    }
    virsh.ok(&["autostart", "b"])?;
    let names = |filter: &[&str]| -> Outcome<Vec<String>> {
        let arguments: Vec<&str> = ["list", "--name"].iter().chain(filter).copied().collect();
        Ok(virsh
            .ok(&arguments)?
            .split_whitespace()
            .map(str::to_owned)
            .collect())
    };
    require_equal("list", names(&[])?, vec![])?;
    require_equal(
        "list --all",
        names(&["--all"])?,
        vec!["a".to_owned(), "b".to_owned()],
    )?;
    require_equal(
        "list --autostart",
        names(&["--all", "--autostart"])?,
        vec!["b".to_owned()],
    )?;
    require_equal(
        "list --no-autostart",
        names(&["--all", "--no-autostart"])?,
        vec!["a".to_owned()],
    )?;
    require_equal("list --transient", names(&["--all", "--transient"])?, vec![])?;
    require_equal(
        "list --state-shutoff",
        names(&["--state-shutoff"])?,
        vec!["a".to_owned(), "b".to_owned()],
    )?;
    require_equal(
        "list --with-snapshot",
        names(&["--all", "--with-snapshot"])?,
        vec![],
    )
}

fn redefine() -> Outcome {
    let daemon = Daemon::start()?;
    let virsh = daemon.virsh();
    let file = daemon.scratch().write("d.xml", domain::idle("one"))?;
    virsh.ok(&["define", &file])?;
    let xml = virsh.ok(&["dumpxml", "one"])?;
    let bigger = daemon
        .scratch()
        .write("bigger.xml", xml.replace("32768", "65536"))?;
    virsh.ok(&["define", &bigger])?;
    require_text(&virsh.ok(&["dominfo", "one"])?, "65536 KiB")?;
    // The same name under another UUID is somebody else.
    let message = virsh.refused(&["define", &file])?;
    require_text(&message, "already exists with uuid")
}

fn autostart() -> Outcome {
    let daemon = Daemon::start()?;
    let virsh = daemon.virsh();
    let file = daemon.scratch().write("d.xml", domain::idle("one"))?;
    virsh.ok(&["define", &file])?;
    virsh.ok(&["autostart", "one"])?;
    require_text(&virsh.ok(&["dominfo", "one"])?, "Autostart:      enable")?;
    virsh.ok(&["autostart", "one", "--disable"])?;
    require_text(&virsh.ok(&["dominfo", "one"])?, "Autostart:      disable")
}

fn desc_and_metadata() -> Outcome {
    let daemon = Daemon::start()?;
    let virsh = daemon.virsh();
    let file = daemon.scratch().write("d.xml", domain::idle("one"))?;
    virsh.ok(&["define", &file])?;
    virsh.ok(&["desc", "one", "What it is for"])?;
    require_text(&virsh.ok(&["desc", "one"])?, "What it is for")?;
    virsh.ok(&[
        "metadata",
        "one",
        "--uri",
        "http://example.org/m",
        "--key",
        "m",
        "--set",
        "<owner name='x'/>",
    ])?;
    require_text(
        &virsh.ok(&["dumpxml", "one"])?,
        "xmlns:m=\"http://example.org/m\"",
    )?;
    virsh.ok(&["metadata", "one", "--uri", "http://example.org/m", "--remove"])?;
    virsh
        .refused(&["metadata", "one", "--uri", "http://example.org/m"])
        .map(|_| ())
}

fn security_info() -> Outcome {
    let daemon = Daemon::start()?;
    let virsh = daemon.virsh();
    let graphics = "<graphics type='vnc' port='-1' passwd='sesame'/></devices>";
    let file = daemon
        .scratch()
        .write("d.xml", domain::idle("one").replace("</devices>", graphics))?;
    virsh.ok(&["define", &file])?;
    let open = virsh.ok(&["dumpxml", "one"])?;
    require(!open.contains("sesame"), || {
        "the password is shown to everybody".to_owned()
    })?;
    require_text(
        &virsh.ok(&["dumpxml", "one", "--security-info"])?,
        "passwd='sesame'",
    )
}

fn stats_inactive() -> Outcome {
    let daemon = Daemon::start()?;
    let virsh = daemon.virsh();
    let file = daemon.scratch().write("d.xml", domain::idle("one"))?;
    virsh.ok(&["define", &file])?;
    let text = virsh.ok(&["domstats", "one"])?;
    for line in [
        "Domain: 'one'",
        "state.state=5",
        "state.reason=0",
        "balloon.maximum=32768",
        "vcpu.maximum=1",
    ] {
        require_text(&text, line)?;
    }
    Ok(())
}

fn survive_restart() -> Outcome {
    let mut daemon = Daemon::start()?;
    let virsh = daemon.virsh();
    let file = daemon.scratch().write("d.xml", domain::idle("one"))?;
    virsh.ok(&["define", &file])?;
    virsh.ok(&["autostart", "one", "--disable"])?;
    let before = virsh.ok(&["dumpxml", "one"])?;
    daemon.stop()?;
    daemon.launch()?;
    require_equal(
        "dumpxml after an orderly stop",
        virsh.ok(&["dumpxml", "one"])?,
        before.clone(),
    )?;
    daemon.kill()?;
    daemon.launch()?;
    require_equal("dumpxml after kill -9", virsh.ok(&["dumpxml", "one"])?, before)
}
