//! What becomes of a guest's processor on an emulator of this host: the model that stands for the host's own,
//! features that are there if they can be, models that the emulator has not got.

use crate::caps::{CpuCaps, names};
use crate::error::{QemuError, Result};
use ferrovirt_cpu::{
    Choice, Comparison, CpuError, compare, has_flag, is_x86_model, x86_has, x86_removed, x86_translated,
};
use ferrovirt_host::facts::CpuFacts;
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::cpu::{Cpu, CpuCheck, CpuFeature, CpuMatch, CpuMode, Fallback, FeaturePolicy};
use ferrovirt_types::consts::ErrorNumber;

/// Prepares the processor of a guest that starts: afterwards it is a model of the emulator's with a list of what it
/// has beyond it and lacks, or the host's own. `facts` are the host's where the guest runs on its processor itself.
pub(crate) fn settle(doc: &mut Domain, caps: &CpuCaps, facts: Option<&CpuFacts>) -> Result<()> {
    let arch = doc.os.os_type.arch.clone().unwrap_or_else(|| "x86_64".to_owned());
    let Some(cpu) = doc.cpu.as_mut().filter(|cpu| has_model(cpu)) else {
        return Ok(());
    };
    if cpu.check == Some(CpuCheck::Partial) {
        check(cpu, caps, &arch, facts)?;
    }
    update(cpu, caps)?;
    translate(cpu, caps)?;
    cpu.features.retain(|f| names::to_qemu(&f.name).is_some());
    if let Some(model) = &mut cpu.model {
        model.fallback = Some(Fallback::Forbid);
    }
    Ok(())
}

/// Whether the processor is a model, if only the one that stands for the host's.
fn has_model(cpu: &Cpu) -> bool {
    match cpu.mode.unwrap_or_default() {
        CpuMode::HostModel => true,
        CpuMode::Custom => model_of(cpu).is_some(),
        CpuMode::HostPassthrough | CpuMode::Maximum => false,
    }
}

/// The name of the model.
pub(crate) fn model_of(cpu: &Cpu) -> Option<&str> {
    cpu.model
        .as_ref()?
        .name
        .as_deref()
        .filter(|name| !name.is_empty())
}

fn refused(e: CpuError) -> QemuError {
    QemuError::Other(e.into())
}

fn check(cpu: &Cpu, caps: &CpuCaps, arch: &str, facts: Option<&CpuFacts>) -> Result<()> {
    let incompatible = |why: String| QemuError::coded(ErrorNumber::CpuIncompatible, why);
    let Some(richest) = &caps.richest else {
        return Err(incompatible("unknown host CPU".to_owned()));
    };
    let has = |name: &str| richest.has(name) || facts.is_some_and(|f| has_flag(&f.flags, name));
    if model_of(cpu).is_some_and(|name| !is_x86_model(name) && caps.offers(name)) {
        return Ok(());
    }
    match compare(&cpu.to_xml(), &richest.described(arch, &has)).map_err(refused)? {
        Comparison::Incompatible(why) => Err(incompatible(why)),
        Comparison::Identical | Comparison::Superset => Ok(()),
    }
}

/// What a processor that depends on the host means here and now, for a guest that may move.
pub(crate) fn update(cpu: &mut Cpu, caps: &CpuCaps) -> Result<()> {
    if !has_model(cpu) {
        return Ok(());
    }
    let host_model = cpu.mode == Some(CpuMode::HostModel);
    let takes_hosts = host_model || cpu.cpu_match == Some(CpuMatch::Minimum);
    let optional = |f: &CpuFeature| f.policy == Some(FeaturePolicy::Optional);
    if takes_hosts || cpu.features.iter().any(optional) {
        let host = caps.movable_host_model().ok_or_else(|| {
            QemuError::ConfigUnsupported(
                "the emulator does not tell what the host's processor is made of: name a <model>".to_owned(),
            )
        })?;
        let host = host.map_err(refused)?;
        for feature in cpu.features.iter_mut().filter(|f| optional(f)) {
            let there = x86_has(&host.model, &host.features, &feature.name).map_err(refused)?;
            feature.policy = Some(policy(there));
        }
        if takes_hosts {
            adopt(cpu, &host, host_model);
        }
    }
    let Some(name) = model_of(cpu) else { return Ok(()) };
    // Models that only QEMU knows are left as they are.
    if !is_x86_model(name) && caps.offers(name) {
        return Ok(());
    }
    for removed in x86_removed(name).map_err(refused)? {
        if !cpu.features.iter().any(|f| f.name == removed) {
            cpu.features.push(feature(removed, false));
        }
    }
    Ok(())
}

