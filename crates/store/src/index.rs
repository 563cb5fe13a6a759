//! Who exists: an index by name and UUID, published as immutable snapshots.
//!
//! Both tables are cut into shards; a change copies one shard of each and swaps the snapshot, so its
//! cost hardly grows with the number of objects, and readers work on what was published when they came.

use crate::StoreError;
use arc_swap::ArcSwap;
use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hash};
use std::sync::{Arc, Mutex, PoisonError};
use uuid::Uuid;

const SHARD_BITS: u32 = 8;
const SHARDS: usize = 1 << SHARD_BITS;

/// One object in the index.
#[derive(Debug)]
pub struct Entry<T> {
    /// Unique name.
    pub name: Box<str>,
    /// Unique identity.
    pub uuid: Uuid,
    /// What the driver keeps.
    pub object: Arc<T>,
}

/// All objects as of one moment.
#[derive(Debug)]
pub struct Snapshot<T> {
    names: Table<T>,
    uuids: Table<T>,
    len: usize,
    hasher: RandomState,
}

/// The index. Readers take a [`Snapshot`]; changes are short and serialised.
#[derive(Debug)]
pub struct Index<T> {
    current: ArcSwap<Snapshot<T>>,
    change: Mutex<()>,
}

impl<T> Default for Index<T> {
    fn default() -> Self {
        Self::from_entries(Vec::new())
    }
}

impl<T> Index<T> {
    /// An index of `entries`, which must not share a name or UUID.
    pub(crate) fn from_entries(entries: Vec<Entry<T>>) -> Self {
        let hasher = RandomState::new();
        let mut names: Vec<Vec<Slot<T>>> = (0..SHARDS).map(|_| Vec::new()).collect();
        let mut uuids: Vec<Vec<Slot<T>>> = (0..SHARDS).map(|_| Vec::new()).collect();
        let len = entries.len();
        for entry in entries {
            let entry = Arc::new(entry);
            for (table, hash) in [
                (&mut names, hash_of(&hasher, &*entry.name)),
                (&mut uuids, hash_of(&hasher, &entry.uuid)),
            ] {
                table[shard_of(hash)].push(Slot {
                    hash,
                    entry: Arc::clone(&entry),
                });
            }
        }
        let current = Snapshot {
            names: Table::build(names),
            uuids: Table::build(uuids),
            len,
            hasher,
        };
        Index {
            current: ArcSwap::from_pointee(current),
            change: Mutex::new(()),
        }
    }

    /// All objects as of now.
    pub fn snapshot(&self) -> Arc<Snapshot<T>> {
        self.current.load_full()
    }

    /// The object called `name`.
    pub fn by_name(&self, name: &str) -> Option<Arc<Entry<T>>> {
        self.current.load().by_name(name).cloned()
    }

    /// The object with this UUID.
    pub fn by_uuid(&self, uuid: &Uuid) -> Option<Arc<Entry<T>>> {
        self.current.load().by_uuid(uuid).cloned()
    }

    /// Adds the object, or replaces the one of the same name and UUID.
    pub fn publish(&self, name: &str, uuid: Uuid, object: Arc<T>) -> Result<(), StoreError> {
        let _guard = self.change.lock().unwrap_or_else(PoisonError::into_inner);
        let old = self.current.load();
        let known = old.check(name, uuid)?.is_some();
        let entry = Arc::new(Entry {
            name: name.into(),
            uuid,
            object,
        });
        let (by_name, by_uuid) = (hash_of(&old.hasher, name), hash_of(&old.hasher, &uuid));
        self.current.store(Arc::new(Snapshot {
            names: old.names.with(by_name, uuid, Some(Arc::clone(&entry))),
            uuids: old.uuids.with(by_uuid, uuid, Some(entry)),
            len: old.len + usize::from(!known),
            hasher: old.hasher.clone(),
        }));
        Ok(())
    }

