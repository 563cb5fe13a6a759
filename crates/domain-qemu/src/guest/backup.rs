//! A backup that runs, as it is published and recorded with its guest.

use crate::guest::job::{JobFigures, Moved, now_ms};
use ferrovirt_schema::backup::{Backup, BackupMode, BackupState};
use ferrovirt_types::consts::{DomainJobOperation, DomainJobType};
use ferrovirt_xml::{Xml, YesNo};

/// `<backup>` of a status file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct RunningBackup {
    /// When it began, in milliseconds since 1970.
    #[xml(attr)]
    pub started: u64,
    /// Whether the files were there before, and stay.
    #[xml(attr)]
    pub reuse: Option<YesNo>,
    /// Bytes of the disks that are over.
    #[xml(attr)]
    pub total: Option<u64>,
    /// Bytes of them that were moved, or that their scratch files took.
    #[xml(attr)]
    pub done: Option<u64>,
    /// Why a disk ended early.
    #[xml(attr)]
    pub error: Option<String>,
    /// The document with what was filled in; disks that take part have a state.
    #[xml(child = "domainbackup")]
    pub def: Backup,
}

impl RunningBackup {
    /// A backup that begins now.
    pub fn new(def: Backup, reuse: bool) -> Self {
        RunningBackup {
            started: now_ms(),
            reuse: reuse.then_some(YesNo::Yes),
            def,
            ..RunningBackup::default()
        }
    }

    /// Whether others fetch the data.
    pub fn is_pull(&self) -> bool {
        self.def.mode == Some(BackupMode::Pull)
    }

    /// Whether every disk's part is over.
    pub fn is_over(&self) -> bool {
        let goes_on =
            |s: Option<BackupState>| matches!(s, Some(BackupState::Running | BackupState::Cancelling));
        !self.def.disks.iter().any(|d| goes_on(d.state))
    }

    /// Notes the end of a disk's part with its figures. True when it was the last that went on.
    pub fn end_disk(
        &mut self,
        dev: &str,
        end: BackupState,
        total: u64,
        done: u64,
        error: Option<&str>,
    ) -> bool {
        let disk = self.def.disks.iter_mut().find(|d| d.name == dev);
        let Some(disk) =
            disk.filter(|d| matches!(d.state, Some(BackupState::Running | BackupState::Cancelling)))
        else {
            return false;
        };
        disk.state = Some(end);
        self.total = Some(self.total.unwrap_or(0).saturating_add(total));
        self.done = Some(self.done.unwrap_or(0).saturating_add(done));
        if self.error.is_none() {
            self.error = error.map(str::to_owned);
        }
        self.is_over()
    }

    /// Its figures, with those of the disks that go on.
    pub fn figures(&self, kind: DomainJobType, total: u64, done: u64) -> JobFigures {
        let total = self.total.unwrap_or(0).saturating_add(total);
        let done = self.done.unwrap_or(0).saturating_add(done);
        JobFigures {
            operation: DomainJobOperation::Backup,
            kind,
            elapsed: now_ms().saturating_sub(self.started),
            moved: if self.is_pull() {
                Moved::Scratch { used: done, total }
            } else {
                Moved::Disks { total, done }
            },
            error: self.error.clone(),
        }
    }

    /// How it ended. Who pulls ends it when they have enough.
    pub fn ended(&self) -> DomainJobType {
        let any = |end: BackupState| self.def.disks.iter().any(|d| d.state == Some(end));
        if any(BackupState::Failed) {
            DomainJobType::Failed
        } else if any(BackupState::Cancelled) && !self.is_pull() {
            DomainJobType::Cancelled
        } else {
            DomainJobType::Completed
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrovirt_schema::backup::BackupDisk;

    #[test]
    fn it_is_over_with_its_last_disk() {
        let disk = |name: &str| BackupDisk {
            name: name.to_owned(),
            state: Some(BackupState::Running),
            ..BackupDisk::default()
        };
        let def = Backup {
            disks: vec![disk("vda"), disk("vdb"), BackupDisk::default()],
            ..Backup::default()
        };
        let mut backup = RunningBackup::new(def, false);
        assert!(!backup.end_disk("vda", BackupState::Complete, 10, 10, None));
        assert!(!backup.end_disk("vda", BackupState::Complete, 10, 10, None));
        assert!(backup.end_disk("vdb", BackupState::Cancelled, 5, 1, Some("why")));
        assert_eq!(backup.ended(), DomainJobType::Cancelled);
        let figures = backup.figures(DomainJobType::Cancelled, 0, 0);
        assert_eq!(figures.moved, Moved::Disks { total: 15, done: 11 });
        assert_eq!(figures.error.as_deref(), Some("why"));
    }
}
