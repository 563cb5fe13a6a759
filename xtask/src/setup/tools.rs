//! Cargo's subcommands that the style lane needs, installed where cargo keeps them, so that another
//! checkout on the same machine has them, too.

use std::path::PathBuf;

use crate::process::{self, Program};
use crate::{Outcome, workspace};

/// Builds what the machine does not already have.
pub fn ensure() -> Outcome {
    if deny().is_some() {
        return Ok(());
    }
    println!("setup: building cargo-deny (some minutes, once)");
    // Unoptimised: it is built more often than it runs long.
    let folder = workspace::target().join("tools-build");
    Program::cargo()
        .args(["install", "--locked", "--debug", "--target-dir"])
        .arg(&folder)
        .arg("cargo-deny")
        .run()?;
    std::fs::remove_dir_all(&folder)
        .map_err(|error| format!("cannot remove what was left of building cargo-deny: {error}"))
}

/// Where `cargo-deny` is: on the search path, or in cargo's own folder.
pub fn deny() -> Option<PathBuf> {
    process::find("cargo-deny").or_else(|| {
        let home = std::env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| {
            let home = std::env::var_os("HOME")?;
            Some(PathBuf::from(home).join(".cargo"))
        })?;
        Some(home.join("bin/cargo-deny")).filter(|path| path.is_file())
    })
}
