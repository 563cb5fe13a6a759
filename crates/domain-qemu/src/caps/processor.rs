//! The processors that an emulator can give guests on this host.

use super::names;
use ferrovirt_cpu::{Choice, CpuError, Offer, Processor, Signature, x86_nearest};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A processor model.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CpuModel {
    /// Name.
    pub name: String,
    /// Whether host and accelerator have all it needs.
    pub usable: bool,
    /// Features that they lack, with the names of documents.
    pub missing: Vec<String>,
    /// It is to go.
    pub deprecated: bool,
    /// The model that this name stands for.
    pub alias_of: Option<String>,
}

/// Whether the richest processor has a feature that its emulator knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Given {
    /// It has not.
    No,
    /// It has.
    Yes,
    /// It has, but not if the guest is to move.
    Bound,
}

/// The richest processor: under KVM the host's own, else all that is emulated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RichestCpu {
    /// Its maker, as the processor itself writes it.
    pub vendor: String,
    /// Family, model and stepping.
    pub signature: Option<(u32, u32, u32)>,
    /// Features that the emulator knows, with the names of documents.
    pub features: BTreeMap<String, Given>,
}

impl RichestCpu {
    /// From the properties that QEMU tells of it, for guests that may move and for those that stay.
    pub(super) fn new(
        movable: &BTreeMap<String, serde_json::Value>,
        all: &BTreeMap<String, serde_json::Value>,
    ) -> Self {
        let number = |name| u32::try_from(movable.get(name)?.as_u64()?).ok();
        let signature = || Some((number("family")?, number("model")?, number("stepping")?));
        let features = movable.iter().filter_map(|(name, value)| {
            let bound = all.get(name).and_then(serde_json::Value::as_bool) == Some(true);
            let given = match (value.as_bool()?, bound) {
                (true, _) => Given::Yes,
                (false, true) => Given::Bound,
                (false, false) => Given::No,
            };
            Some((names::from_qemu(name).to_owned(), given))
        });
        RichestCpu {
            vendor: movable
                .get("vendor")
                .and_then(|v| v.as_str())
                .unwrap_or_default()
                .to_owned(),
            signature: signature(),
            features: features.collect(),
        }
    }

    /// The processor in the words of comparisons; `has` says what counts as there.
    pub fn described<'p>(&'p self, arch: &'p str, has: &'p dyn Fn(&str) -> bool) -> Processor<'p> {
        Processor {
            arch,
            vendor: &self.vendor,
            signature: self.signature.map(|(family, model, stepping)| Signature {
                family,
                model,
                stepping,
            }),
            has,
        }
    }

    /// Whether a guest that stays here can have a feature.
    pub fn has(&self, name: &str) -> bool {
        self.features.get(name).is_some_and(|given| *given != Given::No)
    }

    fn has_movable(&self, name: &str) -> bool {
        self.features.get(name) == Some(&Given::Yes)
    }
}

/// What processors an emulator has with an accelerator.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CpuCaps {
    /// Models.
    pub models: Vec<CpuModel>,
    /// The richest one, where the emulator tells.
    pub richest: Option<RichestCpu>,
}

impl CpuCaps {
    /// Calls `then` with the models as offers.
    pub fn with_offers<T>(&self, then: impl FnOnce(&[Offer<'_>]) -> T) -> T {
        let blockers: Vec<Vec<&str>> = self
            .models
            .iter()
            .map(|m| m.missing.iter().map(String::as_str).collect())
            .collect();
        let offers: Vec<Offer<'_>> = self
            .models
            .iter()
            .zip(&blockers)
            .map(|(model, blockers)| Offer {
                name: &model.name,
                blockers,
            })
            .collect();
        then(&offers)
    }

    /// Whether there is a model of this name.
    pub fn offers(&self, name: &str) -> bool {
        self.models.iter().any(|m| m.name == name)
    }

    /// The model that stands for the host's processor, with all that guests can have of it; none where the emulator
    /// does not tell.
    pub fn host_model(&self) -> Option<Result<Choice, CpuError>> {
        let richest = self.richest.as_ref()?;
        Some(self.nearest(richest, &|name| richest.has(name)))
    }

    /// The same for guests that may move.
    pub fn movable_host_model(&self) -> Option<Result<Choice, CpuError>> {
        let richest = self.richest.as_ref()?;
        Some(self.nearest(richest, &|name| richest.has_movable(name)))
    }

    fn nearest(&self, richest: &RichestCpu, has: &dyn Fn(&str) -> bool) -> Result<Choice, CpuError> {
        let there = richest.described("x86_64", has);
        self.with_offers(|offers| x86_nearest(&there, offers))
    }

    /// Names of features that the emulator knows, whether it can give them or not.
    pub fn known_features(&self, movable: bool) -> BTreeSet<&str> {
        let all = self.richest.iter().flat_map(|r| &r.features);
        let kept = all.filter(|(_, given)| !movable || **given != Given::Bound);
        kept.map(|(name, _)| name.as_str()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_move_is_known_by_the_difference() {
        let props = |invtsc: bool| -> BTreeMap<String, serde_json::Value> {
            serde_json::from_value(serde_json::json!({
                "vendor": "AuthenticAMD", "family": 23, "model": 1, "stepping": 2, "fxsr-opt": true, "invtsc": invtsc,
                "pclmulqdq": false, "model-id": "some",
            }))
            .unwrap()
        };
        let cpu = RichestCpu::new(&props(false), &props(true));
        assert_eq!(cpu.signature, Some((23, 1, 2)));
        assert!(
            cpu.has("fxsr_opt") && cpu.has("invtsc") && !cpu.has_movable("invtsc") && !cpu.has("pclmuldq")
        );
        let caps = CpuCaps {
            models: vec![CpuModel {
                name: "qemu64".into(),
                usable: true,
                missing: vec!["svm".into()],
                deprecated: false,
                alias_of: None,
            }],
            richest: Some(cpu),
        };
        let told = |choice: Option<Result<Choice, CpuError>>| choice.unwrap().unwrap();
        assert!(told(caps.host_model()).features.contains(&("invtsc", true)));
        let movable = told(caps.movable_host_model());
        assert!(!movable.features.contains(&("invtsc", true)) && movable.features.contains(&("svm", false)));
        assert_eq!(movable.vendor.as_deref(), Some("AMD"));
        assert!(
            caps.known_features(true).contains("pclmuldq") && !caps.known_features(true).contains("invtsc")
        );
    }
}