pub(crate) fn policy(on: bool) -> FeaturePolicy {
    if on {
        FeaturePolicy::Require
    } else {
        FeaturePolicy::Disable
    }
}

pub(crate) fn feature(name: &str, on: bool) -> CpuFeature {
    CpuFeature {
        policy: Some(policy(on)),
        name: name.to_owned(),
    }
}

/// Whether a feature is to be on; none for one that is left to the host.
pub(crate) fn is_on(feature: &CpuFeature) -> Option<bool> {
    match feature.policy.unwrap_or(FeaturePolicy::Require) {
        FeaturePolicy::Force | FeaturePolicy::Require => Some(true),
        FeaturePolicy::Disable | FeaturePolicy::Forbid => Some(false),
        FeaturePolicy::Optional => None,
    }
}

/// Features that are said to be on or off.
pub(crate) fn listed(cpu: &Cpu) -> Vec<(&str, bool)> {
    let known = cpu.features.iter();
    known.filter_map(|f| Some((f.name.as_str(), is_on(f)?))).collect()
}

fn adopt(cpu: &mut Cpu, host: &Choice, host_model: bool) {
    take(cpu, host);
    let model = cpu.model.get_or_insert_default();
    model.fallback.get_or_insert(Fallback::Allow);
    if host_model {
        cpu.vendor.clone_from(&host.vendor);
    }
    cpu.mode = Some(CpuMode::Custom);
    cpu.cpu_match = Some(CpuMatch::Exact);
}

/// Another model, with what the document says of features laid over it.
fn take(cpu: &mut Cpu, choice: &Choice) {
    let asked = std::mem::take(&mut cpu.features);
    cpu.features = choice
        .features
        .iter()
        .map(|(name, on)| feature(name, *on))
        .collect();
    for own in asked {
        match cpu.features.iter_mut().find(|f| f.name == own.name) {
            Some(known) => known.policy = own.policy,
            None => cpu.features.push(own),
        }
    }
    cpu.model.get_or_insert_default().name = Some(choice.model.clone());
}

