//! What is being done to a pool as a whole: whoever asks sees it, and stopping the pool ends it when it does not come to
//! an end.

use crate::StorageError;
use crate::driver::Shared;
use crate::job::{Job, Progress};
use crate::pool::Pool;
use ferrovirt_types::object::StoragePoolRef;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// A change of a pool's state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Change {
    Build,
    Start,
    Refresh,
    Stop,
    Remove,
}

impl Change {
    /// What it is, as a sentence.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Change::Build => "it is being built",
            Change::Start => "it is being started",
            Change::Refresh => "it is being refreshed",
            Change::Stop => "it is being stopped",
            Change::Remove => "it is being removed",
        }
    }
}

/// The change of a pool that is under way, if any. Only who holds the store's claim on the pool makes one.
#[derive(Debug, Default)]
pub(crate) struct UnderWay(Mutex<Option<(Change, Job)>>);

impl UnderWay {
    fn lock(&self) -> MutexGuard<'_, Option<(Change, Job)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What it is, and how far.
    pub(crate) fn progress(&self) -> Option<(Change, Progress)> {
        self.lock()
            .as_ref()
            .map(|(change, job)| (*change, job.progress()))
    }
}

/// A change, until dropped.
pub(crate) struct Changing<'p>(&'p UnderWay);

impl Drop for Changing<'_> {
    fn drop(&mut self) {
        *self.0.lock() = None;
    }
}

impl Pool {
    /// Tells others of a change that the work of this task makes.
    pub(crate) fn begin(&self, change: Change) -> Changing<'_> {
        let under_way = self.under_way();
        *under_way.lock() = Job::current().map(|job| (change, job));
        Changing(under_way)
    }
}

/// How long whoever changes a pool waits for another who does.
const PATIENCE: Duration = Duration::from_secs(30);
/// The same for who wants to stop the pool, before ending what the other does.
const BEFORE_ENDING: Duration = Duration::from_secs(2);
/// How long a change that is to end may take to undo what it did.
const TO_UNDO: Duration = Duration::from_secs(60);

/// An answer in time, or why there is none.
pub(crate) async fn in_turn<T>(
    shared: &Shared,
    pool: &StoragePoolRef,
    turn: impl Future<Output = Result<T, StorageError>>,
) -> Result<T, StorageError> {
    let waited = tokio::time::timeout(PATIENCE, turn).await;
    waited.unwrap_or_else(|_| Err(changing(shared, pool)))
}

fn changing(shared: &Shared, pool: &StoragePoolRef) -> StorageError {
    let under_way = shared
        .pool(pool)
        .ok()
        .and_then(|pool| pool.object.under_way().progress());
    let (change, step) = match under_way {
        Some((change, progress)) => (change.as_str(), progress.step),
        None => ("others change it", None),
    };
    StorageError::PoolChanging {
        name: pool.name.clone(),
        change,
        step: step.map_or_else(String::new, |(what, seconds)| {
            format!("; it has been waiting {seconds} s for '{what}'")
        }),
    }
}

/// Ends what is being done to a pool, unless it ends soon by itself. Says whether there was anything.
pub(crate) async fn give_up(shared: &Shared, pool: &StoragePoolRef) -> Result<bool, StorageError> {
    let entry = shared.pool(pool)?;
    let under_way = entry.object.under_way().lock().clone();
    let Some((change, job)) = under_way else {
        return Ok(false);
    };
    if tokio::time::timeout(BEFORE_ENDING, job.over()).await.is_err() {
        tracing::info!(
            pool = pool.name,
            what = change.as_str(),
            "ended, because the pool is to be stopped"
        );
        job.cancel();
        let ended = tokio::time::timeout(TO_UNDO, job.over()).await;
        ended.map_err(|_| changing(shared, pool))?;
    }
    Ok(true)
}
