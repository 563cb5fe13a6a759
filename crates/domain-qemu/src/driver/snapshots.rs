//! Snapshots: making them, going back to them, removing them, asking for them.

mod create;
mod delete;
mod external;
mod live;
mod merge;
mod revert;

pub(super) use self::create::{check_name, now};

use super::{QemuDriver, checked};
use crate::error::{QemuError, Result};
use crate::guest::Guest;
use crate::moment::{Moment, Tree};
use async_trait::async_trait;
use ferrovirt_driver::Snapshots;
use ferrovirt_schema::domain::devices::disk::SnapshotLocation;
use ferrovirt_schema::snapshot::{MemoryLocation, SavedDomain, Snapshot, SnapshotState};
use ferrovirt_types::consts::{
    DomainSnapshotCreateFlags as CreateFlags, DomainSnapshotDeleteFlags as DeleteFlags,
    DomainSnapshotListFlags as ListFlags, DomainSnapshotRevertFlags as RevertFlags, DomainSnapshotXmlFlags,
};
use ferrovirt_types::object::{DomainRef, DomainSnapshotRef};
use std::sync::Arc;

type Api<T> = ferrovirt_types::Result<T>;

/// Whether anything of a snapshot lies outside of the disks' own images.
fn is_external(snapshot: &Snapshot) -> bool {
    snapshot.memory.as_ref().map(|m| m.snapshot) == Some(MemoryLocation::External)
        || external_disks(snapshot) > 0
}

fn external_disks(snapshot: &Snapshot) -> usize {
    let external =
        |d: &&ferrovirt_schema::snapshot::SnapshotDisk| d.snapshot == Some(SnapshotLocation::External);
    snapshot.disks.iter().filter(external).count()
}

/// Whether a snapshot passes the filters of a list.
fn is_wanted(tree: &Tree<Snapshot>, name: &str, flags: ListFlags) -> bool {
    use ListFlags as F;
    let Ok(snapshot) = tree.get(name) else {
        return false;
    };
    let any = |group: ListFlags, mine: ListFlags| !flags.intersects(group) || flags.intersects(mine);
    let leaf = tree.children(Some(name)).is_empty();
    let state = match snapshot.state {
        Some(SnapshotState::Shutoff) => F::INACTIVE,
        Some(SnapshotState::DiskSnapshot) => F::DISK_ONLY,
        _ => F::ACTIVE,
    };
    let place = if is_external(&snapshot) {
        F::EXTERNAL
    } else {
        F::INTERNAL
    };
    any(F::METADATA | F::NO_METADATA, F::METADATA)
        && any(
            F::LEAVES | F::NO_LEAVES,
            if leaf { F::LEAVES } else { F::NO_LEAVES },
        )
        && any(F::INACTIVE | F::ACTIVE | F::DISK_ONLY, state)
        && any(F::INTERNAL | F::EXTERNAL, place)
}

impl QemuDriver {
    async fn snapshot_of(
        &self,
        snap: &DomainSnapshotRef,
    ) -> Result<(Arc<Guest>, Arc<Tree<Snapshot>>, Arc<Snapshot>)> {
        let guest = self.core.guest(&snap.dom)?;
        let tree = self.core.snapshots.of(&guest).await?;
        let snapshot = tree.get(&snap.name)?;
        Ok((guest, tree, snapshot))
    }

    async fn list_snapshots(
        &self,
        guest: &Guest,
        from: Option<&str>,
        flags: u32,
    ) -> Result<Vec<DomainSnapshotRef>> {
        let tree = self.core.snapshots.of(guest).await?;
        let set = ListFlags::from_bits_truncate(flags);
        // The same bit means only the roots for a guest, and all below for a snapshot.
        let direct = set.contains(ListFlags::ROOTS) == from.is_none();
        let names = if direct {
            tree.children(from)
        } else {
            tree.below(from)
        };
        let wanted = names.into_iter().filter(|n| is_wanted(&tree, n, set));
        Ok(wanted.map(|name| reference(guest, name)).collect())
    }
}

fn reference(guest: &Guest, name: &str) -> DomainSnapshotRef {
    DomainSnapshotRef {
        name: name.to_owned(),
        dom: guest.reference(),
    }
}

/// The document as a caller may see it.
fn shown(snapshot: &Snapshot, flags: u32) -> String {
    let mut snapshot = snapshot.clone();
    snapshot.active = None;
    if flags & DomainSnapshotXmlFlags::SECURE.bits() == 0 {
        if let Some(SavedDomain::Full(doc)) = &mut snapshot.domain {
            **doc = crate::define::without_secrets(doc);
        }
        if let Some(doc) = &mut snapshot.inactive_domain {
            **doc = crate::define::without_secrets(doc);
        }
    }
    snapshot.to_xml()
}

