//! Cargo's subcommands that the style lane needs, built once into `target/tools`.

use std::path::PathBuf;

use crate::process::{self, Program};
use crate::{Outcome, workspace};

/// Builds what the machine does not already have.
pub fn ensure() -> Outcome {
    if deny().is_some() {
        return Ok(());
    }
    let folder = workspace::target().join("tools");
    println!(
        "setup: building cargo-deny into {} (some minutes, once)",
        folder.display()
    );
    Program::cargo()
        .args(["install", "--locked", "--root"])
        .arg(&folder)
        .arg("--target-dir")
        .arg(folder.join("build"))
        .arg("cargo-deny")
        .run()?;
    std::fs::remove_dir_all(folder.join("build"))
        .map_err(|error| format!("cannot remove what was left of building cargo-deny: {error}"))
}

/// Where `cargo-deny` is, the machine's own or the one we built.
pub fn deny() -> Option<PathBuf> {
    let built = workspace::target().join("tools/bin/cargo-deny");
    if built.is_file() {
        Some(built)
    } else {
        process::find("cargo-deny")
    }
}
