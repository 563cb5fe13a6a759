//! A pool: what is published about it, and which of its volumes are being worked on.

use crate::backend::Usage;
use crate::change::UnderWay;
use crate::job::{Job, Progress};
use crate::{Definition, StorageError, Volume, VolumeName};
use arc_swap::ArcSwap;
use ferrovirt_schema::pool::FreeExtent;
use ferrovirt_types::object::{StoragePoolRef, StorageVolRef};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Volumes by name.
pub type Volumes = BTreeMap<VolumeName, Arc<Volume>>;

/// A pool. Whoever changes its state holds the store's claim on it; volumes may change beside that.
#[derive(Debug)]
pub(crate) struct Pool {
    view: ArcSwap<View>,
    change: Mutex<()>,
    uses: Arc<Uses>,
    listings: Mutex<Listings>,
    under_way: UnderWay,
}

/// Listings that are being made, and what was removed since the first of them began.
#[derive(Debug, Default)]
struct Listings {
    running: usize,
    removed: HashSet<VolumeName>,
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
    /// What is free on its device, where that is seen with the volumes.
    pub(crate) free: Arc<[FreeExtent]>,
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
            free: Arc::default(),
            usage_is_old: false,
            changes: 0,
        };
        Pool {
            view: ArcSwap::from_pointee(view),
            change: Mutex::new(()),
            uses: Arc::default(),
            listings: Mutex::default(),
            under_way: UnderWay::default(),
        }
    }

    pub(crate) fn under_way(&self) -> &UnderWay {
        &self.under_way
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
            self.note_removed(name);
        });
    }

    /// Tells listings that are being made. To be called while the pool changes.
    pub(crate) fn note_removed(&self, name: &VolumeName) {
        let mut listings = self.listings();
        if listings.running > 0 {
            listings.removed.insert(name.clone());
        }
    }

    fn listings(&self) -> MutexGuard<'_, Listings> {
        self.listings.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes what calls remove from now on, for who lists the volumes meanwhile.
    pub(crate) fn begin_listing(&self) -> BeingListed<'_> {
        self.listings().running += 1;
        BeingListed {
            pool: self,
            before: self.view(),
        }
    }

    /// The right to change a volume, or make it, alone.
    pub(crate) fn use_alone(&self, name: &VolumeName, by: &'static str) -> Result<VolumeUse, StorageError> {
        self.uses.take(name, by, true)
    }

    /// The right to make a volume. Until that is dropped, others see the volume as it is to be.
    pub(crate) fn make(&self, planned: Volume) -> Result<VolumeUse, StorageError> {
        let name = planned.name.clone();
        let taken = self.uses.take(&name, "it is being made", true)?;
        self.uses.plan(&name, Arc::new(planned));
        Ok(taken)
    }

    /// The volumes that are being made.
    pub(crate) fn in_the_making(&self) -> Vec<Arc<Volume>> {
        self.uses.lock().values().filter_map(Use::so_far).collect()
    }

    /// A volume that is being made: its allocation says how far that is.
    pub(crate) fn being_made(&self, name: &str) -> Option<Arc<Volume>> {
        self.uses.lock().get(name).and_then(Use::so_far)
    }

    /// What is done to a volume and how far it is, where that takes long.
    pub(crate) fn work_on(&self, name: &VolumeName) -> Option<(&'static str, Progress)> {
        let uses = self.uses.lock();
        let used = uses.get(name)?;
        Some((used.by, used.job.as_ref()?.progress()))
    }

    /// The work that makes a volume.
    pub(crate) fn maker(&self, name: &str) -> Option<Job> {
        let uses = self.uses.lock();
        let making = uses.get(name).filter(|used| used.planned.is_some())?;
        making.job.clone()
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

/// A listing of a pool's volumes that is being made.
pub(crate) struct BeingListed<'p> {
    pool: &'p Pool,
    /// The pool when it began.
    pub(crate) before: Arc<View>,
}

impl BeingListed<'_> {
    /// Brings what was found up to date with what became known meanwhile. To be called while the pool changes to
    /// what was found.
    pub(crate) fn bring_up_to_date(&self, found: &mut Volumes, now: &View) {
        for name in &self.pool.listings().removed {
            found.remove(name);
        }
        let before = &self.before.volumes;
        for (name, volume) in now.volumes.iter() {
            let same = before.get(name).is_some_and(|old| Arc::ptr_eq(old, volume));
            if !same {
                found.insert(name.clone(), Arc::clone(volume));
            }
        }
    }
}

impl Drop for BeingListed<'_> {
    fn drop(&mut self) {
        let mut listings = self.pool.listings();
        listings.running -= 1;
        if listings.running == 0 {
            listings.removed.clear();
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
    /// The work that uses it, where that takes long.
    job: Option<Job>,
    /// What it is to be, if it is being made.
    planned: Option<Arc<Volume>>,
}

impl Use {
    fn so_far(&self) -> Option<Arc<Volume>> {
        let planned = self.planned.as_ref()?;
        let done = self.job.as_ref().map_or(0, |job| job.progress().done);
        Some(Arc::new(Volume {
            allocation: done.min(planned.capacity),
            ..Volume::clone(planned)
        }))
    }
}

impl Uses {
    fn take(
        self: &Arc<Self>,
        name: &VolumeName,
        by: &'static str,
        alone: bool,
    ) -> Result<VolumeUse, StorageError> {
        let mut uses = self.lock();
        let entry = uses.entry(name.clone()).or_insert_with(|| Use {
            alone,
            count: 0,
            by,
            job: Job::current(),
            planned: None,
        });
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

    fn plan(&self, name: &VolumeName, planned: Arc<Volume>) {
        if let Some(taken) = self.lock().get_mut(name) {
            taken.planned = Some(planned);
        }
    }

    fn any(&self) -> Option<VolumeName> {
        self.lock().keys().next().cloned()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<VolumeName, Use>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
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
        let mut uses = self.uses.lock();
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
    use ferrovirt_schema::vol::VolumeType;

    fn volume(name: &str) -> Arc<Volume> {
        let valid = VolumeName::new(name).unwrap();
        Arc::new(Volume::new(valid, name.to_owned(), VolumeType::File))
    }

    #[test]
    fn a_listing_knows_what_happened_meanwhile() {
        let text = "<pool type='dir'><name>a</name><target><path>/x</path></target></pool>";
        let pool = Pool::new(Definition::parse(text).unwrap(), true, false);
        pool.change(|view| view.active = true);
        for name in ["kept", "removed"] {
            pool.put_volume(volume(name));
        }
        let listing = pool.begin_listing();
        pool.put_volume(volume("brief"));
        let names = ["kept", "removed", "brief", "of-others"];
        let mut found: Volumes = names.map(|name| (volume(name).name.clone(), volume(name))).into();
        for name in ["removed", "brief"] {
            pool.drop_volume(&VolumeName::new(name).unwrap());
        }
        pool.put_volume(volume("made"));
        listing.bring_up_to_date(&mut found, &pool.view());
        let names: Vec<_> = found.keys().map(VolumeName::as_str).collect();
        assert_eq!(names, ["kept", "made", "of-others"]);
        drop(listing);
        assert!(pool.listings().removed.is_empty());
    }

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
