//! The processor that the guest really got, noted in its document: what QEMU gave beyond the model that was
//! asked for, and what it could not give.

use crate::caps::names::{from_qemu, to_qemu};
use crate::error::{QemuError, Result};
use crate::host_model::{feature, is_on, listed, model_of, policy};
use ferrovirt_cpu::{is_x86_model, x86_differences};
use ferrovirt_qmp::{Monitor, Pending, QmpError, RawCommand};
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::cpu::{CpuCheck, CpuMode, Fallback};
use serde::Deserialize;
use std::collections::{HashMap, HashSet};
use std::time::Duration;

/// The first virtual processor in QEMU's object tree.
const FIRST: &str = "/machine/unattached/device[0]";

/// Questions that were asked.
pub(super) struct Asked {
    expansion: Pending,
    missing: Pending,
}

#[derive(Debug, Deserialize)]
struct Expansion {
    model: ExpandedModel,
}

#[derive(Debug, Deserialize)]
struct ExpandedModel {
    props: HashMap<String, serde_json::Value>,
}

/// Asks what the model of the document is made of in this QEMU, and what of it is missing; nothing for
/// processors that are the host's own.
pub(super) fn ask(monitor: &Monitor, doc: &Domain) -> std::result::Result<Option<Asked>, QmpError> {
    let Some(cpu) = &doc.cpu else { return Ok(None) };
    let model = cpu.model.as_ref().and_then(|m| m.name.as_deref());
    let (Some(CpuMode::Custom), Some(model)) = (cpu.mode, model) else {
        return Ok(None);
    };
    let mut props = serde_json::Map::new();
    for feature in &cpu.features {
        if let (Some(name), Some(on)) = (to_qemu(&feature.name), is_on(feature)) {
            props.insert(name.to_owned(), on.into());
        }
    }
    let wanted = serde_json::json!({ "type": "full", "model": { "name": model, "props": props } });
    let missing = serde_json::json!({ "path": FIRST, "property": "unavailable-features" });
    Ok(Some(Asked {
        expansion: monitor.submit_raw(RawCommand::new("query-cpu-model-expansion").json(&wanted))?,
        missing: monitor.submit_raw(RawCommand::new("qom-get").json(&missing))?,
    }))
}

impl Asked {
    /// Notes the answers. Without them the document stays as it is: the guest runs either way.
    pub async fn note(self, doc: &mut Domain, limit: Duration) -> Result<()> {
        let expansion = self.expansion.wait_as::<Expansion>(limit).await;
        let missing = self.missing.wait_as::<Vec<String>>(limit).await;
        match (expansion, missing) {
            (Ok(expansion), Ok(missing)) => apply(doc, &expansion.model.props, &missing),
            (Err(error), _) | (_, Err(error)) => {
                tracing::debug!(%error, "QEMU does not tell what the processor is made of");
                Ok(())
            }
        }
    }
}

fn apply(doc: &mut Domain, props: &HashMap<String, serde_json::Value>, missing: &[String]) -> Result<()> {
    let Some(cpu) = &mut doc.cpu else { return Ok(()) };
    // Models that only QEMU knows are left as they are.
    let Some(model) = model_of(cpu).filter(|name| is_x86_model(name)) else {
        return Ok(());
    };
    let missing: HashSet<&str> = missing.iter().map(|name| from_qemu(name)).collect();
    let on = props.iter().filter(|(_, value)| value.as_bool() == Some(true));
    let on: HashSet<&str> = on.map(|(name, _)| from_qemu(name)).collect();
    let has = |name: &str| on.contains(name) && !missing.contains(name);
    let found = x86_differences(model, &listed(cpu), has, |name| missing.contains(name))
        .map_err(|e| QemuError::Other(e.into()))?;
    if cpu.check == Some(CpuCheck::Full) {
        return as_specified(&found.changes);
    }
    cpu.check = Some(CpuCheck::Full);
    // The list says all that the processor is; another model would be another processor.
    if let Some(model) = &mut cpu.model {
        model.fallback = Some(Fallback::Forbid);
    }
    for (name, has) in found.changes {
        match cpu.features.iter_mut().find(|f| f.name == name) {
            Some(known) => known.policy = Some(policy(has)),
            None => cpu.features.push(feature(name, has)),
        }
    }
    for name in found.removed {
        if !cpu.features.iter().any(|f| f.name == name) {
            cpu.features.push(feature(name, false));
        }
    }
    Ok(())
}

/// Refuses a guest that is to be just what its document says, and is not.
fn as_specified(changes: &[(&str, bool)]) -> Result<()> {
    let told = |extra: bool, what: &str| {
        let names: Vec<&str> = changes
            .iter()
            .filter(|(_, on)| *on == extra)
            .map(|(name, _)| *name)
            .collect();
        (!names.is_empty()).then(|| format!("{what} features: {}", names.join(",")))
    };
    let wrong: Vec<String> = [told(true, "extra"), told(false, "missing")]
        .into_iter()
        .flatten()
        .collect();
    if wrong.is_empty() {
        return Ok(());
    }
    Err(QemuError::Failed(format!(
        "guest CPU doesn't match specification: {}",
        wrong.join(", ")
    )))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrovirt_schema::domain::cpu::FeaturePolicy;

    #[test]
    fn what_is_beyond_the_model_is_listed() {
        let xml = "<domain type='qemu'><name>g</name><cpu mode='custom'><model>qemu64</model></cpu></domain>";
        let mut doc = Domain::parse(xml).unwrap();
        let mut props = HashMap::new();
        for name in ["lahf-lm", "hypervisor", "avx"] {
            props.insert(name.to_owned(), true.into());
        }
        apply(&mut doc, &props, &["avx".to_owned()]).unwrap();
        let cpu = doc.cpu.unwrap();
        assert_eq!(cpu.check, Some(CpuCheck::Full));
        let required: Vec<&str> = cpu
            .features
            .iter()
            .filter(|f| f.policy == Some(FeaturePolicy::Require))
            .map(|f| f.name.as_str())
            .collect();
        assert_eq!(required, ["hypervisor", "lahf_lm"]);
    }

    #[test]
    fn a_full_check_names_what_differs() {
        let xml = "<domain type='qemu'><name>g</name><cpu mode='custom' check='full'><model>486</model>\
                   <feature policy='require' name='vmx'/></cpu></domain>";
        let mut doc = Domain::parse(xml).unwrap();
        let props = |names: &[&str]| {
            names
                .iter()
                .map(|n| ((*n).to_owned(), true.into()))
                .collect::<HashMap<_, _>>()
        };
        let all = ["fpu", "vme", "pse", "vmx"];
        apply(&mut doc, &props(&all), &[]).unwrap();
        let error = apply(
            &mut doc,
            &props(&["fpu", "vme", "pse", "vmx", "aes"]),
            &["vmx".to_owned()],
        )
        .unwrap_err();
        let text = error.to_string();
        assert!(
            text.ends_with("specification: extra features: aes, missing features: vmx"),
            "{text}"
        );
    }
}
