//! Snapshots: taking them, going back to them.

use crate::TestDriver;
use crate::domain::lifecycle::end;
use crate::domain::moments::{self, Filter, Moment, Moments, Reach};
use crate::domain::{Guest, News, Phase, definition, devices, lifecycle};
use crate::error::{Kind, Result, TestError, check_flags};
use async_trait::async_trait;
use ferrovirt_driver::Snapshots;
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::devices::disk::{BackingStore, DiskDevice, ImageFormat, SnapshotLocation};
use ferrovirt_schema::snapshot::{
    Memory, MemoryLocation, Parent, SavedDomain, Snapshot, SnapshotDisk, SnapshotState,
};
use ferrovirt_types::consts::{
    DomainEventStartedDetailType, DomainEventStoppedDetailType, DomainEventSuspendedDetailType,
    DomainEventType, DomainPausedReason, DomainRunningReason, DomainShutoffReason,
    DomainSnapshotCreateFlags as Create, DomainSnapshotDeleteFlags as Delete,
    DomainSnapshotListFlags as List, DomainSnapshotRevertFlags as Revert, DomainSnapshotXmlFlags,
    DomainXmlFlags, ErrorDomain, ErrorNumber,
};
use ferrovirt_types::object::{DomainRef, DomainSnapshotRef};
use ferrovirt_types::{Error, Result as ApiResult};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};
use uuid::Uuid;

#[async_trait]
impl Snapshots for TestDriver {
    async fn domain_snapshot_create_xml(
        &self,
        dom: &DomainRef,
        xml_desc: &str,
        flags: u32,
    ) -> ApiResult<DomainSnapshotRef> {
        let mut known = Create::REDEFINE
            | Create::CURRENT
            | Create::HALT
            | Create::QUIESCE
            | Create::ATOMIC
            | Create::LIVE
            | Create::VALIDATE;
        if self.full {
            known |= Create::DISK_ONLY | Create::REUSE_EXT | Create::NO_METADATA;
        }
        check_flags(flags, known.bits(), "virDomainSnapshotCreateXML")?;
        let flags = Create::from_bits_truncate(flags);
        let found = self.world.guest(dom)?;
        without_checkpoints(&found.state)?;
        if flags.contains(Create::HALT) && !found.state.is_persistent() {
            let why = "cannot halt after transient domain snapshot";
            return Err(TestError::InvalidState(why.into()).into());
        }
        let mut doc = if flags.contains(Create::VALIDATE) {
            definition::read_document::<Snapshot>(xml_desc, Snapshot::ROOT, true)?
        } else if flags.contains(Create::REDEFINE) {
            Snapshot::parse(xml_desc)?
        } else {
            Snapshot::parse_new(xml_desc)?
        };
        if flags.contains(Create::CURRENT) && !flags.contains(Create::REDEFINE) {
            return Err(TestError::InvalidArgument(
                "only a snapshot that is redefined can be made the current one".into(),
            )
            .into());
        }
        doc.description = doc.description.filter(|text| !text.is_empty());
        let name = self.world.change_guest(dom, |guest, news, me| {
            without_checkpoints(guest)?;
            if flags.contains(Create::REDEFINE) {
                redefine(guest, &me, doc, flags.contains(Create::CURRENT))
            } else {
                take(guest, news, me, doc, flags, self.full)
            }
        })?;
        Ok(self.snapshot_ref(dom, name)?)
    }

    async fn domain_snapshot_get_xml_desc(&self, snap: &DomainSnapshotRef, flags: u32) -> ApiResult<String> {
        check_flags(
            flags,
            DomainSnapshotXmlFlags::SECURE.bits(),
            "virDomainSnapshotGetXMLDesc",
        )?;
        let found = self.world.guest(&snap.dom)?;
        let moment = get(&found.state.snapshots, &snap.name)?;
        let mut doc = Snapshot::clone(&moment.document);
        doc.parent = moment.parent.clone().map(|name| Parent { name });
        doc.domain = Some(match &moment.definition {
            Some(domain) => {
                let flags = DomainXmlFlags::from_bits_truncate(flags) | DomainXmlFlags::INACTIVE;
                SavedDomain::Full(Box::new(definition::view(domain, flags)))
            }
            None => SavedDomain::Uuid(found.uuid),
        });
        Ok(doc.to_xml())
    }

