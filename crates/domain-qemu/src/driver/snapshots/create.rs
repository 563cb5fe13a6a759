//! Making a snapshot, or writing one down again.

use super::super::QemuDriver;
use crate::block::image::{self, SnapshotAction};
use crate::chain;
use crate::define;
use crate::error::{QemuError, Result};
use crate::guest::{Guest, Live};
use crate::moment::{self, Moment};
use ferrovirt_schema::common::format::StorageFormat;
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::devices::disk::{Disk, SnapshotLocation};
use ferrovirt_schema::snapshot::{Memory, MemoryLocation, SavedDomain, Snapshot, SnapshotState};
use ferrovirt_types::consts::{DomainSnapshotCreateFlags as Flags, DomainState, ErrorNumber};
use ferrovirt_xml::{FromXml, Limits, RawElement, RawNode, parse, print_document};
use std::path::Path;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

fn exclusive(flags: Flags) -> Result<()> {
    let both = |a: Flags, b: Flags| flags.contains(a) && flags.contains(b);
    let clash = |a: &str, b: &str| {
        Err(QemuError::InvalidArg(format!(
            "flags '{a}' and '{b}' are mutually exclusive"
        )))
    };
    if both(Flags::REDEFINE, Flags::NO_METADATA) {
        return clash("redefine", "no-metadata");
    }
    if both(Flags::REDEFINE, Flags::LIVE) {
        return clash("redefine", "live");
    }
    if flags.contains(Flags::CURRENT) && !flags.contains(Flags::REDEFINE) {
        return Err(QemuError::InvalidArg(
            "flag 'current' is for snapshots that are redefined".to_owned(),
        ));
    }
    if flags.contains(Flags::QUIESCE) && !flags.contains(Flags::DISK_ONLY) {
        return Err(QemuError::InvalidArg(
            "flag 'quiesce' needs 'disk-only'".to_owned(),
        ));
    }
    Ok(())
}

/// A name is a file's name, too.
pub(in crate::driver) fn check_name(name: &str, what: &str) -> Result<()> {
    let bad = |why: &str| {
        Err(QemuError::coded(
            ErrorNumber::XmlDetail,
            format!("invalid {what} name '{name}': name {why}"),
        ))
    };
    if name.is_empty() {
        return bad("can't be empty");
    }
    if name.contains('/') {
        return bad("can't contain '/'");
    }
    if name.starts_with('.') {
        return bad("can't start with '.'");
    }
    if name.len() > 200 {
        return bad("is longer than 200 bytes");
    }
    Ok(())
}

/// What a guest that goes on from the snapshot has to have: the processor that it got.
fn cookie(live: &Live) -> Option<RawElement> {
    live.asked_cpu.as_ref()?;
    let cpu = print_document(live.doc.cpu.as_ref()?, "cpu");
    let tree = parse(&cpu, Limits::default()).ok()?;
    let cpu = <RawElement as FromXml>::from_xml(tree.root()).ok()?;
    let slirp = RawElement {
        name: "slirpHelper".to_owned(),
        ..RawElement::default()
    };
    Some(RawElement {
        name: "cookie".to_owned(),
        children: vec![RawNode::Element(without_blanks(cpu)), RawNode::Element(slirp)],
        ..RawElement::default()
    })
}

/// An element without the texts between its elements, which are lines' ends only.
fn without_blanks(mut element: RawElement) -> RawElement {
    if element.elements().next().is_some() {
        element.children.retain(|c| matches!(c, RawNode::Element(_)));
    }
    element
}

pub(in crate::driver) fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}

fn state_of(guest: &Guest) -> SnapshotState {
    match guest.status().state {
        DomainState::Running => SnapshotState::Running,
        DomainState::Paused => SnapshotState::Paused,
        DomainState::Shutdown => SnapshotState::Shutdown,
        DomainState::Crashed => SnapshotState::Crashed,
        DomainState::Pmsuspended => SnapshotState::PmSuspended,
        _ => SnapshotState::Shutoff,
    }
}

