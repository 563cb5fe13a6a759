//! Models of guest processors: which there are, what an x86 model is made of, which model a processor is
//! nearest to, and which one several processors have in common.
//!
//! API boundary: yes, for drivers.
//!
//! **Invariant**: pure tables and functions; looks at no host and knows no hypervisor.
#![forbid(unsafe_code)]

mod compare;
mod document;
mod error;
mod power;
mod x86;

pub use compare::{Comparison, Processor, baseline_within, compare, has_flag};
pub use error::CpuError;
pub use x86::Signature;

use document::Described;
use ferrovirt_types::arch::ARCHITECTURES;
use std::fmt::Write;

/// Families of architectures that share their models.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Family {
    X86,
    Power,
    Arm,
    S390,
    /// Known, but without models.
    Other,
}

fn family(arch: &str) -> Option<Family> {
    match arch {
        "i686" | "x86_64" => Some(Family::X86),
        "ppc64" | "ppc64le" => Some(Family::Power),
        "aarch64" | "armv6l" | "armv7b" | "armv7l" => Some(Family::Arm),
        "s390" | "s390x" => Some(Family::S390),
        _ => ARCHITECTURES.contains(&arch).then_some(Family::Other),
    }
}

/// Names of the models of an architecture, oldest first; none where guests are not given one by name.
pub fn model_names(arch: &str) -> Result<Vec<String>, CpuError> {
    match family(arch) {
        Some(Family::X86) => Ok(x86::models().iter().map(|m| m.name.to_owned()).collect()),
        Some(Family::Power) => Ok(power::models().map(|m| m.name.to_owned()).collect()),
        Some(Family::Arm | Family::S390) => Ok(Vec::new()),
        Some(Family::Other) => Err(CpuError::NoModels {
            arch: arch.to_owned(),
        }),
        None => Err(CpuError::UnknownArch {
            arch: arch.to_owned(),
        }),
    }
}

/// A model that a hypervisor has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offer<'o> {
    /// Its name.
    pub name: &'o str,
    /// Features of it that cannot be had here and keep it from running.
    pub blockers: &'o [&'o str],
}

/// A processor in the words of a model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Name of the model.
    pub model: String,
    /// Maker, where that is known.
    pub vendor: Option<String>,
    /// Features beyond the model (true), or that it does without (false).
    pub features: Vec<(&'static str, bool)>,
}

impl Choice {
    fn to_xml(&self, exact: bool) -> String {
        let fallback = if exact { "forbid" } else { "allow" };
        // Names of models and makers are those of the tables or, for Arm, escaped.
        let model = self.model.replace('&', "&amp;").replace('<', "&lt;");
        let mut xml =
            format!("<cpu mode='custom' match='exact'>\n  <model fallback='{fallback}'>{model}</model>\n");
        if let Some(vendor) = &self.vendor {
            let _ = writeln!(xml, "  <vendor>{vendor}</vendor>");
        }
        for (name, wanted) in &self.features {
            let policy = if *wanted { "require" } else { "disable" };
            let _ = writeln!(xml, "  <feature policy='{policy}' name='{name}'/>");
        }
        xml.push_str("</cpu>\n");
        xml
    }
}

/// How what a guest got differs from what it was to be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Differences {
    /// Features that are there beyond it (true) or are missing (false), in the order of the tables.
    pub changes: Vec<(&'static str, bool)>,
    /// What the model once had. Lists say of these even where nothing differs.
    pub removed: Vec<&'static str>,
}

/// The richest processor that all of `cpus` (documents of `<cpu>`) can stand for, as a document. With
/// `expand` every feature is listed, those that the model implies too; with `movable` none that guests
/// cannot take along.
pub fn baseline(cpus: &[String], expand: bool, movable: bool) -> Result<String, CpuError> {
    let described = cpus
        .iter()
        .map(|text| Described::parse(text))
        .collect::<Result<Vec<_>, _>>()?;
    let Some(first) = described.first() else {
        return Err(CpuError::NothingToCompare);
    };
    let (choice, exact) = match family(&first.arch) {
        Some(Family::X86) => x86::baseline(&described, expand, movable)?,
        Some(Family::Power) => (power::baseline(&described)?, true),
        Some(Family::Arm) => {
            let choice = Choice {
                model: first.model.clone(),
                vendor: None,
                features: Vec::new(),
            };
            (choice, false)
        }
        _ => {
            return Err(CpuError::NoBaseline {
                arch: first.arch.clone(),
            });
        }
    };
    Ok(choice.to_xml(exact))
}

