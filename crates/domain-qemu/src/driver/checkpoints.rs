//! Checkpoints: from when on changes of disks are counted.

use super::snapshots::{check_name, now};
use super::{QemuDriver, checked};
use crate::argv::format_node;
use crate::block::lookup;
use crate::block::monitor::Block;
use crate::block::nodes::{self, Kept, Nodes};
use crate::chain;
use crate::define;
use crate::error::{QemuError, Result};
use crate::guest::{Guest, Live};
use crate::moment::{Moment, Tree, align_checkpoint};
use async_trait::async_trait;
use ferrovirt_driver::Checkpoints;
use ferrovirt_schema::checkpoint::{Checkpoint, CheckpointDisk, CheckpointKind};
use ferrovirt_schema::common::format::StorageFormat;
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::devices::disk::Disk;
use ferrovirt_schema::snapshot::SavedDomain;
use ferrovirt_types::consts::{
    DomainBackupBeginFlags as BeginFlags, DomainCheckpointCreateFlags as CreateFlags,
    DomainCheckpointDeleteFlags as DeleteFlags, DomainCheckpointListFlags as ListFlags,
    DomainCheckpointXmlFlags as XmlFlags, ErrorNumber,
};
use ferrovirt_types::object::{DomainCheckpointRef, DomainRef};
use std::sync::Arc;

type Api<T> = ferrovirt_types::Result<T>;

fn reference(guest: &Guest, name: &str) -> DomainCheckpointRef {
    DomainCheckpointRef {
        name: name.to_owned(),
        dom: guest.reference(),
    }
}

/// Disks that a checkpoint counts, with the bitmap that does.
fn counted<'d>(checkpoint: &Checkpoint, doc: &'d Domain) -> Vec<(&'d Disk, String)> {
    let bitmaps = checkpoint
        .disks
        .iter()
        .filter(|d| d.checkpoint == Some(CheckpointKind::Bitmap));
    let disks = bitmaps.filter_map(|d| Some((lookup::disk(doc, &d.name).ok()?, d.bitmap.clone()?)));
    disks.collect()
}

fn top_node(disk: &Disk) -> String {
    format_node(chain::index_of(&disk.source).unwrap_or(0))
}

fn block<'m>(live: &'m Live, guest: &'m Guest) -> Result<Block<'m>> {
    Ok(Block {
        monitor: live.monitor(&guest.name)?,
        name: &guest.name,
    })
}

impl QemuDriver {
    async fn checkpoint_of(
        &self,
        checkpoint: &DomainCheckpointRef,
    ) -> Result<(Arc<Guest>, Arc<Tree<Checkpoint>>, Arc<Checkpoint>)> {
        let guest = self.core.guest(&checkpoint.dom)?;
        let tree = self.core.checkpoints.of(&guest).await?;
        let found = tree.get(&checkpoint.name)?;
        Ok((guest, tree, found))
    }

    async fn create_checkpoint(&self, guest: &Arc<Guest>, xml: &str, flags: CreateFlags) -> Result<String> {
        let mut checkpoint = Checkpoint::parse(xml)?;
        if let Some(name) = &checkpoint.name {
            check_name(name, "checkpoint")?;
        }
        if checkpoint.active.is_some() {
            return Err(QemuError::coded(
                ErrorNumber::XmlInvalidSchema,
                "domaincheckpoint/active: only a daemon's own files have this element",
            ));
        }
        let _job = guest.begin("checkpoint").await?;
        if flags.contains(CreateFlags::REDEFINE) {
            return self.redefine_checkpoint(guest, checkpoint, flags).await;
        }
        let live = guest.live().ok_or_else(|| {
            QemuError::coded(
                ErrorNumber::OperationUnsupported,
                "cannot create checkpoint for inactive domain",
            )
        })?;
        let actions = self.plan_checkpoint(guest, &live, &mut checkpoint).await?;
        block(&live, guest)?.transaction(actions).await?;
        self.keep_checkpoint(guest, checkpoint).await
    }

