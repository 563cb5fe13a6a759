//! From documents to what dnsmasq and nft read: `tests/cases/NAME.xml` beside the golden files, which
//! `UPDATE=1` rewrites.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use ferrovirt_network::plan::Means;
use ferrovirt_schema::network::Network;
use std::path::Path;

#[track_caller]
fn check(path: &Path, text: &str) {
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, text).unwrap();
    }
    let golden = std::fs::read_to_string(path).unwrap_or_default();
    assert_eq!(text, golden, "{} differs; UPDATE=1 rewrites it", path.display());
}

#[test]
fn documents_become_files() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut cases = 0;
    for entry in std::fs::read_dir(&dir).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|e| e != "xml") {
            continue;
        }
        cases += 1;
        let mut network = Network::parse(&std::fs::read_to_string(&path).unwrap()).unwrap();
        network.normalize();
        network.check().unwrap();
        let Means::Own(plan) = Means::of(&network).unwrap() else {
            panic!("{path:?} has no bridge of its own")
        };
        let service = plan.service.as_ref();
        check(
            &path.with_extension("conf"),
            &service.map(|s| s.config()).unwrap_or_default(),
        );
        check(
            &path.with_extension("nft"),
            &plan.rules.map(|r| r.install_script()).unwrap_or_default(),
        );
    }
    assert!(cases >= 6, "the cases are found");
}

#[test]
fn dnsmasq_takes_them() {
    let program = "/usr/sbin/dnsmasq";
    if !Path::new(program).exists() {
        eprintln!("SKIPPED: needs dnsmasq");
        return;
    }
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    for entry in std::fs::read_dir(&dir).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|e| e == "conf") && std::fs::metadata(&path).unwrap().len() > 0 {
            let conf = format!("--conf-file={}", path.display());
            let out = std::process::Command::new(program)
                .args(["--test", &conf])
                .output()
                .unwrap();
            assert!(
                out.status.success(),
                "{path:?}: {}",
                String::from_utf8_lossy(&out.stderr)
            );
        }
    }
}