/// Disks that a snapshot keeps in one of the ways.
pub(super) fn disks_kept<'d>(snapshot: &Snapshot, doc: &'d Domain, place: SnapshotLocation) -> Vec<&'d Disk> {
    let kept = |disk: &&Disk| {
        snapshot
            .disks
            .iter()
            .any(|d| d.name == disk.target.dev && d.snapshot == Some(place))
    };
    doc.devices.iter().flat_map(|d| &d.disks).filter(kept).collect()
}

impl QemuDriver {
    pub(super) async fn create_snapshot(
        &self,
        guest: &Arc<Guest>,
        xml: &str,
        flags: Flags,
    ) -> Result<String> {
        exclusive(flags)?;
        let mut snapshot = match flags.contains(Flags::REDEFINE) {
            true => Snapshot::parse(xml)?,
            false => Snapshot::parse_new(xml)?,
        };
        if let Some(name) = &snapshot.name {
            check_name(name, "snapshot")?;
        }
        if flags.contains(Flags::REDEFINE) {
            return self.redefine(guest, snapshot, flags).await;
        }
        let _job = guest.begin_alone("snapshot").await?;
        if flags.contains(Flags::HALT) && !guest.is_persistent() {
            return Err(QemuError::OperationInvalid(
                "cannot halt after transient domain snapshot".to_owned(),
            ));
        }
        snapshot.name.get_or_insert_with(|| now().to_string());
        let tree = self.core.snapshots.of(guest).await?;
        if tree.has(snapshot.name()) {
            return Err(QemuError::Failed(format!(
                "domain moment {} already exists",
                snapshot.name()
            )));
        }
        snapshot.set_parent(tree.current());
        snapshot.creation_time = Some(now());
        snapshot.active = None;
        snapshot.inactive_domain = None;
        let live = guest.live();
        if live.as_ref().is_some_and(|l| l.block_jobs.any()) {
            return Err(QemuError::coded(
                ErrorNumber::OperationUnsupported,
                "a disk has an active block job; end it with 'virsh blockjob' first",
            ));
        }
        let doc = match &live {
            Some(live) => {
                if guest.is_persistent() {
                    let kept = Domain::clone(&*self.core.definition(guest).await?);
                    snapshot.inactive_domain = Some(Box::new(kept));
                }
                Arc::clone(&live.doc)
            }
            None => self.core.definition(guest).await?,
        };
        let shown = match &live {
            Some(live) => live.kept(),
            None => Domain::clone(&doc),
        };
        snapshot.domain = Some(SavedDomain::Full(Box::new(shown)));
        self.plan(guest, &mut snapshot, &doc, flags)?;
        let with_memory = !flags.contains(Flags::DISK_ONLY);
        snapshot.cookie = live.as_ref().filter(|_| with_memory).and_then(|l| cookie(l));
        match &live {
            Some(live) => Box::pin(self.snapshot_live(guest, live, &mut snapshot, flags)).await?,
            None => Box::pin(self.snapshot_offline(guest, &snapshot, &doc, flags)).await?,
        }
        let name = snapshot.name().to_owned();
        if !flags.contains(Flags::NO_METADATA) {
            self.core
                .snapshots
                .change(guest, |tree| tree.put(snapshot, true))
                .await?;
        }
        Ok(name)
    }

