//! A file system at the place of a pool.

use ferrovirt_host::mounts;
use ferrovirt_storage::{Definition, StorageError, Tool, blocking, undoing};
use std::path::{Path, PathBuf};
use std::sync::Arc;

const MOUNT: Tool = Tool {
    program: "mount",
    package: "mount",
};
const UMOUNT: Tool = Tool {
    program: "umount",
    package: "mount",
};

/// What every pool is mounted with: its files are images, not programs.
const OPTIONS: [&str; 3] = ["nodev", "nosuid", "noexec"];

/// A file system that is to be mounted for a pool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mounted {
    /// What: a device, an image file, or `host:/path`.
    pub source: String,
    /// Its type; none leaves it to `mount`.
    pub kind: Option<String>,
    /// More options.
    pub options: Vec<String>,
    /// Where.
    pub target: PathBuf,
}

impl Mounted {
    /// With the options that the pool's document names.
    pub fn new(pool: &Definition, source: String, kind: Option<&str>) -> Self {
        let options = &pool.document().mount_options;
        Mounted {
            source,
            kind: kind.map(str::to_owned),
            options: options.iter().map(|option| option.name.clone()).collect(),
            target: pool.target().to_owned(),
        }
    }

    /// Mounts it, unless it is mounted already. An error if something else is mounted there.
    pub async fn mount(&self) -> Result<(), StorageError> {
        if self.is_mounted().await? {
            return Ok(());
        }
        let mounted = MOUNT.run(self.args()).await;
        // A program that fails may have done its work all the same.
        if mounted.is_err() && self.is_mounted().await.unwrap_or(false) {
            UMOUNT.undo([self.target.as_os_str()]).await;
        }
        mounted.map(|_| ())
    }

    /// Unmounts it, if it is mounted.
    pub async fn unmount(&self) -> Result<(), StorageError> {
        if !self.is_taken().await? {
            return Ok(());
        }
        let unmounted = UMOUNT.run([self.target.as_os_str()]).await;
        match unmounted {
            Err(e) if self.is_taken().await? => Err(e),
            _ => Ok(()),
        }
    }

    /// Whether anything is mounted at its place.
    async fn is_taken(&self) -> Result<bool, StorageError> {
        let target = self.target.clone();
        blocking(move || Ok(mounts::at(Path::new("/"), &target)?.is_some())).await
    }

    /// Whether it is mounted at its place.
    pub async fn is_mounted(&self) -> Result<bool, StorageError> {
        let this = self.clone();
        blocking(move || match mounts::at(Path::new("/"), &this.target)? {
            None => Ok(false),
            Some(mount) if is_source(&mount.source, &this.source) => Ok(true),
            Some(mount) => Err(StorageError::Argument(format!(
                "'{}' is mounted at '{}' already, where '{}' is to be; unmount it first",
                mount.source,
                this.target.display(),
                this.source
            ))),
        })
        .await
    }

    fn args(&self) -> Vec<String> {
        let mut args = Vec::new();
        if let Some(kind) = &self.kind {
            args.extend(["-t".to_owned(), kind.clone()]);
        }
        let mut options: Vec<&str> = OPTIONS.to_vec();
        options.extend(self.options.iter().map(String::as_str));
        args.extend(["-o".to_owned(), options.join(",")]);
        args.push("--".to_owned());
        args.push(self.source.clone());
        args.push(self.target.to_string_lossy().into_owned());
        args
    }
}

/// Whether what the kernel names as mounted is the source: links are followed, and an image file is
/// behind a loop device.
fn is_source(mounted: &str, source: &str) -> bool {
    let real = |path: &str| Path::new(path).canonicalize().unwrap_or_else(|_| path.into());
    let trimmed = |path: &str| path.trim_end_matches('/').to_owned();
    if trimmed(mounted) == trimmed(source) || real(mounted) == real(source) {
        return true;
    }
    let Some(name) = mounted
        .strip_prefix("/dev/")
        .filter(|name| name.starts_with("loop"))
    else {
        return false;
    };
    let behind = std::fs::read_to_string(format!("/sys/block/{name}/loop/backing_file"));
    behind.is_ok_and(|file| real(file.trim_end()) == real(source))
}

/// Undoes a mount after what followed it failed.
pub(crate) async fn undo(mounted: &Arc<Mounted>) {
    if let Err(error) = undoing(mounted.unmount()).await {
        tracing::warn!(target = %mounted.target.display(), %error, "cannot unmount what was mounted for a pool");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_it_is_mounted() {
        let mut mounted = Mounted {
            source: "/dev/sdb1".into(),
            kind: Some("ext4".into()),
            options: vec!["sync".into()],
            target: "/mnt".into(),
        };
        assert_eq!(
            mounted.args().join(" "),
            "-t ext4 -o nodev,nosuid,noexec,sync -- /dev/sdb1 /mnt"
        );
        mounted.kind = None;
        mounted.options.clear();
        assert_eq!(
            mounted.args().join(" "),
            "-o nodev,nosuid,noexec -- /dev/sdb1 /mnt"
        );
    }

    #[test]
    fn sources_are_compared() {
        assert!(is_source("server:/a/", "server:/a"));
        assert!(is_source("/dev/../dev/null", "/dev/null"));
        assert!(!is_source("/dev/zero", "/dev/null"));
    }
}
