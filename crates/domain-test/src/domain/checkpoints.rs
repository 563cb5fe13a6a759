//! Checkpoints: moments from which changes of disks are counted.

use crate::TestDriver;
use crate::domain::moments::{self, Filter, Moment, Moments, Reach};
use crate::domain::{Guest, definition, devices, snapshots};
use crate::error::{Kind, Result, TestError, check_flags};
use async_trait::async_trait;
use ferrovirt_driver::Checkpoints;

use ferrovirt_schema::checkpoint::{Checkpoint, CheckpointDisk, CheckpointKind};
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::snapshot::{Parent, SavedDomain};
use ferrovirt_types::consts::{
    DomainBackupBeginFlags, DomainCheckpointCreateFlags as Create, DomainCheckpointDeleteFlags as Delete,
    DomainCheckpointListFlags as List, DomainCheckpointXmlFlags as XmlFlags, DomainXmlFlags, ErrorDomain,
    ErrorNumber,
};
use ferrovirt_types::object::{DomainCheckpointRef, DomainRef};
use ferrovirt_types::{Error, Result as ApiResult};
use std::sync::Arc;

#[async_trait]
impl Checkpoints for TestDriver {
    async fn domain_checkpoint_create_xml(
        &self,
        dom: &DomainRef,
        xml_desc: &str,
        flags: u32,
    ) -> ApiResult<DomainCheckpointRef> {
        let mut known = Create::REDEFINE | Create::QUIESCE;
        if self.full {
            known |= Create::REDEFINE_VALIDATE;
        }
        check_flags(flags, known.bits(), "virDomainCheckpointCreateXML")?;
        let flags = Create::from_bits_truncate(flags);
        if flags.contains(Create::REDEFINE_VALIDATE) && !flags.contains(Create::REDEFINE) {
            return Err(
                TestError::InvalidArgument("only a redefined checkpoint can be validated".into()).into(),
            );
        }
        ready(&self.world.guest(dom)?.state)?;
        // Checkpoints are always held against their grammar.
        let doc = definition::read_document::<Checkpoint>(xml_desc, Checkpoint::ROOT, true)?;
        let refused = |why: &str| Error::new(ErrorNumber::XmlInvalidSchema, ErrorDomain::Xml, why);
        if doc.active.is_some() {
            return Err(refused("<active> is not for callers to say"));
        }
        let name = self.world.change_guest(dom, |guest, _, _| {
            if flags.contains(Create::REDEFINE) {
                redefine(guest, doc)
            } else {
                make(guest, doc)
            }
        })?;
        Ok(self.checkpoint_ref(dom, name)?)
    }

    async fn domain_checkpoint_get_xml_desc(
        &self,
        checkpoint: &DomainCheckpointRef,
        flags: u32,
    ) -> ApiResult<String> {
        check_flags(flags, XmlFlags::all().bits(), "virDomainCheckpointGetXMLDesc")?;
        let flags = XmlFlags::from_bits_truncate(flags);
        let found = self.world.guest(&checkpoint.dom)?;
        let moment = get(&found.state.checkpoints, &checkpoint.name)?;
        let mut doc = Checkpoint::clone(&moment.document);
        doc.parent = moment.parent.clone().map(|name| Parent { name });
        if !flags.contains(XmlFlags::NO_DOMAIN) {
            let secure = if flags.contains(XmlFlags::SECURE) {
                DomainXmlFlags::SECURE
            } else {
                DomainXmlFlags::empty()
            };
            let view = |domain: &Arc<Domain>| definition::view(domain, secure | DomainXmlFlags::INACTIVE);
            doc.domain = moment
                .definition
                .as_ref()
                .map(view)
                .map(|domain| SavedDomain::Full(Box::new(domain)));
        }
        Ok(doc.to_xml())
    }

    async fn domain_list_all_checkpoints(
        &self,
        dom: &DomainRef,
        flags: u32,
    ) -> ApiResult<Vec<DomainCheckpointRef>> {
        Ok(self.checkpoints(dom, None, flags, "virDomainListAllCheckpoints")?)
    }

    async fn domain_checkpoint_list_all_children(
        &self,
        checkpoint: &DomainCheckpointRef,
        flags: u32,
    ) -> ApiResult<Vec<DomainCheckpointRef>> {
        let function = "virDomainCheckpointListAllChildren";
        Ok(self.checkpoints(&checkpoint.dom, Some(&checkpoint.name), flags, function)?)
    }

    async fn domain_checkpoint_lookup_by_name(
        &self,
        dom: &DomainRef,
        name: &str,
        flags: u32,
    ) -> ApiResult<DomainCheckpointRef> {
        check_flags(flags, 0, "virDomainCheckpointLookupByName")?;
        get(&self.world.guest(dom)?.state.checkpoints, name)?;
        Ok(self.checkpoint_ref(dom, name.to_owned())?)
    }

