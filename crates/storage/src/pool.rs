//! A pool: what is published about it, and which of its volumes are being worked on.

use crate::backend::Usage;
use crate::{Definition, StorageError, Volume, VolumeName};
use arc_swap::ArcSwap;
use ferrovirt_types::object::{StoragePoolRef, StorageVolRef};
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

/// Volumes by name.
pub type Volumes = BTreeMap<VolumeName, Arc<Volume>>;

/// A pool. Whoever changes its state holds the store's claim on it; volumes may change beside that.
#[derive(Debug)]
pub(crate) struct Pool {
    view: ArcSwap<View>,
    change: Mutex<()>,
    uses: Arc<Uses>,
}

/// A pool as of one moment.
#[derive(Debug, Clone)]
pub(crate) struct View {
    /// The definition in force.
    pub(crate) definition: Arc<Definition>,
    /// The definition for the next start, if it was changed since the last.
    pub(crate) next: Option<Arc<Definition>>,
    pub(crate) persistent: bool,
    pub(crate) autostart: bool,
    pub(crate) active: bool,
    pub(crate) volumes: Arc<Volumes>,
    pub(crate) usage: Usage,
    /// Volumes changed since `usage` was seen; whoever reads it looks again.
    pub(crate) usage_is_old: bool,
    /// How often anything was changed: tells who looked at the storage whether what was seen is still news.
    pub(crate) changes: u64,
}

impl Pool {
    /// An inactive pool.
    pub(crate) fn new(definition: Definition, persistent: bool, autostart: bool) -> Self {
        let view = View {
            definition: Arc::new(definition),
            next: None,
            persistent,
            autostart,
            active: false,
            volumes: Arc::default(),
            usage: Usage::default(),
            usage_is_old: false,
            changes: 0,
        };
        Pool {
            view: ArcSwap::from_pointee(view),
            change: Mutex::new(()),
            uses: Arc::default(),
        }
    }

    pub(crate) fn view(&self) -> Arc<View> {
        self.view.load_full()
    }

    /// Publishes a changed view.
    pub(crate) fn change<R>(&self, change: impl FnOnce(&mut View) -> R) -> R {
        let _guard = self.change.lock().unwrap_or_else(PoisonError::into_inner);
        let mut view = View::clone(&self.view.load());
        let result = change(&mut view);
        view.changes = view.changes.wrapping_add(1);
        self.view.store(Arc::new(view));
        result
    }

    /// Publishes a changed volume, unless the pool was stopped meanwhile.
    pub(crate) fn put_volume(&self, volume: Arc<Volume>) {
        self.change(|view| {
            if view.active {
                let mut volumes = Volumes::clone(&view.volumes);
                volumes.insert(volume.name.clone(), volume);
                view.volumes = Arc::new(volumes);
                view.usage_is_old = true;
            }
        });
    }

    pub(crate) fn drop_volume(&self, name: &VolumeName) {
        self.change(|view| {
            let mut volumes = Volumes::clone(&view.volumes);
            volumes.remove(name);
            view.volumes = Arc::new(volumes);
            view.usage_is_old = true;
        });
    }

    /// The right to change a volume, or make it, alone.
    pub(crate) fn use_alone(&self, name: &VolumeName, by: &'static str) -> Result<VolumeUse, StorageError> {
        self.uses.take(name, by, true)
    }

    /// The right to read or write the data of a volume, with others.
    pub(crate) fn use_shared(&self, name: &VolumeName, by: &'static str) -> Result<VolumeUse, StorageError> {
        self.uses.take(name, by, false)
    }

    /// An error if any volume is being worked on.
    pub(crate) fn check_idle(&self) -> Result<(), StorageError> {
        match self.uses.any() {
            None => Ok(()),
            Some(volume) => Err(StorageError::PoolBusy {
                name: self.view().definition.name().to_owned(),
                volume: volume.to_string(),
            }),
        }
    }
}

impl View {
    pub(crate) fn reference(&self) -> StoragePoolRef {
        StoragePoolRef {
            name: self.definition.name().to_owned(),
            uuid: self.definition.uuid(),
        }
    }

    pub(crate) fn volume_reference(&self, volume: &Volume) -> StorageVolRef {
        StorageVolRef {
            pool: self.definition.name().to_owned(),
            name: volume.name.to_string(),
            key: volume.key.clone(),
        }
    }

    /// An error if it is not active.
    pub(crate) fn check_active(&self) -> Result<(), StorageError> {
        match self.active {
            true => Ok(()),
            false => Err(StorageError::PoolInactive {
                name: self.definition.name().to_owned(),
            }),
        }
    }

    /// An error if it is active.
    pub(crate) fn check_inactive(&self) -> Result<(), StorageError> {
        match self.active {
            false => Ok(()),
            true => Err(StorageError::PoolActive {
                name: self.definition.name().to_owned(),
                already: false,
            }),
        }
    }
}

/// Which volumes are being worked on.
#[derive(Debug, Default)]
struct Uses(Mutex<HashMap<VolumeName, Use>>);

#[derive(Debug)]
struct Use {
    alone: bool,
    count: usize,
    by: &'static str,
}

impl Uses {
    fn take(
        self: &Arc<Self>,
        name: &VolumeName,
        by: &'static str,
        alone: bool,
    ) -> Result<VolumeUse, StorageError> {
        let mut uses = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let entry = uses.entry(name.clone()).or_insert(Use { alone, count: 0, by });
        if entry.count > 0 && (alone || entry.alone) {
            return Err(StorageError::VolumeBusy {
                name: name.to_string(),
                by: entry.by.to_owned(),
            });
        }
        entry.count += 1;
        Ok(VolumeUse {
            uses: Arc::clone(self),
            name: name.clone(),
        })
    }

    fn any(&self) -> Option<VolumeName> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .keys()
            .next()
            .cloned()
    }
}

/// The right to work on a volume, until dropped.
#[derive(Debug)]
pub(crate) struct VolumeUse {
    uses: Arc<Uses>,
    name: VolumeName,
}

impl Drop for VolumeUse {
    fn drop(&mut self) {
        let mut uses = self.uses.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(entry) = uses.get_mut(&self.name) {
            entry.count -= 1;
            if entry.count == 0 {
                uses.remove(&self.name);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_on_a_volume_is_alone_or_shared() {
        let text = "<pool type='dir'><name>a</name><target><path>/x</path></target></pool>";
        let pool = Pool::new(Definition::parse(text).unwrap(), true, false);
        let name = VolumeName::new("v").unwrap();
        let one = pool.use_shared(&name, "a download").unwrap();
        let two = pool.use_shared(&name, "a download").unwrap();
        assert!(
            pool.use_alone(&name, "a wipe")
                .unwrap_err()
                .to_string()
                .contains("a download")
        );
        assert!(pool.check_idle().is_err());
        drop((one, two));
        let alone = pool.use_alone(&name, "a wipe").unwrap();
        assert!(pool.use_shared(&name, "a download").is_err());
        drop(alone);
        pool.check_idle().unwrap();
    }
}
