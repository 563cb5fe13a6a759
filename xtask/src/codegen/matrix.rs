//! `docs/support-matrix.md`: which function each driver has, from the table and the drivers' code.
//!
//! A driver has a function when its crate implements the trait's method; what it does not implement
//! answers `NoSupport` by the trait's default.

use super::drivers::{methods, traits};
use super::spec::Program;
use std::collections::HashSet;
use std::fmt::Write as _;
use std::path::Path;

/// Columns, and the crates that serve them.
const COLUMNS: &[(&str, &[&str])] = &[
    ("test", &["domain-test"]),
    ("test?full", &["domain-test"]),
    (
        "qemu",
        &[
            "domain-qemu",
            "network",
            "storage",
            "nodedev",
            "secret",
            "interface",
            "nwfilter",
        ],
    ),
];

/// The page.
pub fn page(root: &Path, programs: &[Program]) -> Result<String, String> {
    let mut implemented = Vec::new();
    let beyond = narrow(root)?;
    for (_, crates) in COLUMNS {
        let mut found = HashSet::new();
        for name in *crates {
            collect(&root.join("crates").join(name).join("src"), &mut found)?;
        }
        implemented.push(found);
    }
    let mut s = String::from(
        "# Support matrix\n\nWritten by `cargo xtask codegen` from the procedure table and the drivers' code; do not edit.\n\n\
         A function without a mark answers `NoSupport`. The `remote` driver, our client, has all of them. Old forms of a\n\
         call (`virDomainCreate` beside `virDomainCreateWithFlags`), lists of names and numbers, and the calls about the\n\
         connection itself are served by the daemon for every driver and are not listed.\n\n\
         `test` is `test:///default`, which has what libvirt's test driver has; `test?full` is `test:///default?full`, see\n\
         [test-driver.md](test-driver.md).\n\n",
    );
    let mut body = String::new();
    let mut totals = vec![0_usize; COLUMNS.len()];
    let mut all = 0;
    for name in traits() {
        let calls: Vec<_> = methods(programs, name).collect();
        if calls.is_empty() {
            continue;
        }
        let _ = write!(body, "\n## {name}\n\n| function | procedure |");
        for (column, _) in COLUMNS {
            let _ = write!(body, " {column} |");
        }
        body.push_str("\n|---|---|");
        body.push_str(&":-:|".repeat(COLUMNS.len()));
        body.push('\n');
        for (program, call) in calls {
            all += 1;
            let _ = write!(body, "| `{}` | {} {} |", call.api, program.name, call.number);
            for (i, found) in implemented.iter().enumerate() {
                let shown = COLUMNS[i].0 != "test" || !beyond.contains(&call.api);
                let has = shown && found.contains(&call.name);
                totals[i] += usize::from(has);
                body.push_str(if has { " ✓ |" } else { "  |" });
            }
            body.push('\n');
        }
    }
    s.push_str("| driver | functions |\n|---|---|\n");
    for ((column, _), total) in COLUMNS.iter().zip(totals) {
        let _ = writeln!(s, "| {column} | {total} of {all} |");
    }
    s.push_str(&body);
    Ok(s)
}

/// Functions that the test driver only has on request: its table of them.
fn narrow(root: &Path) -> Result<HashSet<String>, String> {
    let path = root.join("crates/domain-test/src/surface.rs");
    let text = std::fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
    let name = |line: &str| Some(line.trim().strip_prefix('"')?.strip_suffix("\",")?.to_owned());
    Ok(text.lines().filter_map(name).collect())
}

/// Names of the trait methods that the code below `dir` has.
fn collect(dir: &Path, found: &mut HashSet<String>) -> Result<(), String> {
    let Ok(entries) = std::fs::read_dir(dir) else {
        return Ok(());
    };
    for entry in entries {
        let path = entry.map_err(|e| e.to_string())?.path();
        if path.is_dir() {
            collect(&path, found)?;
            continue;
        }
        if path.extension().is_none_or(|e| e != "rs") {
            continue;
        }
        let text = std::fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        if !traits().any(|t| text.contains(&format!("impl {t} for "))) {
            continue;
        }
        for piece in text.split("async fn ").skip(1) {
            if let Some((name, rest)) = piece.split_once('(')
                && rest.trim_start().starts_with("&self")
            {
                found.insert(name.to_owned());
            }
        }
    }
    Ok(())
}
