//! The driver: the pools, who can do what with them, and whom to tell.

use crate::backend::{Backend, Usage};
use crate::change::in_turn;
use crate::definition::plain_path;
use crate::policy::Policy;
use crate::pool::{Pool, View};
use crate::resume;
use crate::watch::Watches;
use crate::{Definition, StorageError, Volume, blocking};
use ferrovirt_driver::events::EventBus;
use ferrovirt_driver::secret::GuestSecrets;
use ferrovirt_host::paths::Places;
use ferrovirt_schema::pool::PoolType;
use ferrovirt_store::{Claim, Entry, Found, Identity, Layout, StatusFiles, Store, Writer};
use ferrovirt_types::consts::StoragePoolEventLifecycleType;
use ferrovirt_types::event::{Event, PoolEvent};
use ferrovirt_types::object::{StoragePoolRef, StorageVolRef};
use std::collections::HashMap;
use std::fmt;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use uuid::Uuid;

/// Pools and volumes of one host, as the API's storage driver. Cheap to clone: all clones are the same.
#[derive(Clone)]
pub struct Storage {
    pub(crate) shared: Arc<Shared>,
}

/// What all calls share.
pub(crate) struct Shared {
    pub(crate) pools: Store<Pool>,
    pub(crate) status: StatusFiles,
    pub(crate) backends: HashMap<PoolType, Arc<dyn Backend>>,
    pub(crate) secrets: Option<Arc<dyn GuestSecrets>>,
    pub(crate) policy: Policy,
    pub(crate) watches: Watches,
    events: EventBus,
}

impl fmt::Debug for Storage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Storage")
            .field("pools", &self.shared.pools.snapshot().len())
            .finish_non_exhaustive()
    }
}

impl Storage {
    /// Loads the definitions below `places.etc`, takes up the pools that were active when the daemon
    /// before this one ended, and starts those that start by themselves. A pool that cannot be started
    /// is reported in the log. Settings are read from `storage.conf` below `places.etc`. Without
    /// `secrets` there are no encrypted volumes.
    pub async fn open(
        places: &Places,
        backends: Vec<Arc<dyn Backend>>,
        secrets: Option<Arc<dyn GuestSecrets>>,
        events: EventBus,
    ) -> Result<Self, StorageError> {
        let layout = Layout::in_dir(&places.etc.join("storage"));
        let run = places.run.join("storage");
        let settings = places.etc.join("storage.conf");
        let policy = blocking(move || Policy::load(&settings)).await?;
        let (pools, status) = blocking(move || load(layout, &run)).await?;
        let backends = backends
            .into_iter()
            .map(|backend| (backend.kind(), backend))
            .collect();
        let shared = Arc::new(Shared {
            pools,
            status,
            backends,
            secrets,
            policy,
            watches: Watches::default(),
            events,
        });
        resume::resume(&shared).await;
        Ok(Storage { shared })
    }
}

fn load(layout: Layout, run: &Path) -> Result<(Store<Pool>, StatusFiles), StorageError> {
    let writer = Writer::start()?;
    let status = StatusFiles::open(run, writer.clone())?;
    // Pools are few: each definition is read in full while its identity is looked up.
    let read: Mutex<HashMap<String, Definition>> = Mutex::default();
    let identify = |text: &str| {
        let definition = Definition::parse(text)?;
        let identity = Identity {
            name: definition.name().to_owned(),
            uuid: Some(definition.uuid()),
        };
        read.lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(identity.name.clone(), definition);
        Ok::<_, StorageError>(identity)
    };
    let mut unwritten = Vec::new();
    let make = |found: &Found| {
        let definition = read
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&found.name);
        let definition = definition.expect("identify() has put it there: it named the object");
        if definition.uuid_is_new() {
            unwritten.push((found.name.clone(), definition.to_xml(Usage::default())));
        }
        Pool::new(definition, true, found.autostart)
    };
    let (pools, _) = Store::open(layout, writer, identify, make)?;
    for (name, text) in unwritten {
        pools.definitions().write(&name, text.into()).wait()?;
    }
    Ok((pools, status))
}

impl Shared {
    /// The backend for a kind of pool.
    pub(crate) fn backend(&self, kind: PoolType) -> Result<&Arc<dyn Backend>, StorageError> {
        let backend = self.backends.get(&kind).filter(|backend| backend.is_available());
        backend.ok_or(StorageError::NoBackend { kind })
    }

    pub(crate) fn pool(&self, pool: &StoragePoolRef) -> Result<Arc<Entry<Pool>>, StorageError> {
        self.pools
            .by_uuid(&pool.uuid)
            .ok_or_else(|| no_pool("uuid", format!("{}' ({}", pool.uuid, pool.name)))
    }

    pub(crate) fn pool_by_name(&self, name: &str) -> Result<Arc<Entry<Pool>>, StorageError> {
        self.pools.by_name(name).ok_or_else(|| no_pool("name", name))
    }

