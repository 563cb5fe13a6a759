//! Virtual machines, networks and storage of a host from Rust: in process, or through a daemon, ours or a
//! stock libvirtd. This crate re-exports and nothing else: the objects of `ferrovirt-api`, the documents
//! of `ferrovirt-schema` and the vocabulary of `ferrovirt-types`.
//!
//! API boundary: yes, for applications.
//!
//! **Invariant**: defines nothing.
//!
//! Each driver is a feature, all on by default: `remote` opens connections through daemons, `qemu` manages guests
//! of this host in process, `test` makes a host up.
//!
//! The examples run against the host that the test driver makes up, which holds one running domain, one
//! network and one storage pool.
//!
//! # Connection
//! ```
//! # #[tokio::main] async fn main() -> ferrovirt::Result<()> {
//! use ferrovirt::{Connection, flags::ConnectListAllDomainsFlags};
//!
//! let connection = Connection::open("test:///default").await?;
//! let host = connection.node_info().await?;
//! println!("{} processors, {} KiB", host.cpus, host.memory_kib);
//! for domain in connection.domains(ConnectListAllDomainsFlags::empty()).await? {
//!     println!("{}: {:?}", domain.name(), domain.state().await?);
//! }
//! connection.close().await
//! # }
//! ```
//!
//! # Domain
//! ```
//! # #[tokio::main] async fn main() -> ferrovirt::Result<()> {
//! # use ferrovirt::Connection;
//! use ferrovirt::State;
//! use ferrovirt::flags::{DomainCreateFlags, DomainDefineFlags, DomainDestroyFlags};
//!
//! let connection = Connection::open("test:///default").await?;
//! let xml = "<domain type='test'><name>example</name><memory unit='MiB'>64</memory><os><type>hvm</type></os></domain>";
//! let domain = connection.define_domain(xml, DomainDefineFlags::empty()).await?;
//! let domain = domain.start(DomainCreateFlags::empty()).await?;
//! assert!(matches!(domain.state().await?, State::Running(_)));
//! domain.destroy(DomainDestroyFlags::empty()).await?;
//! domain.undefine(Default::default()).await
//! # }
//! ```
//!
//! # Typed documents
//! ```
//! # #[tokio::main] async fn main() -> ferrovirt::Result<()> {
//! # use ferrovirt::Connection;
//! use ferrovirt::flags::DomainXmlFlags;
//!
//! let connection = Connection::open("test:///default").await?;
//! let definition = connection.domain("test").await?.definition(DomainXmlFlags::empty()).await?;
//! assert_eq!(definition.name, "test");
//! println!("{}", definition.to_xml());
//! # Ok(()) }
//! ```
//!
//! # Network
//! ```
//! # #[tokio::main] async fn main() -> ferrovirt::Result<()> {
//! # use ferrovirt::Connection;
//! let connection = Connection::open("test:///default").await?;
//! let network = connection.network("default").await?;
//! println!("{} on {}", network.name(), network.bridge().await?);
//! assert!(network.is_active().await?);
//! # Ok(()) }
//! ```
//!
//! # `StoragePool` and `StorageVol`
//! ```
//! # #[tokio::main] async fn main() -> ferrovirt::Result<()> {
//! # use ferrovirt::Connection;
//! use ferrovirt::flags::StorageVolCreateFlags;
//!
//! let connection = Connection::open("test:///default").await?;
//! let pool = connection.storage_pool("default-pool").await?;
//! let xml = "<volume><name>disk</name><capacity unit='MiB'>8</capacity></volume>";
//! let volume = pool.create_volume(xml, StorageVolCreateFlags::empty()).await?;
//! println!("{} bytes at {}", volume.info(Default::default()).await?.capacity, volume.path().await?);
//! volume.delete(Default::default()).await
//! # }
//! ```
//!
//! # Events
//! ```
//! # #[tokio::main] async fn main() -> ferrovirt::Result<()> {
//! # use ferrovirt::Connection;
//! use ferrovirt::EventItem;
//! use ferrovirt::event::{EventKind, Lifecycle};
//! use ferrovirt::flags::DomainEventId;
//!
//! let connection = Connection::open("test:///default").await?;
//! let mut events = connection.events(&[EventKind::Domain(DomainEventId::Lifecycle.raw())]).await?;
//! connection.domain("test").await?.suspend().await?;
//! if let Some(EventItem::Event(event)) = events.next().await {
//!     if let Some(Lifecycle::Domain(domain, change, _)) = Lifecycle::of(&event) {
//!         println!("{}: {change:?}", domain.name);
//!     }
//! }
//! # Ok(()) }
//! ```
//!
//! # Interface
//! ```
//! # #[tokio::main] async fn main() -> ferrovirt::Result<()> {
//! # use ferrovirt::Connection;
//! let connection = Connection::open("test:///default").await?;
//! match connection.interfaces(Default::default()).await {
//!     Ok(interfaces) => interfaces.iter().for_each(|i| println!("{} {}", i.name(), i.mac())),
//!     Err(e) => println!("this host does not tell: {e}"),
//! }
//! # Ok(()) }
//! ```
//!
//! # `NodeDevice`, Secret, `NwFilter`
//! ```
//! # #[tokio::main] async fn main() -> ferrovirt::Result<()> {
//! # use ferrovirt::Connection;
//! use ferrovirt::flags::ErrorNumber;
//!
//! let connection = Connection::open("test:///default").await?;
//! // What a driver does not have is told by one code, whatever the call.
//! for result in [
//!     connection.node_devices(Default::default()).await.map(|l| l.len()),
//!     connection.secrets(Default::default()).await.map(|l| l.len()),
//!     connection.nwfilters().await.map(|l| l.len()),
//! ] {
//!     match result {
//!         Ok(count) => println!("{count} of them"),
//!         Err(e) => assert!(e.is(ErrorNumber::NoSupport), "{e}"),
//!     }
//! }
//! # Ok(()) }
//! ```
//!
//! # Console and screen
//! ```no_run
//! # async fn example(domain: ferrovirt::Domain) -> ferrovirt::Result<()> {
//! use std::time::Duration;
//!
//! let mut console = domain.open_console(None, Default::default()).await?;
//! let login = console.read_until(|text| text.contains("login:"));
//! match tokio::time::timeout(Duration::from_secs(60), login).await {
//!     Ok(text) => println!("{}", text?),
//!     Err(_) => println!("the guest does not come up"),
//! }
//! # Ok(()) }
//! ```
#![forbid(unsafe_code)]