    async fn domain_checkpoint_get_parent(
        &self,
        checkpoint: &DomainCheckpointRef,
        flags: u32,
    ) -> ApiResult<DomainCheckpointRef> {
        check_flags(flags, 0, "virDomainCheckpointGetParent")?;
        let found = self.world.guest(&checkpoint.dom)?;
        let parent = get(&found.state.checkpoints, &checkpoint.name)?.parent.clone();
        let none = || TestError::Missing {
            kind: Kind::Checkpoint,
            detail: format!("checkpoint '{}' does not have a parent", checkpoint.name),
        };
        Ok(self.checkpoint_ref(&checkpoint.dom, parent.ok_or_else(none)?)?)
    }

    async fn domain_checkpoint_delete(&self, checkpoint: &DomainCheckpointRef, flags: u32) -> ApiResult<()> {
        check_flags(flags, Delete::all().bits(), "virDomainCheckpointDelete")?;
        let flags = Delete::from_bits_truncate(flags);
        if flags.contains(Delete::CHILDREN | Delete::CHILDREN_ONLY) {
            return Err(
                TestError::InvalidArgument("the children alone, or the checkpoint too?".into()).into(),
            );
        }
        let reach = if flags.contains(Delete::CHILDREN_ONLY) {
            Reach::ChildrenOnly
        } else if flags.contains(Delete::CHILDREN) {
            Reach::WithChildren
        } else {
            Reach::Itself
        };
        Ok(self.world.change_guest(&checkpoint.dom, |guest, _, _| {
            Arc::make_mut(&mut guest.checkpoints).delete(Kind::Checkpoint, &checkpoint.name, reach)
        })?)
    }

    async fn domain_backup_begin(
        &self,
        dom: &DomainRef,
        backup_xml: &str,
        checkpoint_xml: Option<&str>,
        flags: u32,
    ) -> ApiResult<()> {
        check_flags(
            flags,
            DomainBackupBeginFlags::all().bits(),
            "virDomainBackupBegin",
        )?;
        Ok(self.begin_backup(dom, backup_xml, checkpoint_xml)?)
    }

    async fn domain_backup_get_xml_desc(&self, dom: &DomainRef, flags: u32) -> ApiResult<String> {
        check_flags(flags, 0, "virDomainBackupGetXMLDesc")?;
        Ok(self.backup_document(dom)?)
    }
}

fn get<'m>(moments: &'m Moments<Checkpoint>, name: &str) -> Result<&'m Moment<Checkpoint>> {
    moments
        .get(name)
        .ok_or_else(|| moments::not_found(Kind::Checkpoint, name))
}

impl TestDriver {
    fn checkpoint_ref(&self, dom: &DomainRef, name: String) -> Result<DomainCheckpointRef> {
        let found = self.world.guest(dom)?;
        Ok(DomainCheckpointRef {
            name,
            dom: found.state.reference(&found.name, found.uuid),
        })
    }

    fn checkpoints(
        &self,
        dom: &DomainRef,
        below: Option<&str>,
        flags: u32,
        function: &str,
    ) -> Result<Vec<DomainCheckpointRef>> {
        check_flags(flags, List::all().bits(), function)?;
        let flags = List::from_bits_truncate(flags);
        let found = self.world.guest(dom)?;
        if let Some(name) = below {
            get(&found.state.checkpoints, name)?;
        }
        // With and without children: none is both.
        if flags.contains(List::LEAVES | List::NO_LEAVES) {
            return Ok(Vec::new());
        }
        let leaves = (flags.contains(List::LEAVES).then_some(true))
            .or(flags.contains(List::NO_LEAVES).then_some(false));
        let filter = Filter {
            roots: flags.contains(List::ROOTS).then_some(true),
            leaves,
            topological: flags.contains(List::TOPOLOGICAL),
        };
        let dom = found.state.reference(&found.name, found.uuid);
        let names = found.state.checkpoints.list(below, filter);
        Ok(names
            .into_iter()
            .map(|name| DomainCheckpointRef {
                name,
                dom: dom.clone(),
            })
            .collect())
    }
}

/// Checkpoints are of running guests without snapshots; of those, the definition that runs.
fn ready(guest: &Guest) -> Result<Arc<Domain>> {
    let refuse = |why: &str| TestError::OperationUnsupported(format!("cannot create checkpoint {why}"));
    if !guest.snapshots.is_empty() {
        return Err(refuse("while snapshot exists"));
    }
    guest.live.clone().ok_or_else(|| refuse("for inactive domain"))
}

