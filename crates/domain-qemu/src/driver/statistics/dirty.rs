//! How fast a guest writes to its memory, as QEMU measured last.

use super::bulk::{Patience, ask};
use crate::guest::Live;
use ferrovirt_qmp::commands::QueryDirtyRate;
use ferrovirt_types::param::TypedParam;

/// States of a measurement as the interface counts them.
const MEASURED: i32 = 2;

/// The last measurement, or that there was none; nothing from a QEMU that does not know.
pub(super) async fn rate(live: &Live, name: &str, patience: Patience) -> Vec<TypedParam> {
    let Ok(rate) = ask(live, name, &QueryDirtyRate {}, patience).await else {
        return Vec::new();
    };
    let status = match rate.status.as_str() {
        "measured" => MEASURED,
        "measuring" => 1,
        _ => 0,
    };
    let mut params = vec![
        TypedParam::new("dirtyrate.calc_status", status),
        TypedParam::new("dirtyrate.calc_start_time", rate.start_time),
        TypedParam::new("dirtyrate.calc_period", rate.calc_time),
    ];
    if let Some(mode) = rate.mode {
        params.push(TypedParam::new("dirtyrate.calc_mode", mode));
    }
    if let Some(megabytes) = rate.dirty_rate.filter(|_| status == MEASURED) {
        params.push(TypedParam::new("dirtyrate.megabytes_per_second", megabytes));
    }
    params
}
