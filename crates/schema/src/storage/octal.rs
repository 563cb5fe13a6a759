//! File modes.

use ferrovirt_xml::{Invalid, Sink, Value, ValueShape};

/// Permission bits, written in octal: `0644`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Octal(pub u32);

impl Value for Octal {
    fn parse(text: &str) -> Result<Self, Invalid> {
        let text = text.trim();
        let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        let mode = u32::from_str_radix(text, 8)
            .ok()
            .filter(|mode| digits && *mode <= 0o7777);
        mode.map(Octal)
            .ok_or_else(|| Invalid::expected("permissions in octal, such as 0644"))
    }

    fn print(&self, out: &mut Sink<'_>) {
        out.display(format_args!("0{:o}", self.0));
    }
    fn shape() -> ValueShape {
        ValueShape::Form {
            name: "octal number",
            pattern: "^0[0-7]{0,4}$",
            samples: &["0644", "0755", "00"],
        }
    }
}
