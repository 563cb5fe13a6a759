//! Whether the check of shapes judges as libvirt's own schemas do, where these and `xmllint` are
//! installed: made-up documents, the cases of this crate, and all of them with something broken.

mod generate;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use ferrovirt_schema::{Kind, check};
use generate::{Dice, Plan};

const SCHEMAS: &str = "/usr/share/libvirt/schemas";

/// Kinds with the schema of each, and the share of verdicts, in percent, that have to agree. Where they do
/// not, it is nearly always that the schema does not know what came after the version that is installed.
const KINDS: &[(&str, &str, usize)] = &[
    ("domain", "domain.rng", 70),
    ("network", "network.rng", 75),
    ("pool", "storagepool.rng", 90),
    ("vol", "storagevol.rng", 90),
    ("snapshot", "domainsnapshot.rng", 70),
    ("checkpoint", "domaincheckpoint.rng", 70),
    ("backup", "domainbackup.rng", 85),
    ("secret", "secret.rng", 95),
    ("interface", "interface.rng", 90),
    ("nodedev", "nodedev.rng", 85),
    ("nwfilter", "nwfilter.rng", 95),
    ("nwfilterbinding", "nwfilterbinding.rng", 95),
    ("networkport", "networkport.rng", 95),
    ("cpu", "cpu.rng", 85),
];

fn available() -> bool {
    Path::new(SCHEMAS).is_dir() && Command::new("xmllint").arg("--version").output().is_ok()
}

/// Documents of a kind: good ones and, of each, a few with something broken.
fn documents(kind: &Kind) -> Vec<String> {
    let mut good = Vec::new();
    let cases = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/cases")
        .join(kind.name);
    let extra = std::env::var_os("FERROVIRT_DOCUMENTS").map(|d| Path::new(&d).join(kind.name));
    for dir in [Some(cases), extra].into_iter().flatten() {
        for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
            if entry.path().extension().is_some_and(|e| e == "xml" || e == "out") {
                good.extend(fs::read_to_string(entry.path()));
            }
        }
    }
    // The time that xmllint takes for a domain grows fast with what is in it.
    let dense = if kind.name == "domain" { 5 } else { 15 };
    for seed in 0..20 {
        let mut plan = Plan::new(seed + 1000, dense);
        plan.tame = true;
        if let Ok(text) = kind.canonical(&plan.document(kind).to_xml()) {
            good.push(text);
        }
    }
    let mut all = Vec::new();
    for (n, text) in good.iter().enumerate() {
        all.push(text.clone());
        let mut dice = Dice::new(n as u64 + 7);
        for _ in 0..2 {
            all.extend(broken(text, &mut dice));
        }
    }
    all
}

/// The same with a word misspelt, a part named anew, or a line lost.
fn broken(text: &str, dice: &mut Dice) -> Option<String> {
    let places: Vec<usize> = text.match_indices("='").map(|(at, _)| at).collect();
    let lines: Vec<&str> = text.lines().collect();
    match dice.below(4) {
        0 if !places.is_empty() => {
            let at = *dice.pick(&places) + 2;
            Some(format!("{}zzz{}", &text[..at], &text[at..]))
        }
        1 if !places.is_empty() => {
            let at = *dice.pick(&places);
            Some(format!("{}zzz{}", &text[..at], &text[at..]))
        }
        2 => {
            let empty: Vec<usize> = (1..lines.len())
                .filter(|i| lines[*i].trim_end().ends_with("/>"))
                .collect();
            let gone = *empty.get(dice.below(empty.len()))?;
            let kept: Vec<&str> = lines
                .iter()
                .enumerate()
                .filter(|(i, _)| *i != gone)
                .map(|(_, l)| *l)
                .collect();
            Some(kept.join("\n"))
        }
        _ => {
            let at = 1 + dice.below(lines.len().saturating_sub(1));
            let mut more = lines.clone();
            more.insert(at.min(lines.len() - 1), "<zzz/>");
            Some(more.join("\n"))
        }
    }
}

/// Verdicts of `xmllint`, and what it says of those it refuses.
fn judged(schema: &str, dir: &Path, many: usize) -> BTreeMap<usize, (bool, String)> {
    let files = (0..many).map(|n| dir.join(format!("{n}.xml")));
    // Some documents take it minutes; what it has judged by then counts.
    let out = Command::new("timeout")
        .args(["10", "xmllint", "--noout", "--relaxng"])
        .arg(Path::new(SCHEMAS).join(schema))
        .args(files)
        .output()
        .expect("xmllint runs");
    let text = String::from_utf8_lossy(&out.stderr).into_owned();
    let mut verdicts = BTreeMap::new();
    let mut said = String::new();
    for line in text.lines() {
        let number = |line: &str| line.rsplit('/').next()?.strip_suffix(".xml")?.parse().ok();
        if let Some(n) = line.strip_suffix(" validates").and_then(number) {
            verdicts.insert(n, (true, String::new()));
        } else if let Some(n) = line.strip_suffix(" fails to validate").and_then(number) {
            verdicts.insert(n, (false, std::mem::take(&mut said)));
        } else {
            said.push_str(line);
            said.push('\n');
        }
    }
    verdicts
}

#[test]
fn verdicts_agree_with_the_schemas() {
    if !available() {
        eprintln!("SKIPPED: needs xmllint and libvirt's schemas in {SCHEMAS}");
        return;
    }
    let mut failures = String::new();
    for (name, schema, floor) in KINDS {
        let kind = Kind::find(name).expect("a kind");
        let dir = std::env::temp_dir().join(format!("ferrovirt-relaxng-{}-{name}", std::process::id()));
        fs::create_dir_all(&dir).expect("a folder");
        let documents = documents(kind);
        for (n, text) in documents.iter().enumerate() {
            fs::write(dir.join(format!("{n}.xml")), text).expect("a file");
        }
        let verdicts = judged(schema, &dir, documents.len());
        let _ = fs::remove_dir_all(&dir);
        let (mut agree, mut all, mut strict) = (0, 0, 0);
        for (n, (accepted, said)) in verdicts {
            let problems = check::shape(kind, &documents[n]);
            all += 1;
            agree += usize::from(problems.is_empty() == accepted);
            strict += usize::from(accepted && !problems.is_empty());
            if problems.is_empty() != accepted && std::env::var_os("EXPLAIN").is_some() {
                let ours = problems.first().map(ToString::to_string).unwrap_or_default();
                println!("{name} schema:{accepted} ours:{ours}\n{said}\n{}\n", documents[n]);
            }
        }
        println!("{name}: {agree} of {all} verdicts agree, {strict} are stricter than the schema's");
        if agree * 100 < floor * all || strict * 20 > all {
            failures.push_str(&format!("{name}: {agree} of {all}, {strict} too strict\n"));
        }
    }
    assert!(failures.is_empty(), "{failures}");
}
