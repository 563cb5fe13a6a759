//! The folder of a run: the machine's files where an unprivileged QEMU can read them, its disks, and all
//! that the drivers in process keep.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use tempfile::TempDir;
use tokio::process::Command;

use crate::failure::{Failure, Outcome};
use crate::options::Options;

/// What the machine runs.
const PROGRAMS: &[&str] = &["ferrovirtd", "ferrovirt", "ferrovirt-lanes"];
/// More than they take with their debugging information; the file is sparse.
const PROGRAMS_SIZE: &str = "2G";

/// Removed with its owner.
pub struct Place {
    folder: TempDir,
}

impl Place {
    pub async fn new(options: &Options) -> Outcome<Self> {
        let base = std::env::temp_dir();
        // Short, because sockets lie below it.
        let folder = tempfile::Builder::new()
            .prefix("fvm-")
            .tempdir_in(&base)
            .map_err(|error| Failure::file("make a folder in", &base, error))?;
        let place = Self { folder };
        // QEMU runs as another user and must get through.
        open_up(place.path(), 0o755)?;
        std::fs::create_dir(place.images()).map_err(|error| Failure::file("make", &place.images(), error))?;
        open_up(&place.images(), 0o755)?;
        for (from, name) in [
            (&options.kernel, "vmlinuz"),
            (&options.initramfs, "initramfs"),
            (&options.system, "system.raw"),
        ] {
            share(from, &place.file(name))?;
        }
        place.pack(options).await?;
        Ok(place)
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Where the drivers keep what they have.
    pub fn root(&self) -> PathBuf {
        self.path().join("root")
    }

    /// The folder of the pool that the machine's disks are volumes of.
    pub fn images(&self) -> PathBuf {
        self.path().join("images")
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.path().join(name)
    }

    /// Makes a file system with our programs.
    async fn pack(&self, options: &Options) -> Outcome {
        let folder = self.file("programs");
        std::fs::create_dir(&folder).map_err(|error| Failure::file("make", &folder, error))?;
        for name in PROGRAMS {
            let from = options.programs.join(name);
            std::fs::copy(&from, folder.join(name)).map_err(|error| Failure::file("copy", &from, error))?;
        }
        if let Some(script) = &options.script {
            let to = folder.join("shell");
            std::fs::copy(script, &to).map_err(|error| Failure::file("copy", script, error))?;
            open_up(&to, 0o755)?;
        }
        let output = Command::new("mke2fs")
            .args([
                "-q",
                "-F",
                "-t",
                "ext4",
                "-O",
                "^has_journal",
                "-L",
                "programs",
                "-d",
            ])
            .arg(&folder)
            .arg(self.file("programs.raw"))
            .arg(PROGRAMS_SIZE)
            .output()
            .await
            .map_err(|error| Failure::file("run", Path::new("mke2fs"), error))?;
        if !output.status.success() {
            return Err(Failure::Program {
                program: "mke2fs",
                text: String::from_utf8_lossy(&output.stderr).trim().to_owned(),
            });
        }
        std::fs::remove_dir_all(&folder).map_err(|error| Failure::file("remove", &folder, error))
    }
}

/// The file under a second name, or a copy where that is another file system.
fn share(from: &Path, to: &Path) -> Outcome {
    if std::fs::hard_link(from, to).is_err() {
        std::fs::copy(from, to).map_err(|error| Failure::file("copy", from, error))?;
    }
    open_up(to, 0o644)
}

fn open_up(path: &Path, mode: u32) -> Outcome {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode))
        .map_err(|error| Failure::file("open up", path, error))
}
