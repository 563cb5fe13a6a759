//! Overwriting what an image holds.

use crate::directory::Directory;
use ferrovirt_storage::data::{self, WipePattern};
use ferrovirt_storage::{Access, StorageError, Volume};

/// Overwrites a volume.
pub(crate) fn wipe(directory: &Directory, volume: &Volume, pattern: WipePattern) -> Result<(), StorageError> {
    let file = directory.open_volume(&volume.name, Access::Write)?;
    data::check_unlocked(&file, &volume.name)?;
    data::wipe(&file, pattern).map_err(|e| StorageError::io("wipe volume", directory.join(&volume.name), e))
}
