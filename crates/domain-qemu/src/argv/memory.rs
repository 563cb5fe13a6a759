//! Memory: what the machine has when it starts, and modules that are devices.

use super::base::{cells, on_off, smp};
use super::place::{alias, at};
use super::{Argv, Context, Props};
use crate::error::{QemuError, Result};
use ferrovirt_schema::common::idset::IdSet;
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::devices::memory::{MemoryDevice, MemoryModel};
use ferrovirt_schema::domain::memory::{MemoryAccess, MemoryAllocation, MemorySource};
use ferrovirt_schema::domain::numa::{NumaCell, NumaMode};

/// Where memory comes from that others may see: a file system in memory, on which QEMU leaves no name.
const SHARED: &str = "/dev/shm";

/// Memory, processors, memory nodes, I/O threads.
pub(super) fn write(out: &mut Argv, doc: &Domain, cx: &Context<'_>) -> Result<()> {
    let kib = doc.memory.as_ref().map_or(0, |m| m.size.0);
    let plugged: u64 = doc.devices.iter().map(crate::define::plugged_kib).sum();
    // Machines have whole MiB; less than what was asked for they must not have.
    let mib = kib.saturating_sub(plugged).div_ceil(1024).max(1);
    match &doc.max_memory {
        Some(max) => {
            let slots = max.slots.map(|s| format!(",slots={s}")).unwrap_or_default();
            let size = mib.saturating_mul(1024);
            out.pair("-m", format!("size={size}k{slots},maxmem={}k", max.size.0));
        }
        None => out.pair("-m", mib.to_string()),
    }
    if cells(doc).is_empty() {
        let backend = backend(doc, cx, cx.ram_id(), mib.saturating_mul(1 << 20), None, None)?;
        out.pair("-object", backend.finish());
    }
    let locked = doc.memory_backing.as_ref().is_some_and(|b| b.locked);
    out.pair("-overcommit", format!("mem-lock={}", on_off(locked)));
    out.pair("-smp", smp(doc));
    for (n, cell) in cells(doc).iter().enumerate() {
        let id = cell.id.map_or(n as u64, u64::from);
        let memdev = format!("ram-node{id}");
        let bytes = cell.memory.0.div_ceil(1024).saturating_mul(1 << 20);
        let node = u32::try_from(id).ok();
        let backend = backend(doc, cx, &memdev, bytes, node, cell.mem_access)?;
        out.pair("-object", backend.finish());
        let cpus: String = cell
            .cpus
            .as_ref()
            .map(IdSet::to_string)
            .unwrap_or_default()
            .split(',')
            .filter(|range| !range.is_empty())
            .map(|range| format!(",cpus={range}"))
            .collect();
        out.pair("-numa", format!("node,nodeid={id}{cpus},memdev={memdev}"));
    }
    for (source, target, value) in distances(cells(doc)) {
        out.pair("-numa", format!("dist,src={source},dst={target},val={value}"));
    }
    for id in crate::define::iothread_ids(doc) {
        let listed = doc.iothread_ids.iter().find(|t| t.id == id);
        let props = Props::with("qom-type", "iothread")
            .str("id", &format!("iothread{id}"))
            .num_opt("thread-pool-min", listed.and_then(|t| t.thread_pool_min))
            .num_opt("thread-pool-max", listed.and_then(|t| t.thread_pool_max));
        out.pair("-object", props.finish());
    }
    if let Some(main) = &doc.default_iothread {
        let props = Props::with("qom-type", "main-loop")
            .str("id", "main-loop")
            .num_opt("thread-pool-min", main.thread_pool_min)
            .num_opt("thread-pool-max", main.thread_pool_max);
        out.pair("-object", props.finish());
    }
    Ok(())
}

