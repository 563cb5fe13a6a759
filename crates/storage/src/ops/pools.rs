//! Changes of a pool's state. Each holds the store's claim on the pool while it lasts.

use crate::backend::{Backend, BuildMode, Listing, Usage};
use crate::change::{Change, give_up};
use crate::driver::Shared;
use crate::job::{Job, undoing};
use crate::pool::{Pool, View, Volumes};
use crate::{Definition, StorageError, watch};
use ferrovirt_store::{Claim, Fate};
use ferrovirt_types::consts::StoragePoolEventLifecycleType as Lifecycle;
use ferrovirt_types::object::StoragePoolRef;
use std::sync::Arc;
use std::time::Duration;

/// Defines a pool, or gives it another definition: at once, or for the next start if it is active.
pub(crate) async fn define(shared: &Arc<Shared>, text: &str) -> Result<StoragePoolRef, StorageError> {
    let definition = Definition::parse(text)?;
    check_kind(shared, &definition)?;
    let claim = shared.pools.claim(definition.name(), definition.uuid()).await?;
    check_conflict(shared, &definition)?;
    let known = claim.current().cloned();
    let text = definition.to_xml(Usage::default());
    let apply = move || match known {
        None => Arc::new(Pool::new(definition, true, false)),
        Some(pool) => {
            pool.change(|view| {
                view.persistent = true;
                let definition = Arc::new(definition);
                if view.active {
                    view.next = Some(definition);
                } else {
                    view.definition = definition;
                }
            });
            pool
        }
    };
    let pool = claim.define(text.into(), apply).await?;
    let reference = pool.view().reference();
    shared.lifecycle(reference.clone(), Lifecycle::Defined);
    Ok(reference)
}

/// Starts a pool from a document; it goes when it is stopped, unless it is defined as well.
pub(crate) async fn create(
    shared: &Arc<Shared>,
    text: &str,
    build: Option<BuildMode>,
) -> Result<StoragePoolRef, StorageError> {
    let definition = Definition::parse(text)?;
    let claim = shared.pools.claim(definition.name(), definition.uuid()).await?;
    if let Some(pool) = claim.current() {
        check_startable(&pool.view())?;
    }
    check_conflict(shared, &definition)?;
    let backend = shared.backend(definition.kind())?;
    let pool = match claim.current().cloned() {
        None => Arc::new(Pool::new(definition, false, false)),
        Some(pool) => {
            let running = Arc::new(definition);
            pool.change(|view| view.next = Some(std::mem::replace(&mut view.definition, running)));
            pool
        }
    };
    // It is listed while it starts, so that others can see how far that is, and end it.
    let is_new = claim.current().is_none();
    claim.publish(Arc::clone(&pool))?;
    if let Err(e) = begin(shared, backend, &pool, build).await {
        pool.change(deactivate);
        if is_new {
            claim.remove();
        }
        return Err(e);
    }
    let reference = pool.view().reference();
    shared.lifecycle(reference.clone(), Lifecycle::Started);
    Ok(reference)
}

/// Starts a defined pool.
pub(crate) async fn start(
    shared: &Arc<Shared>,
    pool: &StoragePoolRef,
    build: Option<BuildMode>,
) -> Result<(), StorageError> {
    let (_claim, pool, view) = shared.claim(pool).await?;
    check_startable(&view)?;
    let backend = shared.backend(view.definition.kind())?;
    begin(shared, backend, &pool, build).await?;
    shared.lifecycle(view.reference(), Lifecycle::Started);
    Ok(())
}

async fn begin(
    shared: &Arc<Shared>,
    backend: &Arc<dyn Backend>,
    pool: &Arc<Pool>,
    build: Option<BuildMode>,
) -> Result<(), StorageError> {
    let view = pool.view();
    check_place(shared, &view.definition)?;
    if let Some(mode) = build {
        let _building = pool.begin(Change::Build);
        backend.build(&view.definition, mode).await?;
    }
    let _starting = pool.begin(Change::Start);
    // Written first: the successor of a daemon that is killed from here on brings the start to its end.
    let name = view.definition.name();
    let text = view.definition.to_xml(Usage::default());
    shared.status.write(name, text.into()).await?;
    if let Err(e) = activate(backend, pool, &view).await {
        if let Err(error) = shared.status.remove(name).await {
            tracing::warn!(pool = name, %error, "cannot remove the status of a pool that did not start");
        }
        return Err(e);
    }
    watch::begin(shared, backend, pool);
    Ok(())
}

/// Makes the storage accessible, and the pool active with the volumes that are there.
pub(crate) async fn activate(
    backend: &Arc<dyn Backend>,
    pool: &Pool,
    view: &View,
) -> Result<(), StorageError> {
    backend.start(&view.definition).await?;
    match backend.volumes().list(&view.definition, &Volumes::new()).await {
        Ok(listing) => {
            pool.change(|view| {
                view.active = true;
                show(view, listing);
            });
            Ok(())
        }
        Err(e) => {
            end(backend, &view.definition).await;
            Err(e)
        }
    }
}

