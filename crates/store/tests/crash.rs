//! A process that defines and undefines without pause is killed at random moments; whatever it had
//! acknowledged must be there for the next, and nothing else may lie about.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

use ferrovirt_store::{Fate, Identity, Layout, Store, Writer};
use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;
use uuid::Uuid;

const DIR: &str = "FERROVIRT_STORE_CRASH_DIR";
const NAMES: u128 = 7;
const ROUNDS: u32 = 40;

fn identify(text: &str) -> Result<Identity, String> {
    let part = |tag: &str| {
        text.split_once(&format!("<{tag}>"))?
            .1
            .split_once('<')
            .map(|p| p.0.to_owned())
    };
    let uuid = part("uuid").and_then(|u| u.parse().ok());
    Ok(Identity {
        name: part("name").ok_or("no name")?,
        uuid,
    })
}

fn text(name: &str, uuid: Uuid, version: u64) -> String {
    let filler = "<!-- filler -->\n".repeat(200);
    format!("<thing><name>{name}</name><uuid>{uuid}</uuid>{filler}<version>{version}</version></thing>")
}

fn open(dir: &Path) -> (Store<()>, usize) {
    let (store, report) =
        Store::open(Layout::in_dir(dir), Writer::start().unwrap(), identify, |_| ()).unwrap();
    (store, report.broken.len())
}

/// The child: not a test of its own, it only works when the parent started it.
#[test]
fn child() {
    let Ok(dir) = std::env::var(DIR) else { return };
    let (store, _) = open(Path::new(&dir));
    let mut out = std::io::stdout();
    for version in 1.. {
        let n = u128::from(version) % NAMES;
        let (name, uuid) = (format!("n{n}"), Uuid::from_u128(n + 1));
        let claim = store.try_claim(&name, uuid).unwrap().unwrap();
        let gone = version % 5 == 0;
        writeln!(out, "TRY {n} {}", if gone { 0 } else { version }).unwrap();
        if gone {
            claim.undefine(|| Fate::Remove).wait().unwrap();
        } else {
            claim
                .define(text(&name, uuid, version).into(), || Arc::new(()))
                .wait()
                .unwrap();
            claim.set_autostart(version % 2 == 0, || ()).wait().unwrap();
        }
        writeln!(out, "ACK {n} {}", if gone { 0 } else { version }).unwrap();
    }
}

#[test]
fn nothing_acknowledged_is_lost() {
    let dir = tempfile::tempdir().unwrap();
    let mut known: HashMap<u128, u64> = HashMap::new();
    for round in 0..ROUNDS {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "child", "--nocapture"])
            .env(DIR, dir.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let reader = std::thread::spawn(move || lines.map_while(Result::ok).collect::<Vec<_>>());
        std::thread::sleep(Duration::from_micros(8_000 + u64::from(round * 7919 % 11_000)));
        child.kill().unwrap();
        child.wait().unwrap();
        let mut pending = None;
        for line in reader.join().unwrap() {
            let mut words = line.split(' ');
            let (verb, n, version) = (words.next(), words.next(), words.next());
            let (Some(n), Some(version)) = (
                n.and_then(|n| n.parse().ok()),
                version.and_then(|v| v.parse().ok()),
            ) else {
                continue;
            };
            match verb {
                Some("TRY") => pending = Some((n, version)),
                Some("ACK") => {
                    known.insert(n, version);
                    pending = None;
                }
                _ => {}
            }
        }
        verify(dir.path(), &mut known, pending);
    }
    assert!(
        known.len() as u128 >= NAMES - 1,
        "the children hardly ran: {known:?}"
    );
}

fn verify(dir: &Path, known: &mut HashMap<u128, u64>, pending: Option<(u128, u64)>) {
    let (store, broken) = open(dir);
    assert_eq!(broken, 0);
    for n in 0..NAMES {
        let name = format!("n{n}");
        let acknowledged = known.get(&n).copied().unwrap_or(0);
        let found = match store.by_name(&name) {
            None => 0,
            Some(_) => {
                let text = store.definitions().files().read_blocking(&name).unwrap();
                assert!(text.ends_with("</version></thing>"), "torn file");
                text.split_once("<version>")
                    .unwrap()
                    .1
                    .split_once('<')
                    .unwrap()
                    .0
                    .parse()
                    .unwrap()
            }
        };
        let may_be = pending.filter(|p| p.0 == n).map(|p| p.1);
        assert!(
            found == acknowledged || Some(found) == may_be,
            "{name}: {found}, acknowledged {acknowledged}"
        );
        known.insert(n, found);
    }
    for entry in std::fs::read_dir(dir).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(
            name.ends_with(".xml") || name == "autostart",
            "left behind: {name}"
        );
    }
}
