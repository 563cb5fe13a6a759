//! x86 processors: a model is a set of features, and what several have in common is the model nearest
//! to the features that all of them have.

use crate::document::{Described, Wanted, Wish};
use crate::{Baseline, CpuError};
use std::sync::OnceLock;

/// A set of features, one bit each, in the order of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Set([u64; 4]);

impl Set {
    fn insert(&mut self, at: usize) {
        self.0[at / 64] |= 1 << (at % 64);
    }

    fn remove(&mut self, at: usize) {
        self.0[at / 64] &= !(1 << (at % 64));
    }

    fn has(self, at: usize) -> bool {
        self.0[at / 64] >> (at % 64) & 1 == 1
    }

    fn and(self, other: Set) -> Set {
        Set(std::array::from_fn(|n| self.0[n] & other.0[n]))
    }

    fn without(self, other: Set) -> Set {
        Set(std::array::from_fn(|n| self.0[n] & !other.0[n]))
    }

    fn len(self) -> u32 {
        self.0.iter().map(|word| word.count_ones()).sum()
    }
}

/// A model.
pub(crate) struct Model {
    pub(crate) name: &'static str,
    vendor: Option<&'static str>,
    /// Guests can be given it.
    guest: bool,
    features: Set,
    /// What it had when it was made up, and lost since.
    removed: Set,
}

const VENDORS: [&str; 3] = ["Intel", "AMD", "Hygon"];

fn feature_names() -> &'static [&'static str] {
    static NAMES: OnceLock<Vec<&'static str>> = OnceLock::new();
    NAMES.get_or_init(|| {
        let lines = include_str!("../data/x86-features.txt")
            .lines()
            .filter(|l| !l.starts_with('#'));
        lines
            .flat_map(str::split_whitespace)
            .map(|word| word.trim_end_matches('!'))
            .collect()
    })
}

fn feature(name: &str) -> Option<usize> {
    feature_names().iter().position(|f| *f == name)
}

/// All models, oldest first.
pub(crate) fn models() -> &'static [Model] {
    static MODELS: OnceLock<Vec<Model>> = OnceLock::new();
    MODELS.get_or_init(|| {
        let mut models = Vec::new();
        for line in include_str!("../data/x86-models.txt")
            .lines()
            .filter(|l| !l.starts_with('#'))
        {
            models.extend(read_model(line, &models));
        }
        models
    })
}

fn read_model(line: &'static str, earlier: &[Model]) -> Option<Model> {
    let mut words = line.split_whitespace();
    let (name, vendor, uses) = (words.next()?, words.next()?, words.next()?);
    let (mut features, mut removed) = (Set::default(), Set::default());
    for word in words {
        let (sign, rest) = word.split_at(1);
        match (sign, feature(rest)) {
            ("+", Some(at)) => features.insert(at),
            ("-", Some(at)) => features.remove(at),
            ("~", Some(at)) => removed.insert(at),
            _ => features = earlier.iter().find(|m| m.name == rest)?.features,
        }
    }
    let vendor = (vendor != "-").then_some(vendor);
    Some(Model {
        name,
        vendor,
        guest: uses.contains('g'),
        features,
        removed,
    })
}

fn find(name: &str) -> Result<&'static Model, CpuError> {
    models()
        .iter()
        .find(|m| m.name == name)
        .ok_or_else(|| CpuError::UnknownModel {
            name: name.to_owned(),
        })
}

fn known_vendor(name: &str) -> Result<&'static str, CpuError> {
    VENDORS
        .iter()
        .find(|v| **v == name)
        .copied()
        .ok_or_else(|| CpuError::UnknownVendor {
            name: name.to_owned(),
        })
}

fn features_of(cpu: &Described) -> Result<Set, CpuError> {
    let mut set = find(&cpu.model)?.features;
    for name in &cpu.features {
        set.insert(feature(name).ok_or_else(|| CpuError::UnknownFeature { name: name.clone() })?);
    }
    Ok(set)
}

