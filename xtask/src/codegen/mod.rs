//! Writes the code that follows from the tables of the interface: constants (`crates/types/spec`),
//! wire types and procedures (`crates/protocol/spec`), driver traits and the guard before them, dispatch
//! and client stubs; and the page that tells which driver has which function.
//!
//! The output is committed, so that the crates build without this step; `--check` compares.

mod client;
mod constants;
mod dispatch;
mod drivers;
mod emit;
mod guarded;
mod matrix;
mod spec;
mod wire;

use std::path::{Path, PathBuf};

/// Generates everything; with `check` writes nothing and reports files that differ.
pub fn run(check: bool) -> Result<(), String> {
    let root = root();
    let constants = constants::Constants::read(&root.join("crates/types/spec/enums.txt"))?;
    let mut programs = Vec::new();
    for name in ["remote", "qemu", "lxc", "admin"] {
        programs.push(spec::Program::read(
            &root.join(format!("crates/protocol/spec/{name}.txt")),
        )?);
    }
    let mut files = vec![(
        PathBuf::from("crates/types/src/generated/enums.rs"),
        constants.rust(),
    )];
    for program in &programs {
        files.push((
            format!("crates/protocol/src/generated/{}.rs", program.name).into(),
            wire::rust(program),
        ));
    }
    files.push((
        "crates/driver/src/generated/traits.rs".into(),
        drivers::rust(&programs),
    ));
    files.push((
        "crates/driver/src/generated/guarded.rs".into(),
        guarded::rust(&programs),
    ));
    files.push((
        "crates/daemon/src/dispatch/generated.rs".into(),
        dispatch::rust(&programs, &constants),
    ));
    files.push((
        "crates/remote/src/generated/stubs.rs".into(),
        client::rust(&programs),
    ));
    files.push(("docs/support-matrix.md".into(), matrix::page(&root, &programs)?));
    let mut stale = Vec::new();
    for (path, text) in files {
        let text = if path.extension().is_some_and(|e| e == "rs") {
            emit::format(&root, &text)?
        } else {
            text
        };
        let full = root.join(&path);
        if std::fs::read_to_string(&full).is_ok_and(|old| old == text) {
            continue;
        }
        if check {
            stale.push(path.display().to_string());
            continue;
        }
        if let Some(dir) = full.parent() {
            std::fs::create_dir_all(dir).map_err(|e| format!("{}: {e}", dir.display()))?;
        }
        std::fs::write(&full, text).map_err(|e| format!("{}: {e}", full.display()))?;
    }
    if stale.is_empty() {
        Ok(())
    } else {
        Err(format!(
            "generated code is out of date, run `cargo xtask codegen`: {}",
            stale.join(", ")
        ))
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .map(Path::to_path_buf)
        .unwrap_or_default()
}
