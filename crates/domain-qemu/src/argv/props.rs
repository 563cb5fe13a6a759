//! QEMU's JSON arguments, with the keys in the order in which they are written.

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

    /// The text.
    pub fn finish(mut self) -> String {
        self.text.push('}');
        self.text
    }
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

    proptest! {
        #[test]
        fn any_text_survives(text: String) {
            let json = Props::with("k", &text).finish();
            let back: serde_json::Value = serde_json::from_str(&json).unwrap();
            prop_assert_eq!(back["k"].as_str(), Some(text.as_str()));
        }
    }
}
