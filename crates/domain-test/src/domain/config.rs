//! Definitions of guests.

use crate::TestDriver;
use crate::affect::{AFFECT, Affect};
use crate::domain::{Guest, WORD, definition, lifecycle};
use crate::error::{Kind, Result, TestError, check_flags};
use crate::metadata::{self, Described, Metadata};
use async_trait::async_trait;
use ferrovirt_driver::DomainConfig;
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::tuned::{self, NotTunable};
use ferrovirt_types::Result as ApiResult;
use ferrovirt_types::consts::{
    DomainDefineFlags, DomainEventDefinedDetailType, DomainEventType, DomainEventUndefinedDetailType,
    DomainLifecycle, DomainLifecycleAction, DomainUndefineFlags, DomainXmlFlags, ErrorNumber,
};
use ferrovirt_types::event::DomainEvent;
use ferrovirt_types::object::DomainRef;
use std::sync::Arc;
use uuid::Uuid;

#[async_trait]
impl DomainConfig for TestDriver {
    async fn domain_get_xml_desc(&self, dom: &DomainRef, flags: u32) -> ApiResult<String> {
        let known = DomainXmlFlags::SECURE | DomainXmlFlags::INACTIVE | DomainXmlFlags::MIGRATABLE;
        check_flags(flags, known.bits(), "virDomainGetXMLDesc")?;
        let flags = DomainXmlFlags::from_bits_truncate(flags);
        let found = self.world.guest(dom)?;
        let inactive = flags.contains(DomainXmlFlags::INACTIVE);
        let doc = if inactive {
            found.state.next()?
        } else {
            found.state.current()?
        };
        Ok(definition::print(doc, flags))
    }

    async fn domain_get_os_type(&self, dom: &DomainRef) -> ApiResult<String> {
        self.known(dom)?;
        Ok("linux".into())
    }

    async fn domain_get_autostart(&self, dom: &DomainRef) -> ApiResult<bool> {
        Ok(self.world.guest(dom)?.state.autostart)
    }

    async fn domain_set_autostart(&self, dom: &DomainRef, autostart: bool) -> ApiResult<()> {
        Ok(self.world.change_guest(dom, |guest, _, _| {
            guest.autostart = autostart;
            Ok(())
        })?)
    }

    async fn domain_is_persistent(&self, dom: &DomainRef) -> ApiResult<bool> {
        Ok(self.world.guest(dom)?.state.is_persistent())
    }

    async fn domain_is_updated(&self, dom: &DomainRef) -> ApiResult<bool> {
        self.known(dom)?;
        Ok(false)
    }

    async fn domain_define_xml_flags(&self, xml: &str, flags: u32) -> ApiResult<DomainRef> {
        check_flags(
            flags,
            DomainDefineFlags::VALIDATE.bits(),
            "virDomainDefineXMLFlags",
        )?;
        let doc = definition::parse(xml, flags & DomainDefineFlags::VALIDATE.bits() != 0)?;
        Ok(self.define(doc)?)
    }

    async fn domain_undefine_flags(&self, dom: &DomainRef, flags: u32) -> ApiResult<()> {
        let known = if self.full {
            DomainUndefineFlags::all()
        } else {
            DomainUndefineFlags::MANAGED_SAVE | DomainUndefineFlags::SNAPSHOTS_METADATA
        };
        check_flags(flags, known.bits(), "virDomainUndefineFlags")?;
        let flags = DomainUndefineFlags::from_bits_truncate(flags);
        Ok(self.world.change_guest(dom, |guest, news, me| {
            undefine(guest, flags)?;
            let detail = DomainEventUndefinedDetailType::Removed.raw();
            news.push((me, lifecycle(DomainEventType::Undefined, detail)));
            Ok(())
        })?)
    }

    async fn domain_rename(&self, dom: &DomainRef, new_name: Option<&str>, flags: u32) -> ApiResult<i32> {
        check_flags(flags, 0, "virDomainRename")?;
        self.rename(dom, new_name.unwrap_or_default())?;
        Ok(0)
    }