async fn end(backend: &Arc<dyn Backend>, definition: &Arc<Definition>) {
    if let Err(e) = undoing(backend.stop(definition)).await {
        tracing::warn!(pool = definition.name(), error = %e, "cannot stop a pool that did not start");
    }
}

/// The view of a pool that is not active, or no more.
pub(crate) fn deactivate(view: &mut View) {
    view.active = false;
    view.volumes = Arc::default();
    view.free = Arc::default();
    if let Some(next) = view.next.take() {
        view.definition = next;
    }
}

fn show(view: &mut View, listing: Listing) {
    view.volumes = Arc::new(listing.volumes);
    view.usage = listing.usage;
    view.free = listing.free.into();
    view.usage_is_old = false;
    if let Some(permissions) = listing.permissions
        && view.definition.permissions() != Some(&permissions)
    {
        view.definition = Arc::new(view.definition.with_permissions(permissions));
    }
}

/// Stops a pool. What is being done to it is given up if it does not end.
pub(crate) async fn stop(shared: &Arc<Shared>, pool: &StoragePoolRef) -> Result<(), StorageError> {
    let given_up = give_up(shared, pool).await?;
    let (claim, pool, view) = match shared.claim(pool).await {
        // It was to be there while it runs.
        Err(StorageError::NoPool { .. }) if given_up => return Ok(()),
        claimed => claimed?,
    };
    if given_up && !view.active {
        return Ok(());
    }
    view.check_active()?;
    pool.check_idle()?;
    let _stopping = pool.begin(Change::Stop);
    shared
        .backend(view.definition.kind())?
        .stop(&view.definition)
        .await?;
    close(shared, &claim, &pool, &view).await
}

/// What follows when the storage is not accessible any more.
async fn close(
    shared: &Arc<Shared>,
    claim: &Claim<Pool>,
    pool: &Pool,
    view: &View,
) -> Result<(), StorageError> {
    shared.status.remove(view.definition.name()).await?;
    pool.change(deactivate);
    watch::end(shared, pool);
    if !view.persistent {
        claim.remove();
    }
    shared.lifecycle(view.reference(), Lifecycle::Stopped);
    Ok(())
}

/// How long storage is asked for its space, before what was last seen is told.
const TO_LOOK: Duration = Duration::from_secs(5);

/// The view of a pool with its space as it is now, if volumes were changed since it was seen.
pub(crate) async fn settled(shared: &Arc<Shared>, pool: &Pool) -> Result<Arc<View>, StorageError> {
    let view = pool.view();
    if !view.active || !view.usage_is_old {
        return Ok(view);
    }
    let volumes = shared.backend(view.definition.kind())?.volumes();
    let look = async {
        match volumes.usage(&view.definition).await? {
            Some(usage) => Ok::<_, StorageError>((usage, None)),
            None => {
                let listing = volumes.list(&view.definition, &view.volumes).await?;
                Ok((listing.usage, Some(listing.free)))
            }
        }
    };
    let Ok(usage) = tokio::time::timeout(TO_LOOK, look).await else {
        tracing::warn!(
            pool = view.definition.name(),
            "its storage does not answer: what is told of its space is old"
        );
        return Ok(view);
    };
    let (usage, free) = usage?;
    pool.change(|now| {
        now.usage = usage;
        if let Some(free) = free {
            now.free = free.into();
        }
        // What was changed in between is seen by the next.
        now.usage_is_old = !Arc::ptr_eq(&now.volumes, &view.volumes);
    });
    Ok(pool.view())
}

/// Looks again which volumes there are. A pool whose storage is gone is stopped.
pub(crate) async fn refresh(shared: &Arc<Shared>, pool: &StoragePoolRef) -> Result<(), StorageError> {
    let (claim, pool, view) = shared.claim(pool).await?;
    view.check_active()?;
    let backend = shared.backend(view.definition.kind())?;
    let _refreshing = pool.begin(Change::Refresh);
    let being_listed = pool.begin_listing();
    let before = &being_listed.before;
    match backend.volumes().list(&view.definition, &before.volumes).await {
        Ok(mut listing) => {
            pool.change(|now| {
                being_listed.bring_up_to_date(&mut listing.volumes, now);
                show(now, listing);
            });
            shared.refreshed(view.reference());
            Ok(())
        }
        // Whoever ended it decides what becomes of the pool.
        Err(e) if Job::current().is_some_and(|job| job.is_cancelled()) => Err(e),
        Err(e) => {
            end(backend, &view.definition).await;
            close(shared, &claim, &pool, &view).await?;
            Err(e)
        }
    }
}

