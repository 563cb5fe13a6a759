//! `cargo xtask differential`: our test driver beside a stock libvirtd's, by calls that a seed makes up.

use crate::lane::{build_programs, in_namespaces};
use crate::{Outcome, process, setup, workspace};

pub fn run(arguments: &[String]) -> Outcome {
    if !process::is_root() {
        return Err("each daemon runs in namespaces of its own, which needs root".to_owned());
    }
    setup::ensure(setup::Purpose::Test)?;
    build_programs()?;
    in_namespaces()
        .arg(workspace::release_program("ferrovirt-differential"))
        .args(arguments)
        .env("FERROVIRT_PROGRAMS", workspace::target().join("release"))
        .run()
}
