//! The folder of a run. A socket's path may be 107 bytes long: a deep folder will not do. One that is closed to others
//! does, since guests are let through.

use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use crate::failure::{Failure, Outcome};

/// The longest path for a root that leaves room for `run/libvirt-sock-ro` and the guests' sockets.
const LONGEST: usize = 60;

/// Where a run keeps its files.
pub struct Place {
    /// The daemon keeps everything below this.
    pub root: PathBuf,
}

impl Place {
    /// Chooses and makes the folder.
    pub fn new(base: &Path, root: Option<&Path>) -> Outcome<Self> {
        let root = match root {
            Some(root) => std::path::absolute(root).map_err(|error| Failure::file("find", root, &error))?,
            None => unused(&suitable(base)?)?,
        };
        std::fs::DirBuilder::new()
            .recursive(true)
            .mode(0o755)
            .create(&root)
            .map_err(|error| Failure::file("make", &root, &error))?;
        Ok(Self { root })
    }

    /// Removes the folder.
    pub fn remove(&self) -> Outcome {
        std::fs::remove_dir_all(&self.root).map_err(|error| Failure::file("remove", &self.root, &error))
    }
}

/// The base itself, or a folder for temporary files when its path is too long.
fn suitable(base: &Path) -> Outcome<PathBuf> {
    let base = std::path::absolute(base).map_err(|error| Failure::file("find", base, &error))?;
    if base.as_os_str().len() <= LONGEST - 4 {
        return Ok(base);
    }
    Ok(std::env::temp_dir().join("ferrovirt-demo"))
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
    fn deep_folders_are_not_for_sockets() {
        assert_eq!(suitable(Path::new("/srv/demo")).unwrap(), Path::new("/srv/demo"));
        let deep = Path::new("/").join("d".repeat(80));
        assert_ne!(suitable(&deep).unwrap(), deep);
    }
}