/// Maker of the processors of an x86 model; none where any is, or there is no such model.
pub fn x86_vendor(model: &str) -> Option<&'static str> {
    x86::models().iter().find(|m| m.name == model)?.vendor
}

/// Whether there is an x86 model of this name.
pub fn is_x86_model(name: &str) -> bool {
    x86::models().iter().any(|m| m.name == name)
}

/// The x86 model, of those that a hypervisor offers, that guests on this processor can be given.
///
/// # Errors
/// When nothing that is offered is in the tables.
pub fn x86_nearest(there: &Processor<'_>, offers: &[Offer<'_>]) -> Result<Choice, CpuError> {
    x86::nearest(there, offers)
}

/// The x86 model that a host with this processor is called by. It has all of the model.
pub fn x86_host(there: &Processor<'_>) -> Result<Choice, CpuError> {
    x86::host(there)
}

/// The nearest of the offers to an x86 model with changes that is not offered.
pub fn x86_translated(
    model: &str,
    listed: &[(&str, bool)],
    offers: &[Offer<'_>],
) -> Result<Choice, CpuError> {
    x86::translated(model, listed, offers)
}

/// Whether an x86 model with changes has a feature.
pub fn x86_has(model: &str, listed: &[(&str, bool)], name: &str) -> Result<bool, CpuError> {
    x86::has(model, listed, name)
}

/// Features that an x86 model once had. Guests of it are always told to go without, unless they ask for them.
pub fn x86_removed(model: &str) -> Result<Vec<&'static str>, CpuError> {
    x86::removed(model)
}

/// How a guest of an x86 model with changes (`listed`: on or off) differs from that, if the features that
/// `enabled` knows are there and the hypervisor could not give those that `denied` knows.
///
/// # Errors
/// When there is no such model or feature.
pub fn x86_differences(
    model: &str,
    listed: &[(&str, bool)],
    enabled: impl Fn(&str) -> bool,
    denied: impl Fn(&str) -> bool,
) -> Result<Differences, CpuError> {
    x86::differences(model, listed, enabled, denied)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_architectures_are_those_of_documents() {
        assert!(matches!(model_names("ia64"), Err(CpuError::NoModels { .. })));
        assert!(matches!(
            model_names("itanium"),
            Err(CpuError::UnknownArch { .. })
        ));
        for arch in ["i686", "ppc64le", "armv7b", "s390"] {
            assert!(ARCHITECTURES.contains(&arch) && model_names(arch).is_ok());
        }
    }

    #[test]
    fn names_by_architecture() {
        let x86 = model_names("x86_64").unwrap();
        assert_eq!(
            (x86.first().map(String::as_str), x86.last().map(String::as_str)),
            (Some("486"), Some("Dhyana"))
        );
        assert_eq!(model_names("i686").unwrap(), x86);
        assert!(model_names("ppc64").unwrap().contains(&"POWER8".to_owned()));
        assert!(model_names("s390x").unwrap().is_empty());
        assert!(matches!(model_names("riscv64"), Err(CpuError::NoModels { .. })));
        assert!(matches!(model_names("nosuch"), Err(CpuError::UnknownArch { .. })));
    }

    #[test]
    fn arm_takes_the_first() {
        let xml = "<cpu><arch>aarch64</arch><model>cortex-a53</model></cpu>".to_owned();
        assert!(
            baseline(&[xml], false, false)
                .unwrap()
                .contains("<model fallback='allow'>cortex-a53</model>")
        );
    }

    #[test]
    fn power_wants_one_model() {
        let cpu = |model: &str| format!("<cpu><arch>ppc64</arch><model>{model}</model></cpu>");
        assert!(
            baseline(&[cpu("POWER8"), cpu("POWER8")], false, false)
                .unwrap()
                .contains("'forbid'>POWER8<")
        );
        assert!(matches!(
            baseline(&[cpu("POWER8"), cpu("POWER9")], false, false),
            Err(CpuError::Incompatible)
        ));
    }
}
