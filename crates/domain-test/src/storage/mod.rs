//! Storage pools, and the volumes in them, which have no content.

mod content;
mod definition;
mod pools;
mod volumes;

use crate::error::{Kind, Result, TestError};
use crate::family::Found;
use crate::world::World;
use ferrovirt_schema::pool::{Pool as Document, PoolType};
use ferrovirt_schema::storage::Bytes;
use ferrovirt_schema::vol::Volume;
use ferrovirt_types::Error;
use ferrovirt_types::consts::{ErrorDomain, ErrorNumber, StoragePoolEventLifecycleType};
use ferrovirt_types::event::{Event, PoolEvent};
use ferrovirt_types::object::StoragePoolRef;
use std::collections::BTreeMap;
use std::sync::Arc;
use uuid::Uuid;

pub(crate) use content::Contents;
pub(crate) use definition::parse_volume;

const WORD: &str = "pool";

/// Bytes of every pool.
const CAPACITY: u64 = 100 << 30;

/// A pool.
#[derive(Debug, Clone)]
pub(crate) struct Pool {
    /// Document without the figures; while the pool is active, the one that it was started with.
    document: Arc<Document>,
    /// What it starts with next time, when it was defined anew while it was active.
    next: Option<Arc<Document>>,
    active: bool,
    /// It is kept when it stops.
    persistent: bool,
    autostart: bool,
    /// Volumes by name.
    volumes: Arc<BTreeMap<String, Arc<Volume>>>,
    /// Bytes in use.
    allocation: u64,
}

impl Pool {
    fn new(document: Document) -> Self {
        Pool {
            document: Arc::new(document),
            next: None,
            active: false,
            persistent: true,
            autostart: false,
            volumes: Arc::default(),
            allocation: 0,
        }
    }

    fn available(&self) -> u64 {
        CAPACITY.saturating_sub(self.allocation)
    }

    /// As it is once it has stopped.
    fn stopped(mut self) -> Self {
        self.active = false;
        if let Some(next) = self.next.take() {
            self.document = next;
        }
        self
    }

    fn target(&self) -> &str {
        self.document.target_path().unwrap_or_default()
    }

    fn to_xml(&self) -> String {
        let mut doc = Document::clone(&self.document);
        doc.capacity = Some(Bytes(CAPACITY));
        doc.allocation = Some(Bytes(self.allocation));
        doc.available = Some(Bytes(self.available()));
        doc.to_xml()
    }

    fn must_be_active(&self, name: &str) -> Result<()> {
        if self.active {
            return Ok(());
        }
        Err(TestError::InvalidState(format!(
            "storage pool '{name}' is not active"
        )))
    }

    /// What it is made of.
    pub(crate) fn kind(&self) -> PoolType {
        self.document.kind
    }

    fn must_be_inactive(&self, name: &str) -> Result<()> {
        if !self.active {
            return Ok(());
        }
        Err(TestError::InvalidState(format!(
            "storage pool '{name}' is active"
        )))
    }

    /// Puts a volume in. It needs room for what it allocates: all of its capacity, unless it says less.
    pub(crate) fn add(&mut self, mut volume: Volume) -> Result<String> {
        let name = volume.name.clone().unwrap_or_default();
        if self.volumes.contains_key(&name) {
            return Err(TestError::Failed("storage vol already exists".into()));
        }
        let allocation = volume.allocation.unwrap_or_default().0;
        if allocation > self.available() {
            return Err(TestError::Internal(format!(
                "Not enough free space in pool for volume '{name}'"
            )));
        }
        let path = format!("{}/{name}", self.target());
        volume.key = Some(path.clone());
        volume.target.get_or_insert_default().path = Some(path);
        self.allocation += allocation;
        Arc::make_mut(&mut self.volumes).insert(name.clone(), Arc::new(volume));
        Ok(name)
    }
}

/// What a change of a pool leaves behind.
enum Fate {
    Keep(Pool),
    Forget,
}

impl World {
    pub(crate) fn pool(&self, pool: &StoragePoolRef) -> Result<Found<Pool>> {
        let missing = || TestError::not_found(Kind::Pool, "uuid", pool.uuid);
        self.pools.by_uuid(&pool.uuid).ok_or_else(missing)
    }

