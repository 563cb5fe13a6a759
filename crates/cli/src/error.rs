//! Why a command failed, as it is shown.

use ferrovirt_types::consts::ErrorNumber;
use thiserror::Error;

/// A failed command.
#[derive(Debug, Error)]
pub enum CliError {
    /// Something that the command itself has to say.
    #[error("{0}")]
    Text(String),
    /// A call failed.
    #[error("{0}")]
    Call(#[from] ferrovirt_api::Error),
    /// A call failed while something was being done.
    #[error("{what}\nerror: {source}")]
    While {
        /// What was being done.
        what: String,
        /// Why it failed.
        source: ferrovirt_api::Error,
    },
    /// Something that is not there.
    #[error("{what}")]
    Missing {
        /// What the command has to say.
        what: String,
        /// The code that calls have for it.
        code: ErrorNumber,
    },
    /// Standard output is gone or full.
    #[error("cannot write to standard output: {0}")]
    Output(#[from] std::io::Error),
}

impl CliError {
    /// From a text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// The number that a call's failure has in the protocol; none for the command's own.
    pub fn code(&self) -> Option<i32> {
        match self {
            Self::Call(e) | Self::While { source: e, .. } => Some(e.raw_code()),
            Self::Missing { code, .. } => Some(code.raw()),
            Self::Text(_) | Self::Output(_) => None,
        }
    }
}

/// Says what was being done when a call failed.
pub trait Context<T> {
    /// Puts a line before the error.
    fn context(self, what: impl FnOnce() -> String) -> Result<T, CliError>;
}

impl<T> Context<T> for ferrovirt_api::Result<T> {
    fn context(self, what: impl FnOnce() -> String) -> Result<T, CliError> {
        self.map_err(|source| CliError::While { what: what(), source })
    }
}
