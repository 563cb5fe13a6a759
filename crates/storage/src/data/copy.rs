//! Copies: holes stay holes, and file systems that can share data do.

use crate::job;
use nix::errno::Errno;
use nix::sys::statfs::{BTRFS_SUPER_MAGIC, XFS_SUPER_MAGIC, fstatfs};
use nix::unistd::{Whence, lseek};
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;
use std::os::unix::fs::FileExt;

/// Bytes that are copied at once, between two looks whether the copy is still wanted. The kernel may let nobody
/// else onto its processor until it has copied them: 2 ms in memory.
const PIECE: u64 = 4 << 20;
/// Bytes that are read at once where zeros are looked for.
const ZEROS_AT_ONCE: usize = 64 << 10;

/// Copies what is not a hole; says how large the source is. A target that is a file gets that size; a
/// device has to have it, and to hold zeros where the source has holes.
pub fn copy(source: &File, target: &File) -> io::Result<u64> {
    let size = { source }.seek(SeekFrom::End(0))?;
    let to_file = target.metadata()?.is_file();
    if to_file {
        target.set_len(size)?;
    }
    let mut at = 0;
    while at < size {
        // What a device held before is not known: its holes are written as the zeros that they are.
        let (start, end) = match to_file {
            true => match next_data(source, at, size)? {
                Some(range) => range,
                None => break,
            },
            false => (at, size),
        };
        at = copy_range(source, target, start..end, size)?;
        if at < end {
            // It was cut while it was read.
            break;
        }
    }
    job::report(size, size);
    Ok(size)
}

/// The same to a device that holds nothing but zeros: neither holes nor zeros are written, so that one that takes space
/// as it is written takes no more than the data.
pub fn copy_over_zeros(source: &File, target: &File) -> io::Result<u64> {
    let size = { source }.seek(SeekFrom::End(0))?;
    let mut buffer = vec![0; ZEROS_AT_ONCE];
    let mut at = 0;
    while at < size {
        let Some((start, end)) = next_data(source, at, size)? else {
            break;
        };
        at = start;
        while at < end {
            job::check()?;
            job::report(at, size);
            let left = usize::try_from(end - at).unwrap_or(usize::MAX);
            let piece = &mut buffer[..left.min(ZEROS_AT_ONCE)];
            let count = source.read_at(piece, at)?;
            if count == 0 {
                // It was cut while it was read.
                return Ok(size);
            }
            if piece[..count].iter().any(|byte| *byte != 0) {
                target.write_all_at(&piece[..count], at)?;
            }
            at += count as u64;
        }
    }
    job::report(size, size);
    Ok(size)
}

/// Copies a range piece by piece, of a file that is `size` bytes long; says where it ended.
fn copy_range(source: &File, target: &File, range: Range<u64>, size: u64) -> io::Result<u64> {
    { source }.seek(SeekFrom::Start(range.start))?;
    { target }.seek(SeekFrom::Start(range.start))?;
    let mut at = range.start;
    while at < range.end {
        job::check()?;
        job::report(at, size);
        let piece = PIECE.min(range.end - at);
        // Done inside the kernel where both sides can, sharing the data where the file system does.
        let copied = io::copy(&mut source.take(piece), &mut { target })?;
        if copied == 0 {
            break;
        }
        at += copied;
    }
    Ok(at)
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

/// Whether files of this directory's file system can share data.
pub fn is_clonable(directory: &File) -> io::Result<bool> {
    let kind = fstatfs(directory)?.filesystem_type();
    Ok([BTRFS_SUPER_MAGIC, XFS_SUPER_MAGIC].contains(&kind))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::MetadataExt;

    #[test]
    fn a_copy_that_nobody_wants_ends() {
        let source = tempfile::tempfile().unwrap();
        source.write_all_at(b"begin", 0).unwrap();
        let target = tempfile::tempfile().unwrap();
        let job = job::Job::begin();
        job.clone().sync_scope(|| copy(&source, &target)).unwrap();
        let progress = job.progress();
        assert_eq!((progress.done, progress.total), (5, 5));
        job.cancel();
        assert!(job.sync_scope(|| copy(&source, &target)).is_err());
    }

    #[test]
    fn zeros_are_not_written_over_zeros() {
        let source = tempfile::tempfile().unwrap();
        source.write_all_at(&vec![0; 8 << 20], 0).unwrap();
        source.write_all_at(b"middle", 5_000_000).unwrap();
        let target = tempfile::tempfile().unwrap();
        target.set_len(9 << 20).unwrap();
        assert_eq!(copy_over_zeros(&source, &target).unwrap(), 8 << 20);
        let mut text = [0; 6];
        target.read_exact_at(&mut text, 5_000_000).unwrap();
        assert_eq!(&text, b"middle");
        assert!(target.metadata().unwrap().blocks() * 512 < 1 << 20);
    }

    #[test]
    fn holes_stay_holes_and_data_arrives() {
        let source = tempfile::tempfile().unwrap();
        source.set_len(64 << 20).unwrap();
        source.write_all_at(b"begin", 0).unwrap();
        source.write_all_at(b"middle", 32 << 20).unwrap();
        let target = tempfile::tempfile().unwrap();
        assert_eq!(copy(&source, &target).unwrap(), 64 << 20);
        let mut text = [0; 6];
        target.read_exact_at(&mut text, 32 << 20).unwrap();
        assert_eq!(&text, b"middle");
        let metadata = target.metadata().unwrap();
        assert_eq!(metadata.len(), 64 << 20);
        assert!(metadata.blocks() * 512 < 1 << 20, "{} blocks", metadata.blocks());
    }
}
