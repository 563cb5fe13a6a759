//! Limits of the traffic of an interface.

use crate::domain::devices;
use crate::error::Result;
use crate::params;
use ferrovirt_schema::common::bandwidth::Rate;
use ferrovirt_schema::domain::Domain;
use ferrovirt_types::param::TypedParam;

/// Limits by name: KiB a second, bursts in KiB.
pub(super) const NAMES: [&str; 7] = [
    "inbound.average",
    "inbound.peak",
    "inbound.burst",
    "inbound.floor",
    "outbound.average",
    "outbound.peak",
    "outbound.burst",
];

pub(super) fn params(doc: &Domain, device: &str) -> Result<Vec<TypedParam>> {
    let bandwidth = devices::interface(doc, device)?
        .bandwidth
        .clone()
        .unwrap_or_default();
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
    Ok(NAMES
        .into_iter()
        .zip(values)
        .map(|(name, value)| TypedParam::new(name, number(value)))
        .collect())
}

/// Sets the limits of those directions of which something is given.
pub(super) fn set(doc: &mut Domain, device: &str, params: &[TypedParam]) -> Result<()> {
    let interface = devices::interface_mut(doc, device)?;
    let mut bandwidth = interface.bandwidth.clone().unwrap_or_default();
    let touched = |direction: &str| params.iter().any(|p| p.field.starts_with(direction));
    if touched("inbound.") {
        bandwidth.inbound = rate(params, "inbound");
    }
    if touched("outbound.") {
        bandwidth.outbound = rate(params, "outbound");
    }
    interface.bandwidth = Some(bandwidth);
    Ok(())
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
