//! `cargo xtask fuzz`: made-up arguments for every procedure of a running daemon, for a given time.

use crate::lane::{build_programs, in_namespaces};
use crate::{Outcome, process, setup, workspace};

pub fn run(arguments: &[String]) -> Outcome {
    if !process::is_root() {
        return Err("the daemon runs in namespaces of its own, which needs root".to_owned());
    }
    setup::ensure(setup::Purpose::Test)?;
    build_programs()?;
    in_namespaces()
        .arg(workspace::release_program("ferrovirt-fuzz"))
        .args(arguments)
        .env("FERROVIRT_PROGRAMS", workspace::target().join("release"))
        .run()
}
