//! What a running guest's control group limits now, and changes of it.

use crate::cgroups::{self, GuestGroup, Part, set_device, set_memory, set_quota};
use crate::error::{QemuError, Result};
use ferrovirt_cgroup::{Group, MemoryLimit};
use ferrovirt_schema::common::size::Kib;
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::memory::BlkioDevice;
use ferrovirt_schema::domain::tuned::memory::UNLIMITED;
use ferrovirt_types::param::{ParamValue, TypedParam};
use std::ops::RangeInclusive;

/// Weights of processor time that libvirt takes for a running guest; those of version 2 end at 10,000.
const SHARES: RangeInclusive<u64> = 2..=262_144;
/// What is told of a quota that is no limit, in microseconds: the greatest that can be set.
const NO_QUOTA: i64 = 17_592_186_044_415;
/// Limits of memory by their names, in the order in which they are told.
const MEMORY: [(&str, MemoryLimit); 3] = [
    ("hard_limit", MemoryLimit::Max),
    ("soft_limit", MemoryLimit::High),
    ("swap_hard_limit", MemoryLimit::Swap),
];

/// Schedule of the threads, in the names and order of the interface. A guest without I/O threads is told the whole's for
/// theirs, as by libvirt. Blocks.
pub fn schedule(group: &GuestGroup) -> Result<Vec<TypedParam>> {
    let parts = group.parts()?;
    let first = |is: fn(&Part) -> bool| {
        let part = parts.iter().copied().find(is);
        part.map_or_else(|| group.group().clone(), |part| group.part(part))
    };
    let weight = group.group().cpu_weight().map_err(cgroups::failed)?;
    let mut list = vec![TypedParam::new("cpu_shares", weight)];
    let quotas: [(&'static str, &'static str, Group); 4] = [
        ("vcpu_period", "vcpu_quota", first(|p| matches!(p, Part::Vcpu(_)))),
        (
            "emulator_period",
            "emulator_quota",
            first(|p| matches!(p, Part::Emulator)),
        ),
        ("global_period", "global_quota", group.group().clone()),
        (
            "iothread_period",
            "iothread_quota",
            first(|p| matches!(p, Part::IoThread(_))),
        ),
    ];
    for (period, quota, group) in quotas {
        let now = group.cpu_quota().map_err(cgroups::failed)?;
        let limit = now.limit.map(|limit| i64::try_from(limit).unwrap_or(NO_QUOTA));
        list.push(TypedParam::new(period, now.period));
        list.push(TypedParam::new(quota, limit.unwrap_or(NO_QUOTA)));
    }
    Ok(list)
}

/// Those parameters of a schedule that change something: zero leaves a period or quota as it is. Refuses a weight that
/// no running guest can have.
pub fn effective(params: &[TypedParam]) -> Result<Vec<TypedParam>> {
    let mut list = Vec::new();
    for param in params {
        match param.value {
            ParamValue::ULLong(shares) if param.field == "cpu_shares" && !SHARES.contains(&shares) => {
                return Err(QemuError::InvalidArg(format!(
                    "shares '{shares}' must be in range [{}, {}]",
                    SHARES.start(),
                    SHARES.end()
                )));
            }
            ParamValue::ULLong(0) | ParamValue::LLong(0) => continue,
            _ => {}
        }
        list.push(param.clone());
    }
    Ok(list)
}

/// Sets parameters that [`effective`] gave. Blocks.
pub fn set_schedule(group: &GuestGroup, params: &[TypedParam]) -> Result<()> {
    let parts = group.parts()?;
    for param in params {
        let change = match param.value {
            ParamValue::ULLong(shares) if param.field == "cpu_shares" => {
                group.group().set_cpu_weight(shares).map_err(cgroups::failed)?;
                continue;
            }
            ParamValue::ULLong(period) => (Some(period), None),
            ParamValue::LLong(quota) => (None, Some(quota)),
            _ => continue,
        };
        let is_meant = |part: &&Part| {
            matches!(
                (part, param.field.split('_').next()),
                (Part::Vcpu(_), Some("vcpu"))
                    | (Part::IoThread(_), Some("iothread"))
                    | (Part::Emulator, Some("emulator"))
            )
        };
        if param.field.starts_with("global_") {
            set_quota(group.group(), change)?;
        }
        for part in parts.iter().filter(is_meant) {
            set_quota(&group.part(*part), change)?;
        }
    }
    Ok(())
}

/// Parameters as the event of a change has them.
pub fn told(params: &[TypedParam]) -> Vec<TypedParam> {
    let told = |p: &TypedParam| TypedParam {
        field: format!("cputune.{}", p.field).into(),
        value: p.value.clone(),
    };
    params.iter().map(told).collect()
}

/// Limits of memory in KiB. Blocks.
pub fn memory(group: &GuestGroup) -> Result<Vec<TypedParam>> {
    let one = |(name, limit): (&'static str, MemoryLimit)| {
        let bytes = match group.group().memory_limit(limit) {
            // A kernel without swap.
            Err(e) if limit == MemoryLimit::Swap && e.is_not_found() => None,
            read => read.map_err(cgroups::failed)?,
        };
        Ok(TypedParam::new(
            name,
            bytes.map_or(UNLIMITED, |bytes| bytes / 1024),
        ))
    };
    MEMORY.into_iter().map(one).collect()
}

/// Sets those limits of memory that are given: one below what is in use is the kernel's to enforce, and may end the
/// guest. Blocks while memory is taken back.
pub fn set_memory_limits(group: &GuestGroup, params: &[TypedParam]) -> Result<()> {
    for (name, limit) in MEMORY {
        if let Some(kib) = ferrovirt_types::params::number(params, name) {
            set_memory(group.group(), limit, Some(Kib(kib)))?;
        }
    }
    Ok(())
}

/// The weight on all devices; 0 where the kernel weighs nothing. Blocks.
pub fn io_weight(group: &GuestGroup) -> Result<u32> {
    let weight = group.group().io_weight(None).map_err(cgroups::failed)?;
    Ok(weight.and_then(|w| u32::try_from(w).ok()).unwrap_or(0))
}

/// Sets what differs between two documents. Blocks.
pub fn set_devices(group: &GuestGroup, before: &Domain, after: &Domain) -> Result<()> {
    let of = |doc: &Domain| doc.blkiotune.clone().unwrap_or_default();
    let (before, after) = (of(before), of(after));
    if after.weight != before.weight
        && let Some(weight) = after.weight
    {
        group
            .group()
            .set_io_weight(None, Some(u64::from(weight)))
            .map_err(cgroups::failed)?;
    }
    for device in &after.devices {
        if !before.devices.contains(device) {
            set_device(group.group(), device)?;
        }
    }
    for gone in before.devices {
        if !after.devices.iter().any(|d| d.path == gone.path) {
            let free = BlkioDevice {
                path: gone.path,
                ..BlkioDevice::default()
            };
            set_device(group.group(), &free)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changes_nothing_is_left_out() {
        let all = [
            TypedParam::new("vcpu_quota", 0_i64),
            TypedParam::new("vcpu_period", 0_u64),
            TypedParam::new("cpu_shares", 300_u64),
            TypedParam::new("global_quota", -1_i64),
        ];
        let told = told(&effective(&all).unwrap());
        let names: Vec<&str> = told.iter().map(|p| &*p.field).collect();
        assert_eq!(names, ["cputune.cpu_shares", "cputune.global_quota"]);
        let error = effective(&[TypedParam::new("cpu_shares", 1_u64)]).unwrap_err();
        assert_eq!(error.to_string(), "shares '1' must be in range [2, 262144]");
    }
}
