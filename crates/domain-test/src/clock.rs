//! The clock of a host: that of the machine, a faster one, or one that only moves when it is told to,
//! so that a test of something that takes hours takes no time.

use crate::error::{Result, TestError};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tokio::sync::Notify;

/// When a manual clock begins that is told nothing else: 2026-01-01, in seconds since 1970.
const START: u64 = 1_767_225_600;
/// Fastest clock.
const FASTEST: u32 = 1_000_000;
/// Latest moment of a clock, in seconds since 1970: year 9999.
const END: u64 = 253_402_300_799;

/// How a clock moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pace {
    /// As the machine's, so many times as fast.
    Times(u32),
    /// By hand, from here on.
    Manual(Duration),
}

impl Pace {
    /// Reads `real`, `x10`, `manual` or `manual:SECONDS`.
    pub(crate) fn parse(text: &str) -> Result<Self> {
        let bad = || {
            TestError::InvalidArgument(format!(
                "clock '{text}': it is real, xN (N times as fast), manual, or manual:SECONDS since 1970"
            ))
        };
        match text {
            "real" => return Ok(Pace::Times(1)),
            "manual" => return Ok(Pace::Manual(Duration::from_secs(START))),
            _ => {}
        }
        if let Some(seconds) = text.strip_prefix("manual:") {
            return Ok(Pace::Manual(moment(seconds.parse().map_err(|_| bad())?)?));
        }
        let times = text.strip_prefix('x').and_then(|n| n.parse().ok());
        times
            .filter(|n| (1..=FASTEST).contains(n))
            .map(Pace::Times)
            .ok_or_else(bad)
    }
}

/// A moment in seconds since 1970, if a clock can show it.
pub(crate) fn moment(seconds: f64) -> Result<Duration> {
    Duration::try_from_secs_f64(seconds)
        .ok()
        .filter(|d| d.as_secs() <= END)
        .ok_or_else(|| TestError::InvalidArgument(format!("no clock shows {seconds} seconds since 1970")))
}

struct State {
    pace: Pace,
    /// What the machine's clock showed when the pace was set, and what this one showed then.
    from: (Duration, Duration),
}

/// A clock.
pub(crate) struct Clock {
    state: Mutex<State>,
    /// Somebody moved it.
    moved: Notify,
}

impl Default for Clock {
    fn default() -> Self {
        Clock {
            state: Mutex::new(State {
                pace: Pace::Times(1),
                from: (Duration::ZERO, Duration::ZERO),
            }),
            moved: Notify::new(),
        }
    }
}

fn machine() -> Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
}

impl State {
    fn now(&self) -> Duration {
        match self.pace {
            Pace::Manual(now) => now,
            Pace::Times(1) if self.from.0 == self.from.1 => machine(),
            Pace::Times(n) => {
                let elapsed = machine().saturating_sub(self.from.0);
                self.from.1.saturating_add(elapsed.saturating_mul(n))
            }
        }
    }
}

impl Clock {
    /// What it shows, since 1970.
    pub(crate) fn now(&self) -> Duration {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).now()
    }

    /// Has it move otherwise. A manual clock shows what the pace says, others go on from now.
    pub(crate) fn set(&self, pace: Pace) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let from = (machine(), state.now());
        *state = State { pace, from };
        drop(state);
        self.moved.notify_waiters();
    }

    /// Moves it forward, which makes it a manual one.
    pub(crate) fn advance(&self, by: Duration) -> Result<()> {
        let to = moment(self.now().saturating_add(by).as_secs_f64())?;
        self.set(Pace::Manual(to));
        Ok(())
    }

    /// Waits until it shows at least this.
    pub(crate) async fn wait_for(&self, moment: Duration) {
        loop {
            let moved = self.moved.notified();
            let (now, pace) = {
                let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
                (state.now(), state.pace)
            };
            let left = moment.saturating_sub(now);
            if left.is_zero() {
                return;
            }
            match pace {
                Pace::Manual(_) => moved.await,
                Pace::Times(n) => {
                    // A little later than needed rather than twice.
                    let pause = left / n + Duration::from_millis(1);
                    tokio::select! {
                        () = moved => {}
                        () = tokio::time::sleep(pause) => {}
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    #[test]
    fn paces() {
        assert_eq!(Pace::parse("x60").unwrap(), Pace::Times(60));
        assert_eq!(
            Pace::parse("manual:1.5").unwrap(),
            Pace::Manual(Duration::from_millis(1500))
        );
        for bad in [
            "",
            "x0",
            "x99999999",
            "manual:-1",
            "manual:nan",
            "manual:1e300",
            "slow",
        ] {
            assert!(Pace::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_manual_clock_stands_still_and_others_go_on_from_it() {
        let clock = Clock::default();
        clock.set(Pace::Manual(Duration::from_secs(100)));
        assert_eq!(clock.now(), Duration::from_secs(100));
        clock.advance(Duration::from_secs(5)).unwrap();
        assert_eq!(clock.now(), Duration::from_secs(105));
        clock.set(Pace::Times(1));
        let now = clock.now();
        assert!(now >= Duration::from_secs(105) && now < Duration::from_secs(200));
    }

    #[tokio::test]
    async fn who_waits_is_woken_by_hand() {
        let clock = Arc::new(Clock::default());
        clock.set(Pace::Manual(Duration::from_secs(1)));
        let waiting = {
            let clock = clock.clone();
            tokio::spawn(async move { clock.wait_for(Duration::from_secs(3600)).await })
        };
        tokio::task::yield_now().await;
        clock.advance(Duration::from_secs(10)).unwrap();
        tokio::task::yield_now().await;
        assert!(!waiting.is_finished());
        clock.advance(Duration::from_secs(3600)).unwrap();
        waiting.await.unwrap();
    }
}
