//! What belongs to a connection as such, rather than to the objects behind it.

use async_trait::async_trait;
use ferrovirt_types::Result;

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

/// A connection to drivers, in process or through a daemon.
#[async_trait]
pub trait Session: Send + Sync {
    /// The URI that it was opened with.
    fn uri(&self) -> String;
    /// Version of the library that serves it: `major * 1,000,000 + minor * 1,000 + release`.
    async fn library_version(&self) -> Result<u64>;
    /// Whether what goes over it is encrypted.
    fn is_encrypted(&self) -> bool;
    /// Whether it is encrypted or cannot be listened to, as within a process.
    fn is_secure(&self) -> bool;
    /// Why it ended; none while it is usable.
    fn closed(&self) -> Option<Closed>;
    /// Waits until it has ended.
    async fn wait_closed(&self) -> Closed;
    /// Makes events of a kind reach the event bus. Asking again for the same kind is cheap.
    async fn listen(&self, kind: EventKind) -> Result<()>;
    /// Ends the connection in order. Calls after this fail.
    async fn close(&self) -> Result<()>;
}