pub(crate) fn baseline(cpus: &[Described], expand: bool) -> Result<Baseline, CpuError> {
    let first = cpus.first().ok_or(CpuError::NothingToCompare)?;
    let mut common = features_of(first)?;
    let mut vendor = first.vendor.as_deref().map(known_vendor).transpose()?;
    for cpu in &cpus[1..] {
        let features = features_of(cpu)?;
        let made_by = find(&cpu.model)?.vendor;
        if let (Some(said), Some(real)) = (cpu.vendor.as_deref(), made_by)
            && said != real
        {
            let (said, model, real) = (said.to_owned(), cpu.model.clone(), real.to_owned());
            return Err(CpuError::VendorOfModel { said, model, real });
        }
        if let Some(name) = cpu.vendor.as_deref().or(made_by) {
            match vendor {
                None => vendor = Some(known_vendor(name)?),
                Some(vendor) if vendor == name => {}
                Some(_) => return Err(CpuError::Vendors),
            }
        }
        common = common.and(features);
    }
    if common.len() == 0 {
        return Err(CpuError::Incompatible);
    }
    let named: Vec<&str> = cpus.iter().map(|c| c.model.as_str()).collect();
    let wanted = named
        .iter()
        .all(|name| *name == first.model)
        .then_some(first.model.as_str());
    let model = nearest(common, vendor, &named).ok_or(CpuError::Incompatible)?;
    let listed = if expand {
        sorted(common, model)
    } else {
        differences(common, model)
    };
    Ok(Baseline {
        model: model.name.to_owned(),
        exact: wanted == Some(model.name),
        vendor: vendor
            .filter(|_| cpus.iter().all(|c| c.vendor.is_some()))
            .map(str::to_owned),
        features: listed,
    })
}

/// What it weighs to do without so many features of a model, in tenths of what one weighs that is added to it:
/// fitted to some 4,400 answers of libvirt 9.0, all but two of which it gives.
fn weight_of_lacking(count: u32) -> u32 {
    const FEW: [u32; 17] = [
        0, 25, 37, 66, 75, 125, 153, 171, 204, 231, 233, 346, 375, 405, 437, 480, 490,
    ];
    let few = usize::try_from(count).ok().and_then(|count| FEW.get(count));
    few.copied().unwrap_or(20 * count + 10 * count * count / 16)
}

/// The model that all processors are called by, where its maker allows; or else the nearest one, the newest of
/// several. Where that would have to do without something and a model that a processor is called by would not,
/// it is that one.
fn nearest(features: Set, vendor: Option<&str>, named: &[&str]) -> Option<&'static Model> {
    let fits = |m: &&Model| m.guest && (vendor.is_none() || m.vendor.is_none() || m.vendor == vendor);
    let candidates = || models().iter().rev().filter(fits);
    if let Some((first, others)) = named.split_first()
        && others.iter().all(|name| name == first)
        && let Some(model) = candidates().find(|m| m.name == *first)
    {
        return Some(model);
    }
    let lacking = |m: &Model| m.features.without(features).len() + m.removed.without(features).len();
    let beyond = |m: &Model| features.without(m.features).len();
    let best = candidates().min_by_key(|m| (10 * beyond(m) + weight_of_lacking(lacking(m)), lacking(m)))?;
    let whole = candidates().filter(|m| named.contains(&m.name) && lacking(m) == 0);
    let whole = whole.min_by_key(|m| beyond(m)).filter(|_| lacking(best) > 0);
    Some(whole.unwrap_or(best))
}

/// Features beyond the model, then those that it has to do without.
fn differences(features: Set, model: &Model) -> Vec<(&'static str, bool)> {
    let names = feature_names();
    let pick = |set: Set| (0..names.len()).filter(move |at| set.has(*at));
    let beyond = pick(features.without(model.features)).map(|at| (names[at], true));
    let missing = pick(model.features.without(features)).chain(pick(model.removed.without(features)));
    beyond.chain(missing.map(|at| (names[at], false))).collect()
}

fn set_of(has: impl Fn(&str) -> bool) -> Set {
    let mut features = Set::default();
    for (at, name) in feature_names().iter().enumerate() {
        if has(name) {
            features.insert(at);
        }
    }
    features
}

/// How what a guest wants and what there is differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fit {
    /// Another maker is asked for.
    Vendor(String),
    /// These are missing, or there and must not be.
    Lacking(Vec<&'static str>),
    /// There is no more and no less.
    Exact,
    /// There is more.
    More,
}