    async fn domain_list_all_snapshots(
        &self,
        dom: &DomainRef,
        flags: u32,
    ) -> ApiResult<Vec<DomainSnapshotRef>> {
        let names = self.snapshots(dom, None, flags, "virDomainListAllSnapshots")?;
        Ok(self.snapshot_refs(dom, names)?)
    }

    async fn domain_snapshot_list_all_children(
        &self,
        snapshot: &DomainSnapshotRef,
        flags: u32,
    ) -> ApiResult<Vec<DomainSnapshotRef>> {
        let function = "virDomainSnapshotListAllChildren";
        let names = self.snapshots(&snapshot.dom, Some(&snapshot.name), flags, function)?;
        Ok(self.snapshot_refs(&snapshot.dom, names)?)
    }

    async fn domain_snapshot_lookup_by_name(
        &self,
        dom: &DomainRef,
        name: &str,
        flags: u32,
    ) -> ApiResult<DomainSnapshotRef> {
        check_flags(flags, 0, "virDomainSnapshotLookupByName")?;
        get(&self.world.guest(dom)?.state.snapshots, name)?;
        Ok(self.snapshot_ref(dom, name.to_owned())?)
    }

    async fn domain_has_current_snapshot(&self, dom: &DomainRef, flags: u32) -> ApiResult<i32> {
        check_flags(flags, 0, "virDomainHasCurrentSnapshot")?;
        Ok(i32::from(
            self.world.guest(dom)?.state.snapshots.current().is_some(),
        ))
    }

    async fn domain_snapshot_current(&self, dom: &DomainRef, flags: u32) -> ApiResult<DomainSnapshotRef> {
        check_flags(flags, 0, "virDomainSnapshotCurrent")?;
        let found = self.world.guest(dom)?;
        let none = || missing("the domain does not have a current snapshot".into());
        let name = found.state.snapshots.current().ok_or_else(none)?;
        Ok(self.snapshot_ref(dom, name.to_owned())?)
    }

    async fn domain_snapshot_get_parent(
        &self,
        snap: &DomainSnapshotRef,
        flags: u32,
    ) -> ApiResult<DomainSnapshotRef> {
        check_flags(flags, 0, "virDomainSnapshotGetParent")?;
        let found = self.world.guest(&snap.dom)?;
        let parent = get(&found.state.snapshots, &snap.name)?.parent.clone();
        let none = || missing(format!("snapshot '{}' does not have a parent", snap.name));
        Ok(self.snapshot_ref(&snap.dom, parent.ok_or_else(none)?)?)
    }

    async fn domain_snapshot_is_current(&self, snap: &DomainSnapshotRef, flags: u32) -> ApiResult<i32> {
        check_flags(flags, 0, "virDomainSnapshotIsCurrent")?;
        let found = self.world.guest(&snap.dom)?;
        get(&found.state.snapshots, &snap.name)?;
        Ok(i32::from(found.state.snapshots.current() == Some(&snap.name)))
    }

    async fn domain_snapshot_has_metadata(&self, snap: &DomainSnapshotRef, flags: u32) -> ApiResult<i32> {
        check_flags(flags, 0, "virDomainSnapshotHasMetadata")?;
        get(&self.world.guest(&snap.dom)?.state.snapshots, &snap.name)?;
        Ok(1)
    }

    async fn domain_snapshot_delete(&self, snap: &DomainSnapshotRef, flags: u32) -> ApiResult<()> {
        let mut known = Delete::CHILDREN | Delete::CHILDREN_ONLY;
        if self.full {
            known |= Delete::METADATA_ONLY;
        }
        check_flags(flags, known.bits(), "virDomainSnapshotDelete")?;
        let flags = Delete::from_bits_truncate(flags);
        let reach = if flags.contains(Delete::CHILDREN_ONLY) {
            Reach::ChildrenOnly
        } else if flags.contains(Delete::CHILDREN) {
            Reach::WithChildren
        } else {
            Reach::Itself
        };
        Ok(self.world.change_guest(&snap.dom, |guest, _, _| {
            Arc::make_mut(&mut guest.snapshots).delete(Kind::Snapshot, &snap.name, reach)
        })?)
    }

