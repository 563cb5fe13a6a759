//! Shares and quotas of processor time.

use super::{NotTunable, Result};
use crate::domain::Domain;
use crate::domain::tune::CpuTune;
use ferrovirt_types::param::{ParamValue, TypedParam};
use ferrovirt_types::params::{self, Want};
use std::ops::RangeInclusive;

/// Periods that the kernel takes, in microseconds.
const PERIOD: RangeInclusive<u64> = 1_000..=1_000_000;
/// Quotas that the kernel takes, in microseconds; what is negative is no limit.
const QUOTA: RangeInclusive<i64> = 1_000..=17_592_186_044_415;
/// Name of the weight.
const SHARES: &str = "cpu_shares";

type Period = (&'static str, fn(&mut CpuTune) -> &mut Option<u64>);
type Quota = (&'static str, fn(&mut CpuTune) -> &mut Option<i64>);

/// A period and the quota within it, of each group of threads.
const GROUPS: [(Period, Quota); 4] = [
    (
        ("vcpu_period", |t| &mut t.period),
        ("vcpu_quota", |t| &mut t.quota),
    ),
    (
        ("emulator_period", |t| &mut t.emulator_period),
        ("emulator_quota", |t| &mut t.emulator_quota),
    ),
    (
        ("global_period", |t| &mut t.global_period),
        ("global_quota", |t| &mut t.global_quota),
    ),
    (
        ("iothread_period", |t| &mut t.iothread_period),
        ("iothread_quota", |t| &mut t.iothread_quota),
    ),
];

/// How many parameters there are.
pub const COUNT: i32 = 9;

/// Refuses parameters that are not known here, whatever they say.
pub fn validate(params: &[TypedParam]) -> ferrovirt_types::Result<()> {
    let mut known = vec![(SHARES, Want::ULLong)];
    for ((period, _), (quota, _)) in GROUPS {
        known.extend([(period, Want::ULLong), (quota, Want::LLong)]);
    }
    params::validate(params, &known)
}

/// All of them as parameters; 0 is what is not set.
pub fn params(doc: &Domain) -> Vec<TypedParam> {
    let mut tune = doc.cputune.clone().unwrap_or_default();
    let mut list = vec![TypedParam::new(SHARES, tune.shares.unwrap_or(0))];
    for ((period, p), (quota, q)) in GROUPS {
        list.push(TypedParam::new(period, p(&mut tune).unwrap_or(0)));
        list.push(TypedParam::new(quota, q(&mut tune).unwrap_or(0)));
    }
    list
}

/// Sets those that are given, or none of them.
pub fn set(doc: &mut Domain, params: &[TypedParam]) -> Result<()> {
    let mut tune = doc.cputune.clone().unwrap_or_default();
    for param in params {
        match param.value {
            ParamValue::ULLong(shares) if param.field == SHARES => tune.shares = Some(shares),
            ParamValue::ULLong(value) => {
                if value > 0 && !PERIOD.contains(&value) {
                    return Err(out_of_range(&param.field, PERIOD));
                }
                let all = GROUPS.into_iter().map(|(period, _)| period);
                for (_, field) in all.filter(|(name, _)| *name == param.field) {
                    *field(&mut tune) = Some(value).filter(|v| *v > 0);
                }
            }
            ParamValue::LLong(value) => {
                if value > 0 && !QUOTA.contains(&value) {
                    return Err(out_of_range(&param.field, QUOTA));
                }
                let all = GROUPS.into_iter().map(|(_, quota)| quota);
                for (_, field) in all.filter(|(name, _)| *name == param.field) {
                    *field(&mut tune) = Some(value).filter(|v| *v != 0);
                }
            }
            _ => {}
        }
    }
    doc.cputune = (tune != CpuTune::default()).then_some(tune);
    Ok(())
}

fn out_of_range<T: std::fmt::Display>(name: &str, range: RangeInclusive<T>) -> NotTunable {
    NotTunable(format!(
        "value of '{name}' is out of range [{}, {}]",
        range.start(),
        range.end()
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_set_is_told() {
        let mut doc = Domain::default();
        let all = [
            TypedParam::new(SHARES, 2048_u64),
            TypedParam::new("emulator_period", 100_000_u64),
            TypedParam::new("global_quota", -1_i64),
        ];
        validate(&all).unwrap();
        set(&mut doc, &all).unwrap();
        let told = params(&doc);
        assert_eq!(told.len(), COUNT as usize);
        assert!(all.iter().all(|p| told.contains(p)));
        set(&mut doc, &[TypedParam::new("global_quota", 0_i64)]).unwrap();
        assert_eq!(doc.cputune.unwrap().global_quota, None);
    }

    #[test]
    fn what_the_kernel_refuses_changes_nothing() {
        let mut doc = Domain::default();
        let few = [
            TypedParam::new(SHARES, 9_u64),
            TypedParam::new("vcpu_quota", 5_i64),
        ];
        let error = set(&mut doc, &few).unwrap_err();
        assert_eq!(
            error.0,
            "value of 'vcpu_quota' is out of range [1000, 17592186044415]"
        );
        assert!(doc.cputune.is_none());
    }
}
