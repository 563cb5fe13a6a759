//! Snapshots.

use super::Domain;
use crate::Document;
use ferrovirt_types::Result;
use ferrovirt_types::consts::{
    DomainSnapshotCreateFlags, DomainSnapshotDeleteFlags, DomainSnapshotListFlags, DomainSnapshotRevertFlags,
    DomainSnapshotXmlFlags, ErrorNumber,
};
use ferrovirt_types::object::DomainSnapshotRef;

/// A snapshot of a domain.
#[derive(Clone, Debug)]
pub struct DomainSnapshot {
    domain: Domain,
    snap: DomainSnapshotRef,
}

impl Domain {
    fn snapshot_of(&self, snap: DomainSnapshotRef) -> DomainSnapshot {
        DomainSnapshot {
            domain: self.clone(),
            snap,
        }
    }

    /// Takes a snapshot.
    pub async fn create_snapshot(
        &self,
        xml: &str,
        flags: DomainSnapshotCreateFlags,
    ) -> Result<DomainSnapshot> {
        let snapshots = &self.connection.drivers().snapshots;
        Ok(self.snapshot_of(
            snapshots
                .domain_snapshot_create_xml(&self.dom, xml, flags.bits())
                .await?,
        ))
    }

    /// Snapshots that pass the filter; an empty one passes all.
    pub async fn snapshots(&self, filter: DomainSnapshotListFlags) -> Result<Vec<DomainSnapshot>> {
        let list = self
            .connection
            .drivers()
            .snapshots
            .domain_list_all_snapshots(&self.dom, filter.bits())
            .await?;
        Ok(list.into_iter().map(|s| self.snapshot_of(s)).collect())
    }

    /// The snapshot with this name.
    pub async fn snapshot(&self, name: &str) -> Result<DomainSnapshot> {
        let snapshots = &self.connection.drivers().snapshots;
        Ok(self.snapshot_of(
            snapshots
                .domain_snapshot_lookup_by_name(&self.dom, name, 0)
                .await?,
        ))
    }

    /// The snapshot that the present state goes back to; `None` when there is none.
    pub async fn current_snapshot(&self) -> Result<Option<DomainSnapshot>> {
        match self
            .connection
            .drivers()
            .snapshots
            .domain_snapshot_current(&self.dom, 0)
            .await
        {
            Ok(snap) => Ok(Some(self.snapshot_of(snap))),
            Err(e) if e.is(ErrorNumber::NoDomainSnapshot) => Ok(None),
            Err(e) => Err(e),
        }
    }
}

impl DomainSnapshot {
    /// Name, unique in its domain.
    pub fn name(&self) -> &str {
        &self.snap.name
    }

    /// Its domain.
    pub fn domain(&self) -> &Domain {
        &self.domain
    }

    /// Its description.
    pub async fn xml(&self, flags: DomainSnapshotXmlFlags) -> Result<String> {
        let snapshots = &self.domain.connection.drivers().snapshots;
        snapshots
            .domain_snapshot_get_xml_desc(&self.snap, flags.bits())
            .await
    }

    /// Its description as a typed document.
    pub async fn description(
        &self,
        flags: DomainSnapshotXmlFlags,
    ) -> Result<ferrovirt_schema::snapshot::Snapshot> {
        Document::read(&self.xml(flags).await?)
    }

    /// The snapshot that it builds on; `None` for the first.
    pub async fn parent(&self) -> Result<Option<DomainSnapshot>> {
        let snapshots = &self.domain.connection.drivers().snapshots;
        match snapshots.domain_snapshot_get_parent(&self.snap, 0).await {
            Ok(snap) => Ok(Some(self.domain.snapshot_of(snap))),
            Err(e) if e.is(ErrorNumber::NoDomainSnapshot) => Ok(None),
            Err(e) => Err(e),
        }
    }

    /// Snapshots that build on it.
    pub async fn children(&self, filter: DomainSnapshotListFlags) -> Result<Vec<DomainSnapshot>> {
        let snapshots = &self.domain.connection.drivers().snapshots;
        let list = snapshots
            .domain_snapshot_list_all_children(&self.snap, filter.bits())
            .await?;
        Ok(list.into_iter().map(|s| self.domain.snapshot_of(s)).collect())
    }

    /// Puts the domain back to this state.
    pub async fn revert(&self, flags: DomainSnapshotRevertFlags) -> Result<()> {
        self.domain
            .connection
            .drivers()
            .snapshots
            .domain_revert_to_snapshot(&self.snap, flags.bits())
            .await
    }

    /// Deletes it.
    pub async fn delete(&self, flags: DomainSnapshotDeleteFlags) -> Result<()> {
        self.domain
            .connection
            .drivers()
            .snapshots
            .domain_snapshot_delete(&self.snap, flags.bits())
            .await
    }
}
