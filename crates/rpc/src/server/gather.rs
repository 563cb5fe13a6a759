//! When events are sent: at once, unless many come.
//!
//! A client that hears of a change now and then gets each event as it happens. In a storm of them, each
//! would cost a wake-up and two system calls for every listener; from the third write within a
//! millisecond on, events are gathered until that millisecond is over and sent together.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::time::{Instant, Sleep};

/// How long events are gathered at most; timers have this resolution.
const WINDOW: Duration = Duration::from_millis(1);
/// Writes of events within one window that do not wait.
const AT_ONCE: u32 = 2;

/// Decides when one connection's events go.
#[derive(Debug, Default)]
pub(super) struct Gather {
    window: Option<Instant>,
    writes: u32,
    timer: Option<Pin<Box<Sleep>>>,
}

impl Gather {
    /// Whether events that wait are to go now; otherwise the task is woken when they are. `along` says that
    /// something else is sent anyway.
    pub(super) fn poll_due(&mut self, cx: &mut Context<'_>, along: bool) -> bool {
        let now = Instant::now();
        let end = match self.window {
            Some(start) if now < start + WINDOW => start + WINDOW,
            _ => {
                self.window = Some(now);
                self.writes = 0;
                now + WINDOW
            }
        };
        if along || self.writes < AT_ONCE {
            self.writes += 1;
            return true;
        }
        let timer = self
            .timer
            .get_or_insert_with(|| Box::pin(tokio::time::sleep_until(end)));
        if timer.deadline() != end {
            timer.as_mut().reset(end);
        }
        match timer.as_mut().poll(cx) {
            Poll::Ready(()) => {
                self.window = Some(now);
                self.writes = 1;
                true
            }
            Poll::Pending => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::future::poll_fn;

    #[tokio::test(start_paused = true)]
    async fn a_storm_is_gathered_and_a_single_event_is_not() {
        let mut gather = Gather::default();
        let mut due = async |along| poll_fn(|cx| Poll::Ready(gather.poll_due(cx, along))).await;
        assert!(due(false).await);
        assert!(due(false).await);
        assert!(!due(false).await, "the third within a millisecond waits");
        assert!(due(true).await, "what goes anyway takes them along");
        assert!(!due(false).await);
        tokio::time::advance(Duration::from_millis(2)).await;
        assert!(due(false).await, "the millisecond is over");
    }

    #[tokio::test(start_paused = true)]
    async fn what_waits_is_woken_for() {
        let mut gather = Gather::default();
        for _ in 0..5 {
            poll_fn(|cx| {
                if gather.poll_due(cx, false) {
                    Poll::Ready(())
                } else {
                    Poll::Pending
                }
            })
            .await;
        }
    }
}
