//! The tables: features, and models as sets of them.

use crate::CpuError;
use std::ops::RangeInclusive;
use std::sync::OnceLock;

/// A set of features, one bit each, in the order of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Set([u64; 4]);

impl Set {
    /// The features of the table that `has` tells to be there.
    pub(super) fn of(has: impl Fn(&str) -> bool) -> Self {
        let mut set = Set::default();
        for (at, name) in feature_names().iter().enumerate() {
            if has(name) {
                set.insert(at);
            }
        }
        set
    }

    pub(super) fn insert(&mut self, at: usize) {
        self.0[at / 64] |= 1 << (at % 64);
    }

    pub(super) fn remove(&mut self, at: usize) {
        self.0[at / 64] &= !(1 << (at % 64));
    }

    pub(super) fn has(self, at: usize) -> bool {
        self.0[at / 64] >> (at % 64) & 1 == 1
    }

    pub(super) fn and(self, other: Set) -> Set {
        Set(std::array::from_fn(|n| self.0[n] & other.0[n]))
    }

    pub(super) fn or(self, other: Set) -> Set {
        Set(std::array::from_fn(|n| self.0[n] | other.0[n]))
    }

    pub(super) fn without(self, other: Set) -> Set {
        Set(std::array::from_fn(|n| self.0[n] & !other.0[n]))
    }

    pub(super) fn len(self) -> u32 {
        self.0.iter().map(|word| word.count_ones()).sum()
    }

    /// Names, in the order of the table.
    pub(super) fn names(self) -> impl Iterator<Item = &'static str> {
        let names = feature_names().iter().enumerate();
        names.filter(move |(at, _)| self.has(*at)).map(|(_, name)| *name)
    }
}

/// What a processor says it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signature {
    /// Family.
    pub family: u32,
    /// Model.
    pub model: u32,
    /// Stepping.
    pub stepping: u32,
}

/// Signatures of real processors of a model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Signatures {
    pub(super) family: u32,
    pub(super) model: u32,
    pub(super) steppings: RangeInclusive<u32>,
}

impl Signatures {
    /// `family.model` or `family.model.from-to`.
    fn read(text: &str) -> Option<Self> {
        let mut parts = text.split('.');
        let (family, model) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        let steppings = match parts.next() {
            Some(range) => {
                let (from, to) = range.split_once('-')?;
                from.parse().ok()?..=to.parse().ok()?
            }
            None => 0..=15,
        };
        Some(Signatures {
            family,
            model,
            steppings,
        })
    }
}

/// A model.
pub(crate) struct Model {
    pub(crate) name: &'static str,
    pub(crate) vendor: Option<&'static str>,
    /// Guests can be given it.
    pub(super) guest: bool,
    /// A host can be called so.
    pub(super) host: bool,
    pub(super) signatures: Vec<Signatures>,
    pub(super) features: Set,
    /// What it had when it was made up, and lost since.
    pub(super) removed: Set,
}

impl Model {
    /// Whether a processor that says so is one of these.
    pub(super) fn is(&self, signature: Signature) -> bool {
        let Signature {
            family,
            model,
            stepping,
        } = signature;
        let same = |s: &Signatures| s.family == family && s.model == model && s.steppings.contains(&stepping);
        self.signatures.iter().any(same)
    }
}

const VENDORS: [&str; 3] = ["Intel", "AMD", "Hygon"];

fn lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().filter(|line| !line.starts_with('#'))
}

fn feature_words() -> impl Iterator<Item = &'static str> {
    lines(include_str!("../../data/x86-features.txt")).flat_map(str::split_whitespace)
}

pub(super) fn feature_names() -> &'static [&'static str] {
    static NAMES: OnceLock<Vec<&'static str>> = OnceLock::new();
    NAMES.get_or_init(|| feature_words().map(|word| word.trim_end_matches('!')).collect())
}

