//! What drivers say of themselves where no call of theirs would tell.

/// Abilities of the drivers behind one connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Abilities {
    /// Features of the interface (`VIR_DRV_FEATURE_*`, facts: `driver-features.tsv`) beyond those that
    /// every connection has.
    pub features: &'static [i32],
    /// Whether guests have a monitor that tells what happens.
    pub monitor: bool,
}

impl Default for Abilities {
    /// No further features, every kind of event.
    fn default() -> Self {
        Abilities {
            features: &[],
            monitor: true,
        }
    }
}
