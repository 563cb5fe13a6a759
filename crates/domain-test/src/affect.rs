//! Which definition a call is about: that of the running guest, the one it starts with next time, or
//! both.

use crate::error::{Result, TestError};
use ferrovirt_types::consts::{DomainModificationImpact, ErrorNumber};

/// Flag bits of the choice.
pub(crate) const AFFECT: u32 = LIVE | CONFIG;
pub(crate) const LIVE: u32 = DomainModificationImpact::LIVE.bits();
pub(crate) const CONFIG: u32 = DomainModificationImpact::CONFIG.bits();

/// The choice. At least one is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Affect {
    pub(crate) live: bool,
    pub(crate) config: bool,
}

impl Affect {
    /// Reads the choice from the flags; without one it is what the guest is now.
    pub(crate) fn of(flags: u32, active: bool, persistent: bool) -> Result<Affect> {
        let chosen = flags & AFFECT;
        let live = if chosen == 0 { active } else { flags & LIVE != 0 };
        let config = if chosen == 0 { !active } else { flags & CONFIG != 0 };
        if live && !active {
            return Err(TestError::NotRunning);
        }
        if config && !persistent {
            return Err(TestError::of_guest(
                ErrorNumber::OperationInvalid,
                "transient domains do not have any persistent config",
            ));
        }
        Ok(Affect { live, config })
    }

    /// The same for calls that cannot mean both.
    pub(crate) fn one(flags: u32, active: bool, persistent: bool) -> Result<Affect> {
        if flags & AFFECT == AFFECT {
            return Err(TestError::of_guest(
                ErrorNumber::InvalidArg,
                "the live and the persistent definition cannot be meant at once",
            ));
        }
        Affect::of(flags, active, persistent)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn current_is_what_the_guest_is() {
        let is = |flags, active, persistent| {
            Affect::of(flags, active, persistent)
                .ok()
                .map(|a| (a.live, a.config))
        };
        assert_eq!(is(0, true, true), Some((true, false)));
        assert_eq!(is(0, false, true), Some((false, true)));
        assert_eq!(is(AFFECT, true, true), Some((true, true)));
        assert_eq!(is(LIVE, false, true), None);
        assert_eq!(is(CONFIG, true, false), None);
        assert!(Affect::one(AFFECT, true, true).is_err());
    }
}
