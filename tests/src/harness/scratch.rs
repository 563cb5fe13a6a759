//! Folders that go away with their owner. Their paths are short, because a socket's may be 107 bytes.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use super::case::Outcome;

static NEXT: AtomicU32 = AtomicU32::new(0);

/// A folder of its own for one case.
pub struct Scratch {
    path: PathBuf,
}

impl Scratch {
    pub fn new() -> Outcome<Self> {
        use std::os::unix::fs::PermissionsExt;

        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        // Process numbers repeat in namespaces of their own, the time does not.
        let time = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_nanos() >> 10);
        let path = std::env::temp_dir().join(format!("fvt-{:x}-{number}", time & 0xff_ffff_ffff));
        if path.exists() {
            std::fs::remove_dir_all(&path)?;
        }
        std::fs::create_dir_all(&path)?;
        // A guest's process runs as a user of its own and must get through.
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755))?;
        Ok(Self { path })
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
