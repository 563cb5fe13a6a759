//! `ferrovirt net explain` says what real packets then do.

use std::net::Ipv4Addr;
use std::time::Duration;

use serde_json::Value;

use super::generator::{self, Rules};
use super::packets::{Server, connect, discover, resolve};
use super::place::{nft, world};
use super::services::{document, started, with_address};
use crate::harness::case::{Case, Outcome, Problem, require, require_text};
use crate::harness::daemon::Daemon;
use crate::harness::random::Random;
use crate::harness::{command, environment};

pub const CASES: &[Case] = &[
    Case {
        name: "explain_is_what_packets_do",
        run: verdicts,
    },
    Case {
        name: "explain_names_the_rule",
        run: names,
    },
];

/// Rule sets for each of two kinds of network.
const SETS: usize = 60;
/// Rule sets made up in the place of one that nft refuses.
const TRIES: usize = 50;
const LIMIT: Duration = Duration::from_secs(30);
/// A packet that passes is answered in less than a millisecond.
const QUICK: Duration = Duration::from_millis(150);
/// Before a disagreement counts, packets have this long.
const SLOW: Duration = Duration::from_secs(8);
const FAR: Ipv4Addr = Ipv4Addr::new(192, 0, 2, 1);
const HOST: Ipv4Addr = Ipv4Addr::new(10, 71, 0, 1);
const GUEST: Ipv4Addr = Ipv4Addr::new(10, 71, 0, 2);

fn explained(daemon: &Daemon) -> Outcome<Vec<(String, String, String)>> {
    let uri = daemon.virsh().uri().to_owned();
    let program = environment::programs().join("ferrovirt");
    let arguments = ["-c", &uri, "-o", "json", "net", "explain", "n"];
    let text = command::run(program, arguments, b"", LIMIT)?.ok()?;
    let value: Value = serde_json::from_str(&text).map_err(|e| format!("{e}: {text}"))?;
    let answers = value["answers"].as_array().cloned().unwrap_or_default();
    let word = |answer: &Value, key: &str| answer[key].as_str().unwrap_or_default().to_owned();
    Ok(answers
        .iter()
        .map(|a| (word(a, "packets"), word(a, "verdict"), a["rules"].to_string()))
        .collect())
}

fn apply(rules: &Rules) -> Outcome {
    match rules {
        Rules::Nft(script) => nft(script),
        Rules::Iptables(text) => command::run("iptables-restore", [""; 0], text.as_bytes(), LIMIT)?
            .ok()
            .map(|_| ()),
    }
}

/// Takes everything away that is not the network's.
fn clear() -> Outcome {
    let tables = command::run("nft", ["list", "tables"], b"", LIMIT)?.ok()?;
    let others = tables.lines().filter(|line| !line.contains("ferrovirt_"));
    nft(&others.map(|line| format!("delete {line}\n")).collect::<String>())
}

fn text_of(rules: &Rules) -> &str {
    match rules {
        Rules::Nft(text) | Rules::Iptables(text) => text,
    }
}

fn verdicts() -> Outcome {
    let mut random = Random::seeded("explain");
    let (mut asked, mut passed) = (0u32, 0u32);
    for mode in ["nat", "route"] {
        let daemon = started(&document(mode))?;
        let world = world()?;
        let guest = with_address("fvp0")?;
        let _far = Server::start(&world, 443)?;
        let _near = Server::start(&guest, 22)?;
        let mut sets = generator::known();
        sets.extend((0..SETS).map(|_| ("random", generator::random(&mut random))));
        for (name, mut rules) in sets {
            // nft refuses what contradicts itself, such as a port of UDP and one of TCP: another is made up.
            let mut tries = 0;
            while let Err(e) = apply(&rules) {
                clear()?;
                tries += 1;
                if name != "random" || tries > TRIES {
                    return Err(format!("{name}: {e}\n{}", text_of(&rules)).into());
                }
                rules = generator::random(&mut random);
            }
            let told = explained(&daemon)?;
            for (question, verdict, by) in told {
                let real = |patience: Duration| -> Outcome<bool> {
                    Ok(match question.as_str() {
                        "dns" => resolve(&guest, HOST, "gw.lab.test", patience)?,
                        "outbound" => connect(&guest, FAR, 443, patience)?.is_some(),
                        "inbound" => connect(&world, GUEST, 22, patience)?.is_some(),
                        "dhcp" => discover(&guest, if patience == QUICK { 1 } else { 8 })?.is_some(),
                        other => return Err(Problem::from(format!("an unknown question {other}"))),
                    })
                };
                let expected = verdict == "passes";
                let agrees = real(QUICK)? == expected || real(SLOW)? == expected;
                require(agrees && verdict != "uncertain", || {
                    format!(
                        "{mode}, {name}: {question} is said to be '{verdict}' by {by}, and packets do otherwise\n{}",
                        text_of(&rules)
                    )
                })?;
                asked += 1;
                passed += u32::from(expected);
            }
            clear()?;
        }
        drop((guest, world));
        daemon.virsh().ok(&["net-destroy", "n"])?;
    }
    println!(
        "    explain: {asked} verdicts over {} rule sets, {passed} passing",
        2 * (SETS + generator::known().len())
    );
    Ok(())
}

fn names() -> Outcome {
    let daemon = started(&document("nat"))?;
    let _world = world()?;
    let docker = generator::known().into_iter().find(|(name, _)| *name == "docker");
    let (_, rules) = docker.ok_or("no rules")?;
    apply(&rules)?;
    let told = explained(&daemon)?;
    let outbound = told.iter().find(|(q, ..)| q == "outbound").ok_or("no answer")?;
    require_text(&outbound.2, "chain FORWARD has the policy drop")?;
    daemon.virsh().ok(&["net-destroy", "n"])?;
    daemon.virsh().ok(&["net-start", "n"])?;
    // The daemon says it by itself, a moment after the start.
    crate::harness::wait::until_true("a warning in the log", LIMIT, || {
        let log = daemon.log_tail();
        log.contains("drops packets that the network needs") && log.contains("FORWARD has the policy drop")
    })?;
    clear()
}
