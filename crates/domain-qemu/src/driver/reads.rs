//! Definitions: writing, reading, metadata.

use super::{QemuDriver, checked, parse};
use crate::define;
use crate::error::{QemuError, Result};
use crate::guest::{Guest, Request, Summary};
use crate::host_model;
use async_trait::async_trait;
use ferrovirt_driver::DomainConfig;
use ferrovirt_schema::domain::Domain;
use ferrovirt_types::consts::{
    DomainDefineFlags, DomainEventDefinedDetailType, DomainEventType, DomainMetadataType,
    DomainModificationImpact as Impact, DomainSaveRestoreFlags, DomainUndefineFlags, DomainXmlFlags,
};
use ferrovirt_types::event::{DomainEvent, Event};
use ferrovirt_types::object::DomainRef;
use ferrovirt_xml::{RawElement, RawNode};
use std::sync::Arc;

type Api<T> = ferrovirt_types::Result<T>;

/// A document as a caller with these flags may see it.
pub(super) fn shown(doc: &Domain, flags: u32) -> String {
    if flags & DomainXmlFlags::SECURE.bits() != 0 {
        doc.to_xml()
    } else {
        define::without_secrets(doc).to_xml()
    }
}

impl QemuDriver {
    pub(super) async fn define(&self, xml: &str) -> Result<DomainRef> {
        let mut doc = parse(xml).await?;
        let caps = self.core.caps_for(&doc).await?;
        define::fill_defaults(&mut doc, &caps)?;
        let uuid = doc.uuid.unwrap_or_default();
        let summary = Arc::new(Summary::of(&doc));
        let text: Arc<str> = doc.to_xml().into();
        let claim = self.core.store.claim(&doc.name, uuid).await?;
        let known = claim.current().cloned();
        let updated = known.as_ref().is_some_and(|g| g.is_persistent());
        let name = doc.name.clone();
        let apply = move || {
            let guest = known.unwrap_or_else(|| Arc::new(Guest::new(&name, uuid, true, false)));
            guest.set_persistent(true);
            guest.set_summary(Some(summary));
            guest
        };
        let guest = claim.define(text, apply).await?;
        let detail = if updated {
            DomainEventDefinedDetailType::Updated
        } else {
            DomainEventDefinedDetailType::Added
        };
        self.tell(&guest, DomainEventType::Defined, detail.raw());
        Ok(guest.reference())
    }

    async fn xml(&self, guest: &Arc<Guest>, flags: u32) -> Result<String> {
        let inactive = flags & DomainXmlFlags::INACTIVE.bits() != 0;
        let updated = flags & DomainXmlFlags::UPDATE_CPU.bits() != 0;
        if updated && (inactive || guest.live().is_none()) {
            return self.updated_xml(guest, flags).await;
        }
        if flags & DomainXmlFlags::MIGRATABLE.bits() != 0 {
            // Whoever is to run the guest needs its passwords, too: the permission is that for them.
            return Ok(match guest.live().filter(|_| !inactive) {
                Some(live) => define::migratable_of(&live.as_asked_for()).to_xml(),
                None => define::migratable_of(&*self.core.definition(guest).await?).to_xml(),
            });
        }
        if let Some(live) = guest.live().filter(|_| !inactive || !guest.is_persistent()) {
            return Ok(if inactive {
                shown(&live.definition(), flags)
            } else {
                shown(&define::shown_of(&live.doc), flags)
            });
        }
        let text = self.core.definition_text(guest).await?;
        // Most definitions hold no secret and can be given as they are.
        if flags & DomainXmlFlags::SECURE.bits() != 0 || !text.contains("passwd") {
            return Ok(text.to_string());
        }
        Ok(shown(&Domain::parse(&text)?, flags))
    }

    /// The definition with the processor that the guest would get. That of a running guest is chosen already.
    async fn updated_xml(&self, guest: &Arc<Guest>, flags: u32) -> Result<String> {
        let mut doc = match guest.live().filter(|_| !guest.is_persistent()) {
            Some(live) => live.definition(),
            None => Domain::clone(&*self.core.definition(guest).await?),
        };
        if doc.cpu.is_some() {
            let caps = self.core.caps_for(&doc).await?;
            let cpus = self.core.cpus_for(&doc, &caps).await?;
            if let Some(cpu) = &mut doc.cpu {
                host_model::update(cpu, cpus)?;
            }
        }
        if flags & DomainXmlFlags::MIGRATABLE.bits() != 0 {
            return Ok(define::migratable_of(&doc).to_xml());
        }
        Ok(shown(&doc, flags))
    }

    /// Changes the definition, the running guest, or both, as `flags` say.
    pub(super) async fn modify(
        &self,
        guest: &Arc<Guest>,
        flags: u32,
        change: impl Fn(&mut Domain) -> Result<()>,
    ) -> Result<()> {
        let (live, config) = impact(guest, flags)?;
        let _job = guest.begin("modify").await?;
        if live {
            let now = guest.running()?;
            let mut doc = Domain::clone(&now.doc);
            change(&mut doc)?;
            now.ask(|reply| Request::Replace(Arc::new(doc), reply)).await?;
        }
        if config {
            let mut doc = Domain::clone(&*self.core.definition(guest).await?);
            change(&mut doc)?;
            self.core.write_definition(guest, &doc).await?;
        }
        Ok(())
    }
}

