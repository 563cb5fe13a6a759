//! How fast a guest writes to its memory: a measurement that QEMU makes.

use super::super::QemuDriver;
use super::monitor;
use crate::error::{QemuError, Result};
use ferrovirt_types::consts::{DomainDirtyRateCalcFlags as Mode, ErrorNumber};
use ferrovirt_types::object::DomainRef;

/// How long a measurement may take, in seconds.
const LONGEST: i32 = 60;

impl QemuDriver {
    pub(super) async fn measure_dirtying(&self, dom: &DomainRef, seconds: i32, flags: u32) -> Result<()> {
        let mode = Mode::from_bits_truncate(flags);
        if mode.contains(Mode::DIRTY_BITMAP | Mode::DIRTY_RING) {
            return Err(QemuError::InvalidArg(
                "a measurement has one mode: by bitmap or by ring".to_owned(),
            ));
        }
        if !(1..=LONGEST).contains(&seconds) {
            return Err(QemuError::ConfigUnsupported(format!(
                "seconds={seconds} is invalid, please choose value within [1, {LONGEST}]."
            )));
        }
        let guest = self.core.guest(dom)?;
        let live = guest.running()?;
        let ring = live.doc.features.as_ref().and_then(|f| f.kvm.as_ref());
        let has_ring = ring.is_some_and(|kvm| kvm.dirty_ring.is_some());
        if mode.contains(Mode::DIRTY_RING) && !has_ring {
            return Err(QemuError::coded(
                ErrorNumber::OperationUnsupported,
                "dirty-ring calculation mode requires dirty-ring feature enabled.",
            ));
        }
        let mut arguments = serde_json::json!({ "calc-time": seconds });
        if !mode.is_empty() {
            let by_ring = mode.contains(Mode::DIRTY_RING);
            arguments["mode"] = if by_ring { "dirty-ring" } else { "dirty-bitmap" }.into();
        }
        monitor(&live, &guest)?.run("calc-dirty-rate", arguments).await
    }
}
