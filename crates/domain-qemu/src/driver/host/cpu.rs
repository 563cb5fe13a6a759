//! Comparing processors: with that of the host, and with what an emulator can give.

use super::super::QemuDriver;
use crate::caps::{Arch, CpuCaps, EmulatorCaps, Machine, RichestCpu};
use crate::error::{QemuError, Result};
use ferrovirt_cpu::{Comparison, Processor, baseline, baseline_within, compare, has_flag};
use ferrovirt_types::arch::ARCHITECTURES;
use ferrovirt_types::consts::{ConnectCompareCpuFlags as Flags, CpuCompareResult, ErrorNumber};
use std::path::PathBuf;
use std::sync::Arc;

/// Features are listed, those of the model too (`VIR_CONNECT_BASELINE_CPU_EXPAND_FEATURES`).
const EXPAND: u32 = 1;
/// Only what guests can take along (`VIR_CONNECT_BASELINE_CPU_MIGRATABLE`).
const MIGRATABLE: u32 = 2;

/// What a caller means by emulator, architecture, machine and type of guest.
pub(super) struct Meant {
    pub(super) caps: Arc<EmulatorCaps>,
    pub(super) arch: Arch,
    pub(super) machine: Machine,
    pub(super) kvm: bool,
}

fn answer(found: Comparison, flags: u32) -> Result<i32> {
    let number = match found {
        Comparison::Incompatible(why) if flags & Flags::FAIL_INCOMPATIBLE.bits() != 0 => {
            return Err(QemuError::coded(ErrorNumber::CpuIncompatible, why));
        }
        Comparison::Incompatible(_) => CpuCompareResult::Incompatible,
        Comparison::Identical => CpuCompareResult::Identical,
        Comparison::Superset => CpuCompareResult::Superset,
    };
    Ok(number.raw())
}

fn cpu(e: ferrovirt_cpu::CpuError) -> QemuError {
    QemuError::Other(e.into())
}

impl QemuDriver {
    pub(super) async fn meant(
        &self,
        emulator: Option<&str>,
        arch: Option<&str>,
        machine: Option<&str>,
        virt_type: Option<&str>,
    ) -> Result<Meant> {
        let unknown = |what: &str, name: &str| QemuError::InvalidArg(format!("unknown {what}: {name}"));
        let known = |name: &str| match Arch::parse(name) {
            Some(arch) => Ok(arch),
            None if ARCHITECTURES.contains(&name) => Err(QemuError::ConfigUnsupported(format!(
                "unable to find any emulator to serve '{name}' architecture"
            ))),
            None => Err(unknown("architecture", name)),
        };
        let wanted = arch.map(known).transpose()?;
        if let Some(other) = virt_type.filter(|t| !matches!(*t, "kvm" | "qemu")) {
            return Err(unknown("virttype", other));
        }
        let path = match emulator {
            Some(path) => PathBuf::from(path),
            None => PathBuf::from(wanted.unwrap_or(Arch::X86_64).default_emulator()),
        };
        let caps = self.core.emulators.get(&path).await?;
        let own = Arch::parse(&caps.target).unwrap_or(Arch::X86_64);
        let arch = wanted.unwrap_or(own);
        if arch != own && emulator.is_some() && !(own == Arch::X86_64 && arch == Arch::I686) {
            return Err(QemuError::InvalidArg(format!(
                "architecture from emulator '{own}' doesn't match given architecture '{arch}'"
            )));
        }
        let machine = match machine {
            Some(name) => caps.machine(name).ok_or_else(|| {
                QemuError::InvalidArg(format!(
                    "the machine '{name}' is not supported by emulator '{}'",
                    path.display()
                ))
            })?,
            None => caps
                .default_machine()
                .ok_or_else(|| QemuError::Failed("the emulator has no machine".to_owned()))?,
        };
        let machine = machine.clone();
        let works = self.core.emulators.kvm().await.works();
        if virt_type == Some("kvm") && !works {
            return Err(QemuError::InvalidArg(
                "KVM is not supported on this host; use virttype 'qemu'".to_owned(),
            ));
        }
        Ok(Meant {
            arch,
            machine,
            kvm: virt_type.map_or(works, |t| t == "kvm"),
            caps,
        })
    }

    pub(super) fn compare_cpu(&self, xml: &str, flags: u32) -> Result<i32> {
        let facts = self.core.host.cpus()?;
        let there = Processor {
            arch: self.core.host.arch(),
            vendor: &facts.vendor,
            signature: None,
            has: &|name| has_flag(&facts.flags, name),
        };
        answer(compare(xml, &there).map_err(cpu)?, flags)
    }

    pub(super) fn baseline_cpu(&self, cpus: &[String], flags: u32) -> Result<String> {
        baseline(cpus, flags & EXPAND != 0, flags & MIGRATABLE != 0).map_err(cpu)
    }

    /// The processors that guests of the kind that is meant can get.
    async fn cpus<'m>(&'m self, meant: &'m Meant) -> Result<&'m CpuCaps> {
        let kvm = if meant.kvm {
            self.core.emulators.kvm_cpus().await?
        } else {
            None
        };
        Ok(kvm.unwrap_or(&meant.caps.cpus))
    }

    pub(super) async fn compare_hypervisor_cpu(&self, meant: &Meant, xml: &str, flags: u32) -> Result<i32> {
        let richest = richest(self.cpus(meant).await?)?;
        let has = |name: &str| richest.has(name);
        answer(
            compare(xml, &richest.described(meant.arch.name(), &has)).map_err(cpu)?,
            flags,
        )
    }

    pub(super) async fn baseline_hypervisor_cpu(
        &self,
        meant: &Meant,
        cpus: &[String],
        flags: u32,
    ) -> Result<String> {
        let caps = self.cpus(meant).await?;
        // Everything counts that the emulator knows: what it lacks of a model keeps it from running by itself.
        let known = caps.known_features(flags & MIGRATABLE != 0);
        let has = |name: &str| known.contains(name);
        let there = richest(caps)?.described(meant.arch.name(), &has);
        let common = caps.with_offers(|offers| baseline_within(cpus, &there, offers, flags & EXPAND != 0));
        common.map_err(cpu)
    }
}

fn richest(caps: &CpuCaps) -> Result<&RichestCpu> {
    let unknown =
        || QemuError::Failed("the emulator does not tell what its processors are made of".to_owned());
    caps.richest.as_ref().ok_or_else(unknown)
}
