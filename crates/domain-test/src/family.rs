//! All objects of one family. Readers take what is published and never wait; changes of a family
//! happen one after the other, each on a copy that is published as a whole or dropped.

use crate::error::{Result, TestError};
use arc_swap::ArcSwap;
use ferrovirt_store::{Index, Snapshot};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use uuid::Uuid;

/// One object: a cell for its published state.
pub(crate) struct Cell<S>(ArcSwap<S>);

impl<S> Cell<S> {
    /// The state as of now.
    pub(crate) fn state(&self) -> Arc<S> {
        self.0.load_full()
    }
}

/// An object that was looked up: who it is, and its state at that moment.
pub(crate) struct Found<S> {
    pub(crate) name: String,
    pub(crate) uuid: Uuid,
    pub(crate) state: Arc<S>,
}

/// The objects.
pub(crate) struct Family<S> {
    index: Index<Cell<S>>,
    change: Mutex<()>,
}

impl<S> Default for Family<S> {
    fn default() -> Self {
        Family {
            index: Index::default(),
            change: Mutex::new(()),
        }
    }
}

impl<S: Clone> Family<S> {
    /// All objects, ordered by name.
    pub(crate) fn list(&self) -> Vec<Found<S>> {
        let snapshot = self.index.snapshot();
        let mut all: Vec<Found<S>> = snapshot.iter().map(|e| found(e)).collect();
        all.sort_by(|a, b| a.name.cmp(&b.name));
        all
    }

    /// All objects, in no order.
    pub(crate) fn snapshot(&self) -> Arc<Snapshot<Cell<S>>> {
        self.index.snapshot()
    }

    pub(crate) fn by_name(&self, name: &str) -> Option<Found<S>> {
        self.index.by_name(name).map(|e| found(&e))
    }

    pub(crate) fn by_uuid(&self, uuid: &Uuid) -> Option<Found<S>> {
        self.index.by_uuid(uuid).map(|e| found(&e))
    }

    /// Begins a change; nobody else changes the family until it is dropped.
    pub(crate) fn begin(&self) -> Change<'_, S> {
        Change {
            family: self,
            _guard: self.change.lock().unwrap_or_else(PoisonError::into_inner),
        }
    }
}

fn found<S>(entry: &ferrovirt_store::Entry<Cell<S>>) -> Found<S> {
    Found {
        name: entry.name.to_string(),
        uuid: entry.uuid,
        state: entry.object.state(),
    }
}

/// The right to change a family. Holds a lock, so it never crosses an await.
pub(crate) struct Change<'f, S> {
    family: &'f Family<S>,
    _guard: MutexGuard<'f, ()>,
}

impl<S: Clone> Change<'_, S> {
    /// The object with this name and UUID, if there is one; an error when either is another's.
    pub(crate) fn check(&self, kind: &'static str, name: &str, uuid: Uuid) -> Result<Option<Arc<S>>> {
        let snapshot = self.family.index.snapshot();
        let entry = snapshot
            .check(name, uuid)
            .map_err(|e| TestError::taken(kind, e))?;
        Ok(entry.map(|e| e.object.state()))
    }

    pub(crate) fn by_uuid(&self, uuid: &Uuid) -> Option<Found<S>> {
        self.family.by_uuid(uuid)
    }

    pub(crate) fn by_name(&self, name: &str) -> Option<Found<S>> {
        self.family.by_name(name)
    }

    /// Publishes an object, new or changed.
    pub(crate) fn publish(&self, kind: &'static str, name: &str, uuid: Uuid, state: S) -> Result<()> {
        if let Some(entry) = self.family.index.by_uuid(&uuid).filter(|e| &*e.name == name) {
            entry.object.0.store(Arc::new(state));
            return Ok(());
        }
        let cell = Arc::new(Cell(ArcSwap::from_pointee(state)));
        self.family
            .index
            .publish(name, uuid, cell)
            .map_err(|e| TestError::taken(kind, e))
    }

    /// Forgets an object.
    pub(crate) fn remove(&self, uuid: &Uuid) {
        self.family.index.remove(uuid);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_looked_up_stays_while_the_object_changes() {
        let family = Family::default();
        let uuid = Uuid::from_u128(1);
        family.begin().publish("thing", "a", uuid, 1).unwrap();
        let before = family.by_name("a").unwrap();
        family.begin().publish("thing", "a", uuid, 2).unwrap();
        assert_eq!((*before.state, *family.by_uuid(&uuid).unwrap().state), (1, 2));
    }

    #[test]
    fn names_and_uuids_are_unique() {
        let family = Family::default();
        let change = family.begin();
        change.publish("thing", "a", Uuid::from_u128(1), 1).unwrap();
        assert!(matches!(
            change.check("thing", "a", Uuid::from_u128(2)),
            Err(TestError::NameTaken { .. })
        ));
        assert!(matches!(
            change.check("thing", "b", Uuid::from_u128(1)),
            Err(TestError::UuidTaken { .. })
        ));
        assert_eq!(change.check("thing", "c", Uuid::from_u128(3)).unwrap(), None);
    }
}
