//! Names of network interfaces of the host.

use std::fmt;
use std::str::FromStr;

/// Name of a network interface. **Invariant**: 1 to 15 bytes of ASCII letters, digits, `.`, `_` and
/// `-`, but not `.` or `..`: fit for the kernel, for a path below `/sys` and for a rule file unquoted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IfName(String);

/// The text cannot name an interface.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' cannot be the name of a network interface (1 to 15 letters, digits, '.', '_' or '-')")]
pub struct ParseIfNameError(String);

impl IfName {
    /// Most bytes of a name; the kernel's buffer has one more for the terminator.
    pub const MAX: usize = 15;

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for IfName {
    type Err = ParseIfNameError;

    fn from_str(text: &str) -> Result<Self, ParseIfNameError> {
        let fits = (1..=Self::MAX).contains(&text.len())
            && text
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'))
            && !matches!(text, "." | "..");
        if fits {
            Ok(IfName(text.to_owned()))
        } else {
            Err(ParseIfNameError(text.to_owned()))
        }
    }
}

impl fmt::Display for IfName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl AsRef<str> for IfName {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fits_and_what_does_not() {
        for good in ["virbr0", "eth0.100", "a", "abcdefghijklmno"] {
            assert_eq!(good.parse::<IfName>().unwrap().as_str(), good);
        }
        for bad in ["", "abcdefghijklmnop", "a/b", "a b", "..", "a\n", "\"x", "é"] {
            assert!(bad.parse::<IfName>().is_err(), "{bad:?}");
        }
    }
}
