//! QEMU's JSON arguments, with the keys in the order in which they are written.

use ferrovirt_schema::domain::qemu::{OverrideProperty, OverrideType};
use serde_json::Value;
use std::fmt::Write as _;

/// An object under construction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Props {
    text: String,
}

impl Default for Props {
    fn default() -> Self {
        Props { text: "{".to_owned() }
    }
}

impl Props {
    /// An object that starts with this text.
    pub fn with(key: &str, value: &str) -> Self {
        Props::default().str(key, value)
    }

    /// A device of this type.
    pub fn device(driver: &str) -> Self {
        Self::with("driver", driver)
    }

    fn key(&mut self, key: &str) {
        if self.text.len() > 1 {
            self.text.push(',');
        }
        quote(&mut self.text, key);
        self.text.push(':');
    }

    /// Adds a text.
    #[must_use]
    pub fn str(mut self, key: &str, value: &str) -> Self {
        self.key(key);
        quote(&mut self.text, value);
        self
    }

    /// Adds a text, if there is one.
    #[must_use]
    pub fn opt(self, key: &str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.str(key, value),
            None => self,
        }
    }

    /// Adds a number.
    #[must_use]
    pub fn num(mut self, key: &str, value: impl Into<i128>) -> Self {
        self.key(key);
        // Writing to a string cannot fail.
        let _ = write!(self.text, "{}", value.into());
        self
    }

    /// Adds a number, if there is one.
    #[must_use]
    pub fn num_opt(self, key: &str, value: Option<impl Into<i128>>) -> Self {
        match value {
            Some(value) => self.num(key, value),
            None => self,
        }
    }

    /// Adds a truth value.
    #[must_use]
    pub fn bool(mut self, key: &str, value: bool) -> Self {
        self.key(key);
        self.text.push_str(if value { "true" } else { "false" });
        self
    }

    /// Adds a truth value, if there is one.
    #[must_use]
    pub fn bool_opt(self, key: &str, value: Option<bool>) -> Self {
        match value {
            Some(value) => self.bool(key, value),
            None => self,
        }
    }

    /// Adds that there is nothing.
    #[must_use]
    pub fn null(mut self, key: &str) -> Self {
        self.key(key);
        self.text.push_str("null");
        self
    }

    /// Adds an object.
    #[must_use]
    pub fn object(mut self, key: &str, value: Props) -> Self {
        self.key(key);
        self.text.push_str(&value.finish());
        self
    }

    /// Adds a list of objects.
    #[must_use]
    pub fn list(mut self, key: &str, values: impl IntoIterator<Item = Props>) -> Self {
        self.key(key);
        let items: Vec<String> = values.into_iter().map(Props::finish).collect();
        self.text.push('[');
        self.text.push_str(&items.join(","));
        self.text.push(']');
        self
    }

    /// Adds a list of texts.
    #[must_use]
    pub fn texts(mut self, key: &str, values: &[&str]) -> Self {
        self.key(key);
        self.text.push('[');
        for (n, value) in values.iter().enumerate() {
            if n > 0 {
                self.text.push(',');
            }
            quote(&mut self.text, value);
        }
        self.text.push(']');
        self
    }

    /// Adds a list of numbers.
    #[must_use]
    pub fn numbers(mut self, key: &str, values: &[u32]) -> Self {
        self.key(key);
        let items: Vec<String> = values.iter().map(u32::to_string).collect();
        // Writing to a string cannot fail.
        let _ = write!(self.text, "[{}]", items.join(","));
        self
    }

    /// Whether nothing was added.
    pub fn is_empty(&self) -> bool {
        self.text.len() == 1
    }

    /// The text.
    pub fn finish(mut self) -> String {
        self.text.push('}');
        self.text
    }
}

/// A device's object with properties set or taken out.
pub(super) fn changed(object: &str, changes: &[OverrideProperty]) -> String {
    let Ok(Value::Object(mut known)) = serde_json::from_str(object) else {
        return object.to_owned();
    };
    let mut new: Vec<(&str, Value)> = Vec::new();
    let mut again = false;
    for change in changes {
        let name = change.name.as_str();
        again |= known.remove(name).is_some();
        new.retain(|(n, _)| *n != name);
        let text = change.value.as_deref().unwrap_or_default();
        let value = match change.property_type {
            OverrideType::Remove => continue,
            OverrideType::Bool => Value::from(text == "true"),
            OverrideType::Signed | OverrideType::Unsigned => {
                let number = serde_json::from_str(text);
                number.unwrap_or_else(|_| Value::from(text))
            }
            OverrideType::String => Value::from(text),
        };
        new.push((name, value));
    }
    let mut out = match again {
        // The order of properties means nothing to QEMU.
        true => Value::Object(known).to_string(),
        false => object.to_owned(),
    };
    out.truncate(out.len().saturating_sub(1));
    for (name, value) in new {
        if out.len() > 1 {
            out.push(',');
        }
        quote(&mut out, name);
        // Writing to a string cannot fail.
        let _ = write!(out, ":{value}");
    }
    out.push('}');
    out
}

/// A JSON string, RFC 8259.
fn quote(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if (c as u32) < 0x20 => {
                let _ = write!(out, "\\u{:04x}", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

/// A value in QEMU's older `key=value` lists, where a comma is written twice.
pub fn comma(value: &str) -> String {
    value.replace(',', ",,")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn order_is_kept() {
        let p = Props::device("virtio-net-pci")
            .str("id", "net0")
            .num("n", 3u8)
            .bool("on", true);
        assert_eq!(
            p.finish(),
            r#"{"driver":"virtio-net-pci","id":"net0","n":3,"on":true}"#
        );
    }

    #[test]
    fn properties_are_set_and_taken_out() {
        let change = |name: &str, property_type, value: Option<&str>| OverrideProperty {
            name: name.to_owned(),
            property_type,
            value: value.map(str::to_owned),
        };
        let device = r#"{"driver":"x","id":"a","on":true}"#;
        let set = [change("n", OverrideType::Signed, Some("-3"))];
        assert_eq!(
            changed(device, &set),
            r#"{"driver":"x","id":"a","on":true,"n":-3}"#
        );
        let replaced = [
            change("on", OverrideType::Bool, Some("false")),
            change("id", OverrideType::Remove, None),
        ];
        assert_eq!(changed(device, &replaced), r#"{"driver":"x","on":false}"#);
    }

    proptest! {
        #[test]
        fn any_text_survives(text: String) {
            let json = Props::with("k", &text).finish();
            let back: Value = serde_json::from_str(&json).unwrap();
            prop_assert_eq!(back["k"].as_str(), Some(text.as_str()));
        }
    }
}
