//! What belongs to a connection as such, rather than to the objects behind it.

use async_trait::async_trait;
use ferrovirt_types::Result;
use ferrovirt_types::event::{DomainEvent, Event, NetworkEvent, NodeDeviceEvent, PoolEvent, SecretEvent};
use ferrovirt_types::object::{DomainRef, NetworkRef, NodeDeviceRef, SecretRef, StoragePoolRef};

/// A kind of event, as listeners ask for it. The numbers are those of the interface
/// (`DomainEventId`, `NetworkEventId`, ...).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EventKind {
    /// Of domains.
    Domain(i32),
    /// Of networks.
    Network(i32),
    /// Of storage pools.
    StoragePool(i32),
    /// Of node devices.
    NodeDevice(i32),
    /// Of secrets.
    Secret(i32),
    /// Whatever the monitors of QEMU say.
    QemuMonitor,
}

/// An object whose events alone are wanted. Two of them are the same when they name the same object,
/// whatever else is known of it.
#[derive(Debug, Clone)]
pub enum EventObject {
    /// A domain.
    Domain(DomainRef),
    /// A network.
    Network(NetworkRef),
    /// A storage pool.
    StoragePool(StoragePoolRef),
    /// A device of the host.
    NodeDevice(NodeDeviceRef),
    /// A secret.
    Secret(SecretRef),
}

impl EventObject {
    /// What tells it from others: the UUID, or the name of a device.
    fn identity(&self) -> (std::mem::Discriminant<Self>, Option<uuid::Uuid>, Option<&str>) {
        let kind = std::mem::discriminant(self);
        match self {
            Self::Domain(dom) => (kind, Some(dom.uuid), None),
            Self::Network(net) => (kind, Some(net.uuid), None),
            Self::StoragePool(pool) => (kind, Some(pool.uuid), None),
            Self::Secret(secret) => (kind, Some(secret.uuid), None),
            Self::NodeDevice(device) => (kind, None, Some(&device.name)),
        }
    }

    /// Whether an event is of this object.
    fn concerned(&self, event: &Event) -> bool {
        match (self, event) {
            (Self::Domain(dom), Event::Domain(of, _) | Event::QemuMonitor(of, _)) => dom.uuid == of.uuid,
            (Self::Network(net), Event::Network(of, _)) => net.uuid == of.uuid,
            (Self::StoragePool(pool), Event::StoragePool(of, _)) => pool.uuid == of.uuid,
            (Self::NodeDevice(device), Event::NodeDevice(of, _)) => device.name == of.name,
            (Self::Secret(secret), Event::Secret(of, _)) => secret.uuid == of.uuid,
            _ => false,
        }
    }
}

impl PartialEq for EventObject {
    fn eq(&self, other: &Self) -> bool {
        self.identity() == other.identity()
    }
}

impl Eq for EventObject {}

/// What a listener wants to hear of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interest {
    /// The kind of event.
    pub kind: EventKind,
    /// Only of this object; of all when there is none.
    pub of: Option<EventObject>,
}

impl From<EventKind> for Interest {
    fn from(kind: EventKind) -> Self {
        Self { kind, of: None }
    }
}

impl Interest {
    /// Whether an event is what it wants.
    pub fn matches(&self, event: &Event) -> bool {
        self.of.as_ref().is_none_or(|object| object.concerned(event)) && self.kind.matches(event)
    }
}

impl EventKind {
    /// Whether an event is of this kind.
    pub fn matches(self, event: &Event) -> bool {
        match (self, event) {
            // Its newer number names the target, its older one the path; where both are known, it is both.
            (Self::Domain(id), Event::Domain(_, DomainEvent::BlockJob { path, dev, .. })) => {
                (id == 8 && (dev.is_empty() || !path.is_empty()))
                    || (id == 16 && (path.is_empty() || !dev.is_empty()))
            }
            // A failed disk answers to its number with and without the reason.
            (Self::Domain(id), Event::Domain(_, DomainEvent::IoError { .. })) => matches!(id, 4 | 6),
            (Self::Domain(id), Event::Domain(_, event)) => id == event.id(),
            (Self::Network(id), Event::Network(_, event)) => {
                id == i32::from(matches!(event, NetworkEvent::MetadataChange { .. }))
            }
            (Self::StoragePool(id), Event::StoragePool(_, event)) => {
                id == i32::from(matches!(event, PoolEvent::Refresh))
            }
            (Self::NodeDevice(id), Event::NodeDevice(_, event)) => {
                id == i32::from(matches!(event, NodeDeviceEvent::Update))
            }
            (Self::Secret(id), Event::Secret(_, event)) => {
                id == i32::from(matches!(event, SecretEvent::ValueChanged))
            }
            (Self::QemuMonitor, Event::QemuMonitor(..)) => true,
            _ => false,
        }
    }
}

/// Why a connection ended, a `ConnectCloseReason`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closed {
    /// An error of the transport or of the protocol.
    Error,
    /// The peer closed it.
    Eof,
    /// The peer did not answer keepalive messages.
    Keepalive,
    /// This side closed it.
    Client,
}

/// What a connection that was opened again has lost with the one before it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Losses {
    /// Why the one before it ended; none when it has not.
    pub reason: Option<Closed>,
    /// Calls that were without an answer: whether they were carried out must be asked for.
    pub calls: usize,
    /// Streams that were open: what was on its way in them is gone.
    pub streams: usize,
    /// What is listened to again. Of such events those in between are missing.
    pub missed: Vec<Interest>,
    /// What the daemon does not tell of any more.
    pub refused: Vec<Interest>,
}

/// A connection to drivers, in process or through a daemon.
#[async_trait]
pub trait Session: Send + Sync {
    /// The URI that it was opened with.
    fn uri(&self) -> String;
    /// Version of the library that serves it: `major * 1,000,000 + minor * 1,000 + release`.
    async fn library_version(&self) -> Result<u64>;
    /// Whether a hole that is sent into a volume becomes zeros there, whatever the volume held. A libvirtd only passes
    /// over it.
    async fn makes_zeros_of_holes(&self) -> bool {
        true
    }
    /// Whether what goes over it is encrypted.
    fn is_encrypted(&self) -> bool;
    /// Whether it is encrypted or cannot be listened to, as within a process.
    fn is_secure(&self) -> bool;
    /// Why it ended; none while it is usable.
    fn closed(&self) -> Option<Closed>;
    /// Waits until it has ended, here or at the far side of the daemon, and is not opened again by itself.
    async fn wait_closed(&self) -> Closed;
    /// Makes events reach the event bus, each once, however many interests it is for. Asking again for the
    /// same is cheap.
    async fn listen(&self, interest: &Interest) -> Result<()>;
    /// Takes one [`listen`](Session::listen) back. Events may still come for a moment.
    fn unlisten(&self, interest: &Interest);
    /// Opens a connection that has ended again, and says what was lost with it: guests that were started to
    /// end with the connection have ended too. One that has not ended stays as it is.
    async fn reconnect(&self) -> Result<Losses>;
    /// Ends the connection in order. Calls after this fail.
    async fn close(&self) -> Result<()>;
}
