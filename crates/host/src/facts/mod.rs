//! Facts about the machine, read from procfs and sysfs below a root that tests inject.
//!
//! All readers block for the time of some file reads of the kernel's; none waits on hardware.

pub mod cpu;
pub mod memory;
pub mod numa;
mod parse;

pub use cpu::{Cpu, CpuFacts, CpuTimes};
pub use memory::MemoryFacts;
pub use numa::{Cell, CellPages};

use crate::error::Result;
use std::path::{Path, PathBuf};

/// The machine whose facts are read.
#[derive(Debug, Clone)]
pub struct Machine {
    root: PathBuf,
}

impl Default for Machine {
    fn default() -> Self {
        Machine {
            root: PathBuf::from("/"),
        }
    }
}

impl Machine {
    /// A machine whose `proc` and `sys` are below `root`.
    pub fn below(root: &Path) -> Self {
        Machine {
            root: root.to_owned(),
        }
    }

    /// Processors, their model and topology.
    pub fn cpus(&self) -> Result<CpuFacts> {
        cpu::read(&self.root)
    }

    /// NUMA cells with memory, pages, distances and processors. A machine without NUMA is one cell.
    pub fn cells(&self) -> Result<Vec<Cell>> {
        numa::read(&self.root)
    }

    /// Memory as a whole.
    pub fn memory(&self) -> Result<MemoryFacts> {
        memory::read(&self.root)
    }

    /// Memory of one NUMA cell; `None` when there is no such cell.
    pub fn cell_memory(&self, cell: u32) -> Result<Option<MemoryFacts>> {
        memory::read_cell(&self.root, cell)
    }

    /// Time spent by all processors, or by one; `None` when there is no such processor.
    pub fn cpu_times(&self, cpu: Option<u32>) -> Result<Option<CpuTimes>> {
        cpu::times(&self.root, cpu)
    }

    /// Machine type as in `uname -m`, for instance `x86_64`.
    pub fn arch(&self) -> &'static str {
        std::env::consts::ARCH
    }

    /// Name of the machine; `localhost` when it has none.
    pub fn hostname(&self) -> String {
        nix::unistd::gethostname()
            .ok()
            .and_then(|name| name.into_string().ok())
            .filter(|name| !name.is_empty())
            .unwrap_or_else(|| "localhost".to_owned())
    }

    /// Identity of the machine as its firmware tells (readable by root only), or else as installed.
    pub fn uuid_text(&self) -> Option<String> {
        let read = |path: &str| {
            parse::text(&self.root.join(path))
                .ok()
                .map(|t| t.trim().to_owned())
        };
        read("sys/class/dmi/id/product_uuid")
            .or_else(|| read("etc/machine-id"))
            .filter(|t| !t.is_empty())
    }
}
