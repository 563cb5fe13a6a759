//! The folder of a run. A guest's process runs as an unprivileged user and must reach its files, and a
//! socket's path may be 107 bytes long: a home directory that is closed to others, or a deep one, will
//! not do.

use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::{Path, PathBuf};

use crate::failure::{Failure, Outcome};

/// The longest path for a root that leaves room for `run/libvirt-sock-ro` and the guests' sockets.
const LONGEST: usize = 60;

/// Folders and files of a run.
pub struct Place {
    /// The daemon keeps everything below this.
    pub root: PathBuf,
    pub kernel: PathBuf,
    pub initramfs: PathBuf,
}

impl Place {
    /// Chooses and makes the folder, and copies the guest's files where they can be read.
    pub fn new(
        base: &Path,
        root: Option<&Path>,
        kernel: &Path,
        initramfs: &Path,
        privileged: bool,
    ) -> Outcome<Self> {
        let root = match root {
            Some(root) => std::path::absolute(root).map_err(|error| Failure::file("find", root, &error))?,
            None => unused(&suitable(base, privileged)?)?,
        };
        std::fs::DirBuilder::new()
            .recursive(true)
            .mode(0o755)
            .create(&root)
            .map_err(|error| Failure::file("make", &root, &error))?;
        let images = root.join("guest");
        std::fs::create_dir_all(&images).map_err(|error| Failure::file("make", &images, &error))?;
        let copy = |from: &Path, name: &str| -> Outcome<PathBuf> {
            let to = images.join(name);
            std::fs::copy(from, &to).map_err(|error| Failure::file("copy", from, &error))?;
            std::fs::set_permissions(&to, std::fs::Permissions::from_mode(0o644))
                .map_err(|error| Failure::file("open up", &to, &error))?;
            Ok(to)
        };
        Ok(Self {
            kernel: copy(kernel, "vmlinuz")?,
            initramfs: copy(initramfs, "initramfs.cpio")?,
            root,
        })
    }

    /// Removes the folder.
    pub fn remove(&self) -> Outcome {
        std::fs::remove_dir_all(&self.root).map_err(|error| Failure::file("remove", &self.root, &error))
    }
}

/// The base itself, or a folder for temporary files when others cannot get to the base.
fn suitable(base: &Path, privileged: bool) -> Outcome<PathBuf> {
    let base = std::path::absolute(base).map_err(|error| Failure::file("find", base, &error))?;
    let short = base.as_os_str().len() <= LONGEST - 4;
    if short && (!privileged || open_to_others(&base)) {
        return Ok(base);
    }
    Ok(std::env::temp_dir().join("ferrovirt-demo"))
}

/// Whether anybody may pass through a folder and those above it; folders to come are not in the way.
fn open_to_others(path: &Path) -> bool {
    path.ancestors()
        .filter_map(|folder| std::fs::metadata(folder).ok())
        .all(|metadata| metadata.permissions().mode() & 0o001 != 0)
}

/// The first numbered folder that does not exist: an earlier run may have been kept.
fn unused(base: &Path) -> Outcome<PathBuf> {
    (1..1000)
        .map(|number| base.join(number.to_string()))
        .find(|path| !path.exists())
        .ok_or_else(|| {
            Failure::new(format!("{} is full of earlier runs", base.display()))
                .remedy("stop what runs there and remove it")
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closed_folders_are_not_for_guests() {
        let base = std::env::temp_dir().join(format!("fv-place-{}", std::process::id()));
        std::fs::create_dir_all(&base).unwrap();
        std::fs::set_permissions(&base, std::fs::Permissions::from_mode(0o700)).unwrap();
        assert!(!open_to_others(&base.join("deeper")));
        assert_eq!(suitable(&base, false).unwrap(), base);
        assert_ne!(suitable(&base, true).unwrap(), base);
        std::fs::remove_dir_all(&base).unwrap();
    }
}
