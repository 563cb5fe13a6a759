//! Checkpoints and backups.

use super::Domain;
use crate::Document;
use ferrovirt_types::Result;
use ferrovirt_types::consts::{
    DomainBackupBeginFlags, DomainCheckpointCreateFlags, DomainCheckpointDeleteFlags,
    DomainCheckpointListFlags, DomainCheckpointXmlFlags, ErrorNumber,
};
use ferrovirt_types::object::DomainCheckpointRef;

/// A point in time from which the changes of disks are tracked.
#[derive(Clone, Debug)]
pub struct DomainCheckpoint {
    domain: Domain,
    checkpoint: DomainCheckpointRef,
}

impl Domain {
    fn checkpoint_of(&self, checkpoint: DomainCheckpointRef) -> DomainCheckpoint {
        DomainCheckpoint {
            domain: self.clone(),
            checkpoint,
        }
    }

    /// Makes a checkpoint.
    pub async fn create_checkpoint(
        &self,
        xml: &str,
        flags: DomainCheckpointCreateFlags,
    ) -> Result<DomainCheckpoint> {
        let checkpoints = &self.connection.drivers().checkpoints;
        Ok(self.checkpoint_of(
            checkpoints
                .domain_checkpoint_create_xml(&self.dom, xml, flags.bits())
                .await?,
        ))
    }

    /// Checkpoints that pass the filter; an empty one passes all.
    pub async fn checkpoints(&self, filter: DomainCheckpointListFlags) -> Result<Vec<DomainCheckpoint>> {
        let checkpoints = &self.connection.drivers().checkpoints;
        let list = checkpoints
            .domain_list_all_checkpoints(&self.dom, filter.bits())
            .await?;
        Ok(list.into_iter().map(|c| self.checkpoint_of(c)).collect())
    }

    /// The checkpoint with this name.
    pub async fn checkpoint(&self, name: &str) -> Result<DomainCheckpoint> {
        let checkpoints = &self.connection.drivers().checkpoints;
        Ok(self.checkpoint_of(
            checkpoints
                .domain_checkpoint_lookup_by_name(&self.dom, name, 0)
                .await?,
        ))
    }

    /// Begins a backup, and makes a checkpoint with it if one is described.
    pub async fn begin_backup(
        &self,
        xml: &str,
        checkpoint: Option<&str>,
        flags: DomainBackupBeginFlags,
    ) -> Result<()> {
        self.connection
            .drivers()
            .checkpoints
            .domain_backup_begin(&self.dom, xml, checkpoint, flags.bits())
            .await
    }

    /// The backup that runs, as an XML document.
    pub async fn backup_xml(&self) -> Result<String> {
        self.connection
            .drivers()
            .checkpoints
            .domain_backup_get_xml_desc(&self.dom, 0)
            .await
    }
}

impl DomainCheckpoint {
    /// Name, unique in its domain.
    pub fn name(&self) -> &str {
        &self.checkpoint.name
    }

    /// Its domain.
    pub fn domain(&self) -> &Domain {
        &self.domain
    }

    /// Its description.
    pub async fn xml(&self, flags: DomainCheckpointXmlFlags) -> Result<String> {
        let checkpoints = &self.domain.connection.drivers().checkpoints;
        checkpoints
            .domain_checkpoint_get_xml_desc(&self.checkpoint, flags.bits())
            .await
    }

    /// Its description as a typed document.
    pub async fn description(
        &self,
        flags: DomainCheckpointXmlFlags,
    ) -> Result<ferrovirt_schema::checkpoint::Checkpoint> {
        Document::read(&self.xml(flags).await?)
    }

    /// The checkpoint before it; `None` for the first.
    pub async fn parent(&self) -> Result<Option<DomainCheckpoint>> {
        let checkpoints = &self.domain.connection.drivers().checkpoints;
        match checkpoints
            .domain_checkpoint_get_parent(&self.checkpoint, 0)
            .await
        {
            Ok(c) => Ok(Some(self.domain.checkpoint_of(c))),
            Err(e) if e.is(ErrorNumber::NoDomainCheckpoint) => Ok(None),
            Err(e) => Err(e),
        }
    }

    /// Checkpoints after it.
    pub async fn children(&self, filter: DomainCheckpointListFlags) -> Result<Vec<DomainCheckpoint>> {
        let checkpoints = &self.domain.connection.drivers().checkpoints;
        let list = checkpoints
            .domain_checkpoint_list_all_children(&self.checkpoint, filter.bits())
            .await?;
        Ok(list.into_iter().map(|c| self.domain.checkpoint_of(c)).collect())
    }

    /// Deletes it; what it tracked passes to the one before.
    pub async fn delete(&self, flags: DomainCheckpointDeleteFlags) -> Result<()> {
        let checkpoints = &self.domain.connection.drivers().checkpoints;
        checkpoints
            .domain_checkpoint_delete(&self.checkpoint, flags.bits())
            .await
    }
}
