//! x86 processors: a model is a set of features, and what several have in common is the model nearest
//! to the features that all of them have.

mod choose;
mod tables;

pub use tables::Signature;
pub(crate) use tables::models;

use crate::document::{Described, Wanted, Wish};
use crate::{Choice, CpuError, Differences, Offer, Processor};
use choose::{For, Known, choose};
use tables::{Model, Set, find, known_feature, known_vendor, vendor};

/// A processor that several are to be one of.
struct Part<'p> {
    model: &'p str,
    vendor: Option<&'p str>,
    features: Set,
}

impl<'p> Part<'p> {
    fn described(cpu: &'p Described) -> Result<Self, CpuError> {
        let mut features = find(&cpu.model)?.features;
        for name in &cpu.features {
            features.insert(known_feature(name)?);
        }
        Ok(Part {
            model: &cpu.model,
            vendor: cpu.vendor.as_deref(),
            features,
        })
    }

    fn wanted(cpu: &'p Wanted, model: &'p str) -> Result<Self, CpuError> {
        Ok(Part {
            model,
            vendor: cpu.vendor.as_deref(),
            features: wishes(cpu, Some(find(model)?))?.0,
        })
    }
}

/// The processor of several, and whether it is called as all of them.
pub(crate) fn baseline(cpus: &[Described], expand: bool, movable: bool) -> Result<(Choice, bool), CpuError> {
    let parts: Vec<Part<'_>> = cpus.iter().map(Part::described).collect::<Result<_, _>>()?;
    shared(&parts, None, None, expand, movable)
}

