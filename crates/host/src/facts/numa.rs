//! NUMA cells.

use super::parse::{list, number, text};
use super::{cpu, memory};
use crate::error::Result;
use std::fs;
use std::path::Path;

/// One NUMA cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Number of the cell.
    pub id: u32,
    /// Memory in KiB.
    pub memory_kib: u64,
    /// Page sizes, smallest first.
    pub pages: Vec<CellPages>,
    /// Relative distance to each cell, in order of their numbers; 10 is the cell itself.
    pub distances: Vec<(u32, u32)>,
    /// Its processors that are online.
    pub cpus: Vec<cpu::Cpu>,
}

/// How many pages of a size a cell has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CellPages {
    /// Size of a page in KiB.
    pub size_kib: u64,
    /// Pages of that size.
    pub count: u64,
}

/// The smallest page of the machines that are supported.
const BASE_PAGE_KIB: u64 = 4;

pub(super) fn read(root: &Path) -> Result<Vec<Cell>> {
    let nodes = root.join("sys/devices/system/node");
    let all = cpu::online(root)?;
    let ids = match list(&nodes.join("online")) {
        Ok(ids) if !ids.is_empty() => ids,
        _ => {
            let memory_kib = memory::read(root)?.total_kib;
            let pages = pages(&root.join("sys/kernel/mm/hugepages"), memory_kib);
            return Ok(vec![Cell {
                id: 0,
                memory_kib,
                pages,
                distances: vec![(0, 10)],
                cpus: all,
            }]);
        }
    };
    let mut cells = Vec::with_capacity(ids.len());
    for id in &ids {
        let dir = nodes.join(format!("node{id}"));
        let memory_kib = memory::read_cell(root, *id)?.map_or(0, |m| m.total_kib);
        let of_cell = list(&dir.join("cpulist")).unwrap_or_default();
        let distances = text(&dir.join("distance")).unwrap_or_default();
        cells.push(Cell {
            id: *id,
            memory_kib,
            pages: pages(&dir.join("hugepages"), memory_kib),
            distances: ids
                .iter()
                .copied()
                .zip(distances.split_ascii_whitespace().filter_map(|d| d.parse().ok()))
                .collect(),
            cpus: all.iter().filter(|c| of_cell.contains(&c.id)).cloned().collect(),
        });
    }
    Ok(cells)
}

/// Pages of each size: huge ones as reserved, the rest of the memory as small ones.
fn pages(hugepages: &Path, memory_kib: u64) -> Vec<CellPages> {
    let mut huge: Vec<CellPages> = fs::read_dir(hugepages)
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            let name = entry.file_name();
            let size_kib = name
                .to_str()?
                .strip_prefix("hugepages-")?
                .strip_suffix("kB")?
                .parse()
                .ok()?;
            let count = number(&entry.path().join("nr_hugepages")).ok()?;
            Some(CellPages { size_kib, count })
        })
        .collect();
    huge.sort_by_key(|p| p.size_kib);
    let reserved: u64 = huge
        .iter()
        .map(|p| p.size_kib.saturating_mul(p.count))
        .fold(0, u64::saturating_add);
    let small = CellPages {
        size_kib: BASE_PAGE_KIB,
        count: memory_kib.saturating_sub(reserved) / BASE_PAGE_KIB,
    };
    std::iter::once(small).chain(huge).collect()
}
