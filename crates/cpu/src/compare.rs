//! Whether a guest can have the processor that it wants.

use crate::document::Wanted;
use crate::x86::Fit;
use crate::{CpuError, Family, Offer, Signature, family, x86};

/// A processor, of the host or as an emulator makes it.
pub struct Processor<'p> {
    /// Architecture.
    pub arch: &'p str,
    /// Maker, as documents or as processors themselves write it: `AMD` or `AuthenticAMD`.
    pub vendor: &'p str,
    /// What it says it is, where that counts.
    pub signature: Option<Signature>,
    /// Whether it has a feature of the tables.
    pub has: &'p dyn Fn(&str) -> bool,
}

/// What came of a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Comparison {
    /// The guest cannot have it, for this reason.
    Incompatible(String),
    /// The guest can have it, and there is no more.
    Identical,
    /// The guest can have it, and there is more.
    Superset,
}

/// Compares what a guest wants (a document of `<cpu>`) with what there is.
pub fn compare(text: &str, there: &Processor<'_>) -> Result<Comparison, CpuError> {
    let wanted = Wanted::parse(text)?;
    if let Some(arch) = wanted.arch.as_deref() {
        let known = family(arch).ok_or_else(|| CpuError::UnknownArch {
            arch: arch.to_owned(),
        })?;
        if known != Family::X86 || family(there.arch) != Some(Family::X86) {
            return Ok(Comparison::Incompatible(format!(
                "CPU arch {arch} does not match host arch"
            )));
        }
    }
    let model = wanted.model.as_deref().filter(|_| !wanted.of_host);
    Ok(match x86::fit(&wanted, model, there)? {
        Fit::Vendor(vendor) => Comparison::Incompatible(format!(
            "host CPU vendor does not match required CPU vendor {vendor}"
        )),
        Fit::Forbidden(names) => Comparison::Incompatible(format!(
            "Host CPU provides forbidden features: {}",
            names.join(", ")
        )),
        Fit::Lacking(names) => Comparison::Incompatible(format!(
            "Host CPU does not provide required features: {}",
            names.join(", ")
        )),
        Fit::More(names) if wanted.strict => Comparison::Incompatible(format!(
            "Host CPU does not strictly match guest CPU: Extra features: {}",
            names.join(", ")
        )),
        Fit::More(_) => Comparison::Superset,
        Fit::Exact => Comparison::Identical,
    })
}

/// The richest processor that guests which want these can all have of what there is, as one of the models that
/// are offered, as a document.
pub fn baseline_within(
    cpus: &[String],
    there: &Processor<'_>,
    offers: &[Offer<'_>],
    expand: bool,
) -> Result<String, CpuError> {
    let mut wanted = Vec::with_capacity(cpus.len());
    for (index, text) in cpus.iter().enumerate() {
        let cpu = Wanted::parse(text)?;
        let model = cpu.model.clone().ok_or(CpuError::NoModel { index })?;
        wanted.push((cpu, model));
    }
    if wanted.is_empty() {
        return Err(CpuError::NothingToCompare);
    }
    Ok(x86::baseline_within(&wanted, there, offers, expand)?.to_xml(true))
}

/// Whether one of the kernel's flags stands for a feature of the tables.
pub fn has_flag(flags: &[String], feature: &str) -> bool {
    let same = |flag: &str| match flag {
        "tsc_deadline_timer" => feature == "tsc-deadline",
        "pclmulqdq" => feature == "pclmuldq",
        "fxsr_opt" => feature == "fxsr_opt",
        // The kernel has switched it on for programs, where it is there.
        "xsave" => matches!(feature, "xsave" | "osxsave"),
        "nonstop_tsc" => feature == "invtsc",
        flag => {
            let plain = |text: &str| text.replace(['_', '-', '.'], "");
            flag == feature || plain(flag) == plain(feature)
        }
    };
    flags.iter().any(|flag| same(flag))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A processor like this model of AMD.
    fn like(model: &str, text: &str) -> Comparison {
        let has = |name: &str| crate::x86_has(model, &[], name).unwrap();
        let there = Processor {
            arch: "x86_64",
            vendor: "AuthenticAMD",
            signature: None,
            has: &has,
        };
        compare(text, &there).unwrap()
    }

    #[test]
    fn what_there_is_and_what_is_wanted() {
        let cpu = |inner: &str| format!("<cpu match='exact'>{inner}</cpu>");
        let superset = cpu("<model>qemu32</model>");
        assert_eq!(like("EPYC", &superset), Comparison::Superset);
        assert_eq!(like("EPYC", &cpu("<model>EPYC</model>")), Comparison::Identical);
        assert_eq!(like("EPYC", "<cpu mode='host-model'/>"), Comparison::Superset);
        let reason = |text: &str| match like("EPYC", text) {
            Comparison::Incompatible(reason) => reason,
            other => panic!("{other:?}"),
        };
        assert!(reason(&cpu("<model>Nehalem</model><vendor>Intel</vendor>")).ends_with("vendor Intel"));
        assert!(reason(&cpu("<arch>ppc64</arch><model>POWER9</model>")).contains("ppc64"));
        let more = cpu("<model>EPYC</model><feature name='vmx' policy='require'/>");
        assert_eq!(reason(&more), "Host CPU does not provide required features: vmx");
        let without = cpu("<model>EPYC</model><feature name='aes' policy='forbid'/>");
        assert_eq!(reason(&without), "Host CPU provides forbidden features: aes");
        let of_host = "<cpu mode='host-model'><feature name='vmx' policy='require'/></cpu>";
        assert!(reason(of_host).ends_with("features: vmx"));
        assert!(!reason(&superset.replace("exact", "strict")).is_empty());
    }

    #[test]
    fn flags_of_the_kernel() {
        let flags = ["sse4_1", "tsc_deadline_timer", "avx512_vnni", "lahf_lm"].map(str::to_owned);
        let flags = [&flags[..], &["nonstop_tsc".to_owned(), "xsave".to_owned()]].concat();
        for feature in [
            "sse4.1",
            "tsc-deadline",
            "avx512vnni",
            "lahf_lm",
            "invtsc",
            "osxsave",
            "xsave",
        ] {
            assert!(has_flag(&flags, feature), "{feature}");
        }
        assert!(!has_flag(&flags, "sse4.2"));
    }

    #[test]
    fn what_guests_share_within_a_processor() {
        let all = |_: &str| true;
        let there = Processor {
            arch: "x86_64",
            vendor: "AMD",
            signature: None,
            has: &all,
        };
        let offers = ["Penryn", "qemu64"].map(|name| Offer { name, blockers: &[] });
        let one = |text: &str| baseline_within(&[text.to_owned()], &there, &offers, false);
        let penryn = one("<cpu><arch>x86_64</arch><model>Penryn</model></cpu>").unwrap();
        assert!(penryn.contains("<model fallback='forbid'>Penryn</model>") && !penryn.contains("<feature"));
        assert!(matches!(
            one("<cpu mode='host-model'/>"),
            Err(CpuError::NoModel { index: 0 })
        ));
        assert!(one("<cpu><model>nosuch</model></cpu>").is_err());
    }
}
