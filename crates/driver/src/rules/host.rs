//! The host.

use super::domain;
use ferrovirt_types::Result;

pub(crate) fn node_get_cells_free_memory(start_cell: i32, maxcells: i32) -> Result<()> {
    let rule = domain("virNodeGetCellsFreeMemory");
    rule.need(maxcells > 0, "maxCells must be greater than zero")?;
    rule.need(start_cell >= 0, "startCell must not be negative")
}

pub(crate) fn node_get_free_pages(
    pages: &[u32],
    _start_cell: i32,
    cell_count: u32,
    _flags: u32,
) -> Result<()> {
    let rule = domain("virNodeGetFreePages");
    rule.need(!pages.is_empty(), "no page size is given")?;
    rule.need(cell_count > 0, "cellCount must not be zero")
}

pub(crate) fn connect_baseline_cpu(xml_cpus: &[String], _flags: u32) -> Result<()> {
    domain("virConnectBaselineCPU").need(!xml_cpus.is_empty(), "no CPU is given")
}
