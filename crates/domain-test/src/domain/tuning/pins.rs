//! Which processors of the host run the threads of a guest.

use crate::bitmap;
use crate::domain::Guest;
use crate::domain::tuning::vcpus;
use crate::error::{Result, TestError};
use crate::host::HOST_CPUS;
use ferrovirt_protocol::remote;
use ferrovirt_schema::common::idset::IdSet;
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::tune::VcpuPin;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Bytes of a map that a caller may ask for.
const MOST_BYTES: usize = 2048;

/// Maps that a caller may ask for, and bytes of all of them: what a reply may hold.
const MOST_MAPS: usize = 16384;
const MOST_ALL: usize = 1 << 20;

/// A length in bytes from a caller.
pub(crate) fn map_len(maplen: i32) -> usize {
    usize::try_from(maplen).unwrap_or(0).min(MOST_BYTES)
}

pub(super) fn map(cpumap: &[u8]) -> Result<IdSet> {
    let set = bitmap::from_bytes(cpumap);
    if set.is_empty() {
        return Err(TestError::InvalidArgument("Empty cpu list for pinning".into()));
    }
    Ok((&set).into())
}

/// Processors that may run a virtual one.
pub(crate) fn allowed(doc: &Domain, vcpu: u32) -> BTreeSet<u32> {
    let pin = doc
        .cputune
        .iter()
        .flat_map(|t| &t.vcpupin)
        .find(|p| p.vcpu == vcpu)
        .map(|p| &p.cpuset);
    let common = doc.vcpu.as_ref().and_then(|v| v.cpuset.as_ref());
    let all = || (0..HOST_CPUS as u32).collect();
    pin.or(common)
        .filter(|set| !set.is_empty())
        .map_or_else(all, IdSet::to_set)
}

pub(super) fn pin_vcpu(guest: &mut Guest, vcpu: u32, cpumap: &[u8]) -> Result<()> {
    let Some(live) = &mut guest.live else {
        return Err(TestError::InvalidState(
            "cannot pin vcpus on an inactive domain".into(),
        ));
    };
    if vcpu >= vcpus::online(live) {
        return Err(TestError::InvalidArgument(format!(
            "requested vcpu '{vcpu}' is not present in the domain"
        )));
    }
    let cpuset = map(cpumap)?;
    let tune = Arc::make_mut(live).cputune.get_or_insert_default();
    tune.vcpupin.retain(|p| p.vcpu != vcpu);
    tune.vcpupin.push(VcpuPin { vcpu, cpuset });
    tune.vcpupin.sort_by_key(|p| p.vcpu);
    Ok(())
}

pub(super) fn vcpu_pins(doc: &Domain, maps: i32, maplen: i32) -> remote::DomainGetVcpuPinInfoRet {
    let wanted = usize::try_from(maps).unwrap_or(0).min(MOST_MAPS);
    let maps = u32::try_from(wanted).unwrap_or(0).min(vcpus::most(doc));
    let len = map_len(maplen);
    let mut cpumaps: Vec<u8> = (0..maps)
        .flat_map(|vcpu| bitmap::to_bytes(&allowed(doc, vcpu), len))
        .collect();
    // As many as were asked for, empty beyond the last processor.
    cpumaps.resize((wanted * len).min(MOST_ALL), 0);
    remote::DomainGetVcpuPinInfoRet {
        cpumaps,
        num: i32::try_from(maps).unwrap_or(i32::MAX),
    }
}

pub(super) fn pin_emulator(doc: &mut Domain, cpumap: &[u8]) -> Result<()> {
    let cpuset = map(cpumap)?;
    doc.cputune.get_or_insert_default().emulatorpin = Some(cpuset);
    Ok(())
}

pub(super) fn emulator_pin(doc: &Domain, maplen: i32) -> remote::DomainGetEmulatorPinInfoRet {
    let pin = doc.cputune.as_ref().and_then(|t| t.emulatorpin.as_ref());
    let common = doc.vcpu.as_ref().and_then(|v| v.cpuset.as_ref());
    let set = pin.or(common).filter(|set| !set.is_empty());
    let set = set.map_or_else(|| (0..HOST_CPUS as u32).collect(), IdSet::to_set);
    remote::DomainGetEmulatorPinInfoRet {
        cpumaps: bitmap::to_bytes(&set, map_len(maplen)),
        ret: 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pin_replaces_the_one_before() {
        let mut guest = Guest::defined(Domain::default());
        assert!(pin_vcpu(&mut guest, 0, &[1]).is_err());
        guest.live.clone_from(&guest.config);
        pin_vcpu(&mut guest, 0, &[1]).unwrap();
        pin_vcpu(&mut guest, 0, &[0b101]).unwrap();
        assert!(pin_vcpu(&mut guest, 1, &[1]).is_err());
        let info = vcpu_pins(guest.live.as_ref().unwrap(), 8, 1);
        assert_eq!(
            (info.num, info.cpumaps.as_slice()),
            (1, &[0b101, 0, 0, 0, 0, 0, 0, 0][..])
        );
    }

    #[test]
    fn a_caller_cannot_ask_for_a_giant_map() {
        assert_eq!(
            emulator_pin(&Domain::default(), i32::MAX).cpumaps.len(),
            MOST_BYTES
        );
        assert!(emulator_pin(&Domain::default(), -1).cpumaps.is_empty());
    }
}