/// Features that a model with its changes needs, and those that must not be there.
fn wishes(wanted: &Wanted, model: &Model) -> Result<(Set, Set), CpuError> {
    let (mut needs, mut never) = (model.features, Set::default());
    for (name, wish) in &wanted.features {
        let at = feature(name).ok_or_else(|| CpuError::UnknownFeature { name: name.clone() })?;
        match wish {
            Wish::Required => needs.insert(at),
            Wish::Without => needs.remove(at),
            Wish::Forbidden => {
                needs.remove(at);
                never.insert(at);
            }
            Wish::Optional => {}
        }
    }
    Ok((needs, never))
}

/// Whether a guest that wants a model can have it of a processor of this maker with what it `has`.
pub(crate) fn fit(
    wanted: &Wanted,
    model: &str,
    vendor: &str,
    has: impl Fn(&str) -> bool,
) -> Result<Fit, CpuError> {
    let model = find(model)?;
    let (needs, never) = wishes(wanted, model)?;
    if let Some(other) = wanted.vendor.as_deref().filter(|v| *v != vendor) {
        return Ok(Fit::Vendor(known_vendor(other)?.to_owned()));
    }
    let features = set_of(has);
    let wrong = Set(std::array::from_fn(|n| {
        needs.without(features).0[n] | never.and(features).0[n]
    }));
    if wrong.len() > 0 {
        let names = feature_names().iter().enumerate();
        let wrong = names.filter(|(at, _)| wrong.has(*at)).map(|(_, name)| *name);
        return Ok(Fit::Lacking(wrong.collect()));
    }
    let more = features.without(needs).len() > 0;
    Ok(if more { Fit::More } else { Fit::Exact })
}

/// What guests that want these can all have of a processor with what it `has`.
pub(crate) fn baseline_within(
    wanted: &[(Wanted, String)],
    has: impl Fn(&str) -> bool,
    expand: bool,
) -> Result<Baseline, CpuError> {
    let mut common = set_of(has);
    let mut vendor: Option<&str> = None;
    for (cpu, model) in wanted {
        let model = find(model)?;
        common = common.and(wishes(cpu, model)?.0);
        match (vendor, cpu.vendor.as_deref().or(model.vendor)) {
            (Some(a), Some(b)) if a != b => return Err(CpuError::Vendors),
            (None, other) => vendor = other,
            _ => {}
        }
    }
    if common.len() == 0 {
        return Err(CpuError::Incompatible);
    }
    let first = wanted.first().map(|(_, model)| model.as_str());
    let same = first.filter(|first| wanted.iter().all(|(_, model)| model == first));
    let fits = |m: &&Model| m.guest && (vendor.is_none() || m.vendor.is_none() || m.vendor == vendor);
    let lacking = |m: &Model| m.features.without(common).len();
    let beyond = |m: &Model| common.without(m.features).len();
    let candidates = || models().iter().rev().filter(fits);
    let model = candidates()
        .find(|m| Some(m.name) == same)
        .or_else(|| candidates().min_by_key(|m| (lacking(m) + beyond(m), lacking(m))))
        .ok_or(CpuError::Incompatible)?;
    let features = if expand {
        sorted(common, model)
    } else {
        let mut list = differences(common, model);
        list.retain(|(name, has)| *has || feature(name).is_some_and(|at| model.features.has(at)));
        list
    };
    let named = wanted.iter().all(|(cpu, _)| cpu.vendor.is_some());
    Ok(Baseline {
        model: model.name.to_owned(),
        exact: true,
        vendor: vendor.filter(|_| named).map(str::to_owned),
        features,
    })
}

/// How a processor that `has` some of the features differs from a model.
pub(crate) fn compare(
    model: &str,
    has: impl Fn(&str) -> bool,
) -> Result<Vec<(&'static str, bool)>, CpuError> {
    let model = find(model)?;
    let features = set_of(has);
    let mut list = differences(features, model);
    // What a model lost since says nothing of a processor that has not got it.
    list.retain(|(name, has)| *has || feature(name).is_some_and(|at| model.features.has(at)));
    Ok(list)
}

