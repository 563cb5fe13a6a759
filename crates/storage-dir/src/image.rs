//! Images that `qemu-img` makes: under a name of their own until they are complete.

use crate::directory::Directory;
use crate::staging::Staged;
use ferrovirt_storage::{CopySource, NewVolume, StorageError, blocking, qemu_img};

/// Makes an image.
pub(crate) async fn create(directory: Directory, new: NewVolume) -> Result<(), StorageError> {
    let staged = Staged::new(&directory);
    qemu_img::create(&new, staged.path()).await?;
    finish(staged, directory, new).await
}

/// Makes an image with the content of another.
pub(crate) async fn convert(
    directory: Directory,
    new: NewVolume,
    source: &CopySource,
) -> Result<(), StorageError> {
    let staged = Staged::new(&directory);
    qemu_img::convert(&new, source, staged.path(), false).await?;
    finish(staged, directory, new).await
}

async fn finish(staged: Staged, directory: Directory, new: NewVolume) -> Result<(), StorageError> {
    blocking(move || {
        let file = staged.open()?;
        staged.complete(&file, &directory, &new)
    })
    .await
}
