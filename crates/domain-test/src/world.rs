//! Everything that exists behind one connection, or behind all connections to the default host.

use crate::domain::Guest;
use crate::family::Family;
use crate::host::Node;
use crate::interface::Interfaces;
use crate::network::Network;
use crate::nodedev::Devices;
use crate::storage::Pool;
use ferrovirt_driver::events::EventBus;
use std::sync::atomic::{AtomicI32, Ordering};

/// The objects.
#[derive(Default)]
pub(crate) struct World {
    pub(crate) node: Node,
    pub(crate) domains: Family<Guest>,
    pub(crate) networks: Family<Network>,
    pub(crate) pools: Family<Pool>,
    pub(crate) interfaces: Interfaces,
    pub(crate) devices: Devices,
    pub(crate) events: EventBus,
    activations: AtomicI32,
}

impl World {
    /// A host without objects.
    pub(crate) fn of(node: Node) -> Self {
        World {
            node,
            ..World::default()
        }
    }

    /// A number for the next guest that starts. They count from one and are not used twice.
    pub(crate) fn next_id(&self) -> i32 {
        self.activations
            .fetch_add(1, Ordering::Relaxed)
            .wrapping_add(1)
            .max(1)
    }
}