    async fn domain_save_image_get_xml_desc(&self, file: &str, flags: u32) -> ApiResult<String> {
        check_flags(
            flags,
            DomainXmlFlags::SECURE.bits(),
            "virDomainSaveImageGetXMLDesc",
        )?;
        Ok(self.saved_definition(file, DomainXmlFlags::from_bits_truncate(flags))?)
    }

    async fn domain_save_image_define_xml(&self, file: &str, dxml: &str, flags: u32) -> ApiResult<()> {
        // Whether it is to run or to be paused afterwards makes no difference here.
        check_flags(flags, 0x6, "virDomainSaveImageDefineXML")?;
        Ok(self.redefine_saved(file, dxml)?)
    }

    async fn domain_set_metadata(
        &self,
        dom: &DomainRef,
        kind: i32,
        metadata: Option<&str>,
        key: Option<&str>,
        uri: Option<&str>,
        flags: u32,
    ) -> ApiResult<()> {
        check_flags(flags, AFFECT, "virDomainSetMetadata")?;
        let state = self.world.guest(dom)?.state;
        Affect::of(flags, state.is_active(), state.is_persistent())?;
        let change = Metadata::of(kind, metadata, key, uri).map_err(of_guest)?;
        Ok(self.world.change_guest(dom, |guest, news, me| {
            guest.edit(flags, |doc| {
                change.apply(Described {
                    title: &mut doc.title,
                    description: &mut doc.description,
                    metadata: &mut doc.metadata,
                });
                Ok(())
            })?;
            let nsuri = uri.map(str::to_owned);
            news.push((me, DomainEvent::MetadataChange { kind, nsuri }));
            Ok(())
        })?)
    }

    async fn domain_get_metadata(
        &self,
        dom: &DomainRef,
        kind: i32,
        uri: Option<&str>,
        flags: u32,
    ) -> ApiResult<String> {
        check_flags(flags, AFFECT, "virDomainGetMetadata")?;
        let found = self.world.guest(dom)?;
        metadata::known(kind).map_err(of_guest)?;
        let doc = found.state.read(flags)?;
        let (title, description) = (doc.title.as_ref(), doc.description.as_ref());
        let text = metadata::read(kind, uri, title, description, doc.metadata.as_ref()).map_err(of_guest)?;
        Ok(text.ok_or(TestError::NoMetadata)?)
    }

    async fn domain_get_autostart_once(&self, dom: &DomainRef) -> ApiResult<bool> {
        Ok(self.world.guest(dom)?.state.extra.autostart_once)
    }

    async fn domain_set_autostart_once(&self, dom: &DomainRef, autostart: bool) -> ApiResult<()> {
        Ok(self.world.change_guest(dom, |guest, _, _| {
            if !guest.is_persistent() {
                return Err(TestError::InvalidState(
                    "cannot set autostart for transient domain".into(),
                ));
            }
            guest.extra.autostart_once = autostart;
            Ok(())
        })?)
    }

    async fn domain_set_lifecycle_action(
        &self,
        dom: &DomainRef,
        kind: u32,
        action: u32,
        flags: u32,
    ) -> ApiResult<()> {
        check_flags(flags, AFFECT, "virDomainSetLifecycleAction")?;
        let kind = i32::try_from(kind)
            .ok()
            .and_then(DomainLifecycle::from_raw)
            .ok_or_else(|| TestError::InvalidArgument(format!("invalid lifecycle type '{kind}'")))?;
        let action = i32::try_from(action)
            .ok()
            .and_then(DomainLifecycleAction::from_raw)
            .ok_or_else(|| TestError::InvalidArgument(format!("invalid lifecycle action '{action}'")))?;
        let refused = |e: NotTunable| TestError::of_guest(ErrorNumber::ConfigUnsupported, e.0);
        let act = |doc: &mut Domain| tuned::lifecycle::set(doc, kind, action).map_err(refused);
        act(&mut Domain::default())?;
        Ok(self
            .world
            .change_guest(dom, |guest, _, _| guest.edit(flags, act))?)
    }
}

