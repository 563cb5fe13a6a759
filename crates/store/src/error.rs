//! What can go wrong, as data: each driver makes its own API error from it.

use std::io;
use std::path::PathBuf;
use uuid::Uuid;

/// Failure of a store operation.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// Another object has the name.
    #[error("'{name}' already exists with uuid {uuid}")]
    NameTaken {
        /// The name asked for.
        name: String,
        /// UUID of the object that has it.
        uuid: Uuid,
    },
    /// Another object has the UUID.
    #[error("'{name}' is already defined with uuid {uuid}")]
    UuidTaken {
        /// The UUID asked for.
        uuid: Uuid,
        /// Name of the object that has it.
        name: String,
    },
    /// The name cannot be a file name.
    #[error("name '{name}' cannot be the name of a file: {why}")]
    BadName {
        /// The name asked for.
        name: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// A file operation failed.
    #[error("cannot {action} {}", path.display())]
    Io {
        /// What was being done, as a verb.
        action: &'static str,
        /// On which file.
        path: PathBuf,
        /// Why it failed.
        #[source]
        source: io::Error,
    },
    /// The writer thread is gone; the process is stopping.
    #[error("the definitions' writer has stopped")]
    Stopped,
}

impl StoreError {
    pub(crate) fn io(action: &'static str, path: impl Into<PathBuf>, source: io::Error) -> Self {
        StoreError::Io {
            action,
            path: path.into(),
            source,
        }
    }

    /// The system's error number, when a file operation failed with one.
    pub fn errno(&self) -> Option<i32> {
        match self {
            StoreError::Io { source, .. } => source.raw_os_error(),
            _ => None,
        }
    }
}
