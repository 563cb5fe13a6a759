//! Pages of the host's memory: how many are free, pools of huge ones, and the sharing of those alike.

use super::super::QemuDriver;
use crate::error::{QemuError, Result};
use ferrovirt_host::kernel_memory::{KernelMemory, Reserved};
use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_types::param::TypedParam;
use ferrovirt_types::params::{self, Want};

/// Smallest pages, in KiB.
const SMALL_KIB: u32 = 4;
/// What can be set of the sharing of pages.
const TUNABLE: [&str; 3] = [
    "shm_pages_to_scan",
    "shm_sleep_millisecs",
    "shm_merge_across_nodes",
];
/// What is told of it, in this order.
const TOLD: [&str; 8] = [
    "shm_pages_to_scan",
    "shm_sleep_millisecs",
    "shm_pages_shared",
    "shm_pages_sharing",
    "shm_pages_unshared",
    "shm_pages_volatile",
    "shm_full_scans",
    "shm_merge_across_nodes",
];

/// The kernel's name of a parameter.
fn file(name: &str) -> &str {
    name.strip_prefix("shm_").unwrap_or(name)
}

fn no_size(size: u32, cell: u32) -> QemuError {
    QemuError::Failed(format!("page size {size} is not available on node {cell}"))
}

fn internal(text: String) -> QemuError {
    QemuError::coded(ErrorNumber::InternalError, text)
}

impl QemuDriver {
    /// Numbers of the cells from `start` on, as many as there are and are wanted.
    fn cells_from(&self, start: i32, count: u32) -> Result<Vec<u32>> {
        let cells = self.core.host.cells()?;
        let last = cells.iter().map(|c| c.id).max().unwrap_or(0);
        let first = u32::try_from(start).unwrap_or(0);
        if first > last {
            return Err(internal(format!("start cell {start} out of range (0-{last})")));
        }
        let all = cells.iter().map(|c| c.id).filter(|id| *id >= first);
        Ok(all.take(count as usize).collect())
    }

    /// Free pages of each size, cell by cell.
    pub(super) fn free_pages(&self, sizes: &[u32], start: i32, count: u32) -> Result<Vec<u64>> {
        let kernel = KernelMemory::default();
        let mut free = Vec::new();
        for cell in self.cells_from(start, count)? {
            for size in sizes {
                free.push(if *size == SMALL_KIB {
                    let memory = match self.core.host.cell_memory(cell)? {
                        Some(memory) => memory,
                        None => self.core.host.memory()?,
                    };
                    memory.free_kib / u64::from(SMALL_KIB)
                } else {
                    let pages = kernel.free_huge_pages(cell, u64::from(*size));
                    pages.ok_or_else(|| no_size(*size, cell))?
                });
            }
        }
        Ok(free)
    }

    /// Makes pools of pages larger, or as large as said; gives how many it did.
    pub(super) fn alloc_pages(
        &self,
        sizes: &[u32],
        counts: &[u64],
        start: i32,
        cells: u32,
        more: bool,
    ) -> Result<i32> {
        let kernel = KernelMemory::default();
        let mut done = 0;
        for cell in self.cells_from(start, cells)? {
            for (size, count) in sizes.iter().zip(counts) {
                match kernel.reserve(cell, u64::from(*size), *count, more)? {
                    Reserved::Done => done += 1,
                    Reserved::NoSuchSize => return Err(no_size(*size, cell)),
                    Reserved::NoPool => {
                        return Err(QemuError::coded(
                            ErrorNumber::OperationUnsupported,
                            "system pages pool can't be modified",
                        ));
                    }
                    Reserved::Fewer(got) => {
                        return Err(QemuError::Failed(format!(
                            "Unable to allocate {count} pages. Allocated only {got}"
                        )));
                    }
                }
            }
        }
        Ok(done)
    }

    pub(super) fn sharing(&self) -> Vec<TypedParam> {
        let kernel = KernelMemory::default();
        let param = |name: &'static str| {
            let value = kernel.sharing(file(name))?;
            Some(if TUNABLE.contains(&name) {
                TypedParam::new(name, u32::try_from(value).unwrap_or(u32::MAX))
            } else {
                TypedParam::new(name, value)
            })
        };
        TOLD.into_iter().filter_map(param).collect()
    }

    pub(super) fn set_sharing(&self, wanted: &[TypedParam]) -> Result<()> {
        params::validate(wanted, &TUNABLE.map(|name| (name, Want::UInt)))?;
        let kernel = KernelMemory::default();
        for name in TUNABLE {
            if let Some(value) = params::number(wanted, name) {
                kernel.set_sharing(file(name), value)?;
            }
        }
        Ok(())
    }
}