    /// Gives the object of this UUID another name, which nobody has; no reader finds it under both or
    /// under none.
    pub fn rename(&self, uuid: &Uuid, name: &str, object: Arc<T>) -> Result<(), StoreError> {
        let _guard = self.change.lock().unwrap_or_else(PoisonError::into_inner);
        let old = self.current.load();
        if let Some(other) = old.by_name(name) {
            return Err(StoreError::NameTaken {
                name: name.to_owned(),
                uuid: other.uuid,
            });
        }
        let Some(known) = old.by_uuid(uuid) else {
            return Ok(());
        };
        let names = old.names.with(hash_of(&old.hasher, &*known.name), *uuid, None);
        let entry = Arc::new(Entry {
            name: name.into(),
            uuid: *uuid,
            object,
        });
        self.current.store(Arc::new(Snapshot {
            names: names.with(hash_of(&old.hasher, name), *uuid, Some(Arc::clone(&entry))),
            uuids: old.uuids.with(hash_of(&old.hasher, uuid), *uuid, Some(entry)),
            len: old.len,
            hasher: old.hasher.clone(),
        }));
        Ok(())
    }

    /// Removes the object with this UUID when `wanted` agrees; says which one it was.
    pub fn remove_if(&self, uuid: &Uuid, wanted: impl FnOnce(&T) -> bool) -> Option<Arc<Entry<T>>> {
        let _guard = self.change.lock().unwrap_or_else(PoisonError::into_inner);
        let old = self.current.load();
        let entry = old.by_uuid(uuid).filter(|e| wanted(&e.object)).cloned()?;
        self.current.store(Arc::new(Snapshot {
            names: old.names.with(hash_of(&old.hasher, &*entry.name), *uuid, None),
            uuids: old.uuids.with(hash_of(&old.hasher, uuid), *uuid, None),
            len: old.len - 1,
            hasher: old.hasher.clone(),
        }));
        Some(entry)
    }

    /// Removes the object with this UUID.
    pub fn remove(&self, uuid: &Uuid) -> Option<Arc<Entry<T>>> {
        self.remove_if(uuid, |_| true)
    }
}

impl<T> Snapshot<T> {
    /// The object called `name`.
    pub fn by_name(&self, name: &str) -> Option<&Arc<Entry<T>>> {
        self.names.find(hash_of(&self.hasher, name), |e| &*e.name == name)
    }

    /// The object with this UUID.
    pub fn by_uuid(&self, uuid: &Uuid) -> Option<&Arc<Entry<T>>> {
        self.uuids.find(hash_of(&self.hasher, uuid), |e| e.uuid == *uuid)
    }

    /// Every object, in no particular order.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Entry<T>>> {
        self.names
            .shards
            .iter()
            .flat_map(|shard| shard.iter().map(|slot| &slot.entry))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The object of this name and UUID, if there is one; an error when name or UUID is another's.
    pub fn check(&self, name: &str, uuid: Uuid) -> Result<Option<&Arc<Entry<T>>>, StoreError> {
        if let Some(other) = self.by_uuid(&uuid) {
            if &*other.name != name {
                return Err(StoreError::UuidTaken {
                    uuid,
                    name: other.name.to_string(),
                });
            }
            return Ok(Some(other));
        }
        match self.by_name(name) {
            Some(other) => Err(StoreError::NameTaken {
                name: name.to_owned(),
                uuid: other.uuid,
            }),
            None => Ok(None),
        }
    }
}

#[derive(Debug)]
struct Slot<T> {
    hash: u64,
    entry: Arc<Entry<T>>,
}

impl<T> Clone for Slot<T> {
    fn clone(&self) -> Self {
        Slot {
            hash: self.hash,
            entry: Arc::clone(&self.entry),
        }
    }
}

/// Shards sorted by hash.
#[derive(Debug)]
struct Table<T> {
    shards: Box<[Arc<[Slot<T>]>]>,
}