    async fn domain_revert_to_snapshot(&self, snap: &DomainSnapshotRef, flags: u32) -> ApiResult<()> {
        let known = Revert::RUNNING | Revert::PAUSED | Revert::FORCE;
        check_flags(flags, known.bits(), "virDomainRevertToSnapshot")?;
        let flags = Revert::from_bits_truncate(flags);
        if flags.contains(Revert::RUNNING | Revert::PAUSED) {
            return Err(TestError::InvalidArgument("a guest cannot both run and be paused".into()).into());
        }
        let next_id = || self.world.next_id();
        Ok(self.world.change_guest(&snap.dom, |guest, news, me| {
            revert(guest, news, me, &snap.name, flags, next_id)
        })?)
    }
}

fn missing(detail: String) -> TestError {
    TestError::Missing {
        kind: Kind::Snapshot,
        detail,
    }
}

fn get<'m>(moments: &'m Moments<Snapshot>, name: &str) -> Result<&'m Moment<Snapshot>> {
    moments
        .get(name)
        .ok_or_else(|| moments::not_found(Kind::Snapshot, name))
}

/// Seconds since 1970.
pub(super) fn now() -> i64 {
    let elapsed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(elapsed.as_secs()).unwrap_or(i64::MAX)
}

impl TestDriver {
    fn snapshot_ref(&self, dom: &DomainRef, name: String) -> Result<DomainSnapshotRef> {
        let found = self.world.guest(dom)?;
        Ok(DomainSnapshotRef {
            name,
            dom: found.state.reference(&found.name, found.uuid),
        })
    }

    fn snapshot_refs(&self, dom: &DomainRef, names: Vec<String>) -> Result<Vec<DomainSnapshotRef>> {
        let found = self.world.guest(dom)?;
        let dom = found.state.reference(&found.name, found.uuid);
        Ok(names
            .into_iter()
            .map(|name| DomainSnapshotRef {
                name,
                dom: dom.clone(),
            })
            .collect())
    }

    /// Names that the flags let through, of all or of those below one.
    fn snapshots(
        &self,
        dom: &DomainRef,
        below: Option<&str>,
        flags: u32,
        function: &str,
    ) -> Result<Vec<String>> {
        check_flags(flags, List::all().bits(), function)?;
        let flags = List::from_bits_truncate(flags);
        let found = self.world.guest(dom)?;
        let snapshots = &found.state.snapshots;
        if let Some(name) = below {
            get(snapshots, name)?;
        }
        if flags.contains(List::NO_METADATA) && !flags.contains(List::METADATA) {
            return Ok(Vec::new());
        }
        let pair = |yes, no| match (flags.contains(yes), flags.contains(no)) {
            (true, false) => Some(true),
            (false, true) => Some(false),
            _ => None,
        };
        let filter = Filter {
            roots: flags.contains(List::ROOTS).then_some(true),
            leaves: pair(List::LEAVES, List::NO_LEAVES),
            topological: flags.contains(List::TOPOLOGICAL),
        };
        let mut names = snapshots.list(below, filter);
        names.retain(|name| snapshots.get(name).is_some_and(|m| lets(flags, &m.document)));
        Ok(names)
    }
}

/// Whether a list with these flags has a snapshot, by its state and by where it is kept.
fn lets(flags: List, doc: &Snapshot) -> bool {
    let state = match doc.state {
        Some(SnapshotState::Shutoff) => List::INACTIVE,
        Some(SnapshotState::DiskSnapshot) => List::DISK_ONLY,
        _ => List::ACTIVE,
    };
    let outside = doc
        .memory
        .as_ref()
        .is_some_and(|m| m.snapshot == MemoryLocation::External)
        || doc
            .disks
            .iter()
            .any(|d| d.snapshot == Some(SnapshotLocation::External));
    let place = if outside { List::EXTERNAL } else { List::INTERNAL };
    let states = flags & (List::INACTIVE | List::ACTIVE | List::DISK_ONLY);
    let places = flags & (List::INTERNAL | List::EXTERNAL);
    (states.is_empty() || states.contains(state)) && (places.is_empty() || places.contains(place))
}

