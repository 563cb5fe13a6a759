//! The processor that the guest really got, noted in its document: what QEMU gave beyond the model that was
//! asked for, and what it could not give.

use ferrovirt_qmp::{Monitor, Pending, QmpError, RawCommand};
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::cpu::{CpuCheck, CpuFeature, CpuMode, Fallback, FeaturePolicy};
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
pub(super) fn ask(monitor: &Monitor, doc: &Domain) -> Result<Option<Asked>, QmpError> {
    let Some(cpu) = &doc.cpu else { return Ok(None) };
    let model = cpu.model.as_ref().and_then(|m| m.name.as_deref());
    let (Some(CpuMode::Custom), Some(model)) = (cpu.mode, model) else {
        return Ok(None);
    };
    let mut props = serde_json::Map::new();
    for feature in &cpu.features {
        let on = !matches!(
            feature.policy,
            Some(FeaturePolicy::Disable | FeaturePolicy::Forbid)
        );
        props.insert(feature.name.clone(), on.into());
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
    pub async fn note(self, doc: &mut Domain, limit: Duration) {
        let expansion = self.expansion.wait_as::<Expansion>(limit).await;
        let missing = self.missing.wait_as::<Vec<String>>(limit).await;
        match (expansion, missing) {
            (Ok(expansion), Ok(missing)) => apply(doc, &expansion.model.props, &missing),
            (Err(error), _) | (_, Err(error)) => {
                tracing::debug!(%error, "QEMU does not tell what the processor is made of");
            }
        }
    }
}

/// QEMU writes some names with other signs than documents do.
fn spelled(name: &str) -> [String; 2] {
    [name.to_owned(), name.replace('_', "-")]
}

fn apply(doc: &mut Domain, props: &HashMap<String, serde_json::Value>, missing: &[String]) {
    let Some(cpu) = &mut doc.cpu else { return };
    let Some(model) = cpu.model.as_ref().and_then(|m| m.name.clone()) else {
        return;
    };
    let missing: HashSet<String> = missing.iter().flat_map(|name| spelled(name)).collect();
    let has = |name: &str| {
        let names = spelled(name);
        let on = names
            .iter()
            .any(|n| props.get(n).and_then(serde_json::Value::as_bool) == Some(true));
        on && !names.iter().any(|n| missing.contains(n))
    };
    // Models that only QEMU knows are left as they are.
    let Ok(differences) = ferrovirt_cpu::x86_differences(&model, has) else {
        return;
    };
    cpu.check = Some(CpuCheck::Full);
    // The list says all that the processor is; another model would be another processor.
    if let Some(model) = &mut cpu.model {
        model.fallback = Some(Fallback::Forbid);
    }
    for (name, has) in differences {
        let policy = if has {
            FeaturePolicy::Require
        } else {
            FeaturePolicy::Disable
        };
        match cpu.features.iter_mut().find(|f| f.name == name) {
            Some(known) => known.policy = Some(policy),
            None => cpu.features.push(CpuFeature {
                policy: Some(policy),
                name: name.to_owned(),
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_beyond_the_model_is_listed() {
        let xml = "<domain type='qemu'><name>g</name><cpu mode='custom'><model>qemu64</model></cpu></domain>";
        let mut doc = Domain::parse(xml).unwrap();
        let mut props = HashMap::new();
        for name in ["lahf-lm", "hypervisor", "avx"] {
            props.insert(name.to_owned(), true.into());
        }
        apply(&mut doc, &props, &["avx".to_owned()]);
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
}
