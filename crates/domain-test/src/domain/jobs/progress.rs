//! Work of so many bytes that is done at some speed: how far it is follows from the clock.

use std::time::Duration;

/// The work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Progress {
    pub(crate) total: u64,
    /// Bytes that were done at `since`.
    done: u64,
    since: Duration,
    /// Bytes a second; never zero.
    rate: u64,
}

impl Progress {
    pub(crate) fn new(total: u64, rate: u64, now: Duration) -> Self {
        Progress {
            total,
            done: 0,
            since: now,
            rate: rate.max(1),
        }
    }

    /// Bytes that are done.
    pub(crate) fn done(&self, now: Duration) -> u64 {
        let elapsed = now.saturating_sub(self.since).as_nanos();
        let more = elapsed.saturating_mul(u128::from(self.rate)) / 1_000_000_000;
        let more = u64::try_from(more).unwrap_or(u64::MAX);
        self.done.saturating_add(more).min(self.total)
    }

    /// When everything is done.
    pub(crate) fn ends(&self) -> Duration {
        let left = u128::from(self.total.saturating_sub(self.done));
        let nanos = (left * 1_000_000_000).div_ceil(u128::from(self.rate));
        let time = Duration::from_nanos(u64::try_from(nanos).unwrap_or(u64::MAX));
        self.since.saturating_add(time)
    }

    /// Goes on at another speed.
    pub(crate) fn set_rate(&mut self, rate: u64, now: Duration) {
        self.done = self.done(now);
        self.since = now;
        self.rate = rate.max(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn at(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn it_ends_when_everything_is_done() {
        let mut work = Progress::new(100, 10, at(5));
        assert_eq!((work.done(at(5)), work.done(at(8)), work.ends()), (0, 30, at(15)));
        work.set_rate(35, at(8));
        assert_eq!((work.done(at(9)), work.ends()), (65, at(10)));
        assert_eq!(work.done(at(99)), 100);
    }

    #[test]
    fn giant_work_ends_far_away() {
        let work = Progress::new(u64::MAX, 0, at(0));
        assert!(work.ends() > at(1_000_000_000));
        assert_eq!(Progress::new(0, 0, at(3)).ends(), at(3));
    }
}
