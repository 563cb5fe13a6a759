//! What a document limits, put into a guest's group.
//!
//! As with libvirt on version 2: `shares` is the weight itself, so that more than 10,000 is refused by the kernel;
//! `swap_hard_limit` limits swap alone; limits of memory in KiB.

use super::{GuestGroup, Part, failed};
use crate::error::{QemuError, Result};
use ferrovirt_cgroup::{Controller, Device, Group, IoMax, MemoryLimit, Quota};
use ferrovirt_schema::common::size::Kib;
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::memory::BlkioDevice;
use ferrovirt_schema::domain::numa::NumaMode;
use ferrovirt_schema::domain::tune::CpuTune;
use std::path::Path;

/// A period and a quota as documents have them: microseconds, negative is no limit, none is as it was.
pub type Period = (Option<u64>, Option<i64>);

/// What a document says of a part's processor time.
pub fn period_of(tune: &CpuTune, part: Option<Part>) -> Period {
    match part {
        None => (tune.global_period, tune.global_quota),
        Some(Part::Vcpu(_)) => (tune.period, tune.quota),
        Some(Part::Emulator) => (tune.emulator_period, tune.emulator_quota),
        Some(Part::IoThread(_)) => (tune.iothread_period, tune.iothread_quota),
    }
}

/// Sets a quota where one is said.
pub fn set_quota(group: &Group, (period, quota): Period) -> Result<()> {
    if period.is_none() && quota.is_none() {
        return Ok(());
    }
    let now = group.cpu_quota().map_err(failed)?;
    let limit = match quota {
        None | Some(0) => now.limit,
        Some(quota) => u64::try_from(quota).ok(),
    };
    let quota = Quota {
        limit,
        period: period.filter(|p| *p > 0).unwrap_or(now.period),
    };
    group.set_cpu_quota(quota).map_err(failed)
}

/// Sets the weight and the quota of the whole, the memory and the devices: before QEMU runs. Blocks.
pub fn apply_all(group: &GuestGroup, doc: &Domain) -> Result<()> {
    if let Some(tune) = &doc.cputune {
        if tune.shares.is_some() || period_of(tune, None) != (None, None) {
            needed(group, Controller::Cpu, "<cputune>")?;
        }
        if let Some(shares) = tune.shares {
            group.group().set_cpu_weight(shares).map_err(failed)?;
        }
        set_quota(group.group(), period_of(tune, None))?;
    }
    if let Some(tune) = &doc.memtune {
        let limits = [
            (MemoryLimit::Max, tune.hard_limit),
            (MemoryLimit::High, tune.soft_limit),
            (MemoryLimit::Swap, tune.swap_hard_limit),
        ];
        for (limit, value) in limits {
            if value.is_some() {
                needed(group, Controller::Memory, "<memtune>")?;
                set_memory(group.group(), limit, value)?;
            }
        }
    }
    if let Some(tune) = &doc.blkiotune {
        needed(group, Controller::Io, "<blkiotune>")?;
        if let Some(weight) = tune.weight {
            group
                .group()
                .set_io_weight(None, Some(u64::from(weight)))
                .map_err(failed)?;
        }
        for device in &tune.devices {
            set_device(group.group(), device)?;
        }
    }
    Ok(())
}

/// Moves the threads into groups of their own and sets these groups' quotas, and the memory nodes of the whole. Blocks.
pub fn apply_parts(
    group: &GuestGroup,
    doc: &Domain,
    vcpus: &[(u32, i32)],
    iothreads: &[(u32, i32)],
) -> Result<()> {
    let new = group.place(vcpus, iothreads)?;
    if let Some(tune) = &doc.cputune {
        for part in new {
            set_quota(&group.part(part), period_of(tune, Some(part)))?;
        }
    }
    Ok(())
}

/// Keeps the guest's memory to the nodes that the document wants kept to. Blocks while memory moves.
pub fn apply_nodes(group: &GuestGroup, doc: &Domain) -> Result<()> {
    let memory = doc.numatune.as_ref().and_then(|t| t.memory.as_ref());
    let Some(memory) = memory.filter(|m| matches!(m.mode, NumaMode::Strict | NumaMode::Restrictive)) else {
        return Ok(());
    };
    match &memory.nodeset {
        Some(nodes) if group.has(Controller::Cpuset) => {
            group.group().set_memory_nodes(&nodes.to_string()).map_err(failed)
        }
        _ => Ok(()),
    }
}

/// Sets a limit of memory; none, or as much as documents can say, is no limit.
pub fn set_memory(group: &Group, limit: MemoryLimit, value: Option<Kib>) -> Result<()> {
    let unlimited = ferrovirt_schema::domain::tuned::memory::UNLIMITED;
    let bytes = value
        .filter(|kib| kib.0 < unlimited)
        .map(|kib| kib.0.saturating_mul(1024));
    group.set_memory_limit(limit, bytes).map_err(failed)
}

/// Sets all that is said of a device of the host; what is not said is no limit.
pub fn set_device(group: &Group, device: &BlkioDevice) -> Result<()> {
    let path = Path::new(&device.path);
    let number = Device::of(path).map_err(failed)?.ok_or_else(|| {
        QemuError::InvalidArg(format!(
            "Path '{}' must be a block device: name one as 'lsblk -p' lists them",
            device.path
        ))
    })?;
    if device.weight.is_some() || group.io_weight(Some(number)).map_err(failed)?.is_some() {
        group
            .set_io_weight(Some(number), device.weight.map(u64::from))
            .map_err(failed)?;
    }
    let max = IoMax {
        read_bytes: device.read_bytes_sec,
        write_bytes: device.write_bytes_sec,
        read_operations: device.read_iops_sec.map(u64::from),
        write_operations: device.write_iops_sec.map(u64::from),
    };
    if group.io_max(number).map_err(failed)? != max {
        group.set_io_max(number, max).map_err(failed)?;
    }
    Ok(())
}

fn needed(group: &GuestGroup, controller: Controller, element: &str) -> Result<()> {
    if group.has(controller) {
        return Ok(());
    }
    Err(QemuError::ConfigUnsupported(format!(
        "{element} needs the controller '{}', which the control group '{}' does not have: allow it in \
         'cgroup_controllers' of qemu.conf and in the groups above",
        controller.name(),
        group.path().display()
    )))
}