/// The nearest model that the emulator has.
fn translate(cpu: &mut Cpu, caps: &CpuCaps) -> Result<()> {
    let Some(name) = model_of(cpu).map(str::to_owned) else {
        return Ok(());
    };
    if caps.models.is_empty() || caps.offers(&name) {
        return Ok(());
    }
    let fallback = cpu.model.as_ref().and_then(|m| m.fallback);
    if fallback == Some(Fallback::Forbid) {
        return Err(QemuError::ConfigUnsupported(format!(
            "CPU model {name} is not supported by hypervisor"
        )));
    }
    let choice = caps.with_offers(|offers| x86_translated(&name, &listed(cpu), offers));
    take(cpu, &choice.map_err(refused)?);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::caps::{CpuModel, Given, RichestCpu};

    fn caps() -> CpuCaps {
        let model = |name: &str, missing: &[&str]| CpuModel {
            name: name.into(),
            usable: missing.is_empty(),
            missing: missing.iter().map(|m| (*m).to_owned()).collect(),
            deprecated: false,
            alias_of: None,
        };
        let models = vec![
            model("qemu64", &[]),
            model("EPYC", &["topoext"]),
            model("EPYC-v3", &[]),
        ];
        let mut features: std::collections::BTreeMap<String, Given> = ["aes", "hypervisor", "npt"]
            .iter()
            .map(|n| ((*n).to_owned(), Given::Yes))
            .collect();
        for name in ["pcid", "vmx", "vme"] {
            features.insert(name.to_owned(), Given::No);
        }
        for at in [
            "fpu", "pse", "tsc", "msr", "pae", "mce", "cx8", "apic", "sep", "mtrr", "pge", "mca", "cmov",
            "pat",
        ] {
            features.insert(at.to_owned(), Given::Yes);
        }
        CpuCaps {
            models,
            richest: Some(RichestCpu {
                vendor: "AuthenticAMD".into(),
                signature: Some((23, 1, 2)),
                features,
            }),
        }
    }

    fn settled(cpu: &str) -> Result<Cpu> {
        let xml = format!(
            "<domain type='qemu'><name>g</name><os><type arch='x86_64'>hvm</type></os>{cpu}</domain>"
        );
        let mut doc = Domain::parse(&xml).unwrap();
        settle(&mut doc, &caps(), None)?;
        Ok(doc.cpu.unwrap())
    }

    fn is(cpu: &Cpu, name: &str) -> Option<FeaturePolicy> {
        cpu.features.iter().find(|f| f.name == name)?.policy
    }

    #[test]
    fn the_hosts_model_becomes_a_model() {
        let cpu = settled(
            "<cpu mode='host-model' check='partial'><model vendor_id='KVMKVMKVMKVM'/><feature policy='optional' \
             name='vmx'/><feature policy='optional' name='npt'/><feature policy='disable' name='aes'/></cpu>",
        )
        .unwrap();
        assert_eq!(model_of(&cpu), Some("EPYC"));
        assert_eq!(
            (cpu.mode, cpu.cpu_match),
            (Some(CpuMode::Custom), Some(CpuMatch::Exact))
        );
        assert_eq!(cpu.vendor.as_deref(), Some("AMD"));
        assert_eq!(
            cpu.model.as_ref().unwrap().vendor_id.as_deref(),
            Some("KVMKVMKVMKVM")
        );
        let on = Some(FeaturePolicy::Require);
        let off = Some(FeaturePolicy::Disable);
        assert_eq!(
            (is(&cpu, "vmx"), is(&cpu, "npt"), is(&cpu, "aes")),
            (off, on, off)
        );
        assert_eq!((is(&cpu, "topoext"), is(&cpu, "monitor")), (off, off));
    }

    #[test]
    fn what_the_host_has_not_is_named() {
        let cpu = "<cpu mode='host-model' check='partial'><feature policy='require' name='vmx'/></cpu>";
        let error = settled(cpu).unwrap_err();
        assert!(error.to_string().ends_with("required features: vmx"), "{error}");
        assert!(matches!(&error, QemuError::Other(e) if e.code() == Some(ErrorNumber::CpuIncompatible)));
        assert!(settled(&cpu.replace("partial", "none")).is_ok());
        let unknown = settled("<cpu mode='custom'><model>nosuch</model></cpu>").unwrap_err();
        assert!(
            unknown.to_string().ends_with("Unknown CPU model nosuch"),
            "{unknown}"
        );
    }

    #[test]
    fn a_model_of_the_emulators() {
        let cpu =
            |fallback| format!("<cpu mode='custom'><model fallback='{fallback}'>cpu64-rhel5</model></cpu>");
        assert_eq!(model_of(&settled(&cpu("allow")).unwrap()), Some("qemu64"));
        assert!(
            settled(&cpu("forbid"))
                .unwrap_err()
                .to_string()
                .contains("not supported by hypervisor")
        );
        let own = settled("<cpu mode='custom' check='partial'><model>EPYC-v3</model></cpu>").unwrap();
        assert_eq!((model_of(&own), own.features.len()), (Some("EPYC-v3"), 0));
        let epyc =
            settled("<cpu mode='custom'><model>EPYC</model><feature policy='require' name='cmt'/></cpu>");
        assert_eq!(epyc.unwrap().features, [feature("monitor", false)]);
    }

    #[test]
    fn at_least_a_model_is_the_hosts() {
        let cpu = settled("<cpu mode='custom' match='minimum'><model>qemu64</model></cpu>").unwrap();
        assert_eq!((model_of(&cpu), cpu.vendor.as_deref()), (Some("EPYC"), None));
        let own = settled("<cpu mode='maximum'><feature policy='disable' name='aes'/></cpu>").unwrap();
        assert_eq!((own.mode, own.features.len()), (Some(CpuMode::Maximum), 1));
    }
}