#[async_trait]
impl Snapshots for QemuDriver {
    async fn domain_snapshot_create_xml(
        &self,
        dom: &DomainRef,
        xml_desc: &str,
        flags: u32,
    ) -> Api<DomainSnapshotRef> {
        checked(flags, CreateFlags::all().bits(), "virDomainSnapshotCreateXML")?;
        let guest = self.core.guest(dom)?;
        let flags = CreateFlags::from_bits_truncate(flags);
        let name = Box::pin(self.create_snapshot(&guest, xml_desc, flags)).await?;
        Ok(reference(&guest, &name))
    }

    async fn domain_snapshot_get_xml_desc(&self, snap: &DomainSnapshotRef, flags: u32) -> Api<String> {
        checked(
            flags,
            DomainSnapshotXmlFlags::all().bits(),
            "virDomainSnapshotGetXMLDesc",
        )?;
        let (_, _, snapshot) = self.snapshot_of(snap).await?;
        Ok(shown(&snapshot, flags))
    }

    async fn domain_snapshot_lookup_by_name(
        &self,
        dom: &DomainRef,
        name: &str,
        flags: u32,
    ) -> Api<DomainSnapshotRef> {
        checked(flags, 0, "virDomainSnapshotLookupByName")?;
        let guest = self.core.guest(dom)?;
        self.core.snapshots.of(&guest).await?.get(name)?;
        Ok(reference(&guest, name))
    }

    async fn domain_has_current_snapshot(&self, dom: &DomainRef, flags: u32) -> Api<i32> {
        checked(flags, 0, "virDomainHasCurrentSnapshot")?;
        let guest = self.core.guest(dom)?;
        Ok(i32::from(
            self.core.snapshots.of(&guest).await?.current().is_some(),
        ))
    }

    async fn domain_snapshot_current(&self, dom: &DomainRef, flags: u32) -> Api<DomainSnapshotRef> {
        checked(flags, 0, "virDomainSnapshotCurrent")?;
        let guest = self.core.guest(dom)?;
        let tree = self.core.snapshots.of(&guest).await?;
        let name = tree
            .current()
            .ok_or_else(|| QemuError::NoSnapshot("the domain does not have a current snapshot".to_owned()))?;
        Ok(reference(&guest, name))
    }

    async fn domain_revert_to_snapshot(&self, snap: &DomainSnapshotRef, flags: u32) -> Api<()> {
        checked(flags, RevertFlags::all().bits(), "virDomainRevertToSnapshot")?;
        let (guest, _, snapshot) = self.snapshot_of(snap).await?;
        let flags = RevertFlags::from_bits_truncate(flags);
        Ok(Box::pin(self.revert(&guest, &snapshot, flags)).await?)
    }

    async fn domain_snapshot_delete(&self, snap: &DomainSnapshotRef, flags: u32) -> Api<()> {
        checked(flags, DeleteFlags::all().bits(), "virDomainSnapshotDelete")?;
        let (guest, ..) = self.snapshot_of(snap).await?;
        let flags = DeleteFlags::from_bits_truncate(flags);
        Ok(Box::pin(self.delete_snapshots(&guest, &snap.name, flags)).await?)
    }

    async fn domain_snapshot_get_parent(
        &self,
        snap: &DomainSnapshotRef,
        flags: u32,
    ) -> Api<DomainSnapshotRef> {
        checked(flags, 0, "virDomainSnapshotGetParent")?;
        let (guest, tree, snapshot) = self.snapshot_of(snap).await?;
        let parent = tree.parent_of(snapshot.name()).ok_or_else(|| {
            QemuError::NoSnapshot(format!("snapshot '{}' does not have a parent", snap.name))
        })?;
        Ok(reference(&guest, parent))
    }

    async fn domain_snapshot_is_current(&self, snap: &DomainSnapshotRef, flags: u32) -> Api<i32> {
        checked(flags, 0, "virDomainSnapshotIsCurrent")?;
        let (_, tree, _) = self.snapshot_of(snap).await?;
        Ok(i32::from(tree.current() == Some(snap.name.as_str())))
    }

    async fn domain_snapshot_has_metadata(&self, snap: &DomainSnapshotRef, flags: u32) -> Api<i32> {
        checked(flags, 0, "virDomainSnapshotHasMetadata")?;
        self.snapshot_of(snap).await?;
        Ok(1)
    }

    async fn domain_list_all_snapshots(&self, dom: &DomainRef, flags: u32) -> Api<Vec<DomainSnapshotRef>> {
        checked(flags, ListFlags::all().bits(), "virDomainListAllSnapshots")?;
        let guest = self.core.guest(dom)?;
        Ok(self.list_snapshots(&guest, None, flags).await?)
    }

    async fn domain_snapshot_list_all_children(
        &self,
        snapshot: &DomainSnapshotRef,
        flags: u32,
    ) -> Api<Vec<DomainSnapshotRef>> {
        checked(flags, ListFlags::all().bits(), "virDomainSnapshotListAllChildren")?;
        let (guest, ..) = self.snapshot_of(snapshot).await?;
        Ok(self.list_snapshots(&guest, Some(&snapshot.name), flags).await?)
    }
}