    fn change_pool<R>(
        &self,
        pool: &StoragePoolRef,
        change: impl FnOnce(Pool, &str) -> Result<(Fate, Option<PoolEvent>, R)>,
    ) -> Result<R> {
        let family = self.pools.begin();
        let missing = || TestError::not_found(Kind::Pool, "uuid", pool.uuid);
        let found = family.by_uuid(&pool.uuid).ok_or_else(missing)?;
        let (fate, event, result) = change(Pool::clone(&found.state), &found.name)?;
        match fate {
            Fate::Keep(pool) => family.publish(WORD, &found.name, found.uuid, pool)?,
            Fate::Forget => family.remove(&found.uuid),
        }
        if let Some(event) = event {
            let pool = StoragePoolRef {
                name: found.name,
                uuid: found.uuid,
            };
            self.events.publish(Event::StoragePool(pool, event));
        }
        Ok(result)
    }

    /// Defines a pool, or starts one: a transient one, whatever was there before.
    pub(crate) fn put_pool(&self, text: &str, validate: bool, start: bool) -> Result<StoragePoolRef> {
        let doc = definition::parse(text, validate)?;
        let name = doc.name.clone().unwrap_or_default();
        let uuid = doc.uuid.unwrap_or_else(Uuid::new_v4);
        let doc = Document {
            uuid: Some(uuid),
            ..doc
        };
        let family = self.pools.begin();
        // What a pool is made of is looked at before what it is called.
        self.refuse_conflicts(&doc, uuid)?;
        let known = family.check(WORD, &name, uuid)?;
        if start && known.as_ref().is_some_and(|pool| pool.active) {
            let why = format!("pool is already active as '{name}'");
            return Err(TestError::Api(Error::new(
                ErrorNumber::OperationInvalid,
                ErrorDomain::Storage,
                why,
            )));
        }
        let mut pool = known.map_or_else(|| Pool::new(doc.clone()), |pool| Pool::clone(&pool));
        if pool.active && !start {
            pool.next = Some(Arc::new(doc));
        } else {
            pool.document = Arc::new(doc);
        }
        pool.persistent = !start;
        pool.active |= start;
        if start {
            self.devices.attach(&pool.document, &self.events)?;
        }
        family.publish(WORD, &name, uuid, pool)?;
        let pool = StoragePoolRef { name, uuid };
        let event = if start {
            StoragePoolEventLifecycleType::Started
        } else {
            StoragePoolEventLifecycleType::Defined
        };
        self.events
            .publish(Event::StoragePool(pool.clone(), lifecycle(event)));
        Ok(pool)
    }

    /// Puts volumes in a pool and starts it.
    pub(crate) fn fill_pool(&self, pool: &StoragePoolRef, volumes: Vec<Volume>) -> Result<()> {
        self.change_pool(pool, |mut pool, _| {
            for volume in volumes {
                pool.add(volume)?;
            }
            Ok((Fate::Keep(Pool { active: true, ..pool }), None, ()))
        })
    }

    /// Two pools do not share what they are made of.
    fn refuse_conflicts(&self, doc: &Document, uuid: Uuid) -> Result<()> {
        let others = self.pools.snapshot();
        let same = |other: &Pool| definition::same_source(doc, &other.document);
        let mut others = others.iter().filter(|other| other.uuid != uuid);
        match others.find(|other| same(&other.object.state())) {
            Some(other) => Err(TestError::Api(Error::new(
                ErrorNumber::OperationFailed,
                ErrorDomain::Storage,
                format!("Storage source conflict with pool: '{}'", other.name),
            ))),
            None => Ok(()),
        }
    }
}

fn lifecycle(event: StoragePoolEventLifecycleType) -> PoolEvent {
    PoolEvent::Lifecycle { event: event.raw() }
}

#[cfg(test)]
mod tests {
    use super::*;

    const POOL: &str = "<pool type='dir'><name>p</name><target><path>/p</path></target></pool>";

    fn volume(name: &str, capacity: u64) -> Volume {
        parse_volume(
            &format!("<volume><name>{name}</name><capacity>{capacity}</capacity></volume>"),
            PoolType::Dir,
            false,
        )
        .unwrap()
    }

    #[test]
    fn a_pool_has_an_end() {
        let mut pool = Pool::new(definition::parse(POOL, false).unwrap());
        pool.add(volume("a", 60 << 30)).unwrap();
        assert!(pool.add(volume("b", 60 << 30)).is_err());
        assert!(pool.add(volume("a", 1)).is_err());
        assert_eq!(pool.available(), 40 << 30);
        assert_eq!(pool.volumes["a"].key.as_deref(), Some("/p/a"));
    }

    #[test]
    fn two_pools_do_not_share_a_directory() {
        let world = World::default();
        world.put_pool(POOL, false, false).unwrap();
        let other = POOL.replace("<name>p<", "<name>q<").replace("/p<", "/p/<");
        assert!(world.put_pool(&other, false, false).is_err());
        world
            .put_pool(&other.replace("/p/<", "/q<"), false, false)
            .unwrap();
    }
}
