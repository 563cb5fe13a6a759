//! Which processors of the host the threads of a guest run on.

use super::super::QemuDriver;
use super::super::reads::impact;
use super::cpumap;
use crate::driver::Core;
use crate::error::{QemuError, Result};
use crate::guest::Live;
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::tune::VcpuPin;
use ferrovirt_types::consts::DomainVcpuFlags as Flags;
use ferrovirt_types::object::DomainRef;
use ferrovirt_types::param::TypedParam;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Longest list of maps on the wire.
const MAX_MAPS: usize = 16_384;

pub(super) fn wanted(map: &[u8]) -> Result<BTreeSet<u32>> {
    let set = cpumap::from_bytes(map);
    if set.is_empty() {
        return Err(QemuError::InvalidArg("Empty cpu list for pinning".to_owned()));
    }
    Ok(set)
}

/// Every processor of the host that is on.
pub(super) fn host_cpus(core: &Core) -> Result<BTreeSet<u32>> {
    Ok(core.host.cpus()?.online.iter().copied().collect())
}

/// Where threads of a guest run unless the document says more: the set of `<vcpu>`.
fn default_set(core: &Core, doc: &Domain) -> Result<BTreeSet<u32>> {
    match doc.vcpu.as_ref().and_then(|v| cpumap::stated(v.cpuset.as_ref())) {
        Some(set) => Ok(set),
        None => host_cpus(core),
    }
}

/// Threads of QEMU that are neither virtual processors nor I/O threads of the document.
fn emulator_threads(live: &Live) -> Vec<i32> {
    let pid = live.pid();
    let of_vcpu = |tid: i32| live.vcpus.iter().any(|(_, t)| *t == tid);
    let Ok(tasks) = std::fs::read_dir(format!("/proc/{pid}/task")) else {
        return vec![pid];
    };
    tasks
        .flatten()
        .filter_map(|e| e.file_name().to_str()?.parse().ok())
        .filter(|tid| !of_vcpu(*tid))
        .filter(|tid| {
            let name = std::fs::read_to_string(format!("/proc/{pid}/task/{tid}/comm")).unwrap_or_default();
            !name.starts_with("IO iothread")
        })
        .collect()
}

/// Pins the threads of a guest that starts.
pub fn apply(doc: &Domain, live: &Live) -> Result<()> {
    let common = doc.vcpu.as_ref().and_then(|v| cpumap::stated(v.cpuset.as_ref()));
    let tune = doc.cputune.as_ref();
    let emulator = tune
        .and_then(|t| cpumap::stated(t.emulatorpin.as_ref()))
        .or_else(|| common.clone());
    if let Some(set) = emulator {
        for tid in emulator_threads(live) {
            cpumap::pin(tid, &set)?;
        }
    }
    for (vcpu, tid) in live.vcpus.iter() {
        let own = tune
            .and_then(|t| t.vcpupin.iter().find(|p| p.vcpu == *vcpu))
            .and_then(|p| cpumap::stated(Some(&p.cpuset)));
        if let Some(set) = own.or_else(|| common.clone()) {
            cpumap::pin(*tid, &set)?;
        }
    }
    Ok(())
}