/// A guest has snapshots or checkpoints, not both.
fn without_checkpoints(guest: &Guest) -> Result<()> {
    match guest.checkpoints.is_empty() {
        true => Ok(()),
        false => Err(TestError::OperationUnsupported(
            "cannot create snapshot while checkpoint exists".into(),
        )),
    }
}

/// Takes a snapshot of what the guest is now.
fn take(
    guest: &mut Guest,
    news: &mut News,
    me: DomainRef,
    doc: Snapshot,
    flags: Create,
    full: bool,
) -> Result<String> {
    let disk_only = flags.contains(Create::DISK_ONLY);
    let created = now();
    let name = doc
        .name
        .clone()
        .filter(|n| !n.is_empty())
        .unwrap_or_else(|| created.to_string());
    let definition = guest.current()?.clone();
    let mut doc = Snapshot {
        name: Some(name.clone()),
        state: Some(if disk_only {
            SnapshotState::DiskSnapshot
        } else {
            state_of(guest.phase)
        }),
        creation_time: Some(created),
        parent: None,
        domain: None,
        active: None,
        ..doc
    };
    keep_memory(&mut doc);
    complete(&mut doc, &definition, full)?;
    if guest.snapshots.get(&name).is_some() {
        return Err(TestError::Failed(format!("domain moment {name} already exists")));
    }
    if full {
        overlay(guest, &doc);
    }
    if !flags.contains(Create::NO_METADATA) {
        let snapshots = Arc::make_mut(&mut guest.snapshots);
        let parent = snapshots.current().map(str::to_owned);
        snapshots.insert(
            name.clone(),
            Moment {
                parent,
                document: Arc::new(doc),
                definition: Some(definition),
            },
        );
        snapshots.set_current(Some(name.clone()));
    }
    if flags.contains(Create::HALT) && guest.is_active() {
        let (reason, detail) = (
            DomainShutoffReason::FromSnapshot,
            DomainEventStoppedDetailType::FromSnapshot,
        );
        end(guest, news, me, reason, detail);
    }
    Ok(name)
}

/// Takes up a snapshot that was made elsewhere or before, as its document says.
fn redefine(guest: &mut Guest, me: &DomainRef, doc: Snapshot, current: bool) -> Result<String> {
    let of_snapshot = |code, why: &str| TestError::Api(Error::new(code, ErrorDomain::DomainSnapshot, why));
    let name = doc.name.clone().filter(|n| !n.is_empty());
    let name =
        name.ok_or_else(|| of_snapshot(ErrorNumber::XmlError, "a redefined snapshot must have a name"))?;
    if doc.creation_time.is_none() {
        let why = "missing creationTime from existing snapshot";
        return Err(of_snapshot(ErrorNumber::InternalError, why));
    }
    if doc.state.is_none() {
        let why = "missing state from existing snapshot";
        return Err(of_snapshot(ErrorNumber::XmlError, why));
    }
    let parent = doc.parent.clone().map(|p| p.name);
    if let Some(parent) = &parent {
        check_parent(&guest.snapshots, &name, parent)?;
    }
    let definition = match &doc.domain {
        Some(SavedDomain::Full(domain)) => {
            same_guest(&name, me, domain.uuid)?;
            Some(Arc::new(definition::complete(Domain::clone(domain))?))
        }
        Some(SavedDomain::Uuid(uuid)) => {
            same_guest(&name, me, Some(*uuid))?;
            None
        }
        None => {
            let known = guest.snapshots.get(&name).and_then(|m| m.definition.clone());
            let missing = || of_snapshot(ErrorNumber::InternalError, "missing domain in snapshot");
            Some(known.ok_or_else(missing)?)
        }
    };
    let mut doc = Snapshot {
        parent: None,
        domain: None,
        active: None,
        ..doc
    };
    if let Some(definition) = &definition {
        complete(&mut doc, definition, false)?;
    }
    let snapshots = Arc::make_mut(&mut guest.snapshots);
    snapshots.insert(
        name.clone(),
        Moment {
            parent,
            document: Arc::new(doc),
            definition,
        },
    );
    if current {
        snapshots.set_current(Some(name.clone()));
    }
    Ok(name)
}

