//! The directory of a pool, opened, and the files in it reached from there.

use ferrovirt_storage::{Access, StorageError, VolumeName};
use nix::errno::Errno;
use nix::fcntl::{AtFlags, OFlag, OpenHow, ResolveFlag, openat, openat2};
use nix::sys::stat::{Mode, fstatat};
use nix::unistd::{UnlinkatFlags, geteuid, unlinkat};
use std::fs::{File, OpenOptions};
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::fs::{FileTypeExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// An opened directory.
#[derive(Debug)]
pub(crate) struct Directory {
    path: PathBuf,
    handle: File,
}

impl Directory {
    pub(crate) fn open(path: &Path) -> Result<Self, StorageError> {
        let handle = OpenOptions::new()
            .read(true)
            .custom_flags(OFlag::O_DIRECTORY.bits())
            .open(path);
        let handle = handle.map_err(|e| StorageError::io("open directory", path, e))?;
        Ok(Directory {
            path: path.to_owned(),
            handle,
        })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn handle(&self) -> &File {
        &self.handle
    }

    pub(crate) fn join(&self, name: &VolumeName) -> PathBuf {
        self.path.join(name)
    }

    /// Opens the data of a volume, which is a file or a block device.
    pub(crate) fn open_volume(&self, name: &VolumeName, access: Access) -> Result<File, StorageError> {
        let path = self.join(name);
        let fail = |e: io::Error| StorageError::io("open volume", &path, e);
        let file = self.open_file(name, access).map_err(fail)?;
        let kind = file.metadata().map_err(fail)?.file_type();
        match kind.is_file() || kind.is_block_device() {
            true => Ok(file),
            false => Err(StorageError::Unsupported(format!(
                "volume '{name}' is neither a file nor a block device and has no data of its own"
            ))),
        }
    }

    fn open_file(&self, name: &VolumeName, access: Access) -> io::Result<File> {
        let mode = match access {
            Access::Read => OFlag::O_RDONLY,
            Access::Write => OFlag::O_RDWR,
        };
        // A pipe must not keep the opener waiting.
        let flags = mode | OFlag::O_CLOEXEC | OFlag::O_NONBLOCK;
        match self.open_beneath(name, flags | OFlag::O_NOFOLLOW) {
            Err(Errno::ELOOP) if self.trusts_link(name)? => {
                Ok(openat(&self.handle, name.as_str(), flags, Mode::empty())?.into())
            }
            Err(Errno::ELOOP) => Err(io::Error::new(
                io::ErrorKind::PermissionDenied,
                "it is a symbolic link that neither root nor the daemon's user made",
            )),
            opened => Ok(opened?.into()),
        }
    }

    /// Opens what is in the directory itself, whatever the name is: the kernel refuses to leave it.
    fn open_beneath(&self, name: &VolumeName, flags: OFlag) -> Result<OwnedFd, Errno> {
        let stay = ResolveFlag::RESOLVE_BENEATH | ResolveFlag::RESOLVE_NO_SYMLINKS;
        let how = OpenHow::new().flags(flags).resolve(stay);
        match openat2(&self.handle, name.as_str(), how) {
            // A kernel before 5.6, or a sandbox that does not know the call.
            Err(Errno::ENOSYS) => openat(&self.handle, name.as_str(), flags, Mode::empty()),
            opened => opened,
        }
    }

    /// Whether a symbolic link is from someone who could write its target as well.
    pub(crate) fn trusts_link(&self, name: &VolumeName) -> io::Result<bool> {
        let owner = fstatat(&self.handle, name.as_str(), AtFlags::AT_SYMLINK_NOFOLLOW)?.st_uid;
        Ok(owner == 0 || owner == geteuid().as_raw())
    }

    /// Removes a file, or an empty directory. One that is gone is as good as removed.
    pub(crate) fn remove(&self, name: &VolumeName, directory: bool) -> Result<(), StorageError> {
        let flag = if directory {
            UnlinkatFlags::RemoveDir
        } else {
            UnlinkatFlags::NoRemoveDir
        };
        match unlinkat(&self.handle, name.as_str(), flag) {
            Ok(()) | Err(Errno::ENOENT) => self.sync(),
            Err(e) => Err(StorageError::io("remove volume", self.join(name), e.into())),
        }
    }

    /// Makes the names in the directory durable.
    pub(crate) fn sync(&self) -> Result<(), StorageError> {
        self.handle
            .sync_all()
            .map_err(|e| StorageError::io("flush directory", &self.path, e))
    }
}
