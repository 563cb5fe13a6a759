//! Connections: where every object comes from.

mod find;
mod host;
#[cfg(feature = "open")]
mod open;

pub use host::{HostMemory, NodeInfo, Version};

use crate::LocalSession;
use crate::event::EventStream;
use ferrovirt_driver::GuardedDrivers;
use ferrovirt_driver::events::EventBus;
use ferrovirt_driver::session::{Closed, EventKind, Interest, Losses, Session};
use ferrovirt_types::Result;
use std::any::Any;
use std::sync::Arc;

/// Events that may wait for one reader before the oldest give way to a notice of the gap.
const EVENT_QUEUE: usize = 4096;

/// An open URI: drivers in this process, or those behind a daemon. Cheap to clone; the connection ends
/// with the last clone and the last object made from it.
#[derive(Clone)]
pub struct Connection(Arc<Inner>);

struct Inner {
    drivers: GuardedDrivers,
    events: EventBus,
    session: Arc<dyn Session>,
}

impl Connection {
    /// A connection over drivers that someone else has assembled.
    pub fn from_parts(drivers: GuardedDrivers, events: EventBus, session: Arc<dyn Session>) -> Self {
        Self(Arc::new(Inner {
            drivers,
            events,
            session,
        }))
    }

    /// A connection over drivers in this process. `keep` is dropped when the connection ends.
    pub fn local(
        drivers: GuardedDrivers,
        events: EventBus,
        uri: impl Into<String>,
        keep: Option<Arc<dyn Any + Send + Sync>>,
    ) -> Self {
        Self::from_parts(drivers, events, Arc::new(LocalSession::new(uri, keep)))
    }

    /// The drivers, for calls that have no object of their own here.
    pub fn drivers(&self) -> &GuardedDrivers {
        &self.0.drivers
    }

    pub(crate) fn session(&self) -> &dyn Session {
        &*self.0.session
    }

    /// The URI that was opened.
    pub fn uri(&self) -> String {
        self.0.session.uri()
    }

    /// Whether what goes over the connection is encrypted.
    pub fn is_encrypted(&self) -> bool {
        self.0.session.is_encrypted()
    }

    /// Whether nobody between here and the driver can listen.
    pub fn is_secure(&self) -> bool {
        self.0.session.is_secure()
    }

    /// Whether the connection is usable, as far as is known without asking.
    pub fn is_alive(&self) -> bool {
        self.0.session.closed().is_none()
    }

    /// Waits until the connection has ended, and says why.
    pub async fn wait_closed(&self) -> Closed {
        self.0.session.wait_closed().await
    }

    /// Version of the library that serves the connection.
    pub async fn library_version(&self) -> Result<Version> {
        self.0.session.library_version().await.map(Version)
    }

    /// Events of the given kinds, from now on.
    pub async fn events(&self, kinds: &[EventKind]) -> Result<EventStream> {
        let interests: Vec<Interest> = kinds.iter().map(|kind| Interest::from(*kind)).collect();
        self.events_for(&interests).await
    }

    /// Events of kinds and objects, from now on.
    pub async fn events_for(&self, interests: &[Interest]) -> Result<EventStream> {
        let mut events = EventStream::new(self.clone(), self.0.events.subscribe(EVENT_QUEUE));
        for interest in interests {
            events.add(interest).await?;
        }
        Ok(events)
    }

    /// Opens the connection again after it has ended, and says what was lost; objects that were made from it
    /// work again. While it has not ended, nothing happens and nothing is lost.
    ///
    /// # Errors
    /// When the daemon cannot be reached, or the connection was one within this process.
    pub async fn reconnect(&self) -> Result<Losses> {
        self.0.session.reconnect().await
    }

    /// Ends the connection in order. Other clones and objects fail from then on.
    pub async fn close(&self) -> Result<()> {
        self.0.session.close().await
    }
}

impl std::fmt::Debug for Connection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Connection").field(&self.uri()).finish()
    }
}