impl QemuDriver {
    pub(super) async fn pin_vcpu(&self, dom: &DomainRef, vcpu: u32, map: &[u8], flags: u32) -> Result<()> {
        let set = wanted(map)?;
        let guest = self.core.guest(dom)?;
        let (live, config) = impact(&guest, flags & (Flags::LIVE | Flags::CONFIG).bits())?;
        if live {
            let now = guest.running()?;
            let count = super::vcpus::entries(&now.doc)
                .iter()
                .filter(|e| e.enabled == ferrovirt_xml::YesNo::Yes)
                .count();
            let tid = now.vcpus.iter().find(|(n, _)| *n == vcpu).map(|(_, tid)| *tid);
            let tid = tid.ok_or_else(|| {
                QemuError::InvalidArg(format!("vcpu {vcpu} is out of range of live cpu count {count}"))
            })?;
            cpumap::pin(tid, &set)?;
        }
        if config {
            let count = self
                .core
                .definition(&guest)
                .await?
                .vcpu
                .as_ref()
                .map_or(1, |v| v.count);
            if vcpu >= count {
                return Err(QemuError::InvalidArg(format!(
                    "vcpu {vcpu} is out of range of persistent cpu count {count}"
                )));
            }
        }
        let text = cpumap::to_text(&set);
        self.modify(&guest, flags & (Flags::LIVE | Flags::CONFIG).bits(), |doc| {
            let tune = doc.cputune.get_or_insert_with(Default::default);
            tune.vcpupin.retain(|p| p.vcpu != vcpu);
            tune.vcpupin.push(VcpuPin {
                vcpu,
                cpuset: (&set).into(),
            });
            tune.vcpupin.sort_by_key(|p| p.vcpu);
            Ok(())
        })
        .await?;
        if live {
            let name = format!("cputune.vcpupin{vcpu}");
            self.tell_tuned(&guest, vec![TypedParam::new(name, text)]);
        }
        Ok(())
    }

    /// Maps of the virtual processors, one after the other, and how many there are.
    pub(super) async fn vcpu_pins(
        &self,
        dom: &DomainRef,
        most: i32,
        len: i32,
        flags: u32,
    ) -> Result<(Vec<u8>, i32)> {
        let guest = self.core.guest(dom)?;
        let (live, _) = impact(&guest, flags & (Flags::LIVE | Flags::CONFIG).bits())?;
        let doc = if live {
            Arc::clone(&guest.running()?.doc)
        } else {
            self.core.definition(&guest).await?
        };
        let len = usize::try_from(len).unwrap_or(0).min(2048);
        let most = usize::try_from(most).unwrap_or(0).min(MAX_MAPS);
        let default = default_set(&self.core, &doc)?;
        let list = super::vcpus::entries(&doc);
        let mut maps = Vec::new();
        let mut count = 0;
        for entry in list.iter().take(most) {
            let own = doc
                .cputune
                .as_ref()
                .and_then(|t| t.vcpupin.iter().find(|p| p.vcpu == entry.id))
                .and_then(|p| cpumap::stated(Some(&p.cpuset)));
            maps.extend(cpumap::to_bytes(own.as_ref().unwrap_or(&default), len));
            count += 1;
        }
        Ok((maps, count))
    }

    pub(super) async fn pin_emulator(&self, dom: &DomainRef, map: &[u8], flags: u32) -> Result<()> {
        let set = wanted(map)?;
        let guest = self.core.guest(dom)?;
        let flags = flags & (Flags::LIVE | Flags::CONFIG).bits();
        let (live, _) = impact(&guest, flags)?;
        if live {
            for tid in emulator_threads(&*guest.running()?) {
                cpumap::pin(tid, &set)?;
            }
        }
        let text = cpumap::to_text(&set);
        self.modify(&guest, flags, |doc| {
            doc.cputune.get_or_insert_with(Default::default).emulatorpin = Some((&set).into());
            Ok(())
        })
        .await?;
        if live {
            self.tell_tuned(&guest, vec![TypedParam::new("cputune.emulatorpin", text)]);
        }
        Ok(())
    }

    pub(super) async fn emulator_pin(&self, dom: &DomainRef, len: i32, flags: u32) -> Result<Vec<u8>> {
        let guest = self.core.guest(dom)?;
        let (live, _) = impact(&guest, flags & (Flags::LIVE | Flags::CONFIG).bits())?;
        let doc = if live {
            Arc::clone(&guest.running()?.doc)
        } else {
            self.core.definition(&guest).await?
        };
        let own = doc.cputune.as_ref();
        let set = match own.and_then(|t| cpumap::stated(t.emulatorpin.as_ref())) {
            Some(set) => set,
            None => default_set(&self.core, &doc)?,
        };
        Ok(cpumap::to_bytes(&set, usize::try_from(len).unwrap_or(0)))
    }
}