/// Distances between all memory nodes, where any is given; what is left open is that of the way back, or usual.
fn distances(cells: &[NumaCell]) -> Vec<(u32, u32, u32)> {
    /// To the node itself and to others, by ACPI.
    const USUAL: [u32; 2] = [10, 20];
    if cells.iter().all(|c| c.distances.is_empty()) {
        return Vec::new();
    }
    let number = |n: usize| cells[n].id.unwrap_or(u32::try_from(n).unwrap_or(u32::MAX));
    let given = |from: usize, to: usize| {
        let target = number(to);
        cells[from]
            .distances
            .iter()
            .find(|d| d.id == target)
            .map(|d| d.value)
    };
    let pairs = (0..cells.len()).flat_map(|from| (0..cells.len()).map(move |to| (from, to)));
    pairs
        .map(|(from, to)| {
            let usual = USUAL[usize::from(from != to)];
            let value = given(from, to).or_else(|| given(to, from)).unwrap_or(usual);
            (number(from), number(to), value)
        })
        .collect()
}

/// The host's side of memory. `node` is the guest's memory node that it is for.
fn backend(
    doc: &Domain,
    cx: &Context<'_>,
    id: &str,
    bytes: u64,
    node: Option<u32>,
    access: Option<MemoryAccess>,
) -> Result<Props> {
    let backing = doc.memory_backing.as_ref();
    let source = backing.and_then(|b| b.source);
    let shared = access
        .or_else(|| backing.and_then(|b| b.access))
        .map(|a| a == MemoryAccess::Shared);
    let page = huge_page(doc, node);
    let (kind, path) = match (source, page) {
        (Some(MemorySource::Memfd), _) => ("memory-backend-memfd", None),
        (_, Some(kib)) => ("memory-backend-file", Some(cx.runtime.huge_pages(kib)?)),
        (Some(MemorySource::File), None) => ("memory-backend-file", Some(SHARED.to_owned())),
        // Anonymous memory is never seen by others.
        (None, None) if shared == Some(true) => ("memory-backend-file", Some(SHARED.to_owned())),
        _ => ("memory-backend-ram", None),
    };
    let huge_memfd = page.filter(|_| kind == "memory-backend-memfd");
    let discard = backing.is_some_and(|b| b.discard) && kind == "memory-backend-file";
    let allocation = backing.and_then(|b| b.allocation.as_ref());
    let now = allocation.and_then(|a| a.mode) == Some(MemoryAllocation::Immediate) || page.is_some();
    let props = Props::with("qom-type", kind)
        .str("id", id)
        .bool_opt("hugetlb", huge_memfd.map(|_| true))
        .num_opt(
            "hugetlbsize",
            huge_memfd
                .filter(|kib| *kib > 0)
                .map(|kib| kib.saturating_mul(1024)),
        )
        .opt("mem-path", path.as_deref())
        .bool_opt("discard-data", discard.then_some(true))
        .bool_opt("share", shared.filter(|_| kind != "memory-backend-ram"))
        .bool_opt("prealloc", now.then_some(true))
        .num_opt(
            "prealloc-threads",
            allocation.and_then(|a| a.threads).filter(|_| now),
        )
        .num("size", bytes);
    Ok(on_nodes(props, doc, node))
}

/// Size in KiB of the huge pages for a memory node; 0 is the host's usual size.
fn huge_page(doc: &Domain, node: Option<u32>) -> Option<u64> {
    let pages = &doc.memory_backing.as_ref()?.hugepages.as_ref()?.pages;
    let node = u64::from(node.unwrap_or(0));
    let listed = |nodes: &IdSet| u32::try_from(node).is_ok_and(|node| nodes.contains(node));
    let named = pages.iter().find(|p| p.nodeset.as_ref().is_some_and(listed));
    match named.or_else(|| pages.iter().find(|p| p.nodeset.is_none())) {
        Some(page) => Some(page.size.0),
        None => pages.is_empty().then_some(0),
    }
}