/// Every feature, those of the model too, by name.
fn sorted(features: Set, model: &Model) -> Vec<(&'static str, bool)> {
    let mut all = differences(features, model);
    let names = feature_names();
    all.extend(
        (0..names.len())
            .filter(|at| model.features.and(features).has(*at))
            .map(|at| (names[at], true)),
    );
    all.sort_unstable();
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cpu(model: &str, vendor: &str, features: &[&str]) -> Described {
        Described {
            arch: "x86_64".into(),
            model: model.into(),
            vendor: (!vendor.is_empty()).then(|| vendor.into()),
            features: features.iter().map(|f| (*f).to_owned()).collect(),
        }
    }

    #[test]
    fn the_tables_are_whole() {
        assert!(feature_names().len() > 200 && feature_names().len() <= 256);
        let lines = include_str!("../data/x86-models.txt")
            .lines()
            .filter(|l| !l.starts_with('#'))
            .count();
        assert_eq!(models().len(), lines);
        for line in include_str!("../data/x86-models.txt")
            .lines()
            .filter(|l| !l.starts_with('#'))
        {
            for word in line.split_whitespace().skip(3).filter(|w| !w.starts_with('=')) {
                assert!(feature(&word[1..]).is_some(), "{word}");
            }
        }
        assert_eq!(find("Haswell").unwrap().features.len(), 50);
        assert_eq!(find("EPYC-Milan").unwrap().features.len(), 85);
    }

    #[test]
    fn what_two_models_share() {
        let cpus = [
            cpu("Penryn", "Intel", &["vmx"]),
            cpu("Nehalem", "Intel", &["vmx", "xtpr"]),
        ];
        let common = baseline(&cpus, false).unwrap();
        assert_eq!((common.model.as_str(), common.exact), ("Penryn", false));
        assert_eq!(common.vendor.as_deref(), Some("Intel"));
        assert_eq!(common.features, [("vmx", true)]);
    }

    #[test]
    fn what_is_shared_is_added_to_a_model() {
        let more = ["avx", "xsave", "tsc-deadline", "x2apic", "pclmuldq"];
        let nehalem: Vec<&str> = more.into_iter().chain(["aes"]).collect();
        let common = baseline(&[cpu("Westmere", "", &more), cpu("Nehalem", "", &nehalem)], false).unwrap();
        assert_eq!((common.model.as_str(), common.features.len()), ("Westmere", 5));
    }

    #[test]
    fn a_model_alone_stays() {
        let common = baseline(&[cpu("Haswell", "", &[])], false).unwrap();
        assert_eq!(
            (common.model.as_str(), common.exact, common.vendor),
            ("Haswell", true, None)
        );
        let common = baseline(&[cpu("EPYC", "", &[])], false).unwrap();
        assert_eq!(common.features, [("monitor", false)]);
    }

    #[test]
    fn a_model_of_another_maker_is_passed_by() {
        let common = baseline(&[cpu("EPYC", "Intel", &[])], false).unwrap();
        assert_eq!(common.model, "Skylake-Client");
        assert_eq!(common.features.iter().filter(|(_, wanted)| *wanted).count(), 10);
    }

    #[test]
    fn doing_without_weighs_more_than_adding() {
        let model = |cpus: &[Described]| {
            let common = baseline(cpus, false).unwrap();
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
        let penryn = find("Penryn").unwrap();
        let names = feature_names();
        let has = |name: &str| {
            let at = names.iter().position(|n| *n == name).unwrap();
            (penryn.features.has(at) && name != "sse3" && name != "pni") || name == "aes"
        };
        let list = compare("Penryn", has).unwrap();
        assert_eq!(list.first(), Some(&("aes", true)));
        assert_eq!(list.len(), 2, "{list:?}");
        assert!(compare("nosuch", |_| true).is_err());
    }

    #[test]
    fn makers_must_agree() {
        let two = |a, b| baseline(&[a, b], false).map_err(|e| e.to_string()).unwrap_err();
        assert!(two(cpu("Penryn", "Intel", &[]), cpu("phenom", "", &[])).contains("do not match"));
        assert!(two(cpu("Penryn", "", &[]), cpu("phenom", "Intel", &[])).contains("differs"));
        assert!(two(cpu("Penryn", "Foo", &[]), cpu("phenom", "", &[])).contains("Unknown CPU vendor"));
    }

    #[test]
    fn expanded_lists_are_sorted() {
        let common = baseline(&[cpu("Penryn", "", &["vmx", "aes"])], true).unwrap();
        let names: Vec<&str> = common.features.iter().map(|(name, _)| *name).collect();
        assert_eq!(names.len(), 31);
        assert_eq!((names[0], names[30]), ("aes", "vmx"));
    }
}