impl TestDriver {
    /// Defines a guest, or gives one that exists another definition.
    pub(crate) fn define(&self, mut doc: Domain) -> Result<DomainRef> {
        let name = doc.name.clone();
        let uuid = *doc.uuid.get_or_insert_with(Uuid::new_v4);
        let family = self.world.domains.begin();
        let (guest, detail) = match family.check(WORD, &name, uuid)? {
            Some(known) => {
                let guest = Guest {
                    config: Some(Arc::new(doc)),
                    ..Guest::clone(&known)
                };
                let known = known.is_persistent() || known.extra.was_defined;
                let detail = if known {
                    DomainEventDefinedDetailType::Updated
                } else {
                    DomainEventDefinedDetailType::Added
                };
                (guest, detail)
            }
            None => (Guest::defined(doc), DomainEventDefinedDetailType::Added),
        };
        let me = guest.reference(&name, uuid);
        family.publish(WORD, &name, uuid, guest)?;
        self.world.tell(vec![(
            me.clone(),
            lifecycle(DomainEventType::Defined, detail.raw()),
        )]);
        Ok(me)
    }

    fn rename(&self, dom: &DomainRef, new_name: &str) -> Result<()> {
        let family = self.world.domains.begin();
        let found = family
            .by_uuid(&dom.uuid)
            .ok_or_else(|| TestError::not_found(Kind::Domain, "uuid", dom.uuid))?;
        if found.state.is_active() {
            return Err(TestError::InvalidState("cannot rename active domain".into()));
        }
        if new_name.contains('/') {
            return Err(TestError::Document(format!("name {new_name} cannot contain '/'")));
        }
        if new_name.is_empty() {
            return Err(TestError::InvalidArgument("the new name is empty".into()));
        }
        if found.name == new_name {
            let why = "Can't rename domain to itself";
            return Err(TestError::of_guest(ErrorNumber::OperationInvalid, why));
        }
        if family.by_name(new_name).is_some() {
            let why = format!("domain with name '{new_name}' already exists");
            return Err(TestError::of_guest(ErrorNumber::OperationInvalid, why));
        }
        let mut guest = Guest::clone(&found.state);
        if let Some(config) = &mut guest.config {
            Arc::make_mut(config).name = new_name.to_owned();
        }
        let before = guest.reference(&found.name, found.uuid);
        let after = guest.reference(new_name, found.uuid);
        family.remove(&found.uuid);
        family.publish(WORD, new_name, found.uuid, guest)?;
        let (gone, come) = (
            DomainEventUndefinedDetailType::Renamed,
            DomainEventDefinedDetailType::Renamed,
        );
        self.world.tell(vec![
            (before, lifecycle(DomainEventType::Undefined, gone.raw())),
            (after, lifecycle(DomainEventType::Defined, come.raw())),
        ]);
        Ok(())
    }
}

/// An argument that is wrong is the business of guests here.
fn of_guest(error: TestError) -> TestError {
    match error {
        TestError::InvalidArgument(why) => TestError::of_guest(ErrorNumber::InvalidArg, why),
        other => other,
    }
}

fn undefine(guest: &mut Guest, flags: DomainUndefineFlags) -> Result<()> {
    if guest.managed_save && !flags.contains(DomainUndefineFlags::MANAGED_SAVE) {
        return Err(TestError::InvalidState(
            "Refusing to undefine while domain managed save image exists".into(),
        ));
    }
    if !guest.is_active()
        && !guest.snapshots.is_empty()
        && !flags.contains(DomainUndefineFlags::SNAPSHOTS_METADATA)
    {
        let many = guest.snapshots.len();
        return Err(TestError::InvalidState(format!(
            "cannot delete inactive domain with {many} snapshots"
        )));
    }
    guest.managed_save = false;
    guest.extra.saved = None;
    guest.config = None;
    guest.extra.was_defined = true;
    Ok(())
}
