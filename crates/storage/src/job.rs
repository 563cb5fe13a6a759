//! Work that takes long: copying, converting, wiping. It ends early, and what it made is removed, when whoever asked
//! for it is gone.

use std::io;
use tokio::sync::watch;

tokio::task_local! {
    static CURRENT: Job;
}

/// Work that somebody waits for.
#[derive(Debug, Clone)]
pub(crate) struct Job(watch::Receiver<()>);

/// Who waits for it: dropping this cancels it.
#[derive(Debug)]
pub(crate) struct Wanted(#[expect(dead_code, reason = "the job sees when it is dropped")] watch::Sender<()>);

/// Work, and who waits for it.
pub(crate) fn begin() -> (Wanted, Job) {
    let (sender, receiver) = watch::channel(());
    (Wanted(sender), Job(receiver))
}

impl Job {
    /// The work that is done in this task or on this thread; none where it is not to be cancelled.
    pub(crate) fn current() -> Option<Self> {
        CURRENT.try_with(Clone::clone).ok()
    }

    /// Does the work in this task.
    pub(crate) fn scope<F: Future>(self, work: F) -> impl Future<Output = F::Output> {
        CURRENT.scope(self, work)
    }

    /// Does the work on this thread.
    pub(crate) fn sync_scope<T>(self, work: impl FnOnce() -> T) -> T {
        CURRENT.sync_scope(self, work)
    }

    fn is_cancelled(&self) -> bool {
        self.0.has_changed().is_err()
    }
}

/// Waits until the work of this task is cancelled: for ever, if it cannot be.
pub(crate) async fn cancelled() {
    match Job::current() {
        Some(mut job) => while job.0.changed().await.is_ok() {},
        None => std::future::pending().await,
    }
}

/// An error if the work of this thread is cancelled. To be asked between pieces of it.
pub(crate) fn check() -> io::Result<()> {
    match Job::current().is_some_and(|job| job.is_cancelled()) {
        true => Err(io::Error::other("whoever asked for it is gone")),
        false => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn work_ends_when_nobody_waits_for_it() {
        let (wanted, job) = begin();
        let on_thread = job.clone();
        on_thread.clone().sync_scope(|| check().unwrap());
        drop(wanted);
        assert!(on_thread.sync_scope(check).is_err());
        job.scope(cancelled()).await;
        // What belongs to no job goes on.
        check().unwrap();
    }
}
