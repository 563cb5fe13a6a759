//! When events are sent: at once, unless many come.
//!
//! A client that hears of a change now and then gets each event as it happens. In a storm of them, each
//! would cost a wake-up and two system calls for every listener; from the third write within a
//! millisecond on, events are gathered until that millisecond is over and sent together. While the storm
//! lasts, they go once in a few milliseconds.

use std::pin::Pin;
use std::task::Context;
use std::time::Duration;
use tokio::time::{Instant, Sleep};

/// How long events are gathered at most; timers have this resolution.
const WINDOW: Duration = Duration::from_millis(1);
/// The same while a storm lasts.
const STORM: Duration = Duration::from_millis(4);
/// Writes of events within one window that do not wait.
const AT_ONCE: u32 = 2;

/// Decides when one connection's events go.
#[derive(Debug, Default)]
pub(super) struct Gather {
    /// Begin and length.
    window: Option<(Instant, Duration)>,
    writes: u32,
    /// Events wait for the end of the window.
    held: bool,
    timer: Option<Pin<Box<Sleep>>>,
}

impl Gather {
    /// Whether events that wait are to go now; otherwise the task is woken when they are. `along` says that
    /// something else is sent anyway.
    pub(super) fn poll_due(&mut self, cx: &mut Context<'_>, along: bool) -> bool {
        let now = Instant::now();
        let end = self.window.map(|(begin, length)| begin + length);
        let Some(end) = end.filter(|end| now < *end) else {
            return self.begin(now);
        };
        if along || self.writes < AT_ONCE {
            self.writes = self.writes.saturating_add(1);
            self.held = false;
            return true;
        }
        self.held = true;
        let timer = self
            .timer
            .get_or_insert_with(|| Box::pin(tokio::time::sleep_until(end)));
        if timer.deadline() != end {
            timer.as_mut().reset(end);
        }
        timer.as_mut().poll(cx).is_ready() && self.begin(now)
    }

    /// A window begins with a write; one that gives what was held back is of a storm.
    fn begin(&mut self, now: Instant) -> bool {
        let (length, writes) = if self.held { (STORM, AT_ONCE) } else { (WINDOW, 1) };
        self.window = Some((now, length));
        self.writes = writes;
        self.held = false;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::future::poll_fn;
    use std::task::Poll;

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
        assert!(!due(false).await, "the storm goes on");
        tokio::time::advance(Duration::from_millis(2)).await;
        assert!(!due(false).await, "and is gathered for longer");
        tokio::time::advance(Duration::from_millis(3)).await;
        assert!(due(false).await, "not for ever");
        tokio::time::advance(Duration::from_millis(5)).await;
        assert!(due(false).await && due(false).await, "it is over");
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
