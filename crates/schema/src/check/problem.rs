//! Something wrong with a document.

use std::fmt;

use ferrovirt_xml::{Invalid, XmlError, XmlErrorKind};
use serde_json::{Value, json};

/// The step of checking that found a problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// It is not XML.
    Syntax,
    /// Names, places, counts and values.
    Shape,
    /// What one part says of another.
    References,
    /// What the host cannot do.
    Host,
}

/// A problem: where, what is there, what may be there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The step that found it.
    pub step: Step,
    /// `domain/devices/disk[2]/@devise`; empty in a text that is not XML.
    pub path: String,
    /// Line, from one.
    pub line: u32,
    /// Column in characters, from one.
    pub column: u32,
    /// What is wrong.
    pub message: String,
    /// What was found, when it is a word.
    pub found: Option<String>,
    /// What is allowed there, when that can be listed.
    pub allowed: Vec<String>,
    /// The allowed word most like what was found.
    pub nearest: Option<String>,
}

impl Step {
    /// Its name: `shape`.
    pub fn as_str(self) -> &'static str {
        match self {
            Step::Syntax => "syntax",
            Step::Shape => "shape",
            Step::References => "references",
            Step::Host => "host",
        }
    }
}

impl Problem {
    /// A problem of which nothing more is known.
    pub fn new(step: Step, path: String, (line, column): (u32, u32), message: String) -> Self {
        Problem {
            step,
            path,
            line,
            column,
            message,
            found: None,
            allowed: Vec::new(),
            nearest: None,
        }
    }

    /// The problem that an error of reading is.
    pub fn of_error(step: Step, error: &XmlError) -> Self {
        let place = (error.line(), error.column());
        let mut problem = Problem::new(step, error.path().to_owned(), place, error.kind().to_string());
        match error.kind() {
            XmlErrorKind::Malformed(_) | XmlErrorKind::Limit { .. } => problem.step = Step::Syntax,
            XmlErrorKind::Invalid { found, why } => problem.explain(found, why),
            _ => {}
        }
        problem
    }

    /// With what was found and what would be right.
    pub(super) fn explain(&mut self, found: &str, why: &Invalid) {
        self.found = Some(found.to_owned());
        self.nearest = why.nearest.map(str::to_owned);
    }

    /// The problem as JSON.
    pub fn to_json(&self, file: &str) -> Value {
        json!({
            "file": file, "line": self.line, "column": self.column, "path": self.path,
            "step": self.step.as_str(), "message": self.message, "found": self.found,
            "allowed": self.allowed, "nearest": self.nearest,
        })
    }
}

impl fmt::Display for Problem {
    /// `12:5: domain/devices/disk[2]/@devise: no such attribute here; did you mean 'device'?`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: ", self.line, self.column)?;
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        f.write_str(&self.message)
    }
}
