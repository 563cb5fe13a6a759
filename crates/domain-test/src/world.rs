//! Everything that exists behind one connection, or behind all connections to the default host.

use crate::agenda::Agenda;
use crate::clock::Clock;
use crate::domain::Guest;
use crate::family::Family;
use crate::faults::Faults;
use crate::filter::Filters;
use crate::host::Node;
use crate::interface::Interfaces;
use crate::network::Network;
use crate::nodedev::{AllMediated, Devices};
use crate::secret::Secret;
use crate::storage::{Contents, Pool};
use ferrovirt_driver::events::EventBus;
use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicI32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use uuid::Uuid;

/// The objects.
#[derive(Default)]
pub(crate) struct World {
    pub(crate) node: Node,
    pub(crate) domains: Family<Guest>,
    pub(crate) networks: Family<Network>,
    pub(crate) pools: Family<Pool>,
    pub(crate) contents: Contents,
    pub(crate) secrets: Family<Secret>,
    pub(crate) filters: Filters,
    pub(crate) interfaces: Interfaces,
    pub(crate) devices: Devices,
    pub(crate) mediated: AllMediated,
    /// Settings of the host's memory that were changed.
    pub(crate) tunables: Mutex<BTreeMap<&'static str, u64>>,
    pub(crate) events: EventBus,
    pub(crate) clock: Arc<Clock>,
    pub(crate) agenda: Arc<Agenda>,
    /// Faults of all connections.
    pub(crate) faults: Faults,
    activations: AtomicI32,
    /// Active guests by number.
    active: Mutex<HashMap<i32, Uuid>>,
}

impl World {
    /// A host without objects.
    pub(crate) fn of(node: Node) -> Self {
        let mut world = World::default();
        world.node = node;
        world
    }

    /// A number for the next guest that starts. They count from one and are not used twice.
    pub(crate) fn next_id(&self) -> i32 {
        self.activations
            .fetch_add(1, Ordering::Relaxed)
            .wrapping_add(1)
            .max(1)
    }

    /// Which active guest has this number.
    pub(crate) fn by_id(&self, id: i32) -> Option<Uuid> {
        self.active
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&id)
            .copied()
    }

    /// Notes that the number of a guest changed; those that are not active have -1.
    pub(crate) fn renumber(&self, uuid: Uuid, before: i32, now: i32) {
        if before == now {
            return;
        }
        let mut active = self.active.lock().unwrap_or_else(PoisonError::into_inner);
        active.remove(&before);
        if now > 0 {
            active.insert(now, uuid);
        }
    }
}
