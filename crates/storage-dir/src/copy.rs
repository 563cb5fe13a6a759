//! Copies of raw images: holes stay holes, and file systems that can share data do.

use crate::directory::Directory;
use crate::staging::Staged;
use ferrovirt_storage::{NewVolume, StorageError};
use nix::errno::Errno;
use nix::sys::statfs::{BTRFS_SUPER_MAGIC, XFS_SUPER_MAGIC, fstatfs};
use nix::unistd::{Whence, lseek};
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};

/// Makes a raw image with the content of `source`.
pub(crate) fn copy(directory: &Directory, new: &NewVolume, source: &File) -> Result<(), StorageError> {
    if new.reflink {
        check_reflink(directory)?;
    }
    let staged = Staged::new(directory);
    let target = staged.create()?;
    let fail = |e| StorageError::io("copy to volume", directory.join(&new.name), e);
    let size = copy_data(source, &target).map_err(fail)?;
    target
        .set_len(new.capacity.unwrap_or(0).max(size))
        .map_err(fail)?;
    staged.complete(&target, directory, new)
}

/// Copies what is not a hole; says how large the source is.
fn copy_data(source: &File, target: &File) -> io::Result<u64> {
    let size = (&*source).seek(SeekFrom::End(0))?;
    target.set_len(size)?;
    let mut at = 0;
    while at < size {
        let (start, end) = match next_data(source, at, size)? {
            Some(range) => range,
            None => break,
        };
        (&*source).seek(SeekFrom::Start(start))?;
        (&*target).seek(SeekFrom::Start(start))?;
        // Done inside the kernel where both file systems can.
        let copied = io::copy(&mut source.take(end - start), &mut &*target)?;
        if copied == 0 {
            // It was cut while it was read.
            break;
        }
        at = start + copied;
    }
    Ok(size)
}

/// The next range with data, at or after `at`.
fn next_data(source: &File, at: u64, size: u64) -> io::Result<Option<(u64, u64)>> {
    let Ok(offset) = i64::try_from(at) else {
        return Ok(None);
    };
    let start = match lseek(source, offset, Whence::SeekData) {
        Ok(start) => start,
        Err(Errno::ENXIO) => return Ok(None),
        // Not every kind of file knows its holes.
        Err(Errno::EINVAL) => return Ok(Some((at, size))),
        Err(e) => return Err(e.into()),
    };
    let end = lseek(source, start, Whence::SeekHole)?;
    Ok(Some((start as u64, end as u64)))
}

fn check_reflink(directory: &Directory) -> Result<(), StorageError> {
    let kind = fstatfs(directory.handle());
    let kind = kind.map_err(|e| StorageError::io("look at file system of", directory.path(), e.into()))?;
    if [BTRFS_SUPER_MAGIC, XFS_SUPER_MAGIC].contains(&kind.filesystem_type()) {
        return Ok(());
    }
    Err(StorageError::Unsupported(format!(
        "the file system of '{}' cannot share data between files; clone without reflink",
        directory.path().display()
    )))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::{FileExt, MetadataExt};

    #[test]
    fn holes_stay_holes_and_data_arrives() {
        let source = tempfile::tempfile().unwrap();
        source.set_len(64 << 20).unwrap();
        source.write_all_at(b"begin", 0).unwrap();
        source.write_all_at(b"middle", 32 << 20).unwrap();
        let target = tempfile::tempfile().unwrap();
        assert_eq!(copy_data(&source, &target).unwrap(), 64 << 20);
        let mut text = [0; 6];
        target.read_exact_at(&mut text, 32 << 20).unwrap();
        assert_eq!(&text, b"middle");
        let metadata = target.metadata().unwrap();
        assert_eq!(metadata.len(), 64 << 20);
        assert!(metadata.blocks() * 512 < 1 << 20, "{} blocks", metadata.blocks());
    }
}