/// What a change is to affect: the running guest, the definition.
pub(super) fn impact(guest: &Guest, flags: u32) -> Result<(bool, bool)> {
    let running = guest.live().is_some();
    let (live, config) = match flags & (Impact::LIVE | Impact::CONFIG).bits() {
        0 => (running, !running),
        f => (f & Impact::LIVE.bits() != 0, f & Impact::CONFIG.bits() != 0),
    };
    if live && !running {
        return Err(QemuError::NotRunning);
    }
    if config && !guest.is_persistent() {
        return Err(QemuError::OperationInvalid(
            "transient domains do not have any persistent config".to_owned(),
        ));
    }
    Ok((live, config))
}

fn set_metadata(
    doc: &mut Domain,
    kind: DomainMetadataType,
    text: Option<&str>,
    key: Option<&str>,
    uri: Option<&str>,
) -> Result<()> {
    let text = text.filter(|t| !t.is_empty());
    match kind {
        DomainMetadataType::Title => {
            if text.is_some_and(|t| t.contains('\n')) {
                return Err(QemuError::InvalidArg(
                    "metadata title can't contain newlines".to_owned(),
                ));
            }
            doc.title = text.map(str::to_owned);
        }
        DomainMetadataType::Description => doc.description = text.map(str::to_owned),
        DomainMetadataType::Element => {
            let uri = uri.ok_or_else(|| {
                QemuError::InvalidArg("a namespace is needed for metadata elements".to_owned())
            })?;
            let metadata = doc.metadata.get_or_insert_with(|| RawElement {
                name: "metadata".to_owned(),
                ..RawElement::default()
            });
            metadata.children.retain(|n| !is_of_space(n, uri));
            if let Some(text) = text {
                let element = parse_element(text, key, uri)?;
                metadata.children.push(RawNode::Element(element));
            }
        }
    }
    Ok(())
}

fn is_of_space(node: &RawNode, uri: &str) -> bool {
    matches!(node, RawNode::Element(e) if e.attrs.iter().any(|(k, v)| (k == "xmlns" || k.starts_with("xmlns:")) && v == uri))
}

/// The element, with the namespace declared under the caller's prefix.
fn parse_element(text: &str, key: Option<&str>, uri: &str) -> Result<RawElement> {
    let tree = ferrovirt_xml::parse(text, ferrovirt_xml::Limits::default())?;
    let mut element = <RawElement as ferrovirt_xml::FromXml>::from_xml(tree.root())?;
    if let Some(key) = key {
        let local = element.name.rsplit(':').next().unwrap_or_default().to_owned();
        element.name = format!("{key}:{local}");
        if !element.attrs.iter().any(|(k, _)| *k == format!("xmlns:{key}")) {
            element.attrs.insert(0, (format!("xmlns:{key}"), uri.to_owned()));
        }
    }
    Ok(element)
}

fn metadata_of(doc: &Domain, kind: DomainMetadataType, uri: Option<&str>) -> Result<String> {
    match kind {
        DomainMetadataType::Title => doc.title.clone().ok_or(QemuError::NoMetadata("")),
        DomainMetadataType::Description => doc.description.clone().ok_or(QemuError::NoMetadata("")),
        DomainMetadataType::Element => {
            let uri = uri.ok_or_else(|| {
                QemuError::InvalidArg("a namespace is needed for metadata elements".to_owned())
            })?;
            let found = doc
                .metadata
                .iter()
                .flat_map(|m| &m.children)
                .find(|n| is_of_space(n, uri));
            match found {
                Some(RawNode::Element(e)) => Ok(without_space(e, uri)),
                _ => Err(QemuError::NoMetadata("Requested metadata element is not present")),
            }
        }
    }
}

/// The element as its owner wrote it: without prefix and declaration.
fn without_space(element: &RawElement, uri: &str) -> String {
    let mut element = element.clone();
    if let Some((prefix, local)) = element.name.clone().split_once(':') {
        element.name = local.to_owned();
        element
            .attrs
            .retain(|(k, v)| !(*k == format!("xmlns:{prefix}") && v == uri));
    }
    element.to_xml()
}

#[async_trait]
impl DomainConfig for QemuDriver {
    async fn domain_get_xml_desc(&self, dom: &DomainRef, flags: u32) -> Api<String> {
        checked(flags, DomainXmlFlags::all().bits(), "virDomainGetXMLDesc")?;
        let guest = self.core.guest(dom)?;
        Ok(self.xml(&guest, flags).await?)
    }

    async fn domain_define_xml_flags(&self, xml: &str, flags: u32) -> Api<DomainRef> {
        checked(flags, DomainDefineFlags::all().bits(), "virDomainDefineXMLFlags")?;
        super::validate(xml, flags & DomainDefineFlags::VALIDATE.bits() != 0).await?;
        Ok(self.define(xml).await?)
    }

