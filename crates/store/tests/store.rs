//! The store as a driver uses it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

use ferrovirt_store::{Durability, Fate, Files, Identity, Layout, StatusFiles, Store, StoreError, Writer};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};
use uuid::Uuid;

fn identify(text: &str) -> Result<Identity, String> {
    let part = |tag: &str| {
        text.split_once(&format!("<{tag}>"))?
            .1
            .split_once('<')
            .map(|p| p.0.to_owned())
    };
    let uuid = part("uuid").and_then(|u| u.parse().ok());
    Ok(Identity {
        name: part("name").ok_or("no <name>")?,
        uuid,
    })
}

fn xml(name: &str, uuid: Uuid) -> Arc<str> {
    format!("<thing><name>{name}</name><uuid>{uuid}</uuid></thing>").into()
}

fn open(dir: &Path) -> (Store<bool>, ferrovirt_store::LoadReport) {
    Store::open(Layout::in_dir(dir), Writer::start().unwrap(), identify, |f| {
        f.autostart
    })
    .unwrap()
}

#[tokio::test]
async fn a_definition_and_its_autostart_survive() {
    let dir = tempfile::tempdir().unwrap();
    let uuid = Uuid::new_v4();
    {
        let (store, _) = open(dir.path());
        let claim = store.claim("alpha", uuid).await.unwrap();
        assert!(claim.current().is_none());
        claim
            .define(xml("alpha", uuid), || Arc::new(false))
            .await
            .unwrap();
        claim.set_autostart(true, || ()).await.unwrap();
    }
    let link = dir.path().join("autostart/alpha.xml");
    assert_eq!(std::fs::read_link(&link).unwrap(), dir.path().join("alpha.xml"));
    let (store, report) = open(dir.path());
    assert_eq!(report.loaded, 1);
    let entry = store.by_uuid(&uuid).unwrap();
    assert!(*entry.object, "autostart was lost");
    assert_eq!(store.text("alpha").await.unwrap(), xml("alpha", uuid));

    let claim = store.claim("alpha", uuid).await.unwrap();
    claim.undefine(|| Fate::Remove).await.unwrap();
    assert!(store.snapshot().is_empty());
    assert!(std::fs::symlink_metadata(&link).is_err());
    assert!(store.text("alpha").await.is_err());
}

#[tokio::test]
async fn the_second_claim_waits_and_sees_what_the_first_did() {
    let dir = tempfile::tempdir().unwrap();
    let (store, _) = open(dir.path());
    let (a, b) = (Uuid::from_u128(1), Uuid::from_u128(2));
    let first = store.claim("x", a).await.unwrap();
    assert!(store.try_claim("x", b).unwrap().is_none());
    let waiting = tokio::spawn({
        let store = store.clone();
        async move { store.claim("x", b).await.map(|_| ()) }
    });
    tokio::time::sleep(Duration::from_millis(5)).await;
    assert!(!waiting.is_finished());
    first.define(xml("x", a), || Arc::new(true)).await.unwrap();
    drop(first);
    let refused = waiting.await.unwrap().unwrap_err();
    assert!(
        matches!(&refused, StoreError::NameTaken { uuid, .. } if *uuid == a),
        "{refused}"
    );
    let refused = store.claim("y", a).await.unwrap_err();
    assert!(
        matches!(&refused, StoreError::UuidTaken { name, .. } if name == "x"),
        "{refused}"
    );
}

#[tokio::test]
async fn a_change_goes_through_though_its_caller_left() {
    let dir = tempfile::tempdir().unwrap();
    let (store, _) = open(dir.path());
    let uuid = Uuid::new_v4();
    drop(
        store
            .claim("x", uuid)
            .await
            .unwrap()
            .define(xml("x", uuid), || Arc::new(true)),
    );
    let claim = store.claim("x", uuid).await.unwrap();
    assert!(
        claim.current().is_some(),
        "the claim was free before the change was published"
    );
    assert!(dir.path().join("x.xml").exists());
}

#[test]
fn leftovers_are_swept_and_broken_files_reported_and_kept() {
    let dir = tempfile::tempdir().unwrap();
    let uuid = Uuid::new_v4();
    let put = |name: &str, text: &str| std::fs::write(dir.path().join(name), text).unwrap();
    put("good.xml", &xml("good", uuid));
    put("twin.xml", &xml("twin", uuid));
    put("wrong.xml", &xml("other", Uuid::new_v4()));
    put("bad.xml", "<thing>");
    put("fresh.xml", "<thing><name>fresh</name></thing>");
    put(".ferrovirt-1-1.tmp", "half");
    put("notes.txt", "kept");
    std::fs::create_dir(dir.path().join("autostart")).unwrap();
    std::os::unix::fs::symlink(dir.path().join("gone.xml"), dir.path().join("autostart/gone.xml")).unwrap();
    let mut fresh = None;
    let (store, report) = Store::open(
        Layout::in_dir(dir.path()),
        Writer::start().unwrap(),
        identify,
        |f| {
            if f.uuid_is_new {
                fresh = Some(f.name.clone());
            }
        },
    )
    .unwrap();
    assert_eq!(fresh.as_deref(), Some("fresh"));
    assert_eq!(store.snapshot().len(), 2);
    let broken: Vec<_> = report
        .broken
        .iter()
        .map(|b| b.path.file_name().unwrap().to_str().unwrap())
        .collect();
    assert_eq!(
        broken,
        ["bad.xml", "twin.xml", "wrong.xml"],
        "{:?}",
        report.broken
    );
    assert!(dir.path().join("bad.xml").exists() && dir.path().join("notes.txt").exists());
    assert!(!dir.path().join(".ferrovirt-1-1.tmp").exists());
    assert!(std::fs::symlink_metadata(dir.path().join("autostart/gone.xml")).is_err());
}

