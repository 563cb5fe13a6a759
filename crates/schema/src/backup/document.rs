//! The document itself.

use crate::common::format::StorageFormat;
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
    /// Who fetches the data: the host pushes them to a place, or others pull them over NBD. Default:
    /// push.
    #[xml(attr)]
    pub mode: Option<BackupMode>,
    /// Number of the running backup. Unit: none. Default: reported.
    #[xml(attr)]
    pub id: Option<u32>,
    /// Checkpoint since which changes are copied. Default: everything is copied.
    #[xml(leaf)]
    pub incremental: Option<String>,
    /// Where the NBD server listens, in pull mode.
    #[xml(child)]
    pub server: Option<BackupServer>,
    /// What becomes of each disk. Default: every disk is backed up.
    #[xml(child = "disk", of = "disks", key = "@name")]
    pub disks: Vec<BackupDisk>,
    /// What the host notes for itself in status files.
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
    /// Whether it listens on TCP or on a Unix socket. Default: tcp.
    #[xml(attr)]
    pub transport: Option<ServerTransport>,
    /// Whether clients have to use TLS. Default: no.
    #[xml(attr)]
    pub tls: Option<YesNo>,
    /// Host name or address to listen on. Default: none.
    #[xml(attr)]
    pub name: Option<String>,
    /// TCP port. Unit: none. Default: 10809.
    #[xml(attr)]
    pub port: Option<u32>,
    /// Path of the Unix socket. Default: none.
    #[xml(attr)]
    pub socket: Option<String>,
    /// Group of file descriptors that was handed over and holds the listening socket. Default: none. Since
    /// 9.0.
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

/// What becomes of one disk in a backup.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct BackupDisk {
    /// Its target's name in the guest.
    #[xml(attr)]
    pub name: String,
    /// Whether the disk is backed up. Default: yes.
    #[xml(attr)]
    pub backup: Option<YesNo>,
    /// How far the disk is, in status files. Default: reported.
    #[xml(attr)]
    pub state: Option<BackupState>,
    /// Format of the copy. Default: qcow2.
    #[xml(attr = "type", of = "driver", with = StorageFormat::supported)]
    pub format: Option<StorageFormat>,
    /// Where the copy or the scratch data go.
    #[xml(flatten)]
    pub store: BackupStore,
    /// Whether all is copied or only what changed. Default: incremental, if the backup is.
    #[xml(attr)]
    pub backupmode: Option<BackupScope>,
    /// Name of the checkpoint since which changes are copied. Default: the backup's.
    #[xml(attr)]
    pub incremental: Option<String>,
    /// Name of the NBD export. Default: the disk's target.
    #[xml(attr)]
    pub exportname: Option<String>,
    /// Name under which the export offers the bitmap of changes. Default: the name of the checkpoint that it
    /// was made with.
    #[xml(attr)]
    pub exportbitmap: Option<String>,
    /// Number of the image in the running guest's chains. Unit: none. Default: reported.
    #[xml(attr)]
    pub index: Option<u32>,
}