    /// Decides what is kept where, and refuses what cannot be.
    fn plan(&self, guest: &Guest, snapshot: &mut Snapshot, doc: &Domain, flags: Flags) -> Result<()> {
        let active = guest.live().is_some();
        let disk_only = flags.contains(Flags::DISK_ONLY);
        let asked = snapshot.memory.as_ref().map(|m| m.snapshot);
        if let Some(memory) = &snapshot.memory {
            if memory.file.is_some() && memory.snapshot != MemoryLocation::External {
                return Err(QemuError::BadXml(
                    "memory filename '…' requires external snapshot"
                        .replace('…', memory.file.as_deref().unwrap_or_default()),
                ));
            }
            if memory.snapshot == MemoryLocation::External && memory.file.is_none() {
                return Err(QemuError::BadXml(
                    "external memory snapshots require a filename".to_owned(),
                ));
            }
            if memory.file.as_deref().is_some_and(|f| !f.starts_with('/')) {
                return Err(QemuError::BadXml(format!(
                    "memory snapshot file path ({}) must be absolute",
                    memory.file.as_deref().unwrap_or_default()
                )));
            }
        }
        if asked.is_some_and(|m| m != MemoryLocation::No) && (!active || disk_only) {
            return Err(QemuError::BadXml(
                "memory state cannot be saved with offline or disk-only snapshot".to_owned(),
            ));
        }
        if flags.contains(Flags::LIVE) && (!active || asked != Some(MemoryLocation::External)) {
            return Err(QemuError::coded(
                ErrorNumber::OperationUnsupported,
                "live snapshot creation is supported only during full system snapshots",
            ));
        }
        if active && !disk_only && asked == Some(MemoryLocation::No) {
            return Err(QemuError::coded(
                ErrorNumber::OperationUnsupported,
                "internal snapshot of a running VM must include the memory state",
            ));
        }
        let state = if disk_only && active {
            SnapshotState::DiskSnapshot
        } else {
            state_of(guest)
        };
        snapshot.state = Some(state);
        let (place, only) = if disk_only || asked == Some(MemoryLocation::External) {
            (SnapshotLocation::External, None)
        } else {
            (
                SnapshotLocation::Internal,
                (asked != Some(MemoryLocation::No)).then_some(SnapshotLocation::Internal),
            )
        };
        let only = only.filter(|_| active);
        moment::align(snapshot, doc, place, only)?;
        moment::generated_names(snapshot, doc)?;
        let memory = match asked {
            Some(place) => place,
            None if active && !disk_only => MemoryLocation::Internal,
            None => MemoryLocation::No,
        };
        snapshot.memory = Some(Memory {
            snapshot: memory,
            file: snapshot.memory.take().and_then(|m| m.file),
        });
        self.check_disks(snapshot, doc, flags, active)
    }

    fn check_disks(&self, snapshot: &Snapshot, doc: &Domain, flags: Flags, active: bool) -> Result<()> {
        let internal = disks_kept(snapshot, doc, SnapshotLocation::Internal);
        let external = disks_kept(snapshot, doc, SnapshotLocation::External);
        for disk in &internal {
            let format = chain::format_of(disk);
            if format != StorageFormat::Qcow2 {
                return Err(QemuError::ConfigUnsupported(format!(
                    "internal snapshot for disk {} unsupported for storage type {format}",
                    disk.target.dev
                )));
            }
        }
        let memory = snapshot.memory.as_ref().map(|m| m.snapshot).unwrap_or_default();
        if !internal.is_empty() && !external.is_empty() {
            return Err(QemuError::ConfigUnsupported(
                "mixing internal and external targets for a snapshot is not yet supported".to_owned(),
            ));
        }
        if internal.is_empty() && external.is_empty() && memory != MemoryLocation::External {
            return Err(QemuError::ConfigUnsupported(
                if flags.contains(Flags::DISK_ONLY) || memory == MemoryLocation::No {
                    "nothing selected for snapshot"
                } else {
                    "internal and full system snapshots require at least one disk to be selected for snapshot"
                }
                .to_owned(),
            ));
        }
        if active && !internal.is_empty() && memory == MemoryLocation::No {
            return Err(QemuError::ConfigUnsupported(
                "active qemu domains require external disk snapshots; disk snapshots within images need the memory, too"
                    .to_owned(),
            ));
        }
        for disk in external {
            let source = super::external::target(snapshot, &disk.target.dev)?;
            let exists = Path::new(&source).exists();
            let reuse = flags.contains(Flags::REUSE_EXT);
            let device = std::fs::metadata(&source).is_ok_and(|m| !m.is_file());
            if exists && !reuse && !device && std::fs::metadata(&source).is_ok_and(|m| m.len() > 0) {
                return Err(QemuError::ConfigUnsupported(format!(
                    "external snapshot file for disk {} already exists and is not a block device: {source}",
                    disk.target.dev
                )));
            }
            if !exists && reuse {
                return Err(QemuError::coded(
                    ErrorNumber::SystemError,
                    format!("missing existing file for disk {}: {source}", disk.target.dev),
                ));
            }
        }
        Ok(())
    }

