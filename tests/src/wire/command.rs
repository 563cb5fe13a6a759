//! The `ferrovirt` command: virsh's verbs and shapes, and JSON.

use crate::harness::case::{Case, Outcome, require, require_equal, require_text};
use crate::harness::daemon::Daemon;
use crate::harness::domain;
use crate::harness::environment;
use crate::harness::virsh::Virsh;

pub const CASES: &[Case] = &[
    Case {
        name: "command_prints_what_virsh_prints",
        run: same_as_virsh,
    },
    Case {
        name: "command_json",
        run: json,
    },
    Case {
        name: "command_in_process",
        run: in_process,
    },
];

fn ours(uri: String) -> Virsh {
    Virsh::with_program(
        uri,
        environment::programs().join("ferrovirt").display().to_string(),
    )
}

fn same_as_virsh() -> Outcome {
    let daemon = Daemon::start()?;
    let theirs = daemon.virsh();
    let ours = ours(daemon.qemu_uri());
    let file = daemon.scratch().write("d.xml", domain::idle("one"))?;
    ours.ok(&["define", &file])?;
    for arguments in [
        ["list", "--all"].as_slice(),
        &["dominfo", "one"],
        &["domstate", "one", "--reason"],
        &["dumpxml", "one"],
        &["domuuid", "one"],
        &["nodeinfo"],
        &["uri"],
        &["net-list", "--all"],
        &["pool-list", "--all"],
        &["domstats", "one", "--state"],
    ] {
        require_equal(
            &arguments.join(" "),
            ours.ok(arguments)?.trim_end(),
            theirs.ok(arguments)?.trim_end(),
        )?;
    }
    ours.ok(&["undefine", "one"]).map(|_| ())
}

fn json() -> Outcome {
    let daemon = Daemon::start()?;
    let ours = ours(daemon.test_uri());
    let text = ours.ok(&["-o", "json", "list", "--all"])?;
    let document: serde_json::Value =
        serde_json::from_str(&text).map_err(|error| format!("not JSON: {error}\n{text}"))?;
    require(document.to_string().contains("\"test\""), || {
        format!("the guest is not in {text}")
    })
}

fn in_process() -> Outcome {
    let ours = ours("test:///default".to_owned());
    require_text(&ours.ok(&["list", "--name"])?, "test")
}
