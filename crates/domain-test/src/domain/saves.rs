//! Guests in files: saved ones, and what is left of crashed ones.
//!
//! A saved guest is a file of our own: a line that says so, then its definition.

use crate::TestDriver;
use crate::domain::definition;
use crate::domain::jobs::End;
use crate::error::{Result, TestError, check_flags};
use ferrovirt_schema::domain::Domain;
use ferrovirt_types::consts::{
    DomainCoreDumpFlags, DomainEventStartedDetailType, DomainEventStoppedDetailType, DomainJobOperation,
    DomainRunningReason, DomainSaveRestoreFlags, DomainShutoffReason, DomainXmlFlags,
};
use ferrovirt_types::object::DomainRef;
use std::fs;
use std::io::{self, Read};
use std::sync::Arc;
use uuid::Uuid;

/// First line of a file with a saved guest.
const MAGIC: &str = "ferrovirt test guest\n";
/// What a core dump holds: there is no memory to dump.
const CORE: &str = "ferrovirt test core\n";
/// Largest definition that is read from a file, in bytes.
const MOST: u64 = 16 << 20;

impl TestDriver {
    /// Keeps the state of a guest for its next start, and stops it.
    pub(super) fn managed_save(&self, dom: &DomainRef, flags: u32) -> Result<()> {
        let known = DomainSaveRestoreFlags::BYPASS_CACHE
            | DomainSaveRestoreFlags::RUNNING
            | DomainSaveRestoreFlags::PAUSED;
        check_flags(flags, known.bits(), "virDomainManagedSave")?;
        self.world.change_guest(dom, |guest, news, me| {
            guest.running()?;
            if !guest.is_persistent() {
                return Err(TestError::InvalidState(
                    "cannot do managed save for transient domain".into(),
                ));
            }
            guest.managed_save = true;
            guest.extra.saved = guest.live.clone();
            super::lifecycle::end(
                guest,
                news,
                me,
                DomainShutoffReason::Saved,
                DomainEventStoppedDetailType::Saved,
            );
            Ok(())
        })
    }

    /// Writes a guest to a file and stops it.
    pub(super) fn save(&self, dom: &DomainRef, to: &str, dxml: Option<&str>) -> Result<()> {
        let other = self.changed(dxml)?;
        self.world.change_guest(dom, |guest, news, me| {
            let doc = other.as_ref().unwrap_or(guest.running()?);
            let what = || format!("saving domain '{}' to '{to}': open failed", me.name);
            write(to, doc, what)?;
            super::lifecycle::end(
                guest,
                news,
                me,
                DomainShutoffReason::Saved,
                DomainEventStoppedDetailType::Saved,
            );
            Ok(())
        })
    }

    /// Starts a guest from a file.
    pub(super) fn restore(&self, from: &str, dxml: Option<&str>) -> Result<()> {
        let other = self.changed(dxml)?;
        let mut doc = read(from)?;
        if let Some(other) = other {
            doc = Domain::clone(&other);
        }
        let uuid = doc.uuid.unwrap_or_else(Uuid::new_v4);
        super::lifecycle::activate(
            &self.world,
            doc,
            uuid,
            DomainRunningReason::Restored,
            DomainEventStartedDetailType::Restored,
        )?;
        Ok(())
    }

    /// Another definition for a saved guest. libvirt's test driver takes none.
    fn changed(&self, dxml: Option<&str>) -> Result<Option<Arc<Domain>>> {
        match dxml {
            None => Ok(None),
            Some(text) if self.full => Ok(Some(Arc::new(definition::parse(text, false)?))),
            Some(_) => Err(TestError::ArgumentUnsupported(
                "xml modification unsupported".into(),
            )),
        }
    }

    /// Moving memory takes its time, and can be watched and aborted.
    pub(super) async fn linger(&self, dom: &DomainRef, operation: DomainJobOperation) -> Result<()> {
        if !self.full {
            return Ok(());
        }
        self.move_memory(dom, operation).await?;
        self.finish_job(dom, End::Completed)
    }

    /// Definition in a file.
    pub(super) fn saved_definition(&self, file: &str, flags: DomainXmlFlags) -> Result<String> {
        Ok(definition::print(&read(file)?, flags | DomainXmlFlags::INACTIVE))
    }

    /// Gives the guest in a file another definition.
    pub(super) fn redefine_saved(&self, file: &str, xml: &str) -> Result<()> {
        read(file)?;
        let doc = definition::parse(xml, false)?;
        write(file, &doc, || format!("cannot write domain image '{file}'"))
    }

    /// Writes the memory of a guest to a file, and stops the guest when it is to have crashed.
    pub(super) fn core_dump(&self, dom: &DomainRef, to: &str, format: u32, flags: u32) -> Result<()> {
        check_flags(
            flags,
            DomainCoreDumpFlags::CRASH.bits(),
            "virDomainCoreDumpWithFormat",
        )?;
        self.world.change_guest(dom, |guest, news, me| {
            guest.running()?;
            if format != 0 {
                return Err(TestError::OperationUnsupported(
                    "kdump-compressed format is not supported here".into(),
                ));
            }
            fs::write(to, CORE).map_err(|source| TestError::File {
                what: format!("domain '{}' coredump: failed to open {to}", me.name),
                source,
            })?;
            if flags & DomainCoreDumpFlags::CRASH.bits() != 0 {
                super::lifecycle::end(
                    guest,
                    news,
                    me,
                    DomainShutoffReason::Crashed,
                    DomainEventStoppedDetailType::Crashed,
                );
            }
            Ok(())
        })
    }
}

fn write(path: &str, doc: &Domain, what: impl FnOnce() -> String) -> Result<()> {
    let text = definition::print(doc, DomainXmlFlags::INACTIVE | DomainXmlFlags::SECURE);
    fs::write(path, format!("{MAGIC}{text}")).map_err(|source| TestError::File { what: what(), source })
}

fn read(path: &str) -> Result<Domain> {
    let open = || -> io::Result<String> {
        let mut text = String::new();
        fs::File::open(path)?.take(MOST).read_to_string(&mut text)?;
        Ok(text)
    };
    let text = open().map_err(|source| TestError::File {
        what: format!("cannot read domain image '{path}'"),
        source,
    })?;
    let definition = text
        .strip_prefix(MAGIC)
        .ok_or_else(|| TestError::Internal(format!("'{path}' holds no saved guest")))?;
    definition::parse(definition, false)
}
