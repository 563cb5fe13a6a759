//! The directory itself: made, removed, and how full its file system is.

use crate::directory::Directory;
use ferrovirt_schema::storage::{Id, Octal, Permissions};
use ferrovirt_storage::{Definition, StorageError, Usage};
use nix::sys::statvfs::statvfs;
use std::fs::{self, DirBuilder};
use std::io::ErrorKind;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt, chown};
use std::path::Path;

/// Permission bits of a directory for which none are given: its volumes can be reached, not listed.
const MODE: u32 = 0o711;
/// Those of directories above it that are missing.
const PARENT_MODE: u32 = 0o755;

/// Makes the directory, or gives one that is there the permissions asked for. Says whether it was made.
pub(crate) fn build(pool: &Definition) -> Result<bool, StorageError> {
    let path = pool.target();
    let fail = |action| move |e| StorageError::io(action, path, e);
    if let Some(parent) = path.parent() {
        DirBuilder::new()
            .recursive(true)
            .mode(PARENT_MODE)
            .create(parent)
            .map_err(fail("create directory above"))?;
    }
    let asked = pool.permissions();
    let mode = asked.and_then(|p| p.mode).map(|mode| mode.0);
    let made = match fs::create_dir(path) {
        Ok(()) => true,
        Err(e) if e.kind() == ErrorKind::AlreadyExists && path.is_dir() => false,
        Err(e) => return Err(fail("create directory")(e)),
    };
    let finish = || {
        if let Some(mode) = mode.or(made.then_some(MODE)) {
            fs::set_permissions(path, fs::Permissions::from_mode(mode))
                .map_err(fail("change the mode of"))?;
        }
        let id = |id: Option<Id>| id.and_then(Id::known);
        let (owner, group) = (id(asked.and_then(|p| p.owner)), id(asked.and_then(|p| p.group)));
        if owner.is_some() || group.is_some() {
            chown(path, owner, group).map_err(fail("change the owner of"))?;
        }
        Ok(())
    };
    let finished = finish();
    if finished.is_err() && made {
        // It is empty: it was made just now.
        drop(fs::remove_dir(path));
    }
    finished.map(|()| made)
}

/// Removes the directory, which has to be empty.
pub(crate) fn remove(pool: &Definition) -> Result<(), StorageError> {
    let path = pool.target().to_owned();
    fs::remove_dir(&path).map_err(|source| StorageError::NotRemoved { path, source })
}

/// How full the file system is.
pub(crate) fn usage(path: &Path) -> Result<Usage, StorageError> {
    let fs = statvfs(path).map_err(|e| StorageError::io("see how full is", path, e.into()))?;
    let unit = fs.fragment_size();
    let capacity = fs.blocks().saturating_mul(unit);
    // What is kept for the superuser counts as free, as libvirt tells it.
    let available = fs.blocks_free().saturating_mul(unit);
    Ok(Usage {
        capacity,
        available,
        allocation: capacity.saturating_sub(available),
    })
}

/// Permissions of the directory.
pub(crate) fn permissions(directory: &Directory) -> Result<Permissions, StorageError> {
    let metadata = directory.handle().metadata();
    let metadata = metadata.map_err(|e| StorageError::io("look at directory", directory.path(), e))?;
    Ok(Permissions {
        mode: Some(Octal(metadata.mode() & 0o777)),
        owner: Some(Id(metadata.uid().into())),
        group: Some(Id(metadata.gid().into())),
        label: None,
    })
}
