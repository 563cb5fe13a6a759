//! Work that takes long: copying, converting, wiping. It ends early, and what it made is removed, when whoever asked
//! for it is gone or somebody cancels it; others can see how far it is.
//!
//! It is wanted, then cancelled or not, then over. Whoever asked, and whoever removes a volume that is being made, may
//! cancel it; only the work itself ends it.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::sync::watch;

tokio::task_local! {
    static CURRENT: Job;
}

/// Work that somebody waits for.
#[derive(Debug, Clone)]
pub(crate) struct Job(Arc<State>);

#[derive(Debug)]
struct State {
    phase: watch::Sender<Phase>,
    done: AtomicU64,
    total: AtomicU64,
}

#[derive(Debug, Clone, Copy, Default)]
struct Phase {
    cancelled: bool,
    over: bool,
}

/// How far work is, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Progress {
    /// What is behind it.
    pub(crate) done: u64,
    /// All of it; zero until that is known.
    pub(crate) total: u64,
}

impl Job {
    /// Work that begins.
    pub(crate) fn begin() -> Self {
        Job(Arc::new(State {
            phase: watch::Sender::new(Phase::default()),
            done: AtomicU64::new(0),
            total: AtomicU64::new(0),
        }))
    }

    /// The work that is done in this task or on this thread; none where it is not to be cancelled.
    pub(crate) fn current() -> Option<Self> {
        CURRENT.try_with(Clone::clone).ok()
    }

    /// Does the work in this task.
    pub(crate) async fn scope<F: Future>(self, work: F) -> F::Output {
        let result = CURRENT.scope(self.clone(), work).await;
        self.0.phase.send_modify(|phase| phase.over = true);
        result
    }

    /// Does a part of the work on this thread.
    pub(crate) fn sync_scope<T>(self, work: impl FnOnce() -> T) -> T {
        CURRENT.sync_scope(self, work)
    }

    /// Tells the work to end.
    pub(crate) fn cancel(&self) {
        self.0.phase.send_modify(|phase| phase.cancelled |= !phase.over);
    }

    /// Waits until the work is over, cancelled or not.
    pub(crate) async fn over(&self) {
        self.reached(|phase| phase.over).await;
    }

    /// How far it is.
    pub(crate) fn progress(&self) -> Progress {
        Progress {
            done: self.0.done.load(Ordering::Relaxed),
            total: self.0.total.load(Ordering::Relaxed),
        }
    }

    /// Tells how far it is, in bytes.
    pub(crate) fn report(&self, done: u64, total: u64) {
        self.0.done.store(done.min(total), Ordering::Relaxed);
        self.0.total.store(total, Ordering::Relaxed);
    }

    /// Whether it was cancelled before it was over.
    pub(crate) fn is_cancelled(&self) -> bool {
        self.0.phase.borrow().cancelled
    }

    async fn reached(&self, phase: impl FnMut(&Phase) -> bool) {
        // The sender is part of what we hold: it is not gone while we wait.
        let _ = self.0.phase.subscribe().wait_for(phase).await;
    }
}

/// Waits until the work of this task is cancelled: for ever, if it cannot be.
pub(crate) async fn cancelled() {
    match Job::current() {
        Some(job) => job.reached(|phase| phase.cancelled).await,
        None => std::future::pending().await,
    }
}

/// An error if the work of this thread is cancelled. To be asked between pieces of it.
pub(crate) fn check() -> io::Result<()> {
    match Job::current().is_some_and(|job| job.is_cancelled()) {
        true => Err(io::Error::other("it was cancelled")),
        false => Ok(()),
    }
}

/// Tells how far the work of this task or thread is, in bytes.
pub(crate) fn report(done: u64, total: u64) {
    if let Some(job) = Job::current() {
        job.report(done, total);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn work_ends_when_nobody_wants_it() {
        let job = Job::begin();
        job.clone().sync_scope(|| check().unwrap());
        job.cancel();
        assert!(job.clone().sync_scope(check).is_err());
        job.clone().scope(cancelled()).await;
        job.over().await;
        // What belongs to no job goes on.
        check().unwrap();
    }

    #[test]
    fn others_see_how_far_it_is() {
        let job = Job::begin();
        assert_eq!(job.progress(), Progress { done: 0, total: 0 });
        job.clone().sync_scope(|| report(30, 20));
        assert_eq!(job.progress(), Progress { done: 20, total: 20 });
        // What belongs to no job is not told.
        report(1, 2);
    }
}
