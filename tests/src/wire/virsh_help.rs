//! Every command of virsh and every option of each, as its own help lists them, beside what ours takes.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use crate::harness::case::{Case, Outcome, Problem, require};
use crate::harness::environment;

pub const CASES: &[Case] = &[Case {
    name: "command_has_virshs_commands_and_options",
    run: options,
}];

/// The version of virsh that the list is of.
const VERSION: &str = "9.0.";

/// What virsh has and ours has not, and why.
const LEFT_OUT: &[(&str, &[&str], &str)] = &[
    (
        "lxc-enter-namespace",
        &["--cmd", "--noseclabel", "<domain>"],
        "containers are entered by other programs",
    ),
    (
        "qemu-attach",
        &["<pid>"],
        "no driver takes up a guest that it has not started",
    ),
];

fn help(program: &Path, command: Option<&str>) -> Outcome<String> {
    let output = Command::new(program).arg("help").args(command).output()?;
    require(output.status.success(), || {
        format!("{} help {command:?} failed", program.display())
    })?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Options of the line below `SYNOPSIS`: `--name` and `<word>`, without what they take.
fn listed(help: &str) -> BTreeSet<String> {
    let synopsis = help.lines().skip_while(|line| line.trim() != "SYNOPSIS").nth(1);
    let words = synopsis.unwrap_or_default().split_whitespace().skip(1);
    words
        .map(|word| {
            word.trim_matches(|c| matches!(c, '[' | ']' | '{' | '}' | '.'))
                .to_owned()
        })
        .filter(|word| !matches!(word.as_str(), "<string>" | "<number>" | ""))
        .collect()
}

fn options() -> Outcome {
    let virsh = Path::new("virsh");
    let version = Command::new(virsh).arg("--version").output()?;
    let version = String::from_utf8_lossy(&version.stdout).into_owned();
    if !version.starts_with(VERSION) {
        let reason = format!("optional: the list is of virsh {VERSION}x, and here is {version}");
        return Err(Problem::Skipped(reason));
    }
    let ours = environment::programs().join("ferrovirt");
    let commands = help(virsh, None)?;
    let commands: Vec<&str> = commands
        .lines()
        .filter_map(|line| line.strip_prefix("    ")?.split_whitespace().next())
        .collect();
    require(commands.len() > 250, || {
        format!("only {} commands", commands.len())
    })?;
    let mut wrong = String::new();
    for command in commands {
        let left_out = LEFT_OUT.iter().find(|(name, ..)| *name == command);
        let expected: BTreeSet<String> = left_out
            .map_or(&[][..], |(_, options, _)| options)
            .iter()
            .map(|option| (*option).to_owned())
            .collect();
        // A command that is left out has no help.
        let have = help(&ours, Some(command))
            .map(|text| listed(&text))
            .unwrap_or_default();
        let missing: BTreeSet<String> = listed(&help(virsh, Some(command))?)
            .difference(&have)
            .cloned()
            .collect();
        if missing != expected {
            wrong.push_str(&format!(
                "{command}: without {missing:?}, which should be {expected:?}\n"
            ));
        }
    }
    require(wrong.is_empty(), || wrong)
}