    pub(crate) fn pool_by_uuid(&self, uuid: Uuid) -> Result<Arc<Entry<Pool>>, StorageError> {
        self.pools.by_uuid(&uuid).ok_or_else(|| no_pool("uuid", uuid))
    }

    /// Claims a pool for a change of its state, and gives it as it is then.
    pub(crate) async fn claim(
        &self,
        pool: &StoragePoolRef,
    ) -> Result<(Claim<Pool>, Arc<Pool>, Arc<View>), StorageError> {
        let entry = self.pool(pool)?;
        let claim = async { Ok(self.pools.claim(&entry.name, entry.uuid).await?) };
        let claim = in_turn(self, pool, claim).await?;
        let Some(pool) = claim.current().cloned() else {
            return Err(no_pool("name", &entry.name));
        };
        let view = pool.view();
        Ok((claim, pool, view))
    }

    /// A volume of an active pool, by name.
    pub(crate) fn volume(&self, vol: &StorageVolRef) -> Result<Located, StorageError> {
        let pool = Arc::clone(&self.pool_by_name(&vol.pool)?.object);
        let view = pool.view();
        view.check_active()?;
        let volume = view.volumes.get(vol.name.as_str()).cloned();
        let volume = volume.ok_or_else(|| match pool.being_made(&vol.name) {
            Some(_) => being_made(&vol.name),
            None => no_volume("name", &vol.name),
        })?;
        Ok(Located { pool, view, volume })
    }

    /// The same, or one that is being made: to be looked at only.
    pub(crate) fn volume_or_plan(&self, vol: &StorageVolRef) -> Result<Located, StorageError> {
        let located = self.volume(vol);
        if !matches!(located, Err(StorageError::VolumeBusy { .. })) {
            return located;
        }
        let pool = Arc::clone(&self.pool_by_name(&vol.pool)?.object);
        match pool.being_made(&vol.name) {
            Some(volume) => {
                let view = pool.view();
                Ok(Located { pool, view, volume })
            }
            // It is there meanwhile, or it was given up.
            None => self.volume(vol),
        }
    }

    /// A volume of any active pool.
    pub(crate) fn volume_where(
        &self,
        by: &'static str,
        value: &str,
        wanted: impl Fn(&Volume) -> bool,
    ) -> Result<StorageVolRef, StorageError> {
        let pools = self.pools.snapshot();
        for pool in pools.iter().map(|entry| &entry.object) {
            let view = pool.view();
            if !view.active {
                continue;
            }
            if let Some(volume) = view.volumes.values().find(|volume| wanted(volume)) {
                return Ok(view.volume_reference(volume));
            }
            if let Some(volume) = pool.in_the_making().iter().find(|volume| wanted(volume)) {
                return Ok(view.volume_reference(volume));
            }
        }
        Err(no_volume(by, value))
    }

    /// A volume by its path, looking first in the pool whose directory it is in.
    pub(crate) fn volume_by_path(&self, path: &str) -> Result<StorageVolRef, StorageError> {
        let (asked, path) = (path, plain_path(path));
        if let Some((dir, name)) = path.rsplit_once('/') {
            for entry in self.pools.snapshot().iter() {
                let view = entry.object.view();
                let here = view.active && view.definition.target_str() == dir;
                if let Some(volume) = view
                    .volumes
                    .get(name)
                    .filter(|volume| here && volume.path == path)
                {
                    return Ok(view.volume_reference(volume));
                }
            }
        }
        self.volume_where("path", asked, |volume| volume.path == path)
    }

    pub(crate) fn lifecycle(&self, pool: StoragePoolRef, event: StoragePoolEventLifecycleType) {
        self.events.publish(Event::StoragePool(
            pool,
            PoolEvent::Lifecycle { event: event.raw() },
        ));
    }

    pub(crate) fn refreshed(&self, pool: StoragePoolRef) {
        self.events.publish(Event::StoragePool(pool, PoolEvent::Refresh));
    }
}

/// A volume with its pool.
pub(crate) struct Located {
    pub(crate) pool: Arc<Pool>,
    pub(crate) view: Arc<View>,
    pub(crate) volume: Arc<Volume>,
}

impl Located {
    /// An error if it is being made.
    pub(crate) fn check_made(&self) -> Result<(), StorageError> {
        match self.pool.being_made(self.volume.name.as_str()) {
            Some(_) => Err(being_made(self.volume.name.as_str())),
            None => Ok(()),
        }
    }
}

pub(crate) fn no_pool(by: &'static str, value: impl ToString) -> StorageError {
    StorageError::NoPool {
        by,
        value: value.to_string(),
    }
}

fn being_made(name: &str) -> StorageError {
    StorageError::VolumeBusy {
        name: name.to_owned(),
        by: "it is being made".to_owned(),
    }
}

pub(crate) fn no_volume(by: &'static str, value: &str) -> StorageError {
    StorageError::NoVolume {
        by,
        value: value.to_owned(),
    }
}
