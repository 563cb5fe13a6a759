//! After a start of the daemon: pools that were active are active again, pools that start by themselves
//! are started. One that was stopped stays so.

use crate::driver::Shared;
use crate::ops;
use crate::pool::{Pool, View};
use crate::{Definition, StorageError, watch};
use ferrovirt_store::Status;
use std::sync::Arc;

/// Takes up what was active, then starts what is to be. What fails is logged.
pub(crate) async fn resume(shared: &Arc<Shared>) {
    match shared.status.load() {
        Ok(found) => {
            for status in found {
                let name = status.name.clone();
                if let Err(e) = take_up(shared, status).await {
                    tracing::warn!(pool = %name, error = %e, "an active pool cannot be taken up and is inactive now");
                    if let Err(e) = shared.status.remove(&name).await {
                        tracing::warn!(pool = %name, error = %e, "cannot remove the status of a pool");
                    }
                }
            }
        }
        Err(e) => tracing::error!(error = %e, "cannot read which pools were active"),
    }
    for entry in shared.pools.snapshot().iter() {
        let view = entry.object.view();
        if view.autostart && !view.active {
            let started = ops::start(shared, &view.reference(), None).await;
            if let Err(e) = started {
                tracing::error!(pool = %entry.name, error = %e, "cannot start a pool that starts by itself");
            }
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
    let activated = ops::activate(backend, &pool, &view).await;
    if activated.is_ok() {
        watch::begin(shared, backend, &pool);
    }
    match (&known, activated) {
        (None, Ok(())) => claim.publish(pool)?,
        (Some(_), Ok(())) => {}
        (_, Err(e)) => {
            pool.change(ops::deactivate);
            return Err(e);
        }
    }
    Ok(())
}
