//! Why a command failed, as it is shown.

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
    /// Standard output is gone or full.
    #[error("cannot write to standard output: {0}")]
    Output(#[from] std::io::Error),
}

impl CliError {
    /// From a text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
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
