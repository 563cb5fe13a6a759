//! Folders that go away with their owner. Their paths are short, because a socket's may be 107 bytes.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::case::Outcome;
use super::random::Random;

/// A folder of its own for one case.
pub struct Scratch {
    path: PathBuf,
}

impl Scratch {
    /// Makes one. Process numbers are no names for it: lanes of two checkouts, each in a process namespace
    /// of its own, have the same ones.
    pub fn new() -> Outcome<Self> {
        use std::os::unix::fs::{DirBuilderExt, PermissionsExt};

        let mut random = Random::unseeded();
        loop {
            let path = std::env::temp_dir().join(format!("fvt-{:08x}", random.below(1 << 32)));
            match std::fs::DirBuilder::new().mode(0o700).create(&path) {
                Ok(()) => {
                    // A guest's process runs as a user of its own and must get through.
                    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755))?;
                    return Ok(Self { path });
                }
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error.into()),
            }
        }
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    pub fn join(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// Writes a file and answers its path as text.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> Outcome<String> {
        let path = self.join(name);
        std::fs::write(&path, content)?;
        Ok(path.display().to_string())
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // A folder in use is left to whoever cleans the machine's temporary files.
        let _ = std::fs::remove_dir_all(&self.path);
    }
}