    async fn domain_rename(&self, dom: &DomainRef, new_name: Option<&str>, flags: u32) -> Api<i32> {
        checked(flags, 0, "virDomainRename")?;
        self.rename(dom, new_name.unwrap_or_default()).await?;
        Ok(0)
    }

    async fn domain_set_lifecycle_action(
        &self,
        dom: &DomainRef,
        kind: u32,
        action: u32,
        flags: u32,
    ) -> Api<()> {
        checked(
            flags,
            (Impact::LIVE | Impact::CONFIG).bits(),
            "virDomainSetLifecycleAction",
        )?;
        Ok(self.set_end(dom, kind, action, flags).await?)
    }

    async fn domain_undefine_flags(&self, dom: &DomainRef, flags: u32) -> Api<()> {
        checked(flags, DomainUndefineFlags::all().bits(), "virDomainUndefineFlags")?;
        let guest = self.core.guest(dom)?;
        Ok(self.undefine(&guest, flags).await?)
    }

    async fn domain_get_autostart(&self, dom: &DomainRef) -> Api<bool> {
        Ok(self.core.guest(dom)?.autostart())
    }

    async fn domain_set_autostart(&self, dom: &DomainRef, autostart: bool) -> Api<()> {
        let guest = self.core.guest(dom)?;
        if !guest.is_persistent() {
            return Err(
                QemuError::OperationInvalid("cannot set autostart for transient domain".to_owned()).into(),
            );
        }
        let claim = self
            .core
            .store
            .claim(&guest.name, guest.uuid)
            .await
            .map_err(QemuError::from)?;
        let subject = Arc::clone(&guest);
        claim
            .set_autostart(autostart, move || subject.set_autostart(autostart))
            .await
            .map_err(QemuError::from)?;
        Ok(())
    }

    async fn domain_get_os_type(&self, dom: &DomainRef) -> Api<String> {
        self.core.guest(dom)?;
        // Definitions of any other type are refused.
        Ok("hvm".to_owned())
    }

    async fn domain_is_persistent(&self, dom: &DomainRef) -> Api<bool> {
        Ok(self.core.guest(dom)?.is_persistent())
    }

    async fn domain_is_updated(&self, dom: &DomainRef) -> Api<bool> {
        self.core.guest(dom)?;
        Ok(false)
    }

    async fn domain_save_image_get_xml_desc(&self, file: &str, flags: u32) -> Api<String> {
        checked(
            flags,
            DomainXmlFlags::SECURE.bits(),
            "virDomainSaveImageGetXMLDesc",
        )?;
        let header = super::saving::read_header(std::path::Path::new(file)).await?;
        Ok(shown(&parse(&header.xml).await?, flags))
    }

    async fn domain_save_image_define_xml(&self, file: &str, dxml: &str, flags: u32) -> Api<()> {
        checked(
            flags,
            DomainSaveRestoreFlags::all().bits(),
            "virDomainSaveImageDefineXML",
        )?;
        Ok(self
            .rewrite_image(std::path::Path::new(file), dxml, flags)
            .await?)
    }

    async fn domain_set_metadata(
        &self,
        dom: &DomainRef,
        kind: i32,
        metadata: Option<&str>,
        key: Option<&str>,
        uri: Option<&str>,
        flags: u32,
    ) -> Api<()> {
        checked(
            flags,
            (Impact::LIVE | Impact::CONFIG).bits(),
            "virDomainSetMetadata",
        )?;
        let kind_of = DomainMetadataType::from_raw(kind)
            .ok_or_else(|| QemuError::InvalidArg(format!("unknown metadata type {kind}")))?;
        let guest = self.core.guest(dom)?;
        self.modify(&guest, flags, |doc| {
            set_metadata(doc, kind_of, metadata, key, uri)
        })
        .await?;
        let nsuri = uri.map(str::to_owned);
        self.core.events.publish(Event::Domain(
            guest.reference(),
            DomainEvent::MetadataChange { kind, nsuri },
        ));
        Ok(())
    }

    async fn domain_get_metadata(
        &self,
        dom: &DomainRef,
        kind: i32,
        uri: Option<&str>,
        flags: u32,
    ) -> Api<String> {
        checked(
            flags,
            (Impact::LIVE | Impact::CONFIG).bits(),
            "virDomainGetMetadata",
        )?;
        let kind = DomainMetadataType::from_raw(kind)
            .ok_or_else(|| QemuError::InvalidArg(format!("unknown metadata type {kind}")))?;
        let guest = self.core.guest(dom)?;
        let (live, _) = impact(&guest, flags)?;
        let doc = if live {
            Arc::clone(&guest.running()?.doc)
        } else {
            self.core.definition(&guest).await?
        };
        Ok(metadata_of(&doc, kind, uri)?)
    }

    async fn connect_domain_xml_to_native(
        &self,
        native_format: &str,
        domain_xml: &str,
        flags: u32,
    ) -> Api<String> {
        checked(flags, 0, "virConnectDomainXMLToNative")?;
        if native_format != "qemu-argv" {
            let text = format!("unsupported config type {native_format}");
            return Err(QemuError::InvalidArg(text).into());
        }
        Ok(self.native(domain_xml).await?)
    }
}
