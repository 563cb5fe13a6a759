//! What is in volumes: blocks that were written, everything else is zero. All volumes of a host share a
//! bound on what is kept.

use crate::error::{Result, TestError};
use crate::world::World;
use async_trait::async_trait;
use bytes::Bytes;
use ferrovirt_driver::stream::{CHUNK, StreamItem, StreamRead, StreamWrite};
use ferrovirt_types::Result as ApiResult;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

/// Bytes of a block.
const BLOCK: u64 = 64 << 10;
/// Bytes that a host keeps of all volumes.
const MOST: u64 = 256 << 20;

type Blocks = BTreeMap<u64, Box<[u8]>>;

/// Contents by path.
#[derive(Default)]
pub(crate) struct Contents(Mutex<HashMap<String, Blocks>>);

impl Contents {
    fn with<R>(&self, change: impl FnOnce(&mut HashMap<String, Blocks>) -> R) -> R {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Puts bytes somewhere.
    fn write(&self, path: &str, mut at: u64, mut data: &[u8]) -> Result<()> {
        self.with(|all| {
            let kept: u64 = all.values().map(|b| b.len() as u64 * BLOCK).sum();
            let blocks = all.entry(path.to_owned()).or_default();
            let mut room = MOST.saturating_sub(kept) / BLOCK;
            while !data.is_empty() {
                let (number, offset) = (at / BLOCK, at % BLOCK);
                let len = data.len().min((BLOCK - offset) as usize);
                let (part, rest) = data.split_at(len);
                if !blocks.contains_key(&number) {
                    if room == 0 {
                        return Err(TestError::Failed(format!(
                            "volumes in memory hold {} MiB together, '{path}' has no room left",
                            MOST >> 20
                        )));
                    }
                    room -= 1;
                }
                let block = blocks
                    .entry(number)
                    .or_insert_with(|| vec![0; BLOCK as usize].into_boxed_slice());
                block[offset as usize..offset as usize + len].copy_from_slice(part);
                at += len as u64;
                data = rest;
            }
            Ok(())
        })
    }

    /// Makes a range zero.
    fn clear(&self, path: &str, from: u64, to: u64) {
        self.with(|all| {
            let Some(blocks) = all.get_mut(path) else { return };
            for (number, block) in blocks.iter_mut() {
                let start = number * BLOCK;
                let (a, b) = (from.max(start), to.min(start + BLOCK));
                if a < b {
                    block[(a - start) as usize..(b - start) as usize].fill(0);
                }
            }
            blocks.retain(|number, _| !(from <= number * BLOCK && (number + 1) * BLOCK <= to));
        });
    }

    /// Cuts off what is beyond a size.
    pub(super) fn truncate(&self, path: &str, size: u64) {
        self.clear(path, size, u64::MAX);
    }

    pub(super) fn forget(&self, path: &str) {
        self.with(|all| all.remove(path));
    }

    /// A copy at another path, as far as there is room.
    pub(super) fn copy(&self, from: &str, to: &str) -> Result<()> {
        let blocks = self.with(|all| all.get(from).cloned()).unwrap_or_default();
        for (number, block) in blocks {
            self.write(to, number * BLOCK, &block)?;
        }
        Ok(())
    }

    /// The next piece of a range: bytes, or how many zeros follow.
    fn piece(&self, path: &str, at: u64, end: u64) -> StreamItem {
        self.with(|all| {
            let number = at / BLOCK;
            let blocks = all.get(path);
            match blocks.and_then(|b| b.get(&number)) {
                Some(block) => {
                    let offset = (at % BLOCK) as usize;
                    let len = (BLOCK as usize - offset).min(CHUNK).min((end - at) as usize);
                    StreamItem::Data(Bytes::copy_from_slice(&block[offset..offset + len]))
                }
                None => {
                    let next = blocks.and_then(|b| b.range(number..).next());
                    let next = next.map_or(end, |(n, _)| (n * BLOCK).min(end));
                    StreamItem::Hole(next - at)
                }
            }
        })
    }
}

impl World {
    /// Bytes of the volume with this path, if anything was ever written to it.
    pub(crate) fn content_at(&self, path: &str, offset: u64, size: usize) -> Option<Vec<u8>> {
        self.contents.with(|all| {
            let blocks = all.get(path)?;
            let byte = |at: u64| {
                let block = blocks.get(&(at / BLOCK))?;
                block.get((at % BLOCK) as usize).copied()
            };
            Some(
                (0..size as u64)
                    .map(|n| byte(offset.saturating_add(n)).unwrap_or(0))
                    .collect(),
            )
        })
    }
}

/// Reads a range of a volume.
pub(super) struct Download {
    pub(super) world: Arc<World>,
    pub(super) path: String,
    pub(super) at: u64,
    pub(super) end: u64,
    /// The reader knows what a hole is.
    pub(super) sparse: bool,
}

/// Zeros for readers that know no holes.
static ZEROS: [u8; 64 << 10] = [0; 64 << 10];

#[async_trait]
impl StreamRead for Download {
    async fn next(&mut self) -> ApiResult<Option<StreamItem>> {
        if self.at >= self.end {
            return Ok(None);
        }
        let item = match self.world.contents.piece(&self.path, self.at, self.end) {
            StreamItem::Hole(len) if !self.sparse => {
                let len = usize::try_from(len)
                    .unwrap_or(usize::MAX)
                    .min(ZEROS.len())
                    .min(CHUNK);
                StreamItem::Data(Bytes::from_static(&ZEROS[..len]))
            }
            item => item,
        };
        self.at += match &item {
            StreamItem::Data(data) => data.len() as u64,
            StreamItem::Hole(len) => *len,
        };
        Ok(Some(item))
    }
}

/// Writes a range of a volume.
pub(super) struct Upload {
    pub(super) world: Arc<World>,
    pub(super) path: String,
    pub(super) at: u64,
    pub(super) end: u64,
    /// Told when everything is there.
    pub(super) done: Option<Box<dyn FnOnce() + Send>>,
}

impl Upload {
    fn step(&mut self, len: u64) -> ApiResult<u64> {
        let at = self.at;
        let next = at.checked_add(len).filter(|next| *next <= self.end);
        let beyond = || TestError::InvalidArgument(format!("volume '{}' has no room for more", self.path));
        self.at = next.ok_or_else(beyond)?;
        Ok(at)
    }
}

#[async_trait]
impl StreamWrite for Upload {
    async fn write(&mut self, item: StreamItem) -> ApiResult<()> {
        match item {
            StreamItem::Data(data) => {
                let at = self.step(data.len() as u64)?;
                Ok(self.world.contents.write(&self.path, at, &data)?)
            }
            StreamItem::Hole(len) => {
                let at = self.step(len)?;
                self.world.contents.clear(&self.path, at, at + len);
                Ok(())
            }
        }
    }

