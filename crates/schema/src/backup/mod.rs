//! `<domainbackup>`: a copy of a running guest's disks.

mod document;
mod store;

pub use document::{Backup, BackupDisk, BackupMode, BackupScope, BackupServer, BackupState, ServerTransport};
pub use store::{BackupRole, BackupSource, BackupStore};
