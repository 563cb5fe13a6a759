//! Lane conformance: the reference cases beside the repository against our daemon. Each suite is one
//! case; it passes when the score is not below the floor that was reached before.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use crate::harness::case::{Case, Outcome, Problem, require};
use crate::harness::command;
use crate::harness::daemon::Daemon;

/// The scores to hold, one `SUITE MEASURE PASSED` a line.
const FLOORS: &str = include_str!("../../conformance-floors.txt");

/// Longer than the suites' own budgets.
const LIMIT: Duration = Duration::from_secs(600);

/// Every suite.
pub fn cases() -> Vec<Case> {
    vec![
        Case {
            name: "xml-wire",
            run: || suite("xml-wire", "run-xml", &["--test-uri", TEST, "--qemu-uri", QEMU]),
        },
        Case {
            name: "xml-command",
            run: || suite("xml-command", "run-xml", &["--cli", COMMAND]),
        },
        Case {
            name: "virsh-test",
            run: || suite("virsh-test", "run-virsh", &["-q", "--uri", TEST, "--set", "test"]),
        },
        Case {
            name: "virsh-qemu",
            run: || suite("virsh-qemu", "run-virsh", &["-q", "--uri", QEMU, "--set", "qemu"]),
        },
        Case {
            name: "virt-install",
            run: || {
                suite(
                    "virt-install",
                    "run-virsh",
                    &["-q", "--uri", QEMU, "--set", "virtinst"],
                )
            },
        },
        Case {
            name: "api",
            run: || suite("api", "run-api", &["--uri", TEST]),
        },
    ]
}

/// Stand for what is known only once a daemon runs.
const TEST: &str = "@test";
const QEMU: &str = "@qemu";
const COMMAND: &str = "@command";

fn suite(name: &str, program: &str, arguments: &[&str]) -> Outcome {
    let cases = std::env::var_os("FERROVIRT_CONFORMANCE")
        .map(PathBuf::from)
        .ok_or_else(|| Problem::Skipped("optional: no reference cases".to_owned()))?;
    let mut daemon = Daemon::prepare(&[])?;
    // The cases keep their images where only the superuser gets to.
    let settings = daemon.root().join("etc");
    std::fs::create_dir_all(&settings)?;
    std::fs::write(
        settings.join("qemu.conf"),
        "user = \"root\"\ngroup = \"root\"\ncgroup_controllers = []\n",
    )?;
    daemon.launch()?;
    let finished = run(&daemon, &cases, program, arguments)?;
    daemon.require_alive()?;
    let scores = scores(&finished);
    print_scores(name, &scores);
    require(!scores.is_empty(), || {
        format!("{program} gave no score:\n{finished}")
    })?;
    let fallen: Vec<String> = floors(name)
        .filter_map(|(measure, floor)| {
            let reached = scores
                .iter()
                .find(|score| score.measure == measure)
                .map_or(0, |score| score.passed);
            (reached < floor).then(|| format!("{measure}: {reached}, and {floor} were reached before"))
        })
        .collect();
    require(fallen.is_empty(), || fallen.join("\n"))
}

fn run(daemon: &Daemon, cases: &Path, program: &str, arguments: &[&str]) -> Outcome<String> {
    let own = crate::harness::environment::programs().join("ferrovirt");
    let mut suite = Command::new(cases.join(program));
    suite.current_dir(daemon.scratch().path());
    for argument in arguments {
        suite.arg(match *argument {
            TEST => daemon.test_uri(),
            QEMU => daemon.qemu_uri(),
            COMMAND => format!("{} xml roundtrip --kind {{kind}}", own.display()),
            other => other.to_owned(),
        });
    }
    // The exit status only says whether everything passed: the scores say more.
    let finished = command::run_command(suite, b"", LIMIT)?;
    Ok(format!("{}{}", finished.stdout, finished.stderr))
}

/// One figure of a suite.
#[derive(Debug, PartialEq, Eq)]
struct Score {
    measure: String,
    passed: u32,
    total: u32,
}

/// Reads lines such as `SCENARIOS 17/17  COMMANDS 312/312  (without error texts 312/312)`.
fn scores(output: &str) -> Vec<Score> {
    const MEASURES: &[&str] = &[
        "ACCEPT",
        "REJECT",
        "SCENARIOS",
        "COMMANDS",
        "texts",
        "API",
        "EXACT",
        "canonical",
        "fixpoint",
        "lossless",
        "pair",
    ];

    let mut found: Vec<Score> = Vec::new();
    for line in output.lines() {
        let words: Vec<&str> = line
            .split([' ', '(', ')', ':'])
            .filter(|word| !word.is_empty())
            .collect();
        if !words.first().is_some_and(|word| MEASURES.contains(word)) {
            continue;
        }
        for pair in words.windows(2) {
            if let [measure, figure] = pair
                && MEASURES.contains(measure)
                && let Some((passed, total)) = figure.split_once('/')
                && let (Ok(passed), Ok(total)) = (passed.parse(), total.parse())
            {
                found.push(Score {
                    measure: (*measure).to_owned(),
                    passed,
                    total,
                });
            }
        }
    }
    found
}

fn print_scores(name: &str, scores: &[Score]) {
    for score in scores {
        println!(
            "    score {name} {} {}/{}",
            score.measure, score.passed, score.total
        );
    }
}

fn floors(name: &str) -> impl Iterator<Item = (&str, u32)> {
    FLOORS
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(move |line| {
            let mut words = line.split_whitespace();
            (words.next() == Some(name)).then_some(())?;
            Some((words.next()?, words.next()?.parse().ok()?))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_are_read() {
        let output =
            "noise 1/2\nSCENARIOS 17/19  COMMANDS 312/320  (without error texts 315/320)  seconds 56.2\n";
        let read: Vec<(String, u32)> = scores(output)
            .into_iter()
            .map(|score| (score.measure, score.passed))
            .collect();
        assert_eq!(
            read,
            [
                ("SCENARIOS".to_owned(), 17),
                ("COMMANDS".to_owned(), 312),
                ("texts".to_owned(), 315)
            ]
        );
    }
}
