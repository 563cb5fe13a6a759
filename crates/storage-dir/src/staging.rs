//! Volumes in the making: a name of their own until they are complete.

use crate::directory::Directory;
use ferrovirt_storage::{NewVolume, StorageError, TEMP_PREFIX, VolumeName, check};
use nix::errno::Errno;
use nix::fcntl::{RenameFlags, renameat2};
use nix::unistd::{LinkatFlags, linkat};
use std::fs::{self, File, OpenOptions, Permissions};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt, fchown};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// Permission bits of a volume for which none are given.
const MODE: u32 = 0o600;

/// A volume in the making. It is removed when dropped, unless it was completed.
#[derive(Debug)]
pub(crate) struct Staged {
    path: PathBuf,
    done: bool,
}

impl Staged {
    /// A name that nobody else uses; nothing is there yet.
    pub(crate) fn new(directory: &Directory) -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let n = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = directory
            .path()
            .join(format!("{TEMP_PREFIX}{}-{n}", std::process::id()));
        Staged { path, done: false }
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Makes the file, empty.
    pub(crate) fn create(&self) -> Result<File, StorageError> {
        let open = OpenOptions::new()
            .read(true)
            .write(true)
            .create_new(true)
            .mode(MODE)
            .open(&self.path);
        open.map_err(|e| StorageError::io("create volume", &self.path, e))
    }

    /// Opens the file that another program made.
    pub(crate) fn open(&self) -> Result<File, StorageError> {
        File::open(&self.path).map_err(|e| StorageError::io("open volume", &self.path, e))
    }

    /// Gives the file owner and mode, makes it durable, and lets it appear under its name.
    pub(crate) fn complete(
        mut self,
        file: &File,
        directory: &Directory,
        new: &NewVolume,
    ) -> Result<(), StorageError> {
        self.furnish(file, directory, new)?;
        flush(file, directory, new)?;
        // Whoever asked may not wait any more.
        check().map_err(|e| StorageError::io("complete volume", directory.join(&new.name), e))?;
        self.appear(directory, &new.name)?;
        self.done = true;
        directory.sync()
    }

    /// The same for a file that nothing was written to: size and name are of one kind, and go to the disk together,
    /// which is half the waiting for it.
    pub(crate) fn complete_empty(
        mut self,
        file: &File,
        directory: &Directory,
        new: &NewVolume,
    ) -> Result<(), StorageError> {
        self.furnish(file, directory, new)?;
        check().map_err(|e| StorageError::io("complete volume", directory.join(&new.name), e))?;
        self.appear(directory, &new.name)?;
        self.done = true;
        let flushed = directory.sync().and_then(|()| flush(file, directory, new));
        if flushed.is_err() {
            // It is what fails that is told.
            drop(directory.remove(&new.name, false));
        }
        flushed
    }

    fn furnish(&self, file: &File, directory: &Directory, new: &NewVolume) -> Result<(), StorageError> {
        let fail = |action| move |e| StorageError::io(action, directory.join(&new.name), e);
        if new.uid.is_some() || new.gid.is_some() {
            fchown(file, new.uid, new.gid).map_err(fail("change the owner of volume"))?;
        }
        let permissions = Permissions::from_mode(new.mode.unwrap_or(MODE));
        file.set_permissions(permissions)
            .map_err(fail("change the mode of volume"))
    }

    fn appear(&self, directory: &Directory, name: &VolumeName) -> Result<(), StorageError> {
        let handle = directory.handle();
        let renamed = renameat2(
            handle,
            self.path.as_path(),
            handle,
            name.as_str(),
            RenameFlags::RENAME_NOREPLACE,
        );
        let placed = match renamed {
            // Some file systems cannot rename without replacing.
            Err(Errno::EINVAL | Errno::ENOSYS) => linkat(
                handle,
                self.path.as_path(),
                handle,
                name.as_str(),
                LinkatFlags::empty(),
            )
            .map(|()| drop(fs::remove_file(&self.path))),
            renamed => renamed,
        };
        match placed {
            Ok(()) => Ok(()),
            Err(Errno::EEXIST) => Err(StorageError::VolumeExists {
                name: name.to_string(),
            }),
            Err(e) => Err(StorageError::io("name volume", directory.join(name), e.into())),
        }
    }
}

fn flush(file: &File, directory: &Directory, new: &NewVolume) -> Result<(), StorageError> {
    file.sync_all()
        .map_err(|e| StorageError::io("flush volume", directory.join(&new.name), e))
}

impl Drop for Staged {
    fn drop(&mut self) {
        if self.done {
            return;
        }
        if let Err(e) = fs::remove_file(&self.path)
            && e.kind() != std::io::ErrorKind::NotFound
        {
            tracing::warn!(path = %self.path.display(), error = %e, "cannot remove an unfinished volume");
        }
    }
}

/// Removes what killed processes left unfinished. The pool must not be active in this process.
pub(crate) fn sweep(directory: &Directory) {
    let Ok(entries) = fs::read_dir(directory.path()) else {
        return;
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let Some(maker) = name.to_str().and_then(maker) else {
            continue;
        };
        let alive = maker != std::process::id() && Path::new(&format!("/proc/{maker}")).exists();
        if !alive && fs::remove_file(entry.path()).is_ok() {
            tracing::warn!(path = %entry.path().display(), "removed an unfinished volume");
        }
    }
}

/// The process that a temporary name is of.
fn maker(name: &str) -> Option<u32> {
    name.strip_prefix(TEMP_PREFIX)?.split_once('-')?.0.parse().ok()
}