impl<T> Table<T> {
    fn build(shards: Vec<Vec<Slot<T>>>) -> Self {
        let sorted = shards.into_iter().map(|mut shard| {
            shard.sort_by_key(|slot| slot.hash);
            Arc::from(shard)
        });
        Table {
            shards: sorted.collect(),
        }
    }

    fn find(&self, hash: u64, same: impl Fn(&Entry<T>) -> bool) -> Option<&Arc<Entry<T>>> {
        let shard = &self.shards[shard_of(hash)];
        let start = shard.partition_point(|slot| slot.hash < hash);
        shard[start..]
            .iter()
            .take_while(|slot| slot.hash == hash)
            .map(|slot| &slot.entry)
            .find(|e| same(e))
    }

    /// A copy in which the slot of `uuid` at `hash` is `entry`, or gone.
    fn with(&self, hash: u64, uuid: Uuid, entry: Option<Arc<Entry<T>>>) -> Self {
        let mut shards = self.shards.clone();
        let old = &self.shards[shard_of(hash)];
        let before = old.iter().take_while(|slot| slot.hash < hash);
        let rest = old.iter().skip_while(|slot| slot.hash < hash);
        let added = entry.map(|entry| Slot { hash, entry });
        let kept = rest.filter(|slot| slot.hash != hash || slot.entry.uuid != uuid);
        shards[shard_of(hash)] = before.cloned().chain(added).chain(kept.cloned()).collect();
        Table { shards }
    }
}

fn hash_of<K: Hash + ?Sized>(hasher: &RandomState, key: &K) -> u64 {
    hasher.hash_one(key)
}

fn shard_of(hash: u64) -> usize {
    (hash >> (u64::BITS - SHARD_BITS)) as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashMap;

    #[test]
    fn duplicates_are_refused_with_who_has_it() {
        let index = Index::default();
        let (a, b) = (Uuid::from_u128(1), Uuid::from_u128(2));
        index.publish("one", a, Arc::new(1)).unwrap();
        assert!(
            matches!(index.publish("one", b, Arc::new(2)), Err(StoreError::NameTaken { uuid, .. }) if uuid == a)
        );
        assert!(
            matches!(index.publish("two", a, Arc::new(2)), Err(StoreError::UuidTaken { name, .. }) if name == "one")
        );
        index.publish("one", a, Arc::new(3)).unwrap();
        assert_eq!(*index.by_name("one").unwrap().object, 3);
        assert_eq!(index.snapshot().len(), 1);
    }

    #[test]
    fn a_snapshot_does_not_change() {
        let index = Index::default();
        index.publish("one", Uuid::from_u128(1), Arc::new(1)).unwrap();
        let before = index.snapshot();
        index.remove(&Uuid::from_u128(1));
        assert_eq!(before.iter().count(), 1);
        assert!(index.snapshot().is_empty());
    }

    proptest! {
        #[test]
        fn behaves_as_a_map(steps in prop::collection::vec((any::<bool>(), 0u8..40), 0..200)) {
            let index = Index::default();
            let mut model = HashMap::new();
            for (n, (add, key)) in steps.into_iter().enumerate() {
                let (name, uuid) = (format!("n{key}"), Uuid::from_u128(u128::from(key)));
                if add {
                    index.publish(&name, uuid, Arc::new(n)).unwrap();
                    model.insert(name, n);
                } else {
                    prop_assert_eq!(index.remove(&uuid).map(|e| *e.object), model.remove(&name));
                }
                let snapshot = index.snapshot();
                prop_assert_eq!(snapshot.len(), model.len());
                let seen: HashMap<String, usize> =
                    snapshot.iter().map(|e| (e.name.to_string(), *e.object)).collect();
                prop_assert_eq!(&seen, &model);
                for (name, value) in &model {
                    prop_assert_eq!(*snapshot.by_name(name).unwrap().object, *value);
                }
            }
        }
    }
}
