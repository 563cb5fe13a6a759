//! Copies of raw images.

use crate::directory::Directory;
use crate::staging::Staged;
use ferrovirt_storage::{NewVolume, StorageError, data};
use std::fs::File;

/// Makes a raw image with the content of `source`.
pub(crate) fn copy(directory: &Directory, new: &NewVolume, source: &File) -> Result<(), StorageError> {
    if new.reflink {
        check_reflink(directory)?;
    }
    let staged = Staged::new(directory);
    let target = staged.create()?;
    let fail = |e| StorageError::io("copy to volume", directory.join(&new.name), e);
    let size = data::copy(source, &target).map_err(fail)?;
    target
        .set_len(new.capacity.unwrap_or(0).max(size))
        .map_err(fail)?;
    staged.complete(&target, directory, new)
}

fn check_reflink(directory: &Directory) -> Result<(), StorageError> {
    let clonable = data::is_clonable(directory.handle());
    match clonable.map_err(|e| StorageError::io("look at file system of", directory.path(), e))? {
        true => Ok(()),
        false => Err(StorageError::io(
            "share data between files, clone without reflink, in",
            directory.path(),
            std::io::ErrorKind::Unsupported.into(),
        )),
    }
}
