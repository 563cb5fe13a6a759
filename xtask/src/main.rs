//! The chores of the project, one file (or folder) a task; `cargo xtask help` lists them.
//!
//! API boundary: no, a tool for people who work on Ferrovirt or want to see it run.
//!
//! **Invariant**: uses no crate of the workspace, so that it builds in seconds on a fresh machine and
//! still works when everything else is broken. What needs our crates (the demo, the test lanes) is a
//! program of its own that is built and run from here.

#![forbid(unsafe_code)]
#![expect(clippy::print_stdout, reason = "a command line tool talks on standard output")]

use std::process::ExitCode;

mod bench;
mod ci;
mod codegen;
mod demo;
mod guest;
mod lane;
mod long;
mod matrix;
mod process;
mod setup;
mod table;
mod test;
mod tidy;
mod workspace;

/// What a task answers: nothing, or a message for the person at the terminal.
type Outcome<T = ()> = Result<T, String>;

struct Task {
    name: &'static str,
    usage: &'static str,
    summary: &'static str,
    run: fn(&[String]) -> Outcome,
}

const TASKS: &[Task] = &[
    Task {
        name: "setup",
        usage: "[--demo | --bench] [--vm]",
        summary: "install what the demo, the tests or the comparison need; --vm makes lane vm's machine, too",
        run: setup::run,
    },
    Task {
        name: "demo",
        usage: "[--keep] [--root DIR] [--user]",
        summary: "boot a real guest through our own client, step by step",
        run: demo::run,
    },
    Task {
        name: "test",
        usage: "[--lane NAME]... [--filter TEXT]",
        summary: "run the test lanes",
        run: test::run,
    },
    Task {
        name: "ci",
        usage: "",
        summary: "setup, every lane and the matrix: what CI runs",
        run: ci::run,
    },
    Task {
        name: "bench",
        usage: "[--quick] [--only TEXT] [--json FILE]",
        summary: "our daemon against a stock libvirtd",
        run: bench::run,
    },
    Task {
        name: "differential",
        usage: "[--seed N] [--calls N] [--enough N] [--replay FILE]",
        summary: "made-up calls to our test driver and a stock one, compared",
        run: long::differential,
    },
    Task {
        name: "fuzz",
        usage: "[--seconds N] [--seed N]",
        summary: "made-up arguments for every procedure of a running daemon",
        run: long::fuzz,
    },
    Task {
        name: "load",
        usage: "[--seconds N]",
        summary: "1,000 connections, 200 of them listening, 2,000 changes a second",
        run: long::load,
    },
    Task {
        name: "matrix",
        usage: "",
        summary: "print the last result of every lane",
        run: matrix::run,
    },
    Task {
        name: "codegen",
        usage: "[--check]",
        summary: "write the generated sources",
        run: |arguments| {
            let [check] = flags(arguments, ["--check"])?;
            codegen::run(check)
        },
    },
    Task {
        name: "tidy",
        usage: "",
        summary: "hold the rules of the house: floors, files, words",
        run: |arguments| {
            let [] = flags(arguments, [])?;
            tidy::run()
        },
    },
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some(name) = arguments.first() else {
        print_help();
        return ExitCode::FAILURE;
    };
    if matches!(name.as_str(), "help" | "--help" | "-h") {
        print_help();
        return ExitCode::SUCCESS;
    }
    let Some(task) = TASKS.iter().find(|task| task.name == name) else {
        println!("xtask: there is no task {name:?}\n");
        print_help();
        return ExitCode::FAILURE;
    };
    match (task.run)(&arguments[1..]) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            println!("xtask {name}: {message}");
            ExitCode::FAILURE
        }
    }
}

fn print_help() {
    println!("usage: cargo xtask TASK\n");
    for task in TASKS {
        let call = format!("{} {}", task.name, task.usage);
        println!("  {call:<40} {}", task.summary);
    }
}

/// Says which of the known switches are set; anything else is refused.
fn flags<const N: usize>(arguments: &[String], known: [&str; N]) -> Outcome<[bool; N]> {
    let mut set = [false; N];
    for argument in arguments {
        match known.iter().position(|name| name == argument) {
            Some(index) => set[index] = true,
            None => return Err(format!("unknown argument {argument:?} (see cargo xtask help)")),
        }
    }
    Ok(set)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_are_known_or_refused() {
        let arguments = ["--b".to_owned()];
        assert_eq!(flags(&arguments, ["--a", "--b"]), Ok([false, true]));
        assert!(flags(&arguments, ["--a"]).is_err());
    }
}
