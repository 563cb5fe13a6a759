//! Definitions of guests.

use crate::TestDriver;
use crate::affect::AFFECT;
use crate::domain::{Guest, WORD, definition, lifecycle};
use crate::error::{Kind, Result, TestError, check_flags};
use async_trait::async_trait;
use ferrovirt_driver::DomainConfig;
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::power::{CrashAction, LifecycleAction};
use ferrovirt_types::Result as ApiResult;
use ferrovirt_types::consts::{
    DomainDefineFlags, DomainEventDefinedDetailType, DomainEventType, DomainEventUndefinedDetailType,
    DomainLifecycle, DomainLifecycleAction, DomainMetadataType, DomainUndefineFlags, DomainXmlFlags,
};
use ferrovirt_types::event::DomainEvent;
use ferrovirt_types::object::DomainRef;
use ferrovirt_xml::{FromXml, Limits, RawElement, RawNode};
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
        self.world.guest(dom)?;
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
        self.world.guest(dom)?;
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
        let known = DomainUndefineFlags::MANAGED_SAVE | DomainUndefineFlags::SNAPSHOTS_METADATA;
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
        let change = Metadata::of(kind, metadata, key, uri)?;
        Ok(self.world.change_guest(dom, |guest, news, me| {
            guest.edit(flags, |doc| {
                change.apply(doc);
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
        let doc = found.state.read(flags)?;
        let text = match DomainMetadataType::from_raw(kind) {
            Some(DomainMetadataType::Description) => doc.description.clone(),
            Some(DomainMetadataType::Title) => doc.title.clone(),
            Some(DomainMetadataType::Element) => element_of(doc, uri.unwrap_or_default()).map(print_element),
            _ => return Err(unknown_metadata(kind).into()),
        };
        Ok(text.ok_or(TestError::NoMetadata)?)
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
        Ok(self
            .world
            .change_guest(dom, |guest, _, _| guest.edit(flags, |doc| act(doc, kind, action)))?)
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
                let detail = if known.is_persistent() {
                    DomainEventDefinedDetailType::Updated
                } else {
                    DomainEventDefinedDetailType::Added
                };
                (
                    Guest {
                        config: Some(Arc::new(doc)),
                        ..Guest::clone(&known)
                    },
                    detail,
                )
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
        if new_name.contains('/') {
            return Err(TestError::Document(format!("name {new_name} cannot contain '/'")));
        }
        if new_name.is_empty() {
            return Err(TestError::InvalidArgument("the new name is empty".into()));
        }
        let family = self.world.domains.begin();
        let found = family
            .by_uuid(&dom.uuid)
            .ok_or_else(|| TestError::not_found(Kind::Domain, "uuid", dom.uuid))?;
        if found.state.is_active() {
            return Err(TestError::InvalidState("cannot rename active domain".into()));
        }
        if found.name == new_name {
            return Err(TestError::InvalidState("Can't rename domain to itself".into()));
        }
        if family.by_name(new_name).is_some() {
            return Err(TestError::InvalidState(format!(
                "domain with name '{new_name}' already exists"
            )));
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
    guest.config = None;
    Ok(())
}

fn act(doc: &mut Domain, kind: DomainLifecycle, action: DomainLifecycleAction) -> Result<()> {
    let crash = match action {
        DomainLifecycleAction::Destroy => CrashAction::Destroy,
        DomainLifecycleAction::Restart => CrashAction::Restart,
        DomainLifecycleAction::RestartRename => CrashAction::RestartRename,
        DomainLifecycleAction::Preserve => CrashAction::Preserve,
        DomainLifecycleAction::CoredumpDestroy => CrashAction::CoredumpDestroy,
        DomainLifecycleAction::CoredumpRestart => CrashAction::CoredumpRestart,
        DomainLifecycleAction::PreserveRunning => {
            return Err(TestError::ConfigUnsupported(
                "a guest that ended cannot be kept running".into(),
            ));
        }
    };
    let other = match action {
        DomainLifecycleAction::Destroy => Ok(LifecycleAction::Destroy),
        DomainLifecycleAction::Restart => Ok(LifecycleAction::Restart),
        DomainLifecycleAction::RestartRename => Ok(LifecycleAction::RestartRename),
        DomainLifecycleAction::Preserve => Ok(LifecycleAction::Preserve),
        _ => Err("only a crash can be followed by a core dump"),
    };
    let other = other.map_err(|why| TestError::ConfigUnsupported(why.into()));
    match kind {
        DomainLifecycle::Poweroff => doc.on_poweroff = Some(other?),
        DomainLifecycle::Reboot => doc.on_reboot = Some(other?),
        DomainLifecycle::Crash => doc.on_crash = Some(crash),
    }
    Ok(())
}

/// A change of metadata.
enum Metadata {
    Description(Option<String>),
    Title(Option<String>),
    Element {
        namespace: String,
        element: Option<RawElement>,
    },
}

impl Metadata {
    fn of(kind: i32, text: Option<&str>, key: Option<&str>, uri: Option<&str>) -> Result<Self> {
        let given = text.filter(|t| !t.is_empty()).map(str::to_owned);
        match DomainMetadataType::from_raw(kind) {
            Some(DomainMetadataType::Description) => Ok(Metadata::Description(given)),
            Some(DomainMetadataType::Title) if given.as_ref().is_some_and(|t| t.contains('\n')) => Err(
                TestError::InvalidArgument("metadata title can't contain newlines".into()),
            ),
            Some(DomainMetadataType::Title) => Ok(Metadata::Title(given)),
            Some(DomainMetadataType::Element) => {
                let namespace = uri.ok_or_else(|| needed("uri"))?.to_owned();
                let element = match text.map(str::to_owned) {
                    Some(text) => Some(namespaced(&text, key.ok_or_else(|| needed("key"))?, &namespace)?),
                    None => None,
                };
                Ok(Metadata::Element { namespace, element })
            }
            _ => Err(unknown_metadata(kind)),
        }
    }

    fn apply(&self, doc: &mut Domain) {
        match self {
            Metadata::Description(text) => doc.description.clone_from(text),
            Metadata::Title(text) => doc.title.clone_from(text),
            Metadata::Element { namespace, element } => {
                let mut metadata = doc.metadata.take().unwrap_or_else(|| RawElement {
                    name: "metadata".into(),
                    ..RawElement::default()
                });
                metadata.children.retain(
                    |child| !matches!(child, RawNode::Element(e) if namespace_of(e) == Some(namespace.as_str())),
                );
                metadata.children.extend(element.clone().map(RawNode::Element));
                let any = metadata
                    .children
                    .iter()
                    .any(|child| matches!(child, RawNode::Element(_)));
                doc.metadata = any.then_some(metadata);
            }
        }
    }
}

fn needed(what: &str) -> TestError {
    TestError::InvalidArgument(format!("metadata of an element needs a {what}"))
}

fn unknown_metadata(kind: i32) -> TestError {
    TestError::InvalidArgument(format!("unknown metadata type '{kind}'"))
}

/// An element put into a namespace under a prefix, with all in it that has none.
fn namespaced(text: &str, key: &str, namespace: &str) -> Result<RawElement> {
    let tree = ferrovirt_xml::parse(text, Limits::default())?;
    let mut element = RawElement::from_xml(tree.root())?;
    prefix(&mut element, key);
    let declaration = format!("xmlns:{key}");
    element.attrs.retain(|(name, _)| *name != declaration);
    element.attrs.insert(0, (declaration, namespace.to_owned()));
    Ok(element)
}

fn prefix(element: &mut RawElement, key: &str) {
    if !element.name.contains(':') {
        element.name = format!("{key}:{}", element.name);
    }
    for child in &mut element.children {
        if let RawNode::Element(child) = child {
            prefix(child, key);
        }
    }
}

fn without_prefix(element: &mut RawElement, key: &str) {
    if let Some(local) = element
        .name
        .strip_prefix(key)
        .and_then(|rest| rest.strip_prefix(':'))
    {
        element.name = local.to_owned();
    }
    for child in &mut element.children {
        if let RawNode::Element(child) = child {
            without_prefix(child, key);
        }
    }
}

/// The namespace that an element of `<metadata>` declares for itself.
fn namespace_of(element: &RawElement) -> Option<&str> {
    let declaration = match element.name.split_once(':') {
        Some((prefix, _)) => format!("xmlns:{prefix}"),
        None => "xmlns".to_owned(),
    };
    element
        .attrs
        .iter()
        .find(|(name, _)| *name == declaration)
        .map(|(_, value)| value.as_str())
}

fn element_of<'d>(doc: &'d Domain, namespace: &str) -> Option<&'d RawElement> {
    doc.metadata
        .as_ref()?
        .children
        .iter()
        .find_map(|child| match child {
            RawNode::Element(e) if namespace_of(e) == Some(namespace) => Some(e),
            _ => None,
        })
}

/// The element as it was given: without the prefix that it was filed under.
fn print_element(element: &RawElement) -> String {
    let mut copy = element.clone();
    if let Some((key, _)) = element.name.split_once(':') {
        let declaration = format!("xmlns:{key}");
        copy.attrs.retain(|(name, _)| *name != declaration);
        without_prefix(&mut copy, key);
    }
    copy.to_xml()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_element_comes_back_as_it_was_given() {
        let given = "<a b=\"1\"><b/>t</a>";
        let mut doc = Domain::default();
        let set = |text| Metadata::of(2, text, Some("k"), Some("http://e/x"));
        set(Some(given)).unwrap().apply(&mut doc);
        let xml = doc.metadata.as_ref().unwrap().to_xml();
        assert!(
            xml.contains("<k:a xmlns:k=\"http://e/x\" b=\"1\"><k:b/>t</k:a>"),
            "{xml}"
        );
        assert_eq!(print_element(element_of(&doc, "http://e/x").unwrap()), given);
        set(None).unwrap().apply(&mut doc);
        assert_eq!(doc.metadata, None);
    }

    #[test]
    fn a_title_has_one_line() {
        assert!(Metadata::of(1, Some("a\nb"), None, None).is_err());
        assert!(Metadata::of(5, Some("a"), None, None).is_err());
    }
}