    async fn finish(&mut self) -> ApiResult<()> {
        if let Some(done) = self.done.take() {
            done();
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_there_and_the_rest_is_a_hole() {
        let contents = Contents::default();
        contents.write("/v", BLOCK - 2, b"abcd").unwrap();
        let StreamItem::Data(first) = contents.piece("/v", BLOCK - 3, BLOCK * 4) else {
            panic!()
        };
        assert_eq!(&first[..], b"\0ab");
        contents.clear("/v", 0, BLOCK);
        assert_eq!(contents.piece("/v", 0, BLOCK * 4), StreamItem::Hole(BLOCK));
        contents.truncate("/v", BLOCK + 1);
        let StreamItem::Data(rest) = contents.piece("/v", BLOCK, BLOCK + 3) else {
            panic!()
        };
        assert_eq!(&rest[..], b"c\0\0");
        assert_eq!(
            contents.piece("/v", BLOCK * 2, BLOCK * 4),
            StreamItem::Hole(BLOCK * 2)
        );
    }

    #[test]
    fn a_host_holds_so_much() {
        let contents = Contents::default();
        let block = vec![1; BLOCK as usize];
        for n in 0..MOST / BLOCK {
            contents.write("/v", n * BLOCK, &block).unwrap();
        }
        assert!(contents.write("/w", 0, b"x").is_err());
        contents.forget("/v");
        contents.write("/w", 0, b"x").unwrap();
    }
}
