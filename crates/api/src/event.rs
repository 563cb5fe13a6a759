//! Events as an async stream.

use crate::Connection;
use ferrovirt_driver::events::{EventReceiver, Received};
use ferrovirt_types::Result;
use ferrovirt_types::consts::{
    DomainEventType, NetworkEventLifecycleType, NodeDeviceEventLifecycleType, SecretEventLifecycleType,
    StoragePoolEventLifecycleType,
};
use ferrovirt_types::object::DomainRef;
use futures_util::Stream;
use std::sync::Arc;

pub use ferrovirt_driver::session::{EventKind, EventObject, Interest, Losses};
pub use ferrovirt_types::address_change::AddressChange;
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
    /// The connection ended and was opened again, as its options asked for: events in between are missing.
    Reconnected(Arc<Losses>),
}

/// Events of a connection. Ends when dropped, or when the connection ends.
pub struct EventStream {
    connection: Connection,
    receiver: EventReceiver,
    interests: Vec<Interest>,
}

impl EventStream {
    /// Listens to nothing yet.
    pub(crate) fn new(connection: Connection, receiver: EventReceiver) -> Self {
        Self {
            connection,
            receiver,
            interests: Vec::new(),
        }
    }

    /// Adds what is listened to, until the stream is dropped.
    ///
    /// # Errors
    /// When the driver has no such events; what was listened to before still is.
    pub async fn add(&mut self, interest: &Interest) -> Result<()> {
        self.connection.session().listen(interest).await?;
        self.interests.push(interest.clone());
        Ok(())
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
                Received::Reconnected(losses) => return Some(EventItem::Reconnected(losses)),
                Received::Event(event) if self.interests.iter().any(|i| i.matches(&event)) => {
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

impl Drop for EventStream {
    fn drop(&mut self) {
        for interest in &self.interests {
            self.connection.session().unlisten(interest);
        }
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