    /// Completes a checkpoint of a running guest, and gives the actions that begin to count for it.
    pub(super) async fn plan_checkpoint(
        &self,
        guest: &Arc<Guest>,
        live: &Live,
        checkpoint: &mut Checkpoint,
    ) -> Result<Vec<serde_json::Value>> {
        let tree = self.core.checkpoints.of(guest).await?;
        checkpoint.name.get_or_insert_with(|| now().to_string());
        checkpoint.creation_time = Some(now());
        checkpoint.domain = Some(SavedDomain::Full(Box::new(live.kept())));
        align_checkpoint(checkpoint, &live.doc, true)?;
        let counted = counted(checkpoint, &live.doc);
        for (disk, _) in &counted {
            let format = chain::format_of(disk);
            if format != StorageFormat::Qcow2 {
                return Err(QemuError::ConfigUnsupported(format!(
                    "checkpoint for disk {} unsupported for storage type {format}",
                    disk.target.dev
                )));
            }
        }
        if tree.has(checkpoint.name()) {
            return Err(QemuError::Failed(format!(
                "domain moment {} already exists",
                checkpoint.name()
            )));
        }
        let before = tree.below(None).last().map(|n| (*n).to_owned());
        checkpoint.set_parent(before.as_deref());
        let begin =
            |(disk, bitmap): &(&Disk, String)| nodes::add(&top_node(disk), bitmap, 0, Kept::Persistent);
        Ok(counted.iter().map(begin).collect())
    }

    /// Notes a checkpoint that counts, and gives its name.
    pub(super) async fn keep_checkpoint(&self, guest: &Arc<Guest>, checkpoint: Checkpoint) -> Result<String> {
        let name = checkpoint.name().to_owned();
        self.core
            .checkpoints
            .change(guest, |tree| tree.put(checkpoint, false))
            .await?;
        Ok(name)
    }

    /// Notes how many bytes changed since a checkpoint.
    async fn measure(&self, guest: &Arc<Guest>, checkpoint: &mut Checkpoint) -> Result<()> {
        let _job = guest.begin("measure a checkpoint").await?;
        let live = guest.running()?;
        let block = block(&live, guest)?;
        let nodes = Nodes::of(&block).await?;
        let aside = format!("ferrovirt-measure-{}", checkpoint.name());
        let (mut begin, mut end, mut tops) = (Vec::new(), Vec::new(), Vec::new());
        for (disk, bitmap) in counted(checkpoint, &live.doc) {
            let holders = nodes.chain_of(disk, &bitmap).ok_or_else(|| {
                QemuError::coded(
                    ErrorNumber::CheckpointInconsistent,
                    format!(
                        "missing or broken bitmap '{bitmap}' for disk '{}'",
                        disk.target.dev
                    ),
                )
            })?;
            let top = top_node(disk);
            let sources: Vec<(&str, &str)> = holders.iter().map(|n| (n.as_str(), bitmap.as_str())).collect();
            begin.push(nodes::add(&top, &aside, 0, Kept::Aside));
            begin.push(nodes::merge(&top, &aside, &sources));
            end.push(nodes::remove(&top, &aside));
            tops.push((disk.target.dev.clone(), top));
        }
        block.transaction(begin).await?;
        let measured = Nodes::of(&block).await;
        block.transaction(end).await?;
        let measured = measured?;
        for (dev, top) in tops {
            let bitmap = measured.bitmaps(&top).find(|b| b.name == aside);
            if let Some(disk) = checkpoint.disks.iter_mut().find(|d| d.name == dev) {
                disk.size = bitmap.map(|b| b.count);
            }
        }
        Ok(())
    }

    async fn redefine_checkpoint(
        &self,
        guest: &Arc<Guest>,
        mut checkpoint: Checkpoint,
        flags: CreateFlags,
    ) -> Result<String> {
        let tree = self.core.checkpoints.of(guest).await?;
        let Some(name) = checkpoint.name.clone() else {
            return Err(QemuError::BadXml("checkpoint name is missing".to_owned()));
        };
        if checkpoint.creation_time.is_none() {
            return Err(QemuError::coded(
                ErrorNumber::InternalError,
                "missing creationTime from existing checkpoint",
            ));
        }
        if let Some(parent) = checkpoint.parent() {
            let wrong = if parent == name {
                Some(format!("cannot set moment {name} as its own parent"))
            } else if !tree.has(parent) {
                Some(format!("parent {parent} for moment {name} not found"))
            } else if tree.would_cycle(&name, parent) {
                Some(format!("parent {parent} would create cycle to {name}"))
            } else {
                None
            };
            if let Some(text) = wrong {
                return Err(QemuError::InvalidArg(text));
            }
        }
        match &mut checkpoint.domain {
            Some(SavedDomain::Full(doc)) => {
                if doc.uuid.is_some_and(|u| u != guest.uuid) {
                    return Err(QemuError::InvalidArg(format!(
                        "definition for checkpoint {name} must use uuid {}",
                        guest.uuid
                    )));
                }
                let caps = self.core.caps_for(doc).await?;
                define::fill_defaults(doc, &caps)?;
                let doc = doc.clone();
                align_checkpoint(&mut checkpoint, &doc, true)?;
            }
            _ => {
                for disk in &mut checkpoint.disks {
                    fill_bitmap(disk, &name);
                }
            }
        }
        if flags.contains(CreateFlags::REDEFINE_VALIDATE) {
            let live = guest.running()?;
            let nodes = Nodes::of(&block(&live, guest)?).await?;
            for disk in checkpoint
                .disks
                .iter()
                .filter(|d| d.checkpoint == Some(CheckpointKind::Bitmap))
            {
                let bitmap = disk.bitmap.as_deref().unwrap_or_default();
                let found = lookup::disk(&live.doc, &disk.name)?;
                if nodes.chain_of(found, bitmap).is_none() {
                    return Err(QemuError::coded(
                        ErrorNumber::CheckpointInconsistent,
                        format!("missing or broken bitmap '{bitmap}' for disk '{}'", disk.name),
                    ));
                }
            }
        }
        self.keep_checkpoint(guest, checkpoint).await
    }

