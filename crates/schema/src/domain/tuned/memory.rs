//! Limits of a guest's memory.

use super::{NotTunable, Result};
use crate::common::size::Kib;
use crate::domain::Domain;
use crate::domain::memory::MemoryTune;
use ferrovirt_types::param::TypedParam;
use ferrovirt_types::params::{self, Want};

/// KiB that mean "no limit".
pub const UNLIMITED: u64 = 9_007_199_254_740_991;

/// Limits by name.
const LIMITS: [&str; 3] = ["hard_limit", "soft_limit", "swap_hard_limit"];

/// Refuses parameters that are not known here, whatever they say.
pub fn validate(params: &[TypedParam]) -> ferrovirt_types::Result<()> {
    params::validate(params, &LIMITS.map(|name| (name, Want::ULLong)))
}

/// Limits as parameters.
pub fn params(doc: &Domain) -> Vec<TypedParam> {
    let tune = doc.memtune.clone().unwrap_or_default();
    let values = [tune.hard_limit, tune.soft_limit, tune.swap_hard_limit];
    let param =
        |(name, value): (&'static str, Option<Kib>)| TypedParam::new(name, value.map_or(UNLIMITED, |v| v.0));
    LIMITS.into_iter().zip(values).map(param).collect()
}

/// Sets those limits that are given.
pub fn set(doc: &mut Domain, params: &[TypedParam]) -> Result<()> {
    let mut tune = doc.memtune.clone().unwrap_or_default();
    let given = |name: &str, old: Option<Kib>| params::number(params, name).map(Kib).or(old);
    let wanted = [tune.hard_limit, tune.soft_limit, tune.swap_hard_limit];
    let [hard, soft, swap] = [0, 1, 2].map(|at| given(LIMITS[at], wanted[at]));
    let limited = |limit: Option<Kib>| limit.filter(|limit| limit.0 < UNLIMITED);
    tune.hard_limit = limited(hard);
    tune.soft_limit = limited(soft);
    tune.swap_hard_limit = limited(swap);
    let bytes = |limit: Option<Kib>| limit.map_or(UNLIMITED, |limit| limit.0);
    if bytes(hard) > bytes(swap) {
        return Err(NotTunable(
            "memory hard_limit tunable value must be lower than or equal to swap_hard_limit".to_owned(),
        ));
    }
    doc.memtune = (tune != MemoryTune::default()).then_some(tune);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn swap_includes_memory() {
        let mut doc = Domain::default();
        let limit = |doc: &mut Domain, hard: u64| set(doc, &[TypedParam::new("hard_limit", hard)]);
        set(
            &mut doc,
            &[
                TypedParam::new("swap_hard_limit", 500u64),
                TypedParam::new("hard_limit", 500u64),
            ],
        )
        .unwrap();
        assert!(limit(&mut doc, 501).is_err());
        limit(&mut doc, 100).unwrap();
        assert_eq!(params(&doc)[0], TypedParam::new("hard_limit", 100u64));
        assert_eq!(params(&doc)[1], TypedParam::new("soft_limit", UNLIMITED));
    }
}