#[test]
fn names_that_are_no_file_names_are_refused() {
    let dir = tempfile::tempdir().unwrap();
    let (store, _) = open(dir.path());
    for name in ["", "a/b", "../up", "a\0b", ".ferrovirt-x", &"x".repeat(300)] {
        let claim = store.try_claim(name, Uuid::new_v4()).unwrap().unwrap();
        let refused = claim.define("".into(), || Arc::new(true)).wait().unwrap_err();
        assert!(matches!(refused, StoreError::BadName { .. }), "{name}: {refused}");
    }
    assert!(store.snapshot().is_empty());
}

#[test]
fn a_failed_change_leaves_nothing_and_frees_the_claim() {
    let dir = tempfile::tempdir().unwrap();
    let (store, _) = open(dir.path());
    let uuid = Uuid::new_v4();
    // A directory in the place of the file: the rename fails.
    std::fs::create_dir(dir.path().join("x.xml")).unwrap();
    let claim = store.try_claim("x", uuid).unwrap().unwrap();
    let refused = claim
        .define(xml("x", uuid), || Arc::new(true))
        .wait()
        .unwrap_err();
    assert!(matches!(refused, StoreError::Io { .. }), "{refused}");
    drop(claim);
    assert!(store.try_claim("x", uuid).unwrap().is_some());
    assert!(store.snapshot().is_empty());
    let names: Vec<_> = std::fs::read_dir(dir.path())
        .unwrap()
        .map(|e| e.unwrap().file_name())
        .collect();
    assert!(
        !names.iter().any(|n| n.to_string_lossy().ends_with(".tmp")),
        "{names:?}"
    );
}

#[test]
fn status_files_are_taken_up() {
    let dir = tempfile::tempdir().unwrap();
    let status = StatusFiles::open(dir.path(), Writer::start().unwrap()).unwrap();
    status.write("a", "one".into()).wait().unwrap();
    status.write("a", "two".into()).wait().unwrap();
    status.write("b", "x".into()).wait().unwrap();
    status.remove("b").wait().unwrap();
    let status = StatusFiles::open(dir.path(), Writer::start().unwrap()).unwrap();
    let all = status.load().unwrap();
    assert_eq!(all.len(), 1);
    assert_eq!(
        (all[0].name.as_str(), all[0].text.as_deref().unwrap()),
        ("a", "two")
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn concurrent_changes_share_a_batch_and_all_arrive() {
    let dir = tempfile::tempdir().unwrap();
    let files = Files::open(
        dir.path(),
        ".xml",
        Durability::Power,
        Writer::start().unwrap(),
        1000,
    )
    .unwrap();
    let commits: Vec<_> = (0..500)
        .map(|n| files.write(&format!("f{n}"), format!("{n}").into()))
        .collect();
    for commit in commits {
        commit.await.unwrap();
    }
    for n in 0..500 {
        assert_eq!(&*files.read(&format!("f{n}")).await.unwrap(), n.to_string());
    }
}

/// Not a benchmark, but a guard against a change of order: generous bounds, figures printed.
#[test]
fn ten_thousand_definitions_load_quickly() {
    let dir = tempfile::Builder::new()
        .prefix("store")
        .tempdir_in(fast_dir())
        .unwrap();
    let filler = "<device type='x'/>\n".repeat(430);
    for n in 0..10_000u128 {
        let (name, uuid) = (format!("guest-{n}"), Uuid::from_u128(n + 1));
        let text = format!("<thing>\n  <name>{name}</name>\n  <uuid>{uuid}</uuid>\n{filler}</thing>\n");
        std::fs::write(dir.path().join(format!("{name}.xml")), text).unwrap();
    }
    let before = resident_kib();
    let start = Instant::now();
    let (store, report) = open(dir.path());
    let load = start.elapsed();
    assert_eq!((report.loaded, report.broken.len()), (10_000, 0));
    println!(
        "load of 10,000: {load:?}, {} KiB",
        resident_kib().saturating_sub(before)
    );

    let start = Instant::now();
    for n in 0..10_000 {
        assert!(store.by_name(&format!("guest-{n}")).is_some());
    }
    println!("look-up: {:?}", start.elapsed() / 10_000);

    let (name, uuid) = ("another", Uuid::new_v4());
    let text: Arc<str> = format!("<name>{name}</name><uuid>{uuid}</uuid>{filler}").into();
    let start = Instant::now();
    for _ in 0..500 {
        let claim = store.try_claim(name, uuid).unwrap().unwrap();
        claim
            .define(Arc::clone(&text), || Arc::new(false))
            .wait()
            .unwrap();
        claim.undefine(|| Fate::Remove).wait().unwrap();
    }
    println!("define + undefine among 10,000: {:?}", start.elapsed() / 500);
    assert!(load < Duration::from_secs(5));
}

fn fast_dir() -> &'static Path {
    let shm = Path::new("/dev/shm");
    if shm.is_dir() { shm } else { Path::new("/tmp") }
}

fn resident_kib() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|l| l.starts_with("VmRSS:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}
