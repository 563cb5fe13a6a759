//! What the kernel lets one tune of the host's memory: the sharing of pages that are alike, and pools of
//! huge pages in each cell.

use crate::error::{Error, Result};
use std::io;
use std::path::{Path, PathBuf};

/// Smallest pages, in KiB; their number is that of the memory.
const SMALL_KIB: u64 = 4;

/// The kernel's files below a root that tests inject.
#[derive(Debug, Clone)]
pub struct KernelMemory {
    root: PathBuf,
}

impl Default for KernelMemory {
    fn default() -> Self {
        Self::below(Path::new("/"))
    }
}

/// What became of a wish for pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reserved {
    /// They are there.
    Done,
    /// The cell has no pages of that size.
    NoSuchSize,
    /// Pages of that size are not kept in a pool.
    NoPool,
    /// The kernel found only so many.
    Fewer(u64),
}

impl KernelMemory {
    /// Files below `root`.
    pub fn below(root: &Path) -> Self {
        KernelMemory {
            root: root.to_owned(),
        }
    }

    fn shared(&self, name: &str) -> PathBuf {
        self.root.join("sys/kernel/mm/ksm").join(name)
    }

    /// A number that is kept about pages that are alike, such as `pages_to_scan`; `None` where the kernel
    /// has it not.
    pub fn sharing(&self, name: &str) -> Option<u64> {
        std::fs::read_to_string(self.shared(name))
            .ok()?
            .trim()
            .parse()
            .ok()
    }

    /// Sets one of them. What has the value already is not written.
    pub fn set_sharing(&self, name: &str, value: u64) -> Result<()> {
        if self.sharing(name) == Some(value) {
            return Ok(());
        }
        write(&self.shared(name), value)
    }

    /// Files of the pool of a size in a cell; a machine without cells has one pool.
    fn pool(&self, cell: u32, size_kib: u64, file: &str) -> PathBuf {
        let nodes = self.root.join("sys/devices/system/node");
        let pools = match nodes.is_dir() {
            true => nodes.join(format!("node{cell}/hugepages")),
            false => self.root.join("sys/kernel/mm/hugepages"),
        };
        pools.join(format!("hugepages-{size_kib}kB")).join(file)
    }

    /// Pages of a pool that are not in use; `None` where the cell has no pages of that size.
    pub fn free_huge_pages(&self, cell: u32, size_kib: u64) -> Option<u64> {
        number(&self.pool(cell, size_kib, "free_hugepages"))
    }

    /// Makes a pool have `count` pages, or as many more.
    pub fn reserve(&self, cell: u32, size_kib: u64, count: u64, more: bool) -> Result<Reserved> {
        if size_kib == SMALL_KIB {
            return Ok(Reserved::NoPool);
        }
        let path = self.pool(cell, size_kib, "nr_hugepages");
        let Some(now) = number(&path) else {
            return Ok(Reserved::NoSuchSize);
        };
        let goal = if more { now.saturating_add(count) } else { count };
        if goal != now {
            write(&path, goal)?;
        }
        let got = number(&path).unwrap_or(now);
        Ok(if got == goal {
            Reserved::Done
        } else {
            Reserved::Fewer(got)
        })
    }
}

fn number(path: &Path) -> Option<u64> {
    std::fs::read_to_string(path).ok()?.trim().parse().ok()
}

/// The kernel wants the number in one write, into the file that is there.
fn write(path: &Path, value: u64) -> Result<()> {
    let written: io::Result<()> = (|| {
        let mut file = std::fs::OpenOptions::new().write(true).open(path)?;
        io::Write::write_all(&mut file, value.to_string().as_bytes())
    })();
    written.map_err(|source| Error::File {
        action: "write",
        path: path.to_owned(),
        source,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pools_and_sharing() {
        let root = tempfile::tempdir().unwrap();
        let pool = root
            .path()
            .join("sys/devices/system/node/node0/hugepages/hugepages-2048kB");
        let ksm = root.path().join("sys/kernel/mm/ksm");
        for dir in [&pool, &ksm] {
            std::fs::create_dir_all(dir).unwrap();
        }
        std::fs::write(pool.join("nr_hugepages"), "2\n").unwrap();
        std::fs::write(pool.join("free_hugepages"), "1\n").unwrap();
        std::fs::write(ksm.join("run"), "0\n").unwrap();
        let memory = KernelMemory::below(root.path());
        assert_eq!(memory.free_huge_pages(0, 2048), Some(1));
        assert_eq!(memory.free_huge_pages(0, 3), None);
        assert_eq!(memory.reserve(0, 2048, 3, true).unwrap(), Reserved::Done);
        assert_eq!(
            std::fs::read_to_string(pool.join("nr_hugepages")).unwrap().trim(),
            "5"
        );
        assert_eq!(memory.reserve(0, 4, 3, true).unwrap(), Reserved::NoPool);
        assert_eq!(memory.reserve(1, 2048, 3, true).unwrap(), Reserved::NoSuchSize);
        memory.set_sharing("run", 1).unwrap();
        assert_eq!(memory.sharing("run"), Some(1));
        assert_eq!(memory.sharing("nosuch"), None);
        assert!(memory.set_sharing("nosuch", 1).is_err());
    }
}
