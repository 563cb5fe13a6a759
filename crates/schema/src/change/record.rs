//! One change.

use std::fmt;

use serde_json::{Value, json};

use crate::change::{PatchError, Path, Pick};

/// A change: where and what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Where, in the document before; of what was added, where it is afterwards.
    pub path: Path,
    /// What happened there.
    pub what: What,
    /// Unit of the value, when it has one.
    pub unit: String,
    /// Whether a running object takes it up only after a restart. Always false for kinds that do not run.
    pub restart: bool,
}

/// What happened at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// An attribute or a text has another value; `None` is no value.
    Set {
        /// Its value before.
        before: Option<String>,
        /// Its value afterwards.
        after: Option<String>,
    },
    /// An element came.
    Added {
        /// The element.
        xml: String,
        /// Its place among those of its name, from zero.
        index: usize,
    },
    /// An element went.
    Removed {
        /// The element.
        xml: String,
    },
    /// An element that may hold anything holds something else.
    Replaced {
        /// The element before.
        before: String,
        /// The element afterwards.
        after: String,
    },
}

impl Change {
    /// The change as JSON.
    pub fn to_json(&self) -> Value {
        let mut view =
            json!({ "path": self.path.to_string(), "text": self.to_string(), "restart": self.restart });
        let fields = match &self.what {
            What::Set { before, after } => {
                vec![
                    ("change", json!("set")),
                    ("before", json!(before)),
                    ("after", json!(after)),
                ]
            }
            What::Added { xml, index } => {
                vec![
                    ("change", json!("added")),
                    ("after", json!(xml)),
                    ("index", json!(index)),
                ]
            }
            What::Removed { xml } => vec![("change", json!("removed")), ("before", json!(xml))],
            What::Replaced { before, after } => vec![
                ("change", json!("replaced")),
                ("before", json!(before)),
                ("after", json!(after)),
            ],
        };
        for (key, value) in fields {
            view[key] = value;
        }
        if !self.unit.is_empty() {
            view["unit"] = json!(self.unit);
        }
        view
    }

    /// The change of its JSON form.
    pub fn from_json(view: &Value) -> Result<Self, PatchError> {
        let text = |key: &str| view.get(key).and_then(Value::as_str).map(str::to_owned);
        let malformed = || PatchError::Malformed(view.to_string().chars().take(200).collect());
        let need = |key: &str| text(key).ok_or_else(malformed);
        let what = match need("change")?.as_str() {
            "set" => What::Set {
                before: text("before"),
                after: text("after"),
            },
            "added" => What::Added {
                xml: need("after")?,
                index: view
                    .get("index")
                    .and_then(Value::as_u64)
                    .map_or(usize::MAX, |n| usize::try_from(n).unwrap_or(usize::MAX)),
            },
            "removed" => What::Removed { xml: need("before")? },
            "replaced" => What::Replaced {
                before: need("before")?,
                after: need("after")?,
            },
            _ => return Err(malformed()),
        };
        Ok(Change {
            path: Path::parse(&need("path")?).ok_or_else(malformed)?,
            what,
            unit: text("unit").unwrap_or_default(),
            restart: view.get("restart").and_then(Value::as_bool).unwrap_or(false),
        })
    }

    /// The subject and the rest of the path: `disk vda` and `driver cache`.
    fn subject(&self) -> (String, String) {
        let steps = self.path.steps();
        let keyed = steps.iter().rposition(|s| s.pick != Pick::Only);
        let from = keyed.map_or(1.min(steps.len()), |at| at + 1);
        let subject = keyed.and_then(|at| steps.get(at)).map(|step| match &step.pick {
            Pick::Key { value, .. } => format!("{} {value}", step.name),
            Pick::Index(n) => format!("{} {}", step.name, n + 1),
            Pick::Only => step.name.clone(),
        });
        let words: Vec<&str> = steps
            .get(from..)
            .unwrap_or_default()
            .iter()
            .map(|s| s.name.trim_start_matches('@'))
            .filter(|name| *name != "driver" && *name != "devices" && *name != "$text")
            .collect();
        match subject {
            Some(subject) => (subject, words.join(" ")),
            None => (words.join(" "), String::new()),
        }
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (subject, rest) = self.subject();
        f.write_str(&subject)?;
        f.write_str(if rest.is_empty() { ":" } else { ": " })?;
        f.write_str(&rest)?;
        let unit = match self.unit.as_str() {
            "" => String::new(),
            unit => format!(" {unit}"),
        };
        match &self.what {
            What::Set { before, after } => {
                let word = |w: &Option<String>| w.clone().unwrap_or_else(|| "(none)".to_owned());
                write!(f, " {} → {}{unit}", word(before), word(after))
            }
            What::Added { .. } => f.write_str(" added"),
            What::Removed { .. } => f.write_str(" removed"),
            What::Replaced { .. } => f.write_str(" replaced"),
        }
    }
}
