//! Commands against the host that the test driver makes up, and what they print: `tests/cases/*.txt` holds
//! command lines behind `$ `, each followed by its output. The outputs are those of virsh, but for what is said
//! at the head of a file. `UPDATE=1` writes them anew, to be looked at.
#![allow(clippy::unwrap_used, reason = "a test")]

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

fn run(lines: &[&str]) -> Vec<String> {
    // A marker tells the outputs of one process apart, so that its host lives through the file.
    let batch = lines.join("; echo ==; ");
    let output = Command::new(env!("CARGO_BIN_EXE_ferrovirt"))
        .args(["-c", "test:///default", &batch])
        .env("LC_ALL", "C")
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests"))
        .stderr(std::process::Stdio::inherit())
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    text.split("==\n").map(str::to_owned).collect()
}

fn check(file: &Path) {
    let text = std::fs::read_to_string(file).unwrap();
    let head: String = text
        .lines()
        .take_while(|l| l.starts_with('#'))
        .map(|l| format!("{l}\n"))
        .collect();
    let lines: Vec<&str> = text.lines().filter_map(|l| l.strip_prefix("$ ")).collect();
    let mut found = head;
    for (line, output) in lines.iter().zip(run(&lines)) {
        write!(found, "$ {line}\n{output}").unwrap();
    }
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(file, &found).unwrap();
        return;
    }
    assert_eq!(found, text, "{}", file.display());
}

#[test]
fn shapes() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut count = 0;
    for entry in std::fs::read_dir(cases).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|e| e == "txt") {
            check(&path);
            count += 1;
        }
    }
    assert!(count > 0);
}

fn exit(arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_ferrovirt"))
        .args(arguments)
        .output()
        .unwrap();
    let text = |b: Vec<u8>| String::from_utf8(b).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[test]
fn exit_codes_and_errors() {
    let test = |words: &[&str]| exit(&[&["-c", "test:///default"], words].concat());
    assert_eq!(test(&["domid", "test"]), (Some(0), "1\n\n".into(), String::new()));
    assert_eq!(exit(&["-q", "-c", "test:///default", "domid", "test"]).1, "1\n");
    assert_eq!(
        test(&["domid", "nope"]),
        (
            Some(1),
            "\n".into(),
            "error: failed to get domain 'nope'\n".into()
        )
    );
    let refused = test(&["list; list --bogus"]);
    assert_eq!(
        refused,
        (
            Some(1),
            String::new(),
            "error: command 'list' doesn't support option --bogus\n".into()
        )
    );
    let (code, _, text) = exit(&["-c", "nope:///x", "list"]);
    assert_eq!(
        (code, text.lines().next()),
        (Some(1), Some("error: failed to connect to the hypervisor"))
    );
}

#[test]
fn everything_speaks_json() {
    let json = |words: &[&str]| -> serde_json::Value {
        let (code, out, err) = exit(&[&["-o", "json", "-c", "test:///default"], words].concat());
        assert_eq!(code, Some(0), "{err}");
        serde_json::from_str(&out).unwrap()
    };
    assert_eq!(json(&["list"])[0]["name"], "test");
    assert_eq!(json(&["dominfo", "test"])["used_memory"], "2097152 KiB");
    assert_eq!(json(&["domstats"])["test"]["state.state"], 1);
    assert_eq!(json(&["net-list"])[0]["state"], "active");
    assert_eq!(json(&["domstate", "test", "--reason"])["state"], "running");
}

#[test]
fn documents_need_no_hypervisor() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/guest.xml");
    let (code, out, err) = exit(&[
        "xml",
        "roundtrip",
        "--kind",
        "domain",
        "--file",
        file.to_str().unwrap(),
    ]);
    assert_eq!((code, err.as_str()), (Some(0), ""));
    assert!(
        out.starts_with("<domain type='test'>\n  <name>d1</name>\n"),
        "{out}"
    );
    let (_, out, _) = exit(&["xml", "check", "--file", file.to_str().unwrap()]);
    assert_eq!(out, format!("{}: ok\n\n", file.display()));
}
