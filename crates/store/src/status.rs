//! What a running object needs so that the next daemon can take it up again.

use crate::StoreError;
use crate::files::{Durability, Files};
use crate::writer::{Commit, Writer};
use std::path::Path;
use std::sync::Arc;

/// Status files `NAME.xml` of one run directory: complete or absent whenever the daemon is killed, gone
/// with the machine.
#[derive(Debug)]
pub struct StatusFiles {
    files: Files,
}

impl StatusFiles {
    /// Opens the directory, making it where it is missing.
    pub fn open(dir: &Path, writer: Writer) -> Result<Self, StoreError> {
        Ok(StatusFiles {
            files: Files::open(dir, ".xml", Durability::Process, writer, 0)?,
        })
    }

    /// The directory.
    pub fn dir(&self) -> &Path {
        self.files.dir()
    }

    /// Puts `text` in place of the object's status.
    pub fn write(&self, name: &str, text: Arc<str>) -> Commit<()> {
        self.files.write(name, text)
    }

    /// Removes the object's status; there need not be one.
    pub fn remove(&self, name: &str) -> Commit<()> {
        self.files.remove(name)
    }

    /// Every status; one that cannot be read is an error of its own.
    pub fn load(&self) -> Result<Vec<Status>, StoreError> {
        let mut names = self.files.names()?;
        names.sort_unstable();
        Ok(names
            .into_iter()
            .map(|name| Status {
                text: self.files.read_blocking(&name),
                name,
            })
            .collect())
    }
}

/// The status of one object as a daemon before left it.
#[derive(Debug)]
pub struct Status {
    /// Name of the object.
    pub name: String,
    /// What was written last.
    pub text: Result<Arc<str>, StoreError>,
}
