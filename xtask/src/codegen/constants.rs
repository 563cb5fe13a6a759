//! Enumerations and flag sets.

use super::emit::HEADER;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::Path;

/// All constants of the interface.
pub struct Constants {
    groups: Vec<Group>,
    values: HashMap<String, i64>,
}

struct Group {
    flags: bool,
    name: String,
    c_name: String,
    members: Vec<Member>,
}

struct Member {
    name: String,
    value: i64,
    c_name: String,
    since: String,
}

impl Constants {
    /// Reads `enums.txt`.
    pub fn read(path: &Path) -> Result<Self, String> {
        let text = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
        let mut groups: Vec<Group> = Vec::new();
        let mut values = HashMap::new();
        for (number, line) in text.lines().enumerate() {
            let bad = || format!("{}:{}: cannot read `{line}`", path.display(), number + 1);
            let words: Vec<&str> = line.split_whitespace().collect();
            match (line.starts_with(' '), &words[..]) {
                (_, []) => {}
                (false, [first, ..]) if first.starts_with('#') => {}
                (false, [kind @ ("enum" | "flags"), name, c_name]) => groups.push(Group {
                    flags: *kind == "flags",
                    name: (*name).into(),
                    c_name: (*c_name).into(),
                    members: vec![],
                }),
                (true, [name, value, c_name, since]) => {
                    let value = value.parse().map_err(|_| bad())?;
                    values.insert((*c_name).to_owned(), value);
                    groups.last_mut().ok_or_else(bad)?.members.push(Member {
                        name: (*name).into(),
                        value,
                        c_name: (*c_name).into(),
                        since: (*since).into(),
                    });
                }
                _ => return Err(bad()),
            }
        }
        Ok(Self { groups, values })
    }

    /// Value of a constant by its C name.
    pub fn value(&self, c_name: &str) -> Option<i64> {
        self.values.get(c_name).copied()
    }

    /// The Rust file.
    pub fn rust(&self) -> String {
        let mut s = String::from(HEADER);
        s.push_str("#![allow(clippy::module_name_repetitions, reason = \"names follow the interface\")]\n\n");
        s.push_str("use bitflags::bitflags;\n");
        for g in &self.groups {
            if g.flags {
                flags(&mut s, g)
            } else {
                enumeration(&mut s, g)
            }
        }
        s
    }
}

fn doc(m: &Member) -> String {
    match m.since.as_str() {
        "-" => format!("/// `{}`.\n", m.c_name),
        since => format!("/// `{}`, since {since}.\n", m.c_name),
    }
}

fn flags(s: &mut String, g: &Group) {
    let _ = write!(
        s,
        "\nbitflags! {{\n/// Flags of `{}`.\n#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]\npub struct {}: u32 {{\n",
        g.c_name, g.name
    );
    for m in g.members.iter().filter(|m| m.value != 0) {
        let _ = writeln!(s, "{}const {} = {};", doc(m), m.name, m.value);
    }
    s.push_str("}\n}\n");
}

fn enumeration(s: &mut String, g: &Group) {
    let mut seen: HashMap<i64, &str> = HashMap::new();
    let mut aliases = Vec::new();
    let mut members = Vec::new();
    for m in &g.members {
        match seen.get(&m.value) {
            Some(first) => aliases.push((m, *first)),
            None => {
                seen.insert(m.value, &m.name);
                members.push(m);
            }
        }
    }
    let _ = write!(
        s,
        "\n/// Values of `{}`.\n#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]\n#[repr(i32)]\npub enum {} {{\n",
        g.c_name, g.name
    );
    for m in &members {
        let _ = writeln!(s, "{}{} = {},", doc(m), m.name, m.value);
    }
    let _ = write!(s, "}}\n\nimpl {} {{\n", g.name);
    for (m, first) in aliases {
        let _ = writeln!(
            s,
            "{}pub const {}: Self = Self::{first};\n",
            doc(m),
            super::emit::snake(&m.name).to_uppercase()
        );
    }
    s.push_str("/// Every member.\npub const ALL: &'static [Self] = &[");
    for m in &members {
        let _ = write!(s, "Self::{},", m.name);
    }
    s.push_str("];\n\n/// Number of the member.\npub const fn raw(self) -> i32 {\nself as i32\n}\n\n");
    s.push_str(
        "/// The member with this number.\npub const fn from_raw(raw: i32) -> Option<Self> {\nmatch raw {\n",
    );
    for m in &members {
        let _ = writeln!(s, "{} => Some(Self::{}),", m.value, m.name);
    }
    s.push_str("_ => None,\n}\n}\n}\n");
}
