//! Work that takes long, or may: others see how far it is and which step it is at, and can end it. What it made is
//! removed then.
//!
//! It is wanted, then cancelled or not, then over. Whoever asked, whoever removes a volume that is being made and
//! whoever stops a pool may cancel it; only the work itself ends it. A cancel ends the step that is under way, or the
//! next one; the steps after that undo what was done.

use std::borrow::Cow;
use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::watch;

tokio::task_local! {
    static CURRENT: Job;
}

/// Work that somebody waits for.
#[derive(Debug, Clone)]
pub(crate) struct Job {
    state: Arc<State>,
    /// This part of it undoes what was done, and is not to be ended.
    undoing: bool,
}

#[derive(Debug)]
struct State {
    phase: watch::Sender<Phase>,
    done: AtomicU64,
    total: AtomicU64,
    step: Mutex<Option<(Cow<'static, str>, Instant)>>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Phase {
    cancelled: bool,
    /// No step was ended by the cancel yet.
    pending: bool,
    over: bool,
}

/// How far work is, in bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Progress {
    /// What is behind it.
    pub(crate) done: u64,
    /// All of it; zero until that is known.
    pub(crate) total: u64,
    /// What it waits for, and for how many seconds.
    pub(crate) step: Option<(String, u64)>,
}

impl Job {
    /// Work that begins.
    pub(crate) fn begin() -> Self {
        Job {
            state: Arc::new(State {
                phase: watch::Sender::new(Phase::default()),
                done: AtomicU64::new(0),
                total: AtomicU64::new(0),
                step: Mutex::default(),
            }),
            undoing: false,
        }
    }

    /// The work that is done in this task or on this thread, if any.
    pub(crate) fn current() -> Option<Self> {
        CURRENT.try_with(Clone::clone).ok()
    }

    /// Does the work in this task.
    pub(crate) async fn scope<F: Future>(self, work: F) -> F::Output {
        let result = CURRENT.scope(self.clone(), work).await;
        self.state.phase.send_modify(|phase| phase.over = true);
        result
    }

    /// Does a part of the work on this thread.
    pub(crate) fn sync_scope<T>(self, work: impl FnOnce() -> T) -> T {
        CURRENT.sync_scope(self, work)
    }

    /// Tells the work to end. Doing it again ends one more step, such as one that undoes and hangs.
    pub(crate) fn cancel(&self) {
        self.state.phase.send_modify(|phase| {
            phase.cancelled |= !phase.over;
            phase.pending = phase.cancelled;
        });
    }

    /// Waits until the work is over, cancelled or not.
    pub(crate) async fn over(&self) {
        self.reached(|phase| phase.over).await;
    }

    /// How far it is.
    pub(crate) fn progress(&self) -> Progress {
        let step = self.step().clone();
        Progress {
            done: self.state.done.load(Ordering::Relaxed),
            total: self.state.total.load(Ordering::Relaxed),
            step: step.map(|(what, since)| (what.into_owned(), since.elapsed().as_secs())),
        }
    }

    /// Tells how far it is, in bytes.
    pub(crate) fn report(&self, done: u64, total: u64) {
        self.state.done.store(done.min(total), Ordering::Relaxed);
        self.state.total.store(total, Ordering::Relaxed);
    }

    /// Whether it was cancelled before it was over.
    pub(crate) fn is_cancelled(&self) -> bool {
        self.state.phase.borrow().cancelled
    }

    fn step(&self) -> MutexGuard<'_, Option<(Cow<'static, str>, Instant)>> {
        self.state.step.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn reached(&self, phase: impl FnMut(&Phase) -> bool) {
        // The sender is part of what we hold: it is not gone while we wait.
        let _ = self.state.phase.subscribe().wait_for(phase).await;
    }
}

/// How long a step may take to end by itself.
const TO_END: Duration = Duration::from_secs(10);

/// A step of work, shown until dropped.
pub(crate) struct Step(Option<Job>);

impl Step {
    /// One that waits for `what`, in the work of this task.
    pub(crate) fn waiting_for(what: impl FnOnce() -> Cow<'static, str>) -> Self {
        let job = Job::current();
        if let Some(job) = &job {
            *job.step() = Some((what(), Instant::now()));
        }
        Step(job)
    }

    /// Waits until the work is cancelled, and this step is the one that ends by it: for ever, if it is not to be.
    pub(crate) async fn interrupted(&self) {
        match &self.0 {
            Some(job) if !job.undoing => {
                job.reached(|phase| phase.pending).await;
                self.is_the_one();
            }
            _ => std::future::pending().await,
        }
    }

    /// The same for a step that sees by itself that it is to end ([`check`]): it is given up only when it does not.
    pub(crate) async fn stuck(&self) {
        match &self.0 {
            Some(job) if !job.undoing => {
                job.reached(|phase| phase.pending).await;
                tokio::time::sleep(TO_END).await;
                self.is_the_one();
            }
            _ => std::future::pending().await,
        }
    }

    /// The step that the cancel ended is this: those that follow undo.
    fn is_the_one(&self) {
        if let Some(job) = &self.0 {
            job.state.phase.send_modify(|phase| phase.pending = false);
        }
    }
}

impl Drop for Step {
    fn drop(&mut self) {
        if let Some(job) = &self.0 {
            *job.step() = None;
        }
    }
}

/// Does what undoes work: it is not ended by the cancel that made it necessary.
pub async fn undoing<F: Future>(work: F) -> F::Output {
    match Job::current() {
        None => work.await,
        Some(job) => {
            let job = Job { undoing: true, ..job };
            CURRENT.scope(job, work).await
        }
    }
}

/// An error if the work of this thread is cancelled. To be asked between pieces of it, and before what is made shows.
pub fn check() -> io::Result<()> {
    match Job::current().is_some_and(|job| job.is_cancelled() && !job.undoing) {
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
        job.over_with(async {
            let step = Step::waiting_for(|| "a program".into());
            assert_eq!(
                job.progress().step.map(|(what, _)| what).as_deref(),
                Some("a program")
            );
            step.interrupted().await;
        })
        .await;
        assert_eq!(job.progress().step, None);
        job.over().await;
        // What belongs to no job goes on.
        check().unwrap();
    }

    #[tokio::test]
    async fn one_cancel_ends_one_step_and_never_what_undoes() {
        let job = Job::begin();
        let goes_on = async || {
            let step = Step::waiting_for(|| "".into());
            tokio::select! {
                biased;
                () = step.interrupted() => false,
                () = std::future::ready(()) => true,
            }
        };
        job.over_with(async {
            assert!(goes_on().await);
            job.cancel();
            assert!(undoing(goes_on()).await);
            assert!(!goes_on().await);
            assert!(goes_on().await);
            job.cancel();
            assert!(!goes_on().await);
        })
        .await;
        assert!(job.is_cancelled());
    }

    impl Job {
        async fn over_with(&self, work: impl Future<Output = ()>) {
            self.clone().scope(work).await;
        }
    }

    #[test]
    fn others_see_how_far_it_is() {
        let job = Job::begin();
        assert_eq!(job.progress(), Progress::default());
        job.clone().sync_scope(|| report(30, 20));
        assert_eq!((job.progress().done, job.progress().total), (20, 20));
        // What belongs to no job is not told.
        report(1, 2);
    }
}