    async fn delete_checkpoints(&self, guest: &Arc<Guest>, name: &str, flags: DeleteFlags) -> Result<()> {
        let _job = guest.begin("delete a checkpoint").await?;
        let metadata_only = flags.contains(DeleteFlags::METADATA_ONLY);
        let live = guest.live();
        if !metadata_only && live.is_none() {
            return Err(QemuError::coded(
                ErrorNumber::OperationUnsupported,
                "cannot delete checkpoint for inactive domain",
            ));
        }
        let tree = self.core.checkpoints.of(guest).await?;
        let mut names: Vec<String> = if flags.intersects(DeleteFlags::CHILDREN | DeleteFlags::CHILDREN_ONLY) {
            tree.below(Some(name))
                .into_iter()
                .rev()
                .map(str::to_owned)
                .collect()
        } else {
            Vec::new()
        };
        if !flags.contains(DeleteFlags::CHILDREN_ONLY) {
            names.push(name.to_owned());
        }
        for name in names {
            if let Some(live) = live.as_ref().filter(|_| !metadata_only) {
                let block = block(live, guest)?;
                let nodes = Nodes::of(&block).await?;
                let mut actions = Vec::new();
                for (disk, bitmap) in counted(&*tree.get(&name)?, &live.doc) {
                    let holders = nodes.holders(disk, &bitmap);
                    actions.extend(holders.iter().map(|node| nodes::remove(node, &bitmap)));
                }
                block.transaction(actions).await?;
            }
            self.core
                .checkpoints
                .change(guest, |tree| {
                    tree.remove(&name);
                })
                .await?;
        }
        Ok(())
    }

    async fn list_checkpoints(
        &self,
        guest: &Guest,
        from: Option<&str>,
        flags: u32,
    ) -> Result<Vec<DomainCheckpointRef>> {
        let tree = self.core.checkpoints.of(guest).await?;
        let set = ListFlags::from_bits_truncate(flags);
        // The same bit means only the roots for a guest, and all below for a checkpoint.
        let direct = set.contains(ListFlags::ROOTS) == from.is_none();
        let names = if direct {
            tree.children(from)
        } else {
            tree.below(from)
        };
        let leaves = set.intersects(ListFlags::LEAVES | ListFlags::NO_LEAVES);
        let wanted = names.into_iter().filter(|n| {
            let leaf = tree.children(Some(n)).is_empty();
            !leaves
                || set.contains(if leaf {
                    ListFlags::LEAVES
                } else {
                    ListFlags::NO_LEAVES
                })
        });
        Ok(wanted.map(|name| reference(guest, name)).collect())
    }
}

fn fill_bitmap(disk: &mut CheckpointDisk, name: &str) {
    if *disk.checkpoint.get_or_insert(CheckpointKind::Bitmap) == CheckpointKind::Bitmap {
        disk.bitmap.get_or_insert_with(|| name.to_owned());
    }
}

