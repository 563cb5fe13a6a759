//! The right to change one object.
//!
//! A name and a UUID are claimed by one call at a time; another that wants either waits. What a claim
//! asks of the disk is carried out, and published, even when the call that asked is gone.

use crate::StoreError;
use crate::index::Entry;
use crate::store::Shared;
use crate::writer::{Commit, Op};
use std::collections::HashSet;
use std::fmt;
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Notify;
use uuid::Uuid;

/// What becomes of an object whose definition was removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It goes on as a transient one.
    Keep,
    /// It leaves the index.
    Remove,
}

/// The right to change the object of one name and UUID, until dropped and all it asked for is done.
pub struct Claim<T> {
    inner: Arc<Inner<T>>,
    current: Option<Arc<Entry<T>>>,
}

struct Inner<T> {
    shared: Arc<Shared<T>>,
    name: String,
    uuid: Uuid,
}

impl<T: Send + Sync + 'static> Claim<T> {
    /// The claimed name.
    pub fn name(&self) -> &str {
        &self.inner.name
    }

    /// The claimed UUID.
    pub fn uuid(&self) -> Uuid {
        self.inner.uuid
    }

    /// The object as it was in the index when the claim was granted.
    pub fn current(&self) -> Option<&Arc<T>> {
        self.current.as_ref().map(|entry| &entry.object)
    }

    /// Writes the definition; once it is on disk, publishes the object that `apply` gives: a new one,
    /// or the current one brought up to date.
    pub fn define(&self, text: Arc<str>, apply: impl FnOnce() -> Arc<T> + Send + 'static) -> Commit<Arc<T>> {
        let files = self.inner.shared.definitions.files();
        let op = files.write_op(self.name(), Arc::clone(&text));
        let written = files.written(self.name(), text);
        self.change(op.map(|op| vec![op]), move |inner| {
            written()?;
            let object = apply();
            inner
                .shared
                .index
                .publish(&inner.name, inner.uuid, Arc::clone(&object))?;
            Ok(object)
        })
    }

    /// Removes the definition and the autostart link; once they are gone, `apply` decides about the object.
    pub fn undefine(&self, apply: impl FnOnce() -> Fate + Send + 'static) -> Commit<()> {
        let ops = self.inner.shared.definitions.remove_ops(self.name());
        let removed = self.inner.shared.definitions.files().removed(self.name());
        self.change(ops, move |inner| {
            removed()?;
            if apply() == Fate::Remove {
                inner.shared.index.remove(&inner.uuid);
            }
            Ok(())
        })
    }

    /// Moves the definition, with new text, and the autostart link to the name that `to` claims, which
    /// nobody has; then puts the object of `apply` there. The UUID stays. A kill in between may leave both
    /// definitions: none is lost.
    pub fn rename(
        &self,
        to: Claim<T>,
        text: Arc<str>,
        autostart: bool,
        apply: impl FnOnce() -> Arc<T> + Send + 'static,
    ) -> Commit<Arc<T>> {
        let definitions = &self.inner.shared.definitions;
        let files = definitions.files();
        let ops = || {
            let mut ops = vec![files.write_op(to.name(), Arc::clone(&text))?];
            if autostart {
                ops.push(definitions.autostart_op(to.name(), true)?);
            }
            ops.extend(definitions.remove_ops(self.name())?);
            Ok(ops)
        };
        let ops = ops();
        let written = files.written(to.name(), Arc::clone(&text));
        let removed = files.removed(self.name());
        self.change(ops, move |inner| {
            written()?;
            removed()?;
            let object = apply();
            let index = &inner.shared.index;
            index.rename(&inner.uuid, to.name(), Arc::clone(&object))?;
            Ok(object)
        })
    }

    /// Makes or removes the autostart link, then runs `apply`.
    pub fn set_autostart(&self, on: bool, apply: impl FnOnce() + Send + 'static) -> Commit<()> {
        let op = self.inner.shared.definitions.autostart_op(self.name(), on);
        self.change(op.map(|op| vec![op]), move |_| {
            apply();
            Ok(())
        })
    }

    /// Publishes an object without a definition.
    pub fn publish(&self, object: Arc<T>) -> Result<(), StoreError> {
        self.inner.shared.index.publish(self.name(), self.uuid(), object)
    }

    /// Takes the object out of the index.
    pub fn remove(&self) {
        self.inner.shared.index.remove(&self.inner.uuid);
    }

    fn change<R: Send + 'static>(
        &self,
        ops: Result<Vec<Op>, StoreError>,
        after: impl FnOnce(&Inner<T>) -> Result<R, StoreError> + Send + 'static,
    ) -> Commit<R> {
        let inner = Arc::clone(&self.inner);
        match ops {
            Ok(ops) => self
                .inner
                .shared
                .definitions
                .writer()
                .submit(ops, move || after(&inner)),
            Err(e) => Commit::failed(e),
        }
    }
}

impl<T> fmt::Debug for Claim<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Claim")
            .field("name", &self.inner.name)
            .field("uuid", &self.inner.uuid)
            .finish()
    }
}

impl<T> Drop for Inner<T> {
    fn drop(&mut self) {
        self.shared.claims.free(&self.name, self.uuid);
    }
}

/// Who is being changed.
#[derive(Debug, Default)]
pub(crate) struct Claims {
    held: Mutex<Held>,
    freed: Notify,
}

#[derive(Debug, Default)]
struct Held {
    names: HashSet<String>,
    uuids: HashSet<Uuid>,
}

impl Claims {
    fn free(&self, name: &str, uuid: Uuid) {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        held.names.remove(name);
        held.uuids.remove(&uuid);
        drop(held);
        self.freed.notify_waiters();
    }

    fn take(&self, name: &str, uuid: Uuid) -> bool {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if held.names.contains(name) || held.uuids.contains(&uuid) {
            return false;
        }
        held.names.insert(name.to_owned());
        held.uuids.insert(uuid);
        true
    }
}

/// Claims at once, or says that another call has it (`None`).
pub(crate) fn try_claim<T>(
    shared: &Arc<Shared<T>>,
    name: &str,
    uuid: Uuid,
) -> Result<Option<Claim<T>>, StoreError> {
    if !shared.claims.take(name, uuid) {
        return Ok(None);
    }
    let inner = Arc::new(Inner {
        shared: Arc::clone(shared),
        name: name.to_owned(),
        uuid,
    });
    let current = shared.index.snapshot().check(name, uuid)?.cloned();
    Ok(Some(Claim { inner, current }))
}

/// Claims as soon as no other call has the name or the UUID.
pub(crate) async fn claim<T>(
    shared: &Arc<Shared<T>>,
    name: &str,
    uuid: Uuid,
) -> Result<Claim<T>, StoreError> {
    loop {
        let mut freed = pin!(shared.claims.freed.notified());
        freed.as_mut().enable();
        if let Some(claim) = try_claim(shared, name, uuid)? {
            return Ok(claim);
        }
        freed.await;
    }
}
