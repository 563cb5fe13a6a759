//! Memory, virtual processors, I/O threads, the balloon.

use crate::error::{QemuError, Result};
use ferrovirt_schema::common::address::{Address, DimmAddress};
use ferrovirt_schema::common::idset::IdSet;
use ferrovirt_schema::common::size::Kib;
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::devices::Devices;
use ferrovirt_schema::domain::devices::memballoon::{BalloonModel, MemBalloon};
use ferrovirt_schema::domain::devices::memory::MemoryModel;
use ferrovirt_schema::domain::memory::Memory;
use ferrovirt_schema::domain::numa::NumaCell;
use ferrovirt_schema::domain::vcpu::{Placement, VcpuCount};
use std::collections::BTreeSet;

/// Most I/O threads; the number is only ever counted up to here.
const MAX_IOTHREADS: u32 = 1024;
/// QEMU's machines end far below.
const MAX_VCPUS: u32 = 4096;

pub(super) fn fill(doc: &mut Domain) -> Result<()> {
    let cells: u64 = doc
        .cpu
        .iter()
        .filter_map(|c| c.numa.as_ref())
        .flat_map(|n| &n.cells)
        .fold(0u64, |sum, cell| sum.saturating_add(cell.memory.0));
    let plugged = doc
        .devices
        .iter()
        .flat_map(|d| &d.memories)
        .fold(0u64, |sum, m| sum.saturating_add(m.target.size.0));
    match &mut doc.memory {
        None if cells == 0 => return Err(QemuError::BadXml("missing element 'memory'".to_owned())),
        memory if cells > 0 => {
            memory.get_or_insert_with(Memory::default).size = Kib(cells.saturating_add(plugged));
        }
        _ => {}
    }
    let total = doc.memory.as_ref().map_or(0, |m| m.size.0);
    if total == 0 {
        return Err(QemuError::BadXml("'memory' must be greater than zero".to_owned()));
    }
    match &mut doc.current_memory {
        Some(current) if (1..=total).contains(&current.0) => {}
        current => *current = Some(Kib(total)),
    }
    let vcpu = doc.vcpu.get_or_insert_with(|| VcpuCount {
        count: 1,
        ..VcpuCount::default()
    });
    if vcpu.count == 0 || vcpu.count > MAX_VCPUS {
        return Err(QemuError::BadXml(format!(
            "invalid number of vCPUs: {}",
            vcpu.count
        )));
    }
    if let Some(current) = vcpu.current {
        if current == 0 || current > vcpu.count {
            return Err(QemuError::BadXml(format!(
                "maxvcpus must not be less than current vcpus ({} < {current})",
                vcpu.count
            )));
        }
        if current == vcpu.count && doc.vcpus.is_empty() {
            vcpu.current = None;
        }
    }
    let numa_auto = doc
        .numatune
        .as_ref()
        .and_then(|n| n.memory.as_ref())
        .is_some_and(|m| m.placement == Some(Placement::Auto));
    vcpu.placement
        .get_or_insert(if vcpu.cpuset.is_none() && numa_auto {
            Placement::Auto
        } else {
            Placement::Static
        });
    if vcpu.placement == Some(Placement::Auto) {
        vcpu.cpuset = None;
    }
    // Who places the processors places the memory, unless its nodes are named.
    if vcpu.placement == Some(Placement::Auto) {
        let memory = doc
            .numatune
            .get_or_insert_default()
            .memory
            .get_or_insert_default();
        if memory.nodeset.is_none() {
            memory.placement.get_or_insert(Placement::Auto);
        }
    }
    let count = vcpu.count;
    spare_processors(doc, count);
    if doc.iothreads.unwrap_or(0) > MAX_IOTHREADS || doc.iothread_ids.len() > MAX_IOTHREADS as usize {
        return Err(QemuError::ConfigUnsupported(format!(
            "at most {MAX_IOTHREADS} I/O threads are supported"
        )));
    }
    let listed = u32::try_from(doc.iothread_ids.len()).unwrap_or(u32::MAX);
    if listed > 0 {
        doc.iothreads = Some(doc.iothreads.unwrap_or(0).max(listed));
    }
    Ok(())
}