#[async_trait]
impl Checkpoints for QemuDriver {
    async fn domain_checkpoint_create_xml(
        &self,
        dom: &DomainRef,
        xml_desc: &str,
        flags: u32,
    ) -> Api<DomainCheckpointRef> {
        let known = CreateFlags::REDEFINE | CreateFlags::REDEFINE_VALIDATE;
        checked(flags, known.bits(), "virDomainCheckpointCreateXML")?;
        let guest = self.core.guest(dom)?;
        let flags = CreateFlags::from_bits_truncate(flags);
        let name = Box::pin(self.create_checkpoint(&guest, xml_desc, flags)).await?;
        Ok(reference(&guest, &name))
    }

    async fn domain_checkpoint_get_xml_desc(
        &self,
        checkpoint: &DomainCheckpointRef,
        flags: u32,
    ) -> Api<String> {
        checked(flags, XmlFlags::all().bits(), "virDomainCheckpointGetXMLDesc")?;
        let (guest, _, found) = self.checkpoint_of(checkpoint).await?;
        let mut shown = Checkpoint::clone(&found);
        if flags & XmlFlags::SIZE.bits() != 0 {
            self.measure(&guest, &mut shown).await?;
        }
        if flags & XmlFlags::NO_DOMAIN.bits() != 0 {
            shown.domain = None;
        } else if flags & XmlFlags::SECURE.bits() == 0
            && let Some(SavedDomain::Full(doc)) = &mut shown.domain
        {
            **doc = define::without_secrets(doc);
        }
        Ok(shown.to_xml())
    }

    async fn domain_list_all_checkpoints(
        &self,
        dom: &DomainRef,
        flags: u32,
    ) -> Api<Vec<DomainCheckpointRef>> {
        checked(flags, ListFlags::all().bits(), "virDomainListAllCheckpoints")?;
        let guest = self.core.guest(dom)?;
        Ok(self.list_checkpoints(&guest, None, flags).await?)
    }

    async fn domain_checkpoint_list_all_children(
        &self,
        checkpoint: &DomainCheckpointRef,
        flags: u32,
    ) -> Api<Vec<DomainCheckpointRef>> {
        checked(
            flags,
            ListFlags::all().bits(),
            "virDomainCheckpointListAllChildren",
        )?;
        let (guest, ..) = self.checkpoint_of(checkpoint).await?;
        Ok(self
            .list_checkpoints(&guest, Some(&checkpoint.name), flags)
            .await?)
    }

    async fn domain_checkpoint_lookup_by_name(
        &self,
        dom: &DomainRef,
        name: &str,
        flags: u32,
    ) -> Api<DomainCheckpointRef> {
        checked(flags, 0, "virDomainCheckpointLookupByName")?;
        let guest = self.core.guest(dom)?;
        self.core.checkpoints.of(&guest).await?.get(name)?;
        Ok(reference(&guest, name))
    }

    async fn domain_checkpoint_get_parent(
        &self,
        checkpoint: &DomainCheckpointRef,
        flags: u32,
    ) -> Api<DomainCheckpointRef> {
        checked(flags, 0, "virDomainCheckpointGetParent")?;
        let (guest, tree, _) = self.checkpoint_of(checkpoint).await?;
        let parent = tree.parent_of(&checkpoint.name).ok_or_else(|| {
            QemuError::coded(
                ErrorNumber::NoDomainCheckpoint,
                format!("checkpoint '{}' does not have a parent", checkpoint.name),
            )
        })?;
        Ok(reference(&guest, parent))
    }

    async fn domain_checkpoint_delete(&self, checkpoint: &DomainCheckpointRef, flags: u32) -> Api<()> {
        checked(flags, DeleteFlags::all().bits(), "virDomainCheckpointDelete")?;
        let (guest, ..) = self.checkpoint_of(checkpoint).await?;
        let flags = DeleteFlags::from_bits_truncate(flags);
        Ok(Box::pin(self.delete_checkpoints(&guest, &checkpoint.name, flags)).await?)
    }

    async fn domain_backup_begin(
        &self,
        dom: &DomainRef,
        backup_xml: &str,
        checkpoint_xml: Option<&str>,
        flags: u32,
    ) -> Api<()> {
        checked(flags, BeginFlags::REUSE_EXTERNAL.bits(), "virDomainBackupBegin")?;
        let reuse = flags & BeginFlags::REUSE_EXTERNAL.bits() != 0;
        Ok(Box::pin(self.begin_backup(dom, backup_xml, checkpoint_xml, reuse)).await?)
    }

    async fn domain_backup_get_xml_desc(&self, dom: &DomainRef, flags: u32) -> Api<String> {
        checked(flags, 0, "virDomainBackupGetXMLDesc")?;
        Ok(self.backup_document(dom)?)
    }
}