/// The host's memory nodes that it is put on.
fn on_nodes(props: Props, doc: &Domain, node: Option<u32>) -> Props {
    let Some(tune) = &doc.numatune else { return props };
    let own = tune.memnodes.iter().find(|m| Some(m.cellid) == node);
    let all = tune.memory.as_ref();
    let (mode, nodes) = match (own, all) {
        (Some(own), _) => (own.mode, &own.nodeset),
        (None, Some(all)) => match &all.nodeset {
            Some(nodes) => (all.mode, nodes),
            None => return props,
        },
        (None, None) => return props,
    };
    let policy = match mode {
        NumaMode::Strict => "bind",
        NumaMode::Preferred => "preferred",
        NumaMode::Interleave => "interleave",
        // Left to the control group.
        NumaMode::Restrictive => return props,
    };
    let nodes: Vec<u32> = nodes.iter().collect();
    props.numbers("host-nodes", &nodes).str("policy", policy)
}

/// Memory that is a device: modules, persistent memory.
pub(super) fn device(out: &mut Argv, memory: &MemoryDevice, doc: &Domain, cx: &Context<'_>) -> Result<()> {
    let id = alias(&memory.info);
    let memdev = format!("mem{id}");
    let bytes = memory.target.size.bytes();
    let source = memory.source.as_ref();
    let path = source.and_then(|s| s.path.as_deref());
    let label = memory.target.label.as_ref().map(|l| l.size.bytes());
    let share = memory.access.map(|a| a == MemoryAccess::Shared);
    let (object, driver) = match memory.model {
        MemoryModel::Dimm => (plain(memory, doc, cx, &memdev)?, "pc-dimm"),
        MemoryModel::VirtioMem => (plain(memory, doc, cx, &memdev)?, "virtio-mem-pci"),
        MemoryModel::Nvdimm => {
            let path = path.ok_or_else(|| no_path(memory))?;
            let pmem = source.is_some_and(|s| s.pmem);
            let object = Props::with("qom-type", "memory-backend-file")
                .str("id", &memdev)
                .str("mem-path", path)
                .bool_opt("discard-data", memory.discard.map(|d| d.is_yes()).filter(|d| *d))
                .bool("share", share.unwrap_or(false))
                .bool_opt("prealloc", (!pmem).then_some(true))
                .num("size", bytes)
                .num_opt("align", source.and_then(|s| s.alignsize).map(|kib| kib.bytes()))
                .bool_opt("pmem", pmem.then_some(true));
            (object, "nvdimm")
        }
        MemoryModel::VirtioPmem => {
            let path = path.ok_or_else(|| no_path(memory))?;
            let object = Props::with("qom-type", "memory-backend-file")
                .str("id", &memdev)
                .str("mem-path", path)
                .bool("share", share.unwrap_or(true))
                .num("size", bytes);
            (object, "virtio-pmem-pci")
        }
        MemoryModel::SgxEpc => {
            return Err(QemuError::ConfigUnsupported(
                "memory devices of model 'sgx-epc' are not supported".to_owned(),
            ));
        }
    };
    out.pair("-object", object.finish());
    let virtio_mem = memory.model == MemoryModel::VirtioMem;
    let props = Props::device(driver)
        .num_opt("node", memory.target.node)
        .num_opt("label-size", label)
        .num_opt(
            "block-size",
            memory.target.block.filter(|_| virtio_mem).map(|b| b.bytes()),
        )
        .num_opt(
            "requested-size",
            memory.target.requested.filter(|_| virtio_mem).map(|b| b.bytes()),
        )
        .bool_opt("unarmed", memory.target.readonly.then_some(true))
        .str("memdev", &memdev)
        .str("id", id);
    let slot = match &memory.info.address {
        Some(ferrovirt_schema::common::address::Address::Dimm(dimm)) if driver == "nvdimm" => dimm.slot,
        _ => None,
    };
    let props = at(props.num_opt("slot", slot), &memory.info, doc)?;
    out.pair("-device", props.finish());
    Ok(())
}

/// The host's side of memory without a name.
fn plain(memory: &MemoryDevice, doc: &Domain, cx: &Context<'_>, memdev: &str) -> Result<Props> {
    backend(
        doc,
        cx,
        memdev,
        memory.target.size.bytes(),
        memory.target.node,
        memory.access,
    )
}

fn no_path(memory: &MemoryDevice) -> QemuError {
    QemuError::ConfigUnsupported(format!(
        "memory of model '{}' needs <source><path>",
        memory.model.as_str()
    ))
}
