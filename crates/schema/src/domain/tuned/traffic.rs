//! Limits of the traffic of an interface.

use crate::common::bandwidth::{Bandwidth, Rate};
use ferrovirt_types::param::TypedParam;
use ferrovirt_types::params;

/// Limits by name: KiB a second, bursts in KiB.
pub const NAMES: [&str; 7] = [
    "inbound.average",
    "inbound.peak",
    "inbound.burst",
    "inbound.floor",
    "outbound.average",
    "outbound.peak",
    "outbound.burst",
];

/// All of them as parameters; 0 is no limit.
pub fn params(bandwidth: Option<&Bandwidth>) -> Vec<TypedParam> {
    let bandwidth = bandwidth.cloned().unwrap_or_default();
    let (inbound, outbound) = (
        bandwidth.inbound.unwrap_or_default(),
        bandwidth.outbound.unwrap_or_default(),
    );
    let values = [
        inbound.average,
        inbound.peak,
        inbound.burst,
        inbound.floor,
        outbound.average,
        outbound.peak,
        outbound.burst,
    ];
    let number = |value: Option<u64>| u32::try_from(value.unwrap_or(0)).unwrap_or(u32::MAX);
    let all = NAMES.into_iter().zip(values);
    all.map(|(name, value)| TypedParam::new(name, number(value)))
        .collect()
}

/// Sets the limits of those directions of which something is given.
pub fn set(bandwidth: &mut Bandwidth, params: &[TypedParam]) {
    let touched = |direction: &str| params.iter().any(|p| p.field.starts_with(direction));
    if touched("inbound.") {
        bandwidth.inbound = rate(params, "inbound");
    }
    if touched("outbound.") {
        bandwidth.outbound = rate(params, "outbound");
    }
}

/// A limit; without average or floor there is none.
fn rate(params: &[TypedParam], direction: &str) -> Option<Rate> {
    let given = |what: &str| params::number(params, &format!("{direction}.{what}")).filter(|n| *n > 0);
    let rate = Rate {
        average: given("average"),
        peak: given("peak"),
        floor: given("floor"),
        burst: given("burst"),
    };
    (rate.average.is_some() || rate.floor.is_some()).then_some(rate)
}