/// Looks again which volumes there are, because something changed. The pool goes on as it was if that
/// fails.
pub(crate) async fn look_again(
    shared: &Arc<Shared>,
    backend: &Arc<dyn Backend>,
    pool: &Arc<Pool>,
) -> Result<(), StorageError> {
    let being_listed = pool.begin_listing();
    let view = &being_listed.before;
    let mut listing = backend.volumes().list(&view.definition, &view.volumes).await?;
    let changed = pool.change(|now| {
        if !now.active {
            return false;
        }
        being_listed.bring_up_to_date(&mut listing.volumes, now);
        let same = listing.volumes.len() == now.volumes.len()
            && listing
                .volumes
                .values()
                .zip(now.volumes.values())
                .all(|(a, b)| Arc::ptr_eq(a, b));
        show(now, listing);
        !same
    });
    if changed {
        shared.refreshed(view.reference());
    }
    Ok(())
}

/// Makes the storage of a pool.
pub(crate) async fn build(
    shared: &Arc<Shared>,
    pool: &StoragePoolRef,
    mode: BuildMode,
) -> Result<(), StorageError> {
    let (_claim, pool, view) = shared.claim(pool).await?;
    check_startable(&view)?;
    let _building = pool.begin(Change::Build);
    shared
        .backend(view.definition.kind())?
        .build(&view.definition, mode)
        .await?;
    shared.lifecycle(view.reference(), Lifecycle::Created);
    Ok(())
}

/// Removes the storage of a pool.
pub(crate) async fn remove(shared: &Arc<Shared>, pool: &StoragePoolRef) -> Result<(), StorageError> {
    let (_claim, pool, view) = shared.claim(pool).await?;
    view.check_inactive()?;
    pool.check_idle()?;
    let _removing = pool.begin(Change::Remove);
    shared
        .backend(view.definition.kind())?
        .remove(&view.definition)
        .await?;
    shared.lifecycle(view.reference(), Lifecycle::Deleted);
    Ok(())
}

/// Forgets a pool.
pub(crate) async fn undefine(shared: &Arc<Shared>, pool: &StoragePoolRef) -> Result<(), StorageError> {
    let (claim, pool, view) = shared.claim(pool).await?;
    view.check_inactive()?;
    pool.check_idle()?;
    claim.undefine(|| Fate::Remove).await?;
    shared.lifecycle(view.reference(), Lifecycle::Undefined);
    Ok(())
}

/// Sets whether a pool starts by itself.
pub(crate) async fn set_autostart(
    shared: &Arc<Shared>,
    pool: &StoragePoolRef,
    on: bool,
) -> Result<(), StorageError> {
    let (claim, pool, view) = shared.claim(pool).await?;
    if !view.persistent {
        return Err(StorageError::PoolTransient {
            name: view.definition.name().to_owned(),
        });
    }
    if view.autostart != on {
        claim
            .set_autostart(on, move || pool.change(|view| view.autostart = on))
            .await?;
    }
    Ok(())
}

fn check_startable(view: &View) -> Result<(), StorageError> {
    match view.active {
        false => Ok(()),
        true => Err(StorageError::PoolActive {
            name: view.definition.name().to_owned(),
            already: true,
        }),
    }
}

/// Kinds that may be defined: those that this host has what is needed for.
fn check_kind(shared: &Shared, definition: &Definition) -> Result<(), StorageError> {
    shared.backend(definition.kind()).map(|_| ())
}

/// Two active pools must not have one directory: each would take the other's volumes for its own.
fn check_place(shared: &Shared, definition: &Definition) -> Result<(), StorageError> {
    if !is_directory(definition) {
        return Ok(());
    }
    for entry in shared.pools.snapshot().iter() {
        let view = entry.object.view();
        let other = &view.definition;
        let same = other.uuid() != definition.uuid() && other.target() == definition.target();
        if view.active && same && is_directory(other) {
            return Err(StorageError::SourceTaken {
                other: entry.name.to_string(),
            });
        }
    }
    Ok(())
}

fn is_directory(definition: &Definition) -> bool {
    use ferrovirt_schema::pool::PoolType as P;
    matches!(definition.kind(), P::Dir | P::Fs | P::Netfs)
}

fn check_conflict(shared: &Shared, definition: &Definition) -> Result<(), StorageError> {
    let Some(backend) = shared.backends.get(&definition.kind()) else {
        return Ok(());
    };
    for entry in shared
        .pools
        .snapshot()
        .iter()
        .filter(|entry| entry.uuid != definition.uuid())
    {
        let view = entry.object.view();
        let others = [Some(&view.definition), view.next.as_ref()];
        let same = |other: &Arc<Definition>| {
            other.kind() == definition.kind() && backend.same_source(other, definition)
        };
        if others.into_iter().flatten().any(same) {
            return Err(StorageError::SourceTaken {
                other: entry.name.to_string(),
            });
        }
    }
    Ok(())
}
