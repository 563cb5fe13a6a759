//! From the caller into a volume.

use super::BLOCK;
use crate::backend::{Access, blocking};
use crate::driver::Shared;
use crate::ops;
use crate::pool::VolumeUse;
use crate::{StorageError, Volume};
use async_trait::async_trait;
use ferrovirt_driver::stream::{StreamItem, StreamWrite};
use ferrovirt_types::object::{StoragePoolRef, StorageVolRef};
use nix::fcntl::{FallocateFlags, fallocate};
use std::fs::File;
use std::os::unix::fs::FileExt;
use std::sync::Arc;
use tokio::task::{JoinHandle, spawn_blocking};

/// Opens a volume for writing up to `length` bytes (0: any number) from `offset`.
pub(crate) async fn upload(
    shared: &Arc<Shared>,
    vol: &StorageVolRef,
    offset: u64,
    length: u64,
) -> Result<Upload, StorageError> {
    let located = shared.volume(vol)?;
    let in_use = located
        .pool
        .use_shared(&located.volume.name, "it is being uploaded")?;
    let backend = shared.backend(located.view.definition.kind())?;
    let file = backend
        .volumes()
        .open(&located.view.definition, &located.volume, Access::Write)
        .await?;
    let end = match length {
        0 => i64::MAX as u64,
        _ => offset.saturating_add(length).min(i64::MAX as u64),
    };
    let sink = Sink {
        file,
        volume: located.volume,
        _in_use: in_use,
    };
    Ok(Upload {
        shared: Arc::clone(shared),
        pool_reference: located.view.reference(),
        vol: vol.clone(),
        sink: Arc::new(sink),
        at: offset,
        end,
        queue: Vec::new(),
        queued: 0,
        writing: None,
    })
}

/// What a hole counts for in the queue.
const HOLE: usize = 64;

/// A volume being written. While one block is written, the next is collected.
pub(crate) struct Upload {
    shared: Arc<Shared>,
    pool_reference: StoragePoolRef,
    vol: StorageVolRef,
    sink: Arc<Sink>,
    /// Where the next piece goes.
    at: u64,
    end: u64,
    queue: Vec<(u64, StreamItem)>,
    queued: usize,
    writing: Option<JoinHandle<Result<(), StorageError>>>,
}

struct Sink {
    file: File,
    volume: Arc<Volume>,
    _in_use: VolumeUse,
}

impl Upload {
    /// Waits for the block that is being written.
    async fn written(&mut self) -> Result<(), StorageError> {
        let Some(writing) = &mut self.writing else {
            return Ok(());
        };
        let result = writing.await.unwrap_or(Err(StorageError::Task));
        self.writing = None;
        result
    }

    fn write_queue(&mut self) {
        let (sink, queue) = (Arc::clone(&self.sink), std::mem::take(&mut self.queue));
        self.queued = 0;
        if !queue.is_empty() {
            self.writing = Some(spawn_blocking(move || sink.write(&queue)));
        }
    }
}

#[async_trait]
impl StreamWrite for Upload {
    async fn write(&mut self, item: StreamItem) -> ferrovirt_types::Result<()> {
        let (len, weight) = match &item {
            StreamItem::Data(bytes) => (bytes.len() as u64, bytes.len()),
            StreamItem::Hole(len) => (*len, HOLE),
        };
        let next = self.at.checked_add(len).filter(|next| *next <= self.end);
        let next = next.ok_or_else(|| {
            // As if the announced part were all the space there is: what clients know.
            let full = std::io::Error::from_raw_os_error(nix::libc::ENOSPC);
            StorageError::io(
                "write more than was announced to volume",
                &self.sink.volume.path,
                full,
            )
        })?;
        self.queue.push((self.at, item));
        (self.at, self.queued) = (next, self.queued + weight);
        // A hand-over costs as much as copying a piece: what comes is written a block at a time.
        if self.queued >= BLOCK {
            self.written().await?;
            self.write_queue();
        }
        Ok(())
    }

    async fn finish(&mut self) -> ferrovirt_types::Result<()> {
        self.written().await?;
        self.write_queue();
        self.written().await?;
        let sink = Arc::clone(&self.sink);
        blocking(move || {
            let synced = sink.file.sync_all();
            synced.map_err(|e| StorageError::io("flush volume", &sink.volume.path, e))
        })
        .await?;
        ops::look(&self.shared, &self.vol).await?;
        self.shared.refreshed(self.pool_reference.clone());
        Ok(())
    }
}

impl Sink {
    fn write(&self, queue: &[(u64, StreamItem)]) -> Result<(), StorageError> {
        let fail = |e| StorageError::io("write volume", &self.volume.path, e);
        for (at, item) in queue {
            match item {
                StreamItem::Data(bytes) => self.file.write_all_at(bytes, *at).map_err(fail)?,
                StreamItem::Hole(len) => self.hole(*at, *len).map_err(fail)?,
            }
        }
        Ok(())
    }

    /// Makes zeros of a range, without space for them where the file can do that.
    fn hole(&self, at: u64, len: u64) -> std::io::Result<()> {
        let metadata = self.file.metadata()?;
        let end = at + len;
        if metadata.is_file() && metadata.len() < end {
            self.file.set_len(end)?;
        }
        if metadata.is_file() && metadata.len() <= at {
            return Ok(());
        }
        // Both fit: the end of the upload is at most the largest offset.
        let punched = fallocate(
            &self.file,
            FallocateFlags::FALLOC_FL_PUNCH_HOLE | FallocateFlags::FALLOC_FL_KEEP_SIZE,
            at as i64,
            len as i64,
        );
        if punched.is_ok() {
            Ok(())
        } else {
            self.zeros(at, end)
        }
    }

    fn zeros(&self, mut at: u64, end: u64) -> std::io::Result<()> {
        static ZEROS: [u8; 64 << 10] = [0; 64 << 10];
        while at < end {
            let len = ZEROS.len().min(usize::try_from(end - at).unwrap_or(ZEROS.len()));
            self.file.write_all_at(&ZEROS[..len], at)?;
            at += len as u64;
        }
        Ok(())
    }
}
