//! Models of guest processors: which there are, what an x86 model is made of, and which model several
//! processors have in common.
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

/// The richest processor that all of `cpus` (documents of `<cpu>`) can stand for, as a document. With
/// `expand` every feature is listed, those that the model implies too.
pub fn baseline(cpus: &[String], expand: bool) -> Result<String, CpuError> {
    let described = cpus
        .iter()
        .map(|text| Described::parse(text))
        .collect::<Result<Vec<_>, _>>()?;
    let Some(first) = described.first() else {
        return Err(CpuError::NothingToCompare);
    };
    let common = match family(&first.arch) {
        Some(Family::X86) => x86::baseline(&described, expand)?,
        Some(Family::Power) => power::baseline(&described)?,
        Some(Family::Arm) => Baseline {
            model: first.model.clone(),
            exact: false,
            vendor: None,
            features: Vec::new(),
        },
        _ => {
            return Err(CpuError::NoBaseline {
                arch: first.arch.clone(),
            });
        }
    };
    Ok(common.to_xml())
}

/// How a processor differs from an x86 model: names of features that it has beyond it (true) and of those
/// that it lacks (false). `has` tells of each feature of the tables whether the processor has it.
///
/// # Errors
/// When there is no such model.
pub fn x86_differences(
    model: &str,
    has: impl Fn(&str) -> bool,
) -> Result<Vec<(&'static str, bool)>, CpuError> {
    x86::compare(model, has)
}

/// What several processors have in common.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Baseline {
    model: String,
    /// Nothing but this model will do.
    exact: bool,
    vendor: Option<String>,
    /// Features beyond the model, or that it must do without.
    features: Vec<(&'static str, bool)>,
}

impl Baseline {
    fn to_xml(&self) -> String {
        let fallback = if self.exact { "forbid" } else { "allow" };
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
            baseline(&[xml], false)
                .unwrap()
                .contains("<model fallback='allow'>cortex-a53</model>")
        );
    }

    #[test]
    fn power_wants_one_model() {
        let cpu = |model: &str| format!("<cpu><arch>ppc64</arch><model>{model}</model></cpu>");
        assert!(
            baseline(&[cpu("POWER8"), cpu("POWER8")], false)
                .unwrap()
                .contains("'forbid'>POWER8<")
        );
        assert!(matches!(
            baseline(&[cpu("POWER8"), cpu("POWER9")], false),
            Err(CpuError::Incompatible)
        ));
    }
}
