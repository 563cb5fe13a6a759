//! Checkpoints: from when on changes of disks are counted.

use super::snapshots::{check_name, now};
use super::{QemuDriver, checked};
use crate::argv::format_node;
use crate::block::lookup;
use crate::block::monitor::Block;
use crate::chain;
use crate::define;
use crate::error::{QemuError, Result};
use crate::guest::{Guest, Live};
use crate::moment::{Moment, Tree, align_checkpoint};
use async_trait::async_trait;
use ferrovirt_driver::Checkpoints;
use ferrovirt_schema::checkpoint::{Checkpoint, CheckpointDisk, CheckpointKind};
use ferrovirt_schema::snapshot::SavedDomain;
use ferrovirt_types::consts::{
    DomainCheckpointCreateFlags as CreateFlags, DomainCheckpointDeleteFlags as DeleteFlags,
    DomainCheckpointListFlags as ListFlags, DomainCheckpointXmlFlags as XmlFlags, ErrorNumber,
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

/// Disks that a checkpoint counts, with the node and the bitmap.
fn counted(checkpoint: &Checkpoint, live: &Live) -> Vec<(String, String)> {
    let bitmaps = checkpoint
        .disks
        .iter()
        .filter(|d| d.checkpoint == Some(CheckpointKind::Bitmap));
    bitmaps
        .filter_map(|d| {
            let disk = lookup::disk(&live.doc, &d.name).ok()?;
            let node = format_node(chain::index_of(&disk.source)?);
            Some((node, d.bitmap.clone()?))
        })
        .collect()
}

fn action(kind: &str, node: &str, bitmap: &str) -> serde_json::Value {
    serde_json::json!({ "type": kind, "data": { "node": node, "name": bitmap } })
}

/// The actions that begin to count for a checkpoint and end that for the one before it.
fn beginning(checkpoint: &Checkpoint, before: Option<&Checkpoint>, live: &Live) -> Vec<serde_json::Value> {
    let mut actions = Vec::new();
    for (node, bitmap) in counted(checkpoint, live) {
        actions.push(serde_json::json!({
            "type": "block-dirty-bitmap-add",
            "data": { "node": node, "name": bitmap, "persistent": true },
        }));
    }
    for (node, bitmap) in before.map(|b| counted(b, live)).unwrap_or_default() {
        actions.push(action("block-dirty-bitmap-disable", &node, &bitmap));
    }
    actions
}

/// The actions that forget a checkpoint: what it counted goes to the one before it.
fn forgetting(
    checkpoint: &Checkpoint,
    before: Option<&Checkpoint>,
    is_last: bool,
    live: &Live,
) -> Vec<serde_json::Value> {
    let earlier = before.map(|b| counted(b, live)).unwrap_or_default();
    let mut actions = Vec::new();
    for (node, bitmap) in counted(checkpoint, live) {
        if let Some((_, target)) = earlier.iter().find(|(n, _)| *n == node) {
            if is_last {
                actions.push(action("block-dirty-bitmap-enable", &node, target));
            }
            actions.push(serde_json::json!({
                "type": "block-dirty-bitmap-merge",
                "data": { "node": node, "target": target, "bitmaps": [bitmap] },
            }));
        }
        actions.push(action("block-dirty-bitmap-remove", &node, &bitmap));
    }
    actions
}

async fn transaction(live: &Live, guest: &Guest, actions: Vec<serde_json::Value>) -> Result<()> {
    if actions.is_empty() {
        return Ok(());
    }
    let block = Block {
        monitor: live.monitor(&guest.name)?,
        name: &guest.name,
    };
    block
        .run("transaction", serde_json::json!({ "actions": actions }))
        .await
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
        if flags.contains(CreateFlags::REDEFINE) && flags.contains(CreateFlags::QUIESCE) {
            return Err(QemuError::InvalidArg(
                "flags 'redefine' and 'quiesce' are mutually exclusive".to_owned(),
            ));
        }
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
        if self.core.snapshots.any(guest) {
            return Err(QemuError::coded(
                ErrorNumber::OperationUnsupported,
                "cannot create checkpoint while snapshot exists",
            ));
        }
        let tree = self.core.checkpoints.of(guest).await?;
        let before = tree.below(None).last().and_then(|n| tree.get(n).ok());
        checkpoint.name.get_or_insert_with(|| now().to_string());
        if tree.has(checkpoint.name()) {
            return Err(QemuError::Failed(format!(
                "domain moment {} already exists",
                checkpoint.name()
            )));
        }
        checkpoint.set_parent(before.as_deref().map(Checkpoint::name));
        checkpoint.creation_time = Some(now());
        checkpoint.domain = Some(SavedDomain::Full(Box::new(live.definition())));
        align_checkpoint(&mut checkpoint, &live.doc, true)?;
        for disk in &checkpoint.disks {
            let real = lookup::disk(&live.doc, &disk.name)?;
            if disk.checkpoint == Some(CheckpointKind::Bitmap) && chain::format_of(real) != "qcow2" {
                return Err(QemuError::ConfigUnsupported(format!(
                    "checkpoint for disk {} unsupported for storage type {}",
                    disk.name,
                    chain::format_of(real)
                )));
            }
        }
        transaction(&live, guest, beginning(&checkpoint, before.as_deref(), &live)).await?;
        let name = checkpoint.name().to_owned();
        self.core
            .checkpoints
            .change(guest, |tree| tree.put(checkpoint, false))
            .await?;
        Ok(name)
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
            return Err(QemuError::BadXml(
                "missing creationTime from existing checkpoint".to_owned(),
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
            if counted(&checkpoint, &live).len()
                != checkpoint
                    .disks
                    .iter()
                    .filter(|d| d.checkpoint == Some(CheckpointKind::Bitmap))
                    .count()
            {
                return Err(QemuError::coded(
                    ErrorNumber::CheckpointInconsistent,
                    format!("a disk of checkpoint '{name}' is not there"),
                ));
            }
        }
        self.core
            .checkpoints
            .change(guest, |tree| tree.put(checkpoint, false))
            .await?;
        Ok(name)
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
                let tree = self.core.checkpoints.of(guest).await?;
                let before = tree.parent_of(&name).and_then(|p| tree.get(p).ok());
                let is_last = tree.children(Some(&name)).is_empty();
                let gone = tree.get(&name)?;
                transaction(live, guest, forgetting(&gone, before.as_deref(), is_last, live)).await?;
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
        checked(flags, CreateFlags::all().bits(), "virDomainCheckpointCreateXML")?;
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
        let (_, _, found) = self.checkpoint_of(checkpoint).await?;
        let mut shown = Checkpoint::clone(&found);
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
}