/// Makes a checkpoint of a running guest.
pub(super) fn make(guest: &mut Guest, doc: Checkpoint) -> Result<String> {
    let definition = ready(guest)?;
    let created = snapshots::now();
    let name = doc
        .name
        .clone()
        .filter(|n| !n.is_empty())
        .unwrap_or_else(|| created.to_string());
    let mut doc = Checkpoint {
        name: Some(name.clone()),
        creation_time: Some(created),
        parent: None,
        domain: None,
        active: None,
        ..doc
    };
    complete(&mut doc, &definition)?;
    if guest.checkpoints.get(&name).is_some() {
        return Err(TestError::Failed(format!("domain moment {name} already exists")));
    }
    let checkpoints = Arc::make_mut(&mut guest.checkpoints);
    let parent = checkpoints.current().map(str::to_owned);
    checkpoints.insert(
        name.clone(),
        Moment {
            parent,
            document: Arc::new(doc),
            definition: Some(definition),
        },
    );
    checkpoints.set_current(Some(name.clone()));
    Ok(name)
}

/// Takes up a checkpoint that was made elsewhere or before.
fn redefine(guest: &mut Guest, doc: Checkpoint) -> Result<String> {
    ready(guest)?;
    let refuse = |code, why: &str| TestError::Api(Error::new(code, ErrorDomain::DomainCheckpoint, why));
    let name = doc.name.clone().filter(|n| !n.is_empty());
    let name =
        name.ok_or_else(|| refuse(ErrorNumber::XmlError, "a redefined checkpoint must have a name"))?;
    if doc.creation_time.is_none() {
        return Err(refuse(
            ErrorNumber::InternalError,
            "missing creationTime from existing checkpoint",
        ));
    }
    let parent = doc.parent.clone().map(|p| p.name);
    if let Some(parent) = &parent
        && (guest.checkpoints.get(parent).is_none() || guest.checkpoints.is_within(parent, &name))
    {
        return Err(TestError::InvalidArgument(format!(
            "parent {parent} cannot be that of checkpoint {name}"
        )));
    }
    let definition = match &doc.domain {
        Some(SavedDomain::Full(domain)) => Some(Arc::new(definition::complete(Domain::clone(domain))?)),
        _ => guest.checkpoints.get(&name).and_then(|m| m.definition.clone()),
    };
    let mut doc = Checkpoint {
        parent: None,
        domain: None,
        active: None,
        ..doc
    };
    match &definition {
        Some(definition) => complete(&mut doc, definition)?,
        None => name_bitmaps(&mut doc),
    }
    Arc::make_mut(&mut guest.checkpoints).insert(
        name.clone(),
        Moment {
            parent,
            document: Arc::new(doc),
            definition,
        },
    );
    Ok(name)
}

/// A bitmap that is given no name is called as its checkpoint.
fn name_bitmaps(doc: &mut Checkpoint) {
    for disk in &mut doc.disks {
        if disk.checkpoint == Some(CheckpointKind::Bitmap) && disk.bitmap.is_none() {
            disk.bitmap.clone_from(&doc.name);
        }
    }
}

/// Says of every disk whether its changes are counted: of all, when the document names none.
fn complete(doc: &mut Checkpoint, definition: &Domain) -> Result<()> {
    let refuse = |why: String| {
        TestError::Api(Error::new(
            ErrorNumber::ConfigUnsupported,
            ErrorDomain::DomainCheckpoint,
            why,
        ))
    };
    let all = doc.disks.is_empty();
    let mut given = std::mem::take(&mut doc.disks);
    let disks = devices::disks(definition);
    if given.len() > disks.len() {
        return Err(refuse("too many disk checkpoint requests for domain".into()));
    }
    if disks.is_empty() {
        return Err(refuse(
            "domain must have at least one disk to perform checkpoints".into(),
        ));
    }
    for disk in disks {
        let path = disk.source.path();
        let is_it =
            |given: &CheckpointDisk| given.name == disk.target.dev || Some(given.name.as_str()) == path;
        let mut entry = match given.iter().position(is_it) {
            Some(at) => given.remove(at),
            None => CheckpointDisk {
                checkpoint: (!all).then_some(CheckpointKind::No),
                ..CheckpointDisk::default()
            },
        };
        entry.name.clone_from(&disk.target.dev);
        if given.iter().any(is_it) {
            return Err(refuse(format!("disk '{}' specified twice", disk.target.dev)));
        }
        let can = path.is_some() && !disk.readonly;
        let usual = if can {
            CheckpointKind::Bitmap
        } else {
            CheckpointKind::No
        };
        if *entry.checkpoint.get_or_insert(usual) == CheckpointKind::Bitmap && !can {
            return Err(refuse(format!("disk '{}' is empty or readonly", disk.target.dev)));
        }
        doc.disks.push(entry);
    }
    name_bitmaps(doc);
    match given.first() {
        Some(unknown) => Err(refuse(format!("no disk named '{}'", unknown.name))),
        None => Ok(()),
    }
}