/// The features that a guest cannot take along when it moves.
pub(super) fn unmovable() -> Set {
    static UNMOVABLE: OnceLock<Set> = OnceLock::new();
    *UNMOVABLE.get_or_init(|| {
        let mut set = Set::default();
        for (at, word) in feature_words().enumerate() {
            if word.ends_with('!') {
                set.insert(at);
            }
        }
        set
    })
}

pub(super) fn feature(name: &str) -> Option<usize> {
    feature_names().iter().position(|f| *f == name)
}

/// The place of a feature that has to be known.
pub(super) fn known_feature(name: &str) -> Result<usize, CpuError> {
    feature(name).ok_or_else(|| CpuError::UnknownFeature {
        name: name.to_owned(),
    })
}

/// All models, oldest first.
pub(crate) fn models() -> &'static [Model] {
    static MODELS: OnceLock<Vec<Model>> = OnceLock::new();
    MODELS.get_or_init(|| {
        let mut models = Vec::new();
        for line in lines(include_str!("../../data/x86-models.txt")) {
            models.extend(read_model(line, &models));
        }
        models
    })
}

fn read_model(line: &'static str, earlier: &[Model]) -> Option<Model> {
    let mut words = line.split_whitespace();
    let (name, vendor, uses) = (words.next()?, words.next()?, words.next()?);
    let (mut features, mut removed) = (Set::default(), Set::default());
    let mut signatures = Vec::new();
    for word in words {
        let (sign, rest) = word.split_at(1);
        match (sign, feature(rest)) {
            ("+", Some(at)) => features.insert(at),
            ("-", Some(at)) => features.remove(at),
            ("~", Some(at)) => removed.insert(at),
            ("@", _) => signatures.push(Signatures::read(rest)?),
            _ => features = earlier.iter().find(|m| m.name == rest)?.features,
        }
    }
    let vendor = (vendor != "-").then_some(vendor);
    Some(Model {
        name,
        vendor,
        guest: uses.contains('g'),
        host: uses.contains('h'),
        signatures,
        features,
        removed,
    })
}

pub(super) fn find(name: &str) -> Result<&'static Model, CpuError> {
    models()
        .iter()
        .find(|m| m.name == name)
        .ok_or_else(|| CpuError::UnknownModel {
            name: name.to_owned(),
        })
}

pub(super) fn known_vendor(name: &str) -> Result<&'static str, CpuError> {
    vendor(name).ok_or_else(|| CpuError::UnknownVendor {
        name: name.to_owned(),
    })
}

/// A maker, as documents or as processors themselves write it: `AMD` or `AuthenticAMD`.
pub(super) fn vendor(name: &str) -> Option<&'static str> {
    let name = match name {
        "GenuineIntel" => "Intel",
        "AuthenticAMD" => "AMD",
        "HygonGenuine" => "Hygon",
        other => other,
    };
    VENDORS.iter().find(|v| **v == name).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_whole() {
        assert!(feature_names().len() > 200 && feature_names().len() <= 256);
        let text = include_str!("../../data/x86-models.txt");
        assert_eq!(models().len(), lines(text).count());
        for line in lines(text) {
            let words = line.split_whitespace().skip(3);
            for word in words.filter(|w| !w.starts_with('=') && !w.starts_with('@')) {
                assert!(feature(&word[1..]).is_some(), "{word}");
            }
        }
        assert_eq!(find("Haswell").unwrap().features.len(), 50);
        assert_eq!(find("EPYC-Milan").unwrap().features.len(), 85);
        assert_eq!(unmovable().names().collect::<Vec<_>>(), ["xsaves", "invtsc"]);
    }

    #[test]
    fn signatures_with_and_without_steppings() {
        let says = |family, model, stepping| Signature {
            family,
            model,
            stepping,
        };
        let lake = find("Cascadelake-Server").unwrap();
        assert!(lake.is(says(6, 85, 6)) && !lake.is(says(6, 85, 4)) && !lake.is(says(6, 86, 6)));
        assert!(find("EPYC").unwrap().is(says(23, 1, 9)));
        assert!(!find("qemu64").unwrap().is(says(6, 6, 3)));
    }
}
