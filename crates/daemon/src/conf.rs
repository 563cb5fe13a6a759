//! The grammar of libvirt's configuration files: `name = value` lines, where a value is a number, a text
//! in double quotes or a list of texts in brackets.

use std::path::{Path, PathBuf};
use thiserror::Error;

/// A setting that cannot be read.
#[derive(Debug, Error)]
pub enum ConfError {
    /// The file cannot be read.
    #[error("cannot read {path}")]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A line that is not `name = value`.
    #[error(
        "{path}:{line}: expected `name = value` with a number, a \"text\" or a list of texts in brackets"
    )]
    Syntax {
        /// The file.
        path: PathBuf,
        /// The line.
        line: usize,
    },
    /// A value that the setting cannot have.
    #[error("{path}:{line}: {name} must be {expected}")]
    Value {
        /// The file.
        path: PathBuf,
        /// The line.
        line: usize,
        /// The setting.
        name: String,
        /// What it may be.
        expected: &'static str,
    },
}

/// Value of a setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A number.
    Number(i64),
    /// A text.
    Text(String),
    /// A list of texts.
    List(Vec<String>),
}

impl Value {
    /// The text.
    ///
    /// # Errors
    /// What the value must be.
    pub fn text(self) -> Result<String, &'static str> {
        match self {
            Value::Text(t) => Ok(t),
            _ => Err("a \"text\""),
        }
    }

    /// The texts of a list.
    ///
    /// # Errors
    /// What the value must be.
    pub fn texts(self) -> Result<Vec<String>, &'static str> {
        match self {
            Value::List(texts) => Ok(texts),
            _ => Err("a list of texts, as [\"one\", \"two\"]"),
        }
    }

    /// The number.
    ///
    /// # Errors
    /// What the value must be.
    pub fn number(&self) -> Result<i64, &'static str> {
        match self {
            Value::Number(n) => Ok(*n),
            _ => Err("a number"),
        }
    }

    /// The number, when it is a positive one.
    ///
    /// # Errors
    /// What the value must be.
    pub fn count(&self) -> Result<usize, &'static str> {
        self.number()
            .ok()
            .and_then(|n| usize::try_from(n).ok())
            .filter(|n| *n > 0)
            .ok_or("a number from 1")
    }

    /// The text as a file mode.
    ///
    /// # Errors
    /// What the value must be.
    pub fn mode(self) -> Result<u32, &'static str> {
        let expected = "an octal mode such as \"0770\"";
        let text = self.text().map_err(|_| expected)?;
        u32::from_str_radix(&text, 8)
            .ok()
            .filter(|m| *m <= 0o777)
            .ok_or(expected)
    }
}

/// Reads a file and hands each setting to `set`, which says what a value must be where it is wrong.
///
/// # Errors
/// When the file cannot be read, or names line and remedy.
pub fn read(path: &Path, set: impl FnMut(&str, Value) -> Result<(), &'static str>) -> Result<(), ConfError> {
    let text = std::fs::read_to_string(path).map_err(|source| ConfError::Read {
        path: path.to_owned(),
        source,
    })?;
    parse(&text, path, set)
}

/// As [`read`], of a text; `path` is for messages.
///
/// # Errors
/// As [`read`].
pub fn parse(
    text: &str,
    path: &Path,
    mut set: impl FnMut(&str, Value) -> Result<(), &'static str>,
) -> Result<(), ConfError> {
    let mut lines = text.lines().enumerate();
    while let Some((number, line)) = lines.next() {
        let line_number = number + 1;
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let syntax = || ConfError::Syntax {
            path: path.to_owned(),
            line: line_number,
        };
        let (name, value) = line.split_once('=').ok_or_else(syntax)?;
        let (name, value) = (name.trim(), value.trim());
        let value = if let Some(rest) = value.strip_prefix('[') {
            let mut list = List::default();
            let mut ended = list.line(rest).ok_or_else(syntax)?;
            while !ended {
                let (_, more) = lines.next().ok_or_else(syntax)?;
                ended = list.line(more).ok_or_else(syntax)?;
            }
            Value::List(list.texts)
        } else {
            scalar(value).ok_or_else(syntax)?
        };
        set(name, value).map_err(|expected| ConfError::Value {
            path: path.to_owned(),
            line: line_number,
            name: name.to_owned(),
            expected,
        })?;
    }
    Ok(())
}

/// A list as it is read, which may go over several lines.
#[derive(Default)]
struct List {
    texts: Vec<String>,
    /// A text has no comma behind it yet.
    wants_comma: bool,
}

impl List {
    /// Reads one line of it. True behind its end; `None` where it is no list.
    fn line(&mut self, line: &str) -> Option<bool> {
        let mut rest = line.trim();
        loop {
            rest = rest.trim_start();
            if rest.is_empty() || rest.starts_with('#') {
                return Some(false);
            } else if let Some(after) = rest.strip_prefix(']') {
                let after = after.trim_start();
                return (after.is_empty() || after.starts_with('#')).then_some(true);
            } else if let Some(after) = rest.strip_prefix(',').filter(|_| self.wants_comma) {
                self.wants_comma = false;
                rest = after;
            } else {
                let quoted = rest.strip_prefix('"').filter(|_| !self.wants_comma)?;
                let (text, after) = quoted.split_once('"')?;
                self.texts.push(text.to_owned());
                self.wants_comma = true;
                rest = after;
            }
        }
    }
}

fn scalar(value: &str) -> Option<Value> {
    if let Some(rest) = value.strip_prefix('"') {
        let (text, after) = rest.split_once('"')?;
        let after = after.trim();
        return (after.is_empty() || after.starts_with('#')).then(|| Value::Text(text.to_owned()));
    }
    let word = value.split('#').next().unwrap_or_default().trim();
    word.parse().ok().map(Value::Number)
}
