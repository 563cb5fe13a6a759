//! The document itself.

use ferrovirt_xml::{RawElement, Xml, YesNo, words};

use crate::backup::BackupStore;

words! {
    /// Who moves the data.
    pub enum BackupMode {
        Push = "push",
        Pull = "pull",
    }
}

/// A copy of a running guest's disks.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Backup {
    #[xml(attr)]
    pub mode: Option<BackupMode>,
    #[xml(attr)]
    pub id: Option<u32>,
    /// Checkpoint since which changes are copied.
    #[xml(leaf)]
    pub incremental: Option<String>,
    #[xml(child)]
    pub server: Option<BackupServer>,
    #[xml(child = "disk", of = "disks")]
    pub disks: Vec<BackupDisk>,
    #[xml(raw = "privateData")]
    pub private_data: Option<RawElement>,
}

crate::document!(Backup, "domainbackup");

impl Backup {
    /// Writes out what holds for a disk that says nothing: it is copied, as much of it as of all.
    pub fn normalize(&mut self) {
        for disk in &mut self.disks {
            if *disk.backup.get_or_insert(YesNo::Yes) == YesNo::No {
                continue;
            }
            let Some(since) = &self.incremental else { continue };
            if *disk.backupmode.get_or_insert(BackupScope::Incremental) == BackupScope::Incremental {
                disk.incremental.get_or_insert_with(|| since.clone());
            }
        }
    }
}

words! {
    /// How the server is reached.
    pub enum ServerTransport {
        Tcp = "tcp",
        Unix = "unix",
        Rdma = "rdma",
    }
}

/// The NBD server that a pull reads from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct BackupServer {
    #[xml(attr)]
    pub transport: Option<ServerTransport>,
    #[xml(attr)]
    pub tls: Option<YesNo>,
    #[xml(attr)]
    pub name: Option<String>,
    #[xml(attr)]
    pub port: Option<u32>,
    #[xml(attr)]
    pub socket: Option<String>,
    #[xml(attr = "fdgroup")]
    pub fdgroup: Option<String>,
}

words! {
    /// How far a disk is.
    pub enum BackupState {
        None = "none",
        Running = "running",
        Complete = "complete",
        Failed = "failed",
        Cancelling = "cancelling",
        Cancelled = "cancelled",
    }
}

words! {
    /// How much of a disk is copied.
    pub enum BackupScope {
        Full = "full",
        Incremental = "incremental",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct BackupDisk {
    /// Its target's name in the guest.
    #[xml(attr)]
    pub name: String,
    #[xml(attr)]
    pub backup: Option<YesNo>,
    #[xml(attr)]
    pub state: Option<BackupState>,
    #[xml(attr = "type", of = "driver")]
    pub format: Option<String>,
    #[xml(flatten)]
    pub store: BackupStore,
    #[xml(attr)]
    pub backupmode: Option<BackupScope>,
    #[xml(attr)]
    pub incremental: Option<String>,
    #[xml(attr)]
    pub exportname: Option<String>,
    #[xml(attr)]
    pub exportbitmap: Option<String>,
    #[xml(attr)]
    pub index: Option<u32>,
}