/// What guests that want these can all have of a processor, as one of the models that are offered.
pub(crate) fn baseline_within(
    wanted: &[(Wanted, String)],
    there: &Processor<'_>,
    offers: &[Offer<'_>],
    expand: bool,
) -> Result<Choice, CpuError> {
    let parts = wanted.iter().map(|(cpu, model)| Part::wanted(cpu, model));
    let parts: Vec<Part<'_>> = parts.collect::<Result<_, _>>()?;
    Ok(shared(&parts, Some(Set::of(there.has)), Some(offers), expand, false)?.0)
}

fn shared(
    parts: &[Part<'_>],
    within: Option<Set>,
    offers: Option<&[Offer<'_>]>,
    expand: bool,
    movable: bool,
) -> Result<(Choice, bool), CpuError> {
    let (first, others) = parts.split_first().ok_or(CpuError::NothingToCompare)?;
    let mut common = first.features;
    let mut vendor = first.vendor.map(known_vendor).transpose()?;
    let mut named = vec![first.model];
    for part in others {
        let made_by = find(part.model)?.vendor;
        if let (Some(said), Some(real)) = (part.vendor, made_by)
            && said != real
        {
            let (said, model, real) = (said.to_owned(), part.model.to_owned(), real.to_owned());
            return Err(CpuError::VendorOfModel { said, model, real });
        }
        if let Some(name) = part.vendor.or(made_by) {
            match vendor {
                None => vendor = Some(known_vendor(name)?),
                Some(vendor) if vendor == name => {}
                Some(_) => return Err(CpuError::Vendors),
            }
        }
        if !named.contains(&part.model) {
            named.push(part.model);
        }
        common = common.and(part.features);
    }
    if let Some(within) = within {
        common = common.and(within);
    }
    if common.len() == 0 {
        return Err(CpuError::Incompatible);
    }
    let known = Known {
        features: common,
        vendor,
        signature: None,
    };
    let mut choice = choose(known, offers, &named, movable, For::Guest)?;
    if parts.iter().any(|part| part.vendor.is_none()) {
        choice.vendor = None;
    }
    if expand {
        choice.features = expanded(&choice)?;
    }
    let same = named == [choice.model.as_str()];
    Ok((choice, same))
}

/// Every feature, those of the model too, by name.
fn expanded(choice: &Choice) -> Result<Vec<(&'static str, bool)>, CpuError> {
    let model = find(&choice.model)?;
    let told = |name: &str| choice.features.iter().any(|(told, _)| *told == name);
    let mut all: Vec<_> = model
        .features
        .names()
        .filter(|name| !told(name))
        .map(|name| (name, true))
        .collect();
    all.extend(&choice.features);
    all.sort_unstable();
    Ok(all)
}

fn known(there: &Processor<'_>) -> Known {
    Known {
        features: Set::of(there.has),
        vendor: vendor(there.vendor),
        signature: there.signature,
    }
}

/// The model that guests can be given, with what there is beyond it and what it has to do without.
pub(crate) fn nearest(there: &Processor<'_>, offers: &[Offer<'_>]) -> Result<Choice, CpuError> {
    choose(known(there), Some(offers), &[], false, For::Guest)
}

/// The model that a host is called by.
pub(crate) fn host(there: &Processor<'_>) -> Result<Choice, CpuError> {
    choose(known(there), None, &[], false, For::Host)
}

/// The nearest model of those that are offered to a model that is not, with changes.
pub(crate) fn translated(
    model: &str,
    listed: &[(&str, bool)],
    offers: &[Offer<'_>],
) -> Result<Choice, CpuError> {
    let model = find(model)?;
    let signature = model.signatures.first().map(|s| Signature {
        family: s.family,
        model: s.model,
        stepping: *s.steppings.start(),
    });
    let known = Known {
        features: with(model.features, listed)?,
        vendor: model.vendor,
        signature,
    };
    choose(known, Some(offers), &[], false, For::Guest)
}

fn with(mut features: Set, listed: &[(&str, bool)]) -> Result<Set, CpuError> {
    for (name, on) in listed {
        let at = known_feature(name)?;
        if *on {
            features.insert(at);
        } else {
            features.remove(at);
        }
    }
    Ok(features)
}

/// Names of features that a model once had.
pub(crate) fn removed(model: &str) -> Result<Vec<&'static str>, CpuError> {
    Ok(find(model)?.removed.names().collect())
}

/// Whether a processor of this model with changes has a feature.
pub(crate) fn has(model: &str, listed: &[(&str, bool)], name: &str) -> Result<bool, CpuError> {
    Ok(with(find(model)?.features, listed)?.has(known_feature(name)?))
}

/// How what a guest got differs from what it was to be.
pub(crate) fn differences(
    model: &str,
    listed: &[(&str, bool)],
    enabled: impl Fn(&str) -> bool,
    denied: impl Fn(&str) -> bool,
) -> Result<Differences, CpuError> {
    let model = find(model)?;
    let meant = with(model.features, listed)?;
    let (enabled, denied) = (Set::of(enabled), Set::of(denied));
    let extra = enabled.without(meant);
    let missing = denied.or(meant.without(enabled));
    // What QEMU denies is missing, even if it claims to have enabled it.
    let changes = |name| (name, !missing.names().any(|n| n == name));
    Ok(Differences {
        changes: extra.or(missing).names().map(changes).collect(),
        removed: model.removed.names().collect(),
    })
}

/// How what a guest wants and what there is differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fit {
    /// Another maker is asked for.
    Vendor(String),
    /// These are there and must not be.
    Forbidden(Vec<&'static str>),
    /// These are missing.
    Lacking(Vec<&'static str>),
    /// There is no more and no less.
    Exact,
    /// There is more than that: these.
    More(Vec<&'static str>),
}

/// Features that a model with its changes needs, those that must not be there, and those that may.
fn wishes(wanted: &Wanted, model: Option<&Model>) -> Result<(Set, Set, Set), CpuError> {
    let (mut needs, mut never) = (model.map(|m| m.features).unwrap_or_default(), Set::default());
    let mut may = Set::default();
    for (name, wish) in &wanted.features {
        let at = known_feature(name)?;
        match wish {
            Wish::Required => needs.insert(at),
            Wish::Forced => {
                needs.insert(at);
                may.insert(at);
            }
            Wish::Without => {
                needs.remove(at);
                may.insert(at);
            }
            Wish::Forbidden => {
                needs.remove(at);
                never.insert(at);
            }
            Wish::Optional => may.insert(at),
        }
    }
    Ok((needs, never, may))
}

/// Whether a guest can have what it wants of a processor: a model with changes, or only features.
pub(crate) fn fit(wanted: &Wanted, model: Option<&str>, there: &Processor<'_>) -> Result<Fit, CpuError> {
    let (needs, never, may) = wishes(wanted, model.map(find).transpose()?)?;
    if let Some(other) = wanted
        .vendor
        .as_deref()
        .filter(|v| vendor(there.vendor) != Some(*v))
    {
        return Ok(Fit::Vendor(other.to_owned()));
    }
    let features = Set::of(there.has);
    let names = |set: Set| set.names().collect();
    let wrong = never.and(features);
    if wrong.len() > 0 {
        return Ok(Fit::Forbidden(names(wrong)));
    }
    let lacking = needs.without(may).without(features);
    if lacking.len() > 0 {
        return Ok(Fit::Lacking(names(lacking)));
    }
    let more = features.without(needs).without(may);
    Ok(if more.len() > 0 {
        Fit::More(names(more))
    } else {
        Fit::Exact
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(cpus: &[Described]) -> Choice {
        baseline(cpus, false, false).unwrap().0
    }

    fn cpu(model: &str, vendor: &str, features: &[&str]) -> Described {
        Described {
            arch: "x86_64".into(),
            model: model.into(),
            vendor: (!vendor.is_empty()).then(|| vendor.into()),
            features: features.iter().map(|f| (*f).to_owned()).collect(),
        }
    }

    #[test]
    fn what_two_models_share() {
        let cpus = [
            cpu("Penryn", "Intel", &["vmx"]),
            cpu("Nehalem", "Intel", &["vmx", "xtpr"]),
        ];
        let common = of(&cpus);
        assert_eq!(common.model, "Penryn");
        assert!(!baseline(&cpus, false, false).unwrap().1);
        assert_eq!(common.vendor.as_deref(), Some("Intel"));
        assert_eq!(common.features, [("vmx", true)]);
    }

    #[test]
    fn what_is_shared_is_added_to_a_model() {
        let more = ["avx", "xsave", "tsc-deadline", "x2apic", "pclmuldq"];
        let nehalem: Vec<&str> = more.into_iter().chain(["aes"]).collect();
        let common = of(&[cpu("Westmere", "", &more), cpu("Nehalem", "", &nehalem)]);
        assert_eq!((common.model.as_str(), common.features.len()), ("Westmere", 5));
    }

    #[test]
    fn a_model_alone_stays() {
        let (common, same) = baseline(&[cpu("Haswell", "", &[])], false, false).unwrap();
        assert_eq!(
            (common.model.as_str(), same, common.vendor),
            ("Haswell", true, None)
        );
        let common = of(&[cpu("EPYC", "", &[])]);
        assert_eq!(common.features, [("monitor", false)]);
    }

    #[test]
    fn a_model_of_another_maker_is_passed_by() {
        let common = of(&[cpu("EPYC", "Intel", &[])]);
        assert_eq!(common.model, "Skylake-Client");
        assert_eq!(common.features.iter().filter(|(_, wanted)| *wanted).count(), 10);
    }

    #[test]
    fn doing_without_weighs_more_than_adding() {
        let model = |cpus: &[Described]| {
            let common = of(cpus);
            let without = common.features.iter().filter(|(_, wanted)| !wanted).count();
            (common.model, common.features.len() - without, without)
        };
        let kvm64 = |added| ("kvm64".to_owned(), added, 0);
        assert_eq!(model(&[cpu("SandyBridge", "AMD", &[])]), kvm64(12));
        assert_eq!(model(&[cpu("Skylake-Client", "AMD", &[])]), kvm64(37));
        assert_eq!(
            model(&[cpu("Penryn", "AMD", &["svm"])]),
            ("qemu64".to_owned(), 3, 0)
        );
        let two = [cpu("EPYC", "", &[]), cpu("SandyBridge", "", &[])];
        assert_eq!(model(&two), ("SandyBridge".to_owned(), 0, 2));
    }

    #[test]
    fn a_processor_beside_a_model() {
        let penryn = find("Penryn").unwrap().features;
        let enabled = |name: &str| (penryn.names().any(|n| n == name) && name != "pni") || name == "aes";
        let found = differences("Penryn", &[("vmx", true)], enabled, |_| false).unwrap();
        assert_eq!(found.changes, [("pni", false), ("vmx", false), ("aes", true)]);
        assert!(differences("nosuch", &[], |_| true, |_| false).is_err());
        let milan = differences("EPYC", &[], |_| true, |name| name == "topoext").unwrap();
        assert!(milan.changes.contains(&("topoext", false)) && milan.removed == ["monitor"]);
    }

    #[test]
    fn the_model_of_an_emulated_processor() {
        // What QEMU 7.2 emulates at most, and what keeps its EPYC from running, as libvirt 9.0 answers to it.
        let beyond = [
            "acpi",
            "ss",
            "monitor",
            "hypervisor",
            "erms",
            "mpx",
            "pcommit",
            "clwb",
            "umip",
            "pku",
            "vaes",
            "la57",
            "pks",
            "3dnowext",
            "3dnow",
            "npt",
            "vgif",
            "svme-addr-chk",
        ];
        let lacking = [
            "vme",
            "rdseed",
            "sha-ni",
            "xsavec",
            "fxsr_opt",
            "misalignsse",
            "3dnowprefetch",
            "osvw",
            "nrip-save",
        ];
        let epyc = find("EPYC").unwrap().features;
        let has = |name: &str| {
            beyond.contains(&name) || (epyc.names().any(|n| n == name) && !lacking.contains(&name))
        };
        let there = Processor {
            arch: "x86_64",
            vendor: "AuthenticAMD",
            signature: Some(Signature {
                family: 15,
                model: 107,
                stepping: 1,
            }),
            has: &has,
        };
        let blockers = ["topoext", "nrip-save"];
        let offers: Vec<Offer<'_>> = models()
            .iter()
            .filter(|m| !matches!(m.name, "Opteron_G4" | "Opteron_G5"))
            .map(|m| Offer {
                name: m.name,
                blockers: if m.name.starts_with("EPYC") {
                    &blockers
                } else {
                    &[]
                },
            })
            .collect();
        let choice = nearest(&there, &offers).unwrap();
        assert_eq!(
            (choice.model.as_str(), choice.vendor.as_deref()),
            ("EPYC", Some("AMD"))
        );
        let with = |on: bool| {
            choice
                .features
                .iter()
                .filter(move |(_, is)| *is == on)
                .map(|(name, _)| *name)
        };
        assert_eq!(with(true).collect::<Vec<_>>(), beyond);
        assert_eq!(with(false).count(), 10);
        assert!(with(false).any(|name| name == "topoext"));
        // A model that is not offered is passed by; a processor that says it is one is it.
        let only = [Offer {
            name: "qemu64",
            blockers: &[],
        }];
        assert_eq!(nearest(&there, &only).unwrap().model, "qemu64");
        let real = Processor {
            signature: Some(Signature {
                family: 23,
                model: 49,
                stepping: 0,
            }),
            ..there
        };
        assert_eq!(nearest(&real, &offers).unwrap().model, "EPYC-Rome");
        assert!(host(&there).unwrap().features.iter().all(|(_, on)| *on));
    }

    #[test]
    fn a_model_that_is_not_offered() {
        let offers = ["Opteron_G1", "qemu64"].map(|name| Offer { name, blockers: &[] });
        let choice = translated("cpu64-rhel5", &[], &offers).unwrap();
        assert_eq!((choice.model.as_str(), choice.features.len()), ("Opteron_G1", 0));
    }

    #[test]
    fn makers_must_agree() {
        let two = |a, b| {
            baseline(&[a, b], false, false)
                .map_err(|e| e.to_string())
                .unwrap_err()
        };
        assert!(two(cpu("Penryn", "Intel", &[]), cpu("phenom", "", &[])).contains("do not match"));
        assert!(two(cpu("Penryn", "", &[]), cpu("phenom", "Intel", &[])).contains("differs"));
        assert!(two(cpu("Penryn", "Foo", &[]), cpu("phenom", "", &[])).contains("Unknown CPU vendor"));
    }

    #[test]
    fn expanded_lists_are_sorted() {
        let common = baseline(&[cpu("Penryn", "", &["vmx", "aes"])], true, false)
            .unwrap()
            .0;
        let names: Vec<&str> = common.features.iter().map(|(name, _)| *name).collect();
        assert_eq!(names.len(), 31);
        assert_eq!((names[0], names[30]), ("aes", "vmx"));
    }
}
