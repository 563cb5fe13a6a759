//! What can go wrong, and what to do about it.

use std::fmt;
use std::path::Path;

/// A step that did not work.
#[derive(Debug)]
pub struct Failure {
    what: String,
    remedy: Option<String>,
}

pub type Outcome<T = ()> = Result<T, Failure>;

impl Failure {
    pub fn new(what: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            remedy: None,
        }
    }

    /// Adds what the user can do.
    #[must_use]
    pub fn remedy(mut self, remedy: impl Into<String>) -> Self {
        self.remedy = Some(remedy.into());
        self
    }

    /// A file operation that failed.
    pub fn file(action: &str, path: &Path, error: &std::io::Error) -> Self {
        Self::new(format!("cannot {action} {}: {error}", path.display()))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.what)?;
        match &self.remedy {
            Some(remedy) => write!(formatter, "\n      {remedy}"),
            None => Ok(()),
        }
    }
}

impl From<ferrovirt_types::Error> for Failure {
    fn from(error: ferrovirt_types::Error) -> Self {
        Self::new(error.to_string())
    }
}
