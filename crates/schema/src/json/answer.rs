//! What holds where a member is not there: a value, or who or what decides.

use ferrovirt_xml::ValueShape;
use serde_json::{Map, Value, json};

use crate::model::ValueType;

/// What is known of a member's absence.
pub(super) struct Absence<'a> {
    /// What the documentation says; empty when nothing. `reported`: only the daemon says it; `needed, …`: where it
    /// cannot be missing; otherwise a value or words.
    pub said: &'static str,
    /// Types of its value; empty for an element with parts of its own.
    pub types: &'a [ValueType],
    /// The member of an element that the value is in, where it is not the element's own.
    pub within: &'static str,
    /// Whether it has to be there, at least where what it belongs to was chosen.
    pub needed: bool,
    /// Whether it is an element with parts or a list, whose absence says all by itself.
    pub plain: bool,
    /// Whether its presence says all.
    pub flag: bool,
    /// Whether documents of the kind only report.
    pub report: bool,
}

/// Words that say that nothing holds.
const NOTHING: [&str; 7] = [
    "none",
    "nothing",
    "no limit",
    "not at all",
    "empty",
    "no statistics",
    "everything is copied",
];

/// How a sentence on who decides begins, and who it is.
const DECIDERS: [(&str, &str); 7] = [
    ("chosen by the hypervisor", "hypervisor"),
    ("chosen by the host", "host"),
    ("chosen by the backend", "backend"),
    ("what the driver chooses", "driver"),
    ("made by the host", "host"),
    ("the host chooses", "host"),
    ("the host's", "host"),
];

/// Words of one word that are no values.
const NO_VALUE: [&str; 5] = ["all", "any", "zeros", "closed", "UTC"];

impl Absence<'_> {
    /// Writes `x-default`, and where that is null who decides (`x-default-by`) and, in words, how
    /// (`x-default-text`). Nothing when there is no answer.
    pub fn write(&self, schema: &mut Map<String, Value>) {
        let (value, by, text) = self.answer();
        if value.is_none() && by.is_empty() {
            return;
        }
        schema.insert("x-default".to_owned(), value.unwrap_or_default());
        for (key, words) in [("x-default-by", by), ("x-default-text", text)] {
            if !words.is_empty() {
                schema.insert(key.to_owned(), json!(words));
            }
        }
    }

    fn answer(&self) -> (Option<Value>, &'static str, &'static str) {
        let said = self.said;
        if self.flag && matches!(said, "" | "no") {
            return (Some(json!(false)), "", "");
        }
        if said.is_empty() {
            return (None, self.unsaid(), "");
        }
        if said == "reported" {
            return (None, "report", "");
        }
        if let Some(when) = said.strip_prefix("needed") {
            return (None, "needed", when.trim_start_matches(", "));
        }
        if let Some(value) = value(self.types, said) {
            let value = match self.within {
                "" => value,
                member => json!({ member: value }),
            };
            return (Some(value), "", "");
        }
        if NOTHING.contains(&said) {
            return (None, "nothing", said);
        }
        for (start, by) in DECIDERS {
            if let Some(rest) = said.strip_prefix(start)
                && (rest.is_empty() || rest.starts_with([',', ' ']))
            {
                return (None, by, rest.trim_start_matches([',', ' ']));
            }
        }
        (None, "rule", said)
    }

    /// Who decides where the documentation says nothing.
    fn unsaid(&self) -> &'static str {
        match () {
            () if self.needed => "needed",
            () if self.report => "report",
            () if self.plain => "nothing",
            () => "",
        }
    }
}

/// The value that a text says, if it is one of the types.
fn value(types: &[ValueType], said: &str) -> Option<Value> {
    if let Some((on, _)) = ValueType::switch(types) {
        ValueType::check(types, said).ok()?;
        return Some(json!(said == on));
    }
    if let Some(words) = ValueType::words(types) {
        return words.contains(&said).then(|| json!(said));
    }
    let number = matches!(ValueType::numbers(types), Some(true));
    if number {
        return said.parse::<i64>().ok().map(|n| json!(n));
    }
    let open = types.iter().any(|t| matches!(t.shape(), Some(ValueShape::Text)));
    let fits = !types.is_empty() && ValueType::check(types, said).is_ok();
    let words = NO_VALUE.contains(&said) || NOTHING.contains(&said) || open && said.contains(' ');
    (fits && !words).then(|| json!(said))
}