pub use ferrovirt_api::{
    AllStats, BlockInfo, BlockJobInfo, BlockStats, Closed, Connection, Console, ControlInfo, DhcpLease,
    Document, Domain, DomainCheckpoint, DomainInfo, DomainInterface, DomainSnapshot, DomainStatsRecord,
    Error, EventItem, EventStream, FilesystemInfo, HostMemory, Interface, InterfaceAddress, InterfaceStats,
    JobInfo, LocalSession, MemoryStat, Metadata, Network, NetworkPort, NodeDevice, NodeInfo, NwFilter,
    NwFilterBinding, PoolInfo, Result, Screenshot, Secret, State, StoragePool, StorageVol, VcpuInfo, Version,
    VolInfo,
};

/// Events as an async stream.
pub use ferrovirt_api::event;
/// Streams as async readers and writers.
pub use ferrovirt_api::stream;
/// The traits that a driver implements, for drivers of one's own.
pub use ferrovirt_driver as driver;
/// How to open a connection.
#[cfg(feature = "remote")]
pub use ferrovirt_registry::{Keepalive, OpenOptions, Reconnect};
/// Typed XML documents.
pub use ferrovirt_schema as schema;
/// Flags and enumerations of the interface.
pub use ferrovirt_types::consts as flags;
/// Named values, as statistics and tunables come.
pub use ferrovirt_types::param;
