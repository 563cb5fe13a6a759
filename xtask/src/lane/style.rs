//! Lane style: everything that is judged by reading the source.

use super::Request;
use super::outcome::Tally;
use crate::process::Program;
use crate::{Outcome, codegen, setup, tidy, workspace};

type Check = (&'static str, fn() -> Outcome);

/// The lints are errors here and warnings while working.
const DENY_WARNINGS: &str = "-Dwarnings";

const CHECKS: &[Check] = &[
    ("fmt", || Program::cargo().args(["fmt", "--all", "--check"]).run()),
    ("codegen", || codegen::run(true)),
    ("tidy", tidy::run),
    ("deny", deny),
    ("clippy", || {
        Program::cargo()
            .args([
                "clippy",
                "--workspace",
                "--all-targets",
                "--quiet",
                "--",
                DENY_WARNINGS,
            ])
            .run()
    }),
    ("doc", || {
        Program::cargo()
            .args([
                "doc",
                "--workspace",
                "--no-deps",
                "--document-private-items",
                "--quiet",
            ])
            .env("RUSTDOCFLAGS", DENY_WARNINGS)
            .run()
    }),
    ("alone", alone),
];

/// Choices of the facade's features that users make.
const FACADES: &[&str] = &["", "remote", "test", "qemu"];

pub fn run(request: &Request) -> Outcome<Tally> {
    let mut tally = Tally::default();
    for (name, check) in CHECKS {
        if request
            .filter
            .as_ref()
            .is_some_and(|filter| !name.contains(filter.as_str()))
        {
            continue;
        }
        let outcome = check();
        println!(
            "test style::{name} ... {}",
            if outcome.is_ok() { "ok" } else { "FAILED" }
        );
        tally.case(name, outcome);
    }
    Ok(tally)
}

/// Advisories need a database from the network and are left to a scheduled job.
fn deny() -> Outcome {
    let program = setup::cargo_deny().ok_or("cargo-deny is missing: run `cargo xtask setup`")?;
    Program::new(program)
        .args([
            "--color",
            "never",
            "--workspace",
            "--all-features",
            "check",
            "--hide-inclusion-graph",
        ])
        .args(["bans", "licenses", "sources"])
        .directory(&workspace::root())
        .run()
}

/// Each package as somebody gets it who depends on it only: with no feature that another one turned on.
fn alone() -> Outcome {
    let check = |package: &str, choice: &[&str]| {
        Program::cargo()
            .args(["check", "--quiet", "--package", package])
            .args(choice)
            .run()
            .map_err(|error| format!("{package} {}: {error}", choice.join(" ")))
    };
    for package in workspace::packages()? {
        check(&package.name, &[])?;
    }
    for features in FACADES {
        check("ferrovirt", &["--no-default-features", "--features", features])?;
    }
    Ok(())
}
