//! Whatever comes in: no panic, and what is accepted prints to something that reads the same.

mod kinds;

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use kinds::KINDS;
use proptest::prelude::*;

static CORPUS: LazyLock<Vec<(&'static str, String)>> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut texts = Vec::new();
    for kind in KINDS {
        for dir in [root.join(kind.name), root.join(kind.name).join("bad")] {
            for entry in fs::read_dir(dir).into_iter().flatten() {
                let path = entry.expect("a readable folder").path();
                if path.extension().is_some_and(|e| e == "xml") {
                    texts.push((kind.name, fs::read_to_string(path).expect("a readable case")));
                }
            }
        }
    }
    texts
});

fn through(kind: &str, text: &str) {
    let kind = KINDS.iter().find(|k| k.name == kind).expect("a kind");
    let _ = (kind.canonical)(text);
    let _ = (kind.lossless)(text);
    let _ = ferrovirt_xml::scan_identity(text);
}

#[test]
fn every_truncation() {
    for (kind, text) in CORPUS.iter() {
        for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)) {
            let cut = &text[..end];
            if ferrovirt_xml::parse(cut, Default::default()).is_ok() {
                through(kind, cut);
            }
            let _ = ferrovirt_xml::scan_identity(cut);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Pieces of the cases swapped, dropped and replaced.
    #[test]
    fn mutations(which in any::<prop::sample::Index>(), edits in prop::collection::vec((any::<prop::sample::Index>(), 0u8..5, "[a-z0-9<>='/&;#x \"-]{0,8}"), 1..6)) {
        let (kind, text) = which.get(&CORPUS);
        let mut text = text.clone();
        for (at, edit, with) in edits {
            if text.is_empty() {
                break;
            }
            let mut at = at.index(text.len());
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            match edit {
                0 => text.insert_str(at, &with),
                1 => text.truncate(at),
                2 => drop(text.remove(at)),
                // Another value for the attribute, or another text for the element, that begins here.
                3 => if let Some(end) = text[at..].find('\'').map(|i| at + i + 1)
                    && let Some(len) = text[end..].find('\'') {
                    text.replace_range(end..end + len, &with);
                },
                _ => if let Some(from) = text[at..].find('>').map(|i| at + i + 1)
                    && let Some(len) = text[from..].find('<') {
                    text.replace_range(from..from + len, &with);
                },
            }
        }
        through(kind, &text);
    }

    /// Text of any kind survives in attributes and elements.
    #[test]
    fn any_text(name in "\\PC{1,20}", title in "[ -~\u{80}-\u{2ff}\t\n]{1,40}", file in "\\PC{1,30}") {
        use ferrovirt_schema::common::source::{FileSource, StorageSource};
        use ferrovirt_schema::domain::Domain;
        use ferrovirt_schema::domain::devices::Devices;
        use ferrovirt_schema::domain::devices::disk::Disk;
        let source = StorageSource::File(FileSource { file: Some(file), ..FileSource::default() });
        let mut disk = Disk { source, ..Disk::default() };
        disk.target.dev = "vda".to_owned();
        let devices = Devices { disks: vec![disk], ..Devices::default() };
        let mut domain = Domain { name, title: Some(title), devices: Some(devices), ..Domain::default() };
        domain.os.os_type.name = Some(ferrovirt_schema::domain::os::OsName::Hvm);
        prop_assert_eq!(Domain::parse(&domain.to_xml()).expect("what was printed"), domain);
    }
}
