//! After a start of the daemon: pools that were active are active again, pools that start by themselves
//! are started. One that was stopped stays so.
//!
//! One after the other, as long as that takes no longer than it should: one whose storage does not answer keeps neither
//! the others nor the daemon's callers waiting.

use crate::change::Change;
use crate::driver::Shared;
use crate::job::Job;
use crate::ops;
use crate::pool::{Pool, View};
use crate::{Definition, StorageError, watch};
use ferrovirt_store::Status;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, timeout_at};

/// How long pools are waited for; those that take longer come up later.
const TIME: Duration = Duration::from_secs(10);

/// Takes up what was active, then starts what is to be. What fails is logged.
pub(crate) async fn resume(shared: &Arc<Shared>) {
    let until = Instant::now() + TIME;
    let found = shared.status.load().unwrap_or_else(|e| {
        tracing::error!(error = %e, "cannot read which pools were active");
        Vec::new()
    });
    let pools = shared.pools.snapshot();
    let was_active = |name: &str| found.iter().any(|status| status.name == name);
    let others: Vec<String> = pools
        .iter()
        .filter(|entry| entry.object.view().autostart && !was_active(&entry.name))
        .map(|entry| entry.name.to_string())
        .collect();
    let were_active = found
        .into_iter()
        .map(|status| (status.name.clone(), Some(status)));
    for (name, status) in were_active.chain(others.into_iter().map(|name| (name, None))) {
        let up = Job::begin().scope(bring_up(Arc::clone(shared), name.clone(), status));
        if timeout_at(until, tokio::spawn(up)).await.is_err() {
            tracing::warn!(pool = name, "a pool is not up yet; the daemon goes on without it");
        }
    }
}

async fn bring_up(shared: Arc<Shared>, name: String, status: Option<Status>) {
    if let Some(status) = status
        && let Err(e) = take_up(&shared, status).await
    {
        tracing::warn!(pool = name, error = %e, "an active pool cannot be taken up and is inactive now");
        if let Err(e) = shared.status.remove(&name).await {
            tracing::warn!(pool = name, error = %e, "cannot remove the status of a pool");
        }
    }
    let Ok(entry) = shared.pool_by_name(&name) else {
        return;
    };
    let view = entry.object.view();
    // One that somebody stopped meanwhile stays so.
    let is_wanted = !Job::current().is_some_and(|job| job.is_cancelled());
    if view.autostart && !view.active && is_wanted {
        let started = ops::start(&shared, &view.reference(), None).await;
        if let Err(e) = started {
            tracing::error!(pool = name, error = %e, "cannot start a pool that starts by itself");
        }
    }
}

async fn take_up(shared: &Arc<Shared>, status: Status) -> Result<(), StorageError> {
    let definition = Definition::parse(&status.text?)?;
    let claim = shared.pools.claim(definition.name(), definition.uuid()).await?;
    let known = claim.current().cloned();
    let pool = match &known {
        Some(pool) => {
            let running = Arc::new(definition);
            pool.change(|view: &mut View| {
                view.next = Some(std::mem::replace(&mut view.definition, running));
            });
            Arc::clone(pool)
        }
        None => Arc::new(Pool::new(definition, false, false)),
    };
    let view = pool.view();
    let backend = shared.backend(view.definition.kind())?;
    if known.is_none() {
        claim.publish(Arc::clone(&pool))?;
    }
    let _starting = pool.begin(Change::Start);
    let activated = ops::activate(backend, &pool, &view).await;
    if let Err(e) = activated {
        pool.change(ops::deactivate);
        if known.is_none() {
            claim.remove();
        }
        return Err(e);
    }
    watch::begin(shared, backend, &pool);
    Ok(())
}
