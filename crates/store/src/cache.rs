//! A cache bounded by weight, for text and documents that can be had again at a price.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};

/// Keeps what was used lately, up to a total weight.
///
/// Eviction gives each value a second chance: one that was asked for since the last round stays.
#[derive(Debug)]
pub struct Cache<K, V> {
    limit: usize,
    inner: Mutex<Inner<K, V>>,
}

#[derive(Debug)]
struct Inner<K, V> {
    values: HashMap<K, Kept<V>>,
    /// Keys in the order of the round; holds each key of `values` exactly once.
    round: std::collections::VecDeque<K>,
    weight: usize,
    epoch: u64,
}

#[derive(Debug)]
struct Kept<V> {
    value: V,
    weight: usize,
    used: bool,
}

/// When a value was read, so that one read before a change is not kept after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Epoch(u64);

impl<K: Hash + Eq + Clone, V: Clone> Cache<K, V> {
    /// A cache for values of `limit` weight in all.
    pub fn new(limit: usize) -> Self {
        let inner = Inner {
            values: HashMap::new(),
            round: Default::default(),
            weight: 0,
            epoch: 0,
        };
        Cache {
            limit,
            inner: Mutex::new(inner),
        }
    }

    /// The value of `key`, if it is still here.
    pub fn get<Q: Hash + Eq + ?Sized>(&self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = inner.values.get_mut(key)?;
        kept.used = true;
        Some(kept.value.clone())
    }

    /// To be taken before reading what is to be kept with [`Self::keep`].
    pub fn epoch(&self) -> Epoch {
        Epoch(self.inner.lock().unwrap_or_else(PoisonError::into_inner).epoch)
    }

    /// Keeps what was read since `read`, unless anything was changed meanwhile.
    pub fn keep(&self, read: Epoch, key: K, value: V, weight: usize) {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        if inner.epoch == read.0 {
            inner.insert(self.limit, key, value, weight);
        }
    }

    /// Sets the value after a change.
    pub fn set(&self, key: K, value: V, weight: usize) {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        inner.epoch += 1;
        inner.insert(self.limit, key, value, weight);
    }

    /// Forgets the value after a change.
    pub fn forget<Q: Hash + Eq + ?Sized>(&self, key: &Q)
    where
        K: Borrow<Q>,
    {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        inner.epoch += 1;
        inner.remove(key);
    }

    /// Weight of all that is kept.
    pub fn weight(&self) -> usize {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner).weight
    }
}

impl<K: Hash + Eq + Clone, V> Inner<K, V> {
    fn remove<Q: Hash + Eq + ?Sized>(&mut self, key: &Q)
    where
        K: Borrow<Q>,
    {
        if let Some(old) = self.values.remove(key) {
            self.weight -= old.weight;
            self.round.retain(|k| k.borrow() != key);
        }
    }

    fn insert(&mut self, limit: usize, key: K, value: V, weight: usize) {
        match self.values.get_mut(&key) {
            Some(kept) => {
                self.weight = self.weight - kept.weight + weight;
                *kept = Kept {
                    value,
                    weight,
                    used: true,
                };
            }
            None if weight > limit => return,
            None => {
                self.weight += weight;
                self.values.insert(
                    key.clone(),
                    Kept {
                        value,
                        weight,
                        used: false,
                    },
                );
                self.round.push_back(key);
            }
        }
        while self.weight > limit {
            let Some(key) = self.round.pop_front() else { return };
            match self.values.get_mut(&key) {
                Some(kept) if kept.used => {
                    kept.used = false;
                    self.round.push_back(key);
                }
                Some(kept) => {
                    self.weight -= kept.weight;
                    self.values.remove(&key);
                }
                None => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stays_within_its_limit_and_keeps_what_is_used() {
        let cache = Cache::new(100);
        cache.set(0, "hot", 10);
        for n in 1..1000 {
            assert!(cache.get(&0).is_some(), "evicted at {n}");
            cache.set(n, "cold", 10);
            assert!(cache.weight() <= 100);
        }
        assert!(cache.get(&1).is_none());
    }

    #[test]
    fn what_was_read_before_a_change_is_not_kept() {
        let cache = Cache::new(100);
        let read = cache.epoch();
        cache.set("a", 2, 1);
        cache.keep(read, "a", 1, 1);
        assert_eq!(cache.get("a"), Some(2));
        let read = cache.epoch();
        cache.forget("a");
        cache.keep(read, "a", 2, 1);
        assert_eq!(cache.get("a"), None);
    }

    #[test]
    fn a_value_that_grows_beyond_the_limit_goes() {
        let cache = Cache::new(10);
        cache.set("a", 1, 5);
        cache.set("a", 2, 50);
        assert_eq!(cache.weight(), 0);
        assert_eq!(cache.get("a"), None);
    }
}