fn check_parent(snapshots: &Moments<Snapshot>, name: &str, parent: &str) -> Result<()> {
    if parent == name {
        return Err(TestError::InvalidArgument(format!(
            "cannot set snapshot {name} as its own parent"
        )));
    }
    if snapshots.get(parent).is_none() {
        return Err(TestError::InvalidArgument(format!(
            "parent {parent} for snapshot {name} not found"
        )));
    }
    if snapshots.is_within(parent, name) {
        return Err(TestError::InvalidArgument(format!(
            "parent {parent} would create cycle to {name}"
        )));
    }
    Ok(())
}

fn same_guest(name: &str, me: &DomainRef, uuid: Option<Uuid>) -> Result<()> {
    match uuid {
        Some(uuid) if uuid != me.uuid => Err(TestError::InvalidArgument(format!(
            "definition for snapshot {name} must use uuid {}",
            me.uuid
        ))),
        _ => Ok(()),
    }
}

fn state_of(phase: Phase) -> SnapshotState {
    match phase {
        Phase::Running(_) => SnapshotState::Running,
        Phase::Paused(_) => SnapshotState::Paused,
        Phase::Shutoff(_) => SnapshotState::Shutoff,
        Phase::Asleep => SnapshotState::PmSuspended,
        Phase::Crashed => SnapshotState::Crashed,
    }
}

/// Memory is kept with the guest's state, or in a file: whatever else was asked for.
fn keep_memory(doc: &mut Snapshot) {
    if let Some(memory) = &mut doc.memory
        && memory.snapshot != MemoryLocation::External
    {
        let off = doc.state == Some(SnapshotState::Shutoff);
        memory.snapshot = if off {
            MemoryLocation::No
        } else {
            MemoryLocation::Internal
        };
    }
}

/// Says of memory and of every disk whether and where it is kept.
fn complete(doc: &mut Snapshot, definition: &Domain, full: bool) -> Result<()> {
    let off = doc.state.is_some_and(SnapshotState::is_offline);
    let usual = if off {
        MemoryLocation::No
    } else {
        MemoryLocation::Internal
    };
    let memory = doc.memory.get_or_insert(Memory {
        snapshot: usual,
        file: None,
    });
    let outside =
        memory.snapshot == MemoryLocation::External || doc.state == Some(SnapshotState::DiskSnapshot);
    let place = if outside {
        SnapshotLocation::External
    } else {
        SnapshotLocation::Internal
    };
    let name = doc.name.clone().unwrap_or_default();
    let mut given = std::mem::take(&mut doc.disks);
    for disk in devices::disks(definition) {
        let path = disk.source.path();
        let at = given
            .iter()
            .position(|d| d.name == disk.target.dev || path == Some(d.name.as_str()));
        let mut entry = at.map_or_else(SnapshotDisk::default, |at| given.remove(at));
        entry.name.clone_from(&disk.target.dev);
        let empty = path.is_none() && matches!(disk.device, DiskDevice::Cdrom | DiskDevice::Floppy);
        let kept = if empty || disk.readonly {
            SnapshotLocation::No
        } else {
            place
        };
        let chosen = entry
            .snapshot
            .is_some_and(|location| location != SnapshotLocation::Internal);
        let location = *entry.snapshot.get_or_insert(disk.snapshot.unwrap_or(kept));
        if !outside && (chosen || location == SnapshotLocation::External) {
            return Err(TestError::ConfigUnsupported(format!(
                "disk '{}' must use snapshot mode 'internal'",
                disk.target.dev
            )));
        }
        if location == SnapshotLocation::External && entry.source.0.is_none() {
            entry = external(entry, path, &name, full)?;
        }
        doc.disks.push(entry);
    }
    match given.first() {
        Some(unknown) => Err(TestError::Api(Error::new(
            ErrorNumber::ConfigUnsupported,
            ErrorDomain::DomainSnapshot,
            format!("no disk named '{}'", unknown.name),
        ))),
        None => Ok(()),
    }
}

