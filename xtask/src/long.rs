//! Runs that go on for as long as they are told: made-up calls compared with a stock libvirtd's answers,
//! made-up arguments for every procedure, and load. The lanes have a short piece of each.

use crate::lane::{build_with, in_namespaces};
use crate::{Outcome, process, setup, workspace};

/// `cargo xtask differential`: our test driver beside a stock libvirtd's, by calls that a seed makes up.
pub fn differential(arguments: &[String]) -> Outcome {
    run("ferrovirt-differential", arguments, &[])
}

/// `cargo xtask fuzz`: made-up arguments for every procedure of a running daemon, for a given time.
pub fn fuzz(arguments: &[String]) -> Outcome {
    run("ferrovirt-fuzz", arguments, &[])
}

/// `cargo xtask load`: 1,000 connections, 200 of them listening, 2,000 changes a second.
pub fn load(arguments: &[String]) -> Outcome {
    let seconds = match arguments {
        [] => "60",
        [name, seconds] if name == "--seconds" && seconds.parse::<u32>().is_ok() => seconds,
        _ => return Err("usage: cargo xtask load [--seconds N]".to_owned()),
    };
    let case = ["hostile", "thousand_connections"].map(str::to_owned);
    run("ferrovirt-lanes", &case, &[("FERROVIRT_LOAD_SECONDS", seconds)])
}

fn run(program: &str, arguments: &[String], environment: &[(&str, &str)]) -> Outcome {
    if !process::is_root() {
        return Err("the daemons run in namespaces of their own, which needs root".to_owned());
    }
    setup::ensure(setup::Purpose::Test)?;
    build_with(&[program])?;
    let mut program = in_namespaces()
        .arg(workspace::release_program(program))
        .args(arguments)
        .env("FERROVIRT_PROGRAMS", workspace::target().join("release"));
    for (name, value) in environment {
        program = program.env(name, value);
    }
    program.run()
}
