//! What holds for every document: printing and reading, the JSON view and changes lose nothing.

mod generate;

use ferrovirt_schema::change::{Change, What};
use ferrovirt_schema::{Kind, check};
use ferrovirt_xml::RawElement;
use generate::Plan;

/// Documents for each kind.
const DOCUMENTS: u64 = 60;

/// A document that the reader takes, and its canonical form. Some that are made up break rules that go
/// beyond their shape; those are passed over.
fn documents(kind: &Kind) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for seed in 0..DOCUMENTS {
        let dense = [15, 35, 60][seed as usize % 3];
        let text = Plan::new(seed + 1, dense).document(kind).to_xml();
        // What the shape allows side by side and the reader takes only one of stays, but not in order.
        let all_read = |text: &str| kind.unknown(text).is_ok_and(|parts| parts.is_empty());
        if let Ok(canonical) = kind.canonical(&text)
            && all_read(&text)
        {
            found.push((text, canonical));
        }
    }
    let few = found.len() < DOCUMENTS as usize / 4;
    assert!(
        !few,
        "{}: only {} of the documents can be read",
        kind.name,
        found.len()
    );
    found
}

/// The first line in which two texts differ, with what stands before it.
#[track_caller]
fn same(kind: &Kind, found: &str, expected: &str) {
    if found == expected {
        return;
    }
    let mut lines = found.lines().zip(expected.lines()).enumerate();
    let at = lines.find(|(_, (f, e))| f != e).map_or(0, |(n, _)| n);
    let around = |text: &str| {
        text.lines()
            .skip(at.saturating_sub(6))
            .take(12)
            .collect::<Vec<_>>()
            .join("\n")
    };
    panic!(
        "{}, line {}:\n{}\n--- expected\n{}",
        kind.name,
        at + 1,
        around(found),
        around(expected)
    );
}

#[test]
fn printing_is_stable_and_lossless() {
    for kind in Kind::ALL {
        for (text, canonical) in documents(kind) {
            same(
                kind,
                &kind.canonical(&canonical).expect("what was printed"),
                &canonical,
            );
            assert_eq!(kind.lossless(&text).as_ref(), Ok(&text), "{}", kind.name);
        }
    }
}

#[test]
fn json_is_a_bijection() {
    for kind in Kind::ALL {
        for (text, canonical) in documents(kind) {
            let view = kind.to_json(&text).expect("what was read before");
            let again = kind
                .from_json(&view)
                .unwrap_or_else(|e| panic!("{}: {e}\n{view:#}", kind.name));
            same(kind, &again, &canonical);
        }
    }
}

#[test]
fn what_is_made_by_the_shape_is_known_to_it() {
    // Values and combinations that libvirt's schemas refuse are made too.
    for kind in Kind::ALL {
        for (_, canonical) in documents(kind) {
            for problem in check::shape(kind, &canonical) {
                let unknown = problem.message.contains("is known here");
                assert!(!unknown, "{}: {problem}\n{canonical}", kind.name);
            }
        }
    }
}

#[test]
fn a_difference_leads_from_one_to_the_other() {
    for kind in Kind::ALL {
        let all = documents(kind);
        for pair in all.windows(2) {
            let [(from, _), (to, target)] = pair else { continue };
            let changes = kind.diff(from, to).expect("two documents");
            let over_json: Vec<Change> = changes
                .iter()
                .map(|c| Change::from_json(&c.to_json()).expect("a change"))
                .collect();
            assert_eq!(over_json, changes, "{}", kind.name);
            let patched = kind
                .patch(from, &changes)
                .unwrap_or_else(|e| panic!("{}: {e}\n{from}\n{to}", kind.name));
            let mut left = kind.diff(&patched, target).expect("two documents");
            // An empty element that meant nothing stays in the text.
            left.retain(|c| !matches!(&c.what, What::Removed { xml } if !xml.contains(' ')));
            let first = left.first().map(ToString::to_string);
            assert_eq!(first, None, "{}:\n{from}\n{to}\n{patched}", kind.name);
            assert_eq!(kind.diff(from, from).expect("a document"), []);
        }
    }
}

#[test]
fn merging_with_one_side_unchanged_is_patching() {
    for kind in Kind::ALL {
        for pair in documents(kind).windows(2) {
            let [(base, canonical), (theirs, target)] = pair else {
                continue;
            };
            let merge = kind.merge(base, canonical, theirs).expect("three documents");
            assert_eq!(merge.conflicts, [], "{}", kind.name);
            assert_eq!(kind.diff(&merge.merged, target).expect("two documents"), []);
            let merge = kind.merge(base, theirs, theirs).expect("three documents");
            assert_eq!(
                (merge.conflicts, merge.merged),
                (vec![], theirs.clone()),
                "{}",
                kind.name
            );
        }
    }
}

/// Changing a document carries over to its text, and nothing else of the text changes.
#[test]
fn comments_and_unknown_parts_survive_a_patch() {
    for kind in Kind::ALL {
        for pair in documents(kind).windows(2) {
            let [(from, _), (to, _)] = pair else { continue };
            let marked = from.replacen(
                '>',
                "><!-- kept --><unknown:part xmlns:unknown='urn:u' a='1'/>",
                1,
            );
            if marked == *from
                || from.starts_with(&format!("<{}/>", kind.root))
                || from.contains(" type=\"\"")
            {
                continue;
            }
            let Ok(changes) = kind.diff(from, to) else {
                continue;
            };
            if let Ok(patched) = kind.patch(&marked, &changes) {
                // These fill values in from other places, and may have to be written anew.
                let fills_in = ["network", "pool", "vol", "backup"].contains(&kind.name);
                assert!(
                    fills_in || patched.contains("<!-- kept -->"),
                    "{}:\n{patched}",
                    kind.name
                );
                assert!(patched.contains("<unknown:part"), "{}:\n{patched}", kind.name);
            }
        }
    }
}

#[test]
fn made_up_documents_are_not_all_alike() {
    let kind = Kind::find("domain").expect("a kind");
    let mut all: Vec<RawElement> = (0..20).map(|seed| Plan::new(seed, 30).document(kind)).collect();
    all.dedup();
    assert_eq!(all.len(), 20);
}
