//! Files to volumes and back.

use super::StorageVol;
use ferrovirt_driver::stream::{CHUNK, StreamItem};
use ferrovirt_types::consts::{
    ErrorDomain, ErrorNumber, StorageVolDownloadFlags, StorageVolInfoFlags, StorageVolUploadFlags,
};
use ferrovirt_types::{Error, Result};
use nix::errno::Errno;
use nix::unistd::{Whence, lseek};
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::Path;
use tokio::fs::File;
use tokio::io::{AsyncSeekExt as _, AsyncWriteExt as _};
use tokio::sync::mpsc;

/// Pieces that are read before they can be sent.
const AHEAD: usize = 8;

impl StorageVol {
    /// Writes a file into the volume, from `offset` of the volume on, at most `length` bytes (0: all).
    /// With `sparse`, holes of the file and runs of zeroes are sent as holes; without it too, where the daemon is known
    /// to make zeros of them and the volume has less space than capacity: one that has all its space keeps it. Gives
    /// the bytes of the file that were covered.
    ///
    /// # Errors
    /// When the file cannot be read or the volume not be written; the volume is undefined then.
    pub async fn upload_file(&self, file: &Path, offset: u64, length: u64, sparse: bool) -> Result<u64> {
        let source = File::open(file).await.map_err(|e| file_error("open", file, e))?;
        let source = source.into_std().await;
        let sparse = sparse || self.may_have_holes().await;
        let flags = if sparse {
            StorageVolUploadFlags::SPARSE_STREAM
        } else {
            StorageVolUploadFlags::empty()
        };
        let mut writer = self.open_upload(offset, length, flags).await?;
        let all = if length == 0 { u64::MAX } else { length };
        // One thread reads while what it read before is sent. It ends with the file, or when nobody takes more.
        let (pieces, mut read) = mpsc::channel(AHEAD);
        tokio::task::spawn_blocking(move || read_pieces(source, all, sparse, &pieces));
        let (mut done, mut hole) = (0, 0);
        while let Some(piece) = read.recv().await {
            match piece.map_err(|e| file_error("read", file, e))? {
                StreamItem::Hole(length) => {
                    done += length;
                    hole += length;
                }
                StreamItem::Data(data) => {
                    if hole > 0 {
                        writer.put(StreamItem::Hole(std::mem::take(&mut hole))).await?;
                    }
                    done += data.len() as u64;
                    writer.put(StreamItem::Data(data)).await?;
                }
            }
        }
        if hole > 0 {
            writer.put(StreamItem::Hole(hole)).await?;
        }
        writer.finish().await?;
        Ok(done)
    }

    /// Whether holes can be sent in place of zeros and nobody sees it but by the clock.
    async fn may_have_holes(&self) -> bool {
        let lacks_space = self
            .info(StorageVolInfoFlags::empty())
            .await
            .is_ok_and(|info| info.allocation < info.capacity);
        lacks_space && self.connection.session().makes_zeros_of_holes().await
    }

    /// Reads the volume into a file, from `offset` of the volume on, at most `length` bytes (0: all). With
    /// `sparse`, holes of the volume become holes of the file. Gives the bytes that were covered.
    ///
    /// # Errors
    /// When the volume cannot be read or the file not be written; the file is left as far as it got.
    pub async fn download_file(&self, file: &Path, offset: u64, length: u64, sparse: bool) -> Result<u64> {
        let failed = |e| file_error("write", file, e);
        let mut target = File::create(file)
            .await
            .map_err(|e| file_error("create", file, e))?;
        let flags = if sparse {
            StorageVolDownloadFlags::SPARSE_STREAM
        } else {
            StorageVolDownloadFlags::empty()
        };
        let mut reader = self.open_download(offset, length, flags).await?;
        let mut done = 0;
        while let Some(item) = reader.next().await? {
            match item {
                StreamItem::Data(data) => {
                    target.write_all(&data).await.map_err(failed)?;
                    done += u64::try_from(data.len()).unwrap_or(0);
                }
                StreamItem::Hole(length) => {
                    done += length;
                    target.flush().await.map_err(failed)?;
                    target.seek(SeekFrom::Start(done)).await.map_err(failed)?;
                }
            }
        }
        target.flush().await.map_err(failed)?;
        // A hole at the end makes the file as long as the volume.
        target.set_len(done).await.map_err(failed)?;
        Ok(done)
    }
}

/// Hands on all pieces of a file, or of its first `all` bytes.
fn read_pieces(mut source: std::fs::File, all: u64, sparse: bool, to: &mpsc::Sender<io::Result<StreamItem>>) {
    let mut left = all;
    while left > 0 {
        let piece = next_piece(&mut source, left, sparse);
        left -= match &piece {
            Ok(Some(StreamItem::Data(data))) => data.len() as u64,
            Ok(Some(StreamItem::Hole(length))) => *length,
            Ok(None) => return,
            Err(_) => left,
        };
        if let Some(piece) = piece.transpose()
            && to.blocking_send(piece).is_err()
        {
            return;
        }
    }
}

