//! From a volume to the caller.

use super::BLOCK;
use super::buffer::Buffers;
use crate::backend::Access;
use crate::driver::Shared;
use crate::pool::VolumeUse;
use crate::{StorageError, Volume};
use async_trait::async_trait;
use bytes::Bytes;
use ferrovirt_driver::stream::{CHUNK, StreamItem, StreamRead};
use ferrovirt_types::object::StorageVolRef;
use nix::errno::Errno;
use nix::unistd::{Whence, lseek};
use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, ErrorKind};
use std::os::unix::fs::FileExt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::task::{JoinHandle, spawn_blocking};

/// Opens a volume for reading `length` bytes (0: all) from `offset`.
pub(crate) async fn download(
    shared: &Arc<Shared>,
    vol: &StorageVolRef,
    offset: u64,
    length: u64,
    sparse: bool,
) -> Result<Download, StorageError> {
    let located = shared.volume(vol)?;
    let in_use = located
        .pool
        .use_shared(&located.volume.name, "it is being downloaded")?;
    let backend = shared.backend(located.view.definition.kind())?;
    let file = backend
        .volumes()
        .open(&located.view.definition, &located.volume, Access::Read)
        .await?;
    let end = match length {
        0 => u64::MAX,
        _ => offset.checked_add(length).ok_or_else(|| {
            StorageError::Argument(format!(
                "{length} bytes from {offset} are more than any volume has"
            ))
        })?,
    };
    let source = Source {
        file,
        volume: located.volume,
        buffers: Arc::default(),
        sparse,
        data_end: AtomicU64::new(0),
        _in_use: in_use,
    };
    let mut download = Download {
        source: Arc::new(source),
        at: offset,
        end,
        ready: VecDeque::new(),
        reading: None,
        done: false,
    };
    download.read_on();
    Ok(download)
}

/// A volume being read. One block is read ahead.
pub(crate) struct Download {
    source: Arc<Source>,
    at: u64,
    end: u64,
    ready: VecDeque<StreamItem>,
    reading: Option<JoinHandle<Result<Block, StorageError>>>,
    done: bool,
}

struct Source {
    file: File,
    volume: Arc<Volume>,
    buffers: Arc<Buffers>,
    sparse: bool,
    /// Where the range with data ends that is being read: to find that, the kernel may look at every page of it.
    data_end: AtomicU64,
    _in_use: VolumeUse,
}

/// What one operation found.
enum Block {
    Data(Bytes),
    Hole(u64),
    End,
}

impl Download {
    fn read_on(&mut self) {
        let len = BLOCK.min(usize::try_from(self.end - self.at.min(self.end)).unwrap_or(BLOCK));
        if self.done || len == 0 {
            self.done = true;
            return;
        }
        let (source, at) = (Arc::clone(&self.source), self.at);
        self.reading = Some(spawn_blocking(move || source.read(at, len)));
    }

    fn take(&mut self, block: Block) {
        match block {
            Block::End => self.done = true,
            Block::Hole(len) => {
                let len = len.min(self.end - self.at);
                self.at += len;
                self.ready.push_back(StreamItem::Hole(len));
            }
            Block::Data(mut bytes) => {
                self.at += bytes.len() as u64;
                while !bytes.is_empty() {
                    self.ready
                        .push_back(StreamItem::Data(bytes.split_to(bytes.len().min(CHUNK))));
                }
            }
        }
    }
}

#[async_trait]
impl StreamRead for Download {
    async fn next(&mut self) -> ferrovirt_types::Result<Option<StreamItem>> {
        loop {
            if let Some(item) = self.ready.pop_front() {
                return Ok(Some(item));
            }
            let Some(reading) = &mut self.reading else {
                return Ok(None);
            };
            let block = reading.await.unwrap_or(Err(StorageError::Task));
            self.reading = None;
            let block = block.inspect_err(|_| self.done = true)?;
            self.take(block);
            self.read_on();
        }
    }
}

impl Source {
    fn read(&self, at: u64, len: usize) -> Result<Block, StorageError> {
        let fail = |e| StorageError::io("read volume", &self.volume.path, e);
        let mut len = len;
        if self.sparse {
            match self.extent(at).map_err(fail)? {
                Extent::Hole(hole) => return Ok(Block::Hole(hole)),
                Extent::End => return Ok(Block::End),
                Extent::Data(data) => len = len.min(usize::try_from(data).unwrap_or(len)),
            }
        }
        let mut buffer = self.buffers.take(len);
        let mut have = 0;
        while have < len {
            match self.file.read_at(&mut buffer[have..], at + have as u64) {
                Ok(0) => break,
                Ok(n) => have += n,
                Err(e) if e.kind() == ErrorKind::Interrupted => {}
                Err(e) => return Err(fail(e)),
            }
        }
        let bytes = self.buffers.lend(buffer, have);
        Ok(if have == 0 { Block::End } else { Block::Data(bytes) })
    }

    /// What is at `at`, and how far it goes.
    fn extent(&self, at: u64) -> io::Result<Extent> {
        let offset = i64::try_from(at).map_err(|_| ErrorKind::InvalidInput)?;
        let size = u64::try_from(lseek(&self.file, 0, Whence::SeekEnd)?).unwrap_or(0);
        if at >= size {
            return Ok(Extent::End);
        }
        let data = match lseek(&self.file, offset, Whence::SeekData) {
            Ok(data) => data as u64,
            Err(Errno::ENXIO) => return Ok(Extent::Hole(size - at)),
            // Not every kind of file knows its holes.
            Err(Errno::EINVAL) => return Ok(Extent::Data(size - at)),
            Err(e) => return Err(e.into()),
        };
        if data > at {
            return Ok(Extent::Hole(data - at));
        }
        let mut end = self.data_end.load(Ordering::Relaxed);
        if end <= at {
            end = lseek(&self.file, offset, Whence::SeekHole)? as u64;
            self.data_end.store(end, Ordering::Relaxed);
        }
        Ok(Extent::Data(end.saturating_sub(at)))
    }
}

enum Extent {
    Data(u64),
    Hole(u64),
    End,
}
