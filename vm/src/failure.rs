//! What can keep the machine from running its cases.

use std::path::{Path, PathBuf};
use std::time::Duration;

/// Why there are no results, or not all of them.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    #[error("cannot {action} {}: {source}", path.display())]
    File {
        action: &'static str,
        path: PathBuf,
        source: std::io::Error,
    },
    #[error("`{program}` failed: {text}")]
    Program { program: &'static str, text: String },
    /// A call of ours failed; its message has all of it.
    #[error("{0}")]
    Api(#[from] ferrovirt::Error),
    /// The guest's agent said something else, or nothing.
    #[error("the agent of the machine: {0}")]
    Agent(String),
    #[error("the filter or lane {0:?} cannot be handed over: letters, digits, '_', ':' and '-' can")]
    Filter(String),
    #[error("the machine did not come up within {0:?}")]
    NotUp(Duration),
    #[error("the cases were not over within {0:?}")]
    NotOver(Duration),
    #[error("the machine said nothing for {0:?}")]
    Silent(Duration),
    #[error("the machine went away in the middle of its cases")]
    Gone,
    #[error("interrupted")]
    Interrupted,
}

pub type Outcome<T = ()> = Result<T, Failure>;

impl Failure {
    pub fn file(action: &'static str, path: &Path, source: std::io::Error) -> Self {
        Self::File {
            action,
            path: path.to_owned(),
            source,
        }
    }
}
