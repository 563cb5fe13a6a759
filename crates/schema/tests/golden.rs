//! Golden files: `cases/KIND/NAME.xml` is read and printed as `NAME.out` says; `cases/KIND/bad/NAME.xml`
//! is refused with the message in `NAME.error`. `UPDATE=1` writes what is.

mod kinds;

use std::fs;
use std::path::{Path, PathBuf};

use ferrovirt_xml::RawElement;
use kinds::KINDS;

fn inputs(dir: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(dir) else {
        return Vec::new();
    };
    let mut files: Vec<PathBuf> = entries
        .map(|e| e.expect("a readable folder").path())
        .filter(|p| p.extension().is_some_and(|e| e == "xml"))
        .collect();
    files.sort();
    files
}

fn check(input: &Path, extension: &str, got: &str, failures: &mut Vec<String>) {
    let file = input.with_extension(extension);
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&file, got).expect("a writable file");
        return;
    }
    let expected = fs::read_to_string(&file).unwrap_or_default();
    if expected != got {
        failures.push(format!("--- {}\n{got}", file.display()));
    }
}

#[test]
fn golden() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut failures = Vec::new();
    let mut seen = 0;
    for kind in KINDS {
        for input in inputs(&root.join(kind.name)) {
            let text = fs::read_to_string(&input).expect("a readable case");
            match (kind.canonical)(&text) {
                Ok(printed) => check(&input, "out", &printed, &mut failures),
                Err(e) => failures.push(format!("--- {}: {e}", input.display())),
            }
            seen += 1;
        }
        for input in inputs(&root.join(kind.name).join("bad")) {
            let text = fs::read_to_string(&input).expect("a readable case");
            match (kind.canonical)(&text) {
                Ok(_) => failures.push(format!("--- {}: accepted", input.display())),
                Err(e) => check(
                    &input,
                    "error",
                    &format!("{} {e}\n", e.code().raw()),
                    &mut failures,
                ),
            }
            seen += 1;
        }
    }
    assert!(seen > 10, "the cases are gone");
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// Without a change, nothing of the source is lost, unknown parts and comments included.
#[test]
fn lossless() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    for kind in KINDS {
        for input in inputs(&root.join(kind.name)) {
            let text = fs::read_to_string(&input).expect("a readable case");
            let kept = (kind.lossless)(&text).unwrap_or_else(|e| panic!("{}: {e}", input.display()));
            let tree = |text: &str| {
                let tree = ferrovirt_xml::parse(text, Default::default()).expect("XML");
                tree.root().read::<RawElement>().expect("anything")
            };
            assert_eq!(tree(&text), tree(&kept), "{}", input.display());
        }
    }
}

#[test]
fn unknown_parts_are_reported() {
    let text = "<domain type='test' colour='red'>\n  <name>a</name>\n  <os><type>hvm</type></os>\n  <devices>\n    \
                <disk type='file'><target dev='a' speed='9'/><wheel><spoke/></wheel></disk>\n  </devices>\n</domain>";
    let kind = KINDS.iter().find(|k| k.name == "domain").expect("domains");
    assert_eq!(
        (kind.unknown)(text).expect("a good document"),
        [
            "1:21 domain/@colour",
            "5:39 domain/devices/disk/target/@speed",
            "5:50 domain/devices/disk/wheel"
        ]
    );
}

/// Words, forms and attributes that nobody knows yet are printed again, and what is printed can be read.
#[test]
fn what_a_later_version_says_is_kept() {
    let kind = ferrovirt_schema::Kind::find("domain").expect("a kind");
    let text = "<domain type='kvm' xmlns:x='urn:x' x:mark='1' fresh='2'><name>a</name>\
        <vcpu cpuset='all' placement='someday'>2</vcpu><os><type>hvm</type></os><devices>\
        <disk type='file' device='disc' model='virtio-next'><driver name='qemu' type='qcow3'/>\
        <source file='/a' x:mark='2'/><target dev='vda'/></disk></devices></domain>";
    let canonical = kind.canonical(text).expect("a document");
    for kept in [
        "<domain type='kvm' xmlns:x='urn:x' x:mark='1' fresh='2'>",
        "<vcpu cpuset='all' placement='someday'>2</vcpu>",
        "<disk type='file' device='disc' model='virtio-next'>",
        "<driver name='qemu' type='qcow3'/>",
        "<source file='/a' xmlns:x='urn:x' x:mark='2'/>",
    ] {
        assert!(canonical.contains(kept), "{kept} is not in {canonical}");
    }
    assert_eq!(kind.canonical(&canonical).expect("what was printed"), canonical);
    assert_eq!(kind.lossless(text).expect("a document"), text);
    let view = kind.to_json(text).expect("a view");
    let again = kind.from_json(&view).expect("a document");
    assert_eq!(kind.to_json(&again).expect("a view"), view);
    assert!(
        again.contains("<source file='/a' xmlns:x='urn:x' x:mark='2'/>"),
        "{again}"
    );
}