    async fn snapshot_offline(
        &self,
        guest: &Arc<Guest>,
        snapshot: &Snapshot,
        doc: &Domain,
        flags: Flags,
    ) -> Result<()> {
        let internal = disks_kept(snapshot, doc, SnapshotLocation::Internal);
        let mut done: Vec<&Disk> = Vec::new();
        for disk in &internal {
            let Some(path) = disk.source.path() else { continue };
            if let Err(e) = image::snapshot(Path::new(path), SnapshotAction::Create, snapshot.name()).await {
                for disk in done {
                    let Some(path) = disk.source.path() else { continue };
                    if let Err(error) =
                        image::snapshot(Path::new(path), SnapshotAction::Delete, snapshot.name()).await
                    {
                        tracing::warn!(guest = %guest.name, path, %error, "a part of a failed snapshot is left");
                    }
                }
                return Err(e);
            }
            done.push(disk);
        }
        if internal.is_empty() {
            self.external_offline(guest, snapshot, doc, flags).await?;
        }
        Ok(())
    }

    async fn redefine(&self, guest: &Arc<Guest>, mut snapshot: Snapshot, flags: Flags) -> Result<String> {
        let _job = guest.begin("redefine a snapshot").await?;
        let tree = self.core.snapshots.of(guest).await?;
        moment::check_redefinition(&snapshot, &tree, guest.uuid)?;
        let old = tree.get(snapshot.name()).ok();
        if let Some(SavedDomain::Full(doc)) = &mut snapshot.domain {
            let caps = self.core.caps_for(doc).await?;
            define::fill_defaults(doc, &caps)?;
        }
        if let Some(doc) = &mut snapshot.inactive_domain {
            let caps = self.core.caps_for(doc).await?;
            define::fill_defaults(doc, &caps)?;
        }
        if !matches!(snapshot.domain, Some(SavedDomain::Full(_)))
            && let Some(old) = &old
        {
            snapshot.domain.clone_from(&old.domain);
        }
        let disk_only = snapshot.state == Some(SnapshotState::DiskSnapshot);
        let memory = snapshot.memory.as_ref().map(|m| m.snapshot);
        let (place, only) = if disk_only || memory == Some(MemoryLocation::External) {
            (SnapshotLocation::External, None)
        } else {
            (SnapshotLocation::Internal, Some(SnapshotLocation::Internal))
        };
        if let Some(SavedDomain::Full(doc)) = snapshot.domain.clone() {
            moment::align(&mut snapshot, &doc, place, only)?;
            moment::generated_names(&mut snapshot, &doc)?;
        }
        let offline = snapshot.state.is_some_and(SnapshotState::is_offline);
        snapshot.memory.get_or_insert(Memory {
            snapshot: if offline {
                MemoryLocation::No
            } else {
                MemoryLocation::Internal
            },
            file: None,
        });
        snapshot.active = None;
        let name = snapshot.name().to_owned();
        let current = flags.contains(Flags::CURRENT);
        self.core
            .snapshots
            .change(guest, |tree| tree.put(snapshot, current))
            .await?;
        Ok(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_with_a_file_is_kept_in_it() {
        let place = |memory: &str| {
            let xml = format!("<domainsnapshot><name>s</name>{memory}</domainsnapshot>");
            Snapshot::parse_new(&xml).unwrap().memory.map(|m| m.snapshot)
        };
        assert_eq!(place("<memory file='/m'/>"), Some(MemoryLocation::External));
        assert_eq!(
            place("<memory snapshot='internal'/>"),
            Some(MemoryLocation::Internal)
        );
        assert_eq!(place(""), None);
    }

    #[test]
    fn names_are_names_of_files() {
        assert!(check_name("a b", "snapshot").is_ok());
        for bad in ["", "a/b", ".x", &"x".repeat(300)] {
            assert!(check_name(bad, "snapshot").is_err(), "{bad}");
        }
    }
}
