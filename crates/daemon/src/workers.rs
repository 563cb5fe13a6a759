//! How many calls of a server are at work at the same time, where its administrator sets a limit.
//!
//! Calls are no threads here, and one that waits costs next to nothing: as long as nobody sets `max_workers`, there is
//! no limit. Once it is set, that many calls are at work, whoever they are from; more wait, first come first
//! served. What the caller serves past the limit (calls of high priority) does not come here at all.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::oneshot;

/// The workers of one server.
#[derive(Debug)]
pub struct Workers {
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    /// Calls that may be at work; none: as many as come.
    limit: Option<u32>,
    busy: u32,
    waiting: VecDeque<oneshot::Sender<Worker>>,
}

/// A call's right to be at work, until it is dropped.
#[derive(Debug)]
pub struct Worker {
    workers: Arc<Workers>,
}

impl Workers {
    /// Workers without a call.
    pub fn new(limit: Option<u32>) -> Arc<Self> {
        Arc::new(Self {
            state: Mutex::new(State {
                limit,
                busy: 0,
                waiting: VecDeque::new(),
            }),
        })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts another limit in force. Calls that are at work go on, also when they are more.
    pub fn set_limit(self: &Arc<Self>, limit: Option<u32>) {
        self.change(|state| state.limit = limit);
    }

    /// Calls that are at work and calls that wait.
    pub fn load(&self) -> (u32, u32) {
        let state = self.state();
        let waiting = state.waiting.iter().filter(|turn| !turn.is_closed()).count();
        (state.busy, u32::try_from(waiting).unwrap_or(u32::MAX))
    }

    /// Takes a worker, once there is one.
    pub async fn take(self: &Arc<Self>) -> Worker {
        let turn = {
            let mut state = self.state();
            if state.has_room() && state.waiting.is_empty() {
                state.busy += 1;
                return self.worker();
            }
            let (sender, turn) = oneshot::channel();
            state.waiting.push_back(sender);
            turn
        };
        match turn.await {
            Ok(worker) => worker,
            // Nobody drops a turn without giving it, for as long as the workers are there.
            Err(_) => {
                self.state().busy += 1;
                self.worker()
            }
        }
    }

    fn worker(self: &Arc<Self>) -> Worker {
        let workers = Arc::clone(self);
        Worker { workers }
    }

    /// Changes the state, and lets those in who wait and now have room.
    fn change(self: &Arc<Self>, change: impl FnOnce(&mut State)) {
        let mut turns = Vec::new();
        {
            let mut state = self.state();
            change(&mut state);
            while state.has_room()
                && let Some(turn) = state.waiting.pop_front()
            {
                if turn.is_closed() {
                    continue;
                }
                state.busy += 1;
                turns.push(turn);
            }
        }
        for turn in turns {
            // Who has just gone gives it back by this.
            drop(turn.send(self.worker()));
        }
    }
}

impl State {
    fn has_room(&self) -> bool {
        self.limit.is_none_or(|limit| self.busy < limit)
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.workers.change(|state| state.busy -= 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::FutureExt as _;

    #[test]
    fn calls_beyond_the_limit_wait_in_their_order() {
        let workers = Workers::new(Some(2));
        let take = || {
            let workers = Arc::clone(&workers);
            Box::pin(async move { workers.take().await })
        };
        let first = take().now_or_never().unwrap();
        let second = take().now_or_never().unwrap();
        let (mut third, mut fourth, mut fifth) = (take(), take(), take());
        for call in [&mut third, &mut fourth, &mut fifth] {
            assert!(call.now_or_never().is_none());
        }
        assert_eq!(workers.load(), (2, 3));
        // The one whose turn it is has gone: the next one gets it.
        drop(third);
        assert_eq!(workers.load(), (2, 2));
        drop(first);
        assert!((&mut fifth).now_or_never().is_none());
        let fourth = fourth.now_or_never().unwrap();
        workers.set_limit(Some(1));
        drop(second);
        assert!((&mut fifth).now_or_never().is_none());
        workers.set_limit(None);
        let fifth = fifth.now_or_never().unwrap();
        assert_eq!(workers.load(), (2, 0));
        drop((fourth, fifth));
        assert_eq!(workers.load(), (0, 0));
    }
}
