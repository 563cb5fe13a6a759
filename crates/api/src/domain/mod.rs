//! Domains: the guests.

mod agent;
mod blockjob;
mod checkpoint;
mod config;
mod console;
mod info;
mod job;
mod lifecycle;
mod migrate;
mod snapshot;
mod stats;
mod tuning;

pub use agent::FilesystemInfo;
pub use blockjob::BlockJobInfo;
pub use checkpoint::DomainCheckpoint;
pub use config::Metadata;
pub use console::{Console, Screenshot};
pub use info::{ControlInfo, DomainInfo, State, VcpuInfo};
pub use job::JobInfo;
pub use snapshot::DomainSnapshot;
pub use stats::{
    AllStats, BlockInfo, BlockStats, DomainInterface, DomainStatsRecord, InterfaceAddress, InterfaceStats,
    MemoryStat,
};

use crate::Connection;
use ferrovirt_types::object::DomainRef;
use uuid::Uuid;

/// A domain: a guest that is running, defined, or both.
#[derive(Clone, Debug)]
pub struct Domain {
    pub(crate) connection: Connection,
    pub(crate) dom: DomainRef,
}

impl Domain {
    pub(crate) fn new(connection: Connection, dom: DomainRef) -> Self {
        Self { connection, dom }
    }

    /// The identity, as events carry it.
    pub fn identity(&self) -> &DomainRef {
        &self.dom
    }

    /// Unique name on the host.
    pub fn name(&self) -> &str {
        &self.dom.name
    }

    /// Unique and stable identity.
    pub fn uuid(&self) -> Uuid {
        self.dom.uuid
    }

    /// Number of this activation, as it was when the domain was looked up; `None` when it was not active.
    pub fn id(&self) -> Option<u32> {
        u32::try_from(self.dom.id).ok()
    }

    /// The connection that it came from.
    pub fn connection(&self) -> &Connection {
        &self.connection
    }
}

/// Text of a byte array that ends at its first NUL.
pub(crate) fn c_text(bytes: &[i8]) -> String {
    let bytes: Vec<u8> = bytes
        .iter()
        .map(|b| b.cast_unsigned())
        .take_while(|b| *b != 0)
        .collect();
    String::from_utf8_lossy(&bytes).into_owned()
}