/// The next at most `most` bytes of a file; a hole is not read but passed over.
fn next_piece(source: &mut std::fs::File, most: u64, sparse: bool) -> io::Result<Option<StreamItem>> {
    if sparse && let Some(hole) = hole_ahead(source)? {
        let length = hole.min(most);
        return Ok((length > 0).then_some(StreamItem::Hole(length)));
    }
    let mut chunk = vec![0; usize::try_from(most).unwrap_or(CHUNK).min(CHUNK)];
    let count = loop {
        match source.read(&mut chunk) {
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            other => break other?,
        }
    };
    chunk.truncate(count);
    Ok(match count {
        0 => None,
        _ if sparse && is_zero(&chunk) => Some(StreamItem::Hole(count as u64)),
        _ => Some(StreamItem::Data(chunk.into())),
    })
}

/// Looks at some bytes at once, because a compiler makes few instructions of that.
fn is_zero(bytes: &[u8]) -> bool {
    bytes
        .chunks(128)
        .all(|some| some.iter().fold(0, |all, byte| all | byte) == 0)
}

/// How long the hole is that the file is at, if it is at one and knows its holes; the file is behind it then.
fn hole_ahead(source: &mut std::fs::File) -> io::Result<Option<u64>> {
    let Ok(at) = source.stream_position() else {
        return Ok(None);
    };
    match lseek(&*source, i64::try_from(at).unwrap_or(i64::MAX), Whence::SeekData) {
        Ok(data) => Ok(u64::try_from(data)
            .ok()
            .map(|data| data.saturating_sub(at))
            .filter(|hole| *hole > 0)),
        Err(Errno::ENXIO) => {
            let end = source.seek(SeekFrom::End(0))?;
            Ok(Some(end.saturating_sub(at)))
        }
        // Not every kind of file has holes.
        Err(_) => Ok(None),
    }
}

fn file_error(what: &str, file: &Path, e: io::Error) -> Error {
    let text = format!("cannot {what} file '{}': {e}", file.display());
    Error::new(ErrorNumber::SystemError, ErrorDomain::None, text).with_source(e)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::FileExt as _;

    fn pieces(file: &mut std::fs::File, all: u64, sparse: bool) -> Vec<StreamItem> {
        let mut left = all;
        std::iter::from_fn(|| {
            let piece = next_piece(file, left, sparse).unwrap()?;
            left -= match &piece {
                StreamItem::Data(data) => data.len() as u64,
                StreamItem::Hole(length) => *length,
            };
            Some(piece)
        })
        .collect()
    }

    #[test]
    fn holes_are_passed_over() {
        const MIB: u64 = 1 << 20;
        let mut file = tempfile::tempfile().unwrap();
        file.set_len(1 << 30).unwrap();
        file.write_all_at(b"x", 8 * MIB).unwrap();
        let found = pieces(&mut file, u64::MAX, true);
        let covered = |wanted: fn(&StreamItem) -> bool| found.iter().filter(|p| wanted(p)).count();
        assert!(found.len() < 100, "the file was read: {} pieces", found.len());
        assert_eq!(covered(|p| matches!(p, StreamItem::Data(_))), 1);
        let length = |p: &StreamItem| match p {
            StreamItem::Data(data) => data.len() as u64,
            StreamItem::Hole(length) => *length,
        };
        assert_eq!(found.iter().map(length).sum::<u64>(), 1 << 30);
        file.seek(SeekFrom::Start(0)).unwrap();
        assert_eq!(pieces(&mut file, 5, true), [StreamItem::Hole(5)]);
    }

    #[test]
    fn pieces_are_handed_on_until_nobody_takes_them() {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all_at(&vec![1; 4 * CHUNK], 0).unwrap();
        let (to, mut from) = mpsc::channel(8);
        read_pieces(file.try_clone().unwrap(), 3 * CHUNK as u64 + 1, true, &to);
        let lengths: Vec<usize> = std::iter::from_fn(|| from.try_recv().ok())
            .map(|piece| match piece.unwrap() {
                StreamItem::Data(data) => data.len(),
                StreamItem::Hole(_) => 0,
            })
            .collect();
        assert_eq!(lengths, [CHUNK, CHUNK, CHUNK, 1]);
        drop(from);
        file.seek(SeekFrom::Start(0)).unwrap();
        read_pieces(file, u64::MAX, false, &to);
        assert!(is_zero(&[0; 1000]) && !is_zero(&[&[0; 999][..], &[1]].concat()));
    }

    #[test]
    fn without_being_asked_to_nothing_is_left_out() {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all_at(&[0; 10], 0).unwrap();
        assert_eq!(
            pieces(&mut file, u64::MAX, false),
            [StreamItem::Data(vec![0; 10].into())]
        );
    }
}
