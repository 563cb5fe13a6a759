//! Overwriting what an image holds.

use crate::busy;
use crate::directory::Directory;
use ferrovirt_storage::{Access, StorageError, Volume, WipePattern};
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::MetadataExt;

const BLOCK: usize = 1 << 20;

/// Overwrites a volume. A file with holes that is to be zeros loses its space instead.
pub(crate) fn wipe(directory: &Directory, volume: &Volume, pattern: WipePattern) -> Result<(), StorageError> {
    let file = directory.open_volume(&volume.name, Access::Write)?;
    busy::check(&file, &volume.name)?;
    overwrite(&file, pattern).map_err(|e| StorageError::io("wipe volume", directory.join(&volume.name), e))
}

fn overwrite(mut file: &File, pattern: WipePattern) -> io::Result<()> {
    let metadata = file.metadata()?;
    let sparse = metadata.is_file() && metadata.blocks() * 512 < metadata.len();
    if sparse && pattern == WipePattern::Zero {
        file.set_len(0)?;
        file.set_len(metadata.len())?;
        return file.sync_all();
    }
    let mut left = file.seek(SeekFrom::End(0))?;
    file.seek(SeekFrom::Start(0))?;
    let mut random = match pattern {
        WipePattern::Zero => None,
        WipePattern::Random => Some(File::open("/dev/urandom")?),
    };
    let mut block = vec![0; BLOCK];
    while left > 0 {
        let len = BLOCK.min(usize::try_from(left).unwrap_or(BLOCK));
        if let Some(random) = &mut random {
            random.read_exact(&mut block[..len])?;
        }
        file.write_all(&block[..len])?;
        left -= len as u64;
    }
    file.sync_all()
}
