//! Raw images: files without a format.

use crate::directory::Directory;
use crate::staging::Staged;
use ferrovirt_storage::data::check_unlocked;
use ferrovirt_storage::probe::Format;
use ferrovirt_storage::{Access, NewVolume, StorageError, Volume};
use nix::errno::Errno;
use nix::fcntl::{FallocateFlags, fallocate, posix_fallocate};
use std::fs::{self, DirBuilder, File, Permissions};
use std::os::unix::fs::{DirBuilderExt, PermissionsExt, chown};
use std::path::Path;

/// Makes an image with the space asked for.
pub(crate) fn create(directory: &Directory, new: &NewVolume) -> Result<(), StorageError> {
    if new.backing.is_some() {
        return Err(StorageError::Unsupported(format!(
            "a raw volume cannot have a backing store; make '{}' qcow2",
            new.name
        )));
    }
    // Space that is asked for beyond the size makes the volume larger.
    let asked = new.capacity.unwrap_or(0);
    let allocation = match new.format {
        // What is burnt onto a disc takes its own space.
        Format::Iso => 0,
        _ => new.allocation.unwrap_or(asked),
    };
    let capacity = asked.max(allocation);
    let staged = Staged::new(directory);
    let file = staged.create()?;
    let path = directory.join(&new.name);
    file.set_len(capacity)
        .map_err(|e| StorageError::io("size volume", &path, e))?;
    allocate(&file, &path, 0, allocation)?;
    staged.complete_empty(&file, directory, new)
}

/// Makes a directory as a volume.
pub(crate) fn create_directory(directory: &Directory, new: &NewVolume) -> Result<(), StorageError> {
    let path = directory.join(&new.name);
    let fail = |action| move |e| StorageError::io(action, directory.join(&new.name), e);
    DirBuilder::new()
        .mode(0o700)
        .create(&path)
        .map_err(|e| match e.kind() {
            std::io::ErrorKind::AlreadyExists => StorageError::VolumeExists {
                name: new.name.to_string(),
            },
            _ => fail("create directory")(e),
        })?;
    let finish = || {
        let mode = Permissions::from_mode(new.mode.unwrap_or(0o755));
        fs::set_permissions(&path, mode).map_err(fail("change the mode of"))?;
        if new.uid.is_some() || new.gid.is_some() {
            chown(&path, new.uid, new.gid).map_err(fail("change the owner of"))?;
        }
        directory.sync()
    };
    let finished = finish();
    if finished.is_err() {
        drop(fs::remove_dir(&path));
    }
    finished
}

/// Gives an image another capacity.
pub(crate) fn resize(
    directory: &Directory,
    volume: &Volume,
    capacity: u64,
    space: bool,
) -> Result<(), StorageError> {
    let file = directory.open_volume(&volume.name, Access::Write)?;
    check_unlocked(&file, &volume.name)?;
    let path = directory.join(&volume.name);
    if space {
        // Space first: where there is none, the image stays as it was.
        let before = volume.capacity;
        if let Err(e) = allocate(&file, &path, 0, capacity) {
            if capacity > before {
                drop(file.set_len(before));
            }
            return Err(e);
        }
    }
    file.set_len(capacity)
        .map_err(|e| StorageError::io("resize volume", &path, e))?;
    file.sync_all()
        .map_err(|e| StorageError::io("flush volume", &path, e))
}

/// Takes space for a range of the file.
fn allocate(file: &File, path: &Path, offset: u64, len: u64) -> Result<(), StorageError> {
    if len == 0 {
        return Ok(());
    }
    let fail = |e: Errno| StorageError::io("allocate space for volume", path, e.into());
    // Sizes are at most the largest offset: they were checked when they were read.
    let (offset, len) = (offset as i64, len as i64);
    match fallocate(file, FallocateFlags::empty(), offset, len) {
        Ok(()) => Ok(()),
        Err(Errno::EOPNOTSUPP | Errno::ENOSYS) => posix_fallocate(file, offset, len).map_err(fail),
        Err(e) => Err(fail(e)),
    }
}
