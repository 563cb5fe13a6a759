//! Files to volumes and back.

use super::StorageVol;
use bytes::Bytes;
use ferrovirt_driver::stream::{CHUNK, StreamItem};
use ferrovirt_types::consts::{ErrorDomain, ErrorNumber, StorageVolDownloadFlags, StorageVolUploadFlags};
use ferrovirt_types::{Error, Result};
use std::io::SeekFrom;
use std::path::Path;
use tokio::fs::File;
use tokio::io::{AsyncReadExt, AsyncSeekExt, AsyncWriteExt};

impl StorageVol {
    /// Writes a file into the volume, from `offset` of the volume on, at most `length` bytes (0: all).
    /// With `sparse`, runs of zeroes are sent as holes. Gives the bytes of the file that were covered.
    ///
    /// # Errors
    /// When the file cannot be read or the volume not be written; the volume is undefined then.
    pub async fn upload_file(&self, file: &Path, offset: u64, length: u64, sparse: bool) -> Result<u64> {
        let failed = |e| file_error("read", file, e);
        let mut source = File::open(file).await.map_err(|e| file_error("open", file, e))?;
        let flags = if sparse {
            StorageVolUploadFlags::SPARSE_STREAM
        } else {
            StorageVolUploadFlags::empty()
        };
        let mut writer = self.open_upload(offset, length, flags).await?;
        let mut left = if length == 0 { u64::MAX } else { length };
        let (mut done, mut hole) = (0, 0);
        while left > 0 {
            let want = usize::try_from(left).unwrap_or(CHUNK).min(CHUNK);
            let mut chunk = vec![0; want];
            let n = source.read(&mut chunk).await.map_err(failed)?;
            if n == 0 {
                break;
            }
            chunk.truncate(n);
            let covered = u64::try_from(n).unwrap_or(0);
            (done, left) = (done + covered, left - covered);
            if sparse && chunk.iter().all(|b| *b == 0) {
                hole += covered;
                continue;
            }
            if hole > 0 {
                writer.put(StreamItem::Hole(std::mem::take(&mut hole))).await?;
            }
            writer.put(StreamItem::Data(Bytes::from(chunk))).await?;
        }
        if hole > 0 {
            writer.put(StreamItem::Hole(hole)).await?;
        }
        writer.finish().await?;
        Ok(done)
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

fn file_error(what: &str, file: &Path, e: std::io::Error) -> Error {
    let text = format!("cannot {what} file '{}': {e}", file.display());
    Error::new(ErrorNumber::SystemError, ErrorDomain::None, text).with_source(e)
}
