//! The definition, and what is kept with it.

use super::Domain;
use crate::{Document, document};
use ferrovirt_types::consts::{
    DomainDeviceModifyFlags, DomainMetadataType, DomainModificationImpact, DomainUndefineFlags,
    DomainXmlFlags,
};
use ferrovirt_types::{Error, Result};

/// What text is kept with a domain or network for its users.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Metadata<'a> {
    /// One line.
    Title,
    /// Any text.
    Description,
    /// An XML element of a namespace.
    Element {
        /// The namespace.
        uri: &'a str,
        /// Its prefix, for setting.
        key: &'a str,
    },
}

impl<'a> Metadata<'a> {
    pub(crate) fn parts(self) -> (i32, Option<&'a str>, Option<&'a str>) {
        match self {
            Self::Description => (DomainMetadataType::Description.raw(), None, None),
            Self::Title => (DomainMetadataType::Title.raw(), None, None),
            Self::Element { uri, key } => (
                DomainMetadataType::Element.raw(),
                Some(key).filter(|k| !k.is_empty()),
                Some(uri),
            ),
        }
    }
}

impl Domain {
    /// The definition, running or kept, as text.
    pub async fn xml(&self, flags: DomainXmlFlags) -> Result<String> {
        self.connection
            .drivers()
            .config
            .domain_get_xml_desc(&self.dom, flags.bits())
            .await
    }

    /// The definition as a typed document. What this crate does not know of it is not in the document;
    /// to change a definition, take the text through [`ferrovirt_schema::domain::Domain::parse_lossless`].
    pub async fn definition(&self, flags: DomainXmlFlags) -> Result<ferrovirt_schema::domain::Domain> {
        Document::read(&self.xml(flags).await?)
    }

    /// Forgets the kept definition. A running domain goes on.
    pub async fn undefine(&self, flags: DomainUndefineFlags) -> Result<()> {
        self.connection
            .drivers()
            .config
            .domain_undefine_flags(&self.dom, flags.bits())
            .await
    }

    /// Gives it another name. It must not be running.
    pub async fn rename(&self, name: &str) -> Result<()> {
        self.connection
            .drivers()
            .config
            .domain_rename(&self.dom, Some(name), 0)
            .await
            .map(drop)
    }

    /// Whether it starts with the host.
    pub async fn autostart(&self) -> Result<bool> {
        self.connection
            .drivers()
            .config
            .domain_get_autostart(&self.dom)
            .await
    }

    /// Sets whether it starts with the host.
    pub async fn set_autostart(&self, on: bool) -> Result<()> {
        self.connection
            .drivers()
            .config
            .domain_set_autostart(&self.dom, on)
            .await
    }

    /// What is kept for its users; `None` when there is nothing.
    pub async fn metadata(&self, what: Metadata<'_>, of: DomainModificationImpact) -> Result<Option<String>> {
        let (kind, _, uri) = what.parts();
        let text = self
            .connection
            .drivers()
            .config
            .domain_get_metadata(&self.dom, kind, uri, of.bits())
            .await;
        document::found(text)
    }

    /// Sets what is kept for its users; `None` removes it.
    pub async fn set_metadata(
        &self,
        what: Metadata<'_>,
        value: Option<&str>,
        of: DomainModificationImpact,
    ) -> Result<()> {
        let (kind, key, uri) = what.parts();
        self.connection
            .drivers()
            .config
            .domain_set_metadata(&self.dom, kind, value, key, uri, of.bits())
            .await
    }

    /// Adds a device.
    pub async fn attach_device(&self, xml: &str, flags: DomainDeviceModifyFlags) -> Result<()> {
        self.connection
            .drivers()
            .devices
            .domain_attach_device_flags(&self.dom, xml, flags.bits())
            .await
    }

    /// Removes a device. A running guest may take its time or refuse: an event tells.
    pub async fn detach_device(&self, xml: &str, flags: DomainDeviceModifyFlags) -> Result<()> {
        self.connection
            .drivers()
            .devices
            .domain_detach_device_flags(&self.dom, xml, flags.bits())
            .await
    }

    /// Removes the device with this alias.
    pub async fn detach_device_alias(&self, alias: &str, flags: DomainDeviceModifyFlags) -> Result<()> {
        self.connection
            .drivers()
            .devices
            .domain_detach_device_alias(&self.dom, alias, flags.bits())
            .await
    }

    /// Changes a device, such as the medium in a drive.
    pub async fn update_device(&self, xml: &str, flags: DomainDeviceModifyFlags) -> Result<()> {
        self.connection
            .drivers()
            .devices
            .domain_update_device_flags(&self.dom, xml, flags.bits())
            .await
    }

    /// Sends a command to QEMU's monitor: JSON, or with `human` its command language.
    ///
    /// # Errors
    /// `NoSupport` for other hypervisors.
    pub async fn monitor_command(&self, command: &str, human: bool) -> Result<String, Error> {
        self.connection
            .drivers()
            .qemu
            .domain_monitor_command(&self.dom, command, u32::from(human))
            .await
    }
}
