//! Events as an async stream.

use crate::Connection;
use ferrovirt_driver::events::{EventReceiver, Received};
use ferrovirt_types::consts::{
    DomainEventType, NetworkEventLifecycleType, NodeDeviceEventLifecycleType, SecretEventLifecycleType,
    StoragePoolEventLifecycleType,
};
use ferrovirt_types::object::DomainRef;
use futures_util::Stream;
use std::sync::Arc;

pub use ferrovirt_driver::session::EventKind;
pub use ferrovirt_types::event::{
    DomainEvent, Event, NetworkEvent, NodeDeviceEvent, PoolEvent, QemuMonitorEvent, SecretEvent,
};

/// What comes out of an [`EventStream`].
#[derive(Debug, Clone, PartialEq)]
pub enum EventItem {
    /// An event.
    Event(Arc<Event>),
    /// The reader was slow: so many events were lost here. What they told must be asked for anew.
    Lagged(u64),
}

/// Events of a connection. Ends when dropped, or when the connection ends.
pub struct EventStream {
    connection: Connection,
    receiver: EventReceiver,
    kinds: Vec<EventKind>,
}

impl EventStream {
    pub(crate) fn new(connection: Connection, receiver: EventReceiver, kinds: Vec<EventKind>) -> Self {
        Self {
            connection,
            receiver,
            kinds,
        }
    }

    /// The next event of the kinds that were asked for; `None` once the connection has ended. Safe to
    /// drop and call again.
    pub async fn next(&mut self) -> Option<EventItem> {
        loop {
            let received = tokio::select! {
                biased;
                received = self.receiver.next() => received?,
                _ = self.connection.wait_closed() => return None,
            };
            match received {
                Received::Lagged(n) => return Some(EventItem::Lagged(n)),
                Received::Event(event) if self.kinds.iter().any(|k| matches(*k, &event)) => {
                    return Some(EventItem::Event(event));
                }
                Received::Event(_) => {}
            }
        }
    }

    /// The same as a [`Stream`], for combinators.
    pub fn into_stream(self) -> impl Stream<Item = EventItem> + Send {
        futures_util::stream::unfold(self, |mut events| async move {
            events.next().await.map(|e| (e, events))
        })
    }
}

/// Whether an event is of a kind.
fn matches(kind: EventKind, event: &Event) -> bool {
    match (kind, event) {
        (EventKind::Domain(id), Event::Domain(_, e)) => {
            // The event of a failed disk answers to its number with and without the reason.
            id == e.id()
                || (id == 6 && matches!(e, DomainEvent::IoError { .. }))
                || (id == 16 && matches!(e, DomainEvent::BlockJob { .. }))
        }
        (EventKind::Network(id), Event::Network(_, e)) => {
            id == i32::from(matches!(e, NetworkEvent::MetadataChange { .. }))
        }
        (EventKind::StoragePool(id), Event::StoragePool(_, e)) => {
            id == i32::from(matches!(e, PoolEvent::Refresh))
        }
        (EventKind::NodeDevice(id), Event::NodeDevice(_, e)) => {
            id == i32::from(matches!(e, NodeDeviceEvent::Update))
        }
        (EventKind::Secret(id), Event::Secret(_, e)) => {
            id == i32::from(matches!(e, SecretEvent::ValueChanged))
        }
        (EventKind::QemuMonitor, Event::QemuMonitor(..)) => true,
        _ => false,
    }
}

/// A change in the life of an object, with its type in place of the number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lifecycle {
    /// Of a domain, with the detail number of its type.
    Domain(DomainRef, DomainEventType, i32),
    /// Of the network with this name.
    Network(String, NetworkEventLifecycleType),
    /// Of the storage pool with this name.
    StoragePool(String, StoragePoolEventLifecycleType),
    /// Of the device with this name.
    NodeDevice(String, NodeDeviceEventLifecycleType),
    /// Of the secret with this UUID.
    Secret(uuid::Uuid, SecretEventLifecycleType),
}

impl Lifecycle {
    /// The change that an event tells of; `None` when it tells of something else, or of a type that is
    /// newer than this crate.
    pub fn of(event: &Event) -> Option<Self> {
        Some(match event {
            Event::Domain(dom, DomainEvent::Lifecycle { event, detail }) => {
                Self::Domain(dom.clone(), DomainEventType::from_raw(*event)?, *detail)
            }
            Event::Network(net, NetworkEvent::Lifecycle { event }) => {
                Self::Network(net.name.clone(), NetworkEventLifecycleType::from_raw(*event)?)
            }
            Event::StoragePool(pool, PoolEvent::Lifecycle { event }) => Self::StoragePool(
                pool.name.clone(),
                StoragePoolEventLifecycleType::from_raw(*event)?,
            ),
            Event::NodeDevice(device, NodeDeviceEvent::Lifecycle { event }) => Self::NodeDevice(
                device.name.clone(),
                NodeDeviceEventLifecycleType::from_raw(*event)?,
            ),
            Event::Secret(secret, SecretEvent::Lifecycle { event }) => {
                Self::Secret(secret.uuid, SecretEventLifecycleType::from_raw(*event)?)
            }
            _ => return None,
        })
    }
}
