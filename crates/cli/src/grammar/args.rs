//! The options that a command was given.

use crate::error::CliError;
use crate::units;
use std::str::FromStr;

/// Bound options.
#[derive(Debug, Default, Clone)]
pub struct Args(Vec<(&'static str, String)>);

impl Args {
    pub(super) fn push(&mut self, name: &'static str, value: String) {
        self.0.push((name, value));
    }

    /// Whether the option was given.
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(n, _)| *n == name)
    }

    /// Whether the switch was given.
    pub fn flag(&self, name: &str) -> bool {
        self.has(name)
    }

    /// The bit, if the switch was given.
    pub fn bit<F: Default>(&self, name: &str, bit: F) -> F {
        if self.has(name) { bit } else { F::default() }
    }

    /// The word, if it was given.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(n, _)| *n == name).map(|(_, v)| v.as_str())
    }

    /// The word of an option that must be there, which the grammar has seen to.
    pub fn need(&self, name: &str) -> &str {
        self.text(name).unwrap_or_default()
    }

    /// All words of a list.
    pub fn list(&self, name: &str) -> Vec<&str> {
        self.0
            .iter()
            .filter(|(n, _)| *n == name)
            .map(|(_, v)| v.as_str())
            .collect()
    }

    /// The number, if it was given.
    pub fn number<T: FromStr>(&self, name: &str) -> Result<Option<T>, CliError> {
        let malformed = |v: &str| {
            CliError::text(format!(
                "Numeric value '{v}' for <{name}> option is malformed or out of range"
            ))
        };
        self.text(name)
            .map(|v| v.parse().map_err(|_| malformed(v)))
            .transpose()
    }

    /// The size in bytes, if it was given: a number with an optional unit, else `unit` bytes each.
    pub fn size(&self, name: &str, unit: u64) -> Result<Option<u64>, CliError> {
        let malformed = |v: &str| {
            CliError::text(format!(
                "Scaled numeric value '{v}' for <--{name}> option is malformed or out of range"
            ))
        };
        self.text(name)
            .map(|v| units::parse_size(v, unit).ok_or_else(|| malformed(v)))
            .transpose()
    }

    /// Refuses two options together.
    pub fn exclusive(&self, one: &str, other: &str) -> Result<(), CliError> {
        if self.has(one) && self.has(other) {
            return Err(CliError::text(format!(
                "Options --{one} and --{other} are mutually exclusive"
            )));
        }
        Ok(())
    }
}
