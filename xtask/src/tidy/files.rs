//! Source files: how long they may be, how a crate begins, and what may not be in them.

use std::path::{Path, PathBuf};

use crate::{Outcome, workspace};

/// The length at which a file has to be split; generated code and data are exempt.
const LINES_MAX: usize = 1000;

/// What may not stand in a Rust source, with why. Written in halves, so as not to find itself.
const REFUSED_IN_RUST: &[(&str, &str)] = &[
    (concat!("todo", "!("), "finish it or leave it out"),
    (concat!("unimplemented", "!("), "answer `unsupported` instead"),
    (
        concat!("#[", "ignore"),
        "declare what the test needs instead, so that the matrix shows it",
    ),
];

/// What may not stand in any text file.
const REFUSED_ANYWHERE: &[(&str, &str)] = &[(concat!("/wo", "rk/"), "a path of one machine")];

/// A text file of the repository.
pub struct Source {
    path: PathBuf,
    text: String,
}

/// All text files git knows or would add.
pub fn read() -> Outcome<Vec<Source>> {
    let root = workspace::root();
    let mut sources = Vec::new();
    for path in workspace::files()? {
        let full = root.join(&path);
        // Deleted but still in git's index, or a link: nothing of ours to read.
        if !full.is_file() || full.is_symlink() {
            continue;
        }
        let bytes =
            std::fs::read(&full).map_err(|error| format!("cannot read {}: {error}", full.display()))?;
        if let Ok(text) = String::from_utf8(bytes) {
            sources.push(Source { path, text });
        }
    }
    Ok(sources)
}

/// One line for every breach.
pub fn check(sources: &[Source]) -> Vec<String> {
    sources.iter().flat_map(breaches).collect()
}

fn breaches(source: &Source) -> Vec<String> {
    let name = source.path.display();
    let mut found = Vec::new();
    let rust = source.path.extension().is_some_and(|extension| extension == "rs");
    if rust && !is_generated(source) && !is_data(&source.path) {
        let lines = source.text.lines().count();
        if lines > LINES_MAX {
            found.push(format!(
                "{name} has {lines} lines, {LINES_MAX} are the limit: split it by concept"
            ));
        }
        if source.path.ends_with("src/lib.rs") && !opens_well(&source.text) {
            found.push(format!(
                "{name} must open with a paragraph that says what the crate does, and its **Invariant**"
            ));
        }
    }
    let refused = if rust { REFUSED_IN_RUST } else { &[] };
    for (number, line) in source.text.lines().enumerate() {
        for (text, why) in refused.iter().chain(REFUSED_ANYWHERE) {
            if line.contains(text) {
                found.push(format!("{name}:{}: {text} is refused ({why})", number + 1));
            }
        }
    }
    found
}

fn opens_well(text: &str) -> bool {
    let opening: Vec<&str> = text.lines().take_while(|line| line.starts_with("//!")).collect();
    opening.len() >= 3 && opening.iter().any(|line| line.contains("**Invariant**"))
}

fn is_generated(source: &Source) -> bool {
    source
        .text
        .lines()
        .take(5)
        .any(|line| line.contains("ritten by `cargo xtask codegen`"))
        || source
            .path
            .components()
            .any(|part| part.as_os_str() == "generated")
}

fn is_data(path: &Path) -> bool {
    path.components().any(|part| part.as_os_str() == "cases")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(path: &str, text: &str) -> Source {
        Source {
            path: PathBuf::from(path),
            text: text.to_owned(),
        }
    }

    #[test]
    fn long_files_are_refused_unless_generated() {
        let long = "\n".repeat(LINES_MAX + 1);
        assert_eq!(breaches(&source("a/src/x.rs", &long)).len(), 1);
        let generated = format!("// Gritten by `cargo xtask codegen`.\n{long}");
        assert!(breaches(&source("a/src/x.rs", &generated)).is_empty());
    }

    #[test]
    fn a_crate_opens_with_its_invariant() {
        assert_eq!(
            breaches(&source("a/src/lib.rs", "//! One.\n//!\n//! Two.\n")).len(),
            1
        );
        assert!(
            breaches(&source(
                "a/src/lib.rs",
                "//! One.\n//!\n//! **Invariant**: none.\n"
            ))
            .is_empty()
        );
    }

    #[test]
    fn unfinished_code_is_refused() {
        let text = format!("fn a() {{ {}) }}", REFUSED_IN_RUST[0].0);
        assert_eq!(breaches(&source("a/src/x.rs", &text)).len(), 1);
        assert!(breaches(&source("docs/x.md", &text)).is_empty());
    }
}
