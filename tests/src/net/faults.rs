//! What the host does to networks: programs that are missing, refuse or die, an interface that is gone, a
//! port that somebody has. Nothing half made is left, and what can heal heals.

use std::net::UdpSocket;
use std::time::Duration;

use super::services::{document, nothing_left, started};
use crate::harness::case::{Case, Outcome, require_equal, require_text};
use crate::harness::daemon::Daemon;
use crate::harness::{command, processes, wait};

pub const CASES: &[Case] = &[
    Case {
        name: "fault_nft_missing",
        run: || without("/usr/sbin/nft", "/dev/null", "nft"),
    },
    Case {
        name: "fault_nft_refuses",
        run: || without("/usr/sbin/nft", "/bin/false", "nft"),
    },
    Case {
        name: "fault_dnsmasq_ends_at_once",
        run: || without("/usr/sbin/dnsmasq", "/bin/false", "dnsmasq"),
    },
    Case {
        name: "fault_port_taken",
        run: port_taken,
    },
    Case {
        name: "fault_dnsmasq_dies",
        run: dies,
    },
    Case {
        name: "fault_bridge_gone",
        run: bridge_gone,
    },
    Case {
        name: "fault_bridge_gone_while_away",
        run: bridge_gone_while_away,
    },
    Case {
        name: "fault_rules_flushed",
        run: flushed,
    },
    Case {
        name: "fault_subnet_taken",
        run: subnet_taken,
    },
    Case {
        name: "fault_killed_at_each_moment",
        run: killed,
    },
];

const LIMIT: Duration = Duration::from_secs(30);

fn run(program: &str, arguments: &[&str]) -> Outcome<String> {
    command::run(program, arguments, b"", LIMIT)?.ok()
}

fn defined() -> Outcome<Daemon> {
    super::place::clean()?;
    let daemon = Daemon::start()?;
    let file = daemon.scratch().write("n.xml", document("nat"))?;
    daemon.virsh().ok(&["net-define", &file])?;
    Ok(daemon)
}

fn without(program: &str, instead: &str, named: &str) -> Outcome {
    let daemon = defined()?;
    let virsh = daemon.virsh();
    run("mount", &["--bind", instead, program])?;
    let refused = virsh.refused(&["net-start", "n"]);
    run("umount", &[program])?;
    require_text(&refused?, named)?;
    nothing_left(&daemon)?;
    virsh.ok(&["net-start", "n"])?;
    virsh.ok(&["net-destroy", "n"])?;
    nothing_left(&daemon)
}

fn port_taken() -> Outcome {
    let daemon = defined()?;
    let holder = UdpSocket::bind("0.0.0.0:67")?;
    let refused = daemon.virsh().refused(&["net-start", "n"])?;
    require_text(&refused, "dnsmasq")?;
    require_text(&refused, "in use")?;
    drop(holder);
    nothing_left(&daemon)?;
    daemon.virsh().ok(&["net-start", "n"])?;
    daemon.virsh().ok(&["net-destroy", "n"]).map(|_| ())
}

/// The process that serves: the one that dnsmasq itself wrote down once it was ready. Before that, its first
/// process is there for a moment, and ends by itself.
fn server(daemon: &Daemon) -> Option<i32> {
    let text = std::fs::read_to_string(daemon.file("run/dnsmasq/fvn0.pid")).ok()?;
    let pid = text.trim().parse().ok()?;
    processes::is_alive(pid).then_some(pid)
}

/// Whether any process of dnsmasq's is there, ready or not.
fn any_server(daemon: &Daemon) -> bool {
    let all = processes::below(&daemon.root());
    all.iter().any(|process| process.program() == "dnsmasq")
}

fn dies() -> Outcome {
    let daemon = started(&document("nat"))?;
    for _ in 0..2 {
        let pid = wait::until("a dnsmasq", LIMIT, || server(&daemon))?;
        run("kill", &["-9", &pid.to_string()])?;
        wait::until_true("another dnsmasq", LIMIT, || {
            server(&daemon).is_some_and(|new| new != pid)
        })?;
    }
    daemon.virsh().ok(&["net-destroy", "n"])?;
    nothing_left(&daemon)
}

fn bridge_gone() -> Outcome {
    let daemon = started(&document("nat"))?;
    run("ip", &["link", "delete", "fvn0"])?;
    daemon.virsh().ok(&["net-destroy", "n"])?;
    nothing_left(&daemon)?;
    daemon.virsh().ok(&["net-start", "n"])?;
    daemon.virsh().ok(&["net-destroy", "n"]).map(|_| ())
}

fn bridge_gone_while_away() -> Outcome {
    let mut daemon = started(&document("nat"))?;
    daemon.kill()?;
    run("ip", &["link", "delete", "fvn0"])?;
    daemon.launch()?;
    let list = daemon.virsh().ok(&["net-list", "--all"])?;
    require_text(&list, "inactive")?;
    nothing_left(&daemon)
}

fn flushed() -> Outcome {
    let mut daemon = started(&document("nat"))?;
    run("nft", &["flush", "ruleset"])?;
    daemon.kill()?;
    daemon.launch()?;
    wait::until_true("the rules again", LIMIT, || {
        run("nft", &["list", "tables"]).is_ok_and(|t| t.contains("ferrovirt_fvn0"))
    })
}

fn subnet_taken() -> Outcome {
    let daemon = defined()?;
    run("ip", &["link", "add", "fvother", "type", "bridge"])?;
    run("ip", &["addr", "add", "10.71.0.200/24", "dev", "fvother"])?;
    let refused = daemon.virsh().refused(&["net-start", "n"]);
    run("ip", &["link", "delete", "fvother"])?;
    let refused = refused?;
    require_text(&refused, "fvother")?;
    require_text(&refused, "is free")?;
    nothing_left(&daemon)
}

/// Kills the daemon a little later into each of many starts and stops than in the one before.
fn killed() -> Outcome {
    let mut daemon = defined()?;
    for step in 0..30u64 {
        let virsh = daemon.virsh();
        let verb = if virsh.ok(&["net-list", "--name"])?.trim() == "n" {
            "net-destroy"
        } else {
            "net-start"
        };
        let mut call = virsh.spawn(&[verb, "n"])?;
        std::thread::sleep(Duration::from_millis(8 + 2 * step));
        daemon.kill()?;
        call.wait()?;
        daemon.launch()?;
        let active = daemon.virsh().ok(&["net-list", "--name"])?.trim() == "n";
        let there = std::path::Path::new("/sys/class/net/fvn0").exists();
        require_equal(&format!("step {step}: the bridge"), there, active)?;
        wait::until_true(
            &format!("step {step}: dnsmasq as the network ({active})"),
            LIMIT,
            || server(&daemon).is_some() == active && any_server(&daemon) == active,
        )?;
        let tables = run("nft", &["list", "tables"])?;
        require_equal(
            &format!("step {step}: the table"),
            tables.contains("ferrovirt_fvn0"),
            active,
        )?;
    }
    Ok(())
}
