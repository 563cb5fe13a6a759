//! Takes out of a text what two daemons may well say differently: UUIDs and MAC addresses they made up,
//! the time, and where their files are.

use std::collections::HashSet;

/// What scripts name themselves, and what both daemons have from the start.
#[derive(Default)]
pub struct Known(HashSet<String>);

const FROM_THE_START: &[&str] = &[
    "6695eb01-f6a4-8304-79aa-97f2502e193f",
    "dd8fe884-6c02-601e-7551-cca97df1c5df",
    "dfe224cb-28fb-8dd0-c4b2-64eb3f0f4566",
    "00000000-0000-0000-0000-000000000000",
    "aa:bb:cc:dd:ee:ff",
];

const UUID: &str = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
const MAC: &str = "xx:xx:xx:xx:xx:xx";

impl Known {
    /// Everything of interest in a text.
    pub fn of(text: &str) -> Self {
        let mut known: HashSet<String> = FROM_THE_START.iter().map(|s| (*s).to_owned()).collect();
        each(text, |found, _| {
            known.insert(found.to_ascii_lowercase());
            None
        });
        Self(known)
    }

    /// The text with everything that is nobody's made the same.
    pub fn normal(&self, text: &str, folder: &str) -> String {
        let text = text.replace(folder, "FOLDER");
        each(&text, |found, shape| {
            if shape == Shape::Time {
                return Some("TIME");
            }
            // Names that scripts give have this form: see `document::uuid_of`.
            let ours = found.starts_with("11112222-3333-4444");
            (!ours && !self.0.contains(&found.to_ascii_lowercase())).then_some(if shape == Shape::Uuid {
                "SOME-UUID"
            } else {
                "SOME-MAC"
            })
        })
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Uuid,
    Mac,
    Time,
}

/// Goes through a text and lets what looks like a UUID, a MAC address or a time of these years be replaced.
fn each(text: &str, mut replace: impl FnMut(&str, Shape) -> Option<&'static str>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    let mut previous = ' ';
    while let Some(rest) = text.get(at..) {
        let Some(first) = rest.chars().next() else { break };
        if !previous.is_ascii_alphanumeric() && first.is_ascii_hexdigit() {
            let found = [(UUID, Shape::Uuid), (MAC, Shape::Mac)]
                .into_iter()
                .find(|(like, _)| looks_like(rest, like))
                .map(|(like, shape)| (like.len(), shape))
                .or_else(|| is_time(rest).then_some((10, Shape::Time)));
            if let Some((length, shape)) = found {
                let part = &rest[..length];
                out.push_str(replace(part, shape).unwrap_or(part));
                previous = '0';
                at += length;
                continue;
            }
        }
        out.push(first);
        previous = first;
        at += first.len_utf8();
    }
    out
}

fn looks_like(text: &str, like: &str) -> bool {
    let mut bytes = text.bytes();
    let same = like.bytes().all(|want| {
        bytes.next().is_some_and(|byte| {
            if want == b'x' {
                byte.is_ascii_hexdigit()
            } else {
                byte == want
            }
        })
    });
    same && bytes.next().is_none_or(|byte| !byte.is_ascii_alphanumeric())
}

/// Ten digits that are seconds since 1970 in the years from 2020 on.
fn is_time(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    digits == 10 && text.starts_with(['1', '2']) && &text[..2] >= "16"
}

/// Every number as `#`: what counts is which figures there are.
pub fn without_numbers(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut in_word = false;
    // What the two daemons name differently is no number.
    let text = each(text, |_, shape| (shape == Shape::Uuid).then_some("SOME-UUID"));
    for c in text.chars() {
        if c.is_ascii_digit() && !in_word {
            if !out.ends_with('#') {
                out.push('#');
            }
            continue;
        }
        in_word = c.is_ascii_alphabetic() || c == '_' || (in_word && c.is_ascii_digit());
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_made_up_is_made_the_same() {
        let known = Known::of("<uuid>12345678-1234-1234-1234-1234567890ab</uuid> 52:54:00:00:00:01");
        let text = "a 12345678-1234-1234-1234-1234567890ab b 12345678-1234-1234-1234-1234567890ac \
                    c 52:54:00:00:00:01 d 52:54:00:00:00:02 e 1763789000 f /tmp/x/save";
        assert_eq!(
            known.normal(text, "/tmp/x"),
            "a 12345678-1234-1234-1234-1234567890ab b SOME-UUID c 52:54:00:00:00:01 d SOME-MAC e TIME f FOLDER/save"
        );
    }

    #[test]
    fn figures_lose_their_value_and_names_do_not() {
        assert_eq!(
            without_numbers("vcpu1: 15, net.0.rx: -3"),
            "vcpu1: #, net.#.rx: -#"
        );
    }
}
