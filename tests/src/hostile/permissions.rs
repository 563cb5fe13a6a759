//! Every permission on the read-only socket: what changes something is refused before its arguments are
//! looked at, and what only reads is not.

use std::time::Duration;

use crate::harness::case::{Case, Outcome, require};
use crate::harness::daemon::Daemon;
use crate::harness::random::Random;
use crate::harness::rpc::{Client, Frame, QEMU_PROGRAM, REMOTE_PROGRAM, TYPE_CALL, frame};

pub const CASES: &[Case] = &[
    Case {
        name: "every_permission_on_the_read_only_socket",
        run: read_only,
    },
    Case {
        name: "guests_are_not_managed_on_the_admin_socket",
        run: admin_socket,
    },
];

/// The tables that say which permission each procedure needs; the same that people read.
const TABLES: &[(u32, &str)] = &[
    (
        REMOTE_PROGRAM,
        include_str!("../../../crates/protocol/spec/remote.txt"),
    ),
    (
        QEMU_PROGRAM,
        include_str!("../../../crates/protocol/spec/qemu.txt"),
    ),
    (0x0006_8000, include_str!("../../../crates/protocol/spec/lxc.txt")),
];

/// `operation forbidden`.
const DENIED: i32 = 29;

/// A procedure and what it asks of its caller.
struct Rule {
    program: u32,
    number: u32,
    name: &'static str,
    /// Whether one of its permissions is for changing, whatever the arguments.
    changes: bool,
    /// Whether some arguments need more than others.
    conditional: bool,
}

fn rules() -> Vec<Rule> {
    let mut rules = Vec::new();
    for (program, table) in TABLES {
        for line in table.lines().filter(|line| line.starts_with("call ")) {
            let words: Vec<&str> = line.split_whitespace().collect();
            let acl = words.iter().find_map(|word| word.strip_prefix("acl="));
            // Events are no calls, and what needs no permission closes the connection or comes before it.
            let Some(acl) = acl.filter(|acl| *acl != "none" && !words.contains(&"event")) else {
                continue;
            };
            let Some(number) = words.get(1).and_then(|word| word.parse().ok()) else {
                continue;
            };
            let permissions: Vec<Vec<&str>> = acl.split(',').map(|p| p.split(':').collect()).collect();
            let reads = |name: &str| matches!(name, "getattr" | "read") || name.starts_with("search_");
            rules.push(Rule {
                program: *program,
                number,
                name: words.get(2).copied().unwrap_or_default(),
                changes: permissions
                    .iter()
                    .any(|p| p.len() == 2 && p.get(1).is_some_and(|name| !reads(name))),
                conditional: permissions.iter().any(|p| p.len() > 2),
            });
        }
    }
    rules
}

/// Calls and waits for the code of the error; none for a result.
fn code_of(client: &mut Client, rule: &Rule, serial: u32, body: &[u8]) -> Outcome<Option<i32>> {
    use std::io::Write as _;
    client
        .stream
        .write_all(&frame(rule.program, rule.number, TYPE_CALL, serial, body))?;
    loop {
        let Frame {
            serial: of,
            status,
            body,
            ..
        } = client.receive()?;
        if of == serial {
            let code = body.first_chunk::<4>().map(|word| i32::from_be_bytes(*word));
            return Ok(code.filter(|_| status != 0));
        }
    }
}

fn read_only() -> Outcome {
    let mut random = Random::seeded("arguments on the read-only socket");
    for driver in ["test:///default", "qemu:///system"] {
        let mut daemon = Daemon::start()?;
        let mut client = Client::connect(&daemon.read_only_socket())?;
        client.stream.set_read_timeout(Some(Duration::from_secs(10)))?;
        client.open(driver, 0)?;
        let rules = rules();
        require(rules.len() > 350, || {
            format!("only {} procedures have permissions", rules.len())
        })?;
        let mut serial = 1000;
        for rule in &rules {
            for length in [0, 8, 64] {
                serial += 1;
                let code = code_of(&mut client, rule, serial, &random.bytes(length))
                    .map_err(|problem| format!("{}: {problem}", rule.name))?;
                if rule.changes {
                    require(code == Some(DENIED), || {
                        format!("{} was answered {code:?} on the read-only socket", rule.name)
                    })?;
                } else if !rule.conditional {
                    require(code != Some(DENIED), || {
                        format!("{} only reads and was refused on the read-only socket", rule.name)
                    })?;
                }
            }
        }
        daemon.require_alive()?;
    }
    Ok(())
}

fn admin_socket() -> Outcome {
    let mut daemon = Daemon::start()?;
    for rule in rules().iter().step_by(17) {
        let mut client = Client::connect(&daemon.file("run/libvirt-admin-sock"))?;
        let code = code_of(&mut client, rule, 5, &[0; 16])?;
        require(code.is_some(), || {
            format!("{} was answered on the admin socket", rule.name)
        })?;
    }
    daemon.require_alive()
}
