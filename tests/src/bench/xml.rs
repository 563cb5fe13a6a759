//! Documents: our library beside libxml2 and `xmllint`, on the same files in the same run. No daemon takes
//! part. Ours reads into types and prints from them; libxml2 makes a plain tree.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use serde_json::Value;

use crate::harness::case::{Outcome, Problem};
use crate::harness::environment;

/// What is compared: our measurement, theirs, and how many times as long ours may take.
const PAIRS: &[(&str, &str, f64)] = &[
    ("corpus tree", "corpus tree", 1.0),
    ("corpus typed parse and print", "corpus tree and print", 1.5),
    ("domains typed parse", "domains tree", 1.5),
];

const LIBXML2: &str = include_str!("xml.py");

/// Prints the table.
pub fn run() -> Outcome {
    let files = corpus();
    if files.is_empty() {
        return Err(Problem::from("no documents to measure"));
    }
    let ours = figures(Command::new(environment::programs().join("examples/speed")).args(&files))?;
    // The same files on both sides: those that ours took.
    let taken: Vec<&str> = ours.iter().filter_map(|f| f["file"].as_str()).collect();
    let theirs = figures(Command::new("python3").arg("-c").arg(LIBXML2).args(&taken));
    let theirs = theirs.unwrap_or_else(|e| {
        println!("xml: no libxml2 to compare with: {e}");
        Vec::new()
    });
    println!(
        "{:<42} {:>10} {:>10} {:>12} {:>8}",
        "documents", "us/doc", "MB/s", "allocs/doc", "bytes"
    );
    for (side, figures) in [("", &ours), ("libxml2: ", &theirs)] {
        for figure in figures.iter().filter(|f| f["name"].is_string()) {
            println!("{side}{}", line(figure));
        }
    }
    for (mine, other, goal) in PAIRS {
        let time = |all: &[Value], name: &str| {
            let best = all.iter().rev().find(|f| f["name"] == name)?;
            best["nanoseconds"].as_f64()
        };
        if let (Some(ours), Some(theirs)) = (time(&ours, mine), time(&theirs, other)) {
            let ratio = ours / theirs;
            let verdict = if ratio <= *goal { "reached" } else { "MISSED" };
            println!("{mine:<42} {ratio:>10.3} of libxml2's {other}  <= {goal}  {verdict}");
        }
    }
    xmllint(&taken);
    Ok(())
}

fn line(figure: &Value) -> String {
    let number = |key: &str| figure[key].as_f64().unwrap_or(f64::NAN);
    let many = number("documents").max(1.0);
    let (bytes, time) = (number("bytes"), number("nanoseconds"));
    format!(
        "{:<42} {:>10.1} {:>10.1} {:>12.1} {:>8.0}",
        figure["name"].as_str().unwrap_or_default(),
        time / many / 1000.0,
        bytes / time * 1000.0,
        number("allocations") / many,
        bytes / many,
    )
}

/// The lines that a measuring program prints.
fn figures(program: &mut Command) -> Outcome<Vec<Value>> {
    let out = program.stderr(Stdio::inherit()).output()?;
    if !out.status.success() {
        return Err(Problem::from(format!("it ended with {}", out.status)));
    }
    let text = String::from_utf8_lossy(&out.stdout);
    Ok(text
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect())
}

/// `xmllint --noout` on all files in one process, its start included.
fn xmllint(files: &[&str]) {
    let begun = Instant::now();
    let ran = Command::new("xmllint")
        .arg("--noout")
        .args(files)
        .stderr(Stdio::null())
        .status();
    if ran.is_ok() {
        let each = begun.elapsed().as_secs_f64() * 1e6 / files.len().max(1) as f64;
        println!("xmllint --noout, all files in one process      {each:.1} us/doc");
    }
}

/// The cases of the schema crate and, where they lie beside the repository, the recorded documents.
fn corpus() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut found = Vec::new();
    for place in ["crates/schema/tests/cases", "../shared/conformance/dev/xml"] {
        collect(&root.join(place), &mut found);
    }
    found.sort();
    found
}

fn collect(dir: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(dir).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|e| e == "xml" || e == "out") {
            found.push(path);
        }
    }
}