/// A name for the file that follows on a disk whose file is to stay as it is.
fn external(mut entry: SnapshotDisk, path: Option<&str>, name: &str, full: bool) -> Result<SnapshotDisk> {
    use ferrovirt_schema::common::source::{FileSource, StorageSource};
    let Some(path) = path.filter(|p| full || std::path::Path::new(p).is_file()) else {
        return Err(TestError::Api(Error::new(
            ErrorNumber::ConfigUnsupported,
            ErrorDomain::DomainSnapshot,
            format!(
                "source for disk '{}' is not a regular file; refusing to generate external snapshot name",
                entry.name
            ),
        )));
    };
    let stem = match path.rsplit_once('.') {
        Some((stem, extension)) if !extension.contains('/') => stem,
        _ => path,
    };
    let file = Some(format!("{stem}.{name}"));
    entry.source.0 = Some(StorageSource::File(FileSource {
        file,
        ..FileSource::default()
    }));
    Ok(entry)
}

/// Disks that are kept outside go on in another file, on top of the one that stays as it is.
fn overlay(guest: &mut Guest, doc: &Snapshot) {
    for definition in [&mut guest.live, &mut guest.config].into_iter().flatten() {
        for kept in &doc.disks {
            let Some(source) = kept.source.0.clone() else {
                continue;
            };
            let disk = devices::disk_mut(Arc::make_mut(definition), &kept.name);
            let Some(disk) = disk.filter(|_| kept.snapshot == Some(SnapshotLocation::External)) else {
                continue;
            };
            let below = std::mem::replace(&mut disk.source, source);
            let format = disk.driver.as_ref().and_then(|d| d.format);
            disk.backing_store = Some(Box::new(BackingStore {
                source: Some(below),
                format: format.map(|name| ImageFormat {
                    name,
                    ..ImageFormat::default()
                }),
                backing_store: disk.backing_store.take(),
                ..BackingStore::default()
            }));
        }
    }
}

/// Goes back to a snapshot.
fn revert(
    guest: &mut Guest,
    news: &mut News,
    me: DomainRef,
    name: &str,
    flags: Revert,
    next_id: impl FnOnce() -> i32,
) -> Result<()> {
    let moment = get(&guest.snapshots, name)?.clone();
    let state = moment.document.state;
    let ran = matches!(state, Some(SnapshotState::Running | SnapshotState::Paused));
    let asked = flags.intersects(Revert::RUNNING | Revert::PAUSED);
    if !guest.is_persistent() && !ran && !asked {
        return Err(TestError::InvalidState(
            "transient domain needs to request run or pause to revert to inactive snapshot".into(),
        ));
    }
    if moment.definition.is_none() && !flags.contains(Revert::FORCE) {
        let why = format!("snapshot '{name}' lacks domain '{}' rollback info", me.name);
        return Err(TestError::Api(Error::new(
            ErrorNumber::SnapshotRevertRisky,
            ErrorDomain::Test,
            why,
        )));
    }
    if guest.is_active() {
        let (reason, detail) = (
            DomainShutoffReason::FromSnapshot,
            DomainEventStoppedDetailType::FromSnapshot,
        );
        let keep = guest.is_persistent();
        end(guest, news, me.clone(), reason, detail);
        if !keep && !ran && !asked {
            return Ok(());
        }
    }
    let definition = match moment.definition {
        Some(definition) => definition,
        None => guest.next()?.clone(),
    };
    if guest.is_persistent() {
        let mut config = Domain::clone(&definition);
        config.id = None;
        guest.config = Some(Arc::new(config));
    }
    if ran || asked {
        let id = next_id();
        guest.start_with(definition, id, DomainRunningReason::FromSnapshot);
        let me = DomainRef { id, ..me };
        let detail = DomainEventStartedDetailType::FromSnapshot.raw();
        news.push((me.clone(), lifecycle(DomainEventType::Started, detail)));
        if flags.contains(Revert::PAUSED)
            || (state == Some(SnapshotState::Paused) && !flags.contains(Revert::RUNNING))
        {
            guest.phase = Phase::Paused(DomainPausedReason::FromSnapshot);
            let detail = DomainEventSuspendedDetailType::FromSnapshot.raw();
            news.push((me, lifecycle(DomainEventType::Suspended, detail)));
        }
    }
    Arc::make_mut(&mut guest.snapshots).set_current(Some(name.to_owned()));
    Ok(())
}