/// Processors that no cell has are in the first.
fn spare_processors(doc: &mut Domain, count: u32) {
    let Some(numa) = doc.cpu.as_mut().and_then(|cpu| cpu.numa.as_mut()) else {
        return;
    };
    let of = |cell: &NumaCell| cell.cpus.as_ref().map(IdSet::to_set).unwrap_or_default();
    let placed: BTreeSet<u32> = numa.cells.iter().flat_map(of).collect();
    let spare: BTreeSet<u32> = (0..count).filter(|cpu| !placed.contains(cpu)).collect();
    if let Some(first) = numa.cells.first_mut().filter(|_| !spare.is_empty()) {
        first.cpus = Some((&(&of(first) | &spare)).into());
    }
}

/// Numbers of the I/O threads: those listed, then the lowest free ones up to the count.
pub fn iothread_ids(doc: &Domain) -> Vec<u32> {
    let mut ids: Vec<u32> = doc.iothread_ids.iter().map(|t| t.id).collect();
    let count = doc.iothreads.unwrap_or(0).min(MAX_IOTHREADS) as usize;
    let mut next = 1;
    while ids.len() < count {
        if !ids.contains(&next) {
            ids.push(next);
        }
        next += 1;
    }
    ids
}

/// Gives memory modules their slots.
pub(super) fn fill_slots(devices: &mut Devices) {
    let slotted = |m: &MemoryModel| matches!(m, MemoryModel::Dimm | MemoryModel::Nvdimm);
    let mut taken: Vec<u32> = Vec::new();
    for memory in devices.memories.iter().filter(|m| slotted(&m.model)) {
        if let Some(Address::Dimm(at)) = &memory.info.address {
            taken.extend(at.slot);
        }
    }
    for memory in devices.memories.iter_mut().filter(|m| slotted(&m.model)) {
        let at = match &memory.info.address {
            None => DimmAddress::default(),
            Some(Address::Dimm(at)) if at.slot.is_none() => *at,
            _ => continue,
        };
        let slot = (0..).find(|n| !taken.contains(n)).unwrap_or(0);
        taken.push(slot);
        memory.info.address = Some(Address::Dimm(DimmAddress {
            slot: Some(slot),
            ..at
        }));
    }
}

pub(super) fn fill_balloon(devices: &mut Devices) {
    let balloon = devices.memballoon.get_or_insert_with(|| MemBalloon {
        model: BalloonModel::Virtio,
        ..MemBalloon::default()
    });
    // What is not there has neither place nor options.
    if balloon.model == BalloonModel::None {
        *balloon = MemBalloon {
            model: BalloonModel::None,
            ..MemBalloon::default()
        };
    }
}

/// Rounds memory up to what machines have: whole MiB, and modules of whole pages of 2 MiB.
pub fn align(doc: &mut Domain) {
    let to = |kib: u64, unit: u64| kib.div_ceil(unit).saturating_mul(unit);
    let whole = |kib: u64| to(kib, 1024);
    let before = doc.devices.as_ref().map_or(0, plugged_kib);
    let memories = doc.devices.iter_mut().flat_map(|d| &mut d.memories);
    for memory in memories.filter(|m| m.model != MemoryModel::SgxEpc) {
        memory.target.size.0 = to(memory.target.size.0, 2048);
    }
    let plugged = doc.devices.as_ref().map_or(0, plugged_kib);
    let cells = doc.cpu.iter_mut().filter_map(|c| c.numa.as_mut());
    let mut nodes: Option<u64> = None;
    for cell in cells.flat_map(|n| &mut n.cells) {
        cell.memory.0 = whole(cell.memory.0);
        nodes = Some(nodes.unwrap_or(0).saturating_add(cell.memory.0));
    }
    if let Some(memory) = &mut doc.memory {
        let base = nodes.unwrap_or_else(|| whole(memory.size.0.saturating_sub(before)));
        memory.size.0 = base.saturating_add(plugged);
    }
    if let Some(max) = &mut doc.max_memory {
        max.size.0 = whole(max.size.0);
    }
}

/// Memory in KiB that devices bring.
pub fn plugged_kib(devices: &Devices) -> u64 {
    devices
        .memories
        .iter()
        .filter(|m| m.model != MemoryModel::SgxEpc)
        .fold(0u64, |sum, m| sum.saturating_add(m.target.size.0))
}
